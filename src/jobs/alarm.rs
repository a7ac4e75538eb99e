//! The alarm clock: wakes the runner every few seconds and right after commits that queued something. It knows no due time:
//! a lost or doubled tick changes nothing. The only importer of `tokio_cron_scheduler`.

use std::sync::Arc;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::jobs::runner;
use crate::jobs::sweep::Sweep;

/// Seconds, minutes, hours, day, month, weekday: each fifth second.
const TICK: &str = "*/5 * * * * *";

/// The running alarm.
#[derive(Debug)]
pub struct Alarm(JoinHandle<()>);

impl Alarm {
    /// Waits until the alarm has stopped and the sweep that was running has ended.
    pub async fn stopped(self) {
        if let Err(error) = self.0.await {
            tracing::error!(%error, "the alarm ended badly");
        }
    }
}

/// Starts the alarm; it ends after `stop` is cancelled.
///
/// # Errors
/// The scheduler's.
pub async fn start(app: App, sweeps: &'static [Sweep], stop: CancellationToken) -> Result<Alarm, JobSchedulerError> {
    let bell = Arc::new(Notify::new());
    let mut scheduler = JobScheduler::new().await?;
    let ringer = bell.clone();
    scheduler.add(Job::new(TICK, move |_, _| ringer.notify_one())?).await?;
    scheduler.start().await?;
    Ok(Alarm(tokio::spawn(async move {
        loop {
            let pushed = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                () = app.db().queued() => true,
                () = bell.notified() => false,
            };
            let result = if pushed { runner::run_pushed(&app, sweeps).await } else { run_due_until(&app, sweeps, &stop).await };
            if let Err(error) = result {
                tracing::error!(%error, "jobs could not run");
            }
        }
        if let Err(error) = scheduler.shutdown().await {
            tracing::warn!(%error, "the alarm clock did not stop");
        }
    })))
}

/// One sweep at a time, so that a stop waits for one run at most.
async fn run_due_until(
    app: &App,
    sweeps: &'static [Sweep],
    stop: &CancellationToken,
) -> crate::error::AppResult<Vec<runner::Report>> {
    let mut reports = Vec::new();
    for sweep in sweeps {
        if stop.is_cancelled() {
            break;
        }
        reports.extend(runner::run_due(app, std::slice::from_ref(sweep)).await?);
    }
    Ok(reports)
}
