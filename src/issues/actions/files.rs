//! Attached files: checked by content, kept under their SHA-256, given back only to who may read the issue. No file is ever in
//! memory as a whole, except a text.

use std::io::{ErrorKind, Read};

use serde_json::json;

use crate::app::{App, Fate, Incoming, Reading, Verdict};
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::actions::hand_in::own_way;
use crate::issues::rules::file_kind::{FileKind, Look, MOST_TEXT, check, is_text, may_be_text};
use crate::issues::rules::{Issue, picture};
use crate::issues::store::attachments::{self, Attachment};
use crate::issues::store::{issues, texts};
use crate::kernel::permit::Permit;
use crate::kernel::{Action, AttachmentId, Ctx, IssueId, Refusal, Violations};
use crate::sheets::package;

/// Most files of one issue.
pub const MOST_FILES: usize = 10;

/// How packages begin.
const PACKED: &[u8] = b"PK\x03\x04";

/// A file whose bytes are laid down already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub file_name: String,
    pub kind: FileKind,
    pub size_bytes: i64,
    pub sha256: String,
}

/// Checks all files and lays them down. A file without an issue is harmless: it is found by nobody.
///
/// # Errors
/// On `files`: `file.too-many`, `file.too-large`, `file.infected`, `file.not-scanned`, `file.not-kept`,
/// `file.broken-picture`, and those of [`check`].
pub async fn keep(app: &App, files: &[Incoming]) -> AppResult<Vec<Kept>> {
    let (mut violations, mut checked) = (Violations::default(), Vec::new());
    if files.len() > MOST_FILES {
        violations.push(Refusal::on("files", "file.too-many").arg("most", MOST_FILES));
    }
    for file in files {
        match looked_at(app, file).await {
            Ok((file_name, kind)) => checked.push((file_name, kind, file)),
            Err(refusal) => violations.push(refusal),
        }
    }
    violations.or(())?;
    let mut kept = Vec::with_capacity(checked.len());
    for (file_name, kind, file) in checked {
        let refused = |code| Refusal::on("files", code).arg("name", &file_name);
        let place = file.place().ok_or_else(|| refused("file.not-kept"))?;
        match app.scanner().check(place).await {
            Verdict::Clean => {}
            Verdict::Infected => return Err(refused("file.infected").into()),
            Verdict::Unknown => return Err(refused("file.not-scanned").into()),
        }
        let bare;
        let file = if kind.is_picture() {
            bare = file.rewritten(move |from, to| picture::bare(kind, from, to)).await.map_err(|error| match error.kind() {
                ErrorKind::InvalidData | ErrorKind::UnexpectedEof => refused("file.broken-picture"),
                _ => refused("file.not-kept"),
            })?;
            &bare
        } else {
            file
        };
        if let Err(error) = app.blobs().keep(file).await {
            tracing::error!(sha256 = file.sha256(), %error, "a file could not be kept");
            return Err(refused("file.not-kept").into());
        }
        let size_bytes = i64::try_from(file.size()).unwrap_or(i64::MAX);
        kept.push(Kept { file_name, kind, size_bytes, sha256: file.sha256().to_owned() });
    }
    Ok(kept)
}

/// The name and kind of a file, of which no more is read than its ends and the directory of a package; of a text all.
async fn looked_at(app: &App, file: &Incoming) -> Result<(String, FileKind), Refusal> {
    let refused = |code| Refusal::on("files", code).arg("name", file.name());
    let too_large = |limit: u64| refused("file.too-large").arg("megabytes", limit / 1024 / 1024);
    match file.fate() {
        Fate::Whole => {}
        Fate::TooLarge => return Err(too_large(app.config().max_upload_bytes)),
        Fate::Unwritten => return Err(refused("file.not-kept")),
    }
    if file.size() == 0 {
        return check(file.name(), &Look::default());
    }
    let unread = |error: std::io::Error| {
        tracing::error!(%error, "an upload could not be read");
        refused("file.not-kept")
    };
    let (head, tail) = file.ends().await.map_err(unread)?;
    let mut look = Look { size: file.size(), head: &head, tail: &tail, ..Look::default() };
    let end = tail.clone();
    // A directory that cannot be read lists nothing, so that the file is of no kind.
    let parts = if head.starts_with(PACKED) {
        file.look(move |file| Ok(package::names(file, &end).unwrap_or_default())).await.unwrap_or_default()
    } else {
        Vec::new()
    };
    look.parts = &parts;
    if FileKind::sniff(&look).is_none() && may_be_text(file.name()) {
        if file.size() > MOST_TEXT {
            return Err(too_large(MOST_TEXT));
        }
        let read = |file: &mut std::fs::File| {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Ok(is_text(&bytes))
        };
        look.is_text = file.look(read).await.map_err(unread)?;
    }
    check(file.name(), &look)
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
    texts::keep(tx.conn(), issue).await
}

/// Takes a file off an issue that its organisation may still change.
///
/// # Errors
/// `issue.wrong-state`, [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, id: IssueId, file: AttachmentId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = issues::find(tx.conn(), ctx, Action::SubmitIssue, id).await?;
    found.issue.check_editable(&own_way(tx.conn(), ctx, &found).await?)?;
    let file = attachments::find(tx.conn(), id, file).await?;
    attachments::delete(tx.conn(), &found.permit, &file).await?;
    texts::keep(tx.conn(), &found.issue).await?;
    let facts = json!({ "before": { "sha256": file.sha256, "size_bytes": file.size_bytes } });
    tx.commit(found.issue.event("attachment.removed").facts(facts)).await
}

/// A file of an issue and its content, for who may read the issue.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`]; [`AppError::Internal`] when the content is gone or cannot be reached.
pub async fn read(app: &App, ctx: &Ctx, id: IssueId, file: AttachmentId) -> AppResult<(Attachment, Reading)> {
    let conn = app.db().read();
    // Files of a complaint are read where the look is recorded.
    let found = issues::find(conn, ctx, Action::ReadIssue, id).await?;
    if found.issue.is_shielded() || !found.is_near(ctx) {
        return Err(AppError::NotFound);
    }
    let file = attachments::find(conn, id, file).await?;
    let reading = open(app, &file.sha256).await?;
    Ok((file, reading))
}

/// What was laid down under this SHA-256. The caller has asked rights about what it is attached to.
///
/// # Errors
/// [`AppError::Internal`] when it is gone or cannot be reached; content that was altered ends early.
pub async fn open(app: &App, sha256: &str) -> AppResult<Reading> {
    app.blobs().open(sha256).await.map_err(|error| AppError::Internal(format!("file {sha256}: {error}")))
}
