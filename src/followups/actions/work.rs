//! The agency's part: taking a commitment or naming whose it is, telling progress, reporting the end, answering the people.

use chrono::NaiveDate;

use crate::app::{App, Incoming};
use crate::error::AppResult;
use crate::followups::actions::evidence;
use crate::followups::actions::step::{Line, begin};
use crate::followups::actions::tell::To;
use crate::followups::rules::{Outcome, ProgressKind};
use crate::kernel::{Action, BodyId, CommitmentId, Ctx, ProgressId, Role};

/// What an agency tells: words, and files that prove them.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub text: String,
    pub files: Vec<Incoming>,
}

/// The lead takes it.
///
/// # Errors
/// `commitment.wrong-state`, `commitment.lead-only`; `Conflict`; `Denied`.
pub async fn accept(app: &App, ctx: &Ctx, id: CommitmentId, version: i32) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::ReportProgress).await?;
    let body = step.agency(ctx, true)?;
    let (commitment, event) = step.found.commitment.clone().accept(ctx.now)?;
    step.finish(ctx, &commitment, event, Line::new(ProgressKind::Accepted, String::new(), Some(body)), ("", &[])).await
}

/// "Not ours": the lead says whose it is and why; the office decides.
///
/// # Errors
/// As [`accept`]; `commitment.theirs-is-ours`.
pub async fn contest(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    theirs: Option<BodyId>,
    reason: String,
) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::ReportProgress).await?;
    let body = step.agency(ctx, true)?;
    let (commitment, event) = step.found.commitment.clone().contest(ctx.now, theirs, reason.clone())?;
    let line = Line::new(ProgressKind::Contested, reason, Some(body));
    step.finish(ctx, &commitment, event, line, ("commitment-contested", &[To::Unit(Role::Office)])).await
}

/// As [`progress_with`], in words alone.
///
/// # Errors
/// As [`progress_with`].
pub async fn progress(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    percent: Option<i32>,
    text: String,
) -> AppResult<ProgressId> {
    progress_with(app, ctx, id, version, percent, Told { text, files: Vec::new() }).await
}

/// As [`report_with`], in words alone.
///
/// # Errors
/// As [`report_with`].
pub async fn report(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    end: (Outcome, NaiveDate),
    text: String,
) -> AppResult<ProgressId> {
    report_with(app, ctx, id, version, end, Told { text, files: Vec::new() }).await
}

/// Lead or helper tells how far the work is.
///
/// # Errors
/// `commitment.wrong-state`; `Conflict`; `Denied`.
pub async fn progress_with(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    percent: Option<i32>,
    told: Told,
) -> AppResult<ProgressId> {
    let Told { text, files } = told;
    let files = evidence::keep(app, ctx, id, &files).await?;
    let step = begin(app, ctx, id, version, Action::ReportProgress).await?;
    let body = step.agency(ctx, false)?;
    let (commitment, event) = step.found.commitment.clone().progress(ctx.now, percent)?;
    let line = Line { percent, files, ..Line::new(ProgressKind::Progress, text, Some(body)) };
    step.finish(ctx, &commitment, event, line, ("", &[])).await
}

/// The lead reports the end of its work with its evidence; Front and submitters are asked to look.
///
/// # Errors
/// As [`accept`]; `commitment.done-in-future`.
pub async fn report_with(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    version: i32,
    (outcome, done_on): (Outcome, NaiveDate),
    told: Told,
) -> AppResult<ProgressId> {
    let Told { text, files } = told;
    let files = evidence::keep(app, ctx, id, &files).await?;
    let step = begin(app, ctx, id, version, Action::ReportProgress).await?;
    let body = step.agency(ctx, true)?;
    let (commitment, event) = step.found.commitment.clone().report(ctx.now, outcome, done_on)?;
    let line = Line { files, ..Line::new(ProgressKind::Reported, text, Some(body)) };
    let to = [To::Unit(Role::Supervisor), To::Submitters];
    step.finish(ctx, &commitment, event, line, ("commitment-reported", &to)).await
}

/// The lead notes that the people were answered, on which day and by which paper.
///
/// # Errors
/// As [`accept`]; `commitment.answered-in-future`.
pub async fn answer(app: &App, ctx: &Ctx, id: CommitmentId, version: i32, on: NaiveDate, paper: String) -> AppResult<ProgressId> {
    let step = begin(app, ctx, id, version, Action::ReportProgress).await?;
    let body = step.agency(ctx, true)?;
    let (commitment, event) = step.found.commitment.clone().answer(ctx.now, on, paper.clone())?;
    let line = Line::new(ProgressKind::Answered, paper, Some(body));
    step.finish(ctx, &commitment, event, line, ("", &[])).await
}
