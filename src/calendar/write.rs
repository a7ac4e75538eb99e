//! Feeds to `text/calendar`: which property, in which order, with which parameters. The same feed gives the same bytes.
//! Neighbours: `entry` is what comes in, `emit` makes the lines.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Utc};
use sha2::{Digest, Sha256};

use super::emit::Lines;
use super::entry::{Alarm, Attendee, Entry, Feed, Organizer, Start, Status, When};
use super::itip::Method;
use super::{ZONE, text};

/// Who wrote the file; stable, because some programs keep calendars apart by it.
const PRODID: &str = "-//Doi Thoai//doithoai//VI";
/// What an entry usually takes.
const USUAL_OCTETS: usize = 900;

/// The feed as a file. An empty feed is a valid calendar: its zone is always in it (RFC 5545, 3.6 asks for one part).
///
/// Masters stand before their overrides; of two entries with the same UID and slot the newer one is written.
#[must_use]
pub fn render(feed: &Feed) -> Vec<u8> {
    calendar(ordered(&feed.entries), |lines| head(lines, feed))
}

/// The entries of one UID as a file of their own: an object of a CalDAV collection, which has no METHOD (RFC 4791, 4.1).
#[must_use]
pub fn render_object(entries: &[Entry]) -> Vec<u8> {
    calendar(ordered(entries), |_| ())
}

/// One entry as a message to one person (RFC 5546, 3.2): an occurrence of a series goes alone, with its RECURRENCE-ID.
#[must_use]
pub fn render_message(method: Method, entry: &Entry) -> Vec<u8> {
    calendar(vec![entry], |lines| lines.put("METHOD", &[], method.as_str()))
}

/// A calendar of these entries; `more` follows what says that we wrote it.
fn calendar(entries: Vec<&Entry>, more: impl FnOnce(&mut Lines)) -> Vec<u8> {
    let mut lines = Lines::with_room(entries.len() * USUAL_OCTETS);
    lines.begin("VCALENDAR");
    lines.put("VERSION", &[], "2.0");
    lines.put("PRODID", &[], PRODID);
    lines.put("CALSCALE", &[], "GREGORIAN");
    more(&mut lines);
    zone(&mut lines);
    entries.into_iter().for_each(|entry| event(&mut lines, entry));
    lines.end("VCALENDAR");
    lines.finish().into_bytes()
}

fn ordered(entries: &[Entry]) -> Vec<&Entry> {
    let mut entries: Vec<&Entry> = entries.iter().collect();
    entries.sort_by_key(|e| (&e.uid, e.recurrence_id, std::cmp::Reverse((e.sequence, e.changed_at))));
    entries.dedup_by_key(|e| (&e.uid, e.recurrence_id));
    entries
}

