//! Mails as a real SMTP server gets them.

use doithoai::app::App;
use doithoai::db::{Audience, Db, Message, Notify, Unaudited, WriteTx, delivery};
use doithoai::jobs::alarm;
use doithoai::kernel::{Ctx, Role};
use doithoai::sweeps::SWEEPS;
use tokio_util::sync::CancellationToken;

use super::{sweep, with_address};
use crate::feeds::{announced, planned};
use crate::support::TestApp;
use crate::support::smtp::SmtpSink;

async fn app_with(sink: &SmtpSink) -> TestApp {
    let url = format!("smtp://127.0.0.1:{}", sink.port);
    TestApp::with(&[
        ("smtp_url", &url),
        ("mail_from", "Đối Thoại <doithoai@chieng-an.invalid>"),
        ("public_url", "https://doithoai.invalid"),
    ])
    .await
}

#[tokio::test]
async fn a_mail_arrives_in_vietnamese_with_its_link() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    let id = announced(&app, "Hội nghị đối thoại quý II", "2025-04-10 08:00").await;
    assert_eq!(sweep(&app, "delivery").await.done, 2, "one notice, one mail");
    let mail = sink.next().await;
    assert_eq!(mail.to, ["mau@chieng-an.invalid"]);
    assert_eq!(mail.from, "doithoai@chieng-an.invalid");
    assert_eq!(mail.subject, "Hội nghị đối thoại được công bố: Hội nghị đối thoại quý II");
    assert!(mail.text.starts_with("Kính gửi Cầm Thị Mẫu,\n\nHội nghị đối thoại được công bố:"), "{}", mail.text);
    assert!(mail.text.contains("Thời gian: 08:00, 10/04/2025"), "{}", mail.text);
    assert!(mail.text.contains("Địa điểm: Nhà văn hóa bản Cá; tầng 2, phòng họp"), "{}", mail.text);
    assert!(mail.text.contains(&format!("https://doithoai.invalid/dialogues/{id}\n")), "{}", mail.text);
    assert_eq!(mail.header("auto-submitted"), Some("auto-generated"));
    assert!(mail.header("from").unwrap().contains("Đối Thoại"));
    assert!(mail.header("message-id").unwrap().ends_with("@chieng-an.invalid>"));
    assert!(sweep(&app, "delivery").await.is_zero());
    assert!(sink.rest().await.is_empty());
}

#[tokio::test]
async fn b068_a_person_in_several_roles_gets_one_mail_and_one_line() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink).await;
    with_address(&app, "Lường Văn Mẫu", "ba-vai@chieng-an.invalid", &[Role::Leader, Role::Clerk, Role::Supervisor]).await;
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    sweep(&app, "delivery").await;
    assert_eq!(sink.rest().await.len(), 1);
    assert_eq!(super::inbox::lines(&app).await, 1);
}

#[tokio::test]
async fn b069_a_planned_session_sends_nothing_and_its_publication_once() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    let id = planned(&app, "Hội nghị", "2025-03-04 08:00").await;
    assert!(super::sweep_all(&app).await.is_zero());
    doithoai::dialogues::actions::sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    sweep(&app, "delivery").await;
    sweep(&app, "delivery").await;
    assert_eq!(sink.rest().await.len(), 1);
}

#[tokio::test]
async fn a_busy_relay_is_asked_again_later_and_the_mail_sent_once() {
    let mut sink = SmtpSink::refusing(451, 1);
    let app = app_with(&sink).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    assert_eq!(sweep(&app, "delivery").await.failed, 1);
    assert!(sweep(&app, "delivery").await.is_zero(), "not before its time");
    app.at("2025-03-03 08:01");
    assert_eq!(sweep(&app, "delivery").await.done, 1);
    app.at("2025-03-05 08:01");
    assert!(sweep(&app, "delivery").await.is_zero());
    let seen: Vec<_> = sink.rest().await.iter().map(|mail| mail.refused).collect();
    assert_eq!(seen, [Some(451), None]);
}

