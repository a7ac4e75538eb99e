//! Commitments of a unit that are not closed, for the page of its heads. Their room stands above this one, so their rows are
//! only read.

use chrono::NaiveDate;
use entity::commitment::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::db::Conn;
use crate::error::AppResult;
use crate::kernel::{BodyId, CommitmentId};

/// A commitment that somebody still has to keep, or that nobody has closed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPromise {
    pub id: CommitmentId,
    /// Number within the unit and the year in which it was given.
    pub number: i32,
    pub wording: String,
    pub lead: BodyId,
    pub assigned_on: NaiveDate,
    pub due_on: NaiveDate,
    /// Nothing was reported, its last day has passed, and its time does not stand still.
    pub is_overdue: bool,
}

/// What a unit has promised and nobody has closed, by last day; overdue as of `today`. The caller asks rights for the unit.
///
/// # Errors
/// The database's.
pub async fn open_of_unit(conn: &Conn, unit_code: &str, today: NaiveDate) -> AppResult<Vec<OpenPromise>> {
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .filter(Column::State.ne("closed"))
        .order_by_asc(Column::DueOn)
        .order_by_asc(Column::Number)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    let open = |row: entity::commitment::Model| OpenPromise {
        id: row.id.into(),
        number: row.number,
        is_overdue: row.reported_at.is_none() && row.stopped_on.is_none() && row.due_on < today,
        wording: row.wording,
        lead: row.lead_id.into(),
        assigned_on: row.assigned_on,
        due_on: row.due_on,
    };
    Ok(rows.into_iter().map(open).collect())
}
