//! From an issue over merging, splitting and forwarding, through all units: down to where it is worked on in the end, and up to
//! all who wait for its answer. Each step is a few questions for everything that is reached so far, however much that is. The
//! caller has asked rights about the issue that it begins with, and shows of the others no more than state and public answer.

use std::collections::{HashMap, HashSet};

use entity::issue::Column;

use super::links::of;
use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::rules::{Issue, IssueState};
use crate::kernel::IssueId;

/// Steps that are followed: far more than there are units one above the other. Damaged data must not turn in a circle.
const MOST_STEPS: usize = 24;

/// For each of `roots`, where it is worked on: the issue itself, what it was merged into, its parts, its twins wherever they were
/// sent in the end. Twins that were given back or taken back lead nowhere.
///
/// # Errors
/// The database's.
pub async fn ends_of(conn: &Conn, roots: &[Issue]) -> AppResult<Vec<Vec<Issue>>> {
    let mut ends = vec![Vec::new(); roots.len()];
    let mut open: Vec<(usize, Issue)> = roots.iter().cloned().enumerate().collect();
    let mut known: HashSet<(usize, IssueId)> = open.iter().map(|(root, one)| (*root, one.id)).collect();
    for _ in 0..MOST_STEPS {
        if open.is_empty() {
            break;
        }
        let all = below(conn, &open).await?;
        let mut next = Vec::new();
        for (root, one) in open {
            let here: Vec<&Issue> = all.iter().filter(|other| leads_to(&one, other)).collect();
            if here.is_empty()
                && let Some(found) = ends.get_mut(root)
            {
                found.push(one);
            }
            next.extend(here.into_iter().filter(|other| known.insert((root, other.id))).map(|other| (root, other.clone())));
        }
        open = next;
    }
    Ok(ends)
}

/// Whether work on `one` goes on at `other`.
fn leads_to(one: &Issue, other: &Issue) -> bool {
    match one.state {
        IssueState::Merged { into, .. } => other.id == into,
        IssueState::Split { .. } => other.links.split_from == Some(one.id) && other.state != IssueState::Withdrawn,
        IssueState::Forwarded { .. } => {
            let gone = matches!(other.state, IssueState::Withdrawn | IssueState::Returned { .. });
            other.links.forwarded_from == Some(one.id) && !gone
        }
        _ => false,
    }
}

/// Everything at which work on one of these may go on.
async fn below(conn: &Conn, open: &[(usize, Issue)]) -> AppResult<Vec<Issue>> {
    let (mut mains, mut split, mut sent) = (Vec::new(), Vec::new(), Vec::new());
    for (_, one) in open {
        match one.state {
            IssueState::Merged { into, .. } => mains.push(into),
            IssueState::Split { .. } => split.push(one.id),
            IssueState::Forwarded { .. } => sent.push(one.id),
            _ => {}
        }
    }
    let mut all = of(conn, Column::Id, &mains).await?;
    all.extend(of(conn, Column::SplitFrom, &split).await?);
    all.extend(of(conn, Column::ForwardedFrom, &sent).await?);
    Ok(all)
}

/// An issue that waits for an answer, with the receipt that its submitter was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub issue: Issue,
    /// Of a part, that of the opinion which was handed in.
    pub receipt: String,
}

/// All issues that get their answer with these: themselves, what was merged into them, and what they came from at other units,
/// whether they came as a whole or as a part. A whole waits by its parts, so it is not among them itself.
///
/// # Errors
/// The database's.
pub async fn waiting_for(conn: &Conn, from: &[Issue]) -> AppResult<Vec<Waiting>> {
    let (mut all, mut open) = (from.to_vec(), from.to_vec());
    let mut known: HashSet<IssueId> = from.iter().map(|one| one.id).collect();
    let mut receipts = HashMap::new();
    for _ in 0..MOST_STEPS {
        if open.is_empty() {
            break;
        }
        // Chains are flat: nothing hangs on what is merged itself.
        let carry: Vec<IssueId> =
            open.iter().filter(|one| !matches!(one.state, IssueState::Merged { .. })).map(|one| one.id).collect();
        let split: Vec<IssueId> = open.iter().filter_map(|one| one.links.split_from).collect();
        let wholes = of(conn, Column::Id, &split).await?;
        let sent: Vec<IssueId> = open.iter().chain(&wholes).filter_map(|one| one.links.forwarded_from).collect();
        receipts.extend(wholes.into_iter().map(|whole| (whole.id, whole.receipt_code)));
        let mut next = of(conn, Column::MergedInto, &carry).await?;
        let mut origins = of(conn, Column::Id, &sent).await?;
        // One that its unit took back waits for its own answer.
        origins.retain(|origin| matches!(origin.state, IssueState::Forwarded { .. }));
        next.extend(origins);
        next.retain(|one| known.insert(one.id));
        all.extend(next.iter().cloned());
        open = next;
    }
    let waiting = |issue: Issue| {
        let whole = issue.links.split_from.and_then(|whole| receipts.get(&whole));
        let receipt = whole.unwrap_or(&issue.receipt_code).clone();
        Waiting { issue, receipt }
    };
    Ok(all.into_iter().map(waiting).collect())
}
