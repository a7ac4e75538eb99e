//! A text of an instrument before it counts: written by an administrator, looked at with its effect, published from a day on.
//! One draft for each instrument. Pure.

use chrono::NaiveDate;
use serde_json::json;

use super::versions::{Version, Versions};
use crate::kernel::{Event, Refusal, RuleDraftId, RuleSetId, Violations};
use crate::law::RuleSet;

crate::alphabet! {
    /// The aim's word in the table and on pages.
    pub enum AimWord {
        NewSet = "new-set",
        NewVersion = "new-version",
        Amend = "amend",
    }
}

/// What becomes of a draft when it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The first text of an instrument that was not known.
    NewSet,
    /// A new version of a known one.
    NewVersion,
    /// Another text for a version that has not begun.
    Amend(RuleSetId),
}

impl Aim {
    #[must_use]
    pub const fn word(self) -> AimWord {
        match self {
            Self::NewSet => AimWord::NewSet,
            Self::NewVersion => AimWord::NewVersion,
            Self::Amend(_) => AimWord::Amend,
        }
    }
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleDraft {
    pub id: RuleDraftId,
    pub aim: Aim,
    pub set: RuleSet,
    pub version: i32,
}

impl RuleDraft {
    /// A first draft.
    #[must_use]
    pub fn new(aim: Aim, set: RuleSet) -> Self {
        Self { id: RuleDraftId::fresh(), aim, set, version: 0 }
    }

    /// Whether the text can stand beside the other versions of its code.
    ///
    /// # Errors
    /// `rule-set.backwards`; `rule-set.code-taken` for a new set; `rule-set.begins-too-early` for a version that would touch
    /// what has begun; `rule-set.same-day`, `rule-set.overlap` with another version; `rule-set.begun` when the version that it
    /// amends has begun meanwhile.
    pub fn check(&self, versions: &Versions, today: NaiveDate) -> Result<(), Violations> {
        let mut violations = Violations::default();
        let (from, to) = (self.set.valid_from, self.set.valid_to);
        if to.is_some_and(|to| to < from) {
            violations.push(Refusal::on("in_force_to", "rule-set.backwards"));
        }
        match self.aim {
            Aim::NewSet if !versions.list.is_empty() => violations.push(Refusal::on("code", "rule-set.code-taken")),
            Aim::NewSet => {}
            Aim::Amend(id) if versions.find(id).is_none_or(|version| version.set.valid_from <= today) => {
                violations.push(Refusal::new("rule-set.begun"));
            }
            _ if from <= today => violations.push(Refusal::on("in_force_from", "rule-set.begins-too-early")),
            _ => {}
        }
        let others = versions.list.iter().filter(|version| self.aim != Aim::Amend(version.id));
        let later = others.map(|version| version.set.valid_from).filter(|other| *other >= from).min();
        match later {
            Some(other) if other == from => violations.push(Refusal::on("in_force_from", "rule-set.same-day")),
            Some(other) if to.is_none_or(|to| to >= other) => {
                let refusal = Refusal::on("in_force_to", "rule-set.overlap");
                violations.push(refusal.arg("day", other.format("%d/%m/%Y")));
            }
            _ => {}
        }
        violations.or(())
    }

    /// The versions as they stand once the draft is published as `id`.
    #[must_use]
    pub fn over(&self, versions: Versions, id: RuleSetId) -> Versions {
        match self.aim {
            Aim::NewSet | Aim::NewVersion => versions.publish(id, self.set.clone()),
            Aim::Amend(old) => versions.amend(old, id, self.set.clone()),
        }
    }

