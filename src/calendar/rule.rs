//! A recurrence rule fit to be written: checked letters and keys, UNTIL as the start of its entry demands.
//! Expanding a rule into dates is not done here; that is the law room's recurrence.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::entry::Start;
use crate::kernel::clock;

/// The value of an RRULE (RFC 5545, 3.3.10), in capitals, with FREQ, known keys and each key once.
///
/// It says nothing about whether the numbers make sense together; a reader ignores or refuses such a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule(Vec<(String, String)>);

/// A text that is no recurrence rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no recurrence rule")]
pub struct BadRule(pub String);

const KEYS: [&str; 14] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];
const FREQUENCIES: [&str; 7] = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"];

impl FromStr for Rule {
    type Err = BadRule;

    /// Takes `FREQ=…` with or without `RRULE:` before it, in any case.
    fn from_str(text: &str) -> Result<Self, BadRule> {
        let bad = || BadRule(text.to_owned());
        let capitals = text.trim().to_ascii_uppercase();
        let mut parts: Vec<(String, String)> = Vec::new();
        for part in capitals.strip_prefix("RRULE:").unwrap_or(&capitals).split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').ok_or_else(bad)?;
            let is_clean = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || "+-,".contains(c));
            if !KEYS.contains(&key) || !is_clean || parts.iter().any(|(known, _)| known == key) {
                return Err(bad());
            }
            parts.push((key.to_owned(), value.to_owned()));
        }
        let rule = Self(parts);
        let ends = [rule.get("UNTIL").is_some(), rule.get("COUNT").is_some()];
        let is_known = rule.get("FREQ").is_some_and(|freq| FREQUENCIES.contains(&freq));
        let until_is_time = rule.get("UNTIL").is_none_or(|until| until_of(until).is_some());
        if is_known && until_is_time && ends != [true, true] { Ok(rule) } else { Err(bad()) }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (key, value)) in self.0.iter().enumerate() {
            write!(f, "{}{key}={value}", if at == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}

impl Rule {
    /// The value of `key` (in capitals).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// The same rule with `last` as its last occurrence, in place of whatever end it had.
    #[must_use]
    pub fn ending(mut self, last: Start) -> Self {
        self.0.retain(|(key, _)| key != "COUNT" && key != "UNTIL");
        let until = match last {
            Start::DateTime(wall) => wall.format("%Y%m%dT%H%M%S").to_string(),
            Start::Date(day) => day.format("%Y%m%d").to_string(),
        };
        self.0.push(("UNTIL".to_owned(), until));
        self
    }

    /// The rule as an entry must write it: UNTIL a date for all-day entries, otherwise in UTC (RFC 5545, 3.3.10).
    /// A bare date with a timed entry includes that whole day in Vietnam; a time without Z is Vietnamese.
    #[must_use]
    pub(super) fn written(&self, is_all_day: bool) -> String {
        let mut rule = self.clone();
        for (key, value) in &mut rule.0 {
            if let Some(until) = until_of(value).filter(|_| key == "UNTIL") {
                *value = until.written(is_all_day);
            }
        }
        rule.to_string()
    }
}

enum Until {
    Day(NaiveDate),
    Local(NaiveDateTime),
    Utc(NaiveDateTime),
}

fn until_of(value: &str) -> Option<Until> {
    if value.contains(['+', '-', ',']) {
        return None;
    }
    if value.len() == 8 {
        return NaiveDate::parse_from_str(value, "%Y%m%d").ok().map(Until::Day);
    }
    let time = |text| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok();
    match value.strip_suffix('Z') {
        Some(utc) => time(utc).map(Until::Utc),
        None => time(value).map(Until::Local),
    }
}

impl Until {
    fn written(self, is_all_day: bool) -> String {
        let last_second = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default();
        let utc = match self {
            Self::Day(day) => clock::instant(day.and_time(last_second)),
            Self::Local(wall) => clock::instant(wall),
            Self::Utc(time) => time.and_utc(),
        };
        if is_all_day { clock::local_date(utc).format("%Y%m%d").to_string() } else { utc.format("%Y%m%dT%H%M%SZ").to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(rule: &str, is_all_day: bool) -> String {
        rule.parse::<Rule>().unwrap().written(is_all_day)
    }

    #[test]
    fn b024_until_is_written_in_utc_for_timed_entries() {
        // 08:00 in Hanoi is 01:00 in UTC; the whole of 30 June ends at 16:59:59 UTC.
        assert_eq!(written("FREQ=DAILY;UNTIL=20260630T080000", false), "FREQ=DAILY;UNTIL=20260630T010000Z");
        assert_eq!(written("FREQ=DAILY;UNTIL=20260630T010000Z", false), "FREQ=DAILY;UNTIL=20260630T010000Z");
        assert_eq!(written("FREQ=DAILY;UNTIL=20260630", false), "FREQ=DAILY;UNTIL=20260630T165959Z");
    }

    #[test]
    fn b024_an_end_takes_the_place_of_any_other() {
        let last = Start::DateTime("2026-06-25T08:00:00".parse().unwrap());
        for rule in ["FREQ=MONTHLY;COUNT=12;BYMONTHDAY=25", "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20301231"] {
            let ended = rule.parse::<Rule>().unwrap().ending(last).written(false);
            assert_eq!(ended, "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20260625T010000Z");
        }
        let day = Start::Date("2026-06-25".parse().unwrap());
        assert_eq!("FREQ=DAILY".parse::<Rule>().unwrap().ending(day).written(true), "FREQ=DAILY;UNTIL=20260625");
    }

    #[test]
    fn until_is_a_date_for_all_day_entries() {
        assert_eq!(written("FREQ=DAILY;UNTIL=20260630", true), "FREQ=DAILY;UNTIL=20260630");
        // 17:00 UTC is already 1 July in Hanoi.
        assert_eq!(written("FREQ=DAILY;UNTIL=20260630T170000Z", true), "FREQ=DAILY;UNTIL=20260701");
    }

    #[test]
    fn a_rule_is_read_in_any_case_and_keeps_its_order() {
        assert_eq!(written("rrule:freq=monthly;byday=-1fr;count=12", false), "FREQ=MONTHLY;BYDAY=-1FR;COUNT=12");
    }

    #[test]
    fn nothing_but_a_rule_passes() {
        for text in [
            "",
            "COUNT=3",
            "FREQ=SOMETIMES",
            "FREQ=DAILY;COUNT=1;UNTIL=20260101",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;X=1",
            "FREQ=DAILY;COUNT=",
            "FREQ=DAILY\r\nSUMMARY:x",
            "FREQ=DAILY;UNTIL=20261301",
        ] {
            assert_eq!(text.parse::<Rule>(), Err(BadRule(text.into())), "{text}");
        }
    }
}
