//! Saying which earlier issue one repeats, the most alike first.

use axum::extract::State;
use chrono::Datelike;
use serde::Serialize;
use serde_json::json;

use super::parts::{Choice, excerpt};
use crate::app::App;
use crate::error::AppResult;
use crate::i18n;
use crate::issues::actions::memory as actions;
use crate::issues::forms;
use crate::issues::store::{issues, links};
use crate::kernel::clock::local_date;
use crate::kernel::{Action, IssueId};
use crate::organisation::unit;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form.
#[derive(Debug, Serialize)]
pub struct Repeats {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub form: FormState,
    /// Earlier issues that sound alike; with the one that is set.
    pub earlier: Vec<Choice>,
    pub is_set: bool,
}

impl View for Repeats {
    const TEMPLATE: &'static str = "pages/issues/repeats";

    fn samples() -> Vec<Self> {
        let sample = |number, earlier, is_set| Self {
            id: "0193".into(),
            number,
            wording: "Đề nghị".into(),
            form: FormState::with(json!({ "version": 1 })),
            earlier,
            is_set,
        };
        vec![sample(Some(4), Choice::sample(), true), sample(None, Choice::sample(), false), sample(None, Vec::new(), false)]
    }
}

async fn view(app: &App, visit: &Visit, id: IssueId, refused: Option<FormState>) -> AppResult<Repeats> {
    let conn = app.db().read();
    let issue = issues::find(conn, &visit.ctx, Action::TriageIssue, id).await?.issue;
    let mut earlier = actions::proposals(conn, &visit.ctx, &issue).await?;
    if let Some(set) = issue.links.repeats.filter(|set| earlier.iter().all(|one| one.id != *set)) {
        earlier.extend(links::whole_of(conn, set).await?);
    }
    let mut options = Vec::with_capacity(earlier.len());
    for one in &earlier {
        let year = local_date(one.submitted_at.unwrap_or(one.created_at)).year();
        let state = i18n::text(visit.locale, &format!("state-issue-{}", one.state.word()), &[]);
        let hint = format!("{year} · {} · {state}", unit(conn, &one.unit_code).await?.in_a_sentence());
        options.push(Choice::new(one.id, excerpt(&one.shown_wording())).hint(hint));
    }
    let stored = json!({ "version": issue.version, "repeats": issue.links.repeats });
    Ok(Repeats {
        id: id.to_string(),
        number: issue.number,
        wording: excerpt(&issue.content.wording),
        form: refused.unwrap_or_else(|| FormState::with(stored)),
        earlier: options,
        is_set: issue.links.repeats.is_some(),
    })
}

/// GET /issues/{id}/repeats
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /issues/{id}/repeats
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn set(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let cleared = forms::act(&posted) == "clear";
    let result = match forms::links::repeating(&posted) {
        Ok((version, earlier)) => actions::set(&app, &visit.ctx, id, version, earlier).await,
        Err(violations) => Err(violations.into()),
    };
    let flash = if cleared { "flash-issue-repeats-cleared" } else { "flash-issue-repeats-set" };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), flash),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}
