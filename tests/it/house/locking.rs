//! Two at once: nobody overwrites what somebody else saved, and nobody waits for ever.

use doithoai::app::App;
use doithoai::db::{Db, WriteTx};
use doithoai::error::AppError;
use doithoai::kernel::{Clock, Event, Role};
use doithoai::organisation::BodyKind;
use doithoai::organisation::actions::units;
use doithoai::organisation::store::accounts;

use crate::support::TestApp;

#[tokio::test]
async fn who_saves_second_is_told() {
    let app = TestApp::new().await;
    let an = app.person("An", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
    // Two instances of the program on one database, each with the account as it was.
    let other = Db::open(app.database_url()).await.unwrap();
    let (first, second) =
        (accounts::by_id(app.read(), an.account).await.unwrap(), accounts::by_id(other.read(), an.account).await.unwrap());
    let tx = WriteTx::begin(&other, &app.ctx()).await.unwrap();
    accounts::save_password(tx.conn(), &second, "other", false).await.unwrap();
    tx.commit(Event::new("account.password-changed", "account", an.account, "")).await.unwrap();

    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let error = accounts::save_password(tx.conn(), &first, "mine", false).await.unwrap_err();
    assert!(matches!(error, AppError::Conflict), "{error:?}");
    drop(tx);
    assert_eq!(accounts::by_id(app.read(), an.account).await.unwrap().password_hash, "other");
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_stand_in_line_and_the_chain_stays_whole() {
    let app = TestApp::new().await;
    let other = Db::open(app.database_url()).await.unwrap();
    let second = App::new(other.clone(), Clock::fixed(app.now()), app.app.config().clone());
    let provinces = ["01", "04", "08", "11", "12", "14", "15", "19"];
    let before = app.audit_count(None).await;
    let mut tasks = tokio::task::JoinSet::new();
    for (at, code) in provinces.into_iter().enumerate() {
        let (instance, ctx) = (if at % 2 == 0 { app.app.clone() } else { second.clone() }, app.ctx());
        tasks.spawn(async move { units::activate(&instance, &ctx, code).await.map(|unit| unit.code) });
    }
    let done = tasks.join_all().await;
    assert!(done.iter().all(Result::is_ok), "{done:?}");
    assert_eq!(app.audit_count(None).await, before + 8);
    other.close().await;
}
