//! What an actor has to do now about reports.

use chrono::{Datelike, Days};

use super::write::periods;
use crate::app::App;
use crate::error::AppResult;
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, Task};
use crate::law::PeriodKind;
use crate::organisation::unit;
use crate::reports::rules::{PeriodKey, Report, StateWord};
use crate::reports::store::reports;

/// Days before the end of the year from which its report is on the desk.
const REMIND_BEFORE: u64 = 30;
/// Days after the end of the year during which a report that nobody began is still asked for.
const REMIND_AFTER: u64 = 120;

/// Report to begin, to finish, returned, to sign, to send, to review.
///
/// # Errors
/// The database's.
pub async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let conn = app.db().read();
    let mut tasks = Vec::new();
    for code in ctx.scope(Action::WriteReport).units {
        let all = reports::of_unit(conn, &code).await?;
        tasks.extend(all.iter().filter_map(writing));
        tasks.extend(to_begin(app, ctx, &code, &all).await?);
    }
    for code in ctx.scope(Action::SignReport).units {
        let all = reports::of_unit(conn, &code).await?;
        let presented = all.iter().filter(|report| report.state.word() == StateWord::Presented);
        tasks.extend(presented.map(|report| task("task-report-sign", report)));
    }
    for report in reports::waiting(conn, ctx).await? {
        let from = unit(conn, &report.unit_code).await?;
        tasks.push(task("task-report-review", &report).arg("unit", from.in_a_sentence()).due(None));
    }
    Ok(tasks)
}

fn task(key: &'static str, report: &Report) -> Task {
    Task::new(key, format!("/reports/{}", report.id)).arg("year", report.year).due(report.due_on)
}

/// What the office does next with a report that exists.
fn writing(report: &Report) -> Option<Task> {
    let key = match report.state.word() {
        StateWord::Draft => "task-report-finish",
        StateWord::Returned => "task-report-returned",
        StateWord::Signed => "task-report-send",
        StateWord::Presented | StateWord::Sent | StateWord::Accepted => return None,
    };
    Some(task(key, report))
}

/// The annual reports of this and the last year that are due soon or lately and that nobody began. A unit that joined
/// after the year or ended within it owes none.
async fn to_begin(app: &App, ctx: &Ctx, unit_code: &str, existing: &[Report]) -> AppResult<Vec<Task>> {
    let today = ctx.today();
    let unit = unit(app.db().read(), unit_code).await?;
    let joined = unit.activated_at.map(local_date);
    let mut tasks = Vec::new();
    for year in [today.year() - 1, today.year()] {
        let periods = periods(app, unit_code, year).await?;
        let Some(period) = periods.iter().find(|period| period.kind == PeriodKind::Year) else { continue };
        let begun = existing.iter().any(|report| report.period == PeriodKey::YEAR && report.year == year);
        let owed = joined.is_some_and(|joined| joined <= period.data_to) && unit.exists_on(period.data_to);
        let from = period.data_to.checked_sub_days(Days::new(REMIND_BEFORE)).unwrap_or(period.data_to);
        let until = period.data_to.checked_add_days(Days::new(REMIND_AFTER)).unwrap_or(period.data_to);
        if owed && !begun && (from..=until).contains(&today) {
            tasks.push(Task::new("task-report-begin", format!("/reports/new?year={year}")).arg("year", year).due(period.due));
        }
    }
    Ok(tasks)
}
