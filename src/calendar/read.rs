//! Foreign or own `text/calendar` bytes to plain trees: byte-level unfolding, limits, balanced BEGIN and END.
//! It never panics and never guesses: what it cannot read it refuses with the line. What the trees mean is not its business.

use super::line;
use super::tree::Component;

/// Largest file that is read, in bytes.
const MAX_BYTES: usize = 2 << 20;
/// Most unfolded lines: a file of empty properties would otherwise grow fiftyfold in memory.
const MAX_LINES: usize = 100_000;
/// Longest unfolded line, in bytes.
const MAX_LINE: usize = 256 << 10;
/// Deepest nesting: VCALENDAR, VEVENT, VALARM, VLOCATION and room for one more.
const MAX_DEPTH: usize = 5;

/// Why a file was not read; lines count from 1 as an editor shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    #[error("the file has more than {MAX_BYTES} bytes or {MAX_LINES} lines")]
    TooLarge,
    #[error("line {line} is longer than {MAX_LINE} bytes")]
    LineTooLong { line: usize },
    #[error("line {line} is not UTF-8")]
    NotUtf8 { line: usize },
    #[error("line {line} is no property")]
    BadLine { line: usize },
    #[error("line {line} is nested too deeply")]
    TooDeep { line: usize },
    #[error("BEGIN and END do not match at line {line}")]
    Unbalanced { line: usize },
    #[error("the file holds no calendar")]
    Empty,
}

impl ReadFault {
    /// The line of the fault, where it is one line's.
    #[must_use]
    pub const fn line(self) -> Option<usize> {
        match self {
            Self::LineTooLong { line }
            | Self::NotUtf8 { line }
            | Self::BadLine { line }
            | Self::TooDeep { line }
            | Self::Unbalanced { line } => Some(line),
            Self::TooLarge | Self::Empty => None,
        }
    }
}

/// The top-level components of `bytes`, usually one VCALENDAR. Takes a BOM, bare LF, blank lines and names in small
/// letters, folds inside a UTF-8 letter, and components of any name.
///
/// # Errors
/// [`ReadFault`] with the line of the first fault.
pub fn read(bytes: &[u8]) -> Result<Vec<Component>, ReadFault> {
    if bytes.len() > MAX_BYTES {
        return Err(ReadFault::TooLarge);
    }
    let mut done: Vec<Component> = Vec::new();
    let mut open: Vec<Component> = Vec::new();
    let mut last = 0;
    for (number, bytes) in unfold(bytes)? {
        last = number;
        let text = String::from_utf8(bytes).map_err(|_| ReadFault::NotUtf8 { line: number })?;
        let property = line::parse(&text).ok_or(ReadFault::BadLine { line: number })?;
        let named = property.value.as_deref().unwrap_or_default().trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" if !line::is_token(&named) => return Err(ReadFault::BadLine { line: number }),
            "BEGIN" if open.len() == MAX_DEPTH => return Err(ReadFault::TooDeep { line: number }),
            "BEGIN" => open.push(Component::new(&named)),
            "END" => {
                let closed = open.pop().filter(|closed| closed.name == named).ok_or(ReadFault::Unbalanced { line: number })?;
                open.last_mut().map_or(&mut done, |parent| &mut parent.parts).push(closed);
            }
            _ => open.last_mut().ok_or(ReadFault::BadLine { line: number })?.properties.push(property),
        }
    }
    if !open.is_empty() {
        return Err(ReadFault::Unbalanced { line: last });
    }
    if done.is_empty() { Err(ReadFault::Empty) } else { Ok(done) }
}

/// Logical lines with the number of their first physical line (RFC 5545, 3.1). Works on bytes, because old programs
/// fold inside a letter.
fn unfold(bytes: &[u8]) -> Result<Vec<(usize, Vec<u8>)>, ReadFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (at, physical) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let line = at + 1;
        match physical.strip_suffix(b"\r").unwrap_or(physical) {
            [] => {}
            [b' ' | b'\t', more @ ..] => {
                let (first, logical) = lines.last_mut().ok_or(ReadFault::BadLine { line })?;
                if logical.len() + more.len() > MAX_LINE {
                    return Err(ReadFault::LineTooLong { line: *first });
                }
                logical.extend_from_slice(more);
            }
            _ if lines.len() == MAX_LINES => return Err(ReadFault::TooLarge),
            whole if whole.len() > MAX_LINE => return Err(ReadFault::LineTooLong { line }),
            whole => lines.push((line, whole.to_vec())),
        }
    }
    Ok(lines)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
