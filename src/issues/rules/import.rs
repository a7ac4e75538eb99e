//! An import: what each row of a sheet would become beside what the organisation has, and the states of the whole. Pure.
//!
//! The plan is kept, the file is not: what must never be stored is left out of the plan already.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::columns::Column;
use super::fields::Tree;
use super::identity::Identity;
use super::issue::{Content, Issue};
use super::sheet::{Fault, Row, SheetIssue};
use super::words::StateWord;
use crate::alphabet;
use crate::kernel::{AccountId, BodyId, Event, ImportId, IssueId, Refusal, SessionId, Violations, text};
use crate::sheets::column_letters;

alphabet! {
    /// What becomes of a row.
    pub enum Outcome {
        /// A new issue.
        New = "new",
        /// One that the organisation has, with something changed.
        Update = "update",
        /// One that it has as it stands.
        Same = "same",
        Faulty = "faulty",
    }
}

alphabet! {
    /// Where an import stands.
    pub enum ImportState {
        /// Looked at; nothing of it is written.
        Looked = "looked",
        /// Somebody said go; it is written piece by piece.
        Writing = "writing",
        Done = "done",
        /// It could not go on; what is written stays, and what is not written is none.
        Stopped = "stopped",
    }
}

/// A row that can be written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRow {
    pub line: u32,
    /// The issue that it is about, and the version that was looked at; none for a new one.
    pub issue: Option<(IssueId, i32)>,
    /// The receipt code that the row names.
    pub receipt: Option<String>,
    pub content: Content,
    /// What the row says about who it was; empty for nothing.
    pub identity: Identity,
    /// Names of what it changes.
    pub changed: Vec<String>,
    /// Somebody looked again at words that sound like a denunciation.
    #[serde(default)]
    pub reviewed: bool,
}

/// What is wrong with a row, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFault {
    /// Letters of the column.
    pub column: Option<String>,
    pub code: String,
    pub field: Option<String>,
    pub args: Vec<(String, String)>,
}

impl From<&Fault> for KeptFault {
    fn from(fault: &Fault) -> Self {
        let Refusal { code, field, args, .. } = &fault.refusal;
        Self {
            column: fault.column.clone(),
            code: (*code).to_owned(),
            field: field.map(str::to_owned),
            args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }
}

/// A row that cannot be written, to be given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultyRow {
    pub line: u32,
    pub cells: Vec<String>,
    pub faults: Vec<KeptFault>,
}

/// What a sheet would become.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    pub new: Vec<PlannedRow>,
    pub update: Vec<PlannedRow>,
    pub same: Vec<PlannedRow>,
    pub faulty: Vec<FaultyRow>,
}

/// What an organisation has brought to the session, as rows are compared with it.
#[derive(Debug)]
pub struct Known<'a> {
    by_receipt: HashMap<&'a str, &'a Issue>,
    by_wording: HashMap<String, &'a Issue>,
    identities: &'a HashMap<IssueId, Identity>,
    tree: &'a Tree,
}

impl<'a> Known<'a> {
    #[must_use]
    pub fn new(issues: &'a [Issue], identities: &'a HashMap<IssueId, Identity>, tree: &'a Tree) -> Self {
        let kept = issues.iter().filter(|issue| issue.state.word() != StateWord::Withdrawn);
        Self {
            by_receipt: issues.iter().map(|issue| (issue.receipt_code.as_str(), issue)).collect(),
            by_wording: kept.map(|issue| (text::fold(&issue.content.wording), issue)).collect(),
            identities,
            tree,
        }
    }

