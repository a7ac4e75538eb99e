//! Public holidays of any year by rule, and the days that were announced one by one.
//!
//! The rule knows the Labour Code 45/2019/QH14 (Art. 111 and 112) and the habit of the yearly notices; the notice itself
//! wins where it is known (`data/days.csv`). Neighbours: `lunar` gives Tết and Giỗ Tổ, `calendar` puts both together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::day::{DayEntry, DayKind, is_weekend};
use super::lunar::{LunarDate, to_solar};

crate::alphabet! {
    /// The public holidays of Labour Code 45/2019/QH14, Art. 112. 24 November is none of them: it needs a dated entry.
    pub enum Holiday {
        NewYear = "new-year",
        Tet = "tet",
        HungKings = "hung-kings",
        Victory = "victory",
        Labour = "labour",
        National = "national",
    }
}

impl Holiday {
    /// The name in the Labour Code, as it stands in calendars.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewYear => "Tết Dương lịch",
            Self::Tet => "Tết Nguyên đán",
            Self::HungKings => "Giỗ Tổ Hùng Vương",
            Self::Victory => "Ngày Chiến thắng",
            Self::Labour => "Ngày Quốc tế lao động",
            Self::National => "Quốc khánh",
        }
    }
}

/// One day off that follows from the rule alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleDay {
    pub on: NaiveDate,
    pub holiday: Holiday,
    /// Off because the holiday itself fell on a weekly rest day (Art. 111.3).
    pub in_lieu: bool,
}

/// An announced day with the paper that announced it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct AnnouncedDay {
    #[serde(rename = "on_date")]
    pub on: NaiveDate,
    pub kind: DayKind,
    pub label: String,
    pub source: String,
    /// `P` reported by the press, `K` generally known, `C` computed.
    pub certainty: String,
}

impl From<AnnouncedDay> for DayEntry {
    fn from(day: AnnouncedDay) -> Self {
        Self { on: day.on, kind: day.kind, label: day.label }
    }
}

crate::alphabet! {
    /// What is wrong with a row of a day list.
    pub enum DayRowProblem {
        /// A missing column, a date that is not ISO 8601, or an unknown kind.
        Unreadable = "unreadable",
        /// The day already stands in an earlier row.
        Double = "double",
        /// A compensatory working day in the middle of the week.
        WrongWeekday = "wrong-weekday",
    }
}

/// A refused row; `line` counts the lines of the file from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct DayRowError {
    pub line: u64,
    pub problem: DayRowProblem,
}

/// The embedded notices of 2019 to 2026, oldest first; what a new database starts from.
#[must_use]
pub fn announced() -> Vec<AnnouncedDay> {
    parse_days(include_str!("data/days.csv")).unwrap_or_default()
}

/// Reads a day list (`on_date,kind,label,source,certainty`; lines with `#` are remarks) in any order; the result is sorted.
///
/// # Errors
/// Every row that cannot be used, with its line; then nothing is read.
pub fn parse_days(text: &str) -> Result<Vec<AnnouncedDay>, Vec<DayRowError>> {
    let mut days: BTreeMap<NaiveDate, AnnouncedDay> = BTreeMap::new();
    let mut errors = Vec::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    for record in reader.records() {
        let line = match &record {
            Ok(record) => record.position().map(csv::Position::line),
            Err(error) => error.position().map(csv::Position::line),
        };
        let day = record.ok().and_then(|record| record.deserialize::<AnnouncedDay>(Some(&headers)).ok());
        let problem = match &day {
            None => Some(DayRowProblem::Unreadable),
            Some(day) if days.contains_key(&day.on) => Some(DayRowProblem::Double),
            Some(day) if day.kind == DayKind::WorkingSaturday && !is_weekend(day.on) => Some(DayRowProblem::WrongWeekday),
            Some(_) => None,
        };
        match (problem, day) {
            (None, Some(day)) => _ = days.insert(day.on, day),
            (problem, _) => {
                errors.push(DayRowError { line: line.unwrap_or(0), problem: problem.unwrap_or(DayRowProblem::Unreadable) });
            }
        }
    }
    if errors.is_empty() { Ok(days.into_values().collect()) } else { Err(errors) }
}

/// Every day off of `year` that follows from the rule, sorted; without Tết and Giỗ Tổ outside of the lunar years 1900–2199.
///
/// Tết takes the last two days of the old lunar year and the first three of the new one, or one and four when the first
/// is a Tuesday: so all notices of 2019 to 2026. National Day has its second day since 2021, on the side that makes the
/// longer run with the weekend.
#[must_use]
pub fn rule_days(year: i32) -> Vec<RuleDay> {
    let mut days: Vec<RuleDay> = Vec::with_capacity(16);
    let mut add = |holiday, on: Option<NaiveDate>| days.extend(on.map(|on| RuleDay { on, holiday, in_lieu: false }));
    let solar = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    add(Holiday::NewYear, solar(1, 1));
    if let Ok(first) = to_solar(LunarDate { year, month: 1, day: 1, leap: false }) {
        let before = if first.weekday() == Weekday::Tue { 1 } else { 2 };
        for offset in 0..5 {
            add(
                Holiday::Tet,
                first.checked_sub_days(Days::new(before)).and_then(|start| start.checked_add_days(Days::new(offset))),
            );
        }
    }
    add(Holiday::HungKings, to_solar(LunarDate { year, month: 3, day: 10, leap: false }).ok());
    add(Holiday::Victory, solar(4, 30));
    add(Holiday::Labour, solar(5, 1));
    let national = solar(9, 2);
    add(Holiday::National, national);
    if year >= 2021 {
        let after = national.is_some_and(|day| matches!(day.weekday(), Weekday::Mon | Weekday::Thu | Weekday::Sun));
        add(Holiday::National, if after { solar(9, 3) } else { solar(9, 1) });
    }
    days.sort_by_key(|day| day.on);
    let lieu = days_in_lieu(&days);
    days.extend(lieu);
    days.sort_by_key(|day| day.on);
    days
}

