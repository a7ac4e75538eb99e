//! What is computed often: deadlines, dates of a session, a year of a series, free times, a feed, a page. `cargo bench`.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use doithoai::calendar::{self, Entry, Feed, When, uid};
use doithoai::dialogues::pages::sessions::List;
use doithoai::dialogues::rules::clashes::{Need, clashes};
use doithoai::dialogues::rules::free_times::{Search, offers};
use doithoai::dialogues::rules::rhythm::Rhythm;
use doithoai::dialogues::rules::series::{Series, SeriesWord};
use doithoai::dialogues::{Repeated, Session, SessionForm, SessionKind, SessionState};
use doithoai::feeds::exports::{self, Content};
use doithoai::feeds::rules::Options;
use doithoai::i18n::Locale;
use doithoai::kernel::clock::{local, start_of};
use doithoai::kernel::{PersonId, SeriesId, SessionId};
use doithoai::law::{Deadline, DeadlineRule, SeriesRule, ShiftRule, WorkingCalendar, expand, merge, seeds, session_dates};
use doithoai::web::View as _;
use doithoai::web::view::{Shell, render};

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn law(c: &mut Criterion) {
    let calendar = WorkingCalendar::builtin();
    let start = day(2026, 8, 20);
    c.bench_function("deadline of 10 working days", |b| {
        b.iter(|| Deadline::compute(&calendar, black_box(start), DeadlineRule::working(10)));
    });
    c.bench_function("deadline of 250 working days", |b| {
        b.iter(|| Deadline::compute(&calendar, black_box(start), DeadlineRule::working(250)));
    });
    let sets = seeds().unwrap_or_default();
    let chosen: Vec<_> = sets.iter().filter(|set| ["law-commune-2025", "qd11-commune"].contains(&set.code.as_str())).collect();
    let rules = merge(&chosen, start);
    c.bench_function("dates of a session", |b| b.iter(|| session_dates(&rules, &calendar, black_box(start))));
    c.bench_function("built-in calendar", |b| b.iter(WorkingCalendar::builtin));
    let first = day(2026, 1, 25).and_hms_opt(8, 0, 0).unwrap_or_default();
    if let Ok(series) = SeriesRule::parse("FREQ=MONTHLY;BYMONTHDAY=25", first) {
        c.bench_function("a year of a monthly series with shifts", |b| {
            b.iter(|| expand(&series, ShiftRule::NextWorking, &calendar, day(2026, 1, 1), day(2026, 12, 31)));
        });
    }
}

/// Units of the country with 34 provinces.
const UNITS: usize = 3_355;

/// The days of reception of every unit in a year, each unit by itself; `benches/peers/expand.py` does the same.
fn country(c: &mut Criterion) {
    let calendar = WorkingCalendar::builtin();
    let first = day(2026, 1, 1).and_hms_opt(8, 0, 0).unwrap_or_default();
    let Ok(rule) = SeriesRule::parse("FREQ=MONTHLY;BYMONTHDAY=5,20", first) else { return };
    let rules = vec![rule; UNITS];
    c.bench_function("a year of 3,355 units with shifts", |b| {
        b.iter(|| {
            let year = |rule| expand(rule, ShiftRule::NextWorking, &calendar, day(2026, 1, 1), day(2026, 12, 31));
            black_box(&rules).iter().map(|rule| year(rule).map_or(0, |slots| slots.len())).sum::<usize>()
        });
    });
}

fn feed_of(count: i64) -> Feed {
    let mut feed = Feed::new("Đối thoại – Phường Hải An");
    for n in 0..count {
        let at: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + n);
        let when = When::Timed { start: local(at), end: Some(local(at + TimeDelta::hours(3))) };
        let mut entry =
            Entry::new(uid(n), at, when, "Hội nghị đối thoại trực tiếp giữa người đứng đầu cấp ủy, chính quyền với Nhân dân");
        entry.location = Some("Hội trường UBND phường Hải An, đường Lê Hồng Phong".to_owned());
        entry.description = Some("Đối tượng: Nhân dân phường\nCách tham dự: đăng ký với tổ trưởng; trước ba ngày".to_owned());
        feed.entries.push(entry);
    }
    feed
}

fn feeds(c: &mut Criterion) {
    for count in [48, 400] {
        let feed = feed_of(count);
        c.bench_function(&format!("feed of {count} events"), |b| b.iter(|| calendar::render(black_box(&feed))));
    }
}

/// Sessions over three years, each with 50 of 200 people; every tenth is one of the unit's own.
fn diary(count: u128) -> Vec<Need> {
    let first = start_of(day(2025, 1, 1));
    let session = |n: u128| {
        let from = first + TimeDelta::minutes(i64::try_from(n * 150).unwrap_or_default());
        Need {
            from,
            to: from + TimeDelta::hours(3),
            unit: Some(format!("{:05}", n % 10)),
            place: "hoi truong ubnd phuong".to_owned(),
            people: (0..50).map(|at| person((n * 37 + at * 13) % 200)).collect(),
        }
    };
    (0..count).map(session).collect()
}

fn person(at: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(at))
}

