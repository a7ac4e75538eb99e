//! Whether others have laid something down for a session: issues handed in for it, an agenda. The rooms that keep them stand
//! above this one, so only their rows are asked: whether there are any, and which sections somebody worded.

use std::collections::BTreeSet;

use entity::{agenda_item, issue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::Conn;
use crate::dialogues::rules::templates::Section;
use crate::dialogues::store::templates::outline;
use crate::error::AppResult;
use crate::kernel::SessionId;

/// Those of these sessions for which there are issues or lines of an agenda.
///
/// # Errors
/// The database's.
pub async fn with_contents(conn: &Conn, sessions: &[SessionId]) -> AppResult<BTreeSet<SessionId>> {
    if sessions.is_empty() {
        return Ok(BTreeSet::new());
    }
    let among = || sessions.iter().map(|id| id.0);
    let issues: Vec<Uuid> = issue::Entity::find()
        .select_only()
        .column(issue::Column::SessionId)
        .filter(issue::Column::SessionId.is_in(among()))
        .distinct()
        .into_tuple()
        .all(conn)
        .await?;
    let lines: Vec<Uuid> = agenda_item::Entity::find()
        .select_only()
        .column(agenda_item::Column::SessionId)
        .filter(agenda_item::Column::SessionId.is_in(among()))
        .distinct()
        .into_tuple()
        .all(conn)
        .await?;
    Ok(issues.into_iter().chain(lines).map(Into::into).collect())
}

/// How lines of an agenda are marked that the office words itself; the room of agendas says the same.
pub const OWN_LINE: &str = "other";

/// The sections of a session's agenda, or of what it begins with where it has none yet: without issues and questions. The
/// caller has found the session.
///
/// # Errors
/// The database's.
pub async fn sections(conn: &Conn, session: SessionId) -> AppResult<Vec<Section>> {
    let lines = agenda_item::Entity::find()
        .filter(agenda_item::Column::SessionId.eq(session.0))
        .order_by_asc(agenda_item::Column::Position)
        .all(conn)
        .await?;
    if lines.is_empty() {
        return outline(conn, session).await;
    }
    let mut sections = Vec::new();
    let mut after_issues = false;
    for line in lines {
        after_issues |= line.issue_id.is_some();
        if line.kind == OWN_LINE && !line.late {
            sections.push(Section { title: line.title, minutes: line.minutes, after_issues });
        }
    }
    Ok(sections)
}
