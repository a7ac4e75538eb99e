//! What the office and the leader have to do in this room now.

use chrono::{Datelike, Days, NaiveDate};

use crate::app::App;
use crate::dialogues::actions::decisions::waiting;
use crate::dialogues::actions::plans::{YearBook, year_book};
use crate::dialogues::rules::plans::{Plan, PlanState};
use crate::dialogues::rules::rhythm::Rhythm;
use crate::dialogues::rules::{Session, SessionState};
use crate::dialogues::store::sessions::{self, Filter};
use crate::dialogues::store::{plans, series};
use crate::duties;
use crate::error::AppResult;
use crate::kernel::clock::start_of;
use crate::kernel::{Action, Ctx, Task};
use crate::law::{DateKind, ShiftRule};
use crate::organisation::unit;

/// Month from which the plan of the next year is asked for.
const NEXT_PLAN_FROM_MONTH: u32 = 11;
/// Days before a session from which its announcement is a task.
const ANNOUNCE_AHEAD_DAYS: u64 = 30;
/// Days before a proposed day from which deciding on it is a task.
const DECIDE_AHEAD_DAYS: u64 = 60;
/// A shortfall becomes a task when its last safe day is this near, in days.
const SHORT_AHEAD_DAYS: i64 = 60;

/// Plans to be made, finished, approved; sessions to be announced; duties that run short.
///
/// # Errors
/// The database's.
pub async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let mut tasks = Vec::new();
    let conn = app.db().read();
    for plan in plans::list(conn, ctx, Action::ApprovePlan).await?.iter().filter(|plan| plan.state == PlanState::Submitted) {
        tasks.push(of_plan("task-plan-approve", plan));
    }
    let mut units = ctx.scope(Action::PlanDialogues).units;
    units.sort_unstable();
    units.dedup();
    for code in units {
        // For what has ended nobody plans; what lies ahead of it goes to the heir by the handover list.
        if !unit(conn, &code).await?.has_ended(ctx.today()) {
            of_office(app, ctx, &code, &mut tasks).await?;
        }
    }
    Ok(tasks)
}

fn of_plan(key: &'static str, plan: &Plan) -> Task {
    Task::new(key, format!("/plans/{}", plan.id)).arg("year", plan.year)
}

async fn of_office(app: &App, ctx: &Ctx, unit: &str, tasks: &mut Vec<Task>) -> AppResult<()> {
    let (conn, today) = (app.db().read(), ctx.today());
    let mut years = vec![today.year()];
    if today.month() >= NEXT_PLAN_FROM_MONTH {
        years.push(today.year() + 1);
    }
    for year in years {
        let plan = plans::of_year(conn, ctx, unit, year).await?;
        let book = year_book(app, ctx, unit, year).await?;
        match &plan {
            Some(plan) if plan.is_draft() => tasks.push(of_plan("task-plan-finish", plan)),
            None if book.ledger.iter().any(|line| line.short > 0) => {
                let href = format!("/plans?unit={unit}&year={year}");
                tasks.push(Task::new("task-plan-make", href).arg("year", year).due(book.plan_due));
            }
            Some(plan) if matches!(plan.state, PlanState::Approved { .. }) => tasks.extend(short(&book, unit, today)),
            _ => {}
        }
    }
    decisions(app, ctx, unit, tasks).await?;
    announcements(app, ctx, unit, tasks).await
}

/// Days and sessions of series that wait for a decision.
async fn decisions(app: &App, ctx: &Ctx, unit: &str, tasks: &mut Vec<Task>) -> AppResult<()> {
    let (conn, today) = (app.db().read(), ctx.today());
    let near = today.checked_add_days(Days::new(DECIDE_AHEAD_DAYS)).unwrap_or(today);
    for series in series::list(conn, ctx, Action::PlanDialogues).await? {
        let may_wait = series.shift == ShiftRule::MakeUp || matches!(series.rhythm, Rhythm::Before(_));
        if series.unit_code != unit || !may_wait {
            continue;
        }
        let waiting = waiting(conn, ctx, &series).await?;
        for one in waiting.days.iter().filter(|one| one.slot.on <= near) {
            let task = Task::new("task-series-day", format!("/series/{}/days/{}", series.id, one.key));
            let day = one.slot.key.date().format("%d/%m/%Y");
            tasks.push(task.arg("title", &series.title).arg("day", day).due(Some(one.slot.on)));
        }
        for one in waiting.sessions {
            let task = Task::new("task-session-occasion", format!("/dialogues/{}", one.session.id));
            let day = one.session.on().format("%d/%m/%Y");
            tasks.push(task.arg("title", &one.session.title).arg("day", day).due(Some(one.session.on())));
        }
    }
    Ok(())
}

/// What is missing although the plan is approved, once its last safe day comes near.
fn short(book: &YearBook, unit: &str, today: NaiveDate) -> Option<Task> {
    let near = |on: NaiveDate| (on - today).num_days() <= SHORT_AHEAD_DAYS;
    let lines = book.ledger.iter().filter(|line| line.short > 0);
    let nearest = lines.clone().filter_map(|line| line.last_safe_on).filter(|on| near(*on)).min()?;
    let missing: u32 = lines.filter(|line| line.last_safe_on.is_some_and(near)).map(|line| line.short).sum();
    let task = Task::new("task-duty-short", format!("/plans?unit={unit}&year={}", book.year));
    Some(task.arg("year", book.year).arg("count", missing).due(Some(nearest)))
}

/// Planned sessions that come near and are not public yet; due is the last day of the public notice.
async fn announcements(app: &App, ctx: &Ctx, unit: &str, tasks: &mut Vec<Task>) -> AppResult<()> {
    let (conn, today) = (app.db().read(), ctx.today());
    let until = today.checked_add_days(Days::new(ANNOUNCE_AHEAD_DAYS)).unwrap_or(today);
    let filter = Filter { from: Some(ctx.now), to: Some(start_of(until)), ..Filter::default() };
    let soon = sessions::of_unit(conn, unit, &filter).await?;
    let soon: Vec<&Session> = soon.iter().filter(|session| session.state == SessionState::Planned).collect();
    for session in soon {
        let notice = duties::last_day(conn, unit, session.on(), DateKind::PublicNotice).await?;
        let task = Task::new("task-session-announce", format!("/dialogues/{}", session.id));
        let day = session.on().format("%d/%m/%Y");
        tasks.push(task.arg("title", &session.title).arg("day", day).due(notice.or(Some(session.on()))));
    }
    Ok(())
}
