//! The outbox from the deliverer's side: what is due, taking one message, and what became of it.
//!
//! It must not know how a message leaves the house. Neighbour: `outbox` puts messages in, in the transaction of the act.

use chrono::{DateTime, Utc};
use entity::outbox::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use serde_json::Value;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;

/// A message that waits for its delivery.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    pub id: Uuid,
    pub key: String,
    pub payload: Value,
    /// How often its delivery was begun.
    pub attempts: i32,
}

/// A message that was given up.
#[derive(Debug, Clone, PartialEq)]
pub struct Dead {
    pub id: Uuid,
    pub kind: String,
    pub payload: Value,
    pub attempts: i32,
    pub dead_at: DateTime<Utc>,
    pub last_error: String,
}

fn open(kind: Option<&str>) -> Select<Entity> {
    let open = Entity::find().filter(Column::SentAt.is_null()).filter(Column::DeadAt.is_null());
    match kind {
        Some(kind) => open.filter(Column::Kind.eq(kind)),
        None => open,
    }
}

/// The messages of `kind` whose time has come, oldest first, at most `limit`.
///
/// # Errors
/// The database's.
pub async fn due(conn: &Conn, kind: &str, now: DateTime<Utc>, limit: u64) -> AppResult<Vec<Waiting>> {
    let rows = open(Some(kind))
        .filter(Column::NextTryAt.lte(now))
        .order_by_asc(Column::NextTryAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    let waiting = |row: Model| Waiting { id: row.id, key: row.key, payload: row.payload, attempts: row.attempts };
    Ok(rows.into_iter().map(waiting).collect())
}

/// Takes a message before its delivery begins: nobody else takes it before `next_try_at`. `false` when somebody was faster.
///
/// # Errors
/// The database's.
pub async fn take(conn: &Conn, message: &Waiting, next_try_at: DateTime<Utc>) -> AppResult<bool> {
    let row = ActiveModel { attempts: Set(message.attempts + 1), next_try_at: Set(next_try_at), ..Default::default() };
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(message.id))
        .filter(Column::Attempts.eq(message.attempts))
        .filter(Column::SentAt.is_null())
        .filter(Column::DeadAt.is_null())
        .exec(conn)
        .await?;
    Ok(result.rows_affected == 1)
}

async fn update(conn: &Conn, id: Uuid, row: ActiveModel) -> AppResult<()> {
    Entity::update_many().set(row).filter(Column::Id.eq(id)).exec(conn).await?;
    Ok(())
}

/// Notes that a message has left.
///
/// # Errors
/// The database's.
pub async fn save_sent(conn: &Conn, id: Uuid, now: DateTime<Utc>) -> AppResult<()> {
    update(conn, id, ActiveModel { sent_at: Set(Some(now)), last_error: Set(String::new()), ..Default::default() }).await
}

/// Notes why a message did not leave; it is tried again when its time comes.
///
/// # Errors
/// The database's.
pub async fn save_failed(conn: &Conn, id: Uuid, error: &str) -> AppResult<()> {
    update(conn, id, ActiveModel { last_error: Set(error.to_owned()), ..Default::default() }).await
}

/// Gives a message up.
///
/// # Errors
/// The database's.
pub async fn save_dead(conn: &Conn, id: Uuid, now: DateTime<Utc>, error: &str) -> AppResult<()> {
    update(conn, id, ActiveModel { dead_at: Set(Some(now)), last_error: Set(error.to_owned()), ..Default::default() }).await
}

/// Lets a message that was given up be tried again from `now`, as if for the first time. `false` when it was not given up.
///
/// # Errors
/// The database's.
pub async fn revive(conn: &Conn, id: Uuid, now: DateTime<Utc>) -> AppResult<bool> {
    let row = ActiveModel { dead_at: Set(None), attempts: Set(0), next_try_at: Set(now), ..Default::default() };
    let result = Entity::update_many().set(row).filter(Column::Id.eq(id)).filter(Column::DeadAt.is_not_null()).exec(conn).await?;
    Ok(result.rows_affected == 1)
}

/// How many messages wait.
///
/// # Errors
/// The database's.
pub async fn count_waiting(conn: &Conn) -> AppResult<u64> {
    Ok(open(None).count(conn).await?)
}

/// The messages given up last, newest first, at most `limit`.
///
/// # Errors
/// The database's.
pub async fn list_dead(conn: &Conn, limit: u64) -> AppResult<Vec<Dead>> {
    let rows = Entity::find()
        .filter(Column::DeadAt.is_not_null())
        .order_by_desc(Column::DeadAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(conn)
        .await?;
    let dead = |row: Model| {
        let (id, kind, payload, attempts, last_error) = (row.id, row.kind, row.payload, row.attempts, row.last_error);
        row.dead_at.map(|dead_at| Dead { id, kind, payload, attempts, dead_at, last_error })
    };
    Ok(rows.into_iter().filter_map(dead).collect())
}

/// Removes what left before `before`: addresses are not kept longer than they serve to prove a delivery.
///
/// # Errors
/// The database's.
pub async fn delete_sent(conn: &Conn, before: DateTime<Utc>) -> AppResult<u64> {
    Ok(Entity::delete_many().filter(Column::SentAt.lt(before)).exec(conn).await?.rows_affected)
}
