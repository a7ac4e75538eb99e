//! Series: the repetition of a session as an RFC 5545 rule with its first local date and time, and back into facts.
//!
//! Wall time of Asia/Ho_Chi_Minh throughout. Days off are not known here. Neighbours: `description` tells it, `recurrence`
//! expands and shifts it; the dialogues room stores `rrule()` and `first()`.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Weekday};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::description::{DAY_CODES, Description, End, IfMissing};
use super::recurrence::LegalPeriod;
use super::steps::Steps;
use crate::kernel::clock;

/// The longest rule text that is read, in bytes.
const MAX_TEXT: usize = 500;
/// Occurrences that a series may have behind it when it is split.
const MAX_BEFORE_SPLIT: u16 = 1000;
/// Years in which a series may begin; expansion walks from there, so that a far past would cost time.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2199;
/// The local wall time zone of every series.
const ZONE: Tz = Tz::Asia__Ho_Chi_Minh;

/// Why a rule text is no series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeriesError {
    #[error("no recurrence rule: {0}")]
    Rule(String),
    #[error("a series repeats by day, week, month or year at one hour, not by {0}")]
    Part(String),
    #[error("{0} is no such day or month")]
    Day(u32),
    #[error("more than {0} occurrences in the window")]
    TooMany(usize),
}

/// A repetition: normalised rule text, first local date and time, and the period that an occurrence may not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesRule {
    rrule: String,
    first: NaiveDateTime,
    period: LegalPeriod,
}

impl SeriesRule {
    /// Every `interval` weeks on the weekday of `first`.
    #[must_use]
    pub fn weekly(interval: u32, first: NaiveDateTime) -> Self {
        let interval = if interval > 1 { format!("INTERVAL={interval};") } else { String::new() };
        Self::made(format!("FREQ=WEEKLY;{interval}BYDAY={}", day_code(first.weekday())), first)
    }

    /// The n-th `weekday` of each month; the fifth means the last, which every month has.
    ///
    /// # Errors
    /// `nth` is not 1 to 5.
    pub fn nth_weekday(nth: u32, weekday: Weekday, first: NaiveDateTime) -> Result<Self, SeriesError> {
        match nth {
            1..=4 => Ok(Self::made(format!("FREQ=MONTHLY;BYDAY={nth}{}", day_code(weekday)), first)),
            5 => Ok(Self::last_weekday(weekday, first)),
            _ => Err(SeriesError::Day(nth)),
        }
    }

    /// The last `weekday` of each month.
    #[must_use]
    pub fn last_weekday(weekday: Weekday, first: NaiveDateTime) -> Self {
        Self::made(format!("FREQ=MONTHLY;BYDAY=-1{}", day_code(weekday)), first)
    }

    /// A fixed day of each month; `if_missing` decides about months that are too short.
    ///
    /// # Errors
    /// `day` is not 1 to 31.
    pub fn day_of_month(day: u32, if_missing: IfMissing, first: NaiveDateTime) -> Result<Self, SeriesError> {
        let by = match (day, if_missing) {
            (31, IfMissing::LastDay) => "BYMONTHDAY=-1".to_owned(),
            (1..=28, _) | (29..=31, IfMissing::Skip) => format!("BYMONTHDAY={day}"),
            (29, IfMissing::LastDay) => "BYMONTHDAY=28,29;BYSETPOS=-1".to_owned(),
            (30, IfMissing::LastDay) => "BYMONTHDAY=28,29,30;BYSETPOS=-1".to_owned(),
            _ => return Err(SeriesError::Day(day)),
        };
        Ok(Self::made(format!("FREQ=MONTHLY;{by}"), first))
    }

    /// The last day of each month; with the shift `previous-working` the last working day.
    #[must_use]
    pub fn last_day(first: NaiveDateTime) -> Self {
        Self::made("FREQ=MONTHLY;BYMONTHDAY=-1".to_owned(), first)
    }

    /// The last day of each quarter; with the shift `previous-working` its last working day.
    #[must_use]
    pub fn last_day_of_quarter(first: NaiveDateTime) -> Self {
        Self { period: LegalPeriod::Quarter, ..Self::made("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1".to_owned(), first) }
    }

