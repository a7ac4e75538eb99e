//! What a dialogue session is, its states, and what may happen to it when. Pure.

pub mod attendance;
pub mod behind;
pub mod busy;
pub mod clashes;
pub mod delegation;
pub mod free_times;
pub mod invitations;
pub mod occasions;
pub mod plans;
pub mod proposal;
pub mod public_notice;
pub mod rhythm;
pub mod series;
pub mod templates;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use crate::alphabet;
use crate::kernel::clock::{instant, local, local_date};
use crate::kernel::{Event, PlanId, Refusal, SeriesId, SessionId, Violations};

alphabet! {
    /// Why a session is held.
    pub enum SessionKind {
        Periodic = "periodic",
        AdHoc = "ad-hoc",
        Thematic = "thematic",
        HigherLevelAtGrassroots = "higher-level-at-grassroots",
        Consultative = "consultative",
        AffectedParty = "affected-party",
        Cluster = "cluster",
        Reception = "reception",
    }
}

impl SessionKind {
    /// Whether people bring their own matters on this day. Nobody is called on to collect issues for it and no conclusion is
    /// announced after it; each petitioner is answered (Regulation 11-QĐi/TW, Art. 4 and 5).
    #[must_use]
    pub const fn is_reception(self) -> bool {
        matches!(self, Self::Reception)
    }
}

alphabet! {
    /// How people take part (Law 72/2025/QH15, Art. 43).
    pub enum SessionForm {
        InPerson = "in-person",
        Online = "online",
        Hybrid = "hybrid",
    }
}

alphabet! {
    /// The state's word in lists and addresses.
    pub enum StateWord {
        Planned = "planned",
        Announced = "announced",
        InSession = "in-session",
        Held = "held",
        Closed = "closed",
        Cancelled = "cancelled",
    }
}

/// Where a session stands, with the facts that exist only there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Known inside the office only.
    Planned,
    /// Published; people and organisations may prepare.
    Announced { announced_at: DateTime<Utc> },
    /// The room is open, minutes are being taken.
    InSession { announced_at: DateTime<Utc>, began_at: DateTime<Utc> },
    /// The room has closed; the minutes wait for their signatures.
    Held { announced_at: DateTime<Utc>, began_at: DateTime<Utc> },
    /// The minutes are signed and locked.
    Closed { announced_at: DateTime<Utc>, began_at: DateTime<Utc>, closed_at: DateTime<Utc> },
    /// Will not take place; its slot and number stay taken.
    Cancelled { announced_at: Option<DateTime<Utc>>, reason: String },
}

impl SessionState {
    #[must_use]
    pub const fn word(&self) -> StateWord {
        match self {
            Self::Planned => StateWord::Planned,
            Self::Announced { .. } => StateWord::Announced,
            Self::InSession { .. } => StateWord::InSession,
            Self::Held { .. } => StateWord::Held,
            Self::Closed { .. } => StateWord::Closed,
            Self::Cancelled { .. } => StateWord::Cancelled,
        }
    }

    /// When the session became public, if it did.
    #[must_use]
    pub const fn announced_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Planned => None,
            Self::Announced { announced_at }
            | Self::InSession { announced_at, .. }
            | Self::Held { announced_at, .. }
            | Self::Closed { announced_at, .. } => Some(*announced_at),
            Self::Cancelled { announced_at, .. } => *announced_at,
        }
    }

    /// Whether people outside the office may know of it.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        self.announced_at().is_some()
    }
}

/// One dialogue session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub unit_code: String,
    pub plan: Option<PlanId>,
    pub series: Option<SeriesId>,
    /// Which occurrence of its series it is: the original local date and time (`2025-04-25T08:00`), or an occasion; never changes.
    pub slot_key: Option<String>,
    /// The day of the occasion from which its day was counted; none where it follows none, or no longer.
    pub anchor_on: Option<NaiveDate>,
    /// The cancelled session that it makes up for.
    pub makes_up: Option<SessionId>,
    /// Public code, unique, such as `03667-2025-02`.
    pub code: String,
    /// The year to which its number belongs; once it has one it stays when it is moved over the year end.
    pub year: i32,
    /// Number within unit and year, given when it is announced.
    pub number: Option<i32>,
    pub kind: SessionKind,
    pub form: SessionForm,
    /// Codes of `law::parameters::Trigger` for an ad-hoc session.
    pub triggers: Vec<String>,
    pub reason: String,
    pub title: String,
    /// With whom: the people of …, women, farmers …
    pub counterpart: String,
    pub place: String,
    /// How to take part: registration, hall, link.
    pub attend_how: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub state: SessionState,
    /// Counts changes that calendars must show (RFC 5545, SEQUENCE).
    pub sequence: i32,
    /// Instant of the last such change.
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

