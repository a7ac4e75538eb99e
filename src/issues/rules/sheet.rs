//! A CSV sheet of issues: its columns by their names, each row an issue or its faults. Pure; nothing is written here.

use super::identity::Identity;
use super::issue::Content;
use super::wording::sign_of_denunciation;
use super::words::{Channel, IssueKind};
use crate::kernel::{Refusal, text};

/// Most rows of one sheet.
pub const MOST_ROWS: usize = 2_000;
/// Longest wording, in characters.
pub const MOST_WORDING: usize = 4_000;
/// Most people behind one issue.
pub const MOST_PEOPLE: i32 = 100_000;

/// The sheet that an organisation fills in: columns in the order of work and one example. With a byte order mark and
/// semicolons, as Vietnamese spreadsheets expect.
pub const TEMPLATE: &str = "\u{FEFF}Nội dung;Loại;Lĩnh vực;Số người;Thôn, tổ dân phố;Họ tên;Địa chỉ;Liên hệ\r\n\
    Đề nghị nạo vét cống thoát nước đường liên tổ;kiến nghị;Giao thông, hạ tầng;25;Tổ 3;;;\r\n";

/// A column that the sheet may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Wording,
    Kind,
    Field,
    People,
    Village,
    FullName,
    Address,
    Contact,
}

/// Column by its folded heading.
fn column(heading: &str) -> Option<Column> {
    Some(match heading {
        "noi dung" | "noi dung kien nghi" | "y kien" | "wording" => Column::Wording,
        "loai" | "loai y kien" | "kind" => Column::Kind,
        "linh vuc" | "field" => Column::Field,
        "so nguoi" | "people" => Column::People,
        "thon, to dan pho" | "thon" | "to dan pho" | "thon, ban, to dan pho" | "village" => Column::Village,
        "ho ten" | "ho va ten" | "full name" => Column::FullName,
        "dia chi" | "address" => Column::Address,
        "lien he" | "dien thoai" | "contact" => Column::Contact,
        _ => return None,
    })
}

/// A field of life as the sheet may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    pub code: String,
    pub names: Vec<String>,
}

/// What one good row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetIssue {
    pub content: Content,
    pub identity: Identity,
}

/// One row with its line in the file, counted from 1 as spreadsheets do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    /// What its wording column says, also where the row is faulty: its organisation finds it again by that.
    pub wording: String,
    pub result: Result<SheetIssue, Vec<Refusal>>,
}

/// Reads the sheet. Empty rows are left out; a wording that stands twice is a fault of the second row.
///
/// # Errors
/// What concerns the whole sheet, on the field `sheet_file`: `sheet.no-wording-column`, `sheet.unknown-column`,
/// `sheet.column-twice`, `sheet.open-quote`, `sheet.too-many-rows`, `sheet.unreadable`, `sheet.empty`.
pub fn read(sheet: &str, fields: &[FieldName]) -> Result<Vec<Row>, Refusal> {
    // One kind of line end: the reader counts a line of "\r\n" late.
    let sheet = sheet.replace("\r\n", "\n").replace('\r', "\n");
    let delimiter = delimiter(&sheet);
    if let Some(line) = open_quote(&sheet, char::from(delimiter)) {
        return Err(Refusal::on("sheet_file", "sheet.open-quote").arg("line", line));
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(sheet.as_bytes());
    let mut records = reader.records();
    let heading = records.next().and_then(Result::ok).ok_or(Refusal::on("sheet_file", "sheet.empty"))?;
    let columns = columns(&heading)?;
    let (mut rows, mut seen) = (Vec::new(), std::collections::HashMap::new());
    for record in records {
        let record = record.map_err(|_| Refusal::on("sheet_file", "sheet.unreadable"))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MOST_ROWS {
            return Err(Refusal::on("sheet_file", "sheet.too-many-rows").arg("most", MOST_ROWS));
        }
        let line = record.position().map_or(0, csv::Position::line);
        let mut result = issue(&record, &columns, fields);
        if record.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
            // A separator inside an unquoted text: what stands behind it would be lost or taken for another column.
            result = Err(vec![Refusal::new("sheet.too-many-cells").arg("most", columns.len())]);
        }
        if let Ok(good) = &result
            && let Some(first) = seen.insert(text::fold(&good.content.wording), line)
        {
            result = Err(vec![Refusal::on("issue_wording", "sheet.twice").arg("line", first)]);
        }
        rows.push(Row { line, wording: wording(&record, &columns), result });
    }
    if rows.is_empty() { Err(Refusal::on("sheet_file", "sheet.empty")) } else { Ok(rows) }
}

