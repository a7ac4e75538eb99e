//! Lists and counts of issues, always within what the actor may see; and those that other rooms ask for with their own rights.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use entity::issue::{Column, Entity};
use entity::{assignment, issue};
use sea_orm::sea_query::{Expr, NullOrdering, Query};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::brief::{Brief, BriefRow};
use super::rows::from_row;
use crate::db::{Conn, scope};
use crate::error::AppResult;
use crate::issues::rules::grains::is_received;
use crate::issues::rules::{CounterpartGroup, Issue, StateWord};
use crate::kernel::text::fold;
use crate::kernel::{Action, BodyId, Ctx, IssueId, Page, PageRequest, Scope, SessionId};

/// Which issues a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub session: Option<SessionId>,
    pub state: Option<StateWord>,
    /// Code of an upper field, with all below it, or of a lower one; of a common one with what units' own lists count for it.
    pub field: Option<String>,
    pub submitter: Option<BodyId>,
    pub group: Option<CounterpartGroup>,
    pub late: bool,
    /// Only those with an answer that waits for approval.
    pub answer_waits: bool,
    /// Words in wording, public wording or village.
    pub words: String,
    /// Only where the actor decides, and what came first on top: the desk's order.
    pub to_decide: bool,
}

impl Filter {
    const fn action(&self) -> Action {
        if self.to_decide { Action::TriageIssue } else { Action::ReadIssue }
    }
}

/// What an actor reads, and of what he is the office.
#[derive(Debug)]
struct Reach {
    all: Scope,
    office: Scope,
}

impl Reach {
    fn of(ctx: &Ctx, action: Action) -> Self {
        Self { all: ctx.scope(action), office: ctx.scope(Action::TriageIssue) }
    }
}

/// What this actor may see at all: his units' issues that were handed in, his bodies' own, those merged with them, and
/// those assigned to his bodies while they are worked on.
///
/// A complaint that went its own way stands in the lists of the unit's office and of its organisation alone.
fn visible(reach: &Reach, by_words: bool) -> Condition {
    let (office, reach) = (&reach.office, &reach.all);
    let mut of_units = Condition::all().add(scope::in_units(reach, Column::UnitCode)).add(Column::SubmittedAt.is_not_null());
    let covered = office.everything || (reach.subtrees.is_empty() && reach.units.iter().all(|unit| office.units.contains(unit)));
    if !covered {
        let mut open = Condition::any().add(Column::State.ne(StateWord::Diverted.as_str()));
        if !office.is_empty() {
            open = open.add(scope::in_units(office, Column::UnitCode));
        }
        of_units = of_units.add(open);
    }
    let mut any = Condition::any().add(of_units);
    if !reach.owners.is_empty() {
        any = any.add(Column::SubmitterId.is_in(reach.owners.clone()));
    }
    // Looking for words would tell which words the wording of another organisation has.
    if !reach.owners.is_empty() && !by_words {
        let merged = Query::select()
            .column(issue::Column::MergedInto)
            .from(issue::Entity)
            .and_where(issue::Column::SubmitterId.is_in(reach.owners.clone()))
            .and_where(issue::Column::MergedInto.is_not_null())
            .take();
        any = any.add(Column::Id.in_subquery(merged));
    }
    if !reach.assigned.is_empty() {
        any = any.add(Condition::all().add(assigned(&reach.assigned)).add(worked_on()));
    }
    any
}

pub(super) fn assigned(bodies: &[Uuid]) -> sea_orm::sea_query::SimpleExpr {
    let mine = Query::select()
        .column(assignment::Column::IssueId)
        .from(assignment::Entity)
        .and_where(assignment::Column::BodyId.is_in(bodies.to_vec()))
        .take();
    Column::Id.in_subquery(mine)
}

pub(super) fn worked_on() -> sea_orm::sea_query::SimpleExpr {
    let words = StateWord::ALL.iter().filter(|word| word.is_worked_on() || **word == StateWord::Answered);
    Column::State.is_in(words.map(|word| word.as_str()))
}

fn answer_waits() -> sea_orm::sea_query::SimpleExpr {
    let waiting = Query::select()
        .column(entity::answer::Column::IssueId)
        .from(entity::answer::Entity)
        .and_where(entity::answer::Column::State.eq("submitted"))
        .take();
    Column::Id.in_subquery(waiting)
}

fn below(field: &str) -> Condition {
    let children = Query::select()
        .column(entity::field::Column::Code)
        .from(entity::field::Entity)
        .cond_where(
            Condition::any().add(entity::field::Column::ParentCode.eq(field)).add(entity::field::Column::CommonCode.eq(field)),
        )
        .take();
    Condition::any().add(Column::FieldCode.eq(field)).add(Column::FieldCode.in_subquery(children))
}

