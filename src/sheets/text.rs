//! CSV (RFC 4180) in any encoding that Vietnamese offices still write. Pure.

use super::encoding::decode;
use super::{Cell, Collector, Fault, Form, Table};

/// Lines in which the separator is looked for.
const LOOKED_AT: usize = 5;

/// Reads a CSV file.
///
/// # Errors
/// A [`Fault`] of the whole file.
pub fn read(bytes: &[u8]) -> Result<Table, Fault> {
    let (text, encoding) = decode(bytes)?;
    // One kind of line end: the reader counts a line of "\r\n" late.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let delimiter = delimiter(&text);
    if let Some(line) = open_quote(&text, char::from(delimiter)) {
        return Err(Fault::OpenQuote { line });
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let (mut collector, mut record) = (Collector::default(), csv::StringRecord::new());
    while reader.read_record(&mut record).map_err(|_| Fault::Damaged)? {
        let number = record.position().map_or(0, |position| number(&text, position));
        for (column, cell) in record.iter().enumerate() {
            collector.put(number, column, Cell::Text(cell.to_owned()))?;
        }
    }
    Ok(Table { form: Form::Csv(encoding), lines: collector.finish()?, sheet: String::new(), hidden: Vec::new() })
}

/// The line on which a record begins: the reader counts from where the one before ended, empty lines included.
fn number(text: &str, position: &csv::Position) -> u32 {
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let empty = text.as_bytes().get(from..).unwrap_or_default().iter().take_while(|byte| **byte == b'\n').count();
    u32::try_from(position.line()).unwrap_or(u32::MAX).saturating_add(u32::try_from(empty).unwrap_or(u32::MAX))
}

/// The separator of the first line that has one.
fn delimiter(text: &str) -> u8 {
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT) {
        let count = |separator: u8| line.bytes().filter(|&byte| byte == separator).count();
        // A heading may have a comma of its own: the semicolon wins whenever it is there.
        if count(b';') > 0 {
            return b';';
        }
        match (count(b'\t'), count(b',')) {
            (0, 0) => {}
            (tabs, commas) if tabs > commas => return b'\t',
            _ => return b',',
        }
    }
    b','
}

/// The line of a quotation mark that is never closed (RFC 4180, section 2): everything behind it would become one cell.
fn open_quote(text: &str, delimiter: char) -> Option<u64> {
    let (mut line, mut opened, mut closed, mut begins) = (1, None, None, true);
    for c in text.chars() {
        let before = closed.take();
        if c == '"' {
            match (opened, before) {
                (Some(_), _) => closed = opened.take(),
                // Two marks inside a cell are one of its letters.
                (None, Some(_)) => opened = before,
                (None, None) if begins => opened = Some(line),
                (None, None) => {}
            }
        }
        begins = opened.is_none() && (c == delimiter || c == '\n');
        line += u64::from(c == '\n');
    }
    opened
}
