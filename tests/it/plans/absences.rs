//! A head is away for some days and his deputy acts: with both names, within these days, and never beyond the law.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::kernel::{Ctx, Role};
use doithoai::organisation::actions::admin::bodies::{end_holding, hold};
use doithoai::organisation::store::holdings;
use doithoai::organisation::{BodyKind, PostKind, posts};
use entity::{audit_entry, notice};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{UNIT, commune};
use crate::notices::sweep_all;
use crate::support::{Page, Person, TestApp, details};

/// An office, the head of the party committee, and his deputy, who is nobody else.
async fn stage() -> (TestApp, Person, Person, Person) {
    let (app, office, leader) = commune().await;
    holds(&app, &leader, PostKind::Head).await;
    let deputy = app.person("Hà Thị Phó", UNIT, BodyKind::PartyCommittee, &[]).await;
    holds(&app, &deputy, PostKind::Deputy).await;
    (app, office, leader, deputy)
}

async fn holds(app: &TestApp, person: &Person, kind: PostKind) {
    let body = app.body(UNIT, BodyKind::PartyCommittee).await;
    let post = posts(app.read(), &[body.id]).await.unwrap().into_iter().find(|post| post.kind == kind).unwrap();
    hold(&app.app, &app.ctx(), post.id, person.person, app.ctx().today(), "QĐ 1").await.unwrap();
}

/// The office states that the head is away, through the page; the only choice is taken as it stands.
async fn states(who: &Person, from: &str, to: &str) -> Page {
    let page = who.get("/absences").await.is(200);
    let typed = [("from_on", from), ("to_on", to), ("reason", "Học tập trung"), ("document", "Giấy ủy quyền 5-GUQ/ĐU")];
    who.fill(&page, &typed).await
}

/// A plan of 2026 that waits for its approval.
async fn waiting_plan(office: &Person) -> String {
    let plan = office.post("/plans", &[("year", "2026")]).await.is(303).location().unwrap();
    let form = office.get(&plan).await.is(200).form_with(&["line", "act"]);
    let typed = form.fields.iter().filter(|(name, _)| name != "_csrf").map(|(name, value)| (name.as_str(), value.as_str()));
    office.post(&form.action, &typed.chain([("act", "submit")]).collect::<Vec<_>>()).await.is(303);
    plan
}

async fn approves(who: &Person, plan: &str) -> Page {
    let page = who.get(plan).await.is(200);
    who.fill(&page, &[("number", "12-KH/ĐU")]).await
}

#[tokio::test]
async fn a_deputy_approves_while_the_head_is_away_and_both_names_are_recorded() {
    let (app, office, leader, deputy) = stage().await;
    deputy.get("/plans").await.is(404);
    let stated = states(&office, "02/12/2025", "04/12/2025").await.is(303);
    let page = office.follow(stated).await.is(200).see("Lò Văn Trưởng").see("Hà Thị Phó").see("Sắp tới");
    page.see("02/12/2025 – 04/12/2025").see("Giấy ủy quyền 5-GUQ/ĐU").see("Hà Thị Văn ghi lúc 08:00, 01/12/2025");
    // Everybody concerned is told: the head, the deputy, the office.
    sweep_all(&app).await;
    let told = notice::Entity::find().filter(notice::Column::Code.eq("absence-stated")).all(app.read()).await.unwrap();
    let mut told: Vec<_> = told.iter().map(|one| one.account_id).collect();
    told.sort_unstable();
    let mut all = [&office, &leader, &deputy].map(|person| person.account.0);
    all.sort_unstable();
    assert_eq!(told, all);
    let plan = waiting_plan(&office).await;
    deputy.get(&plan).await.is(404);

    app.at("2025-12-02 08:00");
    deputy.get("/account").await.is(200).see("Lãnh đạo").see("thay Lò Văn Trưởng trong thời gian vắng");
    let approved = approves(&deputy, &plan).await.is(303);
    deputy.follow(approved).await.see("Đã duyệt").see("Hà Thị Phó, thay Lò Văn Trưởng");
    let entries =
        audit_entry::Entity::find().filter(audit_entry::Column::Code.eq("plan.approved")).all(app.read()).await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.actor.as_str()).collect::<Vec<_>>(), ["Hà Thị Phó, thay Lò Văn Trưởng"]);
    assert_eq!(entries[0].account_id, Some(deputy.account.0));

    app.at("2025-12-05 00:00");
    deputy.get(&plan).await.is(404);
    leader.get(&plan).await.is(200);
    office.get("/absences").await.is(200).see("Đã hết").not_see("Đã về, thôi thay");
}

#[tokio::test]
async fn what_the_deputy_may_himself_stays_his_own_act() {
    let (app, office, _, deputy) = stage().await;
    doithoai::organisation::actions::admin::people::add_role(&app.app, &app.ctx(), deputy.person, deputy.body.id, Role::Leader)
        .await
        .unwrap();
    states(&office, "01/12/2025", "04/12/2025").await.is(303);
    let plan = waiting_plan(&office).await;
    let approved = approves(&deputy, &plan).await.is(303);
    deputy.follow(approved).await.see("Hà Thị Phó").not_see("thay Lò Văn Trưởng");
}

