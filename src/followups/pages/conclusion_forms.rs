//! Writing a draft: number and assessment, its tasks, and the page on which the leader signs.

use axum::extract::State as AppState;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues;
use crate::error::{AppError, AppResult};
use crate::followups::actions::conclusions as actions;
use crate::followups::forms;
use crate::followups::rules::{Conclusion, Task};
use crate::followups::store::{conclusions, tasks};
use crate::i18n::{Locale, format};
use crate::kernel::{Action, BodyId, ConclusionTaskId, Ctx, SessionId};
use crate::organisation::{Body, bodies_of_unit};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A body to choose, by its full name as in the minutes and when agencies are assigned.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
}

impl Choice {
    fn of(body: Body) -> Self {
        Self { value: body.id.to_string(), label: body.name, hint: String::new(), selected: false }
    }

    fn sample() -> Self {
        Self { value: "1".into(), label: "Đảng ủy phường Hải An".into(), hint: String::new(), selected: false }
    }
}

/// Number, issuing body, assessment.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub session: String,
    pub title: String,
    pub form: FormState,
    pub bodies: Vec<Choice>,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/followups/conclusion_edit";

    fn samples() -> Vec<Self> {
        let form = FormState::with(json!({ "version": 1 }));
        vec![Self { session: "0193".into(), title: "Đối thoại".into(), form, bodies: vec![Choice::sample()] }]
    }
}

/// One task.
#[derive(Debug, Serialize)]
pub struct EditTask {
    pub session: String,
    /// Of the task that is changed; none for a new one.
    pub task: Option<String>,
    /// Where the form goes.
    pub action: String,
    pub may_remove: bool,
    pub form: FormState,
    pub bodies: Vec<Choice>,
}

impl View for EditTask {
    const TEMPLATE: &'static str = "pages/followups/task";

    fn samples() -> Vec<Self> {
        let sample = |task: Option<&str>| Self {
            session: "0193".into(),
            task: task.map(str::to_owned),
            action: task_address("0193", task),
            may_remove: task.is_some(),
            form: FormState::with(json!({ "version": 1 })),
            bodies: vec![Choice::sample()],
        };
        vec![sample(None), sample(Some("0194"))]
    }
}

/// The page before the signature.
#[derive(Debug, Serialize)]
pub struct Sign {
    pub session: String,
    pub title: String,
    pub tasks: usize,
    pub form: FormState,
}

impl View for Sign {
    const TEMPLATE: &'static str = "pages/followups/sign";

    fn samples() -> Vec<Self> {
        let form = FormState::with(json!({ "version": 1 }));
        vec![Self { session: "0193".into(), title: "Đối thoại".into(), tasks: 4, form }]
    }
}

/// The draft of a session that the actor may write or sign.
async fn draft(app: &App, ctx: &Ctx, action: Action, id: SessionId) -> AppResult<(dialogues::Found, Conclusion)> {
    let conn = app.db().read();
    let found = dialogues::find(conn, ctx, action, id).await?;
    let conclusion = conclusions::of_session(conn, ctx, &found.unit, id).await?.ok_or(AppError::NotFound)?;
    conclusion.check_draft()?;
    Ok((found, conclusion))
}

async fn bodies(app: &App, ctx: &Ctx, found: &dialogues::Found, which: fn(&Body) -> bool) -> AppResult<Vec<Choice>> {
    let bodies = bodies_of_unit(app.db().read(), &found.unit.code, ctx.today()).await?;
    Ok(bodies.into_iter().filter(which).map(Choice::of).collect())
}

fn address(id: SessionId) -> String {
    format!("/dialogues/{id}/conclusion")
}

async fn edit_view(app: &App, ctx: &Ctx, found: dialogues::Found, form: FormState) -> AppResult<Edit> {
    let bodies = bodies(app, ctx, &found, |body| conclusions::may_issue(body.kind)).await?;
    Ok(Edit { session: found.session.id.to_string(), title: found.session.title, form, bodies })
}

/// GET /dialogues/{id}/conclusion/edit
///
/// # Errors
/// `NotFound`, `Denied`; `Refused` once signed.
pub async fn edit(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let (found, conclusion) = draft(&app, &visit.ctx, Action::IssueConclusion, id).await?;
    let form = FormState::with(json!({
        "version": conclusion.version,
        "body": conclusion.body,
        "number": conclusion.number,
        "general": conclusion.general,
    }));
    visit.page(&edit_view(&app, &visit.ctx, found, form).await?)
}

/// POST /dialogues/{id}/conclusion/edit
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn save(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::conclusion(&posted) {
        Ok((version, body, number, general)) => actions::write(&app, &visit.ctx, id, version, body, number, general).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&address(id), "flash-conclusion-written"),
        Err(violations) => {
            let (found, _) = draft(&app, &visit.ctx, Action::IssueConclusion, id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&edit_view(&app, &visit.ctx, found, form).await?)
        }
    }
}

/// Of the task that is changed, or of all tasks for a new one.
fn task_address(session: &str, task: Option<&str>) -> String {
    let all = format!("/dialogues/{session}/conclusion/tasks");
    task.map_or_else(|| all.clone(), |task| format!("{all}/{task}"))
}

