//! What leaves the house after a commit. Only the row is written here; delivery is a job.

use chrono::{DateTime, Utc};
use entity::outbox;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
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

/// Queues `message` unless its key was queued before; nobody takes it before `from`.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, now: DateTime<Utc>, message: &Message, from: DateTime<Utc>) -> AppResult<()> {
    let row = outbox::ActiveModel {
        id: Set(fresh_uuid()),
        key: Set(message.key.clone()),
        kind: Set(message.kind.to_owned()),
        payload: Set(message.payload.clone()),
        created_at: Set(now),
        next_try_at: Set(from),
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

/// Takes back what waits under these keys; what has gone out stays gone.
///
/// # Errors
/// The database's.
pub async fn take_back(conn: &Conn, keys: &[String]) -> AppResult<()> {
    outbox::Entity::delete_many()
        .filter(outbox::Column::Key.is_in(keys))
        .filter(outbox::Column::SentAt.is_null())
        .exec(conn)
        .await?;
    Ok(())
}

/// Who is told: everybody who holds `role` in one of the bodies, single accounts; and who needs no mail.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Role {
        role: Role,
        bodies: Vec<Uuid>,
    },
    Accounts(Vec<Uuid>),
    /// Adds nobody: to these people a letter of its own goes about the same, so that the inbox is enough.
    WrittenTo(Vec<Uuid>),
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

/// A mail as it waits: to whom, and about what. Its words are made when it leaves.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Envelope {
    pub name: String,
    pub address: String,
    pub locale: String,
    pub notify: Notify,
    /// The calendar that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarPart>,
}

/// A message between calendars in a mail (RFC 6047).
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CalendarPart {
    /// As the message itself says: `REQUEST`, `CANCEL`.
    pub method: String,
    /// The file, in CRLF lines.
    pub text: String,
    /// Who calls the meeting, and where answers arrive; the mail comes from there.
    pub organizer_name: String,
    pub organizer_address: String,
}

impl Envelope {
    /// Deliverer that takes it.
    pub const KIND: &'static str = "mail";
}

impl Message {
    /// One mail, once per `key`.
    ///
    /// # Errors
    /// Only what serialising can refuse.
    pub fn mail(key: String, envelope: &Envelope) -> AppResult<Self> {
        Ok(Self { key, kind: Envelope::KIND, payload: serde_json::to_value(envelope)? })
    }

    /// Tells people something, each of them once per `key`. The notices room turns it into inbox lines and mails.
    #[must_use]
    pub fn notify(key: impl Into<String>, notify: &Notify) -> Self {
        Self { key: key.into(), kind: "notify", payload: serde_json::to_value(notify).unwrap_or_default() }
    }
}
