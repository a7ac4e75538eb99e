//! The silence radar: what each unit had to do in each month of a year, what it has done, and what is missing. Pure.
//!
//! Everything that a figure counts is an [`Item`], so that the list behind a figure cannot differ from it. What no rule dates is
//! dated by habit, and only to see silence: nobody is late by it in law.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};

use crate::alphabet;
use crate::kernel::SessionId;
use crate::law::ReportPeriod;
use crate::reports::rules::period::{PeriodKey, period_key};

alphabet! {
    /// The duties of a year, in the order of work: the columns of the radar.
    pub enum Step {
        /// The year plan is approved.
        Plan = "plan",
        /// People are received on so many days.
        Reception = "reception",
        /// A dialogue is announced in time.
        Announced = "announced",
        Held = "held",
        /// Minutes are signed.
        Minutes = "minutes",
        Conclusion = "conclusion",
        /// All issues of a dialogue are answered.
        Answered = "answered",
        /// The periodic reports are sent.
        Reported = "reported",
    }
}

impl Step {
    /// The code of the notice that reminds of it.
    #[must_use]
    pub const fn notice(self) -> &'static str {
        match self {
            Self::Plan => "radar-plan",
            Self::Reception => "radar-reception",
            Self::Announced => "radar-announced",
            Self::Held => "radar-held",
            Self::Minutes => "radar-minutes",
            Self::Conclusion => "radar-conclusion",
            Self::Answered => "radar-answered",
            Self::Reported => "radar-reported",
        }
    }
}

alphabet! {
    /// How a cell stands: nothing to do, all done, still in time, or missing.
    pub enum Mark {
        None = "none",
        Done = "done",
        Open = "open",
        Missing = "missing",
    }
}

/// Day of January until which a year plan is awaited where no rule says it.
const PLAN_BY: u32 = 31;
/// Days after the end of its data in which a report is awaited where no rule says it.
const REPORT_DAYS: u64 = 31;

/// Something that had to be done once, or so many times in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    pub step: Step,
    /// 1 to 12.
    pub month: u32,
    /// The last day in time.
    pub by: NaiveDate,
    pub due: u32,
    pub done: u32,
    pub missing: u32,
    pub of: Of,
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Plan,
    Session(SessionId),
    /// Days of reception, or dialogues that nobody has planned, from a day on.
    Period(NaiveDate),
    Report(PeriodKey),
}

/// How many in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub due: u32,
    pub done: u32,
    pub missing: u32,
}

impl Tally {
    #[must_use]
    pub const fn mark(self) -> Mark {
        match self {
            Self { due: 0, .. } => Mark::None,
            Self { missing: 1.., .. } => Mark::Missing,
            Self { due, done, .. } if done >= due => Mark::Done,
            _ => Mark::Open,
        }
    }

    const fn add(&mut self, other: Self) {
        self.due += other.due;
        self.done += other.done;
        self.missing += other.missing;
    }
}

/// What the rules make a unit do in a year; the same for all units that are bound alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owed {
    /// None where no rule set binds the unit in that year.
    pub plan_by: Option<NaiveDate>,
    /// First and last day of a period, and the days of reception in it.
    pub receptions: Vec<(NaiveDate, NaiveDate, u32)>,
    /// Dialogues in the year.
    pub dialogues: u32,
    pub reports: Vec<ReportPeriod>,
}

impl Owed {
    /// The day of the plan: by rule or by habit.
    #[must_use]
    pub fn plan_day(by_rule: Option<NaiveDate>, year: i32) -> Option<NaiveDate> {
        by_rule.or_else(|| NaiveDate::from_ymd_opt(year, 1, PLAN_BY))
    }
}

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Planned,
    Announced,
    Held,
    /// Its minutes are signed.
    Closed,
}

/// A dialogue that was not cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialogue {
    pub id: SessionId,
    pub on: NaiveDate,
    pub stage: Stage,
    /// Whether it fulfils the yearly duty.
    pub counts: bool,
    pub announce_by: NaiveDate,
    pub sign_by: NaiveDate,
    pub conclude_by: NaiveDate,
    pub is_concluded: bool,
    pub issues: u32,
    pub unanswered: u32,
}

/// What a unit has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doings {
    pub plan_approved: bool,
    pub received_on: BTreeSet<NaiveDate>,
    pub dialogues: Vec<Dialogue>,
    pub reports: BTreeSet<PeriodKey>,
}

