//! What kind of file somebody sends, by its content and never by its name alone.
//! Pure; keeping the bytes is `actions::files`' work.

use crate::alphabet;
use crate::kernel::{Refusal, text};
use crate::sheets::encoding::decode;

alphabet! {
    /// Kinds of files that are taken, by media type. Everything that a browser could run is missing on purpose.
    pub enum FileKind {
        Pdf = "application/pdf",
        Png = "image/png",
        Jpeg = "image/jpeg",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Txt = "text/plain",
    }
}

/// Longest file name kept, in characters without its ending.
const LONGEST_NAME: usize = 120;
/// The same in bytes, so that with its ending every file system takes it (255 bytes).
const MOST_BYTES: usize = 240;
/// Names that Windows gives to devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// Largest text, in bytes: a thousand pages. It is read whole to know that it is one.
pub const MOST_TEXT: u64 = 2 << 20;

impl FileKind {
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Txt => &["txt"],
        }
    }

    /// The kind that a file shows by what was looked at; a text shows none.
    #[must_use]
    pub fn sniff(look: &Look<'_>) -> Option<Self> {
        let is_packed = look.head.starts_with(b"PK\x03\x04");
        if !is_packed && look.tail.windows(4).any(|window| window == b"PK\x05\x06") {
            // A picture or paper with an archive behind it is two files in one.
            None
        } else if look.head.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if look.head.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else if look.head.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if is_packed {
            let has = |part: &str| look.parts.iter().any(|name| name == part);
            // A document with macros carries a part of that name, wherever it stands; it is not taken.
            let has_macros = look.parts.iter().any(|name| name.to_lowercase().contains("vbaproject"));
            match (has("[Content_Types].xml") && !has_macros, has("word/document.xml"), has("xl/workbook.xml")) {
                (true, true, false) => Some(Self::Docx),
                (true, false, true) => Some(Self::Xlsx),
                _ => None,
            }
        } else {
            None
        }
    }

    /// Whether a camera or program may have written beside the picture what nobody sees in it.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg)
    }

    /// Whether there is text in such a file that can be read.
    #[must_use]
    pub const fn has_text(self) -> bool {
        matches!(self, Self::Pdf | Self::Docx | Self::Xlsx | Self::Txt)
    }
}

alphabet! {
    /// What became of reading the words of a file.
    pub enum SaidState {
        Read = "read",
        /// Damaged, locked, or begun and never finished.
        Unreadable = "unreadable",
        TooLarge = "too-large",
        /// The file store has it no more, or has something else.
        Lost = "lost",
    }
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub state: SaidState,
    /// Empty where it could not be read.
    pub text: String,
}

/// What of a file is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    pub size: u64,
    /// Its first and last bytes.
    pub head: &'a [u8],
    pub tail: &'a [u8],
    /// Names in the directory of a package.
    pub parts: &'a [String],
    /// It was read as text, see [`is_text`].
    pub is_text: bool,
}

/// Whether the name is that of a text: only then is it worth reading all of it.
#[must_use]
pub fn may_be_text(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| FileKind::Txt.endings().contains(&ending.trim().to_lowercase().as_str()))
}

/// Whether these bytes are a text in an encoding that is known, without a sign that steers a terminal or ends a string.
#[must_use]
pub fn is_text(bytes: &[u8]) -> bool {
    let steers = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0C');
    decode(bytes).is_ok_and(|(text, _)| !text.contains(steers))
}

/// The name without folders and control characters, and the kind, if content and ending agree.
///
/// # Errors
/// On the field `files`: `file.empty`, `file.kind`, `file.ending`.
pub fn check(name: &str, look: &Look<'_>) -> Result<(String, FileKind), Refusal> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = text::clean_line(name).trim_start_matches('.').to_owned();
    let refuse = |code| Err(Refusal::on("files", code).arg("name", &name));
    if look.size == 0 {
        return refuse("file.empty");
    }
    let shown = FileKind::sniff(look);
    let Some(kind) = shown.or_else(|| look.is_text.then_some(FileKind::Txt)) else { return refuse("file.kind") };
    let Some((stem, ending)) = name.rsplit_once('.') else { return refuse("file.ending") };
    if !kind.endings().contains(&ending.to_lowercase().as_str()) {
        return refuse("file.ending");
    }
    Ok((format!("{}.{}", safe(stem), ending.to_lowercase()), kind))
}

