//! Duties: what a unit owes in a year by its rule sets, and the ledger of what is planned, held, short and still possible.
//!
//! A fact counts once for each duty that it fulfils. Nothing is stored here; the ledger is computed from facts and dates.
//! Neighbours: `rule_set` states the numbers, the dialogues room brings the facts.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::WorkingCalendar;
use super::parameters::{DutyHolder, Parameters, Stated};
use super::recurrence::{LegalPeriod, last_safe_day, working_days};
use super::rule_set::{Level, RuleSet};

crate::alphabet! {
    /// What is owed.
    pub enum DutyKind {
        /// A dialogue session with people.
        Dialogue = "dialogue",
        /// A day on which people are received; two receptions on one day are one day.
        Reception = "reception",
    }
}

/// So many dialogues or reception days in each period of the year, by one rule set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    pub kind: DutyKind,
    /// How many in each period.
    pub count: u32,
    pub per: LegalPeriod,
    pub rule_set: String,
    pub legal_basis: String,
    pub holder: Option<DutyHolder>,
    /// Whether ad-hoc sessions count; false where the instrument is silent.
    pub ad_hoc_counts: bool,
    /// Whether only sessions held by the head in person count, because delegation is forbidden.
    pub head_required: bool,
    /// The days of the year on which this version of the rule set is in force.
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// First and last day on which some version of the rule set asks for it without a gap.
    pub reach: (NaiveDate, NaiveDate),
}

/// A session that took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldFact {
    pub on: NaiveDate,
    pub kind: DutyKind,
    pub ad_hoc: bool,
    /// Face to face, not online.
    pub in_person: bool,
    /// Which heads led it themselves.
    pub led_by: LedBy,
}

/// The heads who led a session themselves, as chair or beside the chair, and not by a delegate. A joint session is led by both and
/// counts once for the duty of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedBy {
    pub party_head: bool,
    pub government_head: bool,
}

impl LedBy {
    pub const BOTH: Self = Self { party_head: true, government_head: true };
    pub const NEITHER: Self = Self { party_head: false, government_head: false };

    /// Whether the head who owes a duty of `holder` led; any of them where the rules do not say whose duty it is.
    #[must_use]
    pub const fn is_by(self, holder: Option<DutyHolder>) -> bool {
        match holder {
            Some(DutyHolder::PartyHead) => self.party_head,
            Some(DutyHolder::GovernmentHead | DutyHolder::Government) => self.government_head,
            None => self.party_head || self.government_head,
        }
    }
}

/// A session that is planned and not yet held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedFact {
    pub on: NaiveDate,
    pub kind: DutyKind,
    pub ad_hoc: bool,
}

/// One period of one duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PeriodLine {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub due: u32,
    /// Held and counting.
    pub held: u32,
    /// Held, but not counting because a delegate stood in for the head.
    pub delegated: u32,
    /// Held and counting, but not face to face.
    pub online: u32,
    /// Planned from today on.
    pub planned: u32,
    /// Neither held nor planned.
    pub short: u32,
    /// Can no longer be made up within the period, whatever is planned.
    pub lost: u32,
    /// The last working day on which the next one must be held so that all that are missing still fit; none if nothing is
    /// missing or nothing can be saved.
    pub last_safe_on: Option<NaiveDate>,
}

/// One duty of the year: the sums, and each period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LedgerLine {
    pub duty: Duty,
    pub due: u32,
    pub held: u32,
    pub planned: u32,
    pub short: u32,
    pub lost: u32,
    /// The nearest last safe day of all periods that are not yet fulfilled.
    pub last_safe_on: Option<NaiveDate>,
    pub periods: Vec<PeriodLine>,
}

