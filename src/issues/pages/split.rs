//! Taking an opinion apart: one row for each content, more rows by a button, all without scripts.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use super::parts::{Choice, choices, field_choices};
use crate::app::App;
use crate::error::AppResult;
use crate::issues::actions::splitting as actions;
use crate::issues::forms;
use crate::issues::forms::links::{FIRST_ROWS, PART_COMPETENCE, PART_FIELD, PART_WORDING};
use crate::issues::rules::Competence;
use crate::issues::store::issues;
use crate::kernel::{Action, IssueId, Violations};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The names of one row.
#[derive(Debug, Serialize)]
pub struct Row {
    pub number: usize,
    pub wording: &'static str,
    pub field: &'static str,
    pub competence: &'static str,
}

/// The form.
#[derive(Debug, Serialize)]
pub struct Split {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub form: FormState,
    pub rows: Vec<Row>,
    /// Whether a row can be added.
    pub more: bool,
    pub fields: Vec<Choice>,
    pub competences: Vec<Choice>,
}

impl View for Split {
    const TEMPLATE: &'static str = "pages/issues/split";

    fn samples() -> Vec<Self> {
        let sample = |number, more| Self {
            id: "0193".into(),
            number,
            wording: "Đề nghị nạo vét cống và lắp đèn đường.".into(),
            form: FormState::with(json!({ "version": 1 })),
            rows: rows(FIRST_ROWS),
            more,
            fields: Choice::sample(),
            competences: Choice::sample(),
        };
        vec![sample(Some(4), true), sample(None, false)]
    }
}

fn rows(count: usize) -> Vec<Row> {
    let names = PART_WORDING.iter().zip(PART_FIELD).zip(PART_COMPETENCE).take(count);
    let row = |(at, ((wording, field), competence)): (usize, ((&&'static str, _), _))| Row {
        number: at + 1,
        wording,
        field,
        competence,
    };
    names.enumerate().map(row).collect()
}

async fn view(app: &App, visit: &Visit, id: IssueId, typed: Option<FormState>, count: usize) -> AppResult<Split> {
    let issue = issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?.issue;
    // The first row says where the whole belongs; often one content does.
    let stored = json!({
        "version": issue.version,
        "part_field_1": issue.content.field,
        "part_competence_1": issue.competence,
    });
    Ok(Split {
        id: id.to_string(),
        number: issue.number,
        wording: issue.content.wording,
        form: typed.unwrap_or_else(|| FormState::with(stored)),
        rows: rows(count),
        more: count < PART_WORDING.len(),
        fields: field_choices(app, visit.locale, &issue.unit_code, issue.content.field.as_deref()).await?,
        competences: choices(Competence::ALL.iter().map(|word| word.as_str()), "issue-competence", visit.locale),
    })
}

/// GET /issues/{id}/split
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None, FIRST_ROWS).await?)
}

/// POST /issues/{id}/split
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn split(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    if forms::act(&posted) == "row" {
        let form = FormState::refused(&posted, &Violations::default(), visit.locale);
        return visit.page(&view(&app, &visit, id, Some(form), forms::links::rows(&posted, true)).await?);
    }
    let result = match forms::links::splitting(&posted) {
        Ok((version, pieces)) => actions::split(&app, &visit.ctx, id, version, pieces).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), "flash-issue-split"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form), forms::links::rows(&posted, false)).await?)
        }
    }
}

/// POST /issues/{id}/unsplit
///
/// # Errors
/// `issue.part-went-on`, `issue.wrong-state`; [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn unsplit(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    // Who may not decide learns nothing of what he left out.
    issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?;
    actions::unsplit(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/issues/{id}"), "flash-issue-unsplit")
}
