//! Texts that came second: kept until somebody has looked at both. Readers have asked for the session.

use chrono::{DateTime, Utc};
use entity::minutes_clash::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::AppResult;
use crate::kernel::{ClashId, MinutesItemId, Permit};
use crate::minutes::rules::Content;

/// A text that was not saved because another one was there first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub id: ClashId,
    pub item: MinutesItemId,
    pub content: Content,
    pub saved_by: String,
    pub saved_at: DateTime<Utc>,
}

fn from_row(row: Model) -> AppResult<Clash> {
    Ok(Clash {
        id: row.id.into(),
        item: row.item_id.into(),
        content: serde_json::from_value(row.content)?,
        saved_by: row.saved_by,
        saved_at: row.saved_at,
    })
}

/// The clashes of these lines that nobody has decided yet, oldest first.
///
/// # Errors
/// The database's.
pub async fn open_clashes(conn: &Conn, items: &[MinutesItemId]) -> AppResult<Vec<Clash>> {
    let rows = Entity::find()
        .filter(Column::ItemId.is_in(items.iter().map(|id| id.0)))
        .filter(Column::ResolvedAt.is_null())
        .order_by_asc(Column::SavedAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Keeps a text beside.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, clash: &Clash) -> AppResult<()> {
    let row = ActiveModel {
        id: Set(clash.id.0),
        item_id: Set(clash.item.0),
        content: Set(serde_json::to_value(&clash.content)?),
        saved_by: Set(clash.saved_by.clone()),
        saved_at: Set(clash.saved_at),
        resolved_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(())
}

/// Marks a clash as decided; its text stays in the table.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when it was decided before.
pub async fn resolve(conn: &Conn, _permit: &Permit, id: ClashId, now: DateTime<Utc>) -> AppResult<()> {
    let result = Entity::update_many()
        .col_expr(Column::ResolvedAt, Expr::value(now))
        .filter(Column::Id.eq(id.0))
        .filter(Column::ResolvedAt.is_null())
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}
