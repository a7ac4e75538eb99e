//! Dated occasions of a unit, such as meetings of the people's council, and what becomes of a session before one of them when
//! the occasion moves or is called off. Pure.
//!
//! A session that nobody was told of follows by itself, as long as it stands on the day that was counted; everything else is
//! asked of a person.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::rhythm::Rhythm;
use super::series::Series;
use super::{Session, SessionState};
use crate::kernel::clock::instant;
use crate::kernel::{Event, OccasionId, Refusal, Violations};
use crate::law::{OccasionKind, Slot, SlotOutcome, WorkingCalendar};

/// What the keys of such occurrences begin with; those of the calendar begin with a year.
const PREFIX: &str = "occasion-";

/// One occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    pub id: OccasionId,
    pub unit_code: String,
    /// Never changes: sessions are counted from it by its kind.
    pub kind: OccasionKind,
    /// In people's words: "Kỳ họp thứ ba HĐND phường".
    pub name: String,
    pub held_on: NaiveDate,
    pub version: i32,
}

/// The key of the session before an occasion: its identity, whatever day the occasion has.
#[must_use]
pub fn occasion_key(id: OccasionId) -> String {
    format!("{PREFIX}{id}")
}

/// The occasion that a stored key means; none for keys of the calendar.
#[must_use]
pub fn occasion_of(key: &str) -> Option<OccasionId> {
    key.strip_prefix(PREFIX)?.parse().ok()
}

impl Occasion {
    /// An event of its trail.
    #[must_use]
    pub fn event(&self, code: &'static str) -> Event {
        let facts = json!({ "kind": self.kind, "name": self.name, "held_on": self.held_on });
        Event::new(code, "occasion", self.id, &self.unit_code).facts(json!({ "after": facts }))
    }

    /// Whether it can stand beside the others of its unit.
    ///
    /// # Errors
    /// `occasion.past` for a day before `today`; `occasion.double` for a second of its kind on one day.
    pub fn check(&self, others: &[Self], today: NaiveDate) -> Result<(), Violations> {
        if self.held_on < today {
            return Err(Refusal::on("held_on", "occasion.past").into());
        }
        let same = |other: &Self| other.id != self.id && other.kind == self.kind && other.held_on == self.held_on;
        if others.iter().any(same) { Err(Refusal::on("held_on", "occasion.double").into()) } else { Ok(()) }
    }
}

/// What a session before an occasion does now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follows {
    /// All is as it was counted, or a person has settled it.
    Stays,
    /// It goes to another day by itself.
    Moves { slot: Slot, anchor_on: NaiveDate },
    /// Its occasion is called off and nobody was told of it: it is withdrawn.
    Withdraws,
    /// The occasion has moved; a person decides. The day is the one that would be counted now, if there is one.
    AskMoved { held_on: NaiveDate, proposed: Option<NaiveDate> },
    /// The occasion is called off; a person decides.
    AskGone,
}

impl Follows {
    /// Whether a person has to decide.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        matches!(self, Self::AskMoved { .. } | Self::AskGone)
    }
}

/// What `session` of `series` does, seen from its occasion as it is now; `occasion` is none when it was called off. Beside the
/// session stands whether there are issues or an agenda for it: then it is not withdrawn without asking.
#[must_use]
pub fn follows(
    series: &Series,
    (session, is_in_use): (&Session, bool),
    occasion: Option<&Occasion>,
    calendar: &WorkingCalendar,
    now: DateTime<Utc>,
) -> Follows {
    let (Rhythm::Before(rule), Some(anchor)) = (&series.rhythm, session.anchor_on) else { return Follows::Stays };
    let is_planned = session.state == SessionState::Planned;
    let is_ahead = session.starts_at > now && (is_planned || matches!(session.state, SessionState::Announced { .. }));
    if !is_ahead {
        return Follows::Stays;
    }
    let Some(occasion) = occasion else {
        return if is_planned && !is_in_use { Follows::Withdraws } else { Follows::AskGone };
    };
    if occasion.held_on == anchor {
        return Follows::Stays;
    }
    let slot = rule.slot(calendar, series.shift, occasion.held_on);
    let slot = slot.filter(|slot| instant(slot.at()) > now);
    let ask = Follows::AskMoved { held_on: occasion.held_on, proposed: slot.as_ref().map(|slot| slot.on) };
    let as_counted = rule.slot(calendar, series.shift, anchor).is_some_and(|slot| slot.on == session.on());
    match slot {
        Some(slot) if is_planned && as_counted && !matches!(slot.outcome, SlotOutcome::MakeUp | SlotOutcome::NoWorkingDay) => {
            Follows::Moves { slot, anchor_on: occasion.held_on }
        }
        _ => ask,
    }
}

