//! Duties: what a unit owes in a year by its rule sets, and the ledger of what is planned, held, short and still possible.
//!
//! A fact counts once for each duty that it fulfils. Nothing is stored here; the ledger is computed from facts and dates.
//! Neighbours: `rule_set` states the numbers, the dialogues room brings the facts.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar::WorkingCalendar;
use super::parameters::{DutyHolder, Stated};
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
    /// The days of the year on which the rule set is in force.
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// A session that took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldFact {
    pub on: NaiveDate,
    pub kind: DutyKind,
    pub ad_hoc: bool,
    /// Face to face, not online.
    pub in_person: bool,
    /// The head who owes the duty chaired, not a delegate.
    pub chaired_by_head: bool,
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
#[must_use]
pub fn duties(sets: &[&RuleSet], level: Level, year: i32) -> Vec<Duty> {
    let (Some(first), Some(last)) = (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for set in sets.iter().filter(|set| set.levels.contains(&level)) {
        let (from, to) = (set.valid_from.max(first), set.valid_to.unwrap_or(last).min(last));
        let parameters = &set.parameters;
        let mut owe = |kind, per, stated: Option<&Stated<u32>>| {
            let Some(stated) = stated.filter(|stated| stated.value > 0 && from <= to) else { return };
            let duty = Duty {
                kind,
                count: stated.value,
                per,
                rule_set: set.code.clone(),
                legal_basis: stated.basis.clone(),
                holder: parameters.duty_holder,
                ad_hoc_counts: parameters.ad_hoc_counts.as_ref().is_some_and(|stated| stated.value),
                head_required: parameters.delegation_allowed.as_ref().is_some_and(|stated| !stated.value),
                from,
                to,
            };
            if !duty.periods(first, last).is_empty() {
                all.push(duty);
            }
        };
        owe(DutyKind::Dialogue, LegalPeriod::Year, parameters.min_per_year.as_ref());
        owe(DutyKind::Reception, LegalPeriod::Month, parameters.min_days_per_month.as_ref());
        owe(DutyKind::Reception, LegalPeriod::Week, parameters.min_days_per_week.as_ref());
    }
    all
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
            let sum = |get: fn(&PeriodLine) -> u32| periods.iter().map(get).sum();
            LedgerLine {
                due: sum(|p| p.due),
                held: sum(|p| p.held),
                planned: sum(|p| p.planned),
                short: sum(|p| p.short),
                lost: sum(|p| p.lost),
                last_safe_on: periods.iter().filter_map(|p| p.last_safe_on).min(),
                duty: duty.clone(),
                periods,
            }
        })
        .collect()
}

impl Duty {
    /// The periods of `year` in which so many are owed.
    #[must_use]
    pub fn periods_of(&self, year: i32) -> Vec<(NaiveDate, NaiveDate)> {
        match (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31)) {
            (Some(first), Some(last)) => self.periods(first, last),
            _ => Vec::new(),
        }
    }

    /// The periods of the year that the duty covers. A week belongs to the year in which its Monday lies.
    fn periods(&self, first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        if self.per == LegalPeriod::Year {
            return if self.to == last { vec![(first, last)] } else { Vec::new() };
        }
        let mut periods = Vec::new();
        let mut day = first;
        while day <= last {
            let (from, to) = self.per.bounds(day);
            // A week over the year end is whole if the set did not end on 31 December, which the year's bounds cannot tell.
            if from >= self.from && to.min(last) <= self.to {
                periods.push((from, to));
            }
            let Some(next) = to.succ_opt() else { break };
            day = next;
        }
        periods
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
        let mine = |on: NaiveDate, kind: DutyKind, ad_hoc: bool| {
            kind == self.kind && (from..=to).contains(&on) && (self.ad_hoc_counts || !ad_hoc)
        };
        let facts: Vec<&HeldFact> = held.iter().filter(|fact| mine(fact.on, fact.kind, fact.ad_hoc)).collect();
        let counts = |fact: &&&HeldFact| fact.chaired_by_head || !self.head_required;
        let counted = self.amount(facts.iter().filter(counts).map(|fact| fact.on));
        let delegated = self.amount(facts.iter().filter(|fact| !counts(fact)).map(|fact| fact.on));
        let online = self.amount(facts.iter().filter(counts).filter(|fact| !fact.in_person).map(|fact| fact.on));
        let ahead = planned.iter().filter(|plan| plan.on >= today && mine(plan.on, plan.kind, plan.ad_hoc));
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
    fn amount(&self, days: impl Iterator<Item = NaiveDate>) -> u32 {
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
        HeldFact { on, kind, ad_hoc: false, in_person: true, chaired_by_head: true }
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
        let delegated = HeldFact { chaired_by_head: false, on: ymd(2026, 3, 3), ..day };
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
}
