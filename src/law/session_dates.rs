//! The dates around one session: when to announce, collect, prepare, conclude and publish, each with why.
//!
//! Dates come from the rule sets; where they are silent, from habit, and then they are marked as habit and never as law.
//! Neighbours: `effective` says what is in force, `deadline` counts; the dialogues room shows and moves the dates.

use chrono::NaiveDate;
use serde::Serialize;

use super::calendar::WorkingCalendar;
use super::deadline::{Deadline, DeadlineError, DeadlineRule};
use super::effective::EffectiveRules;
use super::parameters::TermKind;

/// Stands in place of a rule set's code where a date is only habit.
pub const PRACTICE: &str = "practice";

crate::alphabet! {
    /// The dated steps of a session, in the order of work.
    pub enum DateKind {
        IntakeOpens = "intake-opens",
        IntakeCloses = "intake-closes",
        Synthesis = "synthesis",
        Invitation = "invitation",
        PublicNotice = "public-notice",
        Registration = "citizen-registration",
        Answers = "answers",
        CancelNotice = "cancel-notice",
        ConclusionNotice = "conclusion-notice",
        Publication = "publication",
        Report = "report",
    }
}

impl DateKind {
    const fn term(self) -> TermKind {
        match self {
            Self::IntakeOpens => TermKind::IntakeOpens,
            Self::IntakeCloses => TermKind::IntakeCloses,
            Self::Synthesis => TermKind::Synthesis,
            Self::Invitation => TermKind::Invitation,
            Self::PublicNotice => TermKind::Notice,
            Self::Registration => TermKind::Registration,
            Self::Answers => TermKind::Answers,
            Self::CancelNotice => TermKind::CancelNotice,
            Self::ConclusionNotice => TermKind::ConclusionNotice,
            Self::Publication => TermKind::Publication,
            Self::Report => TermKind::SessionReport,
        }
    }

    /// What offices do where no rule says it; none for steps that exist only by rule.
    const fn habit(self) -> Option<DeadlineRule> {
        match self {
            Self::IntakeOpens => Some(DeadlineRule::calendar(-30)),
            Self::IntakeCloses => Some(DeadlineRule::calendar(-10)),
            Self::Synthesis => Some(DeadlineRule::working(-7)),
            Self::Answers => Some(DeadlineRule::working(-3)),
            Self::ConclusionNotice => Some(DeadlineRule::calendar(10)),
            _ => None,
        }
    }
}

/// One step with its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionDate {
    pub kind: DateKind,
    /// As stated; a day of the month is turned into calendar days.
    pub rule: DeadlineRule,
    pub deadline: Deadline,
    /// Code of the rule set, or [`PRACTICE`].
    pub from: String,
    /// Empty for habit.
    pub legal_basis: String,
}

impl SessionDate {
    /// Whether the date is habit, which the office may change freely.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.from == PRACTICE
    }
}

/// The dates of a session held on `held_on`, by day and then by the order of work.
///
/// Of several statements the one with the earliest last day wins, counted on the real calendar.
///
/// # Errors
/// A stated term that cannot be counted: too long, or over a calendar without working days.
pub fn session_dates(
    rules: &EffectiveRules,
    calendar: &WorkingCalendar,
    held_on: NaiveDate,
) -> Result<Vec<SessionDate>, DeadlineError> {
    let mut dates = Vec::with_capacity(DateKind::ALL.len());
    for &kind in DateKind::ALL {
        let stated = stated(rules, calendar, held_on, kind)?;
        let date = match (stated, kind.habit()) {
            (Some(date), _) => date,
            (None, Some(rule)) => habit(kind, Deadline::compute(calendar, held_on, rule)?),
            (None, None) => continue,
        };
        dates.push(date);
    }
    put_habits_in_order(&mut dates, calendar, held_on)?;
    dates.sort_by_key(|date| (date.deadline.last_day(), date.kind));
    Ok(dates)
}

fn stated(
    rules: &EffectiveRules,
    calendar: &WorkingCalendar,
    held_on: NaiveDate,
    kind: DateKind,
) -> Result<Option<SessionDate>, DeadlineError> {
    let mut strictest: Option<SessionDate> = None;
    for chosen in rules.terms.get(&kind.term()).into_iter().flatten() {
        let rule = chosen.value.offset(held_on);
        let deadline = Deadline::compute(calendar, held_on, rule)?;
        if strictest.as_ref().is_none_or(|known| deadline.last_day() < known.deadline.last_day()) {
            let (from, legal_basis) = (chosen.rule_set.clone(), chosen.basis.clone());
            strictest = Some(SessionDate { kind, rule, deadline, from, legal_basis });
        }
    }
    Ok(strictest)
}

fn habit(kind: DateKind, deadline: Deadline) -> SessionDate {
    SessionDate { kind, rule: deadline.rule(), deadline, from: PRACTICE.to_owned(), legal_basis: String::new() }
}

