//! Single issues: found with the proof that the actor may do what he wants to do, saved with that proof.

use std::collections::HashMap;

use entity::issue::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::rows::{from_row, to_row};
use super::{assignments, texts};
use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::issues::rules::{Issue, IssueState, StateWord};
use crate::kernel::text::fold;
use crate::kernel::{Action, BodyId, Ctx, IssueId, Permit, SessionId, Target};
use crate::organisation::{Unit, unit};

/// An issue, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct Found {
    pub issue: Issue,
    pub unit: Unit,
    pub permit: Permit,
    /// What was asked for rights: owners are its submitter and those of the issues merged into it.
    pub target: Target,
}

/// The issue `id`, if the actor may do `action` to it. One that was never handed in is known to its organisation only;
/// the petitioner's identity belongs to the organisation that brought it, not to those merged into it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: IssueId) -> AppResult<Found> {
    let read = async { Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row) };
    let issue = conn.recalled("issue", id, read).await?;
    let unit = unit(conn, &issue.unit_code).await?;
    let own = unit.target().owned_by(issue.submitter.map(|body| body.0));
    if issue.is_private() {
        ctx.permit(Action::SubmitIssue, &own)?;
    }
    let mut target = own.clone();
    if !matches!(action, Action::ReadIdentity | Action::SubmitIssue) {
        target = target.owned_by(merged_into(conn, id).await?.iter().filter_map(|issue| issue.submitter.map(|body| body.0)));
    }
    if issue.state.word().is_worked_on() || matches!(issue.state, IssueState::Answered { .. }) {
        target = target.assigned_to(assignments::of_issue(conn, id).await?.into_iter().map(|assignment| assignment.body.0));
    }
    let permit = ctx.permit(action, &target)?;
    Ok(Found { issue, unit, permit, target })
}

/// The issues merged into `id`, by number and time.
///
/// # Errors
/// The database's.
pub async fn merged_into(conn: &Conn, id: IssueId) -> AppResult<Vec<Issue>> {
    let query = Entity::find().filter(Column::MergedInto.eq(id.0)).order_by_asc(Column::SubmittedAt);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("merged-into", id, read).await
}

/// The issue with this receipt code, as a visitor's key to its state; whoever has the code may know that much.
///
/// # Errors
/// [`AppError::NotFound`]; drafts have not been received.
pub async fn by_receipt(conn: &Conn, code: &str) -> AppResult<Issue> {
    let row = Entity::find().filter(Column::ReceiptCode.eq(code)).one(conn).await?.ok_or(AppError::NotFound)?;
    let issue = from_row(row)?;
    if issue.is_private() { Err(AppError::NotFound) } else { Ok(issue) }
}

/// The end of the chain of a merged issue; itself otherwise. Only for one that the caller may see.
///
/// # Errors
/// The database's.
pub async fn main_of(conn: &Conn, issue: &Issue) -> AppResult<Issue> {
    match issue.state {
        IssueState::Merged { into, .. } => {
            Entity::find_by_id(into.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
        }
        _ => Ok(issue.clone()),
    }
}

/// What `body` has brought to `session` and not taken back, by folded wording: the same one is not wanted twice.
///
/// # Errors
/// The database's.
pub async fn wordings(conn: &Conn, session: SessionId, body: BodyId) -> AppResult<HashMap<String, IssueId>> {
    let rows = Entity::find()
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::SubmitterId.eq(body.0))
        .filter(Column::State.ne(StateWord::Withdrawn.as_str()))
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (fold(&row.wording), row.id.into())).collect())
}

/// The issue `id` for a step that another room or rule has already permitted.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn load(conn: &Conn, _permit: &Permit, id: IssueId) -> AppResult<Issue> {
    Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
}

/// Adds an issue.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, issue: &Issue) -> AppResult<()> {
    Entity::insert(to_row(issue)).exec_without_returning(conn).await?;
    texts::keep(conn, issue).await
}

/// Saves an issue that was read at `issue.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, issue: &Issue) -> AppResult<()> {
    let mut row = to_row(issue);
    row.version = sea_orm::Set(issue.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(issue.id.0))
        .filter(Column::Version.eq(issue.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    texts::keep(conn, issue).await
}
