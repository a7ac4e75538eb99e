//! Days and minutes around the last day: Tuesday 30 September 2025, Vietnamese time.

use super::*;
use crate::followups::rules::Outcome;
use crate::followups::rules::commitment::tests::{at, day, fresh, reported};

#[test]
fn b048_the_last_day_ends_at_its_midnight_in_local_time() {
    let commitment = fresh();
    assert_eq!(commitment.timing(at("2025-09-30 23:59")), Timing::Soon);
    assert_eq!(commitment.timing(at("2025-10-01 00:00")), Timing::Overdue);
    assert_eq!(reported("2025-09-30 23:59", Outcome::Done).timing(at("2025-12-01 08:00")), Timing::DoneInTime);
    assert_eq!(reported("2025-10-01 00:00", Outcome::Done).timing(at("2025-12-01 08:00")), Timing::DoneLate);
}

#[test]
fn b057_an_overdue_event_bears_the_start_of_the_first_late_day() {
    // 00:00 on 1 October in Hà Nội is 17:00 UTC the day before.
    assert_eq!(fresh().late_from(), "2025-09-30T17:00:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[test]
fn b056_warnings_begin_seven_days_before_but_never_before_the_work() {
    let commitment = fresh();
    assert_eq!(commitment.warn_from(), day("2025-09-23"));
    assert_eq!(commitment.timing(at("2025-09-22 23:59")), Timing::InTime);
    assert_eq!(commitment.timing(at("2025-09-23 00:00")), Timing::Soon);
    // A term of three days: the whole of it is warned, and not a day more.
    let mut short = fresh();
    short.due_on = day("2025-09-11");
    assert_eq!(short.warn_from(), day("2025-09-08"));
    // A last day before the assignment, as old papers have it.
    short.due_on = day("2025-09-01");
    assert_eq!(short.warn_from(), day("2025-09-01"));
}

#[test]
fn b051_a_report_stops_the_clock_and_sending_back_starts_it_where_it_was() {
    let stopped = reported("2025-09-20 08:00", Outcome::Done);
    assert_eq!(stopped.timing(at("2025-10-10 08:00")), Timing::DoneInTime);
    let (again, _) = stopped.not_done(at("2025-10-10 08:00"), "Cống vẫn tắc").unwrap();
    assert_eq!(again.due_on, day("2025-09-30"));
    assert_eq!(again.timing(at("2025-10-10 08:00")), Timing::Overdue);
    assert_eq!((again.days_left(day("2025-09-30")), again.days_left(day("2025-10-10"))), (0, -10));
}

#[test]
fn b058_thirty_late_days_are_late_and_the_next_is_very_late() {
    // Due on 30 September: the 30 late days are October but its last.
    assert_eq!(fresh().timing(at("2025-10-30 23:59")), Timing::Overdue);
    assert_eq!(fresh().timing(at("2025-10-31 00:00")), Timing::VeryLate);
    assert_eq!(reported("2025-10-30 23:59", Outcome::Done).timing(at("2025-12-01 08:00")), Timing::DoneLate);
}
