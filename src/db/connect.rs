//! Opening the database and bringing its schema up to date.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, TransactionTrait};
use tokio::sync::Notify;

use crate::db::Conn;

/// Readers beside SQLite's single writer, and connections of the PostgreSQL pool.
const READERS: u32 = 4;
const POSTGRES_POOL: u32 = 16;
/// Lock number under which only one instance migrates a PostgreSQL database.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7251001)";

/// Which database it is; needed only where the two differ in SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DbKind {
    Sqlite,
    Postgres,
}

/// The open database. Clones share the pools.
#[derive(Debug, Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    reader: Arc<Conn>,
    kind: DbKind,
    changes: Arc<AtomicU64>,
    queued: Arc<Notify>,
    relaxed: Arc<AtomicBool>,
}

impl Db {
    /// Opens `sqlite://…` or `postgres://…` without touching the schema.
    ///
    /// # Errors
    /// The driver's, when the address is wrong or nobody answers.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        let (changes, queued, relaxed) = (Arc::<AtomicU64>::default(), Arc::default(), Arc::default());
        if url.starts_with("sqlite:") {
            let write = Database::connect(sqlite(url, 1, false)).await?;
            let read = Database::connect(sqlite(url, READERS, true)).await?;
            let reader = Arc::new(Conn::pool(read.clone(), Arc::clone(&changes)));
            return Ok(Self { write, read, reader, kind: DbKind::Sqlite, changes, queued, relaxed });
        }
        let mut options = ConnectOptions::new(url);
        options.max_connections(POSTGRES_POOL).acquire_timeout(Duration::from_secs(5)).sqlx_logging(false);
        // One plan for all questions walks through every text for a rare word (seconds in a million), and remembers a table
        // as empty while it is filled: each statement is planned for what it asks. None is worth compiling (up to 200 ms) or
        // helpers of its own (10 ms until they run), which are taken from the other connections.
        let settings = [("plan_cache_mode", "force_custom_plan"), ("jit", "off"), ("max_parallel_workers_per_gather", "0")];
        options.map_sqlx_postgres_opts(move |postgres| postgres.options(settings));
        let pool = Database::connect(options).await?;
        let reader = Arc::new(Conn::pool(pool.clone(), Arc::clone(&changes)));
        Ok(Self { write: pool.clone(), read: pool, reader, kind: DbKind::Postgres, changes, queued, relaxed })
    }

    /// Applies all missing migrations. On PostgreSQL instances that start together wait for each other.
    ///
    /// # Errors
    /// The database's; the schema is then as before the failed step.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        match self.kind {
            DbKind::Sqlite => Migrator::up(&self.write, None).await,
            DbKind::Postgres => {
                let lock = self.write.begin().await?;
                lock.execute_unprepared(MIGRATION_LOCK).await?;
                Migrator::up(&self.write, None).await?;
                lock.commit().await
            }
        }
    }

    /// For reading. On SQLite these connections cannot write.
    #[must_use]
    pub fn read(&self) -> &Conn {
        &self.reader
    }

    /// For [`crate::db::WriteTx`] alone.
    pub(super) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    #[must_use]
    pub fn kind(&self) -> DbKind {
        self.kind
    }

    /// While `on`, commits do not wait for the disk: a power cut may take the last ones, never damage the file. For loading
    /// prepared data into an unused installation, and for nothing else.
    ///
    /// # Errors
    /// The driver's.
    pub async fn relax(&self, on: bool) -> Result<(), DbErr> {
        self.relaxed.store(on, Ordering::Release);
        if self.kind == DbKind::Sqlite {
            let level = if on { "NORMAL" } else { "FULL" };
            self.write.execute_unprepared(&format!("PRAGMA synchronous = {level}")).await?;
        }
        Ok(())
    }

    /// Whether a transaction on PostgreSQL has to say itself that it does not wait for the disk.
    pub(super) fn is_relaxed_postgres(&self) -> bool {
        self.kind == DbKind::Postgres && self.relaxed.load(Ordering::Acquire)
    }

    /// Counts the commits of this process; caches compare it to know whether anything can have changed.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    pub(super) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::AcqRel);
    }

    /// Waits until this process commits something for delivery. A commit while nobody waits is not lost.
    pub async fn queued(&self) {
        self.queued.notified().await;
    }

    pub(super) fn ring_if(&self, queued: bool) {
        if queued {
            self.queued.notify_one();
        }
    }

    /// Whether both handles answer.
    ///
    /// # Errors
    /// The driver's.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.write.ping().await?;
        self.read.ping().await
    }

    /// Closes all connections; the last one folds SQLite's write-ahead log into the file.
    pub async fn close(self) {
        for handle in [self.read, self.write] {
            if let Err(error) = handle.close().await {
                tracing::warn!(%error, "closing the database");
            }
        }
    }
}

/// `synchronous=FULL`: an acknowledged write survives a power cut, not only a crash.
/// Rows that SQLite's thread reads ahead of whoever asked.
const ROWS_AHEAD: usize = 1_000;

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(!read_only)
                .read_only(read_only)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                // Rows cross from the database's thread in bunches: a list of the whole country wakes the reader less often.
                .row_buffer_size(ROWS_AHEAD)
                .pragma("cache_size", "-16000")
                .pragma("temp_store", "memory")
        });
    options
}
