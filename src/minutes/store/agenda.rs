//! Agendas with their lines. Whoever reads one has asked for its session first.

use chrono::{DateTime, Utc};
use entity::{agenda, agenda_item};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::error::AppResult;
use crate::issues;
use crate::kernel::{Permit, SessionId};
use crate::minutes::rules::{Agenda, AgendaItem};

/// The agenda of a session, if there is one. The caller has checked that the actor may read it.
///
/// # Errors
/// The database's.
pub async fn agenda(conn: &Conn, session: SessionId, unit_code: &str) -> AppResult<Option<Agenda>> {
    let Some(row) = agenda::Entity::find_by_id(session.0).one(conn).await? else { return Ok(None) };
    let items = agenda_item::Entity::find()
        .filter(agenda_item::Column::SessionId.eq(session.0))
        .order_by_asc(agenda_item::Column::Position)
        .all(conn)
        .await?;
    let mut items = items.into_iter().map(item_from_row).collect::<AppResult<Vec<AgendaItem>>>()?;
    // What was led to the procedure of complaints since is on no agenda any more.
    let shielded = issues::of_session(conn, session, &[issues::StateWord::Diverted]).await?;
    items.retain(|item| shielded.iter().all(|issue| Some(issue.id) != item.issue));
    Ok(Some(Agenda { session, unit_code: unit_code.to_owned(), state: row.state.parse()?, items, version: row.version }))
}

fn item_from_row(row: agenda_item::Model) -> AppResult<AgendaItem> {
    Ok(AgendaItem {
        id: row.id.into(),
        kind: row.kind.parse()?,
        issue: row.issue_id.map(Into::into),
        field: row.field_code,
        title: row.title,
        minutes: row.minutes,
        number: row.number,
        late: row.late,
    })
}

/// Adds a new agenda with its lines.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, permit: &Permit, now: DateTime<Utc>, agenda: &Agenda) -> AppResult<()> {
    let row = agenda::ActiveModel {
        session_id: Set(agenda.session.0),
        state: Set(agenda.state.to_string()),
        changed_at: Set(now),
        version: Set(agenda.version),
    };
    agenda::Entity::insert(row).exec_without_returning(conn).await?;
    save_items(conn, permit, agenda).await
}

/// Saves an agenda that was read at `agenda.version`.
///
/// # Errors
/// [`crate::error::AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, permit: &Permit, now: DateTime<Utc>, agenda: &Agenda) -> AppResult<()> {
    let row = agenda::ActiveModel {
        state: Set(agenda.state.to_string()),
        changed_at: Set(now),
        version: Set(agenda.version + 1),
        ..Default::default()
    };
    let result = agenda::Entity::update_many()
        .set(row)
        .filter(agenda::Column::SessionId.eq(agenda.session.0))
        .filter(agenda::Column::Version.eq(agenda.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    save_items(conn, permit, agenda).await
}

async fn save_items(conn: &Conn, _permit: &Permit, agenda: &Agenda) -> AppResult<()> {
    use agenda_item::Column;
    agenda_item::Entity::delete_many()
        .filter(Column::SessionId.eq(agenda.session.0))
        .filter(Column::Id.is_not_in(agenda.items.iter().map(|item| item.id.0)))
        .exec(conn)
        .await?;
    let rows = (0..).zip(&agenda.items).map(|(position, item)| agenda_item::ActiveModel {
        id: Set(item.id.0),
        session_id: Set(agenda.session.0),
        position: Set(position),
        kind: Set(item.kind.to_string()),
        issue_id: Set(item.issue.map(Into::into)),
        field_code: Set(item.field.clone()),
        title: Set(item.title.clone()),
        minutes: Set(item.minutes),
        number: Set(item.number),
        late: Set(item.late),
    });
    let newer = OnConflict::column(Column::Id)
        .update_columns([Column::Position, Column::Title, Column::Minutes, Column::Number, Column::Late, Column::IssueId])
        .to_owned();
    agenda_item::Entity::insert_many(rows).on_conflict(newer).exec_without_returning(conn).await?;
    Ok(())
}
