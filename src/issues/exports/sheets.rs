//! Sheets that leave the room: the one to fill in, what an organisation has brought, rows that came back. Pure.
//!
//! Who raised an issue is in none of them but in rows that came back, which only their own organisation gets.

use chrono::NaiveDate;

use crate::i18n::{self, Locale};
use crate::issues::rules::columns::{CHANNELS, Column, EXPORTED, KINDS, TO_FILL, words_for};
use crate::issues::rules::{Channel, Issue};
use crate::sheets::Cell;
use crate::sheets::write::{self, Book, Sheet, WriteError};

/// The separator that spreadsheets expect where the comma is the decimal sign.
const SEPARATOR: char = ';';

/// A field of life with its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChoice {
    pub code: String,
    pub name: String,
}

fn heading(column: Column, locale: Locale) -> &'static str {
    match locale {
        Locale::Vi => column.known().vi,
        Locale::En => column.known().en,
    }
}

fn columns(columns: &[Column], locale: Locale, lists: &Lists<'_>) -> Vec<write::Column> {
    let choices = |column: Column| match column {
        Column::Kind => words(KINDS, locale),
        Column::Channel => words(CHANNELS, locale),
        Column::Field => lists.fields.iter().map(|field| field.name.clone()).collect(),
        Column::Village => lists.villages.to_vec(),
        Column::Reviewed => vec!["x".to_owned()],
        _ => Vec::new(),
    };
    let column = |column: &Column| write::Column {
        heading: heading(*column, locale).to_owned(),
        width: column.known().width,
        choices: choices(*column),
        is_open: *column == Column::Village,
    };
    columns.iter().map(column).collect()
}

/// What a drop-down list offers and a cell below it says has to be the same word.
fn word<T: PartialEq>(list: &[(T, &'static str, &'static str)], word: &T, locale: Locale) -> String {
    let (vi, en) = words_for(list, word);
    if locale == Locale::Vi { vi } else { en }.to_owned()
}

fn words<T>(list: &[(T, &str, &str)], locale: Locale) -> Vec<String> {
    list.iter().map(|(_, vi, en)| if locale == Locale::Vi { *vi } else { *en }.to_owned()).collect()
}

/// What the drop-down lists of a sheet offer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Lists<'a> {
    pub fields: &'a [FieldChoice],
    pub villages: &'a [String],
}

/// The workbook to fill in: the sheet with its lists, and a sheet that says how.
///
/// # Errors
/// [`WriteError`].
pub fn template(locale: Locale, today: NaiveDate, lists: &Lists<'_>) -> Result<Vec<u8>, WriteError> {
    let text = |key: &str| i18n::text(locale, key, &[]);
    let help = |column: &Column| {
        let name = column.known().en.to_lowercase().replace(' ', "-");
        vec![Cell::Text(heading(*column, locale).to_owned()), Cell::Text(text(&format!("sheet-help-{name}")))]
    };
    let guide = Sheet {
        name: text("sheet-name-guide"),
        columns: vec![
            write::Column { heading: text("sheet-guide-column"), width: 24, ..write::Column::default() },
            write::Column { heading: text("sheet-guide-how"), width: 80, ..write::Column::default() },
        ],
        rows: TO_FILL.iter().map(help).collect(),
    };
    let sheet = Sheet { name: text("sheet-name-issues"), columns: columns(TO_FILL, locale, lists), rows: Vec::new() };
    write::workbook(&Book { made_on: today, sheets: vec![sheet, guide], lists: text("sheet-name-lists") })
}

/// The CSV sheet to fill in, with one example.
#[must_use]
pub fn csv_template() -> Vec<u8> {
    let example =
        ["Đề nghị nạo vét cống thoát nước đường liên tổ", "kiến nghị", "Giao thông, hạ tầng", "25", "Tổ 3", "", "", "", "", ""];
    let headings = TO_FILL.iter().map(|column| column.known().vi.to_owned()).collect();
    write::csv(&[headings, example.map(str::to_owned).to_vec()], SEPARATOR)
}

