//! Templates of sessions, and what series and sessions took over from them. Known where sessions are planned.

use chrono::NaiveTime;
use entity::session_template::{ActiveModel, Column, Entity, Model};
use entity::{dialogue_session, series};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::db::{Conn, saved};
use crate::dialogues::rules::templates::{Arrangement, Section, Template};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Permit, SeriesId, SessionId, TemplateId};
use crate::organisation::{Unit, unit};

/// How the usual hour is written.
const HOUR: &str = "%H:%M";

fn from_row(row: Model) -> AppResult<Template> {
    let starts = NaiveTime::parse_from_str(&row.starts_at, HOUR);
    Ok(Template {
        id: row.id.into(),
        kind: row.kind.parse()?,
        form: row.form.parse()?,
        starts: starts.map_err(|_| AppError::Internal(format!("session_template {}: starts_at", row.id)))?,
        arrangement: serde_json::from_value(row.arrangement)?,
        unit_code: row.unit_code,
        name: row.name,
        title: row.title,
        counterpart: row.counterpart,
        place: row.place,
        attend_how: row.attend_how,
        duration_minutes: row.duration_minutes,
        version: row.version,
    })
}

fn to_row(template: &Template) -> AppResult<ActiveModel> {
    Ok(ActiveModel {
        id: Set(template.id.0),
        unit_code: Set(template.unit_code.clone()),
        name: Set(template.name.clone()),
        name_key: Set(template.name_key()),
        kind: Set(template.kind.to_string()),
        form: Set(template.form.to_string()),
        title: Set(template.title.clone()),
        counterpart: Set(template.counterpart.clone()),
        place: Set(template.place.clone()),
        attend_how: Set(template.attend_how.clone()),
        starts_at: Set(template.starts.format(HOUR).to_string()),
        duration_minutes: Set(template.duration_minutes),
        arrangement: Set(serde_json::to_value(&template.arrangement)?),
        version: Set(template.version),
    })
}

/// A template, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct FoundTemplate {
    pub template: Template,
    pub unit: Unit,
    pub permit: Permit,
}

/// The template `id`, if the actor may do `action` to it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: TemplateId) -> AppResult<FoundTemplate> {
    let row = Entity::find_by_id(id.0).one(conn).await?;
    let template = row.ok_or(AppError::NotFound).and_then(from_row)?;
    let unit = unit(conn, &template.unit_code).await?;
    let permit = ctx.permit(action, &unit.target())?;
    Ok(FoundTemplate { template, unit, permit })
}

/// The templates of a unit by name; the caller asks rights for the unit.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, unit_code: &str) -> AppResult<Vec<Template>> {
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .order_by_asc(Column::NameKey)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds a template.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, template: &Template) -> AppResult<()> {
    Entity::insert(to_row(template)?).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves a template that was read at `template.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, template: &Template) -> AppResult<()> {
    let mut row = to_row(template)?;
    row.version = Set(template.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(template.id.0))
        .filter(Column::Version.eq(template.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Takes a template away that was read at this version.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn remove(conn: &Conn, _permit: &Permit, id: TemplateId, version: i32) -> AppResult<()> {
    let result = Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::Version.eq(version)).exec(conn).await?;
    saved(result.rows_affected)
}

/// What each session of a series takes over; nothing where it took over nothing. The caller has found the series.
///
/// # Errors
/// The database's.
pub async fn of_series(conn: &Conn, id: SeriesId) -> AppResult<Arrangement> {
    let row = series::Entity::find_by_id(id.0).one(conn).await?.and_then(|row| row.arrangement);
    Ok(row.map(serde_json::from_value).transpose()?.unwrap_or_default())
}

/// Lets each session of a series take this over.
///
/// # Errors
/// The database's.
pub async fn save_for_series(conn: &Conn, _permit: &Permit, id: SeriesId, arrangement: &Arrangement) -> AppResult<()> {
    let row = series::ActiveModel { arrangement: Set(Some(serde_json::to_value(arrangement)?)), ..Default::default() };
    series::Entity::update_many().set(row).filter(series::Column::Id.eq(id.0)).exec(conn).await?;
    Ok(())
}

/// What the agenda of a session begins with beside its issues. The caller has found the session.
///
/// # Errors
/// The database's.
pub async fn outline(conn: &Conn, session: SessionId) -> AppResult<Vec<Section>> {
    let row = dialogue_session::Entity::find_by_id(session.0).one(conn).await?.and_then(|row| row.outline);
    Ok(row.map(serde_json::from_value).transpose()?.unwrap_or_default())
}

/// Keeps what the agenda of a session begins with.
///
/// # Errors
/// The database's.
pub async fn save_outline(conn: &Conn, _permit: &Permit, session: SessionId, sections: &[Section]) -> AppResult<()> {
    let row = dialogue_session::ActiveModel { outline: Set(Some(serde_json::to_value(sections)?)), ..Default::default() };
    dialogue_session::Entity::update_many().set(row).filter(dialogue_session::Column::Id.eq(session.0)).exec(conn).await?;
    Ok(())
}
