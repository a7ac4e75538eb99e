//! The year plan and the series: proposed, adjusted, approved; who may what; the same occurrence never twice.

mod absences;
mod decisions;
mod delegation;
pub mod heads;
mod notices;
mod occasions;
mod series;
mod sessions;
mod templates;
mod year;

use doithoai::dialogues::{Filter, Session, of_unit};
use doithoai::duties;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use crate::support::{Person, TestApp};

/// Phường Chiềng An.
pub const UNIT: &str = "03667";

/// A commune with its rules in December 2025, an office and a leader.
pub async fn commune() -> (TestApp, Person, Person) {
    let app = TestApp::new().await;
    app.at("2025-12-01 08:00");
    let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    let leader = app.person("Lò Văn Trưởng", UNIT, BodyKind::PartyCommittee, &[Role::Leader]).await;
    duties::bind_defaults(&app.app, &app.ctx(), UNIT).await.unwrap();
    (app, office, leader)
}

/// The unit's sessions, earliest first.
pub async fn sessions(app: &TestApp) -> Vec<Session> {
    let mut all = of_unit(app.read(), UNIT, &Filter::default()).await.unwrap();
    all.sort_by_key(|session| session.starts_at);
    all
}
