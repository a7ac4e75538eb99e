//! Agencies answer: assigned, written, returned, approved; what each reader sees of it; what the minutes ask.

use doithoai::db::WriteTx;
use doithoai::duties::{Moved, calendar_permit};
use doithoai::issues::{FromFloor, StateWord, assignments_of, find, mark_answered, raise_live, selected, tasks};
use doithoai::kernel::{Action, Event, Role};
use doithoai::law::DateKind;
use doithoai::organisation::BodyKind;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Ward, press};
use crate::support::Person;

/// Assigned to the department of economy, due on 20 April.
async fn assign(ward: &Ward, issue: &str, economy: &Person) {
    let form = ward.office.get(&format!("{issue}/assign")).await.is(200);
    let lead = economy.body.id.to_string();
    ward.office
        .fill(&form, &[("lead_agency", &lead), ("answer_due", "20/4/2025"), ("assignment_note", "Nêu rõ nguồn vốn")])
        .await
        .is(303);
}

#[tokio::test]
async fn b062_a_recount_touches_only_what_is_open_and_a_second_one_nothing() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let (open, answered) = (ward.accepted("Đề nghị sửa đèn đường").await, ward.accepted("Đề nghị nạo vét cống").await);
    for issue in [&open, &answered] {
        ward.decide(issue, "written").await.is(303);
        assign(&ward, issue, &economy).await;
    }
    let form = economy.get(&format!("{answered}/answer")).await;
    economy.fill(&form, &[("prepared_text", "Đã nạo vét xong"), ("act", "submit")]).await.is(303);
    let page = ward.office.get(&answered).await;
    let approve = page.forms().into_iter().find(|form| form.action.ends_with("/approve")).unwrap().action;
    press(&ward.office, &page, &approve).await.is(303);
    assert_eq!(ward.state(&answered).await, StateWord::Answered);
    let due = async |issue: &str| {
        let all = assignments_of(ward.app.read(), &[ward.issue(issue).await.id]).await.unwrap();
        all.iter().find_map(|one| one.due_on).unwrap().to_string()
    };
    let ctx = ward.app.ctx();
    let moved = Moved {
        session: ward.session,
        unit_code: "03667".into(),
        kind: DateKind::Answers,
        from: "2025-04-20".parse().unwrap(),
        to: "2025-04-18".parse().unwrap(),
    };
    let recount = async || {
        let tx = WriteTx::begin(ward.app.app.db(), &ctx).await.unwrap();
        let permit = calendar_permit(&ctx).unwrap();
        let count = doithoai::issues::recount(tx.conn(), &permit, ctx.today(), std::slice::from_ref(&moved)).await.unwrap();
        tx.commit(Event::new("calendar.published", "calendar_edition", "x", "")).await.unwrap();
        count
    };
    assert_eq!((recount().await, recount().await), (1, 0));
    assert_eq!((due(&open).await.as_str(), due(&answered).await.as_str()), ("2025-04-18", "2025-04-20"));
}

#[tokio::test]
async fn an_answer_in_writing_goes_from_agency_over_office_to_the_people() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let issue = ward.accepted("Đề nghị nạo vét cống bản Cá").await;
    economy.get(&issue).await.is(404);
    ward.decide(&issue, "written").await.is(303);
    assign(&ward, &issue, &economy).await;
    economy.get("/issues/assigned").await.see("nạo vét cống").see("20/04/2025").see("Chưa soạn");
    let form = economy.get(&format!("{issue}/answer")).await.is(200).see("Nêu rõ nguồn vốn");
    economy.fill(&form, &[("prepared_text", "Đang xem xét"), ("act", "save")]).await.is(303);
    // Under writing it is the agency's own (b076).
    ward.office.get(&issue).await.see("Đang soạn").not_see("Đang xem xét");
    let form = economy.get(&format!("{issue}/answer")).await;
    economy.fill(&form, &[("prepared_text", "Sẽ nạo vét, dùng vốn phường"), ("act", "submit")]).await.is(303);
    ward.women.get(&issue).await.not_see("Sẽ nạo vét");
    let page = ward.office.get("/issues?answers=waiting").await.see("nạo vét cống");
    assert_eq!(page.status, 200);
    let page = ward.office.get(&issue).await.see("Sẽ nạo vét, dùng vốn phường");
    let back = page.links().into_iter().find(|link| link.href.starts_with("/answers/")).unwrap().href;
    let form = ward.office.get(&back).await.is(200);
    ward.office.fill(&form, &[("answer_note", "Thiếu thời hạn")]).await.is(303);
    let form = economy.get(&format!("{issue}/answer")).await.see("Thiếu thời hạn");
    economy.fill(&form, &[("prepared_text", "Nạo vét xong trước 30/6/2025, vốn phường"), ("act", "submit")]).await.is(303);
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    let page = leader.get(&issue).await;
    let approve = back.replace("/return", "/approve");
    press(&leader, &page, &approve).await.is(303);
    assert_eq!(ward.state(&issue).await, StateWord::Answered);
    let receipt = ward.issue(&issue).await.receipt_code;
    let page = ward.app.visitor().get(&format!("/track?code={receipt}")).await.is(200);
    page.see("Ý kiến đã được trả lời").see("Nạo vét xong trước 30/6/2025, vốn phường").not_see("Đang xem xét");
    ward.women.get(&issue).await.see("Nạo vét xong trước 30/6/2025");
    // Every text that it had is kept: the draft, the first answer, the second.
    economy.get(&format!("{issue}/answer")).await.see("Bản 3").see("Đang xem xét");
    let told =
        outbox::Entity::find().filter(outbox::Column::Key.starts_with("issue-answered/")).all(ward.app.read()).await.unwrap();
    assert_eq!(told.len(), 1);
}

