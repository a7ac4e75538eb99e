//! Editions of the calendar with their changes and what they moved; applying one to the days that count.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{calendar_change, calendar_day, calendar_edition, calendar_move};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, saved, scope};
use crate::duties::rules::edition::{Change, Day, Edition, Paper, Publication};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Permit, SessionId};
use crate::law::DateKind;

/// Rows per INSERT.
const CHUNK: usize = 500;

fn from_rows(row: calendar_edition::Model, changes: Vec<calendar_change::Model>) -> AppResult<Edition> {
    let change = |row: calendar_change::Model| {
        Ok(match row.kind {
            Some(kind) => Change::Enter(Day { on: row.on_date, kind: kind.parse()?, label: row.label, source: row.source }),
            None => Change::Remove(row.on_date),
        })
    };
    let publication = |number| row.published_at.map(|at| Publication { number, at, by: row.published_by.clone() });
    Ok(Edition {
        id: row.id.into(),
        published: row.number.and_then(publication),
        paper: Paper { title: row.title, source: row.source, link: row.link },
        changes: changes.into_iter().map(change).collect::<AppResult<_>>()?,
        version: row.version,
    })
}

async fn with_changes(conn: &Conn, row: calendar_edition::Model) -> AppResult<Edition> {
    let changes = calendar_change::Entity::find()
        .filter(calendar_change::Column::EditionId.eq(row.id))
        .order_by_asc(calendar_change::Column::OnDate)
        .all(conn)
        .await?;
    from_rows(row, changes)
}

/// The draft, if somebody began one.
///
/// # Errors
/// The database's.
pub async fn draft(conn: &Conn) -> AppResult<Option<Edition>> {
    let row = calendar_edition::Entity::find().filter(calendar_edition::Column::Number.is_null()).one(conn).await?;
    match row {
        Some(row) => with_changes(conn, row).await.map(Some),
        None => Ok(None),
    }
}

/// A published edition. What the State announced is public knowledge: no scope.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn published(conn: &Conn, number: i32) -> AppResult<Edition> {
    let row = calendar_edition::Entity::find().filter(calendar_edition::Column::Number.eq(number)).one(conn).await?;
    with_changes(conn, row.ok_or(AppError::NotFound)?).await
}

/// A published edition in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub number: i32,
    pub paper: Paper,
    pub at: DateTime<Utc>,
    pub by: String,
}

/// The published editions, the latest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn) -> AppResult<Vec<Issued>> {
    let rows = calendar_edition::Entity::find()
        .filter(calendar_edition::Column::Number.is_not_null())
        .order_by_desc(calendar_edition::Column::Number)
        .all(conn)
        .await?;
    let issued = |row: calendar_edition::Model| {
        let paper = Paper { title: row.title, source: row.source, link: row.link };
        Some(Issued { number: row.number?, paper, at: row.published_at?, by: row.published_by })
    };
    Ok(rows.into_iter().filter_map(issued).collect())
}

/// The edition that counts now.
///
/// # Errors
/// The database's.
pub async fn current(conn: &Conn) -> AppResult<Option<Issued>> {
    let read = async { Ok(list(conn).await?.into_iter().next()) };
    conn.recalled("calendar-edition", "", read).await
}

