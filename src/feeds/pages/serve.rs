//! Feeds, written once and kept until something changes.

use std::sync::Arc;

use crate::app::App;
use crate::db::DbKind;
use crate::error::{AppError, AppResult};
use crate::feeds::exports::{self, Written};
use crate::feeds::pages::material::Material;
use crate::feeds::rules::{Options, Owner, Subscription};
use crate::feeds::store::subscriptions;
use crate::kernel::Ctx;
use crate::organisation::{live_actor_of_account, token_hash};
use crate::web::kept::Kept;

/// The public feed of a unit that takes part.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn public(app: &App, ctx: &Ctx, unit_code: &str, options: Options) -> AppResult<Arc<Kept>> {
    let key = format!("unit/{unit_code}/{}", options.query());
    if let Some(kept) = fresh(app, ctx, &key) {
        return Ok(kept);
    }
    let changes = app.db().changes();
    let material = Material::public(app, ctx, unit_code).await?;
    let written = exports::write(&material.content(&app.config().public_url, options));
    Ok(keep(app, ctx, &key, written, changes))
}

/// The feed behind a secret, and the subscription to be noted.
///
/// # Errors
/// [`AppError::NotFound`] for a secret that is unknown, revoked, a password for CalDAV, or whose owner may no longer sign in.
pub async fn secret(app: &App, ctx: &Ctx, secret: &str, options: Options) -> AppResult<(Arc<Kept>, Subscription)> {
    let hash = token_hash(secret);
    let changes = app.db().changes();
    let subscription = subscriptions::by_token(app.db().read(), &hash).await?.ok_or(AppError::NotFound)?;
    if matches!(subscription.owner, Owner::Dav(_)) {
        return Err(AppError::NotFound);
    }
    let key = format!("secret/{hash}/{}", options.query());
    if let Some(kept) = fresh(app, ctx, &key) {
        return Ok((kept, subscription));
    }
    let written = written(app, ctx, &subscription, options).await?;
    Ok((keep(app, ctx, &key, written, changes), subscription))
}

/// The feed of a subscription as it would go out now.
///
/// # Errors
/// [`AppError::NotFound`] where its owner may no longer sign in or has lost his right to it.
pub async fn written(app: &App, ctx: &Ctx, subscription: &Subscription, options: Options) -> AppResult<Written> {
    let conn = app.db().read();
    let account = subscription.created_by.ok_or(AppError::NotFound)?;
    let (actor, locale) = live_actor_of_account(conn, account.into(), ctx.today()).await?.ok_or(AppError::NotFound)?;
    let material = Material::own(app, ctx, actor, locale.parse().unwrap_or_default(), &subscription.owner).await?;
    Ok(exports::write(&material.content(&app.config().public_url, options)))
}

fn fresh(app: &App, ctx: &Ctx, key: &str) -> Option<Arc<Kept>> {
    app.kept().fresh(key, app.db().changes(), app.db().kind() == DbKind::Postgres, ctx.now)
}

fn keep(app: &App, ctx: &Ctx, key: &str, written: Written, changes: u64) -> Arc<Kept> {
    let kept = Arc::new(Kept::new(written.bytes, written.content_type, &written.etag, written.changed_at, changes, ctx.now));
    app.kept().keep(key, &kept);
    kept
}
