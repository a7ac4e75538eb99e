//! The one way to write: a transaction that can only be committed with an event for the audit trail.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait};

use crate::db::outbox::Message;
use crate::db::{Conn, Db, audit, outbox};
use crate::error::{AppError, AppResult};
use crate::kernel::{Ctx, Event};

/// Why a write needs no line in the audit trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unaudited {
    /// Book-keeping of signed-in browsers: last seen, expiry.
    SignInBookkeeping,
    /// A job's lease, a sent mail, a feed's last fetch, a calendar that was fetched.
    Delivery,
    /// A notice came into an inbox, or was read there.
    Inbox,
    /// Who has which issue open, for two minutes.
    Presence,
    /// What an uploaded sheet would become, before somebody let it be written, and after it was.
    ImportPlan,
    /// The index of words was filled with what stands elsewhere.
    SearchIndex,
}

/// An open write transaction. Dropping it rolls back.
///
/// While one is open on SQLite nothing else can write; never wait for the network inside.
#[derive(Debug)]
pub struct WriteTx {
    db: Db,
    conn: Conn,
    ctx: Ctx,
    queued: AtomicBool,
}

impl WriteTx {
    /// Begins (IMMEDIATE on SQLite, so that a read followed by a write cannot fail half-way).
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when no connection is to be had.
    pub async fn begin(db: &Db, ctx: &Ctx) -> AppResult<Self> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = db.writer().begin_with_options(options).await?;
        if db.is_relaxed_postgres() {
            tx.execute_unprepared("SET LOCAL synchronous_commit TO off").await?;
        }
        Ok(Self { db: db.clone(), conn: Conn::Tx(tx), ctx: ctx.clone(), queued: AtomicBool::new(false) })
    }

    /// The connection for stores.
    #[must_use]
    pub fn conn(&self) -> &Conn {
        &self.conn
    }

    /// A further event of the same act, before the commit.
    ///
    /// # Errors
    /// The database's.
    pub async fn say(&self, event: &Event) -> AppResult<()> {
        audit::append(&self.conn, &self.ctx, event).await
    }

    /// Further events of the same act, in their order: as [`Self::say`] for each, in few statements.
    ///
    /// # Errors
    /// The database's.
    pub async fn say_all(&self, events: &[Event]) -> AppResult<()> {
        audit::append_all(&self.conn, &self.ctx, events).await
    }

    /// Something to be delivered after the commit, once per key.
    ///
    /// # Errors
    /// The database's.
    pub async fn queue(&self, message: &Message) -> AppResult<()> {
        self.ring_after();
        outbox::insert(&self.conn, self.ctx.now, message, self.ctx.now).await
    }

    /// Something to be delivered from an instant on, once per key: what happens until then can be said with it.
    ///
    /// # Errors
    /// The database's.
    pub async fn queue_for(&self, message: &Message, from: DateTime<Utc>) -> AppResult<()> {
        outbox::insert(&self.conn, self.ctx.now, message, from).await
    }

    /// Takes back what was queued under these keys and has not gone out.
    ///
    /// # Errors
    /// The database's.
    pub async fn take_back(&self, keys: &[String]) -> AppResult<()> {
        outbox::take_back(&self.conn, keys).await
    }

    /// Wakes the deliverer of this process right after the commit.
    pub fn ring_after(&self) {
        self.queued.store(true, Ordering::Relaxed);
    }

    /// Writes the audit entry and commits.
    ///
    /// # Errors
    /// The database's; nothing of the act is kept then.
    pub async fn commit(self, event: Event) -> AppResult<()> {
        self.say(&event).await?;
        self.conn.commit().await?;
        self.db.changed();
        self.db.ring_if(self.queued.into_inner());
        Ok(())
    }

    /// Commits with all of these entries, in their order.
    ///
    /// # Errors
    /// The database's; [`AppError::Internal`] without any.
    pub async fn commit_all(self, mut events: Vec<Event>) -> AppResult<()> {
        let last = events.pop().ok_or_else(|| AppError::Internal("an act without an event".to_owned()))?;
        self.say_all(&events).await?;
        self.commit(last).await
    }

    /// Commits without an audit entry, for the few reasons that [`Unaudited`] names. What is kept in memory stays good, save
    /// for what inboxes show.
    ///
    /// # Errors
    /// The database's.
    pub async fn commit_unaudited(self, reason: Unaudited) -> AppResult<()> {
        tracing::trace!(?reason, "commit without audit entry");
        self.conn.commit().await?;
        if reason == Unaudited::Inbox {
            self.db.changed();
        }
        self.db.ring_if(self.queued.into_inner());
        Ok(())
    }
}

/// Checks that an update which named the row's version found it.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub fn saved(rows_affected: u64) -> AppResult<()> {
    if rows_affected == 1 { Ok(()) } else { Err(AppError::Conflict) }
}
