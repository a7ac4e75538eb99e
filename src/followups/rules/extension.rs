//! More time: asked for with a reason, granted or refused; the first due date and every request stay. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::commitment::Commitment;
use super::state::State;
use crate::kernel::clock::local_date;
use crate::kernel::{CommitmentId, Event, ExtensionId, Refusal, Violations};
use crate::law::WorkingCalendar;

/// What was decided about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub granted: bool,
    pub note: String,
    /// Number and date of the paper that allows it; empty where it was refused.
    pub paper: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A request for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub id: ExtensionId,
    pub commitment: CommitmentId,
    /// The last day when it was asked.
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub reason: String,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub decision: Option<Decision>,
}

impl Extension {
    #[must_use]
    pub fn is_granted(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.granted)
    }
}

/// A bound that a rule sets, with who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    pub most: u32,
    /// The instrument as it is cited, and its article.
    pub rule: String,
    pub basis: String,
}

/// How much more time there may be for one commitment, by the rules of the day on which it was given; none is no bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Extensions in all.
    pub times: Option<Bound>,
    /// Working days that all of them together add.
    pub working_days: Option<Bound>,
}

/// Working days after `from` until `to`, the last included.
fn working_days(calendar: &WorkingCalendar, from: NaiveDate, to: NaiveDate) -> u32 {
    let days = from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| calendar.is_working(*day));
    u32::try_from(days.count()).unwrap_or(u32::MAX)
}

impl Bounds {
    /// Whether one more extension `from` a day `to` another may stand beside those granted among `before`.
    ///
    /// # Errors
    /// `extension.too-often`, `extension.too-long`, each with the rule and its article.
    pub fn check(
        &self,
        calendar: &WorkingCalendar,
        before: &[Extension],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<(), Violations> {
        let granted = || before.iter().filter(|extension| extension.is_granted());
        let over = |code, bound: &Bound, wanted: u32| {
            let refusal = Refusal::on("more_until", code).arg("most", bound.most).arg("wanted", wanted);
            refusal.arg("rule", &bound.rule).arg("basis", &bound.basis)
        };
        let mut violations = Violations::default();
        let times = u32::try_from(granted().count()).unwrap_or(u32::MAX).saturating_add(1);
        if let Some(bound) = self.times.as_ref().filter(|bound| times > bound.most) {
            violations.push(over("extension.too-often", bound, times));
        }
        let earlier = granted().map(|one| working_days(calendar, one.from_on, one.to_on));
        let days = earlier.fold(working_days(calendar, from, to), u32::saturating_add);
        if let Some(bound) = self.working_days.as_ref().filter(|bound| days > bound.most) {
            violations.push(over("extension.too-long", bound, days));
        }
        violations.or(())
    }
}

/// The request that waits for a decision.
#[must_use]
pub fn pending(extensions: &[Extension]) -> Option<&Extension> {
    extensions.iter().find(|extension| extension.decision.is_none())
}

impl Commitment {
    /// Asks for time until `to_on`; `before` are the requests so far.
    ///
    /// # Errors
    /// `commitment.wrong-state` unless the work goes on; `commitment.stopped`; `extension.pending`; `extension.not-later`;
    /// `extension.in-the-past`.
    pub fn ask_extension(
        &self,
        now: DateTime<Utc>,
        before: &[Extension],
        to_on: NaiveDate,
        reason: String,
        by: &str,
    ) -> Result<(Extension, Event), Violations> {
        if !matches!(self.state, State::Accepted | State::InProgress) {
            return Err(self.wrong_state());
        }
        self.must_run()?;
        if pending(before).is_some() {
            return Err(Refusal::new("extension.pending").into());
        }
        let mut violations = Violations::default();
        if to_on <= self.due_on {
            violations.push(Refusal::on("more_until", "extension.not-later"));
        } else if to_on < local_date(now) {
            violations.push(Refusal::on("more_until", "extension.in-the-past"));
        }
        violations.or(())?;
        let event = self.event("commitment.extension-asked", json!({ "from": self.due_on, "to": to_on, "reason": reason }));
        let extension = Extension {
            id: ExtensionId::fresh(),
            commitment: self.id,
            from_on: self.due_on,
            to_on,
            reason,
            asked_by: by.to_owned(),
            asked_at: now,
            decision: None,
        };
        Ok((extension, event))
    }

