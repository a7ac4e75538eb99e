//! A sheet of issues: its columns by their names, each row an issue or its faults, with the place of each. Pure; nothing is written
//! here, and nothing of what sounds like a denunciation goes on from here.

use std::collections::HashMap;

use super::columns::{CHANNELS, Column, KINDS, word_of};
use super::headings::{columns, headed, no_wording, shown};
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
/// Letters of a cell that a fault repeats.
const REPEATED: usize = 40;
/// What ticks a cell; anything else says nothing, so that a "no" is none.
const TICKS: [&str; 7] = ["x", "✓", "có", "co", "yes", "1", "true"];
/// What a kind holds that names a denunciation, folded: a cell of a closed list has few other words.
const NAMES_OF_DENUNCIATIONS: [&str; 3] = ["to cao", "to giac", "denunciation"];

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
    /// Somebody looked again at words that sound like a denunciation and says that it is none.
    pub reviewed: bool,
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

    /// A cell as it is given back, without the apostrophe that we wrote before it.
    fn given(&self, cell: &Cell) -> String {
        let raw = cell.shown();
        let restored = if matches!(self.form, Form::Csv(_)) { safe::restored(&raw) } else { None };
        text::clean(restored.unwrap_or(&raw))
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
        let cells =
            line.cells.iter().take(self.columns.len()).map(|cell| if is_secret { String::new() } else { self.given(cell) });
        let result = if faults.is_empty() { issue.ok_or_else(Vec::new) } else { Err(faults) };
        Row { line: line.number, cells: cells.collect(), result }
    }
}

/// The beginning of a cell, for a fault that repeats it.
fn brief(cell: &str) -> String {
    cell.chars().take(REPEATED).collect()
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
                self.refuse(column, Refusal::on(field, "sheet.wrong-value").arg("value", brief(value)));
                return Some((String::new(), false));
            }
            Cell::Date(day) => {
                self.refuse(column, Refusal::on(field, "sheet.date").arg("value", brief(day)));
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
        let reviewed = self.line(Column::Reviewed, 20).is_some_and(|cell| TICKS.contains(&cell.to_lowercase().as_str()));
        if !reviewed {
            self.look_for_signs();
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
        Some(SheetIssue { receipt, version, wording, kind, channel, people, village, field, identity, reviewed })
    }

    /// A row in which anything sounds like a denunciation has to be looked at again: who is accused may stand beside the wording.
    /// Only what we wrote ourselves for people to read is left out.
    fn look_for_signs(&mut self) {
        let reader = self.reader;
        if self.faults.iter().any(|fault| fault.refusal.code == "sheet.denunciation") {
            return;
        }
        for (at, cell) in self.line.cells.iter().enumerate() {
            let column = reader.columns.get(at).copied().flatten();
            if matches!(column, Some(Column::State | Column::Reason)) {
                continue;
            }
            if let Some(sign) = sign_of_denunciation(&cell.shown()) {
                let field = column.and_then(Column::field).unwrap_or("issue_wording");
                let refusal = Refusal::on(field, "sheet.maybe-denunciation").arg("sign", sign);
                self.faults.push(Fault { column: Some(column_letters(at)), refusal });
            }
        }
    }

    fn kind(&mut self, cell: &str) -> Option<IssueKind> {
        if cell.is_empty() {
            return Some(IssueKind::Proposal);
        }
        let found = word_of(KINDS, cell);
        let folded = text::fold(cell);
        let names_one = NAMES_OF_DENUNCIATIONS.iter().any(|name| folded.contains(name)) || sign_of_denunciation(cell).is_some();
        if found.is_none() && names_one {
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
            self.refuse(Column::Field, Refusal::on("issue_field", "sheet.unknown-field").arg("name", brief(cell)));
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
