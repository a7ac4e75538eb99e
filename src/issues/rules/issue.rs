//! One issue: its states with their facts, and every step from draft to answer. Pure.
//!
//! The petitioner is no part of it: that stands apart and is read by permission only. Event facts never hold a wording.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::approval::Approval;
use super::counterpart::CounterpartGroup;
use super::redaction::redacted;
use super::words::{Channel, Competence, Ground, IssueKind, StateWord};
use crate::kernel::{AccountId, BodyId, Event, IssueId, Refusal, SessionId, Violations};

/// What the organisation says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub kind: IssueKind,
    pub channel: Channel,
    /// How many people stand behind it.
    pub people: i32,
    pub village: String,
    /// Code of the field of life.
    pub field: Option<String>,
    pub wording: String,
}

impl Content {
    /// Names of what is different in `other`.
    #[must_use]
    pub fn changed(&self, other: &Self) -> Vec<&'static str> {
        let parts = [
            ("kind", self.kind != other.kind),
            ("channel", self.channel != other.channel),
            ("people", self.people != other.people),
            ("village", self.village != other.village),
            ("field", self.field != other.field),
            ("wording", self.wording != other.wording),
        ];
        parts.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
    }
}

/// Where an issue stands, with the facts that exist only there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueState {
    /// Known to its organisation only.
    Draft,
    /// Waits for the office.
    Submitted,
    /// Back at the organisation, to be made better.
    Returned { reason: String },
    /// Taken on; it has a number.
    Accepted,
    /// Will be answered in the hall.
    Selected,
    /// Will be answered in writing only.
    WrittenOnly,
    /// Got its answer, in the hall or in writing.
    Answered { answered_at: DateTime<Utc> },
    /// Not taken on.
    Refused { ground: Ground, reason: String },
    /// Led to the procedure of complaints.
    Diverted { reason: String },
    /// The same as another one. `via` is the issue that was named, `into` the one at the end of the chain.
    Merged { into: IssueId, via: IssueId, before: StateWord },
    /// Taken back by its organisation.
    Withdrawn,
    /// Several contents in one opinion: each goes on as an issue of its own.
    Split { before: StateWord },
    /// Sent to another unit, which answers it.
    Forwarded { before: StateWord },
}

impl IssueState {
    #[must_use]
    pub const fn word(&self) -> StateWord {
        match self {
            Self::Draft => StateWord::Draft,
            Self::Submitted => StateWord::Submitted,
            Self::Returned { .. } => StateWord::Returned,
            Self::Accepted => StateWord::Accepted,
            Self::Selected => StateWord::Selected,
            Self::WrittenOnly => StateWord::WrittenOnly,
            Self::Answered { .. } => StateWord::Answered,
            Self::Refused { .. } => StateWord::Refused,
            Self::Diverted { .. } => StateWord::Diverted,
            Self::Merged { .. } => StateWord::Merged,
            Self::Withdrawn => StateWord::Withdrawn,
            Self::Split { .. } => StateWord::Split,
            Self::Forwarded { .. } => StateWord::Forwarded,
        }
    }

    /// The state that an issue had before it was merged, split or forwarded; only states without facts of their own can be.
    #[must_use]
    pub const fn from_before(word: StateWord) -> Option<Self> {
        match word {
            StateWord::Submitted => Some(Self::Submitted),
            StateWord::Accepted => Some(Self::Accepted),
            StateWord::Selected => Some(Self::Selected),
            StateWord::WrittenOnly => Some(Self::WrittenOnly),
            _ => None,
        }
    }
}

/// What an issue has to do with others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Links {
    /// The opinion that it is a part of.
    pub split_from: Option<IssueId>,
    /// The earlier issue that raised the same.
    pub repeats: Option<IssueId>,
    /// The issue of another unit that was sent here: its own number and clock there, another one's here.
    pub forwarded_from: Option<IssueId>,
}

