//! Whose duty it was when the head changed within the year: the ledger of a duty split by the terms of those who held the post.
//!
//! A period is owed by who holds the post on its last day, so a yearly duty by the head of 31 December; what a predecessor
//! held within it counts and is named. Neighbours: `obligations` makes the lines, the dialogues room brings the terms.

use chrono::NaiveDate;
use serde::Serialize;

use super::obligations::{HeldFact, LedgerLine, PeriodLine};
use crate::kernel::PersonId;

/// Somebody at the head of a body, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tenure {
    pub person: PersonId,
    pub name: String,
    pub title: String,
    pub from: NaiveDate,
    /// Included; far ahead where no end is known.
    pub to: NaiveDate,
}

impl Tenure {
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// These terms one after the other: where a next one begins before the former ends, the former ends the day before.
#[must_use]
pub fn in_turn(mut tenures: Vec<Tenure>) -> Vec<Tenure> {
    tenures.sort_by_key(|tenure| tenure.from);
    for at in 1..tenures.len() {
        let before_next = tenures.get(at).and_then(|next| next.from.pred_opt());
        if let (Some(tenure), Some(before_next)) = (tenures.get_mut(at - 1), before_next) {
            tenure.to = tenure.to.min(before_next);
        }
    }
    tenures.retain(|tenure| tenure.from <= tenure.to);
    tenures
}

/// The part of one duty that one head owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadLine {
    /// None for periods at whose end nobody held the post.
    pub tenure: Option<Tenure>,
    pub line: LedgerLine,
    /// Held and counting in these periods before the term began.
    pub inherited: u32,
    /// By whom.
    pub from_whom: Vec<String>,
}

/// The line of a duty for each head who owes some of its periods, in the order of `tenures`, which do not overlap; periods
/// without a head come last.
#[must_use]
pub fn by_head(line: &LedgerLine, tenures: &[Tenure], held: &[HeldFact]) -> Vec<HeadLine> {
    let owner = |period: &PeriodLine| tenures.iter().position(|tenure| tenure.contains(period.to));
    let part = |at: Option<usize>| {
        let periods: Vec<PeriodLine> = line.periods.iter().filter(|period| owner(period) == at).cloned().collect();
        if periods.is_empty() {
            return None;
        }
        let tenure = at.and_then(|at| tenures.get(at)).cloned();
        let (inherited, from_whom) =
            tenure.as_ref().map_or((0, Vec::new()), |tenure| taken_over(line, &periods, tenure, tenures, held));
        Some(HeadLine { tenure, line: LedgerLine::of(line.duty.clone(), periods), inherited, from_whom })
    };
    (0..tenures.len()).map(Some).chain([None]).filter_map(part).collect()
}

