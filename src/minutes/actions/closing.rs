//! Closing the room, signing, locking.

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx, counter};
use crate::dialogues::{Part, Presence, attendance, save_step};
use crate::error::{AppError, AppResult};
use crate::issues::mark_answered;
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, Refusal, Role, SessionId, Violations};
use crate::minutes::actions::room::{Room, enter};
use crate::minutes::rules::record::RecordedItem;
use crate::minutes::rules::{MinutesState, Outcome, Record, Signature, Signer};
use crate::minutes::store::{agenda, clashes, front, items, minutes, neighbours, record};
use crate::organisation::bodies_of_unit;

/// Closes the room; the minutes get their number and wait for two signatures.
///
/// # Errors
/// One `minutes.undecided` for each line without an outcome, one `minutes.clash-open` for each with two texts.
pub async fn end(app: &App, ctx: &Ctx, id: SessionId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let room = enter(&tx, ctx, Action::TakeMinutes, id).await?;
    let text = record::record(tx.conn(), &room.found, &room.minutes).await?;
    let clashes = clash_labels(&tx, &room, &text).await?;
    let year = chrono::Datelike::year(&local_date(ctx.now));
    let number = counter::next(tx.conn(), &format!("minutes-number/{}/{year}", room.found.unit.code)).await?;
    let number = i32::try_from(number).map_err(|_| AppError::Internal("minutes number".into()))?;
    let (ended, event) = room.minutes.clone().end(ctx.now, number, &undecided(&text), &clashes)?;
    let (session, held) = room.found.session.clone().end()?;
    minutes::save(tx.conn(), &room.found.permit, &ended).await?;
    save_step(&tx, &room.found.permit, &session).await?;
    tx.say(&held).await?;
    tell(&tx, ctx, &room, "minutes.to-sign", &[Role::Leader, Role::Clerk]).await?;
    tx.commit(event).await
}

fn undecided(text: &Record) -> Vec<String> {
    text.items.iter().filter(|item| item.is_undecided()).map(RecordedItem::label).collect()
}

/// Labels of the lines that have two texts.
async fn clash_labels(tx: &WriteTx, room: &Room, text: &Record) -> AppResult<Vec<String>> {
    let session = room.found.session.id;
    let lines = items::items(tx.conn(), room.minutes.id).await?;
    let ids: Vec<_> = lines.iter().map(|line| line.id).collect();
    let open = clashes::open_clashes(tx.conn(), &ids).await?;
    let plan = agenda::agenda(tx.conn(), session, &room.found.unit.code).await?;
    let plan = plan.map(|plan| plan.items).unwrap_or_default();
    // The record has one entry for each line of the agenda that has a place in the minutes, in the same order.
    let placed = plan.iter().filter_map(|entry| lines.iter().find(|line| line.agenda_item == entry.id));
    let labelled = placed.zip(&text.items).filter(|(line, _)| open.iter().any(|clash| clash.item == line.id));
    Ok(labelled.map(|(_, item)| item.label()).collect())
}

/// Signs the minutes; the second of the two signatures locks them and closes the session.
///
/// # Errors
/// Those of `Minutes::sign`; `minutes.signer-absent`, `minutes.not-the-chair` by the attendance list; `minutes.undecided`.
pub async fn sign(app: &App, ctx: &Ctx, id: SessionId, signer: Signer) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let action = match signer {
        Signer::Chair => Action::SignAsChair,
        Signer::Clerk => Action::SignAsClerk,
    };
    let room = enter(&tx, ctx, action, id).await?;
    check_signer(&tx, ctx, id, signer).await?;
    let text = record::record(tx.conn(), &room.found, &room.minutes).await?;
    let mut violations = Violations::default();
    for line in undecided(&text) {
        violations.push(Refusal::new("minutes.undecided").arg("item", line));
    }
    for line in clash_labels(&tx, &room, &text).await? {
        violations.push(Refusal::new("minutes.clash-open").arg("item", line));
    }
    violations.or(())?;
    let account = ctx.actor.account().ok_or(AppError::NotSignedIn)?;
    let signature = Signature { account, by: ctx.actor_name().to_owned(), at: ctx.now };
    let (signed, event) = room.minutes.clone().sign(signer, signature, &record::sealed(&text)?)?;
    minutes::save(tx.conn(), &room.found.permit, &signed).await?;
    if matches!(signed.state, MinutesState::Locked { .. }) {
        let (session, closed) = room.found.session.clone().close(ctx.now)?;
        save_step(&tx, &room.found.permit, &session).await?;
        tx.say(&closed).await?;
        mark_answered_issues(&tx, ctx, &room).await?;
    }
    tx.commit(event).await
}

