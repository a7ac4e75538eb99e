//! A year of one ward, made through the actions of the rooms, with its figures worked out by hand:
//!
//! * 28 August: a periodic dialogue was held before 63 people. Four people asked five questions; the first holds three
//!   contents. One was answered on the spot, one explained, one became a promise (kept and confirmed by the Front), one is
//!   to be answered in writing and was not, one is not for the ward. The first speaker asked twice.
//! * 20 November: a second dialogue was announced and cancelled.
//!
//! So: 2 dialogues planned, 1 held, 1 cancelled (50 %); 63 people, 4 speakers, 3 + 1 + 1 + 1 + 1 = 7 contents; 5 issues, all
//! raised live, 4 own, 1 forwarded; answered 3 of 4 (75 %, a promise is an answer); resolved 1 of 4 (25 %), explained 2, in progress 1.

use chrono::NaiveDate;
use doithoai::dialogues::actions::sessions;
use doithoai::followups::Outcome as Done;
use doithoai::followups::actions::{conclusions, oversight, work};
use doithoai::kernel::{BodyId, Role, SessionId};
use doithoai::minutes::actions::{agenda, closing, items, room};
use doithoai::minutes::rules::item::Content;
use doithoai::minutes::rules::minutes::Signer;
use doithoai::minutes::{Outcome, Promise};
use doithoai::organisation::BodyKind;

use crate::support::{TestApp, details};

pub const WARD: &str = "03667";
pub const OTHER_WARD: &str = "03670";
pub const PROVINCE: &str = "14";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One question from the floor with what came of it.
struct Asked {
    by: &'static str,
    question: &'static str,
    contents: i32,
    outcome: Outcome,
    promise: Option<(BodyId, &'static str)>,
}

/// Holds an announced session on its day: the room, its minutes, the end.
async fn hold(app: &TestApp, id: SessionId, on: &str, people: i32, asked: Vec<Asked>) {
    app.at(&format!("{on} 08:00"));
    let ctx = app.ctx();
    agenda::build(&app.app, &ctx, id).await.unwrap();
    room::begin(&app.app, &ctx, id, String::new()).await.unwrap();
    for one in asked {
        let question =
            room::Question {
                asked_by: one.by.to_owned(), asked_from: "Bản Cọ".to_owned(), question: one.question.to_owned()
            };
        let item = room::ask(&app.app, &ctx, id, question).await.unwrap();
        let promise = |(body, due): (BodyId, &str)| Promise {
            wording: format!("Làm: {}", one.question),
            body: Some(body),
            due_on: Some(day(due)),
        };
        let content = Content {
            asked_by: one.by.to_owned(),
            asked_from: "Bản Cọ".to_owned(),
            question: one.question.to_owned(),
            contents: one.contents,
            outcome: Some(one.outcome),
            promises: one.promise.into_iter().map(promise).collect(),
            ..Content::default()
        };
        items::note(&app.app, &ctx, id, item, 1, content).await.unwrap();
    }
    room::describe(&app.app, &ctx, id, 1, people, "Hội nghị nghiêm túc.".to_owned()).await.unwrap();
    app.at(&format!("{on} 11:00"));
    closing::end(&app.app, &app.ctx(), id).await.unwrap();
    let chair = app.person("Hoàng Văn Chủ Trì", WARD, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let clerk = app.person("Bạc Thị Thư Ký", WARD, BodyKind::PartyOffice, &[Role::Clerk]).await;
    closing::sign(&app.app, &clerk.ctx().await, id, Signer::Clerk).await.unwrap();
    closing::sign(&app.app, &chair.ctx().await, id, Signer::Chair).await.unwrap();
}

/// The whole year; the clock stands at 10 January 2026 afterwards. Gives the session that was held.
pub async fn lived(app: &TestApp) -> SessionId {
    for unit in [WARD, OTHER_WARD, PROVINCE] {
        app.activate(unit).await;
    }
    let department = app.body(WARD, BodyKind::Department).await.id;
    let committee = app.body(WARD, BodyKind::PartyCommittee).await.id;
    let first = app.announced(WARD, details("Đối thoại đợt 1", "2025-08-28 08:00")).await;
    let second = app.announced(WARD, details("Đối thoại đợt 2", "2025-11-20 08:00")).await;
    let asked = |by, question, contents, outcome| Asked { by, question, contents, outcome, promise: None };
    let asked = vec![
        asked("Lò Văn Mẫu", "Giá đất, hạn nộp, nơi nộp", 3, Outcome::Answered),
        asked("Quàng Thị Mẫu", "Lịch thu gom rác", 1, Outcome::Explained),
        Asked { promise: Some((department, "2025-10-31")), ..asked("Cà Văn Mẫu", "Nạo vét cống", 1, Outcome::Promised) },
        asked("Tòng Thị Mẫu", "Cấp sổ đỏ", 1, Outcome::WrittenAnswer),
        asked("Lò Văn Mẫu", "Mở tuyến xe buýt", 1, Outcome::OutOfCompetence),
    ];
    hold(app, first, "2025-08-28", 63, asked).await;

    app.at("2025-09-05 09:00");
    let ctx = app.ctx();
    conclusions::prepare(&app.app, &ctx, first).await.unwrap();
    conclusions::write(&app.app, &ctx, first, 1, committee, "12".into(), "Hội nghị tốt.".into()).await.unwrap();
    conclusions::sign(&app.app, &ctx, first, 2).await.unwrap();
    let made = doithoai::followups::of_session(app.read(), first).await.unwrap();
    let promise = made[0].id;
    app.at("2025-10-20 09:00");
    let ctx = app.ctx();
    work::accept(&app.app, &ctx, promise, 1).await.unwrap();
    work::report(&app.app, &ctx, promise, 2, (Done::Done, day("2025-10-18")), "Đã nạo vét 300 m.".into()).await.unwrap();
    oversight::confirm(&app.app, &ctx, promise, 3, "Đã xem tại chỗ.".into()).await.unwrap();
    app.at("2025-11-10 09:00");
    sessions::cancel(&app.app, &app.ctx(), second, 2, "Mưa bão".into()).await.unwrap();
    app.at("2026-01-10 09:00");
    first
}

/// An old session corrected: the chair signs nothing again, but the office enters a session that had been forgotten.
pub async fn forgotten_session(app: &TestApp, back_to: &str) {
    app.at("2025-06-01 08:00");
    let id = app.announced(WARD, details("Đối thoại bị bỏ quên", "2025-06-20 08:00")).await;
    hold(app, id, "2025-06-20", 20, Vec::new()).await;
    app.at(back_to);
}
