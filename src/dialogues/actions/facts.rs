//! What the sessions of a year are to the ledger: held or planned, and by which heads they were led.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

use crate::db::Conn;
use crate::dialogues::rules::attendance::{Attendee, Head, led_by};
use crate::dialogues::rules::plans::facts;
use crate::dialogues::rules::{Session, StateWord};
use crate::dialogues::store::attendance::podiums;
use crate::dialogues::store::sessions;
use crate::error::{AppError, AppResult};
use crate::kernel::SessionId;
use crate::kernel::clock::start_of;
use crate::law::parameters::DutyHolder;
use crate::law::{HeldFact, LedBy, PlannedFact, Tenure, in_turn};
use crate::organisation::{BodyKind, HeadTerm, heads_between};

/// Those who headed the party committee and the people's committee of a unit, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads {
    pub party: Vec<Tenure>,
    pub government: Vec<Tenure>,
}

impl Heads {
    /// Whose terms decide about the duties of `holder`; none where the rules do not say whose they are.
    #[must_use]
    pub fn of(&self, holder: Option<DutyHolder>) -> &[Tenure] {
        match holder {
            Some(DutyHolder::PartyHead) => &self.party,
            Some(DutyHolder::GovernmentHead | DutyHolder::Government) => &self.government,
            None => &[],
        }
    }

    fn led(&self, session: &Session, lines: &[&Attendee]) -> LedBy {
        let on = session.on();
        led_by(lines, head_on(&self.party, on), head_on(&self.government, on))
    }
}

fn head_on(tenures: &[Tenure], on: NaiveDate) -> Option<Head<'_>> {
    tenures.iter().find(|tenure| tenure.contains(on)).map(|tenure| Head { person: tenure.person, name: &tenure.name })
}

/// The days that a year's ledger looks at: a week belongs to the year of its Monday.
///
/// # Errors
/// [`AppError::NotFound`] for a year that no calendar has.
pub fn days_of(year: i32) -> AppResult<(NaiveDate, NaiveDate)> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(AppError::NotFound)?;
    let last = NaiveDate::from_ymd_opt(year, 12, 31).ok_or(AppError::NotFound)?;
    Ok((first, last.checked_add_days(Days::new(7)).unwrap_or(last)))
}

/// The heads of units in a year; of all units, without a list.
///
/// # Errors
/// The database's.
pub async fn heads_of(conn: &Conn, units: Option<&[String]>, year: i32) -> AppResult<BTreeMap<String, Heads>> {
    let (first, until) = days_of(year)?;
    let mut heads: BTreeMap<String, Heads> = BTreeMap::new();
    for term in heads_between(conn, units, first, until).await? {
        let of = heads.entry(term.unit_code.clone()).or_default();
        let list = if term.kind == BodyKind::PartyCommittee { &mut of.party } else { &mut of.government };
        list.push(tenure(term));
    }
    for of in heads.values_mut() {
        of.party = in_turn(std::mem::take(&mut of.party));
        of.government = in_turn(std::mem::take(&mut of.government));
    }
    Ok(heads)
}

fn tenure(term: HeadTerm) -> Tenure {
    let to = term.to_on.unwrap_or(NaiveDate::MAX);
    Tenure { person: term.person, name: term.name, title: term.title, from: term.from_on, to }
}

/// By which heads the sessions held were led; `heads` are those of their units.
///
/// # Errors
/// The database's.
pub async fn led(conn: &Conn, sessions: &[Session], heads: &BTreeMap<String, Heads>) -> AppResult<BTreeMap<SessionId, LedBy>> {
    let held: Vec<&Session> =
        sessions.iter().filter(|one| matches!(one.state.word(), StateWord::Held | StateWord::Closed)).collect();
    let ids: Vec<SessionId> = held.iter().map(|one| one.id).collect();
    let mut lines: BTreeMap<SessionId, Vec<Attendee>> = BTreeMap::new();
    for line in podiums(conn, &ids).await? {
        lines.entry(line.session).or_default().push(line);
    }
    let nobody = Heads::default();
    let of = |session: &&Session| {
        let lines: Vec<&Attendee> = lines.get(&session.id).into_iter().flatten().collect();
        (session.id, heads.get(&session.unit_code).unwrap_or(&nobody).led(session, &lines))
    };
    Ok(held.iter().map(of).collect())
}

/// What was held in a year and what is planned.
pub type YearFacts = (Vec<HeldFact>, Vec<PlannedFact>);

/// The facts of a year for each of `units` that has sessions, read at once.
///
/// # Errors
/// The database's.
pub async fn year_facts(conn: &Conn, units: &BTreeSet<String>, year: i32) -> AppResult<BTreeMap<String, YearFacts>> {
    let (first, until) = days_of(year)?;
    let sessions = sessions::all_between(conn, start_of(first), start_of(until)).await?;
    let sessions: Vec<Session> = sessions.into_iter().filter(|session| units.contains(&session.unit_code)).collect();
    let heads = heads_of(conn, None, year).await?;
    let led = led(conn, &sessions, &heads).await?;
    let mut by_unit: BTreeMap<String, Vec<Session>> = BTreeMap::new();
    for session in sessions {
        by_unit.entry(session.unit_code.clone()).or_default().push(session);
    }
    Ok(by_unit.into_iter().map(|(unit, sessions)| (unit, facts(&sessions, &led))).collect())
}