/// Everything that the unit had to do in `year`, as it stands on `today`.
#[must_use]
pub fn items(owed: &Owed, doings: &Doings, year: i32, today: NaiveDate) -> Vec<Item> {
    let mut all = Vec::with_capacity(40);
    let one = |step, on: NaiveDate, by: NaiveDate, is_done: bool, of| {
        let missing = u32::from(!is_done && today > by);
        Item { step, month: on.month(), by, due: 1, done: u32::from(is_done), missing, of }
    };
    if let Some(by) = owed.plan_by {
        all.push(one(Step::Plan, by, by, doings.plan_approved, Of::Plan));
    }
    for &(from, to, count) in &owed.receptions {
        let held = u32::try_from(doings.received_on.range(from..=to).count()).unwrap_or(u32::MAX).min(count);
        let missing = if today > to { count - held } else { 0 };
        all.push(Item {
            step: Step::Reception,
            month: from.max(NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(from)).month(),
            by: to,
            due: count,
            done: held,
            missing,
            of: Of::Period(from),
        });
    }
    for dialogue in &doings.dialogues {
        let of = Of::Session(dialogue.id);
        let announced = dialogue.stage >= Stage::Announced;
        all.push(one(Step::Announced, dialogue.on, dialogue.announce_by, announced, of));
        all.push(one(Step::Held, dialogue.on, dialogue.on, dialogue.stage >= Stage::Held, of));
        if dialogue.stage >= Stage::Held {
            all.push(one(Step::Minutes, dialogue.on, dialogue.sign_by, dialogue.stage == Stage::Closed, of));
            all.push(one(Step::Conclusion, dialogue.on, dialogue.conclude_by, dialogue.is_concluded, of));
            if dialogue.issues > 0 {
                all.push(one(Step::Answered, dialogue.on, dialogue.conclude_by, dialogue.unanswered == 0, of));
            }
        }
    }
    let counted = doings.dialogues.iter().filter(|dialogue| dialogue.counts).count();
    let short = owed.dialogues.saturating_sub(u32::try_from(counted).unwrap_or(u32::MAX));
    if let (1.., Some(from), Some(to)) = (short, NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) {
        let missing = if today > to { short } else { 0 };
        all.push(Item { step: Step::Held, month: 12, by: to, due: short, done: 0, missing, of: Of::Period(from) });
    }
    for period in &owed.reports {
        let habit = period.data_to.checked_add_days(Days::new(REPORT_DAYS)).unwrap_or(period.data_to);
        let key = period_key(period);
        all.push(one(
            Step::Reported,
            period.data_to,
            period.due.unwrap_or(habit),
            doings.reports.contains(&key),
            Of::Report(key),
        ));
    }
    all
}

/// The cells of a unit, or of several together: by step and month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    cells: BTreeMap<(Step, u32), Tally>,
}

impl Row {
    #[must_use]
    pub fn of(items: &[Item]) -> Self {
        let mut row = Self::default();
        for item in items {
            let tally = Tally { due: item.due, done: item.done, missing: item.missing };
            row.cells.entry((item.step, item.month)).or_default().add(tally);
        }
        row
    }

    /// Adds another unit's cells.
    pub fn add(&mut self, other: &Self) {
        for (key, tally) in &other.cells {
            self.cells.entry(*key).or_default().add(*tally);
        }
    }

