//! What a changed calendar does to sessions and the dates around them. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::kernel::{CommitmentId, RuleSetId, SessionId};
use crate::law::{DateKind, DeadlineError, EffectiveRules, WorkingCalendar, session_dates};

/// Calendar days around the changed ones in which a session's dates can touch them: intake opens some weeks before, reports
/// follow some weeks after.
pub const REACH_DAYS: u64 = 120;

/// A session as far as the calendar concerns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub id: SessionId,
    pub unit_code: String,
    pub code: String,
    pub title: String,
    pub on: NaiveDate,
    /// The day of its series from which it was shifted, if it was.
    pub slot_on: Option<NaiveDate>,
    /// Neither begun nor cancelled.
    pub is_ahead: bool,
    /// Whether there are dates around it: days of reception have none.
    pub has_dates: bool,
    /// The rule sets that bind its unit on its day.
    pub rules: Vec<RuleSetId>,
}

/// A date around a session that falls on another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub session: Standing,
    pub kind: DateKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A commitment whose last day goes to the next working day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseMove {
    pub id: CommitmentId,
    pub unit_code: String,
    pub code: String,
    pub wording: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A kind of date, and the days on which it falls on the two calendars.
type Moved = (DateKind, NaiveDate, NaiveDate);

/// What publishing does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Dates that move and are not yet over.
    pub moves: Vec<Move>,
    /// Sessions ahead whose day was worked and is off now: somebody has to decide about them.
    pub on_days_off: Vec<Standing>,
    /// Sessions before an occasion that go to another day by themselves, with that day.
    pub recounted: Vec<(Standing, NaiveDate)>,
    /// Commitments whose last day becomes a day off.
    pub promises: Vec<PromiseMove>,
    /// Sessions ahead that stand elsewhere only because of a day off that is worked now: the day cannot be taken away under them.
    pub shifted: Vec<Standing>,
}

/// Compares `sessions` on two calendars; `merged` says what sets of rules mean together on a day.
///
/// # Errors
/// A date that cannot be counted.
pub fn effect(
    sessions: Vec<Standing>,
    merged: impl Fn(&[RuleSetId], NaiveDate) -> EffectiveRules,
    before: &WorkingCalendar,
    after: &WorkingCalendar,
    today: NaiveDate,
) -> Result<Effect, DeadlineError> {
    let mut effect = Effect::default();
    // Communes share their rules and often their days: each pair is counted once.
    let mut known: BTreeMap<(Vec<RuleSetId>, NaiveDate), Vec<Moved>> = BTreeMap::new();
    for session in sessions {
        if session.has_dates {
            let key = (session.rules.clone(), session.on);
            if !known.contains_key(&key) {
                let rules = merged(&session.rules, session.on);
                known.insert(key.clone(), moved(&rules, before, after, session.on)?);
            }
            let open = known[&key].iter().filter(|(_, from, to)| *from >= today || *to >= today);
            effect.moves.extend(open.map(|&(kind, from, to)| Move { session: session.clone(), kind, from, to }));
        }
        if !session.is_ahead || session.on < today {
            continue;
        }
        if session.slot_on.is_some_and(|slot| !before.is_working(slot) && after.is_working(slot)) {
            effect.shifted.push(session);
        } else if before.is_working(session.on) && !after.is_working(session.on) {
            effect.on_days_off.push(session);
        }
    }
    Ok(effect)
}

/// The dates around a session on `on` that differ.
fn moved(
    rules: &EffectiveRules,
    before: &WorkingCalendar,
    after: &WorkingCalendar,
    on: NaiveDate,
) -> Result<Vec<Moved>, DeadlineError> {
    let after: BTreeMap<DateKind, NaiveDate> =
        session_dates(rules, after, on)?.into_iter().map(|date| (date.kind, date.deadline.last_day())).collect();
    let dates = session_dates(rules, before, on)?.into_iter().map(|date| (date.kind, date.deadline.last_day()));
    Ok(dates.filter_map(|(kind, from)| after.get(&kind).filter(|to| **to != from).map(|to| (kind, from, *to))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{DayEntry, DayKind, merge};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn standing(on: &str, slot_on: Option<&str>) -> Standing {
        Standing {
            id: SessionId::fresh(),
            unit_code: "03667".into(),
            code: "03667-2026-01".into(),
            title: "Đối thoại".into(),
            on: day(on),
            slot_on: slot_on.map(day),
            is_ahead: true,
            has_dates: true,
            rules: Vec::new(),
        }
    }

    fn calendar(entries: &[(&str, DayKind)]) -> WorkingCalendar {
        let entry = |&(on, kind): &(&str, DayKind)| DayEntry { on: day(on), kind, label: "thử".into() };
        WorkingCalendar::with_entries(entries.iter().map(entry))
    }

    fn none(_: &[RuleSetId], on: NaiveDate) -> EffectiveRules {
        merge(&[], on)
    }

    /// Habit wants the answers three working days before: for Friday 27 November 2026 that is Tuesday 24, and with the 24th
    /// off Monday 23. The synthesis is due seven working days before: Wednesday 18, and then Tuesday 17.
    #[test]
    fn a_new_day_off_moves_what_counts_working_days_and_nothing_else() {
        let (before, after) = (calendar(&[]), calendar(&[("2026-11-24", DayKind::Holiday)]));
        let session = standing("2026-11-27", None);
        let found = effect(vec![session.clone()], none, &before, &after, day("2026-11-01")).unwrap();
        let moves: Vec<_> = found.moves.iter().map(|one| (one.kind, one.from, one.to)).collect();
        let expected = [
            (DateKind::Synthesis, day("2026-11-18"), day("2026-11-17")),
            (DateKind::Answers, day("2026-11-24"), day("2026-11-23")),
        ];
        assert_eq!(moves, expected);
        assert!(found.on_days_off.is_empty() && found.shifted.is_empty());
        // What is over on both calendars is left alone.
        let late = effect(vec![session], none, &before, &after, day("2026-11-19")).unwrap();
        assert_eq!(late.moves.iter().map(|one| one.kind).collect::<Vec<_>>(), [DateKind::Answers]);
    }

    #[test]
    fn sessions_on_a_new_day_off_wait_for_a_decision() {
        let (before, after) = (calendar(&[]), calendar(&[("2026-11-24", DayKind::Holiday)]));
        let held = Standing { is_ahead: false, ..standing("2026-11-24", None) };
        let reception = Standing { has_dates: false, ..standing("2026-11-24", None) };
        let found = effect(vec![held, reception.clone()], none, &before, &after, day("2026-11-01")).unwrap();
        assert_eq!(found.on_days_off, [reception]);
    }

    #[test]
    fn b053_a_day_off_is_not_taken_away_under_sessions_that_were_shifted_off_it() {
        let (before, after) = (calendar(&[("2026-11-24", DayKind::Local)]), calendar(&[]));
        let shifted = standing("2026-11-25", Some("2026-11-24"));
        let found = effect(vec![shifted.clone()], none, &before, &after, day("2026-11-01")).unwrap();
        assert_eq!(found.shifted, [shifted]);
    }
}