#[tokio::test]
async fn the_head_ends_it_at_once_and_nobody_else_does() {
    let (app, office, leader, deputy) = stage().await;
    let stranger = app.person("Lý Thị Xa", "03646", BodyKind::PartyOffice, &[Role::Office]).await;
    states(&leader, "01/12/2025", "31/12/2025").await.is(303);
    let plan = waiting_plan(&office).await;
    deputy.get(&plan).await.is(200);
    let page = leader.get("/absences").await.is(200).see("Đang thay");
    let end = page.forms().into_iter().find(|form| form.action.ends_with("/end")).unwrap();
    stranger.post(&end.action, &[]).await.is(404);
    stranger.get("/absences").await.is(200).not_see("Lò Văn Trưởng");
    // Whoever acts in the head's place cannot keep it: the absence is the head's own matter and the office's.
    deputy.get("/absences").await.is(200).see("Đang thay").not_see("Đã về, thôi thay");
    deputy.post(&end.action, &[]).await.is(404);
    leader.post(&end.action, &[]).await.is(303);
    deputy.get(&plan).await.is(404);
    office.get("/absences").await.is(200).see("Đã thôi sớm");
    let again = office.post(&end.action, &[]).await;
    assert!(again.text().contains("Lần vắng này đã hết"), "{}", again.text());
    for code in ["absence.stated", "absence.ended"] {
        assert_eq!(app.audit_count(Some(code)).await, 1, "{code}");
    }
}

#[tokio::test]
async fn only_a_deputy_of_the_same_body_acts_and_only_while_he_holds_his_post() {
    let (app, office, leader, deputy) = stage().await;
    let clerk = app.person("Tòng Văn Ký", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    let body = app.body(UNIT, BodyKind::PartyCommittee).await.id;
    let with = |who: &str, from: &str, to: &str| {
        let acting = format!("{body}.{who}");
        [("acting", acting), ("from_on", from.to_owned()), ("to_on", to.to_owned()), ("reason", "Nghỉ".to_owned())]
    };
    let send = async |fields: [(&'static str, String); 4]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        office.post("/absences", &fields).await
    };
    let id = |person: &Person| person.person.to_string();
    let not_deputy = "Người thay phải là cấp phó đang giữ chức vụ ở cùng cơ quan và có tài khoản";
    for who in [&clerk, &leader] {
        let refused = send(with(&id(who), "01/12/2025", "02/12/2025")).await.is(422);
        assert!(refused.error_at("acting").unwrap().contains(not_deputy), "{}", refused.text());
    }
    send(with("mù", "01/12/2025", "02/12/2025")).await.is(422);
    send(with(&id(&deputy), "30/11/2025", "02/12/2025")).await.is(422).see("Ngày đầu không được trước hôm nay");
    send(with(&id(&deputy), "03/12/2025", "02/12/2025")).await.is(422).see("Ngày cuối phải từ ngày đầu trở đi");
    send(with(&id(&deputy), "01/12/2025", "03/12/2025")).await.is(303);
    let met = send(with(&id(&deputy), "03/12/2025", "09/12/2025")).await.is(422);
    met.see("Đã ghi một lần vắng từ 01/12/2025 đến 03/12/2025");
    assert_eq!(app.audit_count(Some("absence.stated")).await, 1);

    deputy.get("/plans").await.is(200);
    let post = posts(app.read(), &[body]).await.unwrap().into_iter().find(|post| post.kind == PostKind::Deputy).unwrap();
    let holding = holdings::of_posts(app.read(), &[post.id]).await.unwrap().remove(0);
    let ctx: Ctx = app.ctx();
    end_holding(&app.app, &ctx, holding.id, ctx.today()).await.unwrap();
    app.at("2025-12-02 08:00");
    deputy.get("/plans").await.is(404);
}

#[tokio::test]
async fn what_the_law_asks_of_the_head_in_person_is_told_with_its_ground() {
    let (app, office, _, _) = stage().await;
    // Reception in person is owed by the party's head (Regulation 11-QĐi/TW); a dialogue by Law 72/2025 may be led by others.
    let reception = |title: &str, starts: &str| Details { kind: SessionKind::Reception, ..details(title, starts) };
    app.planned(UNIT, reception("Tiếp dân ngày 10", "2025-12-10 08:00")).await;
    app.planned(UNIT, reception("Tiếp dân ngày 25", "2025-12-25 08:00")).await;
    app.planned(UNIT, details("Đối thoại ngày 11", "2025-12-11 08:00")).await;
    states(&office, "08/12/2025", "12/12/2025").await.is(303);
    let page = office.get("/absences").await.is(200).see("Tiếp dân ngày 10").see("Lò Văn Trưởng phải trực tiếp chủ trì");
    page.see("Kết luận 107-KL/TW").not_see("Tiếp dân ngày 25").not_see("Đối thoại ngày 11");
    // What is past needs no word.
    app.at("2025-12-11 08:00");
    office.get("/absences").await.is(200).not_see("phải trực tiếp chủ trì");
}