/// What the rule sets make a unit of `level` owe in `year`, in the order of the sets.
///
/// A yearly duty is owed if the set is in force on 31 December; a monthly or weekly one for each period that it covers whole.
/// Where a new version of a set begins within a period, the text in force on the period's first day counts until its end: a
/// rule of today does not touch what began yesterday.
#[must_use]
pub fn duties(sets: &[&RuleSet], level: Level, year: i32) -> Vec<Duty> {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Vec::new();
    };
    let mut all: Vec<Duty> = Vec::new();
    let sets: Vec<&RuleSet> = sets.iter().copied().filter(|set| set.levels.contains(&level)).collect();
    for set in &sets {
        let (from, to) = (set.valid_from.max(first), set.valid_to.unwrap_or(last).min(last));
        for &(kind, per, stated) in STATED {
            let Some(count) = stated(&set.parameters).filter(|count| count.value > 0 && from <= to) else { continue };
            let duty = Duty {
                kind,
                count: count.value,
                per,
                rule_set: set.code.clone(),
                legal_basis: count.basis.clone(),
                holder: set.parameters.duty_holder,
                ad_hoc_counts: set.parameters.ad_hoc_counts.as_ref().is_some_and(|stated| stated.value),
                head_required: set.parameters.delegation_allowed.as_ref().is_some_and(|stated| !stated.value),
                from,
                to,
                reach: reach(&sets, set, stated),
            };
            if duty.periods(first, last).is_empty() {
                continue;
            }
            // A version that says the same goes on with the line of the one before.
            match all.iter_mut().find(|known| known.to.succ_opt() == Some(from) && known.is_the_same(&duty)) {
                Some(known) => known.to = to,
                None => all.push(duty),
            }
        }
    }
    all
}

/// Where a rule set states how many are owed.
type Stating = fn(&Parameters) -> Option<&Stated<u32>>;

const STATED: &[(DutyKind, LegalPeriod, Stating)] = &[
    (DutyKind::Dialogue, LegalPeriod::Year, |parameters| parameters.min_per_year.as_ref()),
    (DutyKind::Reception, LegalPeriod::Month, |parameters| parameters.min_days_per_month.as_ref()),
    (DutyKind::Reception, LegalPeriod::Week, |parameters| parameters.min_days_per_week.as_ref()),
];

/// The days around `set` on which versions of it that state the duty follow each other without a gap.
fn reach(sets: &[&RuleSet], set: &RuleSet, stated: Stating) -> (NaiveDate, NaiveDate) {
    let end = |set: &RuleSet| set.valid_to.unwrap_or(NaiveDate::MAX);
    let (mut from, mut to) = (set.valid_from, end(set));
    let states = |other: &&&RuleSet| other.code == set.code && stated(&other.parameters).is_some_and(|count| count.value > 0);
    let versions: Vec<&&RuleSet> = sets.iter().filter(states).collect();
    while let Some(before) = versions.iter().find(|other| end(other).succ_opt() == Some(from)) {
        from = before.valid_from;
    }
    while let Some(next) = versions.iter().find(|other| to.succ_opt() == Some(other.valid_from)) {
        to = end(next);
    }
    (from, to)
}

/// The ledger of `year` as it stands on `today`.
///
/// `held` are sessions that took place; `planned` those that did not yet, of which only days from `today` on matter.
#[must_use]
pub fn ledger(
    duties: &[Duty],
    year: i32,
    held: &[HeldFact],
    planned: &[PlannedFact],
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> Vec<LedgerLine> {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Vec::new();
    };
    duties
        .iter()
        .map(|duty| {
            let periods: Vec<PeriodLine> = duty
                .periods(first, last)
                .into_iter()
                .map(|(from, to)| duty.period_line(from, to, held, planned, today, calendar))
                .collect();
            LedgerLine::of(duty.clone(), periods)
        })
        .collect()
}

impl LedgerLine {
    /// The sums over `periods`.
    #[must_use]
    pub fn of(duty: Duty, periods: Vec<PeriodLine>) -> Self {
        let sum = |get: fn(&PeriodLine) -> u32| periods.iter().map(get).sum();
        Self {
            due: sum(|p| p.due),
            held: sum(|p| p.held),
            planned: sum(|p| p.planned),
            short: sum(|p| p.short),
            lost: sum(|p| p.lost),
            last_safe_on: periods.iter().filter_map(|p| p.last_safe_on).min(),
            duty,
            periods,
        }
    }
}

