//! What leaves the house after a commit. Only the row is written here; delivery is a job.

use chrono::{DateTime, Utc};
use entity::outbox;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use serde_json::Value;
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::Role;
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
pub async fn insert(conn: &Conn, now: DateTime<Utc>, message: &Message) -> AppResult<()> {
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

/// Who is told: everybody who holds `role` in one of the bodies, or single accounts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Role { role: Role, bodies: Vec<Uuid> },
    Accounts(Vec<Uuid>),
}

/// A matter for people's inboxes and mail. The catalogue has its words under `notice-<code>` and `notice-<code>-subject`.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Notify {
    pub code: String,
    pub to: Vec<Audience>,
    pub args: Vec<(String, String)>,
    /// Where the matter is dealt with, an address of ours.
    pub href: String,
}

impl Message {
    /// Tells people something, each of them once per `key`. The notices room turns it into inbox lines and mails.
    #[must_use]
    pub fn notify(key: impl Into<String>, notify: &Notify) -> Self {
        Self { key: key.into(), kind: "notify", payload: serde_json::to_value(notify).unwrap_or_default() }
    }
}
