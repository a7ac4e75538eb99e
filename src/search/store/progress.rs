//! How far the index was filled with each kind of thing.

use chrono::{DateTime, Utc};
use entity::search_progress::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use uuid::Uuid;

use crate::db::{Conn, TextKind};
use crate::error::AppResult;

/// Where the filling of one kind stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Of which making of the texts.
    pub format: i32,
    pub after: Option<Uuid>,
    /// When the end was reached.
    pub done_at: Option<DateTime<Utc>>,
}

/// Where it stands; at the beginning where nothing is noted.
///
/// # Errors
/// The database's.
pub async fn load(conn: &Conn, kind: TextKind) -> AppResult<Progress> {
    let row = Entity::find_by_id(kind.as_str()).one(conn).await?;
    Ok(row.map_or_else(Progress::default, |row| Progress { format: row.format, after: row.after_id, done_at: row.done_at }))
}

/// Notes where it stands.
///
/// # Errors
/// The database's.
pub async fn save(conn: &Conn, kind: TextKind, progress: &Progress) -> AppResult<()> {
    let row = ActiveModel {
        kind: Set(kind.to_string()),
        format: Set(progress.format),
        after_id: Set(progress.after),
        done_at: Set(progress.done_at),
    };
    let newest = OnConflict::column(Column::Kind).update_columns([Column::Format, Column::AfterId, Column::DoneAt]).to_owned();
    Entity::insert(row).on_conflict(newest).exec_without_returning(conn).await?;
    Ok(())
}
