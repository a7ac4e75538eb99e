//! Busy calendars: where busy times come from, when they are fetched again, what is kept of them. Pure.
//!
//! Kept are beginnings and ends and nothing else: what somebody does is nobody's business here.

use std::fmt;

use chrono::{DateTime, Days, Months, NaiveDate, TimeDelta, Utc};
use serde_json::json;

use crate::alphabet;
use crate::kernel::clock::{local_date, start_of};
use crate::kernel::{BusySourceId, Event, PersonId, Refusal};

alphabet! {
    /// How a calendar comes to us.
    pub enum SourceKind {
        /// An address from which it is fetched.
        Address = "address",
        /// A file that was handed over once.
        File = "file",
    }
}

alphabet! {
    /// Why a calendar could not be read, as its owner is told.
    pub enum Problem {
        /// No address that can be asked.
        Address = "address",
        /// The address leads into a private network.
        Private = "private",
        Unreachable = "unreachable",
        TooSlow = "too-slow",
        Redirects = "redirects",
        /// The server wants a sign-in: the calendar is not shared by a secret address.
        Closed = "closed",
        /// The server knows no such calendar any more.
        Gone = "gone",
        /// The server answers with another fault.
        Server = "server",
        TooLarge = "too-large",
        /// What came is no calendar.
        NoCalendar = "no-calendar",
        /// More events than an honest calendar has.
        TooMuch = "too-much",
    }
}

/// Longest address, in characters.
const LONGEST_ADDRESS: usize = 2_000;

/// Calendars of one person.
const MOST_SOURCES: usize = 5;

/// A calendar's secret address. It is shown by its host only, also where a program shows its data.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// What was typed or pasted, `webcal:` also. `own_hosts` may be asked without encryption.
    ///
    /// # Errors
    /// `busy.address`, `busy.not-https`, `busy.password-in-address`.
    pub fn read(typed: &str, own_hosts: &str) -> Result<Self, Refusal> {
        let refuse = |code| Refusal::on("address", code);
        let (scheme, rest) = typed.trim().split_once("://").ok_or_else(|| refuse("busy.address"))?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" | "webcal" | "webcals" => "https",
            "http" => "http",
            _ => return Err(refuse("busy.address")),
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.contains('@') {
            return Err(refuse("busy.password-in-address"));
        }
        let is_plain = rest.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '\\');
        if host.is_empty() || !is_plain || rest.chars().count() > LONGEST_ADDRESS {
            return Err(refuse("busy.address"));
        }
        if scheme == "http" && !own_hosts.split_whitespace().any(|own| own.eq_ignore_ascii_case(host)) {
            return Err(refuse("busy.not-https"));
        }
        Ok(Self(format!("{scheme}://{rest}")))
    }

    /// As it was stored.
    #[must_use]
    pub const fn stored(address: String) -> Self {
        Self(address)
    }

    /// The whole address: for fetching and storing only.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// What may be shown: `https://calendar.example.vn/…`.
    #[must_use]
    pub fn masked(&self) -> String {
        let end = self.0.find("://").map_or(0, |at| at + 3);
        let host = self.0[end..].split(['/', '?', '#']).next().unwrap_or_default();
        if self.0.is_empty() { String::new() } else { format!("{}{host}/…", &self.0[..end]) }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// What a server said of a calendar when it last gave it out, so that it need not give it again (RFC 9110, 13.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    pub etag: String,
    pub last_modified: String,
}

/// Since when a calendar fails, why, and how often it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failing {
    pub since: DateTime<Utc>,
    pub problem: Problem,
    pub times: u32,
}

/// A calendar of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub id: BusySourceId,
    pub unit_code: String,
    pub person: PersonId,
    pub kind: SourceKind,
    /// Empty for a file.
    pub address: Address,
    pub validators: Validators,
    pub added_at: DateTime<Utc>,
    /// Last time that it was found good, changed or not.
    pub read_at: Option<DateTime<Utc>>,
    /// Last time that its content was read, which is what the window of its times counts from.
    pub whole_at: Option<DateTime<Utc>>,
    /// Events that could not be read.
    pub unread: u32,
    pub failing: Option<Failing>,
    /// None for a file.
    pub next_try_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// Between two fetches that went well.
const REFRESH: TimeDelta = TimeDelta::hours(2);
/// After this time the content is asked for even if it has not changed: its times end with the window.
const WHOLE_AFTER: TimeDelta = TimeDelta::days(7);
/// After the first failure; then twice as long each time.
const FIRST_WAIT_MINUTES: i64 = 15;
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(24);

