//! Putting issues that say the same together, and taking them apart again. Every submitter stays with its own receipt.

use std::collections::HashMap;

use serde_json::json;

use crate::app::App;
use crate::db::{Message, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::actions::floor::answered_messages;
use crate::issues::actions::triage::current;
use crate::issues::rules::desk::Before;
use crate::issues::rules::wording::likeness;
use crate::issues::rules::{Issue, IssueState, StateWord};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::{lists, walks};
use crate::kernel::permit::Permit;
use crate::kernel::{Action, Ctx, Event, IssueId, Refusal};
use crate::organisation::bodies_by_ids;

/// States of issues that others can be merged into.
pub const TARGETS: [StateWord; 4] = [StateWord::Accepted, StateWord::Selected, StateWord::WrittenOnly, StateWord::Answered];

/// The issues of the same session that `issue` can be merged into, the most alike first, with who brought them. The caller has
/// asked for rights.
///
/// # Errors
/// The database's.
pub async fn alike(app: &App, issue: &Issue) -> AppResult<Vec<(Issue, String)>> {
    let conn = app.db().read();
    let mut others = lists::of_session(conn, issue.session, &TARGETS).await?;
    others.retain(|other| other.id != issue.id);
    // Every one of them can be chosen: words in common order them, where the rule for proposals would call most of them different.
    let like = |other: &Issue| likeness(&issue.content.wording, &other.content.wording);
    let mut others: Vec<(f64, Issue)> = others.into_iter().map(|other| (like(&other), other)).collect();
    others.sort_by(|a, b| b.0.total_cmp(&a.0));
    let bodies = bodies_by_ids(conn, others.iter().filter_map(|(_, other)| other.submitter)).await?;
    let by = |other: &Issue| bodies.iter().find(|body| Some(body.id) == other.submitter).map(|body| body.short_name.clone());
    Ok(others.into_iter().map(|(_, other)| (by(&other), other)).map(|(by, other)| (other, by.unwrap_or_default())).collect())
}

/// Merges `id` into `target`. Issues that hang on `id` hang on the end of the chain from now on.
///
/// # Errors
/// Those of [`Issue::merge`]; [`crate::error::AppError::Conflict`].
pub async fn merge(app: &App, ctx: &Ctx, id: IssueId, version: i32, target: IssueId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let (event, messages) = merge_in(&tx, ctx, found, target).await?;
    for message in &messages {
        tx.queue(message).await?;
    }
    tx.commit(event).await
}

/// Merges an issue within an open transaction; event and messages are left to the caller. The main issue is saved as well: who
/// decides about it at the same time, or undoes what made it one, finds it changed.
pub(super) async fn merge_in(tx: &WriteTx, ctx: &Ctx, found: Found, target: IssueId) -> AppResult<(Event, Vec<Message>)> {
    let Found { issue, permit, .. } = found;
    let id = issue.id;
    // Reading is enough: the rule asks for the same session, which is this office's.
    let target = issues::find(tx.conn(), ctx, Action::ReadIssue, target).await?.issue;
    let (issue, event) = issue.merge(ctx.now, &target)?;
    let IssueState::Merged { into, .. } = issue.state else {
        return Err(AppError::Internal("merging gave another state".into()));
    };
    // As it was when the rule looked at it: what another one saved since is a conflict.
    let main = if target.id == into { target } else { issues::load(tx.conn(), &permit, into).await? };
    if !main.takes_in() {
        return Err(AppError::Conflict);
    }
    save_both(tx, &permit, &issue, &main).await?;
    let children = issues::merged_into(tx.conn(), id).await?;
    for child in &children {
        lead_to(tx, &permit, child.clone(), into).await?;
    }
    let facts = json!({ "after": { "issue": id, "number": issue.number } });
    tx.say(&main.event("issue.took-in").facts(facts)).await?;
    // Where the answer is there already, here or where the main issue was sent, who comes to it late is told now.
    let late: Vec<Issue> = std::iter::once(issue).chain(children).collect();
    let mut messages = Vec::new();
    for end in walks::ends_of(tx.conn(), &[main]).await?.iter().flatten() {
        messages.extend(answered_messages(tx, &late, end).await?);
    }
    Ok((event, messages))
}

/// Saves two issues of one act, always in the same order: two people who merge across each other get a conflict, no deadlock.
async fn save_both(tx: &WriteTx, permit: &Permit, one: &Issue, other: &Issue) -> AppResult<()> {
    let (first, second) = if one.id < other.id { (one, other) } else { (other, one) };
    issues::save(tx.conn(), permit, first).await?;
    issues::save(tx.conn(), permit, second).await
}

/// Makes a merged issue one of its own again, with everything that had been merged into it before.
///
/// # Errors
/// Those of [`Issue::unmerge`]; [`crate::error::AppError::Conflict`].
pub async fn unmerge(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let event = unmerge_in(&tx, ctx, found, None).await?;
    tx.commit(event).await
}

/// Takes an issue apart within an open transaction, to how it stood `before` where an act is undone; the event is left to say.
pub(super) async fn unmerge_in(tx: &WriteTx, ctx: &Ctx, found: Found, before: Option<&Before>) -> AppResult<Event> {
    let Found { issue, permit, .. } = found;
    let id = issue.id;
    let IssueState::Merged { into, .. } = issue.state else {
        return Err(Refusal::new("issue.wrong-state").arg("state", issue.state.word()).into());
    };
    let siblings = issues::merged_into(tx.conn(), into).await?;
    let main = issues::load(tx.conn(), &permit, into).await?;
    let (issue, event) = match before {
        Some(before) => issue.restore(before)?,
        None => issue.unmerge(ctx.now)?,
    };
    save_both(tx, &permit, &issue, &main).await?;
    let facts = json!({ "before": { "issue": id, "number": issue.number } });
    tx.say(&main.event("issue.gave-back").facts(facts)).await?;
    for child in led_through(siblings, id) {
        lead_to(tx, &permit, child, id).await?;
    }
    Ok(event)
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
