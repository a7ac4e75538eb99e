//! Sheets that are none: refused with the reason in Vietnamese, taken only as a whole, and nothing that a spreadsheet would run
//! leaves the house as it came.

use doithoai::i18n::Locale;
use doithoai::reports::{PeriodKey, first_text};

use super::is_ours;
use crate::issues::Ward;
use crate::support::Page;

async fn look(ward: &Ward, bytes: &[u8]) -> Page {
    ward.look_as(&ward.women, "ý kiến.csv", bytes).await
}

#[tokio::test]
async fn each_bad_sheet_is_refused_with_its_reason_and_writes_nothing() {
    let ward = Ward::new().await;
    let before = ward.app.audit_count(None).await;
    let text = "Nội dung;Số người\nĐề nghị sửa đường;1\n";
    let units = |text: &str, little: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    let columns = vec!["Cột"; 100_000].join(";");
    let wording_columns = vec!["Nội dung"; 100_000].join(";");
    let cells = format!("Nội dung;Số người\n{}\n", vec!["x"; 100_000].join(";"));
    let rows: String = (0..=10_000).map(|number| format!("Việc {number}\n")).collect();
    let sheets: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "Tệp không có dòng ý kiến nào"),
        ("blanks", b" \r\n\t\n".to_vec(), "Tệp không có dòng ý kiến nào"),
        ("mark only", b"\xEF\xBB\xBF".to_vec(), "Tệp không có dòng ý kiến nào"),
        ("heading only", "Nội dung;Số người\r\n".into(), "Tệp không có dòng ý kiến nào"),
        ("no wording", "Số người;Loại\n1;kiến nghị\n".into(), "Trong tệp có: \"Số người\", \"Loại\""),
        ("wrong heading", "Tên;Tuổi\nA;1\n".into(), "Tệp thiếu cột \"Nội dung\""),
        ("unknown heading", "Nội dung;Tuổi\nA;1\n".into(), "Không hiểu cột \"Tuổi\" (cột B, dòng 1)"),
        ("column twice", "Nội dung;Nội dung\na;b\n".into(), "Cột \"Nội dung\" có hai lần (cột B, dòng 1)"),
        ("neither", b"Noi dung\ncaf\xE9\n".to_vec(), "Không đọc được chữ trong tệp"),
        ("100,000 columns", columns.into(), "Tệp thiếu cột \"Nội dung\""),
        ("100,000 times the wording", wording_columns.into(), "Dòng 1 có hơn 100 cột"),
        ("too many rows", format!("Nội dung\n{rows}").into(), "quá 10000 dòng"),
        (
            "open quotation mark",
            "Nội dung;Số người\nĐường hỏng;1\n\"Cống tắc;2\nĐèn tắt;3\n".into(),
            "Dòng 3: dấu ngoặc kép mở mà không đóng",
        ),
        ("half a workbook", b"PK\x03\x04\x14\0".to_vec(), "Tệp bị hỏng hoặc không phải bảng tính"),
        ("old workbook", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "Excel đời cũ"),
        ("11 MB", format!("Nội dung\n{}", "Đề nghị sửa đường;\n".repeat(500_000)).into(), "10 MB"),
    ];
    for (name, bytes, reason) in &sheets {
        let page = look(&ward, bytes).await;
        is_ours(&page).unwrap_or_else(|what| panic!("{name}: {what}"));
        assert_eq!(page.status, 422, "{name}: {}", page.text());
        let said = page.error_at("sheet_file").unwrap_or_else(|| panic!("{name}: nothing stands beside the field"));
        assert!(said.contains(reason), "{name}: {said}");
        assert!(page.errors().iter().any(|error| error.contains(reason)), "{name}: {:?}", page.errors());
    }
    // Cells that would be lost are a fault of their row.
    let page = look(&ward, cells.as_bytes()).await.is(200).see("0 dòng nhập được, 1 dòng có lỗi").see("nhiều hơn 2 ô");
    assert_eq!(page.count("button[value=start]"), 0);
    look(&ward, "Nội dung\nĐề nghị\0 sửa đường\n".as_bytes())
        .await
        .see("0 dòng nhập được, 1 dòng có lỗi")
        .see("Cột A: Nội dung: có ký tự lạ");
    // What other machines write is read, and what was guessed is said.
    let text_16 = |little: bool| [if little { &b"\xFF\xFE"[..] } else { b"\xFE\xFF" }, &units(text, little)].concat();
    for bytes in [text_16(true), text_16(false), units(text, true), units(text, false)] {
        look(&ward, &bytes)
            .await
            .is(200)
            .see("1 dòng nhập được, 0 dòng có lỗi")
            .see("Tệp mã hóa UTF-16")
            .see("Đề nghị sửa đường");
    }
    let old = b"N\xF4\xF2i dung;S\xF4\xEC ng\xFD\xF5\xCCi\n\xD0\xEA\xCC nghi\xF2 s\xFD\xD2a \xF0\xFD\xF5\xCCng;1\n";
    look(&ward, old).await.is(200).see("bảng mã cũ Windows-1258").see("Đề nghị sửa đường");
    // Larger than the whole request may be.
    let page = look(&ward, &vec![b'x'; 22 << 20]).await;
    is_ours(&page).unwrap();
    assert_eq!((page.status, page.count(".dt-problem")), (413, 1));
    assert_eq!(ward.wordings().await, Vec::<String>::new());
    assert_eq!(ward.app.audit_count(None).await, before, "a refused sheet has written something");
}

