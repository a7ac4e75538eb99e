//! Sessions that a test only needs to be there: planned or announced through the room's actions. What a session looks like
//! where it matters is said by the test itself, with `Details { place, ..details(title, starts) }`.

use chrono::TimeDelta;
use doithoai::dialogues::actions::sessions::{self, Details};
use doithoai::dialogues::{SessionForm, SessionKind};
use doithoai::kernel::SessionId;

use super::{Person, TestApp, wall};

/// A periodic dialogue with the people of a ward, from `starts` on (`2025-08-28 08:00` in Hà Nội), three hours long.
pub fn details(title: &str, starts: &str) -> Details {
    let starts_at = wall(starts);
    Details {
        kind: SessionKind::Periodic,
        form: SessionForm::InPerson,
        triggers: Vec::new(),
        reason: String::new(),
        title: title.to_owned(),
        counterpart: "Nhân dân phường Chiềng An".to_owned(),
        place: "Hội trường UBND phường".to_owned(),
        attend_how: String::new(),
        starts_at,
        ends_at: starts_at + TimeDelta::hours(3),
    }
}

impl TestApp {
    /// A planned session of the unit, which takes part from now on if it did not.
    pub async fn planned(&self, unit: &str, details: Details) -> SessionId {
        self.activate(unit).await;
        sessions::plan(&self.app, &self.ctx(), unit, details).await.unwrap()
    }

    /// The same, announced.
    pub async fn announced(&self, unit: &str, details: Details) -> SessionId {
        let id = self.planned(unit, details).await;
        sessions::announce(&self.app, &self.ctx(), id, 1).await.unwrap();
        id
    }
}

/// Publishes the drafted edition of the calendar as the administrator does, with its paper.
pub async fn publish_days(admin: &Person) {
    let page = admin.get("/admin/days/draft").await.is(200);
    admin.fill(&page, &[("title", "Lịch thử"), ("source", "TB 1/TB-UBND")]).await.is(303);
}
