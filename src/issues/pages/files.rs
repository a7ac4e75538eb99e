//! Giving attached files back, and taking them off. A browser saves them; it never shows or runs them.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

use crate::app::App;
use crate::error::AppError;
use crate::issues::actions::files as actions;
use crate::issues::rules::file_kind::disposition;
use crate::kernel::{AttachmentId, IssueId};
use crate::web::{PageResult, Path, Posted, Visit};

/// GET /issues/{id}/files/{file}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn read(State(app): State<App>, visit: Visit, Path((id, file)): Path<(IssueId, AttachmentId)>) -> PageResult {
    let (file, bytes) = actions::read(&app, &visit.ctx, id, file).await?;
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| AppError::Internal(format!("header {text:?}")));
    let headers = [
        (header::CONTENT_TYPE, value(&file.media_type)?),
        (header::CONTENT_DISPOSITION, value(&disposition(&file.file_name))?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, bytes).into_response())
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
