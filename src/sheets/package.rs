//! The package that a workbook is: unpacked once to nowhere, so that what it really holds is known before anything is parsed. Pure.
//!
//! Sizes in a package's own directory are claims; only the bytes that come out count. What is asked beside the size is what the
//! parser would believe without asking: how many texts there are.

use std::borrow::Cow;
use std::io::{Cursor, Read, Seek};

use super::Fault;

/// Bytes that all files of the package may unpack to.
const MOST_UNPACKED: u64 = 160 << 20;
/// The same for what is kept in memory while reading: texts and styles.
const MOST_KEPT: u64 = 48 << 20;
/// Names under which the parser keeps what it reads, in whatever folder the package says that its workbook lies.
const KEPT: [&str; 4] = ["sharedstrings.xml", "styles.xml", "workbook.xml", ".rels"];
/// Files in the package.
const MOST_FILES: usize = 2_000;
/// The shortest text takes five bytes: `<si/>`.
const LEAST_TEXT: u64 = 5;
/// The attribute by which the parser reserves memory.
const CLAIM: &[u8] = b"uniqueCount";
/// What of a claim may be cut off by the end of a piece, and how far its number may stand behind its name.
const CARRY: usize = 4 << 10;
const NEAR: usize = 200;

/// Bytes that the directory of a package may have: far more than [`MOST_FILES`] names.
const MOST_DIRECTORY: u32 = 1 << 20;
/// The end of the directory: how long it is without its comment, and where it says how many files and bytes it lists (APPNOTE 4.3.16).
const END: usize = 22;
const COUNT_AT: usize = 10;
const BYTES_AT: usize = 12;

/// Names of all files in a package, of which only the directory is read. `tail` is its end, which says beforehand how much that is;
/// packages of the kind for more than four gigabytes are none that an office writes.
///
/// # Errors
/// [`Fault::Damaged`].
pub fn names(package: impl Read + Seek, tail: &[u8]) -> Result<Vec<String>, Fault> {
    let ends: Vec<usize> = tail.windows(4).enumerate().filter(|(_, four)| four == b"PK\x05\x06").map(|(at, _)| at).collect();
    let is_huge = tail.windows(4).any(|four| four == b"PK\x06\x06" || four == b"PK\x06\x07");
    let [end] = ends[..] else { return Err(Fault::Damaged) };
    let end = tail.get(end..end + END).ok_or(Fault::Damaged)?;
    let [count_low, count_high] = end[COUNT_AT..COUNT_AT + 2] else { return Err(Fault::Damaged) };
    let [a, b, c, d] = end[BYTES_AT..BYTES_AT + 4] else { return Err(Fault::Damaged) };
    let count = usize::from(u16::from_le_bytes([count_low, count_high]));
    if is_huge || count > MOST_FILES || u32::from_le_bytes([a, b, c, d]) > MOST_DIRECTORY {
        return Err(Fault::Damaged);
    }
    let package = zip::ZipArchive::new(package).map_err(|_| Fault::Damaged)?;
    if package.len() > MOST_FILES {
        return Err(Fault::Damaged);
    }
    let names = package.file_names().map(|name| name.map(Cow::into_owned).map_err(|_| Fault::Damaged));
    names.collect()
}

/// What `read` makes of one file in the package, of which no more than `most` bytes are unpacked.
///
/// # Errors
/// [`Fault::Damaged`], and what `read` says.
pub fn read_part<T>(
    bytes: &[u8],
    name: &str,
    most: u64,
    read: impl FnOnce(&mut dyn Read) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged)?;
    if package.len() > MOST_FILES {
        return Err(Fault::Damaged);
    }
    let part = package.by_name(name).map_err(|_| Fault::Damaged)?;
    read(&mut part.take(most))
}

/// Checks the package.
///
/// # Errors
/// [`Fault::Damaged`], [`Fault::Bomb`].
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    let damaged = |_| Fault::Damaged;
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if package.len() > MOST_FILES {
        return Err(Fault::Damaged);
    }
    let (mut total, mut kept) = (0, 0);
    for at in 0..package.len() {
        let mut file = package.by_index(at).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.to_lowercase();
        let is_streamed = is_streamed(&name);
        let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
        let mut count = Count { is_xml, ..Count::default() };
        let mut piece = vec![0; 64 << 10];
        loop {
            let got = file.read(&mut piece).map_err(|_| Fault::Damaged)?;
            if got == 0 {
                break;
            }
            total += got as u64;
            kept += if is_streamed { 0 } else { got as u64 };
            if total > MOST_UNPACKED || kept > MOST_KEPT {
                return Err(Fault::Bomb { megabytes: usize::try_from(MOST_UNPACKED >> 20).unwrap_or(usize::MAX) });
            }
            count.add(piece.get(..got).unwrap_or_default())?;
        }
        if count.claimed > count.bytes / LEAST_TEXT + 1 {
            return Err(Fault::Damaged);
        }
    }
    Ok(())
}

/// Whether the parser reads the file of this name, in small letters, piece by piece.
fn is_streamed(name: &str) -> bool {
    name.contains("worksheets/") && !KEPT.iter().any(|kept| name.ends_with(kept))
}

/// What one file holds and claims.
#[derive(Default)]
struct Count {
    is_xml: bool,
    bytes: u64,
    claimed: u64,
    carry: Vec<u8>,
}

impl Count {
    fn add(&mut self, piece: &[u8]) -> Result<(), Fault> {
        self.bytes += piece.len() as u64;
        if !self.is_xml {
            return Ok(());
        }
        // UTF-16 would hide the claim, and no spreadsheet writes it.
        if piece.contains(&0) {
            return Err(Fault::Damaged);
        }
        self.carry.extend_from_slice(piece);
        let mut from = 0;
        while let Some(found) = find(self.carry.get(from..).unwrap_or_default()) {
            from += found + CLAIM.len();
            self.claimed = self.claimed.max(number(self.carry.get(from..).unwrap_or_default()));
        }
        let rest = self.carry.len().saturating_sub(CARRY);
        self.carry.drain(..rest);
        Ok(())
    }
}

fn find(text: &[u8]) -> Option<usize> {
    text.windows(CLAIM.len()).position(|window| window == CLAIM)
}

/// The number of `="123"`; the largest where it has too many digits for one, or hides behind blanks.
fn number(text: &[u8]) -> u64 {
    let near = text.get(..text.len().min(NEAR)).unwrap_or(text);
    let between = |byte: &u8| byte.is_ascii_whitespace() || b"=\"'".contains(byte);
    if near.len() == NEAR && near.iter().all(between) {
        return u64::MAX;
    }
    let digits = near.iter().skip_while(|byte| between(byte)).take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_keeps_is_counted_as_kept_in_every_folder() {
        for name in
            ["xl/sharedstrings.xml", "xl/worksheets/sharedstrings.xml", "worksheets/styles.xml", "xl/worksheets/workbook.xml"]
        {
            assert!(!is_streamed(name), "{name}");
        }
        assert!(is_streamed("xl/worksheets/sheet1.xml"));
    }
}
