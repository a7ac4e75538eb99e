//! What every answer carries: security headers, cookies bound to this host, problem pages for people and for programs.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use entity::sign_in;
use sea_orm::EntityTrait;

use crate::support::{Page, TestApp};

fn cookies(page: &Page) -> Vec<&str> {
    page.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn every_answer_is_protected() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let visitor = app.visitor();
    for page in [
        visitor.get("/sign-in").await.is(200),
        visitor.get("/no-such-page").await.is(404),
        visitor.get("/account").await.is(303),
        visitor.post_raw("/sign-in", &[]).await.is(403),
        an.get("/account").await.is(200),
    ] {
        let csp = page.header("content-security-policy").unwrap();
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(csp.split("; ").any(|known| known == part), "{}: {part} is not in {csp}", page.asked);
        }
        assert!(!csp.contains("unsafe"), "{csp}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.header(name), Some(value), "{}: {name}", page.asked);
        }
        assert!(page.header("permissions-policy").is_some());
        assert_eq!(page.header("access-control-allow-origin"), None);
        assert_eq!(page.header("strict-transport-security"), None, "only with https");
    }
}

#[tokio::test]
async fn with_https_cookies_are_bound_to_the_host() {
    let app = TestApp::with(&[("public_url", "https://doithoai.example")]).await;
    let page = app.visitor().get("/sign-in").await.is(200);
    assert!(page.header("strict-transport-security").is_some_and(|value| value.contains("max-age=31536000")));
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let signed_in = app.visitor().sign_in(&an.login, crate::support::PASSWORD).await.is(303);
    for cookie in cookies(&page).into_iter().chain(cookies(&signed_in)) {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        for part in ["; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"] {
            assert!(cookie.contains(part), "{part} is not in {cookie}");
        }
        assert!(!cookie.contains("Domain="), "{cookie}");
    }
    assert!(cookies(&signed_in).iter().any(|cookie| cookie.starts_with("__Host-doithoai=")));
}

#[tokio::test]
async fn the_secret_is_new_at_every_sign_in_and_stored_as_a_hash_only() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let browser = app.visitor();
    let mut secrets = Vec::new();
    for _ in 0..2 {
        browser.sign_in(&an.login, crate::support::PASSWORD).await.is(303);
        secrets.push(browser.cookie("doithoai").unwrap());
    }
    assert_ne!(secrets[0], secrets[1]);
    // 34 letters of an alphabet of 29 are more than 128 bits (OWASP ASVS 5.0, 7.2.3).
    assert!(secrets.iter().all(|secret| secret.len() == 34));
    let rows = sign_in::Entity::find().all(app.read()).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| !secrets.contains(&row.token_hash)));
}

#[tokio::test]
async fn problems_speak_to_people_and_to_programs() {
    let app = TestApp::new().await;
    let page = app.visitor().get("/no-such-page").await.is(404);
    assert_eq!((page.h1().as_str(), page.link("Đăng nhập").as_str()), ("Không tìm thấy trang", "/sign-in"));
    let program = app.visitor().with("accept", "application/json");
    let problem = program.get("/account").await.is(401);
    assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    assert_eq!(problem.json()["type"], "urn:doithoai:problem:not-signed-in");
    assert_eq!(problem.json()["status"], 401);
}

#[tokio::test]
async fn machines_pass_without_gate_and_cookie() {
    let app = TestApp::new().await;
    for (path, body) in [("/healthz", "ok\n"), ("/readyz", "ready\n")] {
        let page = app.visitor().get(path).await.is(200);
        assert_eq!((page.source().as_str(), cookies(&page)), (body, vec![]), "{path}");
    }
    let css = app.visitor().get("/sign-in").await.html().select("link[rel=stylesheet]")[0].text_of("href");
    let file = app.visitor().get(&css).await.is(200);
    assert_eq!(file.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(file.header("cache-control").is_some_and(|value| value.contains("immutable")) && cookies(&file).is_empty());
    let again = app.visitor().with("if-none-match", file.header("etag").unwrap()).get(&css).await.is(304);
    assert!(again.body.is_empty());
    app.visitor().get("/assets/../Cargo.toml").await.is(404);
}

#[tokio::test]
async fn what_is_typed_is_never_run() {
    let app = TestApp::new().await;
    let evil = "\"><script>alert('x')</script>{{shell.csrf}}";
    let page = app.visitor().sign_in(evil, "x").await.is(422);
    let form = page.form_with(&["login"]);
    assert!(form.fields.contains(&("login".to_owned(), evil.to_owned())), "what was typed is kept: {:?}", form.fields);
    assert_eq!(page.count("main script"), 0);
    let an = app.person("<b>An</b> & \"Bình\"", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let page = an.get("/account").await.is(200);
    assert_eq!((page.h1().as_str(), page.count("h1 b")), ("<b>An</b> & \"Bình\"", 0));
}

#[tokio::test]
async fn too_much_and_broken_forms_are_refused_in_words() {
    let app = TestApp::with(&[("max_upload_bytes", "1000")]).await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    let long = "x".repeat(600 * 1024);
    let page = an.post("/account/password", &[("current", &long)]).await.is(413);
    assert_eq!(page.count("h1"), 1);
    an.upload("/account/password", &[], &[("file", "a.bin", &vec![0; 2 << 20])]).await.is(413);
    an.awake().await.post_raw("/account/password", &[("_csrf", "\u{0}")]).await.is(403);
}

#[tokio::test]
async fn a_file_of_the_configured_size_is_taken() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    // Twenty megabytes by default; the form itself is then refused for its password.
    an.upload("/account/password", &[], &[("file", "a.bin", &vec![0; 20 << 20])]).await.is(422);
}
