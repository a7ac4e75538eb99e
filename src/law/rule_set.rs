//! Rule sets: named, dated instruments with the parameters they fix, kept as JSON in the database.
//!
//! The embedded ones stand in `data/rule_sets/`; an administrator may add or date others. No default is filled in here.
//! Neighbours: `parameters` is what a set may say, `effective` is what several say together.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::legal_term::{LegalTerm, is_within};
use super::parameters::{Parameters, TermKind};
use crate::kernel::alphabet::UnknownWord;

crate::alphabet! {
    /// The two levels of local government since 1 July 2025 (Resolution 202/2025/QH15).
    pub enum Level {
        Province = "province",
        Commune = "commune",
    }
}

impl Level {
    /// Reads what [`RuleSet::levels_text`] writes.
    ///
    /// # Errors
    /// A word that is no level.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, UnknownWord> {
        text.split(',').map(str::parse).collect()
    }
}

/// One instrument as far as it binds units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Stable, such as `law-commune-2025`.
    pub code: String,
    /// In Vietnamese, as it is cited.
    pub name: String,
    /// The levels whose units it binds.
    pub levels: Vec<Level>,
    /// The lines under "Căn cứ", the leading instrument first.
    pub legal_basis: Vec<String>,
    pub valid_from: NaiveDate,
    /// The last day, included; open-ended when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    #[serde(default)]
    pub parameters: Parameters,
}

/// Why stored rule sets cannot be used together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleSetError {
    #[error("rule set {code}: the last day is before the first")]
    Backwards { code: String },
    #[error("rule set {code} has two versions in force on {on}")]
    Overlap { code: String, on: NaiveDate },
}

impl RuleSet {
    /// Whether it is in force on `on`.
    #[must_use]
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        is_within(self.valid_from, self.valid_to, on)
    }

    /// The term of one kind for an event on `event`, if the set was in force then and fixes it.
    #[must_use]
    pub fn legal_term(&self, kind: TermKind, event: NaiveDate) -> Option<LegalTerm> {
        let term = self.parameters.terms.get(kind).filter(|_| self.is_valid_on(event))?;
        let (valid_from, valid_to) = (self.valid_from, self.valid_to);
        Some(LegalTerm { rule: term.when.offset(event), basis: term.basis.clone(), valid_from, valid_to })
    }

    /// Whether it binds units of `level` on `on`.
    #[must_use]
    pub fn binds(&self, level: Level, on: NaiveDate) -> bool {
        self.levels.contains(&level) && self.is_valid_on(on)
    }

    /// Whether it is in force on every day from `first` to `last`.
    #[must_use]
    pub fn covers(&self, first: NaiveDate, last: NaiveDate) -> bool {
        self.is_valid_on(first) && self.is_valid_on(last)
    }

    /// The levels as one stored text, `province,commune`.
    #[must_use]
    pub fn levels_text(&self) -> String {
        self.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(",")
    }

    /// The leading instrument, which stands for values without an article of their own.
    #[must_use]
    pub fn main_basis(&self) -> &str {
        self.legal_basis.first().map_or(self.name.as_str(), String::as_str)
    }
}

/// Refuses versions of one code whose dates overlap: on any day at most one text of an instrument is in force.
///
/// # Errors
/// The first code that overlaps itself, with the first such day, or whose dates run backwards.
pub fn check_versions(sets: &[RuleSet]) -> Result<(), RuleSetError> {
    if let Some(set) = sets.iter().find(|set| set.valid_to.is_some_and(|to| to < set.valid_from)) {
        return Err(RuleSetError::Backwards { code: set.code.clone() });
    }
    let mut sorted: Vec<&RuleSet> = sets.iter().collect();
    sorted.sort_by_key(|set| (&set.code, set.valid_from));
    let clash = sorted.windows(2).find(|pair| pair[0].code == pair[1].code && pair[0].is_valid_on(pair[1].valid_from));
    clash.map_or(Ok(()), |pair| Err(RuleSetError::Overlap { code: pair[1].code.clone(), on: pair[1].valid_from }))
}

macro_rules! seed_files {
    ($($code:literal),+ $(,)?) => {
        &[$(include_str!(concat!("data/rule_sets/", $code, ".toml"))),+]
    };
}

