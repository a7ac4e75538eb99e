//! What a store runs its queries on: the pool for reading, or an open transaction. One type instead of a type parameter, so
//! that every query of every room is compiled once. It must not open or commit anything; neighbours: `connect`, `tx`.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use crate::db::known::Known;
use crate::error::AppResult;

/// A place where statements are run.
#[derive(Debug)]
pub enum Conn {
    Pool(Pool),
    Tx(DatabaseTransaction),
}

/// Connections for reading, and what was read lately.
#[derive(Debug)]
pub struct Pool {
    connections: DatabaseConnection,
    changes: Arc<AtomicU64>,
    known: Known,
}

impl Conn {
    /// For reading; `changes` counts the commits of this process.
    pub(super) fn pool(connections: DatabaseConnection, changes: Arc<AtomicU64>) -> Self {
        Self::Pool(Pool { connections, changes, known: Known::default() })
    }

    /// What `load` reads, from memory where nothing can have changed since; inside a transaction it is always read. `what`
    /// names the reader, `of` everything that its answer depends on.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn known<T: Any + Send + Sync>(
        &self,
        what: &'static str,
        of: impl ToString,
        load: impl Future<Output = AppResult<T>>,
    ) -> AppResult<Arc<T>> {
        let Self::Pool(pool) = self else { return load.await.map(Arc::new) };
        let key = (what, of.to_string());
        if let Some(value) = pool.known.get(&key, pool.changes.load(Ordering::Acquire)) {
            return Ok(value);
        }
        let gate = pool.known.gate(&key);
        let _first = gate.lock().await;
        let changes = pool.changes.load(Ordering::Acquire);
        if let Some(value) = pool.known.get(&key, changes) {
            return Ok(value);
        }
        let value = Arc::new(load.await?);
        pool.known.keep(key, changes, Arc::clone(&value));
        Ok(value)
    }

    /// A copy of what [`Self::known`] keeps, for callers that change or take apart what they get.
    ///
    /// # Errors
    /// Those of `load`.
    pub async fn recalled<T: Any + Send + Sync + Clone>(
        &self,
        what: &'static str,
        of: impl ToString,
        load: impl Future<Output = AppResult<T>>,
    ) -> AppResult<T> {
        Ok(Arc::unwrap_or_clone(self.known(what, of, load).await?))
    }

    /// Commits an open transaction; a pool has nothing to commit.
    ///
    /// # Errors
    /// The driver's; nothing is kept then.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        match self {
            Self::Pool(_) => Ok(()),
            Self::Tx(tx) => tx.commit().await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Conn {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool) => pool.connections.get_database_backend(),
            Self::Tx(tx) => tx.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.connections.execute_raw(statement).await,
            Self::Tx(tx) => tx.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.connections.execute_unprepared(sql).await,
            Self::Tx(tx) => tx.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.connections.query_one_raw(statement).await,
            Self::Tx(tx) => tx.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.connections.query_all_raw(statement).await,
            Self::Tx(tx) => tx.query_all_raw(statement).await,
        }
    }
}
