//! A clock on a legal term, held by exactly one party at a time: who has the time, how much is left, who used it up.
//!
//! Pure: every command consumes the clock, takes the instant and gives the next one. Only facts are kept; early warning and
//! lateness are computed, and what was late stays so. Neighbours: `acts` are the commands, `lateness` the stamps,
//! `figures` what pages and reports ask; `deadline` counts.

mod acts;
mod figures;
mod lateness;

use chrono::{DateTime, NaiveDate, Utc};

pub use figures::{Left, PartyDays, Timing};
pub use lateness::{Overdue, OverdueLevel};

use super::calendar::WorkingCalendar;
use super::deadline::{DayUnit, DeadlineError, DeadlineRule};
use super::legal_term::{LegalTerm, LegalTermError};

crate::alphabet! {
    /// What a clock does when it runs again: with the days that were left, or with the whole term.
    pub enum OnResume {
        Continue = "continue",
        Anew = "anew",
    }
}

/// What a clock runs by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRules {
    /// In working or calendar days; all days below are counted in the same.
    pub term: LegalTerm,
    /// Calendar days before the last day from which to warn; longer than the term, it warns from the start.
    pub warn_days: u32,
    /// Very late begins with the day after so many late days; without it there is one level only.
    pub very_late_after: Option<u32>,
    /// Days that all extensions together may add; without it there is no bound.
    pub cap: Option<u32>,
    pub on_resume: OnResume,
}

/// A paper that stands behind an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub number: String,
    pub on: NaiveDate,
}

/// Who allowed an extension, why, and by which paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    pub by: String,
    pub reason: String,
    pub paper: Paper,
}

/// One thing that happened to a clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act<P> {
    Started { holder: P },
    HandedOver { to: P },
    Stopped { waiting_for: P, reason: String, paper: Paper },
    Resumed { holder: P },
    Extended { from: NaiveDate, to: NaiveDate, approval: Approval },
    Finished,
}

/// An act with its instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<P> {
    pub at: DateTime<Utc>,
    pub act: Act<P>,
}

/// A stretch of time in one party's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hold<P> {
    party: P,
    from: NaiveDate,
    /// Still open without it.
    to: Option<NaiveDate>,
    /// The last day in force while the term ran; none while it stood.
    last_day: Option<NaiveDate>,
}

/// A stretch in which the term runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Its day zero.
    since: NaiveDate,
    counted_to: NaiveDate,
    last_day: NaiveDate,
    /// Late days before `since`, in stretches that a stop ended.
    late_before: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum State<P> {
    NotStarted,
    Running { holder: P, run: Run },
    Stopped { owner: P, left: Left, run: Run },
    Finished { in_time: bool },
}

/// Why a command is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    #[error("the clock has been started already")]
    AlreadyStarted,
    #[error("the clock is not running")]
    NotRunning,
    #[error("the clock is not stopped")]
    NotStopped,
    #[error("an act lies before the one that came before it")]
    OutOfOrder,
    #[error("a reason is needed")]
    NoReason,
    #[error("a paper is needed")]
    NoPaper,
    #[error("nobody is named who approved")]
    NoApproval,
    #[error("the new last day is not later than {0}")]
    NotLater(NaiveDate),
    #[error("the new last day has passed")]
    InThePast,
    #[error("{days} days in all are more than the {cap} that may be added")]
    OverCap { days: u32, cap: u32 },
    #[error("a clock runs forwards, in days")]
    NoClock,
    #[error(transparent)]
    Term(#[from] LegalTermError),
}

impl From<DeadlineError> for ClockError {
    fn from(error: DeadlineError) -> Self {
        Self::Term(error.into())
    }
}

/// The clock; `P` names parties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermClock<P> {
    rules: ClockRules,
    state: State<P>,
    holds: Vec<Hold<P>>,
    /// Days granted so far.
    granted: u32,
    overdue: Vec<lateness::Stamp>,
    history: Vec<Entry<P>>,
}

impl<P: Clone + PartialEq> TermClock<P> {
    /// A clock that does not run yet.
    ///
    /// # Errors
    /// [`ClockError::NoClock`] for a term before its event, or in hours.
    pub fn new(rules: ClockRules) -> Result<Self, ClockError> {
        let DeadlineRule { amount, unit, .. } = rules.term.rule;
        if amount < 0 || unit == DayUnit::Hours {
            return Err(ClockError::NoClock);
        }
        let (state, holds, overdue, history) = (State::NotStarted, Vec::new(), Vec::new(), Vec::new());
        Ok(Self { rules, state, holds, granted: 0, overdue, history })
    }

    /// Everything that happened, in order.
    #[must_use]
    pub fn history(&self) -> &[Entry<P>] {
        &self.history
    }

    /// The one party that has the clock in its hands now; none before the start and after the end.
    #[must_use]
    pub fn holder(&self) -> Option<&P> {
        self.holds.last().filter(|hold| hold.to.is_none()).map(|hold| &hold.party)
    }

    /// The last day in time; none while nothing runs.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        match &self.state {
            State::Running { run, .. } => Some(run.last_day),
            _ => None,
        }
    }

    /// The days that the term counts after `from` and until `to`, the last included.
    fn counted(&self, calendar: &WorkingCalendar, from: NaiveDate, to: NaiveDate) -> u32 {
        let counts = |day: &NaiveDate| self.rules.term.rule.unit == DayUnit::Calendar || calendar.is_working(*day);
        let days = from.iter_days().skip(1).take_while(|day| *day <= to).filter(counts);
        u32::try_from(days.count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests;
