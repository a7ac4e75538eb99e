//! Deadlines: from a day and a rule to the last day in time, with a receipt of every day counted.
//!
//! The day of the event is day zero (Civil Code 2015, Art. 147); a deadline ends at 24:00 local time of its last day
//! (Art. 148). Whether a last day off rolls is a property of the rule, never assumed. Neighbour: `calendar` says what is worked.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{CalendarError, SEARCH_LIMIT, WorkingCalendar, plus_days};
use super::day::DayKind;
use crate::kernel::clock;

/// The longest deadline in days of its unit: ten years.
const MAX_AMOUNT: u32 = 3660;

crate::alphabet! {
    /// Which days a deadline counts.
    pub enum DayUnit {
        Working = "working",
        Calendar = "calendar",
    }
}

crate::alphabet! {
    /// Where a last day moves that is not worked: nowhere, to the next working day, or to the previous one.
    pub enum Roll {
        None = "none",
        Next = "next",
        Previous = "previous",
    }
}

/// How far a deadline is from its event: `amount` days of `unit`, negative for days before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeadlineRule {
    pub amount: i32,
    pub unit: DayUnit,
    pub roll: Roll,
}

/// Why a deadline cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    #[error("{0} days are more than {MAX_AMOUNT}")]
    TooLong(i32),
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// A computed deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    start: NaiveDate,
    rule: DeadlineRule,
    /// Where the count ends, before rolling.
    counted_to: NaiveDate,
    last_day: NaiveDate,
}

/// One day of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    pub date: NaiveDate,
    pub kind: DayKind,
    /// Whether the rule counts the day; false for day zero, skipped days and days rolled over.
    pub counted: bool,
    /// 0 for the day of the event, then 1, 2 … (−1, −2 … for deadlines before); none for a day not counted.
    pub number: Option<i32>,
    /// Passed only because the last counted day was off.
    pub rolled: bool,
    pub label: Option<String>,
}

impl DeadlineRule {
    #[must_use]
    pub const fn new(amount: i32, unit: DayUnit, roll: Roll) -> Self {
        Self { amount, unit, roll }
    }

    /// `amount` working days after the event (before, if negative).
    #[must_use]
    pub const fn working(amount: i32) -> Self {
        Self::new(amount, DayUnit::Working, Roll::None)
    }

    /// `amount` calendar days after the event (before, if negative), wherever they end.
    #[must_use]
    pub const fn calendar(amount: i32) -> Self {
        Self::new(amount, DayUnit::Calendar, Roll::None)
    }

    #[must_use]
    pub const fn rolling(self, roll: Roll) -> Self {
        Self { roll, ..self }
    }
}

impl Deadline {
    /// The deadline of `rule` for an event on `start`. With the amount 0 it is `start` itself, rolled by the rule.
    ///
    /// # Errors
    /// More than 3660 days; a calendar without a working day for 400 days; the end of the calendar.
    pub fn compute(calendar: &WorkingCalendar, start: NaiveDate, rule: DeadlineRule) -> Result<Self, DeadlineError> {
        if rule.amount.unsigned_abs() > MAX_AMOUNT {
            return Err(DeadlineError::TooLong(rule.amount));
        }
        let counted_to = match rule.unit {
            DayUnit::Calendar => plus_days(start, rule.amount)?,
            DayUnit::Working => count_working(calendar, start, rule.amount)?,
        };
        let last_day = match rule.roll {
            Roll::None => counted_to,
            Roll::Next => calendar.working_on_or_after(counted_to)?,
            Roll::Previous => calendar.working_on_or_before(counted_to)?,
        };
        Ok(Self { start, rule, counted_to, last_day })
    }

    #[must_use]
    pub const fn start(&self) -> NaiveDate {
        self.start
    }

    #[must_use]
    pub const fn rule(&self) -> DeadlineRule {
        self.rule
    }

    /// The last day on which the act is still in time.
    #[must_use]
    pub const fn last_day(&self) -> NaiveDate {
        self.last_day
    }

    /// Whether `at` is not later than 24:00 Vietnamese time of the last day (Civil Code 2015, Art. 148).
    #[must_use]
    pub fn is_in_time(&self, at: DateTime<Utc>) -> bool {
        at < clock::end_of(self.last_day)
    }

