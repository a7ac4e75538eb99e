//! More time: the lead asks, the office or the leader decides.

use chrono::NaiveDate;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::followups::actions::step::{Line, begin};
use crate::followups::actions::tell::To;
use crate::followups::rules::{ProgressKind, extension};
use crate::followups::store::extensions;
use crate::kernel::{Action, CommitmentId, Ctx, ProgressId, Role};

/// Asks for time until `to_on`.
///
/// # Errors
/// `commitment.wrong-state`, `commitment.lead-only`, `extension.pending`, `extension.not-later`, `extension.in-the-past`;
/// `Conflict`; `Denied`.
pub async fn ask(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    to_on: NaiveDate,
    reason: String,
) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::ReportProgress).await?;
    let body = step.agency(ctx, true)?;
    let known = extensions::of(step.tx.conn(), &[id]).await?;
    let commitment = step.found.commitment.clone();
    let (new, event) = commitment.ask_extension(ctx.now, &known, to_on, reason.clone(), ctx.actor_name())?;
    extensions::insert(step.tx.conn(), &step.found.permit, &new).await?;
    let line = Line::new(ProgressKind::ExtensionAsked, reason, Some(body));
    let to = [To::Unit(Role::Office), To::Unit(Role::Leader)];
    step.finish(ctx, &commitment, event, line, ("commitment-extension-asked", &to)).await
}

/// Grants or refuses the request that waits.
///
/// # Errors
/// `NotFound` when none waits; `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn decide(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, granted: bool, note: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::IssueConclusion).await?;
    let known = extensions::of(step.tx.conn(), &[id]).await?;
    let waiting = extension::pending(&known).cloned().ok_or(AppError::NotFound)?;
    let commitment = step.found.commitment.clone();
    let (commitment, decided, event) = commitment.decide_extension(ctx.now, waiting, granted, note.clone(), ctx.actor_name())?;
    extensions::save(step.tx.conn(), &step.found.permit, &decided).await?;
    let (kind, code) = if granted {
        (ProgressKind::ExtensionGranted, "commitment-extension-granted")
    } else {
        (ProgressKind::ExtensionRefused, "commitment-extension-refused")
    };
    let body = step.body_as(ctx, Role::Leader).or_else(|| step.body_as(ctx, Role::Office));
    step.finish(ctx, &commitment, event, Line::new(kind, note, body), (code, &[To::Agencies])).await
}
