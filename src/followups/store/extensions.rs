//! Requests for more time.

use entity::commitment_extension::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::followups::rules::{Decision, Extension};
use crate::kernel::{CommitmentId, Permit};

fn from_row(row: Model) -> AppResult<Extension> {
    let decision = match (row.granted, row.decided_at) {
        (None, None) => None,
        (Some(granted), Some(at)) => {
            Some(Decision { granted, note: row.decision_note, paper: row.decision_paper, by: row.decided_by, at })
        }
        _ => return Err(AppError::Internal(format!("commitment_extension {}: half decided", row.id))),
    };
    Ok(Extension {
        id: row.id.into(),
        commitment: row.commitment_id.into(),
        from_on: row.from_on,
        to_on: row.to_on,
        reason: row.reason,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        decision,
    })
}

fn to_row(extension: &Extension) -> ActiveModel {
    let decision = extension.decision.as_ref();
    ActiveModel {
        id: Set(extension.id.0),
        commitment_id: Set(extension.commitment.0),
        from_on: Set(extension.from_on),
        to_on: Set(extension.to_on),
        reason: Set(extension.reason.clone()),
        asked_by: Set(extension.asked_by.clone()),
        asked_at: Set(extension.asked_at),
        granted: Set(decision.map(|decision| decision.granted)),
        decision_note: Set(decision.map(|decision| decision.note.clone()).unwrap_or_default()),
        decision_paper: Set(decision.map(|decision| decision.paper.clone()).unwrap_or_default()),
        decided_by: Set(decision.map(|decision| decision.by.clone()).unwrap_or_default()),
        decided_at: Set(decision.map(|decision| decision.at)),
    }
}

/// The requests of these commitments, oldest first. The caller has checked that they may be read.
///
/// # Errors
/// The database's.
pub async fn of(conn: &Conn, commitments: &[CommitmentId]) -> AppResult<Vec<Extension>> {
    let query = Entity::find()
        .filter(Column::CommitmentId.is_in(commitments.iter().map(|id| id.0)))
        .order_by_asc(Column::AskedAt)
        .order_by_asc(Column::Id);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("extensions", format!("{commitments:?}"), read).await
}

/// Adds a request.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, extension: &Extension) -> AppResult<()> {
    Entity::insert(to_row(extension)).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves the decision on a request.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else decided first.
pub async fn save(conn: &Conn, _permit: &Permit, extension: &Extension) -> AppResult<()> {
    let result = Entity::update_many()
        .set(to_row(extension))
        .filter(Column::Id.eq(extension.id.0))
        .filter(Column::DecidedAt.is_null())
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}
