//! Days of the working calendar that an administrator entered; they override the built-in ones.

use entity::calendar_day;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::error::AppResult;
use crate::law::{DayEntry, WorkingCalendar};

/// The working calendar as it stands now.
///
/// # Errors
/// The database's.
pub async fn calendar(conn: &impl ConnectionTrait) -> AppResult<WorkingCalendar> {
    let rows = calendar_day::Entity::find().all(conn).await?;
    let entries: AppResult<Vec<DayEntry>> =
        rows.into_iter().map(|row| Ok(DayEntry { on: row.on_date, kind: row.kind.parse()?, label: row.label })).collect();
    Ok(WorkingCalendar::with_entries(entries?))
}
