//! Messages between calendars (RFC 5546): what an answer says. It reads; whether an answer counts is not its business.
//! Neighbours: `imip` takes the message out of a mail, `write` makes the messages that we send.

use chrono::{DateTime, Utc};

use super::busy::instants;
use super::tree::{Component, param};
use crate::alphabet;
use crate::kernel::text::clean;

alphabet! {
    /// What a message is (RFC 5546, 1.4).
    pub enum Method {
        Request = "REQUEST",
        Cancel = "CANCEL",
        Reply = "REPLY",
        Counter = "COUNTER",
        /// Any other: it is not for us.
        Other = "OTHER",
    }
}

/// Most events of one message: a series with the dates that differ.
const MOST_EVENTS: usize = 50;
/// Longest comment that is kept, in characters.
const LONGEST: usize = 500;

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub method: Method,
    /// One for each event.
    pub responses: Vec<Response>,
}

/// What is said about one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    pub uid: String,
    /// The occurrence that is meant; the whole event without it.
    pub occurrence: Option<DateTime<Utc>>,
    pub sequence: i32,
    /// When it was said.
    pub stamped_at: Option<DateTime<Utc>>,
    /// Address of the organizer, in small letters.
    pub organizer: String,
    /// Addresses in small letters, each with its PARTSTAT.
    pub attendees: Vec<(String, String)>,
    pub comment: String,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

/// The message in a calendar; none where it has no METHOD, no events, or more than an honest one.
pub(super) fn message(calendar: &Component) -> Option<Message> {
    let method = calendar.value("METHOD")?.trim().to_ascii_uppercase().parse().unwrap_or(Method::Other);
    let instant = instants(calendar);
    let events: Vec<&Component> = calendar.parts_named("VEVENT").collect();
    if events.is_empty() || events.len() > MOST_EVENTS {
        return None;
    }
    let responses = events.into_iter().map(|event| Response {
        uid: event.text("UID").unwrap_or_default().trim().to_owned(),
        occurrence: instant(event, "RECURRENCE-ID"),
        sequence: event.value("SEQUENCE").and_then(|value| value.trim().parse().ok()).unwrap_or(0),
        stamped_at: instant(event, "DTSTAMP"),
        organizer: event.value("ORGANIZER").map(address).unwrap_or_default(),
        attendees: attendees(event),
        comment: clean(&event.text("COMMENT").unwrap_or_default()).chars().take(LONGEST).collect(),
        starts_at: instant(event, "DTSTART"),
        ends_at: instant(event, "DTEND"),
    });
    Some(Message { method, responses: responses.collect() })
}

fn attendees(event: &Component) -> Vec<(String, String)> {
    let named = event.properties.iter().filter(|property| property.name == "ATTENDEE").take(MOST_EVENTS);
    let said = |property| param(property, "PARTSTAT").unwrap_or("NEEDS-ACTION").to_ascii_uppercase();
    named.filter_map(|property| Some((address(property.value.as_deref()?), said(property)))).collect()
}

/// `MAILTO:An@Xa.example.vn` as `an@xa.example.vn`; some programs write the `+` of an address in percent.
fn address(uri: &str) -> String {
    let uri = uri.trim();
    let bare = uri.split_at_checked(7).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("mailto:")).map_or(uri, |(_, rest)| rest);
    percent_encoding::percent_decode_str(bare).decode_utf8_lossy().trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::read;

    fn said(lines: &str) -> Option<Message> {
        message(&read(lines.replace('\n', "\r\n").as_bytes()).unwrap()[0])
    }

    #[test]
    fn an_answer_is_read_whatever_zone_and_letters_it_is_written_in() {
        let reply = said(
            "BEGIN:VCALENDAR\nMETHOD:reply\nBEGIN:VEVENT\nUID:1@doithoai\nRECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20250425T080000\n\
             SEQUENCE:3\nDTSTAMP:20250303T010000Z\nORGANIZER:MAILTO:Lich%2Babc@xa.example.vn\n\
             ATTENDEE;PARTSTAT=accepted;CN=\"An\":mailto:An@Xa.example.vn\nCOMMENT:Tôi đến\\, muộn\nEND:VEVENT\nEND:VCALENDAR\n",
        )
        .unwrap();
        assert_eq!(reply.method, Method::Reply);
        let one = &reply.responses[0];
        // 08:00 in Hà Nội is 01:00 in UTC.
        assert_eq!(one.occurrence.unwrap().to_rfc3339(), "2025-04-25T01:00:00+00:00");
        assert_eq!((one.uid.as_str(), one.sequence, one.comment.as_str()), ("1@doithoai", 3, "Tôi đến, muộn"));
        assert_eq!(one.organizer, "lich+abc@xa.example.vn");
        assert_eq!(one.attendees, [("an@xa.example.vn".to_owned(), "ACCEPTED".to_owned())]);
    }

    #[test]
    fn a_calendar_without_a_method_is_no_message() {
        let event = "BEGIN:VEVENT\nUID:1@doithoai\nEND:VEVENT\n";
        assert_eq!(said(&format!("BEGIN:VCALENDAR\n{event}END:VCALENDAR\n")), None);
        assert_eq!(said("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR\n"), None);
        let many = event.repeat(51);
        assert_eq!(said(&format!("BEGIN:VCALENDAR\nMETHOD:REPLY\n{many}END:VCALENDAR\n")), None);
        let other = said(&format!("BEGIN:VCALENDAR\nMETHOD:X-NONSENSE\n{event}END:VCALENDAR\n")).unwrap();
        assert_eq!(other.method, Method::Other);
    }
}
