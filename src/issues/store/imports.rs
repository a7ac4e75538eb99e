//! Imports and their parts. Whoever may hand in for the organisation may see them, and nobody else.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{issue_import, issue_import_part};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Set};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::db::{Conn, saved};
use crate::error::{AppError, AppResult};
use crate::issues::rules::import::{Import, ImportState, Outcome};
use crate::kernel::ids::fresh_uuid;
use crate::kernel::{Action, BodyId, Ctx, ImportId, Permit};
use crate::organisation::{Unit, unit};

use issue_import::Column;
use issue_import_part::Column as Part;

/// Rows of one part, which is also a page of the look.
pub const PART_ROWS: usize = 100;

fn from_row(row: issue_import::Model) -> AppResult<Import> {
    Ok(Import {
        id: row.id.into(),
        unit_code: row.unit_code,
        session: row.session_id.into(),
        body: row.body_id.into(),
        account: row.account_id.map(Into::into),
        file_name: row.file_name,
        read_as: row.read_as,
        sheet: row.sheet,
        hidden: serde_json::from_value(row.hidden)?,
        headings: serde_json::from_value(row.headings)?,
        state: row.state.parse()?,
        only_good: row.only_good,
        submit: row.submit,
        for_approval: row.for_approval,
        stopped_by: row.stopped_by,
        created_at: row.created_at,
        started_at: row.started_at,
        ended_at: row.ended_at,
        version: row.version,
    })
}

fn to_row(import: &Import) -> AppResult<issue_import::ActiveModel> {
    Ok(issue_import::ActiveModel {
        id: Set(import.id.0),
        unit_code: Set(import.unit_code.clone()),
        session_id: Set(import.session.0),
        body_id: Set(import.body.0),
        account_id: Set(import.account.map(Into::into)),
        file_name: Set(import.file_name.clone()),
        read_as: Set(import.read_as.clone()),
        sheet: Set(import.sheet.clone()),
        hidden: Set(serde_json::to_value(&import.hidden)?),
        headings: Set(serde_json::to_value(&import.headings)?),
        state: Set(import.state.to_string()),
        only_good: Set(import.only_good),
        submit: Set(import.submit),
        for_approval: Set(import.for_approval),
        stopped_by: Set(import.stopped_by.clone()),
        created_at: Set(import.created_at),
        started_at: Set(import.started_at),
        ended_at: Set(import.ended_at),
        version: Set(import.version),
    })
}

/// An import, its unit, and the proof that the actor may hand in for its organisation.
#[derive(Debug, Clone)]
pub struct Found {
    pub import: Import,
    pub unit: Unit,
    pub permit: Permit,
}

/// The import `id`, if the actor may hand in for its organisation.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, id: ImportId) -> AppResult<Found> {
    let row = issue_import::Entity::find_by_id(id.0).one(conn).await?;
    let import = row.ok_or(AppError::NotFound).and_then(from_row)?;
    let unit = unit(conn, &import.unit_code).await?;
    let permit = ctx.permit(Action::SubmitIssue, &unit.target().owned_by([import.body.0]))?;
    Ok(Found { import, unit, permit })
}

