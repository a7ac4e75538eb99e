//! Any bytes as a sheet: reading never panics, keeps its limits, and what was read can be written as CSV and read again as it was.
//!
//! The first byte says what the rest is: a file as it came, or the one worksheet of a workbook that is whole but for it. Without
//! that the fuzzer would spend its time on the sums of the package.
#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use sheets::{Cell, MOST_COLUMNS, MOST_LINES, Table, read, safe, write};

// The room's own files, so that the fuzzer is built without the program.
#[path = "../../src/sheets/mod.rs"]
#[expect(dead_code, reason = "workbooks are not written here")]
mod sheets;

const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn packed(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let fixed = [("_rels/.rels", ROOT), ("xl/workbook.xml", BOOK), ("xl/_rels/workbook.xml.rels", RELATIONS)];
    for (name, bytes) in fixed.map(|(name, text)| (name, text.as_bytes())).into_iter().chain([(name, bytes)]) {
        package.start_file(name, stored).ok()?;
        package.write_all(bytes).ok()?;
    }
    Some(package.finish().ok()?.into_inner())
}

fn check(table: &Table) {
    assert!(table.lines.len() <= MOST_LINES);
    assert!(table.lines.iter().all(|line| line.cells.len() <= MOST_COLUMNS && line.number > 0));
    let rows: Vec<Vec<String>> = table.lines.iter().map(|line| line.cells.iter().map(Cell::shown).collect()).collect();
    for cell in rows.iter().flatten() {
        let out = safe::harmless(cell);
        assert!(safe::restored(&out).unwrap_or(&out) == cell, "{cell:?}");
    }
    // Line ends and blanks at the ends of a file are the reader's own business; all else comes back to the letter. The separator
    // is told by the first line that has one, as our own headings do.
    let plain = |cell: &String| !cell.contains(['\r', '\n', '\0']) && !cell.trim().is_empty();
    if rows.iter().flatten().all(plain) && rows.first().is_some_and(|row| row.len() > 1) {
        let shown = |cell: &Cell| {
            let shown = cell.shown();
            safe::restored(&shown).map(str::to_owned).unwrap_or(shown)
        };
        let again = read(&write::csv(&rows, ';'));
        let again = again.map(|table| table.lines.iter().map(|line| line.cells.iter().map(shown).collect()).collect());
        assert_eq!(again, Ok(rows));
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let file = match kind % 4 {
        0 => packed("xl/worksheets/sheet1.xml", rest),
        1 => packed("xl/sharedStrings.xml", rest),
        2 => packed("xl/styles.xml", rest),
        _ => Some(rest.to_vec()),
    };
    if let Some(Ok(table)) = file.map(|file| read(&file)) {
        check(&table);
    }
});
