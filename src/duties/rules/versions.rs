//! All versions of one instrument with the units they bind: how a new version takes over, and how one that has not begun goes
//! back. Pure; the store writes the difference.

use chrono::NaiveDate;

use super::Binding;
use crate::kernel::{Refusal, RuleSetId, Violations};
use crate::law::RuleSet;

/// A version as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub id: RuleSetId,
    /// Its `valid_to` is the day on which it really ends: its own last day, or the day before the next version.
    pub set: RuleSet,
    /// The last day that the instrument itself names.
    pub stated_to: Option<NaiveDate>,
}

/// The versions of one code, by their first day, and all bindings to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    pub list: Vec<Version>,
    pub bindings: Vec<Binding>,
}

impl Versions {
    #[must_use]
    pub fn find(&self, id: RuleSetId) -> Option<&Version> {
        self.list.iter().find(|version| version.id == id)
    }

    /// The version in whose place a text beginning on `from` comes: the latest that begins before.
    #[must_use]
    pub fn before(&self, from: NaiveDate) -> Option<&Version> {
        self.list.iter().filter(|version| version.set.valid_from < from).max_by_key(|version| version.set.valid_from)
    }

    /// Takes in `set` as version `id`: the older text ends the day before, and the units that it binds go over on that day. A
    /// binding that would begin later begins under the new text.
    #[must_use]
    pub fn publish(mut self, id: RuleSetId, set: RuleSet) -> Self {
        let from = set.valid_from;
        let later: Vec<RuleSetId> = self.list.iter().filter(|one| one.set.valid_from > from).map(|one| one.id).collect();
        let mut carried = Vec::new();
        for binding in self.bindings.iter_mut().filter(|one| !later.contains(&one.set)) {
            if binding.to_on.is_some_and(|to| to < from) {
                continue;
            }
            if binding.from_on >= from {
                binding.set = id;
            } else {
                carried.push(Binding { set: id, from_on: from, ..binding.clone() });
                binding.to_on = from.pred_opt();
            }
        }
        self.bindings.extend(carried);
        self.list.push(Version { id, stated_to: set.valid_to, set });
        self.settled()
    }

    /// Takes version `id` out again: the text before it goes on to its own end, with the units that were carried over.
    ///
    /// # Errors
    /// `rule-set.in-use` where it is the first of its code and binds units.
    pub fn withdraw(mut self, id: RuleSetId) -> Result<Self, Violations> {
        let Some(gone) = self.find(id).cloned() else { return Ok(self) };
        let before = self.before(gone.set.valid_from).map(|version| version.id);
        let (mine, mut kept): (Vec<Binding>, Vec<Binding>) = self.bindings.into_iter().partition(|one| one.set == id);
        for binding in mine {
            let Some(before) = before else {
                return Err(Refusal::new("rule-set.in-use").arg("count", 1).arg("where", &binding.unit_code).into());
            };
            let ends_here = |one: &&mut Binding| {
                one.unit_code == binding.unit_code && one.set == before && one.to_on == binding.from_on.pred_opt()
            };
            match kept.iter_mut().find(ends_here) {
                Some(carried) => carried.to_on = binding.to_on,
                None => kept.push(Binding { set: before, ..binding }),
            }
        }
        self.bindings = kept;
        self.list.retain(|version| version.id != id);
        Ok(self.settled())
    }

    /// Puts `set` as version `id` in the place of `old`, which has not begun.
    #[must_use]
    pub fn amend(mut self, old: RuleSetId, id: RuleSetId, set: RuleSet) -> Self {
        if let Ok(without) = self.clone().withdraw(old) {
            return without.publish(id, set);
        }
        // The first text of its code: what it binds goes along with it.
        self.list.retain(|version| version.id != old);
        for binding in self.bindings.iter_mut().filter(|one| one.set == old) {
            binding.set = id;
            binding.from_on = binding.from_on.max(set.valid_from);
        }
        self.bindings.retain(|one| one.to_on.is_none_or(|to| to >= one.from_on));
        self.list.push(Version { id, stated_to: set.valid_to, set });
        self.settled()
    }

