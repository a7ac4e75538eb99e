//! One commitment and its commands: each consumes it, takes the instant, and gives the next one with its event. Pure.
//!
//! Neighbours: `state` has the alphabet, `timing` the lateness, `extension` asks for more time.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::state::{Check, Outcome, Report, State};
use crate::kernel::clock::local_date;
use crate::kernel::{BodyId, CommitmentId, Event, IssueId, Refusal, SessionId, Violations};

/// A promise that an agency has to make true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    pub id: CommitmentId,
    pub unit_code: String,
    pub session: SessionId,
    pub issue: Option<IssueId>,
    /// Line of the minutes that it comes from.
    pub promise: Option<uuid::Uuid>,
    /// Public code with a check letter, read aloud on the telephone.
    pub code: String,
    /// Number within the unit and the year of `assigned_on`.
    pub number: i32,
    pub wording: String,
    pub lead: BodyId,
    pub supports: Vec<BodyId>,
    /// The day on which the conclusion was signed.
    pub assigned_on: NaiveDate,
    /// As the conclusion fixed it; never changes.
    pub first_due_on: NaiveDate,
    /// The last day in time, after granted extensions.
    pub due_on: NaiveDate,
    /// Calendar days before the last day from which its agency is warned, as the rules said when it was given.
    pub warn_days: u32,
    /// Since when its time stands still.
    pub stopped_on: Option<NaiveDate>,
    pub state: State,
    pub state_at: DateTime<Utc>,
    /// When the people were told in writing; a fact apart from being resolved.
    pub answered_on: Option<NaiveDate>,
    /// Number and date of that paper.
    pub answer_paper: String,
    pub version: i32,
}

/// What signing a conclusion says about a new commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommitment {
    pub unit_code: String,
    pub session: SessionId,
    pub issue: Option<IssueId>,
    pub promise: Option<uuid::Uuid>,
    pub code: String,
    pub number: i32,
    pub wording: String,
    pub lead: BodyId,
    pub supports: Vec<BodyId>,
    pub due_on: NaiveDate,
    pub warn_days: u32,
}

impl Commitment {
    /// Assigns it at `now`.
    #[must_use]
    pub fn assign(now: DateTime<Utc>, new: NewCommitment) -> (Self, Event) {
        let commitment = Self {
            id: CommitmentId::fresh(),
            unit_code: new.unit_code,
            session: new.session,
            issue: new.issue,
            promise: new.promise,
            code: new.code,
            number: new.number,
            wording: new.wording,
            supports: new.supports.into_iter().filter(|body| *body != new.lead).collect(),
            lead: new.lead,
            assigned_on: local_date(now),
            first_due_on: new.due_on,
            due_on: new.due_on,
            warn_days: new.warn_days,
            stopped_on: None,
            state: State::Assigned,
            state_at: now,
            answered_on: None,
            answer_paper: String::new(),
            version: 1,
        };
        let facts = json!({ "after": { "code": commitment.code, "lead": commitment.lead, "due_on": commitment.due_on } });
        let event = commitment.event("commitment.assigned", facts);
        (commitment, event)
    }

    pub(super) fn event(&self, code: &'static str, facts: Value) -> Event {
        Event::new(code, "commitment", self.id, &self.unit_code).facts(facts)
    }

    pub(super) fn wrong_state(&self) -> Violations {
        Refusal::new("commitment.wrong-state").arg("state", self.state.word()).into()
    }

    fn step(mut self, now: DateTime<Utc>, state: State, code: &'static str, mut facts: Value) -> (Self, Event) {
        if let Some(object) = facts.as_object_mut() {
            object.insert("before".to_owned(), json!(self.state.word()));
            object.insert("after".to_owned(), json!(state.word()));
        }
        let event = self.event(code, facts);
        (self.state, self.state_at) = (state, now);
        (self, event)
    }

    /// The day on which the matter was resolved: done and confirmed.
    #[must_use]
    pub fn resolved_on(&self) -> Option<NaiveDate> {
        self.state.resolved_on()
    }

