//! Tests of busy times: what an owner of a calendar would say of his own week, and files that mean no good.

use proptest::prelude::*;

use super::super::read;
use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// January to March 2026 in Hà Nội.
fn window() -> (DateTime<Utc>, DateTime<Utc>) {
    (at("2025-12-31T17:00:00Z"), at("2026-03-31T17:00:00Z"))
}

fn gathered(lines: &str) -> Result<Busy, BusyFault> {
    let text = format!("BEGIN:VCALENDAR\n{lines}\nEND:VCALENDAR\n");
    let (from, to) = window();
    busy(&read(text.as_bytes()).unwrap(), from, to)
}

/// Beginnings and ends on Vietnamese walls: `02-10 08:00 – 09:30`.
fn told(lines: &str) -> Vec<String> {
    let wall = |at: DateTime<Utc>| at.with_timezone(&HANOI).format("%m-%d %H:%M").to_string();
    gathered(lines).unwrap().times.into_iter().map(|(from, to)| format!("{} – {}", wall(from), wall(to))).collect()
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\n{lines}\nEND:VEVENT")
}

#[test]
fn an_hour_is_that_of_its_zone() {
    let one = |lines| told(&event(lines));
    assert_eq!(one("DTSTART:20260210T010000Z\nDTEND:20260210T023000Z"), ["02-10 08:00 – 02-10 09:30"]);
    assert_eq!(one("DTSTART;TZID=Asia/Ho_Chi_Minh:20260210T080000\nDURATION:PT1H30M"), ["02-10 08:00 – 02-10 09:30"]);
    assert_eq!(one("DTSTART:20260210T080000\nDTEND:20260210T093000"), ["02-10 08:00 – 02-10 09:30"], "no zone is ours");
    // Tokyo is two hours ahead of Hà Nội.
    assert_eq!(one("DTSTART;TZID=/x.org/Asia/Tokyo:20260210T100000\nDURATION:PT1H"), ["02-10 08:00 – 02-10 09:00"]);
    assert_eq!(one("DTSTART:20260210T080000"), Vec::<String>::new(), "no length takes no time");
}

#[test]
fn a_zone_that_only_the_file_knows_is_read_from_it() {
    let zone = "BEGIN:VTIMEZONE\nTZID:Tokyo Standard Time\nBEGIN:STANDARD\nTZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n";
    let event = event("DTSTART;TZID=Tokyo Standard Time:20260210T100000\nDURATION:PT1H");
    assert_eq!(told(&format!("{zone}{event}")), ["02-10 08:00 – 02-10 09:00"]);
}

#[test]
fn b037_days_are_whole_days_here_and_their_end_is_not_in_it() {
    assert_eq!(told(&event("DTSTART;VALUE=DATE:20260210\nDTEND;VALUE=DATE:20260212")), ["02-10 00:00 – 02-12 00:00"]);
    assert_eq!(told(&event("DTSTART;VALUE=DATE:20260210")), ["02-10 00:00 – 02-11 00:00"]);
}

#[test]
fn what_takes_no_time_leaves_free() {
    for free in ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"] {
        assert_eq!(told(&event(&format!("DTSTART:20260210T080000\nDURATION:PT1H\n{free}"))), Vec::<String>::new(), "{free}");
    }
}

#[test]
fn a_weekly_briefing_of_many_years_is_busy_each_monday_but_those_that_fall_out() {
    // Mondays of February 2026: 2, 9, 16, 23. The 9th falls out, the 16th is moved to the 17th, the 23rd is cancelled.
    let lines = "DTSTART;TZID=Asia/Ho_Chi_Minh:20100104T073000\nDTEND;TZID=Asia/Ho_Chi_Minh:20100104T083000\n\
                 RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260224\nEXDATE;TZID=Asia/Ho_Chi_Minh:20260209T073000";
    let moved = "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20260216T073000\nDTSTART:20260217T010000Z\nDURATION:PT1H";
    let off = "RECURRENCE-ID:20260223T003000Z\nDTSTART:20260223T003000Z\nDURATION:PT1H\nSTATUS:CANCELLED";
    let all = told(&[event(lines), event(moved), event(off)].join("\n"));
    let february: Vec<&String> = all.iter().filter(|time| time.starts_with("02")).collect();
    assert_eq!(february, ["02-02 07:30 – 02-02 08:30", "02-17 08:00 – 02-17 09:00"]);
    // January: 5, 12, 19, 26.
    assert_eq!(all.iter().filter(|time| time.starts_with("01")).count(), 4);
    assert_eq!(all.iter().filter(|time| time.starts_with("03")).count(), 0, "the rule has ended");
}

