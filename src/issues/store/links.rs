//! What issues have to do with each other: parts of one, twins in other units, the earlier ones of a chain. The caller has asked
//! rights about the issue that it begins with.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::issue::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::rows::from_row;
use crate::db::{Conn, scope};
use crate::error::AppResult;
use crate::issues::rules::memory::MOST_LINKS;
use crate::issues::rules::{Issue, IssueState, StateWord};
use crate::kernel::IssueId;
use crate::kernel::text::fold;

pub(super) async fn of(conn: &Conn, column: Column, ids: &[IssueId]) -> AppResult<Vec<Issue>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(column.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(Column::SubmittedAt)
        .order_by_asc(Column::Number)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The parts of an opinion that was taken apart, by number; those of a split that was undone are gone.
///
/// # Errors
/// The database's.
pub async fn parts_of(conn: &Conn, id: IssueId) -> AppResult<Vec<Issue>> {
    let read = async {
        let mut parts = of(conn, Column::SplitFrom, &[id]).await?;
        parts.retain(|part| part.state != IssueState::Withdrawn);
        Ok(parts)
    };
    conn.recalled("parts-of", id, read).await
}

/// The parts of several opinions, whatever became of them.
///
/// # Errors
/// The database's.
pub async fn parts_of_all(conn: &Conn, ids: &[IssueId]) -> AppResult<Vec<Issue>> {
    of(conn, Column::SplitFrom, ids).await
}

/// The opinion that a part was taken from, or an issue that is named: for callers that know its number from another one.
///
/// # Errors
/// The database's.
pub async fn whole_of(conn: &Conn, id: IssueId) -> AppResult<Option<Issue>> {
    conn.recalled("whole-of", id, async { Ok(of(conn, Column::Id, &[id]).await?.into_iter().next()) }).await
}

/// The twins of an issue at other units, oldest first, whatever became of them.
///
/// # Errors
/// The database's.
pub async fn twins_of(conn: &Conn, id: IssueId) -> AppResult<Vec<Issue>> {
    conn.recalled("twins-of", id, of(conn, Column::ForwardedFrom, &[id])).await
}

/// Where this issue came from, unit by unit: the nearest origin first, the one that was handed in last. Empty for an own issue.
///
/// # Errors
/// The database's.
pub async fn origins_of(conn: &Conn, issue: &Issue) -> AppResult<Vec<Issue>> {
    let (mut chain, mut next) = (Vec::<Issue>::new(), issue.links.forwarded_from);
    while let Some(id) = next {
        let Some(origin) = of(conn, Column::Id, &[id]).await?.into_iter().next() else { break };
        // Damaged data must not turn in a circle.
        if chain.iter().any(|known| known.id == origin.id) || chain.len() >= MOST_LINKS {
            break;
        }
        next = origin.links.forwarded_from;
        chain.push(origin);
    }
    Ok(chain)
}

/// Issues on their way at the unit of `twin` that were sent there by another unit and say word by word the same about the same
/// place, whatever their receiver has worded for the public since.
///
/// # Errors
/// The database's.
pub async fn same_forwarded(conn: &Conn, twin: &Issue) -> AppResult<Vec<Issue>> {
    let says = |issue: &Issue| (fold(&issue.content.wording), fold(&issue.content.village));
    let wanted = says(twin);
    // What words are looked for in begins with the wording, so a unit's whole past need not be read.
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(&twin.unit_code))
        .filter(Column::ForwardedFrom.is_not_null())
        .filter(scope::starts_with(Column::Folded, &wanted.0))
        .all(conn)
        .await?;
    let all: Vec<Issue> = rows.into_iter().map(from_row).collect::<AppResult<_>>()?;
    Ok(all.into_iter().filter(|one| one.is_alive() && says(one) == wanted).collect())
}

/// These issues with what they were merged into and the earlier ones that they go back to, link by link for all at once.
///
/// # Errors
/// The database's.
pub async fn with_earlier(conn: &Conn, ids: &[IssueId]) -> AppResult<HashMap<IssueId, Issue>> {
    let mut known = HashMap::new();
    let mut asked: Vec<IssueId> = ids.to_vec();
    for _ in 0..=MOST_LINKS {
        asked.sort_unstable();
        asked.dedup();
        asked.retain(|id| !known.contains_key(id));
        if asked.is_empty() {
            break;
        }
        let found = of(conn, Column::Id, &asked).await?;
        asked = found.iter().flat_map(|issue| [issue.merged_into(), issue.links.repeats]).flatten().collect();
        known.extend(found.into_iter().map(|issue| (issue.id, issue)));
    }
    Ok(known)
}

/// All issues merged into these.
///
/// # Errors
/// The database's.
pub async fn merged_into_all(conn: &Conn, ids: &[IssueId]) -> AppResult<Vec<Issue>> {
    of(conn, Column::MergedInto, ids).await
}

/// Most earlier issues that are compared when the office looks for what a matter repeats.
const MOST_EARLIER: u64 = 400;

/// Issues of these units that were taken on before `before`, the newest first: those that a later one may repeat.
///
/// # Errors
/// The database's.
pub async fn earlier_of_units(conn: &Conn, units: &[String], before: DateTime<Utc>) -> AppResult<Vec<Issue>> {
    const KEPT: [StateWord; 5] =
        [StateWord::Accepted, StateWord::Selected, StateWord::WrittenOnly, StateWord::Answered, StateWord::Forwarded];
    let rows = Entity::find()
        .filter(Column::UnitCode.is_in(units.iter().cloned()))
        .filter(Column::SubmittedAt.lt(before))
        .filter(Column::State.is_in(KEPT.iter().map(|word| word.as_str())))
        .order_by_desc(Column::SubmittedAt)
        .order_by_desc(Column::Id)
        .limit(MOST_EARLIER)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}
