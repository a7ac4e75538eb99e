//! Use cases of the year plan, and the ledger of a year that it is made from.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::dialogues::actions::facts::{Heads, days_of, heads_of, led};
use crate::dialogues::actions::sessions::{Details, Origin, new_session};
use crate::dialogues::rules::plans::{Line, Placed, Plan, PlanState, duty_of, facts, placed};
use crate::dialogues::rules::proposal::{Asked, Engaged, propose};
use crate::dialogues::rules::{Session, SessionForm, SessionKind, StateWord};
use crate::dialogues::store::plans::{self, FoundPlan};
use crate::dialogues::store::sessions::{self, Filter};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{instant, start_of};
use crate::kernel::{Action, Ctx, PlanId, Refusal, Role, SessionId};
use crate::law::{self, Duty, EffectiveRules, HeldFact, LedBy, LedgerLine, Level, PlannedFact, RuleSet, WorkingCalendar};
use crate::organisation::{Unit, bodies_of_unit, predecessors, unit};

/// A year of a unit: what it owes, what took place, what is still to come.
#[derive(Debug, Clone)]
pub struct YearBook {
    pub unit: Unit,
    pub year: i32,
    pub duties: Vec<Duty>,
    pub ledger: Vec<LedgerLine>,
    pub sessions: Vec<Session>,
    pub held: Vec<HeldFact>,
    pub planned: Vec<PlannedFact>,
    /// By which heads the sessions held were led.
    pub led: BTreeMap<SessionId, LedBy>,
    pub heads: Heads,
    pub rules: EffectiveRules,
    /// The day by which a rule wants the year's plan; none where the rules are silent.
    pub plan_due: Option<NaiveDate>,
    pub calendar: Arc<WorkingCalendar>,
}

/// The year's book of a unit, for those who may read what is planned there.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn year_book(app: &App, ctx: &Ctx, unit_code: &str, year: i32) -> AppResult<YearBook> {
    let conn = app.db().read();
    let unit = unit(conn, unit_code).await?;
    ctx.permit(Action::ReadPlannedSessions, &unit.target())?;
    let sets = duties::rules_in_year(conn, unit_code, year).await?;
    let sets: Vec<&RuleSet> = sets.iter().collect();
    let level = if unit.kind.is_provincial() { Level::Province } else { Level::Commune };
    let duties = law::duties(&sets, level, year);
    let calendar = duties::calendar(conn).await?;
    // By day, not by number: a session moved over the year end counts where it is held.
    let first = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(AppError::NotFound)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31).ok_or(AppError::NotFound)?;
    let (_, until) = days_of(year)?;
    let filter = Filter { from: Some(start_of(first)), to: Some(start_of(until)), ..Filter::default() };
    let mut sessions = sessions::of_unit(conn, unit_code, &filter).await?;
    let mut units = vec![unit_code.to_owned()];
    // A unit that began within the year goes on with the periods of those that ended for it: what they held counts.
    if unit.valid_from.is_some_and(|from| from.year() == year) {
        for before in predecessors(conn, &units, ctx.today()).await? {
            let held = sessions::of_unit(conn, &before.code, &filter).await?.into_iter();
            sessions.extend(held.filter(|one| matches!(one.state.word(), StateWord::Held | StateWord::Closed)));
            units.push(before.code);
        }
        sessions.sort_by_key(|one| std::cmp::Reverse((one.starts_at, one.id)));
    }
    let heads = conn.known("year-heads", format!("{unit_code} {year}"), heads_of(conn, Some(&units), year)).await?;
    let led = led(conn, &sessions, &heads).await?;
    let (held, planned) = facts(&sessions, &led);
    let ledger = law::ledger(&duties, year, &held, &planned, ctx.today(), &calendar);
    // The rules of the part of the year that can still be planned.
    let due = sets.iter().filter_map(|set| set.parameters.plan_due.as_ref());
    let plan_due = due.filter_map(|due| NaiveDate::from_ymd_opt(year, due.value.month, due.value.day)).min();
    let rules = law::merge(&sets, ctx.today().clamp(first, last));
    let heads = heads.get(unit_code).cloned().unwrap_or_default();
    Ok(YearBook { unit, year, duties, ledger, sessions, held, planned, led, heads, rules, plan_due, calendar })
}

/// The lines that the duties still miss, beyond the sessions that exist and the `known` lines of a draft; dialogues keep away
/// from days on which others are `engaged`.
pub(super) fn missing(book: &YearBook, today: NaiveDate, known: &[Placed], engaged: &Engaged) -> Vec<Line> {
    let drafted = known.iter().map(|Placed { line, .. }| PlannedFact {
        on: line.on,
        kind: duty_of(line.kind),
        ad_hoc: line.kind == SessionKind::AdHoc,
    });
    let planned: Vec<PlannedFact> = book.planned.iter().copied().chain(drafted).collect();
    propose(&Asked {
        duties: &book.duties,
        rules: &book.rules,
        calendar: &book.calendar,
        year: book.year,
        today,
        held: &book.held,
        planned: &planned,
        unit: &book.unit.in_a_sentence(),
        engaged,
    })
}

