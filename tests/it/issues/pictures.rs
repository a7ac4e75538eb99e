//! Photographs: what a telephone writes beside the picture is gone, the picture and its turn are as they were.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::Ward;
use crate::support::browser::File;
use crate::support::{Page, peers};

async fn hand_in(ward: &Ward, files: &[File<'_>]) -> Page {
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let fields = [
        ("session", &*session),
        ("body", &*body),
        ("issue_kind", "proposal"),
        ("issue_wording", "Đề nghị sửa mương"),
        ("people", "3"),
        ("channel", "paper"),
        ("act", "submit"),
    ];
    ward.women.upload("/issues", &fields, files).await
}

fn looked_at(files: &[PathBuf]) -> Vec<Value> {
    let arguments: Vec<&Path> = [Path::new("look")].into_iter().chain(files.iter().map(PathBuf::as_path)).collect();
    peers::python("photo.py", &arguments).as_array().unwrap().clone()
}

#[tokio::test]
async fn the_place_of_a_photograph_is_gone_and_its_picture_is_not() {
    let (sent, got) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let names = peers::python("photo.py", &[Path::new("make"), sent.path()]);
    let names: Vec<&str> = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let ward = Ward::new().await;
    let contents: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(sent.path().join(name)).unwrap()).collect();
    let files: Vec<File<'_>> = names.iter().zip(&contents).map(|(name, bytes)| ("files", *name, bytes.as_slice())).collect();
    let page = hand_in(&ward, &files).await.is(303);
    let shown = ward.women.follow(page).await.is(200);
    let links: Vec<String> =
        shown.links().into_iter().filter(|link| link.href.contains("/files/")).map(|link| link.href).collect();
    assert_eq!(links.len(), 3);
    for (name, href) in names.iter().zip(&links) {
        let bytes = ward.women.get(href).await.is(200).body;
        for private in [b"rieng".as_slice(), b"Nguoi chup", b"Dien thoai"] {
            assert!(!bytes.windows(private.len()).any(|window| window == private), "{name}");
        }
        std::fs::write(got.path().join(name), bytes).unwrap();
    }
    let before = looked_at(&names.iter().map(|name| sent.path().join(name)).collect::<Vec<_>>());
    let after = looked_at(&names.iter().map(|name| got.path().join(name)).collect::<Vec<_>>());
    for (before, after) in before.iter().zip(&after) {
        // Place (34853), device (271) and person (315) were there; how it is turned (274) alone is left.
        assert_eq!(before["marks"], json!([271, 274, 315, 34853, 1, 2]));
        assert_eq!(after["marks"], json!([274]));
        assert_eq!((&after["facts"], &after["size"]), (&json!([]), &json!([40, 64])));
        assert_eq!(after["shows"], before["shows"]);
    }
}

#[tokio::test]
async fn a_broken_picture_is_refused_in_words() {
    let ward = Ward::new().await;
    for (name, bytes) in [("a.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0".as_slice()), ("a.png", b"\x89PNG\r\n\x1A\n0000")] {
        let page = hand_in(&ward, &[("files", name, bytes)]).await.is(422).see("Đề nghị sửa mương");
        assert!(page.error_at("files").unwrap().contains("bị hỏng"), "{name}");
    }
}
