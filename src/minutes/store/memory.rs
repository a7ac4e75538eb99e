//! What is remembered of the issues on an agenda, in one line each: how often a matter was raised, what was promised, what was
//! kept. As many queries for a whole agenda as for one line. The caller has asked whether the reader is of the unit's staff.
//!
//! Commitments belong to `followups`, which builds on this room; their table is only read here. A promise is kept when the day
//! on which it was resolved stands with it, which is what the page of the memory counts too.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::commitment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::db::Conn;
use crate::error::AppResult;
use crate::issues::{self, Raising};
use crate::kernel::{BodyId, IssueId};
use crate::organisation::heirs_of_bodies;

/// What became of one matter so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remembered {
    pub raising: Raising,
    pub promised: usize,
    pub kept: usize,
}

/// What is remembered of each of these issues that was raised before or promised something.
///
/// # Errors
/// The database's.
pub async fn remembered(conn: &Conn, today: NaiveDate, ids: &[IssueId]) -> AppResult<HashMap<IssueId, Remembered>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let pasts = issues::pasts_of(conn, ids).await?;
    let mut bodies: Vec<BodyId> = pasts.values().flat_map(|past| &past.raised).filter_map(|one| one.submitter).collect();
    bodies.sort_unstable();
    bodies.dedup();
    let heirs = heirs_of_bodies(conn, &bodies, today).await?;
    let promises = promises(conn, pasts.values().flat_map(|past| &past.matters)).await?;
    let one = |past: &issues::Past| {
        let raising = issues::count_raised(&past.times(), |body| heirs.get(&body).copied().unwrap_or(body))?;
        let about: Vec<bool> = past.matters.iter().filter_map(|id| promises.get(&id.0)).flatten().copied().collect();
        let kept = about.iter().filter(|kept| **kept).count();
        let told = Remembered { raising, promised: about.len(), kept };
        (raising.times > 1 || told.promised > 0).then_some(told)
    };
    Ok(pasts.iter().filter_map(|(id, past)| Some((*id, one(past)?))).collect())
}

/// The commitments about these issues: for each issue, whether each of them was kept.
async fn promises(conn: &Conn, ids: impl Iterator<Item = &IssueId>) -> AppResult<HashMap<Uuid, Vec<bool>>> {
    let mut asked: Vec<Uuid> = ids.map(|id| id.0).collect();
    asked.sort_unstable();
    asked.dedup();
    let rows: Vec<(Option<Uuid>, Option<NaiveDate>)> = commitment::Entity::find()
        .select_only()
        .column(commitment::Column::IssueId)
        .column(commitment::Column::ResolvedOn)
        .filter(commitment::Column::IssueId.is_in(asked))
        .into_tuple()
        .all(conn)
        .await?;
    let mut all: HashMap<Uuid, Vec<bool>> = HashMap::new();
    for (issue, resolved_on) in rows {
        if let Some(issue) = issue {
            all.entry(issue).or_default().push(resolved_on.is_some());
        }
    }
    Ok(all)
}