    /// One month of a step, or the whole year.
    #[must_use]
    pub fn tally(&self, step: Step, month: Option<u32>) -> Tally {
        let mut sum = Tally::default();
        match month {
            Some(month) => sum.add(self.cells.get(&(step, month)).copied().unwrap_or_default()),
            None => self.cells.range((step, 0)..=(step, 12)).for_each(|(_, tally)| sum.add(*tally)),
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{PeriodKind, PeriodRule};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn dialogue(on: &str, stage: Stage) -> Dialogue {
        let on = day(on);
        Dialogue {
            id: SessionId::fresh(),
            on,
            stage,
            counts: true,
            announce_by: on - Days::new(7),
            sign_by: on + Days::new(1),
            conclude_by: on + Days::new(10),
            is_concluded: false,
            issues: 3,
            unanswered: 1,
        }
    }

    fn tally(due: u32, done: u32, missing: u32) -> Tally {
        Tally { due, done, missing }
    }

    fn row(owed: &Owed, doings: &Doings, today: &str) -> Row {
        Row::of(&items(owed, doings, 2026, day(today)))
    }

    #[test]
    fn silence_is_seen_the_day_after_the_last_day() {
        let owed = Owed { plan_by: Owed::plan_day(None, 2026), dialogues: 1, ..Owed::default() };
        let silent = Doings::default();
        assert_eq!(row(&owed, &silent, "2026-01-31").tally(Step::Plan, None).mark(), Mark::Open);
        assert_eq!(row(&owed, &silent, "2026-02-01").tally(Step::Plan, None).mark(), Mark::Missing);
        // Nobody has planned the dialogue of the year: open until the year is over.
        assert_eq!(row(&owed, &silent, "2026-12-31").tally(Step::Held, Some(12)), tally(1, 0, 0));
        assert_eq!(row(&owed, &silent, "2027-01-01").tally(Step::Held, Some(12)), tally(1, 0, 1));
        assert_eq!(row(&owed, &silent, "2027-01-01").tally(Step::Minutes, None).mark(), Mark::None);
        let planned = Doings { plan_approved: true, dialogues: vec![dialogue("2026-08-28", Stage::Announced)], ..silent };
        let row = row(&owed, &planned, "2026-08-28");
        assert_eq!((row.tally(Step::Held, Some(8)), row.tally(Step::Held, Some(12))), (tally(1, 0, 0), tally(0, 0, 0)));
    }

    #[test]
    fn what_follows_a_dialogue_is_owed_once_it_is_held() {
        let owed = Owed { dialogues: 1, ..Owed::default() };
        let with = |stage, today| {
            let doings = Doings { dialogues: vec![dialogue("2026-08-28", stage)], ..Doings::default() };
            let row = row(&owed, &doings, today);
            [Step::Announced, Step::Held, Step::Minutes, Step::Conclusion, Step::Answered]
                .map(|step| row.tally(step, Some(8)).mark())
        };
        use Mark::{Done, Missing, None, Open};
        assert_eq!(with(Stage::Planned, "2026-08-21"), [Open, Open, None, None, None]);
        assert_eq!(with(Stage::Planned, "2026-08-22"), [Missing, Open, None, None, None]);
        assert_eq!(with(Stage::Held, "2026-08-29"), [Done, Done, Open, Open, Open]);
        assert_eq!(with(Stage::Closed, "2026-09-08"), [Done, Done, Done, Missing, Missing]);
    }

    #[test]
    fn days_of_reception_are_counted_in_their_month_and_not_more_than_are_owed() {
        let receptions = vec![(day("2026-03-01"), day("2026-03-31"), 2), (day("2026-04-01"), day("2026-04-30"), 2)];
        let owed = Owed { receptions, ..Owed::default() };
        let on = ["2026-03-02", "2026-03-10", "2026-03-20", "2026-04-10"].map(day);
        let doings = Doings { received_on: on.into_iter().collect(), ..Doings::default() };
        let row = row(&owed, &doings, "2026-05-01");
        assert_eq!(row.tally(Step::Reception, Some(3)), tally(2, 2, 0));
        assert_eq!(row.tally(Step::Reception, Some(4)), tally(2, 1, 1));
        assert_eq!(row.tally(Step::Reception, None), tally(4, 3, 1));
        let mut two = row.clone();
        two.add(&row);
        assert_eq!(two.tally(Step::Reception, None), tally(8, 6, 2));
    }

    #[test]
    fn a_report_is_awaited_until_its_day_or_a_month_long() {
        let half = PeriodRule { due_after_days: Some(5), ..PeriodRule::calendar(PeriodKind::H1) };
        let reports = [half, PeriodRule::calendar(PeriodKind::Q1)].iter().flat_map(|rule| rule.of_year(2026)).collect();
        let owed = Owed { reports, ..Owed::default() };
        let doings = Doings { reports: ["q1".parse().unwrap()].into(), ..Doings::default() };
        // The first half ends on 30 June, its report is due on 5 July; the first quarter's was sent.
        assert_eq!(row(&owed, &doings, "2026-07-05").tally(Step::Reported, Some(6)), tally(1, 0, 0));
        assert_eq!(row(&owed, &doings, "2026-07-06").tally(Step::Reported, Some(6)), tally(1, 0, 1));
        assert_eq!(row(&owed, &doings, "2026-07-06").tally(Step::Reported, Some(3)), tally(1, 1, 0));
        // Without a day of its own the first quarter's would be missed after the first of May.
        let silent = Doings::default();
        assert_eq!(row(&owed, &silent, "2026-05-01").tally(Step::Reported, Some(3)).missing, 0);
        assert_eq!(row(&owed, &silent, "2026-05-02").tally(Step::Reported, Some(3)).missing, 1);
    }
}
