//! What was raised before: the office says which earlier issue one repeats, and looks for it.

use std::collections::HashMap;

use serde_json::json;

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::AppResult;
use crate::issues::actions::triage::current;
use crate::issues::rules::Issue;
use crate::issues::rules::memory::{MOST_LINKS, Raised};
use crate::issues::rules::similar::{SAME, Wording};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::links;
use crate::kernel::{Action, Ctx, IssueId, Refusal};
use crate::organisation::predecessors;

/// Earlier issues that are proposed.
const MOST_PROPOSALS: usize = 8;
/// From which likeness on an earlier issue is worth a look: below what is taken for the same, because a person decides.
const LEAST_LIKE: f64 = SAME / 2.0;

/// The unit of an issue and those whose work it goes on with.
async fn units_of(conn: &Conn, ctx: &Ctx, unit_code: &str) -> AppResult<Vec<String>> {
    let mut codes = vec![unit_code.to_owned()];
    codes.extend(predecessors(conn, &codes, ctx.today()).await?.into_iter().map(|unit| unit.code));
    Ok(codes)
}

/// Earlier issues of the unit, and of those that it goes on for, that sound like this one, the most alike first.
///
/// The caller may triage `issue`; what the units before it left is its own now.
///
/// # Errors
/// The database's.
pub async fn proposals(conn: &Conn, ctx: &Ctx, issue: &Issue) -> AppResult<Vec<Issue>> {
    let units = units_of(conn, ctx, &issue.unit_code).await?;
    let earlier = links::earlier_of_units(conn, &units, issue.submitted_at.unwrap_or(issue.created_at)).await?;
    let wording = Wording::read(&issue.content.wording);
    let mut like: Vec<(f64, Issue)> = earlier
        .into_iter()
        .filter(|other| other.id != issue.id && other.links.split_from != Some(issue.id))
        .map(|other| (wording.likeness(&Wording::read(&other.content.wording)).score, other))
        .filter(|(like, _)| *like >= LEAST_LIKE)
        .collect();
    like.sort_by(|a, b| b.0.total_cmp(&a.0));
    Ok(like.into_iter().take(MOST_PROPOSALS).map(|(_, issue)| issue).collect())
}

/// Says which earlier issue `id` repeats, or that it repeats none.
///
/// # Errors
/// `form.choice` for an issue of another unit; those of [`Issue::repeat`]; [`crate::error::AppError::Conflict`].
pub async fn set(app: &App, ctx: &Ctx, id: IssueId, version: i32, earlier: Option<IssueId>) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { mut issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let before = issue.links.repeats;
    let code = if let Some(earlier) = earlier {
        let choice = || Refusal::on("repeats", "form.choice");
        let earlier = links::whole_of(tx.conn(), earlier).await?.ok_or_else(choice)?;
        if !units_of(tx.conn(), ctx, &issue.unit_code).await?.contains(&earlier.unit_code) || earlier.is_private() {
            return Err(choice().into());
        }
        let chain: Vec<IssueId> = links::with_earlier(tx.conn(), &[earlier.id]).await?.into_keys().collect();
        issue.repeat(&earlier, &chain)?;
        "issue.repeats-set"
    } else {
        issue.links.repeats = None;
        "issue.repeats-cleared"
    };
    issues::save(tx.conn(), &permit, &issue).await?;
    let facts = json!({ "before": { "repeats": before }, "after": { "repeats": issue.links.repeats } });
    tx.commit(issue.event(code).facts(facts)).await
}

/// Everything that raised the matter of an issue: the issue, the earlier ones that it goes back to, and what was merged into each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// Oldest first.
    pub raised: Vec<Issue>,
    /// The same with the parts of those that were split and what these were merged into: what promises may belong to.
    pub matters: Vec<IssueId>,
}

impl Past {
    /// What the sentence counts.
    #[must_use]
    pub fn times(&self) -> Vec<Raised> {
        let time =
            |issue: &Issue| Raised { issue: issue.id, at: issue.submitted_at.unwrap_or(issue.created_at), by: issue.submitter };
        self.raised.iter().map(time).collect()
    }
}

/// The past of an issue that the caller may read; a merged one stands for the one at the end of its chain.
///
/// # Errors
/// The database's.
pub async fn past_of(conn: &Conn, issue: &Issue) -> AppResult<Past> {
    let past = pasts_of(conn, &[issue.id]).await?.remove(&issue.id);
    Ok(past.unwrap_or_default())
}

/// The pasts of several issues that the caller may read, with as many queries as the longest chain has links and not for each issue.
///
/// # Errors
/// The database's.
pub async fn pasts_of(conn: &Conn, ids: &[IssueId]) -> AppResult<HashMap<IssueId, Past>> {
    let known = links::with_earlier(conn, ids).await?;
    let chains: HashMap<IssueId, Vec<&Issue>> =
        ids.iter().filter_map(|id| Some((*id, chain_in(&known, known.get(id)?)))).collect();
    let mut ends: Vec<IssueId> = chains.values().flatten().map(|one| one.id).collect();
    ends.sort_unstable();
    ends.dedup();
    let merged = links::merged_into_all(conn, &ends).await?;
    let all: Vec<IssueId> = ends.iter().copied().chain(merged.iter().map(|one| one.id)).collect();
    let parts = links::parts_of_all(conn, &all).await?;
    let past = |chain: &[&Issue]| {
        let into = |one: &Issue| one.merged_into().is_some_and(|into| chain.iter().any(|end| end.id == into));
        let mut raised: Vec<Issue> = chain.iter().copied().chain(merged.iter().filter(|one| into(one))).cloned().collect();
        raised.retain(Issue::has_raised);
        raised.sort_by_key(|one| (one.submitted_at, one.id));
        // One that was merged later is found by its own link and by the one that it was merged into.
        raised.dedup_by_key(|one| one.id);
        let wholes: Vec<IssueId> = raised.iter().map(|one| one.id).collect();
        let taken = parts.iter().filter(|part| part.links.split_from.is_some_and(|whole| wholes.contains(&whole)));
        // A content may have been merged into another one of the same matter; each promise is told once.
        let mut matters: Vec<IssueId> = taken.flat_map(|part| [Some(part.id), part.merged_into()]).flatten().collect();
        matters.extend(&wholes);
        matters.sort_unstable();
        matters.dedup();
        Past { raised, matters }
    };
    Ok(chains.iter().map(|(id, chain)| (*id, past(chain))).collect())
}

/// An issue among those that are known, with the earlier ones that it repeats and those that one of them was merged into since:
/// what is known of the matter stands there. The nearest first.
fn chain_in<'a>(known: &'a HashMap<IssueId, Issue>, issue: &'a Issue) -> Vec<&'a Issue> {
    let mut chain = vec![issue];
    let mut at = 0;
    while let Some(one) = chain.get(at).copied().filter(|_| chain.len() < MOST_LINKS) {
        at += 1;
        for next in [one.merged_into(), one.links.repeats].into_iter().flatten().filter_map(|id| known.get(&id)) {
            if chain.iter().all(|known| known.id != next.id) {
                chain.push(next);
            }
        }
    }
    chain
}