    /// Calendar days from `today` to the last day; 0 on the last day, negative when late.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.last_day - today).num_days()
    }

    /// The first instant at which the act is late; an overdue event bears this time, whenever it is noticed.
    #[must_use]
    pub fn late_from(&self) -> DateTime<Utc> {
        clock::end_of(self.last_day)
    }

    /// The day from which to warn: `days` calendar days before the last day, but not before the deadline began to run.
    #[must_use]
    pub fn warn_from(&self, days: u32) -> NaiveDate {
        let wanted = self.last_day.checked_sub_days(chrono::Days::new(days.into())).unwrap_or(self.start);
        wanted.max(self.start.min(self.last_day))
    }

    /// The same deadline on another calendar, to show what a new or removed day off moves.
    ///
    /// # Errors
    /// As [`Self::compute`].
    pub fn recounted(&self, calendar: &WorkingCalendar) -> Result<Self, DeadlineError> {
        Self::compute(calendar, self.start, self.rule)
    }

    /// Every day from the event to the last day in the order of counting, each with why it counts or not.
    ///
    /// `calendar` must be the one that the deadline was computed with.
    #[must_use]
    pub fn receipt(&self, calendar: &WorkingCalendar) -> Vec<ReceiptLine> {
        let step =
            if self.counted_to < self.start || (self.counted_to == self.start && self.last_day < self.start) { -1 } else { 1 };
        let mut lines = Vec::with_capacity(1 + usize::try_from((self.counted_to - self.start).num_days().abs()).unwrap_or(0));
        let mut number = 0;
        let mut add = |date: NaiveDate, rolled: bool| {
            let kind = calendar.kind(date);
            let is_start = date == self.start && !rolled;
            let counted = !is_start && !rolled && (self.rule.unit == DayUnit::Calendar || kind.is_working());
            number += if counted { step } else { 0 };
            let number = (counted || is_start).then_some(number);
            lines.push(ReceiptLine { date, kind, counted, number, rolled, label: calendar.label(date).map(str::to_owned) });
        };
        days_between(self.start, self.counted_to).for_each(|date| add(date, false));
        days_between(self.counted_to, self.last_day).skip(1).for_each(|date| add(date, true));
        lines
    }
}

/// The days from `from` to `to`, both included, in either direction.
fn days_between(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(from), move |&day| match day.cmp(&to) {
        std::cmp::Ordering::Less => day.succ_opt(),
        std::cmp::Ordering::Greater => day.pred_opt(),
        std::cmp::Ordering::Equal => None,
    })
}

