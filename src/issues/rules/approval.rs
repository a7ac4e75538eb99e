//! Approval inside the organisation before an issue leaves it: asked by who wrote it, given or refused by who leads it. Pure.
//!
//! While it waits nobody changes it: what was read is what leaves. Its writer takes it back first. The issue's own state stays what
//! it is (a draft, or returned by the office), so that nothing outside learns what an organisation still talks about.

use chrono::{DateTime, Utc};

use super::issue::{Issue, IssueState, Step};
use super::words::StateWord;
use crate::alphabet;
use crate::kernel::{AccountId, Event, Refusal, Violations};

alphabet! {
    /// The stored word of an [`Approval`].
    pub enum ApprovalWord {
        Asked = "asked",
        Returned = "returned",
        Given = "given",
    }
}

/// Who took a step, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// None for the program itself.
    pub account: Option<AccountId>,
    pub name: String,
    pub at: DateTime<Utc>,
}

/// Where the approval of an issue stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Approval {
    /// Nobody asked for it.
    #[default]
    None,
    /// Waits for who approves.
    Asked(Mark),
    /// Back at its writer; the remark stands among those of the issue.
    Returned(Mark),
    /// Left the organisation with it.
    Given(Mark),
}

impl Approval {
    #[must_use]
    pub const fn word(&self) -> Option<ApprovalWord> {
        match self {
            Self::None => None,
            Self::Asked(_) => Some(ApprovalWord::Asked),
            Self::Returned(_) => Some(ApprovalWord::Returned),
            Self::Given(_) => Some(ApprovalWord::Given),
        }
    }

    #[must_use]
    pub const fn mark(&self) -> Option<&Mark> {
        match self {
            Self::None => None,
            Self::Asked(mark) | Self::Returned(mark) | Self::Given(mark) => Some(mark),
        }
    }

    #[must_use]
    pub const fn is_asked(&self) -> bool {
        matches!(self, Self::Asked(_))
    }
}

/// How somebody hands in for his organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// The organisation lets its writers hand in.
    Freely,
    /// He may approve: handing in is his approval.
    Approving(Mark),
    /// He asks who may.
    Asking(Mark),
}

impl Way {
    /// The way of somebody who marks his steps with `mark`: whether the organisation approves first, and whether he may approve.
    #[must_use]
    pub fn of(approves_first: bool, may_approve: bool, mark: Mark) -> Self {
        match (approves_first, may_approve) {
            (false, _) => Self::Freely,
            (true, true) => Self::Approving(mark),
            (true, false) => Self::Asking(mark),
        }
    }

    #[must_use]
    pub const fn asks(&self) -> bool {
        matches!(self, Self::Asking(_))
    }
}

impl Issue {
    /// Whether it waits for approval inside its organisation.
    #[must_use]
    pub const fn is_in_approval(&self) -> bool {
        self.approval.is_asked()
    }

    /// Refuses to go on while it waits for approval.
    ///
    /// # Errors
    /// `issue.in-approval`.
    pub fn not_in_approval(&self) -> Result<(), Refusal> {
        if self.is_in_approval() { Err(Refusal::new("issue.in-approval")) } else { Ok(()) }
    }

    /// Asks for approval.
    ///
    /// # Errors
    /// `issue.wrong-state` for what left already; `issue.in-approval` where it was asked for.
    pub fn ask_approval(mut self, mark: Mark) -> Step {
        self.only_in(&[StateWord::Draft, StateWord::Returned])?;
        self.not_in_approval()?;
        self.approval = Approval::Asked(mark);
        let event = self.event("approval.asked");
        Ok((self, event))
    }

    /// Takes the question back, so that the issue can be changed.
    ///
    /// # Errors
    /// `issue.not-in-approval`.
    pub fn take_from_approval(mut self) -> Step {
        self.waiting()?;
        self.approval = Approval::None;
        let event = self.event("approval.taken-back");
        Ok((self, event))
    }