    /// The issue that a row is about: by its receipt code, else by its wording.
    fn issue(&self, row: &SheetIssue) -> Result<Option<&'a Issue>, Refusal> {
        let same = self.by_wording.get(&text::fold(&row.wording)).copied();
        let Some(code) = &row.receipt else { return Ok(same) };
        let own = self.by_receipt.get(code.as_str()).copied();
        let own = own.ok_or_else(|| Refusal::on("sheet_receipt", "sheet.unknown-receipt").arg("code", code))?;
        match same {
            Some(other) if other.id != own.id => {
                Err(Refusal::on("issue_wording", "sheet.duplicate").arg("code", &other.receipt_code))
            }
            _ => Ok(Some(own)),
        }
    }

    /// A field that the unit offers no more stays with what has it; nothing new is put there.
    fn check_field(&self, content: &Content, before: Option<&str>) -> Result<(), Refusal> {
        match content.field.as_deref() {
            Some(code) if !self.tree.takes(Some(code), before) => {
                let name = self.tree.find(code).map_or(code, |field| &field.name_vi);
                Err(Refusal::on("issue_field", "sheet.unknown-field").arg("name", name))
            }
            _ => Ok(()),
        }
    }

    /// The row that names each issue by its receipt code, which says more surely than a wording what a row is about.
    fn named(&self, rows: &[Row]) -> HashMap<IssueId, u32> {
        let named = |row: &Row| {
            let code = row.result.as_ref().ok()?.receipt.as_deref()?;
            Some((self.by_receipt.get(code)?.id, row.line))
        };
        rows.iter().filter_map(named).collect()
    }

    fn planned(&self, line: u32, row: &SheetIssue, named: &HashMap<IssueId, u32>) -> Result<(Outcome, PlannedRow), Refusal> {
        let (identity, reviewed) = (row.identity.clone(), row.reviewed);
        let Some(issue) = self.issue(row)? else {
            let (content, changed) = (row.content(None), Vec::new());
            self.check_field(&content, None)?;
            return Ok((Outcome::New, PlannedRow { line, issue: None, receipt: None, content, identity, changed, reviewed }));
        };
        if let Some(other) = named.get(&issue.id).filter(|_| row.receipt.is_none()) {
            return Err(Refusal::on("issue_wording", "sheet.same-issue").arg("line", other));
        }
        if issue.is_shielded() {
            // Not compared with anything: what is told of the row would tell what stands in the complaint.
            return Err(not_editable(issue));
        }
        let content = row.content(Some(&issue.content));
        self.check_field(&content, issue.content.field.as_deref())?;
        let mut changed: Vec<String> = issue.content.changed(&content).into_iter().map(str::to_owned).collect();
        let before = self.identities.get(&issue.id).cloned().unwrap_or_default();
        if before.with(&row.identity) != before {
            changed.push("identity".to_owned());
        }
        let planned = PlannedRow {
            line,
            issue: Some((issue.id, issue.version)),
            receipt: row.receipt.clone(),
            content,
            identity,
            changed,
            reviewed,
        };
        if planned.changed.is_empty() {
            return Ok((Outcome::Same, planned));
        }
        if issue.is_in_approval() {
            return Err(Refusal::on("sheet_receipt", "issue.in-approval"));
        }
        if !issue.is_editable() {
            return Err(not_editable(issue));
        }
        match (&row.receipt, row.version) {
            (Some(_), None) => Err(Refusal::on("sheet_version", "sheet.version-missing")),
            (Some(_), Some(version)) if version != issue.version => Err(Refusal::on("sheet_version", "sheet.moved")),
            _ => Ok((Outcome::Update, planned)),
        }
    }
}

fn not_editable(issue: &Issue) -> Refusal {
    Refusal::on("sheet_receipt", "sheet.not-editable").arg("state", issue.state.word())
}

/// Compares every row with what the organisation has. Each issue is changed by one row at most.
#[must_use]
pub fn plan(headings: &[String], rows: Vec<Row>, known: &Known<'_>) -> Plan {
    let mut plan = Plan::default();
    let named = known.named(&rows);
    for row in rows {
        let faults = match row.result {
            Ok(good) => match known.planned(row.line, &good, &named) {
                Ok((outcome, planned)) => {
                    match outcome {
                        Outcome::New => plan.new.push(planned),
                        Outcome::Update => plan.update.push(planned),
                        _ => plan.same.push(planned),
                    }
                    continue;
                }
                Err(refusal) => vec![KeptFault::from(&Fault { column: place(headings, &refusal), refusal })],
            },
            Err(faults) => faults.iter().map(KeptFault::from).collect(),
        };
        plan.faulty.push(FaultyRow { line: row.line, cells: row.cells, faults });
    }
    plan
}

/// Letters of the column that a refusal is about.
fn place(headings: &[String], refusal: &Refusal) -> Option<String> {
    let at = headings
        .iter()
        .position(|name| Column::of(name).is_some_and(|column| column.field() == refusal.field && refusal.field.is_some()));
    at.map(column_letters)
}

/// The row as it is given back when it could not be written after all.
#[must_use]
pub fn given_back(headings: &[String], row: &PlannedRow, refusal: Refusal, field_name: impl Fn(&str) -> String) -> FaultyRow {
    let fault = Fault { column: place(headings, &refusal), refusal };
    let cells = headings.iter().map(|name| cell_of(Column::of(name), row, &field_name)).collect();
    FaultyRow { line: row.line, cells, faults: vec![KeptFault::from(&fault)] }
}