/// How many editions were published; the next one's number is one more.
///
/// # Errors
/// The database's.
pub async fn count(conn: &Conn) -> AppResult<i32> {
    let count = calendar_edition::Entity::find().filter(calendar_edition::Column::Number.is_not_null()).count(conn).await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// Saves an edition that was read at `edition.version` (0 for a new one), with its changes.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, edition: &Edition) -> AppResult<()> {
    let id = edition.id.0;
    let published = edition.published.as_ref();
    let row = calendar_edition::ActiveModel {
        id: Set(id),
        number: Set(published.map(|publication| publication.number)),
        title: Set(edition.paper.title.clone()),
        source: Set(edition.paper.source.clone()),
        link: Set(edition.paper.link.clone()),
        published_at: Set(published.map(|publication| publication.at)),
        published_by: Set(published.map(|publication| publication.by.clone()).unwrap_or_default()),
        version: Set(edition.version + 1),
    };
    if edition.version == 0 {
        calendar_edition::Entity::insert(row).exec_without_returning(conn).await?;
    } else {
        let result = calendar_edition::Entity::update_many()
            .set(row)
            .filter(calendar_edition::Column::Id.eq(id))
            .filter(calendar_edition::Column::Version.eq(edition.version))
            .exec(conn)
            .await?;
        saved(result.rows_affected)?;
    }
    calendar_change::Entity::delete_many().filter(calendar_change::Column::EditionId.eq(id)).exec(conn).await?;
    let change = |change: &Change| {
        let (kind, label, source) = match change {
            Change::Enter(day) => (Some(day.kind.to_string()), day.label.clone(), day.source.clone()),
            Change::Remove(_) => (None, String::new(), String::new()),
        };
        calendar_change::ActiveModel {
            edition_id: Set(id),
            on_date: Set(change.on()),
            kind: Set(kind),
            label: Set(label),
            source: Set(source),
        }
    };
    for chunk in edition.changes.chunks(CHUNK) {
        calendar_change::Entity::insert_many(chunk.iter().map(change)).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Removes a draft.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else changed it.
pub async fn delete(conn: &Conn, _permit: &Permit, edition: &Edition) -> AppResult<()> {
    calendar_change::Entity::delete_many().filter(calendar_change::Column::EditionId.eq(edition.id.0)).exec(conn).await?;
    let result = calendar_edition::Entity::delete_many()
        .filter(calendar_edition::Column::Id.eq(edition.id.0))
        .filter(calendar_edition::Column::Version.eq(edition.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Makes the changes of a published edition count.
///
/// # Errors
/// The database's.
pub async fn apply(conn: &Conn, _permit: &Permit, edition: &Edition) -> AppResult<()> {
    let number = edition.published.as_ref().map_or(0, |publication| publication.number);
    let days: Vec<NaiveDate> = edition.changes.iter().map(Change::on).collect();
    for chunk in days.chunks(CHUNK) {
        calendar_day::Entity::delete_many().filter(calendar_day::Column::OnDate.is_in(chunk.iter().copied())).exec(conn).await?;
    }
    let entered: Vec<calendar_day::ActiveModel> = edition
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Enter(day) => Some(calendar_day::ActiveModel {
                on_date: Set(day.on),
                kind: Set(day.kind.to_string()),
                label: Set(day.label.clone()),
                source: Set(day.source.clone()),
                edition: Set(number),
            }),
            Change::Remove(_) => None,
        })
        .collect();
    for chunk in entered.chunks(CHUNK) {
        calendar_day::Entity::insert_many(chunk.iter().cloned()).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// A date around a session that an edition moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub session: SessionId,
    pub unit_code: String,
    pub kind: DateKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Keeps what a published edition moved.
///
/// # Errors
/// The database's.
pub async fn keep_moves(conn: &Conn, _permit: &Permit, edition: &Edition, moves: &[Moved]) -> AppResult<()> {
    let row = |moved: &Moved| calendar_move::ActiveModel {
        edition_id: Set(edition.id.0),
        session_id: Set(moved.session.0),
        kind: Set(moved.kind.to_string()),
        unit_code: Set(moved.unit_code.clone()),
        from_on: Set(moved.from),
        to_on: Set(moved.to),
    };
    for chunk in moves.chunks(CHUNK) {
        calendar_move::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// What an edition moved in the units whose sessions the reader may see inside the office; at most `most` lines.
///
/// # Errors
/// The database's.
pub async fn moves(conn: &Conn, ctx: &Ctx, edition: &Edition, most: u64) -> AppResult<Vec<Moved>> {
    let rows = calendar_move::Entity::find()
        .filter(calendar_move::Column::EditionId.eq(edition.id.0))
        .filter(scope::in_units(&ctx.scope(Action::ReadPlannedSessions), calendar_move::Column::UnitCode))
        .order_by_asc(calendar_move::Column::UnitCode)
        .order_by_asc(calendar_move::Column::ToOn)
        .order_by_asc(calendar_move::Column::SessionId)
        .order_by_asc(calendar_move::Column::Kind)
        .limit(most)
        .all(conn)
        .await?;
    let moved = |row: calendar_move::Model| {
        let (session, kind) = (row.session_id.into(), row.kind.parse()?);
        Ok(Moved { session, unit_code: row.unit_code, kind, from: row.from_on, to: row.to_on })
    };
    rows.into_iter().map(moved).collect()
}
