//! Templates of sessions: kept by the office, filled into forms, copied into sessions and series; free to go at any time.

use doithoai::dialogues::{Part, attendance, outline};
use doithoai::kernel::Role;
use doithoai::minutes::agenda_items;
use doithoai::organisation::BodyKind;

use super::heads::heads;
use super::{UNIT, commune, sessions};
use crate::support::{Page, Person, TestApp, details};

/// The form of a template as the office fills it: Party committee chairs, People's Committee beside it, two sections.
async fn kept(app: &TestApp, office: &Person, name: &str) -> String {
    let chair = app.body(UNIT, BodyKind::PartyCommittee).await.id.to_string();
    let beside = app.body(UNIT, BodyKind::PeopleCommittee).await.id.to_string();
    let department = app.body(UNIT, "Phòng Văn hóa - Xã hội").await.id.to_string();
    let typed = [
        ("name", name),
        ("kind", "thematic"),
        ("form", "hybrid"),
        ("title", "Đối thoại quý {quý} năm {năm}"),
        ("counterpart", "Hội viên phụ nữ"),
        ("starts", "13h30"),
        ("duration", "150"),
        ("place", "Nhà văn hóa bản Hìn"),
        ("attend_how", "Đăng ký tại bản"),
        ("body", &chair),
        ("part", "chair"),
        ("body", &beside),
        ("part", "co_chair"),
        ("body", &department),
        ("part", "answering"),
        ("section", "Báo cáo tình hình"),
        ("minutes", "20"),
        ("section_place", "before"),
        ("section", "Phát biểu tiếp thu"),
        ("minutes", "10"),
        ("section_place", "after"),
    ];
    office.post("/session-templates", &typed).await.is(303);
    let list = office.get("/session-templates").await.is(200);
    list.links().into_iter().find(|link| link.text == name).unwrap().href
}

fn id(href: &str) -> &str {
    href.rsplit('/').next().unwrap()
}

