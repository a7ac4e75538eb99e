//! Building feeds. Rights are asked at every build, not frozen when the subscription was made.

use std::sync::Arc;

use uuid::Uuid;

use crate::app::App;
use crate::db::DbKind;
use crate::dialogues::{Filter, Session, of_unit};
use crate::error::{AppError, AppResult};
use crate::feeds::exports::{self, Cancelled, Content};
use crate::feeds::rules::{Due, MOST_ENTRIES, Owner, Subscription, nearest, window};
use crate::feeds::store::{dues, subscriptions};
use crate::i18n::Locale;
use crate::kernel::{Action, Actor, Ctx, Role};
use crate::organisation::{body, live_actor_of_account, token_hash, unit};
use crate::web::kept::Kept;

/// The public feed of a unit that takes part.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn public(app: &App, ctx: &Ctx, unit_code: &str, cancelled: Cancelled) -> AppResult<Arc<Kept>> {
    let key = format!("unit/{unit_code}/{cancelled}");
    if let Some(kept) = fresh(app, ctx, &key) {
        return Ok(kept);
    }
    let changes = app.db().changes();
    let conn = app.db().read();
    let unit = unit(conn, unit_code).await?;
    if unit.activated_at.is_none() {
        return Err(AppError::NotFound);
    }
    let sessions = sessions(app, ctx, std::slice::from_ref(&unit.code), false).await?;
    let content = Content {
        name: format!("Đối thoại – {}", unit.name),
        organizer: unit.name.clone(),
        base: &app.config().public_url,
        page: format!("/public/{}", unit.code),
        locale: Locale::Vi,
        cancelled,
        sessions: &sessions,
        dues: &[],
    };
    Ok(keep(app, ctx, &key, &content, changes))
}

/// The feed behind a secret, and the subscription to be noted.
///
/// # Errors
/// [`AppError::NotFound`] for a secret that is unknown, revoked, or whose owner may no longer sign in.
pub async fn secret(app: &App, ctx: &Ctx, secret: &str, cancelled: Cancelled) -> AppResult<(Arc<Kept>, Option<Subscription>)> {
    let hash = token_hash(secret);
    let key = format!("secret/{hash}/{cancelled}");
    if let Some(kept) = fresh(app, ctx, &key) {
        return Ok((kept, None));
    }
    let changes = app.db().changes();
    let conn = app.db().read();
    let subscription = subscriptions::by_token(conn, &hash).await?.ok_or(AppError::NotFound)?;
    let account = subscription.created_by.ok_or(AppError::NotFound)?;
    let (actor, locale) = live_actor_of_account(conn, account.into(), ctx.today()).await?.ok_or(AppError::NotFound)?;
    let locale: Locale = locale.parse().unwrap_or_default();
    let reader = Ctx { actor: narrowed(actor, &subscription.owner)?, ..ctx.clone() };
    let units: Vec<String> = reader.scope(Action::ReadSessions).units;
    let inside = !reader.scope(Action::ReadPlannedSessions).units.is_empty();
    let sessions = sessions(app, ctx, &units, inside).await?;
    let dues = dues_of(app, &reader, ctx).await?;
    let (name, organizer) = match subscription.owner {
        Owner::Person(_) => (format!("Đối Thoại – {}", reader.actor_name()), String::from("Đối Thoại")),
        Owner::Body(id) => {
            let body = body(conn, id).await?;
            (format!("Đối Thoại – {}", body.name), body.name)
        }
    };
    let base = &app.config().public_url;
    let content =
        Content { name, organizer, base, page: "/calendar".into(), locale, cancelled, sessions: &sessions, dues: &dues };
    Ok((keep(app, ctx, &key, &content, changes), Some(subscription)))
}

/// The actor with all his grants, or only those in the body whose calendar it is.
fn narrowed(actor: Actor, owner: &Owner) -> AppResult<Actor> {
    match (actor, owner) {
        (Actor::Person { account, person, name, mut grants }, Owner::Body(body)) => {
            grants.retain(|grant| grant.body == body.0);
            if grants.is_empty() {
                return Err(AppError::NotFound);
            }
            Ok(Actor::Person { account, person, name, grants })
        }
        (actor, _) => Ok(actor),
    }
}

/// Sessions of the units in the window; planned ones only for the office itself.
async fn sessions(app: &App, ctx: &Ctx, units: &[String], planned_too: bool) -> AppResult<Vec<Session>> {
    let (from, to) = window(ctx.today());
    let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
    let mut all = Vec::new();
    for unit in units {
        all.extend(of_unit(app.db().read(), unit, &filter).await?);
    }
    all.retain(|session| planned_too || session.state.is_public());
    all.sort_by_key(|session| session.id);
    all.dedup_by_key(|session| session.id);
    Ok(nearest(all, MOST_ENTRIES, ctx.now, |session| session.starts_at))
}

/// Last days that concern the reader's own bodies, by his roles there.
async fn dues_of(app: &App, reader: &Ctx, ctx: &Ctx) -> AppResult<Vec<Due>> {
    let conn = app.db().read();
    let (from, _) = window(ctx.today());
    let bodies = |role: Role| -> Vec<Uuid> {
        reader.actor.grants().iter().filter(|grant| grant.role == role).map(|grant| grant.body).collect()
    };
    let (answering, submitting) = (bodies(Role::Answering), bodies(Role::Submitter));
    let mut all = Vec::new();
    if !answering.is_empty() {
        all.extend(dues::answers(conn, &answering, from).await?);
        all.extend(dues::commitments(conn, &answering, from).await?);
    }
    if !submitting.is_empty() {
        all.extend(dues::calls(conn, &submitting, from).await?);
    }
    Ok(all)
}

fn fresh(app: &App, ctx: &Ctx, key: &str) -> Option<Arc<Kept>> {
    app.kept().fresh(key, app.db().changes(), app.db().kind() == DbKind::Postgres, ctx.now)
}

fn keep(app: &App, ctx: &Ctx, key: &str, content: &Content<'_>, changes: u64) -> Arc<Kept> {
    let written = exports::write(content);
    let kept = Arc::new(Kept::new(written.bytes, written.content_type, &written.etag, written.changed_at, changes, ctx.now));
    app.kept().keep(key, &kept);
    kept
}