    /// Gives it back to its writer.
    ///
    /// # Errors
    /// `issue.not-in-approval`.
    pub fn turn_back(mut self, mark: Mark) -> Step {
        self.waiting()?;
        self.approval = Approval::Returned(mark);
        let event = self.event("approval.returned");
        Ok((self, event))
    }

    /// Approves it, which hands it in: the events of both.
    ///
    /// # Errors
    /// `issue.not-in-approval`, `issue.wrong-state`.
    pub fn approve(self, mark: Mark, late: bool) -> Result<(Self, [Event; 2]), Violations> {
        self.waiting()?;
        self.let_go(mark, late)
    }

    fn let_go(mut self, mark: Mark, late: bool) -> Result<(Self, [Event; 2]), Violations> {
        let at = mark.at;
        self.approval = Approval::Given(mark);
        let approved = self.event("approval.given");
        let (issue, submitted) = self.submit(at, late)?;
        Ok((issue, [approved, submitted]))
    }

    /// Hands it in, or asks for approval, as its writer may: the events in their order, the last one to be committed with.
    ///
    /// # Errors
    /// `issue.in-approval`, `issue.wrong-state`.
    pub fn leave(self, now: DateTime<Utc>, way: Way, late: bool) -> Result<(Self, Vec<Event>), Violations> {
        self.not_in_approval()?;
        let (issue, events) = match way {
            Way::Freely => {
                let (issue, event) = self.submit(now, late)?;
                (issue, vec![event])
            }
            Way::Approving(mark) => {
                let (issue, events) = self.let_go(mark, late)?;
                (issue, events.into())
            }
            Way::Asking(mark) => {
                let (issue, event) = self.ask_approval(mark)?;
                (issue, vec![event])
            }
        };
        Ok((issue, events))
    }

    /// Whether somebody who hands in this way may change it as it stands. What left with an approval is changed by who may approve.
    ///
    /// # Errors
    /// `issue.in-approval`, `issue.approved-text`, `issue.wrong-state`.
    pub fn check_editable(&self, way: &Way) -> Result<(), Refusal> {
        self.not_in_approval()?;
        if !self.is_editable() {
            return Err(Refusal::new("issue.wrong-state").arg("state", self.state.word()));
        }
        if way.asks() && matches!(self.state, IssueState::Submitted) {
            return Err(Refusal::new("issue.approved-text"));
        }
        Ok(())
    }

    fn waiting(&self) -> Result<(), Refusal> {
        if self.is_in_approval() { Ok(()) } else { Err(Refusal::new("issue.not-in-approval")) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::issue::fixture;
    use super::super::words::IssueKind;
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn mark(name: &str) -> Mark {
        Mark { account: None, name: name.into(), at: NOW }
    }

    fn draft() -> Issue {
        Issue { submitted_at: None, ..fixture(IssueState::Draft) }
    }

    fn asked() -> Issue {
        draft().ask_approval(mark("Lan")).unwrap().0
    }

    fn code<T: std::fmt::Debug>(result: Result<T, Violations>) -> &'static str {
        result.unwrap_err().0[0].code
    }

    fn codes(events: &[Event]) -> Vec<&'static str> {
        events.iter().map(|event| event.code).collect()
    }

    #[test]
    fn a_draft_waits_is_read_and_leaves_with_the_name_of_who_let_it() {
        let issue = asked();
        assert_eq!((issue.state.word(), issue.is_private(), issue.is_editable()), (StateWord::Draft, true, false));
        let (issue, events) = issue.approve(mark("Hoa"), true).unwrap();
        assert_eq!(codes(&events), ["approval.given", "issue.submitted"]);
        assert_eq!(issue.approval, Approval::Given(mark("Hoa")));
        assert_eq!((issue.state.word(), issue.late, issue.submitted_at), (StateWord::Submitted, true, Some(NOW)));
    }

    #[test]
    fn what_waits_is_neither_changed_nor_handed_in_nor_asked_for_twice() {
        assert_eq!(code(asked().edit(draft().content)), "issue.in-approval");
        assert_eq!(code(asked().submit(NOW, false)), "issue.in-approval");
        assert_eq!(code(asked().ask_approval(mark("Lan"))), "issue.in-approval");
        for way in [Way::Freely, Way::Approving(mark("Hoa")), Way::Asking(mark("Lan"))] {
            assert_eq!(code(asked().leave(NOW, way, false)), "issue.in-approval");
        }
    }

