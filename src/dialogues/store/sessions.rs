//! Sessions. Every find asks who wants to know; planned sessions are known inside the office only.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::dialogue_session::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, EntityTrait, NotSet, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::db::{Conn, paged, saved, scope};
use crate::dialogues::rules::{Session, SessionKind, SessionState, StateWord};
use crate::dialogues::store::texts;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{local, local_date};
use crate::kernel::{Action, Ctx, Page, PageRequest, Permit, Scope, SeriesId, SessionId};
use crate::organisation::{Unit, predecessors, unit};

/// Series looked up in one query.
const CHUNK: usize = 5_000;

/// How slot keys are written; they sort as their times do.
const SLOT: &str = "%Y-%m-%dT%H:%M";

pub(super) fn from_row(row: Model) -> AppResult<Session> {
    let lacking = |column: &str| AppError::Internal(format!("dialogue_session {}: {column} is missing", row.id));
    let announced = || row.announced_at.ok_or_else(|| lacking("announced_at"));
    let began = || row.held_at.ok_or_else(|| lacking("held_at"));
    let state = match row.state.parse::<StateWord>()? {
        StateWord::Planned => SessionState::Planned,
        StateWord::Announced => SessionState::Announced { announced_at: announced()? },
        StateWord::InSession => SessionState::InSession { announced_at: announced()?, began_at: began()? },
        StateWord::Held => SessionState::Held { announced_at: announced()?, began_at: began()? },
        StateWord::Closed => {
            let closed_at = row.closed_at.ok_or_else(|| lacking("closed_at"))?;
            SessionState::Closed { announced_at: announced()?, began_at: began()?, closed_at }
        }
        StateWord::Cancelled => SessionState::Cancelled { announced_at: row.announced_at, reason: row.state_note.clone() },
    };
    Ok(Session {
        id: row.id.into(),
        plan: row.plan_id.map(Into::into),
        series: row.series_id.map(Into::into),
        kind: row.kind.parse()?,
        form: row.form.parse()?,
        triggers: serde_json::from_value(row.triggers)?,
        unit_code: row.unit_code,
        slot_key: row.slot_key,
        anchor_on: row.anchor_on,
        makes_up: row.makes_up_id.map(Into::into),
        code: row.code,
        year: row.year,
        number: row.number,
        reason: row.reason,
        title: row.title,
        counterpart: row.counterpart,
        place: row.place,
        attend_how: row.attend_how,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        sequence: row.sequence,
        changed_at: row.changed_at,
        version: row.version,
        state,
    })
}

fn to_row(session: &Session) -> AppResult<ActiveModel> {
    let (mut began_at, mut closed_at, mut note) = (None, None, String::new());
    match &session.state {
        SessionState::Planned | SessionState::Announced { .. } => {}
        SessionState::InSession { began_at: at, .. } | SessionState::Held { began_at: at, .. } => began_at = Some(*at),
        SessionState::Closed { began_at: began, closed_at: closed, .. } => (began_at, closed_at) = (Some(*began), Some(*closed)),
        SessionState::Cancelled { reason, .. } => note.clone_from(reason),
    }
    Ok(ActiveModel {
        id: Set(session.id.0),
        unit_code: Set(session.unit_code.clone()),
        plan_id: Set(session.plan.map(Into::into)),
        series_id: Set(session.series.map(Into::into)),
        slot_key: Set(session.slot_key.clone()),
        anchor_on: Set(session.anchor_on),
        makes_up_id: Set(session.makes_up.map(Into::into)),
        code: Set(session.code.clone()),
        year: Set(session.year),
        number: Set(session.number),
        kind: Set(session.kind.to_string()),
        form: Set(session.form.to_string()),
        triggers: Set(serde_json::to_value(&session.triggers)?),
        reason: Set(session.reason.clone()),
        title: Set(session.title.clone()),
        counterpart: Set(session.counterpart.clone()),
        place: Set(session.place.clone()),
        attend_how: Set(session.attend_how.clone()),
        starts_at: Set(session.starts_at),
        ends_at: Set(session.ends_at),
        state: Set(session.state.word().to_string()),
        state_note: Set(note),
        rules: Set(None),
        sequence: Set(session.sequence),
        changed_at: Set(session.changed_at),
        announced_at: Set(session.state.announced_at()),
        held_at: Set(began_at),
        closed_at: Set(closed_at),
        version: Set(session.version),
        outline: NotSet,
    })
}

/// A session, its unit, and the proof that the actor may do `action` to it.
#[derive(Debug, Clone)]
pub struct Found {
    pub session: Session,
    pub unit: Unit,
    pub permit: Permit,
}

