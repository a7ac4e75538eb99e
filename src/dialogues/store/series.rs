//! Series. Known where planned sessions are known.

use std::collections::HashMap;

use chrono::{DateTime, NaiveTime, Utc};
use entity::dialogue_session;
use entity::series::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, NotSet, QueryFilter, QueryOrder, QuerySelect, Set};
use uuid::Uuid;

use crate::db::{Conn, saved, scope};
use crate::dialogues::rules::rhythm::Rhythm;
use crate::dialogues::rules::series::{Repeated, Series, SeriesWord};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Ctx, Permit, SeriesId};
use crate::organisation::{Unit, unit};

pub(super) fn from_row(row: Model) -> AppResult<Series> {
    let rhythm = match (NaiveTime::parse_from_str(&row.starts_at, "%H:%M"), row.period.parse()) {
        (Ok(hour), Ok(period)) => Rhythm::read(&row.rule, row.starts_on.and_time(hour), period),
        _ => Rhythm::Unreadable { text: row.rule, first: row.starts_on.and_time(NaiveTime::MIN) },
    };
    Ok(Series {
        id: row.id.into(),
        plan: row.plan_id.map(Into::into),
        kind: row.kind.parse()?,
        form: row.form.parse()?,
        rhythm,
        shift: row.shift.parse()?,
        state: row.state.parse()?,
        unit_code: row.unit_code,
        title: row.title,
        place: row.place,
        counterpart: row.counterpart,
        duration_minutes: row.duration_minutes,
        sequence: row.sequence,
        changed_at: row.changed_at,
        version: row.version,
    })
}

fn to_row(series: &Series) -> ActiveModel {
    ActiveModel {
        id: Set(series.id.0),
        unit_code: Set(series.unit_code.clone()),
        plan_id: Set(series.plan.map(Into::into)),
        title: Set(series.title.clone()),
        kind: Set(series.kind.to_string()),
        form: Set(series.form.to_string()),
        place: Set(series.place.clone()),
        counterpart: Set(series.counterpart.clone()),
        rule: Set(series.rhythm.text()),
        starts_on: Set(series.rhythm.first().date()),
        starts_at: Set(series.rhythm.first().format("%H:%M").to_string()),
        duration_minutes: Set(series.duration_minutes),
        shift: Set(series.shift.to_string()),
        period: Set(series.rhythm.period().to_string()),
        state: Set(series.state.to_string()),
        sequence: Set(series.sequence),
        changed_at: Set(series.changed_at),
        version: Set(series.version),
        arrangement: NotSet,
    }
}

/// A series, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct FoundSeries {
    pub series: Series,
    pub unit: Unit,
    pub permit: Permit,
}

/// Holds the row of a series until the end of the transaction, so that two who open its occurrences at once do it one after the
/// other. SQLite has one writer anyway.
///
/// # Errors
/// The database's.
pub async fn lock(conn: &Conn, id: SeriesId) -> AppResult<()> {
    Entity::find_by_id(id.0).lock_exclusive().one(conn).await?;
    Ok(())
}

/// The series `id`, if the actor may do `action` to it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: SeriesId) -> AppResult<FoundSeries> {
    let row = Entity::find_by_id(id.0).one(conn).await?;
    let series = row.ok_or(AppError::NotFound).and_then(from_row)?;
    let unit = unit(conn, &series.unit_code).await?;
    let permit = ctx.permit(action, &unit.target())?;
    Ok(FoundSeries { series, unit, permit })
}

/// The series that the actor may do `action` to: those that go on first, then by title.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx, action: Action) -> AppResult<Vec<Series>> {
    let rows = Entity::find()
        .filter(scope::in_units(&ctx.scope(action), Column::UnitCode))
        .order_by_asc(Column::State)
        .order_by_asc(Column::Title)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The series that go on, of all units that the actor may plan for: for the sweep.
///
/// # Errors
/// The database's.
pub async fn active(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<SeriesId>> {
    let rows = Entity::find()
        .filter(scope::in_units(&ctx.scope(Action::PlanDialogues), Column::UnitCode))
        .filter(Column::State.eq(SeriesWord::Active.as_str()))
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// The series of a unit that follow its occasions, ended ones included; the caller asks rights for the unit.
///
/// # Errors
/// The database's.
pub async fn before_occasions(conn: &Conn, unit_code: &str) -> AppResult<Vec<Series>> {
    let rows =
        Entity::find().filter(Column::UnitCode.eq(unit_code)).filter(Column::Rule.starts_with("BEFORE=")).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// The series of all units that follow occasions, ended ones included: for acts that concern the whole installation and ask
/// their own rights.
///
/// # Errors
/// The database's.
pub async fn all_before_occasions(conn: &Conn) -> AppResult<Vec<Series>> {
    let rows = Entity::find().filter(Column::Rule.starts_with("BEFORE=")).order_by_asc(Column::Id).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// These series with their counts, for calendars that show sessions from `from` on: a session that began before counts once
/// more, because the calendar changed when it fell out. The caller asks rights for the sessions.
///
/// # Errors
/// The database's.
pub async fn repeated(conn: &Conn, ids: &[SeriesId], from: DateTime<Utc>) -> AppResult<Vec<Repeated>> {
    let among = || ids.iter().map(|id| id.0);
    let rows = Entity::find().filter(Column::Id.is_in(among())).order_by_asc(Column::Id).all(conn).await?;
    let sessions: Vec<(Uuid, i32, DateTime<Utc>, DateTime<Utc>)> = dialogue_session::Entity::find()
        .select_only()
        .columns([
            dialogue_session::Column::SeriesId,
            dialogue_session::Column::Sequence,
            dialogue_session::Column::ChangedAt,
            dialogue_session::Column::StartsAt,
        ])
        .filter(dialogue_session::Column::SeriesId.is_in(among()))
        .into_tuple()
        .all(conn)
        .await?;
    let mut counts: HashMap<Uuid, (i64, DateTime<Utc>)> = HashMap::new();
    for (series, sequence, changed_at, starts_at) in sessions {
        let (count, latest) = counts.entry(series).or_default();
        *count += 1 + i64::from(sequence) + i64::from(starts_at < from);
        *latest = changed_at.max(*latest);
    }
    let counted = |row: Model| {
        let (count, latest) = counts.get(&row.id).copied().unwrap_or_default();
        let series = from_row(row)?;
        let sequence = u32::try_from(count + i64::from(series.sequence)).unwrap_or(u32::MAX);
        Ok(Repeated { sequence, changed_at: latest.max(series.changed_at), series })
    };
    rows.into_iter().map(counted).collect()
}

/// Adds a series.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, series: &Series) -> AppResult<()> {
    Entity::insert(to_row(series)).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves a series that was read at `series.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, series: &Series) -> AppResult<()> {
    let mut row = to_row(series);
    row.version = Set(series.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(series.id.0))
        .filter(Column::Version.eq(series.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}
