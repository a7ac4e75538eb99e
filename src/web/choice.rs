//! One choice of a list, as the parts `select`, `radios` and `checkboxes` show it.

use serde::Serialize;

use crate::i18n::{self, Locale};

/// A value with its words; `selected` counts only where the form is silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new(), selected: false }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    #[must_use]
    pub fn selected(self, selected: bool) -> Self {
        Self { selected, ..self }
    }

    /// Words of an alphabet in the reader's language; `prefix` begins their catalogue keys.
    #[must_use]
    pub fn words(words: impl IntoIterator<Item = &'static str>, prefix: &str, locale: Locale) -> Vec<Self> {
        words.into_iter().map(|word| Self::new(word, i18n::text(locale, &format!("{prefix}-{word}"), &[]))).collect()
    }
}