    /// A rule as it comes from a form, a database or another calendar; read generously, kept in one form.
    ///
    /// Small letters and a leading `RRULE:` are accepted; an end given as a day includes that day in local time.
    ///
    /// # Errors
    /// Longer than 500 bytes, not RFC 5545, or repeating within a day.
    pub fn parse(text: &str, first: NaiveDateTime) -> Result<Self, SeriesError> {
        let text = text.trim().to_ascii_uppercase();
        let text = text.strip_prefix("RRULE:").unwrap_or(&text);
        if text.len() > MAX_TEXT {
            return Err(SeriesError::Rule("too long".to_owned()));
        }
        let mut parts = Vec::new();
        for part in text.split(';').filter(|part| !part.is_empty()) {
            match part.split_once('=').ok_or_else(|| SeriesError::Part(part.to_owned()))? {
                ("FREQ", "SECONDLY" | "MINUTELY" | "HOURLY") | ("BYHOUR" | "BYMINUTE" | "BYSECOND" | "BYEASTER", _) => {
                    return Err(SeriesError::Part(part.to_owned()));
                }
                ("UNTIL", until) => parts.push(format!("UNTIL={}", normal_until(until)?)),
                _ => parts.push(part.to_owned()),
            }
        }
        let rule = Self::made(parts.join(";"), first);
        rule.set().map(|_| rule)
    }

    /// The same series in chosen months only (1 to 12).
    ///
    /// # Errors
    /// A month that does not exist.
    pub fn in_months(self, months: &[u32]) -> Result<Self, SeriesError> {
        if let Some(&wrong) = months.iter().find(|month| !(1..=12).contains(*month)) {
            return Err(SeriesError::Day(wrong));
        }
        let list = months.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let period = self.period;
        Ok(Self { period, ..self.with_part("BYMONTH", &list) })
    }

    /// The same series every so many weeks or months, counted from the first.
    #[must_use]
    pub fn every(self, interval: u32) -> Self {
        let period = self.period;
        let rule = if interval > 1 { self.with_part("INTERVAL", &interval.to_string()) } else { self.without("INTERVAL") };
        Self { period, ..rule }
    }

    /// The same series up to and including the local day `on`.
    #[must_use]
    pub fn until(self, on: NaiveDate) -> Self {
        let text = utc_text(end_of_day(on));
        Self { period: self.period, ..self.without("COUNT").with_part("UNTIL", &text) }
    }

    /// The same series with `count` occurrences from the first.
    #[must_use]
    pub fn count(self, count: u32) -> Self {
        Self { period: self.period, ..self.without("UNTIL").with_part("COUNT", &count.max(1).to_string()) }
    }

    /// The same series, kept within another period when it is shifted.
    #[must_use]
    pub fn within(self, period: LegalPeriod) -> Self {
        Self { period, ..self }
    }

    /// The rule in RFC 5545 form, without `RRULE:`.
    #[must_use]
    pub fn rrule(&self) -> &str {
        &self.rrule
    }

    /// The local date and time from which the rule counts; it is an occurrence only if it fits the rule.
    #[must_use]
    pub const fn first(&self) -> NaiveDateTime {
        self.first
    }

    #[must_use]
    pub const fn period(&self) -> LegalPeriod {
        self.period
    }

    /// The first real occurrence, which may be later than [`Self::first`]; a form says so when they differ.
    ///
    /// # Errors
    /// A text that the parser of RFC 5545 refuses.
    pub fn first_occurrence(&self) -> Result<Option<NaiveDateTime>, SeriesError> {
        Ok(self.set()?.and_then(|set| set.all(1).dates.first().map(DateTime::naive_local)))
    }

    /// The unshifted occurrences between two local days, both included; they are the slot keys.
    ///
    /// # Errors
    /// More than `limit` occurrences, or a text that the parser of RFC 5545 refuses.
    pub fn occurrences(&self, from: NaiveDate, to: NaiveDate, limit: u16) -> Result<Vec<NaiveDateTime>, SeriesError> {
        if let Some(steps) = Steps::read(&self.rrule, self.first).filter(|_| YEARS.contains(&self.first.year())) {
            return steps.between(from, to, limit.into()).ok_or(SeriesError::TooMany(limit.into()));
        }
        let Some(set) = self.set()? else { return Ok(Vec::new()) };
        let set = set.after(zoned(from.and_time(NaiveTime::MIN))).before(zoned(end_of_day(to)));
        let dates = set.all(limit.saturating_add(1)).dates;
        if dates.len() > usize::from(limit) {
            return Err(SeriesError::TooMany(limit.into()));
        }
        Ok(dates.iter().map(DateTime::naive_local).collect())
    }

    /// The facts of the series, for a sentence.
    #[must_use]
    pub fn describe(&self) -> Description {
        Description::of(self)
    }

