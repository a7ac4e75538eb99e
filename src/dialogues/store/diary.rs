//! What takes the time of a unit and of some people: its own sessions, sessions elsewhere that expect one of them, and their
//! busy times. Whoever asks, because what he may not read is told to him as "busy" only; the caller sees to that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{attendance, busy_source, dialogue_session};
use sea_orm::sea_query::{Condition, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::busy::times_of;
use super::sessions::from_row;
use crate::db::Conn;
use crate::dialogues::rules::attendance::Presence;
use crate::dialogues::rules::clashes::{Need, place_key};
use crate::dialogues::rules::{LONGEST_HOURS, Session, StateWord};
use crate::error::AppResult;
use crate::kernel::{PersonId, SessionId};

/// Something in the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    Session(Box<Session>),
    Busy,
}

/// States in which a session takes time.
const OPEN: [StateWord; 3] = [StateWord::Planned, StateWord::Announced, StateWord::InSession];
/// Answers of those who are still expected.
const EXPECTED: [Presence; 2] = [Presence::Invited, Presence::Present];

/// All that takes the time of the unit or of one of `people` between two instants, by its beginning; what it is, and what it needs.
///
/// # Errors
/// The database's.
pub async fn diary(
    conn: &Conn,
    unit_code: &str,
    people: &BTreeSet<PersonId>,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> AppResult<Vec<(Taken, Need)>> {
    let expecting = Query::select()
        .column(attendance::Column::SessionId)
        .from(attendance::Entity)
        .and_where(attendance::Column::PersonId.is_in(people.iter().map(|person| person.0)))
        .and_where(attendance::Column::Status.is_in(EXPECTED.map(Presence::as_str)))
        .take();
    let concerned = Condition::any()
        .add(dialogue_session::Column::UnitCode.eq(unit_code))
        .add(dialogue_session::Column::Id.in_subquery(expecting));
    let rows = dialogue_session::Entity::find()
        .filter(concerned)
        .filter(dialogue_session::Column::State.is_in(OPEN.map(StateWord::as_str)))
        // None is longer than that, so that the index of beginnings is enough.
        .filter(dialogue_session::Column::StartsAt.gt(from - TimeDelta::hours(LONGEST_HOURS)))
        .filter(dialogue_session::Column::StartsAt.lt(to))
        .filter(dialogue_session::Column::EndsAt.gt(from))
        .order_by_asc(dialogue_session::Column::StartsAt)
        .order_by_asc(dialogue_session::Column::Id)
        .all(conn)
        .await?;
    let sessions: Vec<Session> = rows.into_iter().map(from_row).collect::<AppResult<_>>()?;
    let ids: Vec<SessionId> = sessions.iter().map(|session| session.id).collect();
    let mut expected = expected(conn, &ids).await?;
    let mut diary: Vec<(Taken, Need)> = Vec::with_capacity(sessions.len());
    for session in sessions {
        let need = Need {
            from: session.starts_at,
            to: session.ends_at,
            unit: Some(session.unit_code.clone()),
            place: place_key(&session.place),
            people: expected.remove(&session.id).unwrap_or_default(),
        };
        diary.push((Taken::Session(Box::new(session)), need));
    }
    let people: Vec<PersonId> = people.iter().copied().collect();
    for (person, (from, to)) in times_of(conn, &people, from, to).await? {
        let need = Need { from, to, unit: None, place: String::new(), people: BTreeSet::from([person]) };
        diary.push((Taken::Busy, need));
    }
    Ok(diary)
}

/// The persons who are still expected at these sessions.
///
/// # Errors
/// The database's.
pub async fn expected(conn: &Conn, sessions: &[SessionId]) -> AppResult<BTreeMap<SessionId, BTreeSet<PersonId>>> {
    let rows = attendance::Entity::find()
        .filter(attendance::Column::SessionId.is_in(sessions.iter().map(|session| session.0)))
        .filter(attendance::Column::PersonId.is_not_null())
        .filter(attendance::Column::Status.is_in(EXPECTED.map(Presence::as_str)))
        .all(conn)
        .await?;
    let mut expected: BTreeMap<SessionId, BTreeSet<PersonId>> = BTreeMap::new();
    for row in rows {
        if let Some(person) = row.person_id {
            expected.entry(row.session_id.into()).or_default().insert(person.into());
        }
    }
    Ok(expected)
}

/// Those of `people` of whom a busy calendar was given.
///
/// # Errors
/// The database's.
pub async fn with_calendar(conn: &Conn, people: &BTreeSet<PersonId>) -> AppResult<BTreeSet<PersonId>> {
    let rows = busy_source::Entity::find()
        .filter(busy_source::Column::PersonId.is_in(people.iter().map(|person| person.0)))
        .filter(busy_source::Column::ReadAt.is_not_null())
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id.into()).collect())
}
