//! One thing that somebody has to do now, as the home page lists it.

use chrono::NaiveDate;

/// A task with its words by catalogue key, its way there and its last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Catalogue key, such as `task-issues-triage`.
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
    pub href: String,
    /// The last day on which doing it is in time.
    pub due_on: Option<NaiveDate>,
}

impl Task {
    #[must_use]
    pub fn new(key: &'static str, href: impl Into<String>) -> Self {
        Self { key, args: Vec::new(), href: href.into(), due_on: None }
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    #[must_use]
    pub fn due(mut self, on: Option<NaiveDate>) -> Self {
        self.due_on = on;
        self
    }
}
