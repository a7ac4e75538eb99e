//! A year plan from the first proposal to plan against held.

use doithoai::dialogues::{SessionKind, StateWord};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{UNIT, commune, sessions};

#[tokio::test]
async fn the_plan_is_proposed_adjusted_submitted_and_approved_and_its_sessions_exist() {
    let (app, office, leader) = commune().await;
    // Two reception days a month (Regulation 11) and one dialogue a year (Law 72/2025, Art. 43): 24 and 1.
    let book = office.get("/plans?year=2026").await.is(200).see("Tiếp dân: ít nhất 2 ngày mỗi tháng").see("Còn thiếu");
    let drafted = office.fill(&book, &[("year", "2026")]).await.is(303);
    let page = office.follow(drafted).await.is(200).see("Đã lập dự thảo");
    assert!(page.source().contains("Tiếp dân định kỳ ngày 10/02/2026"));
    let form = page.form_with(&["line", "act"]);
    // 25 proposed rows and the empty one.
    assert_eq!(form.fields.iter().filter(|(name, _)| name == "line").count(), 26);
    assert!(sessions(&app).await.is_empty(), "a draft makes no session");
    leader.get(&page.asked.replace("GET ", "")).await.is(200).not_see("name=\"act\"");

    // The first row is dropped, the dialogue is moved by hand to 9 July, and a thematic one is added.
    let mut fields: Vec<(String, String)> = form.fields.clone();
    let first = fields.iter().find(|(name, _)| name == "line").map(|(_, id)| id.clone()).unwrap();
    for (_, value) in fields.iter_mut().filter(|(name, value)| name == "on" && value == "02/07/2026") {
        *value = "9/7/2026".into();
    }
    let last = |fields: &mut Vec<(String, String)>, name: &str, value: &str| {
        let field = fields.iter_mut().rev().find(|(known, _)| known == name).unwrap();
        field.1 = value.to_owned();
    };
    last(&mut fields, "on", "15/9/2026");
    last(&mut fields, "kind", "thematic");
    last(&mut fields, "title", "Đối thoại với nông dân");
    last(&mut fields, "counterpart", "Nông dân");
    fields.push(("drop".into(), first));
    fields.push(("act".into(), "submit".into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = office.browser.post_raw(&form.action, &fields).await.is(303);
    let page = office.follow(sent).await.see("Chờ duyệt").see("Đã trình lãnh đạo duyệt");
    assert_eq!(page.count("main input[name=title]"), 0, "nothing can be changed while it waits");

    let waiting = leader.get(&form.action).await.is(200);
    let approved = leader.fill(&waiting, &[("number", "12-KH/ĐU")]).await.is(303);
    leader.follow(approved).await.see("Đã duyệt").see("12-KH/ĐU").see("Lò Văn Trưởng");
    let all = sessions(&app).await;
    let of = |kind| all.iter().filter(|one| one.kind == kind).collect::<Vec<_>>();
    assert_eq!((of(SessionKind::Reception).len(), of(SessionKind::Periodic).len(), of(SessionKind::Thematic).len()), (23, 1, 1));
    assert_eq!(of(SessionKind::Periodic)[0].on(), "2026-07-09".parse().unwrap());
    assert!(all.iter().all(|one| one.state.word() == StateWord::Planned && one.plan.is_some() && one.number.is_none()));
    // January has one of two left; 10 January was dropped. Dialogues: the periodic and the thematic one count.
    office.get("/plans?year=2026").await.is(200).see("Đã duyệt").see("Đã xếp lịch").see("12-KH/ĐU");
    for code in ["plan.drafted", "plan.submitted", "plan.approved"] {
        assert_eq!(app.audit_count(Some(code)).await, 1, "{code}");
    }
    assert_eq!(app.audit_count(Some("session.planned")).await, 25);
}

#[tokio::test]
async fn refused_rows_are_named_and_what_was_typed_is_kept() {
    let (_app, office, _) = commune().await;
    let drafted = office.post("/plans", &[("year", "2026")]).await.is(303);
    let page = office.follow(drafted).await;
    let form = page.form_with(&["line", "act"]);
    let mut fields = form.fields.clone();
    let days: Vec<usize> = fields.iter().enumerate().filter(|(_, (name, _))| name == "on").map(|(at, _)| at).collect();
    fields[days[0]].1 = "mồng mười".into();
    fields[days[2]].1 = "10/02/2027".into();
    fields.push(("act".into(), "save".into()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let again = office.browser.post_raw(&form.action, &fields).await.is(422);
    assert_eq!(again.errors(), ["Dòng 1: ngày không đúng, hãy nhập dạng 28/08/2026"]);
    assert!(again.source().contains("mồng mười"));
    office.post("/plans", &[("year", "2026")]).await.is(422).see("Năm này đã có kế hoạch");
    office.post("/plans", &[("year", "2024")]).await.is(422).see("Năm này đã qua");
}

#[tokio::test]
async fn leaders_do_not_edit_offices_do_not_approve_and_other_units_see_nothing() {
    let (app, office, leader) = commune().await;
    let drafted = office.post("/plans", &[("year", "2026")]).await.is(303);
    let plan = drafted.location().unwrap();
    let other = app.person("Đỗ Thị Xa", "11413", BodyKind::PartyOffice, &[Role::Office, Role::Leader]).await;
    let women = app.person("Lường Thị Hoa", UNIT, BodyKind::MassOrganization, &[Role::Submitter]).await;
    leader.post(&plan, &[("version", "1"), ("act", "submit")]).await.is(404);
    leader.post("/plans", &[("year", "2027")]).await.is(404);
    women.get(&plan).await.is(404);
    women.get("/plans").await.is(404);
    let denied = app.audit_count(Some("access.denied")).await;
    other.get(&plan).await.is(404);
    other.post(&plan, &[("version", "1"), ("act", "save")]).await.is(404);
    other.post(&format!("{plan}/approve"), &[("version", "1")]).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 3);
    office.post(&format!("{plan}/approve"), &[("version", "1")]).await.is(404);

    let page = office.get(&plan).await;
    let sent = office.fill(&page, &[("act", "submit")]).await.is(303);
    office.follow(sent).await.see("Chờ duyệt");
    office.post(&plan, &[("version", "2"), ("act", "save")]).await.is(422);
    leader.post(&format!("{plan}/return"), &[("version", "2"), ("reason", "")]).await.is(422);
    leader.post(&format!("{plan}/return"), &[("version", "1"), ("reason", "cũ")]).await.is(409);
    leader.post(&format!("{plan}/return"), &[("version", "2"), ("reason", "Thêm buổi quý II")]).await.is(303);
    office.get(&plan).await.see("Lãnh đạo trả lại: Thêm buổi quý II").see("Lưu và trình duyệt");
    assert!(sessions(&app).await.is_empty());
}

#[tokio::test]
async fn each_has_the_next_step_as_a_task() {
    let (app, office, leader) = commune().await;
    let keys = |tasks: Vec<doithoai::kernel::Task>| tasks.into_iter().map(|task| task.key).collect::<Vec<_>>();
    let of =
        async |person: &crate::support::Person| keys(doithoai::dialogues::tasks(&app.app, &person.ctx().await).await.unwrap());
    // December 2025: this year was never planned, the next one is asked for from November on.
    assert_eq!(of(&office).await, ["task-plan-make", "task-plan-make"]);
    let plan = office.post("/plans", &[("year", "2026")]).await.is(303).location().unwrap();
    assert_eq!(of(&office).await, ["task-plan-make", "task-plan-finish"]);
    assert_eq!(of(&leader).await, Vec::<&str>::new());
    let page = office.get(&plan).await;
    office.fill(&page, &[("act", "submit")]).await.is(303);
    assert_eq!(of(&leader).await, ["task-plan-approve"]);
    leader.post(&format!("{plan}/approve"), &[("version", "2")]).await.is(303);
    app.at("2026-01-02 08:00");
    // Within thirty days: 10 and 26 January are to be announced.
    assert_eq!(of(&office).await, ["task-session-announce", "task-session-announce"]);
}
