//! Choosing the issue that says the same, the most alike first; and taking issues apart again.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::parts::{Choice, excerpt};
use crate::app::App;
use crate::error::AppResult;
use crate::issues::actions::merging as actions;
use crate::issues::forms;
use crate::issues::store::issues;
use crate::kernel::{Action, IssueId};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form that merges an issue into another one.
#[derive(Debug, Serialize)]
pub struct Merge {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub form: FormState,
    pub targets: Vec<Choice>,
}

impl View for Merge {
    const TEMPLATE: &'static str = "pages/issues/merge";

    fn samples() -> Vec<Self> {
        let sample = |number, targets| Self {
            id: "0193".into(),
            number,
            wording: "Đề nghị".into(),
            form: FormState::with(json!({ "version": 1 })),
            targets,
        };
        vec![sample(Some(4), Choice::sample()), sample(None, Vec::new())]
    }
}

async fn view(app: &App, visit: &Visit, id: IssueId, refused: Option<FormState>) -> AppResult<Merge> {
    let issue = issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?.issue;
    let others = actions::alike(app, &issue).await?;
    let targets = others.iter().map(|(other, by)| {
        let number = other.number.unwrap_or_default();
        Choice::new(other.id, format!("{number}. {}", excerpt(&other.shown_wording()))).hint(by)
    });
    Ok(Merge {
        id: id.to_string(),
        number: issue.number,
        wording: issue.content.wording.clone(),
        form: refused.unwrap_or_else(|| FormState::with(json!({ "version": issue.version }))),
        targets: targets.collect(),
    })
}

/// GET /issues/{id}/merge
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /issues/{id}/merge
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn merge(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let result = match forms::merging(&posted) {
        Ok((version, target)) => actions::merge(&app, &visit.ctx, id, version, target).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), "flash-issue-merged"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}

/// POST /issues/{id}/unmerge
///
/// # Errors
/// `issue.wrong-state`, [`AppError::Conflict`], [`AppError::Denied`].
pub async fn unmerge(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    actions::unmerge(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/issues/{id}"), "flash-issue-unmerged")
}
