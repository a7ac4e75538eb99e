//! Workbooks (XLSX), read as a stream: what is empty costs nothing, formulas give the result that the file holds, hidden sheets are
//! left out. Pure.

use std::io::Cursor;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx};

use super::prose::Collected;
use super::{Cell, Collector, Fault, Form, MOST_COLUMNS, Table, package};

/// Merged places of one sheet.
const MOST_MERGED: usize = 2_000;

/// Reads the first sheet that is shown.
///
/// # Errors
/// A [`Fault`] of the whole file.
pub fn read(bytes: &[u8]) -> Result<Table, Fault> {
    package::check(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let sheets: Vec<_> = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect();
    let (shown, hidden): (Vec<_>, Vec<_>) = sheets.into_iter().partition(|sheet| sheet.visible == SheetVisible::Visible);
    let sheet = shown.into_iter().next().ok_or(Fault::NoSheet)?.name;
    let merged = book.merge_cells_by_sheet_name(&sheet).map_err(|_| Fault::Damaged)?;
    if merged.len() > MOST_MERGED {
        return Err(Fault::Damaged);
    }
    let mut collector = Collector::default();
    let mut cells = book.worksheet_cells_reader(&sheet).map_err(|_| Fault::Damaged)?;
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(|_| Fault::Damaged)? {
        let (row, column) = found.pos;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let cell = match found.value {
            DataRef::Empty if found.formula.is_some() => Cell::Uncounted,
            value => cell(value),
        };
        collector.put(row.saturating_add(1), column, cell)?;
    }
    let mut lines = collector.finish()?;
    for line in &mut lines {
        line.merged = merged.iter().filter_map(|place| covered(place, line.number)).min();
    }
    let hidden = hidden.into_iter().map(|sheet| sheet.name).collect();
    Ok(Table { form: Form::Workbook, lines, sheet, hidden })
}

/// The words of all sheets that are shown, a line for each row.
///
/// # Errors
/// A [`Fault`] of the whole file.
pub(super) fn read_prose(bytes: &[u8], collected: &mut Collected<'_>) -> Result<(), Fault> {
    package::check(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    for name in names {
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Fault::Damaged)?;
        let mut row = None;
        while let Some(found) = cells.next_cell_with_formula_metadata().map_err(|_| Fault::Damaged)? {
            if collected.is_full() {
                return Ok(());
            }
            let cell = cell(found.value);
            if !cell.is_blank() {
                collected.push(if row.replace(found.pos.0) == Some(found.pos.0) { " " } else { "\n" });
                collected.push(&cell.shown());
            }
        }
    }
    Ok(())
}

/// The first column of a merged place that covers this row.
fn covered(place: &Dimensions, number: u32) -> Option<usize> {
    let row = number.checked_sub(1)?;
    let column = usize::try_from(place.start.1).unwrap_or(usize::MAX);
    ((place.start.0..=place.end.0).contains(&row) && column < MOST_COLUMNS).then_some(column)
}

fn cell(value: DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        // Whole numbers of a spreadsheet are far below the 2^53 that a float holds exactly.
        DataRef::Int(number) => {
            i32::try_from(number).map_or_else(|_| Cell::Text(number.to_string()), |small| Cell::Number(small.into()))
        }
        DataRef::Float(number) => Cell::Number(number),
        DataRef::String(text) => Cell::Text(text),
        DataRef::SharedString(text) => Cell::Text(text.to_owned()),
        DataRef::Bool(truth) => Cell::Text(if truth { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(date) => {
            let text = date.as_datetime().map(|date| date.format("%d/%m/%Y").to_string());
            Cell::Date(text.unwrap_or_default())
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Date(text),
        DataRef::Error(error) => Cell::Wrong(error.to_string()),
    }
}
