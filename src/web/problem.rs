//! Errors as people and programs read them: a page with a way on, or problem+json (RFC 9457), in the visitor's language.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use crate::error::AppError;
use crate::i18n::{self, Locale};
use crate::web::form::refusal_text;
use crate::web::view::{View, ViewSpec};
use crate::web::visit::Visit;

/// All views of this module, for the template laws.
pub const VIEWS: &[ViewSpec] = &[ViewSpec::of::<Problem>()];

/// The error travels in the response until the gate, which knows the language, renders it.
#[derive(Debug, Clone)]
pub struct Unrendered(pub Arc<AppError>);

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = status(&self).into_response();
        response.extensions_mut().insert(Unrendered(Arc::new(self)));
        response
    }
}

/// The HTTP status of an error. What may not be known is not found.
#[must_use]
pub fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::NotSignedIn => StatusCode::UNAUTHORIZED,
        AppError::NotFound | AppError::Denied(_) => StatusCode::NOT_FOUND,
        AppError::Refused(_) => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Conflict => StatusCode::CONFLICT,
        AppError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        AppError::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        AppError::Malformed(_) => StatusCode::BAD_REQUEST,
        AppError::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        AppError::Method => StatusCode::METHOD_NOT_ALLOWED,
        AppError::Forged => StatusCode::FORBIDDEN,
        AppError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The stable name of an error: `type` of problem+json.
fn code(error: &AppError) -> &'static str {
    match error {
        AppError::NotSignedIn => "not-signed-in",
        AppError::NotFound | AppError::Denied(_) => "not-found",
        AppError::Refused(_) => "refused",
        AppError::Conflict => "conflict",
        AppError::TooMany { .. } => "too-many",
        AppError::TooLarge { .. } => "too-large",
        AppError::Malformed(_) => "malformed",
        AppError::MediaType => "media-type",
        AppError::Method => "method",
        AppError::Forged => "forged",
        AppError::Unavailable(_) => "unavailable",
        AppError::Internal(_) => "internal",
    }
}

/// A way on from an error page.
#[derive(Debug, Serialize)]
pub struct Link {
    pub label: String,
    pub href: &'static str,
}

/// The page about an error.
#[derive(Debug, Serialize)]
pub struct Problem {
    pub status: u16,
    pub title: String,
    pub detail: String,
    pub todo: String,
    /// What to name when asking for help; only where the fault is ours.
    pub reference: Option<String>,
    pub links: Vec<Link>,
}

impl Problem {
    fn new(error: &AppError, locale: Locale, request_id: &str, signed_in: bool) -> Self {
        let status = status(error);
        let say = |key: &str| i18n::text(locale, key, &[]);
        let part = |part: &str| say(&format!("problem-{}-{part}", status.as_u16()));
        let detail = match error {
            AppError::Refused(violations) => {
                violations.0.iter().map(|refusal| refusal_text(locale, refusal)).collect::<Vec<_>>().join("\n")
            }
            AppError::TooMany { seconds } => i18n::text(locale, "problem-wait", &[("seconds", seconds.to_string())]),
            AppError::TooLarge { limit_bytes } => {
                i18n::text(locale, "problem-limit", &[("megabytes", format!("{:.1}", *limit_bytes as f64 / f64::from(1 << 20)))])
            }
            AppError::Forged => say("problem-forged"),
            _ => part("detail"),
        };
        let link = if signed_in {
            Link { label: say("problem-home"), href: "/" }
        } else {
            Link { label: say("problem-sign-in"), href: "/sign-in" }
        };
        Self {
            status: status.as_u16(),
            title: part("title"),
            detail,
            todo: part("todo"),
            reference: status.is_server_error().then(|| request_id.to_owned()),
            links: vec![link],
        }
    }
}

impl View for Problem {
    const TEMPLATE: &'static str = "errors/problem";

    fn samples() -> Vec<Self> {
        let refused = AppError::from(crate::kernel::Refusal::new("form.incomplete"));
        [AppError::NotFound, AppError::TooMany { seconds: 30 }, AppError::Internal(String::new()), refused]
            .iter()
            .map(|error| Self::new(error, Locale::Vi, "0192", true))
            .collect()
    }
}

/// The response that a visitor gets for `error`.
#[must_use]
pub fn render(visit: &Visit, error: &AppError) -> Response {
    let problem = Problem::new(error, visit.locale, &visit.ctx.request_id, visit.is_signed_in());
    let status = status(error);
    let mut response = if visit.wants_json {
        let body = json!({
            "type": format!("urn:doithoai:problem:{}", code(error)),
            "title": problem.title,
            "status": problem.status,
            "detail": problem.detail,
            "instance": visit.ctx.request_id,
        });
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
    } else {
        visit.page_with(status, &problem).unwrap_or_else(|error| {
            tracing::error!(%error, "the problem page itself failed");
            (status, format!("{}\n{}\n", problem.title, problem.detail)).into_response()
        })
    };
    if let AppError::TooMany { seconds } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}
