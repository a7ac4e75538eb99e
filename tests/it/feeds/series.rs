//! Sessions that repeat, as calendar programs show them: the feed is expanded by three foreign programs and compared with the
//! sessions themselves.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use doithoai::calendar::{Component, faults, read};
use doithoai::dialogues::actions::series::{self, Input};
use doithoai::dialogues::actions::sessions;
use doithoai::dialogues::rules::series::{Before, Recipe, Repeat};
use doithoai::dialogues::{Filter, Session, SessionForm, SessionKind, SessionState, of_unit};
use doithoai::kernel::{Role, SeriesId};
use doithoai::law::{DayUnit, End, IfMissing, OccasionKind, ShiftRule};
use doithoai::organisation::BodyKind;
use serde_json::Value;

use super::{UNIT, secret_feed};
use crate::support::{TestApp, peers, wall};

const PUBLIC: &str = "/feeds/unit/03667.ics";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// People are received at eight on the 25th of each month, or on the next working day.
pub fn reception(first: &str, end: End) -> Input {
    Input {
        title: "Tiếp dân ngày 25".into(),
        kind: SessionKind::Reception,
        form: SessionForm::InPerson,
        counterpart: "Nhân dân phường".into(),
        place: "Trụ sở tiếp công dân; tầng 1".into(),
        recipe: Recipe {
            repeat: Repeat::DayOfMonth,
            nth: 1,
            weekday: 1,
            day: 25,
            if_missing: IfMissing::LastDay,
            interval: 1,
            months: Vec::new(),
            before: Before { kind: OccasionKind::Other, days: 1, unit: DayUnit::Calendar },
            first: day(first).and_hms_opt(8, 0, 0).unwrap(),
            end,
        },
        duration_minutes: 210,
        shift: ShiftRule::NextWorking,
    }
}

/// From 25 March to 25 December 2025. Sunday 25 May goes to the 26th, Saturday 25 October to the 27th.
pub async fn begun(app: &TestApp) -> SeriesId {
    app.activate(UNIT).await;
    let input = reception("2025-03-25", End::Until { on: day("2025-12-31") });
    series::create(&app.app, &app.ctx(), UNIT, input).await.unwrap()
}

/// The same without an end.
pub async fn endless(app: &TestApp) -> SeriesId {
    app.activate(UNIT).await;
    series::create(&app.app, &app.ctx(), UNIT, reception("2025-03-25", End::Never)).await.unwrap()
}

