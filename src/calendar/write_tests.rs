//! Tests of the writer: one feed against text written by hand, the laws of feeds, and any text there and back.

use proptest::prelude::*;

use super::super::{Color, Component, Rule, faults, read, uid};
use super::*;

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn session() -> Entry {
    let when = When::Timed { start: at("2026-08-28T08:00:00"), end: Some(at("2026-08-28T11:30:00")) };
    Entry::new(uid("0198f0aa-0000-7000-8000-000000000001"), at("2026-08-20T02:03:04").and_utc(), when, "Đối thoại")
}

fn feed(entries: Vec<Entry>) -> Feed {
    Feed { entries, ..Feed::new("Lịch đối thoại") }
}

/// The events of a rendered feed, after it passed the conformance check.
fn events(feed: &Feed) -> Vec<Component> {
    let bytes = render(feed);
    assert_eq!(faults(&bytes), [], "{}", String::from_utf8_lossy(&bytes));
    read(&bytes).unwrap()[0].parts_named("VEVENT").cloned().collect()
}

#[test]
fn one_session_is_written_as_by_hand() {
    let entry = Entry {
        sequence: 2,
        created_at: Some(at("2026-08-01T00:00:00").and_utc()),
        summary: "Đối thoại trực tiếp giữa Bí thư Đảng ủy, Chủ tịch UBND phường với Nhân dân; quý III".into(),
        description: Some("Nội dung:\n1. Đất đai, nhà ở".into()),
        location: Some("Hội trường UBND phường, số 1 Lê Hồng Phong".into()),
        url: Some("https://example.vn/phien/1".into()),
        organizer: Some(Organizer { name: "Văn phòng Đảng ủy; \"một cửa\"".into(), email: None }),
        categories: vec!["Định kỳ".into(), "Quý III, 2026".into()],
        rrule: Some("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;COUNT=4".parse().unwrap()),
        exdates: vec![Start::DateTime(at("2026-11-27T08:00:00"))],
        alarms: vec![Alarm { minutes_before: 60, text: "Còn một giờ".into() }],
        ..session()
    };
    let feed = Feed {
        description: Some("Các phiên đã công bố".into()),
        url: Some("https://example.vn/lich".into()),
        color: Some(Color::Teal),
        refresh_hours: 6,
        ..feed(vec![entry])
    };
    // The first line of SUMMARY takes 75 octets (đ, â, ư … two; ố, ủ, ị … three); ị would make 78.
    let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Doi Thoai//doithoai//VI
CALSCALE:GREGORIAN
METHOD:PUBLISH
NAME:Lịch đối thoại
X-WR-CALNAME:Lịch đối thoại
DESCRIPTION:Các phiên đã công bố
X-WR-CALDESC:Các phiên đã công bố
URL:https://example.vn/lich
COLOR:teal
X-APPLE-CALENDAR-COLOR:#008080
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
X-WR-TIMEZONE:Asia/Ho_Chi_Minh
BEGIN:VTIMEZONE
TZID:Asia/Ho_Chi_Minh
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
TZNAME:+07
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:0198f0aa-0000-7000-8000-000000000001@doithoai
SEQUENCE:2
DTSTAMP:20260820T020304Z
CREATED:20260801T000000Z
LAST-MODIFIED:20260820T020304Z
DTSTART;TZID=Asia/Ho_Chi_Minh:20260828T080000
DTEND;TZID=Asia/Ho_Chi_Minh:20260828T113000
RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;COUNT=4
EXDATE;TZID=Asia/Ho_Chi_Minh:20261127T080000
SUMMARY:Đối thoại trực tiếp giữa Bí thư Đảng ủy\\, Chủ t
 ịch UBND phường với Nhân dân\\; quý III
DESCRIPTION:Nội dung:\\n1. Đất đai\\, nhà ở
LOCATION:Hội trường UBND phường\\, số 1 Lê Hồng Phong
URL:https://example.vn/phien/1
STATUS:CONFIRMED
TRANSP:OPAQUE
CATEGORIES:Định kỳ,Quý III\\, 2026
ORGANIZER;CN=\"Văn phòng Đảng ủy; ^'một cửa^'\":invalid:nomail
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT60M
DESCRIPTION:Còn một giờ
END:VALARM
END:VEVENT
END:VCALENDAR
";
    assert_eq!(String::from_utf8(render(&feed)).unwrap(), expected.replace('\n', "\r\n"));
}