/// One issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    pub id: IssueId,
    pub unit_code: String,
    pub session: SessionId,
    /// None for a question from the floor.
    pub submitter: Option<BodyId>,
    /// Number within the session, given when it is accepted; stays for ever.
    pub number: Option<i32>,
    /// What its submitter and people follow it by without an account.
    pub receipt_code: String,
    pub content: Content,
    pub competence: Option<Competence>,
    /// Whose matter it is.
    pub group: CounterpartGroup,
    /// The office's wording for agenda and publication; empty until it was edited.
    pub public_wording: String,
    pub state: IssueState,
    /// Since when it is in this state.
    pub state_at: DateTime<Utc>,
    /// Handed in after the call's last day.
    pub late: bool,
    pub created_by: Option<AccountId>,
    pub created_at: DateTime<Utc>,
    /// When it was handed in first.
    pub submitted_at: Option<DateTime<Utc>>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub links: Links,
    /// Inside its organisation; none where that lets its writers hand in.
    pub approval: Approval,
    pub version: i32,
}

/// What others may see of an issue: the office's wording; where it has none, the original with everything replaced that could
/// lead to a person; nothing of one that is shielded.
#[must_use]
pub fn shown(public: &str, original: &str, state: StateWord) -> String {
    match (state.is_shielded(), public.is_empty()) {
        (true, _) => String::new(),
        (false, false) => public.to_owned(),
        (false, true) => redacted(original),
    }
}

pub(super) type Step = Result<(Issue, Event), Violations>;

impl Issue {
    /// The village that others may see: a line typed freely, which may name a house or a person.
    #[must_use]
    pub fn shown_village(&self) -> String {
        if self.is_shielded() { String::new() } else { redacted(&self.content.village) }
    }

    /// The wording that others may see.
    #[must_use]
    pub fn shown_wording(&self) -> String {
        shown(&self.public_wording, &self.content.wording, self.state.word())
    }

    /// The issue at the end of the chain of one that was merged.
    #[must_use]
    pub const fn merged_into(&self) -> Option<IssueId> {
        match self.state {
            IssueState::Merged { into, .. } => Some(into),
            _ => None,
        }
    }

    /// A complaint that went its own way: the office of its unit alone reads it, and each time it is recorded.
    #[must_use]
    pub const fn is_shielded(&self) -> bool {
        self.state.word().is_shielded()
    }

    /// That it exists and where it stands, without a word of what it says.
    #[must_use]
    pub fn without_content(mut self) -> Self {
        let texts = [&mut self.content.wording, &mut self.content.village, &mut self.public_wording];
        texts.into_iter().for_each(String::clear);
        self.content.field = None;
        self
    }

    /// Whether it may not stand beside others: its words are for few eyes.
    fn is_confidential(&self) -> bool {
        self.content.kind == IssueKind::Complaint || self.is_shielded()
    }

