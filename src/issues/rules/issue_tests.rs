//! Steps of an issue, each allowed and refused state by hand.

use super::fixture as issue;
use super::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_755_000_000, 0).unwrap()
}

fn code(step: Step) -> &'static str {
    step.unwrap_err().0[0].code
}

#[test]
fn b075_edited_before_acceptance_not_after_and_again_after_return() {
    let content = Content { wording: "Đề nghị mở rộng đường".into(), ..issue(IssueState::Draft).content };
    for state in [IssueState::Draft, IssueState::Submitted, IssueState::Returned { reason: "rõ hơn".into() }] {
        let (edited, event) = issue(state.clone()).edit(content.clone()).unwrap();
        assert_eq!((edited.content.wording.as_str(), &edited.state), ("Đề nghị mở rộng đường", &state));
        // Neither wording may reach the trail.
        assert_eq!(event.facts, json!({ "changed": ["wording"] }));
    }
    for state in [IssueState::Accepted, IssueState::Selected, IssueState::WrittenOnly, IssueState::Withdrawn] {
        assert_eq!(code(issue(state).edit(content.clone())), "issue.wrong-state");
    }
}

#[test]
fn lateness_is_that_of_the_first_submission() {
    let fresh = Issue { submitted_at: None, ..issue(IssueState::Draft) };
    let (in_time, _) = fresh.submit(now(), false).unwrap();
    let (back, _) = in_time.send_back(now(), "thiếu địa chỉ".into(), false).unwrap();
    let (again, _) = back.submit(now() + chrono::TimeDelta::days(30), true).unwrap();
    assert!(!again.late);
    assert_eq!(again.submitted_at, Some(now()));
}

#[test]
fn a_complaint_is_diverted_when_it_is_handed_in() {
    let mut complaint = issue(IssueState::Draft);
    complaint.content.kind = IssueKind::Complaint;
    let (diverted, event) = complaint.submit(now(), false).unwrap();
    assert_eq!((diverted.state.word(), event.code), (StateWord::Diverted, "issue.diverted"));
}

#[test]
fn a_number_is_given_once() {
    let (accepted, _) = issue(IssueState::Submitted).accept(now(), 4).unwrap();
    let (selected, _) = accepted.select(now()).unwrap();
    let (again, _) = selected.accept(now() + chrono::TimeDelta::days(1), 9).unwrap();
    assert_eq!((again.number, again.accepted_at), (Some(4), Some(now())));
}

#[test]
fn b084_merging_into_itself_or_a_chain_back_is_refused_and_chains_are_flattened() {
    let (a, b) = (issue(IssueState::Accepted), issue(IssueState::Accepted));
    assert_eq!(code(a.clone().merge(now(), &a)), "issue.merge-cycle");
    let b_in_a = b.clone().merge(now(), &a).unwrap().0;
    assert_eq!(code(a.clone().merge(now(), &b_in_a)), "issue.merge-cycle");
    let c = issue(IssueState::Submitted).merge(now(), &b_in_a).unwrap().0;
    assert_eq!(c.state, IssueState::Merged { into: a.id, via: b.id, before: StateWord::Submitted });
}

#[test]
fn b086_only_open_issues_are_merged_into_taken_on_ones_of_the_same_session() {
    let target = issue(IssueState::Selected);
    for state in [IssueState::Draft, IssueState::Withdrawn, IssueState::Answered { answered_at: now() }] {
        assert_eq!(code(issue(state).merge(now(), &target)), "issue.wrong-state");
    }
    assert_eq!(code(issue(IssueState::Submitted).merge(now(), &issue(IssueState::Submitted))), "issue.merge-target-state");
    let elsewhere = Issue { session: SessionId::fresh(), ..target };
    assert_eq!(code(issue(IssueState::Submitted).merge(now(), &elsewhere)), "issue.merge-other-session");
}

#[test]
fn b087_unmerging_restores_state_number_and_dates() {
    let (accepted, _) = issue(IssueState::Submitted).accept(now(), 3).unwrap();
    let (selected, _) = accepted.select(now()).unwrap();
    let merged = selected.clone().merge(now(), &issue(IssueState::Accepted)).unwrap().0;
    let (restored, _) = merged.unmerge(now() + chrono::TimeDelta::days(2)).unwrap();
    assert_eq!(Issue { state_at: selected.state_at, ..restored }, selected);
}

#[test]
fn what_others_hang_on_cannot_go_away() {
    assert_eq!(code(issue(IssueState::Accepted).withdraw(now(), true)), "issue.has-merged");
    assert_eq!(code(issue(IssueState::Accepted).refuse(now(), Ground::Settled, String::new(), true)), "issue.has-merged");
    assert_eq!(code(issue(IssueState::Accepted).divert(now(), String::new(), true)), "issue.has-merged");
}

#[test]
fn steps_out_of_order_are_refused() {
    assert_eq!(code(issue(IssueState::Draft).accept(now(), 1)), "issue.wrong-state");
    assert_eq!(code(issue(IssueState::Submitted).select(now())), "issue.wrong-state");
    assert_eq!(code(issue(IssueState::Submitted).answer(now())), "issue.wrong-state");
    assert_eq!(code(issue(IssueState::Selected).refuse(now(), Ground::Settled, String::new(), false)), "issue.wrong-state");
    assert_eq!(code(issue(IssueState::Answered { answered_at: now() }).withdraw(now(), false)), "issue.wrong-state");
    let floor = Issue { submitter: None, ..issue(IssueState::Submitted) };
    assert_eq!(code(floor.send_back(now(), "x".into(), false)), "issue.no-submitter");
    assert_eq!(code(fixture(IssueState::Submitted).send_back(now(), "x".into(), true)), "issue.has-merged");
}

#[test]
fn b086_a_complaint_is_merged_with_nothing_and_nothing_with_it() {
    let complaint = |state| {
        let mut one = issue(state);
        one.content.kind = IssueKind::Complaint;
        one
    };
    let diverted = || IssueState::Diverted { reason: String::new() };
    for target in [complaint(IssueState::Accepted), complaint(diverted()), issue(diverted())] {
        assert_eq!(code(issue(IssueState::Accepted).merge(now(), &target)), "issue.merge-confidential");
    }
    assert_eq!(code(complaint(IssueState::Submitted).merge(now(), &issue(IssueState::Accepted))), "issue.merge-confidential");
    assert!(issue(IssueState::Submitted).merge(now(), &issue(IssueState::Accepted)).is_ok());
}

#[test]
fn others_see_the_offices_wording_else_the_original_without_persons_and_of_a_complaint_nothing() {
    let mut one = issue(IssueState::Accepted);
    one.content.wording = "Ông Lò Văn Tâm đề nghị sửa đường".into();
    assert_eq!(one.shown_wording(), "Ông [họ tên] đề nghị sửa đường");
    one.public_wording = "Sửa đường bản Bôm".into();
    assert_eq!(one.shown_wording(), "Sửa đường bản Bôm");
    one.state = IssueState::Diverted { reason: String::new() };
    assert_eq!(one.shown_wording(), "");
    let bare = one.without_content();
    assert_eq!((bare.content.wording.as_str(), bare.content.village.as_str(), bare.public_wording.as_str()), ("", "", ""));
}
