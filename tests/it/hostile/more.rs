//! What the demonstration's ward leaves out and has forms or addresses of its own: plans that wait, a series, an open call, a
//! draft with a file, an occasion and days that wait for a decision, a person who may no longer sign in, a subscription, a busy calendar.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::issues::actions::calls::{self, CallInput};

use crate::support::{TestApp, details};

const UNIT: &str = "11413";

pub async fn add(app: &TestApp) {
    let (office, women, admin) = (app.known("vanphong").await, app.known("phunu").await, app.known("quantri").await);
    plan(app, "save").await;
    let page = office.get("/series/new").await.is(200);
    let series = [
        ("title", "Tiếp dân ngày 25"),
        ("kind", "reception"),
        ("counterpart", "Nhân dân phường"),
        ("form", "in-person"),
        ("place", "Trụ sở tiếp công dân"),
        ("repeat", "day-of-month"),
        ("day", "25"),
        ("starts_on", "01/12/2026"),
        ("starts", "8h"),
        ("duration", "210"),
        ("shift", "next-working"),
        ("ends", "until"),
        ("until", "30/04/2027"),
    ];
    office.fill(&page, &series).await.is(303);
    let page = office.get("/series/new").await.is(200);
    let waits = [("title", "Tiếp dân ngày 24"), ("day", "24"), ("shift", "make-up"), ("until", "31/12/2027")];
    let kept = series.iter().copied().filter(|(name, _)| waits.iter().all(|(other, _)| other != name));
    office.fill(&page, &kept.chain(waits).collect::<Vec<_>>()).await.is(303);
    let page = office.get("/occasions").await.is(200);
    let meeting = [("occasion", "council-meeting"), ("name", "Kỳ họp cuối năm"), ("held_on", "28/12/2026")];
    office.fill(&page, &meeting).await.is(303);
    let day = [("on", "24/11/2026"), ("kind", "holiday"), ("label", "Ngày Văn hóa Việt Nam"), ("source", "TB 99/TB-BNV")];
    admin.post("/admin/days", &day).await.is(303);
    let session = with_open_call(app).await;
    let body = women.body.id.to_string();
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", "proposal"),
        ("issue_wording", "Đề nghị sửa đèn đường ngõ 193"),
        ("people", "3"),
        ("channel", "paper"),
        ("petitioner_name", "Hoàng Thị Bịa"),
        ("act", "save"),
    ];
    women.upload("/issues", &fields, &[("files", "đơn.pdf", b"%PDF-1.7 mau")]).await.is(303);
    let calendar = women.get("/calendar").await.is(200);
    women.fill(&calendar, &[("name", "Điện thoại của tôi")]).await;
    let (page, leader) = (office.get("/busy").await.is(200), app.known("bithu").await.person.to_string());
    let calendar = [("person", &*leader), ("way", "address"), ("address", "https://calendar.example.vn/bi-mat.ics")];
    office.fill(&page, &calendar).await.is(303);
    let village = app.known("todanpho9").await;
    admin.post(&format!("/admin/people/{}/disable", village.person), &[]).await.is(303);
}

/// A plan for the next year, left as a draft (`save`) or waiting for its approval (`submit`).
pub async fn plan(app: &TestApp, act: &str) {
    let office = app.known("vanphong").await;
    let book = office.get("/plans?year=2027").await.is(200);
    let drafted = office.fill(&book, &[("year", "2027")]).await.is(303);
    let page = office.follow(drafted).await.is(200);
    office.fill(&page, &[("act", act)]).await.is(303);
}

/// An announced session whose call is open today.
async fn with_open_call(app: &TestApp) -> String {
    let details = Details {
        kind: SessionKind::Thematic,
        counterpart: "Nhân dân phường Hải An".to_owned(),
        ..details("Đối thoại về vỉa hè", "2026-12-15 08:00")
    };
    let session = app.announced(UNIT, details).await;
    let bodies = calls::submitting_bodies(&app.app, &app.ctx(), UNIT).await.unwrap();
    let input = CallInput {
        opens_on: "2026-11-20".parse().unwrap(),
        closes_on: "2026-12-05".parse().unwrap(),
        guidance: String::new(),
        addressees: bodies.iter().map(|body| body.id).collect(),
    };
    calls::save(&app.app, &app.ctx(), session, 0, input, true).await.unwrap();
    session.to_string()
}
