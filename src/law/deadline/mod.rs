//! Deadlines: from an event and a rule to the last day in time, with a receipt of every day counted.
//!
//! The day of the event is day zero (Civil Code 2015, Art. 147); a deadline ends at 24:00 local time of its last day
//! (Art. 148). Whether a last day off rolls is a property of the rule, never assumed. Neighbours: `calendar` says what is
//! worked, `legal_term` which rule was in force, `term_clock` who holds the time.

mod count;
mod receipt;
mod rule;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

pub use receipt::{Reason, ReceiptLine};
pub use rule::{DayUnit, DeadlineRule, NoSuchDay, NotOn, Roll};

use super::calendar::{CalendarError, WorkingCalendar};
use crate::kernel::clock;

/// Why a deadline cannot be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeadlineError {
    #[error("{amount} is more than the {most} that are counted")]
    TooLong { amount: i32, most: u32 },
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// A computed deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Local time; for days the time of day means nothing.
    start: NaiveDateTime,
    rule: DeadlineRule,
    /// Where the count ends, before rolling.
    counted_to: NaiveDateTime,
    last_day: NaiveDate,
    /// The local time on the last day at which hours end; days end with the day.
    until: Option<NaiveTime>,
}

impl Deadline {
    /// The deadline of `rule` for an event on `start`. With the amount 0 it is `start` itself, rolled by the rule. Hours run
    /// from the beginning of the day.
    ///
    /// # Errors
    /// More than [`DayUnit::most`]; a calendar without a working day for 400 days; the end of the calendar.
    pub fn compute(calendar: &WorkingCalendar, start: NaiveDate, rule: DeadlineRule) -> Result<Self, DeadlineError> {
        Self::compute_from(calendar, start.and_time(NaiveTime::MIN), rule)
    }

    /// As [`Self::compute`] for an event at a local moment, from which hours run (Civil Code 2015, Art. 147.1).
    ///
    /// # Errors
    /// As [`Self::compute`].
    pub fn compute_from(calendar: &WorkingCalendar, start: NaiveDateTime, rule: DeadlineRule) -> Result<Self, DeadlineError> {
        let most = rule.unit.most();
        if rule.amount.unsigned_abs() > most {
            return Err(DeadlineError::TooLong { amount: rule.amount, most });
        }
        let counted_to = count::count(calendar, start, rule)?;
        let last_day = count::settle(calendar, counted_to.date(), rule)?;
        let until = (rule.unit == DayUnit::Hours).then(|| {
            // Moved to another day, hours end with its work, as days end with their day.
            let closing = calendar.spans(last_day).last().map_or(NaiveTime::MIN, |span| span.closes);
            if last_day == counted_to.date() { counted_to.time() } else { closing }
        });
        Ok(Self { start, rule, counted_to, last_day, until })
    }

    #[must_use]
    pub const fn start(&self) -> NaiveDate {
        self.start.date()
    }

    #[must_use]
    pub const fn rule(&self) -> DeadlineRule {
        self.rule
    }

    /// Where the count ends before the rule moves it to a day on which it may end.
    #[must_use]
    pub const fn counted_to(&self) -> NaiveDate {
        self.counted_to.date()
    }

    /// The last day on which the act is still in time.
    #[must_use]
    pub const fn last_day(&self) -> NaiveDate {
        self.last_day
    }

    /// The local moment at which a deadline in hours ends; none for days, which end with the day.
    #[must_use]
    pub fn last_moment(&self) -> Option<NaiveDateTime> {
        self.until.map(|time| self.last_day.and_time(time))
    }

    /// Whether `at` is before the end: 24:00 Vietnamese time of the last day (Civil Code 2015, Art. 148), or the last moment.
    #[must_use]
    pub fn is_in_time(&self, at: DateTime<Utc>) -> bool {
        at < self.late_from()
    }

    /// Calendar days from `today` to the last day; 0 on the last day, negative when late.
    #[must_use]
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.last_day - today).num_days()
    }

    /// The first instant at which the act is late; an overdue event bears this time, whenever it is noticed.
    #[must_use]
    pub fn late_from(&self) -> DateTime<Utc> {
        self.last_moment().map_or_else(|| clock::end_of(self.last_day), clock::instant)
    }

    /// The day from which to warn, as [`warn_from`] of this deadline.
    #[must_use]
    pub fn warn_from(&self, days: u32) -> NaiveDate {
        warn_from(self.start(), self.last_day, days)
    }

    /// The same deadline on another calendar, to show what a new or removed day off moves.
    ///
    /// # Errors
    /// As [`Self::compute`].
    pub fn recounted(&self, calendar: &WorkingCalendar) -> Result<Self, DeadlineError> {
        Self::compute_from(calendar, self.start, self.rule)
    }
}

/// The day from which to warn: `days` calendar days before the last day, but not before the time began to run on `start`.
#[must_use]
pub fn warn_from(start: NaiveDate, last_day: NaiveDate, days: u32) -> NaiveDate {
    let wanted = last_day.checked_sub_days(Days::new(days.into())).unwrap_or(start);
    wanted.max(start.min(last_day))
}

#[cfg(test)]
mod tests;
