//! A session from its agenda to locked minutes, by people who click.

mod agenda;
mod attendance;
mod clashes;
mod rights;
mod signing;

use doithoai::dialogues::Session;
use doithoai::issues::actions::calls::{self as calls, CallInput};
use doithoai::issues::ensure_fields;
use doithoai::kernel::{Action, Role, SessionId};
use doithoai::organisation::BodyKind;

use crate::support::{Page, Person, TestApp, details};

/// Phường Chiềng An, Sơn La.
pub const UNIT: &str = "03667";

/// An announced session of Thursday 28 August 2025, 08:00 to 11:00, and the people of its hall.
pub struct Hall {
    pub app: TestApp,
    pub session: SessionId,
    pub office: Person,
    pub clerk: Person,
    pub leader: Person,
    pub women: Person,
}

impl Hall {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        ensure_fields(&app.app, &app.ctx()).await.unwrap();
        let office = app.person("Lường Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
        let clerk = app.person("Cà Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
        let leader = app.person("Lò Văn Mẫu", UNIT, BodyKind::PartyCommittee, &[Role::Leader]).await;
        let women = app.person("Quàng Thị Mẫu", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
        let session = app.announced(UNIT, details("Đối thoại quý III", "2025-08-28 08:00")).await;
        let bodies = calls::submitting_bodies(&app.app, &app.ctx(), UNIT).await.unwrap();
        let input = CallInput {
            opens_on: "2025-03-01".parse().unwrap(),
            closes_on: "2025-08-20".parse().unwrap(),
            guidance: String::new(),
            addressees: bodies.iter().map(|body| body.id).collect(),
        };
        calls::save(&app.app, &app.ctx(), session, 0, input, true).await.unwrap();
        Self { app, session, office, clerk, leader, women }
    }

    /// An issue of the women's union that the office chose for the hall.
    pub async fn selected(&self, wording: &str) {
        let form = self.women.get(&format!("/issues/new?session={}&kind=proposal", self.session)).await.is(200);
        let issue = self.women.fill(&form, &[("issue_wording", wording), ("act", "submit")]).await.is(303).location().unwrap();
        for act in ["accept", "select"] {
            let page = self.office.get(&issue).await.is(200);
            self.office.fill(&page, &[("act", act)]).await.is(303);
        }
    }

    pub fn at(&self, page: &str) -> String {
        format!("/dialogues/{}/{page}", self.session)
    }

    /// `who` presses the button whose form goes to the session's `act`, on the session's page `page`.
    pub async fn press(&self, who: &Person, page: &str, act: &str) -> Page {
        let shown = who.get(&self.at(page)).await.is(200);
        let action = self.at(act);
        let form = shown.forms().into_iter().find(|form| form.action == action);
        let form = form.unwrap_or_else(|| panic!("{page}: no form goes to {action}"));
        who.awake().await.send_form(&form, &[]).await
    }

    /// The agenda is built and the room opened on the day.
    pub async fn open(&self) {
        self.press(&self.office, "agenda", "agenda").await.is(303);
        self.app.at("2025-08-28 08:05");
        self.press(&self.clerk, "minutes", "minutes/begin").await.is(303);
    }

    /// The address of the line whose link has this text.
    pub async fn line(&self, text: &str) -> String {
        self.clerk.get(&self.at("minutes")).await.is(200).link(text)
    }

    /// The clerk writes these fields on the line.
    pub async fn write(&self, text: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.clerk.get(&self.line(text).await).await.is(200);
        self.clerk.fill(&page, fields).await
    }

    pub async fn stored(&self) -> Session {
        let found = doithoai::dialogues::find(self.app.read(), &self.app.ctx(), Action::ReadSessions, self.session).await;
        found.unwrap().session
    }
}
