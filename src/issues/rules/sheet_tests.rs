//! What rows of a sheet say, and every way in which they can be wrong.

use super::*;

fn fields() -> Vec<FieldName> {
    vec![FieldName { code: "transport".into(), names: vec!["Giao thông, hạ tầng".into(), "Roads".into()] }]
}

fn csv(text: &str) -> Result<Sheet, Refusal> {
    let table = sheets::read(text.as_bytes()).map_err(|fault| unreadable(&fault))?;
    read(&table, &fields())
}

/// A row of a workbook under the headings of the template.
fn workbook(rows: Vec<Vec<Cell>>) -> Sheet {
    let heading = ["Nội dung", "Loại", "Số người", "Liên hệ"].map(|name| Cell::Text(name.into())).to_vec();
    let lines = std::iter::once(heading).chain(rows);
    let lines = (1..).zip(lines).map(|(number, cells)| Line { number, cells, ..Line::default() }).collect();
    read(&Table { form: Form::Workbook, lines, sheet: "A".into(), hidden: Vec::new() }, &fields()).unwrap()
}

fn codes(row: &Row) -> Vec<(Option<&str>, &'static str)> {
    row.result.as_ref().unwrap_err().iter().map(|fault| (fault.column.as_deref(), fault.refusal.code)).collect()
}

fn good(row: &Row) -> &SheetIssue {
    row.result.as_ref().unwrap()
}

#[test]
fn commas_quotes_lines_in_cells_titles_above_and_nfd_are_read() {
    let sheet = csv("Ý kiến,,\nHội Phụ nữ,,\nNo\u{302}\u{323}i dung,So\u{302}\u{301} ngu\u{31b}o\u{31b}\u{300}i\n\"Đường hỏng,\nnước ngập\",1.200\n").unwrap();
    assert_eq!((good(&sheet.rows[0]).wording.as_str(), good(&sheet.rows[0]).people), ("Đường hỏng,\nnước ngập", Some(1200)));
    assert_eq!((sheet.rows[0].line, sheet.headings.len()), (4, 2));
    let semicolons = csv("Nội dung;Loại;Lĩnh vực;Tiếp nhận qua\nĐèn hỏng;Phản ánh;roads;đơn, thư\n").unwrap();
    let row = good(&semicolons.rows[0]);
    assert_eq!((row.kind, row.channel), (Some(IssueKind::Reflection), Some(Channel::Paper)));
    assert_eq!((row.field.clone(), row.people), (Some(Some("transport".into())), None), "no column says nothing");
}

#[test]
fn each_fault_is_named_with_its_row_and_column() {
    let sheet = csv("Nội dung;Loại;Số người;Lĩnh vực\n=HYPERLINK(1);;;\nTốt;kêu;0;\n;;mười;Thơ\n- Đèn đường hỏng;;;\nĐÈN đường hỏng;;;\nhỏng\u{1};;2.5;\nx;;;;thừa\n").unwrap();
    let rows = &sheet.rows;
    assert_eq!(codes(&rows[0]), [(Some("A"), "sheet.formula")]);
    assert_eq!(codes(&rows[1]), [(Some("B"), "form.choice"), (Some("C"), "form.range")]);
    assert_eq!(codes(&rows[2]), [(Some("A"), "form.required"), (Some("D"), "sheet.unknown-field"), (Some("C"), "form.number")]);
    assert_eq!(good(&rows[3]).wording, "Đèn đường hỏng", "the mark of a list goes");
    assert_eq!(codes(&rows[4]), [(Some("A"), "sheet.twice")]);
    assert_eq!(codes(&rows[5]), [(Some("A"), "sheet.control"), (Some("C"), "form.number")]);
    assert_eq!(codes(&rows[6]), [(Some("E"), "sheet.too-many-cells")]);
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(rows[0].cells, ["=HYPERLINK(1)"], "a faulty row is given back as it was");
}

