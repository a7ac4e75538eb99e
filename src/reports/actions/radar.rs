//! The silence radar over all units below a superior, and the reminders that go out from it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx, together};
use crate::dialogues::SessionKind;
use crate::duties::{self, RuleBook};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Refusal, Role, RuleSetId};
use crate::law::{self, DateKind, DutyKind, Level, RuleSet, WorkingCalendar};
use crate::organisation::{Unit, active_units, bodies_of_unit, heir_of, predecessors};
use crate::reports::rules::Boundaries;
use crate::reports::rules::period::periods;
use crate::reports::rules::radar::{Dialogue, Doings, Item, Owed, Row, Stage, Step, items};
use crate::reports::store::radar::{Acts, Seen, acts as acts_of};

/// One unit with everything that its cells count.
#[derive(Debug, Clone)]
pub struct UnitItems {
    pub unit: Unit,
    /// The unit for which it counts: itself, or who goes on with its work.
    pub seat: Unit,
    pub items: Vec<Item>,
    pub row: Row,
}

/// All units that take part at and below one, by path; on today's boundaries those that ended for one of them as well.
#[derive(Debug)]
pub struct Grid {
    pub units: Vec<UnitItems>,
}

impl Grid {
    /// The cells of the unit and of all below it together.
    #[must_use]
    pub fn sum(&self, path: &str) -> Row {
        let mut sum = Row::default();
        self.units.iter().filter(|one| one.seat.path.starts_with(path)).for_each(|one| sum.add(&one.row));
        sum
    }

    /// The units whose cell has something missing.
    pub fn missing(&self, step: Step, month: Option<u32>) -> impl Iterator<Item = &UnitItems> {
        self.units.iter().filter(move |one| one.row.tally(step, month).missing > 0)
    }
}

/// Rule sets as they bind some units alike, with first and last day.
type Likeness = (Level, Vec<(RuleSetId, NaiveDate, Option<NaiveDate>)>);

/// The radar of `above` and everything below it in `year`, as it stands today.
///
/// # Errors
/// [`AppError::Denied`]; the database's.
pub async fn grid(app: &App, ctx: &Ctx, above: &Unit, year: i32, boundaries: Boundaries) -> AppResult<Arc<Grid>> {
    ctx.permit(Action::ReviewReport, &above.target())?;
    let conn = app.db().read();
    let today = ctx.today();
    conn.known("radar", format!("{} {year} {today} {boundaries}", above.path), read(conn, above, year, today, boundaries)).await
}

async fn read(conn: &Conn, above: &Unit, year: i32, today: NaiveDate, boundaries: Boundaries) -> AppResult<Grid> {
    let rules = together(RuleBook::read(conn), duties::calendar(conn));
    let work = together(acts_of(conn, &above.path, year), active_units(conn, &above.path));
    let ((book, calendar), (mut acts, active)) = together(rules, work).await?;
    let mut owed: BTreeMap<Likeness, Owed> = BTreeMap::new();
    let mut dates = Dates { book: &book, calendar: &calendar, known: BTreeMap::new() };
    let mut units = Vec::new();
    for (unit, seat) in seated(conn, above, active, today, boundaries).await? {
        if unit.valid_to.is_some_and(|to| to.year() < year) || unit.valid_from.is_some_and(|from| from.year() > year) {
            continue;
        }
        if !unit.path.starts_with(&above.path) {
            acts.extend(acts_of(conn, &unit.path, year).await?);
        }
        let level = if unit.kind.is_provincial() { Level::Province } else { Level::Commune };
        let likeness = (level, book.likeness(&unit.code));
        let owed = owed.entry(likeness).or_insert_with(|| owed_by(&book.in_year(&unit.code, year), level, year));
        let doings = doings(acts.remove(&unit.code).unwrap_or_default(), &unit, &mut dates)?;
        let items = items(owed, &doings, year, today);
        units.push(UnitItems { row: Row::of(&items), unit, seat, items });
    }
    Ok(Grid { units })
}

/// Every unit with the one for which it counts.
async fn seated(
    conn: &Conn,
    above: &Unit,
    active: Vec<Unit>,
    today: NaiveDate,
    boundaries: Boundaries,
) -> AppResult<Vec<(Unit, Unit)>> {
    if boundaries == Boundaries::Then {
        return Ok(active.into_iter().map(|unit| (unit.clone(), unit)).collect());
    }
    let codes: Vec<String> = active.iter().map(|unit| unit.code.clone()).collect();
    let before = predecessors(conn, &codes, today).await?.into_iter().filter(|unit| unit.activated_at.is_some());
    let mut seated = Vec::new();
    for unit in active.into_iter().chain(before) {
        let seat = heir_of(conn, unit.clone(), today).await?;
        if seat.path.starts_with(&above.path) {
            seated.push((unit, seat));
        }
    }
    Ok(seated)
}

