//! Year plans. A plan is known to the unit's office and leaders, and to those who review the unit from above.

use std::collections::BTreeSet;

use entity::year_plan::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, saved, scope};
use crate::dialogues::rules::plans::{Plan, PlanState, PlanWord};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Permit, PlanId};
use crate::organisation::{Unit, unit};

fn from_row(row: Model) -> AppResult<Plan> {
    let state = match row.state.parse::<PlanWord>()? {
        PlanWord::Draft => PlanState::Draft { returned: row.note },
        PlanWord::Submitted => PlanState::Submitted,
        PlanWord::Approved => {
            let lacking = || AppError::Internal(format!("year_plan {}: approved_at is missing", row.id));
            PlanState::Approved { at: row.approved_at.ok_or_else(lacking)?, by: row.approved_by }
        }
    };
    Ok(Plan {
        id: row.id.into(),
        unit_code: row.unit_code,
        year: row.year,
        state,
        number: row.number,
        lines: serde_json::from_value(row.lines)?,
        version: row.version,
    })
}

fn to_row(plan: &Plan) -> AppResult<ActiveModel> {
    let (mut note, mut approved_at, mut approved_by) = (String::new(), None, String::new());
    match &plan.state {
        PlanState::Draft { returned } => note.clone_from(returned),
        PlanState::Submitted => {}
        PlanState::Approved { at, by } => (approved_at, approved_by) = (Some(*at), by.clone()),
    }
    Ok(ActiveModel {
        id: Set(plan.id.0),
        unit_code: Set(plan.unit_code.clone()),
        year: Set(plan.year),
        state: Set(plan.state.word().to_string()),
        note: Set(note),
        number: Set(plan.number.clone()),
        approved_at: Set(approved_at),
        approved_by: Set(approved_by),
        lines: Set(serde_json::to_value(&plan.lines)?),
        version: Set(plan.version),
    })
}

/// A plan, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct FoundPlan {
    pub plan: Plan,
    pub unit: Unit,
    pub permit: Permit,
}

/// The plan `id`, if the actor may do `action` to it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: PlanId) -> AppResult<FoundPlan> {
    let read = async { Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row) };
    let plan = conn.recalled("plan", id, read).await?;
    let unit = unit(conn, &plan.unit_code).await?;
    let permit = ctx.permit(action, &unit.target())?;
    Ok(FoundPlan { plan, unit, permit })
}

/// The plan of a unit for a year, if there is one and the actor may read what is planned there.
///
/// # Errors
/// The database's.
pub async fn of_year(conn: &Conn, ctx: &Ctx, unit_code: &str, year: i32) -> AppResult<Option<Plan>> {
    let seen = ctx.scope(Action::ReadPlannedSessions);
    let of = format!("{seen:?} {unit_code} {year}");
    let query = Entity::find()
        .filter(scope::in_units(&seen, Column::UnitCode))
        .filter(Column::UnitCode.eq(unit_code))
        .filter(Column::Year.eq(year));
    conn.recalled("plan-of-year", of, async { query.one(conn).await?.map(from_row).transpose() }).await
}

/// The plans that the actor may do `action` to, latest year first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx, action: Action) -> AppResult<Vec<Plan>> {
    let rows = Entity::find()
        .filter(scope::in_units(&ctx.scope(action), Column::UnitCode))
        .order_by_desc(Column::Year)
        .order_by_asc(Column::UnitCode)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The plans of these units for `year`, whoever asks: the caller plans beside them and shows nothing of them.
///
/// # Errors
/// The database's.
pub async fn of_units(conn: &Conn, unit_codes: &[String], year: i32) -> AppResult<Vec<Plan>> {
    let query = Entity::find().filter(Column::UnitCode.is_in(unit_codes)).filter(Column::Year.eq(year));
    query.all(conn).await?.into_iter().map(from_row).collect()
}

/// Codes of the units that have a plan for `year`, whoever asks: drafts are the offices' own, but that there is one is no secret.
///
/// # Errors
/// The database's.
pub async fn units_with_plan(conn: &Conn, year: i32) -> AppResult<BTreeSet<String>> {
    let codes: Vec<String> =
        Entity::find().select_only().column(Column::UnitCode).filter(Column::Year.eq(year)).into_tuple().all(conn).await?;
    Ok(codes.into_iter().collect())
}

/// Whether the unit has a plan for `year`, as [`units_with_plan`].
///
/// # Errors
/// The database's.
pub async fn has_plan(conn: &Conn, unit_code: &str, year: i32) -> AppResult<bool> {
    let count = Entity::find().filter(Column::UnitCode.eq(unit_code)).filter(Column::Year.eq(year)).count(conn).await?;
    Ok(count > 0)
}

/// Adds a plan.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, plan: &Plan) -> AppResult<()> {
    Entity::insert(to_row(plan)?).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves a plan that was read at `plan.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, plan: &Plan) -> AppResult<()> {
    let mut row = to_row(plan)?;
    row.version = Set(plan.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(plan.id.0))
        .filter(Column::Version.eq(plan.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}
