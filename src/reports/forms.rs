//! What the browser sends about reports, read into the types of `rules`.

use crate::kernel::{Refusal, Violations};
use crate::reports::rules::narrative::{check, renamed};
use crate::reports::rules::{Narrative, PeriodKey, Section};
use crate::web::{Fields, Posted};

/// Longest section, in characters.
const SECTION_LENGTH: usize = 20_000;
/// Longest remark, in characters.
const REMARK_LENGTH: usize = 4_000;

/// Which report to begin: `period` is `year/2025` or `month-03/2025`.
///
/// # Errors
/// A missing or malformed choice.
pub fn begin(posted: &Posted) -> Result<(PeriodKey, i32), Violations> {
    let mut fields = Fields::new(posted);
    let word = fields.line("period", 40);
    let read = word.as_deref().and_then(|word| {
        let (key, year) = word.split_once('/')?;
        Some((key.parse().ok()?, year.parse().ok().filter(|year| (2000..=2199).contains(year))?))
    });
    if word.is_some() && read.is_none() {
        fields.refuse(Refusal::on("period", "form.choice"));
    }
    fields.finish(|| read)
}

/// The text of all sections and the version it was made from. `code_of` knows figures by the names that people see.
///
/// # Errors
/// Every fault with its field; a name between brackets that is no figure.
pub fn narrative(posted: &Posted, code_of: impl Fn(&str) -> Option<String>) -> Result<(i32, Narrative), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let mut narrative = Narrative::new();
    for section in Section::ALL {
        if let Some(text) = fields.optional_text(section.as_str(), SECTION_LENGTH).filter(|text| !text.is_empty()) {
            narrative.insert(*section, renamed(&text, &code_of));
        }
    }
    let (version, narrative) = fields.finish(|| Some((version?, narrative)))?;
    check(&narrative, |name| code_of(name).is_some())?;
    Ok((version, narrative))
}

/// Only the version: acts that need no words.
///
/// # Errors
/// A missing or malformed version.
pub fn version(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    fields.finish(|| version)
}

/// A remark of the superior.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub version: i32,
    /// Code of a figure; none for the report as a whole.
    pub figure: Option<String>,
    pub text: String,
}

/// A remark on the report or one figure, or the reason of a return.
///
/// # Errors
/// Every fault with its field.
pub fn remark(posted: &Posted) -> Result<Remark, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let figure = fields.optional_line("figure", 80).map(|figure| Some(figure).filter(|figure| !figure.is_empty()));
    let text = fields.text("remark", REMARK_LENGTH);
    fields.finish(|| Some(Remark { version: version?, figure: figure?, text: text? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_from_the_choice() {
        assert_eq!(begin(&Posted::of(&[("period", "year/2025")])), Ok((PeriodKey::YEAR, 2025)));
        for bad in ["", "year", "year/", "year/99999", "ad-hoc/2025", "month-13/2025"] {
            assert!(begin(&Posted::of(&[("period", bad)])).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_of_figures_are_stored_as_codes_and_unknown_ones_refused() {
        let code_of = |name: &str| matches!(name, "Số hội nghị" | "sessions-held").then(|| "sessions-held".to_owned());
        let posted = Posted::of(&[("version", "3"), ("results", "Đã họp [Số hội nghị] lần [1]"), ("proposals", " ")]);
        let (version, text) = narrative(&posted, code_of).unwrap();
        assert_eq!((version, text.len(), text[&Section::Results].as_str()), (3, 1, "Đã họp [sessions-held] lần [1]"));
        let refused = narrative(&Posted::of(&[("version", "3"), ("direction", "[lạ]")]), code_of).unwrap_err();
        assert_eq!((refused.0[0].field, refused.0[0].code), (Some("direction"), "report.figure-unknown"));
    }
}
