//! Who may see and do what with reports: everybody else finds nothing, and the attempt is in the audit trail.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::reports::{PeriodKey, first_text};

use super::year::{OTHER_WARD, PROVINCE, WARD};
use crate::support::TestApp;

#[tokio::test]
async fn b073_another_unit_finds_nothing_and_is_noted() {
    let app = TestApp::new().await;
    for unit in [WARD, OTHER_WARD, PROVINCE] {
        app.activate(unit).await;
    }
    app.at("2026-01-10 09:00");
    let text = first_text(doithoai::i18n::Locale::Vi);
    let ctx = app.ctx();
    let id = doithoai::reports::begin(&app.app, &ctx, WARD, PeriodKey::YEAR, 2025, text).await.unwrap();
    let stranger = app.person("Lê Thị Lạ", OTHER_WARD, BodyKind::PartyOffice, &[Role::Office, Role::Leader]).await;
    let front = app.person("Vì Văn Mặt", WARD, BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let own = app.person("Quàng Văn Cao", WARD, BodyKind::PartyCommittee, &[Role::Superior]).await;
    let province = app.person("Cầm Thị Chi", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    let elsewhere = app.person("Trần Thị Xa", "31", BodyKind::PartyOffice, &[Role::Superior]).await;

    // A draft is known to those who write and sign alone.
    for person in [&stranger, &front, &own, &province, &elsewhere] {
        let before = app.audit_count(Some("access.denied")).await;
        person.get(&format!("/reports/{id}")).await.is(404);
        assert_eq!(app.audit_count(Some("access.denied")).await, before + 1);
    }
    doithoai::reports::sign(&app.app, &ctx, id, 1).await.unwrap();
    doithoai::reports::send(&app.app, &ctx, id, 2).await.unwrap();
    for path in ["", "/csv", "/print", "/figures/resolved", "/figures/resolved/csv"] {
        front.get(&format!("/reports/{id}{path}")).await.is(200);
        province.get(&format!("/reports/{id}{path}")).await.is(200);
        stranger.get(&format!("/reports/{id}{path}")).await.is(404);
        elsewhere.get(&format!("/reports/{id}{path}")).await.is(404);
    }
    // Nobody accepts the report of his own unit, and strangers change nothing.
    for act in ["accept", "return", "remarks"] {
        own.post(&format!("/reports/{id}/{act}"), &[("version", "3"), ("remark", "x")]).await.is(404);
        elsewhere.post(&format!("/reports/{id}/{act}"), &[("version", "3"), ("remark", "x")]).await.is(404);
    }
    for act in ["edit", "present", "sign", "reopen", "send"] {
        stranger.post(&format!("/reports/{id}/{act}"), &[("version", "3")]).await.is(404);
    }
    elsewhere.get(&format!("/reports/below?year=2025&unit={PROVINCE}")).await.is(404);
    province.get("/reports/below?year=2025&period=nonsense").await.is(404);
    assert_eq!(app.audit_count(Some("report.accepted")).await, 0);
}

#[tokio::test]
async fn two_people_with_one_report_do_not_overwrite_each_other() {
    let app = TestApp::new().await;
    app.activate(WARD).await;
    app.at("2026-01-10 09:00");
    let text = first_text(doithoai::i18n::Locale::Vi);
    let id = doithoai::reports::begin(&app.app, &app.ctx(), WARD, PeriodKey::YEAR, 2025, text).await.unwrap();
    let one = app.person("Hà Thị An", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let two = app.person("Hà Thị Bảy", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let (first, second) = (one.get(&format!("/reports/{id}/edit")).await, two.get(&format!("/reports/{id}/edit")).await);
    one.fill(&first, &[("results", "Bản một")]).await.is(303);
    two.fill(&second, &[("results", "Bản hai")]).await.is(409);
    one.get(&format!("/reports/{id}")).await.see("Bản một").not_see("Bản hai");
}