/// The name before the ending, as every file system takes it: short enough, no device, no sign that Windows refuses.
fn safe(stem: &str) -> String {
    let mut safe = String::new();
    for c in stem.chars().take(LONGEST_NAME) {
        let c = if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c };
        if safe.len() + c.len_utf8() > MOST_BYTES {
            break;
        }
        safe.push(c);
    }
    safe.truncate(safe.trim_end_matches(['.', ' ']).len());
    let first = safe.split('.').next().unwrap_or("").to_lowercase();
    let port = first.strip_prefix("com").or_else(|| first.strip_prefix("lpt"));
    let is_device =
        DEVICES.contains(&first.as_str()) || port.is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()));
    if is_device || safe.is_empty() { format!("_{safe}") } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looked at as a small file is: whole at both ends.
    fn check(name: &str, bytes: &[u8]) -> Result<(String, FileKind), Refusal> {
        packed(name, bytes, &[])
    }

    fn packed(name: &str, bytes: &[u8], parts: &[&str]) -> Result<(String, FileKind), Refusal> {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let is_text = may_be_text(name) && is_text(bytes);
        super::check(name, &Look { size: bytes.len() as u64, head: bytes, tail: bytes, parts: &parts, is_text })
    }

    #[test]
    fn content_decides_and_the_ending_has_to_agree() {
        assert_eq!(check("C:\\ảnh\\Đơn.PDF", b"%PDF-1.7").unwrap(), ("Đơn.pdf".to_owned(), FileKind::Pdf));
        let code = |name, bytes: &[u8]| check(name, bytes).unwrap_err().code;
        assert_eq!(code("a.pdf", b"<html><script>"), "file.kind");
        assert_eq!(code("a.svg", b"<svg xmlns='x' onload='alert(1)'>"), "file.kind");
        assert_eq!(code("a.html", b"%PDF-1.7"), "file.ending");
        assert_eq!(code("a.pdf", b""), "file.empty");
        let of = |name, parts: &[&str]| packed(name, b"PK\x03\x04", parts).map(|(_, kind)| kind).map_err(|refusal| refusal.code);
        assert_eq!(of("a.docx", &["[Content_Types].xml", "word/document.xml"]), Ok(FileKind::Docx));
        assert_eq!(of("a.xlsx", &["[Content_Types].xml", "xl/workbook.xml"]), Ok(FileKind::Xlsx));
        assert_eq!(of("a.docx", &["[Content_Types].xml", "word/document.xml", "word/VBAPROJECT.bin"]), Err("file.kind"));
        assert_eq!(of("a.docx", &["[Content_Types].xml", "word/document.xml", "xl/workbook.xml"]), Err("file.kind"));
        assert_eq!(of("a.docx", &["word/document.xml"]), Err("file.kind"));
        assert_eq!(of("a.docm", &["[Content_Types].xml", "word/document.xml"]), Err("file.ending"));
        assert_eq!(code("a.zip", b"PK\x03\x04 other"), "file.kind");
        // Two files in one: an archive, or a page for a browser, around a paper or picture.
        assert_eq!(code("a.pdf", b"%PDF-1.7 text %%EOF PK\x03\x04 evil PK\x05\x06"), "file.kind");
        assert_eq!(code("a.png", b"\x89PNG\r\n\x1A\n PK\x03\x04 evil PK\x05\x06"), "file.kind");
        assert_eq!(code("a.pdf", b"<html><script>1</script> %PDF-1.7"), "file.kind");
        assert_eq!(code("a.pdf", b"GIF89a/*%PDF-1.7*/=1"), "file.kind");
        assert_eq!(code("a.docx", b"PK\x03\x04 %PDF-1.7"), "file.kind");
    }

    #[test]
    fn b114_a_name_is_kept_as_it_was_meant_and_fits_every_file_system() {
        let kept = |name: &str| check(name, b"%PDF-1.7").unwrap().0;
        // The same letters decomposed (NFD), as file names of some systems are.
        assert_eq!(kept("Đo\u{31B}n hơ\u{323}p.pdf"), "Đơn hợp.pdf");
        assert_eq!(kept("bản\u{202E}fdp.đồ.pdf"), "bảnfdp.đồ.pdf");
        assert_eq!(kept("a\0b.pdf"), "ab.pdf");
        assert_eq!(kept("..\\..\\CON.pdf"), "_CON.pdf");
        assert_eq!(kept("com1.tar.pdf"), "_com1.tar.pdf");
        assert_eq!(kept("comment.pdf"), "comment.pdf");
        assert_eq!(kept("what?: <1>.pdf"), "what__ _1_.pdf");
        assert_eq!(kept("a. .pdf"), "a.pdf");
        // Two bytes a letter in 240: 120 letters; three bytes: 80.
        assert_eq!(kept(&format!("{}.pdf", "đ".repeat(255))), format!("{}.pdf", "đ".repeat(120)));
        assert_eq!(kept(&format!("{}.pdf", "ữ".repeat(255))), format!("{}.pdf", "ữ".repeat(80)));
    }

    #[test]
    fn a_text_is_taken_in_the_encodings_that_offices_have_and_nothing_that_steers() {
        let kind = |name, bytes: &[u8]| check(name, bytes).map(|(_, kind)| kind).map_err(|refusal| refusal.code);
        assert_eq!(kind("đơn.TXT", "Đề nghị nạo vét mương\r\n".as_bytes()), Ok(FileKind::Txt));
        // UTF-16 with its mark: "Đơn".
        assert_eq!(kind("a.txt", b"\xFF\xFE\x10\x01\xA1\x01n\0"), Ok(FileKind::Txt));
        // Windows-1258: "nước" is n ư ơ with a combining acute (EC) c.
        assert_eq!(kind("a.txt", b"n\xFD\xF5\xECc s\xF4ng"), Ok(FileKind::Txt));
        assert_eq!(kind("a.txt", b"\x1B[2J"), Err("file.kind"));
        assert_eq!(kind("a.txt", b"a\0b\x01\x02"), Err("file.kind"));
        assert_eq!(kind("a.txt", b"MZ\x90\0\x03\0\0\0\x04"), Err("file.kind"));
        assert_eq!(kind("a.txt", b"   "), Err("file.kind"));
        // Its content says what it is, whatever its name: a paper called a text is no text.
        assert_eq!(kind("a.txt", b"%PDF-1.7"), Err("file.ending"));
        assert_eq!(kind("a.html", b"<p>text"), Err("file.kind"));
    }
}
