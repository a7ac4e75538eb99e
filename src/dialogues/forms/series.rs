//! What the browser sends about a series.

use chrono::NaiveDate;

use crate::dialogues::actions::series::Input;
use crate::dialogues::rules::series::{Before, Recipe, Repeat};
use crate::kernel::{Refusal, Violations};
use crate::law::{DayUnit, End, IfMissing, OccasionKind, ShiftRule};
use crate::web::{Fields, Posted};

/// A new or changed series. What the chosen way of repeating does not need may be empty.
///
/// # Errors
/// Every fault with its field.
pub fn input(posted: &Posted) -> Result<Input, Violations> {
    let mut fields = Fields::new(posted);
    let title = fields.line("title", 200);
    let (kind, form) = (fields.word("kind"), fields.word("form"));
    let (counterpart, place) = (fields.line("counterpart", 200), fields.optional_line("place", 300));
    let repeat = fields.word::<Repeat>("repeat");
    let needs = |wanted: &[Repeat]| repeat.is_some_and(|repeat| wanted.contains(&repeat));
    let nth = if needs(&[Repeat::NthWeekday]) { number(&mut fields, "nth", 1..=5) } else { Some(1) };
    let by_weekday = [Repeat::NthWeekday, Repeat::LastWeekday];
    let weekday = if needs(&by_weekday) { number(&mut fields, "weekday", 1..=7) } else { Some(1) };
    let day = if needs(&[Repeat::DayOfMonth]) { number(&mut fields, "day", 1..=31) } else { Some(1) };
    let if_missing = fields.optional_word::<IfMissing>("if_missing");
    let interval = match repeat {
        Some(Repeat::Weekly) => number(&mut fields, "interval", 1..=52),
        Some(Repeat::LastDayOfQuarter | Repeat::BeforeOccasion) | None => Some(1),
        // Left empty it is every month.
        Some(_) => fields.optional_integer("every_months", 1..=12).map(|number| number.map_or(1, i32::unsigned_abs)),
    };
    let before = if needs(&[Repeat::BeforeOccasion]) { before(&mut fields) } else { Some(NO_OCCASION) };
    let months = fields.words::<u32>("months");
    let (starts_on, starts) = (fields.date("starts_on"), fields.time("starts"));
    let duration_minutes = fields.integer("duration", 15..=840);
    let shift = fields.word::<ShiftRule>("shift");
    let end = end(&mut fields);
    if months.as_ref().is_some_and(|months| months.iter().any(|month| !(1..=12).contains(month))) {
        fields.refuse(Refusal::on("months", "form.choice"));
    }
    fields.finish(|| {
        Some(Input {
            title: title?,
            kind: kind?,
            form: form?,
            counterpart: counterpart?,
            place: place?,
            duration_minutes: duration_minutes?,
            shift: shift?,
            recipe: Recipe {
                repeat: repeat?,
                nth: nth?,
                weekday: weekday?,
                day: day?,
                if_missing: if_missing?.unwrap_or(IfMissing::LastDay),
                interval: interval?,
                months: months?,
                before: before?,
                first: starts_on?.and_time(starts?),
                end: end?,
            },
        })
    })
}

/// What ways of repeating say that follow no occasion.
const NO_OCCASION: Before = Before { kind: OccasionKind::Other, days: 1, unit: DayUnit::Calendar };

/// How far before which occasions.
fn before(fields: &mut Fields<'_>) -> Option<Before> {
    let (kind, days) = (fields.word("occasion"), number(fields, "before", 1..=90));
    let unit = fields.word("counted");
    if unit == Some(DayUnit::Hours) {
        fields.refuse(Refusal::on("counted", "form.choice"));
    }
    Some(Before { kind: kind?, days: days?, unit: unit? })
}

fn number(fields: &mut Fields<'_>, name: &'static str, range: std::ops::RangeInclusive<i32>) -> Option<u32> {
    fields.integer(name, range).and_then(|number| u32::try_from(number).ok())
}

/// `ends`: never, until a day, or after a number of times.
fn end(fields: &mut Fields<'_>) -> Option<End> {
    match fields.word::<String>("ends")?.as_str() {
        "never" => Some(End::Never),
        "until" => fields.date("until").map(|on| End::Until { on }),
        "count" => number(fields, "count", 1..=1000).map(|count| End::Count { count }),
        _ => {
            fields.refuse(Refusal::on("ends", "form.choice"));
            None
        }
    }
}

/// A change from a day on: version and day; the rest is read by [`input`].
///
/// # Errors
/// Every fault with its field.
pub fn change(posted: &Posted) -> Result<(i32, NaiveDate), Violations> {
    let mut fields = Fields::new(posted);
    let (version, from) = (fields.version(), fields.date("from_on"));
    fields.finish(|| Some((version?, from?)))
}

/// An end: version, first day without it, reason.
///
/// # Errors
/// Every fault with its field.
pub fn end_from(posted: &Posted) -> Result<(i32, NaiveDate, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, from, reason) = (fields.version(), fields.date("from_on"), fields.line("reason", 500));
    fields.finish(|| Some((version?, from?, reason?)))
}