#[tokio::test]
async fn an_unknown_recipient_is_given_up_and_others_still_get_theirs() {
    let mut sink = SmtpSink::refusing(550, 1);
    let mut app = app_with(&sink).await;
    app.expect_damage();
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    with_address(&app, "Lường Văn Mẫu", "van@chieng-an.invalid", &[Role::Clerk]).await;
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    let tally = sweep(&app, "delivery").await;
    assert_eq!((tally.done, tally.failed), (2, 1), "the notice and one mail; the other refused");
    let admin = app.admin("Hà Thị Quản").await;
    let page = admin.get("/admin/jobs").await.see("550").see("@chieng-an.invalid");
    let again = admin.fill(&page, &[]).await;
    admin.follow(again).await.see("Thư sẽ được gửi lại ngay.").not_see("550");
    assert_eq!(sweep(&app, "delivery").await.done, 1);
    assert_eq!(sink.rest().await.iter().map(|mail| mail.refused).collect::<Vec<_>>(), [Some(550), None, None]);
}

#[tokio::test]
async fn an_outage_of_the_relay_stops_nothing_and_loses_nothing() {
    let app = TestApp::with(&[("smtp_url", "smtp://127.0.0.1:9")]).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    with_address(&app, "Lường Văn Mẫu", "van@chieng-an.invalid", &[Role::Clerk]).await;
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    let tally = sweep(&app, "delivery").await;
    assert_eq!((tally.done, tally.failed), (1, 1), "one attempt is enough to know that nobody answers");
    assert_eq!(super::inbox::lines(&app).await, 2, "the inboxes fill all the same");
    // The relay is back the next day, at another address.
    app.at("2025-03-04 08:00");
    let mut sink = SmtpSink::start();
    let mut config = app.app.config().clone();
    config.smtp_url = format!("smtp://127.0.0.1:{}", sink.port);
    let db = Db::open(app.database_url()).await.unwrap();
    let repaired = App::new(db.clone(), app.app.clock().clone(), config);
    let delivery = SWEEPS.iter().find(|sweep| sweep.name == "delivery").unwrap();
    assert_eq!((delivery.run)(repaired, Ctx::system(app.now(), "delivery")).await.unwrap().done, 2);
    assert_eq!(sink.rest().await.len(), 2);
    db.close().await;
}

#[tokio::test]
async fn b067_a_crash_in_the_middle_of_a_mailing_loses_nothing() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    // An instance took the notice and died.
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let taken = delivery::due(tx.conn(), "notify", app.now(), 9).await.unwrap();
    assert!(delivery::take(tx.conn(), &taken[0], app.now() + chrono::TimeDelta::minutes(1)).await.unwrap());
    assert!(!delivery::take(tx.conn(), &taken[0], app.now()).await.unwrap(), "nobody else has it meanwhile");
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
    assert!(sweep(&app, "delivery").await.is_zero());
    app.at("2025-03-03 08:01");
    assert_eq!(sweep(&app, "delivery").await.done, 2);
    assert_eq!(sink.rest().await.len(), 1);
}

#[tokio::test]
async fn a_title_cannot_become_a_header() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    let account =
        doithoai::organisation::store::accounts::by_login(app.read(), "mau@chieng-an.invalid").await.unwrap().unwrap().id;
    let notify = Notify {
        code: "session-announced".to_owned(),
        to: vec![Audience::Accounts(vec![account.0])],
        args: vec![("title".to_owned(), "x\r\nBcc: thief@example.invalid\r\n\r\ny".to_owned())],
        href: "/dialogues".to_owned(),
    };
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    tx.queue(&Message::notify("nasty", &notify)).await.unwrap();
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
    sweep(&app, "delivery").await;
    let mail = sink.next().await;
    assert_eq!(mail.to, ["mau@chieng-an.invalid"]);
    assert_eq!(mail.header("bcc"), None);
    assert_eq!(mail.subject, "Hội nghị đối thoại được công bố: x Bcc: thief@example.invalid y");
}

#[tokio::test]
async fn the_alarm_sends_right_after_the_commit_and_stops_when_asked() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink).await;
    with_address(&app, "Cầm Thị Mẫu", "mau@chieng-an.invalid", &[Role::Clerk]).await;
    let stop = CancellationToken::new();
    let alarm = alarm::start(app.app.clone(), SWEEPS, stop.clone()).await.unwrap();
    announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    assert_eq!(sink.next().await.to, ["mau@chieng-an.invalid"]);
    stop.cancel();
    alarm.stopped().await;
}
