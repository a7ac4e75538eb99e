//! What is told when, and which answer counts.

use super::*;
use crate::dialogues::rules::series::{Before, Recipe, Repeat, SeriesWord};
use crate::dialogues::rules::{SessionForm, SessionKind};
use crate::kernel::SeriesId;
use crate::kernel::clock::instant;
use crate::law::{DayUnit, End, IfMissing, OccasionKind, ShiftRule};

fn at(text: &str) -> DateTime<Utc> {
    instant(text.parse().unwrap())
}

const NOW: &str = "2025-03-03T08:00:00";
const AN: &str = "an@xa.example.vn";

fn session() -> Session {
    Session {
        id: SessionId::fresh(),
        unit_code: "03667".into(),
        plan: None,
        series: None,
        slot_key: None,
        anchor_on: None,
        makes_up: None,
        code: "03667-2025-01".into(),
        year: 2025,
        number: Some(1),
        kind: SessionKind::Periodic,
        form: SessionForm::InPerson,
        triggers: Vec::new(),
        reason: String::new(),
        title: "Hội nghị".into(),
        counterpart: "Nhân dân".into(),
        place: "Hội trường".into(),
        attend_how: String::new(),
        starts_at: at("2025-04-10T08:00:00"),
        ends_at: at("2025-04-10T11:00:00"),
        state: SessionState::Announced { announced_at: at(NOW) },
        sequence: 1,
        changed_at: at(NOW),
        version: 2,
    }
}

/// People are received on the 25th of each month, from 25 March on.
fn series() -> Series {
    let recipe = Recipe {
        repeat: Repeat::DayOfMonth,
        nth: 1,
        weekday: 1,
        day: 25,
        if_missing: IfMissing::LastDay,
        interval: 1,
        months: Vec::new(),
        before: Before { kind: OccasionKind::Other, days: 1, unit: DayUnit::Calendar },
        first: "2025-03-25T08:00:00".parse().unwrap(),
        end: End::Never,
    };
    Series {
        id: SeriesId::fresh(),
        unit_code: "03667".into(),
        plan: None,
        title: "Tiếp dân".into(),
        kind: SessionKind::Reception,
        form: SessionForm::InPerson,
        place: String::new(),
        counterpart: String::new(),
        rhythm: recipe.rhythm().unwrap(),
        duration_minutes: 210,
        shift: ShiftRule::NextWorking,
        state: SeriesWord::Active,
        sequence: 0,
        changed_at: at(NOW),
        version: 1,
    }
}

fn fresh(session: &Session) -> Invitation {
    Invitation::new(session.id, PersonId::fresh(), Subject::of(session, None))
}

fn settled(invitation: Invitation, session: &Session, on_list: bool) -> (Invitation, Option<Call>) {
    invitation.settle(session, session.sequence, on_list, Some(AN), at(NOW))
}

#[test]
fn a_letter_leaves_once_for_each_thing_to_say() {
    let first = session();
    let (asked, call) = settled(fresh(&first), &first, true);
    assert_eq!((call, asked.sequence, asked.address.as_str()), (Some(Call::Invite), 1, AN));
    assert_eq!(settled(asked.clone(), &first, true).1, None);
    let moved =
        Session { starts_at: at("2025-04-11T08:00:00"), ends_at: at("2025-04-11T11:00:00"), sequence: 2, ..first.clone() };
    let (told, call) = settled(asked.clone(), &moved, true);
    assert_eq!((call, told.sequence, told.moved_sequence), (Some(Call::Update), 2, 2));
    let worded = Session { title: "Hội nghị quý II".into(), sequence: 2, ..first.clone() };
    let (told, call) = settled(asked.clone(), &worded, true);
    assert_eq!((call, told.sequence, told.moved_sequence), (Some(Call::Update), 2, 0), "an answer to the same time stays");
    let off = Session {
        state: SessionState::Cancelled { announced_at: Some(at(NOW)), reason: "Bão".into() },
        sequence: 2,
        ..first.clone()
    };
    let (over, call) = settled(asked.clone(), &off, true);
    assert_eq!((call, over.sequence, over.standing), (Some(Call::Cancel), 2, Standing::Withdrawn));
    assert_eq!(settled(over, &off, true).1, None);
    let (out, call) = settled(asked, &first, false);
    assert_eq!((call, out.sequence), (Some(Call::Withdraw), 2), "more than the last letter, whatever calendars count");
    assert_eq!(settled(out.clone(), &first, false).1, None);
    let (back, call) = settled(out, &first, true);
    assert_eq!((call, back.sequence, back.standing), (Some(Call::Invite), 3, Standing::Live));
}