/// Pulls a habitual step back to the day of the step that follows it: a Monday, or a long holiday, can put seven working
/// days before ten calendar days, and nobody can synthesise what is still being collected.
fn put_habits_in_order(dates: &mut [SessionDate], calendar: &WorkingCalendar, held_on: NaiveDate) -> Result<(), DeadlineError> {
    const STEPS: [(DateKind, DateKind); 3] = [
        (DateKind::Synthesis, DateKind::Answers),
        (DateKind::IntakeCloses, DateKind::Synthesis),
        (DateKind::IntakeOpens, DateKind::IntakeCloses),
    ];
    for (earlier, later) in STEPS {
        let Some(limit) = dates.iter().find(|date| date.kind == later).map(|date| date.deadline.last_day()) else { continue };
        let Some(date) = dates.iter_mut().find(|date| date.kind == earlier) else { continue };
        if date.is_practice() && date.deadline.last_day() > limit {
            let days = i32::try_from((limit - held_on).num_days()).unwrap_or(0);
            *date = habit(earlier, Deadline::compute(calendar, held_on, DeadlineRule::calendar(days))?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::effective::merge;
    use crate::law::parameters::{Term, When};
    use crate::law::rule_set::{RuleSet, seeds};

    fn ymd(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn dates(codes: &[&str], held_on: NaiveDate) -> Vec<SessionDate> {
        let all = seeds().unwrap();
        let sets: Vec<&RuleSet> = codes.iter().map(|code| all.iter().find(|set| set.code == *code).unwrap()).collect();
        session_dates(&merge(&sets, held_on), &WorkingCalendar::builtin(), held_on).unwrap()
    }

    fn day(dates: &[SessionDate], kind: DateKind) -> (NaiveDate, &str) {
        dates.iter().find(|date| date.kind == kind).map(|date| (date.deadline.last_day(), date.from.as_str())).unwrap()
    }

    #[test]
    fn the_dates_of_a_commune_dialogue() {
        // Wednesday 29 October 2025; seven working days before is Monday 20, three is Friday 24.
        let dates = dates(&["law-commune-2025", "qd11-commune"], ymd(2025, 10, 29));
        assert_eq!(day(&dates, DateKind::PublicNotice), (ymd(2025, 10, 22), "law-commune-2025"));
        assert_eq!(day(&dates, DateKind::Publication), (ymd(2025, 11, 8), "law-commune-2025"));
        assert_eq!(day(&dates, DateKind::IntakeOpens), (ymd(2025, 9, 29), PRACTICE));
        assert_eq!(day(&dates, DateKind::IntakeCloses), (ymd(2025, 10, 19), PRACTICE));
        assert_eq!(day(&dates, DateKind::Synthesis), (ymd(2025, 10, 20), PRACTICE));
        assert_eq!(day(&dates, DateKind::Answers), (ymd(2025, 10, 24), PRACTICE));
        assert_eq!(day(&dates, DateKind::ConclusionNotice), (ymd(2025, 11, 8), PRACTICE));
        assert!(dates.iter().all(|date| date.is_practice() == date.legal_basis.is_empty()));
        assert!(dates.iter().all(|date| date.kind != DateKind::Registration));
    }

    #[test]
    fn habits_never_close_the_intake_after_the_synthesis() {
        // Tuesday 24 February 2026, after Tết: seven working days before is Friday 6 February; ten days before would be the 14th.
        let dates = dates(&["law-commune-2025"], ymd(2026, 2, 24));
        assert_eq!(day(&dates, DateKind::Synthesis).0, ymd(2026, 2, 6));
        assert_eq!(day(&dates, DateKind::IntakeCloses).0, ymd(2026, 2, 6));
    }

    #[test]
    fn a_stated_date_wins_over_habit_and_the_earlier_over_the_later() {
        let lao_cai = dates(&["laocai-2025"], ymd(2025, 10, 20));
        assert_eq!(day(&lao_cai, DateKind::IntakeCloses), (ymd(2025, 10, 4), "laocai-2025"));
    }

    #[test]
    fn the_earlier_of_two_statements_wins_on_the_real_calendar() {
        let notice = |code: &str, rule| {
            let mut set = seeds().unwrap().remove(0);
            code.clone_into(&mut set.code);
            set.parameters.terms.notice_before = Some(Term { when: When::Offset(rule), basis: "Điều thử".into() });
            set
        };
        let (calendar_days, working_days) =
            (notice("calendar", DeadlineRule::calendar(-12)), notice("working", DeadlineRule::working(-8)));
        let of = |held_on| {
            let rules = merge(&[&calendar_days, &working_days], held_on);
            session_dates(&rules, &WorkingCalendar::builtin(), held_on).unwrap()
        };
        // Tuesday 24/2/2026: back over Tết 23, 13, 12, 11, 10, 9, 6 and 5 February, while twelve days before is the 12th.
        assert_eq!(day(&of(ymd(2026, 2, 24)), DateKind::PublicNotice), (ymd(2026, 2, 5), "working"));
        // Friday 23/10/2026: eight working days before is Tuesday 13, twelve days before is Sunday 11.
        assert_eq!(day(&of(ymd(2026, 10, 23)), DateKind::PublicNotice), (ymd(2026, 10, 11), "calendar"));
    }

    #[test]
    fn a_plan_that_closes_early_pulls_only_habits() {
        // Intake ends on 4 October by plan; the synthesis keeps its habit of seven working days before the 20th.
        let dates = dates(&["laocai-2025"], ymd(2025, 10, 20));
        assert_eq!(day(&dates, DateKind::IntakeOpens).0, ymd(2025, 9, 20));
        assert_eq!(day(&dates, DateKind::Synthesis).0, ymd(2025, 10, 9));
    }
}
