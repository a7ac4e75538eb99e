//! Days of the working calendar: what stands here is what counts, over the rule of the Labour Code.

use std::sync::Arc;

use chrono::NaiveDate;
use entity::{calendar_day, dialogue_session};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::duties::rules::Day;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::local_date;
use crate::kernel::{Permit, SessionId};
use crate::law::{DayEntry, WorkingCalendar};

/// Rows per INSERT.
const CHUNK: usize = 500;

fn from_row(row: calendar_day::Model) -> AppResult<Day> {
    Ok(Day { on: row.on_date, kind: row.kind.parse()?, label: row.label, source: row.source, version: row.version })
}

fn to_row(day: &Day) -> calendar_day::ActiveModel {
    calendar_day::ActiveModel {
        on_date: Set(day.on),
        kind: Set(day.kind.to_string()),
        label: Set(day.label.clone()),
        source: Set(day.source.clone()),
        version: Set(day.version),
    }
}

/// The working calendar as it stands now.
///
/// # Errors
/// The database's.
pub async fn calendar(conn: &Conn) -> AppResult<Arc<WorkingCalendar>> {
    conn.known("calendar", "", read_calendar(conn)).await
}

async fn read_calendar(conn: &Conn) -> AppResult<WorkingCalendar> {
    let rows = calendar_day::Entity::find().all(conn).await?;
    let entries: AppResult<Vec<DayEntry>> =
        rows.into_iter().map(|row| Ok(DayEntry { on: row.on_date, kind: row.kind.parse()?, label: row.label })).collect();
    Ok(WorkingCalendar::with_entries(entries?))
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

/// Adds days that have no entry yet.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, days: &[Day]) -> AppResult<()> {
    for chunk in days.chunks(CHUNK) {
        calendar_day::Entity::insert_many(chunk.iter().map(to_row)).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Saves a day that was read at `day.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, day: &Day) -> AppResult<()> {
    let mut row = to_row(day);
    row.version = Set(day.version + 1);
    let result = calendar_day::Entity::update_many()
        .set(row)
        .filter(calendar_day::Column::OnDate.eq(day.on))
        .filter(calendar_day::Column::Version.eq(day.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Removes an entry that was read at `version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn delete(conn: &Conn, _permit: &Permit, on: NaiveDate, version: i32) -> AppResult<()> {
    let result = calendar_day::Entity::delete_many()
        .filter(calendar_day::Column::OnDate.eq(on))
        .filter(calendar_day::Column::Version.eq(version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// A session that stands where it does because of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub session: SessionId,
    pub code: String,
    pub title: String,
    pub unit_code: String,
    pub on: NaiveDate,
    /// The day of its series, if that is another one.
    pub slot_on: Option<NaiveDate>,
}

/// The sessions still to come that were shifted off `on`, or that are to be held on it. Reads the table of `dialogues`, which
/// builds on this room and so cannot be asked.
///
/// # Errors
/// The database's.
pub async fn uses(conn: &Conn, on: NaiveDate) -> AppResult<Vec<Use>> {
    let rows = dialogue_session::Entity::find()
        .filter(dialogue_session::Column::State.is_in(["planned", "announced"]))
        .order_by_asc(dialogue_session::Column::StartsAt)
        .all(conn)
        .await?;
    let found = rows.into_iter().filter_map(|row| {
        let held_on = local_date(row.starts_at);
        let slot_on = row.slot_key.as_deref().and_then(|key| key.get(..10)?.parse::<NaiveDate>().ok()).filter(|d| *d != held_on);
        let concerned = held_on == on || slot_on == Some(on);
        let session = row.id.into();
        concerned.then_some(Use { session, code: row.code, title: row.title, unit_code: row.unit_code, on: held_on, slot_on })
    });
    Ok(found.collect())
}

/// Not found where a page asks for an entry that is not there.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn entry(conn: &Conn, on: NaiveDate) -> AppResult<Day> {
    find(conn, on).await?.ok_or(AppError::NotFound)
}
