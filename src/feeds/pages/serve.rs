//! Feeds, written once and kept until something changes.

use std::sync::Arc;

use crate::app::App;
use crate::db::DbKind;
use crate::error::{AppError, AppResult};
use crate::feeds::exports;
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
    Ok(keep(app, ctx, &key, &material, options, changes))
}

/// The feed behind a secret, and the subscription to be noted.
///
/// # Errors
/// [`AppError::NotFound`] for a secret that is unknown, revoked, a password for CalDAV, or whose owner may no longer sign in.
pub async fn secret(app: &App, ctx: &Ctx, secret: &str, options: Options) -> AppResult<(Arc<Kept>, Option<Subscription>)> {
    let hash = token_hash(secret);
    let key = format!("secret/{hash}/{}", options.query());
    if let Some(kept) = fresh(app, ctx, &key) {
        return Ok((kept, None));
    }
    let changes = app.db().changes();
    let conn = app.db().read();
    let subscription = subscriptions::by_token(conn, &hash).await?.ok_or(AppError::NotFound)?;
    let account = subscription.created_by.filter(|_| !matches!(subscription.owner, Owner::Dav(_)));
    let account = account.ok_or(AppError::NotFound)?;
    let (actor, locale) = live_actor_of_account(conn, account.into(), ctx.today()).await?.ok_or(AppError::NotFound)?;
    let material = Material::own(app, ctx, actor, locale.parse().unwrap_or_default(), &subscription.owner).await?;
    Ok((keep(app, ctx, &key, &material, options, changes), Some(subscription)))
}

fn fresh(app: &App, ctx: &Ctx, key: &str) -> Option<Arc<Kept>> {
    app.kept().fresh(key, app.db().changes(), app.db().kind() == DbKind::Postgres, ctx.now)
}

fn keep(app: &App, ctx: &Ctx, key: &str, material: &Material, options: Options, changes: u64) -> Arc<Kept> {
    let written = exports::write(&material.content(&app.config().public_url, options));
    let kept = Arc::new(Kept::new(written.bytes, written.content_type, &written.etag, written.changed_at, changes, ctx.now));
    app.kept().keep(key, &kept);
    kept
}