    /// The series until the day before `on`, and what is left of it from `on`; none where there is no occurrence.
    ///
    /// The rest begins with the next real occurrence, so that its rhythm stays, and a count loses what came before: a
    /// change "from now on" edits the rest, and the past never moves.
    ///
    /// # Errors
    /// More than 1000 occurrences before `on`, or a text that the parser of RFC 5545 refuses.
    pub fn split(&self, on: NaiveDate) -> Result<(Option<Self>, Option<Self>), SeriesError> {
        let day_before = on.pred_opt().unwrap_or(on);
        let before = self.occurrences(self.first.date(), day_before, MAX_BEFORE_SPLIT)?.len();
        let next = self.set()?.and_then(|set| set.after(zoned(on.and_time(NaiveTime::MIN))).all(1).dates.first().copied());
        let rest = next.map(|next| Self { first: next.naive_local(), ..self.clone() });
        let rest = match self.describe().end {
            End::Count { count } => {
                let left = count.saturating_sub(u32::try_from(before).unwrap_or(u32::MAX));
                rest.filter(|_| left > 0).map(|rest| rest.count(left))
            }
            End::Never | End::Until { .. } => rest,
        };
        let ends_earlier = matches!(self.describe().end, End::Until { on: last } if last <= day_before);
        let past = if ends_earlier { self.clone() } else { self.clone().until(day_before) };
        Ok(((before > 0).then_some(past), rest))
    }

    fn made(rrule: String, first: NaiveDateTime) -> Self {
        Self { rrule, first, period: LegalPeriod::Month }
    }

    /// One part of the rule text, such as the value of `BYDAY`.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.rrule.split(';').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
    }

    fn without(self, name: &str) -> Self {
        let kept: Vec<&str> = self.rrule.split(';').filter(|part| part.split('=').next() != Some(name)).collect();
        Self { rrule: kept.join(";"), ..self }
    }

    fn with_part(self, name: &str, value: &str) -> Self {
        let rest = self.without(name);
        Self { rrule: format!("{};{name}={value}", rest.rrule), ..rest }
    }

    /// The rule for the expander; none if the series ends before it begins, which the RFC has no words for.
    fn set(&self) -> Result<Option<RRuleSet>, SeriesError> {
        if !YEARS.contains(&self.first.year()) {
            return Err(SeriesError::Rule(self.first.to_string()));
        }
        if matches!(self.describe().end, End::Until { on } if on < self.first.date()) {
            return Ok(None);
        }
        let start = ZONE.from_local_datetime(&self.first).single().ok_or_else(|| SeriesError::Rule(self.first.to_string()))?;
        let rule: RRule<Unvalidated> = self.rrule.parse().map_err(|e: rrule::RRuleError| SeriesError::Rule(e.to_string()))?;
        rule.build(start).map(Some).map_err(|e| SeriesError::Rule(e.to_string()))
    }
}

fn day_code(weekday: Weekday) -> &'static str {
    DAY_CODES[weekday.num_days_from_monday() as usize]
}

fn zoned(wall: NaiveDateTime) -> DateTime<Tz> {
    clock::instant(wall).with_timezone(&ZONE)
}

fn end_of_day(on: NaiveDate) -> NaiveDateTime {
    on.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN))
}

/// `UNTIL` as the RFC wants it beside a zone: in UTC. A bare day means its end; a time without `Z` is local.
fn normal_until(text: &str) -> Result<String, SeriesError> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Ok(utc_text(end_of_day(day)));
    }
    if let Some(utc) = text.strip_suffix('Z') {
        return NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S")
            .map(|_| text.to_owned())
            .map_err(|_| SeriesError::Part(format!("UNTIL={text}")));
    }
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map(utc_text).map_err(|_| SeriesError::Part(format!("UNTIL={text}")))
}

