//! Sending an issue to another unit's office as a twin with its own number and clock. The origin keeps its number and shows how
//! the twin stands; who raised it and what the office noted stay where they are. Pure.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::approval::Approval;
use super::issue::{Content, Issue, IssueState, Links, Step};
use super::words::{Channel, StateWord};
use crate::kernel::{AccountId, Event, IssueId, Refusal, SessionId};

/// Where a twin begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receiver {
    pub unit_code: String,
    /// The session of the receiver for which it comes in.
    pub session: SessionId,
}

impl Issue {
    /// Sends it on. One that was sent on already stays so, for it may go to several.
    ///
    /// # Errors
    /// `issue.forward-state` with the state that forbids it.
    pub fn forward(self, now: DateTime<Utc>, to: &[String]) -> Step {
        use StateWord::{Accepted, Forwarded, WrittenOnly};
        let word = self.state.word();
        if self.only_in(&[Accepted, WrittenOnly, Forwarded]).is_err() {
            return Err(Refusal::new("issue.forward-state").arg("state", word).into());
        }
        let before = match self.state {
            IssueState::Forwarded { before } => before,
            _ => word,
        };
        let (issue, event) = self.step(now, "issue.forwarded", IssueState::Forwarded { before });
        let facts = json!({ "before": { "state": word }, "after": { "state": StateWord::Forwarded, "to": to } });
        Ok((issue, event.facts(facts)))
    }

    /// The issue that `receiver` gets: the wording that may leave the house, nothing of who raised it.
    #[must_use]
    pub fn twin(
        &self,
        now: DateTime<Utc>,
        receiver: &Receiver,
        receipt: String,
        by: Option<AccountId>,
        wording: String,
    ) -> (Self, Event) {
        let twin = Self {
            id: IssueId::fresh(),
            unit_code: receiver.unit_code.clone(),
            session: receiver.session,
            submitter: None,
            number: None,
            receipt_code: receipt,
            content: Content {
                // What was said in the hall there comes on paper here.
                channel: if self.content.channel == Channel::Floor { Channel::Paper } else { self.content.channel },
                wording,
                village: self.shown_village(),
                ..self.content.clone()
            },
            competence: None,
            group: self.group,
            public_wording: String::new(),
            state: IssueState::Submitted,
            state_at: now,
            late: false,
            created_by: by,
            created_at: now,
            submitted_at: Some(now),
            accepted_at: None,
            links: Links { forwarded_from: Some(self.id), ..Links::default() },
            approval: Approval::None,
            version: 1,
        };
        let event = twin.event("issue.came-in-forwarded").facts(json!({ "after": { "from": self.id, "unit": self.unit_code } }));
        (twin, event)
    }

    /// Whether this twin is still on its way at its receiver: not given back, turned away or taken back.
    #[must_use]
    pub const fn is_alive(&self) -> bool {
        !matches!(
            self.state,
            IssueState::Returned { .. } | IssueState::Refused { .. } | IssueState::Diverted { .. } | IssueState::Withdrawn
        )
    }

    /// Whether this twin may be on its way again after it was given back or turned away; `origin` is the issue that was sent.
    ///
    /// # Errors
    /// `issue.forward-recalled` once its sender took the matter up itself: two units would work on it.
    pub fn may_go_on(&self, origin: &Self) -> Result<(), Refusal> {
        match origin.state {
            IssueState::Forwarded { .. } | IssueState::Withdrawn => Ok(()),
            _ => Err(Refusal::new("issue.forward-recalled")),
        }
    }

    /// Takes it back to its own unit, as it was, when no receiver works on it. `under_way` is whether one does.
    ///
    /// # Errors
    /// `issue.wrong-state`; `issue.forward-under-way`.
    pub fn take_back(self, now: DateTime<Utc>, under_way: bool) -> Step {
        let IssueState::Forwarded { before } = self.state else {
            return Err(Refusal::new("issue.wrong-state").arg("state", self.state.word()).into());
        };
        if under_way {
            return Err(Refusal::new("issue.forward-under-way").into());
        }
        let Some(state) = IssueState::from_before(before) else {
            return Err(Refusal::new("issue.wrong-state").arg("state", before).into());
        };
        Ok(self.step(now, "issue.forward-taken-back", state))
    }

