//! Which rule sets a unit can be bound to, and when a binding is in order; `rule_draft` and `versions` say how their texts change,
//! `edition` does the same for the calendar. Pure.

pub mod rule_draft;
pub mod versions;

pub mod edition;

use chrono::NaiveDate;
use serde_json::json;

use crate::kernel::{Event, Refusal, RuleSetId, Violations};
use crate::law::{Level, RuleSet};

/// Sets of the centre that bind every unit of their level from the day it takes part.
const NATIONAL: &[&str] = &["law-commune-2025", "qd11-commune", "qd11-province"];

/// Sets of one province, with the province's code in the official list. A province that was merged stands under its heir.
const PROVINCIAL: &[(&str, &str)] = &[
    ("sonla-2019", "14"),
    ("hanoi-2017", "01"),
    ("hanoi-secretary-2023", "01"),
    ("langson-2016", "20"),
    ("laocai-2025", "15"),
    ("khanhhoa-2019", "56"),
    ("quangbinh-2019", "44"),
    ("vinhphuc", "25"),
    ("gialai", "52"),
    ("hcmc", "79"),
    ("thanhhoa", "38"),
    ("haiduong", "31"),
    ("daklak-2023", "66"),
    ("danang-ward", "48"),
    ("hanoi-ward", "01"),
    ("nghean-2021", "40"),
    ("haiphong-2025", "31"),
    ("hanam-2022", "37"),
    ("binhthuan-2014", "68"),
    ("ninhthuan-2018", "56"),
    ("camau-2016", "96"),
    ("angiang-tanchau", "91"),
    ("binhphuoc", "75"),
];

/// Where a unit stands, as far as rules depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<'a> {
    pub level: Level,
    /// Code of its province, or its own if it is one.
    pub province: &'a str,
}

/// Whether the set can concern a unit in this seat at all: its level, and no other province's own rules.
#[must_use]
pub fn concerns(set: &RuleSet, seat: Seat<'_>) -> bool {
    let foreign = PROVINCIAL.iter().any(|(code, province)| *code == set.code && *province != seat.province);
    set.levels.contains(&seat.level) && !foreign
}

/// Whether a unit in this seat is bound to the set unless somebody decides otherwise: national and its own province's rules
/// that have not ended before `today`.
#[must_use]
pub fn is_default(set: &RuleSet, seat: Seat<'_>, today: NaiveDate) -> bool {
    let known = NATIONAL.contains(&set.code.as_str()) || PROVINCIAL.iter().any(|(code, _)| *code == set.code);
    known && concerns(set, seat) && set.valid_to.is_none_or(|to| to >= today)
}

/// A unit bound to one rule set from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    pub unit_code: String,
    pub set: RuleSetId,
    /// Code of the rule set; its versions share it.
    pub code: String,
    pub from_on: NaiveDate,
    /// The last day, included.
    pub to_on: Option<NaiveDate>,
}

impl Binding {
    fn overlaps(&self, other: &Self) -> bool {
        let before = |to: Option<NaiveDate>, from: NaiveDate| to.is_some_and(|to| to < from);
        !before(self.to_on, other.from_on) && !before(other.to_on, self.from_on)
    }

    /// The text `set` with its validity cut to the days on which this binding holds, if any of them lies in `first..=last`.
    #[must_use]
    pub fn cut(&self, set: &RuleSet, first: NaiveDate, last: NaiveDate) -> Option<RuleSet> {
        let valid_from = set.valid_from.max(self.from_on);
        let valid_to = [set.valid_to, self.to_on].into_iter().flatten().min();
        let is_in = valid_from <= last && valid_to.is_none_or(|to| to >= first.max(valid_from));
        is_in.then(|| RuleSet { valid_from, valid_to, ..set.clone() })
    }

    /// That it began, for the trail.
    #[must_use]
    pub fn begun(&self) -> Event {
        let facts = json!({ "after": { "rule_set": self.code, "from": self.from_on, "to": self.to_on } });
        Event::new("rules.bound", "unit", &self.unit_code, &self.unit_code).facts(facts)
    }

    /// That it ends, for the trail.
    #[must_use]
    pub fn ended(&self) -> Event {
        let facts = json!({ "after": { "rule_set": self.code, "to": self.to_on } });
        Event::new("rules.unbound", "unit", &self.unit_code, &self.unit_code).facts(facts)
    }

    /// Adds this binding to the unit's `existing` ones.
    ///
    /// # Errors
    /// `binding.other-level`, `binding.backwards`, `binding.outside-validity`, `binding.overlap`: on no day do two texts of one
    /// instrument bind a unit.
    pub fn add(self, set: &RuleSet, level: Level, existing: &[Self]) -> Result<(Self, Event), Violations> {
        let mut violations = Violations::default();
        if !set.levels.contains(&level) {
            violations.push(Refusal::on("rule_set", "binding.other-level"));
        }
        if self.to_on.is_some_and(|to| to < self.from_on) {
            violations.push(Refusal::on("to_on", "binding.backwards"));
        }
        if !set.is_valid_on(self.from_on) {
            violations.push(Refusal::on("from_on", "binding.outside-validity"));
        }
        if existing.iter().any(|other| other.code == self.code && other.overlaps(&self)) {
            violations.push(Refusal::on("from_on", "binding.overlap"));
        }
        let event = self.begun();
        violations.or((self, event))
    }

