//! Attached files and the virus scanner that the office names by a command.

use entity::attachment;
use sea_orm::EntityTrait;

use super::Ward;
use crate::support::Page;

/// A harmless file that every scanner takes for a virus (EICAR, 2006), in two halves so that none finds it here.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];

pub(super) async fn send(ward: &Ward, wording: &str, content: &[u8]) -> Page {
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
    ward.women.upload("/issues", &fields, &[("files", "đơn.pdf", content)]).await
}

/// A ward whose scanner is this shell script; the file is its first argument.
async fn scanned_by(script: &str) -> (tempfile::TempDir, Ward) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("scanner");
    std::fs::write(&place, format!("{script}\n")).unwrap();
    let command = format!("sh {} {{}} --quiet", place.display());
    let ward = Ward::with(&[("scan_command", &command)]).await;
    (folder, ward)
}

#[tokio::test]
async fn an_infected_file_is_refused_with_the_text_kept_and_nothing_left_behind() {
    let (_folder, ward) = scanned_by("grep -q EICAR-STANDARD-ANTIVIRUS \"$1\" && exit 1; exit 0").await;
    let infected = format!("%PDF-1.7\n{}", EICAR.concat());
    let page = send(&ward, "Đề nghị sửa mương", infected.as_bytes()).await.is(422).see("Đề nghị sửa mương");
    assert_eq!(page.error_at("files").unwrap(), "Tệp đơn.pdf có mã độc nên không được nhận");
    assert!(attachment::Entity::find().all(ward.app.read()).await.unwrap().is_empty());
    let left = std::fs::read_dir(ward.app.app.files())
        .into_iter()
        .flatten()
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()));
    assert_eq!(left.flatten().count(), 0);
    send(&ward, "Đề nghị sửa mương", b"%PDF-1.7 sach").await.is(303);
    assert_eq!(attachment::Entity::find().all(ward.app.read()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_the_scanner_could_not_check_is_not_kept() {
    for script in ["exit 2", "kill -9 $$"] {
        let (_folder, ward) = scanned_by(script).await;
        let page = send(&ward, "Đề nghị sửa mương", b"%PDF-1.7").await.is(422).see("Đề nghị sửa mương");
        assert!(page.error_at("files").unwrap().contains("Chưa kiểm tra được mã độc"), "{script}");
    }
    let ward = Ward::with(&[("scan_command", "/nowhere/scanner {}")]).await;
    send(&ward, "Đề nghị sửa mương", b"%PDF-1.7").await.is(422).see("Chưa kiểm tra được mã độc");
    assert!(attachment::Entity::find().all(ward.app.read()).await.unwrap().is_empty());
}
