//! The short form for a question from the floor: one key to open it, type, Enter.

use axum::extract::State;
use serde::Serialize;

use crate::app::App;
use crate::dialogues::find;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, SessionId};
use crate::minutes::actions::room as actions;
use crate::minutes::forms;
use crate::minutes::pages::room::was_opened;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form's view.
#[derive(Debug, Serialize)]
pub struct Floor {
    pub id: String,
    pub title: String,
    pub form: FormState,
}

impl View for Floor {
    const TEMPLATE: &'static str = "pages/minutes/floor";

    fn samples() -> Vec<Self> {
        vec![Self { id: "0193".into(), title: "Hội nghị đối thoại".into(), form: FormState::default() }]
    }
}

async fn view(app: &App, visit: &Visit, id: SessionId, form: FormState) -> AppResult<Floor> {
    let found = find(app.db().read(), &visit.ctx, Action::TakeMinutes, id).await?;
    if !was_opened(&found) {
        return Err(AppError::NotFound);
    }
    Ok(Floor { id: id.to_string(), title: found.session.title, form })
}

/// GET /dialogues/{id}/minutes/floor
///
/// # Errors
/// [`AppError::NotFound`] before the room was opened; [`AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    visit.page(&view(&app, &visit, id, FormState::default()).await?)
}

/// POST /dialogues/{id}/minutes/floor
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn ask(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::question(&posted) {
        Ok(question) => actions::ask(&app, &visit.ctx, id, question).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(item) => visit.redirect(&format!("/dialogues/{id}/minutes/items/{item}"), "flash-minutes-asked"),
        Err(violations) => visit.refused(&view(&app, &visit, id, FormState::refused(&posted, &violations, visit.locale)).await?),
    }
}