/// The strong entity tag of `bytes`, with its quotes (RFC 9110, 8.8.3).
#[must_use]
pub fn etag(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

fn head(lines: &mut Lines, feed: &Feed) {
    lines.put("METHOD", &[], "PUBLISH");
    for name in ["NAME", "X-WR-CALNAME"] {
        lines.put_text(name, &feed.name);
    }
    for name in ["DESCRIPTION", "X-WR-CALDESC"] {
        lines.put_text(name, feed.description.as_deref().unwrap_or_default());
    }
    put_url(lines, feed.url.as_deref());
    if let Some(color) = feed.color {
        lines.put("COLOR", &[], color.as_str());
        lines.put("X-APPLE-CALENDAR-COLOR", &[], color.hex());
    }
    let refresh = format!("PT{}H", feed.refresh_hours.max(1));
    lines.put("REFRESH-INTERVAL", &[("VALUE", "DURATION")], &refresh);
    lines.put("X-PUBLISHED-TTL", &[], &refresh);
    lines.put("X-WR-TIMEZONE", &[], ZONE);
}

/// Vietnam has had UTC+7 without daylight saving time since 1975: one part says all.
fn zone(lines: &mut Lines) {
    lines.begin("VTIMEZONE");
    lines.put("TZID", &[], ZONE);
    lines.begin("STANDARD");
    lines.put("DTSTART", &[], "19700101T000000");
    lines.put("TZOFFSETFROM", &[], "+0700");
    lines.put("TZOFFSETTO", &[], "+0700");
    lines.put("TZNAME", &[], "+07");
    lines.end("STANDARD");
    lines.end("VTIMEZONE");
}

fn event(lines: &mut Lines, entry: &Entry) {
    lines.begin("VEVENT");
    lines.put_text("UID", &entry.uid);
    if let Some(slot) = entry.recurrence_id {
        put_start(lines, "RECURRENCE-ID", slot);
    }
    lines.put("SEQUENCE", &[], &entry.sequence.min(i32::MAX.unsigned_abs()).to_string());
    let changed = utc(entry.changed_at);
    lines.put("DTSTAMP", &[], &changed);
    if let Some(at) = entry.created_at {
        lines.put("CREATED", &[], &utc(at));
    }
    lines.put("LAST-MODIFIED", &[], &changed);
    put_start(lines, "DTSTART", entry.when.start());
    if let Some(end) = end(entry.when) {
        put_start(lines, "DTEND", end);
    }
    if let Some(rule) = entry.rrule.as_ref().filter(|_| entry.recurrence_id.is_none()) {
        lines.put("RRULE", &[], &rule.written(entry.when.is_all_day()));
    }
    let mut skipped = entry.exdates.clone();
    skipped.sort_unstable();
    skipped.dedup();
    for slot in skipped {
        put_start(lines, "EXDATE", slot);
    }
    lines.put_text("SUMMARY", &entry.summary);
    lines.put_text("DESCRIPTION", entry.description.as_deref().unwrap_or_default());
    lines.put_text("LOCATION", entry.location.as_deref().unwrap_or_default());
    put_url(lines, entry.url.as_deref());
    lines.put("STATUS", &[], entry.status.as_str());
    let is_opaque = entry.is_busy && entry.status != Status::Cancelled;
    lines.put("TRANSP", &[], if is_opaque { "OPAQUE" } else { "TRANSPARENT" });
    let categories: Vec<String> =
        entry.categories.iter().map(|name| text::escape(&label(name))).filter(|name| !name.is_empty()).collect();
    if !categories.is_empty() {
        lines.put("CATEGORIES", &[], &categories.join(","));
    }
    if let Some(organizer) = &entry.organizer {
        put_organizer(lines, organizer);
    }
    if let Some(attendee) = &entry.attendee {
        put_attendee(lines, attendee);
    }
    entry.alarms.iter().for_each(|alarm| display(lines, alarm, &entry.summary));
    lines.end("VEVENT");
}

/// The end as the format wants it: exclusive for whole days, absent when it would not be after the start.
fn end(when: When) -> Option<Start> {
    match when {
        When::Timed { start, end } => end.filter(|&end| end > start).map(Start::DateTime),
        When::AllDay { first, last } => last.max(first).checked_add_days(Days::new(1)).map(Start::Date),
    }
}

fn put_start(lines: &mut Lines, name: &str, start: Start) {
    match start {
        Start::DateTime(wall) => lines.put(name, &[("TZID", ZONE)], &time(wall)),
        Start::Date(day) => lines.put(name, &[("VALUE", "DATE")], &date(day)),
    }
}

fn put_url(lines: &mut Lines, url: Option<&str>) {
    if let Some(url) = url.filter(|url| !url.is_empty()) {
        lines.put("URL", &[], &text::uri(url));
    }
}

/// ORGANIZER must hold an address (RFC 5545, 3.8.4.3); `invalid:nomail` is what calendars write for someone without one.
fn put_organizer(lines: &mut Lines, organizer: &Organizer) {
    let address =
        organizer.email.as_ref().map_or_else(|| "invalid:nomail".to_owned(), |email| text::uri(&format!("mailto:{email}")));
    lines.put("ORGANIZER", &[("CN", &label(&organizer.name))], &address);
}

fn put_attendee(lines: &mut Lines, attendee: &Attendee) {
    let params = [
        ("CUTYPE", "INDIVIDUAL"),
        ("ROLE", "REQ-PARTICIPANT"),
        ("PARTSTAT", attendee.partstat.as_str()),
        ("RSVP", if attendee.asks { "TRUE" } else { "FALSE" }),
        ("CN", &label(&attendee.name)),
    ];
    lines.put("ATTENDEE", &params, &text::uri(&format!("mailto:{}", attendee.email)));
}

/// A name in a list or a parameter. Readers in wide use undo backslashes there twice or take one at the end for an
/// escape of what follows, so a slash stands for it.
fn label(name: &str) -> String {
    name.replace('\\', "/")
}

fn display(lines: &mut Lines, alarm: &Alarm, summary: &str) {
    lines.begin("VALARM");
    lines.put("ACTION", &[], "DISPLAY");
    let sign = if alarm.minutes_before > 0 { "-" } else { "" };
    lines.put("TRIGGER", &[], &format!("{sign}PT{}M", alarm.minutes_before.unsigned_abs()));
    lines.put_text("DESCRIPTION", if alarm.text.is_empty() { summary } else { &alarm.text });
    lines.end("VALARM");
}

fn utc(at: DateTime<Utc>) -> String {
    let mut text = time(at.naive_utc());
    text.push('Z');
    text
}

fn time(wall: NaiveDateTime) -> String {
    let mut text = date(wall.date());
    text.push('T');
    [wall.hour(), wall.minute(), wall.second()].into_iter().for_each(|number| two_digits(&mut text, number));
    text
}

/// Eight digits; the format has no other years than 0 to 9999.
fn date(day: NaiveDate) -> String {
    let year = day.year().clamp(0, 9999).unsigned_abs();
    // Room for the time as well.
    let mut text = String::with_capacity(16);
    [year / 100, year % 100, day.month(), day.day()].into_iter().for_each(|number| two_digits(&mut text, number));
    text
}

/// Thousands of dates are written in a feed, which the general formatting makes five times as slow.
fn two_digits(text: &mut String, number: u32) {
    text.extend([number / 10 % 10, number % 10].into_iter().filter_map(|digit| char::from_digit(digit, 10)));
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
