//! Issues as people work with them: calls, handing in, triage, merging, answers, files, sheets, tracking.

mod answering;
mod answering_many;
mod approving;
mod buckets;
mod calls;
mod command_line;
mod files;
mod forwarding;
mod groups;
mod handing_in;
mod merging;
mod moving;
mod notices;
mod own_fields;
mod pictures;
mod privacy;
mod remembering;
mod round_trip;
pub mod sheets;
mod splitting;
mod summing_up;
mod triage;
mod triage_desk;
mod twins;

use doithoai::issues::actions::calls::{self as call_actions, CallInput};
use doithoai::issues::{Issue, StateWord, ensure_fields, of_session};
use doithoai::kernel::{Role, SessionId};
use doithoai::organisation::BodyKind;

use crate::support::{Page, Person, TestApp, details};

/// Phường Chiềng An with an announced session on Friday 25 April 2025 and an open call until 15 April.
pub struct Ward {
    pub app: TestApp,
    pub session: SessionId,
    pub office: Person,
    pub women: Person,
}

impl Ward {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// With settings other than the defaults.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let app = TestApp::with(settings).await;
        ensure_fields(&app.app, &app.ctx()).await.unwrap();
        let office = app.person("Lò Văn Mẫu", "03667", BodyKind::PartyOffice, &[Role::Office]).await;
        let women = app.person("Quàng Thị Mẫu", "03667", "Hội Phụ nữ", &[Role::Submitter]).await;
        let session = session(&app, "Đối thoại quý II", "2025-04-25 08:00").await;
        let ward = Self { app, session, office, women };
        open_call(&ward.app, session, "2025-03-01", "2025-04-15").await;
        ward
    }

    /// A further organisation of the ward.
    pub async fn submitter(&self, name: &str, body: &str) -> Person {
        self.app.person(name, "03667", body, &[Role::Submitter]).await
    }

    /// Somebody who answers for the department of economy.
    pub async fn economy(&self) -> Person {
        self.app.person("Cà Văn Mẫu", "03667", "Phòng Kinh tế, Hạ tầng và Đô thị", &[Role::Answering]).await
    }

    /// `who` hands in `wording` through the form; its address.
    pub async fn hand_in(&self, who: &Person, wording: &str) -> String {
        let page = self.typed(who, &[("issue_wording", wording), ("act", "submit")]).await.is(303);
        page.location().unwrap()
    }

    /// The form of a proposal filled in with `fields`.
    pub async fn typed(&self, who: &Person, fields: &[(&str, &str)]) -> Page {
        let form = who.get(&format!("/issues/new?session={}&kind=proposal", self.session)).await.is(200);
        who.fill(&form, fields).await
    }

    /// `who` hands in a complaint through the form; its address.
    pub async fn complain(&self, who: &Person, wording: &str) -> String {
        let form = who.get(&format!("/issues/new?session={}&kind=complaint", self.session)).await.is(200);
        who.fill(&form, &[("issue_wording", wording), ("act", "submit")]).await.is(303).location().unwrap()
    }

    /// The office presses the button `act` on the issue's page.
    pub async fn decide(&self, issue: &str, act: &str) -> Page {
        let page = self.office.get(issue).await.is(200);
        self.office.fill(&page, &[("act", act)]).await
    }

    /// Handed in by the women's union and accepted.
    pub async fn accepted(&self, wording: &str) -> String {
        let issue = self.hand_in(&self.women, wording).await;
        self.decide(&issue, "accept").await.is(303);
        issue
    }

    /// The issue behind an address such as `/issues/0193…`.
    pub async fn issue(&self, address: &str) -> Issue {
        let id = address.trim_start_matches("/issues/");
        let all = of_session(self.app.read(), self.session, &[]).await.unwrap();
        all.into_iter().find(|issue| issue.id.to_string() == id).unwrap()
    }

    pub async fn state(&self, address: &str) -> StateWord {
        self.issue(address).await.state.word()
    }
}

/// An announced session of Phường Chiềng An.
pub async fn session(app: &TestApp, title: &str, starts: &str) -> SessionId {
    app.announced("03667", details(title, starts)).await
}

/// Opens the call of a session to all collecting bodies.
pub async fn open_call(app: &TestApp, session: SessionId, opens: &str, closes: &str) {
    let bodies = call_actions::submitting_bodies(&app.app, &app.ctx(), "03667").await.unwrap();
    let input = CallInput {
        opens_on: opens.parse().unwrap(),
        closes_on: closes.parse().unwrap(),
        guidance: String::new(),
        addressees: bodies.iter().map(|body| body.id).collect(),
    };
    call_actions::save(&app.app, &app.ctx(), session, 0, input, true).await.unwrap();
}

/// Sends the form of `page` that goes to `action`, as it stands.
pub async fn press(who: &Person, page: &Page, action: &str) -> Page {
    let form = page.forms().into_iter().find(|form| form.action == action);
    let form = form.unwrap_or_else(|| panic!("{}: no form goes to {action}", page.asked));
    who.awake().await.send_form(&form, &[]).await
}
