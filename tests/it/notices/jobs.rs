//! The runner: one run per due time whoever asks, take-over after a crash, failures that stop nobody.

use std::sync::atomic::{AtomicU64, Ordering};

use doithoai::app::App;
use doithoai::db::{Db, Unaudited, WriteTx};
use doithoai::error::AppError;
use doithoai::jobs::{Cadence, Outcome, Sweep, Sweeping, Tally, run_due, run_pushed, store};
use doithoai::kernel::Ctx;

use super::sweep_all;
use crate::feeds::announced;
use crate::support::TestApp;

const HOURLY: Cadence = Cadence::Every(3_600);

fn counted(counter: &'static AtomicU64) -> Sweeping {
    Box::pin(async {
        counter.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        Ok(Tally { done: 1, ..Tally::default() })
    })
}

async fn row(app: &TestApp, name: &str) -> store::JobRow {
    store::list(app.read()).await.unwrap().into_iter().find(|row| row.name == name).unwrap()
}

#[tokio::test]
async fn a_second_run_finds_nothing_to_do() {
    let app = TestApp::new().await;
    let clerk =
        app.person("Lò Thị Mẫu", "03667", doithoai::organisation::BodyKind::PartyOffice, &[doithoai::kernel::Role::Clerk]).await;
    announced(&app, "Hội nghị quý I", "2025-03-04 08:00").await;
    let first = sweep_all(&app).await;
    assert_eq!((first.done, first.failed), (3, 0), "the reminder of tomorrow, and the two notices delivered");
    assert!(sweep_all(&app).await.is_zero());
    clerk.get("/inbox").await.see("Hội nghị quý I");
}

#[tokio::test]
async fn two_instances_at_once_run_a_sweep_once() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    const SWEEPS: &[Sweep] = &[Sweep { name: "once", cadence: HOURLY, on_commit: false, run: |_, _| counted(&RUNS) }];
    let app = TestApp::new().await;
    let db = Db::open(app.database_url()).await.unwrap();
    let other = App::new(db.clone(), app.app.clock().clone(), app.app.config().clone());
    let (a, b) = tokio::join!(run_due(&app.app, SWEEPS), run_due(&other, SWEEPS));
    assert_eq!(a.unwrap().len() + b.unwrap().len(), 1);
    app.at("2025-03-03 09:00");
    let (a, b) = tokio::join!(run_due(&app.app, SWEEPS), run_due(&other, SWEEPS));
    assert_eq!(a.unwrap().len() + b.unwrap().len(), 1);
    assert_eq!(RUNS.load(Ordering::SeqCst), 2);
    db.close().await;
}

#[tokio::test]
async fn what_was_missed_while_down_is_caught_up_once() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    const SWEEPS: &[Sweep] = &[Sweep { name: "hourly", cadence: HOURLY, on_commit: false, run: |_, _| counted(&RUNS) }];
    let app = TestApp::new().await;
    run_due(&app.app, SWEEPS).await.unwrap();
    app.at("2025-03-05 10:30");
    run_due(&app.app, SWEEPS).await.unwrap();
    run_due(&app.app, SWEEPS).await.unwrap();
    assert_eq!(RUNS.load(Ordering::SeqCst), 2);
    assert_eq!(row(&app, "hourly").await.next_due, crate::support::wall("2025-03-05 11:30"));
}

