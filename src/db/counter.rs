//! Numbers without gaps or doubles: one row per run of numbers, locked by the transaction that takes one.

use entity::counter;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::db::Conn;
use crate::error::{AppError, AppResult};

/// The next number of the run `name`, from 1. Rolled back with the transaction, so no number is lost.
///
/// # Errors
/// The database's.
pub async fn next(conn: &Conn, name: &str) -> AppResult<i64> {
    let first = counter::ActiveModel { name: Set(name.to_owned()), value: Set(0) };
    counter::Entity::insert(first)
        .on_conflict(OnConflict::column(counter::Column::Name).do_nothing().to_owned())
        .exec_without_returning(conn)
        .await?;
    counter::Entity::update_many()
        .col_expr(counter::Column::Value, Expr::col(counter::Column::Value).add(1))
        .filter(counter::Column::Name.eq(name))
        .exec(conn)
        .await?;
    let row = counter::Entity::find_by_id(name.to_owned()).one(conn).await?;
    row.map(|row| row.value).ok_or_else(|| AppError::Internal(format!("counter {name} vanished")))
}
