//! What kind of file somebody sends, by its content and never by its name alone.
//! Pure; keeping the bytes is `actions::files`' work.

use crate::alphabet;
use crate::kernel::{Refusal, text};

alphabet! {
    /// Kinds of files that are taken, by media type. Everything that a browser could run is missing on purpose.
    pub enum FileKind {
        Pdf = "application/pdf",
        Png = "image/png",
        Jpeg = "image/jpeg",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
}

/// Longest file name kept, in characters without its ending.
const LONGEST_NAME: usize = 120;
/// The same in bytes, so that with its ending every file system takes it (255 bytes).
const MOST_BYTES: usize = 240;
/// Names that Windows gives to devices.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The end of a packed archive stands within so many bytes of the file's own end.
const TAIL: usize = 66_000;

impl FileKind {
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
        }
    }

    /// The kind that the bytes show.
    #[must_use]
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(bytes);
        let is_packed = bytes.starts_with(b"PK\x03\x04");
        if !is_packed && tail.windows(4).any(|window| window == b"PK\x05\x06") {
            // A picture or paper with an archive behind it is two files in one.
            None
        } else if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if is_packed && has(b"[Content_Types].xml") {
            // A document with macros carries a part of that name; it is not taken.
            match (has(b"vbaProject.bin"), has(b"word/document.xml"), has(b"xl/workbook.xml")) {
                (false, true, _) => Some(Self::Docx),
                (false, _, true) => Some(Self::Xlsx),
                _ => None,
            }
        } else {
            None
        }
    }
}

/// The name without folders and control characters, and the kind, if content and ending agree.
///
/// # Errors
/// On the field `files`: `file.empty`, `file.kind`, `file.ending`.
pub fn check(name: &str, bytes: &[u8]) -> Result<(String, FileKind), Refusal> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = text::clean_line(name).trim_start_matches('.').to_owned();
    let refuse = |code| Err(Refusal::on("files", code).arg("name", &name));
    if bytes.is_empty() {
        return refuse("file.empty");
    }
    let Some(kind) = FileKind::sniff(bytes) else { return refuse("file.kind") };
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

    #[test]
    fn content_decides_and_the_ending_has_to_agree() {
        assert_eq!(check("C:\\ảnh\\Đơn.PDF", b"%PDF-1.7").unwrap(), ("Đơn.pdf".to_owned(), FileKind::Pdf));
        let code = |name, bytes: &[u8]| check(name, bytes).unwrap_err().code;
        assert_eq!(code("a.pdf", b"<html><script>"), "file.kind");
        assert_eq!(code("a.svg", b"<svg xmlns='x' onload='alert(1)'>"), "file.kind");
        assert_eq!(code("a.html", b"%PDF-1.7"), "file.ending");
        assert_eq!(code("a.pdf", b""), "file.empty");
        assert_eq!(code("a.docm", b"PK\x03\x04 [Content_Types].xml word/document.xml word/vbaProject.bin"), "file.kind");
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
}
