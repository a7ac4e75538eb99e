//! Signing in and out.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::AppError;

use crate::organisation::actions::sign_in::{self, Attempt};
use crate::web::visit::{SIGN_IN_COOKIE, cookie};
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, outcome};

/// The page asked for before signing in, base64url, so that it cannot be anything but a path of ours.
#[derive(Debug, Default, Deserialize)]
pub struct Back {
    #[serde(default)]
    back: String,
}

/// The sign-in form.
#[derive(Debug, Serialize)]
pub struct SignIn {
    pub form: FormState,
    pub back: String,
}

impl View for SignIn {
    const TEMPLATE: &'static str = "pages/organisation/sign_in";

    fn samples() -> Vec<Self> {
        vec![Self { form: FormState::default(), back: String::new() }]
    }
}

/// GET /sign-in
///
/// # Errors
/// Only the template's.
pub async fn form(visit: Visit, Query(query): Query<Back>) -> PageResult {
    if visit.is_signed_in() {
        return visit.go("/");
    }
    visit.page(&SignIn { form: FormState::default(), back: query.back })
}

/// POST /sign-in
///
/// # Errors
/// [`AppError::TooMany`] while the wait after failures runs.
pub async fn submit(State(app): State<App>, visit: Visit, headers: HeaderMap, posted: Posted) -> PageResult {
    let attempt = Attempt {
        login: posted.get("login").unwrap_or(""),
        password: posted.get("password").unwrap_or(""),
        client: &visit.client,
        agent: headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or(""),
    };
    let back = posted.get("back").unwrap_or("").to_owned();
    match outcome(sign_in::sign_in(&app, &visit.ctx, attempt).await)? {
        Ok(token) => {
            let mut response = visit.go(&own_path(&back))?;
            response.headers_mut().append(header::SET_COOKIE, cookie(SIGN_IN_COOKIE, &token, visit.https, None));
            Ok(response)
        }
        Err(violations) => visit.refused(&SignIn { form: FormState::refused(&posted, &violations, visit.locale), back }),
    }
}

/// The path in `back`, if it is one of ours; the home page otherwise.
fn own_path(back: &str) -> String {
    let decoded = data_encoding::BASE64URL_NOPAD.decode(back.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded
        .filter(|path| {
            path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') && !path.chars().any(char::is_control)
        })
        .unwrap_or_else(|| "/".to_owned())
}

/// POST /sign-out
///
/// # Errors
/// The database's.
pub async fn sign_out(State(app): State<App>, visit: Visit, _posted: Posted) -> PageResult {
    let row = visit.sign_in.ok_or(AppError::NotSignedIn)?;
    sign_in::sign_out(&app, &visit.ctx, row).await?;
    let mut response = visit.redirect("/sign-in", "flash-signed-out")?;
    response.headers_mut().append(header::SET_COOKIE, cookie(SIGN_IN_COOKIE, "", visit.https, Some(0)));
    response.headers_mut().insert("clear-site-data", axum::http::HeaderValue::from_static("\"storage\""));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_returned_to() {
        let encode = |path: &str| data_encoding::BASE64URL_NOPAD.encode(path.as_bytes());
        assert_eq!(own_path(&encode("/issues?state=open")), "/issues?state=open");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x"] {
            assert_eq!(own_path(&encode(foreign)), "/", "{foreign}");
        }
        assert_eq!(own_path("%%%"), "/");
    }
}
