//! The synthesis as a file: its figures as CSV, figures and list of opinions as a workbook. Pure.

use chrono::NaiveDate;

use crate::i18n::{self, Locale};
use crate::sheets::Cell;
use crate::sheets::write::{Book, Column, Sheet, WriteError, csv, workbook};

/// A row of the table of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// By what it is divided.
    pub part: String,
    pub label: String,
    /// Turns, opinions, contents.
    pub counts: [usize; 3],
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRow {
    pub number: Option<i32>,
    pub wording: String,
    pub from: String,
    pub village: String,
    pub people: i32,
    pub field: String,
    pub group: String,
    pub competence: String,
    pub agency: String,
    pub state: String,
    /// How often the matter was raised, where it was raised before.
    pub repeats: String,
}

const FIGURE_COLUMNS: [&str; 5] =
    ["synthesis-part", "synthesis-row", "synthesis-turns", "synthesis-opinions", "synthesis-contents"];

/// The figures as CSV.
#[must_use]
pub fn figures_csv(locale: Locale, rows: &[FigureRow]) -> Vec<u8> {
    let head = FIGURE_COLUMNS.iter().map(|key| i18n::text(locale, key, &[])).collect();
    let row = |row: &FigureRow| {
        let counts = row.counts.iter().map(ToString::to_string);
        [row.part.clone(), row.label.clone()].into_iter().chain(counts).collect()
    };
    csv(&std::iter::once(head).chain(rows.iter().map(row)).collect::<Vec<Vec<String>>>(), ',')
}

/// Figures and list as a workbook of two sheets.
///
/// # Errors
/// [`WriteError`] for more rows than a sheet has.
pub fn book(locale: Locale, made_on: NaiveDate, figures: &[FigureRow], issues: &[IssueRow]) -> Result<Vec<u8>, WriteError> {
    let text = |key: &str| i18n::text(locale, key, &[]);
    let column = |(key, width): (&str, u8)| Column { heading: text(key), width, choices: Vec::new(), is_open: true };
    let number = |count: usize| Cell::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    let words = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let figure = |row: &FigureRow| {
        let counts = row.counts.iter().map(|count| number(*count));
        [words(&row.part), words(&row.label)].into_iter().chain(counts).collect()
    };
    let issue = |row: &IssueRow| {
        vec![
            row.number.map_or(Cell::Empty, |number| Cell::Number(f64::from(number))),
            words(&row.wording),
            words(&row.from),
            words(&row.village),
            Cell::Number(f64::from(row.people)),
            words(&row.field),
            words(&row.group),
            words(&row.competence),
            words(&row.agency),
            words(&row.state),
            words(&row.repeats),
        ]
    };
    let listed = [
        ("issues-column-number", 8),
        ("issues-column-issue", 60),
        ("issues-column-submitter", 28),
        ("field-village", 20),
        ("issues-column-people", 10),
        ("field-issue-field", 28),
        ("field-counterpart-group", 20),
        ("field-competence", 16),
        ("synthesis-agency", 28),
        ("column-state", 20),
        ("synthesis-repeats", 20),
    ];
    workbook(&Book {
        made_on,
        sheets: vec![
            Sheet {
                name: text("synthesis-sheet-figures"),
                columns: FIGURE_COLUMNS.into_iter().zip([24, 44, 12, 12, 12]).map(column).collect(),
                rows: figures.iter().map(figure).collect(),
            },
            Sheet {
                name: text("synthesis-sheet-list"),
                columns: listed.into_iter().map(column).collect(),
                rows: issues.iter().map(issue).collect(),
            },
        ],
        lists: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_runs_no_formula() {
        let row = |label: &str| FigureRow { part: "Tổ chức".into(), label: label.into(), counts: [1, 2, 3] };
        let text = String::from_utf8(figures_csv(Locale::Vi, &[row("=1+1"), row("Hội \"A\", B")])).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(lines[0], "Phân theo,Mục,Lượt,Ý kiến,Nội dung");
        assert_eq!(lines[1..], ["Tổ chức,'=1+1,1,2,3", "Tổ chức,\"Hội \"\"A\"\", B\",1,2,3"]);
    }
}
