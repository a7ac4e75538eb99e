//! One act of the office's desk over many issues, and how each of them stood before it, so that it can be undone. Pure.
//!
//! Undoing is for the slip of a finger: within [`UNDO_SECONDS`], and only while nobody has worked on the issue since.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{Competence, Ground, Issue, IssueState, Part, StateWord};
use crate::alphabet;
use crate::kernel::{AccountId, BodyId, Event, IssueId, Refusal, Violations};

/// How long an act can be undone. Messages about it wait a little longer.
pub const UNDO_SECONDS: i64 = 30;

/// How long a message about an act waits: nobody learns of what was undone.
pub const MESSAGE_SECONDS: i64 = UNDO_SECONDS + 5;

/// How long somebody is thought to look at an issue that he opened.
pub const HOLD: TimeDelta = TimeDelta::seconds(120);

/// Most issues of one act.
pub const MOST: usize = 200;

alphabet! {
    /// What was done to the issues.
    pub enum ActWord {
        Accept = "accept",
        Select = "select",
        Written = "written",
        Return = "return",
        Refuse = "refuse",
        Divert = "divert",
        Field = "field",
        Competence = "competence",
        Assign = "assign",
        Merge = "merge",
    }
}

/// An agency as it was named before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub body: BodyId,
    pub part: Part,
    pub due_on: Option<chrono::NaiveDate>,
    pub note: String,
    pub assigned_at: DateTime<Utc>,
}

/// An issue as it stood before the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    pub issue: IssueId,
    /// The version that the act made: another one means that somebody worked on it since.
    pub version: i32,
    state: StateWord,
    ground: Option<Ground>,
    reason: String,
    state_at: DateTime<Utc>,
    field: Option<String>,
    competence: Option<Competence>,
    /// The agencies, where the act named others.
    pub named: Option<Vec<Named>>,
    /// Keys of the messages that wait to be sent.
    pub messages: Vec<String>,
}

impl Before {
    /// How `issue` stands, to be restored after an act that saves it `saves` times.
    ///
    /// # Errors
    /// `issue.wrong-state` for states that no act of the desk begins from.
    pub fn of(issue: &Issue, saves: i32) -> Result<Self, Refusal> {
        let (ground, reason) = match &issue.state {
            IssueState::Submitted | IssueState::Accepted | IssueState::Selected | IssueState::WrittenOnly => {
                (None, String::new())
            }
            IssueState::Refused { ground, reason } => (Some(*ground), reason.clone()),
            other => return Err(Refusal::new("issue.wrong-state").arg("state", other.word())),
        };
        Ok(Self {
            issue: issue.id,
            version: issue.version + saves,
            state: issue.state.word(),
            ground,
            reason,
            state_at: issue.state_at,
            field: issue.content.field.clone(),
            competence: issue.competence,
            named: None,
            messages: Vec::new(),
        })
    }
}

/// One act, kept until it can no longer be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    pub id: Uuid,
    pub by: AccountId,
    pub word: ActWord,
    pub at: DateTime<Utc>,
    pub before: Vec<Before>,
    pub undone_at: Option<DateTime<Utc>>,
}

impl Act {
    /// Seconds that are left to undo it; none once it was undone.
    #[must_use]
    pub fn seconds_left(&self, now: DateTime<Utc>) -> Option<i64> {
        let left = UNDO_SECONDS - (now - self.at).num_seconds();
        (self.undone_at.is_none() && (0..=UNDO_SECONDS).contains(&left) && left > 0).then_some(left)
    }

    /// Whether it can still be undone.
    ///
    /// # Errors
    /// `triage.undone`, `triage.too-late`.
    pub fn check_undo(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        if self.undone_at.is_some() {
            return Err(Refusal::new("triage.undone"));
        }
        self.seconds_left(now).map(|_| ()).ok_or_else(|| Refusal::new("triage.too-late").arg("seconds", UNDO_SECONDS))
    }
}

