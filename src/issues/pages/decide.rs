//! The office's decisions that need words (return, refuse, divert), and the classification of an issue.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, choices, excerpt, field_choices};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::issues::actions::triage as actions;
use crate::issues::forms;
use crate::issues::rules::redaction::{MarkKind, Stretch, marks, redacted, stretches};
use crate::issues::rules::{Competence, CounterpartGroup, Ground};
use crate::issues::store::issues;
use crate::kernel::{Action, IssueId, Violations};
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// Which decision the form is for.
#[derive(Debug, Default, Deserialize)]
pub struct DecideQuery {
    #[serde(default)]
    what: String,
}

/// The decisions with a form of their own.
const WORDED: [&str; 3] = ["return", "refuse", "divert"];

/// A decision with its words.
#[derive(Debug, Serialize)]
pub struct Decide {
    pub id: String,
    pub what: &'static str,
    pub number: Option<i32>,
    pub wording: String,
    pub form: FormState,
    pub grounds: Vec<Choice>,
}

impl View for Decide {
    const TEMPLATE: &'static str = "pages/issues/decide";

    fn samples() -> Vec<Self> {
        let sample = |what: &'static str| Self {
            id: "0193".into(),
            what,
            number: (what == "refuse").then_some(4),
            wording: "Đề nghị".into(),
            form: FormState::with(json!({ "version": 1 })),
            grounds: Choice::sample(),
        };
        WORDED.map(sample).into()
    }
}

async fn view(app: &App, visit: &Visit, id: IssueId, what: &str, refused: Option<FormState>) -> AppResult<Decide> {
    let what = WORDED.into_iter().find(|word| *word == what).ok_or(AppError::NotFound)?;
    let found = issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?;
    Ok(Decide {
        id: id.to_string(),
        what,
        number: found.issue.number,
        wording: excerpt(&found.issue.content.wording),
        form: refused.unwrap_or_else(|| FormState::with(json!({ "version": found.issue.version }))),
        grounds: choices(Ground::ALL.iter().map(|ground| ground.as_str()), "issue-ground", visit.locale),
    })
}

/// GET /issues/{id}/decide
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, Query(query): Query<DecideQuery>) -> PageResult {
    visit.page(&view(&app, &visit, id, &query.what, None).await?)
}

/// POST /issues/{id}/decide
///
/// # Errors
/// The rule's refusal where no form belongs to the decision; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn decide(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let what = forms::act(&posted);
    let result = match forms::decision(&posted) {
        Ok((version, decision)) => actions::decide(&app, &visit.ctx, id, version, decision).await,
        Err(violations) => Err(violations.into()),
    };
    let flash = match what {
        "accept" => "flash-issue-accepted",
        "select" => "flash-issue-selected",
        "written" => "flash-issue-written-only",
        "return" => "flash-issue-returned",
        "refuse" => "flash-issue-refused",
        _ => "flash-issue-diverted",
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), flash),
        Err(violations) if WORDED.contains(&what) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, what, Some(form)).await?)
        }
        Err(violations) => {
            // A decision without a word never asked for the right.
            issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?;
            Err(violations.into())
        }
    }
}

/// A stretch of the original: plain, or marked as what could lead to a person.
#[derive(Debug, Serialize)]
pub struct StretchLine {
    pub text: String,
    pub kind: Option<&'static str>,
}

impl StretchLine {
    fn all(wording: &str) -> Vec<Self> {
        let line = |one: Stretch| Self { text: one.text, kind: one.kind.map(MarkKind::as_str) };
        stretches(wording).into_iter().map(line).collect()
    }
}

/// Where an issue belongs, and its public wording beside the original.
#[derive(Debug, Serialize)]
pub struct Classify {
    pub id: String,
    pub number: Option<i32>,
    /// The original, with marks.
    pub wording: Vec<StretchLine>,
    /// What is marked in it, kind by kind.
    pub marked: Vec<&'static str>,
    /// The original with everything marked replaced; none where nothing is.
    pub proposal: Option<String>,
    /// The public wording typed still has what could lead to a person: the box that lets it stand is shown.
    pub asks_to_confirm: bool,
    pub form: FormState,
    pub fields: Vec<Choice>,
    pub competences: Vec<Choice>,
    pub groups: Vec<Choice>,
}

impl View for Classify {
    const TEMPLATE: &'static str = "pages/issues/classify";

    fn samples() -> Vec<Self> {
        vec![Self {
            id: "0193".into(),
            number: Some(4),
            wording: StretchLine::all("Bà Hoa đề nghị"),
            marked: vec!["name"],
            proposal: Some("Bà [họ tên] đề nghị".into()),
            asks_to_confirm: true,
            form: FormState::with(json!({ "version": 1 })),
            fields: Choice::sample(),
            competences: Choice::sample(),
            groups: Choice::sample(),
        }]
    }
}

async fn classify_view(app: &App, visit: &Visit, id: IssueId, refused: Option<FormState>) -> AppResult<Classify> {
    let issue = issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?.issue;
    let stored = FormState::with(json!({
        "version": issue.version,
        "issue_field": issue.content.field,
        "competence": issue.competence,
        "counterpart_group": issue.group,
        "public_wording": issue.public_wording,
    }));
    let form = refused.unwrap_or(stored);
    let wording = StretchLine::all(&issue.content.wording);
    let mut marked: Vec<&str> = wording.iter().filter_map(|one| one.kind).collect();
    marked.sort_unstable();
    marked.dedup();
    let typed = form.values.get("public_wording").and_then(serde_json::Value::as_str).unwrap_or("");
    Ok(Classify {
        id: id.to_string(),
        number: issue.number,
        proposal: (!marked.is_empty()).then(|| redacted(&issue.content.wording)),
        asks_to_confirm: !marks(typed).is_empty(),
        wording,
        marked,
        form,
        fields: field_choices(app, visit.locale, &issue.unit_code, issue.content.field.as_deref()).await?,
        competences: choices(Competence::ALL.iter().map(|word| word.as_str()), "issue-competence", visit.locale),
        groups: choices(CounterpartGroup::ALL.iter().map(|word| word.as_str()), "issue-group", visit.locale),
    })
}

/// GET /issues/{id}/classify
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn classify_form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&classify_view(&app, &visit, id, None).await?)
}

/// POST /issues/{id}/classify; `propose` only puts the proposal into the field, nothing is saved.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn classify(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    if forms::act(&posted) == "propose" {
        let issue = issues::find(app.db().read(), &visit.ctx, Action::TriageIssue, id).await?.issue;
        let mut form = FormState::refused(&posted, &Violations::default(), visit.locale);
        form.values.insert("public_wording".to_owned(), json!(redacted(&issue.content.wording)));
        return visit.page(&classify_view(&app, &visit, id, Some(form)).await?);
    }
    let result = match forms::classification(&posted) {
        Ok((version, to)) => actions::classify(&app, &visit.ctx, id, version, to).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/issues/{id}"), "flash-issue-classified"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&classify_view(&app, &visit, id, Some(form)).await?)
        }
    }
}
