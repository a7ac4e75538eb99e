//! The feeds themselves. They pass no gate and set no cookie: calendar programs only know an address.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::error::AppError;
use crate::feeds::actions::subscriptions;
use crate::feeds::pages::serve;
use crate::feeds::rules::{Cancelled, Options};
use crate::kernel::{Actor, Ctx, ids, text};
use crate::web::kept::Kept;
use crate::web::visit::names_somebody;

/// `?cancelled=title&alarm=120&lunar=1`, as [`Options::query`] writes it. What is not understood counts as not chosen, for
/// some programs add words of their own.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    cancelled: String,
    #[serde(default)]
    alarm: String,
    #[serde(default)]
    lunar: String,
}

impl Asked {
    fn options(&self) -> Options {
        Options {
            cancelled: self.cancelled.parse().unwrap_or(Cancelled::Status),
            alarm: self.alarm.parse().ok(),
            lunar: self.lunar == "1",
        }
    }
}

/// For who opens a secret address in a browser in which he is signed in.
const TWO_SIGN_INS: &str = "Đường dẫn này chỉ dành cho chương trình lịch. Bạn đang đăng nhập: hãy xem lịch trong mục Lịch.\n\
    This address is for calendar programs only. You are signed in here: see Calendar.\n";

/// Nobody, now: these addresses know no visitor.
pub(super) fn ctx(app: &App) -> Ctx {
    Ctx::new(Actor::Anonymous, app.clock().now(), ids::fresh_uuid().simple().to_string())
}

/// GET /feeds/unit/{file}, the file being `<unit code>.ics`
pub async fn unit(State(app): State<App>, Path(file): Path<String>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let code = file.strip_suffix(".ics").filter(|code| code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let Some(code) = code else { return missing() };
    match serve::public(&app, &ctx(&app), code, asked.options()).await {
        Ok(kept) => send(&kept, &headers, "public, max-age=300"),
        Err(error) => refuse(&error),
    }
}

/// GET /feeds/s/{file}, the file being `<secret>.ics`
pub async fn secret(
    State(app): State<App>,
    Path(file): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let secret = file.strip_suffix(".ics").filter(|secret| secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let Some(secret) = secret else { return missing() };
    // The secret says whose calendar it is. Somebody's sign-in beside it would say it a second time, perhaps otherwise.
    if names_somebody(&headers) {
        return (StatusCode::BAD_REQUEST, TWO_SIGN_INS).into_response();
    }
    let ctx = ctx(&app);
    let (kept, subscription) = match serve::secret(&app, &ctx, secret, asked.options()).await {
        Ok(found) => found,
        Err(error) => return refuse(&error),
    };
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let client: String = text::clean_line(agent).chars().take(120).collect();
    if let Err(error) = subscriptions::note_fetch(&app, &ctx, &subscription, &client).await {
        tracing::warn!(%error, "a feed's fetch could not be noted");
    }
    send(&kept, &headers, "private, max-age=300")
}

fn send(kept: &Kept, asked: &HeaderMap, caching: &'static str) -> Response {
    let mut response = kept.answer(asked);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"doi-thoai.ics\""));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "not found\n").into_response()
}

fn refuse(error: &AppError) -> Response {
    match error {
        AppError::NotFound | AppError::Denied(_) => missing(),
        error => {
            tracing::error!(%error, "feed");
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "300")], "unavailable\n").into_response()
        }
    }
}