impl Issue {
    /// Puts it back to how it stood before an act of the desk. A number that it got stays its own.
    ///
    /// # Errors
    /// `triage.changed-since` when somebody has saved it after the act.
    pub fn restore(mut self, before: &Before) -> Result<(Self, Event), Violations> {
        if self.version != before.version {
            return Err(Refusal::new("triage.changed-since").into());
        }
        let now = self.state.word();
        self.state = match (before.state, before.ground) {
            (StateWord::Refused, Some(ground)) => IssueState::Refused { ground, reason: before.reason.clone() },
            (word, _) => IssueState::from_before(word).ok_or_else(|| Refusal::new("triage.changed-since"))?,
        };
        self.state_at = before.state_at;
        self.content.field.clone_from(&before.field);
        self.competence = before.competence;
        let event = self.event("issue.undone").facts(json!({ "before": { "state": now }, "after": { "state": before.state } }));
        Ok((self, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::rules::{Channel, Content, IssueKind};

    fn submitted() -> Issue {
        let content = Content {
            kind: IssueKind::Proposal,
            channel: Channel::Organisation,
            people: 12,
            village: String::new(),
            field: Some("transport".into()),
            wording: "Đề nghị tu sửa đường".into(),
        };
        Issue {
            id: IssueId::fresh(),
            unit_code: "03667".into(),
            session: crate::kernel::SessionId::fresh(),
            submitter: None,
            number: None,
            receipt_code: "ABCDEFGH".into(),
            content,
            competence: None,
            group: crate::issues::rules::CounterpartGroup::Women,
            public_wording: String::new(),
            state: IssueState::Submitted,
            state_at: at(0),
            late: false,
            created_by: None,
            created_at: at(0),
            submitted_at: Some(at(0)),
            accepted_at: None,
            links: crate::issues::rules::Links::default(),
            approval: crate::issues::rules::Approval::None,
            version: 1,
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::default() + TimeDelta::seconds(seconds)
    }

    fn act(undone_at: Option<DateTime<Utc>>) -> Act {
        Act { id: Uuid::nil(), by: AccountId::fresh(), word: ActWord::Accept, at: at(0), before: Vec::new(), undone_at }
    }

    #[test]
    fn an_act_is_undone_within_thirty_seconds_and_once() {
        assert_eq!(act(None).seconds_left(at(0)), Some(30));
        assert_eq!(act(None).seconds_left(at(29)), Some(1));
        assert_eq!(act(None).check_undo(at(29)), Ok(()));
        assert_eq!(act(None).check_undo(at(30)).unwrap_err().code, "triage.too-late");
        assert_eq!(act(None).check_undo(at(-1)).unwrap_err().code, "triage.too-late");
        assert_eq!(act(Some(at(5))).check_undo(at(6)).unwrap_err().code, "triage.undone");
    }

    #[test]
    fn an_issue_comes_back_as_it_stood_and_keeps_its_number() {
        let issue = submitted();
        let before = Before::of(&issue, 1).unwrap();
        let (mut refused, _) = issue.clone().refuse(at(10), Ground::Settled, "Đã trả lời".into(), false).unwrap();
        refused.version += 1;
        let (back, event) = refused.clone().restore(&before).unwrap();
        assert_eq!((&back.state, back.state_at, event.code), (&issue.state, issue.state_at, "issue.undone"));
        // What was refused before is refused again, with its ground.
        let again = Before::of(&refused, 1).unwrap();
        let (mut accepted, _) = refused.clone().accept(at(20), 7).unwrap();
        accepted.version += 1;
        assert_eq!(accepted.clone().restore(&before).unwrap_err().0[0].code, "triage.changed-since");
        let (back, _) = accepted.restore(&again).unwrap();
        assert_eq!((back.state, back.number), (refused.state, Some(7)));
    }

    #[test]
    fn no_act_begins_from_a_draft_or_an_answered_issue() {
        let issue = Issue { state: IssueState::Draft, ..submitted() };
        assert_eq!(Before::of(&issue, 1).unwrap_err().code, "issue.wrong-state");
    }
}
