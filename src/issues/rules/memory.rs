//! How often a matter was raised: the chain from an issue to the earlier ones that it repeats, with what was merged into each
//! of them. Pure; what was promised about them is known further up.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Utc};

use super::issue::{Issue, IssueState};
use crate::kernel::clock::local_date;
use crate::kernel::{BodyId, IssueId, Refusal, Violations};

/// Links that are followed; a matter that was raised more often is told by its newest ones.
pub const MOST_LINKS: usize = 64;

/// One time that the matter was raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    pub issue: IssueId,
    pub at: DateTime<Utc>,
    /// None for a question from the floor.
    pub by: Option<BodyId>,
}

/// How often, since when and by how many organisations. Each is the length of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub times: usize,
    pub since: i32,
    pub organisations: usize,
}

/// Counts what was raised; none where nothing was.
///
/// `heir` names the body that goes on with the work of one that has ended: both are one organisation.
#[must_use]
pub fn tally(raised: &[Raised], heir: impl Fn(BodyId) -> BodyId) -> Option<Tally> {
    let since = raised.iter().map(|one| local_date(one.at).year()).min()?;
    let organisations: BTreeSet<BodyId> = raised.iter().filter_map(|one| one.by).map(heir).collect();
    Some(Tally { times: raised.len(), since, organisations: organisations.len() })
}

impl Issue {
    /// Whether it counts as having raised a matter: handed in, neither taken back nor with its organisation.
    #[must_use]
    pub const fn has_raised(&self) -> bool {
        self.submitted_at.is_some()
            && !matches!(self.state, IssueState::Draft | IssueState::Withdrawn | IssueState::Returned { .. })
    }

    /// Says that it raises again what `earlier` raised; `chain` are the issues that `earlier` itself goes back to.
    ///
    /// # Errors
    /// `issue.repeats-itself` in a circle, `issue.repeats-later` where the other one came later.
    pub fn repeat(&mut self, earlier: &Self, chain: &[IssueId]) -> Result<(), Violations> {
        if earlier.id == self.id || chain.contains(&self.id) {
            return Err(Refusal::on("repeats", "issue.repeats-itself").into());
        }
        if earlier.submitted_at >= self.submitted_at {
            return Err(Refusal::on("repeats", "issue.repeats-later").into());
        }
        self.links.repeats = Some(earlier.id);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::super::issue::fixture;
    use super::*;

    fn raised(day: &str, by: Option<u128>) -> Raised {
        let at = DateTime::parse_from_rfc3339(&format!("{day}T08:00:00+07:00")).unwrap().to_utc();
        Raised { issue: IssueId::fresh(), at, by: by.map(|id| BodyId::from(Uuid::from_u128(id))) }
    }

    #[test]
    fn five_times_since_2023_by_three_organisations() {
        // 1 and 9 are one organisation: 9 goes on with the work of 1. The floor is nobody's.
        let all = [
            raised("2023-05-04", Some(1)),
            raised("2024-03-01", Some(2)),
            raised("2024-03-01", Some(3)),
            raised("2025-08-20", Some(9)),
            raised("2025-08-21", None),
        ];
        let heir = |body: BodyId| if body.0 == Uuid::from_u128(1) { BodyId::from(Uuid::from_u128(9)) } else { body };
        assert_eq!(tally(&all, heir), Some(Tally { times: 5, since: 2023, organisations: 3 }));
        assert_eq!(tally(&[], heir), None);
    }

    #[test]
    fn the_year_is_that_of_the_office_not_of_greenwich() {
        // 31 December 20:00 in UTC is the morning of 1 January here.
        let at = DateTime::parse_from_rfc3339("2023-12-31T20:00:00Z").unwrap().to_utc();
        let one = Raised { issue: IssueId::fresh(), at, by: None };
        assert_eq!(tally(&[one], |body| body).map(|tally| tally.since), Some(2024));
    }

    #[test]
    fn neither_itself_nor_a_later_one_nor_a_circle() {
        let (old, mut new) = (fixture(IssueState::Accepted), fixture(IssueState::Accepted));
        new.submitted_at = old.submitted_at.map(|at| at + TimeDelta::days(300));
        let refused = |issue: &mut Issue, to: &Issue, chain: &[IssueId]| issue.repeat(to, chain).unwrap_err().0[0].code;
        assert_eq!(refused(&mut old.clone(), &new, &[]), "issue.repeats-later");
        let own = new.clone();
        assert_eq!(refused(&mut new.clone(), &own, &[]), "issue.repeats-itself");
        assert_eq!(refused(&mut new.clone(), &old, &[new.id]), "issue.repeats-itself");
        new.repeat(&old, &[]).unwrap();
        assert_eq!(new.links.repeats, Some(old.id));
    }
}