fn times(c: &mut Criterion) {
    let (taken, calendar, notice_by) = (diary(10_000), WorkingCalendar::builtin(), BTreeMap::new());
    let people: BTreeSet<PersonId> = (0..50).map(|at| person(at * 3)).collect();
    let need = |from: DateTime<Utc>| Need {
        from,
        to: from + TimeDelta::hours(3),
        unit: Some("00001".to_owned()),
        place: "hoi truong ubnd phuong".to_owned(),
        people: people.clone(),
    };
    let series: Vec<Need> = (0..52).map(|week| need(start_of(day(2026, 1, 6)) + TimeDelta::weeks(week))).collect();
    c.bench_function("collisions of 52 wishes among 10,000 sessions of 50 people", |b| {
        b.iter(|| clashes(black_box(&series), black_box(&taken)));
    });
    let search = Search {
        calendar: &calendar,
        length: TimeDelta::hours(3),
        first: day(2026, 1, 1),
        last: day(2026, 12, 31),
        wished: NaiveTime::from_hms_opt(8, 0, 0).unwrap_or_default(),
        now: start_of(day(2026, 1, 1)),
        notice_by: &notice_by,
        safe_until: None,
    };
    let wanted = need(search.now);
    c.bench_function("free times of 50 people in a year among 10,000 sessions of 50 people", |b| {
        b.iter(|| offers(&search, black_box(&wanted), black_box(&taken)));
    });
}

fn session(n: i64, at: DateTime<Utc>, series: Option<SeriesId>) -> Session {
    Session {
        id: SessionId::fresh(),
        unit_code: format!("{:05}", n % 100),
        plan: None,
        series,
        slot_key: series.map(|_| local(at).format("%Y-%m-%dT%H:%M").to_string()),
        anchor_on: None,
        makes_up: None,
        code: format!("11413-2026-{n}"),
        year: 2026,
        number: None,
        kind: SessionKind::Periodic,
        form: SessionForm::InPerson,
        triggers: Vec::new(),
        reason: String::new(),
        title: "Hội nghị đối thoại trực tiếp giữa người đứng đầu cấp ủy, chính quyền với Nhân dân".to_owned(),
        counterpart: "Nhân dân phường".to_owned(),
        place: "Hội trường UBND phường Hải An, đường Lê Hồng Phong".to_owned(),
        attend_how: "Đăng ký với tổ trưởng; trước ba ngày".to_owned(),
        starts_at: at,
        ends_at: at + TimeDelta::hours(3),
        state: SessionState::Announced { announced_at: at },
        sequence: 1,
        changed_at: at,
        version: 2,
    }
}

/// Three thousand sessions: half of them by themselves, half in series of twenty weeks of which one is moved.
fn sessions() -> (Vec<Session>, Vec<Repeated>) {
    let at = |days: i64| DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + days) + TimeDelta::hours(1);
    let mut sessions: Vec<Session> = (0..1_500).map(|n| session(n, at(n % 500), None)).collect();
    let mut series = Vec::new();
    for n in 0..75 {
        let id = SeriesId::fresh();
        let rule = SeriesRule::weekly(1, local(at(n)));
        sessions.extend((0..20).map(|week| session(n, at(n + 7 * week), Some(id))));
        if let Some(moved) = sessions.last_mut() {
            moved.starts_at += TimeDelta::hours(2);
        }
        series.push(Repeated { series: repeating(id, rule), sequence: 21, changed_at: at(n) });
    }
    (sessions, series)
}

fn repeating(id: SeriesId, rule: SeriesRule) -> Series {
    Series {
        id,
        unit_code: "11413".to_owned(),
        plan: None,
        title: "Tiếp dân".to_owned(),
        kind: SessionKind::Reception,
        form: SessionForm::InPerson,
        place: String::new(),
        counterpart: "Nhân dân".to_owned(),
        rhythm: Rhythm::Calendar(rule),
        duration_minutes: 180,
        shift: ShiftRule::NextWorking,
        state: SeriesWord::Active,
        sequence: 0,
        changed_at: DateTime::default(),
        version: 1,
    }
}

fn rebuilt(c: &mut Criterion) {
    let (sessions, series) = sessions();
    let units = (0..100).map(|n| (format!("{n:05}"), "Phường Hải An".to_owned())).collect();
    let content = Content {
        name: "Đối Thoại".to_owned(),
        organizer: "Thành phố Hải Phòng".to_owned(),
        base: "https://doithoai.example.vn",
        page: "/calendar".to_owned(),
        locale: Locale::Vi,
        options: Options::default(),
        sessions: &sessions,
        series: &series,
        dues: &[],
        units: &units,
    };
    c.bench_function("feed of 3,000 sessions rebuilt", |b| b.iter(|| exports::write(black_box(&content))));
    let written = exports::write(&content);
    c.bench_function("its check against the standard", |b| b.iter(|| exports::breaches(black_box(&written.bytes))));
    let alone = Content { series: &[], ..content };
    c.bench_function("feed of 3,000 events rebuilt", |b| b.iter(|| exports::write(black_box(&alone))));
}

fn pages(c: &mut Criterion) {
    let shell = Shell::sample(Locale::Vi);
    let mut list = List::samples().remove(0);
    list.lines = (0..50).flat_map(|_| List::samples().remove(0).lines).collect();
    c.bench_function("page with 50 sessions", |b| b.iter(|| render(&shell, black_box(&list))));
}

criterion_group!(benches, law, country, times, feeds, rebuilt, pages);
criterion_main!(benches);
