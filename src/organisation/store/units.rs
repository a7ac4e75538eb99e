//! Units: the official list, and which of them take part.

use chrono::{DateTime, NaiveDate, Utc};
use entity::unit;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, paged, scope};
use crate::error::{AppError, AppResult};
use crate::kernel::text::fold;
use crate::kernel::{Action, Ctx, Page, PageRequest, Target};
use crate::organisation::rules::UnitKind;

/// Rows per INSERT: SQLite takes 32,766 parameters.
const CHUNK: usize = 2_000;

/// A territorial unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub code: String,
    pub parent_code: Option<String>,
    pub kind: UnitKind,
    pub name: String,
    /// Codes from the root with a slash after each: `00/14/03667/`.
    pub path: String,
    pub activated_at: Option<DateTime<Utc>>,
    /// Its first day; none where it was there before the program.
    pub valid_from: Option<NaiveDate>,
    /// Its last day, included.
    pub valid_to: Option<NaiveDate>,
    /// Code of the unit that goes on with its work.
    pub heir: Option<String>,
}

impl Unit {
    /// Whether it exists on `day`.
    #[must_use]
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| to >= day)
    }

    /// Whether it has ended before `day`.
    #[must_use]
    pub fn has_ended(&self, day: NaiveDate) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }

    /// The unit as an object of rights.
    #[must_use]
    pub fn target(&self) -> Target {
        Target::unit(&self.path)
    }

    /// "phường Hải An", for use inside a sentence.
    #[must_use]
    pub fn in_a_sentence(&self) -> String {
        crate::organisation::rules::in_a_sentence(self.kind, &self.name)
    }
}

pub(super) fn from_row(row: unit::Model) -> AppResult<Unit> {
    Ok(Unit {
        kind: row.kind.parse()?,
        code: row.code,
        parent_code: row.parent_code,
        name: row.name,
        path: row.path,
        activated_at: row.activated_at,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        heir: row.successor_code,
    })
}

/// A row of the official list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    pub code: String,
    pub parent_code: Option<String>,
    pub kind: UnitKind,
    pub name: String,
    pub path: String,
    pub depth: i32,
}

/// The unit with this code. Units are public knowledge: no scope.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn unit(conn: &Conn, code: &str) -> AppResult<Unit> {
    let read = async { unit::Entity::find_by_id(code.to_owned()).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row) };
    conn.recalled("unit", code, read).await
}

/// The units directly below `code`, by name.
///
/// # Errors
/// The database's.
pub async fn children(conn: &Conn, code: &str) -> AppResult<Vec<Unit>> {
    let query = unit::Entity::find()
        .filter(unit::Column::ParentCode.eq(code))
        .order_by_asc(unit::Column::Folded)
        .order_by_asc(unit::Column::Code);
    let read = async { query.all(conn).await?.into_iter().map(from_row).collect() };
    conn.recalled("units-below", code, read).await
}

/// The units that take part, at and below `path`, by path.
///
/// # Errors
/// The database's.
pub async fn list_active(conn: &Conn, path: &str) -> AppResult<Vec<Unit>> {
    let rows = unit::Entity::find()
        .filter(crate::db::scope::starts_with(unit::Column::Path, path))
        .filter(unit::Column::ActivatedAt.is_not_null())
        .order_by_asc(unit::Column::Path)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// A page of the units that the actor may manage: those whose name or code contains `query` (folded), or without one those
/// that take part.
///
/// # Errors
/// The database's.
pub async fn search(conn: &Conn, ctx: &Ctx, query: &str, page: PageRequest) -> AppResult<Page<Unit>> {
    let scope = scope::units(&ctx.scope(Action::ManageOrganisation));
    let words = if query.is_empty() {
        Condition::all().add(unit::Column::ActivatedAt.is_not_null())
    } else {
        Condition::any().add(scope::contains(unit::Column::Folded, &fold(query))).add(unit::Column::Code.eq(query))
    };
    let found = unit::Entity::find().filter(scope).filter(words).filter(unit::Column::Depth.gt(0));
    paged(conn, found.order_by_asc(unit::Column::Path), page).await?.try_map(from_row)
}

/// How many units are known.
///
/// # Errors
/// The database's.
pub async fn count(conn: &Conn) -> AppResult<u64> {
    Ok(unit::Entity::find().count(conn).await?)
}

/// Inserts new units and renames known ones; activation and history stay.
///
/// # Errors
/// The database's.
pub async fn upsert(conn: &Conn, units: &[NewUnit]) -> AppResult<()> {
    for chunk in units.chunks(CHUNK) {
        let rows = chunk.iter().map(|unit| unit::ActiveModel {
            code: Set(unit.code.clone()),
            parent_code: Set(unit.parent_code.clone()),
            kind: Set(unit.kind.to_string()),
            name: Set(unit.name.clone()),
            folded: Set(fold(&unit.name)),
            path: Set(unit.path.clone()),
            depth: Set(unit.depth),
            activated_at: Set(None),
            valid_from: Set(None),
            valid_to: Set(None),
            successor_code: Set(None),
            version: Set(1),
        });
        let conflict = OnConflict::column(unit::Column::Code)
            .update_columns([unit::Column::Kind, unit::Column::Name, unit::Column::Folded])
            .to_owned();
        unit::Entity::insert_many(rows).on_conflict(conflict).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Marks the unit as taking part from `at`.
///
/// # Errors
/// The database's.
pub async fn activate(conn: &Conn, code: &str, at: DateTime<Utc>) -> AppResult<()> {
    let row = unit::ActiveModel { activated_at: Set(Some(at)), ..Default::default() };
    unit::Entity::update_many().set(row).filter(unit::Column::Code.eq(code)).exec(conn).await?;
    Ok(())
}
