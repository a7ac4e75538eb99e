//! Runs what is due: claims a sweep, lets it run in a task of its own, holds the lease meanwhile, records how it ended.
//!
//! Several instances may call this at once; each due time runs once. A sweep that fails or panics stops no other.

use std::sync::LazyLock;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::error::AppResult;
use crate::jobs::store::{self, Claim, JobRow, Outcome};
use crate::jobs::sweep::Sweep;
use crate::kernel::Ctx;
use crate::kernel::ids::fresh_uuid;

/// How often the lease of a long run is renewed; well within [`store::LEASE`].
const RENEW: Duration = Duration::from_secs(40);
/// Longest wait after a failure, however rare the sweep is.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

/// This process in the table of leases.
static OWNER: LazyLock<String> = LazyLock::new(|| format!("{}/{}", std::process::id(), fresh_uuid().simple()));

/// A run that took place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub name: &'static str,
    pub outcome: Outcome,
}

/// Runs the sweeps that are due, one after the other.
///
/// # Errors
/// The database's, before and between runs; what happens inside a run is reported, not returned.
pub async fn run_due(app: &App, sweeps: &[Sweep]) -> AppResult<Vec<Report>> {
    let rows = store::list(app.db().read()).await?;
    let mut reports = Vec::new();
    for sweep in sweeps {
        let row = rows.iter().find(|row| row.name == sweep.name);
        let now = app.clock().now();
        if row.is_some_and(|row| is_lost(sweep, row, now)) {
            tracing::warn!(job = sweep.name, "the job was due later than it ever can be; it runs now");
            reports.extend(run(app, sweep, false, true).await?);
        } else if row.is_none_or(|row| row.is_due(now)) {
            reports.extend(run(app, sweep, row.is_none(), false).await?);
        }
    }
    Ok(reports)
}

/// Whether the next run lies further away than one of its cadence ever does: the clock once stood in another year, or the row
/// was changed by hand. Left alone, nothing would run until then.
fn is_lost(sweep: &Sweep, row: &JobRow, now: DateTime<Utc>) -> bool {
    let next = sweep.cadence.next(now).ok();
    !row.is_running(now) && next.is_some_and(|next| row.next_due > next + LONGEST_WAIT)
}

/// Runs the sweeps that follow a commit, whether or not their time has come.
///
/// # Errors
/// As [`run_due`].
pub async fn run_pushed(app: &App, sweeps: &[Sweep]) -> AppResult<Vec<Report>> {
    let mut reports = Vec::new();
    for sweep in sweeps.iter().filter(|sweep| sweep.on_commit) {
        reports.extend(run(app, sweep, true, true).await?);
    }
    Ok(reports)
}

fn context(name: &str, now: DateTime<Utc>) -> Ctx {
    Ctx::system(now, &format!("job {name}"))
}

async fn run(app: &App, sweep: &Sweep, is_new: bool, pushed: bool) -> AppResult<Option<Report>> {
    let now = app.clock().now();
    let ctx = context(sweep.name, now);
    let tx = WriteTx::begin(app.db(), &ctx).await?;
    if is_new {
        store::insert(tx.conn(), sweep.name, now).await?;
    }
    let Some(claim) = store::claim(tx.conn(), sweep.name, &OWNER, now, pushed).await? else { return Ok(None) };
    tx.commit_unaudited(Unaudited::Delivery).await?;
    let Some(outcome) = watch(app, sweep, &claim, ctx).await else {
        tracing::warn!(job = sweep.name, "another instance took the job over");
        return Ok(None);
    };
    match &outcome {
        Outcome::Done(tally) if tally.is_zero() => {}
        Outcome::Done(tally) => tracing::info!(job = sweep.name, ?tally, "job done"),
        Outcome::Failed(error) => tracing::error!(job = sweep.name, error, "job failed"),
    }
    finish(app, sweep, &claim, &outcome).await?;
    Ok(Some(Report { name: sweep.name, outcome }))
}

/// Lets the sweep run and renews the lease; `None` when the lease was lost and the run broken off.
async fn watch(app: &App, sweep: &Sweep, claim: &Claim, ctx: Ctx) -> Option<Outcome> {
    let mut task = tokio::spawn((sweep.run)(app.clone(), ctx));
    loop {
        tokio::select! {
            ended = &mut task => {
                return Some(match ended {
                    Ok(Ok(tally)) => Outcome::Done(tally),
                    Ok(Err(error)) => Outcome::Failed(error.to_string()),
                    Err(error) if error.is_panic() => Outcome::Failed(format!("panic: {}", said(error.into_panic()))),
                    Err(error) => Outcome::Failed(error.to_string()),
                });
            }
            () = tokio::time::sleep(RENEW) => match renewed(app, claim).await {
                Ok(true) => {}
                Ok(false) => {
                    task.abort();
                    return None;
                }
                Err(error) => tracing::warn!(job = sweep.name, %error, "the lease could not be renewed"),
            },
        }
    }
}

/// What a panic said.
#[expect(clippy::needless_pass_by_value, reason = "a panic's payload comes as a box")]
fn said(payload: Box<dyn std::any::Any + Send>) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}

async fn renewed(app: &App, claim: &Claim) -> AppResult<bool> {
    let now = app.clock().now();
    let tx = WriteTx::begin(app.db(), &context(claim.name, now)).await?;
    let holds = store::renew(tx.conn(), claim, now).await?;
    tx.commit_unaudited(Unaudited::Delivery).await?;
    Ok(holds)
}

async fn finish(app: &App, sweep: &Sweep, claim: &Claim, outcome: &Outcome) -> AppResult<()> {
    let now = app.clock().now();
    let next = sweep.cadence.next(now)?;
    let next_due = match outcome {
        Outcome::Done(tally) if tally.more => now,
        Outcome::Done(_) => next,
        Outcome::Failed(_) => next.min(now + wait_after(claim.failures)),
    };
    let tx = WriteTx::begin(app.db(), &context(sweep.name, now)).await?;
    if !store::finish(tx.conn(), claim, outcome, now, next_due).await? {
        tracing::warn!(job = sweep.name, "another instance took the job over before it ended");
    }
    tx.commit_unaudited(Unaudited::Delivery).await
}

/// 1, 2, 4 … minutes, at most an hour: a nightly sweep does not wait for the next night.
fn wait_after(failures: i32) -> TimeDelta {
    let doubled = 1_i64.checked_shl(failures.clamp(0, 30).unsigned_abs()).unwrap_or(i64::MAX);
    TimeDelta::minutes(doubled.min(LONGEST_WAIT.num_minutes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_wait_longer_up_to_an_hour() {
        let minutes: Vec<i64> = [0, 1, 2, 5, 6, 40].into_iter().map(|failures| wait_after(failures).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 32, 60, 60]);
    }
}