#[test]
fn b030_an_empty_feed_is_a_valid_calendar() {
    let bytes = render(&feed(Vec::new()));
    assert_eq!(faults(&bytes), []);
    let calendars = read(&bytes).unwrap();
    assert_eq!(calendars[0].text("NAME").as_deref(), Some("Lịch đối thoại"));
    assert_eq!(calendars[0].parts.len(), 1);
}

#[test]
fn b021_b038_the_same_data_give_the_same_bytes_and_tag_and_a_change_gives_others() {
    let second = Entry { uid: uid("2"), ..session() };
    let one = render(&feed(vec![session(), second.clone()]));
    let two = render(&feed(vec![second, session()]));
    assert_eq!(one, two);
    assert_eq!(etag(&one), etag(&two));
    assert_ne!(etag(&one), etag(&render(&feed(vec![session()]))));
    // SHA-256 of the empty string (FIPS 180-4 test vector).
    assert_eq!(etag(b""), "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"");
}

#[test]
fn b023_a_cancelled_entry_stays_and_blocks_no_time() {
    let entry = Entry { status: Status::Cancelled, sequence: 3, summary: "[HỦY] Đối thoại".into(), ..session() };
    let events = events(&feed(vec![entry]));
    assert_eq!(events[0].value("STATUS"), Some("CANCELLED"));
    assert_eq!(events[0].value("TRANSP"), Some("TRANSPARENT"));
    assert_eq!(events[0].value("SEQUENCE"), Some("3"));
    assert_eq!(events[0].text("SUMMARY").as_deref(), Some("[HỦY] Đối thoại"));
}

#[test]
fn b026_a_moved_occurrence_keeps_its_slot_and_follows_its_master() {
    let rrule: Option<Rule> = Some("FREQ=WEEKLY;COUNT=4".parse().unwrap());
    let master = Entry { rrule: rrule.clone(), ..session() };
    let moved = When::Timed { start: at("2026-09-05T14:00:00"), end: None };
    let slot = Some(Start::DateTime(at("2026-09-04T08:00:00")));
    let changed = Entry { when: moved, recurrence_id: slot, rrule, ..session() };
    let older = Entry { sequence: 0, ..changed.clone() };
    let newer = Entry { sequence: 1, ..changed };
    let events = events(&feed(vec![older, newer, master]));
    assert_eq!(events.len(), 2);
    assert_eq!(events[0].value("RECURRENCE-ID"), None);
    assert_eq!(events[1].value("RECURRENCE-ID"), Some("20260904T080000"));
    assert_eq!(events[1].param("RECURRENCE-ID", "TZID"), Some("Asia/Ho_Chi_Minh"));
    assert_eq!((events[1].value("SEQUENCE"), events[1].value("RRULE")), (Some("1"), None));
}

#[test]
fn b037_whole_days_end_on_the_day_after() {
    let day = |d| NaiveDate::from_ymd_opt(2026, 12, d).unwrap();
    let entry = Entry { when: When::AllDay { first: day(30), last: day(31) }, exdates: vec![Start::Date(day(31))], ..session() };
    let events = events(&feed(vec![entry]));
    assert_eq!(events[0].value("DTSTART"), Some("20261230"));
    assert_eq!(events[0].value("DTEND"), Some("20270101"));
    assert_eq!(events[0].param("DTEND", "VALUE"), Some("DATE"));
    assert_eq!(events[0].param("EXDATE", "VALUE"), Some("DATE"));
}

#[test]
fn an_end_that_is_not_after_the_start_is_left_out() {
    for end in ["2026-08-28T08:00:00", "2026-08-28T07:00:00"] {
        let when = When::Timed { start: at("2026-08-28T08:00:00"), end: Some(at(end)) };
        assert_eq!(events(&feed(vec![Entry { when, ..session() }]))[0].value("DTEND"), None);
    }
}

#[test]
fn reminders_before_at_and_after_the_start() {
    let alarm = |minutes_before| Alarm { minutes_before, text: String::new() };
    let entry = Entry { alarms: vec![alarm(1440), alarm(0), alarm(-420)], ..session() };
    let event = &events(&feed(vec![entry]))[0];
    let triggers: Vec<_> = event.parts.iter().filter_map(|part| part.value("TRIGGER")).collect();
    assert_eq!(triggers, ["-PT1440M", "PT0M", "PT420M"]);
    assert_eq!(event.parts[0].text("DESCRIPTION").as_deref(), Some("Đối thoại"));
}

#[test]
fn an_organizer_with_an_address_can_be_written_to() {
    let organizer = Organizer { name: "Văn phòng".into(), email: Some("vp dang@example.vn\r\nX:1".into()) };
    let event = &events(&feed(vec![Entry { organizer: Some(organizer), ..session() }]))[0];
    assert_eq!(event.value("ORGANIZER"), Some("mailto:vp%20dang@example.vn%0AX:1"));
}

proptest! {
    #[test]
    fn b028_b029_any_text_survives_and_every_line_keeps_the_rules(
        summary in ".{0,300}", description in any::<String>(), location in "[ạ,;\\\\\\n\" đ\u{1F600}]{0,120}",
        name in any::<String>(), category in "\\PC{1,40}", url in any::<String>(),
    ) {
        let organizer = Some(Organizer { name: name.clone(), email: None });
        let entry = Entry {
            summary: summary.clone(), description: Some(description.clone()), location: Some(location.clone()),
            organizer, categories: vec![category.clone(), "b".into()], url: Some(url), ..session()
        };
        let bytes = render(&Feed { name: name.clone(), ..feed(vec![entry]) });
        prop_assert_eq!(faults(&bytes), []);
        let calendar = read(&bytes).unwrap().remove(0);
        let event = calendar.parts_named("VEVENT").next().unwrap();
        let kept = |text: &str| Some(text::printable(text)).filter(|text| !text.is_empty());
        prop_assert_eq!(event.text("SUMMARY"), kept(&summary));
        prop_assert_eq!(event.text("DESCRIPTION"), kept(&description));
        prop_assert_eq!(event.text("LOCATION"), kept(&location));
        prop_assert_eq!(calendar.text("NAME"), kept(&name));
        prop_assert_eq!(event.param("ORGANIZER", "CN").map(str::to_owned), Some(text::printable(&label(&name))));
        prop_assert_eq!(event.texts("CATEGORIES"), [text::printable(&label(&category)), "b".to_owned()]);
    }
}

#[test]
fn b035_a_message_asks_one_person_and_stands_alone() {
    use crate::calendar::{Attendee, Method, Partstat, faults};
    let entry = Entry {
        recurrence_id: Some(Start::DateTime(at("2026-08-25T08:00:00"))),
        organizer: Some(Organizer { name: "Phường".into(), email: Some("lich+abc@xa.example.vn".into()) }),
        attendee: Some(Attendee {
            name: "An, \"Ba\"\r\nX-A:1".into(),
            email: "an@xa.example.vn\r\nX-B:1".into(),
            partstat: Partstat::NeedsAction,
            asks: true,
        }),
        ..session()
    };
    let bytes = render_message(Method::Request, &entry);
    assert_eq!(faults(&bytes), []);
    let calendar = read(&bytes).unwrap().remove(0);
    assert_eq!(calendar.value("METHOD"), Some("REQUEST"));
    let [event] = calendar.parts_named("VEVENT").collect::<Vec<_>>()[..] else { panic!("not one event") };
    assert_eq!((event.value("METHOD"), event.value("X-A"), event.value("X-B")), (None, None, None));
    assert_eq!(event.value("ORGANIZER"), Some("mailto:lich+abc@xa.example.vn"));
    assert_eq!(event.value("ATTENDEE"), Some("mailto:an@xa.example.vn%0AX-B:1"));
    assert_eq!((event.param("ATTENDEE", "RSVP"), event.param("ATTENDEE", "PARTSTAT")), (Some("TRUE"), Some("NEEDS-ACTION")));
    assert_eq!(event.param("ATTENDEE", "CN"), Some("An, \"Ba\"\nX-A:1"));
}
