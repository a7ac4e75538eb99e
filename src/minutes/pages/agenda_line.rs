//! Changing or taking away one line of an agenda.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues::find;
use crate::error::AppResult;
use crate::kernel::{Action, AgendaItemId, SessionId};
use crate::minutes::actions::agenda as actions;
use crate::minutes::forms;
use crate::minutes::pages::agenda::{answer, line, name_of};
use crate::minutes::rules::AgendaState;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form of one line.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub id: String,
    pub line: String,
    pub session: String,
    pub name: String,
    pub kind: &'static str,
    pub may_remove: bool,
    pub version: i32,
    pub form: FormState,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/minutes/agenda_line";

    fn samples() -> Vec<Self> {
        let sample = |may_remove| Self {
            id: "0193".into(),
            line: "0194".into(),
            session: "Hội nghị đối thoại".into(),
            name: "Đường ngõ 193 hay ngập".into(),
            kind: "issue",
            may_remove,
            version: 2,
            form: FormState::with(json!({ "title": "Đường ngõ 193 hay ngập", "minutes": 10, "version": 2 })),
        };
        vec![sample(true), sample(false)]
    }
}

async fn view(app: &App, visit: &Visit, id: SessionId, item: AgendaItemId, form: Option<FormState>) -> AppResult<Edit> {
    let found = find(app.db().read(), &visit.ctx, Action::ManageAgenda, id).await?;
    let (agenda, item) = line(app, &found, item).await?;
    let stored = || FormState::with(json!({ "title": item.title, "minutes": item.minutes, "version": agenda.version }));
    Ok(Edit {
        id: id.to_string(),
        line: item.id.to_string(),
        form: form.unwrap_or_else(stored),
        name: name_of(&item, visit.locale),
        kind: item.kind.as_str(),
        may_remove: agenda.state == AgendaState::Draft && !item.kind.is_fixed(),
        version: agenda.version,
        session: found.session.title,
    })
}

/// GET /dialogues/{id}/agenda/{item}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path((id, item)): Path<(SessionId, AgendaItemId)>) -> PageResult {
    visit.page(&view(&app, &visit, id, item, None).await?)
}

/// POST /dialogues/{id}/agenda/{item}
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    Path((id, item)): Path<(SessionId, AgendaItemId)>,
    posted: Posted,
) -> PageResult {
    let result = match (forms::version(&posted), forms::line(&posted, false)) {
        (Ok(version), Ok(said)) => actions::describe(&app, &visit.ctx, id, version, item, said).await,
        (Err(violations), _) | (_, Err(violations)) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/agenda"), "flash-agenda-saved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, item, Some(form)).await?)
        }
    }
}

/// POST /dialogues/{id}/agenda/{item}/remove
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path((id, item)): Path<(SessionId, AgendaItemId)>,
    posted: Posted,
) -> PageResult {
    let result = actions::remove(&app, &visit.ctx, id, forms::version(&posted)?, item).await;
    answer(&app, &visit, id, &posted, result, "flash-agenda-removed").await
}
