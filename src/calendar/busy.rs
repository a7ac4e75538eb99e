//! When the owner of a foreign calendar is busy: its events expanded between two instants, free and cancelled ones left out.
//! Nothing but beginnings and ends leaves this file. Neighbours: `read` makes the trees; merging is the caller's business.
//!
//! Repetition is counted on the wall clock of the event's own zone and turned into instants afterwards, so that an hour stays
//! what it is over a change to summer time.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use ical::property::Property;
use rrule::{RRule, RRuleSet, Unvalidated};

use super::tree::{Component, param};
use crate::kernel::clock::HANOI;

/// Most stretches of one file, before they are merged.
const MOST_TIMES: usize = 20_000;
/// Most occurrences that all rules of one file may be walked through.
const MOST_STEPS: usize = 300_000;
/// Rules that never come to anything cost most; a file with more of them than this is no honest one.
const MOST_BARREN: usize = 20;
/// Longest text of a rule, in bytes.
const MOST_RULE: usize = 500;
/// Years in which events are believed.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2299;

/// From an instant up to another.
pub type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// What a calendar says about its owner's time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Busy {
    /// In the order of the file; they may overlap.
    pub times: Vec<Stretch>,
    /// Events whose time or rule could not be read.
    pub unread: usize,
}

/// Why a file says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BusyFault {
    #[error("the file holds no calendar")]
    NoCalendar,
    #[error("the calendar has too many events or rules")]
    TooMuch,
}

/// The busy stretches between `from` and `to`, cut to them. All-day events last whole days in Vietnam (RFC 5545, 3.6.1);
/// a time without a zone is Vietnamese.
///
/// # Errors
/// No VCALENDAR at all; more events or occurrences than an honest calendar has.
pub fn busy(trees: &[Component], from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Busy, BusyFault> {
    let mut gathered = Gathered { from, to, busy: Busy::default(), steps: 0, barren: 0 };
    let mut calendars = trees.iter().filter(|tree| tree.name == "VCALENDAR").peekable();
    if calendars.peek().is_none() {
        return Err(BusyFault::NoCalendar);
    }
    for calendar in calendars {
        gathered.events(calendar, &Zones::of(calendar))?;
        for part in calendar.parts_named("VFREEBUSY") {
            gathered.free_busy(part)?;
        }
    }
    Ok(gathered.busy)
}

/// Where a wall clock hangs.
#[derive(Debug, Clone, Copy)]
enum Zone {
    Named(chrono_tz::Tz),
    Fixed(FixedOffset),
}

impl Zone {
    /// The instant at which clocks there show `wall`: the first of two, the one an hour later where there is none.
    fn instant(self, wall: NaiveDateTime) -> DateTime<Utc> {
        fn first<T: TimeZone>(zone: &T, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
            match zone.from_local_datetime(&wall) {
                LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
                LocalResult::None => None,
            }
        }
        let at = |wall| match self {
            Self::Named(zone) => first(&zone, wall),
            Self::Fixed(zone) => first(&zone, wall),
        };
        at(wall).or_else(|| at(wall.checked_add_signed(TimeDelta::hours(1))?)).unwrap_or_else(|| wall.and_utc())
    }

    /// What clocks there show at `at`.
    fn wall(self, at: DateTime<Utc>) -> NaiveDateTime {
        match self {
            Self::Named(zone) => at.with_timezone(&zone).naive_local(),
            Self::Fixed(zone) => at.with_timezone(&zone).naive_local(),
        }
    }
}

/// The zones that a calendar itself describes.
struct Zones(HashMap<String, Zone>);

impl Zones {
    fn of(calendar: &Component) -> Self {
        let described = |zone: &Component| {
            let id = zone.value("TZID")?.to_owned();
            let place = zone.value("X-LIC-LOCATION").and_then(named);
            let standard = || zone.parts_named("STANDARD").next()?.value("TZOFFSETTO").and_then(offset);
            Some((id, place.map(Zone::Named).or_else(|| standard().map(Zone::Fixed))?))
        };
        Self(calendar.parts_named("VTIMEZONE").filter_map(described).collect())
    }

    /// The zone called `id`: by the name that all the world knows, else by the file's own description (the hour of winter).
    fn zone(&self, id: Option<&str>) -> Zone {
        let Some(id) = id else { return Zone::Fixed(HANOI) };
        named(id).map(Zone::Named).or_else(|| self.0.get(id).copied()).unwrap_or(Zone::Fixed(HANOI))
    }

    /// A date or a time as it stands in `value`.
    fn moment(&self, value: &str, zone: Option<&str>) -> Option<Moment> {
        let value = value.trim();
        if let Some(day) = day(value) {
            return Some(Moment::Day(day));
        }
        match value.strip_suffix(['Z', 'z']) {
            Some(utc) => Some(Moment::Time(time(utc)?, Zone::Named(chrono_tz::UTC))),
            None => Some(Moment::Time(time(value)?, self.zone(zone))),
        }
    }

    /// The first property of this name as a date or a time.
    fn of_event(&self, event: &Component, name: &str) -> Option<Moment> {
        self.moment(event.value(name)?, event.param(name, "TZID"))
    }

    /// All dates and times of a list such as EXDATE; of a period its beginning.
    fn list(&self, event: &Component, name: &str) -> Vec<Moment> {
        let properties = event.properties.iter().filter(|property| property.name == name);
        let values = properties.flat_map(|property: &Property| {
            let zone = param(property, "TZID");
            let values = property.value.as_deref().unwrap_or_default().split(',');
            values.filter_map(move |value| self.moment(value.split('/').next()?, zone))
        });
        values.collect()
    }
}

/// `20260210`; a year that nobody lives in is none.
fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok().filter(|day| YEARS.contains(&day.year()))
}

