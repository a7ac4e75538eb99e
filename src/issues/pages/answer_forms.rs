//! The agency's answer under writing; the office's note when it goes back; approval.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{answer_tone, excerpt};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::issues::actions::answers as actions;
use crate::issues::forms;
use crate::issues::rules::{AnswerState, AnswerWord};
use crate::issues::store::{answers, assignments, issues};
use crate::kernel::{Action, AnswerId, BodyId, IssueId};
use crate::organisation::bodies_by_ids;
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// For which of the actor's bodies.
#[derive(Debug, Default, Deserialize)]
pub struct WriteQuery {
    #[serde(default)]
    body: String,
}

/// A text that the answer had.
#[derive(Debug, Serialize)]
pub struct VersionLine {
    pub number: i32,
    pub text: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// The form of an answer.
#[derive(Debug, Serialize)]
pub struct Write {
    pub id: String,
    pub number: Option<i32>,
    pub wording: String,
    pub body: String,
    pub body_name: String,
    pub part: &'static str,
    pub due_on: Option<NaiveDate>,
    pub overdue: bool,
    pub assignment_note: String,
    pub state: &'static str,
    pub tone: &'static str,
    /// Why it came back.
    pub returned_because: Option<String>,
    /// It waits or is approved: shown, not changed.
    pub locked: bool,
    pub form: FormState,
    pub versions: Vec<VersionLine>,
}

impl View for Write {
    const TEMPLATE: &'static str = "pages/issues/answer";

    fn samples() -> Vec<Self> {
        let sample = |locked, full: bool| Self {
            id: "0193".into(),
            number: Some(4),
            wording: "Đề nghị nạo vét cống".into(),
            body: "0193".into(),
            body_name: "Phòng Kinh tế".into(),
            part: "lead",
            due_on: full.then(NaiveDate::default),
            overdue: full,
            assignment_note: if full { "Nêu rõ nguồn vốn".into() } else { String::new() },
            state: "returned",
            tone: "orange",
            returned_because: full.then(|| "Thiếu thời hạn".into()),
            locked,
            form: FormState::with(json!({ "version": 1, "prepared_text": "Đang lập dự toán" })),
            versions: if full {
                vec![VersionLine {
                    number: 1, text: "Đang xem xét".into(), by: "Trần Văn Mẫu".into(), at: DateTime::default()
                }]
            } else {
                Vec::new()
            },
        };
        vec![sample(false, true), sample(true, false)]
    }
}

async fn view(app: &App, visit: &Visit, id: IssueId, wanted: Option<BodyId>, refused: Option<FormState>) -> AppResult<Write> {
    let conn = app.db().read();
    let issue = issues::find(conn, &visit.ctx, Action::PrepareAnswer, id).await?.issue;
    let mine = visit.ctx.scope(Action::PrepareAnswer).assigned;
    let named = assignments::of_issue(conn, id).await?;
    let mut own = named.iter().filter(|one| mine.contains(&one.body.0));
    let assignment = match wanted {
        Some(body) => own.find(|one| one.body == body),
        None => own.next(),
    };
    let assignment = assignment.ok_or(AppError::NotFound)?;
    let answer = answers::of_body(conn, id, assignment.body).await?;
    let word = answer.as_ref().map_or(AnswerWord::Draft, |answer| answer.state.word());
    let locked = matches!(word, AnswerWord::Submitted | AnswerWord::Approved) || !issue.state.word().is_worked_on();
    let versions = match &answer {
        Some(answer) => answers::versions(conn, answer.id).await?,
        None => Vec::new(),
    };
    let stored = FormState::with(json!({
        "version": answer.as_ref().map_or(0, |answer| answer.version),
        "prepared_text": answer.as_ref().map_or("", |answer| answer.text.as_str()),
    }));
    let name = bodies_by_ids(conn, [assignment.body]).await?.into_iter().next().map(|body| body.name).unwrap_or_default();
    Ok(Write {
        id: id.to_string(),
        number: issue.number,
        wording: issue.shown_wording(),
        body: assignment.body.to_string(),
        body_name: name,
        part: assignment.part.as_str(),
        due_on: assignment.due_on,
        overdue: !locked && assignment.due_on.is_some_and(|due| due < visit.ctx.today()),
        assignment_note: assignment.note.clone(),
        state: word.as_str(),
        tone: answer_tone(word),
        returned_because: match answer.map(|answer| answer.state) {
            Some(AnswerState::Returned { note }) => Some(note),
            _ => None,
        },
        locked,
        form: refused.unwrap_or(stored),
        versions: versions
            .into_iter()
            .map(|one| VersionLine { number: one.number, text: one.text, by: one.saved_by, at: one.saved_at })
            .collect(),
    })
}

/// GET /issues/{id}/answer
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, Query(query): Query<WriteQuery>) -> PageResult {
    visit.page(&view(&app, &visit, id, query.body.parse().ok(), None).await?)
}

