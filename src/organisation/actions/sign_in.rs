//! Signing in and out, with a wait that grows after failures and never becomes a lock-out.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::error::{AppError, AppResult};
use crate::kernel::{Ctx, Event, Refusal, ids, text};
use crate::organisation::actions::password;
use crate::organisation::rules;
use crate::organisation::store::accounts::{self, Account};
use crate::organisation::store::sign_ins::{self, SignIn};

/// How often at most "last seen" is written.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// Who asks to sign in, and from where.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    pub login: &'a str,
    pub password: &'a str,
    pub client: &'a str,
    pub agent: &'a str,
}

/// A login name as it is stored: small letters, no blanks.
#[must_use]
pub fn login_name(typed: &str) -> String {
    text::clean_line(typed).to_lowercase().replace(' ', "")
}

/// Only this of a secret is stored.
#[must_use]
pub fn token_hash(token: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

/// Signs in and answers the secret for the cookie.
///
/// # Errors
/// [`AppError::TooMany`] while the wait runs; the refusal `sign-in.wrong`, the same for every reason.
pub async fn sign_in(app: &App, ctx: &Ctx, attempt: Attempt<'_>) -> AppResult<String> {
    let login = login_name(attempt.login);
    let since = ctx.now - TimeDelta::minutes(rules::FAILURE_WINDOW_MINUTES);
    let failures = sign_ins::failures(app.db().read(), &login, attempt.client, since).await?;
    if let Some(seconds) = remaining_wait(&failures, ctx.now) {
        return Err(AppError::TooMany { seconds });
    }
    let account = accounts::by_login(app.db().read(), &login).await?.filter(|account| !account.disabled);
    let right = password::verify(app, attempt.password, account.as_ref().map(|account| account.password_hash.as_str())).await?;
    let Some(account) = account.filter(|_| right) else {
        let tx = WriteTx::begin(app.db(), ctx).await?;
        sign_ins::insert_failure(tx.conn(), &login, attempt.client, ctx.now).await?;
        tx.commit(Event::new("sign-in.failed", "login", &login, "").facts(json!({ "client": attempt.client }))).await?;
        return Err(Refusal::new("sign-in.wrong").into());
    };
    // From here on it is the person who acts, so the trail names her.
    let ctx = &ctx.as_actor(accounts::actor(app.db().read(), &account, ctx.today()).await?);
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let token = ids::secret();
    let expires_at = ctx.now + TimeDelta::hours(app.config().session_hours);
    let agent: String = text::clean_line(attempt.agent).chars().take(200).collect();
    sign_ins::insert(tx.conn(), account.id, &token_hash(&token), &agent, ctx.now, expires_at).await?;
    sign_ins::delete_failures(tx.conn(), &login).await?;
    tx.commit(Event::new("sign-in.done", "account", account.id, "").facts(json!({ "client": attempt.client }))).await?;
    Ok(token)
}

fn remaining_wait(failures: &[DateTime<Utc>], now: DateTime<Utc>) -> Option<u64> {
    let last = failures.first()?;
    let wait = TimeDelta::seconds(rules::wait_seconds(failures.len() as u64));
    u64::try_from((*last + wait - now).num_seconds()).ok().filter(|seconds| *seconds > 0)
}

/// The browser and account behind a cookie's secret, if both are still good; notes that it was seen.
///
/// # Errors
/// The database's.
pub async fn resume(app: &App, ctx: &Ctx, token: &str) -> AppResult<Option<(SignIn, Account)>> {
    let (conn, hash) = (app.db().read(), token_hash(token));
    let mut found = sign_ins::known(conn, &hash).await?;
    if found.as_ref().is_some_and(|kept| ctx.now - kept.last_seen_at >= SEEN_EVERY) {
        found = sign_ins::by_token(conn, &hash).await?;
    }
    let Some(sign_in) = found else { return Ok(None) };
    let idle = ctx.now - sign_in.last_seen_at;
    if ctx.now >= sign_in.expires_at || idle >= TimeDelta::minutes(app.config().idle_minutes) {
        return Ok(None);
    }
    let account = accounts::known(conn, sign_in.account).await?;
    if account.disabled {
        return Ok(None);
    }
    if idle >= SEEN_EVERY {
        let tx = WriteTx::begin(app.db(), ctx).await?;
        sign_ins::save_seen(tx.conn(), sign_in.id, ctx.now).await?;
        tx.commit_unaudited(Unaudited::SignInBookkeeping).await?;
    }
    Ok(Some((sign_in, account)))
}

/// Signs this browser out.
///
/// # Errors
/// The database's.
pub async fn sign_out(app: &App, ctx: &Ctx, sign_in: Uuid) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    sign_ins::delete(tx.conn(), sign_in).await?;
    let account = ctx.actor.account().map(|id| id.to_string()).unwrap_or_default();
    tx.commit(Event::new("sign-in.ended", "account", account, "")).await
}