#[test]
fn b066_changed_and_changed_back_says_nothing() {
    let first = session();
    let (asked, _) = settled(fresh(&first), &first, true);
    let back = Session { sequence: 3, changed_at: at("2025-03-03T08:00:50"), ..first };
    assert_eq!(settled(asked.clone(), &back, true), (asked, None));
}

#[test]
fn b035_nobody_is_asked_to_what_is_planned_begun_or_over() {
    let open = session();
    let begun = SessionState::InSession { announced_at: at(NOW), began_at: at(NOW) };
    for session in [
        Session { state: SessionState::Planned, ..open.clone() },
        Session { state: begun, ..open.clone() },
        Session { starts_at: at("2025-03-01T08:00:00"), ends_at: at("2025-03-01T11:00:00"), ..open.clone() },
    ] {
        assert_eq!(settled(fresh(&session), &session, true).1, None, "{:?}", session.state);
        let (asked, _) = settled(fresh(&open), &open, true);
        assert_eq!(settled(asked.clone(), &session, false).1, None, "nor taken off it");
    }
    let (unreachable, call) = fresh(&open).settle(&open, 1, true, None, at(NOW));
    assert_eq!((call, unreachable.told.as_str()), (None, ""));
}

fn given(by: GivenBy, sequence: i32, when: &str) -> Given {
    Given { answer: Answer::Accepted, by, at: at(when), stamped_at: at(when), sequence, note: String::new() }
}

#[test]
fn b034_a_single_date_beats_the_series_and_a_moved_one_is_asked_anew() {
    let (mail, page) = (given(GivenBy::Mail, 1, NOW), given(GivenBy::Page, 0, NOW));
    let no = Given { answer: Answer::Declined, ..mail.clone() };
    assert_eq!(counting(None, Some(&no), Some(&mail)), Some(&no));
    assert_eq!(counting(None, None, Some(&mail)), Some(&mail));
    let first = session();
    let (asked, _) = settled(fresh(&first), &first, true);
    let moved = Session { place: "Nhà văn hóa".into(), sequence: 2, changed_at: at("2025-03-04T08:00:00"), ..first };
    let (moved, _) = settled(asked.clone(), &moved, true);
    for answer in [&mail, &page] {
        assert_eq!(counting(Some(&asked), Some(answer), None), Some(answer));
        assert_eq!(counting(Some(&moved), Some(answer), None), None);
        assert_eq!(
            counting(Some(&moved), Some(answer), Some(&given(GivenBy::Mail, 2, NOW))),
            None,
            "the date's own answer is asked anew"
        );
    }
    let later = given(GivenBy::Page, 0, "2025-03-04T08:00:00");
    assert_eq!(counting(Some(&moved), Some(&later), None), Some(&later));
}

fn reply(subject: &Subject, occurrence: Option<&str>) -> Reply {
    Reply {
        subject: Some(subject.id),
        occurrence: occurrence.map(at),
        sequence: 1,
        stamped_at: Some(at(NOW)),
        attendees: vec![(AN.to_owned(), Said::Answer(Answer::Accepted))],
        comment: String::new(),
        starts_at: None,
        ends_at: None,
    }
}