/// A calendar of the office's own, which knows what is planned.
async fn office(app: &TestApp) -> String {
    let mai = app.person("Mai", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    secret_feed(&mai, "").await
}

/// The unit's sessions, earliest first.
async fn all(app: &TestApp) -> Vec<Session> {
    let mut all = of_unit(app.read(), UNIT, &Filter::default()).await.unwrap();
    all.sort_by_key(|session| session.starts_at);
    all
}

async fn with_key(app: &TestApp, key: &str) -> Session {
    all(app).await.into_iter().find(|session| session.slot_key.as_deref() == Some(key)).unwrap()
}

async fn announce(app: &TestApp, key: &str) {
    let session = with_key(app, key).await;
    sessions::announce(&app.app, &app.ctx(), session.id, session.version).await.unwrap();
}

async fn cancel(app: &TestApp, key: &str) {
    let session = with_key(app, key).await;
    sessions::cancel(&app.app, &app.ctx(), session.id, session.version, "Bão".into()).await.unwrap();
}

async fn move_to(app: &TestApp, key: &str, to: &str) {
    let session = with_key(app, key).await;
    let times = (wall(to), wall(to) + TimeDelta::minutes(210));
    sessions::move_to(&app.app, &app.ctx(), session.id, session.version, times, session.place, "Bí thư bận").await.unwrap();
}

/// The events of a feed as it is written, after it passed our own check.
async fn events(app: &TestApp, path: &str) -> Vec<Component> {
    let bytes = app.visitor().get(path).await.is(200).body;
    assert_eq!(faults(&bytes), [], "{}", String::from_utf8_lossy(&bytes));
    read(&bytes).unwrap()[0].parts_named("VEVENT").cloned().collect()
}

fn sequence(events: &[Component]) -> u32 {
    let all: BTreeSet<&str> = events.iter().filter_map(|event| event.value("SEQUENCE")).collect();
    assert_eq!(all.len(), 1, "a set has one number: {all:?}");
    all.first().unwrap().parse().unwrap()
}

type Shown = (String, String, String, String, String);

fn instant(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a session must look like in every program.
fn expected(session: &Session) -> Shown {
    let cancelled = matches!(session.state, SessionState::Cancelled { .. });
    let (prefix, status) = if cancelled { ("[HỦY] ", "CANCELLED") } else { ("", "CONFIRMED") };
    let summary = format!("{prefix}{}", session.title);
    (instant(session.starts_at), instant(session.ends_at), summary, session.place.clone(), status.to_owned())
}

/// Three programs show exactly these sessions.
async fn shows(app: &TestApp, path: &str, sessions: &[Session]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.ics");
    std::fs::write(&file, app.visitor().get(path).await.is(200).body).unwrap();
    // Both foreign parsers of single events must accept it as well.
    peers::python("read_ics.py", &[&file]);
    peers::node("read_ics.mjs", &[&file]);
    let arguments = [file.as_path(), "2024-01-01".as_ref(), "2029-01-01".as_ref()];
    let (python, node) = (peers::python("expand_ics.py", &arguments), peers::node("expand_ics.mjs", &arguments));
    let mut wanted: Vec<Shown> = sessions.iter().map(expected).collect();
    wanted.sort();
    let programs = [python, node];
    let programs: Vec<(&String, &Value)> = programs.iter().flat_map(|answer| answer.as_object().unwrap()).collect();
    assert_eq!(programs.len(), 3);
    for (program, told) in programs {
        let text = |event: &Value, name: &str| event[name].as_str().unwrap().to_owned();
        let shown = |event: &Value| {
            (text(event, "start"), text(event, "end"), text(event, "summary"), text(event, "location"), text(event, "status"))
        };
        let mut told: Vec<Shown> = told.as_array().unwrap().iter().map(shown).collect();
        told.sort();
        assert_eq!(told, wanted, "{program}");
    }
}

#[tokio::test]
async fn b026_b027_a_series_is_one_set_and_what_was_shifted_stands_under_its_own_slot() {
    let app = TestApp::new().await;
    let id = begun(&app).await;
    let feed = office(&app).await;
    let all = all(&app).await;
    assert_eq!(all.len(), 10);
    shows(&app, &feed, &all).await;
    let events = events(&app, &feed).await;
    assert!(events.iter().all(|event| event.value("UID") == Some(&format!("{id}@doithoai"))));
    assert_eq!(events[0].value("DTSTART"), Some("20250325T080000"));
    // 08:00 on 25 December is 01:00 in UTC.
    assert_eq!(events[0].value("RRULE"), Some("FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20251225T010000Z"));
    assert_eq!(events[0].value("EXDATE"), None);
    let moved: Vec<_> = events[1..].iter().map(|event| (event.value("RECURRENCE-ID"), event.value("DTSTART"))).collect();
    let shifted = [("20250525T080000", "20250526T080000"), ("20251025T080000", "20251027T080000")];
    assert_eq!(moved, shifted.map(|(slot, start)| (Some(slot), Some(start))));
    assert!(events[1..].iter().all(|event| event.param("RECURRENCE-ID", "TZID") == event.param("DTSTART", "TZID")));
    let source = app.visitor().get(&feed).await.source();
    assert!(source.contains("TZID:Asia/Ho_Chi_Minh\r\nBEGIN:STANDARD\r\n") && !source.contains("DAYLIGHT"), "{source}");
}

#[tokio::test]
async fn b010_b022_moved_twice_it_is_still_the_same_slot_and_the_number_only_rises() {
    let app = TestApp::new().await;
    begun(&app).await;
    let feed = office(&app).await;
    let mut last = sequence(&events(&app, &feed).await);
    for to in ["2025-04-26 08:10", "2025-05-02 14:00"] {
        move_to(&app, "2025-04-25T08:00", to).await;
        let events = events(&app, &feed).await;
        let april = events.iter().find(|event| event.value("RECURRENCE-ID") == Some("20250425T080000")).unwrap();
        assert_eq!(
            april.value("DTSTART"),
            Some(wall(to) + TimeDelta::hours(7)).map(|at| at.format("%Y%m%dT%H%M%S").to_string()).as_deref()
        );
        assert!(sequence(&events) > last);
        last = sequence(&events);
        shows(&app, &feed, &all(&app).await).await;
    }
    // Back at its own time it is an ordinary occurrence again; only the number remembers.
    move_to(&app, "2025-04-25T08:00", "2025-04-25 08:00").await;
    let back = events(&app, &feed).await;
    assert!(back.iter().all(|event| event.value("RECURRENCE-ID") != Some("20250425T080000")));
    assert!(sequence(&back) > last);
    // What happens in the hall is nothing to a calendar.
    announce(&app, "2025-03-25T08:00").await;
    let before = app.visitor().get(&feed).await;
    app.at("2025-03-25 07:55");
    let march = with_key(&app, "2025-03-25T08:00").await;
    let (march, event) = march.begin(app.now()).unwrap();
    let tx = doithoai::db::WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let permit = app.ctx().permit(doithoai::kernel::Action::TakeMinutes, &Default::default()).unwrap();
    doithoai::dialogues::save_step(&tx, &permit, &march).await.unwrap();
    tx.commit(event).await.unwrap();
    assert_eq!(app.visitor().get(&feed).await.header("etag"), before.header("etag"));
}

#[tokio::test]
async fn b022_the_number_rises_with_place_and_length_and_not_with_a_note_of_the_office() {
    let app = TestApp::new().await;
    begun(&app).await;
    let feed = office(&app).await;
    announce(&app, "2025-06-25T08:00").await;
    let june = async || with_key(&app, "2025-06-25T08:00").await;
    let described = async |change: &dyn Fn(&mut sessions::Details)| {
        let now = june().await;
        let mut details = sessions::Details {
            kind: now.kind,
            form: now.form,
            triggers: now.triggers,
            reason: now.reason,
            title: now.title,
            counterpart: now.counterpart,
            place: now.place,
            attend_how: now.attend_how,
            starts_at: now.starts_at,
            ends_at: now.ends_at,
        };
        change(&mut details);
        sessions::describe(&app.app, &app.ctx(), now.id, now.version, details).await.unwrap();
        sequence(&events(&app, &feed).await)
    };
    let first = sequence(&events(&app, &feed).await);
    let tag = app.visitor().get(&feed).await.header("etag").map(str::to_owned);
    app.at("2025-03-04 09:00");
    // Saved as it was, and with grounds that nobody outside of the office reads: calendars have nothing to take in.
    assert_eq!(described(&|_| {}).await, first);
    assert_eq!(described(&|details| details.reason = "Ghi chú nội bộ của văn phòng".into()).await, first);
    assert_eq!(app.visitor().get(&feed).await.header("etag").map(str::to_owned), tag);
    let told = described(&|details| details.attend_how = "Đăng ký tại bản".into()).await;
    assert_eq!(told, first + 1);
    // Another place, then another length: announced, both move it.
    let moved = async |place: &str, minutes: i64| {
        let now = june().await;
        let times = (now.starts_at, now.starts_at + TimeDelta::minutes(minutes));
        sessions::move_to(&app.app, &app.ctx(), now.id, now.version, times, place.into(), "Sửa hội trường").await.unwrap();
        sequence(&events(&app, &feed).await)
    };
    assert_eq!(moved("Nhà văn hóa bản Hìn", 210).await, first + 2);
    assert_eq!(moved("Nhà văn hóa bản Hìn", 120).await, first + 3);
    shows(&app, &feed, &all(&app).await).await;
}

#[tokio::test]
async fn b031_b023_the_public_sees_announced_occurrences_and_nothing_of_the_others() {
    let app = TestApp::new().await;
    begun(&app).await;
    assert!(events(&app, PUBLIC).await.is_empty());
    for key in ["2025-04-25T08:00", "2025-06-25T08:00", "2025-08-25T08:00"] {
        announce(&app, key).await;
    }
    let public = async || -> Vec<Session> { all(&app).await.into_iter().filter(|one| one.state.is_public()).collect() };
    shows(&app, PUBLIC, &public().await).await;
    let first = events(&app, PUBLIC).await;
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].value("RRULE"), Some("FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20250825T010000Z"));
    let out: Vec<_> =
        first[0].properties.iter().filter(|one| one.name == "EXDATE").filter_map(|one| one.value.as_deref()).collect();
    assert_eq!(out, ["20250525T080000", "20250725T080000"]);
    assert_eq!(first[0].value("URL"), Some("http://127.0.0.1:8080/public/03667"));
    // Announced and then cancelled: it stays and says so. The last one that takes place no longer ends the rule alone.
    cancel(&app, "2025-08-25T08:00").await;
    shows(&app, PUBLIC, &public().await).await;
    let second = events(&app, PUBLIC).await;
    assert_eq!((second[0].value("STATUS"), second[1].value("STATUS")), (Some("CONFIRMED"), Some("CANCELLED")));
    assert!(sequence(&second) > sequence(&first));
    let titled = app.visitor().get(&format!("{PUBLIC}?cancelled=title")).await.source();
    assert!(titled.contains("[HỦY]") && !titled.contains("CANCELLED"), "{titled}");
    // Called off before anybody was told: the slot falls out for the office as well.
    let feed = office(&app).await;
    cancel(&app, "2025-07-25T08:00").await;
    let told: Vec<Session> =
        all(&app).await.into_iter().filter(|one| one.slot_key.as_deref() != Some("2025-07-25T08:00")).collect();
    assert_eq!(told.len(), 9);
    shows(&app, &feed, &told).await;
    assert!(sequence(&events(&app, PUBLIC).await) >= sequence(&second));
}