impl Source {
    /// A new one; an address is fetched at once, a file was read already.
    #[must_use]
    pub fn new(unit_code: &str, person: PersonId, now: DateTime<Utc>, from: Origin) -> Self {
        let (kind, address, unread) = match from {
            Origin::Address(address) => (SourceKind::Address, address, 0),
            Origin::File { unread } => (SourceKind::File, Address(String::new()), unread),
        };
        let read_at = (kind == SourceKind::File).then_some(now);
        Self {
            id: BusySourceId::fresh(),
            unit_code: unit_code.to_owned(),
            person,
            kind,
            address,
            validators: Validators::default(),
            added_at: now,
            read_at,
            whole_at: read_at,
            unread,
            failing: None,
            next_try_at: (kind == SourceKind::Address).then_some(now),
            version: 1,
        }
    }

    /// An event of the trail; it names the person and how the calendar comes, never where from.
    #[must_use]
    pub fn event(&self, code: &'static str) -> Event {
        let facts = json!({ "person": self.person, "kind": self.kind });
        Event::new(code, "busy-source", self.id, &self.unit_code).facts(facts)
    }

    /// What to tell the server, so that an unchanged calendar is not sent again; none where the content is wanted anyway.
    #[must_use]
    pub fn known(&self, now: DateTime<Utc>) -> Option<&Validators> {
        let fresh = self.whole_at.is_some_and(|at| now - at < WHOLE_AFTER);
        fresh.then_some(&self.validators)
    }

    /// It came, and was read.
    #[must_use]
    pub fn came(self, now: DateTime<Utc>, validators: Validators, unread: u32) -> Self {
        Self { validators, unread, whole_at: Some(now), ..self.unchanged(now) }
    }

    /// The server says that it is as it was.
    #[must_use]
    pub fn unchanged(self, now: DateTime<Utc>) -> Self {
        Self { read_at: Some(now), failing: None, next_try_at: Some(now + REFRESH), ..self }
    }

    /// It could not be read; what was read last stays good.
    #[must_use]
    pub fn failed(self, now: DateTime<Utc>, problem: Problem) -> Self {
        let times = self.failing.map_or(0, |failing| failing.times).saturating_add(1);
        let since = self.failing.map_or(now, |failing| failing.since);
        let wait = TimeDelta::minutes(FIRST_WAIT_MINUTES << (times - 1).min(10)).min(LONGEST_WAIT);
        Self { failing: Some(Failing { since, problem, times }), next_try_at: Some(now + wait), ..self }
    }

    /// Somebody asks for another try now.
    ///
    /// # Errors
    /// `busy.is-file`: there is nowhere to ask.
    pub fn again(self, now: DateTime<Utc>) -> Result<Self, Refusal> {
        match self.kind {
            SourceKind::Address => Ok(Self { next_try_at: Some(now), ..self }),
            SourceKind::File => Err(Refusal::new("busy.is-file")),
        }
    }

    /// The last day of which its times say anything.
    #[must_use]
    pub fn covers_until(&self) -> Option<NaiveDate> {
        self.whole_at.map(|at| local_date(window(local_date(at)).1).pred_opt().unwrap_or_default())
    }
}

/// Where a new calendar comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Address(Address),
    File { unread: u32 },
}

/// Whether a person may have one more calendar beside `others`, and not one of them again.
///
/// # Errors
/// `busy.too-many`, `busy.known-already`.
pub fn check_new(others: &[Source], origin: &Origin) -> Result<(), Refusal> {
    if let Origin::Address(address) = origin
        && others.iter().any(|other| other.address == *address)
    {
        return Err(Refusal::on("address", "busy.known-already"));
    }
    // A file takes the place of the one before.
    let kept = others.iter().filter(|other| !(matches!(origin, Origin::File { .. }) && other.kind == SourceKind::File));
    if kept.count() < MOST_SOURCES { Ok(()) } else { Err(Refusal::on("person", "busy.too-many").arg("most", MOST_SOURCES)) }
}

/// Days of the past and months of the future whose busy times are kept.
const PAST_DAYS: u64 = 30;
const FUTURE_MONTHS: u32 = 18;

/// First and last instant of the busy times that are kept on `today`.
#[must_use]
pub fn window(today: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let from = today.checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(today);
    let to = today.checked_add_months(Months::new(FUTURE_MONTHS)).unwrap_or(today);
    (start_of(from), start_of(to))
}

