//! Days of the working calendar: what stands here is what counts, over the rule of the Labour Code.

use std::sync::Arc;

use chrono::NaiveDate;
use entity::calendar_day;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::db::Conn;
use crate::duties::rules::edition::Day;
use crate::error::{AppError, AppResult};
use crate::law::{DayEntry, WorkingCalendar};

fn from_row(row: calendar_day::Model) -> AppResult<Day> {
    Ok(Day { on: row.on_date, kind: row.kind.parse()?, label: row.label, source: row.source })
}

/// The working calendar as it stands now.
///
/// # Errors
/// The database's.
pub async fn calendar(conn: &Conn) -> AppResult<Arc<WorkingCalendar>> {
    conn.known("calendar", "", read_calendar(conn)).await
}

async fn read_calendar(conn: &Conn) -> AppResult<WorkingCalendar> {
    Ok(WorkingCalendar::with_entries(entries(conn).await?))
}

/// Everything that overrides the rule.
///
/// # Errors
/// The database's.
pub async fn entries(conn: &Conn) -> AppResult<Vec<DayEntry>> {
    let rows = calendar_day::Entity::find().all(conn).await?;
    rows.into_iter().map(|row| Ok(DayEntry { on: row.on_date, kind: row.kind.parse()?, label: row.label })).collect()
}

/// The entered days from `first` to `last`, in order.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, first: NaiveDate, last: NaiveDate) -> AppResult<Vec<Day>> {
    let rows = calendar_day::Entity::find()
        .filter(calendar_day::Column::OnDate.between(first, last))
        .order_by_asc(calendar_day::Column::OnDate)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The entry of one day, if it has one. The calendar is public knowledge: no scope.
///
/// # Errors
/// The database's.
pub async fn find(conn: &Conn, on: NaiveDate) -> AppResult<Option<Day>> {
    calendar_day::Entity::find_by_id(on).one(conn).await?.map(from_row).transpose()
}

/// How many days are entered.
///
/// # Errors
/// The database's.
pub async fn count(conn: &Conn) -> AppResult<u64> {
    Ok(calendar_day::Entity::find().count(conn).await?)
}

/// Not found where a page asks for an entry that is not there.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn entry(conn: &Conn, on: NaiveDate) -> AppResult<Day> {
    find(conn, on).await?.ok_or(AppError::NotFound)
}
