//! Out of the house, changed elsewhere, and in again: nothing is lost, doubled or overwritten, and nothing is run.

use doithoai::issues::{StateWord, of_session};

use super::sheets::{as_read, foreign};
use super::{Ward, session};
use crate::support::Page;

/// What a spreadsheet would run, what looks like our own marks, what CSV has to quote.
const NASTY: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "＝HYPERLINK(\"http://evil.example\")",
    "@SUM(A1)",
    "+84 912 là số máy",
    "- gạch đầu dòng; có \"ngoặc\", phẩy",
    "'=đã có dấu phẩy trên",
    "'Tổ 3' trong ngoặc đơn",
    "hai\ndòng",
];

impl Ward {
    /// The wordings of what did not go its own way.
    async fn open_wordings(&self) -> Vec<String> {
        let mut wordings: Vec<String> = of_session(self.app.read(), self.session, &[StateWord::Submitted])
            .await
            .unwrap()
            .into_iter()
            .map(|issue| issue.content.wording)
            .collect();
        wordings.sort();
        wordings
    }

    async fn export(&self, format: &str) -> Page {
        self.women.get(&format!("/issues/own/export?format={format}&session={}", self.session)).await.is(200)
    }
}

#[tokio::test]
async fn b118_what_was_exported_and_not_changed_changes_nothing() {
    let ward = Ward::new().await;
    for wording in NASTY {
        ward.hand_in(&ward.women, wording).await;
    }
    let before = ward.wordings().await;
    // What went its own way stays in the house, its receipt code as well.
    let complaint = ward.complain(&ward.women, "Sai giá đền bù đất").await;
    let code = ward.issue(&complaint).await.receipt_code;
    for format in ["xlsx", "csv"] {
        let file = ward.export(format).await;
        let text = if format == "csv" { file.source() } else { as_read(&file.body)[0].to_string() };
        assert!(text.contains("hai") && !text.contains("đền bù") && !text.contains(&code), "{text}");
        let page = ward.look_as(&ward.women, &format!("a.{format}"), &file.body).await.is(200);
        page.see("0 dòng nhập được, 0 dòng có lỗi").see("Đã có, không đổi: 8");
    }
    // With something changed in every row, as text and by openpyxl: the wordings stay as they are to the letter.
    let csv = ward.export("csv").await.source().replace(";kiến nghị;", ";phản ánh;");
    let page = ward.look_as(&ward.women, "a.csv", csv.as_bytes()).await.see("Cập nhật: 8").see("Thay đổi: loại");
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 8 dòng");
    assert_eq!(ward.open_wordings().await, before);
    let again = foreign("proposals", Some(&ward.export("xlsx").await.body));
    let page = ward.look_as(&ward.women, "a.xlsx", &again).await.see("Cập nhật: 8").see("Thay đổi: loại");
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 8 dòng");
    assert_eq!(ward.open_wordings().await, before);
}

#[tokio::test]
async fn an_export_is_of_the_session_and_organisation_that_were_asked_for_or_none() {
    let ward = Ward::new().await;
    ward.hand_in(&ward.women, "Đề nghị sửa cầu").await;
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let export = |query: String| format!("/issues/own/export?format=csv&{query}");
    let (women, farm) = (ward.women.body.id, farmers.body.id);
    ward.women.get(&export(format!("session={}&body={women}", ward.session))).await.is(200).see("Đề nghị sửa cầu");
    farmers.get(&export(format!("session={}&body={farm}", ward.session))).await.is(200).not_see("Đề nghị sửa cầu");
    let other = session(&ward.app, "Đối thoại quý III", "2025-07-25 08:00").await;
    for query in
        [format!("session={other}"), "session=1".to_owned(), format!("session={}&body={farm}", ward.session), "body=x".to_owned()]
    {
        ward.women.get(&export(query)).await.is(404);
    }
    // The desk's own links lead to one organisation's sheet each.
    let desk = ward.women.get("/issues/own").await.is(200);
    ward.women.get(&desk.link("Tải về CSV")).await.is(200).see("Đề nghị sửa cầu");
}