impl Duty {
    /// Whether `other` asks for the same by the same article.
    fn is_the_same(&self, other: &Self) -> bool {
        let dated = Self { from: self.from, to: self.to, reach: self.reach, ..other.clone() };
        *self == dated && self.reach == other.reach
    }

    /// The periods of `year` in which so many are owed.
    #[must_use]
    pub fn periods_of(&self, year: i32) -> Vec<(NaiveDate, NaiveDate)> {
        match (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) {
            (Some(first), Some(last)) => self.periods(first, last),
            _ => Vec::new(),
        }
    }

    /// The periods of the year that the duty covers and that begin under this version. A week belongs to the year in which its
    /// Monday lies.
    fn periods(&self, first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        let mine = self.from..=self.to;
        if self.per == LegalPeriod::Year {
            let is_owed = self.reach.1 >= last && mine.contains(&self.reach.0.max(first));
            return if is_owed { vec![(first, last)] } else { Vec::new() };
        }
        let mut periods = Vec::new();
        let mut day = first;
        while day <= last {
            let (from, to) = self.per.bounds(day);
            if mine.contains(&from) && from >= self.reach.0 && to <= self.reach.1 {
                periods.push((from, to));
            }
            let Some(next) = to.succ_opt() else { break };
            day = next;
        }
        periods
    }

    /// Whether a session on `on` is one of those that the duty counts in `from..=to`.
    fn asks_for(&self, (from, to): (NaiveDate, NaiveDate), on: NaiveDate, kind: DutyKind, ad_hoc: bool) -> bool {
        kind == self.kind && (from..=to).contains(&on) && (self.ad_hoc_counts || !ad_hoc)
    }

    /// Whether a session that took place counts in this period.
    #[must_use]
    pub fn counts(&self, period: &PeriodLine, fact: &HeldFact) -> bool {
        self.asks_for((period.from, period.to), fact.on, fact.kind, fact.ad_hoc) && self.is_led(fact)
    }

    /// Whether it would count in this period if the head had led it.
    #[must_use]
    pub fn is_delegated(&self, period: &PeriodLine, fact: &HeldFact) -> bool {
        self.asks_for((period.from, period.to), fact.on, fact.kind, fact.ad_hoc) && !self.is_led(fact)
    }

    /// Whether a planned session is on the way to this period.
    #[must_use]
    pub fn expects(&self, period: &PeriodLine, plan: &PlannedFact, today: NaiveDate) -> bool {
        plan.on >= today && self.asks_for((period.from, period.to), plan.on, plan.kind, plan.ad_hoc)
    }

    fn is_led(&self, fact: &HeldFact) -> bool {
        !self.head_required || fact.led_by.is_by(self.holder)
    }

    fn period_line(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        held: &[HeldFact],
        planned: &[PlannedFact],
        today: NaiveDate,
        calendar: &WorkingCalendar,
    ) -> PeriodLine {
        let facts = || held.iter().filter(|fact| self.asks_for((from, to), fact.on, fact.kind, fact.ad_hoc));
        let counted = self.amount(facts().filter(|fact| self.is_led(fact)).map(|fact| fact.on));
        let delegated = self.amount(facts().filter(|fact| !self.is_led(fact)).map(|fact| fact.on));
        let online = self.amount(facts().filter(|fact| self.is_led(fact) && !fact.in_person).map(|fact| fact.on));
        let ahead = planned.iter().filter(|plan| plan.on >= today && self.asks_for((from, to), plan.on, plan.kind, plan.ad_hoc));
        let ahead = self.amount(ahead.map(|plan| plan.on));
        let missing = self.count.saturating_sub(counted);
        let possible = working_days(calendar, today.max(from), to);
        let lost = missing.saturating_sub(possible);
        PeriodLine {
            from,
            to,
            due: self.count,
            held: counted,
            delegated,
            online,
            planned: ahead,
            short: missing.saturating_sub(ahead),
            lost,
            last_safe_on: last_safe_day(calendar, today.max(from), to, missing.saturating_sub(lost)),
        }
    }

