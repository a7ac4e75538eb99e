//! The repetitions that offices use, stepped through by hand: monthly on days of the month or on the n-th weekday, weekly on a
//! weekday. A calendar of the whole country is expanded from these, a hundred times as fast as by the general expander, which
//! takes every rule that is not read here and is the oracle of the tests.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};

use super::description::DAY_CODES;
use crate::kernel::clock;

/// All months of the year as bits 1 to 12.
const ALL_MONTHS: u16 = 0x1FFE;

/// Occurrences for which room is made at once: two a month of a year.
const USUAL: usize = 24;

/// On which days of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    /// Days 1 to 31 as bits, and days from the end: bit 1 is the last.
    Days { from_start: u32, from_end: u32 },
    /// The n-th weekday from the start, or from the end where negative.
    Nth(i8, Weekday),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rhythm {
    Monthly { on: On, months: u16 },
    Weekly(Weekday),
}

/// A rule of one of the usual shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Steps {
    first: NaiveDateTime,
    rhythm: Rhythm,
    interval: u32,
    count: Option<u32>,
    /// Local time, included.
    until: Option<NaiveDateTime>,
}

impl Steps {
    /// Reads a rule text in our normal form; none where it says anything else.
    pub(super) fn read(rrule: &str, first: NaiveDateTime) -> Option<Self> {
        let (mut freq, mut on, mut weekday, mut months) = (None, None, None, None);
        let (mut interval, mut count, mut until) = (None, None, None);
        for part in rrule.split(';') {
            let (name, value) = part.split_once('=')?;
            let again = match name {
                "FREQ" => freq.replace(value).is_some(),
                "INTERVAL" => interval.replace(positive(value)?).is_some(),
                "COUNT" => count.replace(positive(value)?).is_some(),
                "UNTIL" => until.replace(local(value)?).is_some(),
                "BYMONTH" => months.replace(month_bits(value)?).is_some(),
                "BYMONTHDAY" => on.replace(day_bits(value)?).is_some(),
                "BYDAY" => weekday.replace(nth_weekday(value)?).is_some(),
                _ => return None,
            };
            if again {
                return None;
            }
        }
        let rhythm = match (freq?, on, weekday) {
            ("MONTHLY", Some(on), None) => Rhythm::Monthly { on, months: months.unwrap_or(ALL_MONTHS) },
            ("MONTHLY", None, Some((nth @ (-4..=-1 | 1..=5), day))) => {
                Rhythm::Monthly { on: On::Nth(nth, day), months: months.unwrap_or(ALL_MONTHS) }
            }
            ("WEEKLY", None, Some((0, day))) if months.is_none() => Rhythm::Weekly(day),
            _ => return None,
        };
        Some(Self { first, rhythm, interval: interval.unwrap_or(1), count, until })
    }

    /// The occurrences from `from` to `to`, both included; none where they are more than `limit`.
    pub(super) fn between(&self, from: NaiveDate, to: NaiveDate, limit: usize) -> Option<Vec<NaiveDateTime>> {
        let mut walk = Walk { steps: self, from, to, limit, seen: 0, found: Vec::with_capacity(USUAL) };
        match self.rhythm {
            Rhythm::Monthly { on, months } => self.monthly(&mut walk, on, months)?,
            Rhythm::Weekly(weekday) => self.weekly(&mut walk, weekday)?,
        }
        Some(walk.found)
    }

    /// Steps before the window need not be walked where nobody counts them.
    fn skipped(&self, steps: i64) -> i64 {
        if self.count.is_some() { 0 } else { (steps / i64::from(self.interval)).max(0) * i64::from(self.interval) }
    }

    fn monthly(&self, walk: &mut Walk<'_>, on: On, months: u16) -> Option<()> {
        let number = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let begun = number(self.first.date());
        let mut month = begun + self.skipped(number(walk.from) - begun);
        while month <= number(walk.to) {
            let (year, month0) = (i32::try_from(month.div_euclid(12)).ok()?, u32::try_from(month.rem_euclid(12)).ok()?);
            if months >> (month0 + 1) & 1 == 1 {
                let start = NaiveDate::from_ymd_opt(year, month0 + 1, 1)?;
                let mut days = days_of(on, start);
                while days != 0 {
                    let day = days.trailing_zeros();
                    days &= days - 1;
                    if walk.meets(start.with_day(day)?)? {
                        return Some(());
                    }
                }
            }
            month += i64::from(self.interval);
        }
        Some(())
    }