/// The line of a quotation mark that is never closed (RFC 4180, section 2): everything behind it would become one cell.
fn open_quote(sheet: &str, delimiter: char) -> Option<u64> {
    let (mut line, mut opened, mut closed, mut begins) = (1, None, None, true);
    for c in sheet.chars() {
        let before = closed.take();
        if c == '"' {
            match (opened, before) {
                (Some(_), _) => closed = opened.take(),
                // Two marks inside a cell are one of its letters.
                (None, Some(_)) => opened = before,
                (None, None) if begins => opened = Some(line),
                (None, None) => {}
            }
        }
        begins = opened.is_none() && (c == delimiter || c == '\n');
        line += u64::from(c == '\n');
    }
    opened
}

/// The separator that the heading has most of.
fn delimiter(sheet: &str) -> u8 {
    let heading = sheet.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |separator: u8| heading.bytes().filter(|&byte| byte == separator).count();
    // "Thôn, tổ dân phố" has a comma of its own: the semicolon wins whenever it is there.
    if count(b';') > 0 {
        b';'
    } else if count(b'\t') > count(b',') {
        b'\t'
    } else {
        b','
    }
}

fn columns(heading: &csv::StringRecord) -> Result<Vec<Option<Column>>, Refusal> {
    let mut columns = Vec::new();
    for cell in heading {
        let folded = text::fold(&text::clean_line(cell));
        let found = column(&folded);
        if found.is_none() && !folded.is_empty() {
            return Err(Refusal::on("sheet_file", "sheet.unknown-column").arg("column", text::clean_line(cell)));
        }
        if found.is_some() && columns.contains(&found) {
            return Err(Refusal::on("sheet_file", "sheet.column-twice").arg("column", text::clean_line(cell)));
        }
        columns.push(found);
    }
    if columns.contains(&Some(Column::Wording)) { Ok(columns) } else { Err(Refusal::on("sheet_file", "sheet.no-wording-column")) }
}

/// Signs that make a spreadsheet compute a cell instead of showing it (OWASP, CSV injection), full-width forms included.
fn is_formula(cell: &str) -> bool {
    cell.trim_matches(' ').starts_with(['=', '@', '\t', '\r', '＝', '＠'])
}

/// A dash or plus before a wording is a list's mark at best and a formula at worst: it goes.
fn without_mark(cell: &str) -> &str {
    cell.trim_start_matches([' ', '-', '+', '–', '•', '－', '＋'])
}

/// The raw cell of a column; nothing where the sheet or the row has none.
fn cell<'a>(record: &'a csv::StringRecord, columns: &[Option<Column>], wanted: Column) -> &'a str {
    columns.iter().position(|column| *column == Some(wanted)).and_then(|at| record.get(at)).unwrap_or("")
}

fn wording(record: &csv::StringRecord, columns: &[Option<Column>]) -> String {
    text::clean(without_mark(&text::clean(cell(record, columns, Column::Wording))))
}

