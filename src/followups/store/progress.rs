//! The timeline of a commitment: one row per step, with its evidence.

use chrono::{DateTime, Utc};
use entity::progress::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::AppResult;
use crate::followups::rules::ProgressKind;
use crate::kernel::{BodyId, CommitmentId, Permit, ProgressId};

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub id: ProgressId,
    pub commitment: CommitmentId,
    pub kind: ProgressKind,
    pub text: String,
    pub percent: Option<i32>,
    /// The body in whose name it was said.
    pub body: Option<BodyId>,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Adds a step.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, step: &Progress) -> AppResult<()> {
    let row = ActiveModel {
        id: Set(step.id.0),
        commitment_id: Set(step.commitment.0),
        kind: Set(step.kind.to_string()),
        text: Set(step.text.clone()),
        percent: Set(step.percent),
        body_id: Set(step.body.map(Into::into)),
        saved_by: Set(step.by.clone()),
        saved_at: Set(step.at),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The steps of these commitments, newest first. The caller has checked that they may be read.
///
/// # Errors
/// The database's.
pub async fn of(conn: &Conn, commitments: &[CommitmentId]) -> AppResult<Vec<Progress>> {
    let query = Entity::find()
        .filter(Column::CommitmentId.is_in(commitments.iter().map(|id| id.0)))
        .order_by_desc(Column::SavedAt)
        .order_by_desc(Column::Id);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("progress", format!("{commitments:?}"), read).await
}

fn from_row(row: Model) -> AppResult<Progress> {
    Ok(Progress {
        id: row.id.into(),
        commitment: row.commitment_id.into(),
        kind: row.kind.parse()?,
        text: row.text,
        percent: row.percent,
        body: row.body_id.map(Into::into),
        by: row.saved_by,
        at: row.saved_at,
    })
}