    /// Ends it with `last`; what was counted before stays.
    ///
    /// # Errors
    /// `binding.backwards` when it would end before it began.
    pub fn end(mut self, last: NaiveDate) -> Result<(Self, Event), Violations> {
        if last < self.from_on {
            return Err(Refusal::on("to_on", "binding.backwards").into());
        }
        let facts = json!({ "before": { "to": self.to_on }, "after": { "rule_set": self.code, "to": last } });
        self.to_on = Some(last);
        let event = Event::new("rules.unbound", "unit", &self.unit_code, &self.unit_code).facts(facts);
        Ok((self, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::seeds;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn defaults(level: Level, province: &str) -> Vec<String> {
        let sets = seeds().unwrap();
        let seat = Seat { level, province };
        sets.iter().filter(|set| is_default(set, seat, day("2026-03-02"))).map(|set| set.code.clone()).collect()
    }

    #[test]
    fn units_are_bound_by_level_and_province() {
        assert_eq!(defaults(Level::Commune, "14"), ["law-commune-2025", "qd11-commune", "sonla-2019"]);
        assert_eq!(defaults(Level::Province, "14"), ["qd11-province", "sonla-2019"]);
        assert_eq!(defaults(Level::Commune, "31"), ["law-commune-2025", "qd11-commune", "haiphong-2025"]);
        assert_eq!(defaults(Level::Commune, "10"), ["law-commune-2025", "qd11-commune"]);
        assert_eq!(defaults(Level::Commune, "20"), ["law-commune-2025", "qd11-commune", "langson-2016"]);
        assert_eq!(defaults(Level::Province, "44"), ["qd11-province", "quangbinh-2019"]);
        // The urban regimes ended with June 2025, the secretary's plan with 2023.
        assert_eq!(defaults(Level::Commune, "01"), ["law-commune-2025", "qd11-commune", "hanoi-2017"]);
        assert_eq!(defaults(Level::Province, "01"), ["qd11-province", "hanoi-2017"]);
        // Hà Nam stands under Ninh Bình, Vĩnh Phúc's monthly notices ended with its merger into Phú Thọ.
        assert_eq!(defaults(Level::Commune, "37"), ["law-commune-2025", "qd11-commune", "hanam-2022"]);
        assert_eq!(defaults(Level::Province, "25"), ["qd11-province"]);
    }

    #[test]
    fn every_set_of_one_province_stands_under_a_province_and_every_other_binds_all_or_none() {
        let sets = seeds().unwrap();
        let national = [NATIONAL, &["reception-commune-2013", "reception-commune-2026", "province-secretary-hybrid"]].concat();
        for set in &sets {
            let provincial = PROVINCIAL.iter().filter(|(code, _)| *code == set.code).count();
            assert_eq!(provincial, usize::from(!national.contains(&set.code.as_str())), "{}", set.code);
        }
        assert!(PROVINCIAL.iter().all(|(code, _)| sets.iter().any(|set| set.code == *code)));
    }

    fn binding(from: &str, to: Option<&str>) -> Binding {
        let (from_on, to_on) = (day(from), to.map(day));
        Binding { unit_code: "03667".into(), set: RuleSetId::fresh(), code: "law-commune-2025".into(), from_on, to_on }
    }

    fn codes(result: Result<(Binding, Event), Violations>) -> Vec<&'static str> {
        result.map_or_else(|refused| refused.0.iter().map(|refusal| refusal.code).collect(), |_| Vec::new())
    }

    #[test]
    fn b052_dated_rules_may_not_overlap() {
        let sets = seeds().unwrap();
        let law = sets.iter().find(|set| set.code == "law-commune-2025").unwrap();
        let existing = [binding("2025-07-01", Some("2025-12-31"))];
        let add = |from, to| codes(binding(from, to).add(law, Level::Commune, &existing));
        assert_eq!(add("2025-12-31", None), ["binding.overlap"]);
        assert_eq!(add("2026-01-01", None), Vec::<&str>::new());
        assert_eq!(add("2025-06-16", Some("2025-06-30")), Vec::<&str>::new());
        assert_eq!(add("2025-06-16", Some("2025-07-01")), ["binding.overlap"]);
        assert_eq!(add("2025-06-15", Some("2025-06-20")), ["binding.outside-validity"]);
        assert_eq!(add("2026-02-01", Some("2026-01-31")), ["binding.backwards"]);
        assert_eq!(codes(binding("2026-01-01", None).add(law, Level::Province, &[])), ["binding.other-level"]);
    }
}