/// `20260210T080000`.
fn time(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok().filter(|wall| YEARS.contains(&wall.year()))
}

/// `Asia/Ho_Chi_Minh`, also behind the prefix that some programs put before it.
fn named(id: &str) -> Option<chrono_tz::Tz> {
    let steps: Vec<&str> = id.trim().trim_matches('"').split('/').filter(|step| !step.is_empty()).collect();
    let from = steps.len().saturating_sub(3);
    (from..steps.len()).find_map(|at| steps[at..].join("/").parse().ok())
}

/// `+0700`, `-033000`.
fn offset(text: &str) -> Option<FixedOffset> {
    let (sign, digits) = match text.trim().split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse::<i32>().ok());
    FixedOffset::east_opt(sign * (part(0)? * 3600 + part(2)? * 60 + part(4)?))
}

/// A date or a time of the file.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Day(NaiveDate),
    Time(NaiveDateTime, Zone),
}

impl Moment {
    fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => Zone::Fixed(HANOI).instant(day.and_time(NaiveTime::MIN)),
            Self::Time(wall, zone) => zone.instant(wall),
        }
    }
}

/// How long an event lasts.
#[derive(Debug, Clone, Copy)]
enum Length {
    Days(u64),
    Time(TimeDelta),
}

/// The instants of a property in the events of `calendar`, by the same zones: for messages, which name single moments.
pub(super) fn instants<'a>(calendar: &'a Component) -> impl Fn(&Component, &str) -> Option<DateTime<Utc>> + use<'a> {
    let zones = Zones::of(calendar);
    move |event, name| zones.of_event(event, name).map(Moment::instant)
}

/// The first occurrence of an event.
#[derive(Debug, Clone, Copy)]
struct First {
    wall: NaiveDateTime,
    zone: Zone,
    length: Length,
}

impl First {
    fn of(event: &Component, zones: &Zones) -> Option<Self> {
        let starts = zones.of_event(event, "DTSTART")?;
        let ends = zones.of_event(event, "DTEND");
        let lasts = event.value("DURATION").and_then(duration);
        Some(match starts {
            Moment::Day(day) => {
                let until = match ends {
                    Some(Moment::Day(end)) => (end - day).num_days(),
                    _ => lasts.map_or(1, |time| time.num_days()),
                };
                let length = Length::Days(u64::try_from(until).unwrap_or(1).max(1));
                Self { wall: day.and_time(NaiveTime::MIN), zone: Zone::Fixed(HANOI), length }
            }
            Moment::Time(wall, zone) => {
                let time = ends.map(|end| end.instant() - zone.instant(wall)).or(lasts).unwrap_or_default();
                Self { wall, zone, length: Length::Time(time) }
            }
        })
    }

    /// The occurrence that begins when the clock shows `wall`.
    fn at(&self, wall: NaiveDateTime) -> Stretch {
        let from = self.zone.instant(wall);
        match self.length {
            Length::Days(days) => (from, self.zone.instant(wall.checked_add_days(Days::new(days)).unwrap_or(wall))),
            Length::Time(time) => (from, from.checked_add_signed(time).unwrap_or(from)),
        }
    }

