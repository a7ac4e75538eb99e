//! The whole table of states and commands, and the facts that must survive them.

use super::*;
use crate::followups::rules::StateWord::{self, Accepted, Assigned, Closed, Contested, InProgress, Reported, Verified};
use crate::followups::rules::extension::Extension;
use crate::kernel::clock::instant;

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    instant(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Assigned on Monday 8 September 2025, due on Tuesday 30 September 2025.
pub(crate) fn fresh() -> Commitment {
    let new = NewCommitment {
        unit_code: "03667".into(),
        session: SessionId::fresh(),
        issue: None,
        promise: None,
        code: "7GK2MRQ".into(),
        number: 3,
        wording: "Nạo vét cống đường Lê Hồng Phong".into(),
        lead: BodyId::fresh(),
        supports: Vec::new(),
        due_on: day("2025-09-30"),
        warn_days: 7,
    };
    Commitment::assign(at("2025-09-08 09:00"), new).0
}

pub(crate) fn reported(when: &str, outcome: Outcome) -> Commitment {
    let when = at(when);
    fresh().accept(at("2025-09-09 08:00")).unwrap().0.report(when, outcome, local_date(when)).unwrap().0
}

fn in_state(word: StateWord) -> Commitment {
    let now = at("2025-09-10 08:00");
    let seen = || reported("2025-09-20 08:00", Outcome::Done).confirm(at("2025-09-22 08:00"), "Lò Thị Mẫu").unwrap().0;
    match word {
        Assigned => fresh(),
        Accepted => fresh().accept(now).unwrap().0,
        Contested => fresh().contest(now, None, "Việc của Sở Xây dựng".into()).unwrap().0,
        InProgress => fresh().accept(now).unwrap().0.progress(now, Some(30)).unwrap().0,
        Reported => reported("2025-09-20 08:00", Outcome::Done),
        Verified => seen(),
        Closed => seen().close(at("2025-09-23 08:00")).unwrap().0,
    }
}

type Command = (&'static str, fn(Commitment) -> Option<StateWord>);

fn word(result: Result<(Commitment, Event), Violations>) -> Option<StateWord> {
    result.ok().map(|(commitment, _)| commitment.state.word())
}

#[test]
fn every_state_meets_every_command() {
    const NOW: fn() -> DateTime<Utc> = || at("2025-09-25 08:00");
    let commands: [Command; 11] = [
        ("accept", |c| word(c.accept(NOW()))),
        ("contest", |c| word(c.contest(NOW(), None, "Không thuộc phòng".into()))),
        ("reassign", |c| word(c.reassign(NOW(), BodyId::fresh()))),
        ("uphold", |c| word(c.uphold(NOW()))),
        ("progress", |c| word(c.progress(NOW(), None))),
        ("report", |c| word(c.report(NOW(), Outcome::Done, day("2025-09-25")))),
        ("confirm", |c| word(c.confirm(NOW(), "Mặt trận"))),
        ("not-done", |c| word(c.not_done(NOW(), "Cống vẫn tắc"))),
        ("send-back", |c| word(c.send_back(NOW(), "Thiếu ảnh"))),
        ("close", |c| word(c.close(NOW()))),
        ("answer", |c| word(c.answer(NOW(), day("2025-09-24"), "CV 12/UBND".into()))),
    ];
    // Rows: states; columns: the commands above; "-" is refused.
    let expected = [
        (Assigned, "accepted contested - - - - - - - - assigned"),
        (Accepted, "- - - - in-progress reported - - - - accepted"),
        (Contested, "- - assigned accepted - - - - - - contested"),
        (InProgress, "- - - - in-progress reported - - - - in-progress"),
        (Reported, "- - - - - - verified in-progress in-progress - reported"),
        (Verified, "- - - - - - - - in-progress closed verified"),
        (Closed, "- - - - - - - - - - -"),
    ];
    assert_eq!(expected.map(|(state, _)| state).as_slice(), StateWord::ALL);
    for (state, row) in expected {
        let got: Vec<&str> = commands.iter().map(|(_, run)| run(in_state(state)).map_or("-", StateWord::as_str)).collect();
        assert_eq!(got.join(" "), row, "{state}");
    }
}

#[test]
fn answered_and_resolved_are_two_facts() {
    let (answered, _) = fresh().answer(at("2025-09-12 08:00"), day("2025-09-11"), "CV 12/UBND".into()).unwrap();
    assert_eq!((answered.answered_on, answered.resolved_on()), (Some(day("2025-09-11")), None));

    let done = reported("2025-09-20 08:00", Outcome::Done);
    assert_eq!(done.resolved_on(), None, "nobody has looked yet");
    let (seen, _) = done.confirm(at("2025-09-22 08:00"), "Lò Thị Mẫu").unwrap();
    assert_eq!((seen.answered_on, seen.resolved_on()), (None, Some(day("2025-09-20"))));
    let (back, _) = seen.send_back(at("2025-09-23 08:00"), "Nắp cống lại hỏng").unwrap();
    assert_eq!(back.resolved_on(), None);
}

#[test]
fn an_explanation_is_confirmed_and_closed_but_never_resolved() {
    for outcome in [Outcome::Explained, Outcome::Impossible] {
        let (seen, _) = reported("2025-09-20 08:00", outcome).confirm(at("2025-09-22 08:00"), "Lò Thị Mẫu").unwrap();
        let (closed, _) = seen.close(at("2025-09-23 08:00")).unwrap();
        assert_eq!(closed.resolved_on(), None, "{outcome}");
    }
}

#[test]
fn another_lead_keeps_number_and_last_day_and_is_no_longer_beside_itself() {
    let helper = BodyId::fresh();
    let mut commitment = fresh();
    commitment.supports = vec![helper];
    let (first, number) = (commitment.lead, commitment.number);
    let contested = commitment.contest(at("2025-09-09 08:00"), Some(helper), "Việc của Công an".into()).unwrap().0;
    assert_eq!(contested.clone().reassign(at("2025-09-10 08:00"), first).unwrap_err().0[0].code, "commitment.same-lead");
    let (moved, event) = contested.reassign(at("2025-09-10 08:00"), helper).unwrap();
    assert_eq!((moved.lead, moved.number, moved.due_on), (helper, number, day("2025-09-30")));
    assert!(moved.supports.is_empty());
    assert_eq!(event.facts["from"], json!(first));
}

#[test]
fn nobody_names_himself_and_nothing_is_done_tomorrow() {
    let commitment = fresh();
    let lead = commitment.lead;
    let refused = commitment.clone().contest(at("2025-09-09 08:00"), Some(lead), "?".into()).unwrap_err();
    assert_eq!((refused.0[0].code, refused.0[0].field), ("commitment.theirs-is-ours", Some("theirs")));
    let taken = commitment.accept(at("2025-09-09 08:00")).unwrap().0;
    let refused = taken.report(at("2025-09-09 08:00"), Outcome::Done, day("2025-09-10")).unwrap_err();
    assert_eq!(refused.0[0].code, "commitment.done-in-future");
}

#[test]
fn b055_extensions_keep_the_first_day_every_request_and_the_late_record() {
    use crate::followups::rules::is_late_by_extension;
    let taken = fresh().accept(at("2025-09-09 08:00")).unwrap().0;
    let ask = |commitment: &Commitment, now: &str, known: &[Extension], to: &str| {
        commitment.ask_extension(at(now), known, day(to), "Chờ vốn".into(), "Trần Văn Mẫu")
    };
    let code = |refused: Violations| refused.0[0].code;
    assert_eq!(code(ask(&taken, "2025-09-20 08:00", &[], "2025-09-30").unwrap_err()), "extension.not-later");
    assert_eq!(code(ask(&fresh(), "2025-09-20 08:00", &[], "2025-10-31").unwrap_err()), "commitment.wrong-state");

    let (first, _) = ask(&taken, "2025-09-20 08:00", &[], "2025-10-31").unwrap();
    assert_eq!(
        code(ask(&taken, "2025-09-21 08:00", std::slice::from_ref(&first), "2025-11-30").unwrap_err()),
        "extension.pending"
    );
    let (longer, first, _) =
        taken.decide_extension(at("2025-09-22 08:00"), first, Some("21/CV".into()), String::new(), "Bí thư").unwrap();
    assert_eq!((longer.first_due_on, longer.due_on), (day("2025-09-30"), day("2025-10-31")));
    assert!(!is_late_by_extension(std::slice::from_ref(&first)), "asked before the last day");

    // Asked a second time on 3 November, after 31 October has passed: granted, yet the record stays late.
    let known = [first];
    assert_eq!(code(ask(&longer, "2025-11-03 08:00", &known, "2025-11-02").unwrap_err()), "extension.in-the-past");
    let (second, _) = ask(&longer, "2025-11-03 08:00", &known, "2025-11-30").unwrap();
    let (again, second, _) =
        longer.decide_extension(at("2025-11-04 08:00"), second, Some("21/CV".into()), String::new(), "Bí thư").unwrap();
    assert_eq!((again.first_due_on, again.due_on), (day("2025-09-30"), day("2025-11-30")));
    let [first] = known;
    assert!(is_late_by_extension(&[first, second.clone()]));
    let refused = again.decide_extension(at("2025-11-05 08:00"), second, None, String::new(), "Bí thư").unwrap_err();
    assert_eq!(code(refused), "extension.decided");
}

#[test]
fn a_refused_extension_moves_nothing() {
    let taken = fresh().accept(at("2025-09-09 08:00")).unwrap().0;
    let (asked, _) = taken.ask_extension(at("2025-09-20 08:00"), &[], day("2025-10-31"), "Chờ vốn".into(), "A").unwrap();
    let (same, asked, event) = taken.decide_extension(at("2025-09-22 08:00"), asked, None, "Không đồng ý".into(), "B").unwrap();
    assert_eq!((same.due_on, asked.is_granted(), event.code), (day("2025-09-30"), false, "commitment.extension-refused"));
}
