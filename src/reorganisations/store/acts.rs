//! Reorganisations with their old ones. Found by those who administer the unit above.

use chrono::NaiveDate;
use entity::{reorganisation, reorganisation_old, unit};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, saved, scope};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Permit, ReorganisationId};
use crate::organisation::{self, Unit};
use crate::reorganisations::rules::{Old, Reorganisation};

/// Acts of one list: a province has some in ten years.
const MOST: u64 = 200;

fn from_row(row: reorganisation::Model, olds: Vec<Old>) -> AppResult<Reorganisation> {
    Ok(Reorganisation {
        id: row.id.into(),
        kind: row.kind.parse()?,
        level: row.level.parse()?,
        unit_code: row.unit_code,
        olds,
        heir_unit: row.heir_code,
        heir_body: row.heir_id.map(Into::into),
        new_name: row.new_name,
        new_code: row.new_code,
        new_kind: row.new_kind,
        effective_on: row.effective_on,
        paper: row.paper,
        paper_on: row.paper_on,
        note: row.note,
        created_at: row.created_at,
        created_by: row.created_by,
        published_at: row.published_at,
        published_by: row.published_by,
        settled_at: row.settled_at,
        version: row.version,
    })
}

fn to_row(act: &Reorganisation) -> reorganisation::ActiveModel {
    reorganisation::ActiveModel {
        id: Set(act.id.0),
        kind: Set(act.kind.to_string()),
        level: Set(act.level.to_string()),
        unit_code: Set(act.unit_code.clone()),
        effective_on: Set(act.effective_on),
        paper: Set(act.paper.clone()),
        paper_on: Set(act.paper_on),
        note: Set(act.note.clone()),
        heir_code: Set(act.heir_unit.clone()),
        heir_id: Set(act.heir_body.map(Into::into)),
        new_name: Set(act.new_name.clone()),
        new_code: Set(act.new_code.clone()),
        new_kind: Set(act.new_kind.clone()),
        created_at: Set(act.created_at),
        created_by: Set(act.created_by.clone()),
        published_at: Set(act.published_at),
        published_by: Set(act.published_by.clone()),
        settled_at: Set(act.settled_at),
        version: Set(act.version),
    }
}

async fn with_olds(conn: &Conn, rows: Vec<reorganisation::Model>) -> AppResult<Vec<Reorganisation>> {
    let olds = reorganisation_old::Entity::find()
        .filter(reorganisation_old::Column::ReorganisationId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(reorganisation_old::Column::Position)
        .all(conn)
        .await?;
    let of = |id| {
        let own = olds.iter().filter(|old| old.reorganisation_id == id);
        own.map(|old| Old { unit_code: old.unit_code.clone(), body: old.body_id.map(Into::into), name: old.name.clone() })
            .collect()
    };
    rows.into_iter().map(|row| (of(row.id), row)).map(|(olds, row)| from_row(row, olds)).collect()
}

/// The acts that the actor administers, the newest day first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Reorganisation>> {
    let mine = Query::select()
        .column(unit::Column::Code)
        .from(unit::Entity)
        .cond_where(scope::units(&ctx.scope(Action::ManageOrganisation)))
        .take();
    let rows = reorganisation::Entity::find()
        .filter(reorganisation::Column::UnitCode.in_subquery(mine))
        .order_by_desc(reorganisation::Column::EffectiveOn)
        .order_by_desc(reorganisation::Column::Id)
        .limit(MOST)
        .all(conn)
        .await?;
    with_olds(conn, rows).await
}

/// The published acts whose day has come and that are not settled, the earliest first.
///
/// # Errors
/// The database's.
pub async fn due(conn: &Conn, today: NaiveDate) -> AppResult<Vec<Reorganisation>> {
    let rows = reorganisation::Entity::find()
        .filter(reorganisation::Column::PublishedAt.is_not_null())
        .filter(reorganisation::Column::SettledAt.is_null())
        .filter(reorganisation::Column::EffectiveOn.lte(today))
        .order_by_asc(reorganisation::Column::EffectiveOn)
        .order_by_asc(reorganisation::Column::Id)
        .all(conn)
        .await?;
    with_olds(conn, rows).await
}

/// The published acts that are not settled yet.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn) -> AppResult<Vec<Reorganisation>> {
    let rows = reorganisation::Entity::find()
        .filter(reorganisation::Column::PublishedAt.is_not_null())
        .filter(reorganisation::Column::SettledAt.is_null())
        .order_by_asc(reorganisation::Column::Id)
        .all(conn)
        .await?;
    with_olds(conn, rows).await
}

/// An act, the unit above, and the proof that the actor may manage it.
#[derive(Debug, Clone)]
pub struct Found {
    pub act: Reorganisation,
    pub unit: Unit,
    pub permit: Permit,
}

/// The act `id`, if the actor administers it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn find(conn: &Conn, ctx: &Ctx, id: ReorganisationId) -> AppResult<Found> {
    let row = reorganisation::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound)?;
    let act = with_olds(conn, vec![row]).await?.pop().ok_or(AppError::NotFound)?;
    let unit = organisation::unit(conn, &act.unit_code).await?;
    let permit = ctx.permit(Action::ManageOrganisation, &unit.target())?;
    Ok(Found { act, unit, permit })
}

/// Adds an act.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, act: &Reorganisation) -> AppResult<()> {
    reorganisation::Entity::insert(to_row(act)).exec_without_returning(conn).await?;
    insert_olds(conn, act).await
}

async fn insert_olds(conn: &Conn, act: &Reorganisation) -> AppResult<()> {
    let rows = act.olds.iter().zip(1..).map(|(old, position)| reorganisation_old::ActiveModel {
        reorganisation_id: Set(act.id.0),
        position: Set(position),
        unit_code: Set(old.unit_code.clone()),
        body_id: Set(old.body.map(Into::into)),
        name: Set(old.name.clone()),
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        reorganisation_old::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// Saves an act that was read at `act.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, permit: &Permit, act: &Reorganisation) -> AppResult<()> {
    let mut row = to_row(act);
    row.version = Set(act.version + 1);
    let result = reorganisation::Entity::update_many()
        .set(row)
        .filter(reorganisation::Column::Id.eq(act.id.0))
        .filter(reorganisation::Column::Version.eq(act.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    delete_olds(conn, permit, act).await?;
    insert_olds(conn, act).await
}

async fn delete_olds(conn: &Conn, _permit: &Permit, act: &Reorganisation) -> AppResult<()> {
    let own = reorganisation_old::Column::ReorganisationId.eq(act.id.0);
    reorganisation_old::Entity::delete_many().filter(own).exec(conn).await?;
    Ok(())
}

/// Removes a draft that was read at `act.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn delete(conn: &Conn, permit: &Permit, act: &Reorganisation) -> AppResult<()> {
    delete_olds(conn, permit, act).await?;
    let result = reorganisation::Entity::delete_many()
        .filter(reorganisation::Column::Id.eq(act.id.0))
        .filter(reorganisation::Column::Version.eq(act.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}
