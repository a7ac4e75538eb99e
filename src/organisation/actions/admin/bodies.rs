//! Changing, ending and removing bodies; posts and who holds them.

use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::{BodyId, Ctx, Event, PersonId, PostId, Refusal};
use crate::organisation::rules::PostKind;
use crate::organisation::store::bodies::{self, Body};
use crate::organisation::store::{holdings, people, uses};

/// Saves names, address and end of a body; `details` is what was found with the new values.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(app: &App, ctx: &Ctx, details: Body) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (before, permit) = bodies::managed(tx.conn(), ctx, details.id).await?;
    let facts = |body: &Body| json!({ "name": body.name, "symbol": body.symbol, "valid_to": body.valid_to });
    let facts = json!({ "before": facts(&before), "after": facts(&details) });
    bodies::save(tx.conn(), &permit, &details).await?;
    tx.commit(Event::new("body.changed", "body", details.id, &before.unit_code).facts(facts)).await
}

/// Removes a body that nothing hangs on.
///
/// # Errors
/// `body.in-use` with the places; [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, id: BodyId) -> AppResult<String> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (body, permit) = bodies::managed(tx.conn(), ctx, id).await?;
    let uses = uses::of_body(tx.conn(), id).await?;
    if !uses.is_empty() {
        return Err(Refusal::new("body.in-use").arg("count", uses.iter().map(|one| one.count).sum::<u64>()).into());
    }
    bodies::delete(tx.conn(), &permit, id).await?;
    let event = Event::new("body.removed", "body", id, &body.unit_code).facts(json!({ "before": { "name": body.name } }));
    tx.commit(event).await?;
    Ok(body.unit_code)
}

/// Adds a post to a body.
///
/// # Errors
/// [`AppError::Denied`].
pub async fn add_post(app: &App, ctx: &Ctx, body: BodyId, title: &str, kind: PostKind) -> AppResult<PostId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (body, _) = bodies::managed(tx.conn(), ctx, body).await?;
    let id = bodies::insert_post(tx.conn(), body.id, title, kind, 100).await?;
    let facts = json!({ "after": { "title": title, "kind": kind } });
    tx.commit(Event::new("post.created", "body", body.id, &body.unit_code).facts(facts)).await?;
    Ok(id)
}

/// Removes a post that nobody holds or held.
///
/// # Errors
/// `post.in-use`; [`AppError::Denied`].
pub async fn remove_post(app: &App, ctx: &Ctx, id: PostId) -> AppResult<BodyId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let post = bodies::post(tx.conn(), id).await?;
    let (body, permit) = bodies::managed(tx.conn(), ctx, post.body).await?;
    let held = holdings::of_posts(tx.conn(), &[id]).await?;
    if let Some(holding) = held.first() {
        return Err(Refusal::new("post.in-use").arg("name", &holding.name).into());
    }
    bodies::delete_post(tx.conn(), &permit, id).await?;
    let event = Event::new("post.removed", "body", body.id, &body.unit_code);
    tx.commit(event.facts(json!({ "before": { "title": post.title } }))).await?;
    Ok(body.id)
}

/// Gives a post to a person from a day on; whoever holds it then hands over the day before.
///
/// # Errors
/// `holding.backwards` when somebody took it over on that day or later; [`AppError::Denied`].
pub async fn hold(app: &App, ctx: &Ctx, post: PostId, person: PersonId, from_on: NaiveDate, document: &str) -> AppResult<BodyId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let post = bodies::post(tx.conn(), post).await?;
    let (body, permit) = bodies::managed(tx.conn(), ctx, post.body).await?;
    let (person, _, _) = people::find(tx.conn(), ctx, person).await?;
    let open = holdings::of_posts(tx.conn(), &[post.id]).await?;
    let open = open.into_iter().filter(|holding| holding.to_on.is_none_or(|to| to >= from_on));
    for holding in open {
        let last = from_on.pred_opt().filter(|last| *last >= holding.from_on);
        let last = last.ok_or_else(|| AppError::from(Refusal::on("from_on", "holding.backwards")))?;
        holdings::save_end(tx.conn(), &permit, holding.id, last).await?;
    }
    people::insert_holding(tx.conn(), post.id, person.id, from_on, document).await?;
    let facts = json!({ "after": { "post": post.title, "person": person.full_name, "from": from_on, "document": document } });
    tx.commit(Event::new("post.taken-over", "body", body.id, &body.unit_code).facts(facts)).await?;
    Ok(body.id)
}

/// Ends a holding with `last`.
///
/// # Errors
/// `holding.backwards`; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn end_holding(app: &App, ctx: &Ctx, id: Uuid, last: NaiveDate) -> AppResult<BodyId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (post, from_on) = holdings::post_of(tx.conn(), id).await?;
    let post = bodies::post(tx.conn(), post).await?;
    let (body, permit) = bodies::managed(tx.conn(), ctx, post.body).await?;
    if last < from_on {
        return Err(Refusal::on("last_on", "holding.backwards").into());
    }
    holdings::save_end(tx.conn(), &permit, id, last).await?;
    let facts = json!({ "after": { "post": post.title, "to": last } });
    tx.commit(Event::new("post.left", "body", body.id, &body.unit_code).facts(facts)).await?;
    Ok(body.id)
}
