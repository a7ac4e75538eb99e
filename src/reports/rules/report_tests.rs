//! The way of a report: every command in every state, freezing, adjustments, the superior's sum.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::consolidated::{Consolidated, Progress, UnitLine, UnitReport};
use super::facts::{Chair, Facts, SessionFact, SessionSort, Taking};
use super::figures::{self, Figure, Figures, adjustments};
use super::narrative::{Narrative, Section};
use super::period::{PeriodKey, resolve};
use super::report::{Frozen, Report, ReportState, Seal, StateWord, canonical};
use crate::kernel::{Event, ReportId, Violations};

fn now() -> DateTime<Utc> {
    "2026-01-10T02:00:00Z".parse().unwrap()
}

fn seal() -> Seal {
    Seal { at: now(), by: "Trần Văn Mẫu".into(), deputy: String::new(), digest: "00".into() }
}

fn report(state: ReportState) -> Report {
    Report {
        id: ReportId::fresh(),
        unit_code: "03667".into(),
        period: PeriodKey::YEAR,
        year: 2025,
        data_from: "2025-01-01".parse().unwrap(),
        data_to: "2025-12-31".parse().unwrap(),
        due_on: None,
        narrative: Narrative::from([(Section::Results, "Đã giải quyết [resolved].".to_owned())]),
        state,
        version: 1,
    }
}

fn states() -> Vec<ReportState> {
    let by = || "Tỉnh ủy".to_owned();
    vec![
        ReportState::Draft,
        ReportState::Presented,
        ReportState::Signed { seal: seal() },
        ReportState::Sent { seal: seal(), sent_at: now() },
        ReportState::Returned { seal: seal(), sent_at: now(), at: now(), by: by() },
        ReportState::Accepted { seal: seal(), sent_at: now(), at: now(), by: by() },
    ]
}

fn after(step: Result<(Report, Event), Violations>) -> Option<StateWord> {
    step.ok().map(|(report, _)| report.state.word())
}

#[test]
fn each_command_is_possible_in_its_states_alone() {
    use StateWord::{Accepted, Draft, Presented, Returned, Sent, Signed};
    type Command = fn(Report) -> Option<StateWord>;
    let table: &[(&str, Command, [Option<StateWord>; 6])] = &[
        ("write", |r| after(r.write(Narrative::new())), [Some(Draft), None, None, None, Some(Returned), None]),
        ("present", |r| after(r.present()), [Some(Presented), None, None, None, Some(Presented), None]),
        (
            "sign",
            |r| after(r.sign(now(), "Lê Thị Mẫu", String::new(), "ab".into())),
            [Some(Signed), Some(Signed), None, None, Some(Signed), None],
        ),
        ("reopen", |r| after(r.reopen()), [None, Some(Draft), Some(Draft), None, None, None]),
        ("send", |r| after(r.send(now())), [None, None, Some(Sent), None, None, None]),
        ("give back", |r| after(r.give_back(now(), "Tỉnh ủy")), [None, None, None, Some(Returned), None, None]),
        ("accept", |r| after(r.accept(now(), "Tỉnh ủy")), [None, None, None, Some(Accepted), None, None]),
    ];
    for (name, command, expected) in table {
        for (state, expected) in states().into_iter().zip(expected) {
            let from = state.word();
            assert_eq!(command(report(state)), *expected, "{name} from {from}");
        }
    }
}

#[test]
fn an_empty_report_and_one_before_its_period_cannot_be_signed() {
    let code = |result: Result<(), Violations>| result.unwrap_err().0[0].code;
    let empty = Report { narrative: Narrative::from([(Section::Results, " ".to_owned())]), ..report(ReportState::Draft) };
    assert_eq!(code(empty.check_sign(now())), "report.text-missing");
    // 31 December 2024, 16:59 UTC is still the last minute of the year in Hà Nội.
    let before = "2024-12-31T16:59:00Z".parse().unwrap();
    assert_eq!(code(report(ReportState::Draft).check_sign(before)), "report.not-begun");
    let after = "2024-12-31T17:00:00Z".parse().unwrap();
    assert!(report(ReportState::Draft).check_sign(after).is_ok());
}

#[test]
fn facts_count_up_to_the_last_day_of_the_period() {
    let report = report(ReportState::Draft);
    assert_eq!(report.as_of("2025-07-01".parse().unwrap()).to_string(), "2025-07-01");
    assert_eq!(report.as_of("2026-02-01".parse().unwrap()).to_string(), "2025-12-31");
}

