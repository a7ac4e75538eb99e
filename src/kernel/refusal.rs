//! Refusals: what a rule says when it says no. A stable code and its arguments, never prose.
//!
//! The words stand in the catalogues under `refusal-<code>` with dots as hyphens; a law test asks that each code has them.

use serde::Serialize;

/// One reason why an act may not happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable, dotted: `issue.call-closed`.
    pub code: &'static str,
    /// The form field that it concerns, if one does.
    pub field: Option<&'static str>,
    /// The row of the form's table in which the field stands, from 1, where the form has one for each row.
    pub row: Option<usize>,
    /// What the catalogue text may mention.
    pub args: Vec<(&'static str, String)>,
}

impl Refusal {
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code, field: None, row: None, args: Vec::new() }
    }

    #[must_use]
    pub const fn on(field: &'static str, code: &'static str) -> Self {
        Self { code, field: Some(field), row: None, args: Vec::new() }
    }

    /// In this row of the table, from 1; the catalogue text may mention it as `row`.
    #[must_use]
    pub fn in_row(mut self, row: usize) -> Self {
        self.row = Some(row);
        self.arg("row", row)
    }

    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// All reasons at once, so that a person corrects a form in one go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, thiserror::Error)]
#[error("refused: {}", self.0.iter().map(|r| r.code).collect::<Vec<_>>().join(", "))]
pub struct Violations(pub Vec<Refusal>);

impl From<Refusal> for Violations {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}

impl Violations {
    pub fn push(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if nothing is wrong.
    ///
    /// # Errors
    /// The collected refusals, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
