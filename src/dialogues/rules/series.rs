//! Series: sessions that repeat. How a recipe becomes a rule, which occurrences become sessions, how a series ends. Pure.
//!
//! `law` expands and shifts; here it is decided what is opened. An occurrence keeps its slot key whatever becomes of it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use serde_json::json;

use super::occasions::Occasion;
use super::rhythm::{Occurrence, Rhythm};
use super::{SessionForm, SessionKind};
use crate::alphabet;
use crate::kernel::clock::local;
use crate::kernel::{Event, PlanId, Refusal, SeriesId, Violations};
use crate::law::series::SeriesError;
use crate::law::{BeforeOccasion, DayUnit, End, IfMissing, OccasionKind, SeriesRule, ShiftRule, Slot, WorkingCalendar};

alphabet! {
    /// Whether a series goes on.
    pub enum SeriesWord {
        Active = "active",
        /// Its last occurrence is settled; what was opened stays.
        Ended = "ended",
    }
}

alphabet! {
    /// The ways to repeat that a form offers.
    pub enum Repeat {
        DayOfMonth = "day-of-month",
        NthWeekday = "nth-weekday",
        LastWeekday = "last-weekday",
        LastDay = "last-day",
        LastDayOfQuarter = "last-day-of-quarter",
        Weekly = "weekly",
        /// So many days before each occasion of the unit.
        BeforeOccasion = "before-occasion",
    }
}

/// How far before which occasions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before {
    pub kind: OccasionKind,
    pub days: u32,
    pub unit: DayUnit,
}

/// What somebody chose; fields that the chosen way does not need are ignored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    pub repeat: Repeat,
    /// First to fifth; the fifth means the last.
    pub nth: u32,
    /// 1 = Monday … 7 = Sunday.
    pub weekday: u32,
    pub day: u32,
    pub if_missing: IfMissing,
    /// Every how many weeks or months.
    pub interval: u32,
    /// The only months; empty for all.
    pub months: Vec<u32>,
    pub before: Before,
    pub first: NaiveDateTime,
    pub end: End,
}

impl Recipe {
    /// The rhythm that it means.
    ///
    /// # Errors
    /// `series.day` for a day that no month has, `series.until-before-start`, `series.months-or-interval` where both are chosen,
    /// `series.no-count` for a count of occasions, `series.rule` for what RFC 5545 cannot say.
    pub fn rhythm(&self) -> Result<Rhythm, Violations> {
        if matches!(self.end, End::Until { on } if on < self.first.date()) {
            return Err(Refusal::on("until", "series.until-before-start").into());
        }
        if self.repeat == Repeat::BeforeOccasion { self.before_occasion() } else { self.rule().map(Rhythm::Calendar) }
    }

    fn before_occasion(&self) -> Result<Rhythm, Violations> {
        let Before { kind, days, unit } = self.before;
        let rule = BeforeOccasion::new(kind, days, unit, self.first).map_err(|_| Refusal::on("before", "series.day"))?;
        match self.end {
            End::Never => Ok(Rhythm::Before(rule)),
            End::Until { on } => Ok(Rhythm::Before(rule.until(on))),
            // Which occasion would be the fourth changes whenever one is called off.
            End::Count { .. } => Err(Refusal::on("ends", "series.no-count").into()),
        }
    }

    fn rule(&self) -> Result<SeriesRule, Violations> {
        let weekday = u8::try_from(self.weekday.saturating_sub(1)).ok().and_then(|day| Weekday::try_from(day).ok());
        let weekday = weekday.ok_or_else(|| Refusal::on("weekday", "series.day"))?;
        let wrong = |error: SeriesError| match error {
            SeriesError::Day(_) => Refusal::on("day", "series.day"),
            _ => Refusal::new("series.rule"),
        };
        let rule = match self.repeat {
            Repeat::DayOfMonth => SeriesRule::day_of_month(self.day, self.if_missing, self.first).map_err(wrong)?,
            Repeat::NthWeekday => SeriesRule::nth_weekday(self.nth, weekday, self.first).map_err(wrong)?,
            Repeat::LastWeekday => SeriesRule::last_weekday(weekday, self.first),
            Repeat::LastDay => SeriesRule::last_day(self.first),
            Repeat::LastDayOfQuarter => SeriesRule::last_day_of_quarter(self.first),
            Repeat::Weekly => return Ok(self.ended(SeriesRule::weekly(self.interval.clamp(1, 100), self.first))),
            Repeat::BeforeOccasion => return Err(Refusal::new("series.rule").into()),
        };
        if self.repeat == Repeat::LastDayOfQuarter {
            return Ok(self.ended(rule));
        }
        // Every second month and only in these months: whoever reads both counts the wrong ones.
        match (self.interval > 1, self.months.is_empty()) {
            (true, false) => Err(Refusal::on("months", "series.months-or-interval").into()),
            (true, true) => Ok(self.ended(rule.every(self.interval.min(100)))),
            (false, false) => Ok(self.ended(rule.in_months(&self.months).map_err(wrong)?)),
            (false, true) => Ok(self.ended(rule)),
        }
    }

