//! How far a deadline lies from its event and where it may end: the rule, without a calendar.
//!
//! Stored in rule sets as TOML and JSON. Neighbours: `count` applies it, `legal_term` says who ordered it and when.

use chrono::{Datelike, NaiveDate, Weekday, WeekdaySet};
use serde::{Deserialize, Serialize};

use crate::law::hours::HOURS_A_DAY;

/// The longest deadline in days: ten years.
const MAX_DAYS: u32 = 3660;

crate::alphabet! {
    /// What a deadline counts. Hours are hours of office time and run from the moment of the event (Civil Code 2015, Art. 147.1).
    pub enum DayUnit {
        Working = "working",
        Calendar = "calendar",
        Hours = "hours",
    }
}

impl DayUnit {
    /// The largest amount that is counted.
    #[must_use]
    pub const fn most(self) -> u32 {
        match self {
            Self::Working | Self::Calendar => MAX_DAYS,
            Self::Hours => MAX_DAYS * HOURS_A_DAY,
        }
    }
}

crate::alphabet! {
    /// Where a last day moves that is not worked: nowhere, to the next working day, or to the previous one.
    pub enum Roll {
        None = "none",
        Next = "next",
        Previous = "previous",
    }
}

/// Days on which a deadline may not end, whether they are worked or not. Single dates belong into the calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "NotOnText", into = "NotOnText")]
pub struct NotOn {
    weekdays: WeekdaySet,
    /// Bit n for day n of the month.
    month_days: u32,
}

/// A day of the month that no month has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no month has a day {0}")]
pub struct NoSuchDay(pub u32);

/// [`NotOn`] as people write it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NotOnText {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    weekdays: Vec<Weekday>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    month_days: Vec<u32>,
}

impl NotOn {
    pub const NOTHING: Self = Self { weekdays: WeekdaySet::EMPTY, month_days: 0 };

    /// These weekdays and days of the month.
    ///
    /// # Errors
    /// A day of the month outside of 1 to 31.
    pub fn new(weekdays: &[Weekday], month_days: &[u32]) -> Result<Self, NoSuchDay> {
        let add = |mask: u32, &day: &u32| if (1..=31).contains(&day) { Ok(mask | (1 << day)) } else { Err(NoSuchDay(day)) };
        Ok(Self { weekdays: weekdays.iter().copied().collect(), month_days: month_days.iter().try_fold(0, add)? })
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::NOTHING
    }

    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.weekdays.contains(day.weekday()) || self.month_days & (1 << day.day()) != 0
    }

    /// From Monday to Sunday.
    pub fn weekdays(&self) -> impl Iterator<Item = Weekday> + '_ {
        self.weekdays.iter(Weekday::Mon)
    }

    /// From 1 to 31.
    pub fn month_days(&self) -> impl Iterator<Item = u32> + '_ {
        (1..=31).filter(|day| self.month_days & (1 << day) != 0)
    }
}

impl TryFrom<NotOnText> for NotOn {
    type Error = NoSuchDay;

    fn try_from(text: NotOnText) -> Result<Self, NoSuchDay> {
        Self::new(&text.weekdays, &text.month_days)
    }
}

impl From<NotOn> for NotOnText {
    fn from(not_on: NotOn) -> Self {
        Self { weekdays: not_on.weekdays().collect(), month_days: not_on.month_days().collect() }
    }
}

/// How far a deadline is from its event: `amount` of `unit`, negative for before, and where it may not end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DeadlineRule {
    pub amount: i32,
    pub unit: DayUnit,
    pub roll: Roll,
    /// From such a day the end moves to the nearest day that is worked and allowed: the way that `roll` says, and without
    /// one away from the event.
    #[serde(default, skip_serializing_if = "NotOn::is_empty")]
    pub not_on: NotOn,
}

impl DeadlineRule {
    #[must_use]
    pub const fn new(amount: i32, unit: DayUnit, roll: Roll) -> Self {
        Self { amount, unit, roll, not_on: NotOn::NOTHING }
    }

    /// `amount` working days after the event (before, if negative).
    #[must_use]
    pub const fn working(amount: i32) -> Self {
        Self::new(amount, DayUnit::Working, Roll::None)
    }

    /// `amount` calendar days after the event (before, if negative), wherever they end.
    #[must_use]
    pub const fn calendar(amount: i32) -> Self {
        Self::new(amount, DayUnit::Calendar, Roll::None)
    }

    /// `amount` hours of office time after the event (before, if negative).
    #[must_use]
    pub const fn hours(amount: i32) -> Self {
        Self::new(amount, DayUnit::Hours, Roll::None)
    }

    #[must_use]
    pub const fn rolling(self, roll: Roll) -> Self {
        Self { roll, ..self }
    }

    #[must_use]
    pub const fn not_ending_on(self, not_on: NotOn) -> Self {
        Self { not_on, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_ends_are_written_as_words_and_left_out_where_there_are_none() {
        let plain = serde_json::to_value(DeadlineRule::working(5)).unwrap();
        assert_eq!(plain, serde_json::json!({ "amount": 5, "unit": "working", "roll": "none" }));
        let rule: DeadlineRule = toml::from_str(
            "amount = 5\nunit = \"working\"\nroll = \"next\"\nnot_on = { weekdays = [\"fri\"], month_days = [1, 31] }",
        )
        .unwrap();
        assert_eq!(rule.not_on, NotOn::new(&[Weekday::Fri], &[31, 1]).unwrap());
        assert_eq!(serde_json::to_value(rule.not_on).unwrap()["month_days"], serde_json::json!([1, 31]));
        assert_eq!(NotOn::new(&[], &[32]), Err(NoSuchDay(32)));
        assert!(
            toml::from_str::<DeadlineRule>("amount = 5\nunit = \"working\"\nroll = \"next\"\nnot_on = { month_days = [0] }")
                .is_err()
        );
    }
}
