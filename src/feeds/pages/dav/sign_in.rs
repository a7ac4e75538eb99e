//! Who a calendar program reads for: Basic sign-in (RFC 7617) with login name and a password made for programs alone.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::collection::Reader;
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::feeds::actions::subscriptions::note_fetch;
use crate::feeds::rules::Owner;
use crate::feeds::store::subscriptions;
use crate::kernel::{Actor, Ctx, text};
use crate::organisation::{account_by_login, live_actor_of_account, login_name, token_hash};

/// The person behind login and password; notes that the program came.
///
/// # Errors
/// [`AppError::NotSignedIn`], whatever is wrong.
pub async fn reader(app: &App, ctx: &Ctx, headers: &HeaderMap) -> AppResult<Reader> {
    let (login, password) = credentials(headers).ok_or(AppError::NotSignedIn)?;
    let conn = app.db().read();
    let found = subscriptions::by_token(conn, &token_hash(&password)).await?.ok_or(AppError::NotSignedIn)?;
    let (&Owner::Dav(person), Some(account)) = (&found.owner, found.created_by) else { return Err(AppError::NotSignedIn) };
    let (actor, locale) = live_actor_of_account(conn, account.into(), ctx.today()).await?.ok_or(AppError::NotSignedIn)?;
    let named = account_by_login(conn, &login_name(&login)).await?;
    if named.is_none_or(|named| named.id.0 != account) {
        return Err(AppError::NotSignedIn);
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let client: String = text::clean_line(agent).chars().take(120).collect();
    if let Err(error) = note_fetch(app, ctx, &found, &client).await {
        tracing::warn!(%error, "a program's visit could not be noted");
    }
    let name = match &actor {
        Actor::Person { name, .. } => name.clone(),
        Actor::System | Actor::Anonymous => return Err(AppError::NotSignedIn),
    };
    Ok(Reader { actor, name, locale: locale.parse().unwrap_or_default(), person })
}

fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let bytes = data_encoding::BASE64.decode(encoded.trim().as_bytes()).ok()?;
    let (login, password) = String::from_utf8(bytes).ok()?.split_once(':').map(|(a, b)| (a.to_owned(), b.to_owned()))?;
    Some((login, password))
}

/// 401 with the way to sign in.
pub fn asked() -> Response {
    let how = HeaderValue::from_static("Basic realm=\"Doi Thoai\", charset=\"UTF-8\"");
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, how)], "sign in\n").into_response()
}
