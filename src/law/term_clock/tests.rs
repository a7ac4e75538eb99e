//! Ten working days from Monday 5 October 2026: 6 to 9, 12 to 16 and Monday 19 October, the last day. No holiday is near.

use super::*;
use crate::kernel::clock::instant;
use crate::law::deadline::Roll;

const AGENCY: &str = "Phòng Kinh tế";
const CITIZEN: &str = "Người kiến nghị";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Vietnamese time.
fn at(text: &str) -> DateTime<Utc> {
    instant(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::builtin()
}

fn rules() -> ClockRules {
    let term = LegalTerm {
        rule: DeadlineRule::working(10),
        basis: "Quy định 11-QĐi/TW".into(),
        valid_from: day("2019-02-18"),
        valid_to: None,
    };
    ClockRules { term, warn_days: 3, very_late_after: Some(5), cap: Some(10), on_resume: OnResume::Continue }
}

fn started_by(rules: ClockRules) -> TermClock<&'static str> {
    TermClock::new(rules).unwrap().start(&calendar(), at("2026-10-05 09:00"), AGENCY).unwrap()
}

fn started() -> TermClock<&'static str> {
    started_by(rules())
}

fn paper() -> Paper {
    Paper { number: "15/CV-KT".into(), on: day("2026-10-08") }
}

