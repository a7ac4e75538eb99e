//! One setting of an organisation: whether its head looks at what it hands in before it leaves.

use axum::extract::State;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::error::AppResult;
use crate::kernel::{BodyId, Role, Violations};
use crate::organisation::actions::approval as actions;
use crate::organisation::forms;
use crate::web::choice::Choice;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The setting with those who may approve.
#[derive(Debug, Serialize)]
pub struct Approval {
    pub id: String,
    pub name: String,
    pub form: FormState,
    pub ways: Vec<Choice>,
    pub approvers: Vec<String>,
    /// Where the reader came from: the administration of bodies or the organisation's own desk.
    pub back: String,
}

impl View for Approval {
    const TEMPLATE: &'static str = "pages/organisation/approval";

    fn samples() -> Vec<Self> {
        let sample = |approvers: Vec<String>, way: &str| Self {
            id: "0193".into(),
            name: "Hội Liên hiệp Phụ nữ phường Hải An".into(),
            form: FormState::with(json!({ "version": 1, "approves_first": way })),
            ways: vec![Choice::new("yes", "Phải duyệt"), Choice::new("no", "Không")],
            approvers,
            back: "/issues/own".into(),
        };
        vec![sample(vec!["Nguyễn Thị Mẫu".into()], "yes"), sample(Vec::new(), "no")]
    }
}

async fn view(app: &App, visit: &Visit, id: BodyId, refused: Option<FormState>) -> AppResult<Approval> {
    let conn = app.db().read();
    let (body, _) = actions::settable(conn, &visit.ctx, id).await?;
    let way = if body.approves_first { "yes" } else { "no" };
    let form = refused.unwrap_or_else(|| FormState::with(json!({ "version": body.version, "approves_first": way })));
    let back = if visit.has_role(Role::Admin) { format!("/admin/bodies/{id}") } else { "/issues/own".to_owned() };
    Ok(Approval {
        id: id.to_string(),
        name: body.name,
        form,
        ways: Choice::words(["no", "yes"], "approves-first", visit.locale),
        approvers: actions::approvers(conn, &visit.ctx, id).await?.into_iter().map(|one| one.name).collect(),
        back,
    })
}

/// GET /bodies/{id}/approval
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /bodies/{id}/approval
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<BodyId>, posted: Posted) -> PageResult {
    actions::settable(app.db().read(), &visit.ctx, id).await?;
    let result = match forms::approval(&posted) {
        Ok((version, first)) => actions::set(&app, &visit.ctx, id, version, first).await,
        Err(violations) => Err(violations.into()),
    };
    let refused = |violations: &Violations| FormState::refused(&posted, violations, visit.locale);
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/bodies/{id}/approval"), "flash-approval-set"),
        Err(violations) => visit.refused(&view(&app, &visit, id, Some(refused(&violations))).await?),
    }
}