fn issue(record: &csv::StringRecord, columns: &[Option<Column>], fields: &[FieldName]) -> Result<SheetIssue, Vec<Refusal>> {
    let mut faults = Vec::new();
    let mut line = |wanted: Column, field: &'static str, most: usize| {
        let cell = cell(record, columns, wanted);
        if is_formula(cell) {
            faults.push(Refusal::on(field, "sheet.formula"));
        }
        let clean = text::clean_line(cell);
        let length = clean.chars().count();
        if length > most {
            faults.push(Refusal::on(field, "form.too-long").arg("most", most).arg("length", length));
        }
        clean
    };
    let village = line(Column::Village, "village", 200);
    let identity = Identity {
        full_name: line(Column::FullName, "petitioner_name", 100),
        address: line(Column::Address, "petitioner_address", 300),
        contact: line(Column::Contact, "petitioner_contact", 100),
    };
    let (kind, field, people) =
        (line(Column::Kind, "issue_kind", 50), line(Column::Field, "issue_field", 200), line(Column::People, "people", 20));
    if is_formula(cell(record, columns, Column::Wording)) {
        faults.push(Refusal::on("issue_wording", "sheet.formula"));
    }
    let wording = wording(record, columns);
    let length = wording.chars().count();
    if length == 0 {
        faults.push(Refusal::on("issue_wording", "form.required"));
    } else if length > MOST_WORDING {
        faults.push(Refusal::on("issue_wording", "form.too-long").arg("most", MOST_WORDING).arg("length", length));
    }
    if let Some(sign) = sign_of_denunciation(&wording) {
        faults.push(Refusal::on("issue_wording", "issue.maybe-denunciation").arg("sign", sign));
    }
    let kind = kind_of(&kind).map_err(|refusal| faults.push(refusal)).ok();
    let people = people_of(&people).map_err(|refusal| faults.push(refusal)).ok();
    let field = field_of(&field, fields).map_err(|refusal| faults.push(refusal)).ok();
    match (kind, people, field) {
        (Some(kind), Some(people), Some(field)) if faults.is_empty() => {
            let content = Content { kind, channel: Channel::Organisation, people, village, field, wording };
            Ok(SheetIssue { content, identity })
        }
        _ => Err(faults),
    }
}

fn kind_of(cell: &str) -> Result<IssueKind, Refusal> {
    match text::fold(cell).as_str() {
        "" | "kien nghi" | "proposal" => Ok(IssueKind::Proposal),
        "phan anh" | "reflection" => Ok(IssueKind::Reflection),
        "khieu nai" | "complaint" => Ok(IssueKind::Complaint),
        "to cao" | "denunciation" => Err(Refusal::on("issue_kind", "sheet.denunciation")),
        _ => Err(Refusal::on("issue_kind", "form.choice")),
    }
}

fn people_of(cell: &str) -> Result<i32, Refusal> {
    if cell.is_empty() {
        return Ok(1);
    }
    let number: i32 = cell.replace(['.', ' '], "").parse().map_err(|_| Refusal::on("people", "form.number"))?;
    let range = || Refusal::on("people", "form.range").arg("least", 1).arg("most", MOST_PEOPLE);
    if (1..=MOST_PEOPLE).contains(&number) { Ok(number) } else { Err(range()) }
}

