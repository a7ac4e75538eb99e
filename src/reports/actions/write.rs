//! The unit's own acts: beginning a report, writing, presenting, signing, taking back, sending up.

use chrono::NaiveDate;
use serde_json::json;

use super::{current, digest};
use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Refusal, ReportId, Role};
use crate::law::ReportPeriod;
use crate::organisation::{BodyKind, PostKind, Unit, bodies_of_unit, post_in, unit};
use crate::reports::rules::figures;
use crate::reports::rules::period::{self, period_key};
use crate::reports::rules::report::{Frozen, Report, ReportState};
use crate::reports::rules::{Narrative, PeriodKey};
use crate::reports::store::{facts, reports};

/// The reports that the rules ask of a unit for `year`, the annual one first.
///
/// # Errors
/// The database's.
pub async fn periods(app: &App, unit_code: &str, year: i32) -> AppResult<Vec<ReportPeriod>> {
    let conn = app.db().read();
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31).ok_or(AppError::NotFound)?;
    // A unit that ends within the year reports by what bound it last.
    let last_day = unit(conn, unit_code).await?.valid_to.map_or(last_day, |to| to.min(last_day));
    let rules = duties::merged_rules(conn, unit_code, last_day).await?;
    let rules: Vec<_> = rules.report_periods.iter().map(|chosen| chosen.value).collect();
    Ok(period::periods(&rules, year))
}

/// Begins the report of a unit for a period, with a first text.
///
/// # Errors
/// `report.no-such-period`, `report.not-begun`, `report.exists`; [`AppError::Denied`] without the right to write.
pub async fn begin(
    app: &App,
    ctx: &Ctx,
    unit_code: &str,
    key: PeriodKey,
    year: i32,
    narrative: Narrative,
) -> AppResult<ReportId> {
    let all = periods(app, unit_code, year).await?;
    let period = all.iter().find(|period| period_key(period) == key);
    let period = period.ok_or_else(|| Refusal::on("period", "report.no-such-period"))?;
    if period.data_from > ctx.today() {
        return Err(Refusal::on("period", "report.not-begun").into());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::WriteReport, &unit.target())?;
    if reports::of_period(tx.conn(), unit_code, key, year).await?.is_some() {
        return Err(Refusal::on("period", "report.exists").into());
    }
    let report = Report {
        id: ReportId::fresh(),
        unit_code: unit_code.to_owned(),
        period: key,
        year,
        data_from: period.data_from,
        data_to: period.data_to,
        due_on: period.due,
        narrative,
        state: ReportState::Draft,
        version: 1,
    };
    reports::insert(tx.conn(), &permit, &report).await?;
    let event = report.event("report.begun").facts(json!({ "after": { "period": key.to_string(), "year": year } }));
    tx.commit(event).await?;
    Ok(report.id)
}

/// Saves the text.
///
/// # Errors
/// Those of [`Report::write`]; [`AppError::Conflict`].
pub async fn write(app: &App, ctx: &Ctx, id: ReportId, version: i32, narrative: Narrative) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::WriteReport, id, version).await?;
    let (report, event) = found.report.write(narrative)?;
    reports::save(tx.conn(), &found.permit, &report, found.frozen.as_ref()).await?;
    tx.commit(event).await
}

/// Lays the report before the leader, who is told.
///
/// # Errors
/// Those of [`Report::present`]; [`AppError::Conflict`].
pub async fn present(app: &App, ctx: &Ctx, id: ReportId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::WriteReport, id, version).await?;
    let (report, event) = found.report.present()?;
    reports::save(tx.conn(), &found.permit, &report, found.frozen.as_ref()).await?;
    tell(&tx, ctx, &report, &found.unit, "report-to-sign", &[Role::Leader], &found.unit.code).await?;
    tx.commit(event).await
}

/// The leader signs: figures and the facts behind them are frozen with a fingerprint.
///
/// # Errors
/// Those of [`Report::check_sign`]; [`AppError::Conflict`].
pub async fn sign(app: &App, ctx: &Ctx, id: ReportId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::SignReport, id, version).await?;
    found.report.check_sign(ctx.now)?;
    let facts = facts::gather(tx.conn(), &found.unit, &found.report, ctx.today()).await?;
    let frozen = Frozen { figures: figures::all(&facts), facts };
    let seal = digest(&found.report, &frozen)?;
    let deputy = deputy_title(&tx, ctx, &found.unit.code).await?;
    let (report, event) = found.report.sign(ctx.now, ctx.actor_name(), deputy, seal)?;
    reports::save(tx.conn(), &found.permit, &report, Some(&frozen)).await?;
    tx.commit(event).await
}

/// The post in the party committee of who signs for the absent head; empty for who signs by a role of his own.
async fn deputy_title(tx: &WriteTx, ctx: &Ctx, unit_code: &str) -> AppResult<String> {
    let Some(person) = ctx.actor.person().filter(|_| ctx.is_in_place()) else { return Ok(String::new()) };
    let today = ctx.today();
    for body in bodies_of_unit(tx.conn(), unit_code, today).await? {
        if body.kind == BodyKind::PartyCommittee
            && let Some((title, PostKind::Deputy)) = post_in(tx.conn(), person, body.id, today).await?
        {
            return Ok(title);
        }
    }
    Ok(String::new())
}

/// Takes a presented or signed report back to the desk: by who writes, or by who signs.
///
/// # Errors
/// Those of [`Report::reopen`]; [`AppError::Conflict`].
pub async fn reopen(app: &App, ctx: &Ctx, id: ReportId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let action = if ctx.actor.has_role(Role::Leader) { Action::SignReport } else { Action::WriteReport };
    let found = current(&tx, ctx, action, id, version).await?;
    let (report, event) = found.report.reopen()?;
    reports::save(tx.conn(), &found.permit, &report, None).await?;
    tx.commit(event).await
}

/// Sends the signed report to the unit above, whose reviewers are told.
///
/// # Errors
/// Those of [`Report::send`]; [`AppError::Conflict`].
pub async fn send(app: &App, ctx: &Ctx, id: ReportId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::WriteReport, id, version).await?;
    let (report, event) = found.report.send(ctx.now)?;
    reports::save(tx.conn(), &found.permit, &report, found.frozen.as_ref()).await?;
    if let Some(above) = &found.unit.parent_code {
        tell(&tx, ctx, &report, &found.unit, "report-sent", &[Role::Superior], above).await?;
    }
    tx.commit(event).await
}

/// Tells the holders of these roles in the bodies of `at`; once per state and version of the report.
pub(super) async fn tell(
    tx: &WriteTx,
    ctx: &Ctx,
    report: &Report,
    unit: &Unit,
    code: &str,
    roles: &[Role],
    at: &str,
) -> AppResult<()> {
    let bodies: Vec<_> = bodies_of_unit(tx.conn(), at, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let notify = Notify {
        code: code.to_owned(),
        to: roles.iter().map(|role| Audience::Role { role: *role, bodies: bodies.clone() }).collect(),
        args: vec![
            ("unit".to_owned(), unit.in_a_sentence()),
            ("year".to_owned(), report.year.to_string()),
            ("period".to_owned(), report.period.to_string()),
        ],
        href: format!("/reports/{}", report.id),
    };
    tx.queue(&Message::notify(format!("{code}/{}/{}", report.id, report.version), &notify)).await
}