#[tokio::test]
async fn b007_b008_b024_from_now_on_the_old_uid_ends_at_its_last_slot_and_a_new_one_begins() {
    let app = TestApp::new().await;
    let old = begun(&app).await;
    let feed = office(&app).await;
    announce(&app, "2025-03-25T08:00").await;
    app.at("2025-04-28 08:00");
    // March and April are past; an hour later and for five times from May on.
    let mut input = reception("2025-05-25", End::Count { count: 5 });
    input.recipe.first = day("2025-05-25").and_hms_opt(9, 0, 0).unwrap();
    let new = series::change(&app.app, &app.ctx(), old, 1, day("2025-05-01"), input).await.unwrap();
    let visible: Vec<Session> =
        all(&app).await.into_iter().filter(|one| !matches!(one.state, SessionState::Cancelled { .. })).collect();
    assert_eq!(visible.len(), 2 + 5);
    shows(&app, &feed, &visible).await;
    let events = events(&app, &feed).await;
    let of = |id: SeriesId| {
        events.iter().filter(move |event| event.value("UID") == Some(&format!("{id}@doithoai"))).collect::<Vec<_>>()
    };
    assert_eq!(of(old).len(), 1);
    assert_eq!(of(old)[0].value("RRULE"), Some("FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20250425T010000Z"));
    // 25 May is a Sunday; 25 September, the fifth, ends it without a count.
    assert_eq!(of(new).len(), 2);
    assert_eq!(of(new)[0].value("DTSTART"), Some("20250525T090000"));
    assert_eq!(of(new)[0].value("RRULE"), Some("FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20250925T020000Z"));
}

