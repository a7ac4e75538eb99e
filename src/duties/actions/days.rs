//! Keeping the working calendar: adding, changing, removing a day, and reading a whole notice.

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::duties::rules::{Day, check_day};
use crate::duties::store::days::{self, Use};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Permit, Refusal, Target, Violations};
use crate::law::{AnnouncedDay, DayRowError};

/// The calendar belongs to the whole installation.
fn permit(ctx: &Ctx) -> AppResult<Permit> {
    Ok(ctx.permit(Action::ManageCalendar, &Target::unit("00/"))?)
}

/// Adds a day, or changes the one read at `day.version` (0 for a new one).
///
/// # Errors
/// Those of [`check_day`]; `day.exists`; [`AppError::Conflict`].
pub async fn put(app: &App, ctx: &Ctx, day: Day) -> AppResult<()> {
    check_day(&day)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let before = days::find(tx.conn(), day.on).await?;
    let after = json!({ "kind": day.kind, "label": day.label, "source": day.source });
    let touched: Vec<String> = days::uses(tx.conn(), day.on).await?.into_iter().map(|one| one.code).collect();
    let event = |code, before| {
        let facts = json!({ "before": before, "after": after, "sessions": touched });
        Event::new(code, "calendar_day", day.on, "").facts(facts)
    };
    match before {
        None => {
            days::insert(tx.conn(), &permit, &[Day { version: 1, ..day.clone() }]).await?;
            tx.commit(event("day.added", json!(null))).await
        }
        Some(_) if day.version == 0 => Err(Refusal::on("on", "day.exists").into()),
        Some(old) => {
            days::save(tx.conn(), &permit, &day).await?;
            tx.commit(event("day.changed", json!({ "kind": old.kind, "label": old.label, "source": old.source }))).await
        }
    }
}

/// The sessions that were shifted because `on` is a day off; its entry cannot be removed under them.
///
/// # Errors
/// The database's.
pub async fn shifted_off(app: &App, on: NaiveDate) -> AppResult<Vec<Use>> {
    Ok(days::uses(app.db().read(), on).await?.into_iter().filter(|one| one.slot_on == Some(on)).collect())
}

/// Removes the entry of a day.
///
/// # Errors
/// `day.in-use` where sessions were shifted because of it; [`AppError::Conflict`].
pub async fn remove(app: &App, ctx: &Ctx, on: NaiveDate, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let old = days::find(tx.conn(), on).await?.ok_or(AppError::NotFound)?;
    let shifted: Vec<String> =
        days::uses(tx.conn(), on).await?.into_iter().filter(|one| one.slot_on == Some(on)).map(|one| one.code).collect();
    if !shifted.is_empty() {
        return Err(Refusal::new("day.in-use").arg("count", shifted.len()).arg("where", shifted.join(", ")).into());
    }
    days::delete(tx.conn(), &permit, on, version).await?;
    let facts = json!({ "before": { "kind": old.kind, "label": old.label, "source": old.source } });
    tx.commit(Event::new("day.removed", "calendar_day", on, "").facts(facts)).await
}

/// What reading a notice did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
}

/// Puts the days of a notice into the calendar, all or none; a day that is there already takes the notice's words.
///
/// # Errors
/// One refusal for each wrong row, with its line; [`AppError::Denied`].
pub async fn import(app: &App, ctx: &Ctx, read: Result<Vec<AnnouncedDay>, Vec<DayRowError>>) -> AppResult<Imported> {
    let list = read.map_err(|errors| {
        let refusal = |error: DayRowError| {
            let code = match error.problem.as_str() {
                "double" => "day.row-double",
                "wrong-weekday" => "day.row-wrong-weekday",
                _ => "day.row-unreadable",
            };
            Refusal::on("file", code).arg("line", error.line)
        };
        Violations(errors.into_iter().map(refusal).collect())
    })?;
    if list.is_empty() {
        return Err(Refusal::on("file", "day.file-empty").into());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let mut done = Imported { added: 0, changed: 0 };
    for row in &list {
        let day = Day { on: row.on, kind: row.kind, label: row.label.clone(), source: row.source.clone(), version: 1 };
        match days::find(tx.conn(), day.on).await? {
            None => {
                days::insert(tx.conn(), &permit, &[day]).await?;
                done.added += 1;
            }
            Some(old) if (old.kind, &old.label, &old.source) != (day.kind, &day.label, &day.source) => {
                days::save(tx.conn(), &permit, &Day { version: old.version, ..day }).await?;
                done.changed += 1;
            }
            Some(_) => {}
        }
    }
    let days: Vec<String> = list.iter().map(|day| day.on.to_string()).collect();
    let facts = json!({ "added": done.added, "changed": done.changed, "after": days });
    tx.commit(Event::new("calendar.imported", "calendar_day", "import", "").facts(facts)).await?;
    Ok(done)
}
