//! More time: the lead asks, the office or the leader decides. A stopped clock: the office waits for somebody else.

use chrono::NaiveDate;

use crate::app::App;
use crate::db::Conn;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::followups::actions::step::{Line, begin};
use crate::followups::actions::tell::To;
use crate::followups::rules::pause::Cause;
use crate::followups::rules::{Bound, Bounds, Commitment, Extension, ProgressKind, extension};
use crate::followups::store::{extensions, pauses};
use crate::kernel::{Action, CommitmentId, Ctx, ProgressId, Refusal, Role, Violations};
use crate::law::Chosen;
use crate::organisation::body;

/// Asks for time until `to_on`.
///
/// # Errors
/// `commitment.wrong-state`, `commitment.lead-only`, `extension.pending`, `extension.not-later`, `extension.in-the-past`, those of
/// [`Bounds::check`]; `Conflict`; `Denied`.
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
    bounded(step.tx.conn(), &commitment, &known, to_on).await?;
    extensions::insert(step.tx.conn(), &step.found.permit, &new).await?;
    let line = Line::new(ProgressKind::ExtensionAsked, reason, Some(body));
    let to = [To::Unit(Role::Office), To::Unit(Role::Leader)];
    step.finish(ctx, &commitment, event, line, ("commitment-extension-asked", &to)).await
}

/// Whether the rules of the day on which a commitment was given allow more time until `to_on`.
async fn bounded(conn: &Conn, commitment: &Commitment, before: &[Extension], to_on: NaiveDate) -> AppResult<()> {
    let rules = duties::merged_rules(conn, &commitment.unit_code, commitment.assigned_on).await?;
    let sets = duties::rules_of(conn, &commitment.unit_code, commitment.assigned_on).await?;
    let bound = |stated: &Chosen<u32>| {
        let name = sets.iter().find(|set| set.code == stated.rule_set).map_or(&stated.rule_set, |set| &set.name);
        Bound { most: stated.value, rule: name.clone(), basis: stated.basis.clone() }
    };
    let (times, working_days) = (rules.extensions_most.as_ref().map(bound), rules.extension_days_most.as_ref().map(bound));
    let calendar = duties::calendar(conn).await?;
    Bounds { times, working_days }.check(&calendar, before, (commitment.due_on, to_on))?;
    Ok(())
}

/// Grants the request that waits, by the paper named, or refuses it without one.
///
/// # Errors
/// `NotFound` when none waits; `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn decide(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    paper: Option<String>,
    note: String,
) -> AppResult<ProgressId> {
    let granted = paper.is_some();
    let step = begin(app, ctx, id, version, Action::IssueConclusion).await?;
    let known = extensions::of(step.tx.conn(), &[id]).await?;
    let waiting = extension::pending(&known).cloned().ok_or(AppError::NotFound)?;
    let commitment = step.found.commitment.clone();
    if granted {
        bounded(step.tx.conn(), &commitment, &known, waiting.to_on).await.map_err(|error| match error {
            // The form of a decision has no field for the day.
            AppError::Refused(refused) => {
                AppError::Refused(Violations(refused.0.into_iter().map(|one| Refusal { field: None, ..one }).collect()))
            }
            error => error,
        })?;
    }
    let (commitment, decided, event) = commitment.decide_extension(ctx.now, waiting, paper, note.clone(), &ctx.responsible())?;
    extensions::save(step.tx.conn(), &step.found.permit, &decided).await?;
    let (kind, code) = if granted {
        (ProgressKind::ExtensionGranted, "commitment-extension-granted")
    } else {
        (ProgressKind::ExtensionRefused, "commitment-extension-refused")
    };
    let body = step.body_as(ctx, Role::Leader).or_else(|| step.body_as(ctx, Role::Office));
    step.finish(ctx, &commitment, event, Line::new(kind, note, body), (code, &[To::Agencies])).await
}

/// Stops the clock while another body of the unit, or of the units above it, is waited for.
///
/// # Errors
/// `commitment.wrong-state`, `commitment.stopped`, `commitment.waits-for-itself`, `commitment.paper-in-future`,
/// `commitment.foreign-body`; `Conflict`; `Denied`.
pub async fn stop(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, cause: Cause) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::IssueConclusion).await?;
    let waited =
        body(step.tx.conn(), cause.waiting_for).await.map_err(|_| Refusal::on("waiting_for", "commitment.foreign-body"))?;
    let above = crate::organisation::unit(step.tx.conn(), &waited.unit_code).await?;
    if !step.found.unit.path.starts_with(&above.path) {
        return Err(Refusal::on("waiting_for", "commitment.foreign-body").into());
    }
    let text = format!("{} ({})", cause.reason, cause.paper);
    let line = Line::new(ProgressKind::Stopped, text, Some(cause.waiting_for));
    let (commitment, pause, event) = step.found.commitment.clone().stop(ctx.now, cause, ctx.actor_name())?;
    pauses::insert(step.tx.conn(), &step.found.permit, &pause).await?;
    step.finish(ctx, &commitment, event, line, ("commitment-stopped", &[To::Agencies])).await
}

/// Lets the clock run again with the days that were left.
///
/// # Errors
/// `commitment.not-stopped`; `Conflict`; `Denied`.
pub async fn resume(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, note: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::IssueConclusion).await?;
    let calendar = duties::calendar(step.tx.conn()).await?;
    let open = pauses::of(step.tx.conn(), id).await?.into_iter().find(|pause| pause.resumed.is_none());
    let open = open.ok_or_else(|| Refusal::new("commitment.not-stopped"))?;
    let (commitment, pause, event) = step.found.commitment.clone().resume(ctx.now, &calendar, open, ctx.actor_name())?;
    pauses::save(step.tx.conn(), &step.found.permit, &pause).await?;
    let line = Line::new(ProgressKind::Resumed, note, Some(commitment.lead));
    step.finish(ctx, &commitment, event, line, ("commitment-resumed", &[To::Agencies])).await
}