#[tokio::test]
async fn an_agency_sees_and_answers_only_what_it_was_assigned() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let culture = ward.app.person("Tòng Văn Mẫu", "03667", "Phòng Văn hóa - Xã hội", &[Role::Answering]).await;
    let issue = ward.accepted("Đề nghị sửa đường").await;
    assign(&ward, &issue, &economy).await;
    economy.get(&issue).await.is(200);
    culture.get(&issue).await.is(404);
    culture.get(&format!("{issue}/answer")).await.is(404);
    let forged = economy.body.id.to_string();
    let fields = [("body", &*forged), ("version", "0"), ("prepared_text", "x"), ("act", "submit")];
    culture.post(&format!("{issue}/answer"), &fields).await.is(404);
    // Its own name does not help where it was not asked.
    let own = culture.body.id.to_string();
    let fields = [("body", &*own), ("version", "0"), ("prepared_text", "x"), ("act", "submit")];
    economy.post(&format!("{issue}/answer"), &fields).await.is(404);
    economy.get("/issues").await.is(303);
    // Assigning needs a day that can be kept and a body that answers.
    let women = ward.women.body.id.to_string();
    let form = ward.office.get(&format!("{issue}/assign")).await;
    let page = ward.office.fill(&form, &[("lead_agency", &women), ("answer_due", "1/3/2025")]).await.is(422);
    assert_eq!(page.errors().len(), 2, "{:?}", page.errors());
}

#[tokio::test]
async fn the_minutes_raise_a_question_from_the_floor_and_mark_answers() {
    let ward = Ward::new().await;
    let chosen = ward.accepted("Đề nghị sửa đường").await;
    ward.decide(&chosen, "select").await.is(303);
    let ctx = ward.office.ctx().await;
    let found = find(ward.app.read(), &ctx, Action::TakeMinutes, ward.issue(&chosen).await.id).await.unwrap();
    let tx = WriteTx::begin(ward.app.app.db(), &ctx).await.unwrap();
    let floor = FromFloor { wording: "Vì sao mất nước?".into(), village: "Bản Bôm".into(), field: None };
    let raised = raise_live(&tx, &ctx, &found.permit, "03667", ward.session, floor).await.unwrap();
    mark_answered(&tx, &ctx, &found.permit, found.issue.id).await.unwrap();
    mark_answered(&tx, &ctx, &found.permit, found.issue.id).await.unwrap();
    tx.commit(Event::new("minutes.saved", "session", ward.session, "03667")).await.unwrap();
    assert_eq!((raised.number, raised.state.word()), (Some(2), StateWord::Selected));
    let left: Vec<_> = selected(ward.app.read(), ward.session).await.unwrap().iter().map(|issue| issue.number).collect();
    assert_eq!(left, [Some(2)]);
    assert_eq!(ward.state(&chosen).await, StateWord::Answered);
    ward.office.get(&format!("/issues/{}", raised.id)).await.see("Nêu tại hội nghị");
}

#[tokio::test]
async fn each_person_is_told_what_to_do_now() {
    let ward = Ward::new().await;
    let economy = ward.economy().await;
    let keys = async |who: &Person| {
        let tasks = tasks(&ward.app.app, &who.ctx().await).await.unwrap();
        tasks.into_iter().map(|task| (task.key, task.due_on.map(|due| due.to_string()))).collect::<Vec<_>>()
    };
    assert_eq!(keys(&ward.women).await, [("task-issues-hand-in", Some("2025-04-15".to_owned()))]);
    assert_eq!(keys(&ward.office).await, []);
    let issue = ward.hand_in(&ward.women, "Đề nghị sửa đường").await;
    assert_eq!(keys(&ward.office).await, [("task-issues-triage", None)]);
    ward.decide(&issue, "accept").await.is(303);
    assign(&ward, &issue, &economy).await;
    assert_eq!(keys(&economy).await, [("task-answers-prepare", Some("2025-04-20".to_owned()))]);
    let form = economy.get(&format!("{issue}/answer")).await;
    economy.fill(&form, &[("prepared_text", "Sẽ sửa"), ("act", "submit")]).await.is(303);
    assert_eq!(keys(&economy).await, []);
    assert_eq!(keys(&ward.office).await, [("task-answers-approve", None)]);
    // A second session whose intake opens by habit thirty days before (on 31 May for 30 June).
    super::session(&ward.app, "Đối thoại quý III", "2025-06-30 08:00").await;
    assert_eq!(keys(&ward.office).await, [("task-answers-approve", None)]);
    ward.app.at("2025-05-24 08:00");
    // Received on Monday 3 March: ten working days later, on the 17th, its organisation should have had a notice.
    let due = |key: &'static str, on: &str| (key, Some(on.to_owned()));
    let all = [due("task-notices-owed", "2025-03-17"), ("task-answers-approve", None), due("task-call-open", "2025-05-31")];
    assert_eq!(keys(&ward.office).await, all);
}
