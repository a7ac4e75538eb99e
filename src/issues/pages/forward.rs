//! Choosing the units that an issue is sent to, with the wording that leaves the house; taking it back.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::parts::Choice;
use crate::app::App;
use crate::error::AppResult;
use crate::i18n;
use crate::issues::actions::forwarding as actions;
use crate::issues::forms;
use crate::issues::rules::redaction::marks;
use crate::issues::store::issues;
use crate::kernel::{Action, IssueId};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form.
#[derive(Debug, Serialize)]
pub struct Forward {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub form: FormState,
    pub receivers: Vec<Choice>,
    /// It was sent there before: the form asks whether that is meant.
    pub asks_again: bool,
    /// The wording typed still has what could lead to a person: the box that lets it leave the house is shown.
    pub asks_to_confirm: bool,
}

impl View for Forward {
    const TEMPLATE: &'static str = "pages/issues/forward";

    fn samples() -> Vec<Self> {
        let sample = |number, receivers, asks_again| Self {
            id: "0193".into(),
            number,
            wording: "Đề nghị sửa đường tỉnh.".into(),
            form: FormState::with(json!({ "version": 1 })),
            receivers,
            asks_again,
            asks_to_confirm: asks_again,
        };
        vec![sample(Some(4), Choice::sample(), true), sample(None, Vec::new(), false)]
    }
}

async fn view(app: &App, visit: &Visit, id: IssueId, refused: Option<FormState>) -> AppResult<Forward> {
    let conn = app.db().read();
    let found = issues::find(conn, &visit.ctx, Action::TriageIssue, id).await?;
    let issue = found.issue;
    let stored = json!({ "version": issue.version, "forward_wording": issue.shown_wording() });
    let above = found.unit.parent_code.clone();
    let receivers = actions::receivers(conn, &found.unit, visit.ctx.today()).await?;
    let choice = |unit: &crate::organisation::Unit| {
        let near = if above.as_ref() == Some(&unit.code) {
            "forward-above"
        } else if unit.parent_code == above {
            "forward-beside"
        } else {
            "forward-below"
        };
        Choice::new(&unit.code, unit.in_a_sentence()).hint(i18n::text(visit.locale, near, &[]))
    };
    let is_refused = refused.is_some();
    let form = refused.unwrap_or_else(|| FormState::with(stored));
    // What nobody has typed yet is the wording that others see already.
    let typed = form.values.get("forward_wording").and_then(|typed| typed.as_str()).filter(|_| is_refused);
    Ok(Forward {
        asks_to_confirm: typed.is_some_and(|typed| !marks(typed).is_empty()),
        id: id.to_string(),
        number: issue.number,
        wording: issue.content.wording,
        asks_again: !form.error("forward_again").is_empty(),
        receivers: receivers.iter().map(choice).collect(),
        form,
    })
}

/// GET /issues/{id}/forward
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /issues/{id}/forward
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn forward(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let result = match forms::links::forwarding(&posted) {
        Ok((version, input)) => actions::forward(&app, &visit.ctx, id, version, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), "flash-issue-forwarded"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}

/// POST /issues/{id}/take-back
///
/// # Errors
/// `issue.forward-under-way`, `issue.wrong-state`; [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn take_back(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?;
    actions::take_back(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/issues/{id}"), "flash-issue-taken-back")
}
