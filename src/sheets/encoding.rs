//! From the bytes of a text file to text in NFC: UTF-8, UTF-16, and the two encodings of before Unicode that Vietnamese offices
//! still have, Windows-1258 and TCVN3 (the fonts whose names begin with .Vn). Pure.
//!
//! The old ones have no mark of their own. Each is tried, and that one is taken whose words are Vietnamese; if neither gives such
//! words the file is refused. The reader of the file is told which one it was.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Fault;

/// How the file was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Windows1258,
    Tcvn3,
}

impl Encoding {
    /// Its name as people know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1258 => "Windows-1258",
            Self::Tcvn3 => "TCVN3 (ABC)",
        }
    }
}

/// Whether the encoding of this name is one that is guessed from the words.
#[must_use]
pub fn is_guessed(name: &str) -> bool {
    [Encoding::Windows1258, Encoding::Tcvn3].iter().any(|encoding| encoding.name() == name)
}

/// Signs that stand beside letters in Vietnamese as well: m², 30°, ½, and quotation marks.
const HARMLESS: [char; 9] = ['\u{b0}', '\u{b2}', '\u{b3}', '\u{ba}', '\u{bc}', '\u{bd}', '\u{be}', '\u{ab}', '\u{bb}'];

/// TCVN 5712:1993 from 0x80 on; TCVN3 is its part from 0xA1 on, without most capitals.
const TCVN: [char; 128] = [
    'À', 'Ả', 'Ã', 'Á', 'Ạ', 'Ặ', 'Ậ', 'È', 'Ẻ', 'Ẽ', 'É', 'Ẹ', 'Ệ', 'Ì', 'Ỉ', 'Ĩ', 'Í', 'Ị', 'Ò', 'Ỏ', 'Õ', 'Ó', 'Ọ', 'Ộ', 'Ờ',
    'Ở', 'Ỡ', 'Ớ', 'Ợ', 'Ù', 'Ủ', 'Ũ', '\u{a0}', 'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', 'Ằ',
    '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}', 'à', 'ả', 'ã', 'á', 'ạ', 'Ẳ', 'ằ', 'ẳ', 'ẵ', 'ắ', 'Ẵ', 'Ắ', 'Ầ', 'Ẩ',
    'Ẫ', 'Ấ', 'Ề', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', 'Ể', 'ẻ', 'ẽ', 'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', 'Ễ', 'Ế', 'Ồ',
    'ĩ', 'í', 'ị', 'ò', 'Ổ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', 'Ỗ', 'ủ', 'ũ', 'ú', 'ụ',
    'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', 'Ố',
];

/// The file's text without its byte order mark, and how it was encoded.
///
/// # Errors
/// [`Fault::Empty`], [`Fault::Encoding`].
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Fault> {
    if let Some(text) = utf_16(bytes) {
        return not_blank(text, Encoding::Utf16);
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(body) {
        return not_blank(text.to_owned(), Encoding::Utf8);
    }
    let (windows, failed) = WINDOWS_1258.decode_without_bom_handling(body);
    let windows: String = windows.nfc().collect();
    let tcvn: String = body.iter().map(|byte| tcvn(*byte)).nfc().collect();
    let windows_odd = if failed { usize::MAX } else { odd_words(&windows) };
    let tcvn_odd = odd_words(&tcvn);
    // Where both are possible ("Néi", "Nội") the one with letters that only Vietnamese has.
    let own = |text: &str| text.chars().filter(|c| *c > '\u{ff}').count();
    let is_windows = windows_odd < tcvn_odd || windows_odd == tcvn_odd && own(&windows) >= own(&tcvn);
    let (text, encoding, odd) =
        if is_windows { (windows, Encoding::Windows1258, windows_odd) } else { (tcvn, Encoding::Tcvn3, tcvn_odd) };
    // A name from abroad may stand among Vietnamese words, not the other way round.
    let all = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()).count();
    if odd.saturating_mul(10) > all || text.contains('\u{FFFD}') {
        return Err(Fault::Encoding);
    }
    not_blank(text, encoding)
}