    /// Each version ends by its own last day or the day before the next one.
    fn settled(mut self) -> Self {
        self.list.sort_by_key(|version| version.set.valid_from);
        let next: Vec<Option<NaiveDate>> =
            self.list.iter().skip(1).map(|version| version.set.valid_from.pred_opt()).chain([None]).collect();
        for (version, next) in self.list.iter_mut().zip(next) {
            version.set.valid_to = [version.stated_to, next].into_iter().flatten().min();
        }
        self.bindings.sort_by(|a, b| (&a.unit_code, a.from_on).cmp(&(&b.unit_code, b.from_on)));
        self
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
        let set = seeds().unwrap().into_iter().find(|set| set.code == "qd11-commune").unwrap();
        RuleSet { valid_from: day(from), valid_to: to.map(day), ..set }
    }

    /// In force since 2019, binding one commune since July 2025 and another one from March 2027 on.
    fn old() -> Versions {
        let id = RuleSetId::fresh();
        let bound = |unit: &str, from: &str, to: Option<&str>| Binding {
            unit_code: unit.into(),
            set: id,
            code: "qd11-commune".into(),
            from_on: day(from),
            to_on: to.map(day),
        };
        let bindings = vec![
            bound("03646", "2025-07-01", Some("2026-06-30")),
            bound("03667", "2025-07-01", None),
            bound("11413", "2027-03-01", None),
        ];
        Versions { list: vec![Version { id, set: text("2019-02-18", None), stated_to: None }], bindings }
    }

    fn ends(versions: &Versions) -> Vec<(String, Option<NaiveDate>)> {
        versions.list.iter().map(|one| (one.set.valid_from.to_string(), one.set.valid_to)).collect()
    }

    fn bound(versions: &Versions, id: RuleSetId) -> Vec<(&str, String, Option<NaiveDate>)> {
        let mine = versions.bindings.iter().filter(|one| one.set == id);
        mine.map(|one| (one.unit_code.as_str(), one.from_on.to_string(), one.to_on)).collect()
    }

    #[test]
    fn b052_a_new_version_closes_the_old_one_and_takes_its_units_over_on_its_first_day() {
        let before = old();
        let (first, id) = (before.list[0].id, RuleSetId::fresh());
        let after = before.publish(id, text("2027-01-01", None));
        assert_eq!(ends(&after), [("2019-02-18".into(), Some(day("2026-12-31"))), ("2027-01-01".into(), None)]);
        // Released in June 2026: it stays with the old text. Bound from March 2027: it begins with the new one.
        let (early, late) = (Some(day("2026-06-30")), Some(day("2026-12-31")));
        assert_eq!(bound(&after, first), [("03646", "2025-07-01".into(), early), ("03667", "2025-07-01".into(), late)]);
        assert_eq!(bound(&after, id), [("03667", "2027-01-01".into(), None), ("11413", "2027-03-01".into(), None)]);
    }

    #[test]
    fn b052_a_withdrawn_version_leaves_everything_as_it_was() {
        let before = old();
        let id = RuleSetId::fresh();
        let after = before.clone().publish(id, text("2027-01-01", Some("2027-12-31")));
        let back = after.withdraw(id).unwrap();
        assert_eq!(back, before);
        let first = before.list[0].id;
        assert_eq!(before.withdraw(first).unwrap_err().0[0].code, "rule-set.in-use");
    }

    #[test]
    fn b052_a_version_that_has_not_begun_can_be_dated_anew() {
        let before = old();
        let (one, two) = (RuleSetId::fresh(), RuleSetId::fresh());
        let moved = before.clone().publish(one, text("2027-01-01", None)).amend(one, two, text("2027-04-01", None));
        assert_eq!(moved, before.clone().publish(two, text("2027-04-01", None)));
        // The only version keeps what it binds, from its new first day.
        let first = before.list[0].id;
        let alone = before.amend(first, two, text("2026-09-01", None));
        assert_eq!(bound(&alone, two), [("03667", "2026-09-01".into(), None), ("11413", "2027-03-01".into(), None)]);
    }

    #[test]
    fn b052_a_text_between_two_others_ends_before_the_later_one() {
        let (two, three) = (RuleSetId::fresh(), RuleSetId::fresh());
        let after = old().publish(two, text("2027-07-01", None)).publish(three, text("2027-01-01", Some("2027-06-30")));
        let ends = ends(&after);
        assert_eq!(ends[0].1, Some(day("2026-12-31")));
        assert_eq!(ends[1], ("2027-01-01".into(), Some(day("2027-06-30"))));
        assert_eq!(bound(&after, three)[0], ("03667", "2027-01-01".into(), Some(day("2027-06-30"))));
        assert_eq!(bound(&after, two)[0], ("03667", "2027-07-01".into(), None));
    }
}
