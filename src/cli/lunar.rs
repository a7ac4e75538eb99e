//! `doithoai lunar DATE`: the date in the Vietnamese lunar calendar, day/month/year as calendars print it.
//!
//! `law::lunar` converts; here it is only read and written.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;

use crate::cli::deadline::{no_day, parse_day};
use crate::cli::{Failure, batch};
use crate::law::LunarDate;
use crate::law::lunar::to_lunar;

const EXAMPLES: &str = "\
Examples:
  doithoai lunar 2030-02-02   1/1/2030        (day/month/year; a day before China's, which reckons one hour ahead)
  doithoai lunar 2025-07-25   1/6/2025 leap   (the second of two months of the same number)";

/// What is asked.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// A day, such as 2030-02-02.
    #[arg(required_unless_present = "batch")]
    date: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Answer a day a line from this file, or from standard input with "-".
    #[arg(long, value_name = "FILE", conflicts_with = "date")]
    batch: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Answer {
    date: NaiveDate,
    lunar: LunarDate,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    if let Some(file) = &args.batch {
        return batch::run(file, args.json, |line| answer(line.trim(), args.json));
    }
    println!("{}", answer(args.date.as_deref().unwrap_or_default(), args.json)?);
    Ok(())
}

fn answer(text: &str, json: bool) -> Result<String, Failure> {
    let date = parse_day(text).ok_or_else(|| no_day(text))?;
    let lunar = to_lunar(date).map_err(|error| error.to_string())?;
    if json {
        return serde_json::to_string(&Answer { date, lunar }).map_err(|error| error.to_string());
    }
    let leap = if lunar.leap { " leap" } else { "" };
    Ok(format!("{}/{}/{}{leap}", lunar.day, lunar.month, lunar.year))
}
