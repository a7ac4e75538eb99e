//! Series of a unit that ends: one goes on under the heir as the same set in calendars, the other is called off.

use doithoai::calendar::{faults, read};
use doithoai::dialogues::{Filter, of_unit};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::*;

async fn begin(office: &Person, title: &str, day: &str) {
    let page = office.get("/series/new").await.is(200);
    let fields = [
        ("title", title),
        ("kind", "reception"),
        ("counterpart", "Nhân dân phường"),
        ("form", "in-person"),
        ("place", "Trụ sở tiếp công dân"),
        ("repeat", "day-of-month"),
        ("day", day),
        ("starts_on", "01/05/2026"),
        ("starts", "8h"),
        ("duration", "210"),
        ("shift", "none"),
        ("ends", "until"),
        ("until", "30/09/2026"),
    ];
    office.fill(&page, &fields).await.is(303);
}

/// Days of the sessions of a unit that have this title and are not called off.
async fn days(app: &TestApp, unit: &str, title: &str) -> Vec<String> {
    let all = of_unit(app.read(), unit, &Filter::default()).await.unwrap();
    let open = all.into_iter().filter(|one| one.title == title && one.state.word().as_str() != "cancelled");
    let mut days: Vec<String> = open.map(|one| one.on().to_string()).collect();
    days.sort();
    days
}

/// UID and SEQUENCE of the set of this title, and how many UIDs it has.
async fn set(app: &TestApp, feed: &str, title: &str) -> (String, i32, usize) {
    let bytes = app.visitor().get(feed).await.is(200).body;
    assert_eq!(faults(&bytes), []);
    let calendar = read(&bytes).unwrap();
    let events = calendar[0].parts_named("VEVENT").filter(|event| event.text("SUMMARY").as_deref() == Some(title));
    let text = |event: &doithoai::calendar::Component, name: &str| event.text(name).unwrap_or_default();
    let mut all: Vec<(String, i32)> =
        events.map(|event| (text(event, "UID"), text(event, "SEQUENCE").parse().unwrap())).collect();
    all.sort();
    let uids: std::collections::BTreeSet<&String> = all.iter().map(|one| &one.0).collect();
    let (uid, sequence) = all.last().cloned().unwrap();
    (uid, sequence, uids.len())
}

#[tokio::test]
async fn b024_a_series_goes_on_under_the_heir_as_the_same_set_and_the_past_stays() {
    let app = TestApp::new().await;
    app.at("2026-04-20 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let office = app.person("Hà Thị Văn", A, BodyKind::PartyOffice, &[Role::Office]).await;
    begin(&office, "Tiếp dân ngày 10", "10").await;
    begin(&office, "Tiếp dân ngày 20", "20").await;
    let five = |day: &str| (5..=9).map(|month| format!("2026-{month:02}-{day}")).collect::<Vec<_>>();
    assert_eq!(days(&app, A, "Tiếp dân ngày 10").await, five("10"));
    let feed = crate::feeds::secret_feed(&office, &office.body.id.to_string()).await;
    let before = set(&app, &feed, "Tiếp dân ngày 10").await;
    app.at("2026-07-01 08:00");
    let fields = [
        ("act", "merge"),
        ("old", A),
        ("heir", B),
        ("effective_on", "01/07/2026"),
        ("paper", "12/NQ-HĐND"),
        ("paper_on", "15/06/2026"),
    ];
    let draft = drafted(&admin, "unit", PROVINCE, &fields).await;
    published(&admin, &draft).await.is(303);
    let list = admin.get(&draft).await.is(200).see("Chờ bàn giao: 2");
    admin.fill(&list, &[("to", "heir"), ("to", "call-off")]).await.is(303);
    // May and June were A's; July to September are the heir's, or nobody's.
    assert_eq!(days(&app, A, "Tiếp dân ngày 10").await, ["2026-05-10", "2026-06-10"]);
    assert_eq!(days(&app, B, "Tiếp dân ngày 10").await, ["2026-07-10", "2026-08-10", "2026-09-10"]);
    assert_eq!(days(&app, A, "Tiếp dân ngày 20").await, ["2026-05-20", "2026-06-20"]);
    assert!(days(&app, B, "Tiếp dân ngày 20").await.is_empty());
    // In the calendar it is the same set under one UID, told anew.
    let after = set(&app, &feed, "Tiếp dân ngày 10").await;
    assert_eq!((&before.0, after.2), (&after.0, 1));
    assert!(after.1 > before.1, "{before:?} {after:?}");
    // The next runs of the sweep open nothing for what has ended.
    sweep(&app).await;
    assert_eq!(days(&app, A, "Tiếp dân ngày 20").await.len() + days(&app, A, "Tiếp dân ngày 10").await.len(), 4);
    office.get("/series").await.is(200).see("Tiếp dân ngày 10");
}
