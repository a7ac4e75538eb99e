//! The reports of a unit and how far each of them comes. Pure.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::alphabet;

alphabet! {
    /// How far a report comes; the words are those of the reports' own states.
    pub enum ReportEnd {
        Draft = "draft",
        Presented = "presented",
        Signed = "signed",
        Sent = "sent",
        Returned = "returned",
        Accepted = "accepted",
        /// Sent back once, made better, accepted.
        Improved = "improved",
    }
}

/// One report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportStory {
    pub year: i32,
    /// 1 to 12 for a monthly one; none for the annual one.
    pub month: Option<u32>,
    pub begun_on: NaiveDate,
    pub end: ReportEnd,
}

/// One step of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportDeed {
    Begin,
    Present,
    Sign,
    Send,
    Remark,
    GiveBack,
    Accept,
}

impl ReportStory {
    /// The annual report of `year`, begun on the working day around the 18th of December.
    #[must_use]
    pub fn annual(year: i32, end: ReportEnd) -> Self {
        Self { year, month: None, begun_on: super::day(year, 12, 18), end }
    }

    /// The report of the month before the one of `today`, begun `days` before.
    #[must_use]
    pub fn last_month(today: NaiveDate, days: i64, end: ReportEnd) -> Self {
        let last = super::day(today.year(), today.month(), 1) - TimeDelta::days(1);
        Self { year: last.year(), month: Some(last.month()), begun_on: today - TimeDelta::days(days), end }
    }

    /// Its steps with the days after it was begun.
    #[must_use]
    pub fn deeds(&self) -> Vec<(i64, ReportDeed)> {
        use ReportDeed::{Accept, Begin, GiveBack, Present, Remark, Send, Sign};
        let up = [(0, Begin), (1, Present), (2, Sign), (3, Send)];
        let steps = |count| up.iter().copied().take(count).collect::<Vec<_>>();
        let back = vec![(8, Remark), (8, GiveBack)];
        match self.end {
            ReportEnd::Draft => steps(1),
            ReportEnd::Presented => steps(2),
            ReportEnd::Signed => steps(3),
            ReportEnd::Sent => steps(4),
            ReportEnd::Returned => [steps(4), back].concat(),
            ReportEnd::Accepted => [steps(4), vec![(15, Accept)]].concat(),
            ReportEnd::Improved => [steps(4), back, vec![(10, Present), (11, Sign), (12, Send), (19, Accept)]].concat(),
        }
    }
}
