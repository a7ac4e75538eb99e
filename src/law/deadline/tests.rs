//! Deadlines worked out by hand on the days of 2024 to 2026, and against a plain count.

use super::*;
use crate::law::day::{DayEntry, DayKind};
use chrono::{Datelike, TimeDelta, Weekday};
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
    assert_eq!(Deadline::compute(&calendar, start, long), Err(DeadlineError::TooLong { amount: i32::MIN, most: 3660 }));
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
    let lines: Vec<_> = deadline.receipt(&calendar).into_iter().map(|l| (l.date.day(), l.reason, l.number, l.kind)).collect();
    // Thursday is day zero; Friday 1; weekend with Giỗ Tổ; Monday in lieu; Tuesday 2.
    let expected = [
        (23, Reason::DayZero, Some(0), DayKind::Working),
        (24, Reason::Counted, Some(1), DayKind::Working),
        (25, Reason::DayOff, None, DayKind::Weekend),
        (26, Reason::DayOff, None, DayKind::Holiday),
        (27, Reason::DayOff, None, DayKind::DayInLieu),
        (28, Reason::Counted, Some(2), DayKind::Working),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn the_receipt_tells_counted_days_from_rolled_ones() {
    let calendar = WorkingCalendar::builtin();
    let rule = DeadlineRule::calendar(-3).rolling(Roll::Previous);
    let deadline = Deadline::compute(&calendar, ymd(2026, 10, 21), rule).unwrap();
    let lines: Vec<_> = deadline.receipt(&calendar).into_iter().map(|l| (l.date.day(), l.number, l.reason)).collect();
    let expected = [
        (21, Some(0), Reason::DayZero),
        (20, Some(-1), Reason::Counted),
        (19, Some(-2), Reason::Counted),
        (18, Some(-3), Reason::Counted),
        (17, None, Reason::RolledOver),
        (16, None, Reason::RolledTo),
    ];
    assert_eq!(lines, expected);
}

/// The local moment at which hours end that run from `start`.
fn moment(calendar: &WorkingCalendar, start: &str, hours: i32) -> String {
    let deadline = Deadline::compute_from(calendar, start.parse().unwrap(), DeadlineRule::hours(hours)).unwrap();
    deadline.last_moment().unwrap().format("%Y-%m-%dT%H:%M").to_string()
}

fn half_day(on: NaiveDate) -> DayEntry {
    DayEntry { on, kind: DayKind::HalfDay, label: "Nghỉ buổi chiều".into() }
}

#[test]
fn b049_hours_run_from_the_moment_over_lunch_night_and_weekend() {
    let calendar = WorkingCalendar::builtin();
    // Work is from 7:30 to 11:30 and from 13:00 to 17:00; 6 October 2026 is a Tuesday, the 16th a Friday.
    for (start, hours, end) in [
        ("2026-10-06T10:00:00", 4, "2026-10-06T15:30"),
        ("2026-10-06T07:30:00", 4, "2026-10-06T11:30"),
        ("2026-10-06T12:00:00", 1, "2026-10-06T14:00"),
        ("2026-10-06T06:00:00", 1, "2026-10-06T08:30"),
        ("2026-10-16T18:00:00", 1, "2026-10-19T08:30"),
        ("2026-10-17T09:00:00", 1, "2026-10-19T08:30"),
        ("2026-10-06T08:00:00", 8, "2026-10-07T08:00"),
        ("2026-10-06T10:00:00", 0, "2026-10-06T10:00"),
        ("2026-10-06T10:00:00", -4, "2026-10-05T15:30"),
        ("2026-10-05T07:00:00", -1, "2026-10-02T16:00"),
    ] {
        assert_eq!(moment(&calendar, start, hours), end, "{hours} hours from {start}");
    }
    // Of a day alone they run from its beginning.
    let whole = Deadline::compute(&calendar, ymd(2026, 8, 20), DeadlineRule::hours(10)).unwrap();
    assert_eq!(whole.last_moment().unwrap().to_string(), "2026-08-21 09:30:00");
    assert_eq!(whole.late_from(), "2026-08-21T02:30:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[test]
fn b046_a_compensatory_saturday_borrows_the_hours_of_a_working_day() {
    // Friday 21 August 2026, 16:00: one hour, then three of Saturday 22, which makes up for Monday 31.
    assert_eq!(moment(&WorkingCalendar::builtin(), "2026-08-21T16:00:00", 4), "2026-08-22T10:30");
    assert_eq!(moment(&WorkingCalendar::builtin(), "2026-08-28T16:00:00", 2), "2026-09-03T08:30");
    // The receipt tells which hours those are; the Sunday after it has none.
    let start = "2026-08-21T16:00:00".parse().unwrap();
    let calendar = WorkingCalendar::builtin();
    let deadline = Deadline::compute_from(&calendar, start, DeadlineRule::hours(10)).unwrap();
    let told: Vec<(u32, i64, Vec<String>)> = deadline
        .receipt(&calendar)
        .into_iter()
        .map(|line| {
            let spans = line.spans.iter().map(|span| format!("{}-{}", span.opens.format("%H:%M"), span.closes.format("%H:%M")));
            (line.date.day(), line.minutes.unwrap(), spans.collect())
        })
        .collect();
    let day = || vec!["07:30-11:30".to_owned(), "13:00-17:00".to_owned()];
    assert_eq!(told, [(21, 60, day()), (22, 480, day()), (23, 0, Vec::new()), (24, 60, day())]);
}

#[test]
fn b049_a_half_day_is_a_day_where_days_count_and_its_morning_where_hours_do() {
    let calendar = WorkingCalendar::with_entries([half_day(ymd(2026, 10, 7))]);
    let days = Deadline::compute(&calendar, ymd(2026, 10, 6), DeadlineRule::working(1)).unwrap();
    assert_eq!(days.last_day(), ymd(2026, 10, 7));
    assert_eq!(moment(&calendar, "2026-10-06T17:00:00", 4), "2026-10-07T11:30");
    assert_eq!(moment(&calendar, "2026-10-06T17:00:00", 5), "2026-10-08T08:30");
}

#[test]
fn b049_the_receipt_of_hours_shows_the_minutes_of_each_day() {
    let calendar = WorkingCalendar::with_entries([half_day(ymd(2026, 10, 7))]);
    let lines = |start: &str, hours| {
        let deadline = Deadline::compute_from(&calendar, start.parse().unwrap(), DeadlineRule::hours(hours)).unwrap();
        let receipt = deadline.receipt(&calendar).into_iter();
        receipt.map(|l| (l.date.day(), l.reason, l.minutes.unwrap(), l.number)).collect::<Vec<_>>()
    };
    let expected = [
        (6, Reason::Counted, 90, None),
        (7, Reason::Counted, 240, None),
        (8, Reason::Counted, 480, None),
        (9, Reason::Counted, 30, None),
    ];
    assert_eq!(lines("2026-10-06T15:30:00", 14), expected);
    // After closing on Friday nothing of that day counts, and the weekend is passed over.
    let expected = [
        (16, Reason::DayZero, 0, None),
        (17, Reason::DayOff, 0, None),
        (18, Reason::DayOff, 0, None),
        (19, Reason::Counted, 60, None),
    ];
    assert_eq!(lines("2026-10-16T17:30:00", 1), expected);
    assert_eq!(lines("2026-10-09T07:30:00", -1), [(9, Reason::DayZero, 0, None), (8, Reason::Counted, 60, None)]);
}

#[test]
fn b047_a_deadline_that_may_not_end_on_a_day_ends_on_the_next_allowed_one_that_is_worked() {
    let not_on = |weekdays: &[Weekday], days: &[u32]| NotOn::new(weekdays, days).unwrap();
    let no_friday = DeadlineRule::working(5).not_ending_on(not_on(&[Weekday::Fri], &[]));
    // The fifth working day after Friday 16 October 2026 is Friday 23.
    assert_eq!(last(ymd(2026, 10, 16), no_friday), ymd(2026, 10, 26));
    // Not on Wednesday 29 April 2026: the next days are two holidays and a weekend.
    let start = ymd(2026, 4, 24);
    let no_wednesday = DeadlineRule::calendar(5).not_ending_on(not_on(&[Weekday::Wed], &[]));
    assert_eq!(last(start, no_wednesday), ymd(2026, 5, 4));
    let nor_monday = no_wednesday.not_ending_on(not_on(&[Weekday::Wed, Weekday::Mon], &[]));
    assert_eq!(last(start, nor_monday), ymd(2026, 5, 5));
    assert_eq!(last(start, no_wednesday.rolling(Roll::Previous)), ymd(2026, 4, 28));
    // Not on the 31st, which is a day off in lieu here.
    assert_eq!(last(ymd(2026, 8, 21), DeadlineRule::calendar(10).not_ending_on(not_on(&[], &[31]))), ymd(2026, 9, 3));
    // Seven days before Wednesday 29 October 2025 is a Wednesday; the notice comes rather earlier than later.
    assert_eq!(
        last(ymd(2025, 10, 29), DeadlineRule::calendar(-7).not_ending_on(not_on(&[Weekday::Wed], &[]))),
        ymd(2025, 10, 21)
    );
}

#[test]
fn b047_the_receipt_says_that_a_day_was_not_allowed() {
    let calendar = WorkingCalendar::builtin();
    let rule = DeadlineRule::working(1).not_ending_on(NotOn::new(&[Weekday::Thu, Weekday::Fri], &[]).unwrap());
    let deadline = Deadline::compute(&calendar, ymd(2026, 10, 14), rule).unwrap();
    let lines: Vec<_> = deadline.receipt(&calendar).into_iter().map(|l| (l.date.day(), l.reason)).collect();
    let expected = [
        (14, Reason::DayZero),
        (15, Reason::Counted),
        (16, Reason::NotAllowed),
        (17, Reason::RolledOver),
        (18, Reason::RolledOver),
        (19, Reason::RolledTo),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn b050_hours_and_forbidden_ends_stop_where_no_day_is_left() {
    let start = ymd(2026, 1, 1);
    let empty = |on| DayEntry { on, kind: DayKind::Local, label: String::new() };
    let calendar = WorkingCalendar::with_entries(start.iter_days().take(900).map(empty));
    let none = Err(DeadlineError::Calendar(CalendarError::NoWorkingDay(start)));
    assert_eq!(Deadline::compute(&calendar, start, DeadlineRule::hours(1)), none);
    let week = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
    let never = DeadlineRule::calendar(0).not_ending_on(NotOn::new(&week, &[]).unwrap());
    assert_eq!(Deadline::compute(&WorkingCalendar::builtin(), start, never), none);
    let long = DeadlineRule::hours(29_281);
    assert_eq!(Deadline::compute(&calendar, start, long), Err(DeadlineError::TooLong { amount: 29_281, most: 29_280 }));
    assert!(Deadline::compute(&WorkingCalendar::builtin(), NaiveDate::MAX, DeadlineRule::hours(9)).is_err());
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
        prop_assert_eq!(receipt.iter().filter(|line| line.is_counted()).count(), amount.unsigned_abs() as usize);
        prop_assert_eq!(receipt[0].date, start);
        prop_assert_eq!(receipt[receipt.len() - 1].date, deadline.last_day());
    }
}
