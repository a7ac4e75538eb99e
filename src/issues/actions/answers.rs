//! An agency prepares its answer; office or leader sends it back or approves it.

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::actions::floor::tell_answered;
use crate::issues::rules::{Answer, IssueState, Part, StateWord};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::{answers, assignments};
use crate::kernel::{Action, AnswerId, BodyId, Ctx, Event, IssueId, Refusal, Role};

/// Writes the answer of `body`; every different text is kept as a version. With `submit` it goes to the office.
///
/// # Errors
/// `answer.wrong-state`, `answer.empty`, `issue.wrong-state`; [`AppError::Conflict`] when `version` (0 for a new one) is
/// not the newest; [`AppError::Denied`] for who does not answer for `body`.
pub async fn write(app: &App, ctx: &Ctx, id: IssueId, body: BodyId, version: i32, text: String, submit: bool) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let event = write_in(&tx, ctx, id, body, version, text, submit).await?;
    tx.commit(event).await
}

/// As [`write`] within an open transaction; the last event is left to the caller.
pub(super) async fn write_in(
    tx: &WriteTx,
    ctx: &Ctx,
    id: IssueId,
    body: BodyId,
    version: i32,
    text: String,
    submit: bool,
) -> AppResult<Event> {
    let Found { issue, unit, .. } = issues::find(tx.conn(), ctx, Action::PrepareAnswer, id).await?;
    let named = assignments::of_issue(tx.conn(), id).await?.iter().any(|assignment| assignment.body == body);
    let target = unit.target().assigned_to(named.then_some(body.0));
    let permit = ctx.permit(Action::PrepareAnswer, &target)?;
    if !issue.state.word().is_worked_on() {
        return Err(Refusal::new("issue.wrong-state").arg("state", issue.state.word()).into());
    }
    let answer = answers::of_body(tx.conn(), id, body).await?.unwrap_or_else(|| Answer::new(id, body));
    if answer.version != version {
        return Err(AppError::Conflict);
    }
    let changed = answer.text != text;
    let (mut answer, mut event) = answer.write(text, &issue.unit_code)?;
    if submit {
        tx.say(&event).await?;
        (answer, event) = answer.submit(ctx.now, &issue.unit_code)?;
    }
    answers::save(tx.conn(), &permit, &answer, ctx.actor.account()).await?;
    if changed {
        answers::keep_version(tx.conn(), &answer, ctx.actor_name(), ctx.now).await?;
    }
    Ok(event)
}

/// The answer and its issue for who approves, at the version that the page showed.
async fn current(tx: &WriteTx, ctx: &Ctx, id: AnswerId, version: i32) -> AppResult<(Answer, Found)> {
    let answer = answers::by_id(tx.conn(), id).await?;
    let found = issues::find(tx.conn(), ctx, Action::ApproveAnswer, answer.issue).await?;
    if answer.version == version { Ok((answer, found)) } else { Err(AppError::Conflict) }
}

/// Gives an answer back to its agency.
///
/// # Errors
/// Those of [`Answer::send_back`]; [`AppError::Conflict`].
pub async fn send_back(app: &App, ctx: &Ctx, id: AnswerId, version: i32, note: String) -> AppResult<IssueId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (answer, found) = current(&tx, ctx, id, version).await?;
    let answered = matches!(found.issue.state, IssueState::Answered { .. });
    let args =
        vec![("number".to_owned(), found.issue.number.unwrap_or_default().to_string()), ("reason".to_owned(), note.clone())];
    let (answer, event) = answer.send_back(note, answered, &found.issue.unit_code)?;
    answers::save(tx.conn(), &found.permit, &answer, None).await?;
    let notify = Notify {
        code: "answer-returned".to_owned(),
        to: vec![Audience::Role { role: Role::Answering, bodies: vec![answer.body.0] }],
        args,
        href: format!("/issues/{}/answer", answer.issue),
    };
    tx.queue(&Message::notify(format!("answer-returned/{id}/{version}"), &notify)).await?;
    tx.commit(event).await?;
    Ok(answer.issue)
}

/// Approves an answer. An issue that is answered in writing only has its answer with the lead agency's.
///
/// # Errors
/// Those of [`Answer::approve`]; [`AppError::Conflict`].
pub async fn approve(app: &App, ctx: &Ctx, id: AnswerId, version: i32) -> AppResult<IssueId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (issue, event) = approve_in(&tx, ctx, id, version).await?;
    tx.commit(event).await?;
    Ok(issue)
}

/// As [`approve`] within an open transaction; the last event is left to the caller.
pub(super) async fn approve_in(tx: &WriteTx, ctx: &Ctx, id: AnswerId, version: i32) -> AppResult<(IssueId, Event)> {
    let (answer, found) = current(tx, ctx, id, version).await?;
    let (answer, event) = answer.approve(ctx.now, &ctx.responsible(), &found.issue.unit_code)?;
    answers::save(tx.conn(), &found.permit, &answer, None).await?;
    let leads = assignments::of_issue(tx.conn(), answer.issue)
        .await?
        .iter()
        .any(|assignment| assignment.body == answer.body && assignment.part == Part::Lead);
    if leads && found.issue.state.word() == StateWord::WrittenOnly {
        tx.say(&event).await?;
        let (issue, event) = found.issue.answer(ctx.now)?;
        issues::save(tx.conn(), &found.permit, &issue).await?;
        tell_answered(tx, &issue).await?;
        return Ok((answer.issue, event));
    }
    Ok((answer.issue, event))
}
