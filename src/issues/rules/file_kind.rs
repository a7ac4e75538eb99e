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

/// Longest file name kept, in characters.
const LONGEST_NAME: usize = 120;

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
        if bytes.starts_with(b"%PDF-") {
            Some(Self::Pdf)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
            Some(Self::Png)
        } else if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"PK\x03\x04") && has(b"[Content_Types].xml") {
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
    let stem: String = stem.chars().take(LONGEST_NAME).collect();
    Ok((format!("{stem}.{}", ending.to_lowercase()), kind))
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
    }
}
