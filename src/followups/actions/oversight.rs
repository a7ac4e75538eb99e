//! Front, office and whoever handed the issue in: deciding whose it is, looking whether it was done, ending the follow-up.

use crate::app::App;
use crate::error::AppResult;
use crate::followups::actions::step::{Line, begin};
use crate::followups::actions::tell::To;
use crate::followups::rules::ProgressKind;
use crate::kernel::{Action, BodyId, CommitmentId, Ctx, ProgressId, Refusal, Role};
use crate::organisation::body;

/// Gives a contested commitment to another lead.
///
/// # Errors
/// `commitment.wrong-state`, `commitment.same-lead`, `commitment.foreign-body`; `Conflict`; `Denied`.
pub async fn reassign(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, lead: BodyId, note: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::IssueConclusion).await?;
    if body(step.tx.conn(), lead).await?.unit_code != step.found.unit.code {
        return Err(Refusal::on("lead", "commitment.foreign-body").into());
    }
    let (commitment, event) = step.found.commitment.clone().reassign(ctx.now, lead)?;
    let line = Line::new(ProgressKind::Reassigned, note, Some(lead));
    step.finish(ctx, &commitment, event, line, ("commitment-assigned", &[To::Agencies])).await
}

/// Leaves a contested commitment where it is.
///
/// # Errors
/// `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn uphold(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, note: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::IssueConclusion).await?;
    let (commitment, event) = step.found.commitment.clone().uphold(ctx.now)?;
    let line = Line::new(ProgressKind::Upheld, note, step.body_as(ctx, Role::Office));
    step.finish(ctx, &commitment, event, line, ("commitment-upheld", &[To::Agencies])).await
}

/// The Front looked: it is as reported.
///
/// # Errors
/// `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn confirm(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, seen: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::VerifyCommitment).await?;
    let (commitment, event) = step.found.commitment.clone().confirm(ctx.now, ctx.actor_name())?;
    let line = Line::new(ProgressKind::Confirmed, seen, step.body_as(ctx, Role::Supervisor));
    let to = [To::Unit(Role::Office), To::Agencies];
    step.finish(ctx, &commitment, event, line, ("commitment-verified", &to)).await
}

/// The Front looked: it is not as reported, the work goes on.
///
/// # Errors
/// `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn not_done(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, seen: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::VerifyCommitment).await?;
    let (commitment, event) = step.found.commitment.clone().not_done(ctx.now, &seen)?;
    let line = Line::new(ProgressKind::NotDone, seen, step.body_as(ctx, Role::Supervisor));
    let to = [To::Agencies, To::Unit(Role::Office)];
    step.finish(ctx, &commitment, event, line, ("commitment-sent-back", &to)).await
}

/// The office is not content, the work goes on.
///
/// # Errors
/// `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn send_back(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, reason: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::CloseCommitment).await?;
    let (commitment, event) = step.found.commitment.clone().send_back(ctx.now, &reason)?;
    let line = Line::new(ProgressKind::SentBack, reason, step.body_as(ctx, Role::Office));
    step.finish(ctx, &commitment, event, line, ("commitment-sent-back", &[To::Agencies])).await
}

/// The office ends the follow-up of what the Front confirmed.
///
/// # Errors
/// `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn close(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, note: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::CloseCommitment).await?;
    let (commitment, event) = step.found.commitment.clone().close(ctx.now)?;
    let line = Line::new(ProgressKind::Closed, note, step.body_as(ctx, Role::Office));
    let to = [To::Agencies, To::Submitters];
    step.finish(ctx, &commitment, event, line, ("commitment-closed", &to)).await
}

/// Whoever handed the issue in says whether it is done; it stands before the Front when it looks.
///
/// # Errors
/// `commitment.wrong-state` unless a report waits; `Conflict`; `Denied`.
pub async fn judge(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, done: bool, text: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::JudgeCommitment).await?;
    let event = step.found.commitment.judge(done)?;
    let owners = &step.found.owners;
    let own = ctx.actor.grants().iter().find(|grant| grant.role == Role::Submitter && owners.contains(&grant.body));
    let kind = if done { ProgressKind::JudgedDone } else { ProgressKind::JudgedNotDone };
    let line = Line::new(kind, text, own.map(|grant| grant.body.into()));
    let commitment = step.found.commitment.clone();
    step.finish(ctx, &commitment, event, line, ("commitment-judged", &[To::Unit(Role::Supervisor)])).await
}
