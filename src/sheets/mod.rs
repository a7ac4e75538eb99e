//! Tables as files: workbooks (XLSX) and CSV. Pure: bytes out. The only room that knows `rust_xlsxwriter`.
//!
//! It knows no column and no feature: what a row means is decided by the rooms. Nothing is ever evaluated.

pub mod safe;
pub mod write;

/// What one cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
}

impl Cell {
    /// What a reader sees in it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
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
