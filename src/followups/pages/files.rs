//! Giving evidence back. A browser saves it; it never shows or runs it.

use axum::extract::State as AppState;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;

use crate::app::App;
use crate::error::AppError;
use crate::followups::actions::evidence;
use crate::issues::disposition;
use crate::kernel::{AttachmentId, CommitmentId};
use crate::web::{PageResult, Path, Visit};

/// GET /commitments/{id}/files/{file}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn read(
    AppState(app): AppState<App>,
    visit: Visit,
    Path((id, file)): Path<(CommitmentId, AttachmentId)>,
) -> PageResult {
    let (file, bytes) = evidence::read(&app, &visit.ctx, id, file).await?;
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