fn stopped(clock: TermClock<&'static str>, when: &str) -> TermClock<&'static str> {
    clock.stop(&calendar(), at(when), CITIZEN, "Cần bổ sung hồ sơ đất", paper()).unwrap()
}

fn approval() -> Approval {
    Approval { by: "Chủ tịch UBND phường".into(), reason: "Phải đo đạc lại".into(), paper: paper() }
}

fn extended(clock: TermClock<&'static str>, when: &str, to: &str) -> Result<TermClock<&'static str>, ClockError> {
    clock.extend(&calendar(), at(when), day(to), approval())
}

fn timing(clock: &TermClock<&'static str>, when: &str) -> Timing {
    clock.timing(&calendar(), at(when)).unwrap()
}

fn left(clock: &TermClock<&'static str>, when: &str) -> Left {
    clock.left(&calendar(), at(when)).unwrap()
}

fn told(clock: TermClock<&'static str>, when: &str) -> (TermClock<&'static str>, Vec<(OverdueLevel, DateTime<Utc>)>) {
    let (clock, overdue) = clock.tell_overdue(&calendar(), at(when)).unwrap();
    (clock, overdue.into_iter().map(|one| (one.level, one.at)).collect())
}

#[test]
fn b051_a_clock_that_has_not_started_owes_nothing() {
    let clock = TermClock::<&str>::new(rules()).unwrap();
    assert_eq!(timing(&clock, "2030-01-01 00:00"), Timing::NotStarted);
    assert_eq!((clock.holder(), clock.left(&calendar(), at("2030-01-01 00:00"))), (None, None));
    assert_eq!(clock.clone().finish(&calendar(), at("2026-10-05 09:00")).unwrap_err(), ClockError::NotRunning);
    assert_eq!(clock.resume(&calendar(), at("2026-10-05 09:00")).unwrap_err(), ClockError::NotStopped);
    assert_eq!(started().start(&calendar(), at("2026-10-06 09:00"), CITIZEN).unwrap_err(), ClockError::AlreadyStarted);
}

#[test]
fn b051_the_days_left_are_the_same_before_and_after_a_stop() {
    let clock = started();
    assert_eq!((clock.last_day(), clock.holder()), (Some(day("2026-10-19")), Some(&AGENCY)));
    // After Thursday 8 October: 9, 12, 13, 14, 15, 16, 19.
    assert_eq!(left(&clock, "2026-10-08 10:00"), Left::Days(7));
    let clock = stopped(clock, "2026-10-08 10:00");
    assert_eq!((timing(&clock, "2026-10-30 08:00"), left(&clock, "2026-10-30 08:00")), (Timing::Stopped, Left::Days(7)));
    assert_eq!(clock.holder(), Some(&CITIZEN));
    let clock = clock.resume(&calendar(), at("2026-10-14 16:00")).unwrap();
    assert_eq!((left(&clock, "2026-10-14 16:00"), clock.holder()), (Left::Days(7), Some(&AGENCY)));
    // 15, 16, 19, 20, 21, 22, 23.
    assert_eq!(clock.last_day(), Some(day("2026-10-23")));
    // Stopped and resumed on one day, nothing moves.
    let same = stopped(started(), "2026-10-08 10:00").resume(&calendar(), at("2026-10-08 11:00")).unwrap();
    assert_eq!(same.last_day(), Some(day("2026-10-19")));
}

#[test]
fn b051_a_clock_stopped_late_is_as_late_when_it_runs_again() {
    // Late on Tuesday 20 and Wednesday 21 October.
    assert_eq!(left(&started(), "2026-10-21 10:00"), Left::Late(2));
    let clock = stopped(started(), "2026-10-21 10:00");
    assert_eq!(left(&clock, "2026-10-25 10:00"), Left::Late(2));
    let clock = clock.resume(&calendar(), at("2026-10-26 08:00")).unwrap();
    assert_eq!(left(&clock, "2026-10-26 23:00"), Left::Late(2));
    assert_eq!((left(&clock, "2026-10-27 00:00"), timing(&clock, "2026-10-27 00:00")), (Left::Late(3), Timing::Late));
}

#[test]
fn b051_the_rolled_days_behind_a_term_are_no_days_of_it() {
    // Ten calendar days from Wednesday 7 October end on Saturday 17 and roll to Monday 19.
    let mut rolling = rules();
    rolling.term.rule = DeadlineRule::calendar(10).rolling(Roll::Next);
    let clock = TermClock::new(rolling).unwrap().start(&calendar(), at("2026-10-07 09:00"), AGENCY).unwrap();
    assert_eq!(clock.last_day(), Some(day("2026-10-19")));
    assert_eq!(left(&clock, "2026-10-18 12:00"), Left::Days(0));
    // Stopped on Monday 12 with five days left, running again on Monday 19: Saturday 24, rolled to Monday 26.
    let clock = stopped(clock, "2026-10-12 09:00");
    assert_eq!(left(&clock, "2026-10-12 09:00"), Left::Days(5));
    let clock = clock.resume(&calendar(), at("2026-10-19 09:00")).unwrap();
    assert_eq!((left(&clock, "2026-10-19 09:00"), clock.last_day()), (Left::Days(5), Some(day("2026-10-26"))));
}

#[test]
fn every_day_is_one_partys_and_own_delay_is_apart_from_others() {
    let clock = stopped(started(), "2026-10-08 10:00").resume(&calendar(), at("2026-10-14 16:00")).unwrap();
    // The last day is Friday 23; finished on Monday 26.
    let clock = clock.finish(&calendar(), at("2026-10-26 10:00")).unwrap();
    let days = clock.days(&calendar(), at("2027-01-01 00:00"));
    let found: Vec<_> = days.iter().map(|one| (one.party, one.days, one.late)).collect();
    // The agency: 6, 7, 8 and 15, 16, 19 to 23, 26, of which the 26th is late; the citizen: 9, 12, 13, 14.
    assert_eq!(found, [(AGENCY, 11, 1), (CITIZEN, 4, 0)]);
    assert_eq!((clock.holder(), timing(&clock, "2027-01-01 00:00")), (None, Timing::DoneLate));
    assert_eq!(clock.history().len(), 4);
}

#[test]
fn handed_over_the_last_day_stays_and_the_delay_is_the_new_holders() {
    let clock = started().hand_over(&calendar(), at("2026-10-16 10:00"), "Trạm Y tế").unwrap();
    assert_eq!((clock.holder(), clock.last_day()), (Some(&"Trạm Y tế"), Some(day("2026-10-19"))));
    let days = clock.days(&calendar(), at("2026-10-21 10:00"));
    // The first: 6 to 9, 12 to 16. The second: 19, 20, 21, two of them late.
    assert_eq!(days.iter().map(|one| (one.days, one.late)).collect::<Vec<_>>(), [(9, 0), (3, 2)]);
}

#[test]
fn a_stop_needs_a_reason_and_a_paper_and_acts_keep_their_order() {
    let stop = |when: &str, reason: &str, number: &str| {
        let paper = Paper { number: number.into(), ..paper() };
        started().stop(&calendar(), at(when), CITIZEN, reason, paper).unwrap_err()
    };
    assert_eq!(stop("2026-10-08 10:00", " ", "15/CV"), ClockError::NoReason);
    assert_eq!(stop("2026-10-08 10:00", "Thiếu hồ sơ", ""), ClockError::NoPaper);
    assert_eq!(stop("2026-10-05 08:59", "Thiếu hồ sơ", "15/CV"), ClockError::OutOfOrder);
    let twice = stopped(started(), "2026-10-08 10:00").stop(&calendar(), at("2026-10-09 10:00"), CITIZEN, "x", paper());
    assert_eq!(twice.unwrap_err(), ClockError::NotRunning);
    for rule in [DeadlineRule::working(-1), DeadlineRule::hours(8)] {
        let mut odd = rules();
        odd.term.rule = rule;
        assert_eq!(TermClock::<&str>::new(odd).unwrap_err(), ClockError::NoClock);
    }
    let before_the_law = TermClock::new(rules()).unwrap().start(&calendar(), at("2019-02-17 09:00"), AGENCY);
    assert!(matches!(before_the_law, Err(ClockError::Term(LegalTermError::NotInForce { .. }))));
}

#[test]
fn b055_two_extensions_add_up_to_the_cap_and_no_further() {
    // 20, 21, 22, 23, 26: five days; 27, 28, 29, 30 October and 2 November: ten in all.
    let once = extended(started(), "2026-10-15 09:00", "2026-10-26").unwrap();
    let twice = extended(once.clone(), "2026-10-23 09:00", "2026-11-02").unwrap();
    assert_eq!(twice.last_day(), Some(day("2026-11-02")));
    assert_eq!(timing(&twice, "2026-10-28 09:00"), Timing::InTime);
    assert_eq!(extended(twice, "2026-10-30 09:00", "2026-11-03").unwrap_err(), ClockError::OverCap { days: 11, cap: 10 });
    assert_eq!(extended(once, "2026-10-23 09:00", "2026-10-23").unwrap_err(), ClockError::NotLater(day("2026-10-26")));
}

#[test]
fn b055_an_extension_needs_approval_and_a_day_to_come() {
    let refused = |approval| started().extend(&calendar(), at("2026-10-15 09:00"), day("2026-10-26"), approval).unwrap_err();
    assert_eq!(refused(Approval { by: " ".into(), ..approval() }), ClockError::NoApproval);
    assert_eq!(refused(Approval { reason: String::new(), ..approval() }), ClockError::NoReason);
    let no_paper = Paper { number: String::new(), ..paper() };
    assert_eq!(refused(Approval { paper: no_paper, ..approval() }), ClockError::NoPaper);
    assert_eq!(extended(started(), "2026-10-22 09:00", "2026-10-21").unwrap_err(), ClockError::InThePast);
    assert_eq!(extended(stopped(started(), "2026-10-08 10:00"), "2026-10-09 09:00", "2026-10-26"), Err(ClockError::NotRunning));
}

#[test]
fn b055_an_extension_after_being_late_keeps_the_late_record() {
    let clock = extended(started(), "2026-10-21 09:00", "2026-10-26").unwrap();
    assert_eq!(timing(&clock, "2026-10-22 09:00"), Timing::InTime);
    assert!(clock.was_late(&calendar(), at("2026-10-22 09:00")).unwrap());
    let (clock, overdue) = told(clock, "2026-10-22 09:00");
    assert_eq!(overdue, [(OverdueLevel::Late, utc("2026-10-19T17:00:00Z"))]);
    let clock = clock.finish(&calendar(), at("2026-10-26 23:59")).unwrap();
    assert_eq!(timing(&clock, "2026-12-01 09:00"), Timing::DoneInTime);
    // 20 and 21 October stay late days.
    assert_eq!(clock.days(&calendar(), at("2026-12-01 09:00"))[0].late, 2);
    assert!(clock.was_late(&calendar(), at("2026-12-01 09:00")).unwrap());
}

#[test]
fn b056_the_warning_begins_when_the_days_left_equal_the_threshold() {
    // Three calendar days before Monday 19 October is Friday 16.
    assert_eq!(timing(&started(), "2026-10-15 23:59"), Timing::InTime);
    assert_eq!(timing(&started(), "2026-10-16 00:00"), Timing::Soon);
    assert_eq!(timing(&started(), "2026-10-19 23:59"), Timing::Soon);
}

#[test]
fn b056_a_threshold_longer_than_the_term_warns_from_the_start() {
    let clock = started_by(ClockRules { warn_days: 365, ..rules() });
    assert_eq!(timing(&clock, "2026-10-05 09:00"), Timing::Soon);
}

#[test]
fn b057_overdue_is_stamped_at_the_start_of_the_first_late_day() {
    assert_eq!(timing(&started(), "2026-10-20 00:00"), Timing::Late);
    // Noticed on 22 October, stamped with 20 October 00:00 in Vietnam; and only once.
    let (clock, overdue) = told(started(), "2026-10-22 03:30");
    assert_eq!(overdue, [(OverdueLevel::Late, utc("2026-10-19T17:00:00Z"))]);
    assert_eq!(told(clock, "2026-10-23 03:30").1, []);
    assert_eq!(told(started(), "2026-10-19 23:59").1, []);
}

#[test]
fn b058_the_second_level_has_its_own_stamp() {
    // Late on 20, 21, 22, 23 and 26 October; very late from Tuesday 27.
    assert_eq!(timing(&started(), "2026-10-26 23:59"), Timing::Late);
    assert_eq!(timing(&started(), "2026-10-27 00:00"), Timing::VeryLate);
    let both = [(OverdueLevel::Late, utc("2026-10-19T17:00:00Z")), (OverdueLevel::VeryLate, utc("2026-10-26T17:00:00Z"))];
    assert_eq!(told(started(), "2026-11-30 08:00").1, both);
}

#[test]
fn b058_what_is_answered_between_the_levels_never_reaches_the_second() {
    let clock = started().finish(&calendar(), at("2026-10-26 23:59")).unwrap();
    assert_eq!(timing(&clock, "2026-11-30 08:00"), Timing::DoneLate);
    assert_eq!(told(clock, "2026-11-30 08:00").1, [(OverdueLevel::Late, utc("2026-10-19T17:00:00Z"))]);
}

#[test]
fn b058_days_in_others_hands_do_not_lead_to_the_second_level() {
    // Two late days, a stop, and three more from Tuesday 27: 27, 28, 29; very late from Friday 30.
    let clock = stopped(started(), "2026-10-21 10:00").resume(&calendar(), at("2026-10-26 08:00")).unwrap();
    assert_eq!(timing(&clock, "2026-10-29 23:59"), Timing::Late);
    assert_eq!(timing(&clock, "2026-10-30 00:00"), Timing::VeryLate);
    let overdue = told(clock, "2026-11-30 08:00").1;
    assert_eq!(overdue[1], (OverdueLevel::VeryLate, utc("2026-10-29T17:00:00Z")));
}

#[test]
fn b058_a_clock_stopped_very_late_is_very_late_as_soon_as_it_runs_again() {
    // Six late days: 20, 21, 22, 23, 26, 27.
    let clock = stopped(started(), "2026-10-27 10:00").resume(&calendar(), at("2026-11-04 08:00")).unwrap();
    assert_eq!((timing(&clock, "2026-11-04 08:00"), left(&clock, "2026-11-04 08:00")), (Timing::VeryLate, Left::Late(6)));
    let overdue = told(clock, "2026-11-30 08:00").1;
    assert_eq!(overdue[1], (OverdueLevel::VeryLate, utc("2026-10-26T17:00:00Z")));
}

#[test]
fn b059_a_question_clears_the_overdue_status_and_the_answer_follows_the_policy() {
    let asked = |on_resume| stopped(started_by(ClockRules { on_resume, ..rules() }), "2026-10-21 10:00");
    let clock = asked(OnResume::Continue);
    assert_eq!(timing(&clock, "2026-11-30 10:00"), Timing::Stopped);
    assert!(clock.was_late(&calendar(), at("2026-11-30 10:00")).unwrap());
    let answered = |clock: TermClock<&'static str>| clock.resume(&calendar(), at("2026-10-26 08:00")).unwrap();
    assert_eq!(timing(&answered(clock), "2026-10-26 08:00"), Timing::Late);
    // Anew: ten working days from Monday 26 October end on Monday 9 November.
    let anew = answered(asked(OnResume::Anew));
    assert_eq!((timing(&anew, "2026-10-26 08:00"), anew.last_day()), (Timing::InTime, Some(day("2026-11-09"))));
    assert_eq!(left(&anew, "2026-10-26 08:00"), Left::Days(10));
}

#[test]
fn b060_days_without_an_answer_are_days_and_not_minutes() {
    let asked = stopped(started(), "2026-10-08 10:00");
    let waited = |when: &str| asked.days_in_hand(&calendar(), at(when));
    assert_eq!((waited("2026-10-08 10:03"), waited("2026-10-08 23:59")), (0, 0));
    // Friday 9, Monday 12, Tuesday 13.
    assert_eq!((waited("2026-10-11 12:00"), waited("2026-10-13 00:00")), (1, 3));
}

#[test]
fn b061_500_days_over_are_late_days_and_never_less_than_none() {
    let mut calendar_days = rules();
    calendar_days.term.rule = DeadlineRule::calendar(10);
    // The last day is 15 October 2026; 500 days later it is 27 February 2028.
    let clock = started_by(calendar_days);
    assert_eq!(left(&clock, "2028-02-27 09:00"), Left::Late(500));
    assert_eq!(left(&clock, "2026-10-15 23:59"), Left::Days(0));
    assert_eq!(left(&clock, "2026-10-16 00:00"), Left::Late(1));
}
