//! Series that follow the meetings of the people's council: the office enters days, sessions follow.

use doithoai::dialogues::actions::sessions as acts;
use doithoai::dialogues::{Session, StateWord};
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{commune, sessions};
use crate::feeds::secret_feed;
use crate::support::{Person, TestApp, wall};

/// Before each meeting of the council, ten working days.
const SERIES: &[(&str, &str)] = &[
    ("title", "Đối thoại trước kỳ họp HĐND"),
    ("kind", "periodic"),
    ("counterpart", "Nhân dân phường"),
    ("form", "in-person"),
    ("place", "Hội trường UBND phường"),
    ("repeat", "before-occasion"),
    ("occasion", "council-meeting"),
    ("before", "10"),
    ("counted", "working"),
    ("starts_on", "01/01/2026"),
    ("starts", "8h"),
    ("duration", "210"),
    ("shift", "previous-working"),
    ("ends", "never"),
];

async fn add(office: &Person, name: &str, on: &str) {
    let page = office.get("/occasions").await.is(200);
    let typed = [("occasion", "council-meeting"), ("name", name), ("held_on", on)];
    office.fill(&page, &typed).await.is(303);
}

/// The page of the occasion of this name.
async fn page_of(office: &Person, name: &str) -> String {
    let list = office.get("/occasions").await.is(200);
    let links = list.html().select("main a[href]");
    let link = links.into_iter().find(|link| link.visible() == name).unwrap();
    link.text_of("href")
}

async fn told(app: &TestApp) -> Vec<(String, StateWord)> {
    sessions(app).await.iter().map(|one| (one.on().to_string(), one.state.word())).collect()
}

/// One announced session, before the meeting of 15 July.
async fn announced() -> (TestApp, Person, Session) {
    let (app, office, _) = commune().await;
    add(&office, "Kỳ họp thứ ba", "15/07/2026").await;
    let page = office.get("/series/new").await.is(200);
    office.fill(&page, SERIES).await.is(303);
    let session = sessions(&app).await.remove(0);
    acts::announce(&app.app, &office.ctx().await, session.id, 1).await.unwrap();
    let session = sessions(&app).await.remove(0);
    (app, office, session)
}

#[tokio::test]
async fn b018_ten_working_days_before_each_meeting_of_the_council_in_preview_and_series() {
    let (app, office, _) = commune().await;
    let page = office.get("/series/new").await.is(200);
    let preview: Vec<_> = SERIES.iter().copied().chain([("act", "preview")]).collect();
    let waits = office.fill(&page, &preview).await.is(200);
    waits.see("10 ngày làm việc trước mỗi kỳ họp HĐND, lúc 08:00").see("Chưa có kỳ họp, sự kiện nào");
    // Entered before the series or after it: Wednesday 15 July → Wednesday 1 July; Tuesday 8 December → Tuesday 24 November.
    add(&office, "Kỳ họp thứ ba", "15/07/2026").await;
    office.fill(&page, &preview).await.is(200).see("Thứ Tư, 01/07/2026").see("trước Kỳ họp thứ ba, ngày 15/07/2026");
    let done = office.fill(&page, SERIES).await.is(303);
    assert_eq!(told(&app).await, [("2026-07-01".to_owned(), StateWord::Planned)]);
    add(&office, "Kỳ họp thứ tư", "08/12/2026").await;
    let both = [("2026-07-01".to_owned(), StateWord::Planned), ("2026-11-24".to_owned(), StateWord::Planned)];
    assert_eq!(told(&app).await, both);
    let path = done.location().unwrap();
    office.get(&path).await.is(200).see("10 ngày làm việc trước mỗi kỳ họp HĐND");
    // The form of a change begins with what the series is.
    let form = office.get(&format!("{path}/change")).await.is(200);
    let fields = form.forms().into_iter().find(|form| form.action == format!("{path}/change")).unwrap().fields;
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default();
    assert_eq!((value("repeat"), value("before"), value("counted")), ("before-occasion".into(), "10".into(), "working".into()));
    let counted = [("ends", "count"), ("count", "3")];
    let refused: Vec<_> = SERIES.iter().copied().filter(|(name, _)| *name != "ends").chain(counted).collect();
    assert!(office.fill(&page, &refused).await.is(422).error_at("ends").is_some());
}

