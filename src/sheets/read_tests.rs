//! Files as strangers send them. Workbooks of other programs are read in the tests of the issues room.

use chrono::NaiveDate;

use super::encoding::{Encoding, decode};
use super::write::{Book, Column, Sheet, csv, workbook};
use super::*;

fn shown(table: &Table) -> Vec<Vec<String>> {
    table.lines.iter().map(|line| line.cells.iter().map(Cell::shown).collect()).collect()
}

/// A package of these files, as little of a workbook as it may be.
fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn minimal(sheet: &str, strings: &str) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let book = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    package(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", rels.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

const NO_STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="0"></sst>"#;

#[test]
fn a_workbook_that_we_wrote_reads_as_it_was() {
    let columns = vec![
        Column { heading: "Nội dung".into(), width: 60, ..Column::default() },
        Column { heading: "Số".into(), ..Column::default() },
    ];
    let rows = vec![vec![Cell::Text("=1+1".into()), Cell::Number(25.0)], vec![Cell::Text("'+84\nhai dòng".into()), Cell::Empty]];
    let sheets = vec![Sheet { name: "Ý kiến".into(), columns, rows }];
    let book = Book { made_on: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(), sheets, lists: "Danh mục".into() };
    let table = read(&workbook(&book).unwrap()).unwrap();
    assert_eq!((table.form, table.sheet.as_str()), (Form::Workbook, "Ý kiến"));
    assert_eq!(shown(&table), [vec!["Nội dung", "Số"], vec!["=1+1", "25"], vec!["'+84\nhai dòng"]]);
}

#[test]
fn a_million_empty_rows_are_nothing() {
    let mut rows: String = (1..=1_000_000).map(|row| format!(r#"<row r="{row}"/>"#)).collect();
    rows.push_str(r#"<row r="1048576"><c r="B1048576" t="inlineStr"><is><t>cuối</t></is></c></row>"#);
    let table = read(&minimal(&sheet(&rows), NO_STRINGS)).unwrap();
    assert_eq!((table.lines.len(), table.lines[0].number), (1, 1_048_576));
    assert_eq!(table.lines[0].cells[1], Cell::Text("cuối".into()));
}

#[test]
fn what_unpacks_to_too_much_or_claims_too_much_is_refused_before_it_is_read() {
    // 49 MB of texts in 50 kB, kept in memory by the parser.
    let bomb = format!("{}{}", NO_STRINGS, " ".repeat(49 << 20));
    assert_eq!(read(&minimal(&sheet(""), &bomb)), Err(Fault::Bomb { megabytes: 160 }));
    let streamed = sheet(&" ".repeat(161 << 20));
    assert_eq!(read(&minimal(&streamed, NO_STRINGS)), Err(Fault::Bomb { megabytes: 160 }));
    for claim in
        ["uniqueCount=\"99999999999\"", "uniqueCount = '18446744073709551616'", &format!("uniqueCount{}=\"9\"", " ".repeat(300))]
    {
        let strings = format!(r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {claim}></sst>"#);
        assert_eq!(read(&minimal(&sheet(""), &strings)), Err(Fault::Damaged), "{claim}");
    }
    let hidden: Vec<u8> = NO_STRINGS.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&package(&[("xl/sharedStrings.xml", &hidden)])), Err(Fault::Damaged));
}

#[test]
fn formulas_give_what_the_file_holds_and_are_never_counted() {
    let rows = r#"<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>1+1</f></c><c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="D2" t="str"><f>"a"</f><v>a</v></c><c r="E2"><f t="shared" ref="E2:E3" si="4000000000">1</f></c></row>"#;
    let table = read(&minimal(&sheet(rows), NO_STRINGS)).unwrap();
    let expected = [Cell::Number(2.0), Cell::Uncounted, Cell::Wrong("#DIV/0!".into()), Cell::Text("a".into()), Cell::Uncounted];
    assert_eq!(table.lines[0].cells, expected);
}

#[test]
fn damaged_and_foreign_files_are_named() {
    assert_eq!(read(b"PK\x03\x04\x14\0"), Err(Fault::Damaged));
    assert_eq!(read(&package(&[("word/document.xml", b"<a/>")])), Err(Fault::Damaged));
    assert_eq!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]), Err(Fault::OldWorkbook));
    assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err(Fault::TooLarge { megabytes: 10 }));
    assert_eq!(read(b"\xEF\xBB\xBF \r\n"), Err(Fault::Empty));
    assert_eq!(read(b"a;b\n\"x;2\ny;3\n"), Err(Fault::OpenQuote { line: 2 }));
    assert_eq!(read("\n".repeat(20_000).as_bytes()), Err(Fault::Empty));
    assert_eq!(read("x\n".repeat(20_000).as_bytes()), Err(Fault::TooManyRows { most: MOST_LINES }));
    let mut whole = minimal(&sheet(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#), NO_STRINGS);
    assert!(read(&whole).is_ok());
    whole.truncate(whole.len() / 2);
    assert_eq!(read(&whole), Err(Fault::Damaged));
}

#[test]
fn rows_keep_their_numbers_and_what_is_too_wide_is_noticed() {
    let table = read("Tiêu đề\n\nNội dung;Số\n\"một\nhai\";1\nba;2\n".as_bytes()).unwrap();
    assert_eq!(table.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 3, 4, 6]);
    let wide = format!("{}x\n", "y;".repeat(MOST_COLUMNS));
    let table = read(wide.as_bytes()).unwrap();
    assert_eq!((table.lines[0].cells.len(), table.lines[0].is_wider), (MOST_COLUMNS, true));
}

