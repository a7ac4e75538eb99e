//! The working calendar: which days an office works, and why not on the others.
//!
//! Monday to Friday, the public holidays by rule, and dated entries that override both. It never asks what day it is.
//! Neighbours: `holidays` makes the rule days; `deadline` and `recurrence` count and shift by this.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate};

use super::day::{DayEntry, DayKind, is_weekend};
use super::day_set::DaySet;
use super::holidays::{Holiday, RuleDay, announced, rule_days};
use super::hours::{OfficeHours, Span};

/// Calendar days after which a search for a working day gives up.
pub const SEARCH_LIMIT: usize = 400;
/// Fewer known days ahead than this is a reason to warn those who keep the calendar.
pub const WARN_BELOW_DAYS: i64 = 60;
/// Years whose rule days are laid out once; outside of them only weekends and dated entries are known.
const RULE_YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// Years in which the built-in calendar is right as far as anybody can know: from its first notice to the last rule day.
pub const KNOWN_YEARS: std::ops::RangeInclusive<i32> = 2019..=2100;

static WEEKDAYS: LazyLock<DaySet> = LazyLock::new(|| DaySet::of(|day| !is_weekend(day)));
static RULE_DAYS: LazyLock<Vec<RuleDay>> = LazyLock::new(|| RULE_YEARS.flat_map(rule_days).collect());

/// Why the calendar has no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    #[error("no working day within {SEARCH_LIMIT} days of {0}")]
    NoWorkingDay(NaiveDate),
    #[error("beyond the end of the calendar")]
    OutOfRange,
}

/// Which days are worked. Build it once per change of the table and share it.
#[derive(Debug, Clone)]
pub struct WorkingCalendar {
    days: BTreeMap<NaiveDate, (DayKind, Cow<'static, str>)>,
    /// The same for counting: one bit a day.
    worked: DaySet,
    covers_until: Option<NaiveDate>,
    hours: OfficeHours,
}

impl WorkingCalendar {
    /// The rule and the embedded notices of 2019 to 2026.
    #[must_use]
    pub fn builtin() -> Self {
        Self::with_entries(announced().into_iter().map(DayEntry::from))
    }

    /// The rule overridden by `entries`, and by nothing else: what stands in the table is what counts.
    ///
    /// Tết and National Day are fixed anew each year, so a dated holiday in their season replaces all rule days of that
    /// holiday in that year. A later entry for the same day wins.
    #[must_use]
    pub fn with_entries(entries: impl IntoIterator<Item = DayEntry>) -> Self {
        let entries: BTreeMap<NaiveDate, DayEntry> = entries.into_iter().map(|entry| (entry.on, entry)).collect();
        let mut settled: BTreeMap<i32, (bool, bool)> = BTreeMap::new();
        for entry in entries.values().filter(|entry| matches!(entry.kind, DayKind::Holiday | DayKind::DayInLieu)) {
            let (tet, national) = settled.entry(entry.on.year()).or_default();
            *tet |= in_season(Holiday::Tet, entry);
            *national |= in_season(Holiday::National, entry);
        }
        let stands = |day: &RuleDay| match (day.holiday, settled.get(&day.on.year())) {
            (Holiday::Tet, Some((tet, _))) => !tet,
            (Holiday::National, Some((_, national))) => !national,
            _ => true,
        };
        let mut days: BTreeMap<_, _> = RULE_DAYS.iter().filter(|day| stands(day)).map(|day| (day.on, rule_entry(day))).collect();
        days.extend(entries.into_values().map(|entry| (entry.on, (entry.kind, Cow::Owned(entry.label)))));
        let covers_until = settled
            .into_iter()
            .filter(|(_, seasons)| *seasons == (true, true))
            .max_by_key(|(year, _)| *year)
            .and_then(|(year, _)| NaiveDate::from_ymd_opt(year, 12, 31));
        let worked = WEEKDAYS.clone().with(days.iter().map(|(day, (kind, _))| (*day, kind.is_working())));
        Self { days, worked, covers_until, hours: OfficeHours::default() }
    }

    /// The same days with other hours of work.
    #[must_use]
    pub fn with_hours(self, hours: OfficeHours) -> Self {
        Self { hours, ..self }
    }

    /// The stretches of work on a day, in order; none on a day off.
    #[must_use]
    pub fn spans(&self, day: NaiveDate) -> &[Span] {
        self.hours.on(self.kind(day))
    }

