//! Denunciations that were turned away: number and date, nothing else.

use chrono::NaiveDate;
use entity::denunciation_note::{ActiveModel, Column, Entity};
use sea_orm::{EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, scope};
use crate::error::AppResult;
use crate::kernel::{Action, Ctx, Permit, SessionId, ids};

/// One note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub number: String,
    pub noted_on: NaiveDate,
}

/// Notes that one was turned away.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &Conn,
    _permit: &Permit,
    unit_code: &str,
    session: Option<SessionId>,
    note: &Note,
) -> AppResult<uuid::Uuid> {
    let id = ids::fresh_uuid();
    let row = ActiveModel {
        id: Set(id),
        unit_code: Set(unit_code.to_owned()),
        session_id: Set(session.map(Into::into)),
        noted_on: Set(note.noted_on),
        number: Set(note.number.clone()),
    };
    Entity::insert(row).exec_without_returning(conn).await?;
    Ok(id)
}

/// The newest notes of the units whose office the actor is.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Note>> {
    let rows = Entity::find()
        .filter(scope::in_units(&ctx.scope(Action::TriageIssue), Column::UnitCode))
        .order_by_desc(Column::NotedOn)
        .order_by_desc(Column::Id)
        .limit(200)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| Note { number: row.number, noted_on: row.noted_on }).collect())
}
