//! Notices of reception: which were sent, which are owed and until when. The last day is counted, never stored.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::issue;
use entity::issue_notice::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use super::rows::from_row;
use crate::db::{Conn, scope};
use crate::duties;
use crate::error::{AppError, AppResult};
pub use crate::issues::rules::notice::is_owed;
use crate::issues::rules::notice::{HABIT, OWING};
use crate::issues::rules::{Channel, Issue, NoticeWay};
use crate::kernel::clock::{local_date, start_of};
use crate::kernel::{Action, Ctx, IssueId, Page, PageRequest, Permit};
use crate::law::{Deadline, TermKind};

/// A notice that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub sent_on: NaiveDate,
    pub way: NoticeWay,
}

/// The notice about `issue`, if it was sent. Only for one that the caller may see.
///
/// # Errors
/// The database's.
pub async fn of_issue(conn: &Conn, issue: IssueId) -> AppResult<Option<Sent>> {
    let row = Entity::find_by_id(issue.0).one(conn).await?;
    row.map(|row| Ok(Sent { sent_on: row.sent_on, way: row.way.parse()? })).transpose()
}

/// Records a notice; one that was recorded before is put right.
///
/// # Errors
/// The database's.
pub async fn save(conn: &Conn, _permit: &Permit, ctx: &Ctx, issue: &Issue, sent: &Sent) -> AppResult<()> {
    let row = ActiveModel {
        issue_id: Set(issue.id.0),
        unit_code: Set(issue.unit_code.clone()),
        sent_on: Set(sent.sent_on),
        way: Set(sent.way.to_string()),
        recorded_by: Set(ctx.responsible()),
        recorded_at: Set(ctx.now),
    };
    let newest = OnConflict::column(Column::IssueId)
        .update_columns([Column::SentOn, Column::Way, Column::RecordedBy, Column::RecordedAt])
        .to_owned();
    Entity::insert(row).on_conflict(newest).exec_without_returning(conn).await?;
    Ok(())
}

/// The last day for the notice about an issue.
///
/// # Errors
/// The database's; a rule that cannot be counted.
pub async fn due_on(conn: &Conn, issue: &Issue) -> AppResult<NaiveDate> {
    let received = local_date(issue.submitted_at.ok_or(AppError::NotFound)?);
    last_day(conn, &issue.unit_code, received).await.map(|day| *day)
}

/// The last day for what was received on `received`: the strictest term of the unit's rule sets, else ten working days.
async fn last_day(conn: &Conn, unit_code: &str, received: NaiveDate) -> AppResult<Arc<NaiveDate>> {
    conn.known("notice-due", format!("{unit_code} {received}"), async {
        let calendar = duties::calendar(conn).await?;
        let rules = duties::merged_rules(conn, unit_code, received).await?;
        let stated = rules.terms.get(&TermKind::Acknowledgement).into_iter().flatten();
        let terms: Vec<_> = stated.map(|chosen| chosen.value.offset(received)).collect();
        let mut last: Option<NaiveDate> = None;
        for rule in if terms.is_empty() { vec![HABIT] } else { terms } {
            let deadline = Deadline::compute(&calendar, received, rule);
            let day = deadline.map_err(|error| AppError::Internal(error.to_string()))?.last_day();
            last = Some(last.map_or(day, |known| Ord::min(known, day)));
        }
        Ok(last.unwrap_or(received))
    })
    .await
}

/// What the offices of this actor owe a notice about.
fn owed(ctx: &Ctx) -> Condition {
    // Named in full: the trait has a `min` that would stand beside that of dates.
    let of_it = sea_orm::ExprTrait::equals(Expr::col((Entity, Column::IssueId)), (issue::Entity, issue::Column::Id));
    let sent = Query::select().expr(Expr::col((Entity, Column::IssueId))).from(Entity).and_where(of_it).take();
    Condition::all()
        .add(scope::in_units(&ctx.scope(Action::TriageIssue), issue::Column::UnitCode))
        .add(issue::Column::State.is_in(OWING.iter().map(|word| word.as_str())))
        .add(issue::Column::SubmitterId.is_not_null())
        .add(issue::Column::SubmittedAt.is_not_null())
        .add(issue::Column::SplitFrom.is_null())
        .add(issue::Column::Channel.ne(Channel::Floor.as_str()))
        .add(Expr::not_exists(sent))
}

/// A page of the issues whose notice is owed, the longest waiting first; of a complaint nothing but that it exists.
///
/// # Errors
/// The database's.
pub async fn list_owed(conn: &Conn, ctx: &Ctx, page: PageRequest) -> AppResult<Page<Issue>> {
    let total = issue::Entity::find().filter(owed(ctx)).count(conn).await?;
    let query = issue::Entity::find()
        .filter(owed(ctx))
        .order_by_asc(issue::Column::SubmittedAt)
        .order_by_asc(issue::Column::Id)
        .offset(page.offset())
        .limit(page.size);
    let known = |row| from_row(row).map(|one| if one.is_shielded() { one.without_content() } else { one });
    Page::new(query.all(conn).await?, page, total).try_map(known)
}

/// Days before the last one from which the office is told.
const NEAR_DAYS: i64 = 3;
/// Days looked back for the first reception whose notice is not near yet: more than any term.
const LOOK_BACK: i64 = 60;

/// What of the owed notices is due soon or late: how many, and the earliest last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    pub count: u64,
    pub first: NaiveDate,
}

/// Notices of the actor's offices that are due within days or late; none where there is none.
///
/// # Errors
/// The database's.
pub async fn near(conn: &Conn, ctx: &Ctx) -> AppResult<Option<Near>> {
    let (mut count, mut first): (u64, Option<NaiveDate>) = (0, None);
    for unit in ctx.scope(Action::TriageIssue).units.into_iter().collect::<HashSet<_>>() {
        let until = near_until(conn, ctx, &unit).await?;
        let mine = || {
            let query = issue::Entity::find().filter(owed(ctx)).filter(issue::Column::UnitCode.eq(&unit));
            query.filter(issue::Column::SubmittedAt.lt(until))
        };
        count += mine().count(conn).await?;
        if let Some(oldest) = mine().order_by_asc(issue::Column::SubmittedAt).one(conn).await? {
            let due = due_on(conn, &from_row(oldest)?).await?;
            first = Some(first.map_or(due, |known| Ord::min(known, due)));
        }
    }
    Ok(first.map(|first| Near { count, first }))
}

/// What was received before this instant is near its last day: later receptions have later last days.
async fn near_until(conn: &Conn, ctx: &Ctx, unit: &str) -> AppResult<DateTime<Utc>> {
    let (mut far, today) = (ctx.today() + TimeDelta::days(1), ctx.today());
    while far > today - TimeDelta::days(LOOK_BACK) {
        let before = far - TimeDelta::days(1);
        if *last_day(conn, unit, before).await? <= today + TimeDelta::days(NEAR_DAYS) {
            break;
        }
        far = before;
    }
    Ok(start_of(far))
}
