//! From a series to dated slots: occurrences are moved off days off, but never out of their legal period and never dropped.
//!
//! The key of a slot is its original local date and time and never changes. Neighbours: `series` repeats, `calendar`
//! knows the days off, the dialogues room opens sessions from slots.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::calendar::{WorkingCalendar, days_back};
use super::series::{SeriesError, SeriesRule};

/// The most slots that one expansion gives.
const MAX_SLOTS: u16 = 1000;
/// The longest legal period: nothing is shifted farther.
const YEAR: TimeDelta = TimeDelta::days(366);

crate::alphabet! {
    /// What happens to an occurrence on a day off.
    pub enum ShiftRule {
        None = "none",
        NextWorking = "next-working",
        PreviousWorking = "previous-working",
        NearestWorking = "nearest-working",
        /// It is held on another day of the period, which a person confirms.
        MakeUp = "make-up",
    }
}

crate::alphabet! {
    /// The period within which a duty must be fulfilled.
    pub enum LegalPeriod {
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }
}

crate::alphabet! {
    /// What became of an occurrence.
    pub enum SlotOutcome {
        Regular = "regular",
        /// It stays on a day off, because its rule does not shift.
        OnDayOff = "on-day-off",
        Shifted = "shifted",
        /// Shifted against its rule's direction, because that way leads out of the legal period.
        TurnedBack = "turned-back",
        /// The day is only proposed; a make-up session needs a decision.
        MakeUp = "make-up",
        /// The whole period has no working day.
        NoWorkingDay = "no-working-day",
    }
}

/// One occurrence with the day on which it will be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Original local date and time: the identity of the occurrence, whatever becomes of it.
    pub key: NaiveDateTime,
    pub on: NaiveDate,
    pub outcome: SlotOutcome,
    /// What made the original day a day off; the kind of day where it has no name.
    pub shifted_because: Option<String>,
    /// The earlier slot on the same day, with which this one is to be held together.
    pub merged_with: Option<NaiveDateTime>,
}

impl Slot {
    /// Local date and time after the shift; the hour never shifts.
    #[must_use]
    pub const fn at(&self) -> NaiveDateTime {
        self.on.and_time(self.key.time())
    }
}

