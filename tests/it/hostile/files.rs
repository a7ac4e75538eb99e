//! Attached files that are not what they say: refused beside the field with nothing kept; names that would lead elsewhere.

use axum::http::Request;
use doithoai::issues::of_session;
use entity::attachment;
use sea_orm::EntityTrait;

use super::is_ours;
use crate::issues::Ward;
use crate::support::Page;
use crate::support::browser::File;

const PDF: &[u8] = b"%PDF-1.7\n<script>alert(1)</script>";

async fn hand_in(ward: &Ward, wording: &str, files: &[File<'_>]) -> Page {
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", "proposal"),
        ("issue_wording", wording),
        ("people", "3"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    ward.women.upload("/issues", &fields, files).await
}

#[tokio::test]
async fn what_is_not_what_its_name_says_is_refused_and_nothing_is_kept() {
    let ward = Ward::new().await;
    let before = ward.app.audit_count(None).await;
    let macros = b"PK\x03\x04[Content_Types].xml word/document.xml word/vbaProject.bin";
    let twenty = vec![b'x'; (20 << 20) + 1];
    let files: Vec<(&str, &[u8], &str)> = vec![
        ("chương trình.pdf", b"MZ\x90\0\x03", "không thuộc loại được nhận"),
        ("a.pdf", b"\x7fELF", "không thuộc loại được nhận"),
        ("a.pdf", b"#!/bin/sh\n", "không thuộc loại được nhận"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "không thuộc loại được nhận"),
        ("a.docx", macros, "không thuộc loại được nhận"),
        ("a.docx", b"PK\x03\x04 nothing", "không thuộc loại được nhận"),
        ("a.html", PDF, ""),
        ("a.pdf.exe", PDF, ""),
        ("a.pdf\u{202E}", b"MZ", ""),
        ("không đuôi", PDF, ""),
        (".pdf", PDF, ""),
        ("a.pdf", b"", ""),
        ("lớn.pdf", &twenty, "20 MB"),
        ("a.txt", b"MZ\x90\0\x03", "không thuộc loại được nhận"),
        ("a.txt", b"\x1B]0;\x07", "không thuộc loại được nhận"),
        ("dài.txt", &twenty[..(2 << 20) + 1], "2 MB"),
    ];
    for (name, bytes, reason) in files {
        let page = hand_in(&ward, "Đề nghị sửa mương", &[("files", name, bytes)]).await;
        is_ours(&page).unwrap();
        assert_eq!(page.status, 422, "{name}: {}", page.text());
        let said = page.error_at("files").unwrap_or_else(|| panic!("{name}: nothing stands beside the field"));
        assert!(said.contains(reason) && super::is_vietnamese(&said), "{name}: {said}");
        page.see("Đề nghị sửa mương");
    }
    // One bad file among good ones: none is kept. Eleven are too many.
    hand_in(&ward, "Đề nghị", &[("files", "tốt.pdf", PDF), ("files", "xấu.pdf", b"MZ")]).await.is(422);
    let eleven: Vec<File<'_>> = (0..11).map(|_| ("files", "a.pdf", PDF)).collect();
    assert!(hand_in(&ward, "Đề nghị", &eleven).await.is(422).error_at("files").unwrap().contains("10"));
    let page = hand_in(&ward, "Đề nghị", &[("files", "quá lớn.pdf", &vec![b'x'; 22 << 20])]).await;
    is_ours(&page).unwrap();
    assert_eq!((page.status, page.count(".dt-problem")), (413, 1));
    // The token stands before the files, so that a stranger's file is not even written.
    let token = ward.women.awake().await.token().await;
    let part = |name: &str, value: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{value}\r\n");
    let file = part("files", "; filename=\"a.pdf\"\r\n\r\n%PDF-1.7");
    let behind = format!("{file}{}--x--\r\n", part("_csrf", &format!("\r\n\r\n{token}")));
    let request = Request::post("/issues").header("content-type", "multipart/form-data; boundary=x");
    ward.women.awake().await.send(request.body(behind.into()).unwrap()).await.is(403);
    let uploads = ward.app.app.config().data.join("uploads");
    assert_eq!(std::fs::read_dir(&uploads).into_iter().flatten().count(), 0);
    assert_eq!(ward.app.audit_count(None).await, before);
    assert!(of_session(ward.app.read(), ward.session, &[]).await.unwrap().is_empty());
    assert!(attachment::Entity::find().all(ward.app.read()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_name_leads_nowhere_and_is_given_back_as_it_was_meant() {
    let ward = Ward::new().await;
    let long = format!("{}.pdf", "ữ".repeat(300));
    // Three bytes a letter, and no file system takes more than 255.
    let short = "ữ".repeat(80);
    let decomposed = format!("{}a.pdf", "o\u{323}\u{302}".repeat(50));
    assert_eq!(decomposed.len(), 255);
    let composed = format!("filename=\"{}a.pdf\"; filename*=UTF-8''{}a.pdf", "o".repeat(50), "%E1%BB%99".repeat(50));
    // Encoded by hand: Đ is C4 90, ơ is C6 A1, ọ is E1 BB 8D.
    let names: Vec<(&str, String, &str)> = vec![
        ("../../../etc/x.pdf", "x.pdf".into(), "filename=\"x.pdf\"; filename*=UTF-8''x.pdf"),
        ("C:\\Users\\a\\x.pdf", "x.pdf".into(), "filename=\"x.pdf\"; filename*=UTF-8''x.pdf"),
        (
            "..%2f..%2fx.pdf",
            "..%2f..%2fx.pdf".trim_start_matches('.').into(),
            "filename=\"_2f.._2fx.pdf\"; filename*=UTF-8''%252f..%252fx.pdf",
        ),
        ("Đơn.PDF", "Đơn.pdf".into(), "filename=\"don.pdf\"; filename*=UTF-8''%C4%90%C6%A1n.pdf"),
        ("ho\u{323}p.pdf", "họp.pdf".into(), "filename=\"hop.pdf\"; filename*=UTF-8''h%E1%BB%8Dp.pdf"),
        ("a\u{202E}fdp.b.pdf", "afdp.b.pdf".into(), "filename=\"afdp.b.pdf\""),
        ("a;b='c'.pdf", "a;b='c'.pdf".into(), "filename=\"a_b__c_.pdf\"; filename*=UTF-8''a%3Bb%3D%27c%27.pdf"),
        // 255 bytes, each letter with its two marks apart (NFD), as a file system of a Mac gives it; ộ is E1 BB 99 composed.
        (&decomposed, format!("{}a.pdf", "ộ".repeat(50)), &composed),
        (&long, format!("{short}.pdf"), "filename=\"uuuu"),
    ];
    for (at, (sent, kept, disposition)) in names.iter().enumerate() {
        let page = hand_in(&ward, &format!("Đề nghị số {at}"), &[("files", sent, PDF)]).await.is(303);
        let shown = ward.women.follow(page).await.is(200).see(kept);
        let link = shown.links().into_iter().find(|link| link.href.contains("/files/")).unwrap();
        let got = ward.women.get(&link.href).await.is(200);
        assert_eq!(got.body, PDF, "{sent}");
        let header = got.header("content-disposition").unwrap();
        assert!(header.starts_with("attachment; ") && header.contains(disposition), "{sent}: {header}");
        assert_eq!(got.header("content-security-policy"), Some("default-src 'none'; sandbox"), "{sent}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"), "{sent}");
    }
}
