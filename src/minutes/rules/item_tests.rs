//! Saving, clashing and counting, by hand.

use super::*;
use crate::minutes::rules::ItemKind;

fn content(question: &str) -> Content {
    Content { question: question.into(), contents: 1, ..Content::default() }
}

fn item(question: &str, revision: i32) -> Item {
    let (id, agenda_item) = (MinutesItemId::fresh(), AgendaItemId::fresh());
    Item { id, agenda_item, content: content(question), revision, updated_by: "An".into(), updated_at: DateTime::default() }
}

#[test]
fn b105_the_same_text_saved_twice_makes_one_revision_and_a_second_text_is_kept_beside() {
    let now = DateTime::default();
    let Saving::Newer(second) = item("Đường ngập", 1).note(1, content("Đường ngập nước"), "Bình", now) else {
        panic!()
    };
    assert_eq!((second.revision, second.updated_by.as_str()), (2, "Bình"));
    assert_eq!(second.clone().note(2, content("Đường ngập nước"), "Bình", now), Saving::Same);
    assert_eq!(second.clone().note(1, content("Đường ngập nước"), "An", now), Saving::Same);
    assert_eq!(second.note(1, content("Đường hỏng"), "An", now), Saving::Clash);
}

#[test]
fn joined_texts_lose_nothing() {
    let promise = |wording: &str| Promise { wording: wording.into(), ..Promise::default() };
    let mine = Content { asked_by: "Bà Mẫu".into(), promises: vec![promise("Nạo vét")], ..content("Ngập ở ngõ 3") };
    let theirs = Content {
        outcome: Some(Outcome::Promised),
        promises: vec![promise("Nạo vét"), promise("Lắp đèn")],
        ..content("Ngập ở ngõ 5")
    };
    let both = mine.joined_with(&theirs);
    assert_eq!(both.question, "Ngập ở ngõ 3\nNgập ở ngõ 5");
    assert_eq!((both.asked_by.as_str(), both.outcome), ("Bà Mẫu", Some(Outcome::Promised)));
    assert_eq!(both.promises, [promise("Nạo vét"), promise("Lắp đèn")]);
}

#[test]
fn promises_are_warned_about_not_refused() {
    let calendar = WorkingCalendar::builtin();
    let day = |d| NaiveDate::from_ymd_opt(2025, 9, d);
    let (session, body) = (NaiveDate::from_ymd_opt(2025, 8, 28).unwrap(), Some(BodyId::fresh()));
    let promise = |body, due_on| Promise { wording: "Nạo vét".into(), body, due_on };
    assert_eq!(promise(None, None).warnings(&calendar, session), [Warning::OwnerMissing, Warning::DueMissing]);
    // Monday 1 September 2025 was a holiday (Quốc khánh, two days); Wednesday 3 September was worked.
    let [Warning::DayOff { next, .. }] = &promise(body, day(1)).warnings(&calendar, session)[..] else { panic!() };
    assert_eq!(*next, day(3));
    assert_eq!(promise(body, day(3)).warnings(&calendar, session), []);
    assert_eq!(promise(body, NaiveDate::from_ymd_opt(2025, 8, 27)).warnings(&calendar, session), [Warning::DuePast]);
}

#[test]
fn speakers_opinions_and_contents_are_counted_apart() {
    let asked = |by: &str, from: &str, contents, outcome| Content {
        asked_by: by.into(),
        asked_from: from.into(),
        contents,
        outcome: Some(outcome),
        ..content("x")
    };
    let promise = Promise { wording: "Lắp đèn".into(), ..Promise::default() };
    let lines = [
        (ItemKind::Opening, content("Khai mạc")),
        (ItemKind::Issue, asked("Ông Mẫu", "TDP 1", 3, Outcome::Answered)),
        (ItemKind::Issue, Content { promises: vec![promise.clone()], ..asked("ông mẫu", "TDP 1", 2, Outcome::Promised) }),
        (ItemKind::Floor, asked("Bà Mẫu", "TDP 2", 1, Outcome::Explained)),
        (ItemKind::Floor, asked("", "", 1, Outcome::OutOfCompetence)),
        (ItemKind::Issue, content("chưa nêu")),
        (ItemKind::Conclusion, Content { promises: vec![promise], ..content("Kết luận") }),
    ];
    let tally = Tally::of(lines.iter().map(|(kind, content)| (*kind, content)));
    let expected = Tally {
        speakers: 2,
        opinions: 4,
        contents: 7,
        raised_live: 2,
        answered_in_the_room: 2,
        promised: 1,
        written_answer: 0,
        out_of_competence: 1,
        promises: 2,
    };
    assert_eq!(tally, expected);
}