#[tokio::test]
async fn lines_may_end_as_on_any_machine_and_a_megabyte_is_taken_at_once() {
    for end in ["\n", "\r\n", "\r"] {
        let ward = Ward::new().await;
        // 500 rows of 900 letters of three bytes: more than a megabyte, more than a plain form takes.
        let rows: Vec<String> = (0..500).map(|number| format!("Việc {number} {}", "ữ".repeat(900))).collect();
        let rows = if end == "\n" { &rows[..] } else { &rows[..3] };
        let sheet = format!("Nội dung{end}{}{end}", rows.join(end));
        let page = look(&ward, sheet.as_bytes()).await.is(200).see("dòng nhập được, 0 dòng có lỗi");
        ward.import(&page, &[("import_mode", "submit")]).await;
        let stored = ward.wordings().await;
        let mut wanted = rows.to_vec();
        wanted.sort();
        assert!(stored == wanted, "{end:?}: {} of {} rows", stored.len(), wanted.len());
    }
}

#[tokio::test]
async fn a_cell_that_a_spreadsheet_would_run_is_text_when_it_comes_and_harmless_when_it_goes() {
    let ward = Ward::new().await;
    let sheet = "Nội dung;Thôn\n=cmd|' /C calc'!A0;Tổ 1\n@SUM(1+1);Tổ 1\n＝1+1;Tổ 1\n+84 là số máy;Tổ 1\n-2+3 bóng đèn;Tổ 1\nĐèn tắt;=1+1\n";
    let page = look(&ward, sheet.as_bytes()).await.is(200).see("2 dòng nhập được, 4 dòng có lỗi").see("ô bắt đầu bằng công thức");
    ward.import(&page, &[("import_rows", "good"), ("import_mode", "submit")]).await;
    let stored = ward.wordings().await;
    // The sign of a list before a wording goes.
    assert_eq!(stored, ["2+3 bóng đèn", "84 là số máy"]);
    // Who types it into the form means it.
    for wording in ["=cmd|' /C calc'!A0", "＝HYPERLINK(\"http://evil.example\")", "@SUM(A1)", "+1+1", "-1-1"] {
        let issue = ward.hand_in(&ward.women, wording).await;
        ward.decide(&issue, "accept").await.is(303);
    }
    let id = doithoai::reports::begin(&ward.app.app, &ward.app.ctx(), "03667", PeriodKey::YEAR, 2025, first_text(Locale::Vi))
        .await
        .unwrap();
    let csv = ward.office.get(&format!("/reports/{id}/figures/issues-received/csv")).await.is(200);
    let text = csv.source();
    for cell in ["'=cmd|' /C calc'!A0", "\"'＝HYPERLINK(\"\"http://evil.example\"\")\"", "'@SUM(A1)", "'+1+1", "'-1-1"] {
        assert!(text.contains(&format!(",{cell},")) || text.contains(&format!(",{cell}\r")), "{cell} is not in {text}");
    }
    let mut reader = csv_cells(&text);
    assert!(reader.all(|cell| !cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])), "{text}");
}

/// The cells of a sheet, by a reader that is not ours.
fn csv_cells(text: &str) -> impl Iterator<Item = String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.into_iter().flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
}
