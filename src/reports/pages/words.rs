//! What all pages of this room say alike: titles of reports, names and values of figures, colours of states.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::law::ReportPeriod;
use crate::reports::exports;
use crate::reports::rules::figures::{Figure, Figures, group};
use crate::reports::rules::formulas::Group;
use crate::reports::rules::period::period_key;
use crate::reports::rules::{Boundaries, PeriodKey, Report, StateWord};
use crate::reports::store::labels;

/// "Báo cáo năm 2025", "Báo cáo tháng 3/2025".
pub fn title(locale: Locale, key: PeriodKey, year: i32) -> String {
    let args = [("year", year.to_string()), ("month", key.month.unwrap_or(0).to_string())];
    i18n::text(locale, &format!("report-title-{}", key.kind), &args)
}

pub fn title_of(locale: Locale, report: &Report) -> String {
    title(locale, report.period, report.year)
}

/// The value of a choice of period, as `forms::begin` reads it.
pub fn period_value(period: &ReportPeriod) -> String {
    format!("{}/{}", period_key(period), period.year)
}

/// The choice between boundaries of the time and of today.
pub fn boundaries(locale: Locale, chosen: Boundaries) -> Vec<Choice> {
    let choice = |one: &Boundaries| Choice {
        value: one.to_string(),
        label: i18n::text(locale, &format!("boundaries-{one}"), &[]),
        selected: *one == chosen,
    };
    Boundaries::ALL.iter().map(choice).collect()
}

/// The colour that helps a state's word.
pub const fn tone(word: StateWord) -> &'static str {
    match word {
        StateWord::Draft => "grey",
        StateWord::Presented => "blue",
        StateWord::Signed => "teal",
        StateWord::Sent => "purple",
        StateWord::Returned => "orange",
        StateWord::Accepted => "green",
    }
}

/// Names of figures in one language; knows the fields of life.
#[derive(Debug)]
pub struct Names {
    pub locale: Locale,
    fields: BTreeMap<String, (String, String)>,
}

impl Names {
    /// # Errors
    /// The database's.
    pub async fn load(app: &App, locale: Locale) -> AppResult<Self> {
        Ok(Self { locale, fields: labels::field_names(app.db().read()).await? })
    }

    /// The name of a field of life.
    pub fn field(&self, code: &str) -> Option<String> {
        let (vi, en) = self.fields.get(code)?;
        Some(if self.locale == Locale::Vi { vi.clone() } else { en.clone() })
    }

    /// The name of a figure.
    pub fn figure(&self, code: &str) -> String {
        exports::figure_name(self.locale, code, |field| self.field(field))
    }

    /// The code of the figure that a person means: its code, or its name in any language, capitals or not.
    pub fn code(&self, typed: &str, known: &[String]) -> Option<String> {
        if known.iter().any(|code| code == typed) {
            return Some(typed.to_owned());
        }
        let is = |code: &&String| {
            Locale::ALL.iter().any(|&locale| {
                let name = exports::figure_name(locale, code, |field| {
                    let (vi, en) = self.fields.get(field)?;
                    Some(if locale == Locale::Vi { vi.clone() } else { en.clone() })
                });
                name.to_lowercase() == typed.to_lowercase()
            })
        };
        known.iter().find(is).cloned()
    }

    /// One line of the table of figures.
    pub fn line(&self, code: &str, figures: &Figures, href: String) -> FigureLine {
        let figure = figures.get(code).copied();
        FigureLine {
            code: code.to_owned(),
            name: self.figure(code),
            value: exports::in_words(self.locale, figure),
            fraction: exports::fraction(self.locale, figure),
            href,
        }
    }
}

/// A figure as a page shows it.
#[derive(Debug, Clone, Serialize)]
pub struct FigureLine {
    pub code: String,
    pub name: String,
    pub value: String,
    /// Numerator and denominator of a rate.
    pub fraction: Option<String>,
    /// Address of the list behind it.
    pub href: String,
}

impl FigureLine {
    pub fn sample(code: &str, rate: bool) -> Self {
        Self {
            code: code.into(),
            name: "Số hội nghị đối thoại đã tổ chức".into(),
            value: if rate { "78,4%".into() } else { "2".into() },
            fraction: rate.then(|| "109/139".into()),
            href: format!("/reports/0193/figures/{code}"),
        }
    }
}

/// One part of the table of figures.
#[derive(Debug, Serialize)]
pub struct GroupLines {
    pub group: &'static str,
    pub lines: Vec<FigureLine>,
}

/// The whole table of figures in the order of the report; parts without a figure are left out.
pub fn groups(names: &Names, figures: &Figures, codes: &[String], href: impl Fn(&str) -> String) -> Vec<GroupLines> {
    let of = |wanted: Group| {
        let codes = codes.iter().filter(move |code| group(code) == Some(wanted));
        codes.map(|code| names.line(code, figures, href(code))).collect::<Vec<_>>()
    };
    let lines = Group::ALL.iter().map(|&group| GroupLines { group: group.as_str(), lines: of(group) });
    lines.filter(|part| !part.lines.is_empty()).collect()
}

/// The codes of these figures in the order of the report.
pub fn ordered(figures: &Figures) -> Vec<String> {
    let known = crate::reports::rules::formulas::FORMULAS;
    let place = |code: &str| known.iter().position(|formula| formula.code == code).unwrap_or(usize::MAX);
    let mut codes: Vec<String> = figures.keys().cloned().collect();
    codes.sort_by_cached_key(|code| (group(code), place(code), code.clone()));
    codes
}

/// A choice in words.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// A figure where there may be none.
pub fn value(locale: Locale, figure: Option<Figure>) -> String {
    exports::in_words(locale, figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::rules::Facts;
    use crate::reports::rules::figures::{all, codes};

    fn names(locale: Locale) -> Names {
        Names { locale, fields: BTreeMap::from([("dat-dai".into(), ("Đất đai".into(), "Land".into()))]) }
    }

    #[test]
    fn a_name_between_brackets_means_one_figure_in_every_language() {
        let mut known = codes(&Facts::default());
        known.push("field.dat-dai".into());
        for locale in [Locale::Vi, Locale::En] {
            for code in &known {
                let name = names(locale).figure(code);
                assert_eq!(names(Locale::Vi).code(&name.to_uppercase(), &known).as_ref(), Some(code), "{name}");
                assert!(!name.contains(['[', ']', '\u{2997}', '⟦']), "{name}");
            }
        }
        assert_eq!(names(Locale::Vi).code("lạ", &known), None);
    }

    #[test]
    fn the_table_has_every_figure_once_and_in_its_order() {
        let facts = Facts::default();
        assert_eq!(ordered(&all(&facts)), codes(&facts));
    }
}
