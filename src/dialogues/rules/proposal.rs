//! The year plan that the duties suggest: how many are still missing in which period, and good days for them. Pure; a person
//! changes what he likes.
//!
//! Receptions get fixed days of the month, as the regulation of the Politburo wants them announced; dialogues are spread evenly
//! over the year, or over the months that the rules name, and never so soon that people could not be asked before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::plans::Line;
use super::{SessionKind, reception_title};
use crate::kernel::ids::fresh_uuid;
use crate::law::recurrence::{LegalPeriod, shift_day};
use crate::law::{Duty, DutyKind, EffectiveRules, HeldFact, PeriodLine, PlannedFact, ShiftRule, WorkingCalendar, ledger};

/// Days that a dialogue needs between being planned and being held: calls stay open for about a month.
const LEAD_DAYS: u64 = 30;

/// How strongly a day is to be avoided for a dialogue; days that are not named are free.
pub type Engaged = BTreeMap<NaiveDate, u32>;

/// What a proposal is made from.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub duties: &'a [Duty],
    pub rules: &'a EffectiveRules,
    pub calendar: &'a WorkingCalendar,
    pub year: i32,
    pub today: NaiveDate,
    pub held: &'a [HeldFact],
    /// Sessions and plan lines that exist already.
    pub planned: &'a [PlannedFact],
    /// "phường Chiềng An".
    pub unit: &'a str,
    /// When others who should come have to be elsewhere.
    pub engaged: &'a Engaged,
}

/// The lines that are missing, by day. What is held or planned already is not proposed again; one reception day serves every
/// duty that asks for it.
#[must_use]
pub fn propose(asked: &Asked<'_>) -> Vec<Line> {
    let mut planned = asked.planned.to_vec();
    let mut lines: Vec<Line> = Vec::new();
    let mut duties: Vec<&Duty> = asked.duties.iter().collect();
    duties.sort_by_key(|duty| duty.per);
    for duty in duties {
        let book = ledger(std::slice::from_ref(duty), asked.year, asked.held, &planned, asked.today, asked.calendar);
        for period in book.iter().flat_map(|line| &line.periods).filter(|period| period.short > 0) {
            let taken: BTreeSet<NaiveDate> = planned.iter().map(|fact| fact.on).chain(asked.held.iter().map(|f| f.on)).collect();
            for on in days(asked, duty, period, taken) {
                planned.push(PlannedFact { on, kind: duty.kind, ad_hoc: false });
                lines.push(line(asked, duty, on));
            }
        }
    }
    lines.sort_by_key(|line| (line.on, line.starts));
    number_dialogues(asked, &mut lines);
    lines
}

/// Days for what is short in a period: as many as still fit.
fn days(asked: &Asked<'_>, duty: &Duty, period: &PeriodLine, mut taken: BTreeSet<NaiveDate>) -> Vec<NaiveDate> {
    let tomorrow = asked.today.succ_opt().unwrap_or(asked.today);
    let earliest = match duty.kind {
        DutyKind::Reception => tomorrow,
        DutyKind::Dialogue => asked.today.checked_add_days(Days::new(LEAD_DAYS)).unwrap_or(tomorrow),
    };
    let last = NaiveDate::from_ymd_opt(asked.year, 12, 31).unwrap_or(period.to).min(period.to);
    let from = if earliest.max(period.from) <= last { earliest.max(period.from) } else { tomorrow.max(period.from) };
    let wishes = match duty.kind {
        DutyKind::Reception => reception_days(asked, duty, period),
        DutyKind::Dialogue => dialogue_days(asked, period.short, from, last),
    };
    let mut chosen = Vec::new();
    for wish in wishes.into_iter().take(duty.count.max(period.short) as usize) {
        if chosen.len() >= period.short as usize {
            break;
        }
        if (from..=last).contains(&wish) && asked.calendar.is_working(wish) && taken.insert(wish) {
            chosen.push(wish);
        }
    }
    // What could not lie on its wished day goes to the next free working day of the period.
    for day in from.iter_days().take_while(|day| *day <= last) {
        if chosen.len() >= period.short as usize {
            break;
        }
        if asked.calendar.is_working(day) && taken.insert(day) {
            chosen.push(day);
        }
    }
    chosen
}

