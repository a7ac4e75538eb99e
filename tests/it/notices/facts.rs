//! Reminders of what organisations, agencies and offices owe, read from the tables of other rooms.

use chrono::NaiveDate;
use doithoai::db::{Unaudited, WriteTx};
use doithoai::kernel::{BodyId, Role, SessionId, ids};
use doithoai::organisation::BodyKind;
use entity::{assignment, call, call_body, commitment, issue};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use super::{UNIT, sweep, sweep_all};
use crate::feeds::announced;
use crate::support::{Person, TestApp, wall};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Rows as the other rooms write them; their own tests prove that they do.
async fn insert<M, A>(conn: &impl ConnectionTrait, row: M)
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    <A::Entity as EntityTrait>::insert(row.into_active_model().reset_all()).exec_without_returning(conn).await.unwrap();
}

fn issue_row(session: SessionId, submitter: Option<BodyId>, state: &str) -> issue::Model {
    issue::Model {
        id: ids::fresh_uuid(),
        unit_code: UNIT.to_owned(),
        session_id: session.0,
        submitter_id: submitter.map(|body| body.0),
        number: None,
        receipt_code: ids::public_code(8),
        kind: "proposal".to_owned(),
        channel: "organisation".to_owned(),
        people: 1,
        village: String::new(),
        field_code: None,
        competence: None,
        wording: "Sửa cầu".to_owned(),
        public_wording: String::new(),
        folded: String::new(),
        state: state.to_owned(),
        ground: None,
        state_note: String::new(),
        state_at: wall("2025-03-03 08:00"),
        state_before: None,
        late: false,
        merged_into: None,
        merged_via: None,
        created_by: None,
        created_at: wall("2025-03-03 08:00"),
        submitted_at: Some(wall("2025-03-03 08:00")),
        accepted_at: None,
        answered_at: None,
        version: 1,
    }
}

async fn titles(person: &Person) -> Vec<String> {
    person.get("/inbox").await.texts(".dt-inbox__title")
}

#[tokio::test]
async fn only_organisations_that_handed_in_nothing_hear_that_the_intake_closes() {
    let app = TestApp::new().await;
    let women = app.person("Lò Thị Mẫu", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    let farmers = app.person("Vì Văn Mẫu", UNIT, "Hội Nông dân", &[Role::Submitter]).await;
    let session = announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let call = call::Model {
        id: ids::fresh_uuid(),
        session_id: session.0,
        unit_code: UNIT.to_owned(),
        opens_on: day("2025-03-10"),
        closes_on: day("2025-03-31"),
        guidance: String::new(),
        opened_at: Some(wall("2025-03-03 08:00")),
        version: 1,
    };
    let call_id = call.id;
    insert(tx.conn(), call).await;
    for body in [women.body.id, farmers.body.id] {
        insert(tx.conn(), call_body::Model { call_id, body_id: body.0 }).await;
    }
    insert(tx.conn(), issue_row(session, Some(women.body.id), "submitted")).await;
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
    // Monday 31 March; three working days before are Friday 28, Thursday 27, Wednesday 26.
    app.at("2025-03-26 08:00");
    sweep_all(&app).await;
    assert_eq!(titles(&farmers).await[0], "Sắp hết hạn gửi ý kiến cho Hội nghị");
    assert!(titles(&women).await.iter().all(|title| !title.starts_with("Sắp hết hạn")));
}

#[tokio::test]
async fn an_agency_hears_of_its_answers_together_and_again_when_they_are_late() {
    let app = TestApp::new().await;
    let agency = app.person("Cầm Văn Mẫu", UNIT, BodyKind::PeopleCommittee, &[Role::Answering]).await;
    let session = announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    for state in ["accepted", "selected", "refused"] {
        let issue = issue_row(session, None, state);
        let assignment = assignment::Model {
            id: ids::fresh_uuid(),
            issue_id: issue.id,
            body_id: agency.body.id.0,
            part: "lead".to_owned(),
            due_on: Some(day("2025-04-04")),
            note: String::new(),
            assigned_at: wall("2025-03-03 08:00"),
        };
        insert(tx.conn(), issue).await;
        insert(tx.conn(), assignment).await;
    }
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
    // Friday 4 April; three working days before is Tuesday 1.
    app.at("2025-04-01 08:00");
    sweep_all(&app).await;
    assert_eq!(titles(&agency).await[0], "2 kiến nghị cần chuẩn bị trả lời, hạn Thứ Sáu, 04/04/2025");
    app.at("2025-04-05 08:00");
    sweep_all(&app).await;
    assert_eq!(titles(&agency).await[0], "2 kiến nghị đã quá hạn chuẩn bị trả lời (Thứ Sáu, 04/04/2025)");
    assert!(sweep_all(&app).await.is_zero());
}

#[tokio::test]
async fn a_promise_is_recalled_a_week_before_on_the_day_and_when_it_is_late() {
    let app = TestApp::new().await;
    let agency = app.person("Cầm Văn Mẫu", UNIT, BodyKind::PeopleCommittee, &[Role::Answering]).await;
    let front = app.person("Lò Văn Trận", UNIT, BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let session = announced(&app, "Hội nghị", "2025-12-01 08:00").await;
    let promise = commitment::Model {
        id: ids::fresh_uuid(),
        unit_code: UNIT.to_owned(),
        session_id: session.0,
        issue_id: None,
        promise_id: None,
        code: "03667-CK-1".to_owned(),
        number: 1,
        wording: "Sửa cầu bản Cá".to_owned(),
        lead_id: agency.body.id.0,
        assigned_on: day("2025-03-03"),
        first_due_on: day("2025-06-30"),
        due_on: day("2025-06-30"),
        state: "in-progress".to_owned(),
        state_note: String::new(),
        state_at: wall("2025-03-03 08:00"),
        theirs_id: None,
        reported_at: None,
        outcome: None,
        done_on: None,
        answered_on: None,
        answer_paper: String::new(),
        resolved_on: None,
        verified_by: String::new(),
        verified_at: None,
        closed_at: None,
        version: 1,
    };
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    insert(tx.conn(), promise).await;
    tx.commit_unaudited(Unaudited::Delivery).await.unwrap();
    let ours = |titles: Vec<String>| titles.into_iter().filter(|title| title.contains("03667-CK-1")).collect::<Vec<_>>();
    for (at, expected) in [
        ("2025-06-22 08:00", None),
        ("2025-06-23 08:00", Some("Còn một tuần đến hạn thực hiện cam kết 03667-CK-1")),
        ("2025-06-30 08:00", Some("Hôm nay là hạn thực hiện cam kết 03667-CK-1")),
        ("2025-07-01 08:00", Some("Cam kết 03667-CK-1 đã quá hạn")),
    ] {
        app.at(at);
        sweep_all(&app).await;
        assert_eq!(ours(titles(&agency).await).first().map(String::as_str), expected, "{at}");
    }
    assert_eq!(ours(titles(&front).await), ["Cam kết 03667-CK-1 đã quá hạn"]);
    app.at("2025-07-09 08:00");
    assert!(sweep(&app, "reminders").await.is_zero());
}
