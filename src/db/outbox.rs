//! What leaves the house after a commit. Only the row is written here; delivery is a job.

use chrono::{DateTime, Utc};
use entity::outbox;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use serde_json::Value;

use crate::error::AppResult;
use crate::kernel::ids::fresh_uuid;

/// One thing to deliver. The same key is queued once, however often it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub key: String,
    /// Which deliverer takes it: `mail`.
    pub kind: &'static str,
    pub payload: Value,
}

/// Queues `message` unless its key was queued before.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &impl ConnectionTrait, now: DateTime<Utc>, message: &Message) -> AppResult<()> {
    let row = outbox::ActiveModel {
        id: Set(fresh_uuid()),
        key: Set(message.key.clone()),
        kind: Set(message.kind.to_owned()),
        payload: Set(message.payload.clone()),
        created_at: Set(now),
        next_try_at: Set(now),
        attempts: Set(0),
        last_error: Set(String::new()),
        sent_at: Set(None),
        dead_at: Set(None),
    };
    outbox::Entity::insert(row)
        .on_conflict(OnConflict::column(outbox::Column::Key).do_nothing().to_owned())
        .exec_without_returning(conn)
        .await?;
    Ok(())
}
