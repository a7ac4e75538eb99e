//! What was raised before: the office says which earlier issue one repeats, and looks for it.

use serde_json::json;

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::AppResult;
use crate::issues::actions::triage::current;
use crate::issues::rules::memory::Raised;
use crate::issues::rules::similar::{SAME, Wording};
use crate::issues::rules::{Issue, IssueState};
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
        let chain: Vec<IssueId> = links::chain_of(tx.conn(), &earlier).await?.iter().map(|one| one.id).collect();
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
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// How often the matter of an issue was raised, this time included.
///
/// # Errors
/// The database's.
pub async fn times_raised(conn: &Conn, issue: &Issue) -> AppResult<usize> {
    Ok(raised_with(conn, issue).await?.len())
}

/// The past of an issue that the caller may read; a merged one stands for the one at the end of its chain.
///
/// # Errors
/// The database's.
pub async fn past_of(conn: &Conn, issue: &Issue) -> AppResult<Past> {
    let raised = raised_with(conn, issue).await?;
    let mut matters: Vec<IssueId> = raised.iter().map(|one| one.id).collect();
    for part in links::parts_of_all(conn, &matters).await? {
        matters.push(part.id);
        if let IssueState::Merged { into, .. } = part.state {
            matters.push(into);
        }
    }
    // A content may have been merged into another one of the same matter; each promise is told once.
    matters.sort();
    matters.dedup();
    Ok(Past { raised, matters })
}

async fn raised_with(conn: &Conn, issue: &Issue) -> AppResult<Vec<Issue>> {
    let main = issues::main_of(conn, issue).await?;
    let mut raised = links::chain_of(conn, &main).await?;
    let ends: Vec<IssueId> = raised.iter().map(|one| one.id).collect();
    raised.extend(links::merged_into_all(conn, &ends).await?);
    raised.retain(Issue::has_raised);
    raised.sort_by_key(|one| (one.submitted_at, one.id));
    // One that was merged later is found by its own link and by the one that it was merged into.
    raised.dedup_by_key(|one| one.id);
    Ok(raised)
}
