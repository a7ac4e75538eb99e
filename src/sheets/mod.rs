//! Tables as files: workbooks (XLSX) and CSV, read with every limit that a stranger's file needs, and written; and the words of
//! strangers' papers, which need the same limits. Pure: bytes in, bytes out. The only room that knows `calamine`, `lopdf`,
//! `rust_xlsxwriter` and `zip`.
//!
//! It knows no column and no feature: what a row means is decided by `rules` of the rooms. Nothing is ever evaluated.

mod docx;
pub mod encoding;
pub mod package;
mod pdf;
pub mod prose;
pub mod safe;
pub mod text;
pub mod workbook;
pub mod write;

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 10 << 20;
/// Most rows with something in them, headings included.
pub const MOST_LINES: usize = 10_050;
/// Columns that are read; what stands behind them is only noticed.
pub const MOST_COLUMNS: usize = 100;
/// Bytes that are kept of one cell: more than any column takes, so that its length is still a fault.
const MOST_CELL_BYTES: usize = 20_000;
/// Bytes of all cells together.
const MOST_TEXT_BYTES: usize = 64 << 20;

/// What one cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    /// A date of the spreadsheet, written as `28/08/2025`.
    Date(String),
    /// A formula whose result the file does not hold.
    Uncounted,
    /// A formula that came to an error such as `#N/A`.
    Wrong(String),
}

impl Cell {
    /// What a reader sees in it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Uncounted => String::new(),
            Self::Text(text) | Self::Date(text) | Self::Wrong(text) => text.clone(),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            Self::Number(number) => number.to_string(),
        }
    }

    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A row that is not empty.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its number in the file, counted from 1 as spreadsheets do.
    pub number: u32,
    /// Its cells up to the last one that is not empty.
    pub cells: Vec<Cell>,
    /// Something stands behind [`MOST_COLUMNS`].
    pub is_wider: bool,
    /// The first column, from 0, that is merged with others.
    pub merged: Option<usize>,
}

/// How the file was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Workbook,
    /// Text in this encoding.
    Csv(encoding::Encoding),
}

/// What a file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub form: Form,
    pub lines: Vec<Line>,
    /// The sheet that was read; empty for CSV.
    pub sheet: String,
    /// Names of hidden sheets, which are not read.
    pub hidden: Vec<String>,
}

/// Why a file as a whole cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("nothing in it")]
    Empty,
    #[error("larger than {megabytes} MB")]
    TooLarge { megabytes: usize },
    /// A workbook of before 2007, or one with a password: both are the same container.
    #[error("an old or locked workbook")]
    OldWorkbook,
    #[error("unpacks to more than {megabytes} MB")]
    Bomb { megabytes: usize },
    #[error("damaged")]
    Damaged,
    #[error("every sheet is hidden")]
    NoSheet,
    #[error("unknown encoding")]
    Encoding,
    #[error("quotation mark of line {line} is never closed")]
    OpenQuote { line: u64 },
    #[error("more than {most} rows")]
    TooManyRows { most: usize },
    #[error("too much text")]
    TooMuchText,
}

/// Reads a workbook or a CSV file, told apart by their first bytes.
///
/// # Errors
/// A [`Fault`] of the whole file.
pub fn read(bytes: &[u8]) -> Result<Table, Fault> {
    if bytes.len() > MOST_BYTES {
        return Err(Fault::TooLarge { megabytes: MOST_BYTES >> 20 });
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Fault::OldWorkbook);
    }
    if bytes.starts_with(b"PK\x03\x04") { workbook::read(bytes) } else { text::read(bytes) }
}

/// Collects lines within the limits.
#[derive(Debug, Default)]
struct Collector {
    lines: Vec<Line>,
    open: Line,
    bytes: usize,
}

impl Collector {
    /// A cell of the row `number`; rows come one after the other.
    fn put(&mut self, number: u32, column: usize, cell: Cell) -> Result<(), Fault> {
        if number != self.open.number {
            self.close()?;
            self.open.number = number;
        }
        if cell.is_blank() {
            return Ok(());
        }
        if column >= MOST_COLUMNS {
            self.open.is_wider = true;
            return Ok(());
        }
        let mut cell = cell;
        // Whatever the file calls it: a date or an error is written by a stranger as well.
        if let Cell::Text(text) | Cell::Date(text) | Cell::Wrong(text) = &mut cell {
            if text.len() > MOST_CELL_BYTES {
                *text = text[..text.floor_char_boundary(MOST_CELL_BYTES)].to_owned();
            }
            self.bytes += text.len();
        }
        if self.bytes > MOST_TEXT_BYTES {
            return Err(Fault::TooMuchText);
        }
        if self.open.cells.len() <= column {
            self.open.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.open.cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let line = std::mem::take(&mut self.open);
        if line.cells.is_empty() && !line.is_wider {
            return Ok(());
        }
        if self.lines.len() == MOST_LINES {
            return Err(Fault::TooManyRows { most: MOST_LINES });
        }
        self.lines.push(line);
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<Line>, Fault> {
        self.close()?;
        if self.lines.is_empty() { Err(Fault::Empty) } else { Ok(self.lines) }
    }
}

/// The letters of a column as spreadsheets show them: A, B … Z, AA.
#[must_use]
pub fn column_letters(column: usize) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
