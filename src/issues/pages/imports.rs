//! Importing a sheet, first step: the file. What it would become is shown by `import_look`.

use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::parts::Choice;
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::issues::actions::imports::{self, Place};
use crate::issues::rules::sheet::MOST_ROWS;
use crate::issues::store::{calls, imports as kept, sessions};
use crate::kernel::{Action, BodyId, SessionId};
use crate::organisation::bodies_by_ids;
use crate::sheets::MOST_BYTES;
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, outcome};

/// Imports that the page lists.
const LISTED: u64 = 5;

/// For which call.
#[derive(Debug, Default, Deserialize)]
pub struct ImportQuery {
    #[serde(default)]
    session: String,
}

/// An import of before.
#[derive(Debug, Serialize)]
pub struct Earlier {
    pub id: String,
    pub file_name: String,
    pub at: DateTime<Utc>,
    pub state: &'static str,
    pub tone: &'static str,
}

/// The page on which a file is chosen.
#[derive(Debug, Serialize)]
pub struct Import {
    pub session: String,
    pub body: String,
    pub title: String,
    pub bodies: Vec<Choice>,
    pub form: FormState,
    pub earlier: Vec<Earlier>,
    pub most_rows: usize,
    pub megabytes: usize,
}

impl View for Import {
    const TEMPLATE: &'static str = "pages/issues/import";

    fn samples() -> Vec<Self> {
        let earlier = |state: &'static str| Earlier {
            id: "0193".into(),
            file_name: "y-kien.xlsx".into(),
            at: DateTime::default(),
            state,
            tone: "green",
        };
        let page = |bodies: Vec<Choice>, earlier| Self {
            session: "0193".into(),
            body: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            bodies,
            form: FormState::default(),
            earlier,
            most_rows: 10_000,
            megabytes: 10,
        };
        let all = vec![earlier("looked"), earlier("writing"), earlier("done"), earlier("stopped")];
        vec![page(Choice::sample(), all), page(Vec::new(), Vec::new())]
    }
}

async fn view(app: &App, visit: &Visit, session: SessionId, body: Option<BodyId>, form: FormState) -> AppResult<Import> {
    let conn = app.db().read();
    let mine = visit.ctx.scope(Action::SubmitIssue).owners;
    let call = calls::open_for_me(conn, &visit.ctx).await?.into_iter().find(|call| call.session == session);
    let call = call.ok_or(AppError::NotFound)?;
    let asked: Vec<BodyId> = call.addressees.iter().copied().filter(|body| mine.contains(&body.0)).collect();
    let body = body.filter(|body| asked.contains(body)).or_else(|| asked.first().copied()).ok_or(AppError::NotFound)?;
    let earlier = kept::newest(conn, &visit.ctx, &asked, LISTED).await?;
    let bodies = bodies_by_ids(conn, asked).await?;
    Ok(Import {
        session: session.to_string(),
        body: body.to_string(),
        title: sessions::session_of(conn, &call.unit_code, session).await?.title,
        bodies: if bodies.len() > 1 { bodies.iter().map(|one| Choice::new(one.id, &one.name)).collect() } else { Vec::new() },
        form,
        earlier: earlier
            .into_iter()
            .map(|import| Earlier {
                id: import.id.to_string(),
                file_name: import.file_name,
                at: import.created_at,
                state: import.state.as_str(),
                tone: super::import_look::tone(import.state),
            })
            .collect(),
        most_rows: MOST_ROWS,
        megabytes: MOST_BYTES >> 20,
    })
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
    visit.page(&view(&app, &visit, session, None, FormState::default()).await?)
}

/// POST /issues/import: the look. No issue is written.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn preview(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let session = posted.get("session").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    let body = posted.get("body").and_then(|id| id.parse().ok()).ok_or(AppError::NotFound)?;
    let result = match posted.file_bytes("sheet_file", MOST_BYTES as u64) {
        Ok((name, bytes)) => imports::look(&app, &visit.ctx, Place { session, body }, name, bytes).await,
        Err(refusal) => Err(refusal.into()),
    };
    match outcome(result)? {
        Ok((import, plan)) => {
            imports::keep(&app, &visit.ctx, &import, &plan).await?;
            visit.go(&format!("/issues/imports/{}", import.id))
        }
        Err(violations) => {
            let form = FormState::refused(&Posted::default(), &violations, visit.locale);
            visit.refused(&view(&app, &visit, session, Some(body), form).await?)
        }
    }
}
