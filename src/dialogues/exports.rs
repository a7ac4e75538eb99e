//! Foreign calendars read into busy times. Pure: the same bytes give the same times.

use chrono::{DateTime, Utc};

use crate::calendar::{self, BusyFault};
use crate::dialogues::rules::busy::{Problem, Stretch, merged};

/// The busy times of a calendar file between two instants, and how many of its events could not be read.
///
/// # Errors
/// [`Problem::NoCalendar`], [`Problem::TooMuch`], [`Problem::TooLarge`].
pub fn busy_times(bytes: &[u8], (from, to): (DateTime<Utc>, DateTime<Utc>)) -> Result<(Vec<Stretch>, u32), Problem> {
    let trees = calendar::read(bytes).map_err(|fault| match fault {
        calendar::ReadFault::TooLarge => Problem::TooLarge,
        _ => Problem::NoCalendar,
    })?;
    let busy = calendar::busy(&trees, from, to).map_err(|fault| match fault {
        BusyFault::NoCalendar => Problem::NoCalendar,
        BusyFault::TooMuch => Problem::TooMuch,
    })?;
    Ok((merged(busy.times), u32::try_from(busy.unread).unwrap_or(u32::MAX)))
}
