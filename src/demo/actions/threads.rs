//! What joins issues of the first unit: one that raises a matter again, one that was taken apart, one that the city answered.

use chrono::{DateTime, TimeDelta, Utc};

use super::stage::Stage;
use super::{Login, PASSWORD};
use crate::app::App;
use crate::demo::rules::timeline::{days_ago, days_ahead};
use crate::demo::rules::{UnitStory, people};
use crate::dialogues::actions::sessions;
use crate::error::{AppError, AppResult};
use crate::issues::actions::assigning::{Assigning, assign};
use crate::issues::actions::forwarding::{Forwarding, forward};
use crate::issues::actions::splitting::split;
use crate::issues::actions::triage::{Decision, decide};
use crate::issues::actions::{answers, memory};
use crate::issues::rules::split::Piece;
use crate::issues::rules::{Competence, StateWord};
use crate::kernel::clock::instant;
use crate::kernel::{Action, Actor, BodyId, Ctx, IssueId, Role};
use crate::organisation::actions::accounts::{NewAccount, create};
use crate::organisation::{Body, BodyKind, PostKind, bodies_of_unit, live_actor_of_account, posts};
use crate::{dialogues, issues};

/// Where the issues stand in the story: name of the session, place in it.
const AGAIN: (&str, usize) = ("noi", 0);
const TWO_IN_ONE: (&str, usize) = ("noi", 1);
const FOR_THE_CITY: (&str, usize) = ("noi", 2);
/// The matter of the first one, as it was raised before: a year ago, and the year before that.
const BEFORE: [(&str, usize); 2] = [("2025", 0), ("2024", 0)];

const ANSWER: &str = "Sở Xây dựng đã đưa tuyến vào kế hoạch điều chỉnh mạng lưới xe buýt; dự kiến chạy thử từ quý I năm sau, \
                      20 phút một chuyến vào giờ cao điểm.";

struct Threads<'a> {
    app: &'a App,
    stage: &'a Stage<'a>,
    unit: &'a UnitStory,
    now: DateTime<Utc>,
}

/// Joins them; the two people of the city have the names from `at` on. Answers who can sign in for it.
pub(super) async fn tell(app: &App, stage: &Stage<'_>, unit: &UnitStory, at: usize, now: DateTime<Utc>) -> AppResult<Vec<Login>> {
    let threads = Threads { app, stage, unit, now };
    threads.raised_again().await?;
    threads.taken_apart().await?;
    Box::pin(threads.answered_above(at)).await
}

