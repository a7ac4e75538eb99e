//! Feeds to `text/calendar`: which property, in which order, with which parameters. The same feed gives the same bytes.
//! Neighbours: `entry` is what comes in, `emit` makes the lines.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Utc};
use sha2::{Digest, Sha256};

use super::entry::{Alarm, Attendee, Entry, Feed, Organizer, Start, Status, When};
use super::itip::Method;
use super::tree::Component;
use super::{ZONE, emit, text};

/// Who wrote the file; stable, because some programs keep calendars apart by it.
const PRODID: &str = "-//Doi Thoai//doithoai//VI";

/// The feed as a file. An empty feed is a valid calendar: its zone is always in it (RFC 5545, 3.6 asks for one part).
///
/// Masters stand before their overrides; of two entries with the same UID and slot the newer one is written.
#[must_use]
pub fn render(feed: &Feed) -> Vec<u8> {
    let mut calendar = head(feed);
    calendar.parts.push(zone());
    calendar.parts.extend(ordered(&feed.entries).into_iter().map(event));
    emit::emit(&calendar).into_bytes()
}

/// The entries of one UID as a file of their own: an object of a CalDAV collection, which has no METHOD (RFC 4791, 4.1).
#[must_use]
pub fn render_object(entries: &[Entry]) -> Vec<u8> {
    let mut calendar = identity();
    calendar.parts.push(zone());
    calendar.parts.extend(ordered(entries).into_iter().map(event));
    emit::emit(&calendar).into_bytes()
}

