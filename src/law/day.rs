//! Kinds of day: the alphabet that the calendar, its table and every receipt share.
//!
//! No rule of counting stands here. Neighbours: `calendar` assigns kinds, `deadline` counts by them.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

crate::alphabet! {
    /// What an office does on a day. `working`, `working-saturday` and `half-day` are worked; `local` is a local day off.
    pub enum DayKind {
        Working = "working",
        Weekend = "weekend",
        Holiday = "holiday",
        DayInLieu = "day-in-lieu",
        WorkingSaturday = "working-saturday",
        Local = "local",
        /// Worked in the morning: a whole day where days are counted, half of one where hours are.
        HalfDay = "half-day",
    }
}

impl DayKind {
    /// Whether working-day deadlines count such a day.
    #[must_use]
    pub const fn is_working(self) -> bool {
        matches!(self, Self::Working | Self::WorkingSaturday | Self::HalfDay)
    }
}

/// One dated entry of the calendar table; it overrides what the rule says of that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayEntry {
    pub on: NaiveDate,
    pub kind: DayKind,
    /// The reason in people's words, such as "Giỗ Tổ Hùng Vương".
    pub label: String,
}

/// Whether the day is a weekly rest day of an office (Saturday or Sunday).
#[must_use]
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}