#[test]
fn every_second_week_keeps_its_rhythm_however_far_back_it_began() {
    // From Monday 5 January 2015 every second Monday: 5 January 2026 is 574 weeks later, an even number.
    let lines = "DTSTART:20150105T073000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO";
    let days: Vec<String> = told(&event(lines)).iter().take(3).map(|time| time[..5].to_owned()).collect();
    assert_eq!(days, ["01-05", "01-19", "02-02"]);
}

#[test]
fn b018_the_hour_on_the_wall_stays_over_a_change_of_offset() {
    // New York: 20:00 is 01:00 UTC in winter (08:00 in Hà Nội) and 00:00 UTC from 8 March 2026 (07:00).
    let lines = "DTSTART;TZID=America/New_York:20260305T200000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5";
    let all = told(&event(lines));
    let begins: Vec<&str> = all.iter().map(|time| &time[..11]).collect();
    assert_eq!(begins, ["03-06 08:00", "03-07 08:00", "03-08 08:00", "03-09 07:00", "03-10 07:00"]);
}

#[test]
fn months_and_lists_of_dates_are_expanded_and_the_last_day_of_a_rule_is_in_it() {
    let monthly =
        "DTSTART:20260125T080000\nDURATION:PT2H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20260325T010000Z\nRDATE:20260210T080000";
    let all = told(&event(monthly));
    let begins: Vec<&str> = all.iter().map(|time| &time[..5]).collect();
    assert_eq!(begins, ["01-25", "02-10", "02-25", "03-25"]);
}

#[test]
fn published_free_and_busy_time_counts_as_well() {
    let part = "BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20260210T010000Z/20260210T020000Z,20260211T010000Z/PT30M\n\
                FREEBUSY;FBTYPE=FREE:20260212T010000Z/PT1H\nFREEBUSY:x\nEND:VFREEBUSY";
    assert_eq!(told(part), ["02-10 08:00 – 02-10 09:00", "02-11 08:00 – 02-11 08:30"]);
    assert_eq!(gathered(part).unwrap().unread, 1);
}

#[test]
fn what_lies_outside_is_cut_off() {
    assert_eq!(told(&event("DTSTART:20251230T080000\nDTEND:20260102T080000")), ["01-01 00:00 – 01-02 08:00"]);
    assert_eq!(told(&event("DTSTART:20260331T230000\nDTEND:20270401T080000")), ["03-31 23:00 – 04-01 00:00"]);
    assert_eq!(told(&event("DTSTART:20270101T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY")), Vec::<String>::new());
}

#[test]
fn events_that_cannot_be_read_are_counted_and_the_others_stay() {
    let bad = ["DTSTART:morgen", "SUMMARY:x", "DTSTART:99990210T080000\nDURATION:PT1H", "DTSTART:20260210T250000"];
    let good = event("DTSTART:20260210T080000\nDURATION:PT1H");
    let all: Vec<String> = bad.iter().map(|lines| event(lines)).chain([good]).collect();
    let busy = gathered(&all.join("\n")).unwrap();
    assert_eq!((busy.times.len(), busy.unread), (1, 4));
    for rule in
        ["FREQ=SECONDLY", "FREQ=HOURLY;BYDAY=MO", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=SOMETIMES", "INTERVAL=0;FREQ=DAILY", "x"]
    {
        let busy = gathered(&event(&format!("DTSTART:20260210T080000\nDURATION:PT1H\nRRULE:{rule}"))).unwrap();
        assert_eq!((busy.times.len(), busy.unread), (1, 1), "{rule}: its first occurrence stays");
    }
}

#[test]
fn a_file_that_means_no_good_is_given_up() {
    assert_eq!(busy(&[Component::new("VEVENT")], window().0, window().1), Err(BusyFault::NoCalendar));
    // Thirty-first of February: nothing ever comes of it.
    let barren = event("DTSTART:20260210T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31");
    assert_eq!(gathered(&vec![barren; MOST_BARREN + 1].join("\n")), Err(BusyFault::TooMuch));
    // Counted rules have to be walked from their beginning.
    let long = event("DTSTART:19000101T080000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=60000");
    assert_eq!(gathered(&vec![long; 8].join("\n")), Err(BusyFault::TooMuch));
}

proptest! {
    #[test]
    fn no_values_make_it_panic(
        starts in "[0-9TZ]{0,18}", ends in "[0-9TZP+-]{0,18}", rule in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);)?[A-Z0-9=;,+-]{0,40}", zone in "[A-Za-z/+ ]{0,20}",
    ) {
        let lines = format!("DTSTART;TZID=\"{zone}\":{starts}\nDTEND:{ends}\nDURATION:{ends}\nRRULE:{rule}\nEXDATE:{starts}\nRDATE:{ends}");
        let (from, to) = window();
        for (starts, ends) in gathered(&event(&lines)).map(|busy| busy.times).unwrap_or_default() {
            prop_assert!(from <= starts && starts < ends && ends <= to);
        }
    }
}
