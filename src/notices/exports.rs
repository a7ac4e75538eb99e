//! A notice in words: its title and the facts below it, in the reader's language. Pure.
//!
//! Arguments travel as plain text; instants and dates among them are written here as people write them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::i18n::{self, Locale, format};

/// Arguments that are shown as a line of their own, in this order; their names stand under `notice-arg-<name>`.
const DETAILS: [&str; 6] = ["title", "at", "place", "due", "wording", "reason"];

/// A fact below a notice's title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    pub label: String,
    pub value: String,
}

/// A notice as an inbox and a mail show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The mail's subject too.
    pub title: String,
    /// More, where the title is not all there is to say.
    pub text: Option<String>,
    pub details: Vec<Detail>,
}

/// The words of the notice `code` with `args`: `notice-<code>-subject` is the title where it exists and `notice-<code>` the
/// text below it; otherwise `notice-<code>` is the title.
#[must_use]
pub fn words(locale: Locale, code: &str, args: &[(String, String)]) -> Words {
    let shown: Vec<(&str, String)> = args.iter().map(|(name, value)| (name.as_str(), shown(locale, value))).collect();
    let key = format!("notice-{}", code.replace('.', "-"));
    let subject = format!("{key}-subject");
    let (title, text) = if i18n::has(locale, &subject) {
        (i18n::text(locale, &subject, &shown), Some(i18n::text(locale, &key, &shown)))
    } else {
        // A code without words is a fault of ours; people still learn that something waits for them.
        let key = if i18n::has(locale, &key) { key.as_str() } else { "notice-other" };
        (i18n::text(locale, key, &shown), None)
    };
    let detail = |name: &str| {
        let (_, value) = shown.iter().find(|(known, value)| *known == name && !value.is_empty())?;
        // What the title says already is not said again.
        let label = || i18n::text(locale, &format!("notice-arg-{name}"), &[]);
        let is_said = title.contains(value.as_str()) || text.as_ref().is_some_and(|text| text.contains(value.as_str()));
        (!is_said).then(|| Detail { label: label(), value: value.clone() })
    };
    let details = DETAILS.into_iter().filter_map(detail).collect();
    Words { title, text, details }
}

/// `2025-08-28` and `2025-08-28T01:30:00+00:00` as dates of the reader; everything else as it is.
fn shown(locale: Locale, value: &str) -> String {
    if let Ok(day) = value.parse::<NaiveDate>() {
        return format::date_long(locale, day);
    }
    match DateTime::parse_from_rfc3339(value) {
        Ok(at) => format::datetime(locale, at.with_timezone(&Utc)),
        Err(_) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notices::rules::reminders::Kind;

    fn args(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn dates_are_written_for_the_reader() {
        let args = args(&[("title", "Hội nghị quý III"), ("at", "2025-08-28T01:30:00+00:00"), ("place", "Hội trường")]);
        let words = words(Locale::Vi, "session-announced", &args);
        assert_eq!(words.title, "Hội nghị đối thoại được công bố: Hội nghị quý III");
        let values: Vec<&str> = words.details.iter().map(|detail| detail.value.as_str()).collect();
        assert_eq!(values, ["08:30, 28/08/2025", "Hội trường"]);
    }

    #[test]
    fn every_reminder_has_words_in_both_languages() {
        for &kind in Kind::ALL {
            for &locale in Locale::ALL {
                let words = words(locale, kind.as_str(), &[]);
                let other = i18n::text(locale, "notice-other", &[]);
                assert!(words.title != other && !words.title.contains('⟦'), "{locale}: {kind}");
            }
        }
    }
}