fn field_of(cell: &str, fields: &[FieldName]) -> Result<Option<String>, Refusal> {
    if cell.is_empty() {
        return Ok(None);
    }
    let wanted = text::fold(cell);
    let found = fields.iter().find(|field| field.code == cell || field.names.iter().any(|name| text::fold(name) == wanted));
    found.map(|field| Some(field.code.clone())).ok_or_else(|| Refusal::on("issue_field", "sheet.unknown-field").arg("name", cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Vec<FieldName> {
        vec![FieldName { code: "transport".into(), names: vec!["Giao thông, hạ tầng".into()] }]
    }

    fn codes(row: &Row) -> Vec<(Option<&'static str>, &'static str)> {
        row.result.as_ref().unwrap_err().iter().map(|refusal| (refusal.field, refusal.code)).collect()
    }

    #[test]
    fn the_template_reads_as_one_good_row() {
        let rows = read(TEMPLATE.trim_start_matches('\u{FEFF}'), &fields()).unwrap();
        let good = rows[0].result.as_ref().unwrap();
        assert_eq!((rows.len(), rows[0].line), (1, 2));
        assert_eq!((good.content.people, good.content.field.as_deref()), (25, Some("transport")));
        assert_eq!(good.content.village, "Tổ 3");
        assert!(good.identity.is_empty());
    }

    #[test]
    fn commas_quotes_lines_in_cells_and_nfd_are_read() {
        let sheet = "No\u{302}\u{323}i dung,So\u{302}\u{301} ngu\u{31b}o\u{31b}\u{300}i\n\"Đường hỏng,\nnước ngập\",1.200\n";
        let rows = read(sheet, &[]).unwrap();
        let good = rows[0].result.as_ref().unwrap();
        assert_eq!((good.content.wording.as_str(), good.content.people), ("Đường hỏng,\nnước ngập", 1200));
    }

    #[test]
    fn each_fault_is_named_with_its_row_and_field() {
        let sheet = "Nội dung;Loại;Số người;Lĩnh vực\n=HYPERLINK(1);;;\nTốt;tố cáo;0;\n;;mười;Thơ\n- Đèn đường hỏng;;;\nĐÈN đường hỏng;;;\nbác Tư tham nhũng;;;\n";
        let rows = read(sheet, &fields()).unwrap();
        assert_eq!(codes(&rows[0]), [(Some("issue_wording"), "sheet.formula")]);
        assert_eq!(codes(&rows[1]), [(Some("issue_kind"), "sheet.denunciation"), (Some("people"), "form.range")]);
        assert_eq!(
            codes(&rows[2]),
            [
                (Some("issue_wording"), "form.required"),
                (Some("people"), "form.number"),
                (Some("issue_field"), "sheet.unknown-field")
            ]
        );
        assert_eq!(rows[3].result.as_ref().unwrap().content.wording, "Đèn đường hỏng");
        assert_eq!(codes(&rows[4]), [(Some("issue_wording"), "sheet.twice")]);
        assert_eq!(codes(&rows[5]), [(Some("issue_wording"), "issue.maybe-denunciation")]);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
        let wordings: Vec<&str> = rows.iter().map(|row| row.wording.as_str()).collect();
        let said = ["=HYPERLINK(1)", "Tốt", "", "Đèn đường hỏng", "ĐÈN đường hỏng", "bác Tư tham nhũng"];
        assert_eq!(wordings, said, "faulty rows keep their words");
    }

    #[test]
    fn sheets_without_a_wording_with_strange_columns_or_too_many_rows_are_refused() {
        assert_eq!(read("Loại;Số người\nx;1\n", &[]).unwrap_err().code, "sheet.no-wording-column");
        assert_eq!(read("Nội dung;Màu\nx;đỏ\n", &[]).unwrap_err().code, "sheet.unknown-column");
        assert_eq!(read("Nội dung\n\n", &[]).unwrap_err().code, "sheet.empty");
        assert_eq!(read("Nội dung;Y kien\nx;y\n", &[]).unwrap_err().code, "sheet.column-twice");
        let open = read("Nội dung;Số người\n\"a \"\"b\"\" \n c\";1\n\"x;2\ny;3\n", &[]).unwrap_err();
        assert_eq!((open.code, open.args[0].1.as_str()), ("sheet.open-quote", "4"));
        assert_eq!(codes(&read("Nội dung,Số người\nhỏng, ngập,3\n", &[]).unwrap()[0]), [(None, "sheet.too-many-cells")]);
        assert!(read("Nội dung,Số người\n12\" ống,3,,\n", &[]).unwrap()[0].result.is_ok());
        let many: String =
            std::iter::once("Nội dung\n".to_owned()).chain((0..=MOST_ROWS).map(|n| format!("việc {n}\n"))).collect();
        assert_eq!(read(&many, &[]).unwrap_err().code, "sheet.too-many-rows");
    }
}
