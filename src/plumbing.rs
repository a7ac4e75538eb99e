//! Addresses for machines: health, embedded files, calendar feeds, mails that are handed in. They pass no gate, set no cookie and know nobody.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};

use crate::app::App;
use crate::feeds::pages::{dav, ics, mail_in};
use crate::web::assets;

/// `/healthz`: the process lives. `/readyz`: the database answers.
pub fn router() -> Router<App> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/robots.txt", get(|| async { "User-agent: *\nAllow: /public/\nAllow: /feeds/\nAllow: /cong-cu/\nDisallow: /\n" }))
        .route("/assets/{name}", get(asset))
        .route("/feeds/unit/{file}", get(ics::unit))
        .route("/feeds/s/{file}", get(ics::secret))
        .route("/mail/in", post(mail_in::take))
        .route("/.well-known/caldav", any(dav::well_known))
        .route("/caldav", any(dav::serve))
        .route("/caldav/", any(dav::serve))
        .route("/caldav/{*path}", any(dav::serve))
}

async fn ready(State(app): State<App>) -> Response {
    match app.db().ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database unavailable\n").into_response()
        }
    }
}

/// An embedded file; its name carries its hash, so it may be kept for ever (RFC 8246).
async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = assets::find(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let says = |name: header::HeaderName, word: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(word))
    };
    if says(header::IF_NONE_MATCH, asset.etag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let packed = asset.gzip.filter(|_| says(header::ACCEPT_ENCODING, "gzip"));
    let mut response = packed.unwrap_or(asset.bytes).into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    out.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if packed.is_some() {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
