//! Fields of life: a list of two levels, the upper one shared by all reports. Public knowledge: no scope.

use std::sync::Arc;

use entity::field::{ActiveModel, Column, Entity};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder, Set};

use crate::db::Conn;
use crate::error::AppResult;

/// One field of life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub code: String,
    pub parent: Option<String>,
    pub name_vi: String,
    pub name_en: String,
}

/// All fields in their order: each upper one before those below it.
///
/// # Errors
/// The database's.
pub async fn fields(conn: &Conn) -> AppResult<Arc<Vec<Field>>> {
    conn.known("fields", "", read(conn)).await
}

async fn read(conn: &Conn) -> AppResult<Vec<Field>> {
    let rows = Entity::find().order_by_asc(Column::Sort).all(conn).await?;
    Ok(rows
        .into_iter()
        .map(|row| Field { code: row.code, parent: row.parent_code, name_vi: row.name_vi, name_en: row.name_en })
        .collect())
}

/// Whether there are none yet.
///
/// # Errors
/// The database's.
pub async fn is_empty(conn: &Conn) -> AppResult<bool> {
    Ok(Entity::find().count(conn).await? == 0)
}

/// Adds fields in their order, parents first.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, fields: &[Field]) -> AppResult<()> {
    for (sort, field) in (0_i32..).zip(fields) {
        let row = ActiveModel {
            code: Set(field.code.clone()),
            parent_code: Set(field.parent.clone()),
            name_vi: Set(field.name_vi.clone()),
            name_en: Set(field.name_en.clone()),
            sort: Set(sort),
        };
        Entity::insert(row).exec_without_returning(conn).await?;
    }
    Ok(())
}
