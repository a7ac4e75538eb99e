//! Issues that go to another session, and the session that each was handed in for.

use entity::issue::{ActiveModel, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use super::rows::from_row;
use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::{Issue, StateWord};
use crate::kernel::{IssueId, Permit, SessionId};

/// The issues of a session in these states, drafts too, as they came: for a step that the caller has asked rights for.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, _permit: &Permit, session: SessionId, states: &[StateWord]) -> AppResult<Vec<Issue>> {
    let rows = Entity::find()
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::State.is_in(states.iter().map(|word| word.as_str())))
        .order_by_asc(Column::Number)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    let mut issues: Vec<Issue> = rows.into_iter().map(from_row).collect::<AppResult<_>>()?;
    // Databases differ in where nothing stands among numbers.
    issues
        .sort_by_key(|issue| (issue.number.is_none(), issue.number, issue.submitted_at.is_none(), issue.submitted_at, issue.id));
    Ok(issues)
}

/// The session that a moved issue was handed in for; none where that is the one that it has.
///
/// # Errors
/// The database's.
pub async fn meant_for(conn: &Conn, id: IssueId) -> AppResult<Option<SessionId>> {
    let meant: Option<Option<Uuid>> =
        Entity::find_by_id(id.0).select_only().column(Column::MeantFor).into_tuple().one(conn).await?;
    Ok(meant.flatten().map(Into::into))
}

/// Notes the session that an issue was handed in for.
///
/// # Errors
/// The database's.
pub async fn note_meant_for(conn: &Conn, _permit: &Permit, id: IssueId, meant: Option<SessionId>) -> AppResult<()> {
    let row = ActiveModel { meant_for: Set(meant.map(|session| session.0)), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Id.eq(id.0)).exec(conn).await?;
    Ok(())
}
