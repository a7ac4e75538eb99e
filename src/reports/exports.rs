//! What leaves the room as text: tables as CSV, figures in words, the first text of a new report. Pure.

use crate::i18n::{self, Locale, format};
use crate::reports::rules::figures::Figure;
use crate::reports::rules::formulas::FIELD;
use crate::reports::rules::{Narrative, Section};
use crate::sheets;

/// Shown where there is nothing to divide or nothing was reported; never a zero.
pub const NOTHING: &str = "–";

/// The separator that spreadsheets expect where the comma is the decimal sign would be a semicolon; RFC 4180 says comma.
const SEPARATOR: char = ',';

/// A table as CSV that runs no formula.
#[must_use]
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    sheets::write::csv(rows, SEPARATOR)
}

/// A figure as people read it: "1.234", "78,4%", and a dash for a rate of nothing.
#[must_use]
pub fn in_words(locale: Locale, figure: Option<Figure>) -> String {
    let Some(figure) = figure else { return NOTHING.to_owned() };
    if !figure.is_rate() {
        return whole(locale, figure.part);
    }
    // Per mille of a report stays far below the 2^53 that a float holds exactly.
    figure.per_mille().map_or_else(|| NOTHING.to_owned(), |share| format::percent(locale, to_float(share) / 1000.0))
}

/// Numerator and denominator of a rate: "109/139"; none for a plain number.
#[must_use]
pub fn fraction(locale: Locale, figure: Option<Figure>) -> Option<String> {
    let figure = figure?;
    figure.of.map(|of| format!("{}/{}", whole(locale, figure.part), whole(locale, of)))
}

fn whole(locale: Locale, number: u64) -> String {
    format::number(locale, to_float(number), 0)
}

fn to_float(number: u64) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

/// The name of a figure; `field_name` knows the fields of life by code.
#[must_use]
pub fn figure_name(locale: Locale, code: &str, field_name: impl Fn(&str) -> Option<String>) -> String {
    match code.strip_prefix(FIELD) {
        Some(field) => field_name(field).unwrap_or_else(|| i18n::text(locale, "figure-field-none", &[])),
        None => i18n::text(locale, &format!("figure-{code}"), &[]),
    }
}

/// The first text of a new report, with figures between brackets; a person goes on from there.
#[must_use]
pub fn first_text(locale: Locale) -> Narrative {
    Section::ALL
        .iter()
        .map(|section| (*section, i18n::text(locale, &format!("report-first-{section}"), &[])))
        .filter(|(_, text)| text != NOTHING)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_quoted_and_runs_no_formula() {
        let rows = vec![
            vec!["Đơn vị".to_owned(), "Ghi chú".to_owned()],
            vec!["=1+1".to_owned(), "a \"b\", c\nd".to_owned()],
            vec!["-5".to_owned(), "@x".to_owned()],
            vec![" +1".to_owned(), "＝1".to_owned()],
        ];
        let expected = "\u{FEFF}Đơn vị,Ghi chú\r\n'=1+1,\"a \"\"b\"\", c\nd\"\r\n'-5,'@x\r\n' +1,'＝1\r\n";
        assert_eq!(String::from_utf8(csv(&rows)).unwrap(), expected);
    }

    #[test]
    fn b112_a_rate_of_nothing_is_a_dash() {
        let rate = |part, of| in_words(Locale::Vi, Some(Figure { part, of: Some(of) }));
        assert_eq!((rate(0, 0), rate(0, 4), rate(22, 27)), ("–".into(), "0%".into(), "81,5%".into()));
        assert_eq!(in_words(Locale::Vi, Some(Figure { part: 1234, of: None })), "1.234");
        assert_eq!(in_words(Locale::En, None), "–");
        assert_eq!(fraction(Locale::Vi, Some(Figure { part: 109, of: Some(139) })).as_deref(), Some("109/139"));
    }

    #[test]
    fn the_first_text_names_only_figures_that_exist() {
        use crate::reports::rules::figures::formula;
        use crate::reports::rules::narrative::check;
        for &locale in Locale::ALL {
            let text = first_text(locale);
            assert!(text.len() >= 5);
            assert_eq!(check(&text, |code| formula(code).is_some()), Ok(()));
        }
    }
}
