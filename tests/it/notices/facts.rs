//! Reminders of what organisations, agencies and offices owe.

use chrono::NaiveDate;
use doithoai::db::WriteTx;
use doithoai::followups::rules::{Commitment, NewCommitment};
use doithoai::followups::store::commitments;
use doithoai::issues::actions::assigning::{self, Assigning};
use doithoai::issues::actions::calls::{self, CallInput};
use doithoai::issues::actions::hand_in::{self, HandIn};
use doithoai::issues::actions::triage::{self, Decision};
use doithoai::issues::rules::Identity;
use doithoai::issues::{Channel, Content, Ground, IssueKind};
use doithoai::kernel::{Action, BodyId, IssueId, Role, SessionId};
use doithoai::organisation::{BodyKind, unit};

use super::{UNIT, sweep, sweep_all};
use crate::feeds::announced;
use crate::support::{Person, TestApp};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn titles(person: &Person) -> Vec<String> {
    person.get("/inbox").await.texts(".dt-inbox__title")
}

async fn open_call(app: &TestApp, session: SessionId, bodies: &[BodyId]) {
    let input = CallInput {
        opens_on: app.ctx().today(),
        closes_on: day("2025-03-31"),
        guidance: String::new(),
        addressees: bodies.to_vec(),
    };
    calls::save(&app.app, &app.ctx(), session, 0, input, true).await.unwrap();
}

async fn hand_in(app: &TestApp, session: SessionId, body: BodyId, wording: &str) -> IssueId {
    let content = Content {
        kind: IssueKind::Proposal,
        channel: Channel::Organisation,
        people: 1,
        village: String::new(),
        field: None,
        wording: wording.to_owned(),
    };
    let input = HandIn { content, identity: Identity::default(), confirmed: true, submit: true };
    hand_in::create(&app.app, &app.ctx(), session, body, input, &[]).await.unwrap()
}

async fn version(app: &TestApp, issue: IssueId) -> i32 {
    doithoai::issues::find(app.read(), &app.ctx(), Action::ReadIssue, issue).await.unwrap().issue.version
}

async fn decide(app: &TestApp, issue: IssueId, decision: Decision) {
    triage::decide(&app.app, &app.ctx(), issue, version(app, issue).await, decision).await.unwrap();
}

#[tokio::test]
async fn only_organisations_that_handed_in_nothing_hear_that_the_intake_closes() {
    let app = TestApp::new().await;
    let women = app.person("Lò Thị Mẫu", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    let farmers = app.person("Vì Văn Mẫu", UNIT, "Hội Nông dân", &[Role::Submitter]).await;
    let session = announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    open_call(&app, session, &[women.body.id, farmers.body.id]).await;
    hand_in(&app, session, women.body.id, "Sửa cầu bản Cá").await;
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
    let women = app.body(UNIT, "Hội Phụ nữ").await;
    let session = announced(&app, "Hội nghị", "2025-04-10 08:00").await;
    open_call(&app, session, &[women.id]).await;
    for (wording, last) in [
        ("Sửa cầu bản Cá", None),
        ("Thêm đèn đường", Some(Decision::Select)),
        ("Xây sân bay", Some(Decision::Refuse { ground: Ground::OffTopic, reason: "Ngoài chủ đề".to_owned() })),
    ] {
        let issue = hand_in(&app, session, women.id, wording).await;
        decide(&app, issue, Decision::Accept).await;
        let input = Assigning { lead: agency.body.id, supports: Vec::new(), due_on: day("2025-04-04"), note: String::new() };
        assigning::assign(&app.app, &app.ctx(), issue, version(&app, issue).await, input).await.unwrap();
        if let Some(last) = last {
            decide(&app, issue, last).await;
        }
    }
    // Friday 4 April; three working days before is Tuesday 1.
    app.at("2025-04-01 08:00");
    sweep_all(&app).await;
    assert_eq!(titles(&agency).await[0], "2 kiến nghị cần chuẩn bị trả lời, hạn Thứ Sáu, 04/04/2025");
    app.at("2025-04-05 08:00");
    sweep_all(&app).await;
    assert_eq!(titles(&agency).await[0], "2 kiến nghị đã quá hạn chuẩn bị trả lời (Thứ Sáu, 04/04/2025)");
    assert!(sweep(&app, "reminders").await.is_zero());
}

#[tokio::test]
async fn a_promise_is_recalled_a_week_before_on_the_day_and_when_it_is_late() {
    let app = TestApp::new().await;
    let agency = app.person("Cầm Văn Mẫu", UNIT, BodyKind::PeopleCommittee, &[Role::Answering]).await;
    let front = app.person("Lò Văn Trận", UNIT, BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    let session = announced(&app, "Hội nghị", "2025-12-01 08:00").await;
    let new = NewCommitment {
        unit_code: UNIT.to_owned(),
        session,
        issue: None,
        promise: None,
        code: "03667-CK-1".to_owned(),
        number: 1,
        wording: "Sửa cầu bản Cá".to_owned(),
        lead: agency.body.id,
        supports: Vec::new(),
        due_on: day("2025-06-30"),
        warn_days: 7,
    };
    let (promise, event) = Commitment::assign(app.now(), new);
    let target = unit(app.read(), UNIT).await.unwrap().target();
    let permit = app.ctx().permit(Action::IssueConclusion, &target).unwrap();
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    commitments::insert(tx.conn(), &permit, &promise).await.unwrap();
    tx.commit(event).await.unwrap();
    let ours = |titles: Vec<String>| titles.into_iter().filter(|title| title.contains("03667-CK-1")).collect::<Vec<_>>();
    for (at, expected) in [
        ("2025-06-22 08:00", None),
        ("2025-06-23 08:00", Some("Sắp đến hạn thực hiện cam kết 03667-CK-1")),
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