#[test]
fn the_fingerprint_covers_text_figures_and_facts() {
    let frozen =
        Frozen { figures: Figures::from([("resolved".to_owned(), Figure { part: 1, of: None })]), facts: Arc::default() };
    let base = canonical(&report(ReportState::Draft), &frozen).unwrap();
    assert_eq!(canonical(&report(ReportState::Presented), &frozen).unwrap(), base, "the state is no part of what is signed");
    let other_text = Report { narrative: Narrative::new(), ..report(ReportState::Draft) };
    assert_ne!(canonical(&other_text, &frozen).unwrap(), base);
    let other_figure =
        Frozen { figures: Figures::from([("resolved".to_owned(), Figure { part: 2, of: None })]), ..frozen.clone() };
    assert_ne!(canonical(&report(ReportState::Draft), &other_figure).unwrap(), base);
    let other_facts = Frozen { facts: held(1).into(), ..frozen };
    assert_ne!(canonical(&report(ReportState::Draft), &other_facts).unwrap(), base);
}

#[test]
fn b110_a_correction_after_signing_is_an_adjustment_and_nothing_else() {
    let (frozen, live) = (figures::all(&held(2)), figures::all(&held(3)));
    let changed = adjustments(&frozen, &live);
    let codes: Vec<&str> = changed.iter().map(|line| line.code.as_str()).collect();
    assert_eq!(codes, ["participants", "sessions-held", "sessions-held-rate", "sessions-periodic", "sessions-planned"]);
    assert_eq!((changed[1].frozen, changed[1].live), (Some(Figure { part: 2, of: None }), Some(Figure { part: 3, of: None })));
    assert!(adjustments(&frozen, &frozen).is_empty());
}

/// So many sessions that were held, with ten people each; nobody knows who sat in the chair.
fn held(count: u128) -> Facts {
    let session = |at| SessionFact {
        id: uuid::Uuid::from_u128(at),
        on: "2025-08-28".parse().unwrap(),
        sort: SessionSort::Periodic,
        taking: Taking::Held,
        chair: Chair::Unknown,
        citizens: 10,
    };
    Facts { sessions: (1..=count).map(session).collect(), ..Facts::default() }
}

#[test]
fn the_sum_takes_accepted_reports_and_says_who_is_missing() {
    let line = |code: &str, state: Option<StateWord>, facts: Facts| UnitLine {
        code: code.into(),
        name: code.into(),
        report: state.map(|state| UnitReport {
            id: ReportId::fresh(),
            state,
            sent_at: None,
            figures: figures::all(&facts),
            facts: facts.into(),
        }),
        parts: Vec::new(),
    };
    let period = resolve(&[], PeriodKey::YEAR, 2025).unwrap();
    // The first and the second both report the first session, which they held together: 3 + 2 with one in common.
    let units = vec![
        line("a", Some(StateWord::Accepted), held(3)),
        line("b", Some(StateWord::Accepted), held(1)),
        line("c", Some(StateWord::Sent), held(9)),
        line("d", None, Facts::default()),
    ];
    let table = Consolidated::new(period, units.clone());
    assert_eq!(table.sum("sessions-held"), Some(Figure { part: 3, of: None }));
    assert_eq!(table.progress(), Progress { owed: 4, sent: 1, returned: 0, accepted: 2, missing: 1, held: 2 });
    let nothing = Consolidated::new(period, units[2..].to_vec());
    assert_eq!((nothing.sum("sessions-held"), nothing.progress().accepted), (None, 0));
    // On today's boundaries a and b are one: told together, 3 and 1 with one in common, and the sum and the counts stay.
    let one = UnitLine::joined("n".into(), "n".into(), units[..2].to_vec());
    assert_eq!(one.accepted().unwrap().figures["sessions-held"].part, 3);
    let of_today = Consolidated::new(period, vec![one, units[2].clone(), units[3].clone()]);
    assert_eq!((of_today.sum("sessions-held"), of_today.progress()), (table.sum("sessions-held"), table.progress()));
    // One part that sent nothing leaves the whole open; one that waits for a decision leaves it undecided.
    let open = |at: usize| UnitLine::joined("n".into(), "n".into(), vec![units[0].clone(), units[at].clone()]);
    assert!(open(3).report.is_none());
    assert_eq!(open(2).report.map(|report| report.state), Some(StateWord::Sent));
}