    fn ended(&self, rule: SeriesRule) -> SeriesRule {
        match self.end {
            End::Never => rule,
            End::Until { on } => rule.until(on),
            End::Count { count } => rule.count(count),
        }
    }
}

alphabet! {
    /// Why a series does not open its sessions.
    pub enum Trouble {
        /// Its rule cannot be read.
        Unreadable = "unreadable",
        /// It has more sessions than anybody means.
        TooMany = "too-many",
        /// Sessions are missing that should have been opened days ago.
        NotOpened = "not-opened",
    }
}

/// A repeated session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub id: SeriesId,
    pub unit_code: String,
    pub plan: Option<PlanId>,
    pub title: String,
    pub kind: SessionKind,
    pub form: SessionForm,
    pub place: String,
    pub counterpart: String,
    pub rhythm: Rhythm,
    pub duration_minutes: i32,
    pub shift: ShiftRule,
    pub state: SeriesWord,
    /// Counts changes that calendars must show (RFC 5545, SEQUENCE).
    pub sequence: i32,
    pub changed_at: DateTime<Utc>,
    pub version: i32,
}

/// Local beginning and end of an occurrence that lasts so many minutes, after its shift.
#[must_use]
pub fn slot_times(slot: &Slot, minutes: i32) -> (NaiveDateTime, NaiveDateTime) {
    (slot.at(), slot.at() + TimeDelta::minutes(minutes.into()))
}

/// What a series is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub calendar: &'a WorkingCalendar,
    pub occasions: &'a [Occasion],
    pub now: DateTime<Utc>,
    /// Slot keys of all its sessions, moved and cancelled ones included.
    pub taken: &'a BTreeSet<String>,
    /// Days on which another session of the kind stands already.
    pub busy: &'a BTreeSet<NaiveDate>,
}

/// A series with what calendars count of it: the same for every reader, whatever of it he may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    pub series: Series,
    /// Grows with every change of the series and of any of its sessions, and with every session; never falls.
    pub sequence: u32,
    /// Instant of the last of these changes.
    pub changed_at: DateTime<Utc>,
}

