//! Lines of attendance lists. Whoever reads them has asked for the session first.

use entity::attendance::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::dialogues::rules::attendance::{Attendee, Part};
use crate::error::{AppError, AppResult};
use crate::kernel::{AttendeeId, Permit, SessionId};

fn from_row(row: Model) -> AppResult<Attendee> {
    Ok(Attendee {
        id: row.id.into(),
        session: row.session_id.into(),
        person: row.person_id.map(Into::into),
        body: row.body_id.map(Into::into),
        name: row.name,
        title: row.title,
        part: row.part.parse()?,
        presence: row.status.parse()?,
        note: row.note,
        replaced_by: row.replaced_by,
        sort: row.sort,
        version: row.version,
    })
}

fn to_row(attendee: &Attendee) -> ActiveModel {
    ActiveModel {
        id: Set(attendee.id.0),
        session_id: Set(attendee.session.0),
        person_id: Set(attendee.person.map(Into::into)),
        body_id: Set(attendee.body.map(Into::into)),
        name: Set(attendee.name.clone()),
        title: Set(attendee.title.clone()),
        part: Set(attendee.part.to_string()),
        status: Set(attendee.presence.to_string()),
        note: Set(attendee.note.clone()),
        replaced_by: Set(attendee.replaced_by.clone()),
        sort: Set(attendee.sort),
        version: Set(attendee.version),
    }
}

/// The attendance list of a session in its order. The caller has checked that the actor may read it.
///
/// # Errors
/// The database's.
pub async fn attendance(conn: &Conn, session: SessionId) -> AppResult<Vec<Attendee>> {
    let query = Entity::find().filter(Column::SessionId.eq(session.0)).order_by_asc(Column::Sort).order_by_asc(Column::Id);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("attendance", session, read).await
}

/// Sessions looked up in one query.
const CHUNK: usize = 5_000;

/// The lines of those who chair these sessions or sit beside the chair, in the order of each list.
///
/// # Errors
/// The database's.
pub async fn podiums(conn: &Conn, sessions: &[SessionId]) -> AppResult<Vec<Attendee>> {
    let mut lines = Vec::new();
    for chunk in sessions.chunks(CHUNK) {
        let rows = Entity::find()
            .filter(Column::SessionId.is_in(chunk.iter().map(|id| id.0)))
            .filter(Column::Part.is_in([Part::Chair, Part::CoChair].map(Part::as_str)))
            .order_by_asc(Column::Sort)
            .order_by_asc(Column::Id)
            .all(conn)
            .await?;
        for row in rows {
            lines.push(from_row(row)?);
        }
    }
    Ok(lines)
}

/// One line of the list of `session`.
///
/// # Errors
/// [`AppError::NotFound`], also where the line belongs to another session.
pub async fn line(conn: &Conn, session: SessionId, id: AttendeeId) -> AppResult<Attendee> {
    let row = Entity::find_by_id(id.0).filter(Column::SessionId.eq(session.0)).one(conn).await?;
    row.ok_or(AppError::NotFound).and_then(from_row)
}

/// Adds lines.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, lines: &[Attendee]) -> AppResult<()> {
    if !lines.is_empty() {
        Entity::insert_many(lines.iter().map(to_row)).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Saves a line that was read at `attendee.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, attendee: &Attendee) -> AppResult<()> {
    let mut row = to_row(attendee);
    row.version = Set(attendee.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(attendee.id.0))
        .filter(Column::Version.eq(attendee.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Takes a line away; the others keep their places.
///
/// # Errors
/// The database's.
pub async fn remove(conn: &Conn, _permit: &Permit, id: AttendeeId) -> AppResult<()> {
    Entity::delete_by_id(id.0).exec(conn).await?;
    Ok(())
}
