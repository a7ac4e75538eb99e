//! Days off as other programs write them: a calendar file (RFC 5545) with one event a holiday. Pure.

use chrono::{Datelike, Days, NaiveDate};

use crate::calendar::{self, Component};
use crate::kernel::{Refusal, Violations};
use crate::law::{AnnouncedDay, DayKind, KNOWN_YEARS};

/// Most days that one event may last: a year of mistakes is no holiday.
const MOST_DAYS: u64 = 31;

/// Whether the bytes begin as a calendar file does.
#[must_use]
pub fn is_calendar_file(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    bytes.trim_ascii_start().get(..15).is_some_and(|begin| begin.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"))
}

/// The days of a calendar file, only those of `year` where one is given. Each event is a holiday unless its category is
/// another kind of day; its paper is what the file calls itself.
///
/// # Errors
/// `day.ics-line` with the line of a fault; for events, counted from 1: `day.ics-not-a-day` for one with hours,
/// `day.ics-repeats`, `day.ics-too-long`, `day.ics-no-name`, `day.ics-out-of-range`, `day.ics-double`.
pub fn days_of_calendar_file(bytes: &[u8], year: Option<i32>) -> Result<Vec<AnnouncedDay>, Violations> {
    let read = calendar::read(bytes).map_err(|fault| {
        let line = fault.line().map(|line| line.to_string()).unwrap_or_default();
        let code = if line.is_empty() { "day.ics-too-large" } else { "day.ics-line" };
        Violations::from(Refusal::on("file", code).arg("line", line))
    })?;
    let mut violations = Violations::default();
    let mut days: Vec<AnnouncedDay> = Vec::new();
    for file in read.iter().filter(|component| component.name == "VCALENDAR") {
        let source = file.text("X-WR-CALNAME").or_else(|| file.text("NAME")).unwrap_or_default();
        for (at, event) in file.parts_named("VEVENT").enumerate() {
            let mut refuse = |code| violations.push(Refusal::on("file", code).arg("number", at + 1));
            match event_days(event) {
                Err(code) => refuse(code),
                Ok((first, count)) => {
                    let label = event.text("SUMMARY").map(|text| text.trim().chars().take(120).collect::<String>());
                    let Some(label) = label.filter(|label| !label.is_empty()) else {
                        refuse("day.ics-no-name");
                        continue;
                    };
                    let on = first.iter_days().take(count).filter(|on| year.is_none_or(|year| on.year() == year));
                    for on in on {
                        if !KNOWN_YEARS.contains(&on.year()) {
                            refuse("day.ics-out-of-range");
                            break;
                        }
                        if days.iter().any(|known| known.on == on) {
                            refuse("day.ics-double");
                            break;
                        }
                        let (kind, source) = (kind_of(event), source.clone());
                        days.push(AnnouncedDay { on, kind, label: label.clone(), source, certainty: String::new() });
                    }
                }
            }
        }
    }
    violations.or(())?;
    days.sort_by_key(|day| day.on);
    Ok(days)
}

fn kind_of(event: &Component) -> DayKind {
    event.texts("CATEGORIES").iter().find_map(|word| word.trim().parse().ok()).unwrap_or(DayKind::Holiday)
}

/// First day and number of days; DTEND is the day after the last (RFC 5545, 3.6.1).
fn event_days(event: &Component) -> Result<(NaiveDate, usize), &'static str> {
    let date = |name| {
        event.value(name).filter(|value| value.len() == 8).and_then(|value| NaiveDate::parse_from_str(value, "%Y%m%d").ok())
    };
    if event.property("RRULE").is_some() || event.property("RDATE").is_some() {
        return Err("day.ics-repeats");
    }
    let first = date("DTSTART").ok_or("day.ics-not-a-day")?;
    let next = match event.property("DTEND") {
        None => first.checked_add_days(Days::new(1)).ok_or("day.ics-out-of-range")?,
        Some(_) => date("DTEND").ok_or("day.ics-not-a-day")?,
    };
    let count = usize::try_from((next - first).num_days().max(1)).unwrap_or(1);
    if count as u64 > MOST_DAYS { Err("day.ics-too-long") } else { Ok((first, count)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(events: &str) -> Vec<u8> {
        format!("begin:vcalendar\r\nVERSION:2.0\r\nX-WR-CALNAME:Ngày nghỉ 2027\r\n{events}END:VCALENDAR\r\n").into_bytes()
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
    }

    fn codes(bytes: &[u8]) -> Vec<&'static str> {
        days_of_calendar_file(bytes, None).unwrap_err().0.iter().map(|refusal| refusal.code).collect()
    }

    #[test]
    fn b040_a_holiday_of_several_days_is_each_of_them_and_its_end_is_not() {
        let tet = event("DTSTART;VALUE=DATE:20270204\r\nDTEND;VALUE=DATE:20270207\r\nSUMMARY:Tết Nguyên đán");
        let worked = event("DTSTART;VALUE=DATE:20270109\r\nSUMMARY:Làm bù\r\nCATEGORIES:working-saturday");
        let days = days_of_calendar_file(&file(&(tet + &worked)), None).unwrap();
        let found: Vec<_> = days.iter().map(|day| (day.on.to_string(), day.kind, day.source.as_str())).collect();
        let of = |day: &str, kind| (format!("2027-{day}"), kind, "Ngày nghỉ 2027");
        assert_eq!(
            found,
            [
                of("01-09", DayKind::WorkingSaturday),
                of("02-04", DayKind::Holiday),
                of("02-05", DayKind::Holiday),
                of("02-06", DayKind::Holiday)
            ]
        );
    }

    #[test]
    fn b040_only_the_chosen_year_is_taken() {
        let events = event("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270102\r\nSUMMARY:Tết Dương lịch");
        let days = days_of_calendar_file(&file(&events), Some(2027)).unwrap();
        assert_eq!(days.iter().map(|day| day.on.to_string()).collect::<Vec<_>>(), ["2027-01-01"]);
    }

    #[test]
    fn b040_what_is_no_day_off_is_refused_with_its_number() {
        let hours = event("DTSTART:20270204T080000Z\r\nDTEND:20270204T100000Z\r\nSUMMARY:Họp");
        let repeats = event("DTSTART;VALUE=DATE:20270430\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Ngày Chiến thắng");
        let nameless = event("DTSTART;VALUE=DATE:20270501");
        let ancient = event("DTSTART;VALUE=DATE:19990501\r\nSUMMARY:Cũ");
        let endless = event("DTSTART;VALUE=DATE:20270501\r\nDTEND;VALUE=DATE:20280501\r\nSUMMARY:Nghỉ");
        let twice = event("DTSTART;VALUE=DATE:20270902\r\nSUMMARY:Quốc khánh").repeat(2);
        let all = [hours, repeats, nameless, ancient, endless, twice].concat();
        let expected = ["not-a-day", "repeats", "no-name", "out-of-range", "too-long", "double"];
        assert_eq!(codes(&file(&all)), expected.map(|word| format!("day.ics-{word}")));
        assert_eq!(codes(b"BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n"), ["day.ics-line"]);
        assert!(is_calendar_file(b"\xEF\xBB\xBF\r\nbegin:vcalendar\r\n") && !is_calendar_file(b"on_date,kind"));
    }
}
