//! The gate: opens every request (who, when, which language), refuses forged ones, turns errors into pages, adds the
//! security headers. It wires the rooms `organisation` and `web`; rules stand elsewhere.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale};
use crate::kernel::ids::{fresh_uuid, secret};
use crate::kernel::{Actor, Ctx, Event};
use crate::organisation::actions::sign_in;
use crate::organisation::store::{accounts, units};
use crate::web::problem::{self, Unrendered};
use crate::web::serve::Peer;
use crate::web::view::{Flash, FlashKind};
use crate::web::visit::{FLASH_COOKIE, LOCALE_COOKIE, SIGN_IN_COOKIE, Visit, cookie, cookie_name};
use crate::{nav, notices};

/// Cookie behind the CSRF token of a visitor who is not signed in.
const SEED_COOKIE: &str = "doithoai_seed";

/// The middleware itself.
pub async fn gate(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let https = app.config().is_https();
    let is_get = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut visit = blank(&app, &request, &jar);
    let known_seed = !visit.seed.is_empty();
    if !known_seed {
        visit.seed = secret();
    }
    let opened = open(&app, &mut visit, &jar).await;
    let mut response = match opened.and_then(|()| own_site(&request)).and_then(|()| readable(&request)) {
        Ok(()) => {
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    let allow = response.headers().get(header::ALLOW).cloned();
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response = AppError::Method.into_response();
    }
    if let Some(Unrendered(error)) = response.extensions().get::<Unrendered>().cloned() {
        response = answer(&app, &visit, &error, is_get).await;
    }
    if let Some(allow) = allow {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    let headers = response.headers_mut();
    if !known_seed && visit.sign_in.is_none() {
        headers.append(header::SET_COOKIE, cookie(SEED_COOKIE, &visit.seed, https, None));
    }
    if visit.flash.is_some() && is_get && !headers.contains_key(header::LOCATION) {
        headers.append(header::SET_COOKIE, cookie(FLASH_COOKIE, "", https, Some(0)));
    }
    protect(headers, https);
    response
}

/// The visit before anybody looked at the database.
fn blank(app: &App, request: &Request, jar: &CookieJar) -> Visit {
    let https = app.config().is_https();
    let value = |name: &str| jar.get(&cookie_name(name, https)).map(|cookie| cookie.value().to_owned());
    let headers = request.headers();
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let browser = if text(header::ACCEPT_LANGUAGE).starts_with("en") { Locale::En } else { Locale::Vi };
    let locale = value(LOCALE_COOKIE).and_then(|word| word.parse().ok()).unwrap_or(browser);
    let flash = value(FLASH_COOKIE)
        .filter(|key| key.starts_with("flash-") && i18n::has(locale, key))
        .map(|key| Flash { kind: FlashKind::Success, text: i18n::text(locale, &key, &[]) });
    Visit {
        ctx: Ctx::new(Actor::Anonymous, app.clock().now(), fresh_uuid().simple().to_string()),
        locale,
        seed: value(SEED_COOKIE).unwrap_or_default(),
        sign_in: None,
        must_change: false,
        path: request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
        site_name: String::new(),
        nav: Vec::new(),
        unread: 0,
        flash,
        wants_json: text(header::ACCEPT).contains("json"),
        https,
        client: request.extensions().get::<Peer>().map(|peer| client(peer.0.ip())).unwrap_or_default(),
    }
}

/// An IPv4 address, or the /64 of an IPv6 one: what one household or office has.
fn client(ip: std::net::IpAddr) -> String {
    match ip.to_canonical() {
        std::net::IpAddr::V4(v4) => v4.to_string(),
        std::net::IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Finds the signed-in person behind the cookie and fills the visit.
async fn open(app: &App, visit: &mut Visit, jar: &CookieJar) -> AppResult<()> {
    let Some(cookie) = jar.get(&cookie_name(SIGN_IN_COOKIE, visit.https)) else { return Ok(()) };
    let Some((row, account)) = sign_in::resume(app, &visit.ctx, cookie.value()).await? else { return Ok(()) };
    let conn = app.db().read();
    visit.ctx.actor = accounts::actor(conn, &account, visit.ctx.today()).await?;
    visit.seed = cookie.value().to_owned();
    visit.sign_in = Some(row.id);
    visit.must_change = account.must_change;
    visit.locale = account.locale.parse().unwrap_or_default();
    let path = visit.path.split('?').next().unwrap_or("/").to_owned();
    visit.nav = nav::entries(&visit.ctx.actor, &path);
    visit.unread = notices::store::unread(conn, account.id).await?;
    if let Some(grant) = visit.ctx.actor.grants().first() {
        visit.site_name = units::unit(conn, &grant.unit_code).await?.name;
    }
    Ok(())
}

/// Refuses unsafe requests that the browser itself says come from another site (Fetch Metadata), or whose Origin is foreign.
fn own_site(request: &Request) -> AppResult<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    // A value that is no text is there all the same, and equals nothing of ours.
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or(""));
    let own = match (header("sec-fetch-site"), header("origin"), header("host")) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), host) => origin.split_once("://").is_some_and(|(_, from)| Some(from) == host),
        (None, None, _) => true,
    };
    if own { Ok(()) } else { Err(AppError::Forged) }
}

/// NUL belongs to no text, and PostgreSQL takes none: nothing can be found under such an address.
fn readable(request: &Request) -> AppResult<()> {
    match (request.uri().path().contains("%00"), request.uri().query().is_some_and(|query| query.contains("%00"))) {
        (true, _) => Err(AppError::NotFound),
        (_, true) => Err(AppError::Malformed("NUL in the query")),
        _ => Ok(()),
    }
}

/// The page for an error. Who is not signed in is led to the sign-in page and back; a refused access is recorded.
async fn answer(app: &App, visit: &Visit, error: &AppError, is_get: bool) -> Response {
    match error {
        AppError::NotSignedIn if is_get && !visit.wants_json => {
            let back: String = data_encoding::BASE64URL_NOPAD.encode(visit.path.as_bytes());
            return visit.go(&format!("/sign-in?back={back}")).unwrap_or_else(IntoResponse::into_response);
        }
        AppError::Denied(denied) => record_denial(app, visit, *denied).await,
        AppError::Internal(inner) => {
            tracing::error!(request_id = %visit.ctx.request_id, path = %visit.path, inner, "request failed");
        }
        AppError::Unavailable(inner) => tracing::error!(request_id = %visit.ctx.request_id, inner, "database unavailable"),
        _ => {}
    }
    problem::render(visit, error)
}

async fn record_denial(app: &App, visit: &Visit, denied: crate::kernel::permit::Denied) {
    let path = visit.path.split('?').next().unwrap_or("/").to_owned();
    let event = Event::new("access.denied", "path", &path, "").facts(json!({ "action": denied.action }));
    let written = match WriteTx::begin(app.db(), &visit.ctx).await {
        Ok(tx) => tx.commit(event).await,
        Err(error) => Err(error),
    };
    if let Err(error) = written {
        tracing::error!(%error, "a refused access could not be recorded");
    }
}

const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
                   connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every page (trust: ASVS 5.0 V3.4).
fn protect(headers: &mut HeaderMap, https: bool) {
    let fixed = [
        ("content-security-policy", CSP),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];
    for (name, value) in fixed {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
}
