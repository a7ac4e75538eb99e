//! Stretches in which the time of commitments stands still.

use entity::commitment_pause::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::AppResult;
use crate::followups::rules::Pause;
use crate::followups::rules::pause::Cause;
use crate::kernel::{CommitmentId, Permit};

fn from_row(row: Model) -> Pause {
    Pause {
        id: row.id.into(),
        commitment: row.commitment_id.into(),
        stopped_at: row.stopped_at,
        stopped_by: row.stopped_by,
        cause: Cause { waiting_for: row.waiting_for_id.into(), reason: row.reason, paper: row.paper, paper_on: row.paper_on },
        resumed: row.resumed_at.map(|at| (at, row.resumed_by)),
    }
}

fn to_row(pause: &Pause) -> ActiveModel {
    ActiveModel {
        id: Set(pause.id.0),
        commitment_id: Set(pause.commitment.0),
        stopped_at: Set(pause.stopped_at),
        stopped_by: Set(pause.stopped_by.clone()),
        waiting_for_id: Set(pause.cause.waiting_for.0),
        reason: Set(pause.cause.reason.clone()),
        paper: Set(pause.cause.paper.clone()),
        paper_on: Set(pause.cause.paper_on),
        resumed_at: Set(pause.resumed.as_ref().map(|(at, _)| *at)),
        resumed_by: Set(pause.resumed.as_ref().map(|(_, by)| by.clone()).unwrap_or_default()),
    }
}

/// The stretches of a commitment, oldest first. The caller has checked that it may be read.
///
/// # Errors
/// The database's.
pub async fn of(conn: &Conn, commitment: CommitmentId) -> AppResult<Vec<Pause>> {
    let query = Entity::find().filter(Column::CommitmentId.eq(commitment.0)).order_by_asc(Column::StoppedAt);
    let read = async { Ok(query.all(conn).await?.into_iter().map(from_row).collect()) };
    conn.recalled("pauses", commitment, read).await
}

/// Adds a stretch.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, pause: &Pause) -> AppResult<()> {
    Entity::insert(to_row(pause)).exec_without_returning(conn).await?;
    Ok(())
}

/// Ends a stretch.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when somebody else ended it first.
pub async fn save(conn: &Conn, _permit: &Permit, pause: &Pause) -> AppResult<()> {
    let one = Entity::update_many().set(to_row(pause)).filter(Column::Id.eq(pause.id.0)).filter(Column::ResumedAt.is_null());
    saved(one.exec(conn).await?.rows_affected)
}
