//! Report periods: which days a report covers and when it is due, as data that each rule set may state differently.
//!
//! Cut-off days differ between regimes, so nothing assumes calendar quarters: what a rule leaves open falls back to whole
//! months of the calendar. Neighbours: `parameters` holds the rules; the reports room resolves them for a year.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

crate::alphabet! {
    /// The rhythms of reporting (Regulation 11-QĐi/TW as amended by Conclusion 215-KL/TW, Art. 3.8; quarters: TT 02/2021/TT-TTCP).
    pub enum PeriodKind {
        Month = "month",
        Q1 = "q1",
        Q2 = "q2",
        Q3 = "q3",
        Q4 = "q4",
        H1 = "h1",
        M9 = "m9",
        Year = "year",
        AdHoc = "ad-hoc",
    }
}

impl PeriodKind {
    /// First month (of the year) and number of months; none for an ad-hoc report, whose days are chosen.
    const fn months(self, month: u32) -> Option<(u32, u32)> {
        match self {
            Self::Month => Some((month, 1)),
            Self::Q1 => Some((1, 3)),
            Self::Q2 => Some((4, 3)),
            Self::Q3 => Some((7, 3)),
            Self::Q4 => Some((10, 3)),
            Self::H1 => Some((1, 6)),
            Self::M9 => Some((1, 9)),
            Self::Year => Some((1, 12)),
            Self::AdHoc => None,
        }
    }
}

/// How one rhythm is cut. Days are counted from the calendar bounds of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    pub period: PeriodKind,
    /// The data begin and end on this day of the month before the first and in the last month (15 and 14: from the 15th
    /// of the month before to the 14th of the last month); absent means whole calendar months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off_day: Option<u32>,
    /// Calendar days after the last day of data by which the report is due; absent where the instrument is silent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_after_days: Option<u32>,
}

/// One period of one year, cut to days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPeriod {
    pub kind: PeriodKind,
    pub year: i32,
    /// 1 to 12 for monthly reports.
    pub month: Option<u32>,
    pub data_from: NaiveDate,
    /// Included.
    pub data_to: NaiveDate,
    pub due: Option<NaiveDate>,
}

impl PeriodRule {
    /// The rhythm in whole calendar months, with no due day.
    #[must_use]
    pub const fn calendar(period: PeriodKind) -> Self {
        Self { period, cut_off_day: None, due_after_days: None }
    }

    /// The period of `year` (and `month`, for monthly reports); none for ad-hoc reports or days that do not exist.
    #[must_use]
    pub fn resolve(self, year: i32, month: u32) -> Option<ReportPeriod> {
        let (first, count) = self.period.months(month)?;
        let start = NaiveDate::from_ymd_opt(year, first, 1)?;
        let after = start.checked_add_months(Months::new(count))?;
        let (data_from, data_to) = match self.cut_off_day {
            None => (start, after.pred_opt()?),
            // The last day of data is the day before the cut-off day, so that neighbouring periods neither overlap nor leave a gap.
            Some(day) => (cut(start, day)?, cut(after, day)?.pred_opt()?),
        };
        let due = match self.due_after_days {
            Some(days) => Some(data_to.checked_add_days(chrono::Days::new(days.into()))?),
            None => None,
        };
        let month = (self.period == PeriodKind::Month).then_some(month);
        Some(ReportPeriod { kind: self.period, year, month, data_from, data_to, due })
    }

    /// All periods of this rhythm in `year`: twelve for months, one for the others, none for ad-hoc reports.
    #[must_use]
    pub fn of_year(self, year: i32) -> Vec<ReportPeriod> {
        let months = if self.period == PeriodKind::Month { 1..=12 } else { 1..=1 };
        months.filter_map(|month| self.resolve(year, month)).collect()
    }
}

impl ReportPeriod {
    /// Whether a fact of this day belongs to the period.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.data_from..=self.data_to).contains(&day)
    }
}

/// The cut-off day in the month before `first`.
fn cut(first: NaiveDate, day: u32) -> Option<NaiveDate> {
    use chrono::Datelike;
    first.checked_sub_months(Months::new(1))?.with_day(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn whole_months_unless_the_rule_cuts() {
        let bounds = |kind| PeriodRule::calendar(kind).resolve(2024, 2).map(|p| (p.data_from, p.data_to));
        assert_eq!(bounds(PeriodKind::Month), Some((ymd(2024, 2, 1), ymd(2024, 2, 29))));
        assert_eq!(bounds(PeriodKind::Q1), Some((ymd(2024, 1, 1), ymd(2024, 3, 31))));
        assert_eq!(bounds(PeriodKind::H1), Some((ymd(2024, 1, 1), ymd(2024, 6, 30))));
        assert_eq!(bounds(PeriodKind::M9), Some((ymd(2024, 1, 1), ymd(2024, 9, 30))));
        assert_eq!(bounds(PeriodKind::Year), Some((ymd(2024, 1, 1), ymd(2024, 12, 31))));
        assert_eq!(bounds(PeriodKind::AdHoc), None);
    }

    #[test]
    fn a_cut_in_mid_month_reaches_into_the_year_before() {
        let rule = PeriodRule { period: PeriodKind::Q1, cut_off_day: Some(15), due_after_days: Some(5) };
        let period = rule.resolve(2026, 1).unwrap();
        assert_eq!((period.data_from, period.data_to, period.due), (ymd(2025, 12, 15), ymd(2026, 3, 14), Some(ymd(2026, 3, 19))));
        assert!(period.contains(ymd(2025, 12, 15)) && !period.contains(ymd(2026, 3, 15)));
    }

    #[test]
    fn months_of_a_year_leave_no_gap_and_no_overlap() {
        for cut_off_day in [None, Some(15)] {
            let months = PeriodRule { period: PeriodKind::Month, cut_off_day, due_after_days: None }.of_year(2026);
            assert_eq!(months.len(), 12);
            assert!(months.windows(2).all(|pair| pair[0].data_to.succ_opt() == Some(pair[1].data_from)));
        }
    }
}
