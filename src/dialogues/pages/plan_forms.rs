//! Drafting, changing, submitting, approving and returning a year plan.

use axum::extract::State;

use super::plans::{book_view, own_unit, plan_view};
use crate::app::App;
use crate::dialogues::actions::plans as actions;
use crate::dialogues::forms;
use crate::dialogues::forms::plans::Wish;
use crate::dialogues::store::plans;
use crate::error::AppError;
use crate::kernel::{Action, PlanId};
use crate::web::{FormState, PageResult, Path, Posted, Visit, outcome};

/// POST /plans
///
/// # Errors
/// [`AppError::Denied`].
pub async fn draft(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = own_unit(&visit.ctx, posted.get("unit").unwrap_or_default())?;
    let year = forms::plans::year(&posted);
    let asked = year.as_ref().ok().copied();
    let result = match year {
        Ok(year) => actions::draft(&app, &visit.ctx, &unit, year).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(id) => visit.redirect(&format!("/plans/{id}"), "flash-plan-drafted"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&book_view(&app, &visit, &unit, asked, form).await?)
        }
    }
}

/// POST /plans/{id}: save, add what is missing, or submit; what was typed is kept in every case.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<PlanId>, posted: Posted) -> PageResult {
    let found = plans::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let mut flash = "flash-plan-saved";
    let result = match forms::plans::lines(&posted, &found.plan) {
        Ok((version, Wish::Submit, lines)) => {
            flash = "flash-plan-submitted";
            actions::submit(&app, &visit.ctx, id, version, lines).await
        }
        Ok((version, wish, lines)) => actions::save(&app, &visit.ctx, id, version, lines, wish == Wish::AddMissing).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, flash).await
}

/// POST /plans/{id}/approve
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn approve(State(app): State<App>, visit: Visit, Path(id): Path<PlanId>, posted: Posted) -> PageResult {
    plans::find(app.db().read(), &visit.ctx, Action::ApprovePlan, id).await?;
    let result = match forms::plans::approval(&posted) {
        Ok((version, number)) => actions::approve(&app, &visit.ctx, id, version, number).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-plan-approved").await
}

/// POST /plans/{id}/return
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn give_back(State(app): State<App>, visit: Visit, Path(id): Path<PlanId>, posted: Posted) -> PageResult {
    plans::find(app.db().read(), &visit.ctx, Action::ApprovePlan, id).await?;
    let result = match forms::reason(&posted) {
        Ok((version, why)) => actions::give_back(&app, &visit.ctx, id, version, why).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-plan-returned").await
}

async fn answer(app: &App, visit: &Visit, id: PlanId, posted: &Posted, result: Result<(), AppError>, flash: &str) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/plans/{id}"), flash),
        Err(violations) => {
            let form = FormState::refused(posted, &violations, visit.locale);
            visit.refused(&plan_view(app, visit, id, Some((forms::plans::typed(posted), form))).await?)
        }
    }
}
