//! A sheet of issues: its columns by their names, each row an issue or its faults, with the place of each. Pure; nothing is written
//! here, and nothing of what sounds like a denunciation goes on from here.

use std::collections::HashMap;

use super::columns::{CHANNELS, Column, KINDS, TO_FILL, word_of};
use super::identity::Identity;
use super::issue::Content;
use super::wording::sign_of_denunciation;
use super::words::{Channel, IssueKind};
use crate::kernel::{Refusal, text};
use crate::sheets::{self, Cell, Form, Line, Table, column_letters, safe};

/// Most rows of one sheet.
pub const MOST_ROWS: usize = 10_000;
/// Longest wording, in characters.
pub const MOST_WORDING: usize = 4_000;
/// Most people behind one issue.
pub const MOST_PEOPLE: i32 = 100_000;
/// Lines above the headings: a title, a name, a date.
const ABOVE: usize = 20;

/// A field of life as the sheet may name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldName {
    pub code: String,
    pub names: Vec<String>,
}

/// What a good row says. What the sheet has no column for is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetIssue {
    pub receipt: Option<String>,
    pub version: Option<i32>,
    pub wording: String,
    pub kind: Option<IssueKind>,
    pub channel: Option<Channel>,
    pub people: Option<i32>,
    pub village: Option<String>,
    pub field: Option<Option<String>>,
    /// Empty cells say nothing about who it was.
    pub identity: Identity,
}

impl SheetIssue {
    /// The issue that the row makes, of nothing or of `before`.
    #[must_use]
    pub fn content(&self, before: Option<&Content>) -> Content {
        Content {
            kind: self.kind.or(before.map(|before| before.kind)).unwrap_or(IssueKind::Proposal),
            channel: self.channel.or(before.map(|before| before.channel)).unwrap_or(Channel::Organisation),
            people: self.people.or(before.map(|before| before.people)).unwrap_or(1),
            village: self.village.clone().or_else(|| before.map(|before| before.village.clone())).unwrap_or_default(),
            field: self.field.clone().unwrap_or_else(|| before.and_then(|before| before.field.clone())),
            wording: self.wording.clone(),
        }
    }
}

/// What is wrong with a cell of a row, or with the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Letters of its column.
    pub column: Option<String>,
    pub refusal: Refusal,
}

/// One row with its line in the file, counted from 1 as spreadsheets do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: u32,
    /// What stands in it, so that a faulty row can be given back; all empty where it must not be kept.
    pub cells: Vec<String>,
    pub result: Result<SheetIssue, Vec<Fault>>,
}

/// The whole sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
}

/// The words for a file that cannot be read at all.
#[must_use]
pub fn unreadable(fault: &sheets::Fault) -> Refusal {
    match fault {
        sheets::Fault::Empty => Refusal::on("sheet_file", "sheet.empty"),
        sheets::Fault::TooLarge { megabytes } => Refusal::on("sheet_file", "sheet.too-large").arg("megabytes", megabytes),
        sheets::Fault::OldWorkbook => Refusal::on("sheet_file", "sheet.old-workbook"),
        sheets::Fault::Bomb { .. } | sheets::Fault::TooMuchText => Refusal::on("sheet_file", "sheet.too-much"),
        sheets::Fault::NoSheet => Refusal::on("sheet_file", "sheet.all-hidden"),
        sheets::Fault::Encoding => Refusal::on("sheet_file", "sheet.encoding"),
        sheets::Fault::OpenQuote { line } => Refusal::on("sheet_file", "sheet.open-quote").arg("line", line),
        sheets::Fault::TooManyRows { .. } => Refusal::on("sheet_file", "sheet.too-many-rows").arg("most", MOST_ROWS),
        sheets::Fault::Damaged => Refusal::on("sheet_file", "sheet.unreadable"),
    }
}

