//! What a paper says, and what a hostile one costs.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::sync::atomic::AtomicBool;

use super::*;

fn said(prose: Prose, bytes: &[u8]) -> Result<String, Fault> {
    read(prose, bytes, &AtomicBool::new(false))
}

/// A package with one part.
fn package(name: &str, content: &[u8]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    package.write_all(content).unwrap();
    package.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let xml = format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    package("word/document.xml", xml.as_bytes())
}

/// A PDF of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let (mut text, mut places) = ("%PDF-1.7\n".to_owned(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(text.len());
        let _ = write!(text, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let xref = text.len();
    let _ = write!(text, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(text, "{place:010} 00000 n ");
    }
    let _ = write!(text, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n", objects.len() + 1);
    text.into_bytes()
}

#[test]
fn a_paper_gives_its_paragraphs_without_what_was_deleted() {
    let body = "<w:p><w:r><w:t>Nạo vét </w:t><w:tab/><w:t xml:space=\"preserve\">mương &amp; c&#7889;ng</w:t></w:r></w:p>\
                <w:p><w:del><w:r><w:delText>đã xóa</w:delText></w:r></w:del><w:r><w:t>Bản Mé</w:t></w:r></w:p>";
    assert_eq!(said(Prose::Docx, &docx(body)).unwrap(), "Nạo vét  mương & cống\nBản Mé");
    assert_eq!(said(Prose::Docx, &docx("")).unwrap(), "");
}

#[test]
fn texts_are_read_in_the_encodings_that_offices_have() {
    assert_eq!(said(Prose::Txt, "Đường\r\n".as_bytes()).unwrap(), "Đường");
    // UTF-16 with its mark: "Đơn".
    assert_eq!(said(Prose::Txt, b"\xFF\xFE\x10\x01\xA1\x01n\0").unwrap(), "Đơn");
}

#[test]
fn a_bomb_a_declaration_and_a_broken_paper_cost_little_and_say_nothing() {
    let blanks = docx(&format!("<w:p><w:t>{}</w:t></w:p>", " ".repeat(100 << 20)));
    assert!(blanks.len() < 200_000);
    assert!(said(Prose::Docx, &blanks).map_or(true, |text| text.len() <= MOST_KEPT));
    let open = docx(&"<w:t>".repeat(1_000_000));
    assert!(said(Prose::Docx, &open).map_or(true, |text| text.is_empty()));
    let declared = package("word/document.xml", b"<!DOCTYPE a [<!ENTITY b \"c\">]><w:t>&b;</w:t>");
    assert_eq!(said(Prose::Docx, &declared), Err(Fault::Damaged));
    assert_eq!(said(Prose::Docx, &docx("<w:t>&nobody;</w:t>")), Err(Fault::Damaged));
    assert_eq!(said(Prose::Docx, &package("word/other.xml", b"<a/>")), Err(Fault::Damaged));
    assert_eq!(said(Prose::Docx, b"PK\x03\x04"), Err(Fault::Damaged));
    assert_eq!(said(Prose::Xlsx, b"PK\x03\x04"), Err(Fault::Damaged));
    assert_eq!(said(Prose::Pdf, b"%PDF-1.7 nothing"), Err(Fault::Damaged));
    assert_eq!(said(Prose::Txt, b" \r\n"), Err(Fault::Empty));
}

#[test]
fn no_more_than_the_beginning_is_kept_and_whoever_waits_may_stop() {
    let long = docx(&"<w:p><w:t>nương rẫy</w:t></w:p>".repeat(50_000));
    let text = said(Prose::Docx, &long).unwrap();
    assert!(text.len() <= MOST_KEPT && text.len() > MOST_KEPT - 20, "{}", text.len());
    assert_eq!(read(Prose::Docx, &long, &AtomicBool::new(true)).unwrap(), "");
}

#[test]
fn a_pdf_that_leads_in_circles_or_unpacks_without_end_ends() {
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
    let content = "BT /F1 12 Tf (Nao vet muong) Tj ET";
    let stream = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    let catalogue = "<< /Type /Catalog /Pages 2 0 R >>";
    let honest = pdf(&[catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, &stream, font]);
    assert_eq!(said(Prose::Pdf, &honest).unwrap(), "Nao vet muong");
    // Pages that are their own children, contents that are themselves, a parent that is its child.
    for circle in [
        pdf(&[catalogue, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
        pdf(&[catalogue, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, "4 0 R", font]),
        pdf(&[catalogue, "<< /Type /Pages /Parent 2 0 R /Kids [3 0 R 3 0 R] /Count 9 >>", page, &stream, "5 0 R"]),
        pdf(&[catalogue, &format!("<< /Type /Pages /Kids {}1{} >>", "[".repeat(100_000), "]".repeat(100_000))]),
    ] {
        assert!(said(Prose::Pdf, &circle).map_or(true, |text| text.len() < 100));
    }
    let many = b"stream\n".repeat(10_000);
    assert!(matches!(said(Prose::Pdf, &[b"%PDF-1.7\n", many.as_slice()].concat()), Err(Fault::Bomb { .. })));
}