    fn weekly(&self, walk: &mut Walk<'_>, weekday: Weekday) -> Option<()> {
        // Weeks begin on Monday (RFC 5545, 3.3.10: the default of WKST).
        let monday = self.first.date().week(Weekday::Mon).first_day();
        let week = |weeks: i64| monday.checked_add_days(Days::new(u64::try_from(weeks * 7).ok()?));
        let mut at = self.skipped((walk.from - monday).num_days() / 7);
        loop {
            let start = week(at)?;
            if start > walk.to {
                return Some(());
            }
            let day = start.checked_add_days(Days::new(weekday.num_days_from_monday().into()))?;
            if walk.meets(day)? {
                return Some(());
            }
            at += i64::from(self.interval);
        }
    }
}

/// A walk over the occurrences of a rule.
struct Walk<'a> {
    steps: &'a Steps,
    from: NaiveDate,
    to: NaiveDate,
    limit: usize,
    seen: u32,
    found: Vec<NaiveDateTime>,
}

impl Walk<'_> {
    /// Whether the walk ends with this day; none where there are too many.
    fn meets(&mut self, day: NaiveDate) -> Option<bool> {
        let at = day.and_time(self.steps.first.time());
        if at < self.steps.first {
            return Some(false);
        }
        self.seen = self.seen.saturating_add(1);
        let over = |most: Option<u32>| most.is_some_and(|most| self.seen > most);
        if day > self.to || over(self.steps.count) || self.steps.until.is_some_and(|until| at > until) {
            return Some(true);
        }
        if day >= self.from {
            if self.found.len() == self.limit {
                return None;
            }
            self.found.push(at);
        }
        Some(false)
    }
}

/// The days of the month that begins on `start`, as bits 1 to 31.
fn days_of(on: On, start: NaiveDate) -> u32 {
    let length = u32::from(start.num_days_in_month());
    let all = u32::MAX >> (31 - length) & !1;
    match on {
        On::Days { from_start, from_end } => {
            let mut days = from_start & all;
            let mut ends = from_end;
            while ends != 0 {
                let end = ends.trailing_zeros();
                ends &= ends - 1;
                days |= if end <= length { 1 << (length + 1 - end) } else { 0 };
            }
            days
        }
        On::Nth(nth, weekday) => {
            let first = 1 + (7 + weekday.num_days_from_monday() - start.weekday().num_days_from_monday()) % 7;
            let last = first + (length - first) / 7 * 7;
            let weeks = 7 * (u32::from(nth.unsigned_abs()) - 1);
            let day = if nth > 0 { Some(first + weeks) } else { last.checked_sub(weeks) };
            day.filter(|day| (1..=length).contains(day)).map_or(0, |day| 1 << day)
        }
    }
}

fn positive(value: &str) -> Option<u32> {
    value.parse().ok().filter(|number| (1..=10_000).contains(number))
}

fn local(value: &str) -> Option<NaiveDateTime> {
    let utc = NaiveDateTime::parse_from_str(value.strip_suffix('Z')?, "%Y%m%dT%H%M%S").ok()?;
    Some(clock::local(utc.and_utc()))
}

fn month_bits(value: &str) -> Option<u16> {
    let mut months = value.split(',').map(|month| month.parse::<u16>().ok().filter(|month| (1..=12).contains(month)));
    months.try_fold(0, |bits, month| Some(bits | 1 << month?))
}

fn day_bits(value: &str) -> Option<On> {
    let (mut from_start, mut from_end) = (0_u32, 0_u32);
    for day in value.split(',') {
        match day.parse::<i32>().ok()? {
            day @ 1..=31 => from_start |= 1 << day,
            day @ -31..=-1 => from_end |= 1 << -day,
            _ => return None,
        }
    }
    Some(On::Days { from_start, from_end })
}

