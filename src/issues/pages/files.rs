//! Giving attached files back, and taking them off. A browser saves them; it never shows or runs them.

use axum::extract::State;

use crate::app::App;
use crate::issues::actions::{files as actions, shielded};
use crate::kernel::{AttachmentId, IssueId};
use crate::web::{PageResult, Path, Posted, Visit, download_kept};

/// GET /issues/{id}/files/{file}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn read(State(app): State<App>, visit: Visit, Path((id, file)): Path<(IssueId, AttachmentId)>) -> PageResult {
    let (file, reading) = actions::read(&app, &visit.ctx, id, file).await?;
    download_kept(&file.file_name, &file.media_type, reading)
}

/// POST /issues/{id}/files/{file}/take: a file of a complaint, whose reading is recorded.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn take(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(IssueId, AttachmentId)>,
    _posted: Posted,
) -> PageResult {
    let (file, reading) = shielded::file(&app, &visit.ctx, id, file).await?;
    download_kept(&file.file_name, &file.media_type, reading)
}

/// POST /issues/{id}/files/{file}/remove
///
/// # Errors
/// `issue.wrong-state`, [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove(
    State(app): State<App>,
    visit: Visit,
    Path((id, file)): Path<(IssueId, AttachmentId)>,
    _posted: Posted,
) -> PageResult {
    actions::remove(&app, &visit.ctx, id, file).await?;
    visit.redirect(&format!("/issues/{id}/edit"), "flash-file-removed")
}
