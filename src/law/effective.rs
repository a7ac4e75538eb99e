//! What several rule sets mean together for one unit on one day: the strictest value of each, with who said it.
//!
//! Strictest: more sessions, earlier or shorter terms, fewer extensions, earlier warnings, no delegation. What cannot be ordered (a fixed day, a shift) comes
//! from the first set in the caller's order; lists are joined. Neighbours: `session_dates` and pages read the result.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::deadline::{DayUnit, DeadlineRule};
use super::hours::HOURS_A_DAY;
use super::parameters::{Addressee, Channel, Competence, DialogueKind, Parameters, SeatRole, Stated, TermKind, Trigger, When};
use super::periods::PeriodRule;
use super::recurrence::ShiftRule;
use super::rule_set::RuleSet;

/// A value with the rule set and the article that it comes from, so that a page can say why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chosen<T> {
    pub value: T,
    /// Code of the rule set.
    pub rule_set: String,
    pub basis: String,
}

/// The rules in force for a unit on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectiveRules {
    pub on: NaiveDate,
    /// Codes of the sets in force, in the caller's order.
    pub rule_sets: Vec<String>,
    pub dialogue_kinds: Vec<Chosen<DialogueKind>>,
    pub min_per_year: Option<Chosen<u32>>,
    pub min_days_per_month: Option<Chosen<u32>>,
    pub min_days_per_week: Option<Chosen<u32>>,
    pub ad_hoc_counts: Option<Chosen<bool>>,
    pub fixed_day_of_month: Option<Chosen<u32>>,
    pub months_of_year: Option<Chosen<Vec<u32>>>,
    pub before_event: Option<Chosen<String>>,
    pub trigger_voter_percent: Option<Chosen<u32>>,
    pub ad_hoc_triggers: Vec<Chosen<Trigger>>,
    /// All statements of each term, the strictest first by an estimate; a real calendar may order them otherwise.
    pub terms: BTreeMap<TermKind, Vec<Chosen<When>>>,
    pub notice_channels: Vec<Chosen<Channel>>,
    pub publish_channels: Vec<Chosen<Channel>>,
    pub shift_rule: Option<Chosen<ShiftRule>>,
    pub delegation_allowed: Option<Chosen<bool>>,
    pub co_chair_required: Option<Chosen<bool>>,
    pub chair_roles: Vec<Chosen<SeatRole>>,
    pub must_attend_roles: Vec<Chosen<SeatRole>>,
    pub extensions_most: Option<Chosen<u32>>,
    pub extension_days_most: Option<Chosen<u32>>,
    pub warn_days: Option<Chosen<u32>>,
    pub resolve_within: BTreeMap<Competence, Chosen<When>>,
    pub report_periods: Vec<Chosen<PeriodRule>>,
    pub report_addressees: Vec<Chosen<Addressee>>,
}

impl EffectiveRules {
    /// The strictest statement of a term, by estimate where days of different kinds compete.
    #[must_use]
    pub fn term(&self, kind: TermKind) -> Option<&Chosen<When>> {
        self.terms.get(&kind)?.first()
    }
}

/// Puts together those of `sets` that are in force on `on`; the order of `sets` is their rank.
#[must_use]
pub fn merge(sets: &[&RuleSet], on: NaiveDate) -> EffectiveRules {
    let sets: Vec<&RuleSet> = sets.iter().copied().filter(|set| set.is_valid_on(on)).collect();
    let sets = sets.as_slice();
    EffectiveRules {
        on,
        rule_sets: sets.iter().map(|set| set.code.clone()).collect(),
        dialogue_kinds: joined(sets, |p| &p.dialogue_kinds),
        min_per_year: best(sets, |p| p.min_per_year.as_ref(), |a, b| a > b),
        min_days_per_month: best(sets, |p| p.min_days_per_month.as_ref(), |a, b| a > b),
        min_days_per_week: best(sets, |p| p.min_days_per_week.as_ref(), |a, b| a > b),
        ad_hoc_counts: best(sets, |p| p.ad_hoc_counts.as_ref(), |a, b| !a & b),
        fixed_day_of_month: best(sets, |p| p.fixed_day_of_month.as_ref(), |_, _| false),
        months_of_year: best(sets, |p| p.months_of_year.as_ref(), |_, _| false),
        before_event: best(sets, |p| p.before_event.as_ref(), |_, _| false),
        trigger_voter_percent: best(sets, |p| p.trigger_voter_percent.as_ref(), |a, b| a < b),
        ad_hoc_triggers: joined(sets, |p| &p.ad_hoc_triggers),
        terms: terms(sets),
        notice_channels: joined(sets, |p| &p.notice_channels),
        publish_channels: joined(sets, |p| &p.publish_channels),
        shift_rule: best(sets, |p| p.shift_rule.as_ref(), |_, _| false),
        delegation_allowed: best(sets, |p| p.delegation_allowed.as_ref(), |a, b| !a & b),
        co_chair_required: best(sets, |p| p.co_chair_required.as_ref(), |a, b| a & !b),
        chair_roles: joined(sets, |p| &p.chair_roles),
        must_attend_roles: joined(sets, |p| &p.must_attend_roles),
        extensions_most: best(sets, |p| p.extensions_most.as_ref(), |a, b| a < b),
        extension_days_most: best(sets, |p| p.extension_days_most.as_ref(), |a, b| a < b),
        warn_days: best(sets, |p| p.warn_days.as_ref(), |a, b| a > b),
        resolve_within: resolve_terms(sets),
        report_periods: joined(sets, |p| &p.report_periods),
        report_addressees: joined(sets, |p| &p.report_addressees),
    }
}

