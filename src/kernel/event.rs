//! What happened: the one thing that every committed write must say for the audit trail.

use serde_json::Value;
use uuid::Uuid;

/// One act, told in the past tense: `session.announced`, `issue.merged`.
///
/// `facts` holds what changed (`before`, `after`) without a petitioner's personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub code: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: String,
    /// The unit whose trail shows the act; empty for the installation itself.
    pub unit_code: String,
    pub facts: Value,
}

impl Event {
    #[must_use]
    pub fn new(code: &'static str, subject_kind: &'static str, subject_id: impl ToString, unit_code: &str) -> Self {
        Self { code, subject_kind, subject_id: subject_id.to_string(), unit_code: unit_code.to_owned(), facts: Value::Null }
    }

    /// Sets the facts, usually `json!({"before": …, "after": …})`.
    #[must_use]
    pub fn facts(mut self, facts: Value) -> Self {
        self.facts = facts;
        self
    }

    /// The subject as an id, where the subject has one.
    #[must_use]
    pub fn subject_uuid(&self) -> Option<Uuid> {
        self.subject_id.parse().ok()
    }
}
