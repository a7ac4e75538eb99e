//! What becomes of rows beside what is there, and when an import may go on.

use chrono::TimeZone as _;

use super::*;
use crate::issues::rules::words::{Channel, IssueKind};
use crate::issues::rules::{Issue, IssueState};

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2025, 3, 3, 1, 0, 0).unwrap()
}

fn content(wording: &str, people: i32) -> Content {
    Content {
        kind: IssueKind::Proposal,
        channel: Channel::Organisation,
        people,
        village: String::new(),
        field: None,
        wording: wording.into(),
    }
}

fn issue(receipt: &str, wording: &str, state: IssueState) -> Issue {
    Issue {
        id: IssueId::fresh(),
        unit_code: "03667".into(),
        session: SessionId::fresh(),
        submitter: None,
        number: None,
        receipt_code: receipt.into(),
        content: content(wording, 5),
        competence: None,
        group: crate::issues::rules::CounterpartGroup::Women,
        public_wording: String::new(),
        state,
        state_at: at(),
        late: false,
        created_by: None,
        created_at: at(),
        submitted_at: None,
        accepted_at: None,
        links: crate::issues::rules::Links::default(),
        approval: crate::issues::rules::Approval::None,
        version: 3,
    }
}

fn row(line: u32, wording: &str, receipt: Option<(&str, Option<i32>)>, people: i32) -> Row {
    let issue = SheetIssue {
        receipt: receipt.map(|(code, _)| code.to_owned()),
        version: receipt.and_then(|(_, version)| version),
        wording: wording.into(),
        kind: None,
        channel: None,
        people: Some(people),
        village: None,
        field: None,
        identity: Identity::default(),
        reviewed: false,
    };
    Row { line, cells: vec![wording.into()], result: Ok(issue) }
}

fn fault(plan: &Plan, line: u32) -> &str {
    &plan.faulty.iter().find(|row| row.line == line).unwrap().faults[0].code
}

#[test]
fn b117_rows_are_new_changed_the_same_or_refused_with_the_reason() {
    let there = [
        issue("A", "Đèn đường hỏng", IssueState::Submitted),
        issue("B", "Cống tắc", IssueState::Submitted),
        issue("C", "Cầu yếu", IssueState::Accepted),
        issue("D", "Đã rút", IssueState::Withdrawn),
    ];
    let rows = vec![
        row(2, "den duong HONG", None, 5),
        row(3, "Cống tắc", None, 9),
        row(4, "Việc mới", None, 1),
        row(5, "Đã rút", None, 1),
        row(6, "Cầu yếu", None, 6),
        row(7, "Cầu yếu", None, 5),
    ];
    let headings = vec!["Nội dung".to_owned()];
    let plan = plan(&headings, rows, &Known::new(&there, &HashMap::new(), &Tree::default()));
    let lines = |rows: &[PlannedRow]| rows.iter().map(|row| row.line).collect::<Vec<_>>();
    // Without diacritics it is the same issue; its wording is what the row says.
    assert_eq!((lines(&plan.new), lines(&plan.update), lines(&plan.same)), (vec![4, 5], vec![2, 3], vec![7]));
    assert_eq!(
        (plan.update[0].changed.clone(), plan.update[1].changed.clone()),
        (vec!["wording".to_owned()], vec!["people".to_owned()])
    );
    assert_eq!(fault(&plan, 6), "sheet.not-editable");
}

#[test]
fn b118_an_edited_export_changes_what_it_may_and_overwrites_nobody() {
    let there = [
        issue("A", "Một", IssueState::Submitted),
        issue("B", "Hai", IssueState::Submitted),
        issue("C", "Ba", IssueState::Accepted),
    ];
    let rows = vec![
        row(2, "Một, sửa", Some(("A", Some(3))), 5),
        row(3, "Hai, sửa", Some(("B", Some(2))), 5),
        row(4, "Ba, sửa", Some(("C", Some(3))), 5),
        row(5, "Bốn", Some(("Z", Some(1))), 5),
        row(6, "Hai, không có phiên bản", Some(("B", None)), 5),
        row(7, "Hai", Some(("B", Some(1))), 5),
        row(8, "Ba", Some(("A", Some(3))), 5),
    ];
    let headings: Vec<String> = ["Mã biên nhận", "Phiên bản", "Nội dung"].map(str::to_owned).to_vec();
    let plan = plan(&headings, rows, &Known::new(&there, &HashMap::new(), &Tree::default()));
    assert_eq!(plan.update.iter().map(|row| (row.line, row.issue)).collect::<Vec<_>>(), [(2, Some((there[0].id, 3)))]);
    let codes: Vec<&str> = [3, 4, 5, 6, 8].map(|line| fault(&plan, line)).to_vec();
    let expected = ["sheet.moved", "sheet.not-editable", "sheet.unknown-receipt", "sheet.version-missing", "sheet.duplicate"];
    assert_eq!(codes, expected);
    assert_eq!(plan.faulty[0].faults[0].column.as_deref(), Some("B"));
    // What was not touched may be old: nothing is lost by leaving it.
    assert_eq!(plan.same[0].line, 7);
}

#[test]
fn empty_cells_say_nothing_about_who_it_was() {
    let there = [issue("A", "Một", IssueState::Submitted)];
    let known = Identity { full_name: "An".into(), address: "Tổ 3".into(), contact: String::new() };
    let identities = HashMap::from([(there[0].id, known.clone())]);
    let mut named = row(2, "Một", None, 5);
    if let Ok(good) = &mut named.result {
        good.identity.contact = "0912".into();
    }
    let plan = plan(&[], vec![named], &Known::new(&there, &identities, &Tree::default()));
    assert_eq!(plan.update[0].changed, ["identity"]);
    let with = known.with(&plan.update[0].identity);
    assert_eq!((with.full_name.as_str(), with.contact.as_str()), ("An", "0912"));
}

