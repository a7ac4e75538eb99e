//! Busy calendars and the times taken from them. A calendar is known to the office of its unit and to its owner; its times
//! count for whoever plans, without a word of what they are.

use chrono::{DateTime, Utc};
use entity::{busy_source, busy_time};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, saved, scope};
use crate::dialogues::rules::busy::{Address, Failing, Source, Stretch, Validators};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BusySourceId, Ctx, Permit, PersonId};
use crate::organisation::unit;

/// Rows in one statement, well below what both databases take.
const AT_ONCE: usize = 500;

fn from_row(row: busy_source::Model) -> AppResult<Source> {
    let failing = match row.failing_since {
        Some(since) => {
            Some(Failing { since, problem: row.problem.parse()?, times: u32::try_from(row.failures).unwrap_or_default() })
        }
        None => None,
    };
    Ok(Source {
        id: row.id.into(),
        unit_code: row.unit_code,
        person: row.person_id.into(),
        kind: row.kind.parse()?,
        address: Address::stored(row.address),
        validators: Validators { etag: row.etag, last_modified: row.last_modified },
        added_at: row.added_at,
        read_at: row.read_at,
        whole_at: row.whole_at,
        unread: u32::try_from(row.unread).unwrap_or_default(),
        failing,
        next_try_at: row.next_try_at,
        version: row.version,
    })
}

fn to_row(source: &Source) -> busy_source::ActiveModel {
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    busy_source::ActiveModel {
        id: Set(source.id.0),
        unit_code: Set(source.unit_code.clone()),
        person_id: Set(source.person.0),
        kind: Set(source.kind.to_string()),
        address: Set(source.address.secret().to_owned()),
        etag: Set(source.validators.etag.clone()),
        last_modified: Set(source.validators.last_modified.clone()),
        added_at: Set(source.added_at),
        read_at: Set(source.read_at),
        whole_at: Set(source.whole_at),
        unread: Set(number(source.unread)),
        failing_since: Set(source.failing.map(|failing| failing.since)),
        problem: Set(source.failing.map(|failing| failing.problem.to_string()).unwrap_or_default()),
        failures: Set(source.failing.map(|failing| number(failing.times)).unwrap_or_default()),
        next_try_at: Set(source.next_try_at),
        version: Set(source.version),
    }
}

/// The calendar `id` with the proof that the actor may keep it.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, id: BusySourceId) -> AppResult<(Source, Permit)> {
    let source = busy_source::Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row)?;
    let unit = unit(conn, &source.unit_code).await?;
    let permit = ctx.permit(Action::KeepBusyTimes, &unit.target().about(source.person))?;
    Ok((source, permit))
}

/// The calendars that the actor may keep, by person.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx) -> AppResult<Vec<Source>> {
    let seen = ctx.scope(Action::KeepBusyTimes);
    let own = busy_source::Column::PersonId.is_in(seen.people.iter().map(|person| person.0));
    let rows = busy_source::Entity::find()
        .filter(Condition::any().add(scope::in_units(&seen, busy_source::Column::UnitCode)).add(own))
        .order_by_asc(busy_source::Column::PersonId)
        .order_by_asc(busy_source::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The calendars of a person. The caller has asked whether he may keep them.
///
/// # Errors
/// The database's.
pub async fn of_person(conn: &Conn, person: PersonId) -> AppResult<Vec<Source>> {
    let rows = busy_source::Entity::find().filter(busy_source::Column::PersonId.eq(person.0)).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// The calendars whose turn it is at `now`, those that wait longest first: for the sweep.
///
/// # Errors
/// The database's.
pub async fn due(conn: &Conn, now: DateTime<Utc>, most: u64) -> AppResult<Vec<Source>> {
    let rows = busy_source::Entity::find()
        .filter(busy_source::Column::NextTryAt.lte(now))
        .order_by_asc(busy_source::Column::NextTryAt)
        .order_by_asc(busy_source::Column::Id)
        .limit(most)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// Adds a calendar.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, source: &Source) -> AppResult<()> {
    busy_source::Entity::insert(to_row(source)).exec_without_returning(conn).await?;
    Ok(())
}

/// Saves a calendar that was read at `source.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first, or took it away.
pub async fn save(conn: &Conn, _permit: &Permit, source: &Source) -> AppResult<()> {
    let mut row = to_row(source);
    row.version = Set(source.version + 1);
    let result = busy_source::Entity::update_many()
        .set(row)
        .filter(busy_source::Column::Id.eq(source.id.0))
        .filter(busy_source::Column::Version.eq(source.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)
}

/// Takes a calendar away with all its times.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &Conn, _permit: &Permit, id: BusySourceId) -> AppResult<()> {
    busy_time::Entity::delete_many().filter(busy_time::Column::SourceId.eq(id.0)).exec(conn).await?;
    busy_source::Entity::delete_by_id(id.0).exec(conn).await?;
    Ok(())
}

/// Puts these times in the place of all earlier ones of the calendar.
///
/// # Errors
/// The database's.
pub async fn save_times(conn: &Conn, _permit: &Permit, source: &Source, times: &[Stretch]) -> AppResult<()> {
    busy_time::Entity::delete_many().filter(busy_time::Column::SourceId.eq(source.id.0)).exec(conn).await?;
    for some in times.chunks(AT_ONCE) {
        let rows = some.iter().map(|(from, to)| busy_time::ActiveModel {
            source_id: Set(source.id.0),
            starts_at: Set(*from),
            ends_at: Set(*to),
            person_id: Set(source.person.0),
        });
        busy_time::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// How many times are known of each of these calendars from `now` on, in their order.
///
/// # Errors
/// The database's.
pub async fn count_ahead(conn: &Conn, sources: &[Source], now: DateTime<Utc>) -> AppResult<Vec<u64>> {
    let counts: Vec<(uuid::Uuid, i64)> = busy_time::Entity::find()
        .select_only()
        .column(busy_time::Column::SourceId)
        .column_as(busy_time::Column::StartsAt.count(), "times")
        .filter(busy_time::Column::SourceId.is_in(sources.iter().map(|source| source.id.0)))
        .filter(busy_time::Column::EndsAt.gt(now))
        .group_by(busy_time::Column::SourceId)
        .into_tuple()
        .all(conn)
        .await?;
    let of = |source: &Source| counts.iter().find(|(id, _)| *id == source.id.0).map_or(0, |(_, count)| *count);
    Ok(sources.iter().map(|source| u64::try_from(of(source)).unwrap_or_default()).collect())
}

/// When these people are busy between two instants, whoever asks: the caller plans for them.
///
/// # Errors
/// The database's.
pub async fn times_of(
    conn: &Conn,
    people: &[PersonId],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> AppResult<Vec<(PersonId, Stretch)>> {
    let rows = busy_time::Entity::find()
        .filter(busy_time::Column::PersonId.is_in(people.iter().map(|person| person.0)))
        .filter(busy_time::Column::StartsAt.lt(to))
        .filter(busy_time::Column::EndsAt.gt(from))
        .order_by_asc(busy_time::Column::StartsAt)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.person_id.into(), (row.starts_at, row.ends_at))).collect())
}