/// Bytes as `iconv` writes them; decomposed first where the encoding wants the tones apart.
fn by_iconv(text: &str, to: &str) -> Vec<u8> {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let mut child =
        Command::new("iconv").args(["-f", "UTF-8", "-t", to]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "iconv refused {to}");
    output.stdout
}

#[test]
fn old_encodings_are_told_apart_by_their_words() {
    let text = "Nội dung;Số người;Thôn, tổ dân phố\nĐề nghị nạo vét cống thoát nước đường liên tổ, rộng 25 m²;25;Tổ 3\nỞ ngõ hẹp, xe rác không vào được; quý vị xử lý giúp;7;Bản Bôm\n";
    for (to, encoding) in [
        ("WINDOWS-1258", Encoding::Windows1258),
        ("TCVN5712-1", Encoding::Tcvn3),
        ("UTF-16LE", Encoding::Utf16),
        ("UTF-16BE", Encoding::Utf16),
        ("UTF-16", Encoding::Utf16),
    ] {
        let text = if to == "TCVN5712-1" { text.replace('²', "2") } else { text.to_owned() };
        let (read, found) = decode(&by_iconv(&text, to)).unwrap();
        assert_eq!((read.as_str(), found), (text.as_str(), encoding), "{to}");
    }
    // A single heading is enough.
    for (to, encoding) in [("WINDOWS-1258", Encoding::Windows1258), ("TCVN5712-1", Encoding::Tcvn3)] {
        assert_eq!(decode(&by_iconv("Nội dung\nviec 1\n", to)).unwrap().1, encoding, "{to}");
    }
    assert_eq!(decode(b"Noi dung\ncaf\xE9\n"), Err(Fault::Encoding));
    assert_eq!(decode(b"\xFF\xD8\xFF\xE1"), Err(Fault::Encoding));
}

#[test]
fn b119_csv_is_quoted_and_runs_no_formula() {
    let rows = vec![vec!["=1+1".to_owned(), "a \"b\"; c\nd".to_owned()], vec![" +1".to_owned(), "＝1".to_owned()]];
    let expected = "\u{FEFF}'=1+1;\"a \"\"b\"\"; c\nd\"\r\n' +1;'＝1\r\n";
    assert_eq!(String::from_utf8(csv(&rows, ';')).unwrap(), expected);
}

#[test]
fn columns_have_the_letters_of_spreadsheets() {
    assert_eq!([0, 25, 26, 51, 52, 701, 702].map(column_letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
}

#[test]
fn a_cell_is_cut_and_counted_whatever_the_file_calls_it() {
    for kind in [Cell::Text, Cell::Date, Cell::Wrong] {
        let mut collector = Collector::default();
        collector.put(1, 0, kind("ữ".repeat(10_000))).unwrap();
        // 6,666 letters of three bytes are what 20,000 bytes hold.
        assert_eq!(collector.open.cells, [kind("ữ".repeat(6_666))]);
        let large = (2..).map(|row| collector.put(row, 0, kind("x".repeat(20_000)))).take(3_400);
        assert_eq!(large.filter_map(Result::err).next(), Some(Fault::TooMuchText));
    }
    let day = format!(r#"<row r="1"><c r="A1" t="d"><v>{}</v></c></row>"#, "9".repeat(100_000));
    let table = read(&minimal(&sheet(&day), NO_STRINGS)).unwrap();
    assert_eq!(table.lines[0].cells, [Cell::Date("9".repeat(20_000))]);
}
