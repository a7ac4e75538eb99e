//! Writing down a line of the minutes by two hands at once: nothing that was typed is lost.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BodyId, ClashId, Ctx, MinutesItemId, Refusal, SessionId};
use crate::minutes::actions::room::{Room, Saved, enter};
use crate::minutes::rules::{Content, Item, Saving};
use crate::minutes::store::clashes::{self, Clash};
use crate::minutes::store::items;
use crate::organisation::bodies_of_unit;

/// Saves what is written on a line by somebody who saw revision `seen`. A text that comes second and differs is kept beside.
///
/// # Errors
/// Those of `Minutes::may_write`; `form.choice` for a body that is not of the unit.
pub async fn note(app: &App, ctx: &Ctx, id: SessionId, item: MinutesItemId, seen: i32, content: Content) -> AppResult<Saved> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let room = enter(&tx, ctx, Action::TakeMinutes, id).await?;
    let item = items::item(tx.conn(), room.minutes.id, item).await?;
    let revision = item.revision;
    match item.clone().note(seen, content.clone(), ctx.actor_name(), ctx.now) {
        Saving::Same => Ok(Saved::Version(revision)),
        Saving::Newer(newer) => {
            room.minutes.may_write()?;
            known_bodies(&tx, &room, &newer.content).await?;
            items::save(tx.conn(), &room.found.permit, room.minutes.id, &newer).await?;
            let facts = json!({ "item": newer.id, "revision": newer.revision });
            tx.commit(room.minutes.event("minutes.noted").facts(facts)).await?;
            Ok(Saved::Version(newer.revision))
        }
        Saving::Clash => {
            room.minutes.may_write()?;
            keep_beside(tx, ctx, &room, &item, content).await?;
            Ok(Saved::Clash)
        }
    }
}

/// Keeps a text that came second, once.
async fn keep_beside(tx: WriteTx, ctx: &Ctx, room: &Room, item: &Item, content: Content) -> AppResult<()> {
    let kept = clashes::open_clashes(tx.conn(), &[item.id]).await?;
    if kept.iter().any(|clash| clash.content == content) {
        return Ok(());
    }
    let clash = Clash { id: ClashId::fresh(), item: item.id, content, saved_by: ctx.actor_name().to_owned(), saved_at: ctx.now };
    clashes::insert(tx.conn(), &room.found.permit, &clash).await?;
    tx.commit(room.minutes.event("minutes.clashed").facts(json!({ "item": item.id }))).await
}

/// Answers and promises name bodies of the session's unit, or ones that stood there before.
async fn known_bodies(tx: &WriteTx, room: &Room, content: &Content) -> AppResult<()> {
    let session = &room.found.session;
    let known: Vec<BodyId> =
        bodies_of_unit(tx.conn(), &session.unit_code, session.on()).await?.iter().map(|body| body.id).collect();
    let named = content.answers.iter().map(|answer| answer.body).chain(content.promises.iter().map(|promise| promise.body));
    if named.flatten().all(|body| known.contains(&body)) { Ok(()) } else { Err(Refusal::new("form.choice").into()) }
}

/// How a clash is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// What stands in the minutes stays.
    Keep,
    /// The text that was kept beside takes its place.
    Take,
    /// A third text, made out of both.
    Write(Content),
}

/// Decides a clash by somebody who saw revision `seen` of the line. Both texts stay in the tables.
///
/// # Errors
/// [`AppError::NotFound`] when it was decided before; [`AppError::Conflict`] when the line was changed meanwhile.
pub async fn decide(
    app: &App,
    ctx: &Ctx,
    id: SessionId,
    item: MinutesItemId,
    clash: ClashId,
    seen: i32,
    decision: Decision,
) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let room = enter(&tx, ctx, Action::TakeMinutes, id).await?;
    room.minutes.may_write()?;
    let item = items::item(tx.conn(), room.minutes.id, item).await?;
    let open = clashes::open_clashes(tx.conn(), &[item.id]).await?;
    let clash = open.into_iter().find(|one| one.id == clash).ok_or(AppError::NotFound)?;
    if item.revision != seen {
        return Err(AppError::Conflict);
    }
    let (word, content) = match decision {
        Decision::Keep => ("keep", None),
        Decision::Take => ("take", Some(clash.content)),
        Decision::Write(content) => ("write", Some(content)),
    };
    let facts = json!({ "item": item.id, "decision": word });
    if let Some(content) = content
        && let Saving::Newer(newer) = item.note(seen, content, ctx.actor_name(), ctx.now)
    {
        known_bodies(&tx, &room, &newer.content).await?;
        items::save(tx.conn(), &room.found.permit, room.minutes.id, &newer).await?;
    }
    clashes::resolve(tx.conn(), &room.found.permit, clash.id, ctx.now).await?;
    tx.commit(room.minutes.event("minutes.clash-decided").facts(facts)).await
}