fn filtered(condition: Condition, filter: &Filter) -> sea_orm::Select<Entity> {
    let words = fold(&filter.words);
    Entity::find().filter(condition).filter(
        Condition::all()
            .add_option(filter.session.map(|session| Column::SessionId.eq(session.0)))
            .add_option(filter.state.map(|state| Column::State.eq(state.as_str())))
            .add_option(filter.field.as_deref().map(below))
            .add_option(filter.submitter.map(|body| Column::SubmitterId.eq(body.0)))
            .add_option(filter.group.map(|group| Column::CounterpartGroup.eq(group.as_str())))
            .add_option(filter.late.then(|| Column::Late.eq(true)))
            .add_option(filter.answer_waits.then(answer_waits))
            .add_option((!words.is_empty()).then(|| scope::contains(Column::Folded, &words)))
            // Looking for words would tell which words a shielded one has.
            .add_option((!words.is_empty()).then(|| Column::State.ne(StateWord::Diverted.as_str()))),
    )
}

/// A page of the issues that the actor may see, newest first (the desk: oldest first), of `total` as [`count_by_state`] counted them.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx, filter: &Filter, page: PageRequest, total: u64) -> AppResult<Arc<Page<Brief>>> {
    let reach = Reach::of(ctx, filter.action());
    let of = format!("{reach:?} {filter:?} {page:?} {total}");
    let read = async {
        let order = if filter.to_decide { Order::Asc } else { Order::Desc };
        let query = filtered(visible(&reach, !filter.words.is_empty()), filter);
        // Only an organisation has drafts in its list, and both databases put them first.
        let query = match reach.all.owners.is_empty() {
            true => query.order_by(Column::SubmittedAt, order.clone()),
            false => query.order_by_with_nulls(Column::SubmittedAt, order.clone(), NullOrdering::First),
        };
        let query = query.order_by(Column::Id, order);
        let rows = query.offset(page.offset()).limit(page.size).into_partial_model::<BriefRow>().all(conn).await?;
        Page::new(rows, page, total).try_map(Brief::try_from)
    };
    conn.known("issue-page", of, read).await
}

/// How many issues of each state the actor may see; the filter's own state is left aside.
///
/// # Errors
/// The database's.
pub async fn count_by_state(conn: &Conn, ctx: &Ctx, filter: &Filter) -> AppResult<Arc<BTreeMap<StateWord, u64>>> {
    let reach = Reach::of(ctx, filter.action());
    let filter = Filter { state: None, ..filter.clone() };
    let of = format!("{reach:?} {filter:?}");
    conn.known("issue-counts", of, counted(conn, filtered(visible(&reach, !filter.words.is_empty()), &filter))).await
}

#[derive(Debug, FromQueryResult)]
struct Counted {
    state: String,
    issues: i64,
}

async fn counted(conn: &Conn, query: sea_orm::Select<Entity>) -> AppResult<BTreeMap<StateWord, u64>> {
    let rows: Vec<Counted> = query
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "issues")
        .group_by(Column::State)
        .into_model()
        .all(conn)
        .await?;
    let mut counts = BTreeMap::new();
    for row in rows {
        counts.insert(row.state.parse()?, u64::try_from(row.issues).unwrap_or(0));
    }
    Ok(counts)
}

/// The issues of one organisation for one session, newest first: its own desk.
///
/// # Errors
/// The database's.
pub async fn of_submitter(conn: &Conn, ctx: &Ctx, body: BodyId, session: SessionId) -> AppResult<Vec<Issue>> {
    let filter = Filter { session: Some(session), submitter: Some(body), ..Filter::default() };
    let reach = Reach::of(ctx, Action::ReadIssue);
    let rows = filtered(visible(&reach, !filter.words.is_empty()), &filter).order_by_desc(Column::CreatedAt).all(conn).await?;
    let known = |issue: Issue| if issue.is_shielded() { issue.without_content() } else { issue };
    rows.into_iter().map(|row| from_row(row).map(known)).collect()
}

/// The sessions to which these bodies have brought anything, each with its unit, the newest session first.
///
/// # Errors
/// The database's.
pub async fn sessions_of_submitters(conn: &Conn, bodies: &[BodyId]) -> AppResult<Vec<(SessionId, String)>> {
    let rows: Vec<(Uuid, String)> = Entity::find()
        .select_only()
        .column(Column::SessionId)
        .column(Column::UnitCode)
        .distinct()
        .filter(Column::SubmitterId.is_in(bodies.iter().map(|body| body.0)))
        .filter(Column::SplitFrom.is_null())
        .order_by_desc(Column::SessionId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(session, unit)| (session.into(), unit)).collect())
}

