//! Tables out of the house: workbooks with lists to choose from, and CSV. Every cell is text or a number, never a formula. Pure.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::safe::harmless;
use super::{Cell, column_letters};

/// Longest cell of a workbook, in characters.
const MOST_LETTERS: usize = 32_767;
/// Rows of a sheet to fill in that offer lists.
const LISTED_ROWS: u32 = 10_000;
const WIDEST: f64 = 80.0;

/// A column of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Column {
    pub heading: String,
    /// In characters.
    pub width: u8,
    /// What may stand in it, if it is a choice.
    pub choices: Vec<String>,
    /// Whether something else may stand in it as well.
    pub is_open: bool,
}

/// A sheet: columns with a heading each, and rows below.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    pub name: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// A workbook.
#[derive(Debug, Clone)]
pub struct Book {
    pub made_on: NaiveDate,
    pub sheets: Vec<Sheet>,
    /// Name of the sheet on which the lists stand; there is none where no column has choices.
    pub lists: String,
}

/// The workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[error("workbook: {0}")]
pub struct WriteError(#[from] XlsxError);

/// The workbook as a file.
///
/// # Errors
/// [`WriteError`] for a sheet name that Excel does not take, or more rows than it has.
pub fn workbook(book: &Book) -> Result<Vec<u8>, WriteError> {
    use chrono::Datelike;
    let mut file = Workbook::new();
    let (year, month, day) = (book.made_on.year(), book.made_on.month(), book.made_on.day());
    let (year, month, day) =
        (u16::try_from(year).unwrap_or(1900), u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1));
    file.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?));
    let lists: Vec<&Column> =
        book.sheets.iter().flat_map(|sheet| &sheet.columns).filter(|column| !column.choices.is_empty()).collect();
    let mut list = 0;
    for sheet in &book.sheets {
        let page = file.add_worksheet();
        write(page, sheet)?;
        for (at, column) in (0_u16..).zip(&sheet.columns) {
            if column.choices.is_empty() {
                continue;
            }
            page.add_data_validation(1, at, LISTED_ROWS, at, &choice(column, &book.lists, list))?;
            list += 1;
        }
    }
    if !lists.is_empty() {
        let rows = lists.iter().map(|column| column.choices.len()).max().unwrap_or(0);
        let cell = |at: usize| {
            lists.iter().map(|column| column.choices.get(at).map_or(Cell::Empty, |text| Cell::Text(text.clone()))).collect()
        };
        let columns = lists.iter().map(|column| Column { choices: Vec::new(), ..(*column).clone() }).collect();
        write(file.add_worksheet(), &Sheet { name: book.lists.clone(), columns, rows: (0..rows).map(cell).collect() })?;
    }
    Ok(file.save_to_buffer()?)
}

fn choice(column: &Column, lists: &str, list: usize) -> DataValidation {
    let letters = column_letters(list);
    let range = Formula::new(format!("='{}'!${letters}$2:${letters}${}", lists.replace('\'', "''"), column.choices.len() + 1));
    let style = if column.is_open { DataValidationErrorStyle::Information } else { DataValidationErrorStyle::Stop };
    DataValidation::new().allow_list_formula(range).set_error_style(style).show_error_message(!column.is_open)
}

fn write(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WriteError> {
    let heading =
        Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_background_color(Color::RGB(0x00E8_EEF4));
    // As text, so that 0912… keeps its nought and 3/4 does not become a day.
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    page.set_name(&sheet.name)?.set_freeze_panes(1, 0)?;
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        page.set_column_width(at, f64::from(column.width).clamp(6.0, WIDEST))?.set_column_format(at, &text)?;
        page.write_string_with_format(0, at, &column.heading, &heading)?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => drop(page.write_number_with_format(row, at, *number, &text)?),
                other => {
                    let shown: String = other.shown().chars().take(MOST_LETTERS).collect();
                    page.write_string_with_format(row, at, shown, &text)?;
                }
            }
        }
    }
    Ok(())
}

/// A table as CSV (RFC 4180): UTF-8 with a byte order mark, lines end with CR LF, and a cell that a spreadsheet would run as
/// a formula begins with an apostrophe.
#[must_use]
pub fn csv(rows: &[Vec<String>], separator: char) -> Vec<u8> {
    let mut text = String::from('\u{FEFF}');
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push(separator);
            }
            text.push_str(&quoted(&harmless(cell), separator));
        }
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn quoted(cell: &str, separator: char) -> String {
    if cell.contains([separator, '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
