//! What a wished time collides with, told as far as the asker may know it. Nothing is written and nothing refused.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::db::Conn;
use crate::dialogues::rules::clashes::{Need, Shared, clashes as find_clashes, place_key};
use crate::dialogues::rules::{Session, SessionState};
use crate::dialogues::store::diary::{Taken, diary, expected};
use crate::dialogues::store::people::heads;
use crate::error::AppResult;
use crate::kernel::clock::local_date;
use crate::kernel::{Action, Ctx, PersonId, SeriesId, SessionId};
use crate::organisation::{person_name, unit};

/// From an instant up to another.
pub type Times = (DateTime<Utc>, DateTime<Utc>);

/// What is wished: one or more times of a session of a unit at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub unit_code: String,
    pub place: String,
    pub times: Vec<Times>,
    pub instead_of: InsteadOf,
}

/// What the wish takes the place of, and which therefore is not in its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InsteadOf {
    Nothing,
    Session(SessionId),
    /// What a series has planned and nobody was told of.
    Planned(SeriesId),
}

impl InsteadOf {
    pub(super) fn is(self, session: &Session) -> bool {
        match self {
            Self::Nothing => false,
            Self::Session(id) => session.id == id,
            Self::Planned(series) => session.series == Some(series) && session.state == SessionState::Planned,
        }
    }
}

/// What a wish collides with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Which of the wished times.
    pub wanted: usize,
    pub times: Times,
    pub other: Other,
    pub shared: Vec<Both>,
}

/// The other side of a collision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Other {
    Session {
        id: SessionId,
        title: String,
    },
    /// A session that the asker may not read, or a busy time: no more than that.
    Busy,
}

/// What both sides need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Both {
    Person(String),
    Place,
    Unit,
}

impl Both {
    /// The name of a person.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        match self {
            Self::Person(name) => Some(name),
            Self::Place | Self::Unit => None,
        }
    }
}

/// What the times of a wish collide with, by time.
///
/// The people are those on the attendance list of the session that it concerns, else the heads of the unit's bodies.
///
/// # Errors
/// [`crate::error::AppError::Denied`] to those who do not plan for the unit.
pub async fn clashes(app: &App, ctx: &Ctx, wish: &Wish) -> AppResult<Vec<Found>> {
    let conn = app.db().read();
    ctx.permit(Action::PlanDialogues, &unit(conn, &wish.unit_code).await?.target())?;
    let Some(whole) = wish.times.iter().copied().reduce(|(from, to), (other, until)| (from.min(other), to.max(until))) else {
        return Ok(Vec::new());
    };
    let people = needed(conn, wish, whole.0).await?;
    let ids: BTreeSet<PersonId> = people.keys().copied().collect();
    let (taken, needs) = taken(conn, wish.instead_of, &wish.unit_code, &ids, whole).await?;
    let place = place_key(&wish.place);
    let wanted: Vec<Need> = wish
        .times
        .iter()
        .map(|&(from, to)| {
            let (unit, place, people) = (Some(wish.unit_code.clone()), place.clone(), ids.clone());
            Need { from, to, unit, place, people }
        })
        .collect();
    let mut found = Vec::new();
    for clash in find_clashes(&wanted, &needs) {
        let need = &needs[clash.taken];
        let other = told(conn, ctx, &taken[clash.taken]).await?;
        let name = |person: &PersonId| people.get(person).cloned().unwrap_or_default();
        let shared = clash.shared.iter().map(|shared| match shared {
            Shared::Person(person) => Both::Person(name(person)),
            Shared::Place => Both::Place,
            Shared::Unit => Both::Unit,
        });
        found.push(Found { wanted: clash.wanted, times: (need.from, need.to), other, shared: shared.collect() });
    }
    Ok(found)
}

/// What is in the way of a wish or could be, without what it takes the place of.
pub(super) async fn taken(
    conn: &Conn,
    instead_of: InsteadOf,
    unit_code: &str,
    people: &BTreeSet<PersonId>,
    whole: Times,
) -> AppResult<(Vec<Taken>, Vec<Need>)> {
    let all = diary(conn, unit_code, people, whole).await?.into_iter();
    let others = all.filter(|(taken, _)| match taken {
        Taken::Session(session) => !instead_of.is(session),
        Taken::Busy => true,
    });
    Ok(others.unzip())
}

async fn told(conn: &Conn, ctx: &Ctx, taken: &Taken) -> AppResult<Other> {
    let Taken::Session(session) = taken else { return Ok(Other::Busy) };
    let target = unit(conn, &session.unit_code).await?.target();
    let action = if session.state.is_public() { Action::ReadSessions } else { Action::ReadPlannedSessions };
    Ok(match ctx.permit(action, &target) {
        Ok(_) => Other::Session { id: session.id, title: session.title.clone() },
        Err(_) => Other::Busy,
    })
}

/// Who is needed, with names.
async fn needed(conn: &Conn, wish: &Wish, from: DateTime<Utc>) -> AppResult<BTreeMap<PersonId, String>> {
    let listed = match wish.instead_of {
        InsteadOf::Session(id) => expected(conn, &[id]).await?.remove(&id).unwrap_or_default(),
        InsteadOf::Nothing | InsteadOf::Planned(_) => BTreeSet::new(),
    };
    let mut people = BTreeMap::new();
    for person in &listed {
        people.insert(*person, person_name(conn, *person).await?);
    }
    if people.is_empty() {
        let heads = heads(conn, &wish.unit_code, local_date(from)).await?;
        people.extend(heads.into_iter().map(|head| (head.person, head.name)));
    }
    Ok(people)
}