#[tokio::test]
async fn b025_nothing_of_a_set_begins_before_its_master() {
    let app = TestApp::new().await;
    let id = begun(&app).await;
    let feed = office(&app).await;
    // Before the first slot of the whole series: it cannot be an override, so it stands for itself.
    move_to(&app, "2025-03-25T08:00", "2025-03-20 08:00").await;
    shows(&app, &feed, &all(&app).await).await;
    let told = events(&app, &feed).await;
    let first = with_key(&app, "2025-03-25T08:00").await;
    let alone: Vec<_> = told.iter().filter(|event| event.value("UID") == Some(&format!("{}@doithoai", first.id))).collect();
    assert_eq!((alone.len(), alone[0].value("RRULE")), (1, None));
    let master = told.iter().find(|event| event.value("RRULE").is_some()).unwrap();
    assert_eq!(
        (master.value("UID"), master.value("DTSTART")),
        (Some(format!("{id}@doithoai").as_str()), Some("20250425T080000"))
    );
    // In the public feed June is the first that can be seen; moved to the front it still has a slot before it to begin with.
    announce(&app, "2025-06-25T08:00").await;
    move_to(&app, "2025-06-25T08:00", "2025-06-10 08:00").await;
    let june = [with_key(&app, "2025-06-25T08:00").await];
    shows(&app, PUBLIC, &june).await;
    let told = events(&app, PUBLIC).await;
    assert_eq!((told[0].value("DTSTART"), told[0].value("EXDATE")), (Some("20250525T080000"), Some("20250525T080000")));
    assert_eq!((told[1].value("RECURRENCE-ID"), told[1].value("DTSTART")), (Some("20250625T080000"), Some("20250610T080000")));
}

