//! The two levels of being late, each stamped once with the start of its first day in local time, whenever it is noticed.
//!
//! Neighbour: `acts` stamps before it changes the course, so that an extension or a stop never hides what was late.

use chrono::{DateTime, NaiveDate, Utc};

use super::{ClockError, Run, State, TermClock};
use crate::kernel::clock::end_of;
use crate::law::calendar::WorkingCalendar;
use crate::law::deadline::{Deadline, DeadlineRule, Roll};

crate::alphabet! {
    /// How late.
    pub enum OverdueLevel {
        Late = "late",
        VeryLate = "very-late",
    }
}

/// A level that was reached, with the first instant of its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdue {
    pub level: OverdueLevel,
    pub at: DateTime<Utc>,
}

/// A level reached, and whether [`TermClock::tell_overdue`] has told it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    overdue: Overdue,
    told: bool,
}

impl<P: Clone + PartialEq> TermClock<P> {
    /// What became late until `now` and was not told before; telling it twice gives nothing the second time.
    ///
    /// # Errors
    /// Days that cannot be counted.
    pub fn tell_overdue(mut self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Result<(Self, Vec<Overdue>), ClockError> {
        self.stamp(calendar, now)?;
        let fresh: Vec<Overdue> = self.overdue.iter().filter(|stamp| !stamp.told).map(|stamp| stamp.overdue).collect();
        self.overdue.iter_mut().for_each(|stamp| stamp.told = true);
        Ok((self, fresh))
    }

    /// Whether it was ever late by `now`, whatever was granted since.
    ///
    /// # Errors
    /// Days that cannot be counted.
    pub fn was_late(&self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Result<bool, ClockError> {
        let mut seen = self.clone();
        seen.stamp(calendar, now)?;
        Ok(!seen.overdue.is_empty())
    }

    /// Records the levels that the present run has reached by `now`.
    pub(super) fn stamp(&mut self, calendar: &WorkingCalendar, now: DateTime<Utc>) -> Result<(), ClockError> {
        let State::Running { run, .. } = &self.state else { return Ok(()) };
        for (level, at) in self.levels(calendar, *run)? {
            if at <= now && self.overdue.iter().all(|stamp| stamp.overdue.level != level) {
                self.overdue.push(Stamp { overdue: Overdue { level, at }, told: false });
            }
        }
        Ok(())
    }

    /// The levels of a run with the first instant of each.
    pub(super) fn levels(&self, calendar: &WorkingCalendar, run: Run) -> Result<Vec<(OverdueLevel, DateTime<Utc>)>, ClockError> {
        let mut levels = vec![(OverdueLevel::Late, end_of(run.last_day))];
        if let Some(after) = self.rules.very_late_after {
            // Late days of earlier stretches count. Where those had reached the level, the stop that ended them stamped it.
            let last = match after.checked_sub(run.late_before) {
                None => run.last_day,
                Some(rest) => {
                    let amount = i32::try_from(rest).unwrap_or(i32::MAX);
                    let rule = DeadlineRule::new(amount, self.rules.term.rule.unit, Roll::None);
                    Deadline::compute(calendar, late_since(run), rule)?.last_day()
                }
            };
            levels.push((OverdueLevel::VeryLate, end_of(last)));
        }
        Ok(levels)
    }
}

/// The day after which late days of this run count.
pub(super) fn late_since(run: Run) -> NaiveDate {
    run.last_day.max(run.since)
}
