//! Promises as reminders see them.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use entity::{commitment, commitment_support};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::error::AppResult;
use crate::notices::rules::reminders::OpenCommitment;

/// Days ahead: the first reminder comes a week before.
const AHEAD_DAYS: i64 = 14;
/// Days back in which a reminder of something overdue is still of use.
const BACK_DAYS: i64 = 40;
/// Ids asked for at once.
const CHUNK: usize = 400;
/// States in which the agency still has to do something.
const OPEN: [&str; 4] = ["assigned", "accepted", "contested", "in-progress"];

/// The promises that agencies still have to keep, due around `today`.
///
/// # Errors
/// The database's.
pub async fn open(conn: &impl ConnectionTrait, today: NaiveDate) -> AppResult<Vec<OpenCommitment>> {
    let rows = commitment::Entity::find()
        .filter(commitment::Column::State.is_in(OPEN))
        .filter(commitment::Column::DueOn.gte(today - TimeDelta::days(BACK_DAYS)))
        .filter(commitment::Column::DueOn.lte(today + TimeDelta::days(AHEAD_DAYS)))
        .all(conn)
        .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut helpers: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for chunk in ids.chunks(CHUNK) {
        let of_these = commitment_support::Column::CommitmentId.is_in(chunk.iter().copied());
        for row in commitment_support::Entity::find().filter(of_these).all(conn).await? {
            helpers.entry(row.commitment_id).or_default().push(row.body_id);
        }
    }
    let open = |row: commitment::Model| OpenCommitment {
        bodies: [row.lead_id].into_iter().chain(helpers.remove(&row.id).unwrap_or_default()).collect(),
        id: row.id,
        unit_code: row.unit_code,
        code: row.code,
        wording: row.wording,
        due_on: row.due_on,
    };
    Ok(rows.into_iter().map(open).collect())
}
