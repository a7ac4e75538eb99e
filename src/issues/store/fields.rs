//! Fields of life: the common list, the lists that units keep, and whose list a unit classifies by. Public knowledge: no scope.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::field::{ActiveModel, Column, Entity, Model};
use entity::{agenda_item, field_tree, issue};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Set};
use serde::Serialize;

use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::issues::rules::fields::in_order;
pub use crate::issues::rules::fields::{Field, Names, Tree};
use crate::kernel::Permit;
use crate::organisation::unit;

/// All fields in their order, those of all units: each upper one before those below it.
///
/// # Errors
/// The database's.
pub async fn fields(conn: &Conn) -> AppResult<Arc<Vec<Field>>> {
    conn.known("fields", "", read(conn)).await
}

async fn read(conn: &Conn) -> AppResult<Vec<Field>> {
    let rows = Entity::find().order_by_asc(Column::Sort).order_by_asc(Column::Code).all(conn).await?;
    // The common list comes first, then unit by unit; a database would sort nothing differently.
    let (common, mut own): (Vec<Model>, Vec<Model>) = rows.into_iter().partition(|row| row.unit_code.is_none());
    own.sort_by(|a, b| a.unit_code.cmp(&b.unit_code));
    Ok(in_order(common.into_iter().chain(own).map(from_row).collect()))
}

fn from_row(row: Model) -> Field {
    let top = row.common_code.or_else(|| row.parent_code.clone()).unwrap_or_else(|| row.code.clone());
    Field {
        top,
        code: row.code,
        parent: row.parent_code,
        name_vi: row.name_vi,
        name_en: row.name_en,
        unit: row.unit_code,
        closed_at: row.closed_at,
    }
}

/// The fields that a unit classifies by: of its own list, else of the nearest unit above that has one, else of the common list.
///
/// # Errors
/// [`AppError::NotFound`] for an unknown unit.
pub async fn tree(conn: &Conn, unit_code: &str) -> AppResult<Tree> {
    let all = fields(conn).await?;
    let used = conn.known("field-trees", "", in_use(conn)).await?;
    let owner = if used.is_empty() {
        None
    } else {
        let path = unit(conn, unit_code).await?.path;
        path.rsplit('/').find(|code| used.contains(*code)).map(str::to_owned)
    };
    Ok(Tree { owner, all })
}

async fn in_use(conn: &Conn) -> AppResult<HashSet<String>> {
    let rows = field_tree::Entity::find().filter(field_tree::Column::InUse.eq(true)).all(conn).await?;
    Ok(rows.into_iter().map(|row| row.unit_code).collect())
}

/// Whether the list of a unit's own is in use, and how often it was saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    pub in_use: bool,
    pub version: i32,
}

/// How a unit's own list stands; nothing was saved of one at version 0.
///
/// # Errors
/// The database's.
pub async fn kept(conn: &Conn, unit_code: &str) -> AppResult<Kept> {
    let row = field_tree::Entity::find_by_id(unit_code.to_owned()).one(conn).await?;
    Ok(row.map(|row| Kept { in_use: row.in_use, version: row.version }).unwrap_or_default())
}

/// Saves how a unit's own list stands and counts its version: every change of one of its fields is a change of the list.
///
/// # Errors
/// [`AppError::Conflict`] when somebody was faster.
pub async fn keep(conn: &Conn, _permit: &Permit, unit_code: &str, kept: Kept) -> AppResult<()> {
    let next = field_tree::ActiveModel {
        unit_code: Set(unit_code.to_owned()),
        in_use: Set(kept.in_use),
        version: Set(kept.version + 1),
    };
    let written = if kept.version == 0 {
        let conflict = OnConflict::column(field_tree::Column::UnitCode).do_nothing().to_owned();
        field_tree::Entity::insert(next).on_conflict(conflict).exec_without_returning(conn).await?
    } else {
        let own = field_tree::Entity::update_many().set(next).filter(field_tree::Column::UnitCode.eq(unit_code));
        own.filter(field_tree::Column::Version.eq(kept.version)).exec(conn).await?.rows_affected
    };
    if written == 1 { Ok(()) } else { Err(AppError::Conflict) }
}