    /// Sessions for dialogues, days for receptions.
    pub(super) fn amount(&self, days: impl Iterator<Item = NaiveDate>) -> u32 {
        let amount = match self.kind {
            DutyKind::Dialogue => days.count(),
            DutyKind::Reception => days.collect::<BTreeSet<_>>().len(),
        };
        u32::try_from(amount).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::rule_set::seeds;

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn owed(code: &str, level: Level, year: i32) -> Vec<Duty> {
        let all = seeds().unwrap();
        let sets: Vec<&RuleSet> = all.iter().filter(|set| set.code == code).collect();
        duties(&sets, level, year)
    }

    fn held(on: NaiveDate, kind: DutyKind) -> HeldFact {
        HeldFact { on, kind, ad_hoc: false, in_person: true, led_by: LedBy::BOTH }
    }

    fn planned(on: NaiveDate, kind: DutyKind) -> PlannedFact {
        PlannedFact { on, kind, ad_hoc: false }
    }

    fn one(duties: &[Duty], held: &[HeldFact], planned: &[PlannedFact], today: NaiveDate) -> LedgerLine {
        ledger(duties, 2026, held, planned, today, &WorkingCalendar::builtin()).remove(0)
    }

    #[test]
    fn a_commune_owes_one_dialogue_and_two_days_each_month() {
        let dialogue = owed("law-commune-2025", Level::Commune, 2026);
        assert_eq!((dialogue[0].kind, dialogue[0].count, dialogue[0].per), (DutyKind::Dialogue, 1, LegalPeriod::Year));
        let line = one(&owed("qd11-commune", Level::Commune, 2026), &[], &[], ymd(2026, 1, 1));
        assert_eq!((line.due, line.short, line.periods.len()), (24, 24, 12));
        assert!(owed("qd11-commune", Level::Province, 2026).is_empty());
    }

    #[test]
    fn duties_follow_the_dates_of_their_rule_sets() {
        // In force since 18 February 2019: ten whole months. Article 43 since 16 June 2025: the year 2025 counts, 2024 does not.
        let months = |year| {
            let duties = owed("qd11-commune", Level::Commune, year);
            ledger(&duties, year, &[], &[], ymd(year, 1, 1), &WorkingCalendar::builtin())[0].periods.len()
        };
        assert_eq!((months(2019), months(2020)), (10, 12));
        assert_eq!(owed("law-commune-2025", Level::Commune, 2025).len(), 1);
        assert!(owed("law-commune-2025", Level::Commune, 2024).is_empty());
        // The weekly day of 2026 ends with June: Mondays from 5 January to 22 June, 25 weeks.
        let weekly = one(&owed("reception-commune-2013", Level::Commune, 2026), &[], &[], ymd(2026, 1, 1));
        assert_eq!((weekly.periods[0].from, weekly.periods.len()), (ymd(2026, 1, 5), 25));
    }

    #[test]
    fn a_month_with_one_of_two_days_cancelled_is_short_until_a_make_up_day_is_planned() {
        let duties = owed("qd11-commune", Level::Commune, 2026);
        let facts = [held(ymd(2026, 4, 10), DutyKind::Reception)];
        let april = |plans: &[PlannedFact], today| one(&duties, &facts, plans, today).periods[3].clone();
        let line = april(&[], ymd(2026, 4, 27));
        // Tuesday 28 and Wednesday 29 April are worked; the last on which the second day still fits is the 29th.
        assert_eq!((line.held, line.short, line.lost, line.last_safe_on), (1, 1, 0, Some(ymd(2026, 4, 29))));
        let line = april(&[planned(ymd(2026, 4, 29), DutyKind::Reception)], ymd(2026, 4, 27));
        assert_eq!((line.planned, line.short, line.last_safe_on), (1, 0, Some(ymd(2026, 4, 29))));
        // A plan whose day has passed without a session is no plan any more.
        let line = april(&[planned(ymd(2026, 4, 24), DutyKind::Reception)], ymd(2026, 4, 27));
        assert_eq!((line.planned, line.short), (0, 1));
        let line = april(&[], ymd(2026, 4, 30));
        assert_eq!((line.short, line.lost, line.last_safe_on), (1, 1, None));
    }

    #[test]
    fn surplus_of_one_month_does_not_pay_for_another() {
        let duties = owed("qd11-commune", Level::Commune, 2026);
        let march: Vec<_> = (2..=5).map(|day| held(ymd(2026, 3, day), DutyKind::Reception)).collect();
        let line = one(&duties, &march, &[], ymd(2027, 1, 1));
        assert_eq!((line.due, line.held, line.short, line.lost), (24, 4, 22, 22));
    }

    #[test]
    fn delegated_and_doubled_days_do_not_count_and_online_is_told_apart() {
        let duties = owed("qd11-commune", Level::Commune, 2026);
        let day = held(ymd(2026, 3, 2), DutyKind::Reception);
        let delegated = HeldFact { led_by: LedBy::NEITHER, on: ymd(2026, 3, 3), ..day };
        let online = HeldFact { in_person: false, on: ymd(2026, 3, 4), ..day };
        let line = one(&duties, &[day, day, delegated, online], &[], ymd(2026, 3, 5)).periods[2].clone();
        assert_eq!((line.held, line.delegated, line.online, line.short), (2, 1, 1, 0));
    }

    #[test]
    fn ad_hoc_sessions_count_only_by_rule() {
        let mut duties = owed("law-commune-2025", Level::Commune, 2026);
        let ad_hoc = HeldFact { ad_hoc: true, ..held(ymd(2026, 5, 5), DutyKind::Dialogue) };
        let line = one(&duties, &[ad_hoc], &[], ymd(2026, 11, 22));
        assert_eq!((line.held, line.short, line.last_safe_on), (0, 1, Some(ymd(2026, 12, 31))));
        duties[0].ad_hoc_counts = true;
        assert_eq!(one(&duties, &[ad_hoc], &[], ymd(2026, 11, 22)).short, 0);
    }

    #[test]
    fn several_missing_sessions_need_several_days() {
        let mut duties = owed("law-commune-2025", Level::Commune, 2026);
        duties[0].count = 3;
        let line = one(&duties, &[], &[planned(ymd(2026, 12, 1), DutyKind::Dialogue)], ymd(2026, 11, 22));
        // 29, 30 and 31 December 2026 are worked.
        assert_eq!((line.planned, line.short, line.last_safe_on), (1, 2, Some(ymd(2026, 12, 29))));
    }

    #[test]
    fn one_joint_session_discharges_the_duty_of_each_head_once_and_one_alone_only_his_own() {
        let party = owed("qd11-commune", Level::Commune, 2026);
        // Two days a month for the chair of the People's Committee from July 2026 on, in person.
        let government = owed("reception-commune-2026", Level::Commune, 2026);
        let joint = held(ymd(2026, 9, 10), DutyKind::Reception);
        let alone = |party_head| HeldFact {
            led_by: LedBy { party_head, government_head: !party_head },
            ..held(ymd(2026, 9, 25), DutyKind::Reception)
        };
        let september = |duties: &[Duty], facts: &[HeldFact]| {
            let line = one(duties, facts, &[], ymd(2026, 10, 1));
            let period = line.periods.iter().find(|period| period.from == ymd(2026, 9, 1)).unwrap();
            (period.held, period.delegated)
        };
        assert_eq!((september(&party, &[joint]), september(&government, &[joint])), ((1, 0), (1, 0)));
        let by_party = [joint, alone(true)];
        assert_eq!((september(&party, &by_party), september(&government, &by_party)), ((2, 0), (1, 1)));
        let by_government = [joint, alone(false)];
        assert_eq!((september(&party, &by_government), september(&government, &by_government)), ((1, 1), (2, 0)));
    }

    /// The regulation with `first` days a month until 14 August 2026, and `second` from the 15th on.
    fn changed_in_august(first: Option<u32>, second: Option<u32>) -> Vec<Duty> {
        let set = seeds().unwrap().into_iter().find(|set| set.code == "qd11-commune").unwrap();
        let version = |count: Option<u32>, valid_from, valid_to| {
            let mut version = RuleSet { valid_from, valid_to, ..set.clone() };
            version.parameters.min_days_per_month = count.map(|value| Stated { value, basis: "Điều 4".into() });
            version
        };
        let old = version(first, ymd(2019, 2, 18), Some(ymd(2026, 8, 14)));
        let new = version(second, ymd(2026, 8, 15), None);
        duties(&[&old, &new], Level::Commune, 2026)
    }

    #[test]
    fn b052_a_new_version_in_mid_month_does_not_touch_the_month_that_began_under_the_old_one() {
        let by_version = |duties: &[Duty]| {
            let book = ledger(duties, 2026, &[], &[], ymd(2026, 1, 1), &WorkingCalendar::builtin());
            book.iter().map(|line| (line.duty.count, line.periods.len(), line.due)).collect::<Vec<_>>()
        };
        // January to August by the old text: 8 × 2; September to December by the new one: 4 × 3.
        assert_eq!(by_version(&changed_in_august(Some(2), Some(3))), [(2, 8, 16), (3, 4, 12)]);
        // A version that says the same is no new line, and no month is lost.
        assert_eq!(by_version(&changed_in_august(Some(2), Some(2))), [(2, 12, 24)]);
        // One that asks for nothing any more ends the duty with July, one that begins to ask begins with September.
        assert_eq!(by_version(&changed_in_august(Some(2), None)), [(2, 7, 14)]);
        assert_eq!(by_version(&changed_in_august(None, Some(2))), [(2, 4, 8)]);
    }

    #[test]
    fn b052_the_year_that_began_under_the_old_version_keeps_its_number() {
        let law = seeds().unwrap().into_iter().find(|set| set.code == "law-commune-2025").unwrap();
        let old = RuleSet { valid_to: Some(ymd(2026, 6, 30)), ..law.clone() };
        let mut new = RuleSet { valid_from: ymd(2026, 7, 1), ..law };
        new.parameters.min_per_year = Some(Stated { value: 2, basis: "Điều 43 mới".into() });
        let count =
            |sets: &[&RuleSet], year| duties(sets, Level::Commune, year).iter().map(|duty| duty.count).collect::<Vec<_>>();
        let both = [&old, &new];
        assert_eq!((count(&both, 2026), count(&both, 2027)), (vec![1], vec![2]));
        // A set that was not there before counts from its first year on.
        assert_eq!(count(&[&new], 2026), [2]);
        // Without a text on 31 December nothing is owed.
        assert_eq!(count(&[&old], 2026), Vec::<u32>::new());
    }

    #[test]
    fn a_week_over_the_end_of_the_year_is_owed_unless_the_set_ends_with_december() {
        // Monday 28 December 2026 to Sunday 3 January 2027.
        let mut set = seeds().unwrap().into_iter().find(|set| set.code == "reception-commune-2013").unwrap();
        let weeks = |set: &RuleSet| {
            let duties = duties(&[set], Level::Commune, 2026);
            ledger(&duties, 2026, &[], &[], ymd(2026, 1, 1), &WorkingCalendar::builtin())[0].periods.len()
        };
        set.valid_to = None;
        assert_eq!(weeks(&set), 52);
        set.valid_to = Some(ymd(2026, 12, 31));
        assert_eq!(weeks(&set), 51);
    }
}