    /// What kind of day it is.
    #[must_use]
    pub fn kind(&self, day: NaiveDate) -> DayKind {
        match self.days.get(&day) {
            Some((kind, _)) => *kind,
            None if is_weekend(day) => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    #[must_use]
    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.worked.contains(day).unwrap_or_else(|| self.kind(day).is_working())
    }

    /// The `count`-th working day after `from` (before it, with `back`), counted by whole words of days; none where they lie
    /// outside of the years that are laid out, or too far apart.
    pub(super) fn nth_working(&self, from: NaiveDate, count: u32, back: bool) -> Option<NaiveDate> {
        self.worked.nth(from, count, back)
    }

    /// Why the day is special, in Vietnamese; `None` for a plain working day or weekend.
    #[must_use]
    pub fn label(&self, day: NaiveDate) -> Option<&str> {
        self.days.get(&day).map(|(_, label)| label.as_ref())
    }

    /// The first working day after `day`.
    ///
    /// # Errors
    /// [`CalendarError::NoWorkingDay`] when the next 400 days are all off.
    pub fn next_working(&self, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
        self.nth_working(day, 1, false).map_or_else(|| self.search(day, false, |_| true), Ok)
    }

    /// The last working day before `day`.
    ///
    /// # Errors
    /// [`CalendarError::NoWorkingDay`] when the 400 days before are all off.
    pub fn previous_working(&self, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
        self.nth_working(day, 1, true).map_or_else(|| self.search(day, true, |_| true), Ok)
    }

    /// `day` itself if it is worked, otherwise the next that is.
    ///
    /// # Errors
    /// As [`Self::next_working`].
    pub fn working_on_or_after(&self, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
        if self.is_working(day) { Ok(day) } else { self.next_working(day) }
    }

    /// `day` itself if it is worked, otherwise the last before it that is.
    ///
    /// # Errors
    /// As [`Self::previous_working`].
    pub fn working_on_or_before(&self, day: NaiveDate) -> Result<NaiveDate, CalendarError> {
        if self.is_working(day) { Ok(day) } else { self.previous_working(day) }
    }

    /// The last day of the latest year whose Tết and National Day stand in dated entries; later years are a forecast.
    #[must_use]
    pub const fn covers_until(&self) -> Option<NaiveDate> {
        self.covers_until
    }

    /// Known days left after `today`, negative when the calendar has run out.
    #[must_use]
    pub fn days_covered_after(&self, today: NaiveDate) -> i64 {
        self.covers_until.map_or(i64::MIN, |until| (until - today).num_days())
    }

    /// Whether those who keep the calendar should be told that fewer than 60 known days remain.
    #[must_use]
    pub fn is_running_out(&self, today: NaiveDate) -> bool {
        self.days_covered_after(today) < WARN_BELOW_DAYS
    }

    /// The nearest working day after `from` (before it, with `back`) that is `wanted` as well.
    pub(super) fn search(
        &self,
        from: NaiveDate,
        back: bool,
        wanted: impl Fn(NaiveDate) -> bool,
    ) -> Result<NaiveDate, CalendarError> {
        let step = |day: &NaiveDate| if back { day.pred_opt() } else { day.succ_opt() };
        let mut days = std::iter::successors(Some(from), step).skip(1).take(SEARCH_LIMIT);
        days.find(|&day| self.is_working(day) && wanted(day)).ok_or(CalendarError::NoWorkingDay(from))
    }
}

/// `day` and the days before it, latest first.
pub(super) fn days_back(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), NaiveDate::pred_opt)
}

/// `day` moved by whole calendar days, back when negative.
pub(super) fn plus_days(day: NaiveDate, by: i32) -> Result<NaiveDate, CalendarError> {
    let days = Days::new(u64::from(by.unsigned_abs()));
    let moved = if by < 0 { day.checked_sub_days(days) } else { day.checked_add_days(days) };
    moved.ok_or(CalendarError::OutOfRange)
}

/// Whether an entry lies where that yearly announced holiday can lie. New Year's Day in lieu is before 15 January.
fn in_season(holiday: Holiday, entry: &DayEntry) -> bool {
    let month_day = (entry.on.month(), entry.on.day());
    match holiday {
        Holiday::Tet => ((1, 15)..=(3, 5)).contains(&month_day),
        Holiday::National => ((8, 25)..=(9, 10)).contains(&month_day),
        _ => false,
    }
}

