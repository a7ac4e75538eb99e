//! The room: opening it, questions from the floor, what concerns the session as a whole.

use crate::app::App;
use crate::db::WriteTx;
use crate::dialogues::{Found, find, save_step};
use crate::error::{AppError, AppResult};
use crate::issues::{FromFloor, raise_live};
use crate::kernel::{Action, Ctx, MinutesItemId, Refusal, SessionId};
use crate::minutes::rules::{Agenda, AgendaItem, AgendaState, Content, Item, ItemKind, Minutes};
use crate::minutes::store::{agenda, items, minutes, neighbours};

/// A session and its minutes, for somebody who may do an action to them.
#[derive(Debug, Clone)]
pub struct Room {
    pub found: Found,
    pub minutes: Minutes,
}

/// The room of session `id`, if the actor may do `action` there.
///
/// # Errors
/// [`AppError::NotFound`] before it was opened; [`AppError::Denied`].
pub(super) async fn enter(tx: &WriteTx, ctx: &Ctx, action: Action, id: SessionId) -> AppResult<Room> {
    let found = find(tx.conn(), ctx, action, id).await?;
    let minutes = minutes::minutes_of(tx.conn(), id, &found.unit.code).await?.ok_or(AppError::NotFound)?;
    Ok(Room { found, minutes })
}

/// Opens the room: the session begins, the agenda is frozen, every line gets its place in the minutes. `previous` is the text
/// that the line about earlier sessions begins with.
///
/// # Errors
/// Those of `Session::begin`; `minutes.no-agenda`.
pub async fn begin(app: &App, ctx: &Ctx, id: SessionId, previous: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = find(tx.conn(), ctx, Action::TakeMinutes, id).await?;
    let (session, began) = found.session.clone().begin(ctx.now)?;
    let Some(mut plan) = agenda::agenda(tx.conn(), id, &found.unit.code).await? else {
        return Err(Refusal::new("minutes.no-agenda").into());
    };
    save_step(&tx, &found.permit, &session).await?;
    tx.say(&began).await?;
    if plan.state == AgendaState::Draft {
        let (frozen, event) = plan.freeze()?;
        agenda::save(tx.conn(), &found.permit, ctx.now, &frozen).await?;
        tx.say(&event).await?;
        plan = frozen;
    }
    let (fresh, event) = Minutes::open(id, &found.unit.code, ctx.now);
    minutes::insert(tx.conn(), &found.permit, &fresh).await?;
    add_lines(&tx, ctx, &Room { found, minutes: fresh }, &plan, &previous).await?;
    tx.commit(event).await
}

/// Gives a place to lines that came to the agenda after the room had opened; before that it does nothing.
pub(super) async fn add_missing_lines(tx: &WriteTx, ctx: &Ctx, found: &Found, plan: &Agenda) -> AppResult<()> {
    let Some(minutes) = minutes::minutes_of(tx.conn(), found.session.id, &found.unit.code).await? else { return Ok(()) };
    minutes.may_write()?;
    add_lines(tx, ctx, &Room { found: found.clone(), minutes }, plan, "").await
}

async fn add_lines(tx: &WriteTx, ctx: &Ctx, room: &Room, plan: &Agenda, previous: &str) -> AppResult<()> {
    let known = items::items(tx.conn(), room.minutes.id).await?;
    let selected = neighbours::selected(tx.conn(), room.found.session.id).await?;
    for line in plan.items.iter().filter(|line| !known.iter().any(|item| item.agenda_item == line.id)) {
        let from = selected.iter().find(|one| Some(one.topic.issue) == line.issue).map(|one| one.from.clone());
        let question = match line.kind {
            ItemKind::Issue => line.title.clone(),
            ItemKind::Previous => previous.to_owned(),
            _ => String::new(),
        };
        let content = Content { question, asked_from: from.unwrap_or_default(), contents: 1, ..Content::default() };
        insert_line(tx, ctx, room, line, content).await?;
    }
    Ok(())
}

async fn insert_line(tx: &WriteTx, ctx: &Ctx, room: &Room, line: &AgendaItem, content: Content) -> AppResult<MinutesItemId> {
    let item = Item {
        id: MinutesItemId::fresh(),
        agenda_item: line.id,
        content,
        revision: 1,
        updated_by: ctx.actor_name().to_owned(),
        updated_at: ctx.now,
    };
    items::insert(tx.conn(), &room.found.permit, room.minutes.id, &item).await?;
    Ok(item.id)
}

/// A question from the floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub asked_by: String,
    pub asked_from: String,
    pub question: String,
}

/// Longest heading that a question from the floor gives its line, in characters.
const HEADING: usize = 120;

/// Adds a question from the floor as a late line of the agenda; gives its place in the minutes.
///
/// # Errors
/// Those of [`Minutes::may_write`]; `agenda.too-long`.
pub async fn ask(app: &App, ctx: &Ctx, id: SessionId, asked: Question) -> AppResult<MinutesItemId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let room = enter(&tx, ctx, Action::TakeMinutes, id).await?;
    room.minutes.may_write()?;
    let plan = agenda::agenda(tx.conn(), id, &room.found.unit.code).await?.ok_or(AppError::NotFound)?;
    let floor = FromFloor { wording: asked.question.clone(), village: asked.asked_from.clone(), field: None };
    let issue = raise_live(&tx, ctx, &room.found.permit, &room.found.unit.code, id, floor).await?;
    let line = AgendaItem { issue: Some(issue.id), ..AgendaItem::new(ItemKind::Floor, heading(&asked.question)) };
    let (plan, event) = plan.insert_item(line.clone())?;
    agenda::save(tx.conn(), &room.found.permit, ctx.now, &plan).await?;
    let content = Content {
        asked_by: asked.asked_by,
        asked_from: asked.asked_from,
        question: asked.question,
        contents: 1,
        ..Content::default()
    };
    let item = insert_line(&tx, ctx, &room, &line, content).await?;
    tx.commit(event).await?;
    Ok(item)
}

/// The first line of a question, cut at a word.
fn heading(question: &str) -> String {
    let first = question.lines().next().unwrap_or("");
    if first.chars().count() <= HEADING {
        return first.to_owned();
    }
    let cut: String = first.chars().take(HEADING).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

/// What came of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// The version to be seen by the next save.
    Version(i32),
    /// Somebody else saved a different text first.
    Clash,
}

/// Notes how many citizens came and what concerns the session as a whole. A second different text is not saved.
///
/// # Errors
/// Those of [`Minutes::may_write`].
pub async fn describe(app: &App, ctx: &Ctx, id: SessionId, version: i32, citizens: i32, general: String) -> AppResult<Saved> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let room = enter(&tx, ctx, Action::TakeMinutes, id).await?;
    let now = room.minutes.version;
    if room.minutes.citizens == citizens && room.minutes.general == general {
        return Ok(Saved::Version(now));
    }
    let (minutes, event) = room.minutes.describe(citizens, general)?;
    if version != now {
        return Ok(Saved::Clash);
    }
    minutes::save(tx.conn(), &room.found.permit, &minutes).await?;
    tx.commit(event).await?;
    Ok(Saved::Version(now + 1))
}

#[cfg(test)]
mod tests {
    use super::heading;

    #[test]
    fn a_long_question_is_cut_at_a_word_for_its_heading() {
        assert_eq!(heading("Ngập ở ngõ 3\nNhiều lần rồi"), "Ngập ở ngõ 3");
        let long = "đường ".repeat(40);
        // 20 words of 5 letters with their blanks are 120 characters; the last blank goes.
        assert_eq!(heading(&long), format!("{}…", ["đường"; 20].join(" ")));
    }
}
