//! How fast, on a million issues. Not part of a usual run: `it --ignored search::speed --nocapture`.

use std::time::Instant;

use chrono::{NaiveDate, TimeDelta};
use doithoai::db::texts::keep;
use doithoai::db::{Seen, Text, TextKind, Unaudited, WriteTx};
use doithoai::issues::{Likely, similar_to};
use doithoai::kernel::{IssueId, PageRequest};
use doithoai::search::rules::Question;
use doithoai::search::store::find::{Wanted, find};

use crate::support::TestApp;

/// Issues; `SPEED_ISSUES` says another number.
const ISSUES: u32 = 1_000_000;
const OF_ONE_STEP: u32 = 5_000;

/// Texts put together of real wordings, of 3,000 units in ten years.
fn text(number: u32, wordings: &[String]) -> Text {
    let pick = |by: u32| &wordings[(number.wrapping_mul(by) >> 7) as usize % wordings.len()];
    let (one, other) = (pick(2_654_435_761), pick(40_503));
    let half = |text: &str| text.split(' ').take(8).collect::<Vec<_>>().join(" ");
    Text {
        part: 0,
        kind: TextKind::Issue,
        seen: Seen::Shown,
        unit_code: "03667".into(),
        session: None,
        field: None,
        state: "accepted".into(),
        day: NaiveDate::from_ymd_opt(2015, 1, 1).unwrap() + TimeDelta::days(i64::from(number % 3_650)),
        title: String::new(),
        text: format!("{one} {} số {}", half(other), number % 50_000),
    }
}

#[tokio::test]
#[ignore = "fills a million rows"]
async fn a_million_issues_are_searched_and_compared() {
    let app = TestApp::new().await;
    app.activate("03667").await;
    let issues = std::env::var("SPEED_ISSUES").ok().and_then(|text| text.parse().ok()).unwrap_or(ISSUES);
    let wordings: Vec<String> = csv::Reader::from_reader(include_str!("../../data/issues.csv").as_bytes())
        .into_deserialize::<(String, String)>()
        .map(|row| row.unwrap().1)
        .collect();
    let began = Instant::now();
    app.app.db().relax(true).await.unwrap();
    for first in (0..issues).step_by(OF_ONE_STEP as usize) {
        let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
        for number in first..(first + OF_ONE_STEP).min(issues) {
            keep(tx.conn(), IssueId::fresh().0, &[text(number, &wordings)]).await.unwrap();
        }
        tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
    }
    println!("{issues} texts kept in {:?}", began.elapsed());
    let ctx = app.ctx();
    for typed in ["đường", "nước sạch", "\"lê hồng phong\"", "nạo vét kênh", "số 4711", "khong co tu nay"] {
        let wanted = Wanted { question: Question::read(typed), ..Wanted::default() };
        let mut times = Vec::new();
        for _ in 0..30 {
            let began = Instant::now();
            find(app.read(), &ctx, &wanted, PageRequest { number: 1, size: 20 }).await.unwrap();
            times.push(began.elapsed());
        }
        times.sort();
        println!("search {typed:?}: median {:?}, slowest {:?}", times[15], times[29]);
    }
    let mut times = Vec::new();
    for wording in &wordings {
        let likely = Likely { wording: wording.clone(), unit_code: Some("03667".into()), without: None, limit: 5 };
        let began = Instant::now();
        similar_to(app.read(), &ctx, &likely).await.unwrap();
        times.push(began.elapsed());
    }
    times.sort();
    println!("similar: median {:?}, slowest {:?}", times[times.len() / 2], times[times.len() - 1]);
}
