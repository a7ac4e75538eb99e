//! What the owner of an inbox does with it.

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::error::{AppError, AppResult};
use crate::kernel::{AccountId, Ctx, NoticeId};
use crate::notices::store::inbox::{self, Line};

/// The account that reads: only people have inboxes.
///
/// # Errors
/// [`AppError::NotSignedIn`].
pub fn owner(ctx: &Ctx) -> AppResult<AccountId> {
    ctx.actor.account().ok_or(AppError::NotSignedIn)
}

/// Marks a line as read and returns it, for going on to its matter.
///
/// # Errors
/// [`AppError::NotFound`], also for a line of somebody else.
pub async fn open(app: &App, ctx: &Ctx, id: NoticeId) -> AppResult<Line> {
    let account = owner(ctx)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let line = inbox::find(tx.conn(), account, id).await?;
    inbox::save_read(tx.conn(), account, Some(id), ctx.now).await?;
    tx.commit_unaudited(Unaudited::Inbox).await?;
    Ok(line)
}

/// Marks the whole inbox as read.
///
/// # Errors
/// The database's.
pub async fn read_all(app: &App, ctx: &Ctx) -> AppResult<()> {
    let account = owner(ctx)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    inbox::save_read(tx.conn(), account, None, ctx.now).await?;
    tx.commit_unaudited(Unaudited::Inbox).await
}