/// The session `id`, if the actor may do `action` to it. A planned one is known inside the office only.
///
/// # Errors
/// [`AppError::NotFound`] where there is none, [`AppError::Denied`] where it is not for this actor.
pub async fn find(conn: &Conn, ctx: &Ctx, action: Action, id: SessionId) -> AppResult<Found> {
    let read = async { Entity::find_by_id(id.0).one(conn).await?.ok_or(AppError::NotFound).and_then(from_row) };
    let session = conn.recalled("session", id, read).await?;
    let unit = unit(conn, &session.unit_code).await?;
    if !session.state.is_public() {
        ctx.permit(Action::ReadPlannedSessions, &unit.target())?;
    }
    let permit = ctx.permit(action, &unit.target())?;
    Ok(Found { session, unit, permit })
}

/// Which sessions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub unit_code: Option<String>,
    pub year: Option<i32>,
    /// In one of these states; empty for all.
    pub states: Vec<StateWord>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
}

/// The condition for what an actor may see at all: everything `inside`, what is announced `outside`.
fn visible(inside: &Scope, outside: &Scope) -> Condition {
    let all = scope::in_units(inside, Column::UnitCode);
    // Who knows all plans of whom he knows at all needs no alternative, and the database one way less to look.
    if inside == outside {
        return all;
    }
    let public = scope::in_units(outside, Column::UnitCode);
    Condition::any().add(all).add(Condition::all().add(public).add(Column::AnnouncedAt.is_not_null()))
}

fn filtered(condition: Condition, filter: &Filter) -> sea_orm::Select<Entity> {
    Entity::find()
        .filter(condition)
        .filter(
            Condition::all()
                .add_option(filter.unit_code.as_ref().map(|code| Column::UnitCode.eq(code)))
                .add_option(filter.year.map(|year| Column::Year.eq(year)))
                .add_option(
                    (!filter.states.is_empty()).then(|| Column::State.is_in(filter.states.iter().map(|word| word.as_str()))),
                )
                .add_option(filter.from.map(|from| Column::StartsAt.gte(from)))
                .add_option(filter.to.map(|to| Column::StartsAt.lt(to))),
        )
        .order_by_desc(Column::StartsAt)
        .order_by_desc(Column::Id)
}

/// A page of the sessions that the actor may see, newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &Conn, ctx: &Ctx, filter: &Filter, page: PageRequest) -> AppResult<Arc<Page<Session>>> {
    let seen = (ctx.scope(Action::ReadPlannedSessions), ctx.scope(Action::ReadSessions));
    let of = format!("{seen:?} {filter:?} {page:?}");
    let read = async { paged(conn, filtered(visible(&seen.0, &seen.1), filter), page).await?.try_map(from_row) };
    conn.known("session-page", of, read).await
}

/// All sessions of a unit that match, newest first, whoever asks: for figures, feeds and other rooms that ask rights themselves.
///
/// # Errors
/// The database's.
pub async fn of_unit(conn: &Conn, unit_code: &str, filter: &Filter) -> AppResult<Vec<Session>> {
    let read = async {
        let rows = filtered(Condition::all().add(Column::UnitCode.eq(unit_code)), filter).all(conn).await?;
        rows.into_iter().map(from_row).collect()
    };
    conn.recalled("sessions", format!("{unit_code} {filter:?}"), read).await
}

