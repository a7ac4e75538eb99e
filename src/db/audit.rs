//! The audit trail: append-only entries, each sealed with the hash of the one before.
//!
//! The database refuses to change an entry (triggers); the chain shows it if somebody does it all the same.

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{audit_entry, audit_head};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use sha2::{Digest, Sha256};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::{Ctx, Event};

const HEAD: i32 = 1;
/// Entries written by one statement; each has a dozen of the values that a statement may carry.
const AT_ONCE: usize = 100;
/// Entries read at once while verifying.
const BATCH: u64 = 2_000;

/// Adds `event` at the end of the chain. The head row's lock puts concurrent writers in line.
///
/// # Errors
/// The database's.
pub async fn append(conn: &Conn, ctx: &Ctx, event: &Event) -> AppResult<()> {
    append_all(conn, ctx, std::slice::from_ref(event)).await
}

/// Adds `events` in their order, with one look at the head for all of them.
///
/// # Errors
/// The database's.
pub async fn append_all(conn: &Conn, ctx: &Ctx, events: &[Event]) -> AppResult<()> {
    if events.is_empty() {
        return Ok(());
    }
    let head = audit_head::Entity::find_by_id(HEAD).lock_exclusive().one(conn).await?;
    let (mut seq, mut hash) = head.as_ref().map_or((0, String::new()), |head| (head.seq, head.hash.clone()));
    let mut entries = Vec::with_capacity(events.len());
    for event in events {
        let mut entry = audit_entry::Model {
            seq: seq + 1,
            at: ctx.now,
            account_id: ctx.actor.account().map(Into::into),
            actor: ctx.responsible(),
            code: event.code.to_owned(),
            subject_kind: event.subject_kind.to_owned(),
            subject_id: event.subject_id.clone(),
            unit_code: event.unit_code.clone(),
            facts: event.facts.to_string(),
            request_id: ctx.request_id.clone(),
            prev_hash: hash,
            hash: String::new(),
        };
        entry.hash = seal(&entry);
        (seq, hash) = (entry.seq, entry.hash.clone());
        entries.push(audit_entry::ActiveModel::from(entry).reset_all());
    }
    for some in entries.chunks(AT_ONCE) {
        audit_entry::Entity::insert_many(some.to_vec()).exec_without_returning(conn).await?;
    }
    let new_head = audit_head::ActiveModel { id: Set(HEAD), seq: Set(seq), hash: Set(hash) };
    if head.is_some() {
        new_head.update(conn).await?;
    } else {
        new_head.insert(conn).await?;
    }
    Ok(())
}

/// SHA-256 over every field with its length before it, so that no two different entries give the same bytes.
fn seal(entry: &audit_entry::Model) -> String {
    let mut hasher = Sha256::new();
    let fields = [
        entry.prev_hash.clone(),
        entry.seq.to_string(),
        stamp(entry.at),
        entry.account_id.map(|id| id.to_string()).unwrap_or_default(),
        entry.actor.clone(),
        entry.code.clone(),
        entry.subject_kind.clone(),
        entry.subject_id.clone(),
        entry.unit_code.clone(),
        entry.facts.clone(),
        entry.request_id.clone(),
    ];
    for field in fields {
        hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    data_encoding::HEXLOWER.encode(&hasher.finalize())
}

fn stamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// What verifying the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All entries are as they were written.
    Whole { entries: i64, head: String },
    /// The first entry that is not what it was, or is missing.
    Broken { seq: i64, why: &'static str },
}

/// Recomputes the whole chain.
///
/// # Errors
/// The database's.
pub async fn verify(conn: &Conn) -> AppResult<Verdict> {
    let (mut seq, mut hash) = (0_i64, String::new());
    loop {
        let batch = audit_entry::Entity::find()
            .filter(audit_entry::Column::Seq.gt(seq))
            .order_by_asc(audit_entry::Column::Seq)
            .limit(BATCH)
            .all(conn)
            .await?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            let why = if entry.seq != seq + 1 {
                Some("missing")
            } else if entry.prev_hash != hash {
                Some("unlinked")
            } else if entry.hash != seal(&entry) {
                Some("altered")
            } else {
                None
            };
            if let Some(why) = why {
                return Ok(Verdict::Broken { seq: seq + 1, why });
            }
            (seq, hash) = (entry.seq, entry.hash);
        }
    }
    let head = audit_head::Entity::find_by_id(HEAD).one(conn).await?;
    let intact = head.map_or(seq == 0, |head| head.seq == seq && head.hash == hash);
    Ok(if intact { Verdict::Whole { entries: seq, head: hash } } else { Verdict::Broken { seq: seq + 1, why: "missing" } })
}

/// One line of an object's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: String,
    pub code: String,
    pub facts: serde_json::Value,
}

/// The history of one object, oldest first. The caller has checked that the object may be read.
///
/// # Errors
/// The database's.
pub async fn history(conn: &Conn, subject_kind: &str, subject_id: impl ToString) -> AppResult<Vec<Entry>> {
    let subject_id = subject_id.to_string();
    let rows = audit_entry::Entity::find()
        .filter(audit_entry::Column::SubjectKind.eq(subject_kind))
        .filter(audit_entry::Column::SubjectId.eq(&subject_id))
        .order_by_asc(audit_entry::Column::Seq);
    let entry = |row: audit_entry::Model| Entry {
        seq: row.seq,
        at: row.at,
        actor: row.actor,
        code: row.code,
        facts: serde_json::from_str(&row.facts).unwrap_or_default(),
    };
    let read = async { Ok(rows.all(conn).await?.into_iter().map(entry).collect()) };
    conn.recalled("history", format!("{subject_kind} {subject_id}"), read).await
}