async fn task_view(app: &App, ctx: &Ctx, found: &dialogues::Found, task: Option<&Task>, form: FormState) -> AppResult<EditTask> {
    let session = found.session.id.to_string();
    let id = task.map(|task| task.id.to_string());
    Ok(EditTask {
        action: task_address(&session, id.as_deref()),
        session,
        task: id,
        may_remove: task.is_some_and(|task| task.promise.is_none()),
        form,
        bodies: bodies(app, ctx, found, |body| body.kind.answers()).await?,
    })
}

async fn task_of(app: &App, conclusion: &Conclusion, id: ConclusionTaskId) -> AppResult<Task> {
    let all = tasks::of(app.db().read(), conclusion.id).await?;
    all.into_iter().find(|task| task.id == id).ok_or(AppError::NotFound)
}

/// GET /dialogues/{id}/conclusion/tasks/new
///
/// # Errors
/// `NotFound`, `Denied`; `Refused` once signed.
pub async fn new_task(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let (found, conclusion) = draft(&app, &visit.ctx, Action::IssueConclusion, id).await?;
    let form = FormState::with(json!({ "version": conclusion.version, "roll": "1" }));
    visit.page(&task_view(&app, &visit.ctx, &found, None, form).await?)
}

/// POST /dialogues/{id}/conclusion/tasks
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn add_task(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    keep_task(app, visit, id, None, posted).await
}

/// GET /dialogues/{id}/conclusion/tasks/{task}
///
/// # Errors
/// `NotFound`, `Denied`; `Refused` once signed.
pub async fn edit_task(
    AppState(app): AppState<App>,
    visit: Visit,
    Path((id, task)): Path<(SessionId, ConclusionTaskId)>,
) -> PageResult {
    let (found, conclusion) = draft(&app, &visit.ctx, Action::IssueConclusion, id).await?;
    let task = task_of(&app, &conclusion, task).await?;
    let form = FormState::with(json!({
        "version": conclusion.version,
        "wording": task.wording,
        "lead": task.lead.map(|body: BodyId| body.to_string()),
        "supports": task.supports.iter().map(BodyId::to_string).collect::<Vec<_>>(),
        "due_on": task.due_on.map(|day| format::date(Locale::Vi, day)),
        "roll": "1",
    }));
    visit.page(&task_view(&app, &visit.ctx, &found, Some(&task), form).await?)
}

/// POST /dialogues/{id}/conclusion/tasks/{task}
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn save_task(
    AppState(app): AppState<App>,
    visit: Visit,
    Path((id, task)): Path<(SessionId, ConclusionTaskId)>,
    posted: Posted,
) -> PageResult {
    keep_task(app, visit, id, Some(task), posted).await
}

async fn keep_task(app: App, visit: Visit, id: SessionId, task: Option<ConclusionTaskId>, posted: Posted) -> PageResult {
    let result = match forms::task(&posted) {
        Ok((version, words)) => actions::save_task(&app, &visit.ctx, id, version, task, words).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&address(id), "flash-conclusion-task-saved"),
        Err(violations) => {
            let (found, conclusion) = draft(&app, &visit.ctx, Action::IssueConclusion, id).await?;
            let task = match task {
                Some(task) => Some(task_of(&app, &conclusion, task).await?),
                None => None,
            };
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&task_view(&app, &visit.ctx, &found, task.as_ref(), form).await?)
        }
    }
}

/// POST /dialogues/{id}/conclusion/tasks/{task}/remove
///
/// # Errors
/// `Refused` for what was promised in the room; `Conflict`, `Denied`.
pub async fn remove_task(
    AppState(app): AppState<App>,
    visit: Visit,
    Path((id, task)): Path<(SessionId, ConclusionTaskId)>,
    posted: Posted,
) -> PageResult {
    actions::remove_task(&app, &visit.ctx, id, forms::version(&posted)?, task).await?;
    visit.redirect(&address(id), "flash-conclusion-task-removed")
}

/// GET /dialogues/{id}/conclusion/sign
///
/// # Errors
/// `NotFound`, `Denied`; `Refused` once signed.
pub async fn sign_form(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let (found, conclusion) = draft(&app, &visit.ctx, Action::SignConclusion, id).await?;
    let tasks = tasks::of(app.db().read(), conclusion.id).await?.len();
    let form = FormState::with(json!({ "version": conclusion.version }));
    visit.page(&Sign { session: id.to_string(), title: found.session.title, tasks, form })
}

/// POST /dialogues/{id}/conclusion/sign
///
/// # Errors
/// `Conflict`, `Denied`; what is missing is listed on the page.
pub async fn sign(AppState(app): AppState<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::version(&posted) {
        Ok(version) => actions::sign(&app, &visit.ctx, id, version).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&address(id), "flash-conclusion-signed"),
        Err(violations) => {
            let (found, conclusion) = draft(&app, &visit.ctx, Action::SignConclusion, id).await?;
            let tasks = tasks::of(app.db().read(), conclusion.id).await?.len();
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Sign { session: id.to_string(), title: found.session.title, tasks, form })
        }
    }
}
