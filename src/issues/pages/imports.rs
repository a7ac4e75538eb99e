//! Importing a sheet: the file, the look at what would become of it, the commit. And the sheet to fill in.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, excerpt};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::issues::actions::imports::{self, PreviewRow, RowOutcome};
use crate::issues::rules::sheet::{MOST_ROWS, TEMPLATE};
use crate::issues::rules::sheet_text::MOST_BYTES;
use crate::issues::store::{calls, sessions};
use crate::kernel::{Action, BodyId, Refusal, SessionId};
use crate::organisation::bodies_by_ids;
use crate::web::form::refusal_text;
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, download, outcome};

/// For which call.
#[derive(Debug, Default, Deserialize)]
pub struct ImportQuery {
    #[serde(default)]
    session: String,
}

/// A row as the look shows it.
#[derive(Debug, Serialize)]
pub struct RowLine {
    pub line: u64,
    /// `good`, `known` or `faulty`.
    pub outcome: &'static str,
    pub tone: &'static str,
    pub wording: String,
    pub people: Option<i32>,
    pub faults: Vec<String>,
}

/// What a sheet would become.
#[derive(Debug, Serialize)]
pub struct Look {
    /// The sheet's text, sent again with the commit.
    pub content: String,
    pub rows: Vec<RowLine>,
    pub good: usize,
    pub known: usize,
    pub faulty: usize,
}

/// The import page, before and after the look.
#[derive(Debug, Serialize)]
pub struct Import {
    pub session: String,
    pub body: String,
    pub title: String,
    pub bodies: Vec<Choice>,
    pub form: FormState,
    pub look: Option<Look>,
    pub modes: Vec<Choice>,
    pub most_rows: usize,
    pub megabytes: usize,
}

impl View for Import {
    const TEMPLATE: &'static str = "pages/issues/import";

    fn samples() -> Vec<Self> {
        let row = |outcome: &'static str| RowLine {
            line: 2,
            outcome,
            tone: "red",
            wording: "Đề nghị".into(),
            people: (outcome == "good").then_some(25),
            faults: if outcome == "faulty" { vec!["Chưa nhập nội dung".into()] } else { Vec::new() },
        };
        let look = |good, faulty| Look {
            content: "Nội dung\nĐề nghị\n".into(),
            rows: vec![row("good"), row("known"), row("faulty")],
            good,
            known: 1,
            faulty,
        };
        let page = |look, bodies: Vec<Choice>| Self {
            session: "0193".into(),
            body: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            bodies,
            form: FormState::default(),
            look,
            modes: Choice::sample(),
            most_rows: 2000,
            megabytes: 5,
        };
        vec![
            page(None, Choice::sample()),
            page(None, Vec::new()),
            page(Some(look(1, 1)), Vec::new()),
            page(Some(look(1, 0)), Vec::new()),
            page(Some(look(0, 1)), Vec::new()),
        ]
    }
}

async fn view(
    app: &App,
    visit: &Visit,
    session: SessionId,
    body: Option<BodyId>,
    form: FormState,
    look: Option<Look>,
) -> AppResult<Import> {
    let conn = app.db().read();
    let mine = visit.ctx.scope(Action::SubmitIssue).owners;
    let call = calls::open_for_me(conn, &visit.ctx).await?.into_iter().find(|call| call.session == session);
    let call = call.ok_or(AppError::NotFound)?;
    let asked: Vec<BodyId> = call.addressees.iter().copied().filter(|body| mine.contains(&body.0)).collect();
    let body = body.filter(|body| asked.contains(body)).or_else(|| asked.first().copied()).ok_or(AppError::NotFound)?;
    let bodies = bodies_by_ids(conn, asked).await?;
    let text = |key: &str| i18n::text(visit.locale, key, &[]);
    let modes = ["submit", "draft"].map(|mode| Choice::new(mode, text(&format!("import-mode-{mode}"))).chosen(mode == "submit"));
    Ok(Import {
        session: session.to_string(),
        body: body.to_string(),
        title: sessions::session_of(conn, &call.unit_code, session).await?.title,
        bodies: if bodies.len() > 1 { bodies.iter().map(|one| Choice::new(one.id, &one.name)).collect() } else { Vec::new() },
        form,
        look,
        modes: modes.into(),
        most_rows: MOST_ROWS,
        megabytes: MOST_BYTES / 1024 / 1024,
    })
}