/// "2MO", "-1FR", "MO"; without a number 0.
fn nth_weekday(value: &str) -> Option<(i8, Weekday)> {
    let (number, code) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let at = DAY_CODES.iter().position(|known| *known == code)?;
    let weekday = Weekday::try_from(u8::try_from(at).ok()?).ok()?;
    let number = if number.is_empty() { 0 } else { number.parse().ok().filter(|number| *number != 0)? };
    Some((number, weekday))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rrule::{RRule, Tz, Unvalidated};

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// The general expander, which is only asked for rules that it accepts.
    fn oracle(rrule: &str, first: NaiveDateTime, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDateTime> {
        let rule: RRule<Unvalidated> = rrule.parse().unwrap();
        let zoned = |wall: NaiveDateTime| clock::instant(wall).with_timezone(&Tz::Asia__Ho_Chi_Minh);
        // Ends before it begins: the general expander has no words for it.
        let Ok(set) = rule.build(zoned(first)) else { return Vec::new() };
        let set = set.after(zoned(from.and_hms_opt(0, 0, 0).unwrap())).before(zoned(to.and_hms_opt(23, 59, 59).unwrap()));
        set.all(2_000).dates.iter().map(chrono::DateTime::naive_local).collect()
    }

    #[test]
    fn what_it_does_not_know_it_leaves() {
        let first = day(2026, 1, 5).and_hms_opt(8, 0, 0).unwrap();
        for other in [
            "FREQ=DAILY",
            "FREQ=YEARLY;BYMONTHDAY=5",
            "FREQ=WEEKLY;BYDAY=MO,TU",
            "FREQ=WEEKLY",
            "FREQ=MONTHLY;BYDAY=MO",
            "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1",
            "FREQ=MONTHLY;BYMONTHDAY=1;BYMONTHDAY=2",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYMONTHDAY=5;INTERVAL=0",
            "FREQ=MONTHLY;BYMONTHDAY=5;UNTIL=20260101",
            "BYMONTHDAY=5",
            "FREQ",
        ] {
            assert_eq!(Steps::read(other, first), None, "{other}");
        }
    }

    #[test]
    fn days_of_short_months_by_hand() {
        let first = day(2026, 1, 31).and_hms_opt(8, 0, 0).unwrap();
        let days = |rrule: &str| -> Vec<String> {
            let steps = Steps::read(rrule, first).unwrap();
            let found = steps.between(day(2026, 1, 1), day(2026, 5, 31), 100).unwrap();
            found.iter().map(|at| at.format("%d/%m %H").to_string()).collect()
        };
        assert_eq!(days("FREQ=MONTHLY;BYMONTHDAY=31"), ["31/01 08", "31/03 08", "31/05 08"]);
        assert_eq!(days("FREQ=MONTHLY;BYMONTHDAY=-1"), ["31/01 08", "28/02 08", "31/03 08", "30/04 08", "31/05 08"]);
        // 28 February is the 28th and the last: once.
        assert_eq!(days("FREQ=MONTHLY;BYMONTHDAY=28,-1;BYMONTH=2,3"), ["28/02 08", "28/03 08", "31/03 08"]);
        assert_eq!(days("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO;COUNT=1"), ["30/03 08"]);
    }

    #[test]
    fn more_than_the_limit_is_none() {
        let steps = Steps::read("FREQ=WEEKLY;BYDAY=MO", day(2026, 1, 5).and_hms_opt(8, 0, 0).unwrap()).unwrap();
        assert_eq!(steps.between(day(2026, 1, 1), day(2026, 3, 1), 8).map(|all| all.len()), Some(8));
        assert_eq!(steps.between(day(2026, 1, 1), day(2026, 3, 2), 8), None);
    }

    fn shapes() -> impl Strategy<Value = String> {
        let code = proptest::sample::select(&DAY_CODES[..]);
        let month_day = prop_oneof![1..=31i32, -31..=-1i32];
        let monthly_day = proptest::collection::vec(month_day, 1..3).prop_map(|days| {
            format!("FREQ=MONTHLY;BYMONTHDAY={}", days.iter().map(i32::to_string).collect::<Vec<_>>().join(","))
        });
        let nth = (prop_oneof![1..=5i8, -4..=-1i8], code.clone()).prop_map(|(nth, day)| format!("FREQ=MONTHLY;BYDAY={nth}{day}"));
        let months = proptest::collection::btree_set(1..=12u32, 0..4);
        let monthly = (prop_oneof![monthly_day, nth], months).prop_map(|(rule, months)| {
            let list = months.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
            if list.is_empty() { rule } else { format!("{rule};BYMONTH={list}") }
        });
        let weekly = code.prop_map(|day| format!("FREQ=WEEKLY;BYDAY={day}"));
        let end = prop_oneof![
            Just(String::new()),
            (1..30u32).prop_map(|count| format!(";COUNT={count}")),
            (0..1500u64).prop_map(|days| {
                let on = day(2024, 2, 1) + Days::new(days);
                format!(";UNTIL={}T165959Z", on.format("%Y%m%d"))
            }),
        ];
        (prop_oneof![monthly, weekly], 1..5u32, end).prop_map(|(rule, interval, end)| format!("{rule};INTERVAL={interval}{end}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn it_steps_like_the_general_expander(rule in shapes(), begin in 0..30u64, hour in 0..24u32, from in 0..900u64, span in 0..800u64) {
            let first = (day(2024, 1, 1) + Days::new(begin)).and_hms_opt(hour, 30, 0).unwrap();
            let from = day(2023, 12, 1) + Days::new(from);
            let to = from + Days::new(span);
            let steps = Steps::read(&rule, first).unwrap();
            prop_assert_eq!(steps.between(from, to, 2_000).unwrap(), oracle(&rule, first, from, to), "{} from {}", rule, first);
        }
    }
}
