//! Building, ordering, freezing and publishing the agenda of a session.

use crate::app::App;
use crate::db::WriteTx;
use crate::dialogues::{Found, Section, StateWord, find, outline, previous};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, AgendaItemId, Ctx, Event, Refusal, SessionId, Violations};
use crate::minutes::actions::room;
use crate::minutes::rules::{Agenda, AgendaItem, ItemKind, Own, Topic};
use crate::minutes::store::{agenda as store, neighbours};

/// The session, for somebody who manages its agenda, as long as it is not over.
async fn open_session(tx: &WriteTx, ctx: &Ctx, id: SessionId) -> AppResult<Found> {
    let found = find(tx.conn(), ctx, Action::ManageAgenda, id).await?;
    match found.session.state.word() {
        StateWord::Planned | StateWord::Announced | StateWord::InSession => Ok(found),
        word => Err(Refusal::new("session.wrong-state").arg("state", word).into()),
    }
}

/// Builds the agenda from the selected issues, or takes over what was selected since.
///
/// # Errors
/// `agenda.nothing-new`; `session.wrong-state`; [`AppError::Denied`].
pub async fn build(app: &App, ctx: &Ctx, id: SessionId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_session(&tx, ctx, id).await?;
    let selected = neighbours::selected(tx.conn(), id).await?;
    let topics: Vec<Topic> = selected.into_iter().map(|one| one.topic).collect();
    let event = if let Some(agenda) = store::agenda(tx.conn(), id, &found.unit.code).await? {
        let (agenda, event) = agenda.refresh(&topics)?;
        store::save(tx.conn(), &found.permit, ctx.now, &agenda).await?;
        room::add_missing_lines(&tx, ctx, &found, &agenda).await?;
        event
    } else {
        let earlier = previous(tx.conn(), &found.unit.code, found.session.starts_at).await?;
        let own = own(outline(tx.conn(), id).await?);
        let (agenda, event) = Agenda::build(id, &found.unit.code, earlier.is_some(), &topics, own);
        store::insert(tx.conn(), &found.permit, ctx.now, &agenda).await?;
        event
    };
    tx.commit(event).await
}

/// The sections that the session took over, as lines of an agenda.
fn own(sections: Vec<Section>) -> Own {
    let (after, before): (Vec<Section>, Vec<Section>) = sections.into_iter().partition(|section| section.after_issues);
    let line = |one: Section| AgendaItem { minutes: one.minutes, ..AgendaItem::new(ItemKind::Other, one.title) };
    Own { before: before.into_iter().map(line).collect(), after: after.into_iter().map(line).collect() }
}

/// Loads the agenda at `version`, lets `act` change it, saves.
async fn change(
    app: &App,
    ctx: &Ctx,
    id: SessionId,
    version: Option<i32>,
    act: impl FnOnce(Agenda, &Found) -> Result<(Agenda, Event), Violations> + Send,
) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = open_session(&tx, ctx, id).await?;
    let agenda = store::agenda(tx.conn(), id, &found.unit.code).await?.ok_or(AppError::NotFound)?;
    if version.is_some_and(|version| version != agenda.version) {
        return Err(AppError::Conflict);
    }
    let (agenda, event) = act(agenda, &found)?;
    store::save(tx.conn(), &found.permit, ctx.now, &agenda).await?;
    room::add_missing_lines(&tx, ctx, &found, &agenda).await?;
    tx.commit(event).await
}

/// Puts the movable lines into this order.
///
/// # Errors
/// Those of [`Agenda::arrange`].
pub async fn arrange(app: &App, ctx: &Ctx, id: SessionId, order: Vec<AgendaItemId>) -> AppResult<()> {
    change(app, ctx, id, None, |agenda, _| agenda.arrange(&order)).await
}

/// Adds a line of the office's own.
///
/// # Errors
/// Those of [`Agenda::add`].
pub async fn add(app: &App, ctx: &Ctx, id: SessionId, title: String, minutes: i32) -> AppResult<()> {
    let item = AgendaItem { minutes, ..AgendaItem::new(ItemKind::Other, title) };
    change(app, ctx, id, None, |agenda, _| agenda.insert_item(item)).await
}

/// Words a line and plans its time.
///
/// # Errors
/// Those of [`Agenda::describe`]; [`AppError::Conflict`].
pub async fn describe(
    app: &App,
    ctx: &Ctx,
    id: SessionId,
    version: i32,
    item: AgendaItemId,
    (title, minutes): (String, i32),
) -> AppResult<()> {
    change(app, ctx, id, Some(version), |agenda, _| agenda.describe(item, title, minutes)).await
}

/// Takes a line away.
///
/// # Errors
/// Those of [`Agenda::remove`]; [`AppError::Conflict`].
pub async fn remove(app: &App, ctx: &Ctx, id: SessionId, version: i32, item: AgendaItemId) -> AppResult<()> {
    change(app, ctx, id, Some(version), |agenda, _| agenda.remove(item)).await
}

/// Fixes order and numbers.
///
/// # Errors
/// Those of [`Agenda::freeze`]; [`AppError::Conflict`].
pub async fn freeze(app: &App, ctx: &Ctx, id: SessionId, version: i32) -> AppResult<()> {
    change(app, ctx, id, Some(version), |agenda, _| agenda.freeze()).await
}

/// Back to a draft, as long as the room has not opened.
///
/// # Errors
/// Those of [`Agenda::reopen`]; `session.wrong-state`; [`AppError::Conflict`].
pub async fn reopen(app: &App, ctx: &Ctx, id: SessionId, version: i32) -> AppResult<()> {
    change(app, ctx, id, Some(version), |agenda, found| match found.session.state.word() {
        StateWord::InSession => Err(Refusal::new("session.wrong-state").arg("state", StateWord::InSession).into()),
        _ => agenda.reopen(),
    })
    .await
}

/// Shows the agenda to everybody who works with the session.
///
/// # Errors
/// Those of [`Agenda::publish`]; [`AppError::Conflict`].
pub async fn publish(app: &App, ctx: &Ctx, id: SessionId, version: i32) -> AppResult<()> {
    change(app, ctx, id, Some(version), |agenda, _| agenda.publish()).await
}
