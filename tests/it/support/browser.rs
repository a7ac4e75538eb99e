//! People who click: a browser with its cookies, and a person who is signed in with it. No JavaScript, no sockets.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Method, Request, header};
use chrono::{DateTime, TimeDelta, Utc};
use doithoai::app::App;
use doithoai::db::{Unaudited, WriteTx};
use doithoai::kernel::{AccountId, Ctx, PersonId, ids};
use doithoai::organisation::Body as OrganisationBody;
use doithoai::organisation::actions::sign_in::token_hash;
use doithoai::organisation::store::sign_ins;
use doithoai::web::form::CSRF_FIELD;
use doithoai::web::serve::Peer;
use doithoai::web::visit::{SIGN_IN_COOKIE, cookie_name};
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use super::page::{Form, Page};

/// Cookie behind the token of a visitor's forms.
const SEED_COOKIE: &str = "doithoai_seed";
const FORM_TYPE: &str = "application/x-www-form-urlencoded";
const BOUNDARY: &str = "doithoai-test-boundary";

/// A file to be sent: field, file name, content.
pub type File<'a> = (&'a str, &'a str, &'a [u8]);

/// A browser: cookies, and headers that it always sends.
pub struct Browser {
    router: Router,
    https: bool,
    pub cookies: Mutex<BTreeMap<String, String>>,
    pub headers: Vec<(&'static str, String)>,
    pub address: SocketAddr,
}

impl Browser {
    pub fn new(router: Router, https: bool) -> Self {
        Self {
            router,
            https,
            cookies: Mutex::default(),
            headers: Vec::new(),
            address: SocketAddr::from(([192, 0, 2, 1], 40_000)),
        }
    }

    /// Comes from this IP address.
    pub fn from(mut self, ip: &str) -> Self {
        self.address.set_ip(ip.parse().unwrap());
        self
    }

    /// Sends this header always: `accept-language`, `accept` …
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(&*cookie_name(name, self.https)).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(cookie_name(name, self.https).into_owned(), value.to_owned());
    }