/// What was held in these periods before the term began, and by which predecessors.
fn taken_over(
    line: &LedgerLine,
    periods: &[PeriodLine],
    tenure: &Tenure,
    tenures: &[Tenure],
    held: &[HeldFact],
) -> (u32, Vec<String>) {
    let (mut count, mut names) = (0_u32, Vec::new());
    for period in periods.iter().filter(|period| period.from < tenure.from) {
        let before: Vec<NaiveDate> =
            held.iter().filter(|fact| fact.on < tenure.from && line.duty.counts(period, fact)).map(|fact| fact.on).collect();
        for who in tenures.iter().filter(|other| before.iter().any(|on| other.contains(*on))) {
            if !names.contains(&who.name) {
                names.push(who.name.clone());
            }
        }
        count += line.duty.amount(before.into_iter());
    }
    (count, names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::calendar::WorkingCalendar;
    use crate::law::obligations::{DutyKind, LedBy, PlannedFact, duties, ledger};
    use crate::law::rule_set::{Level, RuleSet, seeds};

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn tenure(name: &str, from: NaiveDate, to: NaiveDate) -> Tenure {
        Tenure { person: PersonId::fresh(), name: name.into(), title: "Bí thư Đảng ủy".into(), from, to }
    }

    fn held(on: NaiveDate, kind: DutyKind) -> HeldFact {
        HeldFact { on, kind, ad_hoc: false, in_person: true, led_by: LedBy::BOTH }
    }

    fn lines(code: &str, held: &[HeldFact], planned: &[PlannedFact], today: NaiveDate) -> LedgerLine {
        let all = seeds().unwrap();
        let sets: Vec<&RuleSet> = all.iter().filter(|set| set.code == code).collect();
        let duties = duties(&sets, Level::Commune, 2026);
        ledger(&duties, 2026, held, planned, today, &WorkingCalendar::builtin()).remove(0)
    }

    /// An until Wednesday 15 July 2026, Bình from Thursday 16 July on.
    fn change() -> [Tenure; 2] {
        [tenure("An", ymd(2025, 7, 1), ymd(2026, 7, 15)), tenure("Bình", ymd(2026, 7, 16), NaiveDate::MAX)]
    }

    #[test]
    fn a_month_belongs_to_who_holds_the_post_on_its_last_day() {
        // One day in June by An, one on 3 July by An, one on 20 July by Bình.
        let facts = [ymd(2026, 6, 10), ymd(2026, 7, 3), ymd(2026, 7, 20)].map(|on| held(on, DutyKind::Reception));
        let line = lines("qd11-commune", &facts, &[], ymd(2026, 8, 1));
        let parts = by_head(&line, &change(), &facts);
        let told: Vec<_> = parts.iter().map(|part| (part.line.due, part.line.held, part.line.short, part.inherited)).collect();
        // January to June: 12 due, 1 held. July to December: 12 due, 2 held of which An held one.
        assert_eq!(told, [(12, 1, 11, 0), (12, 2, 10, 1)]);
        assert_eq!(parts[1].from_whom, ["An"]);
        assert_eq!(parts.iter().map(|part| part.line.due).sum::<u32>(), line.due);
        assert_eq!(parts.iter().map(|part| part.line.held).sum::<u32>(), line.held);
    }

    #[test]
    fn the_yearly_dialogue_belongs_to_the_head_of_31_december_with_what_the_predecessor_held() {
        let facts = [held(ymd(2026, 5, 20), DutyKind::Dialogue)];
        let line = lines("law-commune-2025", &facts, &[], ymd(2026, 8, 1));
        let parts = by_head(&line, &change(), &facts);
        assert_eq!(parts.len(), 1);
        let part = &parts[0];
        assert_eq!(
            (part.tenure.as_ref().map(|tenure| tenure.name.as_str()), part.line.held, part.inherited),
            (Some("Bình"), 1, 1)
        );
        assert_eq!(part.from_whom, ["An"]);
        // Held by himself, nothing is taken over.
        let own = [held(ymd(2026, 9, 20), DutyKind::Dialogue)];
        let part = by_head(&lines("law-commune-2025", &own, &[], ymd(2026, 10, 1)), &change(), &own).remove(0);
        assert_eq!((part.line.held, part.inherited, part.from_whom.len()), (1, 0, 0));
    }

    #[test]
    fn terms_follow_each_other_even_where_the_books_overlap() {
        let [an, bình] = change();
        let open = Tenure { to: NaiveDate::MAX, ..an.clone() };
        assert_eq!(in_turn(vec![bình.clone(), open]), [an, bình]);
    }

    #[test]
    fn periods_that_end_while_the_post_is_empty_belong_to_nobody() {
        let [an, bình] = change();
        let gap = [an, Tenure { from: ymd(2026, 9, 1), ..bình }];
        let parts = by_head(&lines("qd11-commune", &[], &[], ymd(2026, 1, 1)), &gap, &[]);
        let told: Vec<_> =
            parts.iter().map(|part| (part.tenure.as_ref().map(|tenure| tenure.name.as_str()), part.line.periods.len())).collect();
        assert_eq!(told, [(Some("An"), 6), (Some("Bình"), 4), (None, 2)]);
    }
}
