//! Taking an opinion apart into its contents, and putting it together again. Its submitter keeps the one receipt.

use crate::app::App;
use crate::db::WriteTx;
use crate::error::AppResult;
use crate::issues::actions::hand_in::RECEIPT_LETTERS;
use crate::issues::actions::triage::{current, next_number};
use crate::issues::rules::Issue;
use crate::issues::rules::split::{Burden, Piece};
use crate::issues::store::assignments::{self, Assignment};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::{answers, fields, links};
use crate::kernel::{Action, Ctx, IssueId, Refusal, ids};

/// What hangs on an issue.
async fn burden(tx: &WriteTx, id: IssueId) -> AppResult<Burden> {
    Ok(Burden {
        merged: !issues::merged_into(tx.conn(), id).await?.is_empty(),
        answers: !answers::of_issues(tx.conn(), &[id]).await?.is_empty(),
    })
}

/// Whether the same agencies are named by the same day with the same words.
fn named_alike(these: &[Assignment], those: &[Assignment]) -> bool {
    let what = |all: &[Assignment]| {
        let mut all: Vec<_> = all.iter().map(|one| (one.body, one.part, one.due_on, one.note.clone())).collect();
        all.sort();
        all
    };
    what(these) == what(those)
}

/// Takes an opinion apart: each piece becomes an issue with a number of its own.
///
/// Agencies that were named already stay named for every content, as they were told: nobody's work is lost by a split, and the
/// office takes off whom a content does not concern.
///
/// # Errors
/// Those of [`Issue::split`]; `form.choice` on an unknown field; [`crate::error::AppError::Conflict`].
pub async fn split(app: &App, ctx: &Ctx, id: IssueId, version: i32, pieces: Vec<Piece>) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let tree = fields::tree(tx.conn(), &issue.unit_code).await?;
    if pieces.iter().any(|piece| !tree.takes(piece.field.as_deref(), issue.content.field.as_deref())) {
        return Err(Refusal::on("part_field_1", "form.choice").into());
    }
    let burden = burden(&tx, id).await?;
    let number = match issue.number {
        Some(number) => number,
        None => next_number(&tx, issue.session).await?,
    };
    let (issue, event) = issue.split(ctx.now, number, pieces.len(), burden)?;
    issues::save(tx.conn(), &permit, &issue).await?;
    let named = assignments::of_issue(tx.conn(), id).await?;
    for piece in pieces {
        let number = next_number(&tx, issue.session).await?;
        let receipt = ids::public_code(RECEIPT_LETTERS);
        let (part, born) = issue.part(ctx.now, number, receipt, ctx.actor.account(), piece);
        issues::insert(tx.conn(), &permit, &part).await?;
        let own: Vec<_> = named.iter().map(|one| Assignment { issue: part.id, ..one.clone() }).collect();
        assignments::replace(tx.conn(), &permit, part.id, &own).await?;
        tx.say(&born).await?;
    }
    tx.commit(event).await
}

/// Puts an opinion together again while nobody has begun to work on a part.
///
/// # Errors
/// Those of [`Issue::unsplit`]; [`crate::error::AppError::Conflict`].
pub async fn unsplit(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let parts = links::parts_of(tx.conn(), id).await?;
    let named = assignments::of_issue(tx.conn(), id).await?;
    let mut further = None;
    for part in &parts {
        let renamed = !named_alike(&assignments::of_issue(tx.conn(), part.id).await?, &named);
        if renamed || part.went_further(burden(&tx, part.id).await?) {
            further = further.or(part.number);
        }
    }
    let (issue, event) = issue.unsplit(ctx.now, further)?;
    issues::save(tx.conn(), &permit, &issue).await?;
    for part in parts {
        let (part, gone) = Issue::rejoin(part, ctx.now)?;
        issues::save(tx.conn(), &permit, &part).await?;
        tx.say(&gone).await?;
    }
    tx.commit(event).await
}
