//! Attached files: checked by content, kept in the data folder under their SHA-256, given back only to who may read the issue.

use std::path::PathBuf;

use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::io::AsyncWriteExt;

use crate::app::{App, Verdict};
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::actions::hand_in::own_way;
use crate::issues::rules::Issue;
use crate::issues::rules::file_kind::{FileKind, check};
use crate::issues::store::attachments::{self, Attachment};
use crate::issues::store::issues;
use crate::kernel::permit::Permit;
use crate::kernel::{Action, AttachmentId, Ctx, IssueId, Refusal, Violations, ids};

/// Most files of one issue.
pub const MOST_FILES: usize = 10;

/// A file whose bytes lie in the folder already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub file_name: String,
    pub kind: FileKind,
    pub size_bytes: i64,
    pub sha256: String,
}

fn place(app: &App, sha256: &str) -> PathBuf {
    app.files().join(sha256.get(..2).unwrap_or("00")).join(sha256)
}

/// Checks all files (name and bytes) and lays them down. A file without an issue is harmless: it is found by nobody.
///
/// # Errors
/// On `files`: `file.too-many`, `file.too-large`, `file.infected`, `file.not-scanned`, and those of [`check`].
pub async fn keep(app: &App, files: &[(String, Vec<u8>)]) -> AppResult<Vec<Kept>> {
    let (mut violations, mut checked) = (Violations::default(), Vec::new());
    if files.len() > MOST_FILES {
        violations.push(Refusal::on("files", "file.too-many").arg("most", MOST_FILES));
    }
    let limit = app.config().max_upload_bytes;
    for (name, bytes) in files {
        if bytes.len() as u64 > limit {
            violations.push(Refusal::on("files", "file.too-large").arg("name", name).arg("megabytes", limit / 1024 / 1024));
            continue;
        }
        match check(name, bytes) {
            Ok(good) => checked.push((good, bytes)),
            Err(refusal) => violations.push(refusal),
        }
    }
    violations.or(())?;
    let mut kept = Vec::with_capacity(checked.len());
    for ((file_name, kind), bytes) in checked {
        let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
        let verdict = lay_down(app, &sha256, bytes).await;
        match verdict.map_err(|error| AppError::Internal(format!("file {sha256}: {error}")))? {
            Verdict::Clean => {}
            Verdict::Infected => return Err(Refusal::on("files", "file.infected").arg("name", &file_name).into()),
            Verdict::Unknown => return Err(Refusal::on("files", "file.not-scanned").arg("name", &file_name).into()),
        }
        let size_bytes = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        kept.push(Kept { file_name, kind, size_bytes, sha256 });
    }
    Ok(kept)
}

/// Writes beside, lets the scanner look, and renames, so that a name never stands for half a content or an infected one.
async fn lay_down(app: &App, sha256: &str, bytes: &[u8]) -> std::io::Result<Verdict> {
    let path = place(app, sha256);
    if tokio::fs::try_exists(&path).await? {
        // The scanner may have learned since it was laid down.
        return Ok(app.scanner().check(&path).await);
    }
    if let Some(folder) = path.parent() {
        tokio::fs::create_dir_all(folder).await?;
    }
    let beside = path.with_extension(ids::fresh_uuid().simple().to_string());
    let mut file = tokio::fs::File::create_new(&beside).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    drop(file);
    let verdict = app.scanner().check(&beside).await;
    if verdict == Verdict::Clean {
        tokio::fs::rename(&beside, &path).await?;
    } else {
        tokio::fs::remove_file(&beside).await?;
    }
    Ok(verdict)
}

/// Attaches files to an issue inside an open transaction.
///
/// # Errors
/// `file.too-many` together with those that it has.
pub async fn attach(tx: &WriteTx, ctx: &Ctx, permit: &Permit, issue: &Issue, files: &[Kept]) -> AppResult<()> {
    if files.is_empty() {
        return Ok(());
    }
    let before = attachments::of_issue(tx.conn(), issue.id).await?;
    if before.len() + files.len() > MOST_FILES {
        return Err(Refusal::on("files", "file.too-many").arg("most", MOST_FILES).into());
    }
    for file in files {
        let attachment = Attachment {
            id: AttachmentId::fresh(),
            issue: issue.id,
            unit_code: issue.unit_code.clone(),
            file_name: file.file_name.clone(),
            media_type: file.kind.to_string(),
            size_bytes: file.size_bytes,
            sha256: file.sha256.clone(),
            added_by: ctx.actor.account(),
            added_at: ctx.now,
        };
        attachments::insert(tx.conn(), permit, &attachment).await?;
        let facts = json!({ "after": { "sha256": file.sha256, "size_bytes": file.size_bytes } });
        tx.say(&issue.event("attachment.added").facts(facts)).await?;
    }
    Ok(())
}

/// Takes a file off an issue that its organisation may still change.
///
/// # Errors
/// `issue.wrong-state`, [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, id: IssueId, file: AttachmentId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = issues::find(tx.conn(), ctx, Action::SubmitIssue, id).await?;
    found.issue.check_editable(&own_way(&tx, ctx, &found).await?)?;
    let file = attachments::find(tx.conn(), id, file).await?;
    attachments::delete(tx.conn(), &found.permit, file.id).await?;
    let facts = json!({ "before": { "sha256": file.sha256, "size_bytes": file.size_bytes } });
    tx.commit(found.issue.event("attachment.removed").facts(facts)).await
}

/// A file of an issue and its bytes, for who may read the issue.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`]; [`AppError::Internal`] when the bytes are gone or not what they were.
pub async fn read(app: &App, ctx: &Ctx, id: IssueId, file: AttachmentId) -> AppResult<(Attachment, Vec<u8>)> {
    let conn = app.db().read();
    // Files of a complaint are read where the look is recorded.
    if issues::find(conn, ctx, Action::ReadIssue, id).await?.issue.is_shielded() {
        return Err(AppError::NotFound);
    }
    let file = attachments::find(conn, id, file).await?;
    let bytes = bytes(app, &file.sha256).await?;
    Ok((file, bytes))
}

/// The bytes that were laid down under this SHA-256. The caller has asked rights about what they are attached to.
///
/// # Errors
/// [`AppError::Internal`] when they are gone or not what they were.
pub async fn bytes(app: &App, sha256: &str) -> AppResult<Vec<u8>> {
    let lost = |why: String| AppError::Internal(format!("file {sha256}: {why}"));
    let bytes = tokio::fs::read(place(app, sha256)).await.map_err(|error| lost(error.to_string()))?;
    if data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)) == sha256 {
        Ok(bytes)
    } else {
        Err(lost("content altered".to_owned()))
    }
}