#[test]
fn b034_who_was_not_asked_and_what_the_rule_does_not_give_is_skipped() {
    let series = series();
    let session = Session {
        series: Some(series.id),
        slot_key: Some("2025-04-25T08:00".into()),
        starts_at: at("2025-04-25T08:00:00"),
        ends_at: at("2025-04-25T11:00:00"),
        ..session()
    };
    let subject = Subject::of(&session, Some(&series));
    assert_eq!(subject, Subject { id: series.id.0, slot: "2025-04-25T08:00".into() });
    let invitation = Invitation { address: AN.to_uppercase(), ..Invitation::new(session.id, PersonId::fresh(), subject.clone()) };
    let judged = |reply: &Reply| {
        let known = Known { invitation: &invitation, session: &session, series: Some(&series) };
        addressed(&known, reply, at(NOW)).map(|(subject, _)| subject.slot)
    };
    assert_eq!(judged(&reply(&subject, None)), Ok(String::new()));
    assert_eq!(judged(&reply(&subject, Some("2025-04-25T08:00:00"))), Ok("2025-04-25T08:00".into()));
    assert_eq!(judged(&reply(&subject, Some("2026-12-25T08:00:00"))), Ok("2026-12-25T08:00".into()), "not created yet");
    assert_eq!(judged(&reply(&subject, Some("2025-04-24T08:00:00"))), Err(Verdict::NotInRule));
    assert_eq!(judged(&reply(&subject, Some("2025-04-25T09:00:00"))), Err(Verdict::NotInRule));
    assert_eq!(judged(&reply(&subject, Some("2025-02-25T08:00:00"))), Err(Verdict::NotInRule), "before the series began");
    let of = |attendees: &[&str]| {
        let attendees = attendees.iter().map(|one| ((*one).to_owned(), Said::Answer(Answer::Accepted))).collect();
        judged(&Reply { attendees, ..reply(&subject, None) })
    };
    for attendees in [&["khac@xa.example.vn"][..], &[], &[AN, "khac@xa.example.vn"]] {
        assert_eq!(of(attendees), Err(Verdict::NotInvited), "{attendees:?}");
    }
    assert_eq!(judged(&Reply { subject: Some(session.id.0), ..reply(&subject, None) }), Err(Verdict::WrongSubject));
    assert_eq!(judged(&Reply { subject: None, ..reply(&subject, None) }), Err(Verdict::WrongSubject));
    let single = Invitation { subject: Subject { id: session.id.0, slot: String::new() }, ..invitation.clone() };
    let known = Known { invitation: &single, session: &session, series: Some(&series) };
    assert_eq!(addressed(&known, &reply(&single.subject, Some("2025-04-25T08:00:00")), at(NOW)), Err(Verdict::NotInRule));
    let late = Known { invitation: &single, session: &session, series: None };
    assert_eq!(addressed(&late, &reply(&single.subject, None), at("2025-04-25T11:00:00")), Err(Verdict::Over));
}

#[test]
fn an_older_answer_never_takes_the_place_of_a_newer_one() {
    let subject = Subject { id: Uuid::nil(), slot: String::new() };
    let said = |sequence, stamped: &str| Reply { sequence, stamped_at: Some(at(stamped)), ..reply(&subject, None) };
    let kept = given(GivenBy::Mail, 2, "2025-03-03T09:00:00");
    let now = at("2025-03-03T10:00:00");
    let newer = |reply: &Reply| newer(Some(&kept), reply, Answer::Declined, now).map(|given| given.stamped_at);
    assert_eq!(newer(&said(1, "2025-03-03T09:30:00")), Err(Verdict::Stale));
    assert_eq!(newer(&said(2, "2025-03-03T08:59:59")), Err(Verdict::Stale));
    assert_eq!(newer(&said(2, "2025-03-03T09:00:00")), Ok(at("2025-03-03T09:00:00")));
    assert_eq!(newer(&said(3, "2025-03-03T08:00:00")), Ok(at("2025-03-03T08:00:00")));
    // A clock that runs years ahead counts as now.
    assert_eq!(newer(&said(2, "2035-03-03T09:00:00")), Ok(now));
    // On the page at nine: a mail of a minute before does not undo it, whatever its number; one of a minute after does.
    let page = given(GivenBy::Page, 0, "2025-03-03T09:00:00");
    let after_page = |stamp| super::newer(Some(&page), &said(5, stamp), Answer::Declined, now).is_ok();
    assert_eq!([after_page("2025-03-03T08:59:00"), after_page("2025-03-03T09:01:00")], [false, true]);
}

#[test]
fn answers_are_counted_by_their_words() {
    let all = [Some(Answer::Accepted), Some(Answer::Accepted), Some(Answer::Declined), Some(Answer::Tentative), None];
    let count = Count::of(all.into_iter());
    assert_eq!((count.accepted, count.declined, count.tentative, count.silent), (2, 1, 1, 1));
}
