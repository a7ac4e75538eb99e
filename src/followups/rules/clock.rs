//! Whose time a commitment used: its facts told to the clock of the law. Pure.

use chrono::{DateTime, NaiveDate, Utc};

use super::commitment::Commitment;
use super::extension::Extension;
use super::pause::Pause;
use super::timing::VERY_LATE_AFTER;
use crate::kernel::BodyId;
use crate::kernel::clock::start_of;
use crate::law::legal_term::LegalTerm;
use crate::law::term_clock::{Approval, ClockError, ClockRules, OnResume, Paper, PartyDays, TermClock};
use crate::law::{DeadlineRule, Roll, WorkingCalendar};

/// What moved a commitment's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// Another agency leads from here on.
    Given(BodyId),
    Stopped(Pause),
    Resumed,
    Extended(Extension),
}

/// The turns of a commitment in their order: `given` are the changes of its lead with their instants.
#[must_use]
pub fn turns(given: &[(DateTime<Utc>, BodyId)], pauses: &[Pause], extensions: &[Extension]) -> Vec<(DateTime<Utc>, Turn)> {
    let mut all: Vec<(DateTime<Utc>, Turn)> = given.iter().map(|(at, lead)| (*at, Turn::Given(*lead))).collect();
    for pause in pauses {
        all.push((pause.stopped_at, Turn::Stopped(pause.clone())));
        all.extend(pause.resumed.iter().map(|(at, _)| (*at, Turn::Resumed)));
    }
    for extension in extensions {
        let granted = extension.decision.as_ref().filter(|decision| decision.granted);
        all.extend(granted.map(|decision| (decision.at, Turn::Extended(extension.clone()))));
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// Days in the hands of each party, the late ones among them: `first` led at the beginning.
///
/// # Errors
/// Facts that contradict each other, such as a stop before the beginning.
pub fn party_days(
    commitment: &Commitment,
    first: BodyId,
    turns: &[(DateTime<Utc>, Turn)],
    calendar: &WorkingCalendar,
    now: DateTime<Utc>,
) -> Result<Vec<PartyDays<BodyId>>, ClockError> {
    let days = (commitment.first_due_on - commitment.assigned_on).num_days().max(0);
    let rules = ClockRules {
        term: LegalTerm {
            rule: DeadlineRule::calendar(i32::try_from(days).unwrap_or(i32::MAX)).rolling(Roll::Next),
            basis: String::new(),
            valid_from: NaiveDate::MIN,
            valid_to: None,
        },
        warn_days: commitment.warn_days,
        very_late_after: Some(VERY_LATE_AFTER),
        cap: None,
        on_resume: OnResume::Continue,
    };
    let mut clock = TermClock::new(rules)?.start(calendar, start_of(commitment.assigned_on), first)?;
    for (at, turn) in turns {
        clock = match turn {
            Turn::Given(lead) => clock.hand_over(calendar, *at, *lead)?,
            Turn::Stopped(pause) => {
                let paper = Paper { number: pause.cause.paper.clone(), on: pause.cause.paper_on };
                clock.stop(calendar, *at, pause.cause.waiting_for, &pause.cause.reason, paper)?
            }
            Turn::Resumed => clock.resume(calendar, *at)?,
            Turn::Extended(extension) => {
                let Some(decision) = &extension.decision else { continue };
                // Time that was granted before papers were asked for stands on its request.
                let number = if decision.paper.is_empty() { extension.reason.clone() } else { decision.paper.clone() };
                let paper = Paper { number, on: crate::kernel::clock::local_date(decision.at) };
                let approval = Approval { by: decision.by.clone(), reason: extension.reason.clone(), paper };
                let to_on = calendar.working_on_or_after(extension.to_on).unwrap_or(extension.to_on);
                clock.extend(calendar, *at, to_on, approval)?
            }
        };
    }
    if let Some(report) = commitment.state.report() {
        clock = clock.finish(calendar, report.at)?;
    }
    Ok(clock.days(calendar, now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::followups::rules::commitment::tests::{at, day, fresh};
    use crate::followups::rules::pause::Cause;

    #[test]
    fn own_days_and_days_of_others_are_told_apart() {
        // Given on Monday 8 September, due on Tuesday 30; the province is waited for from the 15th to 20 October.
        let calendar = WorkingCalendar::builtin();
        let (province, commitment) = (BodyId::fresh(), fresh().accept(at("2025-09-09 08:00")).unwrap().0);
        let lead = commitment.lead;
        let cause =
            Cause { waiting_for: province, reason: "Chờ vốn".into(), paper: "12/CV".into(), paper_on: day("2025-09-15") };
        let (stopped, pause, _) = commitment.stop(at("2025-09-15 09:00"), cause, "Văn").unwrap();
        let (again, pause, _) = stopped.resume(at("2025-10-20 08:00"), &calendar, pause, "Văn").unwrap();
        let turns = turns(&[], &[pause], &[]);
        let days = party_days(&again, lead, &turns, &calendar, at("2025-11-07 08:00")).unwrap();
        let told: Vec<_> = days.iter().map(|one| (one.party, one.days, one.late)).collect();
        // 8 to 15 September and 20 October to 7 November: 7 + 18 days, three of them after 4 November. 15 September to 20 October: 35.
        assert_eq!(told, [(lead, 25, 3), (province, 35, 0)]);
    }

    #[test]
    fn a_change_of_the_lead_splits_the_days() {
        let (first, commitment) = (BodyId::fresh(), fresh());
        let given = [(at("2025-09-12 10:00"), commitment.lead)];
        let days = party_days(&commitment, first, &turns(&given, &[], &[]), &WorkingCalendar::builtin(), at("2025-10-02 08:00"))
            .unwrap();
        let told: Vec<_> = days.iter().map(|one| (one.party, one.days, one.late)).collect();
        assert_eq!(told, [(first, 4, 0), (commitment.lead, 20, 2)]);
    }
}