    /// The text in whose place it comes: what it is compared with.
    #[must_use]
    pub fn replaces<'a>(&self, versions: &'a Versions) -> Option<&'a Version> {
        let amended = match self.aim {
            Aim::Amend(id) => versions.before(self.set.valid_from).filter(|version| version.id != id),
            Aim::NewSet | Aim::NewVersion => versions.before(self.set.valid_from),
        };
        amended.or_else(|| match self.aim {
            Aim::Amend(id) => versions.find(id),
            Aim::NewSet | Aim::NewVersion => None,
        })
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "rule_draft", self.id, "")
    }

    /// The event of writing it down.
    #[must_use]
    pub fn drafted(&self) -> Event {
        let after = json!({ "code": self.set.code, "valid_from": self.set.valid_from, "valid_to": self.set.valid_to });
        self.event("rules.drafted").facts(json!({ "after": after }))
    }

    /// The event of giving it up.
    #[must_use]
    pub fn discarded(&self) -> Event {
        let before = json!({ "code": self.set.code, "valid_from": self.set.valid_from });
        self.event("rules.discarded").facts(json!({ "before": before }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::seeds;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn text(from: &str, to: Option<&str>) -> RuleSet {
        let set = seeds().unwrap().into_iter().find(|set| set.code == "law-commune-2025").unwrap();
        RuleSet { valid_from: day(from), valid_to: to.map(day), ..set }
    }

    fn codes(draft: &RuleDraft, versions: &Versions) -> Vec<(Option<&'static str>, &'static str)> {
        let refused = draft.check(versions, day("2026-03-02")).err().unwrap_or_default();
        refused.0.iter().map(|one| (one.field, one.code)).collect()
    }

    #[test]
    fn b052_a_new_version_begins_tomorrow_at_the_earliest_and_overlaps_no_other() {
        let versions = Versions::default().publish(RuleSetId::fresh(), text("2025-06-16", None));
        let next = RuleSetId::fresh();
        let versions = versions.publish(next, text("2027-01-01", None));
        let version = |from, to| codes(&RuleDraft::new(Aim::NewVersion, text(from, to)), &versions);
        assert_eq!(version("2026-03-03", Some("2026-12-31")), []);
        assert_eq!(version("2026-03-02", Some("2026-12-31")), [(Some("in_force_from"), "rule-set.begins-too-early")]);
        assert_eq!(version("2026-03-03", Some("2027-01-01")), [(Some("in_force_to"), "rule-set.overlap")]);
        assert_eq!(version("2026-03-03", None), [(Some("in_force_to"), "rule-set.overlap")]);
        assert_eq!(version("2027-01-01", None), [(Some("in_force_from"), "rule-set.same-day")]);
        assert_eq!(version("2027-03-01", Some("2027-02-28")), [(Some("in_force_to"), "rule-set.backwards")]);
        // In place of the one that has not begun, the day is free; one that has begun stays.
        let amended = |id, from, to| codes(&RuleDraft::new(Aim::Amend(id), text(from, to)), &versions);
        assert_eq!(amended(next, "2027-01-01", None), []);
        let first = versions.list[0].id;
        assert_eq!(amended(first, "2026-04-01", Some("2026-12-31")), [(None, "rule-set.begun")]);
    }

    #[test]
    fn a_wholly_new_set_may_begin_on_any_day_because_it_binds_nobody_yet() {
        let draft = RuleDraft::new(Aim::NewSet, text("2013-12-04", None));
        assert_eq!(codes(&draft, &Versions::default()), []);
        let known = Versions::default().publish(RuleSetId::fresh(), text("2025-06-16", None));
        assert!(codes(&draft, &known).contains(&(Some("code"), "rule-set.code-taken")));
    }

    #[test]
    fn a_draft_is_compared_with_the_text_before_it() {
        let first = RuleSetId::fresh();
        let versions = Versions::default().publish(first, text("2025-06-16", None));
        let next = RuleSetId::fresh();
        let with = versions.clone().publish(next, text("2027-01-01", None));
        let found = |aim, versions| RuleDraft::new(aim, text("2027-02-01", None)).replaces(versions).map(|one| one.id);
        assert_eq!(found(Aim::NewVersion, &versions), Some(first));
        assert_eq!(found(Aim::NewVersion, &with), Some(next));
        assert_eq!(found(Aim::NewSet, &Versions::default()), None);
    }
}
