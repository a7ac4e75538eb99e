//! Answers in XML: `multistatus` with what was found and what was not, and errors with their preconditions (RFC 4918).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::request::{Unfit, Wanted};
use super::xml::{self, DAV, Name};

/// A property with its value, which is XML already.
#[derive(Debug, Clone)]
pub struct Prop {
    pub name: Name,
    pub value: String,
    /// Only given when asked for by name.
    pub is_costly: bool,
}

impl Prop {
    #[must_use]
    pub fn new(space: &str, local: &str, value: impl Into<String>) -> Self {
        Self { name: Name { space: space.to_owned(), local: local.to_owned() }, value: value.into(), is_costly: false }
    }

    #[must_use]
    pub fn costly(self) -> Self {
        Self { is_costly: true, ..self }
    }
}

/// One `response` with the wanted ones of `props`.
#[must_use]
pub fn found(href: &str, props: &[Prop], wanted: &Wanted) -> String {
    let (mut here, mut missing) = (String::new(), String::new());
    match wanted {
        Wanted::All => here.extend(props.iter().filter(|prop| !prop.is_costly).map(|prop| prop.name.around(&prop.value))),
        Wanted::Names => here.extend(props.iter().map(|prop| prop.name.around(""))),
        Wanted::These(names) => {
            for name in names {
                match props.iter().find(|prop| prop.name == *name) {
                    Some(prop) => here.push_str(&name.around(&prop.value)),
                    None => missing.push_str(&name.around("")),
                }
            }
        }
    }
    response(href, &[propstat(&here, "200 OK"), propstat(&missing, "404 Not Found")].concat())
}

/// One `response` for what is not there.
#[must_use]
pub fn gone(href: &str) -> String {
    response(href, "<d:status>HTTP/1.1 404 Not Found</d:status>")
}

/// One `response` that refuses to change these properties. A bare 403 makes one wide-spread program stop for good.
#[must_use]
pub fn unchangeable(href: &str, names: &[Name]) -> String {
    let all: String = names.iter().map(|name| name.around("")).collect();
    response(href, &propstat(&all, "403 Forbidden"))
}

fn response(href: &str, inner: &str) -> String {
    format!("<d:response><d:href>{}</d:href>{inner}</d:response>", xml::text(href))
}

fn propstat(props: &str, status: &str) -> String {
    if props.is_empty() {
        return String::new();
    }
    format!("<d:propstat><d:prop>{props}</d:prop><d:status>HTTP/1.1 {status}</d:status></d:propstat>")
}

/// 207 with these responses, and the token of the state that they lead to.
#[must_use]
pub fn multistatus(responses: &str, token: Option<&str>) -> Response {
    let token = token.map(|token| format!("<d:sync-token>{}</d:sync-token>", xml::text(token))).unwrap_or_default();
    body(StatusCode::MULTI_STATUS, xml::document("d:multistatus", &format!("{responses}{token}")))
}

/// 403 with the name of what was not fulfilled.
#[must_use]
pub fn precondition(space: &str, local: &str) -> Response {
    let name = Name { space: space.to_owned(), local: local.to_owned() };
    body(StatusCode::FORBIDDEN, xml::document("d:error", &name.around("")))
}

/// Nothing can be written here (RFC 3744, 7.1.1).
#[must_use]
pub fn read_only() -> Response {
    precondition(DAV, "need-privileges")
}

impl IntoResponse for Unfit {
    fn into_response(self) -> Response {
        match self {
            Self::Malformed => (StatusCode::BAD_REQUEST, "not a request\n").into_response(),
            Self::Report => precondition(DAV, "supported-report"),
            Self::Filter => precondition(xml::CALDAV, "supported-filter"),
        }
    }
}

fn body(status: StatusCode, text: String) -> Response {
    let kind = HeaderValue::from_static("application/xml; charset=utf-8");
    (status, [(header::CONTENT_TYPE, kind)], text).into_response()
}
