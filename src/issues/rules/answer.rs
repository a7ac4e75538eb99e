//! An agency's prepared answer: draft, submitted, returned with a note, approved. Pure.

use chrono::{DateTime, Utc};

use super::words::AnswerWord;
use crate::kernel::{AnswerId, BodyId, Event, IssueId, Refusal, Violations};

/// Where an answer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerState {
    /// Seen by its agency only.
    Draft,
    /// Waits for office or leader.
    Submitted {
        submitted_at: DateTime<Utc>,
    },
    /// Back at the agency with what is missing.
    Returned {
        note: String,
    },
    Approved {
        submitted_at: DateTime<Utc>,
        approved_at: DateTime<Utc>,
        approved_by: String,
    },
}

impl AnswerState {
    #[must_use]
    pub const fn word(&self) -> AnswerWord {
        match self {
            Self::Draft => AnswerWord::Draft,
            Self::Submitted { .. } => AnswerWord::Submitted,
            Self::Returned { .. } => AnswerWord::Returned,
            Self::Approved { .. } => AnswerWord::Approved,
        }
    }
}

/// One agency's answer to one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub id: AnswerId,
    pub issue: IssueId,
    pub body: BodyId,
    pub text: String,
    pub state: AnswerState,
    pub version: i32,
}

type Step = Result<(Answer, Event), Violations>;

impl Answer {
    /// An empty draft of `body`.
    #[must_use]
    pub fn new(issue: IssueId, body: BodyId) -> Self {
        Self { id: AnswerId::fresh(), issue, body, text: String::new(), state: AnswerState::Draft, version: 0 }
    }

    /// Text under writing is nobody's business but its agency's.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        matches!(self.state, AnswerState::Draft | AnswerState::Returned { .. })
    }

    fn wrong_state(&self) -> Violations {
        Refusal::new("answer.wrong-state").arg("state", self.state.word()).into()
    }

    fn event(&self, code: &'static str, unit_code: &str) -> Event {
        Event::new(code, "issue", self.issue, unit_code).facts(serde_json::json!({ "body": self.body, "answer": self.id }))
    }

    /// Puts `text` in place of what was written.
    ///
    /// # Errors
    /// `answer.wrong-state` while it waits or is approved.
    pub fn write(mut self, text: String, unit_code: &str) -> Step {
        if !self.is_private() {
            return Err(self.wrong_state());
        }
        self.text = text;
        let event = self.event("answer.saved", unit_code);
        Ok((self, event))
    }

    /// Hands it to the office.
    ///
    /// # Errors
    /// `answer.wrong-state`, `answer.empty`.
    pub fn submit(mut self, now: DateTime<Utc>, unit_code: &str) -> Step {
        if !self.is_private() {
            return Err(self.wrong_state());
        }
        if self.text.is_empty() {
            return Err(Refusal::on("prepared_text", "answer.empty").into());
        }
        self.state = AnswerState::Submitted { submitted_at: now };
        let event = self.event("answer.submitted", unit_code);
        Ok((self, event))
    }

    /// Gives it back with what is missing; an approved one too, as long as the issue has not been answered with it.
    ///
    /// # Errors
    /// `answer.wrong-state`.
    pub fn send_back(mut self, note: String, issue_is_answered: bool, unit_code: &str) -> Step {
        let approved = matches!(self.state, AnswerState::Approved { .. });
        if self.is_private() || (approved && issue_is_answered) {
            return Err(self.wrong_state());
        }
        self.state = AnswerState::Returned { note };
        let event = self.event("answer.returned", unit_code);
        Ok((self, event))
    }

    /// Approves it in the name of `by`.
    ///
    /// # Errors
    /// `answer.wrong-state`.
    pub fn approve(mut self, now: DateTime<Utc>, by: &str, unit_code: &str) -> Step {
        let AnswerState::Submitted { submitted_at } = self.state else { return Err(self.wrong_state()) };
        self.state = AnswerState::Approved { submitted_at, approved_at: now, approved_by: by.to_owned() };
        let event = self.event("answer.approved", unit_code);
        Ok((self, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Answer {
        Answer { text: text.into(), ..Answer::new(IssueId::fresh(), BodyId::fresh()) }
    }

    #[test]
    fn an_answer_goes_out_comes_back_and_is_approved_once() {
        let now = DateTime::default();
        assert_eq!(draft("").submit(now, "03667").unwrap_err().0[0].code, "answer.empty");
        let (answer, _) = draft("Đã có kế hoạch").submit(now, "03667").unwrap();
        assert_eq!(answer.clone().write("khác".into(), "03667").unwrap_err().0[0].code, "answer.wrong-state");
        let (answer, _) = answer.send_back("Nêu rõ thời hạn".into(), false, "03667").unwrap();
        let (answer, _) = answer.write("Xong trước 30/9/2025".into(), "03667").unwrap();
        let (answer, _) = answer.submit(now, "03667").unwrap();
        let (answer, event) = answer.approve(now, "Trần Văn Mẫu", "03667").unwrap();
        assert_eq!(event.code, "answer.approved");
        assert!(answer.clone().approve(now, "x", "03667").is_err());
        assert!(answer.clone().send_back("muộn".into(), true, "03667").is_err());
        assert!(answer.send_back("còn kịp".into(), false, "03667").is_ok());
    }

    #[test]
    fn b076_text_under_writing_is_private() {
        assert!(draft("nháp").is_private());
        assert!(!draft("gửi").submit(DateTime::default(), "03667").unwrap().0.is_private());
    }
}
