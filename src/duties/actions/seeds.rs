//! What a new database starts with: the embedded rule sets and the announced days off. Running again changes nothing.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::duties::rules::Day;
use crate::duties::store::{days, rule_sets};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Target};
use crate::law;

/// Adds the embedded rule sets whose code is not known; what is there stays as administrators left it.
///
/// # Errors
/// The database's.
pub async fn ensure_rule_sets(app: &App, ctx: &Ctx) -> AppResult<()> {
    let seeds = law::seeds().map_err(|error| AppError::Internal(format!("embedded rule sets: {error}")))?;
    let known = rule_sets::list(app.db().read()).await?;
    let is_new = |set: &law::RuleSet| known.iter().all(|(_, old)| old.code != set.code);
    let missing: Vec<law::RuleSet> = seeds.into_iter().filter(is_new).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    ctx.permit(Action::ManageRules, &Target::unit("00/"))?;
    for set in &missing {
        rule_sets::insert(tx.conn(), set).await?;
    }
    let codes: Vec<&str> = missing.iter().map(|set| set.code.as_str()).collect();
    tx.commit(Event::new("rules.seeded", "rule_set", "embedded", "").facts(json!({ "after": codes }))).await
}

/// Puts the embedded days (2019 to 2026, from the State's notices) into a calendar that has none.
///
/// # Errors
/// The database's.
pub async fn ensure_calendar(app: &App, ctx: &Ctx) -> AppResult<()> {
    if days::count(app.db().read()).await? > 0 {
        return Ok(());
    }
    let announced = law::announced().into_iter();
    let entries: Vec<Day> =
        announced.map(|day| Day { on: day.on, kind: day.kind, label: day.label, source: day.source, version: 1 }).collect();
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = ctx.permit(Action::ManageCalendar, &Target::unit("00/"))?;
    days::insert(tx.conn(), &permit, &entries).await?;
    tx.commit(Event::new("calendar.seeded", "calendar_day", "embedded", "").facts(json!({ "count": entries.len() }))).await
}
