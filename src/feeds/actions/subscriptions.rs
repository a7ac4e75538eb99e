//! Making and ending subscriptions.

use std::str::FromStr;

use chrono::TimeDelta;
use serde_json::json;

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::error::{AppError, AppResult};
use crate::feeds::rules::{NOTE_EVERY_MINUTES, Options, Owner, Subscription, check_count, reaches_below};
use crate::feeds::store::subscriptions;
use crate::kernel::{Action, BodyId, Ctx, Event, FeedId, ids};
use crate::organisation::{token_hash, unit};

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSubscription {
    pub name: String,
    pub whose: Whose,
    pub options: Options,
}

/// Whose calendar: the person's own, that of one of his bodies, that of all units below one, or all of his by CalDAV.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    Mine,
    Body(BodyId),
    /// Code of the unit on top.
    Below(String),
    Dav,
}

impl FromStr for Whose {
    type Err = uuid::Error;

    /// `dav`, `below-` with a unit's code, or a body's id.
    fn from_str(word: &str) -> Result<Self, uuid::Error> {
        match word.strip_prefix("below-") {
            Some(code) => Ok(Self::Below(code.to_owned())),
            None if word == "dav" => Ok(Self::Dav),
            None => word.parse().map(Self::Body),
        }
    }
}

/// Makes a subscription and answers its secret, which is never shown again.
///
/// # Errors
/// `feed.too-many`; [`AppError::NotFound`] for a body in which the person has no role, or a unit below which he may not look.
pub async fn create(app: &App, ctx: &Ctx, new: NewSubscription) -> AppResult<String> {
    let (Some(account), Some(person)) = (ctx.actor.account(), ctx.actor.person()) else { return Err(AppError::NotSignedIn) };
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let mut grants = ctx.actor.grants().iter();
    let unit_code = match &new.whose {
        Whose::Mine | Whose::Dav => grants.next().map(|grant| grant.unit_code.clone()),
        Whose::Body(body) => grants.find(|grant| grant.body == body.0).map(|grant| grant.unit_code.clone()),
        Whose::Below(code) => {
            let top = unit(tx.conn(), code).await?;
            reaches_below(&ctx.scope(Action::ReadSessions), &top.path).then_some(top.code)
        }
    };
    let unit_code = unit_code.ok_or(AppError::NotFound)?;
    check_count(subscriptions::of_account(tx.conn(), account).await?.len())?;
    let subscription = Subscription {
        id: FeedId::fresh(),
        owner: match new.whose {
            Whose::Mine => Owner::Person(person),
            Whose::Body(body) => Owner::Body(body),
            Whose::Below(code) => Owner::Below(code),
            Whose::Dav => Owner::Dav(person),
        },
        name: new.name,
        created_by: Some(account.0),
        created_at: ctx.now,
        revoked_at: None,
        last_fetched_at: None,
        last_client: String::new(),
    };
    let secret = ids::secret();
    subscriptions::insert(tx.conn(), &subscription, &unit_code, &token_hash(&secret)).await?;
    let facts = json!({ "after": { "name": subscription.name, "owner": subscription.owner } });
    tx.commit(Event::new("feed.created", "feed", subscription.id, &unit_code).facts(facts)).await?;
    Ok(secret)
}

/// Ends one's own subscription; its address is not found from the next fetch on.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn revoke(app: &App, ctx: &Ctx, id: FeedId) -> AppResult<()> {
    let account = ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    subscriptions::revoke(tx.conn(), account, id, ctx.now).await?;
    tx.commit(Event::new("feed.revoked", "feed", id, "")).await
}

/// Notes that `client` fetched a subscription, at most every ten minutes.
///
/// # Errors
/// The database's.
pub async fn note_fetch(app: &App, ctx: &Ctx, subscription: &Subscription, client: &str) -> AppResult<()> {
    let recent = subscription.last_fetched_at.is_some_and(|at| ctx.now - at < TimeDelta::minutes(NOTE_EVERY_MINUTES));
    if recent {
        return Ok(());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    subscriptions::save_fetched(tx.conn(), subscription.id, ctx.now, client).await?;
    tx.commit_unaudited(Unaudited::Delivery).await
}