#[tokio::test]
async fn b010_a_planned_session_follows_its_meeting_and_is_withdrawn_with_it() {
    let (app, office, _) = commune().await;
    add(&office, "Kỳ họp thứ ba", "15/07/2026").await;
    let page = office.get("/series/new").await.is(200);
    office.fill(&page, SERIES).await.is(303);
    let first = sessions(&app).await.remove(0);
    let at = page_of(&office, "Kỳ họp thứ ba").await;
    let form = office.get(&at).await.is(200);
    // Wednesday 22 July → Wednesday 8 July.
    office.fill(&form, &[("held_on", "22/07/2026")]).await.is(303);
    let moved = sessions(&app).await.remove(0);
    assert_eq!((moved.id, moved.slot_key.clone(), moved.on().to_string()), (first.id, first.slot_key, "2026-07-08".to_owned()));
    // Saved by somebody with the older form: nothing is overwritten.
    office.fill(&form, &[("held_on", "29/07/2026")]).await.is(409);
    let form = office.get(&at).await.is(200).see("08/07/2026");
    let remove = form.forms().into_iter().find(|form| form.action == format!("{at}/remove")).unwrap();
    office.awake().await.send_form(&remove, &[]).await.is(303);
    assert_eq!(told(&app).await, [("2026-07-08".to_owned(), StateWord::Cancelled)]);
    office.get(&at).await.is(404);
    // The same meeting entered again is another one.
    add(&office, "Kỳ họp thứ ba", "22/07/2026").await;
    assert_eq!(told(&app).await.len(), 2);
    assert_eq!(app.audit_count(Some("occasion.added")).await, 2);
    assert_eq!(app.audit_count(Some("occasion.removed")).await, 1);
}

#[tokio::test]
async fn an_announced_session_is_asked_about_and_moves_stays_or_is_cancelled() {
    let (app, office, session) = announced().await;
    let at = page_of(&office, "Kỳ họp thứ ba").await;
    let form = office.get(&at).await.is(200);
    office.fill(&form, &[("held_on", "22/07/2026")]).await.is(303);
    assert_eq!(told(&app).await, [("2026-07-01".to_owned(), StateWord::Announced)], "nothing announced moves by itself");
    let here = format!("/dialogues/{}", session.id);
    office.get("/").await.see("Quyết định giữ, đổi ngày hoặc hủy: Đối thoại trước kỳ họp HĐND, ngày 01/07/2026");
    let asked = office.get(&here).await.is(200).see("đã chuyển sang Thứ Tư, 22/07/2026").see("Đổi sang 08/07/2026");
    let form = office.get(&format!("{here}/move?on=2026-07-08")).await.is(200);
    office.fill(&form, &[("reason", "Kỳ họp lùi một tuần")]).await.is(303);
    assert_eq!(told(&app).await, [("2026-07-08".to_owned(), StateWord::Announced)]);
    office.get(&here).await.is(200).not_see("Giữ nguyên ngày");
    // An answer to the older question comes too late.
    let keep = asked.forms().into_iter().find(|form| form.action == format!("{here}/keep")).unwrap();
    office.awake().await.send_form(&keep, &[]).await.is(409);
    // Called off: it stays on its day, because somebody says so, and is not asked about again.
    let form = office.get(&at).await.is(200);
    let remove = form.forms().into_iter().find(|form| form.action == format!("{at}/remove")).unwrap();
    office.awake().await.send_form(&remove, &[]).await.is(303);
    let asked = office.get(&here).await.is(200).see("không còn tổ chức");
    let keep = asked.forms().into_iter().find(|form| form.action == format!("{here}/keep")).unwrap();
    office.awake().await.send_form(&keep, &[]).await.is(303);
    office.get(&here).await.is(200).not_see("không còn tổ chức").see("Giữ nguyên ngày khi kỳ họp, sự kiện thay đổi");
    assert_eq!(told(&app).await, [("2026-07-08".to_owned(), StateWord::Announced)]);
}

#[tokio::test]
async fn b027_in_calendars_each_session_before_a_meeting_stands_for_itself() {
    let (app, office, session) = announced().await;
    add(&office, "Kỳ họp thứ tư", "08/12/2026").await;
    let feed = secret_feed(&office, "").await;
    let bytes = app.visitor().get(&feed).await.is(200).body;
    assert_eq!(doithoai::calendar::faults(&bytes), []);
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains("RRULE") && !text.contains("RECURRENCE-ID"), "{text}");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 2);
    assert!(text.contains(&format!("UID:{}", session.id)) && text.contains("DTSTART;TZID=Asia/Ho_Chi_Minh:20260701T080000"));
    // One that is withdrawn before anybody heard of it is nowhere.
    let at = page_of(&office, "Kỳ họp thứ tư").await;
    let form = office.get(&at).await.is(200);
    let remove = form.forms().into_iter().find(|form| form.action == format!("{at}/remove")).unwrap();
    office.awake().await.send_form(&remove, &[]).await.is(303);
    let text = String::from_utf8(app.visitor().get(&feed).await.is(200).body).unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1);
}

