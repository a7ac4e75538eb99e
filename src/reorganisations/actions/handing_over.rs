//! Confirming lines of the handover list: each thing moves by its own room, on the day or at once after it.

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::dialogues;
use crate::error::{AppError, AppResult};
use crate::followups;
use crate::issues;
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{Ctx, Event, Permit, Refusal, ReorganisationId, SessionId, Violations};
use crate::organisation::{self, Unit};
use crate::reorganisations::actions::look::{Book, read_book};
use crate::reorganisations::rules::{Choice, Decision, Key, LineKind};
use crate::reorganisations::store::acts;
use crate::reorganisations::store::decisions;

/// What somebody chose for a line; none to leave it open.
pub type Chosen = (Key, Option<Choice>);

/// Confirms these lines. Before the day they are kept for it, from the day on they move at once. Answers how many.
///
/// # Errors
/// `handover.choice` in the row of a line that cannot go there; `handover.nothing`; [`AppError::Conflict`] for a line that is
/// gone; [`AppError::Denied`].
pub async fn confirm(app: &App, ctx: &Ctx, id: ReorganisationId, chosen: &[Chosen]) -> AppResult<usize> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = acts::find(tx.conn(), ctx, id).await?;
    let permit = found.permit;
    let book = read_book(tx.conn(), ctx, found).await?;
    let (mut violations, mut decided) = (Violations::default(), Vec::new());
    for (row, (key, choice)) in (1..).zip(chosen) {
        let Some(choice) = *choice else { continue };
        let line = book.lines.iter().find(|line| line.key == *key).ok_or(AppError::Conflict)?;
        match book.name_of(key.kind, choice) {
            Some(to_name) => decided.push(Decision {
                id: fresh_uuid(),
                key: *key,
                what: line.what.clone(),
                from_name: line.from_name.clone(),
                choice,
                to_name,
                at: ctx.now,
                by: ctx.actor_name().to_owned(),
                moved_at: None,
            }),
            None => violations.push(Refusal::on("to", "handover.choice").in_row(row)),
        }
    }
    violations.or(())?;
    if decided.is_empty() {
        return Err(Refusal::new("handover.nothing").into());
    }
    let count = decided.len();
    for decision in decided {
        decisions::save(tx.conn(), &permit, id, &decision).await?;
        if book.act.settled_at.is_some() {
            carry_out(&tx, ctx, &permit, &book, decision).await?;
        }
    }
    let facts = json!({ "lines": count, "at_once": book.act.settled_at.is_some() });
    tx.commit(Event::new("reorganisation.handed-over", "reorganisation", id, &book.act.unit_code).facts(facts)).await?;
    Ok(count)
}

/// Moves one thing by its own room.
pub(super) async fn carry_out(tx: &WriteTx, ctx: &Ctx, permit: &Permit, book: &Book, decision: Decision) -> AppResult<()> {
    let (conn, act) = (tx.conn(), &book.act);
    let heir = || book.heir.as_ref().ok_or_else(|| AppError::from(Refusal::new("handover.choice")));
    let subject = decision.key.subject;
    match (decision.key.kind, decision.choice, decision.key.from) {
        (LineKind::Session, Choice::Heir, _) => {
            dialogues::hand_over_session(tx, ctx, permit, subject.into(), heir()?).await?;
            follow(tx, permit, &[subject.into()], heir()?).await?;
        }
        (LineKind::Series, Choice::Heir, _) => {
            let moved = dialogues::hand_over_series(tx, ctx, permit, subject.into(), heir()?, act.effective_on).await?;
            follow(tx, permit, &moved, heir()?).await?;
        }
        (LineKind::Session, Choice::CallOff, _) => {
            dialogues::call_off_session(tx, ctx, permit, subject.into(), &reason(book)).await?;
        }
        (LineKind::Series, Choice::CallOff, _) => {
            dialogues::call_off_series(tx, ctx, permit, subject.into(), act.effective_on, &reason(book)).await?;
        }
        (LineKind::Assignment, Choice::Body(to), Some(from)) => {
            issues::hand_over_assignment(conn, permit, subject.into(), from, to).await?;
            let unit = organisation::body(conn, from).await?.unit_code;
            let facts = json!({ "before": { "body": from }, "after": { "body": to }, "paper": act.paper });
            tx.say(&Event::new("issue.handed-over", "issue", subject, &unit).facts(facts)).await?;
        }
        (LineKind::Commitment, Choice::Body(to), Some(from)) => {
            let to = organisation::body(conn, to).await?;
            followups::hand_over(tx, ctx, permit, subject.into(), from, &to, &act.paper).await?;
        }
        _ => return Err(Refusal::new("handover.choice").into()),
    }
    decisions::save_moved(conn, permit, decision.id, ctx.now).await
}

/// Calls and issues go with their sessions.
async fn follow(tx: &WriteTx, permit: &Permit, sessions: &[SessionId], heir: &Unit) -> AppResult<()> {
    for session in sessions {
        issues::follow_session(tx.conn(), permit, *session, &heir.code).await?;
    }
    Ok(())
}

/// Why a session is called off, for everybody who wanted to come.
fn reason(book: &Book) -> String {
    let act = &book.act;
    format!("Sắp xếp đơn vị theo {} ngày {}", act.paper, act.paper_on.format("%d/%m/%Y"))
}
