//! From signed minutes to a commitment that is kept, verified, closed, or carried over; by people who click.

mod conclusions;
mod follow;
mod remembering;
mod rights;
mod time;

use doithoai::duties::{bind_chosen, ensure_rule_sets};
use doithoai::followups::{Commitment, of_session};
use doithoai::kernel::{Role, SessionId};
use doithoai::minutes::Outcome;
use doithoai::minutes::actions::room::Question;
use doithoai::minutes::actions::{agenda, closing, items, room};
use doithoai::minutes::rules::{Content, Promise, Signer};
use doithoai::organisation::BodyKind;

use crate::support::{Page, Person, TestApp, details};

/// Phường Chiềng An, Sơn La.
pub const UNIT: &str = "03667";
pub const ECONOMY: &str = "Phòng Kinh tế, Hạ tầng và Đô thị";
pub const CULTURE: &str = "Phòng Văn hóa - Xã hội";
pub const DRAIN: &str = "Nạo vét cống đường Lê Hồng Phong";
pub const LAMPS: &str = "Lắp đèn chiếu sáng bản Cá";

/// Everybody who plays a part in the ward.
pub struct Ward {
    pub app: TestApp,
    pub office: Person,
    pub leader: Person,
    pub clerk: Person,
    pub economy: Person,
    pub culture: Person,
    pub front: Person,
}

impl Ward {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        app.activate(UNIT).await;
        bind_article_43(&app).await;
        let person = async |name, body: &str, role| app.person(name, UNIT, body, &[role]).await;
        Self {
            office: person("Lường Thị Mẫu", "Văn phòng Đảng ủy", Role::Office).await,
            leader: app.person("Lò Văn Mẫu", UNIT, BodyKind::PartyCommittee, &[Role::Leader]).await,
            clerk: person("Cà Thị Mẫu", "Văn phòng Đảng ủy", Role::Clerk).await,
            economy: person("Trần Văn Mẫu", ECONOMY, Role::Answering).await,
            culture: person("Vì Thị Mẫu", CULTURE, Role::Answering).await,
            front: app.person("Quàng Thị Mẫu", UNIT, BodyKind::FatherlandFront, &[Role::Supervisor]).await,
            app,
        }
    }

    /// A session of Thursday 28 August 2025 whose room has closed, with two promises of the economic department in its
    /// minutes: one due on Tuesday 30 September, one without a day.
    pub async fn held(&self) -> SessionId {
        self.app.at("2025-08-01 08:00");
        let id = self.app.announced(UNIT, details("Hội nghị đối thoại năm 2025", "2025-08-28 08:00")).await;
        let app = &self.app.app;
        agenda::build(app, &self.app.ctx(), id).await.unwrap();
        self.app.at("2025-08-28 08:00");
        room::begin(app, &self.app.ctx(), id, String::new()).await.unwrap();
        self.settle_opening_lines(id).await;
        for (question, promised, due_on) in [("Cống tắc, mưa là ngập", DRAIN, Some("2025-09-30")), ("Bản Cá tối om", LAMPS, None)]
        {
            let asked = Question { asked_by: "Người dân".into(), asked_from: "Bản Cá".into(), question: question.into() };
            let item = room::ask(app, &self.app.ctx(), id, asked.clone()).await.unwrap();
            let promise = Promise {
                wording: promised.into(),
                body: Some(self.economy.body.id),
                due_on: due_on.map(|day| day.parse().unwrap()),
            };
            let content = Content {
                asked_by: asked.asked_by,
                asked_from: asked.asked_from,
                question: asked.question,
                contents: 1,
                outcome: Some(Outcome::Promised),
                promises: vec![promise],
                ..Content::default()
            };
            items::note(app, &self.app.ctx(), id, item, 1, content).await.unwrap();
        }
        self.app.at("2025-08-28 11:30");
        closing::end(app, &self.app.ctx(), id).await.unwrap();
        id
    }

    /// The first lines of every agenda are heard.
    async fn settle_opening_lines(&self, id: SessionId) {
        let minutes = doithoai::minutes::minutes_of(self.app.read(), id, UNIT).await.unwrap().unwrap();
        for line in doithoai::minutes::store::items::items(self.app.read(), minutes.id).await.unwrap() {
            let content = Content { outcome: Some(Outcome::Noted), ..line.content };
            items::note(&self.app.app, &self.app.ctx(), id, line.id, line.revision, content).await.unwrap();
        }
    }

    /// As [`Self::held`], with both signatures under the minutes.
    pub async fn closed(&self) -> SessionId {
        let id = self.held().await;
        self.app.at("2025-08-29 09:00");
        self.sign_minutes(id).await;
        id
    }

    pub async fn sign_minutes(&self, id: SessionId) {
        closing::sign(&self.app.app, &self.leader.ctx().await, id, Signer::Chair).await.unwrap();
        closing::sign(&self.app.app, &self.clerk.ctx().await, id, Signer::Clerk).await.unwrap();
    }

    /// The office drafts, completes the second promise (Friday 31 October) and numbers the notice; the leader signs on
    /// Monday 8 September 2025. Gives the two commitments by number.
    pub async fn signed(&self) -> (SessionId, Vec<Commitment>) {
        let id = self.closed().await;
        self.app.at("2025-09-05 08:00");
        let page = self.office.get(&format!("/dialogues/{id}/conclusion")).await;
        let form = page.form_with(&["_csrf"]);
        let page = self.office.browser.send_form(&form, &[]).await;
        let page = self.office.follow(page).await.see(DRAIN).see(LAMPS);
        self.complete(id, &page, "15").await;
        self.app.at("2025-09-08 09:00");
        let page = self.leader.get(&format!("/dialogues/{id}/conclusion/sign")).await.is(200);
        let page = self.leader.fill(&page, &[("version", &version(&page))]).await.is(303);
        self.leader.follow(page).await.see("15-TB/ĐU");
        let mut commitments = of_session(self.app.read(), id).await.unwrap();
        commitments.sort_by_key(|commitment| commitment.number);
        (id, commitments)
    }

    /// Gives the second task its day, and the notice its number and assessment.
    pub async fn complete(&self, id: SessionId, page: &Page, number: &str) {
        let links = page.links();
        let second = links.iter().filter(|link| link.href.contains("/conclusion/tasks/") && !link.href.ends_with("/new")).nth(1);
        let page = self.office.get(&second.unwrap().href).await.is(200);
        self.office.fill(&page, &[("wording", LAMPS), ("due_on", "31/10/2025")]).await.is(303);
        let page = self.office.get(&format!("/dialogues/{id}/conclusion/edit")).await.is(200);
        self.office.fill(&page, &[("number", number), ("general", "Hội nghị đạt yêu cầu.")]).await.is(303);
    }
}

/// Binds the ward to the rule set of Law 72/2025/QH15, Article 43.
async fn bind_article_43(app: &TestApp) {
    let ctx = app.ctx();
    ensure_rule_sets(&app.app, &ctx).await.unwrap();
    bind_chosen(&app.app, &ctx, UNIT, &["law-commune-2025".to_owned()]).await.unwrap();
}

/// The version that the page's form was made from.
pub fn version(page: &Page) -> String {
    let form = page.form_with(&["version"]);
    form.fields.iter().find(|(name, _)| name == "version").unwrap().1.clone()
}

/// The commitment as it stands now.
pub async fn now(ward: &Ward, commitment: &Commitment) -> Commitment {
    let all = of_session(ward.app.read(), commitment.session).await.unwrap();
    all.into_iter().find(|one| one.id == commitment.id).unwrap()
}