/// One entry as a message to one person (RFC 5546, 3.2): an occurrence of a series goes alone, with its RECURRENCE-ID.
#[must_use]
pub fn render_message(method: Method, entry: &Entry) -> Vec<u8> {
    let mut calendar = identity();
    calendar.put("METHOD", &[], method.as_str());
    calendar.parts.push(zone());
    calendar.parts.push(event(entry));
    emit::emit(&calendar).into_bytes()
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

fn identity() -> Component {
    let mut calendar = Component::new("VCALENDAR");
    calendar.put("VERSION", &[], "2.0");
    calendar.put("PRODID", &[], PRODID);
    calendar.put("CALSCALE", &[], "GREGORIAN");
    calendar
}

fn head(feed: &Feed) -> Component {
    let mut calendar = identity();
    calendar.put("METHOD", &[], "PUBLISH");
    for name in ["NAME", "X-WR-CALNAME"] {
        calendar.put_text(name, &feed.name);
    }
    for name in ["DESCRIPTION", "X-WR-CALDESC"] {
        calendar.put_text(name, feed.description.as_deref().unwrap_or_default());
    }
    put_url(&mut calendar, feed.url.as_deref());
    if let Some(color) = feed.color {
        calendar.put("COLOR", &[], color.as_str());
        calendar.put("X-APPLE-CALENDAR-COLOR", &[], color.hex());
    }
    let refresh = format!("PT{}H", feed.refresh_hours.max(1));
    calendar.put("REFRESH-INTERVAL", &[("VALUE", "DURATION")], &refresh);
    calendar.put("X-PUBLISHED-TTL", &[], &refresh);
    calendar.put("X-WR-TIMEZONE", &[], ZONE);
    calendar
}

/// Vietnam has had UTC+7 without daylight saving time since 1975: one part says all.
fn zone() -> Component {
    let mut standard = Component::new("STANDARD");
    standard.put("DTSTART", &[], "19700101T000000");
    standard.put("TZOFFSETFROM", &[], "+0700");
    standard.put("TZOFFSETTO", &[], "+0700");
    standard.put("TZNAME", &[], "+07");
    let mut zone = Component::new("VTIMEZONE");
    zone.put("TZID", &[], ZONE);
    zone.parts.push(standard);
    zone
}

fn event(entry: &Entry) -> Component {
    let mut event = Component::new("VEVENT");
    event.put_text("UID", &entry.uid);
    if let Some(slot) = entry.recurrence_id {
        put_start(&mut event, "RECURRENCE-ID", slot);
    }
    event.put("SEQUENCE", &[], &entry.sequence.min(i32::MAX.unsigned_abs()).to_string());
    event.put("DTSTAMP", &[], &utc(entry.changed_at));
    if let Some(at) = entry.created_at {
        event.put("CREATED", &[], &utc(at));
    }
    event.put("LAST-MODIFIED", &[], &utc(entry.changed_at));
    put_start(&mut event, "DTSTART", entry.when.start());
    if let Some(end) = end(entry.when) {
        put_start(&mut event, "DTEND", end);
    }
    if let Some(rule) = entry.rrule.as_ref().filter(|_| entry.recurrence_id.is_none()) {
        event.put("RRULE", &[], &rule.written(entry.when.is_all_day()));
    }
    let mut skipped = entry.exdates.clone();
    skipped.sort_unstable();
    skipped.dedup();
    for slot in skipped {
        put_start(&mut event, "EXDATE", slot);
    }
    event.put_text("SUMMARY", &entry.summary);
    event.put_text("DESCRIPTION", entry.description.as_deref().unwrap_or_default());
    event.put_text("LOCATION", entry.location.as_deref().unwrap_or_default());
    put_url(&mut event, entry.url.as_deref());
    event.put("STATUS", &[], entry.status.as_str());
    let is_opaque = entry.is_busy && entry.status != Status::Cancelled;
    event.put("TRANSP", &[], if is_opaque { "OPAQUE" } else { "TRANSPARENT" });
    let categories: Vec<String> =
        entry.categories.iter().map(|name| text::escape(&label(name))).filter(|name| !name.is_empty()).collect();
    if !categories.is_empty() {
        event.put("CATEGORIES", &[], &categories.join(","));
    }
    if let Some(organizer) = &entry.organizer {
        put_organizer(&mut event, organizer);
    }
    if let Some(attendee) = &entry.attendee {
        put_attendee(&mut event, attendee);
    }
    event.parts.extend(entry.alarms.iter().map(|alarm| display(alarm, &entry.summary)));
    event
}

/// The end as the format wants it: exclusive for whole days, absent when it would not be after the start.
fn end(when: When) -> Option<Start> {
    match when {
        When::Timed { start, end } => end.filter(|&end| end > start).map(Start::DateTime),
        When::AllDay { first, last } => last.max(first).checked_add_days(Days::new(1)).map(Start::Date),
    }
}

fn put_start(component: &mut Component, name: &str, start: Start) {
    match start {
        Start::DateTime(wall) => component.put(name, &[("TZID", ZONE)], &time(wall)),
        Start::Date(day) => component.put(name, &[("VALUE", "DATE")], &date(day)),
    }
}

fn put_url(component: &mut Component, url: Option<&str>) {
    if let Some(url) = url.filter(|url| !url.is_empty()) {
        component.put("URL", &[], &text::uri(url));
    }
}

/// ORGANIZER must hold an address (RFC 5545, 3.8.4.3); `invalid:nomail` is what calendars write for someone without one.
fn put_organizer(event: &mut Component, organizer: &Organizer) {
    let address =
        organizer.email.as_ref().map_or_else(|| "invalid:nomail".to_owned(), |email| text::uri(&format!("mailto:{email}")));
    event.put("ORGANIZER", &[("CN", &label(&organizer.name))], &address);
}

fn put_attendee(event: &mut Component, attendee: &Attendee) {
    let params = [
        ("CUTYPE", "INDIVIDUAL"),
        ("ROLE", "REQ-PARTICIPANT"),
        ("PARTSTAT", attendee.partstat.as_str()),
        ("RSVP", if attendee.asks { "TRUE" } else { "FALSE" }),
        ("CN", &label(&attendee.name)),
    ];
    event.put("ATTENDEE", &params, &text::uri(&format!("mailto:{}", attendee.email)));
}

/// A name in a list or a parameter. Readers in wide use undo backslashes there twice or take one at the end for an
/// escape of what follows, so a slash stands for it.
fn label(name: &str) -> String {
    name.replace('\\', "/")
}

fn display(alarm: &Alarm, summary: &str) -> Component {
    let mut part = Component::new("VALARM");
    part.put("ACTION", &[], "DISPLAY");
    let sign = if alarm.minutes_before > 0 { "-" } else { "" };
    part.put("TRIGGER", &[], &format!("{sign}PT{}M", alarm.minutes_before.unsigned_abs()));
    part.put_text("DESCRIPTION", if alarm.text.is_empty() { summary } else { &alarm.text });
    part
}

fn utc(at: DateTime<Utc>) -> String {
    format!("{}Z", time(at.naive_utc()))
}

fn time(wall: NaiveDateTime) -> String {
    format!("{}T{}", date(wall.date()), wall.format("%H%M%S"))
}

/// Eight digits; the format has no other years than 0 to 9999.
fn date(day: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", day.year().clamp(0, 9999), day.month(), day.day())
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