#[tokio::test]
async fn b118_an_english_workbook_offers_and_holds_the_same_words() {
    let ward = Ward::new().await;
    ward.typed(&ward.women, &[("issue_wording", "Đề nghị sửa cầu"), ("channel", "paper"), ("act", "submit")]).await.is(303);
    ward.women.post("/language", &[("locale", "en")]).await.is(303);
    let export = ward.export("xlsx").await;
    let sheet = &as_read(&export.body)[0];
    let cell = |heading: &str| {
        let at = sheet["rows"][0].as_array().unwrap().iter().position(|cell| cell == heading).unwrap();
        sheet["rows"][1][at].as_str().unwrap().to_owned()
    };
    assert_eq!((cell("Kind"), cell("Channel")), ("proposal".to_owned(), "letter".to_owned()));
    ward.look_as(&ward.women, "a.xlsx", &export.body).await.is(200).see("There already, unchanged: 1");
}

#[tokio::test]
async fn b119_nothing_that_leaves_the_house_is_run() {
    let ward = Ward::new().await;
    for wording in NASTY {
        ward.hand_in(&ward.women, wording).await;
    }
    let csv = ward.export("csv").await;
    let text = csv.source();
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let signs = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let cells: Vec<String> =
        reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert!(cells.iter().all(|cell| !cell.starts_with(signs)), "{cells:?}");
    assert!(cells.iter().any(|cell| cell == "'=cmd|' /C calc'!A0"));
    let sheet = &as_read(&ward.export("xlsx").await.body)[0];
    assert_eq!(sheet["formulas"].as_array().unwrap().len(), 0, "{sheet}");
    let wordings: Vec<&str> = sheet["rows"].as_array().unwrap().iter().skip(1).map(|row| row[2].as_str().unwrap()).collect();
    assert_eq!(wordings, NASTY, "in a workbook they are texts as they are");
}

#[tokio::test]
async fn b118_an_export_that_was_edited_elsewhere_changes_what_it_may() {
    let ward = Ward::new().await;
    for wording in ["Đề nghị sửa cầu", "Cấp nước sạch cho Tổ 3", "Mở lớp mẫu giáo"] {
        ward.hand_in(&ward.women, wording).await;
    }
    let export = ward.export("xlsx").await.body;
    let edited = foreign("edit", Some(&export));
    let page =
        ward.look_as(&ward.women, "sửa.xlsx", &edited).await.see("2 dòng nhập được, 0 dòng có lỗi").see("Đã có, không đổi: 1");
    let page = page.see("Thay đổi: số người").see("Thay đổi: nội dung");
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 2 dòng");
    assert_eq!(ward.wordings().await, ["Cấp nước sạch cho Tổ 3 và Tổ 4", "Mở lớp mẫu giáo", "Đề nghị sửa cầu"]);
    // The same edited file again: it says what is there, although its versions are old.
    ward.look_as(&ward.women, "sửa.xlsx", &edited).await.see("0 dòng nhập được, 0 dòng có lỗi");
}

#[tokio::test]
async fn b118_what_somebody_changed_since_the_export_or_the_office_took_on_is_not_overwritten() {
    let ward = Ward::new().await;
    let bridge = ward.hand_in(&ward.women, "Đề nghị sửa cầu").await;
    let water = ward.hand_in(&ward.women, "Cấp nước sạch cho Tổ 3").await;
    let edited = foreign("edit", Some(&ward.export("xlsx").await.body));
    let form = ward.women.get(&format!("{bridge}/edit")).await.is(200);
    ward.women.fill(&form, &[("people", "9"), ("act", "save")]).await.is(303);
    ward.decide(&water, "accept").await.is(303);
    let page = ward.look_as(&ward.women, "sửa.xlsx", &edited).await.see("0 dòng nhập được, 2 dòng có lỗi");
    let page = page
        .see("Cột B: Ý kiến đã có người sửa sau khi tệp được tải về")
        .see("trạng thái \"Đã tiếp nhận\" nên không sửa được nữa");
    assert_eq!(page.count("button[value=start]"), 0);
    assert_eq!((ward.issue(&bridge).await.content.people, ward.wordings().await.len()), (9, 2));
}

#[tokio::test]
async fn workbooks_as_others_make_them_are_read_or_named() {
    let ward = Ward::new().await;
    let look = async |case: &str| ward.look_as(&ward.women, "x.xlsx", &foreign(case, None)).await;
    look("hidden").await.is(200).see("2 dòng nhập được").see("Trang tính ẩn không được đọc: Cũ").not_see("Không được đọc");
    look("merged").await.is(200).see("1 dòng nhập được, 1 dòng có lỗi").see("Cột B: Ô bị gộp");
    look("empty-rows").await.is(200).see("2 dòng nhập được, 0 dòng có lỗi");
    look("bomb").await.is(422).see("Tệp giải nén ra quá lớn");
    assert!(ward.wordings().await.is_empty());
}