/// What stands in a field of the page's form.
fn value(page: &Page, name: &str) -> String {
    let form = page.form_with(&[name]);
    form.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

#[tokio::test]
async fn a_template_fills_the_form_and_what_comes_along_is_there_when_it_is_saved() {
    let (app, office, _) = commune().await;
    heads(&app, BodyKind::PartyCommittee, &[("Lò Văn Bí", "2025-07-01", None)]).await;
    let template = kept(&app, &office, "Đối thoại quý").await;
    // Chosen on the form itself, without JavaScript.
    let empty = office.get("/dialogues/new").await.is(200);
    let filled = office.fill(&empty, &[("template", id(&template))]).await.is(200);
    for (name, expected) in [
        ("kind", "thematic"),
        ("form", "hybrid"),
        ("title", "Đối thoại quý {quý} năm {năm}"),
        ("counterpart", "Hội viên phụ nữ"),
        ("starts", "13:30"),
        ("ends", "16:00"),
        ("place", "Nhà văn hóa bản Hìn"),
        ("attend_how", "Đăng ký tại bản"),
    ] {
        assert_eq!(value(&filled, name), expected, "{name}");
    }
    let filled = filled.see("Mời 3 cơ quan, tổ chức").see("Khung chương trình 2 mục");
    assert!(sessions(&app).await.is_empty(), "nothing is saved by it");
    let wrong = office.fill(&filled, &[("on", "mai"), ("act", "save")]).await.is(422).see("Mời 3 cơ quan, tổ chức");
    let at = office.fill(&wrong, &[("on", "14/04/2026"), ("act", "save")]).await.is(303).location().unwrap();
    office.get(&at).await.see("Đối thoại quý II năm 2026");
    let session = sessions(&app).await.remove(0);
    let lines = attendance(app.read(), session.id).await.unwrap();
    let told: Vec<(&str, &str, Part)> = lines.iter().map(|one| (one.name.as_str(), one.title.as_str(), one.part)).collect();
    assert_eq!(
        told,
        [
            ("Lò Văn Bí", "Bí thư Đảng ủy", Part::Chair),
            ("Ủy ban nhân dân phường Chiềng An", "", Part::CoChair),
            ("Phòng Văn hóa - Xã hội phường Chiềng An", "", Part::Answering),
        ]
    );
    // The agenda takes the sections over when it is built: around the issues, opening and conclusion where they always are.
    office.post(&format!("{at}/agenda"), &[]).await.is(303);
    let items = agenda_items(app.read(), session.id).await.unwrap();
    let titles: Vec<(&str, i32)> = items.iter().map(|item| (item.title.as_str(), item.minutes)).collect();
    assert_eq!(titles, [("", 10), ("", 10), ("Báo cáo tình hình", 20), ("Phát biểu tiếp thu", 10), ("", 15)]);
}

#[tokio::test]
async fn only_what_is_ticked_comes_along_and_a_template_that_is_gone_loses_nothing_typed() {
    let (app, office, _) = commune().await;
    let template = kept(&app, &office, "Đối thoại quý").await;
    let filled = office.get(&format!("/dialogues/new?template={}", id(&template))).await.is(200);
    office.fill(&filled, &[("on", "14/04/2026"), ("bring", "sections"), ("act", "save")]).await.is(303);
    let first = sessions(&app).await.remove(0);
    assert!(attendance(app.read(), first.id).await.unwrap().is_empty());
    assert_eq!(outline(app.read(), first.id).await.unwrap().len(), 2);
    // Somebody takes the template away while another one types.
    let shown = office.get(&template).await.is(200);
    let remove = shown.forms().into_iter().find(|form| form.action.ends_with("/remove")).unwrap();
    office.awake().await.send_form(&remove, &[]).await.is(303);
    let typed = [("title", "Đối thoại {năm}"), ("on", "15/04/2026"), ("act", "save")];
    let again = office.fill(&filled, &typed).await.is(422).see("Mẫu này vừa bị xóa");
    assert_eq!(value(&again, "title"), "Đối thoại {năm}");
    office.fill(&again, &[("act", "save")]).await.is(303);
    let titles: Vec<String> = sessions(&app).await.into_iter().map(|one| one.title).collect();
    assert_eq!(titles, ["Đối thoại quý II năm 2026", "Đối thoại 2026"], "the first keeps what it took over");
    assert_eq!(app.audit_count(Some("template.removed")).await, 1);
}

#[tokio::test]
async fn b097_standing_lines_come_without_the_right_to_templates_and_those_switched_off_do_not() {
    let (app, office, _) = commune().await;
    let clerk = app.person("Cà Thị Mẫu", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    let template = kept(&app, &office, "Đối thoại quý").await;
    let filled = office.get(&format!("/dialogues/new?template={}", id(&template))).await.is(200);
    let with = [("title", "Có mục"), ("on", "14/04/2026"), ("bring", "sections"), ("act", "save")];
    office.fill(&filled, &with).await.is(303);
    let without = [("title", "Không mục"), ("on", "15/04/2026"), ("bring", "guests"), ("act", "save")];
    office.fill(&filled, &without).await.is(303);
    clerk.get(&template).await.is(404);
    let mut told = Vec::new();
    for session in sessions(&app).await {
        clerk.post(&format!("/dialogues/{}/agenda", session.id), &[]).await.is(303);
        let items = agenda_items(app.read(), session.id).await.unwrap();
        let worded: Vec<String> = items.into_iter().map(|item| item.title).filter(|title| !title.is_empty()).collect();
        told.push((session.title, worded));
    }
    told.sort();
    let lines = ["Báo cáo tình hình".to_owned(), "Phát biểu tiếp thu".to_owned()];
    assert_eq!(told, [("Có mục".to_owned(), lines.to_vec()), ("Không mục".to_owned(), Vec::new())]);
}

#[tokio::test]
async fn every_session_of_a_series_takes_over_what_its_template_said_then() {
    let (app, office, _) = commune().await;
    let template = kept(&app, &office, "Đối thoại quý").await;
    let form = office.get(&format!("/series/new?template={}", id(&template))).await.is(200).see("Mời 3 cơ quan, tổ chức");
    assert_eq!((value(&form, "starts"), value(&form, "duration")), ("13:30".to_owned(), "150".to_owned()));
    assert_eq!((value(&form, "ends"), value(&form, "until")), ("until".to_owned(), "31/12/2025".to_owned()), "as without it");
    let typed = [("repeat", "last-day-of-quarter"), ("starts_on", "01/01/2026"), ("ends", "until"), ("until", "30/06/2026")];
    let typed = [&typed[..], &[("act", "save")]].concat();
    let series = office.fill(&form, &typed).await.is(303).location().unwrap();
    let all = sessions(&app).await;
    let told: Vec<(String, String)> = all.iter().map(|one| (one.on().to_string(), one.title.clone())).collect();
    // 31 March and 30 June 2026 are a Tuesday and a Tuesday.
    let expected = [("2026-03-31", "Đối thoại quý I năm 2026"), ("2026-06-30", "Đối thoại quý II năm 2026")];
    assert_eq!(told, expected.map(|(on, title)| (on.to_owned(), title.to_owned())));
    for one in &all {
        assert_eq!(attendance(app.read(), one.id).await.unwrap().len(), 3);
        assert_eq!(outline(app.read(), one.id).await.unwrap().len(), 2);
    }
    // The template changes, and the series goes on another way: what was taken over stays.
    let shown = office.get(&template).await.is(200);
    office.fill(&shown, &[("section", "Chỉ một mục"), ("minutes", "5"), ("section_place", "before")]).await.is(303);
    let change = office.get(&format!("{series}/change")).await.is(200);
    let typed = [("from_on", "01/04/2026"), ("starts_on", "01/04/2026"), ("starts", "08:00"), ("act", "save")];
    office.fill(&change, &typed).await.is(303);
    let june = sessions(&app).await.into_iter().rfind(|one| one.state.word().as_str() == "planned").unwrap();
    assert_eq!(june.on().to_string(), "2026-06-30");
    assert_eq!(outline(app.read(), june.id).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_session_becomes_a_template_and_a_copy_takes_the_sections_of_its_agenda_never_its_issues() {
    let (app, office, _) = commune().await;
    heads(&app, BodyKind::PartyCommittee, &[("Lò Văn Bí", "2025-07-01", None)]).await;
    let former = app.announced(UNIT, details("Đối thoại quý I năm 2026 với nông dân", "2026-03-12 08:00")).await;
    let here = format!("/dialogues/{former}");
    office.post(&format!("{here}/attendance/seed"), &[]).await.is(303);
    office.post(&format!("{here}/agenda"), &[]).await.is(303);
    office.post(&format!("{here}/agenda/add"), &[("title", "Phim tư liệu"), ("minutes", "7")]).await.is(303);
    office.get(&here).await.is(200).see("Lưu thành mẫu");
    let form = office.get(&format!("/session-templates/new?from={former}")).await.is(200);
    assert_eq!(value(&form, "title"), "Đối thoại quý {quý} năm {năm} với nông dân");
    assert_eq!(value(&form, "section"), "Phim tư liệu");
    office.fill(&form, &[]).await.is(422).see("Tên mẫu");
    office.fill(&form, &[("name", "Đối thoại với nông dân")]).await.is(303);
    office.fill(&form, &[("name", "đối thoại VỚI nông dân")]).await.is(422).see("Đơn vị đã có mẫu mang tên này");
    office.get("/session-templates").await.see("1 cơ quan, tổ chức").see("1 mục chương trình");

    let copy = office.get(&format!("{here}/copy")).await.is(200).see("Khung chương trình (không chép ý kiến)");
    let form = office.fill(&copy, &[("part", "agenda")]).await.is(200).see("Các mục riêng trong chương trình");
    let typed = [("title", "Đối thoại hè"), ("counterpart", "Nông dân"), ("on", "12/06/2026"), ("act", "save")];
    let at = office.fill(&form, &typed).await.is(303).location().unwrap();
    let new = sessions(&app).await.pop().unwrap();
    let sections = outline(app.read(), new.id).await.unwrap();
    assert_eq!(sections.iter().map(|one| (one.title.as_str(), one.minutes)).collect::<Vec<_>>(), [("Phim tư liệu", 7)]);
    assert!(attendance(app.read(), new.id).await.unwrap().is_empty(), "the list was not chosen");
    office.get(&format!("{at}/agenda")).await.is(200).not_see("Phim tư liệu");
}

#[tokio::test]
async fn what_is_wrong_in_a_template_stands_in_its_row_and_keeps_what_was_typed() {
    let (app, office, leader) = commune().await;
    let template = kept(&app, &office, "Đối thoại quý").await;
    let form = office.get(&template).await.is(200);
    let wrong = [("title", "Đối thoại {tuần}"), ("section", "Báo cáo"), ("minutes", "nhiều"), ("section_place", "before")];
    let page = office.fill(&form, &wrong).await.is(422);
    assert_eq!(page.error_at("minutes-1").unwrap(), "Dòng 1: số phút phải từ 1 đến 600");
    let minutes = page.html().select("#f-minutes-1")[0].text_of("value");
    assert_eq!(minutes, "nhiều");
    let page = office.fill(&form, &wrong[..1]).await.is(422);
    assert_eq!(page.error_at("title").unwrap(), "Không có chữ thay \"tuần\"; chỉ dùng được {ngày} {tháng} {quý} {năm}");
    let long = [("section", "Báo cáo"), ("minutes", "151"), ("section_place", "before")];
    office.fill(&form, &long).await.is(422).see("Các mục dài 151 phút, quá thời lượng 150 phút");
    // The leader approves plans and keeps no templates; neither does anybody of another unit.
    leader.get("/session-templates").await.is(404);
    let elsewhere = app.person("Văn phòng khác", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    elsewhere.get(&template).await.is(404);
    elsewhere.get(&format!("/dialogues/new?template={}", id(&template))).await.is(404);
    elsewhere.get("/session-templates").await.is(200).not_see("Đối thoại quý");
}