#[test]
fn nothing_of_a_denunciation_goes_on_from_here() {
    let sheet = csv("Nội dung;Loại;Số người;Lĩnh vực;Không phải tố cáo\nÔng Tư lấy tiền;tố cáo;x;ông Tư;\nbác Tư tham nhũng;;1;;\nTuyên truyền chống tham nhũng;;1;;x\nSai giá đền bù;khiếu nại;1;;\n").unwrap();
    assert_eq!(codes(&sheet.rows[0]), [(Some("B"), "sheet.denunciation")], "no other fault repeats a word of it");
    assert_eq!(codes(&sheet.rows[1]), [(Some("A"), "sheet.maybe-denunciation")]);
    for row in &sheet.rows[..2] {
        assert!(row.cells.iter().all(String::is_empty), "{row:?}");
    }
    assert_eq!(good(&sheet.rows[2]).wording, "Tuyên truyền chống tham nhũng");
    assert_eq!(
        good(&sheet.rows[3]).kind,
        Some(IssueKind::Complaint),
        "a complaint goes on, and is led away when it is handed in"
    );
}

#[test]
fn a_denunciation_is_seen_in_every_cell_and_only_a_tick_lets_it_pass() {
    let heading = "Nội dung;Loại;Thôn;Họ tên;Không phải tố cáo;Lý do";
    let one = |row: &str| csv(&format!("{heading}\n{row}\n")).unwrap().rows.remove(0);
    let maybe = |column| vec![(Some(column), "sheet.maybe-denunciation")];
    // Who is accused stands beside the wording.
    for (row, expected) in [
        ("Đường hỏng;;Tổ 3 nơi ông Tư ăn chặn;;;", maybe("C")),
        ("Đường hỏng;;;bà Năm tham ô;;", maybe("D")),
        ("Đường hỏng;đơn tố cáo;;;x;", vec![(Some("B"), "sheet.denunciation")]),
        ("Đường hỏng;to cao ong Tu;;;x;", vec![(Some("B"), "sheet.denunciation")]),
        ("Đường hỏng;ông Tư tham nhũng;;;;", vec![(Some("B"), "sheet.denunciation")]),
        ("Chống tham nhũng;;;;không;", maybe("A")),
        ("Chống tham nhũng;;;;0;", maybe("A")),
        ("Chống tham nhũng;;;;đã xem;", maybe("A")),
    ] {
        let row = one(row);
        assert_eq!(codes(&row), expected);
        assert!(row.cells.iter().all(String::is_empty), "{row:?}");
    }
    // Behind the last column nothing is read, and nothing of it is kept either.
    let row = one("Đường hỏng;;;;;;ông Tư hối lộ");
    assert_eq!(codes(&row), maybe("G"));
    assert!(row.cells.iter().all(String::is_empty), "{row:?}");
    for tick in ["x", "X", "✓", "có", "Có", "yes", "1", "TRUE"] {
        let row = one(&format!("Chống tham nhũng;;;;{tick};"));
        assert!(good(&row).reviewed, "{tick}");
    }
    // Our own reason of before is no word of the organisation.
    let row = one("Đường hỏng;;;;;Dòng 4: Có từ \"tham nhũng\"");
    assert_eq!((good(&row).wording.as_str(), good(&row).reviewed), ("Đường hỏng", false));
}

#[test]
fn b118_a_faulty_row_comes_back_without_our_apostrophe() {
    let sheet = csv("Nội dung;Số người\n'-1-1;mười\n'Tổ 3' xin đèn;mười\n").unwrap();
    assert_eq!(sheet.rows[0].cells, ["-1-1", "mười"]);
    assert_eq!(sheet.rows[1].cells, ["'Tổ 3' xin đèn", "mười"], "an apostrophe of their own stays");
}

#[test]
fn a_fault_repeats_only_the_beginning_of_a_cell() {
    let rows = vec![vec![Cell::Text("Một".into()), Cell::Empty, Cell::Date("9".repeat(20_000))]];
    let sheet = workbook(rows);
    let fault = &sheet.rows[0].result.as_ref().unwrap_err()[0];
    assert_eq!(fault.refusal.args, [("value", "9".repeat(40))]);
}