/// With the lock, what was answered in the room counts as answered; a written answer is still owed.
async fn mark_answered_issues(tx: &WriteTx, ctx: &Ctx, room: &Room) -> AppResult<()> {
    let session = room.found.session.id;
    let waiting = neighbours::waiting(tx.conn(), session).await?;
    let lines = items::items(tx.conn(), room.minutes.id).await?;
    for entry in front::agenda_items(tx.conn(), session).await? {
        let Some(issue) = entry.issue.filter(|issue| waiting.contains(issue)) else { continue };
        let outcome = lines.iter().find(|line| line.agenda_item == entry.id).and_then(|line| line.content.outcome);
        if outcome.is_some_and(|outcome| outcome != Outcome::WrittenAnswer) {
            mark_answered(tx, ctx, &room.found.permit, issue).await?;
        }
    }
    Ok(())
}

/// Whoever signs was there, and signs as the chair only if the list does not name somebody else.
async fn check_signer(tx: &WriteTx, ctx: &Ctx, id: SessionId, signer: Signer) -> AppResult<()> {
    let list = attendance(tx.conn(), id).await?;
    let own = list.iter().filter(|line| line.person.is_some() && line.person == ctx.actor.person());
    let mut away = own.filter(|line| matches!(line.presence, Presence::Excused | Presence::Absent | Presence::Replaced));
    if away.next().is_some() {
        return Err(Refusal::new("minutes.signer-absent").into());
    }
    let chairs = || list.iter().filter(|line| matches!(line.part, Part::Chair | Part::CoChair) && line.person.is_some());
    if signer == Signer::Chair && chairs().next().is_some() && !chairs().any(|line| line.person == ctx.actor.person()) {
        return Err(Refusal::new("minutes.not-the-chair").into());
    }
    Ok(())
}

/// Takes the signatures back before the lock, so that a mistake can be corrected; the clerks are told why.
///
/// # Errors
/// Those of `Minutes::give_back`; [`AppError::Denied`] for whoever may sign in neither capacity.
pub async fn give_back(app: &App, ctx: &Ctx, id: SessionId, reason: &str) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let room = match enter(&tx, ctx, Action::SignAsChair, id).await {
        Err(AppError::Denied(_)) => enter(&tx, ctx, Action::SignAsClerk, id).await?,
        other => other?,
    };
    let (back, event) = room.minutes.clone().give_back(reason)?;
    minutes::save(tx.conn(), &room.found.permit, &back).await?;
    tell(&tx, ctx, &room, "minutes.given-back", &[Role::Clerk]).await?;
    tx.commit(event).await
}

/// Tells everybody in the unit who holds one of `roles`, once per state of the minutes.
async fn tell(tx: &WriteTx, ctx: &Ctx, room: &Room, code: &str, roles: &[Role]) -> AppResult<()> {
    let unit = &room.found.unit.code;
    let bodies: Vec<_> = bodies_of_unit(tx.conn(), unit, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let notify = Notify {
        code: code.to_owned(),
        to: roles.iter().map(|role| Audience::Role { role: *role, bodies: bodies.clone() }).collect(),
        args: vec![("title".to_owned(), room.found.session.title.clone())],
        href: format!("/dialogues/{}/minutes", room.found.session.id),
    };
    tx.queue(&Message::notify(format!("{code}/{}/{}", room.minutes.id, room.minutes.version), &notify)).await
}
