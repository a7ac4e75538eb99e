//! From the bytes of a CSV file to text: UTF-8 only, and other encodings are named instead of guessed. Pure.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};

use crate::kernel::Refusal;

/// Largest file, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;

/// The file's text without its byte order mark.
///
/// # Errors
/// On the field `sheet_file`: `sheet.too-large`, `sheet.empty`, `sheet.is-workbook`, `sheet.utf-16`, `sheet.windows-1258`,
/// `sheet.encoding`, `sheet.unreadable`.
pub fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let refuse = |code| Err(Refusal::on("sheet_file", code));
    if bytes.len() > MOST_BYTES {
        return Err(Refusal::on("sheet_file", "sheet.too-large").arg("megabytes", MOST_BYTES / 1024 / 1024));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return refuse("sheet.is-workbook");
    }
    if is_utf_16(bytes) {
        return refuse("sheet.utf-16");
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(body) {
        Ok(text) if text.trim().is_empty() => refuse("sheet.empty"),
        Ok(text) if text.contains('\0') => refuse("sheet.unreadable"),
        Ok(text) => Ok(text.to_owned()),
        Err(_) if is_windows_1258(body) => refuse("sheet.windows-1258"),
        Err(_) => refuse("sheet.encoding"),
    }
}

/// A byte order mark of UTF-16, or every second byte of the beginning empty.
fn is_utf_16(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return true;
    }
    let head = bytes.get(..bytes.len().min(400)).unwrap_or(bytes);
    let pairs = head.len() / 2;
    let empty = |offset: usize| head.chunks_exact(2).filter(|pair| pair.get(offset) == Some(&0)).count();
    let readable = |little: bool| {
        let (text, _) =
            if little { UTF_16LE.decode_without_bom_handling(head) } else { UTF_16BE.decode_without_bom_handling(head) };
        !text.contains('\u{FFFD}')
    };
    pairs > 3 && ((empty(1) * 3 > pairs && readable(true)) || (empty(0) * 3 > pairs && readable(false)))
}

/// Whether the bytes read as Windows-1258 give letters that only Vietnamese has, with its tones behind their vowels.
fn is_windows_1258(bytes: &[u8]) -> bool {
    let (text, failed) = WINDOWS_1258.decode_without_bom_handling(bytes);
    let own = text.chars().filter(|c| matches!(c, 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ă' | 'Ă')).count();
    let mut tones = 0;
    let mut before = ' ';
    for c in text.chars() {
        if matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}') && before.is_alphabetic() {
            tones += 1;
        }
        before = c;
    }
    !failed && own + tones > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(bytes: &[u8]) -> &'static str {
        decode(bytes).unwrap_err().code
    }

    #[test]
    fn utf_8_with_and_without_its_mark_is_read() {
        assert_eq!(decode("Nội dung".as_bytes()).unwrap(), "Nội dung");
        assert_eq!(decode(b"\xEF\xBB\xBFN\xE1\xBB\x99i dung").unwrap(), "Nội dung");
    }

    #[test]
    fn other_encodings_are_named() {
        let utf_16: Vec<u8> = "Nội dung;Số người".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(code(&utf_16), "sheet.utf-16");
        assert_eq!(code(&[&[0xFE, 0xFF][..], &utf_16].concat()), "sheet.utf-16");
        // "Nội dung: đường" in Windows-1258: ô + dot below as 0xF4 0xF2, đ as 0xF0, ư as 0xFD, ơ + grave as 0xF5 0xCC.
        assert_eq!(code(b"N\xF4\xF2i dung: \xF0\xFD\xF5\xCCng"), "sheet.windows-1258");
        assert_eq!(code(b"\xFF\xD8\xFF\xE1"), "sheet.encoding");
        assert_eq!(code(b"PK\x03\x04rest"), "sheet.is-workbook");
        assert_eq!(code(b" \r\n"), "sheet.empty");
        assert_eq!(code(&vec![b'a'; MOST_BYTES + 1]), "sheet.too-large");
    }
}