/// Reads the sheet. Empty rows are left out; a wording or a receipt code that stands twice is a fault of the second row.
///
/// # Errors
/// What concerns the whole sheet, on the field `sheet_file`: `sheet.no-wording-column`, `sheet.unknown-column`,
/// `sheet.column-twice`, `sheet.too-wide`, `sheet.too-many-rows`, `sheet.empty`.
pub fn read(table: &Table, fields: &[FieldName]) -> Result<Sheet, Refusal> {
    let Some((heading, rows)) = headed(table) else { return Err(no_wording(table)) };
    let columns = columns(heading)?;
    if rows.is_empty() {
        return Err(Refusal::on("sheet_file", "sheet.empty"));
    }
    if rows.len() > MOST_ROWS {
        return Err(Refusal::on("sheet_file", "sheet.too-many-rows").arg("most", MOST_ROWS));
    }
    let fields = fields.iter().flat_map(|field| {
        let names = field.names.iter().map(|name| text::fold(name));
        names.chain([field.code.clone()]).map(|name| (name, field.code.as_str()))
    });
    let reader = Reader { form: table.form, columns, fields: fields.collect() };
    let (mut wordings, mut receipts) = (HashMap::new(), HashMap::new());
    let rows = rows.iter().map(|line| {
        let mut row = reader.row(line);
        if let Ok(good) = &row.result {
            let first = wordings.insert(text::fold(&good.wording), line.number);
            let same = good.receipt.as_ref().and_then(|code| receipts.insert(code.clone(), line.number));
            if let Some(first) = first {
                row.result =
                    Err(vec![reader.fault(Column::Wording, Refusal::on("issue_wording", "sheet.twice").arg("line", first))]);
            } else if let Some(first) = same {
                row.result = Err(vec![
                    reader.fault(Column::Receipt, Refusal::on("sheet_receipt", "sheet.receipt-twice").arg("line", first)),
                ]);
            }
        }
        row
    });
    let rows = rows.collect();
    Ok(Sheet { headings: heading.cells.iter().map(shown).collect(), rows })
}

/// The line of the headings, and the rows below: of the first lines the one with most columns that are known, wording among them.
fn headed(table: &Table) -> Option<(&Line, &[Line])> {
    let known = |line: &Line| {
        let columns: Vec<Column> = line.cells.iter().filter_map(|cell| Column::of(&shown(cell))).collect();
        if columns.contains(&Column::Wording) { columns.len() } else { 0 }
    };
    let lines = table.lines.iter().take(ABOVE).map(known).enumerate();
    let (at, _) = lines.rev().max_by_key(|(_, known)| *known).filter(|(_, known)| *known > 0)?;
    Some((table.lines.get(at)?, table.lines.get(at + 1..)?))
}

fn shown(cell: &Cell) -> String {
    text::clean_line(&cell.shown())
}

/// The headings that a sheet may have, for who used others.
fn expected() -> String {
    let names = TO_FILL.iter().map(|column| column.known().vi);
    names.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn no_wording(table: &Table) -> Refusal {
    let first = table.lines.first();
    let found = first.iter().flat_map(|line| &line.cells).map(shown).filter(|cell| !cell.is_empty()).take(8);
    let found = found.map(|cell| format!("\"{}\"", cell.chars().take(40).collect::<String>())).collect::<Vec<_>>().join(", ");
    Refusal::on("sheet_file", "sheet.no-wording-column").arg("expected", expected()).arg("found", found)
}

fn columns(heading: &Line) -> Result<Vec<Option<Column>>, Refusal> {
    if heading.is_wider {
        let refusal = Refusal::on("sheet_file", "sheet.too-wide").arg("line", heading.number);
        return Err(refusal.arg("most", sheets::MOST_COLUMNS));
    }
    let mut columns = Vec::new();
    for (at, cell) in heading.cells.iter().enumerate() {
        let name = shown(cell);
        let found = Column::of(&name);
        let place = |code| {
            let name: String = name.chars().take(40).collect();
            Refusal::on("sheet_file", code).arg("column", name).arg("letters", column_letters(at)).arg("line", heading.number)
        };
        if found.is_none() && !name.is_empty() {
            return Err(place("sheet.unknown-column").arg("expected", expected()));
        }
        if found.is_some() && columns.contains(&found) {
            return Err(place("sheet.column-twice"));
        }
        columns.push(found);
    }
    Ok(columns)
}

/// A dash or plus before a wording is a list's mark at best and a formula at worst: it goes.
fn without_mark(cell: &str) -> &str {
    cell.trim_start_matches([' ', '-', '+', '–', '•', '－', '＋'])
}

struct Reader<'a> {
    form: Form,
    columns: Vec<Option<Column>>,
    /// Codes of fields by their folded names.
    fields: HashMap<String, &'a str>,
}