const SEEDS: &[&str] = seed_files![
    "law-commune-2025",
    "qd11-commune",
    "qd11-province",
    "reception-commune-2013",
    "reception-commune-2026",
    "sonla-2019",
    "hanoi-2017",
    "hanoi-secretary-2023",
    "langson-2016",
    "laocai-2025",
    "khanhhoa-2019",
    "quangbinh-2019",
    "vinhphuc",
    "gialai",
    "hcmc",
    "thanhhoa",
    "haiduong",
    "daklak-2023",
    "danang-ward",
    "hanoi-ward",
    "nghean-2021",
    "haiphong-2025",
    "hanam-2022",
    "binhthuan-2014",
    "ninhthuan-2018",
    "camau-2016",
    "angiang-tanchau",
    "binhphuoc",
    "province-secretary-hybrid",
];

/// The embedded rule sets, for a new database.
///
/// # Errors
/// A file that does not parse; a test holds that none does.
pub fn seeds() -> Result<Vec<RuleSet>, toml::de::Error> {
    SEEDS.iter().map(|text| toml::from_str(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::deadline::DeadlineRule;
    use crate::law::parameters::{Channel, SeatRole, TermKind, When};
    use crate::law::recurrence::ShiftRule;

    fn seed(code: &str) -> RuleSet {
        seeds().unwrap().into_iter().find(|set| set.code == code).unwrap()
    }

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn every_seed_parses_and_names_its_basis() {
        let sets = seeds().unwrap();
        assert_eq!(sets.len(), SEEDS.len());
        for set in &sets {
            assert!(!set.legal_basis.is_empty() && !set.levels.is_empty(), "{}", set.code);
            for kind in TermKind::ALL {
                assert!(set.parameters.terms.get(*kind).is_none_or(|term| !term.basis.is_empty()), "{}", set.code);
            }
        }
        assert_eq!(check_versions(&sets), Ok(()));
    }

    #[test]
    fn a_seed_survives_the_database() {
        for set in seeds().unwrap() {
            let json = serde_json::to_string(&set).unwrap();
            assert_eq!(serde_json::from_str::<RuleSet>(&json).unwrap(), set, "{json}");
            let value = serde_json::to_value(&set.parameters).unwrap();
            assert_eq!(serde_json::from_value::<Parameters>(value).unwrap(), set.parameters);
            assert_eq!(Level::parse_list(&set.levels_text()).unwrap(), set.levels);
        }
    }

    #[test]
    fn article_43_as_in_the_law() {
        let set = seed("law-commune-2025");
        let rules = &set.parameters;
        assert_eq!(rules.min_per_year.as_ref().map(|stated| stated.value), Some(1));
        assert_eq!(rules.trigger_voter_percent.as_ref().map(|stated| stated.value), Some(10));
        let when = |kind| rules.terms.get(kind).map(|term| term.when);
        assert_eq!(when(TermKind::Notice), Some(When::Offset(DeadlineRule::calendar(-7))));
        assert_eq!(when(TermKind::Publication), Some(When::Offset(DeadlineRule::calendar(10))));
        assert_eq!(when(TermKind::Synthesis), None);
        assert_eq!(rules.publish_channels, [Channel::MassMedia, Channel::Headquarters, Channel::VillageHeads]);
        assert_eq!(rules.chair_roles, [SeatRole::Government, SeatRole::CouncilStanding]);
        assert!(set.binds(Level::Commune, ymd(2025, 6, 16)) && !set.binds(Level::Commune, ymd(2025, 6, 15)));
        assert!(!set.binds(Level::Province, ymd(2026, 1, 1)));
    }

    #[test]
    fn regulation_11_counts_days_of_reception_and_working_days_of_notice() {
        let days = |code: &str| seed(code).parameters.min_days_per_month.map(|stated| stated.value);
        assert_eq!((days("qd11-province"), days("qd11-commune")), (Some(1), Some(2)));
        let set = seed("qd11-commune");
        let term = set.parameters.terms.get(TermKind::Acknowledgement).unwrap();
        assert_eq!(term.when, When::Offset(DeadlineRule::working(10)));
        // It fixes no yearly number of dialogues.
        assert_eq!(set.parameters.min_per_year, None);
        assert_eq!(set.parameters.report_periods.len(), 6);
    }

    #[test]
    fn provinces_say_only_what_was_seen() {
        let quangbinh = seed("quangbinh-2019").parameters;
        assert_eq!(quangbinh.fixed_day_of_month.map(|s| s.value), Some(25));
        assert_eq!(quangbinh.shift_rule.map(|s| s.value), Some(ShiftRule::NextWorking));
        let sonla = seed("sonla-2019");
        assert_eq!(sonla.levels, [Level::Province, Level::Commune]);
        assert!(TermKind::ALL.iter().all(|kind| sonla.parameters.terms.get(*kind).is_none()));
        let laocai = seed("laocai-2025").parameters;
        let intake = laocai.terms.get(TermKind::IntakeCloses).unwrap().when;
        // "Before the 5th" for a dialogue on 20 October ends on the 4th, sixteen days before.
        assert_eq!(intake.offset(ymd(2025, 10, 20)), DeadlineRule::calendar(-16));
    }

    /// The table of named rule sets, code by code.
    #[test]
    fn every_named_rule_set_is_there_with_what_its_source_gives() {
        assert_eq!(seeds().unwrap().len(), 29);
        let vinhphuc = seed("vinhphuc").parameters;
        assert_eq!(vinhphuc.fixed_day_of_month.map(|s| s.value), Some(10));
        assert_eq!(vinhphuc.shift_rule.map(|s| s.value), Some(ShiftRule::NextWorking));
        let cancel = vinhphuc.terms.get(TermKind::CancelNotice).unwrap().when;
        assert_eq!(cancel, When::Offset(DeadlineRule::working(-2)));
        let fixed = |code: &str| seed(code).parameters.fixed_day_of_month.map(|s| s.value);
        assert_eq!((fixed("gialai"), fixed("hcmc"), fixed("thanhhoa")), (Some(15), Some(20), None));
        let haiduong = seed("haiduong").parameters;
        assert_eq!(
            haiduong.terms.get(TermKind::Registration).map(|term| term.when),
            Some(When::Offset(DeadlineRule::calendar(-3)))
        );
        let daklak = seed("daklak-2023").parameters;
        assert_eq!(daklak.delegation_allowed.map(|s| s.value), Some(false));
        assert_eq!(daklak.must_attend_roles, [SeatRole::Agency]);
        // Seven of the twelve sessions of 2023 are dialogues; four a year is "quarterly".
        let yearly = |code: &str| seed(code).parameters.min_per_year.map(|s| s.value);
        assert_eq!((yearly("hanoi-secretary-2023"), yearly("angiang-tanchau"), yearly("nghean-2021")), (Some(7), Some(4), None));
        // The window of 20 to 27 March for the dialogue of 28 March 2024.
        let tanchau = seed("angiang-tanchau").parameters.terms;
        let days = |kind| tanchau.get(kind).map(|term| term.when);
        assert_eq!(days(TermKind::IntakeOpens), Some(When::Offset(DeadlineRule::calendar(-8))));
        assert_eq!(days(TermKind::IntakeCloses), Some(When::Offset(DeadlineRule::calendar(-1))));
        for code in ["hanoi-2017", "hanam-2022", "binhthuan-2014", "ninhthuan-2018", "camau-2016", "haiphong-2025", "binhphuoc"] {
            let said = seed(code).parameters;
            assert!(TermKind::ALL.iter().all(|kind| said.terms.get(*kind).is_none()) && said.min_per_year.is_none(), "{code}");
        }
    }

    #[test]
    fn the_weekly_reception_day_ends_where_the_monthly_two_begin() {
        let (old, new) = (seed("reception-commune-2013"), seed("reception-commune-2026"));
        assert_eq!(old.valid_to.and_then(|to| to.succ_opt()), Some(new.valid_from));
        assert_eq!(new.valid_from, ymd(2026, 7, 1));
    }

    #[test]
    fn b052_versions_of_one_instrument_may_touch_but_not_overlap() {
        let first = RuleSet { valid_to: Some(ymd(2025, 11, 22)), ..seed("qd11-commune") };
        let second = RuleSet { valid_from: ymd(2025, 11, 23), ..seed("qd11-commune") };
        assert_eq!(check_versions(&[second.clone(), first.clone()]), Ok(()));
        let late = RuleSet { valid_from: ymd(2025, 11, 22), ..second };
        let overlap = RuleSetError::Overlap { code: "qd11-commune".into(), on: ymd(2025, 11, 22) };
        assert_eq!(check_versions(&[late, first.clone()]), Err(overlap));
        let backwards = RuleSet { valid_to: Some(ymd(2018, 1, 1)), ..first };
        assert_eq!(check_versions(&[backwards]), Err(RuleSetError::Backwards { code: "qd11-commune".into() }));
    }

    #[test]
    fn an_unknown_parameter_is_refused_and_not_lost() {
        let text = include_str!("data/rule_sets/sonla-2019.toml").to_owned() + "\nnotice_befor = 7\n";
        assert!(toml::from_str::<RuleSet>(&text).is_err());
    }
}
