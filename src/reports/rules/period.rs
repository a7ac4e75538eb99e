//! Which period a report covers: a rhythm of the law and, for monthly ones, the month. Pure.
//!
//! Days and due dates come from `law::periods`; a rhythm that no rule set states falls back to whole calendar months.

use std::fmt;
use std::str::FromStr;

use crate::kernel::alphabet::UnknownWord;
use crate::law::{PeriodKind, PeriodRule, ReportPeriod};

/// The stored word of a period within its year: `year`, `h1`, `month-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeriodKey {
    pub kind: PeriodKind,
    /// 1 to 12 for monthly reports.
    pub month: Option<u32>,
}

impl PeriodKey {
    /// The annual report.
    pub const YEAR: Self = Self { kind: PeriodKind::Year, month: None };
}

impl fmt::Display for PeriodKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{}-{month:02}", self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl FromStr for PeriodKey {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownWord { alphabet: "PeriodKey", text: text.to_owned() };
        if let Some(month) = text.strip_prefix("month-") {
            let month = month.parse().ok().filter(|month| (1..=12).contains(month) && text.len() == 8).ok_or_else(unknown)?;
            return Ok(Self { kind: PeriodKind::Month, month: Some(month) });
        }
        let kind: PeriodKind = text.parse()?;
        if matches!(kind, PeriodKind::Month | PeriodKind::AdHoc) { Err(unknown()) } else { Ok(Self { kind, month: None }) }
    }
}

/// The periods of `year` that the rules ask for, the annual one first whether a rule names it or not, then by length and date.
#[must_use]
pub fn periods(rules: &[PeriodRule], year: i32) -> Vec<ReportPeriod> {
    let stated = |kind| rules.iter().copied().find(|rule| rule.period == kind).unwrap_or(PeriodRule::calendar(kind));
    let kinds = rules.iter().map(|rule| rule.period).chain([PeriodKind::Year]);
    let mut kinds: Vec<PeriodKind> = kinds.collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.iter().rev().flat_map(|kind| stated(*kind).of_year(year)).collect()
}

/// The period `key` of `year` by these rules; none where the rules ask for no such report.
#[must_use]
pub fn resolve(rules: &[PeriodRule], key: PeriodKey, year: i32) -> Option<ReportPeriod> {
    periods(rules, year).into_iter().find(|period| period_key(period) == key)
}

/// The stored word of a resolved period.
#[must_use]
pub const fn period_key(period: &ReportPeriod) -> PeriodKey {
    PeriodKey { kind: period.kind, month: period.month }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_nonsense_is_refused() {
        for word in ["year", "h1", "m9", "q1", "month-03", "month-12"] {
            assert_eq!(word.parse::<PeriodKey>().unwrap().to_string(), word);
        }
        for word in ["month", "month-13", "month-3", "month-00", "ad-hoc", "week", ""] {
            assert!(word.parse::<PeriodKey>().is_err(), "{word}");
        }
    }

    #[test]
    fn the_annual_report_is_always_offered_and_comes_first() {
        assert_eq!(periods(&[], 2025).iter().map(|p| p.kind).collect::<Vec<_>>(), [PeriodKind::Year]);
        let rules = [PeriodKind::Month, PeriodKind::Q1, PeriodKind::Year].map(PeriodRule::calendar);
        let all = periods(&rules, 2025);
        assert_eq!((all.len(), all[0].kind, all[1].kind, all[13].month), (14, PeriodKind::Year, PeriodKind::Q1, Some(12)));
        assert!(resolve(&rules, "h1".parse().unwrap(), 2025).is_none());
    }

    #[test]
    fn a_rule_set_may_cut_and_set_the_due_day() {
        let rule = PeriodRule { period: PeriodKind::Year, cut_off_day: Some(15), due_after_days: Some(10) };
        let period = resolve(&[rule], PeriodKey::YEAR, 2025).unwrap();
        let days = (period.data_from.to_string(), period.data_to.to_string(), period.due.map(|day| day.to_string()));
        // From 15 December 2024 to 14 December 2025, due ten days later.
        assert_eq!(days, ("2024-12-15".into(), "2025-12-14".into(), Some("2025-12-24".into())));
    }
}
