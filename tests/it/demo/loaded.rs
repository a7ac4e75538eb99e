//! One ward: who can sign in, what they find, and that it is loaded once.

use doithoai::demo::{self, PASSWORD, Scale};
use doithoai::error::AppError;

use super::{states, told, unused};
use crate::support::TestApp;

/// What the first page says to whom nothing waits for.
const NOTHING: &str = "Không có việc nào đang chờ bạn";

#[tokio::test]
async fn everybody_of_the_ward_finds_work_and_lists_with_rows() {
    let app = unused().await;
    let loaded = demo::load(&app.app, Scale::Commune, 1).await.unwrap();
    assert_eq!(loaded.unit, "11413");
    for role in ["office", "leader", "clerk", "supervisor", "submitter", "answering", "superior", "auditor", "admin"] {
        assert!(loaded.logins.iter().any(|line| line.role.as_str() == role), "{role}");
    }
    for login in ["vanphong", "bithu", "thuky", "mattran", "phunu", "congdoan", "kinhte", "vanhoa", "congan", "vanphongthanhuy"] {
        let browser = app.visitor();
        browser.sign_in(login, PASSWORD).await.is(303);
        browser.get("/").await.is(200).see("Việc cần làm").not_see(NOTHING);
    }
    let office = app.visitor();
    office.sign_in("vanphong", PASSWORD).await.is(303);
    office.get("/dialogues").await.is(200).see("Đối thoại với đoàn viên, thanh niên phường Hải An").see("20");
    office.get("/issues").await.is(200).see("người cao tuổi làm thủ tục");
    office.get("/commitments").await.is(200).see("camera an ninh");
    office.get("/reports").await.is(200).see("2025");
    office.get("/inbox").await.is(200).see("Hải An");
    let city = app.visitor();
    city.sign_in("vanphongthanhuy", PASSWORD).await.is(303);
    city.get("/reports/below?year=2025").await.is(200).see("Phường Hải An");
}

#[tokio::test]
async fn the_ward_shows_every_way_that_its_story_names() {
    let app = unused().await;
    demo::load(&app.app, Scale::Commune, 1).await.unwrap();
    let states = states(&app.app).await;
    let missing = |kind, words: &[&str]| {
        let known = &states[kind];
        words.iter().filter(|word| !known.contains_key(**word)).map(|word| (*word).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(missing("session", &["planned", "announced", "held", "closed", "cancelled"]), Vec::<String>::new());
    let issues = ["draft", "submitted", "returned", "accepted", "selected", "answered", "refused", "diverted", "merged"];
    assert_eq!(missing("issue", &issues), Vec::<String>::new());
    assert_eq!(missing("answer", &["submitted", "returned", "approved"]), Vec::<String>::new());
    let commitments = ["assigned", "accepted", "contested", "in-progress", "reported", "verified", "closed"];
    assert_eq!(missing("commitment", &commitments), Vec::<String>::new());
    assert_eq!(missing("report", &["sent", "accepted"]), Vec::<String>::new());
    // On 28 August 2025 there was the dialogue itself, and the question raised in its hall; all else was handed in before.
    assert_eq!(told(&app.app).await.iter().filter(|line| line.contains("2025-08-28")).count(), 2);
}

#[tokio::test]
async fn it_is_loaded_once_and_only_where_nobody_works() {
    let app = unused().await;
    demo::load(&app.app, Scale::Commune, 1).await.unwrap();
    let before = app.audit_count(None).await;
    assert_eq!(refusal(&app).await, "demo.not-empty");
    assert_eq!(app.audit_count(None).await, before, "a refused load writes nothing");
    let early = TestApp::new().await;
    early.at("2026-02-01 23:59");
    assert_eq!(refusal(&early).await, "demo.too-early");
    assert_eq!(early.audit_count(Some("account.created")).await, 0);
}

async fn refusal(app: &TestApp) -> &'static str {
    match demo::load(&app.app, Scale::Commune, 1).await {
        Err(AppError::Refused(refused)) => refused.0[0].code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_seed_on_the_same_day_makes_the_same_data() {
    let (one, other) = (unused().await, unused().await);
    let first = demo::load(&one.app, Scale::Commune, 9).await.unwrap();
    let second = demo::load(&other.app, Scale::Commune, 9).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(told(&one.app).await, told(&other.app).await);
    assert_eq!(one.audit_count(None).await, other.audit_count(None).await);
}
