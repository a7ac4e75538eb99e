//! Vietnamese text: one form (NFC), clean of control characters, folded for search, sorted as people sort names.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text as it is stored: NFC (TCVN 6909:2001), line ends as LF, no other control or invisible direction
/// characters, no blanks at the ends.
#[must_use]
pub fn clean(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut kept = String::with_capacity(unified.len());
    let mut letters = unified.nfc().peekable();
    while let Some(c) = letters.next() {
        let joins = c == JOINER && kept.ends_with(is_pictograph) && letters.peek().is_some_and(|&next| is_pictograph(next));
        if c == '\n' || c == '\t' || joins || !is_invisible(c) {
            kept.push(c);
        }
    }
    kept.trim().to_owned()
}

/// Joins pictographs to one (Unicode Technical Standard 51, section 2.3); anywhere else it hides.
const JOINER: char = '\u{200D}';

/// What a joiner may stand between: pictographs, and the mark that asks for their coloured form.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{2BFF}' | '\u{FE0F}')
}

/// As [`clean`], on one line with single blanks: for titles and names.
#[must_use]
pub fn clean_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters and the marks that turn or hide text without a glyph of their own.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{2028}' | '\u{2029}')
}

/// The text for searching: without diacritics, đ as d, small letters, single blanks. "Đường" and "duong" fold alike.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().filter(|&c| !is_combining_mark(c)) {
        match c {
            'đ' | 'Đ' => folded.push('d'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters of a text, each composed (NFC) and with the bytes on which it stands, however the text itself was typed.
#[must_use]
pub fn letters(text: &str) -> Vec<(char, Range<usize>)> {
    let mut letters: Vec<(char, Range<usize>)> = Vec::with_capacity(text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((start, base)) = rest.next() {
        let mut end = start + base.len_utf8();
        while let Some((at, mark)) = rest.next_if(|(_, c)| is_combining_mark(*c)) {
            end = at + mark.len_utf8();
        }
        let letter = text.get(start..end).and_then(|cluster| cluster.nfc().next()).unwrap_or(base);
        letters.push((letter, start..end));
    }
    letters
}

/// Letters of the longest word that is told apart.
const WORD: usize = 64;

/// The folded words of a text, in small Latin letters and digits alone: letters of other scripts stand as their numbers, so
/// that every database takes the same for a word.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in fold(text).chars().chain([' ']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
        } else if c.is_alphanumeric() {
            word.push_str(&format!("u{:x}", u32::from(c)));
        } else if !word.is_empty() {
            word.truncate(WORD);
            words.push(std::mem::take(&mut word));
        }
    }
    words
}

/// Whether a character goes on with a word as [`words`] reads it: a letter, or a mark that belongs to the letter before it.
#[must_use]
pub fn joins(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && words(&format!("a{c}b")).len() == 1)
}

/// The word in small letters with its tone at the end, so that hòa and hoà, which are spelt both ways, are one.
#[must_use]
pub fn toned(word: &str) -> String {
    let (mut base, mut tone) = (String::new(), String::new());
    for c in word.to_lowercase().nfd() {
        if TONES.contains(&c) { tone.push(c) } else { base.push(c) }
    }
    base.nfc().chain(tone.chars()).collect()
}

/// Letters and tone marks in the order of Vietnamese dictionaries.
const ALPHABET: &str = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// A key whose byte order is the Vietnamese order (a ă â … d đ …; tones huyền, hỏi, ngã, sắc, nặng decide last).
#[must_use]
pub fn sort_key(text: &str) -> String {
    let mut letters = String::new();
    let mut tones = String::new();
    for c in text.to_lowercase().nfc() {
        let mut base: String = String::new();
        let mut tone = '0';
        for part in std::iter::once(c).nfd() {
            match TONES.iter().position(|&t| t == part) {
                Some(at) => tone = char::from(b'1' + u8::try_from(at).unwrap_or(0)),
                None => base.push(part),
            }
        }
        let base = base.nfc().collect::<String>();
        let at = base.chars().next().and_then(|b| ALPHABET.chars().position(|a| a == b));
        match at {
            Some(at) => letters.push(char::from(b'A' + u8::try_from(at).unwrap_or(0))),
            None => letters.push_str(&base),
        }
        tones.push(tone);
    }
    format!("{letters}\u{1}{tones}")
}

/// As [`sort_key`] for a person: the given name (last word) decides first, then the whole name.
#[must_use]
pub fn name_sort_key(full_name: &str) -> String {
    let given = full_name.split_whitespace().next_back().unwrap_or("");
    format!("{}\u{2}{}", sort_key(given), sort_key(full_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_finds_vietnamese_without_diacritics() {
        assert_eq!(fold("Đường  Lê Hồng Phong"), "duong le hong phong");
        assert_eq!(fold(&"Đường ngập nước".nfd().collect::<String>()), "duong ngap nuoc");
    }

    #[test]
    fn words_are_latin_letters_and_digits_whatever_was_typed() {
        assert_eq!(words("Đường Lê Hồng Phong, tổ 3/KP.2"), ["duong", "le", "hong", "phong", "to", "3", "kp", "2"]);
        assert_eq!(words("東京 😀 \"*"), ["u6771u4eac"]);
        assert_eq!(words(&"x".repeat(100)), ["x".repeat(64)]);
        assert!(words(" -- ").is_empty());
    }

    #[test]
    fn both_ways_to_set_a_tone_are_one_word() {
        assert_eq!(toned("Hoà"), toned("hòa"));
        assert_eq!(toned(&"Thuỷ".nfd().collect::<String>()), toned("thủy"));
        assert_ne!(toned("chợ"), toned("cho"));
    }

    #[test]
    fn cleaning_keeps_letters_and_drops_what_cannot_be_seen() {
        assert_eq!(clean("  a\u{0}b\u{202E}c\r\nd "), "abc\nd");
        assert_eq!(clean(&"tiếng Việt".nfd().collect::<String>()), "tiếng Việt");
        assert_eq!(clean("👩\u{200D}🌾 a\u{200D}b \u{200D}"), "👩\u{200D}🌾 ab");
        assert_eq!(clean_line("Họp \n dân"), "Họp dân");
    }

    #[test]
    fn letters_are_composed_and_know_their_bytes() {
        assert_eq!(letters("tố1"), [('t', 0..1), ('ố', 1..4), ('1', 4..5)]);
        // The same word as o, circumflex, acute: 1 + 2 + 2 bytes.
        assert_eq!(letters("to\u{302}\u{301}"), [('t', 0..1), ('ố', 1..6)]);
        assert_eq!(letters("\u{301}a"), [('\u{301}', 0..2), ('a', 2..3)]);
    }

    #[test]
    fn names_sort_as_in_a_vietnamese_list() {
        let mut names = ["Trần Văn Đạt", "Lê Thị Ân", "Phạm An", "Bùi Dũng", "Vũ Ánh", "Đỗ Ấn"];
        names.sort_by_key(|n| name_sort_key(n));
        assert_eq!(names, ["Phạm An", "Vũ Ánh", "Lê Thị Ân", "Đỗ Ấn", "Bùi Dũng", "Trần Văn Đạt"]);
    }
}
