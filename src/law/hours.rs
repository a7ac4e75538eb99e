//! The hours of an office on one day, for deadlines that count working hours.
//!
//! No instrument fixes them for all offices, so they are a value of the calendar and never a constant of the count.
//! Neighbours: `calendar` says which days have them, `deadline` counts them.

use chrono::{NaiveTime, TimeDelta};
use serde::Serialize;

use super::day::DayKind;

/// Working hours of a whole day where nothing else is said; the longest deadline in hours is measured by it.
pub const HOURS_A_DAY: u32 = 8;

/// One stretch of work on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    pub opens: NaiveTime,
    pub closes: NaiveTime,
}

impl Span {
    /// How much of it lies between `from` and `to` of the same day.
    #[must_use]
    pub fn within(self, from: NaiveTime, to: NaiveTime) -> TimeDelta {
        (self.closes.min(to) - self.opens.max(from)).max(TimeDelta::zero())
    }
}

/// Morning and afternoon of a working day; all weekdays have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OfficeHours([Span; 2]);

/// Hours that overlap or run backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hours of an office must follow each other")]
pub struct HoursError;

impl OfficeHours {
    /// # Errors
    /// Unless each stretch is longer than nothing and the afternoon begins after the morning.
    pub fn new(morning: Span, afternoon: Span) -> Result<Self, HoursError> {
        let times = [morning.opens, morning.closes, afternoon.opens, afternoon.closes];
        let ordered = times[0] < times[1] && times[1] <= times[2] && times[2] < times[3];
        if ordered { Ok(Self([morning, afternoon])) } else { Err(HoursError) }
    }

    /// The stretches worked on a day of this kind, in order. A compensatory Saturday borrows the hours of the day that it
    /// makes up for, which are those of any working day; a half day has its morning.
    #[must_use]
    pub fn on(&self, kind: DayKind) -> &[Span] {
        match kind {
            DayKind::Working | DayKind::WorkingSaturday => &self.0,
            DayKind::HalfDay => &self.0[..1],
            DayKind::Weekend | DayKind::Holiday | DayKind::DayInLieu | DayKind::Local => &[],
        }
    }
}

impl Default for OfficeHours {
    /// 7:30 to 11:30 and 13:00 to 17:00: the habit of many offices, eight hours in all.
    fn default() -> Self {
        let at = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
        Self([Span { opens: at(7, 30), closes: at(11, 30) }, Span { opens: at(13, 0), closes: at(17, 0) }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn a_day_has_eight_hours_and_a_half_day_four() {
        let hours = OfficeHours::default();
        let minutes = |kind| hours.on(kind).iter().map(|span| (span.closes - span.opens).num_minutes()).sum::<i64>();
        assert_eq!(minutes(DayKind::Working), 480);
        assert_eq!(minutes(DayKind::HalfDay), 240);
        assert_eq!(minutes(DayKind::Local), 0);
    }

    #[test]
    fn hours_that_overlap_are_refused() {
        let span = |opens, closes| Span { opens, closes };
        assert!(OfficeHours::new(span(at(8, 0), at(12, 0)), span(at(13, 0), at(17, 0))).is_ok());
        assert_eq!(OfficeHours::new(span(at(8, 0), at(12, 0)), span(at(11, 0), at(17, 0))), Err(HoursError));
        assert_eq!(OfficeHours::new(span(at(12, 0), at(8, 0)), span(at(13, 0), at(17, 0))), Err(HoursError));
    }
}
