//! How fast, on a million issues of all communes in ten years, for an office and an organisation of one commune, a province,
//! the country; then pages over HTTP for 16 at once. Not part of a usual run:
//! `cargo test --release --test it -- --ignored search::speed --nocapture`.

use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use doithoai::db::texts::add;
use doithoai::db::{Seen, Text, TextKind, Unaudited, WriteTx};
use doithoai::issues::{Likely, similar_to};
use doithoai::kernel::{Ctx, IssueId, PageRequest, Role};
use doithoai::organisation::BodyKind;
use doithoai::organisation::actions::set_up::ROOT;
use doithoai::search::rules::Question;
use doithoai::search::store::find::{Wanted, find};
use doithoai::web::in_query;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::issues::Ward;
use crate::support::{Person, TestApp};

/// Issues; `SPEED_ISSUES` says another number.
const ISSUES: usize = 1_000_000;
const OF_ONE_STEP: usize = 5_000;
/// Issues that one organisation hands in itself.
const OWN: usize = 300;
const TIMES: usize = 100;
/// Connections, and pages that each asks for.
const CONNECTIONS: usize = 16;
const PAGES: usize = 60;

const QUESTIONS: [&str; 6] = ["đường", "nước sạch", "\"lê hồng phong\"", "nạo vét kênh", "số 4711", "khong co tu nay"];

/// Texts put together of real wordings.
fn text(number: usize, wordings: &[String], units: &[String]) -> Text {
    let pick = |by: usize| &wordings[(number.wrapping_mul(by) >> 7) % wordings.len()];
    let (one, other) = (pick(2_654_435_761), pick(40_503));
    let half = |text: &str| text.split(' ').take(8).collect::<Vec<_>>().join(" ");
    Text {
        part: 0,
        // Superiors read what was promised below, not what was raised there.
        kind: if number.is_multiple_of(4) { TextKind::Commitment } else { TextKind::Issue },
        seen: Seen::Shown,
        unit_code: units[number % units.len()].clone(),
        session: None,
        field: None,
        state: "accepted".into(),
        day: NaiveDate::from_ymd_opt(2015, 1, 1).unwrap()
            + TimeDelta::days((number / units.len() * 12 % 3_650).try_into().unwrap()),
        title: String::new(),
        text: format!("{one} {} số {}", half(other), number % 50_000),
    }
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("{what}: median {:.1?}, 99 of 100 below {:.1?}, slowest {:.1?}", at(50), at(99), at(100));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "fills a million rows"]
async fn a_million_issues_are_searched_and_compared() {
    let ward = Ward::with(&[("searches_per_minute", "1000000")]).await;
    let app = &ward.app;
    let issues = std::env::var("SPEED_ISSUES").ok().and_then(|text| text.parse().ok()).unwrap_or(ISSUES);
    let wordings: Vec<String> = csv::Reader::from_reader(include_str!("../../data/issues.csv").as_bytes())
        .into_deserialize::<(String, String)>()
        .map(|row| row.unwrap().1)
        .collect();
    let units: Vec<String> = entity::unit::Entity::find()
        .filter(entity::unit::Column::Depth.eq(2))
        .select_only()
        .column(entity::unit::Column::Code)
        .into_tuple()
        .all(app.read())
        .await
        .unwrap();
    assert!(units.len() > 3_000, "{}", units.len());
    for (number, wording) in wordings.iter().cycle().take(OWN).enumerate() {
        // The form asks back where a wording sounds like a denunciation; the others are enough.
        ward.typed(&ward.women, &[("issue_wording", &format!("{wording} Việc {number}")), ("act", "submit")]).await;
    }
    let began = Instant::now();
    app.app.db().relax(true).await.unwrap();
    for first in (0..issues).step_by(OF_ONE_STEP) {
        let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
        let things = (first..(first + OF_ONE_STEP).min(issues))
            .map(|number| (Uuid::from(IssueId::fresh()), vec![text(number, &wordings, &units)]))
            .collect::<Vec<_>>();
        add(tx.conn(), &things).await.unwrap();
        tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
    }
    app.app.db().relax(false).await.unwrap();
    // As PostgreSQL does by itself where autovacuum is not switched off.
    if app.read().get_database_backend() == DbBackend::Postgres {
        app.read().execute_unprepared("ANALYZE searchable, searchable_words").await.unwrap();
    }
    println!("{issues} texts of {} communes kept in {:.1?}", units.len(), began.elapsed());

    let province = app.person("Tỉnh Mẫu", "14", BodyKind::PartyOffice, &[Role::Superior]).await;
    let country = app.person("Trung Ương Mẫu", ROOT, BodyKind::Administration, &[Role::Superior]).await;
    let readers = [
        ("an office of a commune", &ward.office),
        ("an organisation of a commune", &ward.women),
        ("a province", &province),
        ("the country", &country),
    ];
    for (who, person) in readers {
        let ctx = person.ctx().await;
        for typed in QUESTIONS {
            told(&format!("{who} searches {typed}"), searches(app, &ctx, typed).await);
        }
    }
    for (who, person) in &readers[..2] {
        told(&format!("what is similar, for {who}"), comparisons(app, &person.ctx().await, &wordings).await);
    }
    told("what is similar, for the program itself", comparisons(app, &app.ctx(), &wordings).await);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let address = app.listen().await;
    for (who, person) in readers {
        told(&format!("pages of {CONNECTIONS} at once, {who}"), pages(&address, person).await);
    }
}

/// First pages of the results over HTTP, all connections asking at once, each question in its turn.
async fn pages(address: &str, person: &Person) -> Vec<Duration> {
    person.get("/search").await.is(200);
    let cookies: Vec<String> =
        person.browser.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let connections = (0..CONNECTIONS).map(|number| {
        let (client, address, cookies) = (reqwest::Client::new(), address.to_owned(), cookies.join("; "));
        tokio::spawn(async move {
            let mut times = Vec::new();
            for typed in QUESTIONS.iter().cycle().skip(number).take(PAGES) {
                let asked = client.get(format!("{address}/search?q={}", in_query(typed))).header("cookie", &cookies);
                let began = Instant::now();
                let page = asked.send().await.unwrap().error_for_status().unwrap().text().await.unwrap();
                times.push(began.elapsed());
                assert!(page.contains("<html"), "{page}");
            }
            times
        })
    });
    let mut times = Vec::new();
    for connection in connections.collect::<Vec<_>>() {
        times.extend(connection.await.unwrap());
    }
    times
}

async fn searches(app: &TestApp, ctx: &Ctx, typed: &str) -> Vec<Duration> {
    let wanted = Wanted { question: Question::read(typed), ..Wanted::default() };
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let began = Instant::now();
        let found = find(app.read(), ctx, &wanted, PageRequest { number: 1, size: 20 }).await.unwrap();
        times.push(began.elapsed());
        // Who may see nothing is quick, and tells nothing.
        assert!(typed != QUESTIONS[0] || found.total > 0, "nothing is found");
    }
    times
}

async fn comparisons(app: &TestApp, ctx: &Ctx, wordings: &[String]) -> Vec<Duration> {
    let mut times = Vec::new();
    for wording in wordings {
        let likely = Likely { wording: wording.clone(), unit_code: None, without: None, limit: 5 };
        let began = Instant::now();
        similar_to(app.read(), ctx, &likely).await.unwrap();
        times.push(began.elapsed());
    }
    times
}
