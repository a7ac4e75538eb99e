//! One wording for several issues of an agency, and several answers approved at once. Every issue keeps an answer of its own
//! with its own versions; what cannot be done is told issue by issue, the rest is done in one transaction.

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::actions::answers::{approve_in, write_in};
use crate::issues::rules::desk::MOST;
use crate::issues::store::answers;
use crate::kernel::{AnswerId, BodyId, Ctx, Event, IssueId, Refusal, Violations};

/// What an agency says to several issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    pub body: BodyId,
    pub text: String,
    /// Handed to the office, and not only drafted.
    pub submit: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub done: usize,
    /// Which issues were left as they were, and why.
    pub refused: Vec<(IssueId, Violations)>,
}

fn check(chosen: usize) -> Result<(), Refusal> {
    match chosen {
        0 => Err(Refusal::new("triage.none-chosen")),
        1..=MOST => Ok(()),
        _ => Err(Refusal::new("triage.too-many").arg("most", MOST)),
    }
}

/// Writes `shared` as the answer to these issues, each at the version of its answer that the page showed.
///
/// # Errors
/// `triage.none-chosen`, `triage.too-many`. An issue that the body was not asked about is [`AppError::NotFound`] or
/// [`AppError::Denied`] for all.
pub async fn write(app: &App, ctx: &Ctx, shared: &Shared, chosen: &[(IssueId, i32)]) -> AppResult<Outcome> {
    check(chosen.len())?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (mut outcome, mut last) = (Outcome::default(), None);
    for (id, version) in chosen {
        let step = write_in(&tx, ctx, *id, shared.body, *version, shared.text.clone(), shared.submit).await;
        take(&tx, &mut outcome, &mut last, *id, step).await?;
    }
    finish(tx, outcome, last).await
}

/// Approves these answers, each at the version that the page showed.
///
/// # Errors
/// `triage.none-chosen`, `triage.too-many`. Somebody else's answer is [`AppError::NotFound`] or [`AppError::Denied`] for all.
pub async fn approve(app: &App, ctx: &Ctx, chosen: &[(AnswerId, i32)]) -> AppResult<Outcome> {
    check(chosen.len())?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (mut outcome, mut last) = (Outcome::default(), None);
    for (id, version) in chosen {
        let issue = answers::by_id(tx.conn(), *id).await?.issue;
        let step = approve_in(&tx, ctx, *id, *version).await.map(|(_, event)| event);
        take(&tx, &mut outcome, &mut last, issue, step).await?;
    }
    finish(tx, outcome, last).await
}

/// Counts a step that was taken, keeps why another was not. Every rule speaks before the first row of its issue is written.
async fn take(
    tx: &WriteTx,
    outcome: &mut Outcome,
    last: &mut Option<Event>,
    issue: IssueId,
    step: AppResult<Event>,
) -> AppResult<()> {
    match step {
        Ok(event) => {
            outcome.done += 1;
            if let Some(event) = last.replace(event) {
                tx.say(&event).await?;
            }
        }
        Err(AppError::Refused(violations)) => outcome.refused.push((issue, violations)),
        Err(AppError::Conflict) => outcome.refused.push((issue, Refusal::new("triage.changed-since").into())),
        Err(error) => return Err(error),
    }
    Ok(())
}

async fn finish(tx: WriteTx, outcome: Outcome, last: Option<Event>) -> AppResult<Outcome> {
    if let Some(event) = last {
        tx.commit(event).await?;
    }
    Ok(outcome)
}
