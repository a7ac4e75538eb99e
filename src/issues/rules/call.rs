//! The call for issues of a session: its window and addressees, and when something handed in is late. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::kernel::{BodyId, CallId, Event, Refusal, SessionId, Violations};

/// The call of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    pub id: CallId,
    pub session: SessionId,
    pub unit_code: String,
    pub opens_on: NaiveDate,
    /// The last day on which an issue is in time.
    pub closes_on: NaiveDate,
    pub guidance: String,
    /// When the addressees were told; before that they do not see it.
    pub opened_at: Option<DateTime<Utc>>,
    pub addressees: Vec<BodyId>,
    pub version: i32,
}

impl Call {
    /// Whether window and addressees make a call for a session held on `held_on`.
    ///
    /// # Errors
    /// `call.closes-before-opening`, `call.closes-after-session`, `call.no-addressee`.
    pub fn check(&self, held_on: NaiveDate) -> Result<(), Violations> {
        let mut violations = Violations::default();
        if self.closes_on < self.opens_on {
            violations.push(Refusal::on("closes_on", "call.closes-before-opening"));
        }
        if self.closes_on > held_on {
            violations.push(Refusal::on("closes_on", "call.closes-after-session"));
        }
        if self.addressees.is_empty() {
            violations.push(Refusal::on("addressees", "call.no-addressee"));
        }
        violations.or(())
    }

    /// Tells the addressees; `ahead` says that the session has neither begun nor been cancelled.
    ///
    /// # Errors
    /// `call.session-over` unless the session is still ahead; `call.already-open`; those of [`Self::check`].
    pub fn open(mut self, now: DateTime<Utc>, ahead: bool, held_on: NaiveDate) -> Result<(Self, Event), Violations> {
        if !ahead {
            return Err(Refusal::new("call.session-over").into());
        }
        if self.opened_at.is_some() {
            return Err(Refusal::new("call.already-open").into());
        }
        self.check(held_on)?;
        self.opened_at = Some(now);
        let facts =
            json!({ "after": { "opens_on": self.opens_on, "closes_on": self.closes_on, "bodies": self.addressees.len() } });
        let event = Event::new("call.opened", "session", self.session, &self.unit_code).facts(facts);
        Ok((self, event))
    }

    /// Whether an issue may be handed in on `today`, and if so whether it is late; `ahead` as for [`Self::open`].
    ///
    /// # Errors
    /// `call.session-over`, `call.not-open`.
    pub fn admits(&self, ahead: bool, today: NaiveDate) -> Result<bool, Violations> {
        if !ahead {
            return Err(Refusal::new("call.session-over").into());
        }
        if self.opened_at.is_none() || today < self.opens_on {
            return Err(Refusal::new("call.not-open").into());
        }
        Ok(today > self.closes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 8, day).unwrap()
    }

    fn call() -> Call {
        Call {
            id: CallId::fresh(),
            session: SessionId::fresh(),
            unit_code: "03667".into(),
            opens_on: day(1),
            closes_on: day(18),
            guidance: String::new(),
            opened_at: Some(DateTime::default()),
            addressees: vec![BodyId::fresh()],
            version: 1,
        }
    }

    #[test]
    fn b092_late_begins_on_the_day_after_the_last_day() {
        assert_eq!(call().admits(true, day(18)), Ok(false));
        assert_eq!(call().admits(true, day(19)), Ok(true));
    }

    #[test]
    fn nothing_is_handed_in_before_the_window_or_after_the_session_began() {
        let early = Call { opens_on: day(10), ..call() };
        assert_eq!(early.admits(true, day(9)).unwrap_err().0[0].code, "call.not-open");
        let unopened = Call { opened_at: None, ..call() };
        assert_eq!(unopened.admits(true, day(9)).unwrap_err().0[0].code, "call.not-open");
        assert_eq!(call().admits(false, day(9)).unwrap_err().0[0].code, "call.session-over");
    }

    #[test]
    fn a_call_opens_once_with_a_window_before_the_session_and_somebody_to_tell() {
        let bad = Call { opened_at: None, opens_on: day(20), closes_on: day(18), addressees: Vec::new(), ..call() };
        let refused = bad.open(DateTime::default(), true, day(17)).unwrap_err();
        let codes: Vec<_> = refused.0.iter().map(|refusal| refusal.code).collect();
        assert_eq!(codes, ["call.closes-before-opening", "call.closes-after-session", "call.no-addressee"]);
        let again = call().open(DateTime::default(), true, day(28)).unwrap_err();
        assert_eq!(again.0[0].code, "call.already-open");
    }
}
