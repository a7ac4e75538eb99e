//! The plans of a year for all units below a superior in one step: dialogues lie so that those who lead above can come to them.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::dialogues::actions::facts::days_of;
use crate::dialogues::actions::plans::{missing, tell, year_book};
use crate::dialogues::rules::plans::{Plan, PlanWord};
use crate::dialogues::rules::proposal::Engaged;
use crate::dialogues::rules::{SessionKind, StateWord};
use crate::dialogues::store::people::leaders;
use crate::dialogues::store::sessions::{self, Filter};
use crate::dialogues::store::{busy, plans};
use crate::error::AppResult;
use crate::kernel::clock::{instant, local_date, start_of};
use crate::kernel::{Action, Ctx, Refusal, Role};
use crate::organisation::{Unit, active_units};

/// Against one dialogue of a sister unit: a day on which somebody above is engaged himself is taken only when there is no other.
const OWN: u32 = 1_000;

/// Drafts the plans of a year for all units below `above` that have none, each from its own duties; the offices adjust them.
/// Dialogues keep away from each other within a province, and from the days of those who lead there.
/// Answers how many. A unit whose duties are all planned or held needs no proposal.
///
/// # Errors
/// `plan.year-over`; `plan.none-below`; `Denied` without the right to propose plans there.
pub async fn draft_below(app: &App, ctx: &Ctx, above: &Unit, year: i32) -> AppResult<usize> {
    ctx.permit(Action::ProposePlans, &above.target())?;
    if year < ctx.today().year() {
        return Err(Refusal::on("year", "plan.year-over").into());
    }
    let conn = app.db().read();
    let planned = plans::units_with_plan(conn, year).await?;
    let units = active_units(conn, &above.path).await?;
    let mut engaged: BTreeMap<String, Engaged> = BTreeMap::new();
    let mut drafted = 0;
    for unit in &units {
        if unit.code == above.code || planned.contains(&unit.code) {
            continue;
        }
        let book = year_book(app, ctx, &unit.code, year).await?;
        let parent = unit.parent_code.clone().unwrap_or_default();
        if !engaged.contains_key(&parent) {
            engaged.insert(parent.clone(), engaged_in(conn, ctx, &parent, &units, year).await?);
        }
        let beside = engaged.entry(parent).or_default();
        let lines = missing(&book, ctx.today(), &[], beside);
        if lines.is_empty() {
            continue;
        }
        // One transaction a unit: a province has a hundred of them, and others want to write as well.
        let tx = WriteTx::begin(app.db(), ctx).await?;
        let permit = ctx.permit(Action::ProposePlans, &unit.target())?;
        if plans::has_plan(tx.conn(), &unit.code, year).await? {
            continue;
        }
        let (plan, event) = Plan::draft(&unit.code, year, lines);
        plans::insert(tx.conn(), &permit, &plan).await?;
        tell(&tx, ctx, &plan, Role::Office, "plan-proposed").await?;
        tx.commit(event).await?;
        add(beside, &plan);
        drafted += 1;
    }
    if drafted == 0 { Err(Refusal::new("plan.none-below").into()) } else { Ok(drafted) }
}

/// What already lies on the days of `year`: sessions, drafts and busy calendars of those who lead in `parent`, and the dialogues
/// of the units below it.
async fn engaged_in(conn: &Conn, ctx: &Ctx, parent: &str, units: &[Unit], year: i32) -> AppResult<Engaged> {
    let mut engaged = Engaged::new();
    let (first, until) = days_of(year)?;
    let whole_year = Filter { from: Some(start_of(first)), to: Some(start_of(until)), ..Filter::default() };
    let sisters = units.iter().filter(|unit| unit.parent_code.as_deref() == Some(parent)).map(|unit| unit.code.clone());
    let codes: Vec<String> = sisters.chain([parent.to_owned()]).collect();
    for session in sessions::of_units(conn, &codes, &whole_year).await? {
        let weight = if session.unit_code == parent { OWN } else { 1 };
        let is_reception_below = session.kind == SessionKind::Reception && weight != OWN;
        if !is_reception_below && session.state.word() != StateWord::Cancelled {
            *engaged.entry(local_date(session.starts_at)).or_default() += weight;
        }
    }
    // Lines of an approved plan are sessions by now.
    for plan in plans::of_units(conn, &codes, year).await?.iter().filter(|plan| plan.state.word() != PlanWord::Approved) {
        let is_own = plan.unit_code == parent;
        for line in plan.lines.iter().filter(|line| is_own || line.kind != SessionKind::Reception) {
            *engaged.entry(line.on).or_default() += if is_own { OWN } else { 1 };
        }
    }
    let leaders: Vec<_> = leaders(conn, parent, ctx.today()).await?.into_iter().map(|leader| leader.person).collect();
    for (_, (from, to)) in busy::times_of(conn, &leaders, start_of(first), start_of(until)).await? {
        for day in mornings(from, to) {
            *engaged.entry(day).or_default() += OWN;
        }
    }
    Ok(engaged)
}

/// The days whose morning (8:00 to 11:30, when proposals take place) a stretch of time touches.
fn mornings(from: DateTime<Utc>, to: DateTime<Utc>) -> impl Iterator<Item = NaiveDate> {
    let at =
        |day: NaiveDate, hour, minute| instant(day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)));
    let days = local_date(from).iter_days().take_while(move |day| *day <= local_date(to));
    days.filter(move |day| from < at(*day, 11, 30) && to > at(*day, 8, 0))
}

fn add(engaged: &mut Engaged, plan: &Plan) {
    for line in plan.lines.iter().filter(|line| line.kind != SessionKind::Reception) {
        *engaged.entry(line.on).or_default() += 1;
    }
}
