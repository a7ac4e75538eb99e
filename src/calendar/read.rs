//! Foreign or own `text/calendar` bytes to plain trees: byte-level unfolding, limits, balanced BEGIN and END.
//! It never panics and never guesses: what it cannot read it refuses with the line. What the trees mean is not its business.
//!
//! [`Reader`] takes the bytes as they arrive and holds no more of them than a line, so that a file without an end is refused
//! before it is held. All limits together keep what it holds below 64 MB, whatever the bytes are.

use super::line;
use super::tree::Component;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 2 << 20;
/// Most unfolded lines: a file of empty properties would otherwise grow fiftyfold in memory.
const MAX_LINES: usize = 100_000;
/// Most values of parameters, for the same reason. A file of this size full of attendees has a hundred thousand.
const MAX_PARAMS: usize = 150_000;
/// Longest unfolded line, in bytes.
const MAX_LINE: usize = 256 << 10;
/// Deepest nesting: VCALENDAR, VEVENT, VALARM, VLOCATION and room for one more.
const MAX_DEPTH: usize = 5;

/// Why a file was not read; lines count from 1 as an editor shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    #[error("the file has more than {MAX_BYTES} bytes, {MAX_LINES} lines or {MAX_PARAMS} parameters")]
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
    let mut reader = Reader::default();
    reader.push(bytes)?;
    reader.finish()
}

/// A calendar that is read piece by piece. After a fault nothing more should be given to it.
#[derive(Debug, Default)]
pub struct Reader {
    bytes: usize,
    /// Physical lines that have ended (RFC 5545, 3.1).
    ended: usize,
    /// The physical line that has not ended. Bytes, because old programs fold inside a letter.
    physical: Vec<u8>,
    /// Logical lines that have begun, the last of them, and the physical line on which it did.
    begun: usize,
    logical: Vec<u8>,
    at: usize,
    params: usize,
    open: Vec<Component>,
    done: Vec<Component>,
}

impl Reader {
    /// Takes the next piece, cut anywhere.
    ///
    /// # Errors
    /// [`ReadFault`] with the line of the first fault.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ReadFault> {
        self.bytes = self.bytes.saturating_add(piece.len());
        if self.bytes > MAX_BYTES {
            return Err(ReadFault::TooLarge);
        }
        for part in piece.split_inclusive(|&byte| byte == b'\n') {
            match part.strip_suffix(b"\n") {
                None => self.physical.extend_from_slice(part),
                Some(whole) if self.physical.is_empty() => self.end_physical(whole)?,
                Some(rest) => {
                    let mut line = std::mem::take(&mut self.physical);
                    line.extend_from_slice(rest);
                    self.end_physical(&line)?;
                }
            }
        }
        Ok(())
    }

    /// The top-level components, once all pieces were given.
    ///
    /// # Errors
    /// [`ReadFault`] with the line of the first fault.
    pub fn finish(mut self) -> Result<Vec<Component>, ReadFault> {
        let line = std::mem::take(&mut self.physical);
        self.end_physical(&line)?;
        self.end_logical()?;
        if !self.open.is_empty() {
            return Err(ReadFault::Unbalanced { line: self.at });
        }
        if self.done.is_empty() { Err(ReadFault::Empty) } else { Ok(self.done) }
    }

    /// A physical line, without its LF, continues the logical line or ends it and begins the next.
    fn end_physical(&mut self, physical: &[u8]) -> Result<(), ReadFault> {
        self.ended += 1;
        let line = self.ended;
        let physical = if line == 1 { physical.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(physical) } else { physical };
        match physical.strip_suffix(b"\r").unwrap_or(physical) {
            [] => Ok(()),
            [b' ' | b'\t', ..] if self.begun == 0 => Err(ReadFault::BadLine { line }),
            [b' ' | b'\t', more @ ..] if self.logical.len() + more.len() > MAX_LINE => {
                Err(ReadFault::LineTooLong { line: self.at })
            }
            [b' ' | b'\t', more @ ..] => {
                self.logical.extend_from_slice(more);
                Ok(())
            }
            whole => {
                self.end_logical()?;
                if self.begun == MAX_LINES {
                    return Err(ReadFault::TooLarge);
                }
                if whole.len() > MAX_LINE {
                    return Err(ReadFault::LineTooLong { line });
                }
                self.begun += 1;
                self.at = line;
                self.logical.extend_from_slice(whole);
                Ok(())
            }
        }
    }

    /// The logical line becomes a property, or opens or closes a component.
    fn end_logical(&mut self) -> Result<(), ReadFault> {
        if self.begun == 0 {
            return Ok(());
        }
        let line = self.at;
        let bytes = std::mem::take(&mut self.logical);
        let text = std::str::from_utf8(&bytes).map_err(|_| ReadFault::NotUtf8 { line })?;
        let property = line::parse(text).ok_or(ReadFault::BadLine { line })?;
        let named = property.value.as_deref().unwrap_or_default().trim().to_ascii_uppercase();
        match property.name.as_str() {
            "BEGIN" if !line::is_token(&named) => return Err(ReadFault::BadLine { line }),
            "BEGIN" if self.open.len() == MAX_DEPTH => return Err(ReadFault::TooDeep { line }),
            "BEGIN" => self.open.push(Component::new(&named)),
            "END" => {
                let closed = self.open.pop().filter(|closed| closed.name == named).ok_or(ReadFault::Unbalanced { line })?;
                self.open.last_mut().map_or(&mut self.done, |parent| &mut parent.parts).push(closed);
            }
            _ => {
                let params = property.params.iter().flatten();
                self.params += params.map(|(_, values)| values.len()).sum::<usize>();
                if self.params > MAX_PARAMS {
                    return Err(ReadFault::TooLarge);
                }
                self.open.last_mut().ok_or(ReadFault::BadLine { line })?.properties.push(property);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
