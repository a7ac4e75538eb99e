//! What a new text of an instrument does to duties and to the dates around sessions. Pure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use crate::kernel::{RuleSetId, SessionId};
use crate::law::{
    DateKind, DeadlineError, Duty, DutyKind, EffectiveRules, HeldFact, LedgerLine, LegalPeriod, Level, PlannedFact, RuleSet,
    WorkingCalendar, duties, ledger, session_dates,
};

/// A unit in one year: the texts that bind it before and after, and what it has held and planned.
#[derive(Debug, Clone)]
pub struct UnitYear {
    pub unit_code: String,
    pub level: Level,
    /// Word of the unit's kind.
    pub kind: &'static str,
    pub year: i32,
    pub before: Vec<RuleSet>,
    pub after: Vec<RuleSet>,
    pub held: Vec<HeldFact>,
    pub planned: Vec<PlannedFact>,
}

/// A number before and after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Both {
    pub before: u32,
    pub after: u32,
}

/// Units of one kind whose duty of a year changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyChange {
    pub year: i32,
    pub kind: &'static str,
    pub duty: DutyKind,
    pub per: LegalPeriod,
    pub units: usize,
    pub due: Both,
    /// Units that fall short with what they have held and planned.
    pub short_units: Both,
}

/// A unit that falls short, or shorter than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    pub unit_code: String,
    pub year: i32,
    pub duty: DutyKind,
    pub per: LegalPeriod,
    pub due: u32,
    pub held: u32,
    pub planned: u32,
    pub short: u32,
}

/// A session ahead with the rules of its day, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    pub id: SessionId,
    pub unit_code: String,
    pub code: String,
    pub on: NaiveDate,
    pub before: Vec<RuleSetId>,
    pub after: Vec<RuleSetId>,
}

/// A date around a session that moves, comes or goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub session: SessionId,
    pub unit_code: String,
    /// Code and day of the session.
    pub code: String,
    pub on: NaiveDate,
    pub kind: DateKind,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
}

/// What publishing does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Units that the text binds from its first day, by code.
    pub bound: Vec<String>,
    pub duties: Vec<DutyChange>,
    pub shortfalls: Vec<Shortfall>,
    pub moves: Vec<Move>,
}

/// Whether the instrument `code` asks something else of a unit of this level in `year`.
#[must_use]
pub fn asks_otherwise(code: &str, level: Level, year: i32, before: &[RuleSet], after: &[RuleSet]) -> bool {
    owed(code, level, year, before) != owed(code, level, year, after)
}

fn owed(code: &str, level: Level, year: i32, sets: &[RuleSet]) -> Vec<Duty> {
    let sets: Vec<&RuleSet> = sets.iter().filter(|set| set.code == code).collect();
    let mut owed = duties(&sets, level, year);
    // Where a text ends and the next one says the same, only the days differ.
    for duty in &mut owed {
        duty.reach = (duty.from, duty.to);
    }
    owed
}

