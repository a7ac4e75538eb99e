//! Reminders of sessions by the clock: moved, cancelled, missed.

use doithoai::dialogues::actions::sessions;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use sea_orm::EntityTrait;

use super::{UNIT, sweep, sweep_all};
use crate::feeds::{announced, planned};
use crate::support::{Person, TestApp, wall};

async fn clerk(app: &TestApp) -> Person {
    app.person("Lò Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await
}

/// How often the inbox says that the session is tomorrow.
async fn reminded(clerk: &Person) -> usize {
    clerk.get("/inbox").await.texts(".dt-inbox__title").iter().filter(|title| title.starts_with("Ngày mai")).count()
}

#[tokio::test]
async fn a_session_is_recalled_on_the_morning_before_and_once() {
    let app = TestApp::new().await;
    let clerk = clerk(&app).await;
    announced(&app, "Hội nghị", "2025-03-20 08:00").await;
    sweep_all(&app).await;
    app.at("2025-03-19 07:59");
    sweep_all(&app).await;
    assert_eq!(reminded(&clerk).await, 0);
    app.at("2025-03-19 08:00");
    sweep_all(&app).await;
    assert_eq!(reminded(&clerk).await, 1);
    app.at("2025-03-19 15:00");
    assert!(sweep_all(&app).await.is_zero());
    assert_eq!(reminded(&clerk).await, 1);
}

#[tokio::test]
async fn b063_moving_a_session_moves_its_reminder() {
    let app = TestApp::new().await;
    let clerk = clerk(&app).await;
    let id = announced(&app, "Hội nghị", "2025-03-20 08:00").await;
    sweep_all(&app).await;
    let to = (wall("2025-03-27 08:00"), wall("2025-03-27 11:00"));
    sessions::move_to(&app.app, &app.ctx(), id, 2, to, "Nơi khác".to_owned(), "Lụt").await.unwrap();
    assert_eq!(sweep(&app, "reminders").await.skipped, 1);
    app.at("2025-03-19 08:00");
    sweep_all(&app).await;
    assert_eq!(reminded(&clerk).await, 0);
    app.at("2025-03-26 08:00");
    sweep_all(&app).await;
    assert_eq!(reminded(&clerk).await, 1);
}

#[tokio::test]
async fn b064_a_cancelled_session_is_not_recalled() {
    let app = TestApp::new().await;
    let clerk = clerk(&app).await;
    let id = announced(&app, "Hội nghị", "2025-03-20 08:00").await;
    sweep_all(&app).await;
    sessions::cancel(&app.app, &app.ctx(), id, 2, "Bão".to_owned()).await.unwrap();
    app.at("2025-03-19 08:00");
    sweep_all(&app).await;
    assert_eq!(reminded(&clerk).await, 0);
    let line = entity::reminder::Entity::find().one(app.read()).await.unwrap().unwrap();
    assert_eq!((line.state.as_str(), line.note.as_str()), ("skipped", "cancelled"));
}

#[tokio::test]
async fn b065_after_an_outage_it_comes_late_once_unless_the_session_is_over() {
    let app = TestApp::new().await;
    let clerk = clerk(&app).await;
    announced(&app, "Hội nghị sớm", "2025-03-13 08:00").await;
    announced(&app, "Hội nghị muộn", "2025-03-20 08:00").await;
    sweep_all(&app).await;
    // Down from the 3rd to the evening of the 19th.
    app.at("2025-03-19 21:00");
    sweep_all(&app).await;
    sweep_all(&app).await;
    let titles = clerk.get("/inbox").await.texts(".dt-inbox__title");
    let recalled: Vec<&String> = titles.iter().filter(|title| title.starts_with("Ngày mai")).collect();
    assert_eq!(recalled, ["Ngày mai: Hội nghị muộn"]);
}

#[tokio::test]
async fn b069_a_planned_session_is_not_recalled() {
    let app = TestApp::new().await;
    let clerk = clerk(&app).await;
    planned(&app, "Hội nghị", "2025-03-20 08:00").await;
    app.at("2025-03-19 08:00");
    assert!(sweep_all(&app).await.is_zero());
    assert_eq!(reminded(&clerk).await, 0);
}
