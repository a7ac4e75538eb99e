//! Closing the room, signing, taking signatures back. The page is the room's.

use axum::extract::State;

use crate::app::App;
use crate::error::AppResult;
use crate::kernel::SessionId;
use crate::minutes::actions::closing as actions;
use crate::minutes::forms;
use crate::minutes::pages::room::view;
use crate::minutes::rules::Signer;
use crate::web::{FormState, PageResult, Path, Posted, Visit, outcome};

/// Back to the room with `flash`, or the room again with what stood against the act.
async fn answer(app: &App, visit: &Visit, id: SessionId, posted: &Posted, result: AppResult<()>, flash: &str) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/minutes"), flash),
        Err(violations) => {
            let refused = FormState::refused(posted, &violations, visit.locale);
            let mut page = view(app, visit, id, None).await?;
            // What stands in the room stays; what was typed beside it is kept.
            let values = refused.values.clone().into_iter().chain(page.form.values).collect();
            page.form = FormState { values, ..refused };
            visit.refused(&page)
        }
    }
}

/// POST /dialogues/{id}/minutes/end
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn end(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::end(&app, &visit.ctx, id).await;
    answer(&app, &visit, id, &posted, result, "flash-minutes-ended").await
}

/// POST /dialogues/{id}/minutes/sign-chair
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn sign_chair(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::sign(&app, &visit.ctx, id, Signer::Chair).await;
    answer(&app, &visit, id, &posted, result, "flash-minutes-signed").await
}

/// POST /dialogues/{id}/minutes/sign-clerk
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn sign_clerk(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::sign(&app, &visit.ctx, id, Signer::Clerk).await;
    answer(&app, &visit, id, &posted, result, "flash-minutes-signed").await
}

/// POST /dialogues/{id}/minutes/give-back
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn give_back(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::reason(&posted) {
        Ok(reason) => actions::give_back(&app, &visit.ctx, id, &reason).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-minutes-given-back").await
}