/// The fixed days of a month (or the Thursday of a week), moved off days off by the rules, never out of the period.
fn reception_days(asked: &Asked<'_>, duty: &Duty, period: &PeriodLine) -> Vec<NaiveDate> {
    let shift = asked.rules.shift_rule.as_ref().map_or(ShiftRule::NextWorking, |rule| rule.value);
    let legal = if duty.per == LegalPeriod::Week { LegalPeriod::Week } else { LegalPeriod::Month };
    let wished: Vec<NaiveDate> = if legal == LegalPeriod::Week {
        period.from.checked_add_days(Days::new(3)).into_iter().collect()
    } else {
        let count = duty.count.max(1);
        let base = asked.rules.fixed_day_of_month.as_ref().map_or(if count == 1 { 15 } else { 10 }, |fixed| fixed.value);
        (0..count)
            .filter_map(|at| {
                let day = (base + 30 * at / count - 1) % 30 + 1;
                period.from.with_day(day.min(period.to.day()))
            })
            .collect()
    };
    wished.into_iter().map(|day| shift_day(asked.calendar, day, shift, legal).0).collect()
}

/// `count` days spread evenly between `from` and `last`, or one in each month that the rules name.
fn dialogue_days(asked: &Asked<'_>, count: u32, from: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let span = u64::try_from((last - from).num_days()).unwrap_or(0) + 1;
    // The middle of the `at`-th of `of` equal parts, or the freest day of that part.
    let middle = |first: NaiveDate, days: u64, at: u64, of: u64| {
        let of = of.max(1);
        let after = |days: u64| first.checked_add_days(Days::new(days));
        let (on, _) =
            shift_day(asked.calendar, after(days * (2 * at + 1) / (2 * of))?, ShiftRule::NextWorking, LegalPeriod::Year);
        let part = after(days * at / of)?.max(from)..after(days * (at + 1) / of)?.min(last.succ_opt()?);
        Some(freest(asked, on, part))
    };
    match &asked.rules.months_of_year {
        Some(months) => {
            let of_month = |month: &u32| {
                let (first, end) = LegalPeriod::Month.bounds(NaiveDate::from_ymd_opt(asked.year, *month, 1)?);
                middle(first, u64::try_from((end - first).num_days()).unwrap_or(0) + 1, 0, 1)
            };
            months.value.iter().filter_map(of_month).filter(|day| (from..=last).contains(day)).collect()
        }
        None => (0..u64::from(count)).filter_map(|at| middle(from, span, at, u64::from(count))).collect(),
    }
}

/// The working day of `part` on which others are engaged least, the nearest to `wish` of several; `wish` itself when it is free.
fn freest(asked: &Asked<'_>, wish: NaiveDate, part: Range<NaiveDate>) -> NaiveDate {
    let engaged = |day: &NaiveDate| asked.engaged.get(day).copied().unwrap_or(0);
    if engaged(&wish) == 0 {
        return wish;
    }
    let days = part.start.iter_days().take_while(|day| *day < part.end).filter(|day| asked.calendar.is_working(*day));
    days.min_by_key(|day| (engaged(day), (*day - wish).abs())).unwrap_or(wish)
}

fn line(asked: &Asked<'_>, duty: &Duty, on: NaiveDate) -> Line {
    let hour = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
    let (kind, title) = match duty.kind {
        DutyKind::Reception => (SessionKind::Reception, reception_title(on)),
        DutyKind::Dialogue => (SessionKind::Periodic, format!("Hội nghị đối thoại với Nhân dân năm {}", asked.year)),
    };
    Line {
        id: fresh_uuid(),
        on,
        starts: hour(8, 0),
        ends: hour(11, 30),
        kind,
        title,
        counterpart: format!("Nhân dân {}", asked.unit),
        place: String::new(),
        basis: duty.legal_basis.clone(),
        session: None,
    }
}