#[tokio::test]
async fn what_differs_in_any_word_is_told_as_different_and_what_most_say_is_said_once() {
    let app = TestApp::new().await;
    begun(&app).await;
    let feed = office(&app).await;
    let june = with_key(&app, "2025-06-25T08:00").await;
    let details = sessions::Details {
        title: "Tiếp dân, có Chủ tịch tỉnh dự".into(),
        place: "Hội trường lớn".into(),
        ..super::details("", "2025-06-25 08:00")
    };
    let details = sessions::Details { ends_at: june.ends_at, ..details };
    sessions::describe(&app.app, &app.ctx(), june.id, june.version, details).await.unwrap();
    shows(&app, &feed, &all(&app).await).await;
    assert_eq!(events(&app, &feed).await.len(), 1 + 3);
    // The lunar date is another one each month: the first speaks for itself, and so must all the others.
    assert_eq!(events(&app, &format!("{feed}?lunar=1")).await.len(), 1 + 9);
    shows(&app, &format!("{feed}?lunar=1"), &all(&app).await).await;
}

#[tokio::test]
async fn b036_what_has_left_the_window_leaves_the_set_and_the_number_does_not_fall() {
    let app = TestApp::new().await;
    begun(&app).await;
    let feed = office(&app).await;
    let before = events(&app, &feed).await;
    // Sixty days before 25 July is 26 May: March and April are out, and the session of 26 May, shifted from the 25th, stays.
    app.at("2025-07-25 06:00");
    let after = events(&app, &feed).await;
    assert_eq!(after[0].value("DTSTART"), Some("20250525T080000"));
    assert!(sequence(&after) > sequence(&before));
    shows(&app, &feed, &all(&app).await[2..]).await;
}

/// The session that stands at this slot.
pub async fn opened(app: &TestApp, key: &str) -> doithoai::kernel::SessionId {
    with_key(app, key).await.id
}
