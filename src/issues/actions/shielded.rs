//! Looking at a complaint that went its own way. Every look, at its words and at each of its files, is written into the audit trail.

use serde_json::json;

use crate::app::{App, Reading};
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::actions::files;
use crate::issues::store::attachments::{self, Attachment};
use crate::issues::store::issues::{self, Found};
use crate::kernel::{Action, AttachmentId, Ctx, IssueId};

/// The complaint with its words, for the office of its unit alone; records who looked.
///
/// # Errors
/// [`AppError::NotFound`] for an issue that is open to its readers anyway; [`AppError::Denied`].
pub async fn read(app: &App, ctx: &Ctx, id: IssueId) -> AppResult<Found> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = find(&tx, ctx, id).await?;
    tx.commit(found.issue.event("issue.shielded-read")).await?;
    Ok(found)
}

/// One of its files; records who took it.
///
/// # Errors
/// As [`read`]; [`AppError::Internal`] when the bytes are gone.
pub async fn file(app: &App, ctx: &Ctx, id: IssueId, file: AttachmentId) -> AppResult<(Attachment, Reading)> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = find(&tx, ctx, id).await?;
    let file = attachments::find(tx.conn(), id, file).await?;
    let facts = json!({ "after": { "sha256": file.sha256 } });
    tx.commit(found.issue.event("issue.shielded-read").facts(facts)).await?;
    let reading = files::open(app, &file.sha256).await?;
    Ok((file, reading))
}

async fn find(tx: &WriteTx, ctx: &Ctx, id: IssueId) -> AppResult<Found> {
    let found = issues::find(tx.conn(), ctx, Action::ReadShielded, id).await?;
    if found.issue.is_shielded() { Ok(found) } else { Err(AppError::NotFound) }
}
