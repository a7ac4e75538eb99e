//! The call for issues: proposed window, opening, who is told.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Ward, session};
use crate::support::TestApp;

/// Keys of queued notices that begin with `prefix`.
async fn queued(app: &TestApp, prefix: &str) -> usize {
    outbox::Entity::find().filter(outbox::Column::Key.starts_with(prefix)).all(app.read()).await.unwrap().len()
}

#[tokio::test]
async fn the_office_opens_a_call_from_the_proposal_and_everybody_asked_is_told_once() {
    let app = TestApp::new().await;
    let office = app.person("Lò Văn Mẫu", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let women = app.person("Quàng Thị Mẫu", "03667", "Hội Phụ nữ", &[Role::Submitter]).await;
    let id = session(&app, "Đối thoại quý II", "2025-04-25 08:00").await;
    women.get("/issues/own").await.is(200).see("Chưa có đợt nhận ý kiến nào");
    let form = office.get(&format!("/calls/{id}")).await.is(200);
    // Front and five organisations of the ward (Decision 298-QĐ/TW): all are ticked.
    assert_eq!(form.count("input[name=addressees][checked]"), 6);
    let page = office.fill(&form, &[("opens_on", "20/3/2025"), ("closes_on", "15/4/2025"), ("act", "open")]).await.is(303);
    office.follow(page).await.see("Đang mở").see("20/03/2025 – 15/04/2025");
    assert_eq!(queued(&app, "call-opened/").await, 6);
    women.get("/issues/own").await.see("Đối thoại quý II").see("Chưa bắt đầu").not_see("/issues/new");
    app.at("2025-03-20 07:00");
    women.get("/issues/own").await.see("Đang nhận").see("Nhập ý kiến");
    // Changing the open call tells nobody again.
    let form = office.get(&format!("/calls/{id}")).await;
    office.fill(&form, &[("closes_on", "16/4/2025"), ("act", "save")]).await.is(303);
    assert_eq!(queued(&app, "call-opened/").await, 6);
}

#[tokio::test]
async fn a_window_after_the_session_or_without_addressees_is_refused_with_the_text_kept() {
    let app = TestApp::new().await;
    let office = app.person("Lò Văn Mẫu", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let id = session(&app, "Đối thoại quý II", "2025-04-25 08:00").await;
    let fields =
        [("version", "0"), ("opens_on", "30/4/2025"), ("closes_on", "26/4/2025"), ("guidance", "Môi trường"), ("act", "open")];
    let page = office.post(&format!("/calls/{id}"), &fields).await.is(422).see("Môi trường");
    assert_eq!(page.errors().len(), 3, "{:?}", page.errors());
}

#[tokio::test]
async fn another_wards_office_cannot_open_the_call() {
    let ward = Ward::new().await;
    let stranger = ward.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    stranger.get(&format!("/calls/{}", ward.session)).await.is(404);
    assert_eq!(ward.app.audit_count(Some("access.denied")).await, 1);
}
