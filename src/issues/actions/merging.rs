//! Putting issues that say the same together, and taking them apart again. Every submitter stays with its own receipt.

use std::collections::HashMap;

use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::AppResult;
use crate::issues::actions::floor::tell_submitter;
use crate::issues::actions::triage::current;
use crate::issues::rules::{Issue, IssueState};
use crate::issues::store::issues::{self, Found};
use crate::kernel::permit::Permit;
use crate::kernel::{Action, Ctx, IssueId};

/// Merges `id` into `target`. Issues that hang on `id` hang on the end of the chain from now on.
///
/// # Errors
/// Those of [`Issue::merge`]; [`crate::error::AppError::Conflict`].
pub async fn merge(app: &App, ctx: &Ctx, id: IssueId, version: i32, target: IssueId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let target = issues::find(tx.conn(), ctx, Action::TriageIssue, target).await?.issue;
    let (issue, event) = issue.merge(ctx.now, &target)?;
    let IssueState::Merged { into, .. } = issue.state else {
        return Err(crate::error::AppError::Internal("merging gave another state".into()));
    };
    issues::save(tx.conn(), &permit, &issue).await?;
    let children = issues::merged_into(tx.conn(), id).await?;
    for child in &children {
        lead_to(&tx, &permit, child.clone(), into).await?;
    }
    let facts = json!({ "after": { "issue": id, "number": issue.number } });
    let main = issues::load(tx.conn(), &permit, into).await?;
    if matches!(main.state, IssueState::Answered { .. }) {
        // The answer is there already: who comes to it late is told now.
        for one in std::iter::once(&issue).chain(&children) {
            tell_submitter(&tx, one).await?;
        }
    }
    tx.say(&main.event("issue.took-in").facts(facts)).await?;
    tx.commit(event).await
}

/// Makes a merged issue one of its own again, with everything that had been merged into it before.
///
/// # Errors
/// Those of [`Issue::unmerge`]; [`crate::error::AppError::Conflict`].
pub async fn unmerge(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let siblings = match issue.state {
        IssueState::Merged { into, .. } => issues::merged_into(tx.conn(), into).await?,
        _ => Vec::new(),
    };
    let (issue, event) = issue.unmerge(ctx.now)?;
    issues::save(tx.conn(), &permit, &issue).await?;
    for child in led_through(siblings, id) {
        lead_to(&tx, &permit, child, id).await?;
    }
    tx.commit(event).await
}

async fn lead_to(tx: &WriteTx, permit: &Permit, mut child: Issue, end: IssueId) -> AppResult<()> {
    if let IssueState::Merged { into, .. } = &mut child.state {
        *into = end;
    }
    issues::save(tx.conn(), permit, &child).await
}

/// Those of `merged` whose way to the end of the chain goes through `id`.
fn led_through(merged: Vec<Issue>, id: IssueId) -> Vec<Issue> {
    let next: HashMap<IssueId, IssueId> = merged
        .iter()
        .filter_map(|issue| match issue.state {
            IssueState::Merged { via, .. } => Some((issue.id, via)),
            _ => None,
        })
        .collect();
    let goes_through = |issue: &Issue| {
        let mut at = next.get(&issue.id);
        // A chain is never longer than the number of its links; the bound keeps damaged data from turning in a circle.
        for _ in 0..=next.len() {
            match at {
                Some(via) if *via == id => return true,
                Some(via) => at = next.get(via),
                None => return false,
            }
        }
        false
    };
    let through: Vec<bool> = merged.iter().map(|issue| issue.id != id && goes_through(issue)).collect();
    merged.into_iter().zip(through).filter_map(|(issue, goes)| goes.then_some(issue)).collect()
}