    /// Decides a request: a paper grants it. Granted, the last day moves; the first one stays.
    ///
    /// # Errors
    /// `commitment.wrong-state` when the work was reported meanwhile; `extension.decided`.
    pub fn decide_extension(
        mut self,
        now: DateTime<Utc>,
        mut extension: Extension,
        paper: Option<String>,
        note: String,
        by: &str,
    ) -> Result<(Self, Extension, Event), Violations> {
        let granted = paper.is_some();
        if extension.decision.is_some() {
            return Err(Refusal::new("extension.decided").into());
        }
        if granted && !self.state.word().is_owed() {
            return Err(self.wrong_state());
        }
        let code = if granted { "commitment.extension-granted" } else { "commitment.extension-refused" };
        let event = self.event(code, json!({ "from": self.due_on, "to": extension.to_on, "note": note, "paper": paper }));
        if granted {
            self.due_on = extension.to_on;
        }
        extension.decision = Some(Decision { granted, note, paper: paper.unwrap_or_default(), by: by.to_owned(), at: now });
        Ok((self, extension, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::followups::rules::commitment::tests::{at, day};

    fn granted(from: &str, to: &str) -> Extension {
        let decision = Decision {
            granted: true,
            note: String::new(),
            paper: "21/CV".into(),
            by: "Bí thư".into(),
            at: at("2025-09-22 08:00"),
        };
        Extension {
            id: ExtensionId::fresh(),
            commitment: CommitmentId::fresh(),
            from_on: day(from),
            to_on: day(to),
            reason: "Mưa".into(),
            asked_by: "Kinh tế".into(),
            asked_at: at("2025-09-20 08:00"),
            decision: Some(decision),
        }
    }

    #[test]
    fn extensions_are_bounded_in_number_and_in_working_days_together() {
        let bound = |most| Some(Bound { most, rule: "Quy chế 05-QC/TU".into(), basis: "Điều 7".into() });
        let calendar = WorkingCalendar::builtin();
        let codes = |bounds: &Bounds, before: &[Extension], from: &str, to: &str| -> Vec<&'static str> {
            let refused = bounds.check(&calendar, before, (day(from), day(to))).err().unwrap_or_default();
            refused.0.iter().map(|one| one.code).collect()
        };
        // Tuesday 30 September to Friday 17 October 2025: 3 days of that week, two weeks of five: 13 working days.
        let first = granted("2025-09-30", "2025-10-17");
        let refused = Extension { decision: None, ..first.clone() };
        let days = Bounds { times: None, working_days: bound(20) };
        assert_eq!(codes(&days, &[], "2025-09-30", "2025-10-17"), Vec::<&str>::new());
        // Seven more, to Tuesday 28 October, make twenty; the day after is one too many. What was not granted does not count.
        assert_eq!(codes(&days, &[first.clone(), refused], "2025-10-17", "2025-10-28"), Vec::<&str>::new());
        assert_eq!(codes(&days, std::slice::from_ref(&first), "2025-10-17", "2025-10-29"), ["extension.too-long"]);
        // A Saturday and a Sunday add nothing.
        assert_eq!(codes(&Bounds { times: None, working_days: bound(13) }, &[], "2025-09-30", "2025-10-19"), Vec::<&str>::new());
        let once = Bounds { times: bound(1), working_days: bound(20) };
        assert_eq!(codes(&once, &[], "2025-09-30", "2025-10-17"), Vec::<&str>::new());
        let both = codes(&once, std::slice::from_ref(&first), "2025-10-17", "2025-12-31");
        assert_eq!(both, ["extension.too-often", "extension.too-long"]);
        let said = once.check(&calendar, &[first], (day("2025-10-17"), day("2025-10-20"))).unwrap_err();
        let args: Vec<(&str, &str)> = said.0[0].args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(args, [("most", "1"), ("wanted", "2"), ("rule", "Quy chế 05-QC/TU"), ("basis", "Điều 7")]);
        assert_eq!(
            codes(&Bounds { times: bound(0), working_days: None }, &[], "2025-09-30", "2025-10-01"),
            ["extension.too-often"]
        );
    }
}