    /// Never handed in: nobody outside its organisation knows it.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.submitted_at.is_none()
    }

    /// The event `code` about this issue.
    #[must_use]
    pub fn event(&self, code: &'static str) -> Event {
        Event::new(code, "issue", self.id, &self.unit_code)
    }

    pub(super) fn only_in(&self, allowed: &[StateWord]) -> Result<(), Violations> {
        let word = self.state.word();
        if allowed.contains(&word) { Ok(()) } else { Err(Refusal::new("issue.wrong-state").arg("state", word).into()) }
    }

    pub(super) fn step(mut self, now: DateTime<Utc>, code: &'static str, to: IssueState) -> (Self, Event) {
        let before = self.state.word();
        self.state = to;
        self.state_at = now;
        let event = self.event(code).facts(json!({ "before": { "state": before }, "after": { "state": self.state.word() } }));
        (self, event)
    }

    /// Whether its organisation may still change it: before acceptance, and again after a return; never while it waits for approval.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        !self.is_in_approval() && matches!(self.state, IssueState::Draft | IssueState::Submitted | IssueState::Returned { .. })
    }

    /// Changes what the organisation said.
    ///
    /// # Errors
    /// `issue.wrong-state` once it was accepted; `issue.in-approval`.
    pub fn edit(mut self, content: Content) -> Step {
        self.not_in_approval()?;
        if !self.is_editable() {
            return Err(Refusal::new("issue.wrong-state").arg("state", self.state.word()).into());
        }
        let changed = self.content.changed(&content);
        self.content = content;
        let event = self.event("issue.edited").facts(json!({ "changed": changed }));
        Ok((self, event))
    }

    /// Hands it in, for the first time or again after a return. A complaint is led to its own procedure at once.
    ///
    /// # Errors
    /// `issue.wrong-state`, `issue.in-approval`.
    pub fn submit(mut self, now: DateTime<Utc>, late: bool) -> Step {
        self.only_in(&[StateWord::Draft, StateWord::Returned])?;
        self.not_in_approval()?;
        if self.submitted_at.is_none() {
            self.submitted_at = Some(now);
            self.late = late;
        }
        Ok(if self.content.kind == IssueKind::Complaint {
            self.step(now, "issue.diverted", IssueState::Diverted { reason: String::new() })
        } else {
            self.step(now, "issue.submitted", IssueState::Submitted)
        })
    }

    /// Takes it back.
    ///
    /// # Errors
    /// `issue.wrong-state` once it was chosen or decided; `issue.has-merged` while others hang on it; `issue.is-part` for a
    /// part, for the organisation handed in the whole.
    pub fn withdraw(mut self, now: DateTime<Utc>, has_merged: bool) -> Step {
        use StateWord::{Accepted, Draft, Forwarded, Returned, Submitted};
        self.only_in(&[Draft, Submitted, Returned, Accepted, Forwarded])?;
        if self.links.split_from.is_some() {
            return Err(Refusal::new("issue.is-part").into());
        }
        if has_merged {
            return Err(Refusal::new("issue.has-merged").into());
        }
        if self.is_in_approval() {
            self.approval = Approval::None;
        }
        Ok(self.step(now, "issue.withdrawn", IssueState::Withdrawn))
    }

    /// Gives it back to its organisation with what is missing, or to the unit that sent it here.
    ///
    /// # Errors
    /// `issue.wrong-state`; `issue.no-submitter` for a question from the floor; `issue.has-merged` while others hang on it.
    pub fn send_back(self, now: DateTime<Utc>, reason: String, has_merged: bool) -> Step {
        self.only_in(&[StateWord::Submitted])?;
        if has_merged {
            return Err(Refusal::new("issue.has-merged").into());
        }
        if self.submitter.is_none() && self.links.forwarded_from.is_none() {
            return Err(Refusal::new("issue.no-submitter").into());
        }
        Ok(self.step(now, "issue.returned", IssueState::Returned { reason }))
    }

    /// Whether it can be taken on: asked before a number is taken for it.
    ///
    /// # Errors
    /// `issue.wrong-state`.
    pub fn may_be_accepted(&self) -> Result<(), Violations> {
        self.only_in(&[StateWord::Submitted, StateWord::Refused, StateWord::Selected, StateWord::WrittenOnly])
    }

    /// Takes it on, or takes a choice about it back. It keeps a number that it has.
    ///
    /// # Errors
    /// Those of [`Self::may_be_accepted`].
    pub fn accept(mut self, now: DateTime<Utc>, number: i32) -> Step {
        self.may_be_accepted()?;
        self.number = Some(self.number.unwrap_or(number));
        self.accepted_at = Some(self.accepted_at.unwrap_or(now));
        Ok(self.step(now, "issue.accepted", IssueState::Accepted))
    }

    /// Will be answered in the hall.
    ///
    /// # Errors
    /// `issue.wrong-state`.
    pub fn select(self, now: DateTime<Utc>) -> Step {
        self.only_in(&[StateWord::Accepted, StateWord::WrittenOnly])?;
        Ok(self.step(now, "issue.selected", IssueState::Selected))
    }

    /// Will be answered in writing only.
    ///
    /// # Errors
    /// `issue.wrong-state`.
    pub fn answer_in_writing(self, now: DateTime<Utc>) -> Step {
        self.only_in(&[StateWord::Accepted, StateWord::Selected])?;
        Ok(self.step(now, "issue.written-only", IssueState::WrittenOnly))
    }

    /// Does not take it on.
    ///
    /// # Errors
    /// `issue.wrong-state`; `issue.has-merged` while others hang on it.
    pub fn refuse(self, now: DateTime<Utc>, ground: Ground, reason: String, has_merged: bool) -> Step {
        self.only_in(&[StateWord::Submitted, StateWord::Accepted])?;
        if has_merged {
            return Err(Refusal::new("issue.has-merged").into());
        }
        Ok(self.step(now, "issue.refused", IssueState::Refused { ground, reason }))
    }

    /// Leads a complaint to its own procedure (Law 02/2011/QH13).
    ///
    /// # Errors
    /// `issue.wrong-state`; `issue.has-merged` while others hang on it; `issue.divert-part`: the whole of a part has its words too.
    pub fn divert(self, now: DateTime<Utc>, reason: String, has_merged: bool) -> Step {
        self.only_in(&[StateWord::Submitted, StateWord::Returned, StateWord::Accepted])?;
        if self.links.split_from.is_some() {
            return Err(Refusal::new("issue.divert-part").into());
        }
        if has_merged {
            return Err(Refusal::new("issue.has-merged").into());
        }
        Ok(self.step(now, "issue.diverted", IssueState::Diverted { reason }))
    }

    /// Whether others can hang on it: it is worked on, answered, or sent on to be answered.
    #[must_use]
    pub const fn takes_in(&self) -> bool {
        self.state.word().is_worked_on() || matches!(self.state, IssueState::Answered { .. } | IssueState::Forwarded { .. })
    }

    /// Puts it to `target`, the issue that says the same. Number, dates, files and people stay its own.
    ///
    /// A target that is merged itself stands for the end of its chain.
    ///
    /// # Errors
    /// `issue.wrong-state`, `issue.merge-target-state`, `issue.merge-other-session`, `issue.merge-cycle`;
    /// `issue.merge-confidential` where one of them is a complaint: the owners of one would read the other.
    pub fn merge(self, now: DateTime<Utc>, target: &Self) -> Step {
        self.only_in(&[StateWord::Submitted, StateWord::Accepted, StateWord::Selected, StateWord::WrittenOnly])?;
        if self.is_confidential() || target.is_confidential() {
            return Err(Refusal::on("merge_target", "issue.merge-confidential").into());
        }
        let into = match target.state {
            IssueState::Merged { into, .. } => into,
            _ => target.id,
        };
        if into == self.id || target.id == self.id {
            return Err(Refusal::on("merge_target", "issue.merge-cycle").into());
        }
        if target.session != self.session {
            return Err(Refusal::on("merge_target", "issue.merge-other-session").into());
        }
        if !(target.takes_in() || matches!(target.state, IssueState::Merged { .. })) {
            return Err(Refusal::on("merge_target", "issue.merge-target-state").into());
        }
        let before = self.state.word();
        let (issue, event) = self.step(now, "issue.merged", IssueState::Merged { into, via: target.id, before });
        let event = event.facts(json!({ "before": { "state": before }, "after": { "state": StateWord::Merged, "into": into } }));
        Ok((issue, event))
    }

    /// Makes it an issue of its own again, as it was.
    ///
    /// # Errors
    /// `issue.wrong-state`.
    pub fn unmerge(self, now: DateTime<Utc>) -> Step {
        let IssueState::Merged { before, .. } = self.state else {
            return Err(Refusal::new("issue.wrong-state").arg("state", self.state.word()).into());
        };
        let Some(state) = IssueState::from_before(before) else {
            return Err(Refusal::new("issue.wrong-state").arg("state", before).into());
        };
        Ok(self.step(now, "issue.unmerged", state))
    }

    /// It got its answer, in the hall or in writing.
    ///
    /// # Errors
    /// `issue.wrong-state` unless it was being worked on.
    pub fn answer(self, now: DateTime<Utc>) -> Step {
        self.only_in(&[StateWord::Accepted, StateWord::Selected, StateWord::WrittenOnly])?;
        Ok(self.step(now, "issue.answered", IssueState::Answered { answered_at: now }))
    }
}

/// An issue for tests of the rules.
#[cfg(test)]
pub(super) fn fixture(state: IssueState) -> Issue {
    Issue {
        id: IssueId::fresh(),
        unit_code: "03667".into(),
        session: SessionId::from(uuid::Uuid::from_u128(7)),
        submitter: Some(BodyId::fresh()),
        number: None,
        receipt_code: "ABCDEFGH".into(),
        content: Content {
            kind: IssueKind::Proposal,
            channel: Channel::Organisation,
            people: 12,
            village: "Bản Bôm".into(),
            field: None,
            wording: "Đề nghị tu sửa đường".into(),
        },
        competence: None,
        group: CounterpartGroup::Women,
        public_wording: String::new(),
        state,
        state_at: DateTime::default(),
        late: false,
        created_by: None,
        created_at: DateTime::default(),
        submitted_at: Some(DateTime::default()),
        accepted_at: None,
        links: Links::default(),
        approval: Approval::None,
        version: 1,
    }
}

#[cfg(test)]
#[path = "issue_tests.rs"]
mod tests;
