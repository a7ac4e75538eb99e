//! Evidence: files that an agency sends with its words, kept by the issues room, given back to who may read the commitment.

use crate::app::App;
use crate::error::AppResult;
use crate::followups::store::commitments;
use crate::followups::store::evidence::{self, Evidence};
use crate::issues::{KeptFile, file_bytes, keep_files};
use crate::kernel::{Action, AttachmentId, CommitmentId, Ctx};

/// Checks files (name and bytes) and lays them down, for somebody who may report on the commitment.
///
/// # Errors
/// `Denied`; refusals on `files`.
pub(super) async fn keep(app: &App, ctx: &Ctx, id: CommitmentId, files: &[(String, Vec<u8>)]) -> AppResult<Vec<KeptFile>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    commitments::find(app.db().read(), ctx, Action::ReportProgress, id).await?;
    keep_files(app, files).await
}

/// A file of a commitment and its bytes.
///
/// # Errors
/// `NotFound`, `Denied`; `Internal` when the bytes are gone or not what they were.
pub async fn read(app: &App, ctx: &Ctx, id: CommitmentId, file: AttachmentId) -> AppResult<(Evidence, Vec<u8>)> {
    let conn = app.db().read();
    commitments::find(conn, ctx, Action::ReadCommitment, id).await?;
    let file = evidence::find(conn, id, file).await?;
    let bytes = file_bytes(app, &file.sha256).await?;
    Ok((file, bytes))
}