/// POST /issues/{id}/answer
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn write(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let submit = forms::act(&posted) == "submit";
    let result = match forms::answer(&posted) {
        Ok((body, version, text)) => actions::write(&app, &visit.ctx, id, body, version, text, submit).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) if submit => visit.redirect("/issues/assigned", "flash-answer-submitted"),
        Ok(()) => visit.redirect(&format!("/issues/{id}/answer"), "flash-answer-saved"),
        Err(violations) => {
            let body = posted.get("body").and_then(|body| body.parse().ok());
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, body, Some(form)).await?)
        }
    }
}

/// The office's note for an answer that goes back.
#[derive(Debug, Serialize)]
pub struct SendBack {
    pub answer: String,
    pub issue: String,
    pub number: Option<i32>,
    pub wording: String,
    pub text: String,
    pub form: FormState,
}

impl View for SendBack {
    const TEMPLATE: &'static str = "pages/issues/answer_return";

    fn samples() -> Vec<Self> {
        vec![Self {
            answer: "0193".into(),
            issue: "0193".into(),
            number: Some(4),
            wording: "Đề nghị".into(),
            text: "Đang xem xét".into(),
            form: FormState::with(json!({ "version": 1 })),
        }]
    }
}

async fn send_back_view(app: &App, visit: &Visit, id: AnswerId, refused: Option<FormState>) -> AppResult<SendBack> {
    let conn = app.db().read();
    let answer = answers::by_id(conn, id).await?;
    let issue = issues::find(conn, &visit.ctx, Action::ApproveAnswer, answer.issue).await?.issue;
    if answer.is_private() {
        return Err(AppError::NotFound);
    }
    Ok(SendBack {
        answer: id.to_string(),
        issue: issue.id.to_string(),
        number: issue.number,
        wording: excerpt(&issue.shown_wording()),
        text: answer.text,
        form: refused.unwrap_or_else(|| FormState::with(json!({ "version": answer.version }))),
    })
}

/// GET /answers/{id}/return
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn send_back_form(State(app): State<App>, visit: Visit, Path(id): Path<AnswerId>) -> PageResult {
    visit.page(&send_back_view(&app, &visit, id, None).await?)
}

/// POST /answers/{id}/return
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn send_back(State(app): State<App>, visit: Visit, Path(id): Path<AnswerId>, posted: Posted) -> PageResult {
    let result = match forms::answer_note(&posted) {
        Ok((version, note)) => actions::send_back(&app, &visit.ctx, id, version, note).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(issue) => visit.redirect(&format!("/issues/{issue}"), "flash-answer-returned"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&send_back_view(&app, &visit, id, Some(form)).await?)
        }
    }
}

/// POST /answers/{id}/approve
///
/// # Errors
/// `answer.wrong-state`, [`AppError::Conflict`], [`AppError::Denied`].
pub async fn approve(State(app): State<App>, visit: Visit, Path(id): Path<AnswerId>, posted: Posted) -> PageResult {
    let issue = actions::approve(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/issues/{issue}"), "flash-answer-approved")
}
