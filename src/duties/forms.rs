//! What a browser sends about bindings and days, read into the types of this room; `rule_sets` reads whole texts.

pub mod rule_sets;

use chrono::{Datelike, NaiveDate};

use crate::duties;
use crate::duties::rules::edition::Day;
use crate::kernel::{Refusal, Violations};
use crate::law::{AnnouncedDay, DayKind, DayRowError, DayRowProblem, KNOWN_YEARS, parse_days};
use crate::web::{Fields, Posted};

/// Largest notice of days, in bytes.
const MOST_NOTICE: u64 = 4 << 20;

/// A binding as it is typed: the unit's code, first and last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    pub unit_code: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
}

/// The form that binds a unit.
///
/// # Errors
/// Every fault with its field.
pub fn bind(posted: &Posted) -> Result<Bind, Violations> {
    let mut fields = Fields::new(posted);
    let unit_code = fields.word::<String>("unit");
    let (from_on, to_on) = (fields.date("from_on"), fields.optional_date("to_on"));
    fields.finish(|| Some(Bind { unit_code: unit_code?, from_on: from_on?, to_on: to_on? }))
}

/// The end of a binding: unit, its first day, and the last one.
///
/// # Errors
/// Every fault with its field.
pub fn unbind(posted: &Posted) -> Result<(String, NaiveDate, NaiveDate), Violations> {
    let mut fields = Fields::new(posted);
    let unit_code = fields.word::<String>("unit");
    let (began_on, last) = (fields.date("began_on"), fields.date("last_on"));
    fields.finish(|| Some((unit_code?, began_on?, last?)))
}

/// A day of the calendar.
///
/// # Errors
/// Every fault with its field.
pub fn day(posted: &Posted) -> Result<Day, Violations> {
    let mut fields = Fields::new(posted);
    let (on, kind) = (fields.date("on"), fields.word::<DayKind>("kind"));
    let (label, source) = (fields.line("label", 120), fields.line("source", 300));
    fields.finish(|| Some(Day { on: on?, kind: kind?, label: label?, source: source? }))
}

/// Only the version: acts that need no words.
///
/// # Errors
/// A missing or malformed version.
pub fn version(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    fields.finish(|| version)
}

/// The days of an uploaded notice: a calendar file, or CSV in UTF-8; only those of one year where one is asked for.
///
/// # Errors
/// No file; an encoding that is not UTF-8, by its name where it can be told; one refusal for each wrong row or event.
pub fn notice(posted: &Posted) -> Result<Vec<AnnouncedDay>, Violations> {
    let mut fields = Fields::new(posted);
    let year = fields.optional_integer("only_year", KNOWN_YEARS);
    let file = posted.file_bytes("file", MOST_NOTICE).map_err(|refusal| fields.refuse(refusal)).ok();
    let ((_, bytes), year) = fields.finish(|| Some((file?, year?)))?;
    let bytes = bytes.as_slice();
    if duties::is_calendar_file(bytes) {
        return duties::days_of_calendar_file(bytes, year);
    }
    let refuse = |encoding: &str| Refusal::on("file", "day.file-encoding").arg("encoding", encoding);
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0) {
        return Err(refuse("UTF-16").into());
    }
    let text =
        std::str::from_utf8(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes)).map_err(|_| refuse("Windows-1258"))?;
    let days = parse_days(text).map_err(|errors| Violations(errors.into_iter().map(row_refusal).collect()))?;
    Ok(days.into_iter().filter(|day| year.is_none_or(|year| day.on.year() == year)).collect())
}

fn row_refusal(error: DayRowError) -> Refusal {
    let code = match error.problem {
        DayRowProblem::Double => "day.row-double",
        DayRowProblem::WrongWeekday => "day.row-wrong-weekday",
        DayRowProblem::Unreadable => "day.row-unreadable",
    };
    Refusal::on("file", code).arg("line", error.line)
}
