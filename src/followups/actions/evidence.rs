//! Evidence: files that an agency sends with its words, kept by the issues room, given back to who may read the commitment.

use crate::app::{App, Incoming, Reading};
use crate::error::AppResult;
use crate::followups::store::commitments;
use crate::followups::store::evidence::{self, Evidence};
use crate::issues::{KeptFile, keep_files, open_file};
use crate::kernel::{Action, AttachmentId, CommitmentId, Ctx};

/// Checks files and lays them down, for somebody who may report on the commitment.
///
/// # Errors
/// `Denied`; refusals on `files`.
pub(super) async fn keep(app: &App, ctx: &Ctx, id: CommitmentId, files: &[Incoming]) -> AppResult<Vec<KeptFile>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    commitments::find(app.db().read(), ctx, Action::ReportProgress, id).await?;
    keep_files(app, files).await
}

/// A file of a commitment and its content.
///
/// # Errors
/// `NotFound`, `Denied`; `Internal` when the content is gone or cannot be reached.
pub async fn read(app: &App, ctx: &Ctx, id: CommitmentId, file: AttachmentId) -> AppResult<(Evidence, Reading)> {
    let conn = app.db().read();
    commitments::find(conn, ctx, Action::ReadCommitment, id).await?;
    let file = evidence::find(conn, id, file).await?;
    let reading = open_file(app, &file.sha256).await?;
    Ok((file, reading))
}
