//! The text of a report: sections in which `[code]` stands for a figure, so that text and table never disagree. Pure.
//!
//! People see and type the figure's name between the brackets; what is stored is its code.

use std::collections::BTreeMap;

use crate::alphabet;
use crate::kernel::{Refusal, Violations};

alphabet! {
    /// The sections of a periodic report (Regulation 11-QĐi/TW, Art. 3.8; practice of the reports seen).
    pub enum Section {
        /// Leading and directing: papers issued, plan.
        Leadership = "leadership",
        Dialogues = "dialogues",
        Issues = "issues",
        Results = "results",
        /// What went well, what did not, and why.
        Assessment = "assessment",
        Direction = "direction",
        /// What is asked of the superior.
        Proposals = "proposals",
    }
}

/// Text by section; a section without text is left out of the paper.
pub type Narrative = BTreeMap<Section, String>;

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// What stood between the brackets.
    Figure(String),
}

/// Splits a text at its figures. Brackets around a number or nothing are plain text, as in footnotes.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let (before, after) = rest.split_at(open);
        let inside = after.get(1..).unwrap_or("");
        let name = inside.find([']', '[', '\n']).filter(|end| inside[*end..].starts_with(']')).map(|end| &inside[..end]);
        match name.filter(|name| name.chars().any(char::is_alphabetic)) {
            Some(name) => {
                plain.push_str(before);
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Figure(name.trim().to_owned()));
                rest = &inside[name.len() + 1..];
            }
            None => {
                plain.push_str(&rest[..=open]);
                rest = inside;
            }
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
    pieces
}

/// The text with every name between brackets replaced by what `word` gives for it; unknown ones stay.
#[must_use]
pub fn renamed(text: &str, word: impl Fn(&str) -> Option<String>) -> String {
    let piece = |piece| match piece {
        Piece::Text(text) => text,
        Piece::Figure(name) => format!("[{}]", word(&name).unwrap_or(name)),
    };
    pieces(text).into_iter().map(piece).collect()
}

/// Checks that every name between brackets is a figure's code.
///
/// # Errors
/// `report.figure-unknown` on the section's field, with the first name that is none.
pub fn check(narrative: &Narrative, is_code: impl Fn(&str) -> bool) -> Result<(), Violations> {
    let mut violations = Violations::default();
    for (section, text) in narrative {
        let unknown = pieces(text).into_iter().find_map(|piece| match piece {
            Piece::Figure(name) if !is_code(&name) => Some(name),
            _ => None,
        });
        if let Some(name) = unknown {
            violations.push(Refusal::on(section.as_str(), "report.figure-unknown").arg("name", name));
        }
    }
    violations.or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_between_brackets_and_footnotes_are_not() {
        let text = |s: &str| Piece::Text(s.to_owned());
        assert_eq!(
            pieces("Đã họp [sessions-held] lần."),
            [text("Đã họp "), Piece::Figure("sessions-held".into()), text(" lần.")]
        );
        assert_eq!(pieces("xem [1] và [] và [a"), [text("xem [1] và [] và [a")]);
        assert_eq!(pieces("[[ý kiến]"), [text("["), Piece::Figure("ý kiến".into())]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn names_become_codes_and_back() {
        let word = |name: &str| (name == "số hội nghị").then(|| "sessions-held".to_owned());
        assert_eq!(renamed("[số hội nghị] và [khác]", word), "[sessions-held] và [khác]");
    }

    #[test]
    fn b113_an_unknown_field_is_refused_with_its_name() {
        let narrative = Narrative::from([(Section::Results, "Đạt [tỷ lệ lạ]".to_owned())]);
        let refused = check(&narrative, |code| code == "answered").unwrap_err();
        assert_eq!((refused.0[0].field, refused.0[0].code), (Some("results"), "report.figure-unknown"));
        assert_eq!(refused.0[0].args, [("name", "tỷ lệ lạ".to_owned())]);
        assert!(check(&Narrative::from([(Section::Results, "[answered]".to_owned())]), |code| code == "answered").is_ok());
    }
}
