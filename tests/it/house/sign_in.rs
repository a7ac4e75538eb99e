//! Signing in and out: the same answer for every failure, a wait that grows, sign-ins that end.

use doithoai::db::WriteTx;
use doithoai::kernel::Event;
use doithoai::kernel::{Role, ids};
use doithoai::organisation::BodyKind;
use doithoai::organisation::actions::accounts::{self, NewAccount};
use doithoai::organisation::store::accounts as account_store;
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::{Browser, PASSWORD, Person, TestApp};

async fn office(app: &TestApp) -> Person {
    app.person("Trần Thị Bình", "03667", BodyKind::PartyOffice, &[Role::Office]).await
}

#[tokio::test]
async fn who_signs_in_comes_to_the_page_asked_for() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    let browser = app.visitor();
    let asked = browser.get("/account?x=1").await.is(303);
    let form = browser.follow(asked).await.is(200);
    assert_eq!(form.h1(), "Đăng nhập");
    // Capitals and blanks in the login are forgiven, as on a telephone.
    let done = browser.fill(&form, &[("login", " TRAN.thi.binh "), ("password", PASSWORD)]).await.is(303);
    assert_eq!(done.location().as_deref(), Some("/account?x=1"));
    browser.follow(done).await.is(200).see("Trần Thị Bình");
    assert_eq!(app.audit_count(Some("sign-in.done")).await, 1);

    let page = browser.get("/account").await;
    let out = page.forms().into_iter().find(|form| form.action == "/sign-out").unwrap();
    let out = browser.send_form(&out, &[]).await;
    let page = browser.follow(out.is(303)).await.is(200);
    assert_eq!(page.flash().as_deref(), Some("Bạn đã đăng xuất."));
    browser.get("/account").await.is(303);
    // The message is shown once.
    assert_eq!(browser.get("/sign-in").await.flash(), None);
    assert_eq!(binh.login, "tran.thi.binh");
}

#[tokio::test]
async fn the_trail_names_who_signed_in_and_where_from() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    app.visitor().from("192.0.2.77").sign_in(&binh.login, "sai mật khẩu").await.is(422);
    app.visitor().from("192.0.2.78").sign_in(&binh.login, PASSWORD).await.is(303);
    let entry = async |code: &str| {
        let found = audit_entry::Entity::find().filter(audit_entry::Column::Code.eq(code)).all(app.read()).await.unwrap();
        <[audit_entry::Model; 1]>::try_from(found).unwrap()[0].clone()
    };
    let failed = entry("sign-in.failed").await;
    assert_eq!((failed.account_id, failed.actor.as_str()), (None, ""), "whoever typed it is not known");
    assert_eq!((failed.subject_kind.as_str(), failed.subject_id.as_str()), ("login", "tran.thi.binh"));
    assert!(failed.facts.contains("192.0.2.77"), "{}", failed.facts);
    let done = entry("sign-in.done").await;
    assert_eq!((done.account_id, done.actor.as_str()), (Some(binh.account.into()), "Trần Thị Bình"));
    assert_eq!((done.subject_kind.as_str(), done.subject_id), ("account", binh.account.to_string()));
    assert!(done.facts.contains("192.0.2.78"), "{}", done.facts);
}

#[tokio::test]
async fn a_cookie_of_a_browser_that_signed_out_is_worth_nothing() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    let browser = app.visitor();
    browser.sign_in(&binh.login, PASSWORD).await.is(303);
    let stolen = browser.cookie("doithoai").unwrap();
    browser.post("/sign-out", &[]).await.is(303);
    let thief = app.visitor();
    thief.set_cookie("doithoai", &stolen);
    thief.get("/account").await.is(303);
}

#[tokio::test]
async fn every_failure_gets_the_same_answer() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    let off = office(&app).await;
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    account_store::save_disabled(tx.conn(), off.account, Some(app.now())).await.unwrap();
    tx.commit(Event::new("account.disabled", "account", off.account, "03667")).await.unwrap();

    let mut answers = Vec::new();
    for (login, password) in
        [(binh.login.as_str(), "sai mật khẩu"), ("nobody", PASSWORD), (off.login.as_str(), PASSWORD), ("", "")]
    {
        let page = app.visitor().sign_in(login, password).await.is(422);
        answers.push((page.errors(), page.text()));
        page.not_see(PASSWORD);
    }
    assert_eq!(answers[0].0.len(), 1);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(app.audit_count(Some("sign-in.failed")).await, 4);
    app.visitor().sign_in(&binh.login, PASSWORD).await.is(303);
}