/// The value that is stricter than all before it; the first of equals.
fn best<T: Clone>(
    sets: &[&RuleSet],
    get: impl Fn(&Parameters) -> Option<&Stated<T>>,
    stricter: impl Fn(&T, &T) -> bool,
) -> Option<Chosen<T>> {
    let stated = sets.iter().filter_map(|set| get(&set.parameters).map(|stated| (set, stated)));
    let (set, stated) = stated.reduce(|kept, next| if stricter(&next.1.value, &kept.1.value) { next } else { kept })?;
    Some(Chosen { value: stated.value.clone(), rule_set: set.code.clone(), basis: stated.basis.clone() })
}

/// Every value once, with the first set that names it.
fn joined<T: Copy + PartialEq>(sets: &[&RuleSet], get: impl Fn(&Parameters) -> &Vec<T>) -> Vec<Chosen<T>> {
    let mut all: Vec<Chosen<T>> = Vec::new();
    for set in sets {
        for &value in get(&set.parameters) {
            if all.iter().all(|known| known.value != value) {
                all.push(Chosen { value, rule_set: set.code.clone(), basis: set.main_basis().to_owned() });
            }
        }
    }
    all
}

fn terms(sets: &[&RuleSet]) -> BTreeMap<TermKind, Vec<Chosen<When>>> {
    let mut all = BTreeMap::new();
    for &kind in TermKind::ALL {
        let mut stated: Vec<Chosen<When>> = sets
            .iter()
            .filter_map(|set| set.parameters.terms.get(kind).map(|term| (set, term)))
            .map(|(set, term)| Chosen { value: term.when, rule_set: set.code.clone(), basis: term.basis.clone() })
            .collect();
        if !stated.is_empty() {
            stated.sort_by_key(|chosen| estimate(chosen.value));
            all.insert(kind, stated);
        }
    }
    all
}

fn resolve_terms(sets: &[&RuleSet]) -> BTreeMap<Competence, Chosen<When>> {
    let mut all: BTreeMap<Competence, Chosen<When>> = BTreeMap::new();
    for set in sets {
        for resolve in &set.parameters.resolve_within {
            let chosen = Chosen { value: resolve.term.when, rule_set: set.code.clone(), basis: resolve.term.basis.clone() };
            match all.get(&resolve.competence) {
                Some(known) if estimate(known.value) <= estimate(chosen.value) => {}
                _ => _ = all.insert(resolve.competence, chosen),
            }
        }
    }
    all
}

