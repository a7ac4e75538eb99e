//! The page that tells how subscriptions fare: one's own, and for the administrator all.

use axum::body::Body;
use axum::http::Request;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{UNIT, announced, secret_feed};
use crate::support::TestApp;

const MINE: &str = "/calendar/subscriptions";

async fn fetch(app: &TestApp, feed: &str, agent: &str) {
    app.visitor().send(Request::get(feed).header("user-agent", agent).body(Body::empty()).unwrap()).await.is(200);
}

#[tokio::test]
async fn the_owner_reads_who_fetches_when_it_comes_again_and_what_it_shows() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let mai = app.person("Mai", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    mai.get(MINE).await.is(200).see("Chưa có lịch nào");
    let feed = secret_feed(&mai, "").await;
    let new = mai.get(MINE).await.is(200).see("Chưa được tải").see("1 hội nghị và hạn việc").see("Đúng chuẩn lịch (RFC 5545)");
    new.not_see("Chậm nhất");
    app.at("2025-03-03 09:00");
    fetch(&app, &feed, "Google-Calendar-Importer").await;
    let page = mai.get(MINE).await.is(200).see("Google Lịch").see("Tốt").see("Hội nghị bị hủy biến mất");
    // Google comes within a day: by nine on the fourth.
    page.see("Chậm nhất 09:00, 04/03/2025");
    mai.get("/calendar").await.see("(Google Lịch)");
    // What was not changed is noted all the same when it is fetched again.
    app.at("2025-03-03 12:00");
    fetch(&app, &feed, "Google-Calendar-Importer").await;
    app.at("2025-03-03 15:00");
    fetch(&app, &feed, "Google-Calendar-Importer").await;
    mai.get(MINE).await.see("Chậm nhất 15:00, 04/03/2025");
    app.at("2025-03-06 08:00");
    mai.get(MINE).await.see("Lâu chưa tải");
    // Once revoked it stays on the page and says so plainly.
    let form = mai.get(MINE).await.forms().into_iter().find(|form| form.action.ends_with("/revoke")).unwrap();
    mai.browser.send_form(&form, &[]).await.is(303);
    let page = mai.get(MINE).await.is(200).see("Đã thu hồi").see("Địa chỉ không mở được nữa");
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/revoke")));
}

#[tokio::test]
async fn a_password_for_programs_counts_each_thing_in_all_its_calendars_once() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    super::planned(&app, "Mới dự kiến", "2025-05-15 14:00").await;
    let mai = app.person("Mai", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    let form = mai.get("/calendar").await.form_with(&["name", "body"]);
    mai.browser.send_form(&form, &[("name", "Thunderbird"), ("body", "dav")]).await.is(200);
    // Her own and that of her office have both, the public one has one.
    mai.get(MINE).await.is(200).see("Thunderbird – CalDAV").see("2 hội nghị và hạn việc").see("Đúng chuẩn lịch");
}

#[tokio::test]
async fn the_administrator_sees_all_and_the_others_their_own_only() {
    let app = TestApp::new().await;
    let mai = app.person("Mai", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    let lan = app.person("Lan", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    let admin = app.admin("Quản trị").await;
    let body = lan.body.id.to_string();
    secret_feed(&mai, "").await;
    secret_feed(&lan, &body).await;
    secret_feed(&admin, "").await;
    let all =
        admin.get("/admin/subscriptions").await.is(200).see("(Mai)").see("(Lan)").see("(Quản trị)").see("Hội Liên hiệp Phụ nữ");
    assert_eq!(all.count("section.dt-card"), 3);
    // Ending is the owner's business.
    assert_eq!(all.forms().iter().filter(|form| form.action.ends_with("/revoke")).count(), 1);
    mai.get(MINE).await.is(200).not_see("Hội Liên hiệp Phụ nữ");
    mai.get("/admin/subscriptions").await.is(404);
    // Who may no longer sign in: the calendar is closed, and the administrator sees it.
    let tx = doithoai::db::WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    doithoai::organisation::store::accounts::save_disabled(tx.conn(), lan.account, Some(app.now())).await.unwrap();
    tx.commit(doithoai::kernel::Event::new("account.disabled", "account", lan.account, "")).await.unwrap();
    admin.get("/admin/subscriptions").await.see("Không mở được");
}
