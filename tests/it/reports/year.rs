//! A year of one ward, made through the actions of the rooms, with its figures worked out by hand:
//!
//! * 28 August: a periodic dialogue was held; five questions from the floor. Four belong to the ward, one to the province.
//!   Three of the four are answered. One of those became a commitment, kept and confirmed by the Front.
//! * 20 November: a second dialogue was announced and cancelled.
//!
//! So: 2 dialogues planned, 1 held, 1 cancelled; 5 issues received, 4 own, 1 forwarded; 3 answered = 75 %;
//! 1 resolved = 25 %; 2 explained; 1 in progress.

use chrono::NaiveDate;
use doithoai::db::WriteTx;
use doithoai::dialogues::actions::sessions::{self, Details};
use doithoai::dialogues::{SessionForm, SessionKind};
use doithoai::followups::Outcome;
use doithoai::followups::actions::conclusions::{self, TaskWords};
use doithoai::followups::actions::{oversight, work};
use doithoai::issues::actions::triage::{Classification, classify};
use doithoai::issues::{Competence, FromFloor};
use doithoai::kernel::{Action, Event, IssueId, SessionId};
use doithoai::organisation::BodyKind;

use crate::support::{TestApp, wall};

pub const WARD: &str = "03667";
pub const OTHER_WARD: &str = "03670";
pub const PROVINCE: &str = "14";

/// What the tests go on with.
pub struct Year {
    pub session: SessionId,
    /// The issue that nobody answered.
    pub open: IssueId,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn details(title: &str, on: &str) -> Details {
    Details {
        kind: SessionKind::Periodic,
        form: SessionForm::InPerson,
        triggers: Vec::new(),
        reason: String::new(),
        title: title.to_owned(),
        counterpart: "Nhân dân phường".to_owned(),
        place: "Hội trường UBND phường".to_owned(),
        attend_how: String::new(),
        starts_at: wall(&format!("{on} 08:00")),
        ends_at: wall(&format!("{on} 11:00")),
    }
}

async fn announced(app: &TestApp, unit: &str, title: &str, on: &str) -> SessionId {
    let ctx = app.ctx();
    let id = sessions::plan(&app.app, &ctx, unit, details(title, on)).await.unwrap();
    sessions::announce(&app.app, &ctx, id, 1).await.unwrap();
    id
}

/// Opens and closes the room of an announced session on its day.
async fn hold(app: &TestApp, id: SessionId, on: &str) {
    for (step, at) in [(0, "08:00"), (1, "11:00"), (2, "11:30")] {
        app.at(&format!("{on} {at}"));
        let ctx = app.ctx();
        let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
        let found = doithoai::dialogues::find(tx.conn(), &ctx, Action::TakeMinutes, id).await.unwrap();
        let (session, event) = match step {
            0 => found.session.begin(ctx.now).unwrap(),
            1 => found.session.end().unwrap(),
            _ => found.session.close(ctx.now).unwrap(),
        };
        sessions::save_step(&tx, &found.permit, &session).await.unwrap();
        tx.commit(event).await.unwrap();
    }
}

/// A question from the floor of a session.
pub async fn raise(app: &TestApp, unit: &str, session: SessionId, wording: &str) -> IssueId {
    let ctx = app.ctx();
    let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
    let found = doithoai::dialogues::find(tx.conn(), &ctx, Action::TakeMinutes, session).await.unwrap();
    let floor = FromFloor { wording: wording.to_owned(), village: "Bản Cọ".to_owned(), field: None };
    let issue = doithoai::issues::raise_live(&tx, &ctx, &found.permit, unit, session, floor).await.unwrap();
    tx.commit(Event::new("minutes.item-added", "session", session, unit)).await.unwrap();
    issue.id
}

/// Marks an issue as answered, as the minutes do.
pub async fn answer(app: &TestApp, issue: IssueId) {
    let ctx = app.ctx();
    let tx = WriteTx::begin(app.app.db(), &ctx).await.unwrap();
    let found = doithoai::issues::find(tx.conn(), &ctx, Action::TriageIssue, issue).await.unwrap();
    doithoai::issues::mark_answered(&tx, &ctx, &found.permit, issue).await.unwrap();
    tx.commit(Event::new("minutes.item-saved", "issue", issue, WARD)).await.unwrap();
}

/// The whole year; the clock stands at 10 January 2026 afterwards.
pub async fn lived(app: &TestApp) -> Year {
    for unit in [WARD, OTHER_WARD, PROVINCE] {
        app.activate(unit).await;
    }
    let department = app.body(WARD, BodyKind::Department).await;
    let first = announced(app, WARD, "Đối thoại đợt 1", "2025-08-28").await;
    let second = announced(app, WARD, "Đối thoại đợt 2", "2025-11-20").await;
    app.at("2025-08-28 08:30");
    let mut issues = Vec::new();
    for wording in ["Nạo vét cống", "Lắp đèn đường", "Sửa đường", "Cấp sổ đỏ", "Mở tuyến xe buýt"] {
        issues.push(raise(app, WARD, first, wording).await);
    }
    hold(app, first, "2025-08-28").await;
    for issue in &issues[..3] {
        answer(app, *issue).await;
    }
    let to = Classification { field: None, competence: Some(Competence::Province), public_wording: "Mở tuyến xe buýt".into() };
    classify(&app.app, &app.ctx(), issues[4], 1, to).await.unwrap();

    app.at("2025-09-05 09:00");
    let ctx = app.ctx();
    conclusions::prepare(&app.app, &ctx, first).await.unwrap();
    let words = TaskWords {
        wording: "Nạo vét cống bản Cọ".into(),
        lead: Some(department.id),
        supports: Vec::new(),
        due_on: Some(day("2025-10-31")),
        roll: false,
    };
    conclusions::save_task(&app.app, &ctx, first, 1, None, words).await.unwrap();
    let unit = doithoai::organisation::bodies_of_unit(app.read(), WARD, ctx.today()).await.unwrap();
    let committee = unit.iter().find(|body| body.kind == BodyKind::PartyCommittee).unwrap();
    conclusions::write(&app.app, &ctx, first, 2, committee.id, "12-TB/ĐU".into(), "Hội nghị tốt.".into()).await.unwrap();
    conclusions::sign(&app.app, &ctx, first, 3).await.unwrap();
    let filter = doithoai::followups::Filter::default();
    let made = doithoai::followups::of_unit(app.read(), WARD, &filter).await.unwrap();
    let id = made[0].id;
    app.at("2025-10-20 09:00");
    let ctx = app.ctx();
    work::accept(&app.app, &ctx, id, 1).await.unwrap();
    work::report(&app.app, &ctx, id, 2, Outcome::Done, day("2025-10-18"), "Đã nạo vét 300 m.".into()).await.unwrap();
    oversight::confirm(&app.app, &ctx, id, 3, "Đã xem tại chỗ.".into()).await.unwrap();
    app.at("2025-11-10 09:00");
    sessions::cancel(&app.app, &app.ctx(), second, 2, "Mưa bão".into()).await.unwrap();
    app.at("2026-01-10 09:00");
    Year { session: first, open: issues[3] }
}