fn look(visit: &Visit, content: String, rows: &[PreviewRow]) -> Look {
    let count = |wanted: fn(&RowOutcome) -> bool| rows.iter().filter(|row| wanted(&row.outcome)).count();
    let lines = rows.iter().map(|row| match &row.outcome {
        RowOutcome::Good(issue) => RowLine {
            line: row.line,
            outcome: "good",
            tone: "green",
            wording: excerpt(&issue.content.wording),
            people: Some(issue.content.people),
            faults: Vec::new(),
        },
        RowOutcome::Known => {
            RowLine { line: row.line, outcome: "known", tone: "grey", wording: String::new(), people: None, faults: Vec::new() }
        }
        RowOutcome::Faulty(faults) => RowLine {
            line: row.line,
            outcome: "faulty",
            tone: "red",
            wording: String::new(),
            people: None,
            faults: faults.iter().map(|fault| refusal_text(visit.locale, fault)).collect(),
        },
    });
    Look {
        content,
        rows: lines.collect(),
        good: count(|outcome| matches!(outcome, RowOutcome::Good(_))),
        known: count(|outcome| matches!(outcome, RowOutcome::Known)),
        faulty: count(|outcome| matches!(outcome, RowOutcome::Faulty(_))),
    }
}

/// GET /issues/import
///
/// # Errors
/// [`AppError::NotFound`] without an open call.
pub async fn form(State(app): State<App>, visit: Visit, Query(query): Query<ImportQuery>) -> PageResult {
    let session: SessionId = match query.session.parse() {
        Ok(session) => session,
        Err(_) => match calls::open_for_me(app.db().read(), &visit.ctx).await?.first() {
            Some(call) => call.session,
            None => return visit.redirect("/issues", "flash-no-open-call"),
        },
    };
    visit.page(&view(&app, &visit, session, None, FormState::default(), None).await?)
}

fn place(posted: &Posted) -> AppResult<(SessionId, BodyId)> {
    let session = posted.get("session").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    let body = posted.get("body").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    Ok((session, body))
}

/// POST /issues/import: the look. Nothing is written.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn preview(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let (session, body) = place(&posted)?;
    let result = match posted.files("sheet_file").next() {
        Some(file) => imports::preview(&app, &visit.ctx, session, body, &file.bytes).await,
        None => Err(Refusal::on("sheet_file", "form.required").into()),
    };
    match outcome(result)? {
        Ok((content, rows)) => {
            let look = look(&visit, content, &rows);
            visit.page(&view(&app, &visit, session, Some(body), FormState::default(), Some(look)).await?)
        }
        Err(violations) => {
            let form = FormState::refused(&Posted::default(), &violations, visit.locale);
            visit.refused(&view(&app, &visit, session, Some(body), form, None).await?)
        }
    }
}

/// POST /issues/import/commit
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn commit(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let (session, body) = place(&posted)?;
    let content = posted.get("content").unwrap_or("").to_owned();
    let choice =
        imports::Choice { only_good: posted.get("act") == Some("only-good"), submit: posted.get("import_mode") != Some("draft") };
    match outcome(imports::commit(&app, &visit.ctx, session, body, &content, choice).await)? {
        Ok(_) => visit.redirect(&format!("/issues/own?session={session}"), "flash-issues-imported"),
        Err(violations) => {
            let mut form = FormState::refused(&Posted::default(), &violations, visit.locale);
            form.values.insert("import_mode".to_owned(), json!(posted.get("import_mode")));
            let seen = imports::preview(&app, &visit.ctx, session, body, content.as_bytes()).await;
            let look = outcome(seen)?.ok().map(|(content, rows)| look(&visit, content, &rows));
            visit.refused(&view(&app, &visit, session, Some(body), form, look).await?)
        }
    }
}

/// GET /issues/import/template
///
/// # Errors
/// None.
pub async fn template(_visit: Visit) -> PageResult {
    download("mau-y-kien.csv", "text/csv; charset=utf-8", TEMPLATE)
}
