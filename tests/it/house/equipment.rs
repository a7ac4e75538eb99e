//! The equipment itself: what it promises to the other tests.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use crate::support::TestApp;

#[tokio::test]
async fn people_click_and_stay_signed_in_when_the_clock_is_turned() {
    let app = TestApp::new().await;
    let an = app.person("Nguyễn Thị An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    assert_eq!((an.login.as_str(), an.body.kind), ("nguyen.thi.an", BodyKind::PartyOffice));
    assert_eq!(an.ctx().await.actor.person(), Some(an.person));
    let page = an.get("/account").await.is(200).see("Văn phòng Đảng ủy phường Chiềng An").see("Phường Chiềng An");
    assert_eq!(page.h1(), "Nguyễn Thị An");
    assert_eq!(page.link("Đổi mật khẩu"), "/account/password");
    app.at("2025-12-31 23:59");
    an.get("/account").await.is(200);
    app.visitor().get("/account").await.is(303);
}

#[tokio::test]
async fn forms_are_sent_with_what_stands_in_them() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", "Hội Phụ nữ", &[Role::Submitter]).await;
    let page = an.get("/account/password?x=1").await;
    let forms = page.forms();
    assert_eq!(
        forms.iter().map(|form| form.action.as_str()).collect::<Vec<_>>(),
        ["/search", "/sign-out", "/language", "/account/password"]
    );
    assert_eq!(forms[2].fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["_csrf", "back"]);
    let page = an.fill(&page, &[("locale", "en")]).await.is(303);
    assert_eq!(page.location().as_deref(), Some("/account/password?x=1"));
    an.follow(page).await.is(200).see("New password");
    let refused = an.upload("/account/password", &[("current", "x")], &[("file", "a.txt", b"a")]).await.is(422);
    assert_eq!(refused.errors().len(), 1);
    assert_eq!(refused.error_at("current"), refused.errors().first().cloned());
}
