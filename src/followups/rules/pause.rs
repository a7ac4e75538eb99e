//! A commitment whose time stands still while somebody else is waited for: with a reason and a paper, by the office. Pure.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use super::commitment::Commitment;
use super::state::State;
use crate::kernel::clock::local_date;
use crate::kernel::{BodyId, CommitmentId, Event, PauseId, Refusal, Violations};
use crate::law::WorkingCalendar;

/// Why and for whom a clock is stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    pub waiting_for: BodyId,
    pub reason: String,
    /// Number of the paper.
    pub paper: String,
    pub paper_on: NaiveDate,
}

/// A stretch in which the time stands still.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    pub id: PauseId,
    pub commitment: CommitmentId,
    pub stopped_at: DateTime<Utc>,
    pub stopped_by: String,
    pub cause: Cause,
    /// When it ran again, and who let it.
    pub resumed: Option<(DateTime<Utc>, String)>,
}

impl Commitment {
    /// Refuses what only a running clock allows.
    pub(super) fn must_run(&self) -> Result<(), Violations> {
        if self.stopped_on.is_some() { Err(Refusal::new("commitment.stopped").into()) } else { Ok(()) }
    }

    /// Stops the clock.
    ///
    /// # Errors
    /// `commitment.wrong-state` unless the work goes on; `commitment.stopped`; `commitment.waits-for-itself`;
    /// `commitment.paper-in-future`.
    pub fn stop(mut self, now: DateTime<Utc>, cause: Cause, by: &str) -> Result<(Self, Pause, Event), Violations> {
        if !matches!(self.state, State::Accepted | State::InProgress) {
            return Err(self.wrong_state());
        }
        self.must_run()?;
        let mut violations = Violations::default();
        if cause.waiting_for == self.lead {
            violations.push(Refusal::on("waiting_for", "commitment.waits-for-itself"));
        }
        if cause.paper_on > local_date(now) {
            violations.push(Refusal::on("paper_on", "commitment.paper-in-future"));
        }
        violations.or(())?;
        let facts = json!({
            "waiting_for": cause.waiting_for, "reason": cause.reason, "paper": cause.paper, "paper_on": cause.paper_on,
            "due_on": self.due_on,
        });
        let event = self.event("commitment.stopped", facts);
        self.stopped_on = Some(local_date(now));
        let pause =
            Pause { id: PauseId::fresh(), commitment: self.id, stopped_at: now, stopped_by: by.to_owned(), cause, resumed: None };
        Ok((self, pause, event))
    }

    /// Lets the clock run again with the days that were left; what was late when it stopped is as late as before. A last day
    /// off goes to the next working day.
    ///
    /// # Errors
    /// `commitment.not-stopped`.
    pub fn resume(
        mut self,
        now: DateTime<Utc>,
        calendar: &WorkingCalendar,
        mut pause: Pause,
        by: &str,
    ) -> Result<(Self, Pause, Event), Violations> {
        let Some(stopped_on) = self.stopped_on.take() else { return Err(Refusal::new("commitment.not-stopped").into()) };
        let (before, left) = (self.due_on, self.due_on - stopped_on);
        if left >= TimeDelta::zero() {
            let due = local_date(now) + left;
            self.due_on = calendar.working_on_or_after(due).unwrap_or(due);
        }
        let event = self.event("commitment.resumed", json!({ "from": before, "to": self.due_on, "left": left.num_days() }));
        pause.resumed = Some((now, by.to_owned()));
        Ok((self, pause, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::followups::rules::Timing;
    use crate::followups::rules::commitment::tests::{at, day, fresh};

    fn cause(waiting_for: BodyId) -> Cause {
        Cause { waiting_for, reason: "Chờ tỉnh cấp vốn".into(), paper: "12/CV-UBND".into(), paper_on: day("2025-09-10") }
    }

    fn taken() -> Commitment {
        fresh().accept(at("2025-09-09 08:00")).unwrap().0
    }

    #[test]
    fn b051_the_days_left_when_it_stopped_are_left_when_it_runs_again() {
        // Due on Tuesday 30 September; stopped on the 15th with 15 days left; on again on Monday 20 October: 4 November.
        let (stopped, pause, _) = taken().stop(at("2025-09-15 09:00"), cause(BodyId::fresh()), "Văn").unwrap();
        assert_eq!(stopped.timing(at("2025-10-20 08:00")), Timing::Stopped);
        let (again, pause, _) = stopped.resume(at("2025-10-20 08:00"), &WorkingCalendar::builtin(), pause, "Văn").unwrap();
        assert_eq!((again.due_on, again.first_due_on), (day("2025-11-04"), day("2025-09-30")));
        assert_eq!(again.timing(at("2025-10-20 08:00")), Timing::InTime);
        assert_eq!(pause.resumed.map(|(at, _)| at), Some(at("2025-10-20 08:00")));
        // On again on Friday 17 October it would end on Saturday 1 November: Monday the 3rd.
        let (stopped, pause, _) = taken().stop(at("2025-09-15 09:00"), cause(BodyId::fresh()), "Văn").unwrap();
        let (again, ..) = stopped.resume(at("2025-10-17 08:00"), &WorkingCalendar::builtin(), pause, "Văn").unwrap();
        assert_eq!(again.due_on, day("2025-11-03"));
    }

    #[test]
    fn b051_what_was_late_is_as_late_as_before() {
        let (stopped, pause, _) = taken().stop(at("2025-10-05 09:00"), cause(BodyId::fresh()), "Văn").unwrap();
        let (again, ..) = stopped.resume(at("2025-10-20 08:00"), &WorkingCalendar::builtin(), pause, "Văn").unwrap();
        assert_eq!((again.due_on, again.timing(at("2025-10-20 08:00"))), (day("2025-09-30"), Timing::Overdue));
    }

    #[test]
    fn a_stop_names_somebody_else_and_a_paper_of_the_past() {
        let own = taken();
        let wrong = Cause { paper_on: day("2025-09-16"), ..cause(own.lead) };
        let refused = own.stop(at("2025-09-15 09:00"), wrong, "Văn").unwrap_err();
        let codes: Vec<_> = refused.0.iter().map(|refusal| (refusal.field, refusal.code)).collect();
        let expected = [(Some("waiting_for"), "commitment.waits-for-itself"), (Some("paper_on"), "commitment.paper-in-future")];
        assert_eq!(codes, expected);
        assert_eq!(
            fresh().stop(at("2025-09-15 09:00"), cause(BodyId::fresh()), "Văn").unwrap_err().0[0].code,
            "commitment.wrong-state"
        );
    }

    #[test]
    fn while_it_stands_nothing_is_reported_and_no_time_is_asked_for() {
        let (stopped, pause, _) = taken().stop(at("2025-09-15 09:00"), cause(BodyId::fresh()), "Văn").unwrap();
        let code = |violations: Violations| violations.0[0].code;
        let report = stopped.clone().report(at("2025-09-16 08:00"), crate::followups::rules::Outcome::Done, day("2025-09-16"));
        assert_eq!(code(report.unwrap_err()), "commitment.stopped");
        let more = stopped.ask_extension(at("2025-09-16 08:00"), &[], day("2025-11-30"), "Mưa".into(), "Kinh tế");
        assert_eq!(code(more.unwrap_err()), "commitment.stopped");
        assert_eq!(code(stopped.stop(at("2025-09-16 08:00"), pause.cause, "Văn").unwrap_err()), "commitment.stopped");
    }
}