/// How a file of rows is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Workbook,
    Csv,
}

/// What an organisation has brought, so that it can be changed and read again.
///
/// # Errors
/// [`WriteError`].
pub fn export(
    wanted: Wanted,
    locale: Locale,
    today: NaiveDate,
    issues: &[Issue],
    lists: &Lists<'_>,
) -> Result<Vec<u8>, WriteError> {
    let rows: Vec<Vec<Cell>> =
        issues.iter().map(|issue| EXPORTED.iter().map(|column| cell(*column, issue, locale, lists)).collect()).collect();
    if wanted == Wanted::Csv {
        let headings = EXPORTED.iter().map(|column| heading(*column, locale).to_owned()).collect();
        let rows = rows.iter().map(|row| row.iter().map(Cell::shown).collect());
        return Ok(write::csv(&std::iter::once(headings).chain(rows).collect::<Vec<_>>(), SEPARATOR));
    }
    let sheet = Sheet { name: i18n::text(locale, "sheet-name-issues", &[]), columns: columns(EXPORTED, locale, lists), rows };
    write::workbook(&Book { made_on: today, sheets: vec![sheet], lists: i18n::text(locale, "sheet-name-lists", &[]) })
}

fn cell(column: Column, issue: &Issue, locale: Locale, lists: &Lists<'_>) -> Cell {
    let content = &issue.content;
    let text = match column {
        Column::Receipt => issue.receipt_code.clone(),
        Column::Version => return Cell::Number(issue.version.into()),
        Column::Wording => content.wording.clone(),
        Column::Kind => word(KINDS, &content.kind, locale),
        Column::Field => {
            let name = content.field.as_ref().and_then(|code| lists.fields.iter().find(|field| field.code == *code));
            name.map(|field| field.name.clone()).unwrap_or_default()
        }
        Column::People => return Cell::Number(content.people.into()),
        Column::Village => content.village.clone(),
        // Nothing of an organisation was raised in the hall.
        Column::Channel => {
            word(CHANNELS, if content.channel == Channel::Floor { &Channel::Organisation } else { &content.channel }, locale)
        }
        Column::State => i18n::text(locale, &format!("state-issue-{}", issue.state.word()), &[]),
        Column::Reviewed | Column::FullName | Column::Address | Column::Contact | Column::Reason => String::new(),
    };
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

/// Rows that came back as they were, each with where and why in a column before them.
///
/// # Errors
/// [`WriteError`].
pub fn given_back(
    locale: Locale,
    today: NaiveDate,
    headings: &[String],
    rows: &[(Vec<String>, String)],
) -> Result<Vec<u8>, WriteError> {
    let own: Vec<usize> =
        (0..headings.len()).filter(|at| headings.get(*at).and_then(|name| Column::of(name)) != Some(Column::Reason)).collect();
    let width = |name: &str| Column::of(name).map_or(16, |column| column.known().width);
    let mut columns =
        vec![write::Column { heading: heading(Column::Reason, locale).to_owned(), width: 60, ..write::Column::default() }];
    columns.extend(own.iter().filter_map(|at| headings.get(*at)).map(|name| write::Column {
        heading: name.clone(),
        width: width(name),
        ..write::Column::default()
    }));
    let rows = rows.iter().map(|(cells, reason)| {
        let cells = own
            .iter()
            .map(|at| cells.get(*at).filter(|cell| !cell.is_empty()).map_or(Cell::Empty, |cell| Cell::Text(cell.clone())));
        std::iter::once(Cell::Text(reason.clone())).chain(cells).collect()
    });
    let sheet = Sheet { name: i18n::text(locale, "sheet-name-issues", &[]), columns, rows: rows.collect() };
    write::workbook(&Book { made_on: today, sheets: vec![sheet], lists: String::new() })
}