/// Longest session, in hours.
pub const LONGEST_HOURS: i64 = 14;

/// Whether start and end make a session.
///
/// # Errors
/// Refusals on `ends`.
pub fn check_times(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Result<(), Violations> {
    let mut violations = Violations::default();
    if ends_at <= starts_at {
        violations.push(Refusal::on("ends", "session.ends-before-start"));
    } else if ends_at - starts_at > TimeDelta::hours(LONGEST_HOURS) {
        violations.push(Refusal::on("ends", "session.too-long").arg("hours", LONGEST_HOURS));
    }
    violations.or(())
}

/// When a copy begins of what began at `old`: what lies ahead stays, else it is today at the same hour, or tomorrow where that
/// hour has passed.
#[must_use]
pub fn copied_start(old: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    if old > now {
        return old;
    }
    let today = instant(local_date(now).and_time(local(old).time()));
    if today > now { today } else { today + TimeDelta::days(1) }
}

/// The title that the year plan proposes for a day of reception.
#[must_use]
pub fn reception_title(on: NaiveDate) -> String {
    format!("Tiếp dân định kỳ ngày {}", on.format("%d/%m/%Y"))
}

/// The title of what moves from one day to another: the proposed one names the new day, one that somebody worded stays.
#[must_use]
pub fn title_on(title: String, from: NaiveDate, to: NaiveDate) -> String {
    if title == reception_title(from) { reception_title(to) } else { title }
}

impl Session {
    /// The local date on which it is held.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        local_date(self.starts_at)
    }

    /// The year that gives it its number: that in which it is held, until it has one.
    #[must_use]
    pub fn year_at(&self, starts_at: DateTime<Utc>) -> i32 {
        if self.number.is_some() { self.year } else { local_date(starts_at).year() }
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "session", self.id, &self.unit_code)
    }

    fn wrong_state(&self) -> Refusal {
        Refusal::new("session.wrong-state").arg("state", self.state.word())
    }

    /// Publishes it under `number`.
    ///
    /// # Errors
    /// `session.wrong-state`, `session.in-the-past`, `session.place-missing`.
    pub fn announce(mut self, now: DateTime<Utc>, number: i32) -> Result<(Self, Event), Violations> {
        if self.state != SessionState::Planned {
            return Err(self.wrong_state().into());
        }
        let mut violations = Violations::default();
        if self.starts_at <= now {
            violations.push(Refusal::new("session.in-the-past"));
        }
        if self.place.is_empty() {
            violations.push(Refusal::on("place", "session.place-missing"));
        }
        violations.or(())?;
        self.state = SessionState::Announced { announced_at: now };
        self.number = Some(self.number.unwrap_or(number));
        let event =
            self.event("session.announced").facts(json!({ "after": { "number": self.number, "starts_at": self.starts_at } }));
        Ok((self.touched(now), event))
    }

    /// Moves it to another time and place. Slot key, number and code stay; a title as in [`reception_title`] follows the day.
    ///
    /// # Errors
    /// `session.wrong-state`, `session.in-the-past`, the refusals of [`check_times`].
    pub fn move_to(
        mut self,
        now: DateTime<Utc>,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        place: String,
        reason: &str,
    ) -> Result<(Self, Event), Violations> {
        if !matches!(self.state, SessionState::Planned | SessionState::Announced { .. }) {
            return Err(self.wrong_state().into());
        }
        check_times(starts_at, ends_at)?;
        if starts_at <= now {
            return Err(Refusal::on("on", "session.in-the-past").into());
        }
        let mut facts = json!({
            "before": { "starts_at": self.starts_at, "ends_at": self.ends_at, "place": self.place },
            "after": { "starts_at": starts_at, "ends_at": ends_at, "place": place },
            "reason": reason,
        });
        let title = title_on(self.title.clone(), self.on(), local_date(starts_at));
        if title != self.title {
            facts["before"]["title"] = json!(self.title);
            facts["after"]["title"] = json!(title);
            self.title = title;
        }
        (self.starts_at, self.ends_at, self.place) = (starts_at, ends_at, place);
        self.year = self.year_at(starts_at);
        let event = self.event("session.moved").facts(facts);
        Ok((self.touched(now), event))
    }

    /// Gives it to the heir of its unit. What was announced gets `number` there; slot and code stay.
    ///
    /// # Errors
    /// `session.wrong-state` once the room was open.
    pub fn hand_over(mut self, now: DateTime<Utc>, unit_code: &str, number: Option<i32>) -> Result<(Self, Event), Violations> {
        if !matches!(self.state, SessionState::Planned | SessionState::Announced { .. }) {
            return Err(self.wrong_state().into());
        }
        let facts = json!({
            "before": { "unit": self.unit_code, "number": self.number },
            "after": { "unit": unit_code, "number": number },
        });
        (self.unit_code, self.number) = (unit_code.to_owned(), number);
        let event = self.event("session.handed-over").facts(facts);
        Ok((self.touched(now), event))
    }

    /// Calls it off.
    ///
    /// # Errors
    /// `session.wrong-state` once the room was open.
    pub fn cancel(mut self, now: DateTime<Utc>, reason: String) -> Result<(Self, Event), Violations> {
        let announced_at = match self.state {
            SessionState::Planned => None,
            SessionState::Announced { announced_at } => Some(announced_at),
            _ => return Err(self.wrong_state().into()),
        };
        let event = self.event("session.cancelled").facts(json!({ "reason": reason }));
        self.state = SessionState::Cancelled { announced_at, reason };
        Ok((self.touched(now), event))
    }

    /// Opens the room.
    ///
    /// # Errors
    /// `session.wrong-state`; `session.too-early` more than a day before its start.
    pub fn begin(mut self, now: DateTime<Utc>) -> Result<(Self, Event), Violations> {
        let SessionState::Announced { announced_at } = self.state else { return Err(self.wrong_state().into()) };
        if now < self.starts_at - TimeDelta::days(1) {
            return Err(Refusal::new("session.too-early").into());
        }
        self.state = SessionState::InSession { announced_at, began_at: now };
        let event = self.event("session.began");
        Ok((self, event))
    }

    /// Closes the room.
    ///
    /// # Errors
    /// `session.wrong-state`.
    pub fn end(mut self) -> Result<(Self, Event), Violations> {
        let SessionState::InSession { announced_at, began_at } = self.state else { return Err(self.wrong_state().into()) };
        self.state = SessionState::Held { announced_at, began_at };
        let event = self.event("session.held");
        Ok((self, event))
    }

    /// Locks it, once chair and secretary have signed the minutes.
    ///
    /// # Errors
    /// `session.wrong-state`.
    pub fn close(mut self, now: DateTime<Utc>) -> Result<(Self, Event), Violations> {
        let SessionState::Held { announced_at, began_at } = self.state else { return Err(self.wrong_state().into()) };
        self.state = SessionState::Closed { announced_at, began_at, closed_at: now };
        let event = self.event("session.closed");
        Ok((self, event))
    }

    /// Whether calendars show both alike: what is said of it but for the grounds of an ad-hoc session.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        let shown = |one: &Self| {
            let words = [&one.title, &one.counterpart, &one.place, &one.attend_how].map(String::clone);
            (one.kind, one.form, words, one.starts_at, one.ends_at)
        };
        shown(self) == shown(other)
    }

    /// Marks a change that calendars must show.
    #[must_use]
    pub fn touched(mut self, now: DateTime<Utc>) -> Self {
        self.sequence += 1;
        self.changed_at = now;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::copied_start;
    use crate::kernel::clock::instant;

    #[test]
    fn b019_a_copy_of_what_is_over_begins_today_or_tomorrow_at_the_same_hour() {
        let at = |text: &str| instant(text.parse().unwrap());
        let old = at("2025-08-28T08:30:00");
        let copied = |now| copied_start(old, at(now));
        assert_eq!(copied("2026-03-10T07:00:00"), at("2026-03-10T08:30:00"));
        assert_eq!(copied("2026-03-10T08:30:00"), at("2026-03-11T08:30:00"));
        assert_eq!(copied("2026-12-31T20:00:00"), at("2027-01-01T08:30:00"));
        assert_eq!(copied("2025-08-28T08:29:59"), old, "what lies ahead stays");
    }
}
