//! Counting from an event to the end of a deadline: days, or hours of office time, forwards and backwards.
//!
//! Every search is bounded: a calendar without work is an error, never an endless loop. Neighbour: `receipt` shows the count.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::rule::{DayUnit, DeadlineRule, Roll};
use crate::law::calendar::{CalendarError, SEARCH_LIMIT, WorkingCalendar, plus_days};

/// Where the amount leads, before rolling. The time of day means something for hours only.
pub(super) fn count(
    calendar: &WorkingCalendar,
    start: NaiveDateTime,
    rule: DeadlineRule,
) -> Result<NaiveDateTime, CalendarError> {
    match rule.unit {
        DayUnit::Calendar => Ok(plus_days(start.date(), rule.amount)?.and_time(NaiveTime::MIN)),
        DayUnit::Working => Ok(working_days(calendar, start.date(), rule.amount)?.and_time(NaiveTime::MIN)),
        DayUnit::Hours => hours(calendar, start, rule.amount),
    }
}

/// The day on which a deadline may end that was counted to `day`.
pub(super) fn settle(calendar: &WorkingCalendar, day: NaiveDate, rule: DeadlineRule) -> Result<NaiveDate, CalendarError> {
    let allowed = |day| !rule.not_on.contains(day);
    if allowed(day) && (rule.roll == Roll::None || calendar.is_working(day)) {
        return Ok(day);
    }
    let back = match rule.roll {
        Roll::Next => false,
        Roll::Previous => true,
        Roll::None => rule.amount < 0,
    };
    calendar.search(day, back, allowed)
}

/// The day beside `day`, before it with `back`.
pub(super) fn beside(day: NaiveDate, back: bool) -> Result<NaiveDate, CalendarError> {
    if back { day.pred_opt() } else { day.succ_opt() }.ok_or(CalendarError::OutOfRange)
}

fn working_days(calendar: &WorkingCalendar, start: NaiveDate, amount: i32) -> Result<NaiveDate, CalendarError> {
    if let Some(day) = calendar.nth_working(start, amount.unsigned_abs(), amount < 0) {
        return Ok(day);
    }
    // Zero days, or beyond what is laid out: day by day.
    let mut left = amount.unsigned_abs();
    let mut day = start;
    let mut idle = 0;
    while left > 0 {
        day = beside(day, amount < 0)?;
        if calendar.is_working(day) {
            left -= 1;
            idle = 0;
        } else {
            idle += 1;
            if idle >= SEARCH_LIMIT {
                return Err(CalendarError::NoWorkingDay(start));
            }
        }
    }
    Ok(day)
}

fn hours(calendar: &WorkingCalendar, start: NaiveDateTime, amount: i32) -> Result<NaiveDateTime, CalendarError> {
    let mut left = TimeDelta::hours(amount.unsigned_abs().into());
    let back = amount < 0;
    let (mut day, mut idle) = (start.date(), 0);
    if left.is_zero() {
        return Ok(start);
    }
    while idle < SEARCH_LIMIT {
        // On the day of the event only what lies on the right side of its moment.
        let (from, to) = match (day == start.date(), back) {
            (true, false) => (start.time(), LAST_MOMENT),
            (true, true) => (NaiveTime::MIN, start.time()),
            (false, _) => (NaiveTime::MIN, LAST_MOMENT),
        };
        let spans = calendar.spans(day);
        for at in 0..spans.len() {
            let span = spans[if back { spans.len() - 1 - at } else { at }];
            let have = span.within(from, to);
            if have >= left {
                return Ok(day.and_time(if back { span.closes.min(to) - left } else { span.opens.max(from) + left }));
            }
            left -= have;
        }
        idle = if spans.is_empty() { idle + 1 } else { 0 };
        day = beside(day, back)?;
    }
    Err(CalendarError::NoWorkingDay(start.date()))
}

/// No office closes later.
pub(super) const LAST_MOMENT: NaiveTime = NaiveTime::from_hms_opt(23, 59, 59).expect("a time of the day");
