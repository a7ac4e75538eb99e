//! Conformance of finished bytes with RFC 5545 and with what strict subscribers demand. Every feed test asks it; it reads
//! through `read`, so it judges foreign files as well. It repairs nothing.

use std::collections::{BTreeMap, BTreeSet};

use ical::property::Property;

use super::emit::MAX_OCTETS;
use super::read::{ReadFault, read};
use super::tree::{Component, param};

/// One breach; lines count from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error(transparent)]
    Unreadable(#[from] ReadFault),
    #[error("line {0} does not end with CRLF, holds a lone CR, or is empty")]
    LineEnd(usize),
    #[error("line {0} has more than 75 octets")]
    LongLine(usize),
    #[error("line {0} is cut inside a letter")]
    CutLetter(usize),
    #[error("there is not exactly one VCALENDAR")]
    NotOneCalendar,
    #[error("{part} must have {property} exactly once")]
    NotOnce { part: String, property: &'static str },
    #[error("{part} has {property} more than once")]
    Repeated { part: String, property: &'static str },
    #[error("TZID {0} has no VTIMEZONE")]
    UnknownZone(String),
    #[error("{0}: UNTIL is not in UTC beside a time, or no date beside a date")]
    Until(String),
    #[error("{0}: the end is not after the start or of another kind")]
    End(String),
    #[error("{0} stands twice with the same slot")]
    Twins(String),
    #[error("{0}: an override stands before its master, lies before it or has another kind of value")]
    Override(String),
}

/// All breaches in `bytes`; none for everything that the writer makes of a sound feed.
#[must_use]
pub fn faults(bytes: &[u8]) -> Vec<Fault> {
    let mut faults = physical(bytes);
    match read(bytes) {
        Err(fault) => faults.push(fault.into()),
        Ok(calendars) => match calendars.as_slice() {
            [calendar] if calendar.name == "VCALENDAR" => check_calendar(calendar, &mut faults),
            _ => faults.push(Fault::NotOneCalendar),
        },
    }
    faults
}

fn physical(bytes: &[u8]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (at, line) in bytes.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let number = at + 1;
        match line.strip_suffix(b"\r\n") {
            Some(line) if !line.is_empty() && !line.contains(&b'\r') => {
                if line.len() > MAX_OCTETS {
                    faults.push(Fault::LongLine(number));
                }
                if std::str::from_utf8(line).is_err() {
                    faults.push(Fault::CutLetter(number));
                }
            }
            _ => faults.push(Fault::LineEnd(number)),
        }
    }
    faults
}

fn check_calendar(calendar: &Component, faults: &mut Vec<Fault>) {
    once(calendar, "VCALENDAR", &["VERSION", "PRODID"], faults);
    at_most_once(calendar, "VCALENDAR", &["CALSCALE", "METHOD", "COLOR", "REFRESH-INTERVAL"], faults);
    let zones: BTreeSet<&str> = calendar.parts_named("VTIMEZONE").filter_map(|zone| zone.value("TZID")).collect();
    let mut masters: BTreeMap<&str, &Component> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    // A message may tell of one occurrence alone (RFC 5546, 3.2.2.6); a feed may not.
    let is_message = calendar.value("METHOD").is_some_and(|method| method != "PUBLISH");
    for event in calendar.parts_named("VEVENT") {
        let uid = event.value("UID").unwrap_or_default();
        once(event, uid, &["UID", "DTSTAMP", "DTSTART"], faults);
        let single = ["DTEND", "SEQUENCE", "LAST-MODIFIED", "CREATED", "SUMMARY", "DESCRIPTION", "LOCATION"];
        at_most_once(event, uid, &single, faults);
        at_most_once(event, uid, &["RRULE", "STATUS", "TRANSP", "URL", "ORGANIZER", "RECURRENCE-ID"], faults);
        let used = event.properties.iter().filter_map(|property| param(property, "TZID"));
        faults.extend(used.filter(|zone| !zones.contains(zone)).map(|zone| Fault::UnknownZone(zone.to_owned())));
        let start = event.property("DTSTART");
        if event.property("DTEND").is_some_and(|end| !is_ordered(start, end, false)) {
            faults.push(Fault::End(uid.to_owned()));
        }
        if event.value("RRULE").is_some_and(|rule| !is_ended_well(rule, start)) {
            faults.push(Fault::Until(uid.to_owned()));
        }
        if !seen.insert((uid, event.value("RECURRENCE-ID"))) {
            faults.push(Fault::Twins(uid.to_owned()));
        }
        match event.property("RECURRENCE-ID") {
            None => {
                masters.insert(uid, event);
            }
            Some(slot) => {
                let follows = masters.get(uid).is_some_and(|master| {
                    let first = master.property("DTSTART");
                    is_ordered(first, slot, true)
                        && start.is_some_and(|start| kind(start) != kind(slot) || is_ordered(first, start, true))
                });
                if !(follows || is_message) {
                    faults.push(Fault::Override(uid.to_owned()));
                }
            }
        }
    }
}

/// UNTIL is of the same kind as the start, and in UTC where that has a zone (RFC 5545, 3.3.10).
fn is_ended_well(rule: &str, start: Option<&Property>) -> bool {
    let Some(until) = rule.split(';').find_map(|part| part.strip_prefix("UNTIL=")) else { return true };
    match start.map(kind) {
        Some((_, 8)) => until.len() == 8,
        Some((None, 15)) => until.len() == 15,
        _ => until.ends_with('Z'),
    }
}

fn count(component: &Component, name: &str) -> usize {
    component.properties.iter().filter(|property| property.name == name).count()
}

fn once(component: &Component, part: &str, names: &[&'static str], faults: &mut Vec<Fault>) {
    for &property in names.iter().filter(|name| count(component, name) != 1) {
        faults.push(Fault::NotOnce { part: part.to_owned(), property });
    }
}

fn at_most_once(component: &Component, part: &str, names: &[&'static str], faults: &mut Vec<Fault>) {
    for &property in names.iter().filter(|name| count(component, name) > 1) {
        faults.push(Fault::Repeated { part: part.to_owned(), property });
    }
}

/// Zone and form of a date or time; values of one kind compare as text.
fn kind(property: &Property) -> (Option<&str>, usize) {
    (param(property, "TZID"), property.value.as_ref().map_or(0, String::len))
}

fn is_ordered(first: Option<&Property>, second: &Property, may_be_equal: bool) -> bool {
    first.is_some_and(|first| {
        kind(first) == kind(second) && (first.value < second.value || (may_be_equal && first.value == second.value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(event: &str) -> Vec<u8> {
        let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{event}\nEND:VCALENDAR\n");
        text.replace('\n', "\r\n").into_bytes()
    }

    const HEAD: &str = "BEGIN:VEVENT\nUID:a\nDTSTAMP:20260101T000000Z";

    #[test]
    fn each_breach_is_named() {
        let cases = [
            (
                "BEGIN:VEVENT\nUID:a\nDTSTART:20260101T000000Z\nEND:VEVENT",
                Fault::NotOnce { part: "a".into(), property: "DTSTAMP" },
            ),
            (&format!("{HEAD}\nDTSTART;TZID=Asia/Hanoi:20260101T000000\nEND:VEVENT"), Fault::UnknownZone("Asia/Hanoi".into())),
            (&format!("{HEAD}\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260101\nEND:VEVENT"), Fault::End("a".into())),
            (
                &format!("{HEAD}\nDTSTART:20260101T000000Z\nURL:a\nURL:b\nEND:VEVENT"),
                Fault::Repeated { part: "a".into(), property: "URL" },
            ),
        ];
        for (event, fault) in cases {
            assert_eq!(faults(&wrap(event)), [fault]);
        }
        let sound = format!("{HEAD}\nDTSTART:20260105T010000Z\nEND:VEVENT");
        assert_eq!(faults(&wrap(&sound)), []);
        assert_eq!(faults(&wrap(&format!("{sound}\n{sound}"))), [Fault::Twins("a".into())]);
    }

    #[test]
    fn b025_an_override_before_its_master_is_a_breach() {
        let master = format!("{HEAD}\nDTSTART:20260105T010000Z\nEND:VEVENT");
        let of = |slot: &str, start: &str| format!("{HEAD}\nRECURRENCE-ID:{slot}\nDTSTART:{start}\nEND:VEVENT");
        let good = of("20260112T010000Z", "20260113T010000Z");
        assert_eq!(faults(&wrap(&format!("{master}\n{good}"))), []);
        for event in [of("20260101T010000Z", "20260113T010000Z"), of("20260112T010000Z", "20260104T010000Z")] {
            assert_eq!(faults(&wrap(&format!("{master}\n{event}"))), [Fault::Override("a".into())]);
        }
        assert_eq!(faults(&wrap(&format!("{good}\n{master}"))), [Fault::Override("a".into())]);
    }

    #[test]
    fn b024_an_end_of_another_kind_than_the_start_is_a_breach() {
        let of = |start: &str, until: &str| {
            faults(&wrap(&format!("{HEAD}\nDTSTART{start}\nRRULE:FREQ=DAILY;UNTIL={until}\nEND:VEVENT")))
        };
        for (start, until) in [(":20260105T010000Z", "20260109T010000"), (";VALUE=DATE:20260105", "20260109T010000Z")] {
            assert_eq!(of(start, until), [Fault::Until("a".into())]);
        }
        assert_eq!(of(":20260105T010000Z", "20260109T010000Z"), []);
        assert_eq!(of(";VALUE=DATE:20260105", "20260109"), []);
    }

    #[test]
    fn lines_are_judged_one_by_one() {
        let text =
            format!("BEGIN:VCALENDAR\r\nVERSION:2.0\nPRODID:x\r\n\r\nX-A:{}\r\nX-B:\rz\r\nEND:VCALENDAR\r\n", "x".repeat(72));
        assert_eq!(faults(text.as_bytes()), [Fault::LineEnd(2), Fault::LineEnd(4), Fault::LongLine(5), Fault::LineEnd(6)]);
        let cut = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:\xC4\r\n \x91\r\nEND:VCALENDAR\r\n";
        assert_eq!(faults(cut), [Fault::CutLetter(3), Fault::CutLetter(4)]);
    }
}
