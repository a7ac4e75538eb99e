//! The form that names who answers an issue.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::parts::{Choice, excerpt};
use crate::app::App;
use crate::error::AppResult;
use crate::issues::actions::assigning as actions;
use crate::issues::actions::calls::date_of;
use crate::issues::forms;
use crate::issues::rules::Part;
use crate::issues::store::{assignments, issues, sessions};
use crate::kernel::{Action, IssueId};
use crate::law::DateKind;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// Who answers, and by when.
#[derive(Debug, Serialize)]
pub struct Assign {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub form: FormState,
    pub agencies: Vec<Choice>,
}

impl View for Assign {
    const TEMPLATE: &'static str = "pages/issues/assign";

    fn samples() -> Vec<Self> {
        let form = FormState::with(json!({ "version": 1 }));
        vec![Self { id: "0193".into(), number: Some(4), wording: "Đề nghị".into(), form, agencies: Choice::sample() }]
    }
}

async fn view(app: &App, visit: &Visit, id: IssueId, refused: Option<FormState>) -> AppResult<Assign> {
    let conn = app.db().read();
    let issue = issues::find(conn, &visit.ctx, Action::TriageIssue, id).await?.issue;
    let agencies = actions::answering_bodies(app, &visit.ctx, &issue.unit_code).await?;
    let form = match refused {
        Some(form) => form,
        None => {
            let named = assignments::of_issue(conn, id).await?;
            let of_part = |part: Part| named.iter().filter(move |one| one.part == part).map(|one| one.body);
            let due_on = match named.first().and_then(|one| one.due_on) {
                Some(due) => Some(due),
                None => {
                    let session = sessions::session_of(conn, &issue.unit_code, issue.session).await?;
                    // A day that has passed is no proposal: the office says when.
                    date_of(app, &session, DateKind::Answers).await?.filter(|on| *on >= visit.ctx.today())
                }
            };
            FormState::with(json!({
                "version": issue.version,
                "lead_agency": of_part(Part::Lead).next(),
                "support_agencies": of_part(Part::Support).collect::<Vec<_>>(),
                "answer_due": due_on,
                "assignment_note": named.first().map(|one| one.note.clone()).unwrap_or_default(),
            }))
        }
    };
    Ok(Assign {
        id: id.to_string(),
        number: issue.number,
        wording: excerpt(&issue.shown_wording()),
        form,
        agencies: agencies.iter().map(|body| Choice::new(body.id, &body.name)).collect(),
    })
}

/// GET /issues/{id}/assign
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /issues/{id}/assign
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn assign(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let result = match forms::assigning(&posted) {
        Ok((version, input)) => actions::assign(&app, &visit.ctx, id, version, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), "flash-issue-assigned"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}
