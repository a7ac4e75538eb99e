//! What pages and reports ask of a clock: how it stands, what is left, and whose days were used.
//!
//! Computed from the facts at any instant; nothing of it is kept.

use chrono::{DateTime, NaiveDate, Utc};

use super::lateness::{OverdueLevel, late_since};
use super::{ClockError, Run, State, TermClock};
use crate::kernel::clock::local_date;
use crate::law::calendar::WorkingCalendar;
use crate::law::deadline::warn_from;

crate::alphabet! {
    /// How a clock stands.
    pub enum Timing {
        NotStarted = "not-started",
        InTime = "in-time",
        Soon = "soon",
        Late = "late",
        VeryLate = "very-late",
        /// In another party's hands: neither in time nor late.
        Stopped = "stopped",
        DoneInTime = "done-in-time",
        DoneLate = "done-late",
    }
}

/// Days to go or days over, never a negative number; counted as the term counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// 0 on the last day.
    Days(u32),
    Late(u32),
}

/// The days of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyDays<P> {
    pub party: P,
    /// All days in its hands.
    pub days: u32,
    /// Those of them after the last day that was in force.
    pub late: u32,
}

impl<P: Clone + PartialEq> TermClock<P> {
    /// How it stands at `now`.
    ///
    /// # Errors
    /// Days that cannot be counted.
    pub fn timing(&self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Result<Timing, ClockError> {
        let run = match &self.state {
            State::NotStarted => return Ok(Timing::NotStarted),
            State::Stopped { .. } => return Ok(Timing::Stopped),
            State::Finished { in_time } => return Ok(if *in_time { Timing::DoneInTime } else { Timing::DoneLate }),
            State::Running { run, .. } => *run,
        };
        let reached = self.levels(calendar, run)?.into_iter().rev().find(|(_, at)| *at <= now);
        Ok(match reached {
            Some((OverdueLevel::VeryLate, _)) => Timing::VeryLate,
            Some((OverdueLevel::Late, _)) => Timing::Late,
            None if local_date(now) >= warn_from(run.since, run.last_day, self.rules.warn_days) => Timing::Soon,
            None => Timing::InTime,
        })
    }

    /// What is left at `now`; a stopped clock keeps what it had. None before the start and after the end.
    #[must_use]
    pub fn left(&self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Option<Left> {
        match &self.state {
            State::Running { run, .. } => Some(self.left_of(calendar, *run, local_date(now))),
            State::Stopped { left, .. } => Some(*left),
            State::NotStarted | State::Finished { .. } => None,
        }
    }

    /// What a run has left on `today`.
    pub(super) fn left_of(&self, calendar: &WorkingCalendar, run: Run, today: NaiveDate) -> Left {
        if today <= run.last_day {
            // Rolled days behind the counted ones are a grace and no days of the term.
            Left::Days(self.counted(calendar, today, run.counted_to))
        } else {
            Left::Late(run.late_before.saturating_add(self.counted(calendar, late_since(run), today)))
        }
    }

    /// Whole days that the present holder has had it by `now`: what a rule "so many days without an answer" asks for.
    #[must_use]
    pub fn days_in_hand(&self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> u32 {
        let Some(holder) = self.holder() else { return 0 };
        let since = self.holds.iter().rev().take_while(|hold| hold.party == *holder).last().map(|hold| hold.from);
        since.map_or(0, |since| self.counted(calendar, since, local_date(now)))
    }

    /// The days of every party by `now`, in the order in which they first held it.
    #[must_use]
    pub fn days(&self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Vec<PartyDays<P>> {
        let mut all: Vec<PartyDays<P>> = Vec::new();
        for hold in &self.holds {
            let to = hold.to.unwrap_or_else(|| local_date(now));
            let days = self.counted(calendar, hold.from, to);
            let late = hold.last_day.map_or(0, |last| self.counted(calendar, last.max(hold.from), to));
            match all.iter_mut().find(|known| known.party == hold.party) {
                Some(known) => (known.days, known.late) = (known.days + days, known.late + late),
                None => all.push(PartyDays { party: hold.party.clone(), days, late }),
            }
        }
        all
    }
}