/// Tenths of calendar days from the event, taking seven calendar days for five working days of eight hours; the smaller,
/// the stricter.
fn estimate(when: When) -> i64 {
    match when {
        When::Offset(DeadlineRule { amount, unit: DayUnit::Working, .. }) => i64::from(amount) * 14,
        When::Offset(DeadlineRule { amount, unit: DayUnit::Hours, .. }) => i64::from(amount) * 14 / i64::from(HOURS_A_DAY),
        When::Offset(rule) => i64::from(rule.amount) * 10,
        // Seen from the middle of a month.
        When::BeforeDay { before_day_of_month } => (i64::from(before_day_of_month) - 16) * 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::parameters::{Term, Terms};
    use crate::law::rule_set::{Level, seeds};

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn made(code: &str, parameters: Parameters) -> RuleSet {
        RuleSet {
            code: code.into(),
            name: code.into(),
            levels: vec![Level::Commune],
            legal_basis: vec![format!("căn cứ {code}")],
            valid_from: ymd(2025, 1, 1),
            valid_to: None,
            parameters,
        }
    }

    fn stated<T>(value: T, basis: &str) -> Option<Stated<T>> {
        Some(Stated { value, basis: basis.into() })
    }

    fn notice(rule: DeadlineRule) -> Parameters {
        let term = Term { when: When::Offset(rule), basis: "Điều thử".into() };
        Parameters { terms: Terms { notice_before: Some(term), ..Terms::default() }, ..Parameters::default() }
    }

    #[test]
    fn a_commune_of_son_la_in_2026() {
        let all = seeds().unwrap();
        let sets: Vec<&RuleSet> = ["law-commune-2025", "qd11-commune", "sonla-2019"]
            .iter()
            .filter_map(|code| all.iter().find(|s| s.code == *code))
            .collect();
        let rules = merge(&sets, ymd(2026, 3, 1));
        assert_eq!(rules.rule_sets, ["law-commune-2025", "qd11-commune", "sonla-2019"]);
        let per_year = rules.min_per_year.clone().unwrap();
        assert_eq!((per_year.value, per_year.rule_set.as_str()), (1, "law-commune-2025"));
        assert!(per_year.basis.contains("Điều 43"));
        let per_month = rules.min_days_per_month.clone().unwrap();
        assert_eq!((per_month.value, per_month.rule_set.as_str()), (2, "qd11-commune"));
        assert_eq!(rules.delegation_allowed.as_ref().map(|d| d.value), Some(false));
        assert_eq!(rules.term(TermKind::Notice).map(|t| t.rule_set.as_str()), Some("law-commune-2025"));
        assert!(rules.term(TermKind::Synthesis).is_none());
        // Before the law of 2025 only the two Party regulations bound it.
        assert_eq!(merge(&sets, ymd(2024, 3, 1)).min_per_year, None);
    }

    #[test]
    fn the_strictest_value_wins_and_says_who_said_it() {
        let mild = made(
            "mild",
            Parameters {
                min_per_year: stated(1, "Điều 1"),
                trigger_voter_percent: stated(20, "Điều 2"),
                delegation_allowed: stated(true, "Điều 3"),
                co_chair_required: stated(false, "Điều 4"),
                ..Parameters::default()
            },
        );
        let strict = made(
            "strict",
            Parameters {
                min_per_year: stated(2, "Điều 5"),
                trigger_voter_percent: stated(10, "Điều 6"),
                delegation_allowed: stated(false, "Điều 7"),
                co_chair_required: stated(true, "Điều 8"),
                ..Parameters::default()
            },
        );
        for sets in [[&mild, &strict], [&strict, &mild]] {
            let rules = merge(&sets, ymd(2026, 1, 1));
            assert_eq!(rules.min_per_year, Some(Chosen { value: 2, rule_set: "strict".into(), basis: "Điều 5".into() }));
            assert_eq!(rules.trigger_voter_percent.map(|c| c.value), Some(10));
            assert_eq!(rules.delegation_allowed.map(|c| (c.value, c.basis)), Some((false, "Điều 7".to_owned())));
            assert_eq!(rules.co_chair_required.map(|c| c.value), Some(true));
        }
    }

    #[test]
    fn the_earliest_notice_wins_across_kinds_of_day() {
        let seven = made("seven", notice(DeadlineRule::calendar(-7)));
        let six_working = made("six-working", notice(DeadlineRule::working(-6)));
        let rules = merge(&[&seven, &six_working], ymd(2026, 1, 1));
        assert_eq!(rules.term(TermKind::Notice).map(|t| t.rule_set.as_str()), Some("six-working"));
        assert_eq!(rules.terms[&TermKind::Notice].len(), 2);
    }

    #[test]
    fn what_has_no_order_comes_from_the_first_set() {
        let day = |code, day| made(code, Parameters { fixed_day_of_month: stated(day, code), ..Parameters::default() });
        let (a, b) = (day("a", 25), day("b", 10));
        assert_eq!(merge(&[&b, &a], ymd(2026, 1, 1)).fixed_day_of_month.map(|c| c.value), Some(10));
        assert_eq!(merge(&[&a, &b], ymd(2026, 1, 1)).fixed_day_of_month.map(|c| c.value), Some(25));
    }

    #[test]
    fn lists_are_joined_without_doubles() {
        let list =
            |code, channels: &[Channel]| made(code, Parameters { publish_channels: channels.to_vec(), ..Parameters::default() });
        let a = list("a", &[Channel::MassMedia]);
        let b = list("b", &[Channel::MassMedia, Channel::Loudspeaker]);
        let channels = merge(&[&a, &b], ymd(2026, 1, 1)).publish_channels;
        let named: Vec<_> = channels.iter().map(|c| (c.value, c.rule_set.as_str())).collect();
        assert_eq!(named, [(Channel::MassMedia, "a"), (Channel::Loudspeaker, "b")]);
    }
}
