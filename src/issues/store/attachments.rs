//! What is known of attached files; the bytes lie in the data folder under their SHA-256.

use chrono::{DateTime, Utc};
use entity::attachment::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::file_words;
use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::kernel::{AccountId, AttachmentId, IssueId, Permit};

pub(super) const OWNER: &str = "issue";

/// A file attached to an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub issue: IssueId,
    pub unit_code: String,
    pub file_name: String,
    pub media_type: String,
    pub size_bytes: i64,
    /// Sixty-four hexadecimal digits.
    pub sha256: String,
    pub added_by: Option<AccountId>,
    pub added_at: DateTime<Utc>,
}

fn from_row(row: Model) -> Attachment {
    Attachment {
        id: row.id.into(),
        issue: row.owner_id.into(),
        unit_code: row.unit_code,
        file_name: row.file_name,
        media_type: row.media_type,
        size_bytes: row.size_bytes,
        sha256: row.sha256,
        added_by: row.added_by.map(Into::into),
        added_at: row.added_at,
    }
}

/// The files of an issue in the order in which they came.
///
/// # Errors
/// The database's.
pub async fn of_issue(conn: &Conn, issue: IssueId) -> AppResult<Vec<Attachment>> {
    let query = Entity::find().filter(Column::OwnerKind.eq(OWNER)).filter(Column::OwnerId.eq(issue.0)).order_by_asc(Column::Id);
    let read = async { Ok(query.all(conn).await?.into_iter().map(from_row).collect()) };
    conn.recalled("attachments", issue, read).await
}

/// The file `id` of `issue`; the caller has asked rights about the issue.
///
/// # Errors
/// [`AppError::NotFound`], also where it belongs to another issue.
pub async fn find(conn: &Conn, issue: IssueId, id: AttachmentId) -> AppResult<Attachment> {
    let row = Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound)?;
    if row.owner_kind == OWNER && row.owner_id == issue.0 { Ok(from_row(row)) } else { Err(AppError::NotFound) }
}

/// Adds a file.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, file: &Attachment) -> AppResult<()> {
    let row = ActiveModel {
        id: Set(file.id.0),
        owner_kind: Set(OWNER.to_owned()),
        owner_id: Set(file.issue.0),
        unit_code: Set(file.unit_code.clone()),
        file_name: Set(file.file_name.clone()),
        media_type: Set(file.media_type.clone()),
        size_bytes: Set(file.size_bytes),
        sha256: Set(file.sha256.clone()),
        added_by: Set(file.added_by.map(Into::into)),
        added_at: Set(file.added_at),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Takes a file off its issue; what it says is forgotten where it is attached to nothing else.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, _permit: &Permit, file: &Attachment) -> AppResult<()> {
    Entity::delete_by_id(file.id.0).exec(conn).await?;
    file_words::forget_unused(conn, &file.sha256).await
}