    /// The twin that nobody has taken on yet leaves its receiver's table.
    ///
    /// # Errors
    /// `issue.wrong-state`.
    pub fn recall(self, now: DateTime<Utc>) -> Step {
        self.only_in(&[StateWord::Submitted])?;
        Ok(self.step(now, "issue.recalled", IssueState::Withdrawn))
    }
}

#[cfg(test)]
mod tests {
    use super::super::issue::fixture;
    use super::super::words::Ground;
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn b089_a_state_that_forbids_forwarding_is_named() {
        let all = [IssueState::Draft, IssueState::Submitted, IssueState::Selected, IssueState::Withdrawn];
        for state in all {
            let refused = fixture(state.clone()).forward(NOW, &[]).unwrap_err();
            assert_eq!(refused.0[0].code, "issue.forward-state");
            assert_eq!(refused.0[0].args[0].1, state.word().to_string());
        }
        let (sent, _) = fixture(IssueState::WrittenOnly).forward(NOW, &[]).unwrap();
        assert_eq!(sent.state, IssueState::Forwarded { before: StateWord::WrittenOnly });
        // To one more unit: what it was before stays known.
        assert_eq!(sent.forward(NOW, &[]).unwrap().0.state, IssueState::Forwarded { before: StateWord::WrittenOnly });
    }

    #[test]
    fn a_twin_has_neither_submitter_nor_number_nor_the_wording_that_stayed_at_home() {
        let origin = Issue { number: Some(7), late: true, ..fixture(IssueState::Accepted) };
        let receiver = Receiver { unit_code: "14".into(), session: SessionId::from(uuid::Uuid::from_u128(9)) };
        let (twin, _) = origin.twin(NOW, &receiver, "KLMNPQRS".into(), None, "Tu sửa đường tỉnh".into());
        assert_eq!((twin.submitter, twin.number, twin.late), (None, None, false));
        assert_eq!((twin.unit_code.as_str(), twin.content.wording.as_str()), ("14", "Tu sửa đường tỉnh"));
        assert_eq!((twin.links.forwarded_from, twin.submitted_at), (Some(origin.id), Some(NOW)));
        // Its receiver can give it back, though no organisation handed it in.
        assert!(twin.send_back(NOW, "Thuộc thẩm quyền cấp xã".into(), false).is_ok());
    }

    #[test]
    fn it_comes_back_as_it_was_while_nobody_works_on_it() {
        let sent = fixture(IssueState::Forwarded { before: StateWord::Accepted });
        assert_eq!(sent.clone().take_back(NOW, true).unwrap_err().0[0].code, "issue.forward-under-way");
        assert_eq!(sent.take_back(NOW, false).unwrap().0.state, IssueState::Accepted);
        assert!(fixture(IssueState::Submitted).is_alive());
        assert!(!fixture(IssueState::Refused { ground: Ground::Unclear, reason: String::new() }).is_alive());
        assert!(fixture(IssueState::Accepted).recall(NOW).is_err());
    }

    #[test]
    fn a_twin_goes_on_again_only_while_its_sender_has_not_taken_the_matter_up() {
        let twin = fixture(IssueState::Refused { ground: Ground::Unclear, reason: String::new() });
        let before = StateWord::Accepted;
        for state in [IssueState::Forwarded { before }, IssueState::Withdrawn] {
            assert_eq!(twin.may_go_on(&fixture(state)), Ok(()));
        }
        for state in
            [IssueState::Accepted, IssueState::Selected, IssueState::Answered { answered_at: NOW }, IssueState::Split { before }]
        {
            assert_eq!(twin.may_go_on(&fixture(state)).unwrap_err().code, "issue.forward-recalled");
        }
    }

    #[test]
    fn a_twin_is_taken_up_from_its_acceptance_until_it_is_turned_away() {
        let taken_up: Vec<&str> = StateWord::ALL.iter().filter(|word| word.is_taken_up()).map(|word| word.as_str()).collect();
        assert_eq!(taken_up, ["accepted", "selected", "written-only", "answered", "merged", "split", "forwarded"]);
    }
}
