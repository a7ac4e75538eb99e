//! Lists of commitments: what an actor may see, filtered and by last day; and whole lists for the other rooms.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::commitment::{Column, Entity};
use entity::{commitment_extension, commitment_support, issue};
use sea_orm::sea_query::{Condition, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::db::{Conn, paged, scope};
use crate::error::AppResult;
use crate::followups::rules::{Commitment, StateWord};
use crate::followups::store::commitments::load;
use crate::kernel::{Action, BodyId, CommitmentId, Ctx, IssueId, Page, PageRequest, Scope, SessionId};

/// Which commitments a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub unit_code: Option<String>,
    pub session: Option<SessionId>,
    /// In one of these states; empty for all.
    pub states: Vec<StateWord>,
    /// Led by this body or with it beside the lead.
    pub agency: Option<BodyId>,
    /// Led by one of these bodies or with one beside the lead.
    pub agencies: Option<Vec<BodyId>>,
    /// Still owed although the last day has passed, seen from this day.
    pub overdue_on: Option<NaiveDate>,
    /// Assigned in this calendar year.
    pub year: Option<i32>,
    pub due_from: Option<NaiveDate>,
    pub due_to: Option<NaiveDate>,
}

/// States that are not closed.
#[must_use]
pub fn open_states() -> Vec<StateWord> {
    StateWord::ALL.iter().copied().filter(|word| *word != StateWord::Closed).collect()
}

/// Ids of the commitments in which one of `bodies` helps the lead.
fn helped_by(bodies: &[Uuid]) -> SelectStatement {
    Query::select()
        .column(commitment_support::Column::CommitmentId)
        .from(commitment_support::Entity)
        .and_where(commitment_support::Column::BodyId.is_in(bodies.iter().copied()))
        .take()
}

fn concerns(bodies: &[Uuid]) -> Condition {
    Condition::any().add(Column::LeadId.is_in(bodies.iter().copied())).add(Column::Id.in_subquery(helped_by(bodies)))
}

/// Ids of the issues that one of `bodies` handed in, and of those that such an issue was merged into.
fn handed_in_by(bodies: &[Uuid], column: issue::Column) -> SelectStatement {
    Query::select()
        .column(column)
        .from(issue::Entity)
        .and_where(issue::Column::SubmitterId.is_in(bodies.iter().copied()))
        .and_where(column.is_not_null())
        .take()
}

pub(super) fn visible(scope: &Scope) -> Condition {
    let mut any = Condition::any().add(scope::in_units(scope, Column::UnitCode));
    if !scope.assigned.is_empty() {
        any = any.add(concerns(&scope.assigned));
    }
    if !scope.owners.is_empty() {
        any = any
            .add(Column::IssueId.in_subquery(handed_in_by(&scope.owners, issue::Column::Id)))
            .add(Column::IssueId.in_subquery(handed_in_by(&scope.owners, issue::Column::MergedInto)));
    }
    any
}

fn first_of(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, 1, 1)
}

fn filtered(condition: Condition, filter: &Filter) -> sea_orm::Select<Entity> {
    let words = |states: &[StateWord]| states.iter().map(|word| word.as_str()).collect::<Vec<_>>();
    let mut all = Condition::all()
        .add(condition)
        .add_option(filter.unit_code.as_ref().map(|code| Column::UnitCode.eq(code)))
        .add_option(filter.session.map(|session| Column::SessionId.eq(session.0)))
        .add_option(filter.agency.map(|body| concerns(&[body.0])))
        .add_option(filter.agencies.as_ref().map(|bodies| concerns(&bodies.iter().map(|body| body.0).collect::<Vec<_>>())))
        .add_option(filter.year.and_then(first_of).map(|day| Column::AssignedOn.gte(day)))
        .add_option(filter.year.and_then(|year| first_of(year + 1)).map(|day| Column::AssignedOn.lt(day)))
        .add_option(filter.due_from.map(|day| Column::DueOn.gte(day)))
        .add_option(filter.due_to.map(|day| Column::DueOn.lte(day)));
    if !filter.states.is_empty() {
        all = all.add(Column::State.is_in(words(&filter.states)));
    }
    if let Some(today) = filter.overdue_on {
        all = all.add(Column::DueOn.lt(today)).add(Column::State.is_in(words(&StateWord::OWED))).add(Column::StoppedOn.is_null());
    }
    Entity::find().filter(all).order_by_asc(Column::DueOn).order_by_asc(Column::Number).order_by_asc(Column::Id)
}

/// A page of the commitments that the actor may see, by last day.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx, filter: &Filter, page: PageRequest) -> AppResult<Arc<Page<Commitment>>> {
    let seen = ctx.scope(Action::ReadCommitment);
    let of = format!("{seen:?} {filter:?} {page:?}");
    conn.known("commitment-page", of, page_of(conn, filtered(visible(&seen), filter), page)).await
}

