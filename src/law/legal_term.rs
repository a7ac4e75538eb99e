//! A term of law: a deadline's rule with the article that orders it and the days on which that was the law.
//!
//! It is read from a rule set and kept by what it started, so that a later rule never touches an earlier matter.
//! Neighbours: `rule_set` dates the instruments, `deadline` counts, `term_clock` runs on it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::WorkingCalendar;
use super::deadline::{Deadline, DeadlineError, DeadlineRule};

/// A term as one instrument orders it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalTerm {
    pub rule: DeadlineRule,
    /// The article, as it is cited.
    pub basis: String,
    pub valid_from: NaiveDate,
    /// The last day, included; open-ended when absent.
    pub valid_to: Option<NaiveDate>,
}

/// Why a term gives no deadline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LegalTermError {
    #[error("{basis} is not in force on {on}")]
    NotInForce { basis: String, on: NaiveDate },
    #[error(transparent)]
    Deadline(#[from] DeadlineError),
}

impl LegalTerm {
    /// Whether it is the law on `day`.
    #[must_use]
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        is_within(self.valid_from, self.valid_to, day)
    }

    /// The deadline for an event on `start`. The day of the event decides which law counts, not the last day.
    ///
    /// # Errors
    /// An event outside of its validity; what cannot be counted.
    pub fn deadline(&self, calendar: &WorkingCalendar, start: NaiveDate) -> Result<Deadline, LegalTermError> {
        if !self.is_valid_on(start) {
            return Err(LegalTermError::NotInForce { basis: self.basis.clone(), on: start });
        }
        Ok(Deadline::compute(calendar, start, self.rule)?)
    }
}

/// Whether `day` lies between `from` and `to`, both included; without `to` there is no end.
pub(super) fn is_within(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::parameters::{Term, TermKind, When};
    use crate::law::rule_set::{RuleSet, seeds};

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    /// Two versions of one instrument: ten working days until 31 August 2026, seven from 1 September on.
    fn versions() -> [RuleSet; 2] {
        let version = |days, from, to| {
            let mut set = seeds().unwrap().remove(0);
            (set.valid_from, set.valid_to) = (from, to);
            let when = When::Offset(DeadlineRule::working(days));
            set.parameters.terms.agency_reply_within =
                Some(Term { when, basis: format!("Điều thử: {days} ngày làm việc") });
            set
        };
        [version(10, ymd(2026, 1, 1), Some(ymd(2026, 8, 31))), version(7, ymd(2026, 9, 1), None)]
    }

    #[test]
    fn b052_a_rule_of_today_does_not_touch_what_began_yesterday() {
        let calendar = WorkingCalendar::builtin();
        let last = |start| {
            let terms = versions().map(|set| set.legal_term(TermKind::AgencyReply, start));
            let found: Vec<LegalTerm> = terms.into_iter().flatten().collect();
            assert_eq!(found.len(), 1, "one text is in force on {start}");
            found[0].deadline(&calendar, start).unwrap().last_day()
        };
        // From Monday 31 August (off): 3, 4, 7, 8, 9, 10, 11, 14, 15 and 16 September, though a shorter term was the law by then.
        assert_eq!(last(ymd(2026, 8, 31)), ymd(2026, 9, 16));
        // From Tuesday 1 September (off): 3, 4, 7, 8, 9, 10, 11 September.
        assert_eq!(last(ymd(2026, 9, 1)), ymd(2026, 9, 11));
    }

    #[test]
    fn b052_a_term_gives_no_deadline_outside_of_its_validity() {
        let calendar = WorkingCalendar::builtin();
        let old = versions()[0].legal_term(TermKind::AgencyReply, ymd(2026, 8, 31)).unwrap();
        let refused = old.deadline(&calendar, ymd(2026, 9, 1)).unwrap_err();
        assert_eq!(refused.to_string(), "Điều thử: 10 ngày làm việc is not in force on 2026-09-01");
        assert!(versions()[1].legal_term(TermKind::AgencyReply, ymd(2026, 8, 31)).is_none());
    }
}