fn not_blank(text: String, encoding: Encoding) -> Result<(String, Encoding), Fault> {
    if text.trim().is_empty() { Err(Fault::Empty) } else { Ok((text, encoding)) }
}

fn tcvn(byte: u8) -> char {
    if byte.is_ascii() {
        return char::from(byte);
    }
    let at = usize::from(byte).checked_sub(0x80);
    at.and_then(|at| TCVN.get(at).copied()).unwrap_or('\u{FFFD}')
}

/// The text of UTF-16, by its mark or by every second byte of its beginning being empty.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let (little, body) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (true, rest),
        [0xFE, 0xFF, rest @ ..] => (false, rest),
        _ => (looks_like_utf_16(bytes)?, bytes),
    };
    let (text, failed) =
        if little { UTF_16LE.decode_without_bom_handling(body) } else { UTF_16BE.decode_without_bom_handling(body) };
    // What is broken in it stays visible as such instead of hiding the rest.
    (!failed || body.len() > 3).then(|| text.into_owned())
}

fn looks_like_utf_16(bytes: &[u8]) -> Option<bool> {
    let head = bytes.get(..bytes.len().min(400)).unwrap_or(bytes);
    let pairs = head.len() / 2;
    let empty = |offset: usize| head.chunks_exact(2).filter(|pair| pair.get(offset) == Some(&0)).count();
    let readable = |little: bool| {
        let whole = head.get(..pairs * 2).unwrap_or(head);
        let (text, _) =
            if little { UTF_16LE.decode_without_bom_handling(whole) } else { UTF_16BE.decode_without_bom_handling(whole) };
        !text.trim_end_matches('\u{FFFD}').contains('\u{FFFD}')
    };
    if pairs <= 3 {
        None
    } else if empty(1) * 3 > pairs && readable(true) {
        Some(true)
    } else if empty(0) * 3 > pairs && readable(false) {
        Some(false)
    } else {
        None
    }
}

/// Words with a letter beyond ASCII that cannot be a Vietnamese syllable: two tones, a foreign letter beside, a mark that stands
/// alone, a capital behind a small letter.
fn odd_words(text: &str) -> usize {
    let words = text.split(|c: char| !(c.is_alphabetic() || is_combining_mark(c)));
    words.filter(|word| !word.is_ascii() && is_odd(word)).count() + odd_signs(text)
}

/// Signs beside letters, where the other encoding has letters of its own.
fn odd_signs(text: &str) -> usize {
    let is_sign = |c: char| ('\u{a1}'..='\u{bf}').contains(&c) && !HARMLESS.contains(&c);
    let pairs = text.chars().zip(text.chars().skip(1));
    pairs.filter(|(one, other)| is_sign(*one) && other.is_alphabetic() || one.is_alphabetic() && is_sign(*other)).count()
}

fn is_odd(word: &str) -> bool {
    let (mut tones, mut marked, mut before_small, mut capital_behind) = (0, 0, false, false);
    for c in word.chars() {
        let parts: Vec<char> = std::iter::once(c).nfd().collect();
        let base = parts.first().copied().unwrap_or(c);
        let is_ours = base.is_ascii_alphanumeric() && !"fjwzFJWZ".contains(base) || matches!(base, 'đ' | 'Đ');
        if !is_ours {
            return true;
        }
        for mark in parts.iter().skip(1) {
            match mark {
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones += 1,
                '\u{302}' | '\u{306}' | '\u{31b}' => marked += 1,
                _ => return true,
            }
        }
        if !parts.get(1..).unwrap_or_default().is_empty() && !"aeiouyAEIOUY".contains(base) {
            return true;
        }
        capital_behind |= before_small && c.is_uppercase();
        before_small = c.is_lowercase();
    }
    // Two marked vowels stand only in "ươ".
    tones > 1 || marked > 2 || capital_behind || word.chars().count() > 7
}
