//! What today means for a commitment: in time, soon due, overdue, done in time or late. Computed, never stored. Pure.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::commitment::Commitment;
use super::extension::Extension;
use crate::alphabet;
use crate::kernel::clock::{end_of, local_date};
use crate::law::deadline;

/// Calendar days before the last day from which an agency is warned where the rules do not say.
pub const USUAL_WARN_DAYS: u32 = 7;

/// Late days after which it is very late: the second level.
pub const VERY_LATE_AFTER: u32 = 30;

alphabet! {
    /// The timing's word in lists and addresses.
    pub enum Timing {
        InTime = "in-time",
        Soon = "soon",
        Overdue = "overdue",
        VeryLate = "very-late",
        /// Somebody else is waited for: neither in time nor late.
        Stopped = "stopped",
        DoneInTime = "done-in-time",
        DoneLate = "done-late",
    }
}

impl Timing {
    /// The last day has passed and nothing was reported.
    #[must_use]
    pub const fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue | Self::VeryLate)
    }
}

impl Commitment {
    /// The first instant at which it is late (Civil Code 2015, Art. 148): what an overdue event bears, whenever it is noticed.
    #[must_use]
    pub fn late_from(&self) -> DateTime<Utc> {
        end_of(self.due_on)
    }

    /// The first instant at which it is very late: [`VERY_LATE_AFTER`] late days are over.
    #[must_use]
    pub fn very_late_from(&self) -> DateTime<Utc> {
        end_of(self.due_on + Days::new(VERY_LATE_AFTER.into()))
    }

    /// The day from which to warn: as many days before the last day as the rules said when it was given, but not before that.
    #[must_use]
    pub fn warn_from(&self) -> NaiveDate {
        deadline::warn_from(self.assigned_on, self.due_on, self.warn_days)
    }

    /// What `now` means. A report stops the clock at its own instant; sent back, the old last day counts again.
    #[must_use]
    pub fn timing(&self, now: DateTime<Utc>) -> Timing {
        match self.state.report() {
            Some(report) if report.at < self.late_from() => Timing::DoneInTime,
            Some(_) => Timing::DoneLate,
            None if self.stopped_on.is_some() => Timing::Stopped,
            None if now >= self.very_late_from() => Timing::VeryLate,
            None if now >= self.late_from() => Timing::Overdue,
            None if local_date(now) >= self.warn_from() => Timing::Soon,
            None => Timing::InTime,
        }
    }

    /// Calendar days to the last day: 0 on it, negative afterwards.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due_on - today).num_days()
    }
}

/// Whether more time was asked for only after the last day had passed: the extension moves the day, the record stays late.
#[must_use]
pub fn is_late_by_extension(extensions: &[Extension]) -> bool {
    extensions.iter().any(|extension| extension.is_granted() && extension.asked_at >= end_of(extension.from_on))
}

#[cfg(test)]
#[path = "timing_tests.rs"]
mod tests;
