//! What happened to a thing, step by step, in the reader's words. Part: `partials/timeline`.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::i18n::{self, Locale};

/// A step.
#[derive(Debug, Serialize)]
pub struct HistoryLine {
    pub at: DateTime<Utc>,
    pub by: String,
    pub title: String,
}

impl HistoryLine {
    /// The step of the trail's event `code`.
    #[must_use]
    pub fn of(locale: Locale, at: DateTime<Utc>, by: String, code: &str) -> Self {
        Self { at, by, title: i18n::event(locale, code) }
    }

    /// One for the views' samples.
    #[must_use]
    pub fn sample(title: &str) -> Self {
        Self { at: DateTime::default(), by: "Trần Văn Mẫu".into(), title: title.into() }
    }
}
