//! Acts that are asked about first: signing, taking back, sending, accepting; remarks and the return with its reason.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::words::{Choice, Names, ordered, title_of};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, ReportId, Role};
use crate::reports::actions::{review, write};
use crate::reports::forms;
use crate::reports::rules::StateWord;
use crate::reports::store::reports::{self, Found};
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// The question before an act.
#[derive(Debug, Serialize)]
pub struct Confirm {
    pub id: String,
    /// `sign`, `reopen`, `send` or `accept`.
    pub act: &'static str,
    pub report: String,
    pub unit: String,
    pub version: i32,
}

impl View for Confirm {
    const TEMPLATE: &'static str = "pages/reports/confirm";

    fn samples() -> Vec<Self> {
        let sample =
            |act| Self {
                id: "0193".into(), act, report: "Báo cáo năm 2025".into(), unit: "phường Hải An".into(), version: 1
            };
        ["sign", "reopen", "send", "accept"].map(sample).into()
    }
}

/// Shows the question if the report is in one of the states in which the act is possible.
async fn ask(app: &App, visit: &Visit, id: ReportId, action: Action, act: &'static str, states: &[StateWord]) -> PageResult {
    let found = reports::find(app.db().read(), &visit.ctx, action, id).await?;
    if !states.contains(&found.report.state.word()) {
        return visit.go(&format!("/reports/{id}"));
    }
    visit.page(&Confirm {
        id: id.to_string(),
        act,
        report: title_of(visit.locale, &found.report),
        unit: found.unit.name.clone(),
        version: found.report.version,
    })
}

/// POST /reports/{id}/present
///
/// # Errors
/// `Refused` with the rule that forbids it, `Conflict`, `Denied`.
pub async fn present(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    write::present(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/reports/{id}"), "flash-report-presented")
}

/// GET /reports/{id}/sign
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn ask_sign(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let states = [StateWord::Draft, StateWord::Presented, StateWord::Returned];
    ask(&app, &visit, id, Action::SignReport, "sign", &states).await
}

/// POST /reports/{id}/sign
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn sign(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    write::sign(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/reports/{id}"), "flash-report-signed")
}

/// GET /reports/{id}/reopen
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn ask_reopen(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let action = if visit.has_role(Role::Leader) { Action::SignReport } else { Action::WriteReport };
    ask(&app, &visit, id, action, "reopen", &[StateWord::Presented, StateWord::Signed]).await
}

/// POST /reports/{id}/reopen
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn reopen(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    write::reopen(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/reports/{id}"), "flash-report-reopened")
}

/// GET /reports/{id}/send
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn ask_send(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    ask(&app, &visit, id, Action::WriteReport, "send", &[StateWord::Signed]).await
}

/// POST /reports/{id}/send
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn send(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    write::send(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/reports/{id}"), "flash-report-sent")
}

/// GET /reports/{id}/accept
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn ask_accept(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    ask(&app, &visit, id, Action::ReviewReport, "accept", &[StateWord::Sent]).await
}

/// POST /reports/{id}/accept
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn accept(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    review::accept(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/reports/{id}"), "flash-report-accepted")
}

/// The form of a remark, or of a return with its reason.
#[derive(Debug, Serialize)]
pub struct Remark {
    pub id: String,
    pub report: String,
    pub unit: String,
    pub form: FormState,
    /// Empty for a return.
    pub figures: Vec<Choice>,
    pub returning: bool,
}

impl View for Remark {
    const TEMPLATE: &'static str = "pages/reports/remark";

    fn samples() -> Vec<Self> {
        let choice = || Choice { value: "resolved-rate".into(), label: "Tỷ lệ giải quyết".into(), selected: true };
        let sample = |returning, figures| Self {
            id: "0193".into(),
            report: "Báo cáo năm 2025".into(),
            unit: "phường Hải An".into(),
            form: FormState::with(json!({ "version": 1 })),
            figures,
            returning,
        };
        vec![sample(false, vec![choice()]), sample(true, Vec::new())]
    }
}

/// Which figure the remark is about.
#[derive(Debug, Default, Deserialize)]
pub struct RemarkQuery {
    #[serde(default)]
    figure: String,
}

async fn remark_view(app: &App, visit: &Visit, found: &Found, form: FormState, returning: bool) -> AppResult<Remark> {
    let names = Names::load(app, visit.locale).await?;
    let codes = found.frozen.as_ref().filter(|_| !returning).map(|frozen| ordered(&frozen.figures)).unwrap_or_default();
    let choice = |code: String| Choice { label: names.figure(&code), value: code, selected: false };
    Ok(Remark {
        id: found.report.id.to_string(),
        report: title_of(visit.locale, &found.report),
        unit: found.unit.name.clone(),
        form,
        figures: codes.into_iter().map(choice).collect(),
        returning,
    })
}

async fn waiting(app: &App, visit: &Visit, id: ReportId) -> AppResult<Found> {
    let found = reports::find(app.db().read(), &visit.ctx, Action::ReviewReport, id).await?;
    if found.report.state.word() == StateWord::Sent { Ok(found) } else { Err(AppError::NotFound) }
}

/// GET /reports/{id}/remarks
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn remark_form(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<ReportId>,
    Query(query): Query<RemarkQuery>,
) -> PageResult {
    let found = waiting(&app, &visit, id).await?;
    let form = FormState::with(json!({ "version": found.report.version, "figure": query.figure }));
    visit.page(&remark_view(&app, &visit, &found, form, false).await?)
}

/// POST /reports/{id}/remarks
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn remark(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    let result = match forms::remark(&posted) {
        Ok(input) => review::remark(&app, &visit.ctx, id, input.version, input.figure, input.text).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/reports/{id}#remarks"), "flash-report-remarked"),
        Err(violations) => {
            let found = waiting(&app, &visit, id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&remark_view(&app, &visit, &found, form, false).await?)
        }
    }
}

/// GET /reports/{id}/return
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn return_form(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let found = waiting(&app, &visit, id).await?;
    let form = FormState::with(json!({ "version": found.report.version }));
    visit.page(&remark_view(&app, &visit, &found, form, true).await?)
}

/// POST /reports/{id}/return
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn give_back(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    let result = match forms::remark(&posted) {
        Ok(input) => review::give_back(&app, &visit.ctx, id, input.version, input.text).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/reports/{id}"), "flash-report-returned"),
        Err(violations) => {
            let found = waiting(&app, &visit, id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&remark_view(&app, &visit, &found, form, true).await?)
        }
    }
}
