//! Absences of heads: from when to when, and which deputy acts meanwhile. Pure.
//!
//! What the law asks of the head in person stays his all the same: `dialogues::rules::delegation` tells it.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::alphabet;
use crate::kernel::{AbsenceId, BodyId, Event, PersonId, Refusal, Violations};

/// The longest absence, in days: who is away for longer hands his office over.
const MOST_DAYS: i64 = 366;

alphabet! {
    /// How an absence stands on a day.
    pub enum AbsenceState {
        Ahead = "ahead",
        Now = "now",
        Over = "over",
        /// Ended by somebody before its last day.
        Ended = "ended",
    }
}

/// A head's absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    pub id: AbsenceId,
    pub body: BodyId,
    pub person: PersonId,
    pub deputy: PersonId,
    pub from_on: NaiveDate,
    /// The last day, included.
    pub to_on: NaiveDate,
    pub reason: String,
    /// The paper that gives the deputy his power, where there is one.
    pub document: String,
    pub stated_at: DateTime<Utc>,
    pub stated_by: String,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Absence {
    /// Looks at a new absence beside `others` of the same body.
    ///
    /// # Errors
    /// `absence.oneself`, `absence.past`, `absence.order`, `absence.too-long`, `absence.overlaps`.
    pub fn check(&self, today: NaiveDate, others: &[Self]) -> Result<(), Violations> {
        let mut violations = Violations::default();
        if self.person == self.deputy {
            violations.push(Refusal::on("acting", "absence.oneself"));
        }
        if self.from_on < today {
            violations.push(Refusal::on("from_on", "absence.past"));
        }
        if self.to_on < self.from_on {
            violations.push(Refusal::on("to_on", "absence.order"));
        } else if (self.to_on - self.from_on).num_days() >= MOST_DAYS {
            violations.push(Refusal::on("to_on", "absence.too-long").arg("days", MOST_DAYS));
        }
        let meets = |other: &&Self| other.ended_at.is_none() && other.from_on <= self.to_on && self.from_on <= other.to_on;
        if let Some(other) = others.iter().find(meets) {
            let refusal = Refusal::on("from_on", "absence.overlaps");
            let day = |on: NaiveDate| on.format("%d/%m/%Y");
            violations.push(refusal.arg("from", day(other.from_on)).arg("to", day(other.to_on)));
        }
        violations.or(())
    }

    #[must_use]
    pub fn state(&self, today: NaiveDate) -> AbsenceState {
        match self.ended_at {
            Some(_) => AbsenceState::Ended,
            None if today < self.from_on => AbsenceState::Ahead,
            None if today <= self.to_on => AbsenceState::Now,
            None => AbsenceState::Over,
        }
    }

    /// Ends it from `now` on: the head is back, or never leaves.
    ///
    /// # Errors
    /// `absence.over` where it is no more.
    pub fn end(self, now: DateTime<Utc>, today: NaiveDate, unit_code: &str) -> Result<(Self, Event), Refusal> {
        if !matches!(self.state(today), AbsenceState::Ahead | AbsenceState::Now) {
            return Err(Refusal::new("absence.over"));
        }
        let event = self.event("absence.ended", unit_code);
        Ok((Self { ended_at: Some(now), version: self.version + 1, ..self }, event))
    }

    #[must_use]
    pub fn event(&self, code: &'static str, unit_code: &str) -> Event {
        let facts = json!({ "after": {
            "body": self.body, "person": self.person, "deputy": self.deputy, "from_on": self.from_on, "to_on": self.to_on,
        } });
        Event::new(code, "absence", self.id, unit_code).facts(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn absence(from_on: NaiveDate, to_on: NaiveDate) -> Absence {
        Absence {
            id: AbsenceId::fresh(),
            body: BodyId::fresh(),
            person: PersonId::fresh(),
            deputy: PersonId::fresh(),
            from_on,
            to_on,
            reason: "Học tập trung".into(),
            document: String::new(),
            stated_at: DateTime::default(),
            stated_by: "Văn phòng".into(),
            ended_at: None,
            version: 1,
        }
    }

    fn codes(result: Result<(), Violations>) -> Vec<&'static str> {
        result.err().map(|violations| violations.0.iter().map(|one| one.code).collect()).unwrap_or_default()
    }

    #[test]
    fn an_absence_lies_ahead_in_order_and_meets_no_other() {
        let known = absence(day(10), day(12));
        let check = |from, to| codes(absence(from, to).check(day(5), std::slice::from_ref(&known)));
        assert!(check(day(5), day(9)).is_empty());
        assert!(check(day(13), day(13)).is_empty());
        assert_eq!(check(day(4), day(9)), ["absence.past"]);
        assert_eq!(check(day(9), day(8)), ["absence.order"]);
        assert_eq!(check(day(12), day(20)), ["absence.overlaps"]);
        assert_eq!(check(day(8), day(20)), ["absence.overlaps"]);
        // 366 days from 13 March 2026 end on 13 March 2027.
        let last = NaiveDate::from_ymd_opt(2027, 3, 13).unwrap();
        assert!(check(day(13), last).is_empty());
        assert_eq!(check(day(13), last.succ_opt().unwrap()), ["absence.too-long"]);
        let ended = Absence { ended_at: Some(DateTime::default()), ..known.clone() };
        assert!(codes(absence(day(10), day(12)).check(day(5), &[ended])).is_empty());
        let alone = Absence { deputy: known.person, ..known.clone() };
        assert_eq!(codes(alone.check(day(5), &[])), ["absence.oneself"]);
    }

    #[test]
    fn it_can_be_ended_until_its_last_day_and_once() {
        let known = absence(day(10), day(12));
        let states: Vec<_> = [9, 10, 12, 13].iter().map(|on| known.state(day(*on))).collect();
        assert_eq!(states, [AbsenceState::Ahead, AbsenceState::Now, AbsenceState::Now, AbsenceState::Over]);
        let (ended, event) = known.clone().end(DateTime::default(), day(12), "03667").unwrap();
        assert_eq!((ended.state(day(12)), ended.version, event.code), (AbsenceState::Ended, 2, "absence.ended"));
        assert_eq!(ended.end(DateTime::default(), day(12), "03667").unwrap_err().code, "absence.over");
        assert_eq!(known.end(DateTime::default(), day(13), "03667").unwrap_err().code, "absence.over");
    }
}
