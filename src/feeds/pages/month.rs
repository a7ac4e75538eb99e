//! A month as a table of weeks, Monday first, with what happens on each day. Pure.

use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

use crate::kernel::clock::{local, local_date};
use crate::law::WorkingCalendar;

/// Something on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub label: String,
    pub href: String,
    pub cancelled: bool,
}

/// A day of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Day {
    pub on: NaiveDate,
    pub day: u32,
    pub is_other: bool,
    pub is_off: bool,
    pub is_today: bool,
    pub note: Option<String>,
    pub items: Vec<Item>,
}

/// First and last day of the weeks that show the month of `first`.
#[must_use]
pub fn bounds(first: NaiveDate) -> (NaiveDate, NaiveDate) {
    let start = first.checked_sub_days(Days::new(u64::from(first.weekday().num_days_from_monday()))).unwrap_or(first);
    let next = next_month(first);
    let last = next.pred_opt().unwrap_or(next);
    let end = last.checked_add_days(Days::new(6 - u64::from(last.weekday().num_days_from_monday()))).unwrap_or(last);
    (start, end)
}

/// The first day of the month after `first`.
#[must_use]
pub fn next_month(first: NaiveDate) -> NaiveDate {
    let (year, month) = if first.month() == 12 { (first.year() + 1, 1) } else { (first.year(), first.month() + 1) };
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(first)
}

/// The first day of the month before `first`.
#[must_use]
pub fn previous_month(first: NaiveDate) -> NaiveDate {
    first.pred_opt().and_then(|day| day.with_day(1)).unwrap_or(first)
}

/// The weeks of the month of `first`; `items` carry the instant at which they begin.
#[must_use]
pub fn weeks(
    first: NaiveDate,
    today: NaiveDate,
    calendar: &WorkingCalendar,
    items: &[(chrono::DateTime<chrono::Utc>, Item)],
) -> Vec<Vec<Day>> {
    let (start, end) = bounds(first);
    let days: Vec<Day> = start
        .iter_days()
        .take_while(|day| *day <= end)
        .map(|on| Day {
            on,
            day: on.day(),
            is_other: on.month() != first.month(),
            is_off: !calendar.is_working(on),
            is_today: on == today,
            note: calendar.label(on).map(str::to_owned),
            items: items
                .iter()
                .filter(|(at, _)| local_date(*at) == on)
                .map(|(at, item)| Item { label: format!("{} {}", local(*at).format("%H:%M"), item.label), ..item.clone() })
                .collect(),
        })
        .collect();
    days.chunks(7).map(<[Day]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_shown_in_whole_weeks_from_monday() {
        // August 2026 begins on a Saturday and ends on a Monday: six weeks, 27 July to 6 September.
        let first = NaiveDate::from_ymd_opt(2026, 8, 1).unwrap();
        let weeks = weeks(first, first, &WorkingCalendar::builtin(), &[]);
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0][0].on, NaiveDate::from_ymd_opt(2026, 7, 27).unwrap());
        assert_eq!(weeks[5][6].on, NaiveDate::from_ymd_opt(2026, 9, 6).unwrap());
        assert!(weeks[0][0].is_other && weeks[0][5].is_today);
        // Saturday 22 August is worked for Monday 31 August.
        assert!(!weeks[3][5].is_off && weeks[5][0].is_off);
    }
}
