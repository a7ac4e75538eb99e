//! `doithoai deadline START COUNT UNIT`: the last day in time, with the receipt if asked for.
//!
//! It reads the question, `law::deadline` counts. It opens no database: the calendar is the built-in one of the State.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};
use serde::Serialize;

use crate::cli::{Failure, batch};
use crate::law::calendar::KNOWN_YEARS;
use crate::law::{DayUnit, Deadline, DeadlineRule, ReceiptLine, Roll, WorkingCalendar};

const EXAMPLES: &str = "\
Examples:
  doithoai deadline 2026-08-20 10 working               2026-09-07
  doithoai deadline 2026-08-20 10 calendar --roll next  2026-09-03
  doithoai deadline 2025-10-29 -7 calendar              2025-10-22
  doithoai deadline 2026-08-20T15:00 4 hours            2026-08-21T09:30

The day of the event is day zero. Hours are office hours (7:30 to 11:30, 13:00 to 17:00) and run from the moment, of a day
alone from its beginning. Days off are those announced for 2019 to 2026 and those of the Labour Code for later years.
A line of a batch reads as the words of the command: 2026-08-20 10 calendar --roll next";

/// What is asked.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Day of the event, such as 2026-08-20; for hours also its moment, such as 2026-08-20T09:15.
    #[arg(required_unless_present = "batch")]
    start: Option<String>,
    /// How many; negative for days before the event.
    #[arg(required_unless_present = "batch", allow_negative_numbers = true)]
    count: Option<String>,
    /// What is counted: working, calendar or hours.
    #[arg(required_unless_present = "batch")]
    unit: Option<String>,
    /// Where a last day goes that is a day off: none (it stays), next or previous (working day).
    #[arg(long, value_name = "RULE", default_value = "none")]
    roll: String,
    /// Whose working days: state.
    #[arg(long, value_name = "NAME", default_value = "state")]
    calendar: String,
    /// Print one JSON object with the receipt: every day counted or passed over, and why.
    #[arg(long)]
    json: bool,
    /// Answer a question a line from this file, or from standard input with "-".
    #[arg(long, value_name = "FILE", conflicts_with_all = ["start", "count", "unit"])]
    batch: Option<PathBuf>,
}

/// An answer with its explanation, as programs read it.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    start: &'a str,
    count: i32,
    unit: DayUnit,
    roll: Roll,
    calendar: &'a str,
    last_day: NaiveDate,
    /// Local time at which hours end.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_moment: Option<String>,
    /// Days after it are known by rule only, until their notice is out.
    announced_until: Option<NaiveDate>,
    /// Whether the count touches such days.
    forecast: bool,
    receipt: Vec<ReceiptLine>,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    if args.calendar != "state" {
        return Err(format!("{} is no calendar: write state", batch::quoted(&args.calendar)));
    }
    let calendar = WorkingCalendar::builtin();
    if let Some(file) = &args.batch {
        parse_roll(&args.roll)?;
        return batch::run(file, args.json, |line| answer_line(&calendar, line, args));
    }
    let [start, count, unit] = [&args.start, &args.count, &args.unit].map(|word| word.as_deref().unwrap_or_default());
    println!("{}", answer(&calendar, [start, count, unit, &args.roll], args)?);
    Ok(())
}

fn answer_line(calendar: &WorkingCalendar, line: &str, args: &Args) -> Result<String, Failure> {
    let words = line.split_whitespace().map(|word| word.strip_prefix("--roll=").unwrap_or(word)).filter(|word| *word != "--roll");
    match words.collect::<Vec<_>>().as_slice() {
        [start, count, unit] => answer(calendar, [start, count, unit, &args.roll], args),
        [start, count, unit, roll] => answer(calendar, [start, count, unit, roll], args),
        _ => Err("a line has a day, a number and a unit: 2026-08-20 10 working".to_owned()),
    }
}

fn answer(calendar: &WorkingCalendar, words: [&str; 4], args: &Args) -> Result<String, Failure> {
    let [start, count, unit, roll] = words;
    let rule = DeadlineRule::new(parse_count(count)?, parse_unit(unit)?, parse_roll(roll)?);
    let deadline = Deadline::compute_from(calendar, parse_start(start, rule.unit)?, rule).map_err(|error| error.to_string())?;
    for day in [deadline.start(), deadline.last_day()] {
        if !KNOWN_YEARS.contains(&day.year()) {
            let (first, last) = (KNOWN_YEARS.start(), KNOWN_YEARS.end());
            return Err(format!("{day} is outside of the calendar, which knows {first} to {last}"));
        }
    }
    let last_moment = deadline.last_moment().map(|moment| moment.format("%Y-%m-%dT%H:%M").to_string());
    if !args.json {
        return Ok(last_moment.unwrap_or_else(|| deadline.last_day().to_string()));
    }
    let announced_until = calendar.covers_until();
    let answer = Answer {
        start,
        count: rule.amount,
        unit: rule.unit,
        roll: rule.roll,
        calendar: &args.calendar,
        last_day: deadline.last_day(),
        last_moment,
        announced_until,
        forecast: announced_until.is_none_or(|until| deadline.last_day().max(deadline.start()) > until),
        receipt: deadline.receipt(calendar),
    };
    serde_json::to_string(&answer).map_err(|error| error.to_string())
}

fn parse_start(text: &str, unit: DayUnit) -> Result<NaiveDateTime, Failure> {
    let moment = text.contains('T');
    let parsed = match text.split_once('T') {
        None => parse_day(text).map(|day| day.and_time(NaiveTime::MIN)),
        Some((day, time)) => {
            parse_day(day).zip(NaiveTime::parse_from_str(time, "%H:%M").ok()).map(|(day, time)| day.and_time(time))
        }
    };
    match parsed {
        Some(_) if moment && unit != DayUnit::Hours => {
            Err(format!("{} has a time of the day, which means something for hours only", batch::quoted(text)))
        }
        Some(start) => Ok(start),
        None => Err(no_day(text)),
    }
}

/// A day as ISO 8601 writes it, all ten characters.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    if text.len() == 10 { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

pub fn no_day(text: &str) -> Failure {
    format!("{} is no day of the calendar: write it as 2026-08-20", batch::quoted(text))
}

fn parse_count(text: &str) -> Result<i32, Failure> {
    text.parse().map_err(|_| format!("{} is no whole number: write it as 10, or -7 for before", batch::quoted(text)))
}

fn parse_unit(text: &str) -> Result<DayUnit, Failure> {
    text.parse().map_err(|_| format!("{} is no unit: write working, calendar or hours", batch::quoted(text)))
}

fn parse_roll(text: &str) -> Result<Roll, Failure> {
    text.parse().map_err(|_| format!("{} is no way to roll: write none, next or previous", batch::quoted(text)))
}
