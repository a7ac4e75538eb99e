//! Series told as facts: which day, how often, in which months, until when; every language makes its own sentence of them.
//!
//! It reads the rule text only and computes no date. Neighbours: `series` holds the text, `i18n` speaks.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use super::series::SeriesRule;
use crate::kernel::clock;

/// RFC 5545 codes of the days of a week from Monday.
pub(super) const DAY_CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

crate::alphabet! {
    /// What a month without the chosen day does.
    pub enum IfMissing {
        Skip = "skip",
        LastDay = "last-day",
    }
}

/// Which day a series means, as facts for a sentence in any language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Pattern {
    /// `weekday` 1 = Monday … 7 = Sunday.
    Weekly {
        weekday: u32,
    },
    /// `nth` 1 to 4.
    NthWeekday {
        nth: u32,
        weekday: u32,
    },
    LastWeekday {
        weekday: u32,
    },
    DayOfMonth {
        day: u32,
        if_missing: IfMissing,
    },
    LastDay,
    /// A rule made elsewhere that none of the above describes.
    Other {
        rrule: String,
    },
}

/// How a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum End {
    Never,
    /// The last day, included, in local time.
    Until {
        on: NaiveDate,
    },
    /// Counted from the first occurrence.
    Count {
        count: u32,
    },
}

/// The facts of a series, for "ngày 25 hằng tháng" or "the 25th of each month".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    pub pattern: Pattern,
    /// Every how many weeks or months.
    pub interval: u32,
    /// The only months in which it is held; empty for all.
    pub months: Vec<u32>,
    pub time: NaiveTime,
    pub end: End,
}

impl Description {
    /// The facts of `series`.
    #[must_use]
    pub fn of(series: &SeriesRule) -> Self {
        let number = |name| series.part(name).and_then(|text| text.parse::<u32>().ok());
        let months = series.part("BYMONTH").unwrap_or_default();
        let end = match (number("COUNT"), series.part("UNTIL").and_then(parse_utc)) {
            (Some(count), _) => End::Count { count },
            (None, Some(until)) => End::Until { on: until.date() },
            (None, None) => End::Never,
        };
        Self {
            pattern: pattern(series).unwrap_or_else(|| Pattern::Other { rrule: series.rrule().to_owned() }),
            interval: number("INTERVAL").unwrap_or(1),
            months: months.split(',').filter_map(|month| month.parse().ok()).collect(),
            time: series.first().time(),
            end,
        }
    }
}

fn pattern(series: &SeriesRule) -> Option<Pattern> {
    const KNOWN: [&str; 9] = ["FREQ", "BYDAY", "BYMONTHDAY", "BYSETPOS", "BYMONTH", "INTERVAL", "COUNT", "UNTIL", "WKST"];
    if !series.rrule().split(';').all(|part| part.split_once('=').is_some_and(|(name, _)| KNOWN.contains(&name))) {
        return None;
    }
    let or_last_day = |day| Pattern::DayOfMonth { day, if_missing: IfMissing::LastDay };
    match (series.part("FREQ")?, series.part("BYDAY"), series.part("BYMONTHDAY"), series.part("BYSETPOS")) {
        ("WEEKLY", Some(day), None, None) => Some(Pattern::Weekly { weekday: weekday_number(day)? }),
        ("MONTHLY", Some(day), None, None) => {
            let (nth, weekday) = day.split_at_checked(day.len().checked_sub(2)?)?;
            let weekday = weekday_number(weekday)?;
            match nth.trim_start_matches('+').parse::<i32>().ok()? {
                -1 => Some(Pattern::LastWeekday { weekday }),
                nth @ 1..=4 => Some(Pattern::NthWeekday { nth: nth.unsigned_abs(), weekday }),
                _ => None,
            }
        }
        ("MONTHLY", None, Some("-1"), None) => Some(Pattern::LastDay),
        ("MONTHLY", None, Some("28,29"), Some("-1")) => Some(or_last_day(29)),
        ("MONTHLY", None, Some("28,29,30"), Some("-1")) => Some(or_last_day(30)),
        ("MONTHLY", None, Some(day), None) => Some(Pattern::DayOfMonth { day: day.parse().ok()?, if_missing: IfMissing::Skip }),
        _ => None,
    }
}

/// The local wall time of a UTC text.
fn parse_utc(text: &str) -> Option<NaiveDateTime> {
    let utc = NaiveDateTime::parse_from_str(text.strip_suffix('Z')?, "%Y%m%dT%H%M%S").ok()?;
    Some(clock::local(utc.and_utc()))
}

fn weekday_number(code: &str) -> Option<u32> {
    (1..).zip(DAY_CODES).find(|(_, name)| *name == code).map(|(number, _)| number)
}
