//! Bad requests at the gate: wrong methods, broken addresses, cookies and headers. Every answer is a page of ours, in the
//! visitor's language and with its headers; nobody learns or changes anything by them.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::routes::{ROUTES, Verb};

use super::crawl::likeness;
use super::forms::found;
use super::{is_ours, ward};
use crate::support::{Page, Person, TestApp, all};

const FORM: &str = "application/x-www-form-urlencoded";

/// A problem page in Vietnamese with the headers of every page.
fn is_problem(page: &Page, status: u16) {
    assert_eq!(page.status, status, "{}", page.asked);
    is_ours(page).unwrap();
    assert_eq!(page.count(".dt-problem"), 1, "{}", page.asked);
    for name in ["content-security-policy", "x-content-type-options", "referrer-policy"] {
        assert!(page.header(name).is_some(), "{}: no {name}", page.asked);
    }
    assert_eq!(page.header("cache-control"), Some("no-store"), "{}", page.asked);
}

async fn office(app: &TestApp) -> Person {
    app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await
}

fn request(method: Method, path: &str) -> Request<Body> {
    Request::builder().method(method).uri(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn another_method_gets_a_page_that_says_which_are_taken() {
    let app = TestApp::new().await;
    let an = office(&app).await;
    let an = an.awake().await;
    for (method, path, allow) in [
        (Method::DELETE, "/dialogues", "GET,HEAD,POST"),
        (Method::PUT, "/", "GET,HEAD"),
        (Method::PATCH, "/account", "GET,HEAD"),
        (Method::POST, "/account", "GET,HEAD"),
        (Method::TRACE, "/", "GET,HEAD"),
        (Method::GET, "/inbox/read", "POST"),
        (Method::OPTIONS, "/inbox/read", "POST"),
    ] {
        let page = an.send(request(method, path)).await;
        is_problem(&page, 405);
        let mut taken: Vec<&str> = page.header("allow").unwrap().split(',').map(str::trim).collect();
        taken.sort_unstable();
        assert_eq!(taken.join(","), allow, "{}", page.asked);
    }
    let stranger = app.visitor();
    is_problem(&stranger.send(request(Method::DELETE, "/sign-in")).await, 405);
    let english = app.visitor().with("accept-language", "en");
    assert_eq!(english.send(request(Method::DELETE, "/sign-in")).await.h1(), "This act does not work at this address");
    let program = app.visitor().with("accept", "application/json");
    let problem = program.send(request(Method::DELETE, "/sign-in")).await.is(405);
    assert_eq!(problem.json()["type"], "urn:doithoai:problem:method");
    let head = an.send(request(Method::HEAD, "/no-such-page")).await;
    assert_eq!(head.status, 404);
}

#[tokio::test]
async fn bodies_that_no_page_takes_are_refused_in_words() {
    let app = TestApp::new().await;
    let an = office(&app).await;
    let an = an.awake().await;
    let token = an.token().await;
    let post = |kind: &'static str, body: Vec<u8>| {
        Request::post("/dialogues").header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
    };
    for kind in ["application/json", "text/plain", "application/xml", "multipart/mixed; boundary=x", "ü"] {
        is_problem(&an.send(post(kind, b"{}".to_vec())).await, 415);
    }
    is_problem(&an.send(post(FORM, format!("_csrf={token}&title=%FF%FE").into_bytes())).await, 400);
    is_problem(&an.send(post(FORM, b"title=\xFF".to_vec())).await, 400);
    is_problem(&an.send(post(FORM, vec![b'x'; 600 * 1024])).await, 413);
    let form = |token: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; ")
    };
    let head = form(&token);
    for (kind, body) in [
        ("multipart/form-data", head.clone()),
        ("multipart/form-data; boundary=", head.clone()),
        ("multipart/form-data; boundary=other", head.clone()),
        ("multipart/form-data; boundary=b", head.clone()),
        ("multipart/form-data; boundary=b", format!("{head}name=\"title\"\r\n\r\nnửa chừ")),
        ("multipart/form-data; boundary=b", format!("{head}name=\"f\"; filename=\"a\"\r\n\r\nx")),
        ("multipart/form-data; boundary=b", String::new()),
    ] {
        is_problem(&an.send(post(kind, body.into_bytes())).await, 400);
    }
    let mut latin = format!("{head}name=\"title\"\r\n\r\n").into_bytes();
    latin.extend_from_slice(b"\xF0\xFD\xF5\r\n--b--\r\n");
    is_problem(&an.send(post("multipart/form-data; boundary=b", latin)).await, 400);
    let part = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n";
    let many = format!("{}--b--\r\n", part.repeat(1_000));
    is_problem(&an.send(post("multipart/form-data; boundary=b", many.into_bytes())).await, 400);
    assert_eq!(app.audit_count(Some("session.planned")).await, 0);
}