#[test]
fn b117_two_rows_about_one_issue_are_told_and_the_receipt_wins() {
    let there = [issue("A", "Đèn đường hỏng", IssueState::Submitted), issue("B", "Cống tắc", IssueState::Submitted)];
    let by_receipt = |line| row(line, "Đèn đường Tổ 3 hỏng", Some(("A", Some(3))), 5);
    let by_wording = |line| row(line, "đèn đường hỏng", None, 9);
    for (rows, named, other) in [(vec![by_receipt(2), by_wording(3)], 2, 3), (vec![by_wording(2), by_receipt(3)], 3, 2)] {
        let plan = plan(&["Nội dung".to_owned()], rows, &Known::new(&there, &HashMap::new(), &Tree::default()));
        assert_eq!(plan.update.iter().map(|row| row.line).collect::<Vec<_>>(), [named]);
        let fault = &plan.faulty[0].faults[0];
        assert_eq!((plan.faulty[0].line, fault.code.as_str(), fault.column.as_deref()), (other, "sheet.same-issue", Some("A")));
        assert_eq!(fault.args, [("line".to_owned(), named.to_string())]);
        assert!(plan.new.is_empty() && plan.same.is_empty());
    }
}

#[test]
fn a_shielded_complaint_is_compared_with_nothing() {
    let shielded = issue("A", "Sai giá đền bù", IssueState::Diverted { reason: String::new() });
    let identities = HashMap::from([(shielded.id, Identity { full_name: "An".into(), ..Identity::default() })]);
    let there = [shielded];
    let mut rows: Vec<Row> = [Some(("A", Some(3))), Some(("A", Some(1))), None, None]
        .into_iter()
        .zip(2..)
        .map(|(receipt, line)| row(line, "Sai giá đền bù", receipt, 5))
        .collect();
    // The right name, and a wrong one: what is answered is the same.
    for (row, name) in rows.iter_mut().zip(["An", "Bình", "An", "Bình"]) {
        if let Ok(good) = &mut row.result {
            good.identity.full_name = name.to_owned();
        }
    }
    for row in rows {
        let plan = plan(&[], vec![row], &Known::new(&there, &identities, &Tree::default()));
        let fault = &plan.faulty[0].faults[0];
        assert_eq!((fault.code.as_str(), fault.args[0].1.as_str()), ("sheet.not-editable", "diverted"));
    }
}

#[test]
fn a_row_that_could_not_be_written_comes_back_with_its_tick() {
    let mut reviewed = row(2, "Chống tham nhũng", None, 5);
    if let Ok(good) = &mut reviewed.result {
        good.reviewed = true;
    }
    let headings: Vec<String> = ["Nội dung", "Không phải tố cáo"].map(str::to_owned).to_vec();
    let plan = plan(&headings, vec![reviewed, row(3, "Đèn hỏng", None, 5)], &Known::new(&[], &HashMap::new(), &Tree::default()));
    let back = |row: &PlannedRow| given_back(&headings, row, Refusal::new("sheet.moved"), |_| String::new()).cells;
    assert_eq!(
        (back(&plan.new[0]), back(&plan.new[1])),
        (vec!["Chống tham nhũng".to_owned(), "x".to_owned()], vec!["Đèn hỏng".to_owned(), String::new()],)
    );
}

fn import() -> Import {
    Import {
        id: ImportId::fresh(),
        unit_code: "03667".into(),
        session: SessionId::fresh(),
        body: BodyId::fresh(),
        account: None,
        file_name: "a.xlsx".into(),
        read_as: "XLSX".into(),
        sheet: String::new(),
        hidden: Vec::new(),
        headings: Vec::new(),
        state: ImportState::Looked,
        only_good: false,
        submit: true,
        for_approval: false,
        stopped_by: String::new(),
        created_at: at(),
        started_at: None,
        ended_at: None,
        version: 1,
    }
}

#[test]
fn b117_with_faulty_rows_it_starts_only_for_the_good_ones_and_once() {
    let refused = |result: Result<(Import, Event), Violations>| result.unwrap_err().0[0].code;
    let all = Choice { only_good: false, submit: true };
    let good = Choice { only_good: true, submit: false };
    assert_eq!(refused(import().start(at(), all, 3, 1)), "sheet.faulty-rows");
    assert_eq!(refused(import().start(at(), good, 0, 1)), "sheet.nothing-new");
    let (started, event) = import().start(at(), good, 3, 1).unwrap();
    assert_eq!((started.state, started.submit, event.code), (ImportState::Writing, false, "issues.import-started"));
    assert_eq!(refused(started.clone().start(at(), good, 3, 1)), "import.wrong-state");
    let (waiting, event) = started.clone().finish(at(), 3, 1, true).unwrap();
    assert_eq!((waiting.for_approval, event.facts["after"]["submitted"].as_bool()), (true, Some(false)));
    let (done, event) = started.clone().finish(at(), 3, 1, false).unwrap();
    assert_eq!((done.state, event.code), (ImportState::Done, "issues.imported"));
    assert_eq!(refused(done.finish(at(), 3, 1, false)), "import.wrong-state");
    let (stopped, _) = started.stop(at(), "call.session-over", 2).unwrap();
    assert_eq!((stopped.state, stopped.stopped_by.as_str()), (ImportState::Stopped, "call.session-over"));
}
