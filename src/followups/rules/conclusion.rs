//! The conclusion notice (thông báo kết luận): drafted, signed by the leader, published in every required channel. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::alphabet;
use crate::kernel::clock::local_date;
use crate::kernel::{BodyId, ConclusionId, ConclusionTaskId, Event, IssueId, Refusal, SessionId, Violations};
use crate::law::parameters::Channel;

alphabet! {
    /// The state's word in lists and addresses.
    pub enum ConclusionWord {
        Draft = "draft",
        Signed = "signed",
        Published = "published",
    }
}

/// Who signed and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub at: DateTime<Utc>,
    pub by: String,
    /// Title of the signer's post; empty where he holds none in the issuing body.
    pub title: String,
    /// Whether the head of the body signed; a deputy signs K/T (Party) or KT. (State).
    pub is_head: bool,
}

/// Where a conclusion stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConclusionState {
    /// Known to office and leader only.
    Draft,
    Signed {
        signature: Signature,
    },
    /// Proved in every channel that the rules name.
    Published {
        signature: Signature,
        at: DateTime<Utc>,
    },
}

/// The conclusion notice of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    pub id: ConclusionId,
    pub session: SessionId,
    pub unit_code: String,
    /// The body that issues it: Party committee or People's Committee; the layout follows.
    pub body: BodyId,
    /// The number in the body's register, without its symbol.
    pub number: String,
    /// General assessment.
    pub general: String,
    pub state: ConclusionState,
    pub version: i32,
}

/// One task of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: ConclusionTaskId,
    pub position: i32,
    /// The promise of the minutes that it carries; such a task can be worded anew but not dropped.
    pub promise: Option<uuid::Uuid>,
    pub issue: Option<IssueId>,
    pub wording: String,
    pub lead: Option<BodyId>,
    pub supports: Vec<BodyId>,
    pub due_on: Option<NaiveDate>,
}

/// The proof that a conclusion was published in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub channel: Channel,
    pub done_on: NaiveDate,
    /// Where it can be seen: address, minutes of posting, receipt.
    pub proof: String,
}

impl Conclusion {
    #[must_use]
    pub const fn word(&self) -> ConclusionWord {
        match self.state {
            ConclusionState::Draft => ConclusionWord::Draft,
            ConclusionState::Signed { .. } => ConclusionWord::Signed,
            ConclusionState::Published { .. } => ConclusionWord::Published,
        }
    }

    #[must_use]
    pub const fn signature(&self) -> Option<&Signature> {
        match &self.state {
            ConclusionState::Draft => None,
            ConclusionState::Signed { signature } | ConclusionState::Published { signature, .. } => Some(signature),
        }
    }

    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.state == ConclusionState::Draft
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "conclusion", self.id, &self.unit_code)
    }

    /// That it can still be written.
    ///
    /// # Errors
    /// `conclusion.wrong-state` once signed.
    pub fn check_draft(&self) -> Result<(), Violations> {
        if self.is_draft() { Ok(()) } else { Err(self.wrong_state().into()) }
    }

    fn wrong_state(&self) -> Refusal {
        Refusal::new("conclusion.wrong-state").arg("state", self.word())
    }

    /// Changes number, body and assessment.
    ///
    /// # Errors
    /// `conclusion.wrong-state` once signed; `conclusion.number-shape` on `number`, which may be empty until the signature.
    pub fn write(mut self, body: BodyId, number: String, general: String) -> Result<(Self, Event), Violations> {
        self.check_draft()?;
        if !number.is_empty() && !is_paper_number(&number) {
            return Err(Refusal::on("number", "conclusion.number-shape").into());
        }
        let facts = json!({ "before": { "number": self.number }, "after": { "number": number } });
        (self.body, self.number, self.general) = (body, number, general);
        let event = self.event("conclusion.written").facts(facts);
        Ok((self, event))
    }

    /// The leader signs. `minutes_signed`: the session is closed; `lost`: promises of the minutes that no task carries.
    ///
    /// # Errors
    /// Everything that is missing, all at once.
    pub fn sign(
        mut self,
        signature: Signature,
        tasks: &[Task],
        minutes_signed: bool,
        lost: usize,
    ) -> Result<(Self, Event), Violations> {
        self.check_draft()?;
        let today = local_date(signature.at);
        let mut violations = Violations::default();
        if !minutes_signed {
            violations.push(Refusal::new("conclusion.minutes-unsigned"));
        }
        if lost > 0 {
            violations.push(Refusal::new("conclusion.promises-lost").arg("count", lost));
        }
        if self.number.is_empty() {
            violations.push(Refusal::new("conclusion.number-missing"));
        }
        if self.general.is_empty() {
            violations.push(Refusal::new("conclusion.general-missing"));
        }
        for (at, task) in tasks.iter().enumerate() {
            let refuse = |code| Refusal::new(code).arg("position", at + 1);
            if task.lead.is_none() {
                violations.push(refuse("conclusion.task-without-lead"));
            }
            match task.due_on {
                None => violations.push(refuse("conclusion.task-without-due")),
                Some(due_on) if due_on < today => violations.push(refuse("conclusion.task-due-passed")),
                Some(_) => {}
            }
        }
        violations.or(())?;
        let facts = json!({ "after": { "number": self.number, "tasks": tasks.len(), "by": signature.by } });
        let event = self.event("conclusion.signed").facts(facts);
        self.state = ConclusionState::Signed { signature };
        Ok((self, event))
    }

    /// Notes a publication; with the last of the `required` channels the notice counts as published.
    ///
    /// # Errors
    /// `conclusion.not-signed`; `publication.in-future`; `publication.before-signing`.
    pub fn publish(
        mut self,
        now: DateTime<Utc>,
        new: &Publication,
        known: &[Publication],
        required: &[Channel],
    ) -> Result<(Self, Event), Violations> {
        let Some(signature) = self.signature().cloned() else { return Err(Refusal::new("conclusion.not-signed").into()) };
        if new.done_on > local_date(now) {
            return Err(Refusal::on("done_on", "publication.in-future").into());
        }
        if new.done_on < local_date(signature.at) {
            return Err(Refusal::on("done_on", "publication.before-signing").into());
        }
        let done = |channel: &Channel| *channel == new.channel || known.iter().any(|publication| publication.channel == *channel);
        if self.word() == ConclusionWord::Signed && required.iter().all(done) {
            self.state = ConclusionState::Published { signature, at: now };
        }
        let facts =
            json!({ "channel": new.channel, "done_on": new.done_on, "complete": self.word() == ConclusionWord::Published });
        let event = self.event("conclusion.published").facts(facts);
        Ok((self, event))
    }
}

/// "15", "15a": figures, and at most two letters for a paper put between two others.
fn is_paper_number(text: &str) -> bool {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < text.len() && letters.len() <= 2 && letters.chars().all(|c| c.is_ascii_alphabetic())
}

/// The channels that Law 72/2025/QH15, Art. 43 names, for units whose rule sets are silent.
pub const USUAL_CHANNELS: [Channel; 3] = [Channel::MassMedia, Channel::Headquarters, Channel::VillageHeads];

#[cfg(test)]
#[path = "conclusion_tests.rs"]
mod tests;
