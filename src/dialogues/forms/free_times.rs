//! What the browser sends while a time is looked for: the times typed so far, and whom, how long and when the finder asks about.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::dialogues::actions::free_times::MOST_DAYS;
use crate::dialogues::rules::{LONGEST_HOURS, SessionKind, check_times};
use crate::kernel::clock::instant;
use crate::kernel::{PersonId, Refusal, Violations};
use crate::web::{Fields, Posted};

/// The times typed into the form of a session, once they are such; what is still missing is no fault.
#[must_use]
pub fn times(posted: &Posted) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let mut fields = Fields::new(posted);
    let (on, starts, ends) = (fields.date("on")?, fields.time("starts")?, fields.time("ends")?);
    let (from, to) = (instant(on.and_time(starts)), instant(on.and_time(ends)));
    check_times(from, to).is_ok().then_some((from, to))
}

/// The day typed so far.
#[must_use]
pub fn day(posted: &Posted) -> Option<NaiveDate> {
    Fields::new(posted).date("on")
}

/// The hour typed so far.
#[must_use]
pub fn hour(posted: &Posted) -> Option<NaiveTime> {
    Fields::new(posted).time("starts")
}

/// How long the typed hours are, whatever the day, in minutes.
#[must_use]
pub fn minutes(posted: &Posted) -> Option<i64> {
    let mut fields = Fields::new(posted);
    let (starts, ends) = (fields.time("starts")?, fields.time("ends")?);
    Some((ends - starts).num_minutes()).filter(|minutes| *minutes > 0)
}

/// The kind chosen so far.
#[must_use]
pub fn kind(posted: &Posted) -> Option<SessionKind> {
    Fields::new(posted).word("kind")
}

/// What the finder is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub people: BTreeSet<PersonId>,
    pub minutes: i64,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

/// The fields of the finder; none where it was not open yet.
///
/// # Errors
/// Every fault with its field.
pub fn input(posted: &Posted) -> Result<Option<Input>, Violations> {
    if posted.get("finder").is_none() {
        return Ok(None);
    }
    let mut fields = Fields::new(posted);
    let people = fields.words("needed");
    let most = i32::try_from(LONGEST_HOURS * 60).unwrap_or(i32::MAX);
    let minutes = fields.integer("lasts", 15..=most);
    let (first, last) = (fields.date("earliest"), fields.date("latest"));
    if let (Some(first), Some(last)) = (first, last) {
        if last < first {
            fields.refuse(Refusal::on("latest", "finder.backwards"));
        } else if (last - first).num_days() > MOST_DAYS {
            fields.refuse(Refusal::on("latest", "finder.too-long").arg("days", MOST_DAYS));
        }
    }
    fields.finish(|| {
        Some(Some(Input { people: people?.into_iter().collect(), minutes: minutes?.into(), first: first?, last: last? }))
    })
}

/// The offer that was taken: day and hours.
#[must_use]
pub fn taken(posted: &Posted) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let (from, to) = posted.get("take")?.split_once('/')?;
    let at = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").ok();
    Some((at(from)?, at(to)?))
}
