//! More time: asked for with a reason, granted or refused; the first due date and every request stay. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::commitment::Commitment;
use super::state::State;
use crate::kernel::clock::local_date;
use crate::kernel::{CommitmentId, Event, ExtensionId, Refusal, Violations};

/// What was decided about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub granted: bool,
    pub note: String,
    /// Number and date of the paper that allows it; empty where it was refused.
    pub paper: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A request for more time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    pub id: ExtensionId,
    pub commitment: CommitmentId,
    /// The last day when it was asked.
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub reason: String,
    pub asked_by: String,
    pub asked_at: DateTime<Utc>,
    pub decision: Option<Decision>,
}

impl Extension {
    #[must_use]
    pub fn is_granted(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.granted)
    }
}

/// The request that waits for a decision.
#[must_use]
pub fn pending(extensions: &[Extension]) -> Option<&Extension> {
    extensions.iter().find(|extension| extension.decision.is_none())
}

impl Commitment {
    /// Asks for time until `to_on`; `before` are the requests so far.
    ///
    /// # Errors
    /// `commitment.wrong-state` unless the work goes on; `commitment.stopped`; `extension.pending`; `extension.not-later`;
    /// `extension.in-the-past`.
    pub fn ask_extension(
        &self,
        now: DateTime<Utc>,
        before: &[Extension],
        to_on: NaiveDate,
        reason: String,
        by: &str,
    ) -> Result<(Extension, Event), Violations> {
        if !matches!(self.state, State::Accepted | State::InProgress) {
            return Err(self.wrong_state());
        }
        self.must_run()?;
        if pending(before).is_some() {
            return Err(Refusal::new("extension.pending").into());
        }
        let mut violations = Violations::default();
        if to_on <= self.due_on {
            violations.push(Refusal::on("more_until", "extension.not-later"));
        } else if to_on < local_date(now) {
            violations.push(Refusal::on("more_until", "extension.in-the-past"));
        }
        violations.or(())?;
        let event = self.event("commitment.extension-asked", json!({ "from": self.due_on, "to": to_on, "reason": reason }));
        let extension = Extension {
            id: ExtensionId::fresh(),
            commitment: self.id,
            from_on: self.due_on,
            to_on,
            reason,
            asked_by: by.to_owned(),
            asked_at: now,
            decision: None,
        };
        Ok((extension, event))
    }

    /// Decides a request: a paper grants it. Granted, the last day moves; the first one stays.
    ///
    /// # Errors
    /// `commitment.wrong-state` when the work was reported meanwhile; `extension.decided`.
    pub fn decide_extension(
        mut self,
        now: DateTime<Utc>,
        mut extension: Extension,
        paper: Option<String>,
        note: String,
        by: &str,
    ) -> Result<(Self, Extension, Event), Violations> {
        let granted = paper.is_some();
        if extension.decision.is_some() {
            return Err(Refusal::new("extension.decided").into());
        }
        if granted && !self.state.word().is_owed() {
            return Err(self.wrong_state());
        }
        let code = if granted { "commitment.extension-granted" } else { "commitment.extension-refused" };
        let event = self.event(code, json!({ "from": self.due_on, "to": extension.to_on, "note": note, "paper": paper }));
        if granted {
            self.due_on = extension.to_on;
        }
        extension.decision = Some(Decision { granted, note, paper: paper.unwrap_or_default(), by: by.to_owned(), at: now });
        Ok((self, extension, event))
    }
}
