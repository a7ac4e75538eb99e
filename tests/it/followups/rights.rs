//! Whose a commitment is: other agencies and units learn nothing; who handed the issue in reads it without the inner talk.

use doithoai::db::WriteTx;
use doithoai::followups::actions::work;
use doithoai::followups::rules::{Commitment, NewCommitment};
use doithoai::followups::store::commitments;
use doithoai::issues::actions::calls::{self, CallInput};
use doithoai::issues::actions::hand_in::{self, HandIn};
use doithoai::issues::{Channel, Content, IssueKind};
use doithoai::kernel::{Action, Role};
use doithoai::organisation::BodyKind;

use super::{DRAIN, UNIT, Ward};
use crate::support::details;

#[tokio::test]
async fn another_agency_or_unit_finds_nothing_and_the_attempt_is_on_record() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let path = format!("/commitments/{}", commitments[0].id);
    let elsewhere = ward.app.person("Phạm Thị Mẫu", "11413", "Văn phòng Đảng ủy", &[Role::Office]).await;
    let farmers = ward.app.person("Hà Văn Mẫu", UNIT, "Hội Nông dân", &[Role::Submitter]).await;
    let before = ward.app.audit_count(Some("access.denied")).await;
    for person in [&ward.culture, &elsewhere, &farmers] {
        person.get(&path).await.is(404);
        person.get("/commitments").await.is(200).not_see(DRAIN);
    }
    elsewhere.post(&format!("{path}/office/close"), &[("version", "1"), ("words", "x")]).await.is(404);
    ward.culture.post(&format!("{path}/accept"), &[("version", "1")]).await.is(404);
    assert_eq!(ward.app.audit_count(Some("access.denied")).await, before + 5);
    // The reviewer above the unit reads it, and the one of another province does not.
    let above = ward.app.person("Đinh Văn Mẫu", "14", BodyKind::PartyOffice, &[Role::Superior]).await;
    above.get(&path).await.is(200).see(DRAIN);
    above.get("/commitments?unit=03667").await.is(200).see(DRAIN);
    let aside = ward.app.person("Bùi Văn Mẫu", "31", BodyKind::PartyOffice, &[Role::Superior]).await;
    aside.get(&path).await.is(404);
}

#[tokio::test]
async fn only_the_lead_speaks_for_a_commitment_and_only_the_front_confirms() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let path = format!("/commitments/{}", commitments[0].id);
    // Wrong party for the address, or wrong role for the act.
    ward.office.get(&format!("{path}/front/confirm")).await.is(404);
    ward.front.get(&format!("{path}/front/close")).await.is(404);
    ward.economy.get(&format!("{path}/office/grant")).await.is(404);
    ward.economy.get(&format!("{path}/agency/confirm")).await.is(404);
    ward.front.get(&path).await.is(200).not_see("/agency/");
}

#[tokio::test]
async fn who_handed_the_issue_in_reads_it_without_the_inner_talk_and_says_whether_it_is_done() {
    let ward = Ward::new().await;
    let women = ward.app.person("Tòng Thị Mẫu", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    ward.app.at("2025-08-01 08:00");
    let session = ward.app.announced(UNIT, details("Hội nghị đối thoại năm 2025", "2025-08-28 08:00")).await;
    let call = CallInput {
        opens_on: "2025-08-01".parse().unwrap(),
        closes_on: "2025-08-18".parse().unwrap(),
        guidance: String::new(),
        addressees: vec![women.body.id],
    };
    calls::save(&ward.app.app, &ward.office.ctx().await, session, 0, call, true).await.unwrap();
    let input = HandIn {
        content: Content {
            kind: IssueKind::Proposal,
            channel: Channel::Organisation,
            people: 12,
            village: "Bản Cá".into(),
            field: None,
            wording: "Cống đường Lê Hồng Phong tắc đã lâu, mưa là ngập vào nhà dân".into(),
        },
        identity: Default::default(),
        confirmed: false,
        submit: true,
    };
    let issue = hand_in::create(&ward.app.app, &women.ctx().await, session, women.body.id, input, &[]).await.unwrap();
    let new = NewCommitment {
        unit_code: UNIT.into(),
        session,
        issue: Some(issue),
        promise: None,
        code: "7GK2MRQ".into(),
        number: 1,
        wording: DRAIN.into(),
        lead: ward.economy.body.id,
        supports: Vec::new(),
        due_on: "2025-09-30".parse().unwrap(),
        warn_days: 7,
    };
    let ctx = ward.app.ctx();
    let (commitment, event) = Commitment::assign(ctx.now, new);
    let permit = ctx.permit(Action::IssueConclusion, &ward.app.activate(UNIT).await.target()).unwrap();
    let tx = WriteTx::begin(ward.app.app.db(), &ctx).await.unwrap();
    commitments::insert(tx.conn(), &permit, &commitment).await.unwrap();
    tx.commit(event).await.unwrap();

    let (app, agency, id) = (&ward.app.app, ward.economy.ctx().await, commitment.id);
    let path = format!("/commitments/{id}");
    work::contest(app, &agency, id, 1, None, "Việc này của Sở".into()).await.unwrap();
    women.get(&path).await.is(200).see(DRAIN).not_see("Việc này của Sở").not_see("Trần Văn Mẫu");
    women.get("/commitments").await.see(DRAIN);
    doithoai::followups::actions::oversight::uphold(app, &ward.office.ctx().await, id, 2, "Giữ nguyên".into()).await.unwrap();
    let outcome = (doithoai::followups::Outcome::Done, agency.today());
    work::report(app, &agency, id, 3, outcome, "Đã nạo vét".to_owned()).await.unwrap();
    let page = women.get(&path).await.see("Đã nạo vét").see("Cho biết đã làm xong hay chưa");
    let form = women.get(&page.link("Cho biết đã làm xong hay chưa")).await.is(200);
    women.fill(&form, &[("verdict", "not-done"), ("words", "")]).await.is(422);
    women.fill(&form, &[("verdict", "not-done"), ("words", "Đoạn cuối vẫn ngập")]).await.is(303);
    ward.front.get("/commitments/verification").await.see("Bên nêu ý kiến: chưa làm xong");
    ward.front.get(&path).await.see("Đoạn cuối vẫn ngập").see("Hội Phụ nữ");
}