/// Drafts the plan of a unit for a year from its duties.
///
/// # Errors
/// `plan.exists`, `plan.year-over`; [`AppError::Denied`] without the right to plan.
pub async fn draft(app: &App, ctx: &Ctx, unit_code: &str, year: i32) -> AppResult<PlanId> {
    if year < ctx.today().year() {
        return Err(Refusal::on("year", "plan.year-over").into());
    }
    let book = year_book(app, ctx, unit_code, year).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = ctx.permit(Action::PlanDialogues, &book.unit.target())?;
    if plans::of_year(tx.conn(), ctx, unit_code, year).await?.is_some() {
        return Err(Refusal::on("year", "plan.exists").into());
    }
    let (plan, event) = Plan::draft(unit_code, year, missing(&book, ctx.today(), &[], &Engaged::new()));
    plans::insert(tx.conn(), &permit, &plan).await?;
    tx.commit(event).await?;
    Ok(plan.id)
}

async fn current(tx: &WriteTx, ctx: &Ctx, action: Action, id: PlanId, version: i32) -> AppResult<FoundPlan> {
    let found = plans::find(tx.conn(), ctx, action, id).await?;
    if found.plan.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// Replaces the lines of a draft; `add_missing` adds what the duties still miss beyond them.
///
/// # Errors
/// Those of [`Plan::edit`]; [`AppError::Conflict`].
pub async fn save(app: &App, ctx: &Ctx, id: PlanId, version: i32, lines: Vec<Placed>, add_missing: bool) -> AppResult<()> {
    let mut lines = lines;
    if add_missing {
        let found = plans::find(app.db().read(), ctx, Action::PlanDialogues, id).await?;
        let book = year_book(app, ctx, &found.unit.code, found.plan.year).await?;
        let next = lines.iter().map(|placed| placed.row).max().unwrap_or(0) + 1;
        lines.extend(placed(missing(&book, ctx.today(), &lines, &Engaged::new()), next));
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::PlanDialogues, id, version).await?;
    let (plan, event) = found.plan.edit(lines)?;
    plans::save(tx.conn(), &found.permit, &plan).await?;
    tx.commit(event).await
}

/// Saves the lines and hands the plan to the unit's leaders, who are told.
///
/// # Errors
/// Those of [`Plan::submit`]; [`AppError::Conflict`].
pub async fn submit(app: &App, ctx: &Ctx, id: PlanId, version: i32, lines: Vec<Placed>) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::PlanDialogues, id, version).await?;
    let (plan, changed, event) = found.plan.submit(lines, ctx.today())?;
    tx.say(&changed).await?;
    plans::save(tx.conn(), &found.permit, &plan).await?;
    tell(&tx, ctx, &plan, Role::Leader, "plan-submitted").await?;
    tx.commit(event).await
}

/// Gives a submitted plan back to the office, which is told why.
///
/// # Errors
/// Those of [`Plan::give_back`]; [`AppError::Denied`] to everybody but the leader; [`AppError::Conflict`].
pub async fn give_back(app: &App, ctx: &Ctx, id: PlanId, version: i32, why: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::ApprovePlan, id, version).await?;
    let (plan, event) = found.plan.give_back(why)?;
    plans::save(tx.conn(), &found.permit, &plan).await?;
    tell(&tx, ctx, &plan, Role::Office, "plan-returned").await?;
    tx.commit(event).await
}

/// Approves a submitted plan: each line becomes a planned session.
///
/// # Errors
/// Those of [`Plan::approve`]; [`AppError::Denied`] to everybody but the leader; [`AppError::Conflict`].
pub async fn approve(app: &App, ctx: &Ctx, id: PlanId, version: i32, number: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundPlan { plan, unit, permit } = current(&tx, ctx, Action::ApprovePlan, id, version).await?;
    let (mut plan, event) = plan.approve(ctx.now, ctx.today(), &ctx.responsible(), number)?;
    for line in &mut plan.lines {
        let origin = Origin { plan: Some(id), ..Origin::default() };
        let (session, planned) = new_session(&tx, ctx, &permit, &unit, details(line), origin).await?;
        line.session = Some(session);
        tx.say(&planned).await?;
    }
    plans::save(tx.conn(), &permit, &plan).await?;
    tell(&tx, ctx, &plan, Role::Office, "plan-approved").await?;
    tx.commit(event).await
}

fn details(line: &Line) -> Details {
    let (starts, ends) = line.times();
    Details {
        kind: line.kind,
        form: SessionForm::InPerson,
        triggers: Vec::new(),
        reason: String::new(),
        title: line.title.clone(),
        counterpart: line.counterpart.clone(),
        place: line.place.clone(),
        attend_how: String::new(),
        starts_at: instant(starts),
        ends_at: instant(ends),
    }
}

/// Tells everybody with `role` in the unit, once per version of the plan.
pub(super) async fn tell(tx: &WriteTx, ctx: &Ctx, plan: &Plan, role: Role, code: &str) -> AppResult<()> {
    let bodies = bodies_of_unit(tx.conn(), &plan.unit_code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let reason = match &plan.state {
        PlanState::Draft { returned } => returned.clone(),
        _ => String::new(),
    };
    let notify = Notify {
        code: code.to_owned(),
        to: vec![Audience::Role { role, bodies }],
        args: vec![("year".to_owned(), plan.year.to_string()), ("reason".to_owned(), reason)],
        href: format!("/plans/{}", plan.id),
    };
    tx.queue(&Message::notify(format!("{code}/{}/{}", plan.id, plan.version), &notify)).await
}