    /// The lead agency takes it.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn accept(self, now: DateTime<Utc>) -> Result<(Self, Event), Violations> {
        match self.state {
            State::Assigned => Ok(self.step(now, State::Accepted, "commitment.accepted", json!({}))),
            _ => Err(self.wrong_state()),
        }
    }

    /// "Not ours": the lead agency says whose it is.
    ///
    /// # Errors
    /// `commitment.wrong-state`; `commitment.theirs-is-ours` when it names itself.
    pub fn contest(self, now: DateTime<Utc>, theirs: Option<BodyId>, reason: String) -> Result<(Self, Event), Violations> {
        if self.state != State::Assigned {
            return Err(self.wrong_state());
        }
        if theirs == Some(self.lead) {
            return Err(Refusal::on("theirs", "commitment.theirs-is-ours").into());
        }
        let facts = json!({ "theirs": theirs, "reason": reason });
        Ok(self.step(now, State::Contested { theirs, reason }, "commitment.contested", facts))
    }

    /// Gives it to another lead agency, with the same history and the same last day.
    ///
    /// # Errors
    /// `commitment.wrong-state`; `commitment.same-lead`.
    pub fn reassign(mut self, now: DateTime<Utc>, lead: BodyId) -> Result<(Self, Event), Violations> {
        if !matches!(self.state, State::Contested { .. }) {
            return Err(self.wrong_state());
        }
        if lead == self.lead {
            return Err(Refusal::on("lead", "commitment.same-lead").into());
        }
        let facts = json!({ "from": self.lead, "to": lead });
        self.lead = lead;
        self.supports.retain(|body| *body != lead);
        Ok(self.step(now, State::Assigned, "commitment.reassigned", facts))
    }

    /// Puts the heir of a body in its place, as lead or beside the lead, and the commitment under the heir's unit. State, last day
    /// and clock stay as they are.
    #[must_use]
    pub fn hand_over(mut self, unit_code: &str, from: BodyId, to: BodyId) -> (Self, Event) {
        unit_code.clone_into(&mut self.unit_code);
        if self.lead == from {
            self.lead = to;
        }
        self.supports = self.supports.iter().map(|body| if *body == from { to } else { *body }).collect();
        let lead = self.lead;
        self.supports.retain(|body| *body != lead);
        self.supports.sort_unstable();
        self.supports.dedup();
        let event = self.event("commitment.handed-over", json!({ "from": from, "to": to }));
        (self, event)
    }

    /// Leaves it with the agency that contested it; contesting again is not possible then.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn uphold(self, now: DateTime<Utc>) -> Result<(Self, Event), Violations> {
        match self.state {
            State::Contested { .. } => Ok(self.step(now, State::Accepted, "commitment.upheld", json!({}))),
            _ => Err(self.wrong_state()),
        }
    }

    /// Tells how far the work is, in per cent if it can be said.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn progress(self, now: DateTime<Utc>, percent: Option<i32>) -> Result<(Self, Event), Violations> {
        match self.state {
            State::Accepted | State::InProgress => {
                Ok(self.step(now, State::InProgress, "commitment.progressed", json!({ "percent": percent })))
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// The lead agency reports the end of its work.
    ///
    /// # Errors
    /// `commitment.wrong-state`; `commitment.stopped`; `commitment.done-in-future`.
    pub fn report(self, now: DateTime<Utc>, outcome: Outcome, done_on: NaiveDate) -> Result<(Self, Event), Violations> {
        if !matches!(self.state, State::Accepted | State::InProgress) {
            return Err(self.wrong_state());
        }
        self.must_run()?;
        if done_on > local_date(now) {
            return Err(Refusal::on("done_on", "commitment.done-in-future").into());
        }
        let facts = json!({ "outcome": outcome, "done_on": done_on, "due_on": self.due_on });
        Ok(self.step(now, State::Reported { report: Report { at: now, outcome, done_on } }, "commitment.reported", facts))
    }

    /// The Front saw it and confirms what was reported.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn confirm(self, now: DateTime<Utc>, by: &str) -> Result<(Self, Event), Violations> {
        let State::Reported { report } = self.state else { return Err(self.wrong_state()) };
        let facts = json!({ "outcome": report.outcome });
        let check = Check { at: now, by: by.to_owned() };
        Ok(self.step(now, State::Verified { report, check }, "commitment.confirmed", facts))
    }

    /// The Front saw it and it is not as reported: the work goes on, with the same last day.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn not_done(self, now: DateTime<Utc>, seen: &str) -> Result<(Self, Event), Violations> {
        match self.state {
            State::Reported { .. } => Ok(self.step(now, State::InProgress, "commitment.not-done", json!({ "seen": seen }))),
            _ => Err(self.wrong_state()),
        }
    }

    /// The office is not content: the work goes on, with the same last day.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn send_back(self, now: DateTime<Utc>, reason: &str) -> Result<(Self, Event), Violations> {
        match self.state {
            State::Reported { .. } | State::Verified { .. } => {
                Ok(self.step(now, State::InProgress, "commitment.sent-back", json!({ "reason": reason })))
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// The office ends the follow-up. Possible only after the Front confirmed.
    ///
    /// # Errors
    /// `commitment.wrong-state`.
    pub fn close(self, now: DateTime<Utc>) -> Result<(Self, Event), Violations> {
        let State::Verified { report, ref check } = self.state else { return Err(self.wrong_state()) };
        let check = check.clone();
        let facts = json!({ "outcome": report.outcome });
        Ok(self.step(now, State::Closed { report, check, at: now }, "commitment.closed", facts))
    }

    /// Notes that the people were told in writing, by which paper. Changes no state: an answer resolves nothing.
    ///
    /// # Errors
    /// `commitment.wrong-state` once closed; `commitment.answered-in-future`.
    pub fn answer(mut self, now: DateTime<Utc>, on: NaiveDate, paper: String) -> Result<(Self, Event), Violations> {
        if matches!(self.state, State::Closed { .. }) {
            return Err(self.wrong_state());
        }
        if on > local_date(now) {
            return Err(Refusal::on("answered_on", "commitment.answered-in-future").into());
        }
        let facts = json!({ "before": self.answered_on, "after": on, "paper": paper });
        (self.answered_on, self.answer_paper) = (Some(on), paper);
        let event = self.event("commitment.answered", facts);
        Ok((self, event))
    }

    /// Its last day has become a day off: it goes to the next working day (Civil Code 2015, Art. 148.5). The first one stays as the
    /// conclusion fixed it.
    #[must_use]
    pub fn roll_to(mut self, to_on: NaiveDate) -> (Self, Event) {
        let facts = json!({ "before": self.due_on, "after": to_on });
        self.due_on = to_on;
        let event = self.event("commitment.due-rolled", facts);
        (self, event)
    }

    /// Whoever handed the issue in says whether it is done; the Front weighs it.
    ///
    /// # Errors
    /// `commitment.wrong-state` unless a report waits for the Front.
    pub fn judge(&self, done: bool) -> Result<Event, Violations> {
        match self.state {
            State::Reported { .. } => Ok(self.event("commitment.judged", json!({ "done": done }))),
            _ => Err(self.wrong_state()),
        }
    }
}

#[cfg(test)]
#[path = "commitment_tests.rs"]
pub(super) mod tests;