/// Duties of the instrument `code` that change, and the units that fall short by it.
#[must_use]
pub fn duty_effect(
    code: &str,
    units: &[UnitYear],
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> (Vec<DutyChange>, Vec<Shortfall>) {
    let mut changes: BTreeMap<(i32, &'static str, DutyKind, LegalPeriod), DutyChange> = BTreeMap::new();
    let mut shortfalls = Vec::new();
    for unit in units {
        let book = |sets: &[RuleSet]| {
            let sets: Vec<&RuleSet> = sets.iter().filter(|set| set.code == code).collect();
            let duties = duties(&sets, unit.level, unit.year);
            ledger(&duties, unit.year, &unit.held, &unit.planned, today, calendar)
        };
        let (before, after) = (book(&unit.before), book(&unit.after));
        for (&(duty, per), both) in &paired(&before, &after) {
            let (was, becomes) = (Sums::of(&both.0), Sums::of(&both.1));
            if was.due == becomes.due && was.short == becomes.short {
                continue;
            }
            let key = (unit.year, unit.kind, duty, per);
            let change = changes.entry(key).or_insert_with(|| DutyChange {
                year: unit.year,
                kind: unit.kind,
                duty,
                per,
                units: 0,
                due: Both::default(),
                short_units: Both::default(),
            });
            change.units += 1;
            change.due.before += was.due;
            change.due.after += becomes.due;
            change.short_units.before += u32::from(was.short > 0);
            change.short_units.after += u32::from(becomes.short > 0);
            if becomes.short > was.short {
                let Sums { due, held, planned, short } = becomes;
                let unit_code = unit.unit_code.clone();
                shortfalls.push(Shortfall { unit_code, year: unit.year, duty, per, due, held, planned, short });
            }
        }
    }
    (changes.into_values().collect(), shortfalls)
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    due: u32,
    held: u32,
    planned: u32,
    short: u32,
}

impl Sums {
    fn of(lines: &[&LedgerLine]) -> Self {
        let sum = |get: fn(&LedgerLine) -> u32| lines.iter().map(|line| get(line)).sum();
        Self {
            due: sum(|line| line.due),
            held: sum(|line| line.held),
            planned: sum(|line| line.planned),
            short: sum(|line| line.short),
        }
    }
}

type Pair<'a> = (Vec<&'a LedgerLine>, Vec<&'a LedgerLine>);

/// The lines of each duty on both sides.
fn paired<'a>(before: &'a [LedgerLine], after: &'a [LedgerLine]) -> BTreeMap<(DutyKind, LegalPeriod), Pair<'a>> {
    let mut pairs: BTreeMap<(DutyKind, LegalPeriod), Pair<'a>> = BTreeMap::new();
    for line in before {
        pairs.entry((line.duty.kind, line.duty.per)).or_default().0.push(line);
    }
    for line in after {
        pairs.entry((line.duty.kind, line.duty.per)).or_default().1.push(line);
    }
    pairs
}

/// The dates around `sessions` that move and are not over on both sides; `before` and `after` say what sets of rules mean
/// together on a day.
///
/// # Errors
/// A date that cannot be counted.
pub fn date_effect(
    sessions: &[Ahead],
    before: impl Fn(&[RuleSetId], NaiveDate) -> EffectiveRules,
    after: impl Fn(&[RuleSetId], NaiveDate) -> EffectiveRules,
    calendar: &WorkingCalendar,
    today: NaiveDate,
) -> Result<Vec<Move>, DeadlineError> {
    type Moved = Vec<(DateKind, Option<NaiveDate>, Option<NaiveDate>)>;
    let dates = |rules: &EffectiveRules, on| {
        let dates = session_dates(rules, calendar, on)?.into_iter();
        Ok::<BTreeMap<DateKind, NaiveDate>, DeadlineError>(dates.map(|date| (date.kind, date.deadline.last_day())).collect())
    };
    // Communes share their rules and often their days: each pair is counted once.
    let mut known: BTreeMap<(&[RuleSetId], &[RuleSetId], NaiveDate), Moved> = BTreeMap::new();
    let mut moves = Vec::new();
    for session in sessions {
        let key = (session.before.as_slice(), session.after.as_slice(), session.on);
        let moved = match known.entry(key) {
            Entry::Occupied(counted) => counted.into_mut(),
            Entry::Vacant(place) => {
                let (was, becomes) = (
                    dates(&before(&session.before, session.on), session.on)?,
                    dates(&after(&session.after, session.on), session.on)?,
                );
                let both = DateKind::ALL.iter().map(|kind| (*kind, was.get(kind).copied(), becomes.get(kind).copied()));
                place.insert(both.filter(|(_, from, to)| from != to).collect())
            }
        };
        let open = moved.iter().filter(|(_, from, to)| [from, to].into_iter().flatten().any(|on| *on >= today));
        moves.extend(open.map(|&(kind, from, to)| Move {
            session: session.id,
            unit_code: session.unit_code.clone(),
            code: session.code.clone(),
            on: session.on,
            kind,
            from,
            to,
        }));
    }
    Ok(moves)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::parameters::{Stated, Term, When};
    use crate::law::{DeadlineRule, LedBy, merge, seeds};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn seed(code: &str) -> RuleSet {
        seeds().unwrap().into_iter().find(|set| set.code == code).unwrap()
    }

    /// The law until the end of 2026, and two dialogues a year from 2027 on.
    fn twice_from_2027() -> Vec<RuleSet> {
        let law = seed("law-commune-2025");
        let mut new = RuleSet { valid_from: day("2027-01-01"), ..law.clone() };
        new.parameters.min_per_year = Some(Stated { value: 2, basis: "Điều 43 mới".into() });
        vec![RuleSet { valid_to: Some(day("2026-12-31")), ..law }, new]
    }

    fn unit(code: &str, year: i32, planned: &[&str]) -> UnitYear {
        let plan = |on: &&str| PlannedFact { on: day(on), kind: DutyKind::Dialogue, ad_hoc: false };
        UnitYear {
            unit_code: code.into(),
            level: Level::Commune,
            kind: "phường",
            year,
            before: vec![seed("law-commune-2025")],
            after: twice_from_2027(),
            held: Vec::new(),
            planned: planned.iter().map(plan).collect(),
        }
    }

    #[test]
    fn what_is_due_is_counted_by_kind_of_unit_and_who_falls_short_is_named() {
        let today = day("2026-11-01");
        // One has planned two dialogues of 2027, one has planned one, one none; 2026 is as it was.
        let units = [
            unit("03646", 2027, &["2027-03-10", "2027-09-10"]),
            unit("03667", 2027, &["2027-05-20"]),
            unit("11413", 2027, &[]),
            unit("11413", 2026, &[]),
        ];
        let (changes, short) = duty_effect("law-commune-2025", &units, today, &WorkingCalendar::builtin());
        let expected = DutyChange {
            year: 2027,
            kind: "phường",
            duty: DutyKind::Dialogue,
            per: LegalPeriod::Year,
            units: 3,
            due: Both { before: 3, after: 6 },
            short_units: Both { before: 1, after: 2 },
        };
        assert_eq!(changes, [expected]);
        let told: Vec<_> = short.iter().map(|one| (one.unit_code.as_str(), one.due, one.planned, one.short)).collect();
        assert_eq!(told, [("03667", 2, 1, 1), ("11413", 2, 0, 2)]);
        let (before, after) = (vec![seed("law-commune-2025")], twice_from_2027());
        let asks = |year| asks_otherwise("law-commune-2025", Level::Commune, year, &before, &after);
        assert!(!asks(2026) && asks(2027));
    }

    #[test]
    fn what_is_held_counts_on_both_sides() {
        let held =
            HeldFact { on: day("2027-02-10"), kind: DutyKind::Dialogue, ad_hoc: false, in_person: true, led_by: LedBy::BOTH };
        let unit = UnitYear { held: vec![held], ..unit("03667", 2027, &["2027-05-20"]) };
        let (changes, short) = duty_effect("law-commune-2025", &[unit], day("2027-03-01"), &WorkingCalendar::builtin());
        assert_eq!((changes[0].due, changes[0].short_units), (Both { before: 1, after: 2 }, Both::default()));
        assert!(short.is_empty());
    }

    #[test]
    fn dates_move_come_and_go_and_what_is_over_is_left_alone() {
        let (old, new) = (RuleSetId::fresh(), RuleSetId::fresh());
        let law = seed("law-commune-2025");
        let mut other = law.clone();
        // Notice ten days before instead of seven; invitations five days before; publication is not said any more.
        let term = |days| Some(Term { when: When::Offset(DeadlineRule::calendar(days)), basis: "Điều thử".into() });
        other.parameters.terms.notice_before = term(-10);
        other.parameters.terms.invitation_before = term(-5);
        other.parameters.terms.publish_within = None;
        let session = Ahead {
            id: SessionId::fresh(),
            unit_code: "03667".into(),
            code: "03667-2027-01".into(),
            on: day("2027-03-10"),
            before: vec![old],
            after: vec![new],
        };
        let told = |today: &str| {
            let moves = date_effect(
                std::slice::from_ref(&session),
                |_, on| merge(&[&law], on),
                |_, on| merge(&[&other], on),
                &WorkingCalendar::builtin(),
                day(today),
            );
            moves.unwrap().into_iter().map(|one| (one.kind, one.from, one.to)).collect::<Vec<_>>()
        };
        let on = |text: &str| Some(day(text));
        let all = [
            (DateKind::Invitation, None, on("2027-03-05")),
            (DateKind::PublicNotice, on("2027-03-03"), on("2027-02-28")),
            (DateKind::Publication, on("2027-03-20"), None),
        ];
        assert_eq!(told("2027-01-04"), all);
        assert_eq!(told("2027-03-04"), [all[0], all[2]]);
    }
}
