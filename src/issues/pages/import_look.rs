//! One import: what each row would become, the word to go, how far it is, and what came of it. The address stays the same, so that
//! a reload at any time shows where it stands.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::parts::{Choice, excerpt};
use crate::app::App;
use crate::error::AppResult;
use crate::i18n::{self, Locale};
use crate::issues::actions::{approval, imports};
use crate::issues::rules::columns::Column;
use crate::issues::rules::import::{self, FaultyRow, Import, ImportState, KeptFault, Outcome, PlannedRow};
use crate::issues::rules::{IssueKind, StateWord};
use crate::issues::store::imports as kept;
use crate::issues::store::sessions;
use crate::kernel::{ImportId, PageRequest};
use crate::organisation::unit;
use crate::sheets::encoding;
use crate::web::form::fault_text;
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// Which rows are looked at.
#[derive(Debug, Default, Deserialize)]
pub struct LookQuery {
    #[serde(default)]
    show: String,
    page: Option<u64>,
}

/// How many rows have an outcome, with the way to them.
#[derive(Debug, Serialize)]
pub struct Group {
    pub outcome: &'static str,
    pub tone: &'static str,
    pub rows: u64,
    pub current: bool,
}

/// A row of the sheet.
#[derive(Debug, Serialize)]
pub struct RowLine {
    pub line: u32,
    pub wording: String,
    /// The issue that it is about.
    pub issue: Option<String>,
    pub people: Option<i32>,
    /// Names of what it changes, with commas between.
    pub changes: String,
    pub is_complaint: bool,
    pub faults: Vec<String>,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct Look {
    pub id: String,
    pub session: String,
    pub title: String,
    pub file_name: String,
    pub read_as: String,
    /// The encoding was guessed: people should look at the letters.
    pub is_guessed: bool,
    pub sheet: String,
    pub hidden: String,
    pub state: &'static str,
    pub tone: &'static str,
    pub groups: Vec<Group>,
    pub shown: &'static str,
    pub lines: Vec<RowLine>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub writable: u64,
    pub faulty: u64,
    pub written: u64,
    pub gone_through: u64,
    /// `submit`, `approval` (asks for it inside the organisation) or `draft`.
    pub mode: &'static str,
    pub stopped_by: String,
    pub form: FormState,
    pub modes: Vec<Choice>,
    pub rows: Vec<Choice>,
}

impl View for Look {
    const TEMPLATE: &'static str = "pages/issues/import_look";

    fn samples() -> Vec<Self> {
        let line = |outcome: Outcome| RowLine {
            line: 2,
            wording: if outcome == Outcome::Faulty { String::new() } else { "Đề nghị".into() },
            issue: matches!(outcome, Outcome::Update | Outcome::Same).then(|| "0193".to_owned()),
            people: (outcome != Outcome::Faulty).then_some(25),
            changes: if outcome == Outcome::Update { "nội dung".into() } else { String::new() },
            is_complaint: outcome == Outcome::New,
            faults: if outcome == Outcome::Faulty { vec!["Cột C: hãy nhập một số".into()] } else { Vec::new() },
        };
        let page = |state: ImportState, shown: Outcome, stopped_by: &str| Self {
            id: "0193".into(),
            session: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            file_name: "y-kien.xlsx".into(),
            read_as: if shown == Outcome::New { "TCVN3 (ABC)".into() } else { "XLSX".into() },
            is_guessed: shown == Outcome::New,
            sheet: if shown == Outcome::New { String::new() } else { "Ý kiến".into() },
            hidden: if shown == Outcome::New { String::new() } else { "Cũ".into() },
            state: state.as_str(),
            tone: tone(state),
            groups: Outcome::ALL
                .iter()
                .map(|outcome| Group {
                    outcome: outcome.as_str(),
                    tone: outcome_tone(*outcome),
                    rows: 1,
                    current: *outcome == shown,
                })
                .collect(),
            shown: shown.as_str(),
            lines: if shown == Outcome::Same { Vec::new() } else { vec![line(shown)] },
            number: 1,
            last: 2,
            total: 120,
            writable: u64::from(shown != Outcome::Faulty),
            faulty: 1,
            written: 1,
            gone_through: 1,
            mode: if shown == Outcome::Same { "approval" } else { "submit" },
            stopped_by: stopped_by.into(),
            form: FormState::default(),
            modes: Choice::sample(),
            rows: Choice::sample(),
        };
        vec![
            page(ImportState::Looked, Outcome::New, ""),
            page(ImportState::Looked, Outcome::Update, ""),
            page(ImportState::Looked, Outcome::Same, ""),
            page(ImportState::Looked, Outcome::Faulty, ""),
            page(ImportState::Writing, Outcome::Faulty, ""),
            page(ImportState::Done, Outcome::Faulty, ""),
            page(ImportState::Stopped, Outcome::Faulty, "Đợt nhận ý kiến chưa mở"),
        ]
    }
}

/// The colour that helps a state's word.
pub(super) const fn tone(state: ImportState) -> &'static str {
    match state {
        ImportState::Looked => "grey",
        ImportState::Writing => "blue",
        ImportState::Done => "green",
        ImportState::Stopped => "red",
    }
}

