//! Settings that live in the database.

use entity::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use serde_json::Value;

use crate::db::Conn;
use crate::error::AppResult;

/// The setting under `key`.
///
/// # Errors
/// The database's.
pub async fn load(conn: &Conn, key: &str) -> AppResult<Option<Value>> {
    Ok(setting::Entity::find_by_id(key.to_owned()).one(conn).await?.map(|row| row.value))
}

/// Puts `value` under `key`.
///
/// # Errors
/// The database's.
pub async fn save(conn: &Conn, key: &str, value: Value) -> AppResult<()> {
    let row = setting::ActiveModel { key: Set(key.to_owned()), value: Set(value) };
    let conflict = OnConflict::column(setting::Column::Key).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(conflict).exec_without_returning(conn).await?;
    Ok(())
}