/// How many of the commitments that the actor may see match.
///
/// # Errors
/// The database's.
pub async fn count(conn: &Conn, ctx: &Ctx, filter: &Filter) -> AppResult<u64> {
    Ok(filtered(visible(&ctx.scope(Action::ReadCommitment)), filter).count(conn).await?)
}

/// The open commitments for which more time was asked and nothing decided, of those that the actor may see.
///
/// # Errors
/// The database's.
pub async fn asking(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Commitment>> {
    let waiting = Query::select()
        .column(commitment_extension::Column::CommitmentId)
        .from(commitment_extension::Entity)
        .and_where(commitment_extension::Column::DecidedAt.is_null())
        .take();
    let mine = Condition::all().add(visible(&ctx.scope(Action::ReadCommitment))).add(Column::Id.in_subquery(waiting));
    all(conn, mine, &Filter { states: open_states(), ..Filter::default() }).await
}

/// A page of the commitments of one unit, whoever asks: what the public page shows.
///
/// # Errors
/// The database's.
pub async fn page_of_unit(conn: &Conn, unit_code: &str, filter: &Filter, page: PageRequest) -> AppResult<Page<Commitment>> {
    page_of(conn, filtered(Condition::all().add(Column::UnitCode.eq(unit_code)), filter), page).await
}

async fn page_of(conn: &Conn, query: sea_orm::Select<Entity>, page: PageRequest) -> AppResult<Page<Commitment>> {
    let found = paged(conn, query, page).await?;
    Ok(Page::new(load(conn, found.rows).await?, page, found.total))
}

async fn all(conn: &Conn, condition: Condition, filter: &Filter) -> AppResult<Vec<Commitment>> {
    load(conn, filtered(condition, filter).all(conn).await?).await
}

/// All commitments of a unit that match, by last day, whoever asks: for figures, feeds and rooms that ask rights themselves.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, unit_code: &str, filter: &Filter) -> AppResult<Vec<Commitment>> {
    all(conn, Condition::all().add(Column::UnitCode.eq(unit_code)), filter).await
}

/// What is not closed and led by one of these bodies or has one beside its lead, whoever asks.
///
/// # Errors
/// The database's.
pub async fn open_of_bodies(conn: &Conn, bodies: &[BodyId]) -> AppResult<Vec<Commitment>> {
    all(conn, Condition::all(), &Filter { states: open_states(), agencies: Some(bodies.to_vec()), ..Filter::default() }).await
}

/// The commitment with this id, whoever asks.
///
/// # Errors
/// The database's.
pub async fn by_id(conn: &Conn, id: CommitmentId) -> AppResult<Option<Commitment>> {
    Ok(all(conn, Condition::all().add(Column::Id.eq(id.0)), &Filter::default()).await?.pop())
}

/// All commitments of a session, whoever asks.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, session: SessionId) -> AppResult<Vec<Commitment>> {
    all(conn, Condition::all(), &Filter { session: Some(session), ..Filter::default() }).await
}

/// All commitments made about these issues, by last day, whoever asks.
///
/// # Errors
/// The database's.
pub async fn of_issues(conn: &Conn, issues: &[IssueId]) -> AppResult<Vec<Commitment>> {
    all(conn, Condition::all().add(Column::IssueId.is_in(issues.iter().map(|id| id.0))), &Filter::default()).await
}

/// Which commitments of a session the actor may open.
///
/// # Errors
/// The database's.
pub async fn opened_of_session(conn: &Conn, ctx: &Ctx, session: SessionId) -> AppResult<HashSet<CommitmentId>> {
    let filter = Filter { session: Some(session), ..Filter::default() };
    let mine = filtered(visible(&ctx.scope(Action::ReadCommitment)), &filter);
    let ids: Vec<Uuid> = mine.select_only().column(Column::Id).into_tuple().all(conn).await?;
    Ok(ids.into_iter().map(CommitmentId).collect())
}

/// What was still open in the unit at `instant` of what had been assigned before: the first item of the agenda of a
/// session that starts then.
///
/// # Errors
/// The database's.
pub async fn open_before(conn: &Conn, unit_code: &str, instant: DateTime<Utc>) -> AppResult<Vec<Commitment>> {
    let day = crate::kernel::clock::local_date(instant);
    let open = Condition::any().add(Column::ClosedAt.is_null()).add(Column::ClosedAt.gte(instant));
    let before = Condition::all().add(Column::UnitCode.eq(unit_code)).add(Column::AssignedOn.lt(day)).add(open);
    all(conn, before, &Filter::default()).await
}

/// What is still owed and falls due from `from` to `to` (both included), in all units: for reminders and feeds.
///
/// # Errors
/// The database's.
pub async fn due_between(conn: &Conn, from: NaiveDate, to: NaiveDate) -> AppResult<Vec<Commitment>> {
    let filter = Filter { states: StateWord::OWED.to_vec(), due_from: Some(from), due_to: Some(to), ..Filter::default() };
    all(conn, Condition::all().add(Column::StoppedOn.is_null()), &filter).await
}