    /// One request, as it is, to our host; the answer's cookies are kept.
    pub async fn send(&self, mut request: Request<Body>) -> Page {
        request.headers_mut().insert(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
        self.send_to(request).await
    }

    /// One request to the host that it names. Cookies that it brings stay beside those of the browser.
    pub async fn send_to(&self, mut request: Request<Body>) -> Page {
        let cookies: Vec<String> = self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = request.headers_mut();
        if !cookies.is_empty() {
            headers.append(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        for (name, value) in &self.headers {
            headers.entry(HeaderName::from_static(name)).or_insert(value.parse().unwrap());
        }
        request.extensions_mut().insert(Peer(self.address));
        let asked = format!("{} {}", request.method(), request.uri());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(line.to_str().unwrap());
        }
        Page::new(asked, parts.status.as_u16(), parts.headers, body)
    }

    fn keep(&self, line: &str) {
        let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
        let (name, value) = pair.split_once('=').unwrap();
        let mut cookies = self.cookies.lock().unwrap();
        if attributes.contains("Max-Age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// The token that this browser's forms carry; fetches the sign-in page first where no page was seen yet.
    pub async fn token(&self) -> String {
        let seed = || self.cookie(SIGN_IN_COOKIE).or_else(|| self.cookie(SEED_COOKIE));
        if seed().is_none() {
            self.get("/sign-in").await;
        }
        let digest = Sha256::digest(format!("csrf:{}", seed().unwrap_or_default()).as_bytes());
        data_encoding::BASE64URL_NOPAD.encode(&digest)
    }

    /// Posts these fields and the right token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let all: Vec<(&str, &str)> = [(CSRF_FIELD, token.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post_raw(path, &all).await
    }

    /// Posts exactly these fields.
    pub async fn post_raw(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, FORM_TYPE).header("sec-fetch-site", "same-origin");
        self.send(request.body(body.join("&").into()).unwrap()).await
    }

    /// Posts fields, files and the right token as multipart/form-data.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Page {
        let token = self.token().await;
        let mut body = Vec::new();
        for (name, value) in [(CSRF_FIELD, token.as_str())].iter().chain(fields) {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, file_name, bytes) in files {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(b"Content-Type: application/octet-stream\r\n\r\n");
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Fills in the form of `page` that has all these fields (buttons with a name count) and sends it as the page would,
    /// with its hidden fields and what stands in the other ones. A field that no form has stops the test.
    pub async fn fill(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        self.send_form(&page.form_with(&names), fields).await
    }

    /// Sends `form` with these fields instead of what stands in it.
    pub async fn send_form(&self, form: &Form, fields: &[(&str, &str)]) -> Page {
        let kept = form.fields.iter().filter(|(name, _)| !fields.iter().any(|(given, _)| given == name));
        let all: Vec<(&str, &str)> =
            kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied()).collect();
        if form.method == Method::POST {
            return self.post_raw(&form.action, &all).await;
        }
        let query: Vec<String> = all.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        let path = form.action.split(['?', '#']).next().unwrap_or("/");
        self.get(&format!("{path}?{}", query.join("&"))).await
    }

    /// The page behind a redirect, and behind the next, until there is one to read.
    pub async fn follow(&self, page: Page) -> Page {
        let mut page = page;
        for _ in 0..5 {
            match page.location() {
                Some(to) => page = self.get(&to).await,
                None => return page,
            }
        }
        panic!("{} is redirected for ever", page.asked)
    }

    /// Signs in through the form, or again where one is signed in.
    pub async fn sign_in(&self, login: &str, password: &str) -> Page {
        let fields = [("login", login), ("password", password)];
        let form = self.get("/sign-in").await;
        if form.location().is_some() { self.post("/sign-in", &fields).await } else { self.fill(&form, &fields).await }
    }
}

/// A person who is signed in. The sign-in is renewed when the clock was turned, as a person would do in the morning.
pub struct Person {
    pub browser: Browser,
    pub app: App,
    pub account: AccountId,
    pub person: PersonId,
    pub login: String,
    pub body: OrganisationBody,
    pub signed_in_at: Mutex<Option<DateTime<Utc>>>,
}

impl Person {
    /// Puts a row of a signed-in browser into the database and its cookie into the browser: the form is slow on purpose.
    pub async fn awake(&self) -> &Browser {
        let now = self.app.clock().now();
        let fresh = self.signed_in_at.lock().unwrap().is_some_and(|at| (now - at).abs() < TimeDelta::minutes(60));
        if !fresh || self.browser.cookie(SIGN_IN_COOKIE).is_none() {
            let ctx = Ctx::system(now, "test");
            let token = ids::secret();
            let tx = WriteTx::begin(self.app.db(), &ctx).await.unwrap();
            let until = now + TimeDelta::hours(12);
            sign_ins::insert(tx.conn(), self.account, &token_hash(&token), "test", now, until).await.unwrap();
            tx.commit_unaudited(Unaudited::SignInBookkeeping).await.unwrap();
            self.browser.set_cookie(SIGN_IN_COOKIE, &token);
            *self.signed_in_at.lock().unwrap() = Some(now);
        }
        &self.browser
    }

    pub async fn get(&self, path: &str) -> Page {
        self.awake().await.get(path).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.awake().await.post(path, fields).await
    }

    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], files: &[File<'_>]) -> Page {
        self.awake().await.upload(path, fields, files).await
    }

    pub async fn fill(&self, page: &Page, fields: &[(&str, &str)]) -> Page {
        self.awake().await.fill(page, fields).await
    }

    pub async fn follow(&self, page: Page) -> Page {
        self.awake().await.follow(page).await
    }

    /// The context in which the person's own actions run.
    pub async fn ctx(&self) -> Ctx {
        let (conn, now) = (self.app.db().read(), self.app.clock().now());
        let system = Ctx::system(now, "test");
        let account = doithoai::organisation::store::accounts::by_id(conn, self.account).await.unwrap();
        let actor = doithoai::organisation::store::accounts::actor(conn, &account, system.today()).await.unwrap();
        system.as_actor(actor)
    }
}

/// Percent-encoding that every form reader understands.
pub fn escape(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