    fn longest(&self) -> TimeDelta {
        match self.length {
            Length::Days(days) => TimeDelta::days(i64::try_from(days).unwrap_or(i64::MAX).min(10_000)),
            Length::Time(time) => time.clamp(TimeDelta::zero(), TimeDelta::days(10_000)),
        }
    }
}

/// `P1DT2H30M`, `P2W`; nothing that runs backwards.
fn duration(text: &str) -> Option<TimeDelta> {
    let rest = text.trim().trim_start_matches('+').strip_prefix('P')?;
    let (mut seconds, mut digits) = (0_i64, String::new());
    for c in rest.chars() {
        let factor = match c {
            '0'..='9' if digits.len() < 9 => {
                digits.push(c);
                continue;
            }
            'T' if digits.is_empty() => continue,
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(digits.parse::<i64>().ok()?.checked_mul(factor)?)?;
        digits.clear();
    }
    TimeDelta::try_seconds(seconds).filter(|_| digits.is_empty())
}

/// Whether an event leaves its owner free: cancelled, or marked as taking no time (also as Outlook marks it).
fn is_free(event: &Component) -> bool {
    let says = |name, word: &str| event.value(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(word));
    says("STATUS", "CANCELLED") || says("TRANSP", "TRANSPARENT") || says("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
}

/// What was found so far, and what it cost.
struct Gathered {
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    busy: Busy,
    steps: usize,
    barren: usize,
}

impl Gathered {
    fn add(&mut self, (from, to): Stretch) -> Result<(), BusyFault> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        if from < to {
            self.busy.times.push((from, to));
        }
        if self.busy.times.len() > MOST_TIMES { Err(BusyFault::TooMuch) } else { Ok(()) }
    }

    fn events(&mut self, calendar: &Component, zones: &Zones) -> Result<(), BusyFault> {
        // Occurrences that an event of their own replaces, by what both are called.
        let mut replaced: HashMap<&str, HashSet<DateTime<Utc>>> = HashMap::new();
        for event in calendar.parts_named("VEVENT") {
            if let Some(moment) = zones.of_event(event, "RECURRENCE-ID") {
                replaced.entry(event.value("UID").unwrap_or_default()).or_default().insert(moment.instant());
            }
        }
        for event in calendar.parts_named("VEVENT").filter(|event| !is_free(event)) {
            let Some(first) = First::of(event, zones) else {
                self.busy.unread += 1;
                continue;
            };
            let repeats = ["RRULE", "RDATE"].iter().any(|name| event.property(name).is_some());
            if repeats && event.property("RECURRENCE-ID").is_none() {
                self.repeated(event, &first, zones, replaced.get(event.value("UID").unwrap_or_default()))?;
            } else {
                self.add(first.at(first.wall))?;
            }
        }
        Ok(())
    }

    fn repeated(
        &mut self,
        event: &Component,
        first: &First,
        zones: &Zones,
        replaced: Option<&HashSet<DateTime<Utc>>>,
    ) -> Result<(), BusyFault> {
        let mut walls = BTreeSet::from([first.wall]);
        let wall_of = |moment: Moment| match moment {
            Moment::Day(day) => day.and_time(first.wall.time()),
            Moment::Time(..) => first.zone.wall(moment.instant()),
        };
        walls.extend(zones.list(event, "RDATE").into_iter().map(wall_of));
        for rule in event.properties.iter().filter(|property| property.name == "RRULE") {
            match self.walls(rule.value.as_deref().unwrap_or_default(), first)? {
                Some(more) => walls.extend(more),
                None => self.busy.unread += 1,
            }
        }
        let skipped: HashSet<NaiveDateTime> = zones.list(event, "EXDATE").into_iter().map(wall_of).collect();
        for wall in walls.into_iter().filter(|wall| !skipped.contains(wall)) {
            let stretch = first.at(wall);
            if replaced.is_none_or(|replaced| !replaced.contains(&stretch.0)) {
                self.add(stretch)?;
            }
        }
        Ok(())
    }

    /// When a rule lets the event begin within what is asked for; none where the rule cannot be read.
    fn walls(&mut self, text: &str, first: &First) -> Result<Option<Vec<NaiveDateTime>>, BusyFault> {
        let low = first.zone.wall(self.from) - first.longest() - TimeDelta::days(1);
        let high = first.zone.wall(self.to);
        let Some(rule) = Rule::read(text, first.zone) else { return Ok(None) };
        let until = rule.until.map_or(high, |until| until.min(high));
        let start = rule.start_near(first.wall, low);
        if until < low || until < start {
            return Ok(Some(Vec::new()));
        }
        let Some(set) = rule.set(start, until) else { return Ok(None) };
        let (mut walls, mut is_barren) = (Vec::new(), true);
        for at in &set {
            is_barren = false;
            self.steps += 1;
            let wall = at.naive_utc();
            if self.steps > MOST_STEPS || wall > high {
                break;
            }
            if wall >= low {
                walls.push(wall);
            }
        }
        self.barren += usize::from(is_barren);
        if self.steps > MOST_STEPS || self.barren > MOST_BARREN { Err(BusyFault::TooMuch) } else { Ok(Some(walls)) }
    }

    /// Published free and busy time without events (RFC 5545, 3.6.4).
    fn free_busy(&mut self, part: &Component) -> Result<(), BusyFault> {
        let zones = Zones(HashMap::new());
        for property in part.properties.iter().filter(|property| property.name == "FREEBUSY") {
            if param(property, "FBTYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("FREE")) {
                continue;
            }
            for period in property.value.as_deref().unwrap_or_default().split(',') {
                let read = || {
                    let (from, to) = period.split_once('/')?;
                    let from = zones.moment(from, None)?.instant();
                    let to = zones.moment(to, None).map(Moment::instant);
                    to.or_else(|| from.checked_add_signed(duration(to_duration(period))?)).map(|to| (from, to))
                };
                match read() {
                    Some(stretch) => self.add(stretch)?,
                    None => self.busy.unread += 1,
                }
            }
        }
        Ok(())
    }
}

/// What stands behind the slash of a period.
fn to_duration(period: &str) -> &str {
    period.split_once('/').map_or("", |(_, end)| end)
}

/// A rule taken apart as far as bounding it needs.
struct Rule {
    /// Without its end by date.
    parts: String,
    /// On the wall of the event's zone.
    until: Option<NaiveDateTime>,
    /// Days after which the rhythm begins anew, where it is so simple that it may be entered anywhere.
    rhythm: Option<u64>,
}

impl Rule {
    /// None for what repeats within a day, or is no rule.
    fn read(text: &str, zone: Zone) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        if text.len() > MOST_RULE {
            return None;
        }
        let (mut parts, mut until) = (Vec::new(), None);
        let (mut days, mut interval, mut has_count) = (None, 1_u64, false);
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=')? {
                ("UNTIL", value) => {
                    until = Some(until_wall(value, zone)?);
                    continue;
                }
                ("FREQ", "DAILY") => days = Some(1),
                ("FREQ", "WEEKLY") => days = Some(7),
                ("FREQ", "MONTHLY" | "YEARLY") => {}
                ("FREQ", _) => return None,
                ("BYHOUR" | "BYMINUTE" | "BYSECOND", value) if value.contains(',') => return None,
                ("INTERVAL", value) => interval = value.parse().ok().filter(|interval| *interval > 0)?,
                ("COUNT", _) => has_count = true,
                _ => {}
            }
            parts.push(part);
        }
        let rhythm = days.filter(|_| !has_count).map(|days: u64| days.saturating_mul(interval));
        Some(Self { parts: parts.join(";"), until, rhythm })
    }

    /// A beginning in the same rhythm shortly before `low`, so that years gone by need not be walked through.
    fn start_near(&self, first: NaiveDateTime, low: NaiveDateTime) -> NaiveDateTime {
        let gone = u64::try_from((low - first).num_days()).unwrap_or(0);
        let Some(rhythm) = self.rhythm.filter(|rhythm| gone > *rhythm) else { return first };
        first.checked_add_days(Days::new((gone / rhythm) * rhythm)).unwrap_or(first)
    }

    /// The rule for the expander, on a wall clock that is called UTC there.
    fn set(&self, start: NaiveDateTime, until: NaiveDateTime) -> Option<RRuleSet> {
        let rule: RRule<Unvalidated> = self.parts.parse().ok()?;
        let (start, until) = (start.and_utc().with_timezone(&rrule::Tz::UTC), until.and_utc().with_timezone(&rrule::Tz::UTC));
        Some(rule.until(until).build(start).ok()?.limit())
    }
}

/// The end of a rule on the wall of its event: a day means all of it, a time in UTC is taken over.
fn until_wall(value: &str, zone: Zone) -> Option<NaiveDateTime> {
    if let Some(day) = day(value) {
        return day.and_hms_opt(23, 59, 59);
    }
    match value.strip_suffix('Z') {
        Some(utc) => time(utc).map(|utc| zone.wall(utc.and_utc())),
        None => time(value),
    }
}

#[cfg(test)]
#[path = "busy_tests.rs"]
mod tests;