/// What these sets make a unit do.
fn owed_by(sets: &[RuleSet], level: Level, year: i32) -> Owed {
    let sets: Vec<&RuleSet> = sets.iter().collect();
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Owed::default();
    };
    let mut owed = Owed::default();
    let by_rule = sets.iter().filter_map(|set| set.parameters.plan_due.as_ref());
    let by_rule = by_rule.filter_map(|due| NaiveDate::from_ymd_opt(year, due.value.month, due.value.day)).min();
    owed.plan_by = Owed::plan_day(by_rule, year).filter(|day| sets.iter().any(|set| set.is_valid_on(*day)));
    let duties = law::duties(&sets, level, year);
    let dialogues = duties.iter().filter(|duty| duty.kind == DutyKind::Dialogue).map(|duty| duty.count);
    owed.dialogues = dialogues.max().unwrap_or(0);
    // Two instruments that ask for days of reception ask for the same days: the one with more of them is the duty.
    let receptions = duties.iter().filter(|duty| duty.kind == DutyKind::Reception);
    let strictest = receptions.max_by_key(|duty| duty.periods_of(year).len() * duty.count as usize);
    if let Some(duty) = strictest {
        owed.receptions = duty.periods_of(year).into_iter().map(|(from, to)| (from, to, duty.count)).collect();
    }
    // A unit that ends within the year reports by what bound it last.
    let bound_to = sets.iter().map(|set| set.valid_to.unwrap_or(last)).max().unwrap_or(last).min(last);
    let rules: Vec<_> = law::merge(&sets, bound_to).report_periods.into_iter().map(|chosen| chosen.value).collect();
    owed.reports = periods(&rules, year);
    owed.reports.retain(|period| sets.iter().any(|set| set.is_valid_on(period.data_to.clamp(first, last))));
    owed
}

/// Dates around dialogues, each pair of rules and day counted once.
struct Dates<'a> {
    book: &'a RuleBook,
    calendar: &'a WorkingCalendar,
    known: BTreeMap<(Vec<RuleSetId>, NaiveDate), Around>,
}

/// The last days that the radar asks for.
#[derive(Debug, Clone, Copy)]
struct Around {
    announce_by: NaiveDate,
    sign_by: NaiveDate,
    conclude_by: NaiveDate,
}

impl Dates<'_> {
    fn around(&mut self, unit: &Unit, on: NaiveDate) -> AppResult<Around> {
        let rules = self.book.on(&unit.code, on);
        if let Some(known) = self.known.get(&(rules.clone(), on)) {
            return Ok(*known);
        }
        let effective = self.book.merged(&rules, on);
        let dates = law::session_dates(&effective, self.calendar, on);
        let dates = dates.map_err(|error| AppError::Internal(error.to_string()))?;
        let by = |kind| dates.iter().find(|date| date.kind == kind).map(|date| date.deadline.last_day());
        let around = Around {
            announce_by: by(DateKind::PublicNotice).unwrap_or(on),
            sign_by: self.calendar.next_working(on).unwrap_or(on),
            conclude_by: by(DateKind::ConclusionNotice).unwrap_or(on + Days::new(10)),
        };
        self.known.insert((rules, on), around);
        Ok(around)
    }
}

fn doings(acts: Acts, unit: &Unit, dates: &mut Dates<'_>) -> AppResult<Doings> {
    let mut dialogues = Vec::with_capacity(acts.dialogues.len());
    for Seen { id, on, kind, stage, is_concluded, issues, unanswered } in acts.dialogues {
        // What a unit planned for the time after its end waits for its heir.
        if !unit.exists_on(on) && stage < Stage::Held {
            continue;
        }
        let Around { announce_by, sign_by, conclude_by } = dates.around(unit, on)?;
        let counts = kind != SessionKind::AdHoc;
        dialogues.push(Dialogue { id, on, stage, counts, announce_by, sign_by, conclude_by, is_concluded, issues, unanswered });
    }
    Ok(Doings { plan_approved: acts.plan_approved, received_on: acts.received_on, dialogues, reports: acts.reports })
}

/// Reminds every unit in the column that misses something: its office and its leaders, once a day. Answers how many units.
///
/// # Errors
/// `radar.nothing-missing`; [`AppError::Denied`].
pub async fn remind(app: &App, ctx: &Ctx, above: &Unit, year: i32, step: Step, month: Option<u32>) -> AppResult<usize> {
    let grid = grid(app, ctx, above, year, Boundaries::Then).await?;
    let silent: Vec<&UnitItems> = grid.missing(step, month).filter(|one| one.unit.code != above.code).collect();
    if silent.is_empty() {
        return Err(Refusal::new("radar.nothing-missing").into());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    for one in &silent {
        // What a unit that has ended owes still, its heir is asked for.
        let heir = heir_of(tx.conn(), one.unit.clone(), ctx.today()).await?;
        let bodies: Vec<_> = bodies_of_unit(tx.conn(), &heir.code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
        let notify = Notify {
            code: step.notice().to_owned(),
            to: [Role::Office, Role::Leader].map(|role| Audience::Role { role, bodies: bodies.clone() }).to_vec(),
            args: vec![
                ("above".to_owned(), above.name.clone()),
                ("missing".to_owned(), one.row.tally(step, month).missing.to_string()),
                ("year".to_owned(), year.to_string()),
            ],
            href: if step == Step::Reported { "/reports".to_owned() } else { format!("/plans?year={year}") },
        };
        let month = month.unwrap_or(0);
        tx.queue(&Message::notify(format!("radar/{step}/{year}-{month}/{}/{}", one.unit.code, ctx.today()), &notify)).await?;
    }
    let units: Vec<&str> = silent.iter().map(|one| one.unit.code.as_str()).collect();
    let facts = json!({ "step": step, "year": year, "month": month, "units": units });
    tx.commit(Event::new("radar.reminded", "unit", &above.code, &above.code).facts(facts)).await?;
    Ok(silent.len())
}