#[tokio::test]
async fn occasions_belong_to_the_office_of_their_unit() {
    let (app, office, leader) = commune().await;
    add(&office, "Kỳ họp thứ ba", "15/07/2026").await;
    let page = office.get("/occasions").await.is(200);
    for (on, why) in [("15/07/2026", "cùng loại"), ("30/11/2025", "đã qua"), ("mai", "28/08/2026"), ("", "")] {
        let typed = [("occasion", "council-meeting"), ("name", "Kỳ họp khác"), ("held_on", on)];
        let refused = office.fill(&page, &typed).await.is(422);
        assert!(refused.error_at("held_on").is_some_and(|error| error.contains(why)), "{on}: {:?}", refused.errors());
    }
    let at = page_of(&office, "Kỳ họp thứ ba").await;
    leader.get("/occasions").await.is(200).see("Kỳ họp thứ ba").not_see("Thêm vào danh sách");
    leader.get(&at).await.is(404);
    let other = app.person("Đỗ Thị Xa", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let denied = app.audit_count(Some("access.denied")).await;
    other.get(&at).await.is(404);
    other.post(&format!("{at}/remove"), &[("version", "1")]).await.is(404);
    other.post(&at, &[("version", "1"), ("name", "x"), ("held_on", "16/07/2026")]).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 3);
    other.get("/occasions").await.is(200).not_see("Kỳ họp thứ ba");
    assert_eq!(page_of(&office, "Kỳ họp thứ ba").await, at);
}

#[tokio::test]
async fn b053_a_new_day_off_recounts_what_nobody_was_told_of_and_leaves_the_rest() {
    let (app, office, _) = commune().await;
    for (name, on) in [("Kỳ họp thứ ba", "15/07/2026"), ("Kỳ họp bất thường", "16/07/2026"), ("Kỳ họp thứ tư", "17/07/2026")]
    {
        add(&office, name, on).await;
    }
    let page = office.get("/series/new").await.is(200);
    office.fill(&page, SERIES).await.is(303);
    // Ten working days before Wednesday 15, Thursday 16 and Friday 17 July.
    let days = async || -> Vec<String> { sessions(&app).await.iter().map(|one| one.on().to_string()).collect() };
    assert_eq!(days().await, ["2026-07-01", "2026-07-02", "2026-07-03"]);
    let all = sessions(&app).await;
    let ctx = office.ctx().await;
    // The second stands on a day that the office chose, the third was announced.
    let times = (wall("2026-06-25 08:00"), wall("2026-06-25 11:30"));
    acts::move_to(&app.app, &ctx, all[1].id, 1, times, "Hội trường".into(), "Bí thư bận").await.unwrap();
    acts::announce(&app.app, &ctx, all[2].id, 1).await.unwrap();

    let admin = app.admin("Quản Trị").await;
    let year = admin.get("/admin/days?year=2026").await.is(200);
    let day = [("on", "06/07/2026"), ("kind", "local"), ("label", "Ngày hội"), ("source", "CV 12/UBND")];
    admin.fill(&year, &day).await.is(303);
    let draft = admin.get("/admin/days/draft").await.is(200).see("Buổi tự chuyển ngày");
    // Without Monday the 6th the tenth working day before the 15th is Tuesday 30 June.
    let draft = draft.see("(03667-2026-01): Thứ Tư, 01/07/2026 → Thứ Ba, 30/06/2026");
    let draft = draft.not_see("Thứ Năm, 02/07/2026 →").not_see("→ Thứ Năm, 02/07/2026");
    assert_eq!(days().await, ["2026-06-25", "2026-07-01", "2026-07-03"], "only shown");
    admin.fill(&draft, &[("title", "Ngày hội"), ("source", "CV 12/UBND")]).await.is(303);
    assert_eq!(days().await, ["2026-06-25", "2026-06-30", "2026-07-03"]);
    let moved = sessions(&app).await.remove(1);
    assert_eq!((moved.id, moved.slot_key.clone(), moved.anchor_on), (all[0].id, all[0].slot_key.clone(), all[0].anchor_on));
    // The nightly run finds nothing more to do, and the meeting still moves its session.
    assert!(doithoai::dialogues::open_due_series(&app.app, &app.ctx()).await.unwrap().is_zero());
    let at = page_of(&office, "Kỳ họp thứ ba").await;
    let form = office.get(&at).await.is(200);
    office.fill(&form, &[("held_on", "22/07/2026")]).await.is(303);
    assert_eq!(days().await, ["2026-06-25", "2026-07-03", "2026-07-08"]);
    assert_eq!(app.audit_count(Some("session.moved")).await, 3);
}
