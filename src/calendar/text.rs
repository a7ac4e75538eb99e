//! Values of type TEXT, URI and parameter: cleaning, escaping and back. Neighbour: `emit` folds what this file escaped.

use std::borrow::Cow;

/// Whether the text holds no control character and no strange line end: surely so where none of the bytes appears that
/// they begin with, as in nearly all texts.
pub fn is_plain(text: &str) -> bool {
    // Without a way out, so that the compiler looks at many bytes at a time.
    text.bytes().fold(true, |plain, byte| plain & is_harmless(byte))
}

/// C2 begins U+0080 to U+00BF, E2 U+2000 to U+2FFF; the letters of Vietnamese begin with C3 to C6 and E1.
const fn is_harmless(byte: u8) -> bool {
    byte >= b' ' && !matches!(byte, 0x7F | 0xC2 | 0xE2)
}

/// The text that a reader of our calendar will get: line and paragraph marks become LF, tabs become blanks, every other
/// control character goes. A hostile title thus cannot even upset a reader that splits lines at VT, FF or NEL.
pub fn printable(text: &str) -> String {
    clean(text).into_owned()
}

fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().fold(true, |clean, byte| clean & (byte == b'\n' || is_harmless(byte))) {
        return text.into();
    }
    let unified = text.replace("\r\n", "\n");
    unified
        .chars()
        .filter_map(|c| match c {
            '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
            '\t' => Some(' '),
            '\n' => Some(c),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect()
}

/// Appends the text with words in place of single ASCII letters; what lies between them is copied as it is.
fn replace(out: &mut String, text: &str, instead: impl Fn(u8) -> Option<&'static str>) {
    let mut rest = text;
    while let Some((at, words)) = rest.bytes().enumerate().find_map(|(at, byte)| Some((at, instead(byte)?))) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(words);
        rest = &after[1..];
    }
    out.push_str(rest);
}

/// A TEXT value (RFC 5545, 3.3.11).
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    replace(&mut escaped, &clean(text), |byte| match byte {
        b'\\' => Some("\\\\"),
        b';' => Some("\\;"),
        b',' => Some("\\,"),
        b'\n' => Some("\\n"),
        _ => None,
    });
    escaped
}

/// The texts of a comma-separated TEXT list, unescaped and cleaned; a plain TEXT value is a list of one when it holds no
/// bare comma. A backslash before any other letter stays, as in paths that careless programs write.
pub fn unescape_list(value: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        if c == ',' {
            texts.push(String::new());
            continue;
        }
        let Some(text) = texts.last_mut() else { continue };
        match (c, if c == '\\' { rest.clone().next() } else { None }) {
            ('\\', Some('n' | 'N')) => {
                text.push('\n');
                rest.next();
            }
            ('\\', Some(kept @ ('\\' | ';' | ',' | ':' | '"'))) => {
                text.push(kept);
                rest.next();
            }
            (c, _) => text.push(c),
        }
    }
    texts.iter().map(|text| printable(text)).collect()
}

/// One TEXT value, unescaped and cleaned; bare commas, which many programs write, are kept.
pub fn unescape(value: &str) -> String {
    unescape_list(value).join(",")
}

/// Appends a parameter value (RFC 6868), in DQUOTE unless it is a plain word.
pub fn quote(encoded: &mut String, value: &str) {
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_/.+".contains(&byte)) {
        encoded.push_str(value);
        return;
    }
    encoded.push('"');
    replace(encoded, &clean(value), |byte| match byte {
        b'^' => Some("^^"),
        b'"' => Some("^'"),
        b'\n' => Some("^n"),
        _ => None,
    });
    encoded.push('"');
}

/// A parameter value with RFC 6868 undone; an unknown `^x` stays as it is.
pub fn unquote(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        let decoded = match (c, rest.clone().next()) {
            ('^', Some('^')) => Some('^'),
            ('^', Some('\'')) => Some('"'),
            ('^', Some('n')) => Some('\n'),
            _ => None,
        };
        if decoded.is_some() {
            rest.next();
        }
        text.push(decoded.unwrap_or(c));
    }
    text
}

/// A URI value: everything outside the letters of RFC 3986 is percent-encoded, so no address can end a line.
pub fn uri(address: &str) -> String {
    use std::fmt::Write as _;
    let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    if address.bytes().all(may_stand) {
        return address.to_owned();
    }
    let mut encoded = String::with_capacity(address.len());
    for byte in clean(address).bytes() {
        if may_stand(byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b029_text_is_escaped_as_rfc_5545_says() {
        assert_eq!(escape("Tổ 3, khu A; \"nhà\" C:\\x\r\nHết"), r#"Tổ 3\, khu A\; "nhà" C:\\x\nHết"#);
    }

    #[test]
    fn control_characters_and_strange_line_ends_cannot_reach_a_reader() {
        assert_eq!(printable("a\u{0}b\u{7}\u{9b}c\rd\u{b}e\u{c}f\u{85}g\u{2028}h\ti"), "abc\nd\ne\nf\ng\nh i");
    }

    #[test]
    fn reading_forgives_what_other_programs_write() {
        assert_eq!(unescape(r"a\, b, c\;\nd\Ne\\n \x \"), "a, b, c;\nd\ne\\n \\x \\");
        assert_eq!(unescape_list(r"Đối thoại,Đất đai\, nhà ở,"), ["Đối thoại", "Đất đai, nhà ở", ""]);
    }

    #[test]
    fn parameters_follow_rfc_6868() {
        let quoted = |value| {
            let mut encoded = String::new();
            quote(&mut encoded, value);
            encoded
        };
        assert_eq!(quoted("Asia/Ho_Chi_Minh"), "Asia/Ho_Chi_Minh");
        assert_eq!(quoted("Ông \"Ba\" ^ 1; 2\n3"), "\"Ông ^'Ba^' ^^ 1; 2^n3\"");
        assert_eq!(quoted(""), "\"\"");
        assert_eq!(unquote("Ông ^'Ba^' ^^ ^x ^n^"), "Ông \"Ba\" ^ ^x \n^");
    }

    #[test]
    fn an_address_holds_only_the_letters_of_a_uri() {
        assert_eq!(uri("https://vd.vn/đt?a=1&b=x y\r\nSUMMARY:z"), "https://vd.vn/%C4%91t?a=1&b=x%20y%0ASUMMARY:z");
    }
}
