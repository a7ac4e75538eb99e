//! Reads what attached files say, in the background, so that they are found by it. A file is read once, whatever it is attached to;
//! one that cannot be read is marked and never tried again. A file store that does not answer is asked again by the next run.

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::{followups, issues};

/// Files of one run, one after the other.
const BATCH: u64 = 20;

/// Reads the next files, and removes uploads that were left behind.
///
/// # Errors
/// The database's.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let mut tally = Tally::default();
    match app.blobs().sweep(ctx.now).await {
        Ok(removed) => tally.done += removed,
        Err(error) => tracing::warn!(%error, "uploads left behind could not be removed"),
    }
    let files = issues::unread_files(app.db().read(), BATCH).await?;
    for file in &files {
        let tx = WriteTx::begin(app.db(), &ctx).await?;
        if !issues::begin_file(tx.conn(), &file.sha256, ctx.now).await? {
            continue;
        }
        tx.commit_unaudited(Unaudited::SearchIndex).await?;
        let said = issues::words_of_file(&app, file).await;
        let tx = WriteTx::begin(app.db(), &ctx).await?;
        issues::finish_file(tx.conn(), &file.sha256, said.as_ref()).await?;
        issues::index_file(tx.conn(), &file.sha256).await?;
        followups::index_file(tx.conn(), &file.sha256).await?;
        tx.commit_unaudited(Unaudited::SearchIndex).await?;
        if said.is_none() {
            tally.failed += 1;
            return Ok(tally);
        }
        tally.done += 1;
    }
    tally.more = files.len() as u64 == BATCH;
    Ok(tally)
}
