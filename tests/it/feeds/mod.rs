//! Feeds as calendar programs get them: fetched over HTTP, read by three foreign parsers, compared with what was put in.

mod served;
mod told;

use doithoai::dialogues::actions::sessions::{self, Details};
use doithoai::dialogues::{SessionForm, SessionKind};
use doithoai::kernel::SessionId;

use crate::support::{TestApp, wall};

/// A session from `starts` on ("2025-04-10 08:00"), three hours long.
pub fn details(title: &str, starts: &str) -> Details {
    let starts_at = wall(starts);
    Details {
        kind: SessionKind::Periodic,
        form: SessionForm::InPerson,
        triggers: Vec::new(),
        reason: String::new(),
        title: title.to_owned(),
        counterpart: "Nhân dân phường Chiềng An".to_owned(),
        place: "Nhà văn hóa bản Cá; tầng 2, phòng họp".to_owned(),
        attend_how: "Đăng ký với tổ trưởng,\ntrước ngày 5/4".to_owned(),
        starts_at,
        ends_at: starts_at + chrono::TimeDelta::hours(3),
    }
}

/// A planned session of Phường Chiềng An.
pub async fn planned(app: &TestApp, title: &str, starts: &str) -> SessionId {
    app.activate("03667").await;
    sessions::plan(&app.app, &app.ctx(), "03667", details(title, starts)).await.unwrap()
}

/// The same, announced.
pub async fn announced(app: &TestApp, title: &str, starts: &str) -> SessionId {
    let id = planned(app, title, starts).await;
    sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    id
}