/// The newest imports of these bodies.
///
/// # Errors
/// The database's.
pub async fn newest(conn: &Conn, ctx: &Ctx, bodies: &[BodyId], most: u64) -> AppResult<Vec<Import>> {
    let reach = ctx.scope(Action::SubmitIssue).owners;
    let mine: Vec<Uuid> = bodies.iter().map(|body| body.0).filter(|body| reach.contains(body)).collect();
    let rows = issue_import::Entity::find()
        .filter(Column::BodyId.is_in(mine))
        .order_by_desc(Column::CreatedAt)
        .limit(most)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The imports that wait to be written, oldest first; for the program itself.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn, most: u64) -> AppResult<Vec<Import>> {
    let rows = issue_import::Entity::find()
        .filter(Column::State.eq(ImportState::Writing.as_str()))
        .order_by_asc(Column::CreatedAt)
        .limit(most)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds an import.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, import: &Import) -> AppResult<()> {
    issue_import::Entity::insert(to_row(import)?).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves an import that was read at `import.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, import: &Import) -> AppResult<()> {
    let mut row = to_row(import)?;
    row.version = Set(import.version + 1);
    let newest = issue_import::Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(import.id.0))
        .filter(Column::Version.eq(import.version));
    saved(newest.exec(conn).await?.rows_affected)
}

/// Adds rows of one outcome, the first part under the number `from`.
///
/// # Errors
/// The database's.
pub async fn insert_rows<T: Serialize>(
    conn: &Conn,
    _permit: &Permit,
    import: ImportId,
    outcome: Outcome,
    from: i32,
    rows: &[T],
) -> AppResult<()> {
    for (number, some) in (from..).zip(rows.chunks(PART_ROWS)) {
        let row = issue_import_part::ActiveModel {
            id: Set(fresh_uuid()),
            import_id: Set(import.0),
            outcome: Set(outcome.to_string()),
            number: Set(number),
            row_count: Set(i32::try_from(some.len()).unwrap_or(i32::MAX)),
            rows: Set(serde_json::to_value(some)?),
            written_at: Set(None),
            written_count: Set(0),
        };
        issue_import_part::Entity::insert(row).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// How many rows there are of each outcome, and how many of them are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub rows: u64,
    /// Rows of parts that were gone through.
    pub gone_through: u64,
    pub written: u64,
}

#[derive(Debug, FromQueryResult)]
struct Counted {
    outcome: String,
    row_count: i32,
    written_count: i32,
    written_at: Option<DateTime<Utc>>,
}

/// The counts of an import.
///
/// # Errors
/// The database's.
pub async fn counts(conn: &Conn, import: ImportId) -> AppResult<BTreeMap<Outcome, Count>> {
    let rows: Vec<Counted> = issue_import_part::Entity::find()
        .select_only()
        .columns([Part::Outcome, Part::RowCount, Part::WrittenCount, Part::WrittenAt])
        .filter(Part::ImportId.eq(import.0))
        .into_model()
        .all(conn)
        .await?;
    let mut counts: BTreeMap<Outcome, Count> = BTreeMap::new();
    for row in rows {
        let count = counts.entry(row.outcome.parse()?).or_default();
        let rows = u64::try_from(row.row_count).unwrap_or(0);
        count.rows += rows;
        count.gone_through += if row.written_at.is_some() { rows } else { 0 };
        count.written += u64::try_from(row.written_count).unwrap_or(0);
    }
    Ok(counts)
}

/// The rows of the part that is page `number` (from 1) of an outcome; none behind the last.
///
/// # Errors
/// The database's; a row that cannot be read.
pub async fn page<T: DeserializeOwned>(conn: &Conn, import: ImportId, outcome: Outcome, number: u64) -> AppResult<Vec<T>> {
    let part = issue_import_part::Entity::find()
        .filter(Part::ImportId.eq(import.0))
        .filter(Part::Outcome.eq(outcome.as_str()))
        .order_by_asc(Part::Number)
        .offset(number.saturating_sub(1))
        .limit(1)
        .one(conn)
        .await?;
    Ok(part.map(|part| serde_json::from_value(part.rows)).transpose()?.unwrap_or_default())
}

/// How many parts an outcome has.
///
/// # Errors
/// The database's.
pub async fn pages(conn: &Conn, import: ImportId, outcome: Outcome) -> AppResult<u64> {
    use sea_orm::PaginatorTrait;
    let parts = issue_import_part::Entity::find().filter(Part::ImportId.eq(import.0)).filter(Part::Outcome.eq(outcome.as_str()));
    Ok(parts.count(conn).await?)
}

/// A part that waits to be written.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: Uuid,
    pub outcome: Outcome,
    pub number: i32,
}

/// The parts with rows to write that nobody has written: updates first, each kind in the order of the sheet, so that a run that
/// goes on after a break goes the same way.
///
/// # Errors
/// The database's.
pub async fn unwritten(conn: &Conn, import: ImportId) -> AppResult<Vec<Waiting>> {
    let parts: Vec<(Uuid, String, i32)> = issue_import_part::Entity::find()
        .select_only()
        .columns([Part::Id, Part::Outcome, Part::Number])
        .filter(Part::ImportId.eq(import.0))
        .filter(Part::Outcome.is_in([Outcome::New.as_str(), Outcome::Update.as_str()]))
        .filter(Part::WrittenAt.is_null())
        .order_by_desc(Part::Outcome)
        .order_by_asc(Part::Number)
        .into_tuple()
        .all(conn)
        .await?;
    parts.into_iter().map(|(id, outcome, number)| Ok(Waiting { id, outcome: outcome.parse()?, number })).collect()
}

/// The rows of one part.
///
/// # Errors
/// [`AppError::NotFound`]; a row that cannot be read.
pub async fn rows<T: DeserializeOwned>(conn: &Conn, part: Uuid) -> AppResult<Vec<T>> {
    let part = issue_import_part::Entity::find_by_id(part).one(conn).await?.ok_or(AppError::NotFound)?;
    Ok(serde_json::from_value(part.rows)?)
}

/// Takes a part for this transaction; false when somebody wrote it already.
///
/// # Errors
/// The database's.
pub async fn take(conn: &Conn, _permit: &Permit, part: Uuid, now: DateTime<Utc>) -> AppResult<bool> {
    let taken = issue_import_part::Entity::update_many()
        .col_expr(Part::WrittenAt, Expr::value(now))
        .filter(Part::Id.eq(part))
        .filter(Part::WrittenAt.is_null())
        .exec(conn)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Takes all parts with rows to write that nobody has written; how many those were.
///
/// # Errors
/// The database's.
pub async fn take_all(conn: &Conn, _permit: &Permit, import: ImportId, now: DateTime<Utc>) -> AppResult<usize> {
    let taken = issue_import_part::Entity::update_many()
        .col_expr(Part::WrittenAt, Expr::value(now))
        .filter(Part::ImportId.eq(import.0))
        .filter(Part::Outcome.is_in([Outcome::New.as_str(), Outcome::Update.as_str()]))
        .filter(Part::WrittenAt.is_null())
        .exec(conn)
        .await?;
    Ok(usize::try_from(taken.rows_affected).unwrap_or(usize::MAX))
}

/// Records how many rows of a taken part were written. The others are faulty now.
///
/// # Errors
/// The database's.
pub async fn settle(conn: &Conn, _permit: &Permit, part: Uuid, written: usize) -> AppResult<()> {
    let written = i32::try_from(written).unwrap_or(i32::MAX);
    issue_import_part::Entity::update_many()
        .col_expr(Part::WrittenCount, Expr::value(written))
        .filter(Part::Id.eq(part))
        .exec(conn)
        .await?;
    Ok(())
}

/// Forgets the rows of an ended import that are issues now, or were before: who raised them stands in one place only.
///
/// # Errors
/// The database's.
pub async fn forget_rows(conn: &Conn, import: ImportId, outcomes: &[Outcome]) -> AppResult<()> {
    issue_import_part::Entity::update_many()
        .col_expr(Part::Rows, Expr::value(serde_json::json!([])))
        .filter(Part::ImportId.eq(import.0))
        .filter(Part::Outcome.is_in(outcomes.iter().map(|outcome| outcome.as_str())))
        .exec(conn)
        .await?;
    Ok(())
}

/// Removes an import with its rows.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, _permit: &Permit, import: ImportId) -> AppResult<()> {
    issue_import_part::Entity::delete_many().filter(Part::ImportId.eq(import.0)).exec(conn).await?;
    issue_import::Entity::delete_by_id(import.0).exec(conn).await?;
    Ok(())
}

/// Imports that nobody needs any more: looked at and left before `left`, ended before `ended`.
///
/// # Errors
/// The database's.
pub async fn outdated(conn: &Conn, left: DateTime<Utc>, ended: DateTime<Utc>) -> AppResult<Vec<ImportId>> {
    let looked = Column::State.eq(ImportState::Looked.as_str()).and(Column::CreatedAt.lt(left));
    let ended = Column::EndedAt.lt(ended);
    let rows: Vec<Uuid> =
        issue_import::Entity::find().select_only().column(Column::Id).filter(looked.or(ended)).into_tuple().all(conn).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