impl Series {
    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "series", self.id, &self.unit_code)
    }

    /// The event of its beginning.
    #[must_use]
    pub fn created(&self) -> Event {
        let facts = json!({ "title": self.title, "rule": self.rhythm.text(), "first": self.rhythm.first(), "shift": self.shift });
        self.event("series.created").facts(json!({ "after": facts }))
    }

    /// The occurrences up to `until` of which no session exists yet, ahead of the moment. `taken` are the slot keys of all its
    /// sessions, moved and cancelled ones included; `busy` are days on which another session of the kind stands already.
    ///
    /// # Errors
    /// `series.too-many`: more than a thousand occurrences; `series.unreadable`.
    pub fn ahead(&self, seen: &Seen<'_>, until: NaiveDate) -> Result<Vec<Occurrence>, Violations> {
        if self.state == SeriesWord::Ended {
            return Ok(Vec::new());
        }
        let wall = local(seen.now);
        let all = self.rhythm.occurrences(self.shift, seen.calendar, seen.occasions, (wall.date(), until));
        let all = all.map_err(|_| Refusal::new(self.refusal()))?.into_iter();
        let wanted =
            |one: &Occurrence| one.slot.at() > wall && !seen.taken.contains(&one.key) && !seen.busy.contains(&one.slot.on);
        Ok(all.filter(wanted).collect())
    }

    /// Why it cannot be expanded.
    const fn refusal(&self) -> &'static str {
        match self.rhythm {
            Rhythm::Unreadable { .. } => "series.unreadable",
            Rhythm::Calendar(_) | Rhythm::Before(_) => "series.too-many",
        }
    }

    /// What is wrong with it. `until` is the day up to which everything should have been opened by now.
    #[must_use]
    pub fn trouble(&self, seen: &Seen<'_>, until: NaiveDate) -> Option<Trouble> {
        match self.ahead(seen, until) {
            Ok(ahead) => ahead.iter().any(Occurrence::is_opened).then_some(Trouble::NotOpened),
            Err(_) if matches!(self.rhythm, Rhythm::Unreadable { .. }) => Some(Trouble::Unreadable),
            Err(_) => Some(Trouble::TooMany),
        }
    }

    /// Local beginning and end of an occurrence after its shift.
    #[must_use]
    pub fn times(&self, slot: &Slot) -> (NaiveDateTime, NaiveDateTime) {
        slot_times(slot, self.duration_minutes)
    }

    /// Ends it with the day before `from`; answers also the rhythm of what is left from there, if anything is.
    ///
    /// # Errors
    /// `series.ended` a second time, `series.from-past` before `today`, `series.too-many`.
    pub fn end(mut self, now: DateTime<Utc>, from: NaiveDate) -> Result<(Self, Option<Rhythm>, Event), Violations> {
        if self.state == SeriesWord::Ended {
            return Err(Refusal::new("series.ended").into());
        }
        if from < local(now).date() {
            return Err(Refusal::on("from_on", "series.from-past").into());
        }
        let (past, rest) = self.rhythm.split(from).map_err(|_| Refusal::new("series.too-many"))?;
        let facts = json!({ "before": { "rule": self.rhythm.text() }, "after": { "last_before": from } });
        if let Some(past) = past {
            self.rhythm = past;
        }
        self.state = SeriesWord::Ended;
        self.sequence += 1;
        self.changed_at = now;
        let event = self.event("series.ended").facts(facts);
        Ok((self, rest, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn recipe(repeat: Repeat, first: &str) -> Recipe {
        Recipe {
            repeat,
            nth: 2,
            weekday: 4,
            day: 25,
            if_missing: IfMissing::LastDay,
            interval: 1,
            months: Vec::new(),
            before: Before { kind: OccasionKind::CouncilMeeting, days: 10, unit: DayUnit::Working },
            first: first.parse().unwrap(),
            end: End::Never,
        }
    }

    fn series(recipe: &Recipe, shift: ShiftRule) -> Series {
        Series {
            id: SeriesId::fresh(),
            unit_code: "03667".into(),
            plan: None,
            title: "Tiếp dân".into(),
            kind: SessionKind::Reception,
            form: SessionForm::InPerson,
            place: String::new(),
            counterpart: "Nhân dân".into(),
            rhythm: recipe.rhythm().unwrap(),
            duration_minutes: 210,
            shift,
            state: SeriesWord::Active,
            sequence: 0,
            changed_at: DateTime::default(),
            version: 1,
        }
    }

    fn due(series: &Series, now: &str, until: &str, taken: &[&str]) -> Vec<(String, String)> {
        opened(series, &[], now, until, taken)
    }

    fn opened(series: &Series, occasions: &[Occasion], now: &str, until: &str, taken: &[&str]) -> Vec<(String, String)> {
        let taken = taken.iter().map(|key| (*key).to_owned()).collect();
        let now = crate::kernel::clock::instant(now.parse().unwrap());
        let (calendar, busy) = (WorkingCalendar::builtin(), BTreeSet::new());
        let seen = Seen { calendar: &calendar, occasions, now, taken: &taken, busy: &busy };
        let all = series.ahead(&seen, day(until)).unwrap().into_iter().filter(Occurrence::is_opened);
        all.map(|one| (one.key, one.slot.on.to_string())).collect()
    }

    #[test]
    fn b011_b016_days_off_shift_and_what_was_opened_is_not_offered_again() {
        let monthly = series(&recipe(Repeat::DayOfMonth, "2026-01-25T08:00:00"), ShiftRule::NextWorking);
        // 25/1/2026 is a Sunday → 26/1; 25/2 a Wednesday; 25/3 a Wednesday; 25/4 a Saturday before Giỗ Tổ (26/4, 27/4 in lieu) → 28/4.
        let all = due(&monthly, "2026-01-05T08:00:00", "2026-04-30", &[]);
        let pairs = [("01-25", "01-26"), ("02-25", "02-25"), ("03-25", "03-25"), ("04-25", "04-28")];
        assert_eq!(all, pairs.map(|(key, on)| (format!("2026-{key}T08:00"), format!("2026-{on}"))));
        let rest = due(&monthly, "2026-01-05T08:00:00", "2026-03-31", &["2026-02-25T08:00"]);
        assert_eq!(rest.iter().map(|(_, on)| on.as_str()).collect::<Vec<_>>(), ["2026-01-26", "2026-03-25"]);
        // The hour itself has come: nothing is opened behind now.
        assert_eq!(due(&monthly, "2026-02-25T08:00:00", "2026-03-31", &[]).len(), 1);
    }

    #[test]
    fn b017_two_occurrences_on_one_day_become_one_session() {
        // Saturday 25/4/2026 and Sunday 26/4, Giỗ Tổ: both go to Tuesday 28/4, for Monday is the day in lieu.
        let first = "2026-04-01T08:00:00".parse().unwrap();
        let rule = SeriesRule::parse("FREQ=MONTHLY;BYMONTHDAY=25,26", first).unwrap();
        let both = Series {
            rhythm: Rhythm::Calendar(rule),
            ..series(&recipe(Repeat::LastDay, "2026-04-01T08:00:00"), ShiftRule::NextWorking)
        };
        let opened = due(&both, "2026-04-01T07:00:00", "2026-05-30", &[]);
        let on: Vec<&str> = opened.iter().map(|(_, on)| on.as_str()).collect();
        assert_eq!(on, ["2026-04-28", "2026-05-25", "2026-05-26"]);
        assert_eq!(opened[0].0, "2026-04-25T08:00");
    }

    #[test]
    fn b007_from_now_on_the_past_stays_and_the_count_loses_what_was_held() {
        let five = Recipe { end: End::Count { count: 5 }, ..recipe(Repeat::DayOfMonth, "2026-01-25T08:00:00") };
        let series = series(&five, ShiftRule::NextWorking);
        let now = crate::kernel::clock::instant("2026-03-01T08:00:00".parse().unwrap());
        let (ended, rest, event) = series.clone().end(now, day("2026-03-10")).unwrap();
        assert_eq!((ended.state, event.code), (SeriesWord::Ended, "series.ended"));
        // January and February were held: three of five are left, from 25 March on.
        let rest = rest.unwrap();
        let told = rest.rule().unwrap().describe();
        assert_eq!((rest.first(), told.end), ("2026-03-25T08:00:00".parse().unwrap(), End::Count { count: 3 }));
        assert!(ended.end(now, day("2026-03-10")).is_err());
        assert!(series.end(now, day("2026-02-27")).is_err(), "the past never moves");
    }

    #[test]
    fn recipes_become_rules_of_the_standard() {
        let rrule = |recipe: Recipe| recipe.rhythm().map(|rhythm| rhythm.text()).map_err(|refused| refused.0[0].code);
        let first = "2026-01-05T08:00:00";
        assert_eq!(rrule(recipe(Repeat::NthWeekday, first)).unwrap(), "FREQ=MONTHLY;BYDAY=2TH");
        assert_eq!(rrule(recipe(Repeat::LastWeekday, first)).unwrap(), "FREQ=MONTHLY;BYDAY=-1TH");
        assert_eq!(rrule(recipe(Repeat::LastDayOfQuarter, first)).unwrap(), "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1");
        let months = Recipe { months: vec![4, 7, 10], ..recipe(Repeat::DayOfMonth, first) };
        assert_eq!(rrule(months).unwrap(), "FREQ=MONTHLY;BYMONTHDAY=25;BYMONTH=4,7,10");
        assert_eq!(rrule(Recipe { day: 32, ..recipe(Repeat::DayOfMonth, first) }), Err("series.day"));
        let every_other = Recipe { interval: 2, ..recipe(Repeat::DayOfMonth, first) };
        assert_eq!(rrule(every_other.clone()).unwrap(), "FREQ=MONTHLY;BYMONTHDAY=25;INTERVAL=2");
        assert_eq!(rrule(Recipe { months: vec![4], ..every_other }), Err("series.months-or-interval"));
        let before = recipe(Repeat::BeforeOccasion, first);
        assert_eq!(rrule(before.clone()).unwrap(), "BEFORE=council-meeting;DAYS=10;UNIT=working");
        assert_eq!(rrule(Recipe { end: End::Count { count: 4 }, ..before }), Err("series.no-count"));
        let over = Recipe { end: End::Until { on: day("2026-01-04") }, ..recipe(Repeat::LastDay, first) };
        assert_eq!(rrule(over), Err("series.until-before-start"));
    }

    #[test]
    fn a_day_that_is_only_proposed_is_not_opened() {
        // 25/1/2026 is a Sunday and 25/4 a day off: a person decides about both.
        let monthly = series(&recipe(Repeat::DayOfMonth, "2026-01-25T08:00:00"), ShiftRule::MakeUp);
        let all = due(&monthly, "2026-01-05T08:00:00", "2026-04-30", &[]);
        assert_eq!(all.iter().map(|(_, on)| on.as_str()).collect::<Vec<_>>(), ["2026-02-25", "2026-03-25"]);
    }
}
