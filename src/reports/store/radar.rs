//! What all units of a sub-tree have done in a year, read in a handful of queries for as many units as there are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{conclusion, dialogue_session, issue, report, unit, year_plan};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::db::{Conn, scope, together};
use crate::dialogues::{SessionKind, StateWord};
use crate::error::{AppError, AppResult};
use crate::issues;
use crate::kernel::SessionId;
use crate::kernel::clock::{local_date, start_of};
use crate::reports::rules::radar::Stage;
use crate::reports::rules::{PeriodKey, StateWord as ReportWord};

/// A session as the radar needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub id: SessionId,
    pub on: NaiveDate,
    pub kind: SessionKind,
    pub stage: Stage,
    pub is_concluded: bool,
    pub issues: u32,
    pub unanswered: u32,
}

/// What one unit has done, before rules date it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acts {
    pub plan_approved: bool,
    pub received_on: BTreeSet<NaiveDate>,
    pub dialogues: Vec<Seen>,
    pub reports: BTreeSet<PeriodKey>,
}

#[derive(Debug, FromQueryResult)]
struct SessionRow {
    id: Uuid,
    unit_code: String,
    kind: String,
    state: String,
    starts_at: DateTime<Utc>,
}

#[derive(Debug, FromQueryResult)]
struct IssueCount {
    session_id: Uuid,
    all_of_them: i64,
    open: i64,
}

/// What the units at and below `path` did in `year`, by unit.
///
/// # Errors
/// The database's; a stored word that this version does not know.
pub async fn acts(conn: &Conn, path: &str, year: i32) -> AppResult<BTreeMap<String, Acts>> {
    let (Some(first), Some(next)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year + 1, 1, 1)) else {
        return Ok(BTreeMap::new());
    };
    let (from, to) = (start_of(first), start_of(next));
    let mut all: BTreeMap<String, Acts> = BTreeMap::new();
    let plans: Vec<String> = year_plan::Entity::find()
        .select_only()
        .column(year_plan::Column::UnitCode)
        .filter(year_plan::Column::Year.eq(year))
        .filter(year_plan::Column::State.eq("approved"))
        .filter(year_plan::Column::UnitCode.in_subquery(below(path)))
        .into_tuple()
        .all(conn)
        .await?;
    plans.into_iter().for_each(|unit| all.entry(unit).or_default().plan_approved = true);
    let sent = ReportWord::SENT.map(ReportWord::as_str);
    let reports: Vec<(String, String)> = report::Entity::find()
        .select_only()
        .column(report::Column::UnitCode)
        .column(report::Column::Period)
        .filter(report::Column::Year.eq(year))
        .filter(report::Column::State.is_in(sent))
        .filter(report::Column::UnitCode.in_subquery(below(path)))
        .into_tuple()
        .all(conn)
        .await?;
    for (unit, period) in reports {
        all.entry(unit).or_default().reports.insert(period.parse()?);
    }
    let sessions = dialogue_session::Entity::find()
        .select_only()
        .columns([
            dialogue_session::Column::Id,
            dialogue_session::Column::UnitCode,
            dialogue_session::Column::Kind,
            dialogue_session::Column::State,
            dialogue_session::Column::StartsAt,
        ])
        .filter(dialogue_session::Column::StartsAt.gte(from))
        .filter(dialogue_session::Column::StartsAt.lt(to))
        .filter(dialogue_session::Column::State.ne(StateWord::Cancelled.as_str()))
        .filter(
            // A day of reception counts once it was held.
            Condition::any()
                .add(dialogue_session::Column::Kind.ne(SessionKind::Reception.as_str()))
                .add(dialogue_session::Column::State.is_in([StateWord::Held.as_str(), StateWord::Closed.as_str()])),
        )
        .filter(dialogue_session::Column::UnitCode.in_subquery(below(path)))
        .into_model::<SessionRow>()
        .all(conn);
    let sessions = async { sessions.await.map_err(AppError::from) };
    let (rows, (concluded, counts)) =
        together(sessions, together(concluded(conn, from, to), issue_counts(conn, from, to))).await?;
    for row in rows {
        let (kind, on): (SessionKind, _) = (row.kind.parse()?, local_date(row.starts_at));
        let stage = match row.state.parse()? {
            StateWord::Planned | StateWord::Cancelled => Stage::Planned,
            StateWord::Announced | StateWord::InSession => Stage::Announced,
            StateWord::Held => Stage::Held,
            StateWord::Closed => Stage::Closed,
        };
        let acts = all.entry(row.unit_code).or_default();
        if kind.is_reception() {
            acts.received_on.insert(on);
            continue;
        }
        let (issues, unanswered) = counts.get(&row.id).copied().unwrap_or_default();
        let is_concluded = concluded.contains(&row.id);
        acts.dialogues.push(Seen { id: row.id.into(), on, kind, stage, is_concluded, issues, unanswered });
    }
    all.values_mut().for_each(|acts| acts.dialogues.sort_by_key(|seen| (seen.on, seen.id)));
    Ok(all)
}

/// Codes of the units at and below `path`.
fn below(path: &str) -> SelectStatement {
    Query::select().column(unit::Column::Code).from(unit::Entity).and_where(scope::starts_with(unit::Column::Path, path)).take()
}

/// Sessions that begin between two instants.
fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .column(dialogue_session::Column::Id)
        .from(dialogue_session::Entity)
        .and_where(dialogue_session::Column::StartsAt.gte(from))
        .and_where(dialogue_session::Column::StartsAt.lt(to))
        .take()
}

/// Sessions whose conclusion is signed.
async fn concluded(conn: &Conn, from: DateTime<Utc>, to: DateTime<Utc>) -> AppResult<HashSet<Uuid>> {
    let ids: Vec<Uuid> = conclusion::Entity::find()
        .select_only()
        .column(conclusion::Column::SessionId)
        .filter(conclusion::Column::SignedAt.is_not_null())
        .filter(conclusion::Column::SessionId.in_subquery(between(from, to)))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Issues of sessions that were taken on, and how many of them wait for an answer.
async fn issue_counts(conn: &Conn, from: DateTime<Utc>, to: DateTime<Utc>) -> AppResult<HashMap<Uuid, (u32, u32)>> {
    let words = issues::StateWord::ALL.iter();
    let open: Vec<&str> = words.filter(|word| word.is_worked_on()).map(|word| word.as_str()).collect();
    let taken: Vec<&str> = open.iter().copied().chain([issues::StateWord::Answered.as_str()]).collect();
    let waits = Expr::case(issue::Column::State.is_in(open), 1).finally(0);
    let rows: Vec<IssueCount> = issue::Entity::find()
        .select_only()
        .column(issue::Column::SessionId)
        .column_as(issue::Column::Id.count(), "all_of_them")
        .column_as(Expr::expr(waits).sum(), "open")
        .filter(issue::Column::State.is_in(taken))
        .filter(issue::Column::SessionId.in_subquery(between(from, to)))
        .group_by(issue::Column::SessionId)
        .into_model()
        .all(conn)
        .await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(0);
    Ok(rows.into_iter().map(|row| (row.session_id, (count(row.all_of_them), count(row.open)))).collect())
}