fn utc_text(wall: NaiveDateTime) -> String {
    clock::instant(wall).format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::description::Pattern;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn at8(y: i32, m: u32, d: u32) -> NaiveDateTime {
        ymd(y, m, d).and_hms_opt(8, 0, 0).unwrap()
    }

    fn days(rule: &SeriesRule, from: NaiveDate, to: NaiveDate) -> Vec<(u32, u32)> {
        rule.occurrences(from, to, 1000).unwrap().iter().map(|at| (at.month(), at.day())).collect()
    }

    #[test]
    fn b001_day_31_skips_or_takes_the_last_day_by_choice() {
        let (from, to) = (ymd(2026, 1, 1), ymd(2026, 6, 30));
        let skip = SeriesRule::day_of_month(31, IfMissing::Skip, at8(2026, 1, 1)).unwrap();
        assert_eq!(days(&skip, from, to), [(1, 31), (3, 31), (5, 31)]);
        let last = SeriesRule::day_of_month(31, IfMissing::LastDay, at8(2026, 1, 1)).unwrap();
        assert_eq!(days(&last, from, to), [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30)]);
        let thirty = SeriesRule::day_of_month(30, IfMissing::LastDay, at8(2026, 1, 1)).unwrap();
        assert_eq!(days(&thirty, from, to), [(1, 30), (2, 28), (3, 30), (4, 30), (5, 30), (6, 30)]);
        assert!(SeriesRule::day_of_month(32, IfMissing::Skip, at8(2026, 1, 1)).is_err());
    }

    #[test]
    fn b002_month_ends_stay_month_ends_in_a_leap_year() {
        let rule = SeriesRule::last_day(at8(2028, 1, 31));
        assert_eq!(days(&rule, ymd(2028, 1, 1), ymd(2028, 4, 30)), [(1, 31), (2, 29), (3, 31), (4, 30)]);
    }

    #[test]
    fn b003_the_fifth_monday_is_the_last_and_every_month_has_it() {
        let rule = SeriesRule::nth_weekday(5, Weekday::Mon, at8(2026, 1, 1)).unwrap();
        assert_eq!(days(&rule, ymd(2026, 1, 1), ymd(2026, 4, 30)), [(1, 26), (2, 23), (3, 30), (4, 27)]);
        assert_eq!(rule.describe().pattern, Pattern::LastWeekday { weekday: 1 });
    }

    #[test]
    fn b005_the_first_occurrence_may_be_later_than_the_start() {
        let rule = SeriesRule::day_of_month(25, IfMissing::Skip, at8(2026, 3, 26)).unwrap();
        assert_eq!(rule.first_occurrence(), Ok(Some(at8(2026, 4, 25))));
    }

    #[test]
    fn b006_end_by_count_and_by_day_agree_and_the_day_is_included() {
        let monthly = SeriesRule::day_of_month(10, IfMissing::Skip, at8(2026, 1, 10)).unwrap();
        let (from, to) = (ymd(2026, 1, 1), ymd(2027, 1, 1));
        assert_eq!(days(&monthly.clone().count(3), from, to), [(1, 10), (2, 10), (3, 10)]);
        assert_eq!(days(&monthly.clone().until(ymd(2026, 3, 10)), from, to), [(1, 10), (2, 10), (3, 10)]);
        assert_eq!(days(&monthly.clone().until(ymd(2026, 3, 9)), from, to), [(1, 10), (2, 10)]);
        assert_eq!(monthly.until(ymd(2026, 3, 10)).count(2).describe().end, End::Count { count: 2 });
    }

    #[test]
    fn b013_bounded_whatever_the_rule() {
        let daily = SeriesRule::parse("FREQ=DAILY", at8(2020, 1, 1)).unwrap();
        assert_eq!(daily.occurrences(ymd(2020, 1, 1), ymd(2030, 1, 1), 1000), Err(SeriesError::TooMany(1000)));
        let rare = SeriesRule::parse("FREQ=MONTHLY;INTERVAL=100;BYMONTHDAY=1", at8(2026, 1, 1)).unwrap();
        assert_eq!(days(&rare, ymd(2026, 1, 1), ymd(2040, 1, 1)), [(1, 1), (5, 1)]);
        let never = SeriesRule::parse("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", at8(2026, 1, 1)).unwrap();
        assert_eq!(days(&never, ymd(2026, 1, 1), ymd(2026, 12, 31)), []);
    }

    #[test]
    fn a_rule_from_elsewhere_is_read_generously_and_kept_in_one_form() {
        let rule = SeriesRule::parse("rrule:freq=monthly;bymonthday=25;until=20260425", at8(2026, 1, 25)).unwrap();
        assert_eq!(rule.rrule(), "FREQ=MONTHLY;BYMONTHDAY=25;UNTIL=20260425T165959Z");
        assert_eq!(days(&rule, ymd(2026, 1, 1), ymd(2026, 12, 31)), [(1, 25), (2, 25), (3, 25), (4, 25)]);
        assert_eq!(rule.describe().end, End::Until { on: ymd(2026, 4, 25) });
        let local = SeriesRule::parse("FREQ=MONTHLY;UNTIL=20260425T080000", at8(2026, 1, 25)).unwrap();
        assert_eq!(local.rrule(), "FREQ=MONTHLY;UNTIL=20260425T010000Z");
    }

    #[test]
    fn a_series_that_ends_before_it_begins_is_empty() {
        let rule = SeriesRule::last_day(at8(2026, 3, 1)).until(ymd(2026, 2, 1));
        assert_eq!(days(&rule, ymd(2026, 1, 1), ymd(2026, 12, 31)), []);
        assert_eq!(rule.first_occurrence(), Ok(None));
        assert!(SeriesRule::parse("FREQ=DAILY", at8(1, 1, 1)).is_err());
    }

    #[test]
    fn what_is_no_series_is_refused() {
        for text in ["", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=8,9", "FREQ=MONTHLY;UNTIL=soon", "hello", "FREQ=MONTHLY;BYMONTHDAY=40"]
        {
            assert!(SeriesRule::parse(text, at8(2026, 1, 1)).is_err(), "{text}");
        }
        assert!(SeriesRule::parse(&"X".repeat(600), at8(2026, 1, 1)).is_err());
    }

    #[test]
    fn b007_b008_a_change_keeps_the_past_and_takes_what_was_held_from_the_count() {
        let monthly = SeriesRule::day_of_month(10, IfMissing::Skip, at8(2026, 1, 10)).unwrap().count(5);
        let (past, rest) = monthly.split(ymd(2026, 3, 1)).unwrap();
        let rest = rest.unwrap();
        let (from, to) = (ymd(2026, 1, 1), ymd(2026, 12, 31));
        assert_eq!(days(&past.unwrap(), from, to), [(1, 10), (2, 10)]);
        assert_eq!((rest.describe().end, rest.first()), (End::Count { count: 3 }, at8(2026, 3, 10)));
        assert_eq!(days(&rest, from, to), [(3, 10), (4, 10), (5, 10)]);
        assert_eq!(monthly.split(ymd(2026, 6, 1)).unwrap().1, None);
    }

    #[test]
    fn a_split_keeps_the_rhythm_and_the_end() {
        let fortnightly = SeriesRule::weekly(2, at8(2026, 1, 6)).until(ymd(2026, 2, 17));
        let (past, rest) = fortnightly.split(ymd(2026, 1, 25)).unwrap();
        let (from, to) = (ymd(2026, 1, 1), ymd(2026, 12, 31));
        assert_eq!(days(&past.unwrap(), from, to), [(1, 6), (1, 20)]);
        assert_eq!(days(&rest.unwrap(), from, to), [(2, 3), (2, 17)]);
        let (past, rest) = fortnightly.split(ymd(2026, 6, 1)).unwrap();
        assert_eq!((past, rest), (Some(fortnightly.clone()), None));
        assert_eq!(fortnightly.split(ymd(2026, 1, 6)), Ok((None, Some(fortnightly))));
    }

    #[test]
    fn the_description_has_the_facts_of_the_sentence() {
        let rule = SeriesRule::day_of_month(25, IfMissing::Skip, at8(2026, 1, 1)).unwrap().in_months(&[4, 7, 10]).unwrap();
        let facts = rule.describe();
        assert_eq!(facts.pattern, Pattern::DayOfMonth { day: 25, if_missing: IfMissing::Skip });
        assert_eq!((facts.months, facts.interval, facts.end), (vec![4, 7, 10], 1, End::Never));
        assert_eq!(facts.time, NaiveTime::from_hms_opt(8, 0, 0).unwrap());
        assert_eq!(days(&rule, ymd(2026, 1, 1), ymd(2026, 12, 31)), [(4, 25), (7, 25), (10, 25)]);
        let weekly = SeriesRule::weekly(2, at8(2026, 1, 6));
        assert_eq!((weekly.describe().pattern, weekly.describe().interval), (Pattern::Weekly { weekday: 2 }, 2));
        let nth = SeriesRule::nth_weekday(2, Weekday::Thu, at8(2026, 1, 1)).unwrap();
        assert_eq!(nth.describe().pattern, Pattern::NthWeekday { nth: 2, weekday: 4 });
        let other = SeriesRule::parse("FREQ=YEARLY;BYYEARDAY=100", at8(2026, 1, 1)).unwrap();
        assert_eq!(other.describe().pattern, Pattern::Other { rrule: "FREQ=YEARLY;BYYEARDAY=100".into() });
    }
}