/// For each holiday on a Saturday or Sunday the next day that is not yet off (Art. 111.3).
fn days_in_lieu(holidays: &[RuleDay]) -> Vec<RuleDay> {
    let mut off: BTreeSet<NaiveDate> = holidays.iter().map(|day| day.on).collect();
    let mut lieu = Vec::new();
    for day in holidays.iter().filter(|day| is_weekend(day.on)) {
        // At most sixteen days are off at once, so that the search ends.
        let free = day.on.iter_days().skip(1).take(32).find(|&on| !is_weekend(on) && !off.contains(&on));
        if let Some(on) = free {
            off.insert(on);
            lieu.push(RuleDay { on, holiday: day.holiday, in_lieu: true });
        }
    }
    lieu
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn the_embedded_file_is_whole_sorted_and_without_doubles() {
        let rows = include_str!("data/days.csv").lines().filter(|l| !l.starts_with('#')).count() - 1;
        let days = announced();
        assert_eq!(days.len(), rows);
        assert!(days.windows(2).all(|pair| pair[0].on < pair[1].on));
        assert!(days.iter().all(|d| ["P", "K", "C"].contains(&d.certainty.as_str()) && !d.source.is_empty()));
        assert!(days.iter().filter(|d| d.kind == DayKind::WorkingSaturday).all(|d| d.on.weekday() == Weekday::Sat));
    }

    #[test]
    fn b045_a_day_list_may_be_unsorted_but_not_doubled_or_unreadable() {
        let head = "# remark\non_date,kind,label,source,certainty\n";
        let good =
            parse_days(&format!("{head}2027-05-03,day-in-lieu,Nghỉ bù,Thông báo,P\n2027-01-01,holiday,Tết Dương lịch,Luật,C\n"));
        assert_eq!(good.unwrap().iter().map(|d| d.on).collect::<Vec<_>>(), [ymd(2027, 1, 1), ymd(2027, 5, 3)]);
        let bad = parse_days(&format!(
            "{head}01/01/2027,holiday,a,b,C\n2027-01-01,holiday,a,b,C\n2027-01-01,local,a,b,C\n2027-01-04,working-saturday,a,b,K\n2027-01-05,feast,a,b,K\n2027-01-06,local\n"
        ));
        let found: Vec<_> = bad.unwrap_err().iter().map(|e| (e.line, e.problem)).collect();
        let expected = [
            (3, DayRowProblem::Unreadable),
            (5, DayRowProblem::Double),
            (6, DayRowProblem::WrongWeekday),
            (7, DayRowProblem::Unreadable),
            (8, DayRowProblem::Unreadable),
        ];
        assert_eq!(found, expected);
    }

    /// The notices are data of their own; the rule must arrive at the same days. Swaps are the only difference.
    #[test]
    fn the_rule_gives_what_was_announced_except_for_swaps() {
        let notices = announced();
        for year in 2019..=2026 {
            let announced: Vec<_> = notices
                .iter()
                .filter(|d| d.on.year() == year && d.kind != DayKind::WorkingSaturday && !d.label.contains("hoán đổi"))
                .map(|d| (d.on, d.kind == DayKind::DayInLieu))
                .collect();
            let ruled: Vec<_> = rule_days(year).iter().map(|d| (d.on, d.in_lieu)).collect();
            assert_eq!(ruled, announced, "{year}");
        }
    }

    #[test]
    fn every_swapped_day_has_its_saturday() {
        let notices = announced();
        let swapped = notices.iter().filter(|d| d.label.contains("hoán đổi")).count();
        let worked = notices.iter().filter(|d| d.kind == DayKind::WorkingSaturday).count();
        assert_eq!((swapped, worked), (6, 6));
    }

    #[test]
    fn year_2027_by_the_rule() {
        // Tết is Saturday 6 February: Thursday 4 to Monday 8, in lieu of Saturday and Sunday Tuesday 9 and Wednesday 10.
        let days = rule_days(2027);
        let tet: Vec<_> = days.iter().filter(|d| d.holiday == Holiday::Tet).map(|d| d.on).collect();
        assert_eq!(tet, (4..=10).map(|d| ymd(2027, 2, d)).collect::<Vec<_>>());
        // Labour Day is a Saturday: Monday 3 May. National Day is a Thursday: Friday 3 September is off too.
        assert!(days.contains(&RuleDay { on: ymd(2027, 5, 3), holiday: Holiday::Labour, in_lieu: true }));
        assert!(days.contains(&RuleDay { on: ymd(2027, 9, 3), holiday: Holiday::National, in_lieu: false }));
        assert!(!days.iter().any(|d| d.on.month() == 11));
    }

    #[test]
    fn b044_two_weekend_holidays_in_a_row_get_two_days() {
        // 2022: 30 April is a Saturday, 1 May a Sunday.
        let may: Vec<_> = rule_days(2022).into_iter().filter(|d| d.in_lieu && d.on.month() == 5).map(|d| d.on).collect();
        assert_eq!(may, [ymd(2022, 5, 2), ymd(2022, 5, 3)]);
    }
}
