//! Orders, numbers and times of an agenda, by hand.

use super::*;

fn topic(number: u128, field: &str) -> Topic {
    let issue = IssueId(uuid::Uuid::from_u128(number));
    Topic { issue, field: (!field.is_empty()).then(|| field.to_owned()), title: format!("Ý kiến {number}") }
}

fn agenda(has_previous: bool, topics: &[Topic]) -> Agenda {
    Agenda::build(SessionId(uuid::Uuid::nil()), "11413", has_previous, topics, Own::default()).0
}

/// Number and short sign of every line: `1o` is the opening, `+1` a late line.
fn lines(agenda: &Agenda) -> Vec<String> {
    let sign = |item: &AgendaItem| {
        if item.issue.is_some() { item.title.replace("Ý kiến ", "i") } else { item.kind.as_str()[..1].to_owned() }
    };
    agenda.items.iter().map(|item| format!("{}{}{}", if item.late { "+" } else { "" }, item.number, sign(item))).collect()
}

fn codes(refused: Result<(Agenda, Event), Violations>) -> Vec<&'static str> {
    refused.unwrap_err().0.into_iter().map(|refusal| refusal.code).collect()
}

#[test]
fn lines_of_the_office_stand_around_the_issues() {
    let line = |title: &str, minutes| AgendaItem { minutes, ..AgendaItem::new(ItemKind::Other, title.to_owned()) };
    let own = Own {
        before: vec![line("Báo cáo tình hình", 15), line("Phim tư liệu", 5)], after: vec![line("Phát biểu", 10)]
    };
    let (built, _) = Agenda::build(SessionId(uuid::Uuid::nil()), "11413", true, &[topic(1, "land")], own);
    assert_eq!(lines(&built), ["1o", "2p", "3s", "4o", "5o", "6i1", "7o", "8c"]);
    let titles: Vec<&str> = built.items.iter().map(|item| item.title.as_str()).filter(|title| !title.is_empty()).collect();
    assert_eq!(titles, ["Báo cáo tình hình", "Phim tư liệu", "Ý kiến 1", "Phát biểu"]);
    // 10 for the opening, 15 for earlier results, 10 for the synthesis, 15 + 5, 10 for the issue, 10, 15 for the conclusion.
    assert_eq!(built.planned_minutes(), 90);
}

#[test]
fn the_offices_own_lines_are_marked_as_sessions_know_them() {
    assert_eq!(ItemKind::Other.as_str(), crate::dialogues::OWN_LINE);
}

#[test]
fn results_of_the_previous_session_are_the_first_working_item() {
    let built = agenda(true, &[topic(1, "land"), topic(2, "roads")]);
    assert_eq!(lines(&built), ["1o", "2p", "3s", "4i1", "5i2", "6c"]);
    assert_eq!(lines(&agenda(false, &[])), ["1o", "2s", "3c"]);
    // 10 opening + 15 earlier results + 10 synthesis + 2 × 10 + 15 conclusion
    assert_eq!(built.planned_minutes(), 70);
}

#[test]
fn a_new_topic_of_a_draft_joins_its_field_and_a_dropped_one_goes() {
    let built = agenda(false, &[topic(1, "land"), topic(2, "roads")]);
    let (built, _) = built.refresh(&[topic(1, "land"), topic(3, "land"), topic(2, "roads"), topic(4, "water")]).unwrap();
    assert_eq!(lines(&built), ["1o", "2s", "3i1", "4i3", "5i2", "6i4", "7c"]);
    let (built, _) = built.refresh(&[topic(3, "land")]).unwrap();
    assert_eq!(lines(&built), ["1o", "2s", "3i3", "4c"]);
    assert_eq!(codes(built.refresh(&[topic(3, "land")])), ["agenda.nothing-new"]);
}