fn cell_of(column: Option<Column>, row: &PlannedRow, field_name: &impl Fn(&str) -> String) -> String {
    use super::columns::{CHANNELS, KINDS, words_for};
    match column {
        Some(Column::Receipt) => row.receipt.clone().unwrap_or_default(),
        Some(Column::Version) => {
            row.issue.filter(|_| row.receipt.is_some()).map(|(_, version)| version.to_string()).unwrap_or_default()
        }
        Some(Column::Wording) => row.content.wording.clone(),
        Some(Column::Kind) => words_for(KINDS, &row.content.kind).0.to_owned(),
        Some(Column::Field) => row.content.field.as_deref().map(field_name).unwrap_or_default(),
        Some(Column::People) => row.content.people.to_string(),
        Some(Column::Village) => row.content.village.clone(),
        Some(Column::Channel) => words_for(CHANNELS, &row.content.channel).0.to_owned(),
        Some(Column::Reviewed) if row.reviewed => "x".to_owned(),
        Some(Column::FullName) => row.identity.full_name.clone(),
        Some(Column::Address) => row.identity.address.clone(),
        Some(Column::Contact) => row.identity.contact.clone(),
        _ => String::new(),
    }
}

/// How an import is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Write the good rows although others are faulty; otherwise nothing is written then.
    pub only_good: bool,
    /// Hand them in; otherwise they become drafts.
    pub submit: bool,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    pub unit_code: String,
    pub session: SessionId,
    pub body: BodyId,
    /// In whose name it is written; none from the command line.
    pub account: Option<AccountId>,
    pub file_name: String,
    /// How the file was read: `XLSX`, or the name of its encoding.
    pub read_as: String,
    pub sheet: String,
    pub hidden: Vec<String>,
    pub headings: Vec<String>,
    pub state: ImportState,
    pub only_good: bool,
    pub submit: bool,
    /// What was to be handed in waits for approval inside the organisation.
    pub for_approval: bool,
    /// Code of the refusal that stopped it; empty otherwise.
    pub stopped_by: String,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub version: i32,
}

impl Import {
    fn only_in(&self, state: ImportState) -> Result<(), Violations> {
        if self.state == state { Ok(()) } else { Err(Refusal::new("import.wrong-state").into()) }
    }

    /// Lets it be written.
    ///
    /// # Errors
    /// `import.wrong-state`; `sheet.faulty-rows` where all rows are wanted and one is faulty; `sheet.nothing-new`.
    pub fn start(mut self, now: DateTime<Utc>, choice: Choice, writable: u64, faulty: u64) -> Result<(Self, Event), Violations> {
        self.only_in(ImportState::Looked)?;
        if faulty > 0 && !choice.only_good {
            return Err(Refusal::on("import_rows", "sheet.faulty-rows").arg("rows", faulty).into());
        }
        if writable == 0 {
            return Err(Refusal::on("import_rows", "sheet.nothing-new").into());
        }
        self.state = ImportState::Writing;
        self.started_at = Some(now);
        (self.only_good, self.submit) = (choice.only_good, choice.submit);
        let facts = json!({ "after": { "rows": writable, "left_out": faulty, "submitted": self.submit }, "body": self.body });
        let event = self.event("issues.import-started").facts(facts);
        Ok((self, event))
    }

    /// Every row is written or given back.
    ///
    /// # Errors
    /// `import.wrong-state`.
    pub fn finish(mut self, now: DateTime<Utc>, written: u64, left_out: u64, asked: bool) -> Result<(Self, Event), Violations> {
        self.only_in(ImportState::Writing)?;
        self.state = ImportState::Done;
        self.for_approval = asked;
        let submitted = self.submit && !asked;
        self.ended_at = Some(now);
        let facts = json!({ "after": { "rows": written, "submitted": submitted, "left_out": left_out }, "body": self.body });
        let event = self.event("issues.imported").facts(facts);
        Ok((self, event))
    }

    /// It cannot go on, for the reason `code`.
    ///
    /// # Errors
    /// `import.wrong-state`.
    pub fn stop(mut self, now: DateTime<Utc>, code: &str, written: u64) -> Result<(Self, Event), Violations> {
        self.only_in(ImportState::Writing)?;
        self.state = ImportState::Stopped;
        self.ended_at = Some(now);
        code.clone_into(&mut self.stopped_by);
        let facts = json!({ "after": { "rows": written, "reason": code }, "body": self.body });
        let event = self.event("issues.import-stopped").facts(facts);
        Ok((self, event))
    }

    fn event(&self, code: &'static str) -> Event {
        Event::new(code, "session", self.session, &self.unit_code)
    }
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