#[tokio::test]
async fn the_wait_grows_with_failures_and_ends() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    let fails = async |browser: Browser| browser.sign_in(&binh.login, "sai mật khẩu").await.status;
    // Five are free, whichever address they come from.
    for n in 0..5 {
        assert_eq!(fails(app.visitor().from(&format!("198.51.100.{n}"))).await, 422);
    }
    // Then two seconds, four, eight …; the right password waits as well.
    let page = app.visitor().sign_in(&binh.login, PASSWORD).await.is(429);
    assert_eq!(page.header("retry-after"), Some("2"));
    app.at("2025-03-03 08:01");
    assert_eq!(fails(app.visitor()).await, 422);
    assert_eq!(app.visitor().sign_in(&binh.login, PASSWORD).await.is(429).header("retry-after"), Some("4"));
    // Never a lock-out: a minute later the owner is in, and the failures are forgotten.
    app.at("2025-03-03 08:02");
    app.visitor().sign_in(&binh.login, PASSWORD).await.is(303);
    assert_eq!(fails(app.visitor()).await, 422);
    app.visitor().sign_in(&binh.login, PASSWORD).await.is(303);
}

#[tokio::test]
async fn failures_are_forgotten_after_half_an_hour() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    for _ in 0..5 {
        app.visitor().sign_in(&binh.login, "sai mật khẩu").await.is(422);
    }
    app.visitor().sign_in(&binh.login, PASSWORD).await.is(429);
    app.at("2025-03-03 08:31");
    app.visitor().sign_in(&binh.login, "sai mật khẩu").await.is(422);
    app.visitor().sign_in(&binh.login, PASSWORD).await.is(303);
}

#[tokio::test]
async fn a_sign_in_ends_when_idle_and_in_any_case() {
    let app = TestApp::with(&[("idle_minutes", "60"), ("session_hours", "3")]).await;
    let binh = office(&app).await;
    let browser = app.visitor();
    browser.sign_in(&binh.login, PASSWORD).await.is(303);
    for (at, status) in
        [("2025-03-03 08:59", 200), ("2025-03-03 09:58", 200), ("2025-03-03 10:57", 200), ("2025-03-03 11:00", 303)]
    {
        app.at(at);
        let page = browser.get("/account").await;
        assert_eq!(page.status, status, "{at}: three hours in any case");
    }
    browser.sign_in(&binh.login, PASSWORD).await.is(303);
    app.at("2025-03-03 12:00");
    browser.get("/account").await.is(303);
}

#[tokio::test]
async fn a_password_chosen_by_somebody_else_has_to_be_changed_first() {
    let app = TestApp::new().await;
    let body = app.body("03667", BodyKind::PartyOffice).await;
    let new = NewAccount {
        body: body.id,
        post: None,
        full_name: "Lê Văn Cường".into(),
        email: None,
        phone: None,
        login: "cuong".into(),
        password: "mười hai con giáp".into(),
        must_change: true,
        roles: vec![Role::Office],
    };
    accounts::create(&app.app, &app.ctx(), new).await.unwrap();
    let (browser, other) = (app.visitor(), app.visitor());
    browser.sign_in("cuong", "mười hai con giáp").await.is(303);
    other.sign_in("cuong", "mười hai con giáp").await.is(303);
    let form = browser.get("/dialogues").await.is(303);
    assert_eq!(form.location().as_deref(), Some("/account/password"));
    let form = browser.follow(form).await.is(200);
    let weak = browser.fill(&form, &[("current", "mười hai con giáp"), ("password", "matkhau123")]).await.is(422);
    assert!(weak.error_at("password").is_some() && weak.title().starts_with("Lỗi:"), "{}", weak.text());
    let wrong = browser.fill(&form, &[("current", "sai"), ("password", PASSWORD)]).await.is(422);
    assert!(wrong.error_at("current").is_some());
    let done = browser.fill(&form, &[("current", "mười hai con giáp"), ("password", PASSWORD)]).await.is(303);
    browser.follow(done).await.is(200).see("Lê Văn Cường");
    // Every other browser of the account is signed out.
    other.get("/account").await.is(303);
    app.visitor().sign_in("cuong", "mười hai con giáp").await.is(422);
    // However the keyboard composes the letters.
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(PASSWORD).collect();
    assert_ne!(decomposed, PASSWORD);
    app.visitor().sign_in("cuong", &decomposed).await.is(303);
}

#[tokio::test]
async fn nobody_is_led_to_a_foreign_page_after_signing_in() {
    let app = TestApp::new().await;
    let binh = office(&app).await;
    for foreign in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let back = data_encoding::BASE64URL_NOPAD.encode(foreign.as_bytes());
        let fields = [("login", binh.login.as_str()), ("password", PASSWORD), ("back", back.as_str())];
        let done = app.visitor().post("/sign-in", &fields).await.is(303);
        assert_eq!(done.location().as_deref(), Some("/"), "{foreign}");
        let done = app.visitor().post("/language", &[("locale", "en"), ("back", foreign)]).await.is(303);
        assert_eq!(done.location().as_deref(), Some("/"), "{foreign}");
    }
    // A secret that nobody was given opens nothing.
    let guess = app.visitor();
    guess.set_cookie("doithoai", &ids::secret());
    guess.get("/account").await.is(303);
}