const fn outcome_tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => "green",
        Outcome::Update => "blue",
        Outcome::Same => "grey",
        Outcome::Faulty => "red",
    }
}

/// A fault with its place, in words.
pub(super) fn fault_words(locale: Locale, fault: &KeptFault) -> String {
    let args = fault.args.iter().map(|(name, value)| match value.parse::<StateWord>() {
        Ok(word) if name == "state" => (name.as_str(), i18n::text(locale, &format!("state-issue-{word}"), &[])),
        _ => (name.as_str(), value.clone()),
    });
    let text = fault_text(locale, &fault.code, fault.field.as_deref(), args.collect());
    match &fault.column {
        Some(column) => i18n::text(locale, "import-fault-at", &[("column", column.clone()), ("text", text)]),
        None => text,
    }
}

fn planned(locale: Locale, row: PlannedRow) -> RowLine {
    let name = |part: &String| i18n::text(locale, &format!("import-part-{part}"), &[]);
    RowLine {
        line: row.line,
        wording: excerpt(&row.content.wording),
        issue: row.issue.map(|(id, _)| id.to_string()),
        people: Some(row.content.people),
        changes: row.changed.iter().map(name).collect::<Vec<_>>().join(", "),
        is_complaint: row.content.kind == IssueKind::Complaint,
        faults: Vec::new(),
    }
}

fn faulty(locale: Locale, headings: &[String], row: &FaultyRow) -> RowLine {
    let at = headings.iter().position(|name| Column::of(name) == Some(Column::Wording));
    let wording = at.and_then(|at| row.cells.get(at)).map(|cell| excerpt(cell)).unwrap_or_default();
    let faults = row.faults.iter().map(|fault| fault_words(locale, fault)).collect();
    RowLine { line: row.line, wording, issue: None, people: None, changes: String::new(), is_complaint: false, faults }
}

