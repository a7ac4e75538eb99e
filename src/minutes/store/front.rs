//! What other rooms may ask of this one, beside its rules. They ask for the session's rights themselves.

use uuid::Uuid;

use crate::db::Conn;
use crate::dialogues::Session;
use crate::error::AppResult;
use crate::kernel::{IssueId, MinutesItemId, SessionId};
use crate::minutes::rules::{AgendaItem, ItemKind, MinutesState, Promise, Tally};
use crate::minutes::store::{agenda, items, minutes};

/// The lines of a session's agenda in their order; none where there is no agenda.
///
/// # Errors
/// The database's.
pub async fn agenda_items(conn: &Conn, session: SessionId) -> AppResult<Vec<AgendaItem>> {
    Ok(agenda::agenda(conn, session, "").await?.map(|agenda| agenda.items).unwrap_or_default())
}

/// A promise of locked minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedPromise {
    pub id: Uuid,
    pub item: MinutesItemId,
    /// The issue that it answers; none for a question from the floor or a task of the conclusion.
    pub issue: Option<IssueId>,
    pub promise: Promise,
}

/// The promises of a session's minutes in the order of the agenda; none before the minutes are locked.
///
/// # Errors
/// The database's.
pub async fn locked_promises(conn: &Conn, session: &Session) -> AppResult<Vec<LockedPromise>> {
    let Some(minutes) = minutes::minutes_of(conn, session.id, &session.unit_code).await? else { return Ok(Vec::new()) };
    if !matches!(minutes.state, MinutesState::Locked { .. }) {
        return Ok(Vec::new());
    }
    let lines = items::items(conn, minutes.id).await?;
    let stored = items::promises(conn, minutes.id).await?;
    let mut promises = Vec::new();
    for entry in agenda_items(conn, session.id).await? {
        let Some(line) = lines.iter().find(|line| line.agenda_item == entry.id) else { continue };
        for one in stored.iter().filter(|one| one.item == line.id) {
            let promise = one.promise.clone();
            promises.push(LockedPromise { id: one.id, item: one.item, issue: entry.issue, promise });
        }
    }
    Ok(promises)
}

/// What the minutes of a session add up to; nothing where its room was never opened.
///
/// # Errors
/// The database's.
pub async fn tally(conn: &Conn, session: &Session) -> AppResult<Tally> {
    let Some(minutes) = minutes::minutes_of(conn, session.id, &session.unit_code).await? else { return Ok(Tally::default()) };
    let entries = agenda_items(conn, session.id).await?;
    let lines = items::items(conn, minutes.id).await?;
    let kind = |id| entries.iter().find(|entry| entry.id == id).map_or(ItemKind::Other, |entry| entry.kind);
    Ok(Tally::of(lines.iter().map(|line| (kind(line.agenda_item), &line.content))))
}
