//! What a browser sends about bindings and days, read into the types of this room; `rule_sets` reads whole texts.

pub mod rule_sets;

use chrono::NaiveDate;

use crate::duties::rules::Day;
use crate::kernel::{Refusal, Violations};
use crate::law::{AnnouncedDay, DayKind, DayRowError, parse_days};
use crate::web::{Fields, Posted};

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

/// A new day of the calendar (version 0).
///
/// # Errors
/// Every fault with its field.
pub fn new_day(posted: &Posted) -> Result<Day, Violations> {
    day(Fields::new(posted), Some(0))
}

/// A changed day, with the version from which the form was made.
///
/// # Errors
/// Every fault with its field.
pub fn changed_day(posted: &Posted) -> Result<Day, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    day(fields, version)
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

fn day(mut fields: Fields<'_>, version: Option<i32>) -> Result<Day, Violations> {
    let (on, kind) = (fields.date("on"), fields.word::<DayKind>("kind"));
    let (label, source) = (fields.line("label", 120), fields.line("source", 300));
    fields.finish(|| Some(Day { on: on?, kind: kind?, label: label?, source: source?, version: version? }))
}

/// The rows of an uploaded notice, or what is wrong with each.
pub type Rows = Result<Vec<AnnouncedDay>, Vec<DayRowError>>;

/// The file with a notice's days: CSV in UTF-8.
///
/// # Errors
/// No file, or an encoding that is not UTF-8, by its name where it can be told.
pub fn notice(posted: &Posted) -> Result<Rows, Violations> {
    let Some(file) = posted.files("file").next() else { return Err(Refusal::on("file", "form.required").into()) };
    let bytes = file.bytes.as_ref();
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || bytes.contains(&0) {
        return Err(Refusal::on("file", "day.file-encoding").arg("encoding", "UTF-16").into());
    }
    let text = std::str::from_utf8(bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes));
    let text = text.map_err(|_| Refusal::on("file", "day.file-encoding").arg("encoding", "Windows-1258"))?;
    Ok(parse_days(text))
}