#[tokio::test]
async fn b015_a_job_whose_next_run_lies_beyond_its_cadence_is_found_and_restarted() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    const SWEEPS: &[Sweep] = &[Sweep { name: "lost", cadence: HOURLY, on_commit: false, run: |_, _| counted(&RUNS) }];
    let app = TestApp::new().await;
    // The clock of the machine once stood in 2035.
    app.at("2035-01-01 08:00");
    run_due(&app.app, SWEEPS).await.unwrap();
    app.at("2025-03-03 08:00");
    run_due(&app.app, SWEEPS).await.unwrap();
    assert_eq!(RUNS.load(Ordering::SeqCst), 2);
    assert_eq!(row(&app, "lost").await.next_due, crate::support::wall("2025-03-03 09:00"));
    run_due(&app.app, SWEEPS).await.unwrap();
    assert_eq!(RUNS.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn after_a_crash_another_takes_over_when_the_lease_is_over() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    const SWEEPS: &[Sweep] = &[Sweep { name: "crashed", cadence: HOURLY, on_commit: false, run: |_, _| counted(&RUNS) }];
    let app = TestApp::new().await;
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    store::insert(tx.conn(), "crashed", app.now()).await.unwrap();
    let lost = store::claim(tx.conn(), "crashed", "gone", app.now(), false).await.unwrap().unwrap();
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
    app.at("2025-03-03 08:01");
    assert!(run_due(&app.app, SWEEPS).await.unwrap().is_empty(), "the lease still holds");
    app.at("2025-03-03 08:03");
    assert_eq!(run_due(&app.app, SWEEPS).await.unwrap().len(), 1);
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let outcome = Outcome::Done(Tally::default());
    assert!(!store::finish(tx.conn(), &lost, &outcome, app.now(), app.now()).await.unwrap(), "the fence is up");
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_failure_and_a_panic_stop_nobody_and_are_tried_again() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    const SWEEPS: &[Sweep] = &[
        Sweep { name: "fails", cadence: HOURLY, on_commit: false, run: |_, _| Box::pin(async { Err(AppError::Conflict) }) },
        Sweep { name: "panics", cadence: HOURLY, on_commit: false, run: |_, _| Box::pin(async { panic!("on purpose") }) },
        Sweep { name: "works", cadence: HOURLY, on_commit: false, run: |_, _| counted(&RUNS) },
    ];
    let app = TestApp::new().await;
    let reports = run_due(&app.app, SWEEPS).await.unwrap();
    assert_eq!(reports.len(), 3);
    assert_eq!(RUNS.load(Ordering::SeqCst), 1);
    let failed = row(&app, "fails").await;
    assert_eq!(failed.outcome, Some(Outcome::Failed("saved by somebody else meanwhile".to_owned())));
    assert_eq!((failed.failures, failed.next_due), (1, crate::support::wall("2025-03-03 08:01")));
    assert_eq!(row(&app, "panics").await.outcome, Some(Outcome::Failed("panic: on purpose".to_owned())));
    app.at("2025-03-03 08:01");
    let again: Vec<&str> = run_due(&app.app, SWEEPS).await.unwrap().iter().map(|report| report.name).collect();
    assert_eq!(again, ["fails", "panics"]);
    assert_eq!(row(&app, "fails").await.failures, 2);
}

#[tokio::test]
async fn a_run_asked_for_while_one_is_running_is_not_lost() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    /// During its first run somebody asks for another.
    fn asks(app: App, ctx: Ctx) -> Sweeping {
        Box::pin(async move {
            if RUNS.fetch_add(1, Ordering::SeqCst) == 0 {
                let tx = WriteTx::begin(app.db(), &ctx).await?;
                store::save_due(tx.conn(), "asked", ctx.now + chrono::TimeDelta::seconds(1)).await?;
                tx.commit_unaudited(Unaudited::Delivery).await?;
            }
            Ok(Tally::default())
        })
    }
    const SWEEPS: &[Sweep] = &[Sweep { name: "asked", cadence: HOURLY, on_commit: false, run: asks }];
    let app = TestApp::new().await;
    run_due(&app.app, SWEEPS).await.unwrap();
    app.at("2025-03-03 08:01");
    run_due(&app.app, SWEEPS).await.unwrap();
    assert_eq!(RUNS.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_push_runs_only_what_follows_commits() {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    static NEVER: AtomicU64 = AtomicU64::new(0);
    const SWEEPS: &[Sweep] = &[
        Sweep { name: "follows", cadence: HOURLY, on_commit: true, run: |_, _| counted(&RUNS) },
        Sweep { name: "does-not", cadence: HOURLY, on_commit: false, run: |_, _| counted(&NEVER) },
    ];
    let app = TestApp::new().await;
    run_pushed(&app.app, SWEEPS).await.unwrap();
    run_pushed(&app.app, SWEEPS).await.unwrap();
    assert_eq!((RUNS.load(Ordering::SeqCst), NEVER.load(Ordering::SeqCst)), (2, 0));
}
