//! The first set-up: a fresh installation belongs to whoever opens the one-time link, and to nobody else.

use doithoai::organisation::actions::set_up;
use doithoai::organisation::{BodyKind, bodies_of_unit, unit};

use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn the_link_makes_the_administrator_once() {
    let app = TestApp::new().await;
    let old = set_up::open(&app.app, &app.ctx()).await.unwrap().unwrap();
    let key = set_up::open(&app.app, &app.ctx()).await.unwrap().unwrap();
    let stranger = app.visitor();
    for path in ["/set-up".to_owned(), "/set-up?key=".to_owned(), format!("/set-up?key={old}")] {
        stranger.get(&path).await.is(404);
    }
    // What no address may hold is refused before anybody looks for the key.
    stranger.get("/set-up?key=%00").await.is(400);
    let fields = [("unit", "03667"), ("full_name", "Kẻ lạ"), ("login", "stranger"), ("password", PASSWORD)];
    stranger.post("/set-up", &[&fields[..], &[("key", &old)]].concat()).await.is(404);

    let browser = app.visitor();
    let first = browser.get(&format!("/set-up?key={key}")).await.is(200).see("Sơn La").see("Thành phố Hải Phòng");
    let second = browser.fill(&first, &[("province", "14")]).await.is(200).see("Phường Chiềng An").not_see("Phường Hải An");
    let empty = browser.fill(&second, &[("unit", "03667"), ("full_name", "Hoàng Văn Dũng")]).await.is(422);
    assert!(empty.error_at("login").is_some(), "{:?}", empty.errors());
    let form = empty.form_with(&["login", "password"]);
    let kept = |name: &str| form.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!((kept("full_name"), kept("unit")), (Some("Hoàng Văn Dũng"), Some("03667")), "what was typed is kept");
    let done = browser.fill(&empty, &[("login", "dung"), ("password", PASSWORD)]).await.is(303);
    let page = browser.follow(done).await.is(200);
    assert!(page.flash().is_some());

    assert!(unit(app.read(), "03667").await.unwrap().activated_at.is_some(), "the commune takes part");
    assert!(unit(app.read(), "14").await.unwrap().activated_at.is_some(), "and its province");
    let bodies = bodies_of_unit(app.read(), "03667", app.ctx().today()).await.unwrap();
    assert_eq!(bodies.iter().filter(|body| body.kind == BodyKind::MassOrganization).count(), 5, "the five mass organisations");
    assert!(bodies.iter().any(|body| body.name == "Đảng ủy phường Chiềng An"));

    browser.sign_in("dung", PASSWORD).await.is(303);
    browser.get("/account").await.is(200).see("Hoàng Văn Dũng").see("Quản trị hệ thống");
    // Used once: neither the link nor a new one.
    app.visitor().get(&format!("/set-up?key={key}")).await.is(404);
    app.visitor().post("/set-up", &[&fields[..], &[("key", &key)]].concat()).await.is(404);
    assert_eq!(set_up::open(&app.app, &app.ctx()).await.unwrap(), None);
    for code in ["set-up.opened", "set-up.done", "account.created"] {
        assert!(app.audit_count(Some(code)).await > 0, "{code}");
    }
}

#[tokio::test]
async fn a_unit_that_is_none_and_a_weak_password_are_refused_and_leave_nothing() {
    let app = TestApp::new().await;
    let key = set_up::open(&app.app, &app.ctx()).await.unwrap().unwrap();
    let before = app.audit_count(None).await;
    for (unit, password, field) in [("00000", PASSWORD, "unit"), ("00", PASSWORD, "unit"), ("03667", "12345", "password")] {
        let fields = [
            ("key", key.as_str()),
            ("province", "14"),
            ("unit", unit),
            ("full_name", "An"),
            ("login", "an.an"),
            ("password", password),
        ];
        let page = app.visitor().post("/set-up", &fields).await.is(422);
        assert!(page.error_at(field).is_some(), "{unit} {password}: {:?}", page.errors());
    }
    assert_eq!(app.audit_count(None).await, before);
}
