//! Whether others have laid something down for a session: issues handed in for it, an agenda. The rooms that keep them stand
//! above this one, so only their rows are asked, and only whether there are any.

use std::collections::BTreeSet;

use entity::{agenda_item, issue};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::db::Conn;
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
