//! What is kept in memory for a moment: read once for all who ask, read again after a commit, never used inside a transaction.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use doithoai::db::{Conn, WriteTx};
use doithoai::error::{AppError, AppResult};
use tokio::sync::Notify;

use crate::support::TestApp;

/// Says which reading this is, from 1.
#[derive(Default)]
struct Source(AtomicU32);

impl Source {
    fn read(&self) -> AppResult<u32> {
        Ok(self.0.fetch_add(1, Ordering::SeqCst) + 1)
    }

    async fn asked(&self, conn: &Conn) -> u32 {
        *conn.known("test", "one", async { self.read() }).await.unwrap()
    }
}

#[tokio::test]
async fn what_was_read_is_read_again_after_a_commit_and_not_before() {
    let app = TestApp::new().await;
    let source = Source::default();
    // A value is good for a second: only what was asked for within it says something.
    let at_once = async || {
        for _ in 0..100 {
            let (begun, first, second) = (Instant::now(), source.asked(app.read()).await, source.asked(app.read()).await);
            if begun.elapsed() < Duration::from_secs(1) {
                return (first, second);
            }
        }
        panic!("two questions never come within a second");
    };
    let (first, second) = at_once().await;
    assert_eq!(first, second, "read again though nothing was committed");
    app.activate("03667").await;
    let (third, fourth) = at_once().await;
    assert!(third > second, "a commit of this process is not noticed");
    assert_eq!(third, fourth);
}

#[tokio::test]
async fn values_do_not_answer_for_each_other_and_a_failure_is_no_value() {
    let app = TestApp::new().await;
    let ask = async |what, of: &str, value: u32| *app.read().known(what, of, async { Ok(value) }).await.unwrap();
    assert_eq!((ask("a", "1", 1).await, ask("a", "2", 2).await, ask("b", "1", 3).await), (1, 2, 3));
    let failed = app.read().known("a", "3", async { Err::<u32, _>(AppError::Conflict) }).await;
    assert!(matches!(failed, Err(AppError::Conflict)), "{failed:?}");
    assert_eq!(ask("a", "3", 4).await, 4);
}

#[tokio::test]
async fn what_was_committed_while_a_value_was_read_is_not_missed() {
    let app = TestApp::new().await;
    let source = Source::default();
    let old = app.read().known("test", "one", async {
        let read = source.read();
        app.activate("03667").await;
        read
    });
    assert_eq!(*old.await.unwrap(), 1);
    assert_eq!(source.asked(app.read()).await, 2, "the value is older than the commit");
}

#[tokio::test]
async fn a_transaction_neither_takes_nor_leaves_a_value() {
    let app = TestApp::new().await;
    let source = Source::default();
    assert_eq!(source.asked(app.read()).await, 1);
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    assert_eq!(source.asked(tx.conn()).await, 2);
    assert_eq!(source.asked(tx.conn()).await, 3);
    drop(tx);
    let fresh = TestApp::new().await;
    let tx = WriteTx::begin(fresh.app.db(), &fresh.ctx()).await.unwrap();
    assert_eq!(source.asked(tx.conn()).await, 4);
    assert_eq!(source.asked(fresh.read()).await, 5, "what a transaction read, which may be undone, was kept");
}

#[tokio::test]
async fn of_two_who_miss_at_the_same_time_one_reads() {
    let app = TestApp::new().await;
    let (source, gate) = (Source::default(), Notify::new());
    // All in one task, one after the other: the first reads until the gate opens, which is after the second has missed.
    let first = app.read().known("test", "one", async {
        let read = source.read();
        gate.notified().await;
        read
    });
    let second = source.asked(app.read());
    let (first, second, ()) = tokio::join!(biased; first, second, async { gate.notify_one() });
    assert_eq!((*first.unwrap(), second), (1, 1));
    assert_eq!(source.read().unwrap(), 2, "both have read");
}
