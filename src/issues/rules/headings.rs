//! The headings of a sheet of issues: on which line they stand, and which columns they name. Pure.

use super::columns::{Column, TO_FILL};
use crate::kernel::{Refusal, text};
use crate::sheets::{self, Cell, Line, Table, column_letters};

/// Lines above the headings: a title, a name, a date.
const ABOVE: usize = 20;

/// The line of the headings, and the rows below: of the first lines the one with most columns that are known, wording among them.
pub(super) fn headed(table: &Table) -> Option<(&Line, &[Line])> {
    let known = |line: &Line| {
        let columns: Vec<Column> = line.cells.iter().filter_map(|cell| Column::of(&shown(cell))).collect();
        if columns.contains(&Column::Wording) { columns.len() } else { 0 }
    };
    let lines = table.lines.iter().take(ABOVE).map(known).enumerate();
    let (at, _) = lines.rev().max_by_key(|(_, known)| *known).filter(|(_, known)| *known > 0)?;
    Some((table.lines.get(at)?, table.lines.get(at + 1..)?))
}

pub(super) fn shown(cell: &Cell) -> String {
    text::clean_line(&cell.shown())
}

/// The headings that a sheet may have, for who used others.
fn expected() -> String {
    let names = TO_FILL.iter().map(|column| column.known().vi);
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

pub(super) fn no_wording(table: &Table) -> Refusal {
    let first = table.lines.first();
    let found = first.iter().flat_map(|line| &line.cells).map(shown).filter(|cell| !cell.is_empty()).take(8);
    let found = found.map(|cell| format!("\"{}\"", cell.chars().take(40).collect::<String>())).collect::<Vec<_>>().join(", ");
    Refusal::on("sheet_file", "sheet.no-wording-column").arg("expected", expected()).arg("found", found)
}

pub(super) fn columns(heading: &Line) -> Result<Vec<Option<Column>>, Refusal> {
    if heading.is_wider {
        let refusal = Refusal::on("sheet_file", "sheet.too-wide").arg("line", heading.number);
        return Err(refusal.arg("most", sheets::MOST_COLUMNS));
    }
    let mut columns = Vec::new();
    for (at, cell) in heading.cells.iter().enumerate() {
        let name = shown(cell);
        let found = Column::of(&name);
        let place = |code| {
            let name: String = name.chars().take(40).collect();
            Refusal::on("sheet_file", code).arg("column", name).arg("letters", column_letters(at)).arg("line", heading.number)
        };
        if found.is_none() && !name.is_empty() {
            return Err(place("sheet.unknown-column").arg("expected", expected()));
        }
        if found.is_some() && columns.contains(&found) {
            return Err(place("sheet.column-twice"));
        }
        columns.push(found);
    }
    Ok(columns)
}
