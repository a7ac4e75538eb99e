//! Single issues: found with the proof that the actor may do what he wants to do, saved with that proof.

use std::collections::{HashMap, HashSet};

use entity::issue::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::rows::{from_row, to_row};
use super::{assignments, texts};
use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::issues::rules::{Issue, IssueState, StateWord};
use crate::kernel::text::{fold, sort_key};
use crate::kernel::{Action, BodyId, Ctx, IssueId, Permit, Refusal, SessionId, Target};
use crate::organisation::{Unit, unit};

/// Issues written by one statement.
const AT_ONCE: usize = 100;
/// Villages of one list.
const MOST_VILLAGES: u64 = 500;

/// An issue, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct Found {
    pub issue: Issue,
    pub unit: Unit,
    pub permit: Permit,
    /// What was asked for rights: owners are its submitter and those of the issues merged into it.
    pub target: Target,
}

impl Found {
    /// Whether the actor reads the issue for its own sake, and not only because one of his was merged into it: then he learns
    /// what it says and what is answered, not who else brought it nor with which files.
    #[must_use]
    pub fn is_near(&self, ctx: &Ctx) -> bool {
        let mut target = self.target.clone();
        target.owners = self.issue.submitter.map(|body| body.0).into_iter().collect();
        ctx.permit(Action::ReadIssue, &target).is_ok()
    }
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
    if issue.is_shielded() {
        return shielded(ctx, action, issue, unit, own);
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

/// A complaint that went its own way. The office reads it by an action of its own, which is recorded; its organisation and
/// the office else know that it exists and where it stands. Nobody does anything more to it.
fn shielded(ctx: &Ctx, action: Action, issue: Issue, unit: Unit, own: Target) -> AppResult<Found> {
    let target = unit.target();
    let permit = match action {
        Action::ReadShielded | Action::ReadIdentity => ctx.permit(action, &target)?,
        Action::ReadIssue => match ctx.permit(Action::TriageIssue, &target) {
            Ok(permit) => permit,
            Err(_) => ctx.permit(Action::SubmitIssue, &own)?,
        },
        _ => {
            ctx.permit(action, &own)?;
            return Err(Refusal::new("issue.wrong-state").arg("state", issue.state.word()).into());
        }
    };
    let issue = if action == Action::ReadShielded { issue } else { issue.without_content() };
    Ok(Found { issue, unit, permit, target: own })
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

/// Everything that `body` has brought to `session`, drafts and what it took back included; the caller has asked rights for it.
///
/// # Errors
/// The database's.
pub async fn brought(conn: &Conn, _permit: &Permit, session: SessionId, body: BodyId) -> AppResult<Vec<Issue>> {
    let rows = Entity::find().filter(Column::SessionId.eq(session.0)).filter(Column::SubmitterId.eq(body.0));
    rows.order_by_asc(Column::Id).all(conn).await?.into_iter().map(from_row).collect()
}

/// What changes with every write to what a body has brought to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// How many issues there are.
    pub issues: i64,
    /// All their versions together.
    pub versions: i64,
}

/// The stamp of what `body` has brought to `session`.
///
/// # Errors
/// The database's.
pub async fn stamp(conn: &Conn, session: SessionId, body: BodyId) -> AppResult<Stamp> {
    let row: Option<(i64, Option<i64>)> = Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "issues")
        .column_as(Expr::col(Column::Version).sum().cast_as("bigint"), "versions")
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::SubmitterId.eq(body.0))
        .into_tuple()
        .one(conn)
        .await?;
    let (issues, versions) = row.unwrap_or_default();
    Ok(Stamp { issues, versions: versions.unwrap_or(0) })
}

/// The issues with these ids, for a step that the caller has asked rights for.
///
/// # Errors
/// The database's.
pub async fn load_all(conn: &Conn, _permit: &Permit, ids: impl IntoIterator<Item = IssueId>) -> AppResult<Vec<Issue>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.into_iter().map(|id| id.0)));
    rows.all(conn).await?.into_iter().map(from_row).collect()
}

/// Villages that these bodies have named, in Vietnamese order, for lists to choose from.
///
/// # Errors
/// The database's.
pub async fn villages(conn: &Conn, bodies: &[BodyId]) -> AppResult<Vec<String>> {
    let mut villages: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Village)
        .distinct()
        .filter(Column::SubmitterId.is_in(bodies.iter().map(|body| body.0)))
        .filter(Column::Village.ne(""))
        .limit(MOST_VILLAGES)
        .into_tuple()
        .all(conn)
        .await?;
    villages.sort_by_cached_key(|village| sort_key(village));
    Ok(villages)
}

/// The issue `id` for a step that another room or rule has already permitted.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn load(conn: &Conn, _permit: &Permit, id: IssueId) -> AppResult<Issue> {
    Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)
}

/// Which of these issues are complaints that went their own way: nothing that was said of them may be shown. Whoever asks.
///
/// # Errors
/// The database's.
pub async fn are_shielded(conn: &Conn, ids: impl IntoIterator<Item = IssueId>) -> AppResult<HashSet<IssueId>> {
    let words = StateWord::ALL.iter().filter(|word| word.is_shielded()).map(|word| word.as_str());
    let rows = Entity::find().select_only().column(Column::Id).filter(Column::Id.is_in(ids.into_iter().map(|id| id.0)));
    let rows: Vec<uuid::Uuid> = rows.filter(Column::State.is_in(words)).into_tuple().all(conn).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Adds an issue.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, issue: &Issue) -> AppResult<()> {
    Entity::insert(to_row(issue)).exec_without_returning(conn).await?;
    texts::keep(conn, issue).await
}

/// Adds many issues in few statements.
///
/// # Errors
/// The database's.
pub async fn insert_all(conn: &Conn, _permit: &Permit, issues: &[Issue]) -> AppResult<()> {
    for some in issues.chunks(AT_ONCE) {
        Entity::insert_many(some.iter().map(to_row)).exec_without_returning(conn).await?;
    }
    texts::add(conn, issues).await
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
