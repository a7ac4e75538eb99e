//! Binding units to rule sets and ending it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::duties::actions::rule_drafts;
use crate::duties::rules::{Binding, Seat, is_default};
use crate::duties::store::{bindings, rule_sets};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Refusal, RuleSetId};
use crate::law::{Level, RuleSet};
use crate::organisation::{Unit, unit};

/// The level of a unit in rule sets; none for the centre.
#[must_use]
pub fn level_of(unit: &Unit) -> Option<Level> {
    match unit.kind {
        kind if kind.is_provincial() => Some(Level::Province),
        kind if kind.is_communal() => Some(Level::Commune),
        _ => None,
    }
}

/// Level and province of a unit; none for the centre.
#[must_use]
pub fn seat_of(unit: &Unit) -> Option<Seat<'_>> {
    let level = level_of(unit)?;
    let province = if level == Level::Province { Some(unit.code.as_str()) } else { unit.parent_code.as_deref() };
    province.map(|province| Seat { level, province })
}

/// Binds a unit that has no rules yet to those of its level and province, each from its own first day, so that what was held
/// before the unit took part is counted as well. Again does nothing.
///
/// # Errors
/// [`AppError::Denied`] without the right.
pub async fn bind_defaults(app: &App, ctx: &Ctx, unit_code: &str) -> AppResult<()> {
    let unit = unit(app.db().read(), unit_code).await?;
    let Some(seat) = seat_of(&unit) else { return Ok(()) };
    let sets = rule_sets::list(app.db().read()).await?;
    // The earlier versions of what binds it now come along, so that the years before are counted by their own text.
    let codes: BTreeSet<String> =
        sets.iter().filter(|(_, set)| is_default(set, seat, ctx.today())).map(|(_, set)| set.code.clone()).collect();
    let chosen = sets.into_iter().filter(|(_, set)| codes.contains(&set.code) && set.levels.contains(&seat.level)).collect();
    bind_first(app, ctx, &unit, chosen).await
}

/// Binds a unit that has no rules yet to the sets with these codes, as far as they are of its level.
///
/// # Errors
/// [`AppError::Denied`] without the right.
pub async fn bind_chosen(app: &App, ctx: &Ctx, unit_code: &str, codes: &[String]) -> AppResult<()> {
    let unit = unit(app.db().read(), unit_code).await?;
    let Some(level) = level_of(&unit) else { return Ok(()) };
    let sets = rule_sets::list(app.db().read()).await?;
    let chosen = sets.into_iter().filter(|(_, set)| set.levels.contains(&level) && codes.contains(&set.code)).collect();
    bind_first(app, ctx, &unit, chosen).await
}

/// `chosen` are in the order of code and date: each version binds until the next one of its code begins.
async fn bind_first(app: &App, ctx: &Ctx, unit: &Unit, chosen: Vec<(RuleSetId, RuleSet)>) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = ctx.permit(Action::ManageRules, &unit.target())?;
    if chosen.is_empty() || !bindings::of_unit(tx.conn(), &unit.code).await?.is_empty() {
        return Ok(());
    }
    for (at, (id, set)) in chosen.iter().enumerate() {
        let next = chosen.get(at + 1).filter(|(_, next)| next.code == set.code);
        let to_on = next.and_then(|(_, next)| next.valid_from.pred_opt());
        let unit_code = unit.code.clone();
        let binding = Binding { unit_code, set: *id, code: set.code.clone(), from_on: set.valid_from, to_on };
        bindings::insert(tx.conn(), &permit, &binding).await?;
    }
    let codes: BTreeSet<&str> = chosen.iter().map(|(_, set)| set.code.as_str()).collect();
    tx.commit(Event::new("rules.bound", "unit", &unit.code, &unit.code).facts(json!({ "after": codes }))).await
}

/// Binds a unit to a rule set from a day on.
///
/// # Errors
/// Those of [`Binding::add`]; [`AppError::Denied`] without the right.
pub async fn bind(
    app: &App,
    ctx: &Ctx,
    unit_code: &str,
    set: RuleSetId,
    (from_on, to_on): (NaiveDate, Option<NaiveDate>),
) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await.map_err(|_| AppError::from(Refusal::on("unit", "binding.unit-unknown")))?;
    let permit = ctx.permit(Action::ManageRules, &unit.target())?;
    let level = level_of(&unit).ok_or_else(|| AppError::from(Refusal::on("unit", "binding.unit-unknown")))?;
    let rules = rule_sets::rule_set(tx.conn(), set).await?;
    let existing = bindings::of_unit(tx.conn(), &unit.code).await?;
    let binding = Binding { unit_code: unit.code.clone(), set, code: rules.code.clone(), from_on, to_on };
    let (binding, event) = binding.add(&rules, level, &existing)?;
    bindings::insert(tx.conn(), &permit, &binding).await?;
    tx.commit(event).await
}

/// Ends the binding of a unit that began on `from_on` with `last`.
///
/// # Errors
/// [`AppError::NotFound`]; those of [`Binding::end`].
pub async fn unbind(app: &App, ctx: &Ctx, unit_code: &str, set: RuleSetId, from_on: NaiveDate, last: NaiveDate) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::ManageRules, &unit.target())?;
    let existing = bindings::of_unit(tx.conn(), unit_code).await?.into_iter();
    let found = existing.into_iter().find(|binding| binding.set == set && binding.from_on == from_on);
    let (binding, event) = found.ok_or(AppError::NotFound)?.end(last)?;
    bindings::save_end(tx.conn(), &permit, &binding).await?;
    tx.commit(event).await
}

/// Removes a rule set that never bound a unit.
///
/// # Errors
/// The refusal `rule-set.in-use` with the units it binds; `rule-draft.exists`; [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, set: RuleSetId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = rule_drafts::permit(ctx)?;
    let rules = rule_sets::rule_set(tx.conn(), set).await?;
    rule_drafts::no_draft(tx.conn(), &permit, &rules.code).await?;
    let bound = bindings::of_set(tx.conn(), set).await?;
    if !bound.is_empty() {
        let mut units: Vec<&str> = bound.iter().map(|binding| binding.unit_code.as_str()).collect();
        units.dedup();
        return Err(Refusal::new("rule-set.in-use").arg("count", units.len()).arg("where", units.join(", ")).into());
    }
    rule_sets::delete(tx.conn(), set).await?;
    let facts = json!({ "before": { "code": rules.code, "valid_from": rules.valid_from } });
    tx.commit(Event::new("rules.removed", "rule_set", set, "").facts(facts)).await
}
