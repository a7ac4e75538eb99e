//! Giving evidence back. A browser saves it; it never shows or runs it.

use axum::extract::State as AppState;

use crate::app::App;
use crate::followups::actions::evidence;
use crate::kernel::{AttachmentId, CommitmentId};
use crate::web::{PageResult, Path, Visit, download_kept};

/// GET /commitments/{id}/files/{file}
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn read(
    AppState(app): AppState<App>,
    visit: Visit,
    Path((id, file)): Path<(CommitmentId, AttachmentId)>,
) -> PageResult {
    let (file, reading) = evidence::read(&app, &visit.ctx, id, file).await?;
    download_kept(&file.file_name, &file.media_type, reading)
}
