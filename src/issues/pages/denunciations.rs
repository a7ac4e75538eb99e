//! Denunciations that were turned away: number and date, and where they belong. No page of ours takes a word of one.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::intake::kind_view;
use super::parts::{Tab, sample_tabs, tabs};
use crate::app::App;
use crate::error::AppError;
use crate::issues::actions::hand_in as actions;
use crate::issues::forms;
use crate::issues::rules::IntakeKind;
use crate::issues::store::{calls, notes};
use crate::kernel::{Action, BodyId, SessionId};
use crate::web::{FormState, PageResult, Posted, View, Visit, outcome};

/// A note in the list.
#[derive(Debug, Serialize)]
pub struct NoteLine {
    pub number: String,
    pub noted_on: NaiveDate,
}

/// The office's list and form.
#[derive(Debug, Serialize)]
pub struct Notes {
    pub tabs: Vec<Tab>,
    pub lines: Vec<NoteLine>,
    pub form: FormState,
}

impl View for Notes {
    const TEMPLATE: &'static str = "pages/issues/denunciations";

    fn samples() -> Vec<Self> {
        let line = NoteLine { number: "12/2025".into(), noted_on: NaiveDate::default() };
        vec![
            Self { tabs: sample_tabs(), lines: vec![line], form: FormState::default() },
            Self { tabs: Vec::new(), lines: Vec::new(), form: FormState::default() },
        ]
    }
}

async fn view(app: &App, visit: &Visit, form: FormState) -> Result<Notes, AppError> {
    let lines = notes::list(app.db().read(), &visit.ctx).await?;
    Ok(Notes {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/denunciations"),
        lines: lines.into_iter().map(|note| NoteLine { number: note.number, noted_on: note.noted_on }).collect(),
        form,
    })
}

/// GET /issues/denunciations
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    visit.page(&view(&app, &visit, FormState::default()).await?)
}

/// POST /issues/denunciations: by an organisation for its call (`session`, `body`), or by the office.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn note(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let conn = app.db().read();
    let session: Option<SessionId> = posted.get("session").and_then(|id| id.parse().ok());
    let body: Option<BodyId> = posted.get("body").and_then(|id| id.parse().ok());
    let unit = match (session, body) {
        (Some(session), Some(body)) => calls::asked(conn, session, body).await?.unit_code,
        _ => visit.ctx.scope(Action::TriageIssue).units.into_iter().next().ok_or(AppError::NotFound)?,
    };
    let result = match forms::denunciation(&posted, visit.ctx.today()) {
        Ok(note) => actions::note_denunciation(&app, &visit.ctx, &unit, body, session, note).await,
        Err(violations) => Err(violations.into()),
    };
    match (outcome(result)?, session.zip(body)) {
        (Ok(()), Some((session, _))) => visit.redirect(&format!("/issues/own?session={session}"), "flash-denunciation-noted"),
        (Ok(()), None) => visit.redirect("/issues/denunciations", "flash-denunciation-noted"),
        (Err(violations), Some((session, body))) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&kind_view(&app, &visit, session, body, Some(IntakeKind::Denunciation), form).await?)
        }
        (Err(violations), None) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, form).await?)
        }
    }
}