fn rule_entry(day: &RuleDay) -> (DayKind, Cow<'static, str>) {
    if day.in_lieu {
        (DayKind::DayInLieu, Cow::Owned(format!("Nghỉ bù {}", day.holiday.name())))
    } else {
        (DayKind::Holiday, Cow::Borrowed(day.holiday.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn entry(on: NaiveDate, kind: DayKind) -> DayEntry {
        DayEntry { on, kind, label: "thử".into() }
    }

    #[test]
    fn the_days_of_2026_as_announced() {
        let calendar = WorkingCalendar::builtin();
        assert_eq!(calendar.kind(ymd(2026, 1, 2)), DayKind::DayInLieu);
        assert_eq!(calendar.kind(ymd(2026, 1, 10)), DayKind::WorkingSaturday);
        assert_eq!(calendar.kind(ymd(2026, 2, 14)), DayKind::Weekend);
        assert_eq!(calendar.kind(ymd(2026, 2, 20)), DayKind::Holiday);
        assert_eq!(calendar.label(ymd(2026, 4, 26)), Some("Giỗ Tổ Hùng Vương"));
        assert_eq!(calendar.kind(ymd(2026, 4, 27)), DayKind::DayInLieu);
        assert!(calendar.is_working(ymd(2026, 8, 22)) && !calendar.is_working(ymd(2026, 8, 31)));
        assert_eq!(calendar.kind(ymd(2026, 11, 24)), DayKind::Working);
        assert_eq!(calendar.label(ymd(2026, 11, 24)), None);
        assert_eq!(calendar.next_working(ymd(2026, 2, 13)), Ok(ymd(2026, 2, 23)));
        assert_eq!(calendar.previous_working(ymd(2026, 8, 23)), Ok(ymd(2026, 8, 22)));
    }

    #[test]
    fn culture_day_is_off_only_by_a_dated_entry() {
        let day = ymd(2026, 11, 24);
        let calendar = WorkingCalendar::with_entries([entry(day, DayKind::Holiday)]);
        assert_eq!(calendar.kind(day), DayKind::Holiday);
    }

    #[test]
    fn b046_a_compensatory_saturday_is_a_working_day() {
        let calendar = WorkingCalendar::builtin();
        assert_eq!(calendar.next_working(ymd(2025, 4, 25)), Ok(ymd(2025, 4, 26)));
    }

    #[test]
    fn an_announced_tet_replaces_the_forecast_and_leaves_the_other_holidays() {
        // Suppose the notice of 2027 takes 5–11 February instead of the forecast 4–10.
        let tet = (5..=11).map(|d| entry(ymd(2027, 2, d), DayKind::Holiday));
        let calendar = WorkingCalendar::with_entries(tet);
        assert!(calendar.is_working(ymd(2027, 2, 4)));
        assert!(!calendar.is_working(ymd(2027, 2, 11)));
        assert_eq!(calendar.kind(ymd(2027, 4, 30)), DayKind::Holiday);
        assert_eq!(calendar.kind(ymd(2027, 9, 3)), DayKind::Holiday);
    }

    #[test]
    fn a_dated_entry_can_turn_a_holiday_into_work() {
        let calendar = WorkingCalendar::with_entries([entry(ymd(2027, 4, 16), DayKind::Working)]);
        assert!(calendar.is_working(ymd(2027, 4, 16)));
    }

    #[test]
    fn b050_a_calendar_without_working_days_stops_with_an_error() {
        let start = ymd(2026, 1, 1);
        let calendar = WorkingCalendar::with_entries(start.iter_days().take(500).map(|on| entry(on, DayKind::Local)));
        assert_eq!(calendar.next_working(start), Err(CalendarError::NoWorkingDay(start)));
        assert_eq!(calendar.next_working(NaiveDate::MAX), Err(CalendarError::NoWorkingDay(NaiveDate::MAX)));
    }

    #[test]
    fn b054_warning_when_fewer_than_60_days_remain() {
        let calendar = WorkingCalendar::builtin();
        assert_eq!(calendar.covers_until(), Some(ymd(2026, 12, 31)));
        // 1 November is 60 days before 31 December.
        assert!(!calendar.is_running_out(ymd(2026, 11, 1)));
        assert!(calendar.is_running_out(ymd(2026, 11, 2)));
        assert!(WorkingCalendar::with_entries([]).is_running_out(ymd(2026, 1, 1)));
    }
}
