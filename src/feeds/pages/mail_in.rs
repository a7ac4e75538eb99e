//! Mails that a mail server hands in. The address is for that server alone: it passes no gate and shows a shared secret.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::dialogues::{Way, take_reply};
use crate::feeds::exports;
use crate::kernel::Ctx;

/// Largest mail that is taken, in bytes.
const MOST_BODY: usize = 1 << 20;

/// POST /mail/in
pub async fn take(State(app): State<App>, request: Request) -> Response {
    let mut response = answer(&app, request).await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn answer(app: &App, request: Request) -> Response {
    let config = app.config();
    let (Some(mailbox), false) = (config.answers_at(), config.mail_in_secret.is_empty()) else {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    };
    let (parts, body) = request.into_parts();
    if !knows_secret(&parts.headers, &config.mail_in_secret) {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")], "unauthorized\n").into_response();
    }
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("message/rfc822") {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, "message/rfc822 is taken\n").into_response();
    }
    let bytes = match read(body).await {
        Ok(bytes) => bytes,
        Err(status) => return (status, "a mail of at most 1048576 bytes is taken\n").into_response(),
    };
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let ctx = Ctx::system(app.clock().now(), "mail-in");
    match take_reply(app, &ctx, Way::Post, exports::letter(&bytes, digest, mailbox)).await {
        // What became of it is for the office to read; the mail server has done its part either way.
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            tracing::error!(%error, "a mail could not be taken");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "300")], "unavailable\n").into_response()
        }
    }
}

async fn read(body: Body) -> Result<Vec<u8>, StatusCode> {
    to_bytes(body, MOST_BODY).await.map(Into::into).map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)
}

/// Compared through digests: the time taken says nothing about the secret.
fn knows_secret(headers: &HeaderMap, secret: &str) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let shown = shown.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, shown)| shown);
    Sha256::digest(shown.trim().as_bytes()) == Sha256::digest(secret.as_bytes())
}
