//! Out of the house, changed elsewhere, and in again: nothing is lost, doubled or overwritten, and nothing is run.

use super::Ward;
use super::sheets::{as_read, foreign};
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
    for format in ["xlsx", "csv"] {
        let file = ward.export(format).await;
        let page = ward.look_as(&ward.women, &format!("a.{format}"), &file.body).await.is(200);
        page.see("0 dòng nhập được, 0 dòng có lỗi").see("Đã có, không đổi: 8");
    }
    // Written again by openpyxl, and with something changed in every row: the wordings stay as they are to the letter.
    let csv = ward.export("csv").await.source().replace(";kiến nghị;", ";phản ánh;");
    let page = ward.look_as(&ward.women, "a.csv", csv.as_bytes()).await.see("Cập nhật: 8").see("Thay đổi: loại");
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đã ghi 8 dòng");
    assert_eq!(ward.wordings().await, before);
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
