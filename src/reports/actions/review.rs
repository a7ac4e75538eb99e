//! The superior's acts: remarks, sending back, accepting; and the table over all units below.

use chrono::Datelike;
use serde_json::json;

use super::current;
use super::write::tell;
use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, Refusal, ReportId, Role};
use crate::law::ReportPeriod;
use crate::organisation::{Unit, children, heir_of, unit};
use crate::reports::rules::consolidated::{Consolidated, UnitLine, UnitReport};
use crate::reports::rules::report::ReportState;
use crate::reports::rules::{Boundaries, PeriodKey};
use crate::reports::store::{comments, reports};

/// A remark on the report or on one of its figures, while it waits for a decision.
///
/// # Errors
/// `report.wrong-state`; `report.figure-unknown`; [`AppError::Denied`], [`AppError::Conflict`].
pub async fn remark(app: &App, ctx: &Ctx, id: ReportId, version: i32, figure: Option<String>, text: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::ReviewReport, id, version).await?;
    if !matches!(found.report.state, ReportState::Sent { .. }) {
        return Err(Refusal::new("report.wrong-state").arg("state", found.report.state.word()).into());
    }
    if let Some(code) = &figure {
        let known = found.frozen.as_ref().is_some_and(|frozen| frozen.figures.contains_key(code));
        if !known {
            return Err(Refusal::on("figure", "report.figure-unknown").arg("name", code).into());
        }
    }
    let event = found.report.event("report.remarked").facts(json!({ "figure": figure }));
    comments::insert(tx.conn(), &found.permit, ctx, id, figure, text).await?;
    tx.commit(event).await
}

/// Sends the report back with the reason, which joins the remarks; the unit is told.
///
/// # Errors
/// Those of `Report::give_back`; [`AppError::Denied`], [`AppError::Conflict`].
pub async fn give_back(app: &App, ctx: &Ctx, id: ReportId, version: i32, reason: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::ReviewReport, id, version).await?;
    let (report, event) = found.report.give_back(ctx.now, ctx.actor_name())?;
    comments::insert(tx.conn(), &found.permit, ctx, id, None, reason).await?;
    reports::save(tx.conn(), &found.permit, &report, found.frozen.as_ref()).await?;
    tell(&tx, ctx, &report, &found.unit, "report-returned", &[Role::Office, Role::Leader], &found.unit.code).await?;
    tx.commit(event).await
}

/// Accepts the report; the unit is told.
///
/// # Errors
/// Those of `Report::accept`; [`AppError::Denied`], [`AppError::Conflict`].
pub async fn accept(app: &App, ctx: &Ctx, id: ReportId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::ReviewReport, id, version).await?;
    let (report, event) = found.report.accept(ctx.now, ctx.actor_name())?;
    reports::save(tx.conn(), &found.permit, &report, found.frozen.as_ref()).await?;
    tell(&tx, ctx, &report, &found.unit, "report-accepted", &[Role::Office, Role::Leader], &found.unit.code).await?;
    tx.commit(event).await
}

/// The unit whose reports from below this actor reviews: the one asked for, else the first of his grants.
///
/// # Errors
/// [`AppError::NotFound`] for somebody who reviews nothing; [`AppError::Denied`] for a unit that is not his.
pub async fn reviewed_unit(app: &App, ctx: &Ctx, asked: Option<&str>) -> AppResult<Unit> {
    let scope = ctx.scope(Action::ReviewReport);
    let own = scope.subtrees.first().and_then(|path| path.trim_end_matches('/').rsplit('/').next());
    let unit = unit(app.db().read(), asked.or(own).ok_or(AppError::NotFound)?).await?;
    ctx.permit(Action::ReviewReport, &unit.target())?;
    Ok(unit)
}

/// What the units directly below `above` report for a period: everybody who takes part and owed a report, with those who
/// sent one, and the sum over the accepted ones. A unit that joined or began after the period, or ended within it, owes nothing
/// and is left out; what it did, its heir reports. On today's boundaries what ended units sent counts with their heirs.
///
/// # Errors
/// [`AppError::Denied`]; [`AppError::NotFound`] for a period that does not exist.
pub async fn consolidated(
    app: &App,
    ctx: &Ctx,
    above: &Unit,
    key: PeriodKey,
    year: i32,
    boundaries: Boundaries,
) -> AppResult<Consolidated> {
    ctx.permit(Action::ReviewReport, &above.target())?;
    let period = calendar_period(key, year).ok_or(AppError::NotFound)?;
    let conn = app.db().read();
    let owes = |unit: &Unit| {
        unit.activated_at.is_some_and(|at| local_date(at).year() <= period.data_to.year()) && unit.exists_on(period.data_to)
    };
    let units: Vec<Unit> = children(conn, &above.code).await?.into_iter().filter(|unit| unit.activated_at.is_some()).collect();
    let codes: Vec<String> = units.iter().map(|unit| unit.code.clone()).collect();
    let mut sent = reports::sent_of_period(conn, &codes, key, year).await?;
    let line = |unit: &Unit| {
        let at = sent.iter().position(|(report, _)| report.unit_code == unit.code);
        let report = at.map(|at| sent.swap_remove(at)).map(|(report, frozen)| UnitReport {
            id: report.id,
            state: report.state.word(),
            sent_at: report.state.sent_at(),
            figures: frozen.figures,
            facts: frozen.facts,
        });
        let (code, name) = (unit.code.clone(), unit.name.clone());
        (owes(unit) || report.is_some()).then_some(UnitLine { code, name, report, parts: Vec::new() })
    };
    let lines: Vec<Option<UnitLine>> = units.iter().map(line).collect();
    if boundaries == Boundaries::Then {
        return Ok(Consolidated::new(period, lines.into_iter().flatten().collect()));
    }
    let mut by_heir: Vec<(Unit, Vec<UnitLine>)> = Vec::new();
    for (unit, line) in units.into_iter().zip(lines) {
        let Some(line) = line else { continue };
        let heir = heir_of(conn, unit, ctx.today()).await?;
        match by_heir.iter_mut().find(|(known, _)| known.code == heir.code) {
            Some((_, parts)) => parts.push(line),
            None => by_heir.push((heir, vec![line])),
        }
    }
    by_heir.sort_by_key(|(heir, _)| crate::kernel::text::fold(&heir.name));
    let of_today = |(heir, mut parts): (Unit, Vec<UnitLine>)| match parts.as_slice() {
        [only] if only.code == heir.code => parts.remove(0),
        _ => UnitLine::joined(heir.code, heir.name, parts),
    };
    Ok(Consolidated::new(period, by_heir.into_iter().map(of_today).collect()))
}

/// The period in whole calendar months: what a table over units with different rules is headed by.
fn calendar_period(key: PeriodKey, year: i32) -> Option<ReportPeriod> {
    crate::law::PeriodRule::calendar(key.kind).resolve(year, key.month.unwrap_or(1))
}