/// Every step that stands for something, replaced.
fn filled(path: &str, with: &str) -> String {
    path.split('/').map(|step| if step.starts_with('{') { with } else { step }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn broken_addresses_are_not_found_in_words() {
    let app = TestApp::new().await;
    let (an, admin) = (office(&app).await, app.admin("Quản Trị").await);
    let superior = app.person("Bình", "14", BodyKind::PartyOffice, &[Role::Superior]).await;
    let long = "x".repeat(5_000);
    let bad = [
        "%00",
        "a%00b",
        "%FF",
        "%C0%80",
        "%zz",
        "%",
        "-1",
        "99999999999999999999",
        "..%2f..%2fetc%2fpasswd",
        "%F0%9F%91%A9",
        "'%20or%201=1--",
        "%0d%0aSet-Cookie:%20a=b",
        "01890000-0000-7000-8000-00000000000g",
        "%7b%7b7*7%7d%7d",
        "2026-02-31",
        &*long,
    ];
    for row in ROUTES.iter().filter(|row| row.verb == Verb::Get && row.path.contains('{')) {
        for value in bad {
            let path = filled(row.path, value);
            for page in all([&an, &admin, &superior].map(|who| who.get(&path))).await {
                is_ours(&page).unwrap();
                assert!(matches!(page.status, 404 | 400 | 303), "{}: {}", page.asked, page.status);
            }
        }
    }
    for path in [
        "/feeds/unit/%00.ics",
        "/feeds/s/%00.ics",
        "/feeds/unit/%FF.ics",
        "/feeds/s/x'.ics",
        "/assets/%00",
        "/assets/..%2fCargo.toml",
    ] {
        let page = an.get(path).await;
        assert!(matches!(page.status, 400 | 404), "{path}: {}", page.status);
    }
}

/// Asks for the address with each of its values replaced; how many questions that were.
async fn ask_badly(person: &Person, address: &str) -> usize {
    let bad = [
        "%00",
        "%FF",
        "%zz",
        "-1",
        "99999999999999999999",
        "%",
        "'%22%3Cscript%3E",
        "1900-02-31",
        "%F0%9F%91%A9%E2%80%8D",
        &"x".repeat(3_000),
    ];
    let Some((path, query)) = address.split_once('?') else { return 0 };
    let pairs: Vec<&str> = query.split('&').collect();
    for (at, pair) in pairs.iter().enumerate() {
        let name = pair.split('=').next().unwrap();
        for value in bad {
            let mut pairs: Vec<String> = pairs.iter().map(|pair| (*pair).to_owned()).collect();
            pairs[at] = format!("{name}={value}");
            let page = person.get(&format!("{path}?{}", pairs.join("&"))).await;
            if page.header("content-disposition").is_some_and(|how| how.starts_with("attachment")) {
                continue;
            }
            is_ours(&page).unwrap_or_else(|what| panic!("{}, {}: {what}", person.login, likeness(address)));
            assert!(matches!(page.status, 200 | 303 | 400 | 404 | 422), "{}: {}", page.asked, page.status);
        }
    }
    pairs.len() * bad.len()
}

#[tokio::test]
async fn broken_questions_never_break_a_page() {
    let found = found().await;
    let app = &ward().await.thaw().await;
    let logins: BTreeSet<&str> = found.addresses.iter().map(|(login, _)| *login).collect();
    let asked = all(logins.into_iter().map(async |login| {
        let person = app.known(login).await;
        let mut asked = 0;
        for (_, address) in found.addresses.iter().filter(|(whose, _)| *whose == login) {
            asked += ask_badly(&person, address).await;
        }
        asked
    }));
    let asked: usize = asked.await.into_iter().sum();
    assert!(asked > 200, "{asked} questions");
    for address in [
        "/set-up?key=%00",
        "/track?code=%00",
        "/track?code=%F0%9F%91%A9",
        "/track?code[]=1",
        "/sign-in?back=%00",
        "/sign-in?back=%FF",
    ] {
        let page = app.visitor().get(address).await;
        is_ours(&page).unwrap();
        assert!(matches!(page.status, 200 | 400 | 404 | 422), "{}: {}", page.asked, page.status);
    }
}

#[tokio::test]
async fn strange_cookies_make_nobody() {
    let app = TestApp::new().await;
    let an = office(&app).await;
    an.awake().await;
    let secret = an.browser.cookie("doithoai").unwrap();
    let long = "x".repeat(8_000);
    for cookies in [
        "doithoai=".to_owned(),
        "doithoai=%00".to_owned(),
        format!("doithoai={long}"),
        "doithoai='%20or%201=1".to_owned(),
        format!("doithoai={}", secret.to_lowercase()),
        "doithoai_lang=xx; doithoai_flash=flash-no-such-thing; doithoai_seed=".to_owned(),
        "doithoai_flash=problem-404-title".to_owned(),
        "; ;=;==;a".to_owned(),
    ] {
        let page = sent_with_cookies(&app, request(Method::GET, "/account"), &[cookies.as_bytes()]).await;
        assert_eq!(page.status, 303, "{cookies}");
        assert!(page.location().unwrap().starts_with("/sign-in?back="), "{cookies}");
    }
    let page = sent_with_cookies(&app, request(Method::GET, "/sign-in"), &[b"doithoai=\xF0\x9F\xFF"]).await;
    is_ours(&page.is(200)).unwrap();
    // Twice: one of the two may count, but nobody becomes somebody else.
    let (right, wrong) = (format!("doithoai={secret}"), "doithoai=wrong".to_owned());
    for lines in [[&right, &wrong], [&wrong, &right]] {
        let lines: Vec<&[u8]> = lines.iter().map(|line| line.as_bytes()).collect();
        let page = sent_with_cookies(&app, request(Method::GET, "/account"), &lines).await;
        assert!(page.status == 303 || page.status == 200 && page.h1() == "An", "{}", page.status);
    }
}

async fn sent_with_cookies(app: &TestApp, mut request: Request<Body>, lines: &[&[u8]]) -> Page {
    for line in lines {
        request.headers_mut().append(header::COOKIE, HeaderValue::from_bytes(line).unwrap());
    }
    app.visitor().send(request).await
}

#[tokio::test]
async fn a_strange_host_is_never_repeated() {
    let app = TestApp::new().await;
    let an = office(&app).await;
    let an = an.awake().await;
    for host in ["evil.example", "evil.example:1\u{e9}", "a b", "", "[::1"] {
        for path in ["/sign-in", "/calendar", "/no-such-page", "/account"] {
            let mut request = request(Method::GET, path);
            request.headers_mut().insert("x-forwarded-host", HeaderValue::from_static("evil.example"));
            request.headers_mut().insert(header::HOST, HeaderValue::from_bytes(host.as_bytes()).unwrap());
            let page = an.send_to(request).await;
            is_ours(&page).unwrap();
            assert!(matches!(page.status, 200 | 303 | 404), "{}: {}", page.asked, page.status);
            assert!(!page.source().contains("evil.example"), "{path}");
            assert!(page.headers.values().all(|value| !value.to_str().unwrap_or("").contains("evil.example")), "{path}");
        }
    }
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused_whatever_its_origin_says() {
    let app = TestApp::new().await;
    let an = office(&app).await;
    let an = an.awake().await;
    let body = format!("_csrf={}&locale=vi&back=/account", an.token().await);
    let post = |headers: &[(&'static str, &'static [u8])]| {
        let mut request = Request::post("/language").header(header::CONTENT_TYPE, FORM).body(Body::from(body.clone())).unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_bytes(value).unwrap());
        }
        request
    };
    // An old browser says nothing; the token decides.
    an.send(post(&[])).await.is(303);
    an.send(post(&[("origin", b"http://127.0.0.1:8080")])).await.is(303);
    an.send(post(&[("sec-fetch-site", b"same-origin")])).await.is(303);
    for origin in [
        &b"null"[..],
        b"https://evil.example",
        b"http://127.0.0.1:8081",
        b"http://127.0.0.1:8080.evil.example",
        b"",
        b"\xFF",
        b"127.0.0.1:8080",
    ] {
        is_problem(&an.send(post(&[("origin", origin)])).await, 403);
    }
    for site in [&b"cross-site"[..], b"same-site", b"", b"\xFF"] {
        is_problem(&an.send(post(&[("sec-fetch-site", site)])).await, 403);
    }
    let mut nameless = post(&[("origin", b"http://127.0.0.1:8080")]);
    nameless.headers_mut().insert(header::HOST, HeaderValue::from_static(""));
    is_problem(&an.send_to(nameless).await, 403);
    // Where one comes back to is an address of ours, however it is spelled.
    for (back, to) in
        [("/đối thoại\r\nX: y", "/%C4%91%E1%BB%91i tho%E1%BA%A1i%0D%0AX: y"), ("//evil.example", "/"), ("/\\evil.example", "/")]
    {
        let page = an.post("/language", &[("locale", "vi"), ("back", back)]).await.is(303);
        assert_eq!(page.location().unwrap(), to);
    }
}