/// The issues assigned to bodies of this actor that wait for an answer.
///
/// # Errors
/// The database's.
pub async fn assigned_to_me(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Issue>> {
    let bodies = ctx.scope(Action::PrepareAnswer).assigned;
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Condition::all().add(assigned(&bodies)).add(worked_on());
    let rows = Entity::find().filter(condition).order_by_asc(Column::Number).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// These issues by their ids, whoever asks: the caller found them within what he may see.
///
/// # Errors
/// The database's.
pub async fn by_ids(conn: &Conn, ids: &[IssueId]) -> AppResult<HashMap<IssueId, Issue>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).all(conn).await?;
    rows.into_iter().map(|row| from_row(row).map(|issue| (issue.id, issue))).collect()
}

/// The issues of a session in these states (all handed in when none is named), by number, then by time, whoever asks: for agenda and
/// minutes, which ask rights themselves.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &Conn, session: SessionId, states: &[StateWord]) -> AppResult<Vec<Issue>> {
    let wanted = states.iter().map(|word| word.as_str());
    let rows = Entity::find()
        .filter(Column::SessionId.eq(session.0))
        .filter(Column::SubmittedAt.is_not_null())
        .filter(Condition::all().add_option((!states.is_empty()).then(|| Column::State.is_in(wanted))))
        // Those without a number stand last on both databases.
        .order_by_asc(Expr::col(Column::Number).is_null())
        .order_by_asc(Column::Number)
        .order_by_asc(Column::SubmittedAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The issues that the office chose for the hall and that wait for their answer, by number; whoever asks.
///
/// # Errors
/// The database's.
pub async fn selected(conn: &Conn, session: SessionId) -> AppResult<Vec<Issue>> {
    of_session(conn, session, &[StateWord::Selected]).await
}

/// How many opinions these sessions received, as reports count them; sessions without one are left out. Whoever asks.
///
/// # Errors
/// The database's.
pub async fn received(conn: &Conn, sessions: impl IntoIterator<Item = SessionId>) -> AppResult<HashMap<SessionId, u64>> {
    let words: Vec<StateWord> = StateWord::ALL.iter().copied().filter(|word| is_received(*word)).collect();
    by_session(conn, in_states(sessions, &words).filter(Column::SplitFrom.is_null())).await
}

/// How many issues of these sessions that were handed in are in one of these states; sessions without one are left out. Whoever asks.
///
/// # Errors
/// The database's.
pub async fn count_in(
    conn: &Conn,
    sessions: impl IntoIterator<Item = SessionId>,
    words: &[StateWord],
) -> AppResult<HashMap<SessionId, u64>> {
    by_session(conn, in_states(sessions, words)).await
}

fn in_states(sessions: impl IntoIterator<Item = SessionId>, words: &[StateWord]) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(Column::SessionId.is_in(sessions.into_iter().map(|session| session.0)))
        .filter(Column::SubmittedAt.is_not_null())
        .filter(Column::State.is_in(words.iter().map(|word| word.as_str())))
}

async fn by_session(conn: &Conn, query: sea_orm::Select<Entity>) -> AppResult<HashMap<SessionId, u64>> {
    let rows: Vec<(Uuid, i64)> = query
        .select_only()
        .column(Column::SessionId)
        .column_as(Column::Id.count(), "issues")
        .group_by(Column::SessionId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(session, count)| (session.into(), u64::try_from(count).unwrap_or(0))).collect())
}

/// How many answers wait for this actor's approval.
///
/// # Errors
/// The database's.
pub async fn count_answers_waiting(conn: &Conn, ctx: &Ctx) -> AppResult<u64> {
    let mine = scope::in_units(&ctx.scope(Action::ApproveAnswer), Column::UnitCode);
    let open = Column::State.ne(StateWord::Diverted.as_str());
    Ok(Entity::find().filter(mine).filter(open).filter(answer_waits()).count(conn).await?)
}

/// How many issues in `state` wait within what the actor may do `action` to.
///
/// # Errors
/// The database's.
pub async fn count_waiting(conn: &Conn, ctx: &Ctx, action: Action, state: StateWord) -> AppResult<u64> {
    let reach = ctx.scope(action);
    let mut any = Condition::any().add(scope::in_units(&reach, Column::UnitCode));
    if !reach.owners.is_empty() {
        any = any.add(Column::SubmitterId.is_in(reach.owners.clone()));
    }
    Ok(Entity::find().filter(any).filter(Column::State.eq(state.as_str())).count(conn).await?)
}
