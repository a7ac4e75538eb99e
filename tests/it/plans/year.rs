//! A year plan from the first proposal to plan against held.

use doithoai::dialogues::{SessionKind, StateWord};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{UNIT, commune, sessions};
use crate::support::page::Form;
use crate::support::{Page, Person};

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

/// Sends the form of a plan with `value` in the cell `name` of each `row`, from 1, and with `more` at its end.
async fn sent(office: &Person, form: &Form, cells: &[(usize, &str, &str)], more: &[(&str, &str)]) -> Page {
    let mut fields = form.fields.clone();
    for (row, name, value) in cells {
        let cell = fields.iter_mut().filter(|(known, _)| known == name).nth(row - 1);
        (*value).clone_into(&mut cell.unwrap().1);
    }
    let typed = fields.iter().filter(|(name, _)| name != "_csrf").map(|(name, value)| (name.as_str(), value.as_str()));
    office.post(&form.action, &typed.chain(more.iter().copied()).collect::<Vec<_>>()).await
}

/// Where the links of the error summary lead to.
fn led_to(page: &Page) -> Vec<String> {
    page.html().select(".govuk-error-summary__list a").into_iter().map(|link| link.text_of("href")).collect()
}

/// The field that is marked as wrong carries these words, for eyes and for readers.
fn is_marked(page: &Page, id: &str, words: &str) {
    assert_eq!(page.texts(&format!(".govuk-form-group--error #{id}-error.govuk-error-message")), [format!("Lỗi: {words}")]);
    let field = page.html().select(&format!(".govuk-form-group--error #{id}[aria-invalid=true]"));
    let described: Vec<String> = field.into_iter().map(|field| field.text_of("aria-describedby")).collect();
    assert_eq!(described, [format!("{id}-error")]);
}

#[tokio::test]
async fn each_wrong_cell_is_marked_in_its_row_and_the_summary_leads_there() {
    let (_app, office, _) = commune().await;
    let plan = office.post("/plans", &[("year", "2026")]).await.is(303).location().unwrap();
    let form = office.get(&plan).await.is(200).form_with(&["line", "act"]);
    let long = "ữ".repeat(301);
    let wrong = [
        (1, "on", "mồng mười"),
        (2, "starts", "sáng"),
        (2, "ends", "trưa"),
        (3, "title", " "),
        (4, "kind", "không-có"),
        (5, "counterpart", &*long),
        (7, "place", &*long),
    ];
    let page = sent(&office, &form, &wrong, &[("act", "save")]).await.is(422);
    let words = [
        ("f-on-1", "Dòng 1: ngày không đúng, hãy nhập dạng 28/08/2026"),
        ("f-starts-2", "Dòng 2, Giờ bắt đầu: giờ không đúng, hãy nhập dạng 08:30"),
        ("f-ends-2", "Dòng 2, Giờ kết thúc: giờ không đúng, hãy nhập dạng 08:30"),
        ("f-title-3", "Dòng 3: chưa có tên hội nghị"),
        ("f-kind-4", "Dòng 4, Loại hội nghị: hãy chọn một mục trong danh sách"),
        ("f-counterpart-5", "Dòng 5, Đối tượng đối thoại: quá dài, tối đa 200 ký tự"),
        ("f-place-7", "Dòng 7, Địa điểm: quá dài, tối đa 300 ký tự"),
    ];
    assert_eq!(page.errors(), words.map(|(_, words)| words));
    assert_eq!(led_to(&page), words.map(|(id, _)| format!("#{id}")));
    for (id, words) in words {
        is_marked(&page, id, words);
    }
    // Nothing else is.
    assert_eq!((page.count("main [aria-invalid]"), page.count("main .govuk-error-message")), (7, 7));
    // The row whose day could not be read is the first one, and its other cells are free of marks.
    let first = page.html().select("main form tbody tr")[0];
    assert_eq!((first.select("[aria-invalid]").len(), first.select("#f-on-1").len()), (1, 1));
    assert_eq!(office.get(&plan).await.is(200).count("main [aria-invalid]"), 0);
}

#[tokio::test]
async fn rows_keep_their_number_although_others_are_dropped_or_come_earlier_in_the_year() {
    let (app, office, leader) = commune().await;
    let plan = office.post("/plans", &[("year", "2026")]).await.is(303).location().unwrap();
    let form = office.get(&plan).await.is(200).form_with(&["line", "act"]);
    let first = form.fields.iter().find(|(name, _)| name == "line").map(|(_, id)| id.clone()).unwrap();
    // The first row goes; in the third the end comes first, the fourth has the day of the second: Sunday, 25/1, became 26/1.
    let wrong = [(3, "ends", "07:00"), (4, "on", "26/01/2026")];
    let page = sent(&office, &form, &wrong, &[("drop", &*first), ("act", "save")]).await.is(422);
    let (third, fourth) = ("Dòng 3: giờ kết thúc phải sau giờ bắt đầu", "Dòng 4: trùng ngày giờ với một dòng phía trên");
    assert_eq!(page.errors(), [third, fourth]);
    assert_eq!(led_to(&page), ["#f-ends-3", "#f-on-4"]);
    is_marked(&page, "f-ends-3", third);
    is_marked(&page, "f-on-4", fourth);
    assert_eq!(page.count("#drop-0[checked]"), 1, "the row stays to be dropped");

    // On 6 January the fifth row, which was to be on 10 March, is moved to the day before: first of the year, past, still the fifth.
    app.at("2026-01-06 08:00");
    let page = sent(&office, &form, &[(5, "on", "05/01/2026")], &[("act", "submit")]).await.is(422);
    assert_eq!(led_to(&page), ["#f-on-5"]);
    is_marked(&page, "f-on-5", "Dòng 5: ngày đã qua");

    // Sent up in time and decided too late: the leader sees which row, although nothing can be typed there.
    sent(&office, &form, &[], &[("act", "submit")]).await.is(303);
    app.at("2026-01-12 08:00");
    let page = leader.post(&format!("{plan}/approve"), &[("version", "2")]).await.is(422);
    assert_eq!(led_to(&page), ["#f-on-1"]);
    assert_eq!(page.texts("td#f-on-1 #f-on-1-error.govuk-error-message"), ["Lỗi: Dòng 1: ngày đã qua"]);
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
    let of = async |person: &Person| keys(doithoai::dialogues::tasks(&app.app, &person.ctx().await).await.unwrap());
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
