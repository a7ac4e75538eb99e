//! Issues that say the same as a wording, among all that the actor may find, over all years. The index gives candidates, the
//! rule decides.

use std::collections::HashMap;

use entity::issue::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::brief::{Brief, BriefRow};
use super::issues::merged_into;
use super::texts::reach_of_wordings;
use crate::db::text_search::{places, texts_at};
use crate::db::{Conn, Term};
use crate::error::AppResult;
use crate::issues::rules::similar::{SAME, Wording};
use crate::kernel::{Ctx, IssueId};

/// What is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Likely {
    /// The wording, with the village where it is known.
    pub wording: String,
    /// Only issues of this unit; all units that the actor reads without it.
    pub unit_code: Option<String>,
    /// The issue itself, which is like nothing else as itself; what was merged into it stands beside it already.
    pub without: Option<IssueId>,
    pub limit: usize,
}

/// An issue that says the same.
#[derive(Debug, Clone)]
pub struct Similar {
    pub issue: Brief,
    /// From 0 to 1, to two digits.
    pub score: f64,
    /// What both say, in folded words: why it is shown.
    pub shared: Vec<String>,
}

/// What is looked for in the index: so many of the weightiest things, two of them together.
const SOUGHT: usize = 6;
/// Candidates that are compared, the newest first.
const CANDIDATES: u64 = 300;
/// So few texts are compared all: of one commune among thousands the index tells slower than they are read.
const FEW: u64 = 400;
/// Letters of a wording that are compared; longer ones have said it by then.
const LONGEST: usize = 1_500;

/// The issues that say the same, the most alike first, then the newest.
///
/// # Errors
/// The database's.
pub async fn similar_to(conn: &Conn, ctx: &Ctx, likely: &Likely) -> AppResult<Vec<Similar>> {
    let read: String = likely.wording.chars().take(LONGEST).collect();
    let wording = Wording::read(&read);
    let Some(wanted) = candidates(&wording) else { return Ok(Vec::new()) };
    let (reach, within) = ([reach_of_wordings(ctx)], likely.unit_code.as_deref().map(Term::unit));
    let all = Term::All(within.clone().into_iter().collect());
    let mut found = places(conn, &reach, &all, (None, None), FEW + 1).await?;
    if found.len() as u64 > FEW {
        let wanted = Term::All(within.into_iter().chain([wanted]).collect());
        found = places(conn, &reach, &wanted, (None, None), CANDIDATES).await?;
    }
    let mut known: Vec<IssueId> = likely.without.into_iter().collect();
    if let Some(id) = likely.without {
        known.extend(merged_into(conn, id).await?.iter().map(|one| one.id));
    }
    let mut alike: Vec<(IssueId, f64, Vec<String>)> = texts_at(conn, &found)
        .await?
        .into_iter()
        .filter(|text| known.iter().all(|id| text.thing != id.0))
        .map(|text| {
            let short: String = text.text.chars().take(LONGEST).collect();
            let likeness = wording.likeness(&Wording::read(&short));
            (text.thing.into(), (likeness.score * 100.0).round() / 100.0, likeness.shared)
        })
        .filter(|(_, score, _)| *score >= SAME)
        .collect();
    // Stable: what is equally alike stays newest first.
    alike.sort_by(|one, other| other.1.total_cmp(&one.1));
    alike.truncate(likely.limit);
    let mut briefs = briefs(conn, alike.iter().map(|(id, _, _)| *id)).await?;
    let named = |(id, score, shared)| briefs.remove(&id).map(|issue| Similar { issue, score, shared });
    Ok(alike.into_iter().filter_map(named).collect())
}

/// Two of the weightiest things in one text, or the only one.
fn candidates(wording: &Wording) -> Option<Term> {
    let ways = |way: Vec<String>| match <[String; 1]>::try_from(way) {
        Ok([word]) => Term::Word(word),
        Err(way) => Term::Phrase(way),
    };
    let sought = wording.sought(SOUGHT).into_iter();
    let terms: Vec<Term> = sought.map(|said| Term::Any(said.into_iter().map(ways).collect())).collect();
    // Each thing beside any of those behind it: half of what all pairs would cost.
    let beside = |at: usize| Term::All(vec![terms[at].clone(), Term::Any(terms[at + 1..].to_vec())]);
    match terms.len() {
        0 => None,
        1 => terms.into_iter().next(),
        number => Some(Term::Any((0..number - 1).map(beside).collect())),
    }
}

async fn briefs(conn: &Conn, ids: impl Iterator<Item = IssueId>) -> AppResult<HashMap<IssueId, Brief>> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.map(|id| id.0))).into_partial_model::<BriefRow>().all(conn).await?;
    rows.into_iter().map(|row| Brief::try_from(row).map(|brief| (brief.id, brief))).collect()
}