    #[test]
    fn only_what_waits_is_approved_returned_or_taken_back() {
        for issue in [draft(), fixture(IssueState::Submitted), fixture(IssueState::Accepted)] {
            assert_eq!(code(issue.clone().approve(mark("Hoa"), false)), "issue.not-in-approval");
            assert_eq!(code(issue.clone().turn_back(mark("Hoa"))), "issue.not-in-approval");
            assert_eq!(code(issue.take_from_approval()), "issue.not-in-approval");
        }
        for state in [IssueState::Submitted, IssueState::Accepted, IssueState::Withdrawn] {
            assert_eq!(code(fixture(state).ask_approval(mark("Lan"))), "issue.wrong-state");
        }
    }

    #[test]
    fn back_at_its_writer_it_is_changed_and_asked_for_again() {
        let back = asked().turn_back(mark("Hoa")).unwrap().0;
        assert_eq!((back.approval.word(), back.is_editable()), (Some(ApprovalWord::Returned), true));
        let content = back.content.clone();
        let again = back.edit(content).unwrap().0.ask_approval(mark("Lan")).unwrap().0;
        assert!(again.is_in_approval());
        assert_eq!(again.take_from_approval().unwrap().0.approval, Approval::None);
    }

    #[test]
    fn what_the_office_gave_back_is_approved_again_and_keeps_its_first_day() {
        let office = IssueState::Returned { reason: "Ghi rõ".into() };
        let before = Issue { late: false, approval: Approval::Given(mark("Hoa")), ..fixture(office) };
        let (waiting, _) = before.ask_approval(mark("Lan")).unwrap();
        assert_eq!(waiting.state.word(), StateWord::Returned);
        let (issue, _) = waiting.approve(mark("Mai"), true).unwrap();
        assert_eq!((issue.late, issue.approval), (false, Approval::Given(mark("Mai"))));
    }

    #[test]
    fn who_may_approve_hands_in_at_once_and_who_may_not_asks() {
        let free = Way::of(false, false, mark("Lan"));
        assert_eq!(codes(&draft().leave(NOW, free, false).unwrap().1), ["issue.submitted"]);
        let (issue, events) = draft().leave(NOW, Way::of(true, true, mark("Hoa")), false).unwrap();
        assert_eq!(
            (codes(&events), issue.approval.word()),
            (vec!["approval.given", "issue.submitted"], Some(ApprovalWord::Given))
        );
        let (issue, events) = draft().leave(NOW, Way::of(true, false, mark("Lan")), false).unwrap();
        assert_eq!((codes(&events), issue.is_private()), (vec!["approval.asked"], true));
    }

    #[test]
    fn approved_words_are_changed_by_who_may_approve_them() {
        let (writer, head) = (Way::of(true, false, mark("Lan")), Way::of(true, true, mark("Hoa")));
        let left = fixture(IssueState::Submitted);
        assert_eq!(left.check_editable(&writer).unwrap_err().code, "issue.approved-text");
        assert!(left.check_editable(&head).is_ok() && left.check_editable(&Way::Freely).is_ok());
        assert!(draft().check_editable(&writer).is_ok());
        assert_eq!(asked().check_editable(&head).unwrap_err().code, "issue.in-approval");
        assert_eq!(fixture(IssueState::Accepted).check_editable(&head).unwrap_err().code, "issue.wrong-state");
    }

    #[test]
    fn taken_back_for_good_it_waits_no_longer_and_a_complaint_goes_its_own_way_when_it_leaves() {
        assert_eq!(asked().withdraw(NOW, false).unwrap().0.approval, Approval::None);
        let mut complaint = asked();
        complaint.content.kind = IssueKind::Complaint;
        assert_eq!(complaint.approve(mark("Hoa"), false).unwrap().0.state.word(), StateWord::Diverted);
    }
}
