//! Occasions of units. Known where planned sessions are known.

use chrono::NaiveDate;
use entity::occasion::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved, scope};
use crate::dialogues::rules::Session;
use crate::dialogues::rules::occasions::{Occasion, occasion_of};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, OccasionId, Permit};
use crate::organisation::{Unit, unit};

fn from_row(row: Model) -> AppResult<Occasion> {
    Ok(Occasion {
        id: row.id.into(),
        kind: row.kind.parse()?,
        unit_code: row.unit_code,
        name: row.name,
        held_on: row.held_on,
        version: row.version,
    })
}

fn to_row(occasion: &Occasion) -> ActiveModel {
    ActiveModel {
        id: Set(occasion.id.0),
        unit_code: Set(occasion.unit_code.clone()),
        kind: Set(occasion.kind.to_string()),
        name: Set(occasion.name.clone()),
        held_on: Set(occasion.held_on),
        version: Set(occasion.version),
    }
}

/// An occasion, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct FoundOccasion {
    pub occasion: Occasion,
    pub unit: Unit,
    pub permit: Permit,
}

/// The occasion `id`, if the actor may do `action` to it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: OccasionId) -> AppResult<FoundOccasion> {
    let row = Entity::find_by_id(id.0).one(conn).await?;
    let occasion = row.ok_or(AppError::NotFound).and_then(from_row)?;
    let unit = unit(conn, &occasion.unit_code).await?;
    let permit = ctx.permit(action, &unit.target())?;
    Ok(FoundOccasion { occasion, unit, permit })
}

/// The occasions from `from` on of all units that the actor may do `action` to, by their day.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx, action: Action, from: NaiveDate) -> AppResult<Vec<Occasion>> {
    let rows = Entity::find()
        .filter(scope::in_units(&ctx.scope(action), Column::UnitCode))
        .filter(Column::HeldOn.gte(from))
        .order_by_asc(Column::HeldOn)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// All occasions of a unit, by their day, whoever asks: series are counted from them.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, unit_code: &str) -> AppResult<Vec<Occasion>> {
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .order_by_asc(Column::HeldOn)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The day that the occasion of a session has now; none where it follows none, or the occasion is called off.
///
/// # Errors
/// The database's.
pub async fn anchor(conn: &Conn, session: &Session) -> AppResult<Option<NaiveDate>> {
    let Some(id) = session.slot_key.as_deref().and_then(occasion_of).filter(|_| session.anchor_on.is_some()) else {
        return Ok(None);
    };
    Ok(Entity::find_by_id(id.0).one(conn).await?.map(|row| row.held_on))
}

/// Adds an occasion.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, occasion: &Occasion) -> AppResult<()> {
    Entity::insert(to_row(occasion)).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves an occasion that was read at `occasion.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, occasion: &Occasion) -> AppResult<()> {
    let mut row = to_row(occasion);
    row.version = Set(occasion.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(occasion.id.0))
        .filter(Column::Version.eq(occasion.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Takes an occasion away that was read at this version. Sessions keep its id in their slot keys.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn remove(conn: &Conn, _permit: &Permit, id: OccasionId, version: i32) -> AppResult<()> {
    let result = Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::Version.eq(version)).exec(conn).await?;
    saved(result.rows_affected)
}
