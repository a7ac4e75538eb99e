//! Importing a sheet: a look that writes nothing, all or only the good rows, files that are none of ours.

use doithoai::issues::of_session;

use super::Ward;
use crate::support::Page;

const GOOD: &str =
    "\u{FEFF}Nội dung;Số người;Lĩnh vực;Họ tên\r\nĐề nghị sửa cầu;12;Giáo dục;Hoàng Thị Bịa\r\nĐề nghị cấp nước;3;;\r\n";

impl Ward {
    async fn look(&self, bytes: &[u8]) -> Page {
        let (session, body) = (self.session.to_string(), self.women.body.id.to_string());
        self.women
            .upload("/issues/import", &[("session", &session), ("body", &body)], &[("sheet_file", "y-kien.csv", bytes)])
            .await
    }

    async fn issues(&self) -> usize {
        of_session(self.app.read(), self.session, &[]).await.unwrap().len()
    }
}

#[tokio::test]
async fn b117_the_look_writes_nothing_and_the_commit_everything_once() {
    let ward = Ward::new().await;
    let before = ward.app.audit_count(None).await;
    let page = ward.look(GOOD.as_bytes()).await.is(200).see("2 dòng nhập được, 0 dòng có lỗi").see("Đề nghị sửa cầu");
    assert_eq!((ward.issues().await, ward.app.audit_count(None).await), (0, before));
    ward.women.fill(&page, &[("act", "all"), ("import_mode", "submit")]).await.is(303);
    assert_eq!(ward.issues().await, 2);
    ward.office.get("/issues?field=education").await.see("Đề nghị sửa cầu").not_see("Hoàng Thị Bịa");
    // The same sheet again: nothing is doubled.
    let page = ward.look(GOOD.as_bytes()).await.see("2 dòng đã có").see("Đề nghị sửa cầu").see("Đề nghị cấp nước");
    assert_eq!(page.count("button[value=all]"), 0);
    assert_eq!(ward.issues().await, 2);
}

#[tokio::test]
async fn b117_of_a_half_bad_sheet_only_the_good_rows_by_choice_or_nothing() {
    let ward = Ward::new().await;
    let sheet = "Nội dung,Loại,Số người\nĐề nghị sửa cầu,kiến nghị,5\n=CMD(),phản ánh,1\nÔng Tư,tố cáo,1\n";
    let page = ward.look(sheet.as_bytes()).await.is(200).see("1 dòng nhập được, 2 dòng có lỗi");
    let page = page.see("ô bắt đầu bằng công thức").see("Tố cáo không được nhập").see("Ông Tư");
    // What a faulty row says is shown as text, so that its organisation finds the row again.
    assert_eq!(page.count("td a"), 0);
    let page = page.see("=CMD()");
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let all = [("session", &*session), ("body", &*body), ("content", sheet), ("act", "all")];
    ward.women.post("/issues/import/commit", &all).await.is(422).see("2 dòng lỗi nên chưa nhập dòng nào");
    assert_eq!(ward.issues().await, 0);
    ward.women.fill(&page, &[("act", "only-good"), ("import_mode", "submit")]).await.is(303);
    assert_eq!(ward.issues().await, 1);
}

#[tokio::test]
async fn drafts_of_a_sheet_are_not_seen_by_the_office() {
    let ward = Ward::new().await;
    let page = ward.look(GOOD.as_bytes()).await;
    ward.women.fill(&page, &[("act", "all"), ("import_mode", "draft")]).await.is(303);
    assert_eq!(ward.issues().await, 0);
    ward.women.get("/issues/own").await.see("Đề nghị sửa cầu").see("Bản nháp");
    ward.office.get("/issues").await.not_see("Đề nghị sửa cầu");
}

#[tokio::test]
async fn other_encodings_and_files_are_named_and_nothing_is_half_saved() {
    let ward = Ward::new().await;
    let utf_16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(GOOD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    ward.look(&utf_16).await.is(422).see("UTF-16");
    // "Nội dung" and "đường" as Windows-1258 writes them.
    ward.look(b"N\xF4\xF2i dung\n\xF0\xFD\xF5\xCCng").await.is(422).see("Windows-1258");
    ward.look(b"PK\x03\x04 workbook").await.is(422).see("tệp Excel");
    ward.look("Màu;Số người\nđỏ;1\n".as_bytes()).await.is(422).see("Không hiểu cột \"Màu\"");
    let ten_megabytes = format!("Nội dung\n{}", "Đề nghị sửa đường\n".repeat(500_000));
    ward.look(ten_megabytes.as_bytes()).await.is(422).see("5 MB");
    assert_eq!(ward.issues().await, 0);
}

#[tokio::test]
async fn the_sheet_offered_can_be_sent_back_as_it_is() {
    let ward = Ward::new().await;
    let sheet = ward.women.get("/issues/import/template").await.is(200);
    assert!(sheet.body.starts_with(b"\xEF\xBB\xBF"));
    ward.look(&sheet.body).await.is(200).see("1 dòng nhập được, 0 dòng có lỗi");
}

#[tokio::test]
async fn a_sheet_for_another_organisation_is_not_taken() {
    let ward = Ward::new().await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let (session, body) = (ward.session.to_string(), ward.women.body.id.to_string());
    let fields = [("session", &*session), ("body", &*body), ("content", GOOD), ("act", "all")];
    farmers.post("/issues/import/commit", &fields).await.is(404);
    assert_eq!((ward.issues().await, ward.app.audit_count(Some("access.denied")).await), (0, 1));
}