impl LegalPeriod {
    /// First and last day of the period around `day`; weeks begin on Monday.
    #[must_use]
    pub fn bounds(self, day: NaiveDate) -> (NaiveDate, NaiveDate) {
        let months = match self {
            Self::Week => {
                let week = day.week(chrono::Weekday::Mon);
                return (week.first_day(), week.last_day());
            }
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        let first = NaiveDate::from_ymd_opt(day.year(), day.month0() / months * months + 1, 1).unwrap_or(day);
        let last = first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(NaiveDate::MAX);
        (first, last)
    }
}

/// The slots held from `from` to `to` (both included, by their shifted day), in the order of their keys.
///
/// # Errors
/// More than 1000 slots around the window, or a rule that RFC 5545 does not know.
pub fn expand(
    rule: &SeriesRule,
    shift: ShiftRule,
    calendar: &WorkingCalendar,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Slot>, SeriesError> {
    // A shift stays within the period, so whole periods hold every slot that can reach the window.
    let (first, _) = rule.period().bounds(from);
    let (_, last) = rule.period().bounds(to);
    let keys = rule.occurrences(first, last, MAX_SLOTS)?;
    let mut slots: Vec<Slot> = Vec::with_capacity(keys.len());
    let mut latest = None;
    for key in keys {
        let (on, outcome) = shift_day(calendar, key.date(), shift, rule.period());
        let shifted_because = (outcome != SlotOutcome::Regular).then(|| reason(calendar, key.date()));
        // Most slots lie behind all earlier ones. Nothing leaves its period, so who else stands on this day is not far back.
        let merged_with = (latest >= Some(on)).then(|| {
            let near = slots.iter().rev().take_while(|slot| key.date() - slot.key.date() <= YEAR);
            near.filter(|slot| slot.on == on).last().map(|slot| slot.merged_with.unwrap_or(slot.key))
        });
        latest = latest.max(Some(on));
        let merged_with = merged_with.flatten();
        slots.push(Slot { key, on, outcome, shifted_because, merged_with });
    }
    slots.retain(|slot| (from..=to).contains(&slot.on));
    Ok(slots)
}

/// Where an occurrence on `day` goes by `shift`, inside of its `period`.
#[must_use]
pub fn shift_day(calendar: &WorkingCalendar, day: NaiveDate, shift: ShiftRule, period: LegalPeriod) -> (NaiveDate, SlotOutcome) {
    if calendar.is_working(day) { (day, SlotOutcome::Regular) } else { shift_between(calendar, day, shift, period.bounds(day)) }
}

/// Where an occurrence on `day` goes by `shift`, no further than these days, both included.
#[must_use]
pub(super) fn shift_between(
    calendar: &WorkingCalendar,
    day: NaiveDate,
    shift: ShiftRule,
    (first, last): (NaiveDate, NaiveDate),
) -> (NaiveDate, SlotOutcome) {
    if calendar.is_working(day) {
        return (day, SlotOutcome::Regular);
    }
    let next = || calendar.next_working(day).ok().filter(|found| *found <= last);
    let previous = || calendar.previous_working(day).ok().filter(|found| *found >= first);
    let either = |wanted: Option<NaiveDate>, other: Option<NaiveDate>, outcome| match (wanted, other) {
        (Some(on), _) => (on, outcome),
        (None, Some(on)) if outcome == SlotOutcome::MakeUp => (on, outcome),
        (None, Some(on)) => (on, SlotOutcome::TurnedBack),
        (None, None) => (day, SlotOutcome::NoWorkingDay),
    };
    match shift {
        ShiftRule::None => (day, SlotOutcome::OnDayOff),
        ShiftRule::NextWorking => either(next(), previous(), SlotOutcome::Shifted),
        ShiftRule::PreviousWorking => either(previous(), next(), SlotOutcome::Shifted),
        ShiftRule::MakeUp => either(next(), previous(), SlotOutcome::MakeUp),
        // On equal distance the later day: nobody is surprised by a session before its announced day.
        ShiftRule::NearestWorking => match (previous(), next()) {
            (Some(before), Some(after)) if (day - before) < (after - day) => (before, SlotOutcome::Shifted),
            (before, after) => either(after.or(before), None, SlotOutcome::Shifted),
        },
    }
}

/// What makes a day a day off: its name, or its kind where it has none.
pub(super) fn reason(calendar: &WorkingCalendar, day: NaiveDate) -> String {
    calendar.label(day).map_or_else(|| calendar.kind(day).as_str().to_owned(), str::to_owned)
}

/// The last day on which `count` more sessions, each on its own working day, still fit between `today` and `last`.
///
/// None when fewer working days remain.
#[must_use]
pub fn last_safe_day(calendar: &WorkingCalendar, today: NaiveDate, last: NaiveDate, count: u32) -> Option<NaiveDate> {
    let nth = usize::try_from(count).ok()?.checked_sub(1)?;
    days_back(last).take_while(|day| *day >= today).filter(|&day| calendar.is_working(day)).nth(nth)
}

/// Working days from `first` to `last`, both included.
#[must_use]
pub fn working_days(calendar: &WorkingCalendar, first: NaiveDate, last: NaiveDate) -> u32 {
    let span = last.checked_add_days(Days::new(1)).map_or(0, |end| (end - first).num_days().max(0));
    let days = first.iter_days().take(usize::try_from(span).unwrap_or(0));
    u32::try_from(days.filter(|&day| calendar.is_working(day)).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::day::{DayEntry, DayKind};
    use crate::law::description::IfMissing;
    use proptest::prelude::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn at8(y: i32, m: u32, d: u32) -> NaiveDateTime {
        ymd(y, m, d).and_hms_opt(8, 0, 0).unwrap()
    }

    fn the_25th() -> SeriesRule {
        SeriesRule::day_of_month(25, IfMissing::Skip, at8(2026, 1, 25)).unwrap()
    }

    fn slots(rule: &SeriesRule, shift: ShiftRule, from: NaiveDate, to: NaiveDate) -> Vec<Slot> {
        expand(rule, shift, &WorkingCalendar::builtin(), from, to).unwrap()
    }

    #[test]
    fn reception_on_the_25th_of_april_2026_moves_over_three_days_off() {
        let slot = &slots(&the_25th(), ShiftRule::NextWorking, ymd(2026, 4, 1), ymd(2026, 4, 30))[0];
        assert_eq!((slot.key, slot.on, slot.outcome), (at8(2026, 4, 25), ymd(2026, 4, 28), SlotOutcome::Shifted));
        assert_eq!(slot.at(), at8(2026, 4, 28));
        assert_eq!(slot.shifted_because.as_deref(), Some("weekend"));
    }

    #[test]
    fn b004_last_working_day_of_the_quarter() {
        let rule = SeriesRule::last_day_of_quarter(at8(2025, 1, 1));
        let on: Vec<_> =
            slots(&rule, ShiftRule::PreviousWorking, ymd(2025, 1, 1), ymd(2026, 6, 30)).iter().map(|s| s.on).collect();
        let expected = [(2025, 3, 31), (2025, 6, 30), (2025, 9, 30), (2025, 12, 31), (2026, 3, 31), (2026, 6, 30)];
        assert_eq!(on, expected.map(|(y, m, d)| ymd(y, m, d)));
        // With Tuesday 30 June off, the last working day is Monday 29 June.
        let local = [DayEntry { on: ymd(2026, 6, 30), kind: DayKind::Local, label: "Nghỉ bão".into() }];
        let calendar = WorkingCalendar::with_entries(local);
        let last = expand(&rule, ShiftRule::PreviousWorking, &calendar, ymd(2026, 6, 1), ymd(2026, 6, 30)).unwrap();
        assert_eq!((last[0].on, last[0].shifted_because.as_deref()), (ymd(2026, 6, 29), Some("Nghỉ bão")));
        // A quarter that ends on a compensatory Saturday ends there: 30/9/2028 is a Saturday.
        let worked = [DayEntry { on: ymd(2028, 9, 30), kind: DayKind::WorkingSaturday, label: "Làm bù".into() }];
        let calendar = WorkingCalendar::with_entries(worked);
        let last = expand(&rule, ShiftRule::PreviousWorking, &calendar, ymd(2028, 9, 1), ymd(2028, 9, 30)).unwrap();
        assert_eq!((last[0].on, last[0].outcome), (ymd(2028, 9, 30), SlotOutcome::Regular));
    }

    #[test]
    fn b010_the_key_stays_the_original_day() {
        let all = slots(&the_25th(), ShiftRule::PreviousWorking, ymd(2026, 1, 1), ymd(2026, 12, 31));
        assert_eq!(all.len(), 12);
        assert!(all.iter().all(|slot| slot.key.day() == 25));
    }

    #[test]
    fn b016_shift_never_leaves_the_legal_period() {
        // 31 January 2026 is a Saturday: the next working day is 2 February, so that the rule turns back to Friday 30.
        let rule = SeriesRule::last_day(at8(2026, 1, 1));
        let slot = &slots(&rule, ShiftRule::NextWorking, ymd(2026, 1, 1), ymd(2026, 1, 31))[0];
        assert_eq!((slot.on, slot.outcome), (ymd(2026, 1, 30), SlotOutcome::TurnedBack));
        // Within the year the same occurrence may go on to February.
        let yearly = rule.within(LegalPeriod::Year);
        let slot = &slots(&yearly, ShiftRule::NextWorking, ymd(2026, 1, 30), ymd(2026, 2, 2))[0];
        assert_eq!((slot.on, slot.outcome), (ymd(2026, 2, 2), SlotOutcome::Shifted));
    }

    #[test]
    fn b016_each_policy_on_the_same_sunday() {
        let calendar = WorkingCalendar::builtin();
        let sunday = ymd(2026, 10, 18);
        let shift = |rule| shift_day(&calendar, sunday, rule, LegalPeriod::Month);
        assert_eq!(shift(ShiftRule::None), (sunday, SlotOutcome::OnDayOff));
        assert_eq!(shift(ShiftRule::NextWorking), (ymd(2026, 10, 19), SlotOutcome::Shifted));
        assert_eq!(shift(ShiftRule::PreviousWorking), (ymd(2026, 10, 16), SlotOutcome::Shifted));
        assert_eq!(shift(ShiftRule::NearestWorking), (ymd(2026, 10, 19), SlotOutcome::Shifted));
        assert_eq!(shift(ShiftRule::MakeUp), (ymd(2026, 10, 19), SlotOutcome::MakeUp));
        let saturday = shift_day(&calendar, ymd(2026, 10, 17), ShiftRule::NearestWorking, LegalPeriod::Month);
        assert_eq!(saturday, (ymd(2026, 10, 16), SlotOutcome::Shifted));
        // Giỗ Tổ on Thursday 18 April 2024 is as far from Wednesday as from Friday: the later wins.
        let middle = shift_day(&calendar, ymd(2024, 4, 18), ShiftRule::NearestWorking, LegalPeriod::Month);
        assert_eq!(middle, (ymd(2024, 4, 19), SlotOutcome::Shifted));
    }

    #[test]
    fn b016_an_occurrence_without_any_working_day_is_kept_and_told() {
        let off = ymd(2026, 3, 1).iter_days().take(31).map(|on| DayEntry { on, kind: DayKind::Local, label: "Nghỉ".into() });
        let calendar = WorkingCalendar::with_entries(off);
        let slot = &expand(&the_25th(), ShiftRule::NextWorking, &calendar, ymd(2026, 3, 1), ymd(2026, 3, 31)).unwrap()[0];
        assert_eq!((slot.on, slot.outcome), (ymd(2026, 3, 25), SlotOutcome::NoWorkingDay));
    }

    #[test]
    fn b017_two_occurrences_on_one_day_are_flagged() {
        // Saturday 17, Sunday 18 and Monday 19 October 2026: the later two point to the first.
        let rule = SeriesRule::parse("FREQ=MONTHLY;BYMONTHDAY=17,18,19", at8(2026, 10, 1)).unwrap();
        let all = slots(&rule, ShiftRule::NextWorking, ymd(2026, 10, 1), ymd(2026, 10, 31));
        assert_eq!(all.iter().map(|s| s.on).collect::<Vec<_>>(), [ymd(2026, 10, 19); 3]);
        let first = Some(at8(2026, 10, 17));
        assert_eq!(all.iter().map(|s| s.merged_with).collect::<Vec<_>>(), [None, first, first]);
    }

    #[test]
    fn a_window_is_about_the_day_on_which_it_is_held() {
        let april = slots(&the_25th(), ShiftRule::NextWorking, ymd(2026, 4, 28), ymd(2026, 4, 28));
        assert_eq!(april[0].key, at8(2026, 4, 25));
        assert!(slots(&the_25th(), ShiftRule::NextWorking, ymd(2026, 4, 25), ymd(2026, 4, 27)).is_empty());
    }

    #[test]
    fn the_last_safe_day_leaves_room_for_all() {
        let calendar = WorkingCalendar::builtin();
        // The last working days of 2026: Thursday 31, Wednesday 30 December.
        assert_eq!(last_safe_day(&calendar, ymd(2026, 11, 22), ymd(2026, 12, 31), 2), Some(ymd(2026, 12, 30)));
        assert_eq!(last_safe_day(&calendar, ymd(2026, 12, 31), ymd(2026, 12, 31), 2), None);
        assert_eq!(working_days(&calendar, ymd(2026, 2, 9), ymd(2026, 2, 28)), 10);
    }

    proptest! {
        #[test]
        fn b016_no_shift_leaves_its_month(year in 2019i32..2027, day in 1u32..32, shift in 0usize..5, skip in 0usize..2) {
            let rule = SeriesRule::day_of_month(day, IfMissing::ALL[skip], at8(year, 1, 1)).unwrap();
            for slot in slots(&rule, ShiftRule::ALL[shift], ymd(year, 1, 1), ymd(year, 12, 31)) {
                prop_assert_eq!((slot.on.year(), slot.on.month()), (slot.key.year(), slot.key.month()));
            }
        }
    }
}
