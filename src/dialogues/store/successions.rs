//! What lies ahead of units that end: sessions and series, for the handover to their heirs. The caller asks rights.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{dialogue_session, occasion, series as row};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use crate::db::Conn;
use crate::dialogues::rules::series::{Series, SeriesWord};
use crate::dialogues::rules::{Session, StateWord};
use crate::dialogues::store::{series, sessions};
use crate::error::{AppError, AppResult};
use crate::kernel::{Permit, SeriesId, SessionId};

/// The sessions of these units that are planned or announced and begin at `from` or later, by their beginning.
///
/// # Errors
/// The database's.
pub async fn sessions_ahead(conn: &Conn, units: &[String], from: DateTime<Utc>) -> AppResult<Vec<Session>> {
    let open = [StateWord::Planned, StateWord::Announced].map(StateWord::as_str);
    let rows = dialogue_session::Entity::find()
        .filter(dialogue_session::Column::UnitCode.is_in(units))
        .filter(dialogue_session::Column::State.is_in(open))
        .filter(dialogue_session::Column::StartsAt.gte(from))
        .order_by_asc(dialogue_session::Column::StartsAt)
        .order_by_asc(dialogue_session::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(sessions::from_row).collect()
}

/// Public codes of sessions.
///
/// # Errors
/// The database's.
pub async fn codes(conn: &Conn, ids: &[SessionId]) -> AppResult<BTreeMap<SessionId, String>> {
    let rows: Vec<(Uuid, String)> = dialogue_session::Entity::find()
        .select_only()
        .columns([dialogue_session::Column::Id, dialogue_session::Column::Code])
        .filter(dialogue_session::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, code)| (SessionId::from(id), code)).collect())
}

/// The series of these units that go on, by title.
///
/// # Errors
/// The database's.
pub async fn series_going_on(conn: &Conn, units: &[String]) -> AppResult<Vec<Series>> {
    let rows = row::Entity::find()
        .filter(row::Column::UnitCode.is_in(units))
        .filter(row::Column::State.eq(SeriesWord::Active.as_str()))
        .order_by_asc(row::Column::Title)
        .order_by_asc(row::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(series::from_row).collect()
}

/// The session with this id.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn session(conn: &Conn, id: SessionId) -> AppResult<Session> {
    let found = dialogue_session::Entity::find_by_id(id.0).one(conn).await?;
    found.ok_or(AppError::NotFound).and_then(sessions::from_row)
}

/// The series with this id.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn series(conn: &Conn, id: SeriesId) -> AppResult<Series> {
    let found = row::Entity::find_by_id(id.0).one(conn).await?;
    found.ok_or(AppError::NotFound).and_then(series::from_row)
}

/// The occasions of a unit from `from` on become those of its heir: series before them follow.
///
/// # Errors
/// The database's.
pub async fn move_occasions(conn: &Conn, _permit: &Permit, from: &str, to: &str, day: NaiveDate) -> AppResult<()> {
    let moved = occasion::ActiveModel { unit_code: Set(to.to_owned()), ..Default::default() };
    let ahead = occasion::Entity::update_many().set(moved).filter(occasion::Column::UnitCode.eq(from));
    ahead.filter(occasion::Column::HeldOn.gte(day)).exec(conn).await?;
    Ok(())
}