/// From an instant up to another.
pub type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// Stretches in their order, those that touch or overlap as one: how many things are done at once is not kept either.
#[must_use]
pub fn merged(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "https://calendar.example.vn/ical/bithu/private-0123/basic.ics";

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn source(now: DateTime<Utc>) -> Source {
        Source::new("03667", PersonId::fresh(), now, Origin::Address(Address::read(SECRET, "").unwrap()))
    }

    #[test]
    fn an_address_is_read_as_programs_give_it_and_never_shown_whole() {
        let read = |typed: &str| Address::read(typed, "lich.xa.local 10.0.0.8:8080").map(|address| address.secret().to_owned());
        assert_eq!(read(&format!(" {SECRET} ")).unwrap(), SECRET);
        assert_eq!(read("webcal://a.vn/x.ics").unwrap(), "https://a.vn/x.ics");
        assert_eq!(read("http://10.0.0.8:8080/x.ics").unwrap(), "http://10.0.0.8:8080/x.ics");
        let code = |typed: &str| read(typed).unwrap_err().code;
        for none in [
            "",
            "lịch của tôi",
            "ftp://a.vn/x",
            "https://",
            "https:///x",
            "https://a.vn/x y",
            "https://a.vn\\b.vn/",
            "javascript:x",
        ] {
            assert_eq!(code(none), "busy.address", "{none}");
        }
        assert_eq!(code("http://a.vn/x.ics"), "busy.not-https");
        assert_eq!(code("http://10.0.0.8/x.ics"), "busy.not-https", "another port");
        assert_eq!(code("https://an:geheim@a.vn/x.ics"), "busy.password-in-address");
        let address = Address::read(SECRET, "").unwrap();
        assert_eq!(address.masked(), "https://calendar.example.vn/…");
        let shown = format!("{:?} {:?}", address, source(at("2026-02-10T01:00:00Z")));
        assert!(!shown.contains("private-0123"), "{shown}");
        let facts = source(at("2026-02-10T01:00:00Z")).event("busy.added").facts.to_string();
        assert!(!facts.contains("example.vn"), "{facts}");
    }

    #[test]
    fn a_failing_calendar_is_asked_less_and_less_often_and_at_once_when_wished() {
        let now = at("2026-02-10T01:00:00Z");
        let mut source = source(now).came(now, Validators::default(), 0);
        assert_eq!(source.next_try_at, Some(at("2026-02-10T03:00:00Z")));
        let mut waits = Vec::new();
        for _ in 0..9 {
            source = source.failed(now, Problem::Unreachable);
            waits.push((source.next_try_at.unwrap() - now).num_minutes());
        }
        // 15 minutes doubled, until a day.
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
        assert_eq!((source.failing.unwrap().times, source.read_at), (9, Some(now)), "the last good reading stays");
        let later = at("2026-02-11T01:00:00Z");
        let source = source.failed(later, Problem::Gone);
        assert_eq!(source.failing.unwrap(), Failing { since: now, problem: Problem::Gone, times: 10 });
        assert_eq!(source.clone().again(later).unwrap().next_try_at, Some(later));
        assert_eq!(source.unchanged(later).failing, None);
    }

    #[test]
    fn what_has_not_changed_is_asked_for_whole_once_a_week() {
        let now = at("2026-02-10T01:00:00Z");
        let tag = Validators { etag: "\"1\"".into(), last_modified: String::new() };
        let fresh = source(now);
        assert_eq!(fresh.known(now), None, "nothing is known yet");
        let read = fresh.came(now, tag.clone(), 0).unchanged(at("2026-02-16T23:00:00Z"));
        assert_eq!(read.known(at("2026-02-17T00:59:00Z")), Some(&tag));
        assert_eq!(read.known(at("2026-02-17T01:00:00Z")), None);
    }

    #[test]
    fn thirty_days_back_and_eighteen_months_ahead_are_kept() {
        let (from, to) = window("2026-02-10".parse().unwrap());
        assert_eq!((from, to), (at("2026-01-10T17:00:00Z"), at("2027-08-09T17:00:00Z")));
        let source = source(at("2026-02-10T01:00:00Z")).came(at("2026-02-10T01:00:00Z"), Validators::default(), 0);
        assert_eq!(source.covers_until(), "2027-08-09".parse().ok());
    }

    #[test]
    fn what_touches_is_one_stretch() {
        let hour = |from: &str, to: &str| (at(&format!("2026-02-10T{from}:00Z")), at(&format!("2026-02-10T{to}:00Z")));
        let all = vec![hour("06:00", "07:00"), hour("01:00", "03:00"), hour("02:00", "02:30"), hour("03:00", "04:00")];
        assert_eq!(merged(all), [hour("01:00", "04:00"), hour("06:00", "07:00")]);
        assert_eq!(merged(Vec::new()), []);
    }

    #[test]
    fn a_person_has_few_calendars_none_twice_and_a_new_file_for_an_old_one() {
        let now = at("2026-02-10T01:00:00Z");
        let other = |at: usize| Address::read(&format!("https://a.vn/{at}.ics"), "").unwrap();
        let person = PersonId::fresh();
        let mut all: Vec<Source> = (0..4).map(|at| Source::new("03667", person, now, Origin::Address(other(at)))).collect();
        all.push(Source::new("03667", person, now, Origin::File { unread: 0 }));
        let code = |origin| check_new(&all, &origin).err().map(|refused| refused.code);
        assert_eq!(code(Origin::Address(other(3))), Some("busy.known-already"));
        assert_eq!(code(Origin::Address(other(9))), Some("busy.too-many"));
        assert_eq!(code(Origin::File { unread: 0 }), None);
        assert_eq!(check_new(&all[1..], &Origin::Address(other(9))), Ok(()));
    }
}