/// All sessions of all units that begin between two instants, whatever became of them: for acts that concern the whole
/// installation and ask their own rights.
///
/// # Errors
/// The database's.
pub async fn all_between(conn: &Conn, from: DateTime<Utc>, to: DateTime<Utc>) -> AppResult<Vec<Session>> {
    let rows = Entity::find()
        .filter(Column::StartsAt.gte(from))
        .filter(Column::StartsAt.lt(to))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The sessions of all units that are planned, announced or held and stand between two instants, or in a slot between them, by
/// their beginning: for acts that concern the whole installation and ask their own rights.
///
/// # Errors
/// The database's.
pub async fn open_between(conn: &Conn, from: DateTime<Utc>, to: DateTime<Utc>) -> AppResult<Vec<Session>> {
    let open = [StateWord::Planned, StateWord::Announced, StateWord::InSession, StateWord::Held].map(StateWord::as_str);
    let slots = Column::SlotKey.between(local(from).format(SLOT).to_string(), local(to).format(SLOT).to_string());
    let stands = Condition::all().add(Column::StartsAt.gte(from)).add(Column::StartsAt.lt(to));
    let rows = Entity::find()
        .filter(Column::State.is_in(open))
        .filter(Condition::any().add(stands).add(slots))
        .order_by_asc(Column::StartsAt)
        .order_by_asc(Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The sessions of these units that match, in no order, whoever asks: for calendars, which ask rights themselves.
///
/// # Errors
/// The database's.
pub async fn of_units(conn: &Conn, unit_codes: &[String], filter: &Filter) -> AppResult<Vec<Session>> {
    let among = Condition::all().add(Column::UnitCode.is_in(unit_codes));
    let rows = filtered(among, filter).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// All sessions of a series, by their beginning; the caller has found the series.
///
/// # Errors
/// The database's.
pub async fn of_series(conn: &Conn, series: SeriesId) -> AppResult<Vec<Session>> {
    let rows = Entity::find().filter(Column::SeriesId.eq(series.0)).order_by_asc(Column::StartsAt).all(conn).await?;
    rows.into_iter().map(from_row).collect()
}

/// The sessions of these series that nobody was told of, by their beginning; the caller asks his own rights.
///
/// # Errors
/// The database's.
pub async fn planned_of_series(conn: &Conn, series: &[SeriesId]) -> AppResult<Vec<Session>> {
    let mut all = Vec::new();
    for chunk in series.chunks(CHUNK) {
        let rows = Entity::find()
            .filter(Column::SeriesId.is_in(chunk.iter().map(|id| id.0)))
            .filter(Column::State.eq(StateWord::Planned.as_str()))
            .order_by_asc(Column::StartsAt)
            .order_by_asc(Column::Id)
            .all(conn)
            .await?;
        for row in rows {
            all.push(from_row(row)?);
        }
    }
    Ok(all)
}

/// The sessions before an occasion: those whose slot in any series is this key.
///
/// # Errors
/// The database's.
pub async fn of_key(conn: &Conn, unit_code: &str, key: &str) -> AppResult<Vec<Session>> {
    let rows = Entity::find()
        .filter(Column::UnitCode.eq(unit_code))
        .filter(Column::SlotKey.eq(key))
        .order_by_asc(Column::StartsAt)
        .all(conn)
        .await?;
    rows.into_iter().map(from_row).collect()
}

/// The session of a unit with this public code, whoever asks: whether he may know of it is for the caller to say.
///
/// # Errors
/// The database's.
pub async fn by_code(conn: &Conn, unit_code: &str, code: &str) -> AppResult<Option<Session>> {
    let row = Entity::find().filter(Column::UnitCode.eq(unit_code)).filter(Column::Code.eq(code)).one(conn).await?;
    row.map(from_row).transpose()
}

/// The session that makes up for this one and was not cancelled itself, if there is one; the caller has found the other.
///
/// # Errors
/// The database's.
pub async fn make_up(conn: &Conn, id: SessionId) -> AppResult<Option<Session>> {
    let row = Entity::find()
        .filter(Column::MakesUpId.eq(id.0))
        .filter(Column::State.ne(StateWord::Cancelled.as_str()))
        .order_by_desc(Column::StartsAt)
        .one(conn)
        .await?;
    row.map(from_row).transpose()
}

/// The session held or closed last before `before` in the same unit, or in one whose work it goes on with. Days of reception promise nothing to all, so they are
/// passed over.
///
/// # Errors
/// The database's.
pub async fn previous(conn: &Conn, unit_code: &str, before: DateTime<Utc>) -> AppResult<Option<Session>> {
    let mut units = vec![unit_code.to_owned()];
    units.extend(predecessors(conn, &units, local_date(before)).await?.into_iter().map(|unit| unit.code));
    Entity::find()
        .filter(Column::UnitCode.is_in(units))
        .filter(Column::StartsAt.lt(before))
        .filter(Column::State.is_in([StateWord::Held.as_str(), StateWord::Closed.as_str()]))
        .filter(Column::Kind.ne(SessionKind::Reception.as_str()))
        .order_by_desc(Column::StartsAt)
        .limit(1)
        .one(conn)
        .await?
        .map(from_row)
        .transpose()
}

/// Adds a session.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &Conn, _permit: &Permit, session: &Session) -> AppResult<()> {
    Entity::insert(to_row(session)?).exec_without_returning(conn).await?;
    texts::keep(conn, session).await
}

/// Saves a session that was read at `session.version`.
///
/// # Errors
/// [`AppError::Conflict`] when somebody else saved first.
pub async fn save(conn: &Conn, _permit: &Permit, session: &Session) -> AppResult<()> {
    let mut row = to_row(session)?;
    row.version = Set(session.version + 1);
    let result = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(session.id.0))
        .filter(Column::Version.eq(session.version))
        .exec(conn)
        .await?;
    saved(result.rows_affected)?;
    texts::keep(conn, session).await
}
