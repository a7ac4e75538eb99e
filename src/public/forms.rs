//! What stands in the calculator's address, read into a question of the law.

use chrono::{Datelike, NaiveDateTime, NaiveTime};

use crate::kernel::{Refusal, Violations};
use crate::law::calendar::KNOWN_YEARS;
use crate::law::{DayUnit, DeadlineRule};
use crate::public::rules::{RollWord, UnitWord};
use crate::web::{Fields, Posted};

/// The most that the page counts in either direction, in the unit of the question: its receipt stays one that people read.
pub const MOST: i32 = 366;

/// A question: from when, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    pub start: NaiveDateTime,
    pub rule: DeadlineRule,
}

/// Reads `tu` (day), `luc` (time, for hours), `so` (how many), `loai` (of what) and `doi` (where a day off moves).
///
/// # Errors
/// Every fault with its field; `calculator.unknown-year` for a day that no calendar covers.
pub fn question(asked: &Posted) -> Result<Question, Violations> {
    let mut fields = Fields::new(asked);
    let (on, at) = (fields.date("tu"), fields.optional_time("luc"));
    let amount = fields.integer("so", -MOST..=MOST);
    let unit = fields.optional_word::<UnitWord>("loai").map(|word| word.unwrap_or(UnitWord::Working).unit());
    let roll = fields.optional_word::<RollWord>("doi").map(|word| word.unwrap_or(RollWord::None).roll());
    if on.is_some_and(|on| !KNOWN_YEARS.contains(&on.year())) {
        fields.refuse(unknown_year());
    }
    if unit.is_some_and(|unit| unit != DayUnit::Hours) && at.flatten().is_some() {
        fields.refuse(Refusal::on("luc", "calculator.time-of-days"));
    }
    fields.finish(|| {
        Some(Question { start: on?.and_time(at?.unwrap_or(NaiveTime::MIN)), rule: DeadlineRule::new(amount?, unit?, roll?) })
    })
}

/// A day that no calendar covers.
pub fn unknown_year() -> Refusal {
    Refusal::on("tu", "calculator.unknown-year").arg("first", KNOWN_YEARS.start()).arg("last", KNOWN_YEARS.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_as_people_write_it() {
        let read = |fields: &[(&str, &str)]| question(&Posted::of(fields));
        let plain = read(&[("tu", "2026-08-20"), ("so", "10")]).unwrap();
        assert_eq!((plain.start.to_string().as_str(), plain.rule), ("2026-08-20 00:00:00", DeadlineRule::working(10)));
        let hours = read(&[("tu", "20/8/2026"), ("luc", "9h15"), ("so", "-4"), ("loai", "gio"), ("doi", "khong")]).unwrap();
        assert_eq!((hours.start.to_string().as_str(), hours.rule), ("2026-08-20 09:15:00", DeadlineRule::hours(-4)));
    }

    #[test]
    fn every_fault_has_its_field() {
        let faults = |fields: &[(&str, &str)]| {
            let refused = question(&Posted::of(fields)).unwrap_err();
            refused.0.iter().map(|one| (one.field.unwrap_or_default(), one.code)).collect::<Vec<_>>()
        };
        assert_eq!(faults(&[("tu", "mai"), ("so", "367")]), [("tu", "form.date"), ("so", "form.range")]);
        assert_eq!(faults(&[("loai", "nam"), ("doi", "x")])[2..], [("loai", "form.choice"), ("doi", "form.choice")]);
        assert_eq!(faults(&[("tu", "2018-12-31"), ("so", "1")]), [("tu", "calculator.unknown-year")]);
        assert_eq!(faults(&[("tu", "2026-08-20"), ("so", "1"), ("luc", "9h")]), [("luc", "calculator.time-of-days")]);
    }
}
