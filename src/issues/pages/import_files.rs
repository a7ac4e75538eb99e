//! Sheets to take away: the one to fill in, what the organisation has brought, rows that came back.

use std::collections::BTreeSet;
use std::str::FromStr;

use axum::extract::State;
use serde::Deserialize;

use super::import_look::fault_words;
use super::parts::field_name;
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::issues::exports::sheets::{self as exports, FieldChoice, Lists, Wanted};
use crate::issues::rules::Issue;
use crate::issues::rules::import::{FaultyRow, Outcome};
use crate::issues::store::{calls, fields, imports, issues, lists};
use crate::kernel::{Action, BodyId, ImportId, Role, SessionId};
use crate::sheets::write::WriteError;
use crate::web::{PageResult, Path, Query, Visit, download};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// In which form, and for which call.
#[derive(Debug, Default, Deserialize)]
pub struct FileQuery {
    #[serde(default)]
    format: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    body: String,
}

impl FileQuery {
    fn wanted(&self) -> Wanted {
        if self.format == "csv" { Wanted::Csv } else { Wanted::Workbook }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn unwritten(error: WriteError) -> AppError {
    AppError::Internal(error.to_string())
}

/// The fields that the units of the actor's organisations offer, and those that `brought` issues have already.
async fn field_list(app: &App, visit: &Visit, brought: &[Issue]) -> AppResult<Vec<FieldChoice>> {
    let mut list: Vec<FieldChoice> = Vec::new();
    let submits = visit.ctx.actor.grants().iter().filter(|grant| grant.role == Role::Submitter);
    let units: BTreeSet<&str> = submits.map(|grant| grant.unit_code.as_str()).collect();
    for unit in units {
        let tree = fields::tree(app.db().read(), unit).await?;
        let has = |code: &str| brought.iter().any(|issue| issue.content.field.as_deref() == Some(code));
        let kept = tree.all.iter().filter(|field| !tree.is_offered(&field.code) && has(&field.code));
        for field in tree.offered().chain(kept) {
            if list.iter().all(|known| known.code != field.code) {
                list.push(FieldChoice { code: field.code.clone(), name: field_name(field, visit.locale).to_owned() });
            }
        }
    }
    Ok(list)
}

fn own_bodies(visit: &Visit) -> Vec<BodyId> {
    visit.ctx.scope(Action::SubmitIssue).owners.into_iter().map(BodyId::from).collect()
}

/// GET /issues/import/template
///
/// # Errors
/// The database's.
pub async fn template(State(app): State<App>, visit: Visit, Query(query): Query<FileQuery>) -> PageResult {
    if query.wanted() == Wanted::Csv {
        return download("mau-y-kien.csv", CSV, exports::csv_template());
    }
    let villages = issues::villages(app.db().read(), &own_bodies(&visit)).await?;
    let fields = field_list(&app, &visit, &[]).await?;
    let lists = Lists { fields: &fields, villages: &villages };
    download("mau-y-kien.xlsx", XLSX, exports::template(visit.locale, visit.ctx.today(), &lists).map_err(unwritten)?)
}

/// The one that was asked for, and the first where none was.
fn wanted<T: Copy + PartialEq + FromStr>(asked: &str, all: &[T]) -> AppResult<Option<T>> {
    if asked.is_empty() {
        return Ok(all.first().copied());
    }
    let asked = asked.parse().ok().filter(|asked| all.contains(asked));
    asked.map(Some).ok_or(AppError::NotFound)
}

/// GET /issues/own/export: what one organisation has brought to one session. A complaint that went its own way is no part of it.
///
/// # Errors
/// [`AppError::NotFound`] for a session or organisation that is not the actor's.
pub async fn export(State(app): State<App>, visit: Visit, Query(query): Query<FileQuery>) -> PageResult {
    let conn = app.db().read();
    let (open, mine) = (calls::open_for_me(conn, &visit.ctx).await?, own_bodies(&visit));
    let sessions: Vec<SessionId> = open.iter().map(|call| call.session).collect();
    let session = wanted(&query.session, &sessions)?;
    let call = open.iter().find(|call| Some(call.session) == session);
    let asked: Vec<BodyId> = call.iter().flat_map(|call| &call.addressees).copied().filter(|body| mine.contains(body)).collect();
    let body = wanted(&query.body, &asked)?;
    let mut brought: Vec<Issue> = Vec::new();
    if let (Some(session), Some(body)) = (session, body) {
        brought = lists::of_submitter(conn, &visit.ctx, body, session).await?;
        brought.retain(|issue| !issue.is_shielded());
    }
    brought.sort_by_key(|issue| (issue.created_at, issue.id));
    let fields = field_list(&app, &visit, &brought).await?;
    let villages = issues::villages(conn, body.as_slice()).await?;
    let lists = Lists { fields: &fields, villages: &villages };
    let file = exports::export(query.wanted(), visit.locale, visit.ctx.today(), &brought, &lists).map_err(unwritten)?;
    match query.wanted() {
        Wanted::Workbook => download("y-kien.xlsx", XLSX, file),
        Wanted::Csv => download("y-kien.csv", CSV, file),
    }
}

/// GET /issues/imports/{id}/given-back: the faulty rows with their reasons.
///
/// # Errors
/// [`AppError::NotFound`], also where no row came back; [`AppError::Denied`].
pub async fn given_back(State(app): State<App>, visit: Visit, Path(id): Path<ImportId>) -> PageResult {
    let conn = app.db().read();
    let import = imports::find(conn, &visit.ctx, id).await?.import;
    let pages = imports::pages(conn, id, Outcome::Faulty).await?;
    if pages == 0 {
        return Err(AppError::NotFound);
    }
    let mut rows = Vec::new();
    for number in 1..=pages {
        let some: Vec<FaultyRow> = imports::page(conn, id, Outcome::Faulty, number).await?;
        rows.extend(some.into_iter().map(|row| {
            let faults: Vec<String> = row.faults.iter().map(|fault| fault_words(visit.locale, fault)).collect();
            let args = [("line", row.line.to_string()), ("text", faults.join("; "))];
            (row.cells, i18n::text(visit.locale, "import-fault-in", &args))
        }));
    }
    let file = exports::given_back(visit.locale, visit.ctx.today(), &import.headings, &rows).map_err(unwritten)?;
    download("dong-can-sua.xlsx", XLSX, file)
}