/// Whether there are none yet.
///
/// # Errors
/// The database's.
pub async fn is_empty(conn: &Conn) -> AppResult<bool> {
    Ok(Entity::find().count(conn).await? == 0)
}

/// Adds fields in their order from `sort` on, parents first.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, fields: &[Field], sort: i32) -> AppResult<()> {
    for (sort, field) in (sort..).zip(fields) {
        let row = ActiveModel {
            code: Set(field.code.clone()),
            parent_code: Set(field.parent.clone()),
            name_vi: Set(field.name_vi.clone()),
            name_en: Set(field.name_en.clone()),
            sort: Set(sort),
            unit_code: Set(field.unit.clone()),
            common_code: Set(field.unit.is_some().then(|| field.top.clone())),
            closed_at: Set(field.closed_at),
        };
        Entity::insert(row).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// The place after the last field of a unit's own.
///
/// # Errors
/// The database's.
pub async fn next_sort(conn: &Conn, unit_code: &str) -> AppResult<i32> {
    let last = Entity::find().filter(Column::UnitCode.eq(unit_code)).order_by_desc(Column::Sort).one(conn).await?;
    Ok(last.map_or(0, |row| row.sort + 1))
}

/// Saves what a field of a unit's own is called and counts for.
///
/// # Errors
/// The database's.
pub async fn rename(conn: &Conn, _permit: &Permit, code: &str, names: &Names, top: &str) -> AppResult<()> {
    let row = ActiveModel {
        name_vi: Set(names.vi.clone()),
        name_en: Set(names.en.clone()),
        common_code: Set(Some(top.to_owned())),
        ..Default::default()
    };
    Entity::update_many().set(row).filter(Column::Code.eq(code)).exec(conn).await?;
    Ok(())
}

/// Closes or opens a field of a unit's own.
///
/// # Errors
/// The database's.
pub async fn close(conn: &Conn, _permit: &Permit, code: &str, at: Option<DateTime<Utc>>) -> AppResult<()> {
    let row = ActiveModel { closed_at: Set(at), ..Default::default() };
    Entity::update_many().set(row).filter(Column::Code.eq(code)).exec(conn).await?;
    Ok(())
}

/// Gives siblings their places.
///
/// # Errors
/// The database's.
pub async fn arrange(conn: &Conn, _permit: &Permit, codes: &[String]) -> AppResult<()> {
    for (sort, code) in (0_i32..).zip(codes) {
        let row = ActiveModel { sort: Set(sort), ..Default::default() };
        Entity::update_many().set(row).filter(Column::Code.eq(code)).exec(conn).await?;
    }
    Ok(())
}

/// Removes a field of a unit's own that nothing uses.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, _permit: &Permit, code: &str) -> AppResult<()> {
    Entity::delete_by_id(code.to_owned()).exec(conn).await?;
    Ok(())
}

/// Where a field of a unit's own is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Uses {
    pub issues: u64,
    pub agenda: u64,
    /// Fields below it.
    pub fields: u64,
}

impl Uses {
    /// In how many places.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.issues + self.agenda + self.fields
    }
}

/// Where a field is used, whatever the unit: a merged one may have brought its issues elsewhere.
///
/// # Errors
/// The database's.
pub async fn uses(conn: &Conn, code: &str) -> AppResult<Uses> {
    Ok(Uses {
        issues: issue::Entity::find().filter(issue::Column::FieldCode.eq(code)).count(conn).await?,
        agenda: agenda_item::Entity::find().filter(agenda_item::Column::FieldCode.eq(code)).count(conn).await?,
        fields: Entity::find().filter(Column::ParentCode.eq(code)).count(conn).await?,
    })
}