impl Reader<'_> {
    fn at(&self, column: Column) -> Option<usize> {
        self.columns.iter().position(|known| *known == Some(column))
    }

    fn fault(&self, column: Column, refusal: Refusal) -> Fault {
        Fault { column: self.at(column).map(column_letters), refusal }
    }

    fn row(&self, line: &Line) -> Row {
        let mut reading = Reading { reader: self, line, faults: Vec::new() };
        let issue = reading.issue();
        let mut faults = reading.faults;
        let is_secret =
            faults.iter().any(|fault| matches!(fault.refusal.code, "sheet.denunciation" | "sheet.maybe-denunciation"));
        if is_secret {
            // No word of it is kept, also none that another fault would repeat.
            faults.retain(|fault| matches!(fault.refusal.code, "sheet.denunciation" | "sheet.maybe-denunciation"));
        }
        let cells = line
            .cells
            .iter()
            .take(self.columns.len())
            .map(|cell| if is_secret { String::new() } else { text::clean(&cell.shown()) });
        let result = if faults.is_empty() { issue.ok_or_else(Vec::new) } else { Err(faults) };
        Row { line: line.number, cells: cells.collect(), result }
    }
}

/// One row while it is read.
struct Reading<'a> {
    reader: &'a Reader<'a>,
    line: &'a Line,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn refuse(&mut self, column: Column, refusal: Refusal) {
        let fault = self.reader.fault(column, refusal);
        self.faults.push(fault);
    }

    /// The text of a column, and whether it was made harmless by us; none where the sheet has no such column.
    fn text(&mut self, column: Column) -> Option<(String, bool)> {
        let at = self.reader.at(column)?;
        let field = column.field().unwrap_or("sheet_file");
        let cell = self.line.cells.get(at).unwrap_or(&Cell::Empty);
        let raw = match cell {
            Cell::Uncounted => {
                self.refuse(column, Refusal::on(field, "sheet.uncounted"));
                return Some((String::new(), false));
            }
            Cell::Wrong(value) => {
                self.refuse(column, Refusal::on(field, "sheet.wrong-value").arg("value", value));
                return Some((String::new(), false));
            }
            Cell::Date(day) => {
                self.refuse(column, Refusal::on(field, "sheet.date").arg("value", day));
                return Some((String::new(), false));
            }
            other => other.shown(),
        };
        if raw.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.refuse(column, Refusal::on(field, "sheet.control"));
        }
        if !matches!(self.reader.form, Form::Csv(_)) {
            return Some((raw, false));
        }
        if let Some(restored) = safe::restored(&raw) {
            return Some((restored.to_owned(), true));
        }
        if raw.trim_matches(' ').starts_with(['=', '@', '\t', '\r', '＝', '＠']) {
            self.refuse(column, Refusal::on(field, "sheet.formula"));
        }
        Some((raw, false))
    }

    fn line(&mut self, column: Column, most: usize) -> Option<String> {
        let clean = text::clean_line(&self.text(column)?.0);
        self.bounded(column, &clean, most);
        Some(clean)
    }

    fn bounded(&mut self, column: Column, clean: &str, most: usize) {
        let length = clean.chars().count();
        if length > most {
            let field = column.field().unwrap_or("sheet_file");
            self.refuse(column, Refusal::on(field, "form.too-long").arg("most", most).arg("length", length));
        }
    }

    fn wording(&mut self, has_receipt: bool) -> String {
        let (raw, restored) = self.text(Column::Wording).unwrap_or_default();
        let clean = text::clean(&raw);
        let wording = if has_receipt || restored { clean } else { text::clean(without_mark(&clean)) };
        if wording.is_empty() && !self.faults.iter().any(|fault| fault.refusal.field == Some("issue_wording")) {
            self.refuse(Column::Wording, Refusal::on("issue_wording", "form.required"));
        }
        self.bounded(Column::Wording, &wording, MOST_WORDING);
        wording
    }

    fn issue(&mut self) -> Option<SheetIssue> {
        if let Some(column) = self.line.merged {
            self.faults.push(Fault { column: Some(column_letters(column)), refusal: Refusal::new("sheet.merged") });
        }
        let known = self.reader.columns.len();
        if self.line.is_wider || self.line.cells.iter().skip(known).any(|cell| !cell.is_blank()) {
            // A separator inside an unquoted text: what stands behind it would be lost or taken for another column.
            let fault =
                Fault { column: Some(column_letters(known)), refusal: Refusal::new("sheet.too-many-cells").arg("most", known) };
            self.faults.push(fault);
        }
        let receipt = self.line(Column::Receipt, 20).map(|code| code.to_uppercase().replace(['-', ' '], ""));
        let receipt = receipt.filter(|code| !code.is_empty());
        let version = self.line(Column::Version, 12).filter(|cell| !cell.is_empty());
        let version = version.and_then(|cell| {
            cell.parse().map_err(|_| self.refuse(Column::Version, Refusal::on("sheet_version", "form.number"))).ok()
        });
        let wording = self.wording(receipt.is_some());
        let kind = self.line(Column::Kind, 50).and_then(|cell| self.kind(&cell));
        let reviewed = self.line(Column::Reviewed, 20).is_some_and(|cell| !cell.is_empty());
        if let Some(sign) = sign_of_denunciation(&wording).filter(|_| !reviewed) {
            self.refuse(Column::Wording, Refusal::on("issue_wording", "sheet.maybe-denunciation").arg("sign", sign));
        }
        let field = self.line(Column::Field, 200).and_then(|cell| self.field(&cell));
        let people = self.line(Column::People, 20).and_then(|cell| self.people(&cell));
        let village = self.line(Column::Village, 200);
        let channel = self.line(Column::Channel, 60).and_then(|cell| self.channel(&cell));
        let identity = Identity {
            full_name: self.line(Column::FullName, 100).unwrap_or_default(),
            address: self.line(Column::Address, 300).unwrap_or_default(),
            contact: self.line(Column::Contact, 100).unwrap_or_default(),
        };
        Some(SheetIssue { receipt, version, wording, kind, channel, people, village, field, identity })
    }

    fn kind(&mut self, cell: &str) -> Option<IssueKind> {
        if cell.is_empty() {
            return Some(IssueKind::Proposal);
        }
        let found = word_of(KINDS, cell);
        if found.is_none() && matches!(text::fold(cell).as_str(), "to cao" | "denunciation") {
            self.refuse(Column::Kind, Refusal::on("issue_kind", "sheet.denunciation"));
        } else if found.is_none() {
            self.refuse(Column::Kind, Refusal::on("issue_kind", "form.choice"));
        }
        found
    }

    fn channel(&mut self, cell: &str) -> Option<Channel> {
        if cell.is_empty() {
            return Some(Channel::Organisation);
        }
        let found = word_of(CHANNELS, cell);
        if found.is_none() {
            self.refuse(Column::Channel, Refusal::on("channel", "form.choice"));
        }
        found
    }

    fn people(&mut self, cell: &str) -> Option<i32> {
        if cell.is_empty() {
            return Some(1);
        }
        match whole(cell) {
            Some(number) if (1..=MOST_PEOPLE).contains(&number) => return Some(number),
            Some(_) => self.refuse(Column::People, Refusal::on("people", "form.range").arg("least", 1).arg("most", MOST_PEOPLE)),
            None => self.refuse(Column::People, Refusal::on("people", "form.number")),
        }
        None
    }

    fn field(&mut self, cell: &str) -> Option<Option<String>> {
        if cell.is_empty() {
            return Some(None);
        }
        let found = self.reader.fields.get(text::fold(cell).as_str()).map(|code| (*code).to_owned());
        if found.is_none() {
            self.refuse(Column::Field, Refusal::on("issue_field", "sheet.unknown-field").arg("name", cell));
        }
        found.map(Some)
    }
}

/// A whole number as people write it: 1200, 1.200, 1 200. "2.5" is none.
fn whole(cell: &str) -> Option<i32> {
    let mut groups = cell.split(['.', ' ', '\u{a0}']);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || digits.len() > 9 {
            return None;
        }
        digits.push_str(group);
    }
    digits.parse().ok()
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