impl Threads<'_> {
    fn days_ago(&self, days: i64, hour: u32) -> DateTime<Utc> {
        instant(days_ago(self.now, days, hour)).min(self.now)
    }

    fn issue(&self, (session, place): (&str, usize)) -> AppResult<IssueId> {
        let of = |one: &crate::demo::rules::SessionStory| one.issues.iter().any(|issue| issue.session == session);
        let session = self.unit.sessions.iter().position(of).ok_or(AppError::NotFound)?;
        self.stage.issue_at(0, session, place)
    }

    async fn version(&self, ctx: &Ctx, id: IssueId) -> AppResult<i32> {
        Ok(issues::find(self.app.db().read(), ctx, Action::TriageIssue, id).await?.issue.version)
    }

    /// The drain is raised for the third year: what was promised first was kept, what was promised then was not.
    async fn raised_again(&self) -> AppResult<()> {
        let office = self.stage.office(&self.unit.code, self.days_ago(2, 9))?;
        let (again, [last, first]) = (self.issue(AGAIN)?, BEFORE);
        let (last, first) = (self.issue(last)?, self.issue(first)?);
        for (later, earlier) in [(last, first), (again, last)] {
            let version = self.version(&office, later).await?;
            memory::set(self.app, &office, later, version, Some(earlier)).await?;
        }
        Ok(())
    }

    /// Two matters in one sentence become two contents.
    async fn taken_apart(&self) -> AppResult<()> {
        let office = self.stage.office(&self.unit.code, self.days_ago(2, 10))?;
        let id = self.issue(TWO_IN_ONE)?;
        let piece = |wording: &str, field: &str| Piece {
            wording: wording.to_owned(),
            field: Some(field.to_owned()),
            competence: Some(Competence::Commune),
        };
        let pieces = vec![
            piece("Đề nghị thay nắp cống hỏng trước cổng trường mầm non.", "transport-drainage"),
            piece("Đề nghị lắp biển hạn chế tốc độ ở lối vào chợ.", "security-traffic"),
        ];
        split(self.app, &office, id, self.version(&office, id).await?, pieces).await
    }

    /// What only the city can do goes to the city, which answers; the ward reads the answer at its own issue.
    async fn answered_above(&self, at: usize) -> AppResult<Vec<Login>> {
        let (app, city) = (self.app, self.unit.province.as_str());
        let arranged = Ctx::system(self.days_ago(30, 9), "demo");
        let session = sessions::plan(app, &arranged, city, self.session()).await?;
        let version = dialogues::find(app.db().read(), &arranged, Action::PlanDialogues, session).await?.session.version;
        sessions::announce(app, &arranged, session, version).await?;
        let bodies = bodies_of_unit(app.db().read(), city, arranged.today()).await?;
        let body = |of: &dyn Fn(&&Body) -> bool| bodies.iter().find(of).ok_or(AppError::NotFound);
        let office = body(&|one| one.kind == BodyKind::PartyOffice)?;
        let agency = body(&|one| one.kind.answers())?;
        let (clerk, first) = self.person(&arranged, office, "tiepnhanthanhpho", Role::Office, at).await?;
        let (expert, second) = self.person(&arranged, agency, "traloithanhpho", Role::Answering, at + 1).await?;
        let then = |actor: &Actor, days, hour| Ctx::new(actor.clone(), self.days_ago(days, hour), "demo".to_owned());

        let ward = self.stage.office(&self.unit.code, self.days_ago(6, 9))?;
        let origin = self.issue(FOR_THE_CITY)?;
        let found = issues::find(app.db().read(), &ward, Action::TriageIssue, origin).await?.issue;
        let input =
            Forwarding { to: vec![city.to_owned()], wording: found.content.wording.clone(), again: false, confirmed: true };
        forward(app, &ward, origin, found.version, input).await?;

        let all = issues::of_session(app.db().read(), session, &[StateWord::Submitted]).await?;
        let twin = all.into_iter().find(|one| one.links.forwarded_from == Some(origin)).ok_or(AppError::NotFound)?;
        let triage = then(&clerk, 5, 9);
        for (version, decision) in [(twin.version, Decision::Accept), (twin.version + 1, Decision::AnswerInWriting)] {
            decide(app, &triage, twin.id, version, decision).await?;
        }
        let due_on = triage.today() + TimeDelta::days(20);
        let input = Assigning { lead: agency.id, supports: Vec::new(), due_on, note: String::new() };
        assign(app, &triage, twin.id, twin.version + 2, input).await?;
        self.answer(twin.id, agency.id, &then(&expert, 3, 9), &then(&clerk, 2, 15)).await?;
        Ok(vec![first, second])
    }

    async fn answer(&self, twin: IssueId, agency: BodyId, expert: &Ctx, clerk: &Ctx) -> AppResult<()> {
        answers::write(self.app, expert, twin, agency, 0, ANSWER.to_owned(), true).await?;
        let written = issues::answers_of(self.app.db().read(), &[twin]).await?;
        let answer = written.into_iter().next().ok_or(AppError::NotFound)?;
        answers::approve(self.app, clerk, answer.id, answer.version).await.map(drop)
    }

    fn session(&self) -> sessions::Details {
        let starts = instant(days_ahead(self.now, 45, 8));
        sessions::Details {
            kind: dialogues::SessionKind::Periodic,
            form: dialogues::SessionForm::InPerson,
            triggers: Vec::new(),
            reason: String::new(),
            title: "Đối thoại giữa người đứng đầu cấp ủy, chính quyền thành phố với Nhân dân".to_owned(),
            counterpart: "Nhân dân thành phố".to_owned(),
            place: "Trung tâm Hội nghị thành phố".to_owned(),
            attend_how: "Đăng ký tại Văn phòng Thành ủy.".to_owned(),
            starts_at: starts,
            ends_at: starts + TimeDelta::hours(3),
        }
    }

    /// Somebody of the city with the `at`-th name.
    async fn person(&self, ctx: &Ctx, body: &Body, login: &str, role: Role, at: usize) -> AppResult<(Actor, Login)> {
        let post = posts(self.app.db().read(), &[body.id]).await?.into_iter().find(|post| post.kind == PostKind::Clerk);
        let new = NewAccount {
            body: body.id,
            post: post.map(|post| post.id),
            full_name: people::name(at),
            email: Some(people::email(login)),
            phone: None,
            login: login.to_owned(),
            password: PASSWORD.to_owned(),
            must_change: false,
            roles: vec![role],
        };
        let (_, account) = create(self.app, ctx, new).await?;
        let (actor, _) = live_actor_of_account(self.app.db().read(), account, ctx.today()).await?.ok_or(AppError::NotFound)?;
        Ok((actor, Login { role, login: login.to_owned(), body: body.name.clone() }))
    }
}
