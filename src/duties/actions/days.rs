//! Keeping the working calendar: every change, by hand or from a notice, goes into the one draft. Publishing it concerns more
//! rooms than this one and is done above them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::App;
use crate::db::WriteTx;
use crate::duties::rules::edition::{Change, Day, Edition};
use crate::duties::store::{days, editions};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Event, Permit, Refusal, Target};
use crate::law::AnnouncedDay;

/// The calendar belongs to the whole installation.
///
/// # Errors
/// [`AppError::Denied`].
pub fn permit(ctx: &Ctx) -> AppResult<Permit> {
    Ok(ctx.permit(Action::ManageCalendar, &Target::unit("00/"))?)
}

/// Takes a day into the draft, new or changed.
///
/// # Errors
/// Those of [`Day::check`]; `day.exists` for a `new` day that the calendar has already.
pub async fn enter(app: &App, ctx: &Ctx, day: Day, new: bool) -> AppResult<()> {
    day.check()?;
    permit(ctx)?;
    if new && days::find(app.db().read(), day.on).await?.is_some() {
        return Err(Refusal::on("on", "day.exists").into());
    }
    draft(app, ctx, vec![Change::Enter(day)]).await
}

/// Takes the removal of a day's entry into the draft.
///
/// # Errors
/// [`AppError::NotFound`] without an entry.
pub async fn remove(app: &App, ctx: &Ctx, on: NaiveDate) -> AppResult<()> {
    permit(ctx)?;
    days::entry(app.db().read(), on).await?;
    draft(app, ctx, vec![Change::Remove(on)]).await
}

/// Takes the days of a notice into the draft, all or none. Days that stand in the calendar as the notice says are left out.
///
/// # Errors
/// `day.file-empty`; `day.file-known` when there is nothing new in it.
pub async fn import(app: &App, ctx: &Ctx, list: Vec<AnnouncedDay>) -> AppResult<()> {
    permit(ctx)?;
    let (Some(first), Some(last)) = (list.iter().map(|day| day.on).min(), list.iter().map(|day| day.on).max()) else {
        return Err(Refusal::on("file", "day.file-empty").into());
    };
    let known: BTreeMap<NaiveDate, Day> =
        days::list(app.db().read(), first, last).await?.into_iter().map(|day| (day.on, day)).collect();
    let announced = list.into_iter().map(|row| Day { on: row.on, kind: row.kind, label: row.label, source: row.source });
    let changes: Vec<Change> = announced.filter(|day| known.get(&day.on) != Some(day)).map(Change::Enter).collect();
    if changes.is_empty() {
        return Err(Refusal::on("file", "day.file-known").into());
    }
    draft(app, ctx, changes).await
}

async fn draft(app: &App, ctx: &Ctx, changes: Vec<Change>) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let (edition, event) = editions::draft(tx.conn()).await?.unwrap_or_else(Edition::draft).with(changes);
    editions::save(tx.conn(), &permit, &edition).await?;
    tx.commit(event).await
}

/// Leaves a day out of the draft again; a draft that changes nothing any more is gone.
///
/// # Errors
/// [`AppError::Conflict`] unless the draft is the one of `version`.
pub async fn drop_change(app: &App, ctx: &Ctx, on: NaiveDate, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let (edition, event) = drafted(&tx, version).await?.without(on);
    if edition.changes.is_empty() {
        return finish_empty(tx, &permit, &edition, event).await;
    }
    editions::save(tx.conn(), &permit, &edition).await?;
    tx.commit(event).await
}

/// Gives the draft up.
///
/// # Errors
/// As [`drop_change`].
pub async fn discard(app: &App, ctx: &Ctx, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(ctx)?;
    let edition = drafted(&tx, version).await?;
    let event = edition.discarded();
    finish_empty(tx, &permit, &edition, event).await
}

async fn finish_empty(tx: WriteTx, permit: &Permit, edition: &Edition, event: Event) -> AppResult<()> {
    editions::delete(tx.conn(), permit, edition).await?;
    tx.commit(event).await
}

/// The draft as the page showed it.
///
/// # Errors
/// [`AppError::NotFound`] without a draft, [`AppError::Conflict`] when it has changed since.
pub async fn drafted(tx: &WriteTx, version: i32) -> AppResult<Edition> {
    let edition = editions::draft(tx.conn()).await?.ok_or(AppError::NotFound)?;
    if edition.version == version { Ok(edition) } else { Err(AppError::Conflict) }
}