fn count_working(calendar: &WorkingCalendar, start: NaiveDate, amount: i32) -> Result<NaiveDate, DeadlineError> {
    let mut left = amount.unsigned_abs();
    let mut day = start;
    let mut idle = 0;
    while left > 0 {
        let next = if amount < 0 { day.pred_opt() } else { day.succ_opt() };
        day = next.ok_or(CalendarError::OutOfRange)?;
        if calendar.is_working(day) {
            left -= 1;
            idle = 0;
        } else {
            idle += 1;
            if idle >= SEARCH_LIMIT {
                return Err(CalendarError::NoWorkingDay(start).into());
            }
        }
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::day::DayEntry;
    use chrono::{Datelike, TimeDelta};
    use proptest::prelude::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn last(start: NaiveDate, rule: DeadlineRule) -> NaiveDate {
        Deadline::compute(&WorkingCalendar::builtin(), start, rule).unwrap().last_day()
    }

    #[test]
    fn ten_working_days_over_tet_2026() {
        assert_eq!(last(ymd(2026, 2, 9), DeadlineRule::working(10)), ymd(2026, 3, 2));
    }

    #[test]
    fn ten_working_days_over_a_swap_count_the_saturday_and_not_the_monday() {
        assert_eq!(last(ymd(2026, 8, 20), DeadlineRule::working(10)), ymd(2026, 9, 7));
    }

    #[test]
    fn ten_calendar_days_into_a_holiday_run_roll_only_by_rule() {
        let start = ymd(2026, 8, 20);
        assert_eq!(last(start, DeadlineRule::calendar(10)), ymd(2026, 8, 30));
        assert_eq!(last(start, DeadlineRule::calendar(10).rolling(Roll::Next)), ymd(2026, 9, 3));
        assert_eq!(last(start, DeadlineRule::calendar(10).rolling(Roll::Previous)), ymd(2026, 8, 28));
    }

    #[test]
    fn notice_seven_days_before() {
        assert_eq!(last(ymd(2025, 10, 29), DeadlineRule::calendar(-7)), ymd(2025, 10, 22));
    }

    #[test]
    fn working_days_before_an_event_after_tet() {
        // Back from Tuesday 24/2/2026: 23/2, then over Tết 13/2, 12/2.
        assert_eq!(last(ymd(2026, 2, 24), DeadlineRule::working(-3)), ymd(2026, 2, 12));
    }

    #[test]
    fn b041_friday_saturday_and_sunday_deliveries_give_the_same_day() {
        for day in [16, 17, 18] {
            // Friday 16 to Sunday 18 October 2026; the fifth working day is Friday 23.
            assert_eq!(last(ymd(2026, 10, day), DeadlineRule::working(5)), ymd(2026, 10, 23));
        }
    }

    #[test]
    fn b042_leap_february_and_new_year() {
        assert_eq!(last(ymd(2024, 2, 20), DeadlineRule::calendar(10)), ymd(2024, 3, 1));
        assert_eq!(last(ymd(2026, 2, 20), DeadlineRule::calendar(10)), ymd(2026, 3, 2));
        // From Monday 29/12/2025: 30, 31, not 1/1 nor the swapped 2/1, then Monday 5/1/2026.
        assert_eq!(last(ymd(2025, 12, 29), DeadlineRule::working(3)), ymd(2026, 1, 5));
    }

    #[test]
    fn b043_a_last_day_before_the_weekend_stays() {
        let rule = DeadlineRule::calendar(10).rolling(Roll::Next);
        assert_eq!(last(ymd(2026, 10, 6), rule), ymd(2026, 10, 16));
        assert_eq!(last(ymd(2026, 10, 7), rule), ymd(2026, 10, 19));
        assert_eq!(last(ymd(2026, 10, 8), rule), ymd(2026, 10, 19));
    }

    #[test]
    fn b044_a_holiday_on_the_start_day_changes_nothing() {
        assert_eq!(last(ymd(2026, 9, 2), DeadlineRule::working(1)), ymd(2026, 9, 3));
        assert_eq!(last(ymd(2026, 9, 1), DeadlineRule::working(1)), ymd(2026, 9, 3));
    }

    #[test]
    fn b048_the_last_minute_is_in_time_and_the_next_is_late() {
        let deadline = Deadline::compute(&WorkingCalendar::builtin(), ymd(2026, 10, 6), DeadlineRule::calendar(10)).unwrap();
        // 24:00 of 16 October in Vietnam is 17:00 UTC.
        let end: DateTime<Utc> = "2026-10-16T17:00:00Z".parse().unwrap();
        assert!(deadline.is_in_time(end - TimeDelta::minutes(1)));
        assert!(!deadline.is_in_time(end));
        assert_eq!(deadline.days_left(ymd(2026, 10, 16)), 0);
        assert_eq!(deadline.days_left(ymd(2026, 10, 18)), -2);
    }

    #[test]
    fn b049_zero_days_is_the_day_itself_or_where_it_rolls() {
        let sunday = ymd(2026, 10, 18);
        assert_eq!(last(sunday, DeadlineRule::working(0)), sunday);
        assert_eq!(last(sunday, DeadlineRule::working(0).rolling(Roll::Next)), ymd(2026, 10, 19));
        assert_eq!(last(sunday, DeadlineRule::working(0).rolling(Roll::Previous)), ymd(2026, 10, 16));
    }

    #[test]
    fn b050_no_endless_count_and_no_endless_amount() {
        let start = ymd(2026, 1, 1);
        let empty = |on| DayEntry { on, kind: DayKind::Local, label: String::new() };
        let calendar = WorkingCalendar::with_entries(start.iter_days().take(900).map(empty));
        let none = Err(DeadlineError::Calendar(CalendarError::NoWorkingDay(start)));
        assert_eq!(Deadline::compute(&calendar, start, DeadlineRule::working(1)), none);
        assert_eq!(Deadline::compute(&calendar, start, DeadlineRule::calendar(0).rolling(Roll::Next)), none);
        let long = DeadlineRule::calendar(i32::MIN);
        assert_eq!(Deadline::compute(&calendar, start, long), Err(DeadlineError::TooLong(i32::MIN)));
        assert!(Deadline::compute(&calendar, NaiveDate::MAX, DeadlineRule::calendar(1)).is_err());
    }

    #[test]
    fn b053_a_new_day_off_moves_a_deadline() {
        let before = Deadline::compute(&WorkingCalendar::builtin(), ymd(2026, 11, 20), DeadlineRule::working(3)).unwrap();
        let culture_day = DayEntry { on: ymd(2026, 11, 24), kind: DayKind::Holiday, label: "Ngày Văn hóa Việt Nam".into() };
        let after = before.recounted(&WorkingCalendar::with_entries([culture_day])).unwrap();
        assert_eq!((before.last_day(), after.last_day()), (ymd(2026, 11, 25), ymd(2026, 11, 26)));
    }

    #[test]
    fn b056_a_warning_longer_than_the_deadline_starts_with_it() {
        let deadline = Deadline::compute(&WorkingCalendar::builtin(), ymd(2026, 10, 6), DeadlineRule::calendar(10)).unwrap();
        assert_eq!(deadline.warn_from(3), ymd(2026, 10, 13));
        assert_eq!(deadline.warn_from(10), ymd(2026, 10, 6));
        assert_eq!(deadline.warn_from(99), ymd(2026, 10, 6));
    }

    #[test]
    fn b057_late_begins_with_the_first_minute_of_the_first_late_day() {
        let deadline = Deadline::compute(&WorkingCalendar::builtin(), ymd(2026, 10, 6), DeadlineRule::calendar(10)).unwrap();
        assert_eq!(clock::local(deadline.late_from()), ymd(2026, 10, 17).and_hms_opt(0, 0, 0).unwrap());
    }

    #[test]
    fn the_receipt_shows_every_day_and_why() {
        let calendar = WorkingCalendar::builtin();
        let deadline = Deadline::compute(&calendar, ymd(2026, 4, 23), DeadlineRule::working(2)).unwrap();
        let lines: Vec<_> =
            deadline.receipt(&calendar).into_iter().map(|l| (l.date.day(), l.counted, l.number, l.kind)).collect();
        // Thursday is day zero; Friday 1; weekend with Giỗ Tổ; Monday in lieu; Tuesday 2.
        let expected = [
            (23, false, Some(0), DayKind::Working),
            (24, true, Some(1), DayKind::Working),
            (25, false, None, DayKind::Weekend),
            (26, false, None, DayKind::Holiday),
            (27, false, None, DayKind::DayInLieu),
            (28, true, Some(2), DayKind::Working),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_receipt_tells_counted_days_from_rolled_ones() {
        let calendar = WorkingCalendar::builtin();
        let rule = DeadlineRule::calendar(-3).rolling(Roll::Previous);
        let deadline = Deadline::compute(&calendar, ymd(2026, 10, 21), rule).unwrap();
        let lines: Vec<_> = deadline.receipt(&calendar).into_iter().map(|l| (l.date.day(), l.number, l.rolled)).collect();
        let expected = [
            (21, Some(0), false),
            (20, Some(-1), false),
            (19, Some(-2), false),
            (18, Some(-3), false),
            (17, None, true),
            (16, None, true),
        ];
        assert_eq!(lines, expected);
    }

    /// The plain way: write down all days first, keep those that count, take the n-th.
    fn plain(calendar: &WorkingCalendar, start: NaiveDate, rule: DeadlineRule) -> NaiveDate {
        let back = rule.amount < 0;
        let days: Vec<NaiveDate> = (0..900).map(|n| start + TimeDelta::days(if back { -n } else { n })).collect();
        let counts = |day: &NaiveDate| rule.unit == DayUnit::Calendar || calendar.is_working(*day);
        let n = rule.amount.unsigned_abs() as usize;
        let counted: Vec<NaiveDate> = days[1..].iter().copied().filter(counts).collect();
        let mut end = if n == 0 { start } else { counted[n - 1] };
        while rule.roll != Roll::None && !calendar.is_working(end) {
            end += TimeDelta::days(if rule.roll == Roll::Next { 1 } else { -1 });
        }
        end
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_day_by_day_count(
            offset in 0i64..4000, amount in -200i32..200, unit in 0usize..2, roll in 0usize..3,
        ) {
            let calendar = WorkingCalendar::builtin();
            let start = ymd(2018, 1, 1) + TimeDelta::days(offset);
            let rule = DeadlineRule::new(amount, DayUnit::ALL[unit], Roll::ALL[roll]);
            let deadline = Deadline::compute(&calendar, start, rule).unwrap();
            prop_assert_eq!(deadline.last_day(), plain(&calendar, start, rule));
            let receipt = deadline.receipt(&calendar);
            prop_assert_eq!(receipt.iter().filter(|line| line.counted).count(), amount.unsigned_abs() as usize);
            prop_assert_eq!(receipt[0].date, start);
            prop_assert_eq!(receipt[receipt.len() - 1].date, deadline.last_day());
        }
    }
}
