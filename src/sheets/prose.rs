//! The words of a stranger's file, for finding it: papers (DOCX, PDF), workbooks, texts. Pure. Nothing of how it looks is kept, and
//! never more than the beginning of a long one; neighbours: `docx`, `pdf`, `workbook`, `encoding`.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Fault, docx, encoding, pdf, workbook};

/// Largest file that is read for its words, in bytes: larger ones are pictures of paper.
pub const MOST_READ: u64 = 20 << 20;
/// Bytes of text that are kept: forty thousand words.
pub const MOST_KEPT: usize = 200_000;

/// How to read the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prose {
    Docx,
    Pdf,
    Xlsx,
    Txt,
}

/// What is collected, and who says when it is enough.
#[derive(Debug)]
pub(super) struct Collected<'a> {
    text: String,
    stop: &'a AtomicBool,
}

impl Collected<'_> {
    /// One more piece as it stands, without signs that no database takes.
    pub(super) fn push(&mut self, piece: &str) {
        let room = MOST_KEPT.saturating_sub(self.text.len());
        let piece = piece.get(..piece.floor_char_boundary(room)).unwrap_or_default();
        self.text.extend(piece.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }));
    }

    /// Whether nothing more is wanted: there is enough, or nobody waits any longer.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() + 4 > MOST_KEPT || self.stop.load(Ordering::Relaxed)
    }
}

/// The words of a file, with a line for each paragraph, row or line. `stop` ends it early.
///
/// # Errors
/// A [`Fault`] of the whole file.
pub fn read(prose: Prose, bytes: &[u8], stop: &AtomicBool) -> Result<String, Fault> {
    let mut collected = Collected { text: String::new(), stop };
    match prose {
        Prose::Docx => docx::read(bytes, &mut collected)?,
        Prose::Pdf => pdf::read(bytes, &mut collected)?,
        Prose::Xlsx => workbook::read_prose(bytes, &mut collected)?,
        Prose::Txt => collected.push(&encoding::decode(bytes)?.0),
    }
    Ok(collected.text.trim().to_owned())
}

#[cfg(test)]
#[path = "prose_tests.rs"]
mod tests;