/// Several dialogues of one year are told apart by their number.
fn number_dialogues(asked: &Asked<'_>, lines: &mut [Line]) {
    let count = |facts: usize| facts + asked.planned.iter().filter(|fact| fact.kind == DutyKind::Dialogue).count();
    let before = count(asked.held.iter().filter(|fact| fact.kind == DutyKind::Dialogue).count());
    let dialogues: Vec<&mut Line> = lines.iter_mut().filter(|line| line.kind == SessionKind::Periodic).collect();
    if before + dialogues.len() > 1 {
        for (at, line) in dialogues.into_iter().enumerate() {
            line.title = format!("{} (lần {})", line.title, before + at + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{Level, RuleSet, duties, merge, seeds};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sets(codes: &[&str]) -> Vec<RuleSet> {
        seeds().unwrap().into_iter().filter(|set| codes.contains(&set.code.as_str())).collect()
    }

    fn proposal(codes: &[&str], level: Level, year: i32, today: &str, planned: &[PlannedFact]) -> Vec<Line> {
        proposal_beside(&Engaged::new(), codes, level, year, today, planned)
    }

    fn proposal_beside(
        engaged: &Engaged,
        codes: &[&str],
        level: Level,
        year: i32,
        today: &str,
        planned: &[PlannedFact],
    ) -> Vec<Line> {
        let sets = sets(codes);
        let sets: Vec<&RuleSet> = sets.iter().collect();
        let (duties, calendar) = (duties(&sets, level, year), WorkingCalendar::builtin());
        let rules = merge(&sets, day(&format!("{year}-06-30")));
        let (today, held) = (day(today), &[]);
        propose(&Asked {
            duties: &duties,
            rules: &rules,
            calendar: &calendar,
            year,
            today,
            held,
            planned,
            unit: "phường Chiềng An",
            engaged,
        })
    }

    fn on(lines: &[Line], kind: SessionKind) -> Vec<String> {
        lines.iter().filter(|line| line.kind == kind).map(|line| line.on.to_string()).collect()
    }

    #[test]
    fn a_commune_gets_two_reception_days_a_month_and_one_dialogue() {
        let lines = proposal(&["law-commune-2025", "qd11-commune"], Level::Commune, 2026, "2025-12-01", &[]);
        // By a wall calendar of 2026 and the State's notices: Saturday 10/1 is worked for 2/1; 25/1 Sun → 26/1; 25/4 Sat, 26 Sun Giỗ Tổ, 27 in
        // lieu → 28/4; 10/5 Sun → 11/5; 25/7 Sat → 27/7; 10/10 Sat → 12/10; 25/10 Sun → 26/10.
        let expected = [
            "2026-01-10",
            "2026-01-26",
            "2026-02-10",
            "2026-02-25",
            "2026-03-10",
            "2026-03-25",
            "2026-04-10",
            "2026-04-28",
            "2026-05-11",
            "2026-05-25",
            "2026-06-10",
            "2026-06-25",
            "2026-07-10",
            "2026-07-27",
            "2026-08-10",
            "2026-08-25",
            "2026-09-10",
            "2026-09-25",
            "2026-10-12",
            "2026-10-26",
            "2026-11-10",
            "2026-11-25",
            "2026-12-10",
            "2026-12-25",
        ];
        assert_eq!(on(&lines, SessionKind::Reception), expected);
        // The middle of 365 days: day 183 is 2 July, a Thursday.
        assert_eq!(on(&lines, SessionKind::Periodic), ["2026-07-02"]);
        assert!(lines.iter().all(|line| !line.basis.is_empty()));
    }

    #[test]
    fn what_is_planned_already_and_what_lies_behind_is_not_proposed() {
        let planned = [
            PlannedFact { on: day("2026-11-30"), kind: DutyKind::Reception, ad_hoc: false },
            PlannedFact { on: day("2026-12-15"), kind: DutyKind::Dialogue, ad_hoc: false },
        ];
        let lines = proposal(&["law-commune-2025", "qd11-commune"], Level::Commune, 2026, "2026-11-12", &planned);
        assert_eq!(on(&lines, SessionKind::Reception), ["2026-11-25", "2026-12-10", "2026-12-25"]);
        assert_eq!(on(&lines, SessionKind::Periodic), Vec::<String>::new());
    }

    #[test]
    fn a_fixed_day_of_the_province_and_the_months_of_a_rule_are_kept() {
        let lines = proposal(&["qd11-province", "quangbinh-2019"], Level::Province, 2026, "2025-12-01", &[]);
        let days = on(&lines, SessionKind::Reception);
        assert_eq!(days.len(), 12);
        assert_eq!((days[0].as_str(), days[3].as_str(), days[5].as_str()), ("2026-01-26", "2026-04-28", "2026-06-25"));
        // Lào Cai 2025: April, July, October; the middle of each month: 16/4 Wed, 16/7 Wed, 16/10 Thu.
        let lines = proposal(&["laocai-2025"], Level::Province, 2025, "2025-01-02", &[]);
        assert_eq!(on(&lines, SessionKind::Periodic), ["2025-04-16", "2025-07-16", "2025-10-16"]);
        assert_eq!(lines[2].title, "Hội nghị đối thoại với Nhân dân năm 2025 (lần 3)");
    }

    #[test]
    fn late_in_the_year_what_still_fits_is_proposed() {
        let lines = proposal(&["law-commune-2025", "qd11-commune"], Level::Commune, 2026, "2026-12-24", &[]);
        // Friday 25 is the wished day; Monday 28 is free; the dialogue takes what is left, although it is short notice.
        assert_eq!(on(&lines, SessionKind::Reception), ["2026-12-25", "2026-12-28"]);
        assert_eq!(on(&lines, SessionKind::Periodic).len(), 1);
    }

    #[test]
    fn a_dialogue_keeps_away_from_days_on_which_those_above_are_engaged_and_receptions_do_not() {
        let dialogue = |engaged: &[(&str, u32)]| {
            let engaged = engaged.iter().map(|(on, weight)| (day(on), *weight)).collect();
            let lines = proposal_beside(&engaged, &["law-commune-2025", "qd11-commune"], Level::Commune, 2026, "2025-12-01", &[]);
            assert_eq!(on(&lines, SessionKind::Reception).len(), 24);
            on(&lines, SessionKind::Periodic).remove(0)
        };
        // Thursday 2 July 2026 is the middle of the year. One day off it on both sides: the earlier of two equally near ones.
        assert_eq!(dialogue(&[("2026-07-02", 1)]), "2026-07-01");
        assert_eq!(dialogue(&[("2026-07-02", 1), ("2026-07-01", 1)]), "2026-07-03");
        // Then 30 June is two days off, and Monday 6 July four: never the weekend between.
        assert_eq!(dialogue(&[("2026-07-02", 1), ("2026-07-01", 1), ("2026-07-03", 1)]), "2026-06-30");
        assert_eq!(dialogue(&[("2026-06-25", 9)]), "2026-07-02");
        // Where every day is taken, the least: all days of the year but one bear two.
        let all: Engaged = day("2026-01-01").iter_days().take(365).map(|on| (on, 2)).collect();
        let mut all: Vec<(String, u32)> = all.iter().map(|(on, weight)| (on.to_string(), *weight)).collect();
        all[19].1 = 1;
        let all: Vec<(&str, u32)> = all.iter().map(|(on, weight)| (on.as_str(), *weight)).collect();
        assert_eq!(dialogue(&all), "2026-01-20");
    }
}
