//! Files beside a step of the timeline: rows only; the bytes lie where the issues room keeps all files.

use chrono::{DateTime, Utc};
use entity::attachment::{ActiveModel, Column, Entity, Model};
use entity::progress;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::issues::KeptFile;
use crate::kernel::{AccountId, AttachmentId, CommitmentId, Permit, ProgressId};

pub(super) const OWNER: &str = "progress";

/// A file of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub id: AttachmentId,
    pub progress: ProgressId,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub sha256: String,
}

fn from_row(row: Model) -> Evidence {
    Evidence {
        id: row.id.into(),
        progress: row.owner_id.into(),
        file_name: row.file_name,
        media_type: row.media_type,
        size_bytes: row.size_bytes,
        sha256: row.sha256,
    }
}

/// Adds a file to a step.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &Conn,
    _permit: &Permit,
    step: ProgressId,
    unit_code: &str,
    file: &KeptFile,
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> AppResult<()> {
    let row = ActiveModel {
        id: Set(AttachmentId::fresh().0),
        owner_kind: Set(OWNER.to_owned()),
        owner_id: Set(step.0),
        unit_code: Set(unit_code.to_owned()),
        file_name: Set(file.file_name.clone()),
        media_type: Set(file.kind.to_string()),
        size_bytes: Set(file.size_bytes),
        sha256: Set(file.sha256.clone()),
        added_by: Set(by.map(Into::into)),
        added_at: Set(at),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// The files of these steps in the order in which they came. The caller has checked that the steps may be read.
///
/// # Errors
/// The database's.
pub async fn of(conn: &Conn, steps: &[ProgressId]) -> AppResult<Vec<Evidence>> {
    let query = Entity::find()
        .filter(Column::OwnerKind.eq(OWNER))
        .filter(Column::OwnerId.is_in(steps.iter().map(|id| id.0)))
        .order_by_asc(Column::Id);
    let read = async { Ok(query.all(conn).await?.into_iter().map(from_row).collect()) };
    conn.recalled("evidence", format!("{steps:?}"), read).await
}

/// The file `id` of `commitment`. The caller has asked rights about the commitment.
///
/// # Errors
/// [`AppError::NotFound`], also where it belongs to another one.
pub async fn find(conn: &Conn, commitment: CommitmentId, id: AttachmentId) -> AppResult<Evidence> {
    let row = Entity::find_by_id(id.0).one(conn).await?.filter(|row| row.owner_kind == OWNER).ok_or(AppError::NotFound)?;
    let step = progress::Entity::find_by_id(row.owner_id).one(conn).await?.ok_or(AppError::NotFound)?;
    if step.commitment_id == commitment.0 { Ok(from_row(row)) } else { Err(AppError::NotFound) }
}
