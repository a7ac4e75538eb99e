//! Fills the index with what was there before it was, and puts right what is not in line: things are looked over once after
//! an update of the program that makes their texts anew, and then every week.

pub mod files;

use chrono::TimeDelta;

use crate::app::App;
use crate::db::{TextKind, Unaudited, WriteTx};
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::search::store::find::index;
use crate::search::store::progress::{self, Progress};

/// Counted up when rooms make their texts otherwise than before.
const FORMAT: i32 = 2;
/// Things of one transaction: others who write wait no longer than for these.
const BATCH: u64 = 200;
/// Transactions of one run.
const BATCHES: u32 = 20;
/// After how long everything is looked over again.
const AGAIN: TimeDelta = TimeDelta::days(7);

/// Goes on where the last run stopped. Counts the texts that were not in line.
///
/// # Errors
/// The database's.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let mut tally = Tally::default();
    let mut left = BATCHES;
    for &kind in TextKind::ALL {
        while is_due(&progress::load(app.db().read(), kind).await?, &ctx) {
            if left == 0 {
                return Ok(Tally { more: true, ..tally });
            }
            left -= 1;
            tally.done += step(&app, &ctx, kind).await?;
        }
    }
    Ok(tally)
}

fn is_due(progress: &Progress, ctx: &Ctx) -> bool {
    progress.format != FORMAT || progress.done_at.is_none_or(|done| done + AGAIN <= ctx.now)
}

async fn step(app: &App, ctx: &Ctx, kind: TextKind) -> AppResult<u64> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    // Read again inside: another instance may have gone on meanwhile.
    let before = progress::load(tx.conn(), kind).await?;
    if !is_due(&before, ctx) {
        return Ok(0);
    }
    let goes_on = before.format == FORMAT && before.done_at.is_none();
    let (done, last) = index(tx.conn(), kind, before.after.filter(|_| goes_on), BATCH).await?;
    let now = Progress { format: FORMAT, after: last, done_at: last.is_none().then_some(ctx.now) };
    progress::save(tx.conn(), kind, &now).await?;
    tx.commit_unaudited(Unaudited::SearchIndex).await?;
    Ok(done)
}