/// Where `session` of `series` goes because a new calendar counts another day before its occasion; none where it stays: people
/// were told of it, or chose its day, or the new day is only proposed.
#[must_use]
pub fn recounted(
    series: &Series,
    session: &Session,
    (before, after): (&WorkingCalendar, &WorkingCalendar),
    now: DateTime<Utc>,
) -> Option<Slot> {
    let (Rhythm::Before(rule), Some(anchor)) = (&series.rhythm, session.anchor_on) else { return None };
    if session.state != SessionState::Planned || session.starts_at <= now {
        return None;
    }
    let as_counted = rule.slot(before, series.shift, anchor).is_some_and(|slot| slot.on == session.on());
    let slot = rule.slot(after, series.shift, anchor).filter(|_| as_counted)?;
    let is_settled = !matches!(slot.outcome, SlotOutcome::MakeUp | SlotOutcome::NoWorkingDay);
    (slot.on != session.on() && is_settled && instant(slot.at()) > now).then_some(slot)
}

impl Session {
    /// Settles that it stays on its day although its occasion has moved to `anchor_on`, or is called off.
    ///
    /// # Errors
    /// `session.wrong-state` once the room was open or it was cancelled.
    pub fn keep(mut self, anchor_on: Option<NaiveDate>) -> Result<(Self, Event), Violations> {
        if !matches!(self.state, SessionState::Planned | SessionState::Announced { .. }) {
            return Err(Refusal::new("session.wrong-state").arg("state", self.state.word()).into());
        }
        let facts = json!({ "before": { "anchor_on": self.anchor_on }, "after": { "anchor_on": anchor_on } });
        self.anchor_on = anchor_on;
        let event = Event::new("session.kept", "session", self.id, &self.unit_code).facts(facts);
        Ok((self, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogues::rules::series::SeriesWord;
    use crate::dialogues::rules::{SessionForm, SessionKind};
    use crate::kernel::{SeriesId, SessionId};
    use crate::law::{BeforeOccasion, DayUnit, ShiftRule};

    fn at(text: &str) -> DateTime<Utc> {
        instant(format!("{text}T08:00:00").parse().unwrap())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn occasion(held_on: &str) -> Occasion {
        Occasion {
            id: OccasionId::fresh(),
            unit_code: "03667".into(),
            kind: OccasionKind::CouncilMeeting,
            name: "Kỳ họp thứ ba".into(),
            held_on: day(held_on),
            version: 1,
        }
    }

    fn series() -> Series {
        let first = "2026-01-01T08:00:00".parse().unwrap();
        let rule = BeforeOccasion::new(OccasionKind::CouncilMeeting, 10, DayUnit::Working, first).unwrap();
        Series {
            id: SeriesId::fresh(),
            unit_code: "03667".into(),
            plan: None,
            title: "Đối thoại trước kỳ họp".into(),
            kind: SessionKind::Periodic,
            form: SessionForm::InPerson,
            place: String::new(),
            counterpart: "Nhân dân".into(),
            rhythm: Rhythm::Before(rule),
            duration_minutes: 210,
            shift: ShiftRule::PreviousWorking,
            state: SeriesWord::Active,
            sequence: 0,
            changed_at: DateTime::default(),
            version: 1,
        }
    }

    /// Before the meeting of Wednesday 15 July 2026: Wednesday 1 July.
    fn session(on: &str, state: SessionState) -> Session {
        Session {
            id: SessionId::fresh(),
            unit_code: "03667".into(),
            plan: None,
            series: None,
            slot_key: None,
            anchor_on: Some(day("2026-07-15")),
            makes_up: None,
            code: "03667-2026-01".into(),
            year: 2026,
            number: None,
            kind: SessionKind::Periodic,
            form: SessionForm::InPerson,
            triggers: Vec::new(),
            reason: String::new(),
            title: "Đối thoại".into(),
            counterpart: "Nhân dân".into(),
            place: String::new(),
            attend_how: String::new(),
            starts_at: at(on),
            ends_at: at(on) + chrono::TimeDelta::hours(3),
            state,
            sequence: 0,
            changed_at: DateTime::default(),
            version: 1,
        }
    }

    fn does(session: &Session, occasion: Option<&Occasion>, today: &str) -> Follows {
        follows(&series(), (session, false), occasion, &WorkingCalendar::builtin(), at(today))
    }

    #[test]
    fn a_planned_session_follows_its_occasion_and_an_announced_one_is_asked_about() {
        let announced = SessionState::Announced { announced_at: at("2026-06-01") };
        let planned = session("2026-07-01", SessionState::Planned);
        let told = session("2026-07-01", announced.clone());
        assert_eq!(does(&planned, Some(&occasion("2026-07-15")), "2026-06-02"), Follows::Stays);
        // Wednesday 22 July: ten working days before is Wednesday 8 July.
        let later = occasion("2026-07-22");
        let Follows::Moves { slot, anchor_on } = does(&planned, Some(&later), "2026-06-02") else { panic!("it follows") };
        assert_eq!((slot.on, anchor_on), (day("2026-07-08"), day("2026-07-22")));
        let ask = Follows::AskMoved { held_on: day("2026-07-22"), proposed: Some(day("2026-07-08")) };
        assert_eq!(does(&told, Some(&later), "2026-06-02"), ask);
        // Somebody chose Thursday 2 July for it: that is not taken back without asking.
        assert_eq!(does(&session("2026-07-02", SessionState::Planned), Some(&later), "2026-06-02"), ask);
        let in_use = follows(&series(), (&planned, true), None, &WorkingCalendar::builtin(), at("2026-06-02"));
        assert_eq!(in_use, Follows::AskGone, "what others prepared for it is not thrown away unseen");
        assert_eq!((does(&planned, None, "2026-06-02"), does(&told, None, "2026-06-02")), (Follows::Withdraws, Follows::AskGone));
    }

    #[test]
    fn nothing_follows_into_the_past_or_from_it() {
        let planned = session("2026-07-01", SessionState::Planned);
        // Wednesday 24 June: ten working days before is Wednesday 10 June, which is over on the 11th.
        let earlier = occasion("2026-06-24");
        let ask = Follows::AskMoved { held_on: day("2026-06-24"), proposed: None };
        assert_eq!(does(&planned, Some(&earlier), "2026-06-11"), ask);
        assert_eq!(does(&planned, None, "2026-07-02"), Follows::Stays);
        let cancelled = session("2026-07-01", SessionState::Cancelled { announced_at: None, reason: "Bão".into() });
        assert_eq!(does(&cancelled, None, "2026-06-02"), Follows::Stays);
    }

    #[test]
    fn what_a_person_settled_is_not_asked_again() {
        let told = session("2026-07-01", SessionState::Announced { announced_at: at("2026-06-01") });
        let later = occasion("2026-07-22");
        let (kept, event) = told.keep(Some(later.held_on)).unwrap();
        assert_eq!((event.code, does(&kept, Some(&later), "2026-06-02")), ("session.kept", Follows::Stays));
        let (kept, _) = kept.keep(None).unwrap();
        assert_eq!(does(&kept, None, "2026-06-02"), Follows::Stays);
        let begun = SessionState::Held { announced_at: at("2026-06-01"), began_at: at("2026-07-01") };
        assert!(session("2026-07-01", begun).keep(None).is_err());
    }

    #[test]
    fn an_occasion_lies_ahead_and_stands_once_on_its_day() {
        let (one, two) = (occasion("2026-07-15"), occasion("2026-07-15"));
        let code = |checked: Result<(), Violations>| checked.err().map(|refused| refused.0[0].code);
        assert_eq!(code(one.check(std::slice::from_ref(&two), day("2026-07-01"))), Some("occasion.double"));
        assert_eq!(code(one.check(std::slice::from_ref(&one), day("2026-07-15"))), None);
        assert_eq!(code(one.check(&[], day("2026-07-16"))), Some("occasion.past"));
        assert_eq!(occasion_of(&occasion_key(one.id)), Some(one.id));
        assert_eq!(occasion_of("2026-04-25T08:00"), None);
    }
}
