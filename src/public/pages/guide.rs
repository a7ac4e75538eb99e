//! The pages that the footer of every page leads to.

use serde::Serialize;

use crate::web::{PageResult, View, Visit};

/// A page of fixed words: `guide-<name>-title`, `guide-<name>-lead`, and for each section `guide-<name>-<section>` with its `-text`.
#[derive(Debug, Serialize)]
pub struct Guide {
    pub name: &'static str,
    pub sections: &'static [&'static str],
}

const HELP: Guide = Guide {
    name: "help",
    sections: &[
        "start",
        "steps",
        "issues",
        "sheet",
        "following",
        "triage",
        "complaints",
        "saving",
        "keyboard",
        "calendar",
        "contact",
    ],
};
const ACCESSIBILITY: Guide = Guide { name: "accessibility", sections: &["standard", "ways", "limits", "report"] };
/// Law on Personal Data Protection 91/2025/QH15, in force 1 January 2026: what is kept, why, who sees it, what one may ask.
const PRIVACY: Guide = Guide { name: "privacy", sections: &["what", "why", "who", "denunciation", "rights", "cookies"] };

impl View for Guide {
    const TEMPLATE: &'static str = "pages/public/guide";

    fn samples() -> Vec<Self> {
        vec![HELP, ACCESSIBILITY, PRIVACY]
    }
}

/// GET /help
///
/// # Errors
/// None but a fault of the template.
pub async fn help(visit: Visit) -> PageResult {
    visit.page(&HELP)
}

/// GET /accessibility
///
/// # Errors
/// As [`help`].
pub async fn accessibility(visit: Visit) -> PageResult {
    visit.page(&ACCESSIBILITY)
}

/// GET /privacy
///
/// # Errors
/// As [`help`].
pub async fn privacy(visit: Visit) -> PageResult {
    visit.page(&PRIVACY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::web::view::{self, Shell};

    #[test]
    fn every_section_has_its_words_in_both_languages() {
        for &locale in Locale::ALL {
            for guide in Guide::samples() {
                let html = view::render(&Shell::sample(locale), &guide).unwrap();
                assert!(!html.contains('⟦'), "{} {locale}", guide.name);
                assert_eq!(html.matches("<h2").count(), guide.sections.len());
            }
        }
    }
}
