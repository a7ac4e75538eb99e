//! What must be there before a leader signs, and when a notice counts as published.

use super::*;
use crate::kernel::clock::instant;

fn at(text: &str) -> DateTime<Utc> {
    instant(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn draft() -> Conclusion {
    Conclusion {
        id: ConclusionId::fresh(),
        session: SessionId::fresh(),
        unit_code: "03667".into(),
        body: BodyId::fresh(),
        number: "15".into(),
        general: "Hội nghị đạt yêu cầu.".into(),
        state: ConclusionState::Draft,
        version: 1,
    }
}

fn task(lead: Option<BodyId>, due_on: Option<&str>) -> Task {
    Task {
        id: ConclusionTaskId::fresh(),
        position: 1,
        promise: None,
        issue: None,
        wording: "Sửa đèn".into(),
        lead,
        supports: Vec::new(),
        due_on: due_on.map(day),
    }
}

fn pen() -> Signature {
    Signature { at: at("2025-09-08 09:00"), by: "Lò Văn Mẫu".into(), title: "Bí thư Đảng ủy".into(), is_head: true }
}

fn codes(refused: Violations) -> Vec<(&'static str, String)> {
    refused.0.into_iter().map(|r| (r.code, r.args.first().map(|(_, value)| value.clone()).unwrap_or_default())).collect()
}

#[test]
fn a_number_is_figures_with_at_most_two_letters_and_may_wait() {
    let write = |number: &str| draft().write(BodyId::fresh(), number.into(), String::new());
    for number in ["", "7", "15a", "115bs"] {
        assert_eq!(write(number).unwrap().0.number, number);
    }
    for number in ["15-TB/ĐU", "a15", "15abc", "15đ", "1 5", "<b>"] {
        let refused = write(number).unwrap_err();
        assert_eq!((refused.0[0].field, refused.0[0].code), (Some("number"), "conclusion.number-shape"), "{number}");
    }
}

#[test]
fn everything_missing_is_said_at_once() {
    let empty = Conclusion { number: String::new(), general: String::new(), ..draft() };
    let tasks =
        [task(Some(BodyId::fresh()), Some("2025-09-30")), task(None, None), task(Some(BodyId::fresh()), Some("2025-09-07"))];
    let expected = [
        ("conclusion.minutes-unsigned", ""),
        ("conclusion.promises-lost", "2"),
        ("conclusion.number-missing", ""),
        ("conclusion.general-missing", ""),
        ("conclusion.task-without-lead", "2"),
        ("conclusion.task-without-due", "2"),
        ("conclusion.task-due-passed", "3"),
    ];
    let got = codes(empty.sign(pen(), &tasks, false, 2).unwrap_err());
    assert_eq!(got, expected.map(|(code, arg)| (code, arg.to_owned())));
}

#[test]
fn a_signed_notice_is_not_written_again_nor_signed_twice() {
    // Due on the day of signing itself is still possible.
    let (signed, event) = draft().sign(pen(), &[task(Some(BodyId::fresh()), Some("2025-09-08"))], true, 0).unwrap();
    assert_eq!((signed.word(), event.code), (ConclusionWord::Signed, "conclusion.signed"));
    let body = signed.body;
    assert_eq!(codes(signed.clone().write(body, "16".into(), "…".into()).unwrap_err())[0].0, "conclusion.wrong-state");
    assert_eq!(codes(signed.sign(pen(), &[], true, 0).unwrap_err())[0].0, "conclusion.wrong-state");
}

#[test]
fn it_is_published_with_the_last_required_channel_and_not_before() {
    let now = at("2025-09-12 10:00");
    let shown = |channel, on: &str| Publication { channel, done_on: day(on), proof: "Biên bản niêm yết".into() };
    let signed = draft().sign(pen(), &[], true, 0).unwrap().0;
    let publish = |conclusion: &Conclusion, new: &Publication, known: &[Publication]| {
        conclusion.clone().publish(now, new, known, &USUAL_CHANNELS)
    };
    let code = |result: Result<(Conclusion, Event), Violations>| result.unwrap_err().0[0].code;
    assert_eq!(code(publish(&draft(), &shown(Channel::MassMedia, "2025-09-09"), &[])), "conclusion.not-signed");
    assert_eq!(code(publish(&signed, &shown(Channel::MassMedia, "2025-09-13"), &[])), "publication.in-future");
    assert_eq!(code(publish(&signed, &shown(Channel::MassMedia, "2025-09-07"), &[])), "publication.before-signing");

    let media = shown(Channel::MassMedia, "2025-09-09");
    let board = shown(Channel::Headquarters, "2025-09-08");
    let (one, _) = publish(&signed, &media, &[]).unwrap();
    let (two, _) = publish(&one, &board, std::slice::from_ref(&media)).unwrap();
    let (other, _) = publish(&two, &shown(Channel::Website, "2025-09-10"), &[media.clone(), board.clone()]).unwrap();
    assert_eq!(other.word(), ConclusionWord::Signed, "the website stands for no village head");
    let (all, event) = publish(&other, &shown(Channel::VillageHeads, "2025-09-12"), &[media, board]).unwrap();
    assert_eq!((all.word(), &event.facts["complete"]), (ConclusionWord::Published, &json!(true)));
}