#[test]
fn cells_of_workbooks_that_are_no_text_are_named() {
    let text = |text: &str| Cell::Text(text.into());
    let rows = vec![
        vec![text("Một"), Cell::Empty, Cell::Number(25.0), Cell::Number(912_345_678.0)],
        vec![text("Hai"), Cell::Empty, Cell::Number(2.5)],
        vec![Cell::Uncounted],
        vec![text("Bốn"), Cell::Wrong("#N/A".into()), Cell::Date("03/04/2025".into())],
        vec![text("=cộng"), Cell::Empty, text("'7")],
    ];
    let sheet = workbook(rows);
    assert_eq!((good(&sheet.rows[0]).people, good(&sheet.rows[0]).identity.contact.as_str()), (Some(25), "912345678"));
    assert_eq!(codes(&sheet.rows[1]), [(Some("C"), "form.number")]);
    assert_eq!(codes(&sheet.rows[2]), [(Some("A"), "sheet.uncounted")]);
    let faults = codes(&sheet.rows[3]);
    assert!(faults.contains(&(Some("B"), "sheet.wrong-value")) && faults.contains(&(Some("C"), "sheet.date")), "{faults:?}");
    assert_eq!(codes(&sheet.rows[4]), [(Some("C"), "form.number")], "in a workbook a text is a text");
    let merged = Line { number: 2, cells: vec![text("x")], merged: Some(2), ..Line::default() };
    let heading = Line { number: 1, cells: vec![text("Nội dung")], merged: Some(0), ..Line::default() };
    let table = Table { form: Form::Workbook, lines: vec![heading, merged], sheet: String::new(), hidden: Vec::new() };
    assert_eq!(codes(&read(&table, &[]).unwrap().rows[0]), [(Some("C"), "sheet.merged")]);
}

#[test]
fn wrong_headings_say_what_was_expected_and_found() {
    let refused = |text: &str| csv(text).unwrap_err();
    let arg = |refusal: &Refusal, name: &str| refusal.args.iter().find(|(known, _)| *known == name).unwrap().1.clone();
    let missing = refused("Loại;Tuổi\nx;1\n");
    assert_eq!((missing.code, arg(&missing, "found").as_str()), ("sheet.no-wording-column", "\"Loại\", \"Tuổi\""));
    assert!(arg(&missing, "expected").starts_with("\"Nội dung\", \"Loại\""));
    let unknown = refused("Nội dung;Màu\nx;đỏ\n");
    assert_eq!(
        (unknown.code, arg(&unknown, "letters").as_str(), arg(&unknown, "line").as_str()),
        ("sheet.unknown-column", "B", "1")
    );
    assert_eq!(refused("Nội dung;Y kien\nx;y\n").code, "sheet.column-twice");
    assert_eq!(refused("Nội dung\n\n").code, "sheet.empty");
    assert_eq!(refused(&format!("Nội dung{}x\ny\n", ";".repeat(100))).code, "sheet.too-wide");
    let many: String = std::iter::once("Nội dung\n".to_owned()).chain((0..=MOST_ROWS).map(|n| format!("việc {n}\n"))).collect();
    assert_eq!(refused(&many).code, "sheet.too-many-rows");
}

#[test]
fn b118_cells_that_were_made_harmless_come_back_as_they_were() {
    let written = sheets::write::csv(
        &[
            vec!["Mã biên nhận".into(), "Phiên bản".into(), "Nội dung".into()],
            vec!["AB3DEFGH7K".into(), "2".into(), "-1-1".into()],
        ],
        ';',
    );
    let sheet = csv(std::str::from_utf8(&written).unwrap()).unwrap();
    let row = good(&sheet.rows[0]);
    assert_eq!((row.wording.as_str(), row.receipt.as_deref(), row.version), ("-1-1", Some("AB3DEFGH7K"), Some(2)));
}

#[test]
fn whole_numbers_are_read_as_people_write_them() {
    assert_eq!(["25", "1.200", "1 200", "12.345.678"].map(whole), [Some(25), Some(1200), Some(1200), Some(12_345_678)]);
    assert_eq!(["2.5", "1.20", "mười", "", "-", "99999999999"].map(whole), [None; 6]);
}