#[test]
fn b097_an_issue_classified_late_moves_to_its_field_with_its_words_and_minutes() {
    let built = agenda(false, &[topic(1, "land"), topic(2, "roads"), topic(3, "")]);
    assert_eq!(lines(&built), ["1o", "2s", "3i1", "4i2", "5i3", "6c"]);
    let last = built.items[4].id;
    let (built, _) = built.describe(last, "Ý kiến 3".to_owned(), 25).unwrap();
    let classified = [topic(1, "land"), topic(2, "roads"), topic(3, "land")];
    let (built, _) = built.refresh(&classified).unwrap();
    assert_eq!(lines(&built), ["1o", "2s", "3i1", "4i3", "5i2", "6c"]);
    let moved = built.item(last).unwrap();
    assert_eq!((moved.minutes, moved.field.as_deref()), (25, Some("land")));
    assert_eq!(codes(built.clone().refresh(&classified)), ["agenda.nothing-new"]);
    // Once the order stands, nobody moves.
    let (frozen, _) = built.freeze().unwrap();
    assert_eq!(codes(frozen.refresh(&[topic(1, "land"), topic(2, "land"), topic(3, "land")])), ["agenda.nothing-new"]);
}

#[test]
fn b094_insert_move_and_remove_renumber_a_draft() {
    let built = agenda(false, &[topic(1, ""), topic(2, "")]);
    let (built, _) = built.insert_item(AgendaItem::new(ItemKind::Other, "Văn nghệ".into())).unwrap();
    assert_eq!(lines(&built), ["1o", "2s", "3i1", "4i2", "5o", "6c"]);
    let ids: Vec<_> = built.items.iter().filter(|item| !item.kind.is_fixed()).map(|item| item.id).collect();
    let (built, _) = built.arrange(&[ids[3], ids[2], ids[0], ids[1]]).unwrap();
    assert_eq!(lines(&built), ["1o", "2o", "3i2", "4s", "5i1", "6c"]);
    let (built, _) = built.remove(ids[2]).unwrap();
    assert_eq!(lines(&built), ["1o", "2o", "3s", "4i1", "5c"]);
    let opening = built.items[0].id;
    assert_eq!(codes(built.clone().remove(opening)), ["agenda.item-fixed"]);
    assert_eq!(codes(built.clone().arrange(&[ids[0], ids[0], ids[1]])), ["agenda.order-stale"]);
    assert_eq!(codes(built.arrange(&[ids[0]])), ["agenda.order-stale"]);
}

#[test]
fn b095_late_items_never_renumber_normal_ones() {
    let (frozen, _) = agenda(true, &[topic(1, "land")]).freeze().unwrap();
    let (frozen, _) = frozen.refresh(&[topic(1, "land"), topic(2, "land")]).unwrap();
    let (frozen, _) = frozen.insert_item(AgendaItem::new(ItemKind::Floor, "Hỏi thêm".into())).unwrap();
    assert_eq!(lines(&frozen), ["1o", "2p", "3s", "4i1", "+1i2", "+2f", "5c"]);
    // A topic that is no longer selected stays on a frozen agenda.
    assert_eq!(codes(frozen.clone().refresh(&[topic(2, "land")])), ["agenda.nothing-new"]);
    let (published, _) = frozen.publish().unwrap();
    let (published, _) = published.insert_item(AgendaItem::new(ItemKind::Floor, String::new())).unwrap();
    assert_eq!(lines(&published), ["1o", "2p", "3s", "4i1", "+1i2", "+2f", "+3f", "5c"]);
}

#[test]
fn every_act_in_every_state() {
    let draft = agenda(false, &[topic(1, "")]);
    let frozen = draft.clone().freeze().unwrap().0;
    let published = frozen.clone().publish().unwrap().0;
    let id = draft.items[2].id;
    let allowed = |agenda: &Agenda| {
        [
            agenda.clone().remove(id).is_ok(),
            agenda.clone().describe(id, "Khác".into(), 5).is_ok(),
            agenda.clone().arrange(&[agenda.items[1].id, id]).is_ok(),
            agenda.clone().freeze().is_ok(),
            agenda.clone().reopen().is_ok(),
            agenda.clone().publish().is_ok(),
        ]
    };
    assert_eq!(allowed(&draft), [true, true, true, true, false, false]);
    assert_eq!(allowed(&frozen), [false, true, false, false, true, true]);
    assert_eq!(allowed(&published), [false, false, false, false, false, false]);
}