async fn view(app: &App, visit: &Visit, import: Import, query: &LookQuery, form: FormState) -> AppResult<Look> {
    let conn = app.db().read();
    let counts = kept::counts(conn, import.id).await?;
    let rows = |outcome: Outcome| counts.get(&outcome).map_or(0, |count| count.rows);
    // What needs somebody's eye comes first.
    let order = [Outcome::Faulty, Outcome::Update, Outcome::New, Outcome::Same];
    let first = order.into_iter().find(|outcome| rows(*outcome) > 0).unwrap_or(Outcome::New);
    let is_over = import.state != ImportState::Looked;
    let shown = if is_over { Outcome::Faulty } else { query.show.parse().unwrap_or(first) };
    let number = PageRequest::number(query.page).number;
    let lines = match shown {
        Outcome::Faulty => {
            let rows: Vec<FaultyRow> = kept::page(conn, import.id, shown, number).await?;
            rows.iter().map(|row| faulty(visit.locale, &import.headings, row)).collect()
        }
        _ => {
            let rows: Vec<PlannedRow> = kept::page(conn, import.id, shown, number).await?;
            rows.into_iter().map(|row| planned(visit.locale, row)).collect()
        }
    };
    let writable = [Outcome::New, Outcome::Update];
    let sum = |of: fn(&kept::Count) -> u64| writable.iter().filter_map(|outcome| counts.get(outcome)).map(of).sum();
    let text = |key: &str| i18n::text(visit.locale, key, &[]);
    let choice = |prefix: &str, word: &str, chosen: bool| Choice::new(word, text(&format!("{prefix}-{word}"))).chosen(chosen);
    let unit = unit(conn, &import.unit_code).await?;
    let asks = approval::way(conn, &visit.ctx, &unit, import.body).await?.asks();
    let groups = order.into_iter().filter(|outcome| rows(*outcome) > 0 && (!is_over || *outcome == Outcome::Faulty));
    Ok(Look {
        id: import.id.to_string(),
        session: import.session.to_string(),
        title: sessions::session_of(conn, &import.unit_code, import.session).await?.title,
        is_guessed: encoding::is_guessed(&import.read_as),
        file_name: import.file_name,
        read_as: import.read_as,
        sheet: import.sheet,
        hidden: import.hidden.join(", "),
        state: import.state.as_str(),
        tone: tone(import.state),
        groups: groups
            .map(|outcome| Group {
                outcome: outcome.as_str(),
                tone: outcome_tone(outcome),
                rows: rows(outcome),
                current: outcome == shown,
            })
            .collect(),
        shown: shown.as_str(),
        lines,
        number,
        last: kept::pages(conn, import.id, shown).await?.max(1),
        total: rows(shown),
        writable: sum(|count| count.rows),
        faulty: rows(Outcome::Faulty),
        written: sum(|count| count.written),
        gone_through: sum(|count| count.gone_through),
        mode: match (import.submit, import.for_approval) {
            (false, _) => "draft",
            (true, true) => "approval",
            (true, false) => "submit",
        },
        stopped_by: match import.stopped_by.as_str() {
            "" => String::new(),
            code => fault_text(visit.locale, code, None, Vec::new()),
        },
        form,
        modes: [("submit", if asks { "approval" } else { "submit" }), ("draft", "draft")]
            .map(|(word, label)| Choice::new(word, text(&format!("import-mode-{label}"))).chosen(word == "submit"))
            .into(),
        rows: ["all", "good"].map(|word| choice("import-rows", word, word == "all")).into(),
    })
}

/// GET /issues/imports/{id}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<ImportId>, Query(query): Query<LookQuery>) -> PageResult {
    let found = kept::find(app.db().read(), &visit.ctx, id).await?;
    visit.page(&view(&app, &visit, found.import, &query, FormState::default()).await?)
}

/// POST /issues/imports/{id}: the word to go, or to forget it.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn act(State(app): State<App>, visit: Visit, Path(id): Path<ImportId>, posted: Posted) -> PageResult {
    let found = kept::find(app.db().read(), &visit.ctx, id).await?;
    let here = format!("/issues/imports/{id}");
    let result = if posted.get("act") == Some("discard") {
        imports::discard(&app, &visit.ctx, id).await.map(|import| format!("/issues/import?session={}", import.session))
    } else {
        let only_good = posted.get("import_rows") == Some("good");
        let choice = import::Choice { only_good, submit: posted.get("import_mode") != Some("draft") };
        imports::start(&app, &visit.ctx, id, choice).await.map(|()| here)
    };
    match outcome(result)? {
        Ok(to) => visit.go(&to),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, found.import, &LookQuery::default(), form).await?)
        }
    }
}
