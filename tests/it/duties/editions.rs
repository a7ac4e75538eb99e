//! Editions of the calendar: drafted, looked at with their effect, published with a paper; what moves and who is told.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::{self, Details};
use doithoai::duties;
use doithoai::issues::call_of_session;
use doithoai::jobs::run_due;
use doithoai::kernel::Role;
use doithoai::law::DayKind;
use doithoai::organisation::BodyKind;
use doithoai::sweeps::SWEEPS;

use super::UNIT;
use crate::support::{TestApp, details, publish_days};

const DRAFT: &str = "/admin/days/draft";
const CULTURE_DAY: [(&str, &str); 4] =
    [("on", "24/11/2026"), ("kind", "holiday"), ("label", "Ngày Văn hóa Việt Nam"), ("source", "TB 99/TB-BNV")];

async fn kind(app: &TestApp, day: &str) -> DayKind {
    duties::calendar(app.read()).await.unwrap().kind(day.parse().unwrap())
}

#[tokio::test]
async fn b053_a_new_day_off_counts_when_it_is_published_and_moves_what_was_counted() {
    let app = TestApp::new().await;
    app.at("2026-10-26 08:00");
    let admin = app.admin("Quản Trị").await;
    let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    let women = app.person("Lò Thị Nữ", UNIT, BodyKind::MassOrganization, &[Role::Submitter]).await;
    // Friday 27 November: by habit intake closes ten days before, the synthesis is due on the 18th, the answers on the 24th.
    let session = app.announced(UNIT, details("Đối thoại với Nhân dân", "2026-11-27 08:00")).await;
    app.announced("11413", details("Đối thoại ở nơi khác", "2026-12-25 08:00")).await;
    let call = office.get(&format!("/calls/{session}")).await.is(200);
    office.fill(&call, &[("closes_on", "17/11/2026")]).await;
    let page = admin.get("/admin/days?year=2026").await.is(200);
    admin.fill(&page, &CULTURE_DAY).await.is(303);

    // Drafted: it is shown with its effect, and nothing has changed.
    assert_eq!(kind(&app, "2026-11-24").await, DayKind::Working);
    let draft = admin.get(DRAFT).await.is(200);
    // What is planned in an office the administrator of the installation cannot open: the unit and the code stand for it.
    let codes = |page: &crate::support::Page, code: &str| page.texts("main td").iter().filter(|cell| cell.contains(code)).count();
    assert_eq!((codes(&draft, "03667-2026-01"), codes(&draft, "11413-2026-01")), (2, 0), "synthesis and answers");
    let draft = draft.see("Thứ Ba, 24/11/2026").see("Thứ Hai, 23/11/2026").see("Thứ Tư, 18/11/2026").see("Thứ Ba, 17/11/2026");
    let draft = draft.see("Phường Chiềng An: Văn phòng, Thư ký, Người trả lời");
    admin.get("/admin/days").await.is(200).see("1 ngày trong bản dự thảo chưa ban hành");

    admin.fill(&draft, &[("title", ""), ("source", "TB 99"), ("link", "javascript:alert(1)")]).await.is(422);
    let done = admin.fill(&draft, &[("title", "Ngày Văn hóa Việt Nam"), ("source", "TB 99/TB-BNV")]).await.is(303);
    assert_eq!(kind(&app, "2026-11-24").await, DayKind::Holiday);
    let edition = admin.follow(done).await.is(200).see("lần ban hành 2").see("TB 99/TB-BNV");
    assert_eq!(codes(&edition, "03667-2026-01"), 0, "nothing of the administrator's own");
    office.get(&format!("/dialogues/{session}")).await.is(200).see("Thứ Hai, 23/11/2026");
    admin.get(DRAFT).await.is(303);

    // Those concerned are told once and find what moved; others find nothing of theirs.
    run_due(&app.app, SWEEPS).await.unwrap();
    let inbox = office.get("/inbox").await.is(200).see("Lịch làm việc thay đổi: Ngày Văn hóa Việt Nam. 2 thời hạn chuyển ngày");
    assert_eq!(inbox.texts(".dt-inbox__title").iter().filter(|title| title.contains("Lịch làm việc")).count(), 1);
    let moved = office.get("/working-days/2").await.is(200).see("Đối thoại với Nhân dân");
    assert_eq!(moved.count(&format!("main a[href='/dialogues/{session}']")), 2);
    women.get("/inbox").await.is(200).not_see("Lịch làm việc thay đổi");
    women.get("/working-days/2").await.is(200).not_see("Đối thoại với Nhân dân");
    assert_eq!(app.audit_count(Some("calendar.published")).await, 1);
}

#[tokio::test]
async fn b053_days_that_were_counted_move_along_and_days_that_were_chosen_stay() {
    let app = TestApp::new().await;
    app.at("2026-10-26 08:00");
    // By habit intake closes ten calendar days before, which no calendar moves; a rule in working days would.
    let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    let session = app.announced(UNIT, details("Đối thoại", "2026-11-27 08:00")).await;
    let call = office.get(&format!("/calls/{session}")).await.is(200);
    office.fill(&call, &[]).await.is(303);
    let closes = async || call_of_session(app.read(), session).await.unwrap().unwrap().closes_on.to_string();
    assert_eq!(closes().await, "2026-11-17");
    let ctx = app.ctx();
    let permit = duties::calendar_permit(&ctx).unwrap();
    let moved = |kind, from: &str, to: &str| duties::Moved {
        session,
        unit_code: UNIT.into(),
        kind,
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
    };
    let recount = async |moved: duties::Moved| {
        let tx = doithoai::db::WriteTx::begin(app.app.db(), &ctx).await.unwrap();
        let count = doithoai::issues::recount(tx.conn(), &permit, ctx.today(), &[moved]).await.unwrap();
        tx.commit(doithoai::kernel::Event::new("calendar.published", "calendar_edition", "x", "")).await.unwrap();
        count
    };
    use doithoai::law::DateKind::{IntakeCloses, Synthesis};
    assert_eq!(recount(moved(IntakeCloses, "2026-11-18", "2026-11-16")).await, 0, "the office chose another day");
    assert_eq!(recount(moved(Synthesis, "2026-11-17", "2026-11-16")).await, 0, "another step");
    assert_eq!(recount(moved(IntakeCloses, "2026-11-17", "2026-11-16")).await, 1);
    assert_eq!(closes().await, "2026-11-16");
    assert_eq!(recount(moved(IntakeCloses, "2026-11-16", "2026-10-20")).await, 1, "never into the past");
    assert_eq!(closes().await, "2026-10-26");
}

#[tokio::test]
async fn b053_a_day_off_under_shifted_sessions_stays_and_others_can_be_changed() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let unit = app.activate(UNIT).await;
    let fields = [("on", "26/08/2025"), ("kind", "local"), ("label", "Ngày hội địa phương"), ("source", "CV 12/UBND")];
    let page = admin.get("/admin/days?year=2025").await.is(200).see("Quốc khánh");
    admin.fill(&page, &fields).await.is(303);
    publish_days(&admin).await;
    assert_eq!(kind(&app, "2025-08-26").await, DayKind::Local);
    admin.fill(&page, &fields).await.is(422).see("Ngày này đã có trong lịch");
    admin.fill(&page, &[&[("on", "27/08/2025"), ("kind", "working-saturday")], &fields[2..]].concat()).await.is(422);

    // A session of a series that was shifted off that day holds its entry fast.
    let details = Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2025-08-27 08:00") };
    let ctx = app.ctx();
    let tx = doithoai::db::WriteTx::begin(app.app.db(), &ctx).await.unwrap();
    let permit = ctx.permit(doithoai::kernel::Action::PlanDialogues, &unit.target()).unwrap();
    let origin = sessions::Origin { slot_key: Some("2025-08-26T08:00".into()), ..sessions::Origin::default() };
    let (_, event) = sessions::new_session(&tx, &ctx, &permit, &unit, details, origin).await.unwrap();
    tx.commit(event).await.unwrap();
    admin.post("/admin/days/2025-08-26/remove", &[]).await.is(303);
    let draft = admin.get(DRAFT).await.is(200).see("từ 26/08/2025 sang 27/08/2025");
    let refused = admin.fill(&draft, &[("title", "Bỏ ngày hội"), ("source", "CV 13")]).await.is(422);
    assert_eq!(refused.errors(), ["Không xóa được: 1 hội nghị đã chuyển ngày vì ngày nghỉ này (03667-2025-01)"]);
    assert_eq!(kind(&app, "2025-08-26").await, DayKind::Local);
    // Another word on the day is fine: it stays off.
    let entry = admin.get("/admin/days/2025-08-26").await.is(200);
    admin.fill(&entry, &[("label", "Lễ hội")]).await.is(303);
    publish_days(&admin).await;
    assert_eq!(duties::calendar(app.read()).await.unwrap().label("2025-08-26".parse().unwrap()), Some("Lễ hội"));
    for code in ["calendar.drafted", "calendar.published"] {
        assert!(app.audit_count(Some(code)).await > 0, "{code}");
    }
}

#[tokio::test]
async fn a_session_on_a_new_day_off_is_shown_and_its_office_told() {
    let app = TestApp::new().await;
    app.at("2026-10-26 08:00");
    let admin = app.admin("Quản Trị").await;
    let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    let details = Details { kind: SessionKind::Reception, ..details("Tiếp dân định kỳ", "2026-11-24 08:00") };
    app.planned(UNIT, details).await;
    admin.post("/admin/days", &CULTURE_DAY).await.is(303);
    admin
        .get(DRAFT)
        .await
        .is(200)
        .see("Hội nghị rơi vào ngày nghỉ")
        .see("Phường Chiềng An (03667-2026-01)")
        .see("Không có thời hạn nào chuyển ngày");
    publish_days(&admin).await;
    run_due(&app.app, SWEEPS).await.unwrap();
    office.get("/inbox").await.is(200).see("0 thời hạn chuyển ngày, 1 hội nghị rơi vào ngày nghỉ");
}

#[tokio::test]
async fn what_was_looked_at_is_what_is_published() {
    let app = TestApp::new().await;
    app.at("2026-10-26 08:00");
    let admin = app.admin("Quản Trị").await;
    admin.post("/admin/days", &CULTURE_DAY).await.is(303);
    let draft = admin.get(DRAFT).await.is(200);
    // A session appears after the administrator has looked: he looks again.
    app.planned(UNIT, details("Đối thoại", "2026-11-27 08:00")).await;
    let paper = [("title", "x"), ("source", "y")];
    let again = admin.fill(&draft, &paper).await.is(422).see("Trong lúc bạn xem").see("Thứ Hai, 23/11/2026");
    assert_eq!(kind(&app, "2026-11-24").await, DayKind::Working);
    // A colleague adds a day: the older draft is not the one any more.
    admin.post("/admin/days", &[&[("on", "25/11/2026")], &CULTURE_DAY[1..]].concat()).await.is(303);
    admin.fill(&again, &paper).await.is(409);
    // Days can be left out again; a draft without days is no draft.
    let page = admin.get(DRAFT).await.is(200);
    let drop = |page: &crate::support::Page, day: &str| {
        page.forms().into_iter().find(|form| form.action.ends_with(&format!("{day}/drop"))).unwrap()
    };
    admin.awake().await.send_form(&drop(&page, "2026-11-25"), &[]).await.is(303);
    let page = admin.get(DRAFT).await.is(200).not_see("25/11/2026");
    admin.awake().await.send_form(&drop(&page, "2026-11-24"), &[]).await.is(303);
    admin.get(DRAFT).await.is(303);
    admin.post("/admin/days", &CULTURE_DAY).await.is(303);
    let page = admin.get(DRAFT).await.is(200);
    let discard = page.forms().into_iter().find(|form| form.action.ends_with("/discard")).unwrap();
    admin.awake().await.send_form(&discard, &[]).await.is(303);
    admin.get(DRAFT).await.is(303);
    assert_eq!(app.audit_count(Some("calendar.discarded")).await, 1);
}

#[tokio::test]
async fn b045_a_notice_is_read_whole_or_refused_with_its_rows() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let send = async |bytes: &[u8]| admin.upload("/admin/days/import", &[], &[("file", "2027.csv", bytes)]).await;
    let head = "on_date,kind,label,source,certainty\n";
    let wrong = format!(
        "{head}2027-02-08,holiday,Tết,TB 1,P\n2027-02-08,holiday,Tết,TB 1,P\n08/02/2027,holiday,Tết,TB 1,P\n2027-02-10,working-saturday,Làm bù,TB 1,P\n"
    );
    let page = send(wrong.as_bytes()).await.is(422);
    assert_eq!(
        page.errors(),
        [
            "Dòng 3: ngày này đã có ở dòng trên",
            "Dòng 4: không đọc được ngày hoặc loại ngày",
            "Dòng 5: ngày làm bù phải là thứ Bảy hoặc Chủ Nhật"
        ]
    );
    let days = async || duties::calendar(app.read()).await.unwrap();
    admin.get(DRAFT).await.is(303);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(head.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    send(&utf16).await.is(422).see("UTF-16");
    send(&[head.as_bytes(), &[b'2', 0xE8, 0xD2]].concat()).await.is(422).see("Windows-1258");
    send(b"").await.is(422);
    let good = format!("\u{FEFF}{head}2027-02-08,holiday,Tết Nguyên đán,TB 1,P\n2027-09-02,holiday,Quốc khánh,TB 2,P\n");
    send(good.as_bytes()).await.is(303);
    assert_eq!(days().await.covers_until(), "2026-12-31".parse().ok(), "nothing counts before it is published");
    publish_days(&admin).await;
    assert_eq!(days().await.covers_until(), "2027-12-31".parse().ok());
    admin.get("/admin/days?year=2027").await.is(200).see("Tết Nguyên đán").see("TB 2").see("Lịch thử");
    send(good.as_bytes()).await.is(422).see("không có gì thay đổi");
}

#[tokio::test]
async fn b040_a_calendar_file_is_read_whole_or_refused_with_its_events() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let send = async |year: &str, text: &str| {
        admin.upload("/admin/days/import", &[("only_year", year)], &[("file", "nghi-le.ics", text.as_bytes())]).await
    };
    let file = |events: &str| {
        format!("\u{FEFF}BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Lịch nghỉ 2027\r\n{events}END:VCALENDAR\r\n")
    };
    let tet =
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270204\r\nDTEND;VALUE=DATE:20270211\r\nSUMMARY:Tết Đinh Mùi\r\nEND:VEVENT\r\n";
    let old = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260902\r\nSUMMARY:Cũ\r\nEND:VEVENT\r\n";
    let timed = "BEGIN:VEVENT\r\nDTSTART:20270204T080000Z\r\nSUMMARY:Họp\r\nEND:VEVENT\r\n";
    let page = send("", &file(&format!("{tet}{timed}"))).await.is(422);
    assert_eq!(page.errors(), ["Sự kiện thứ 2 có giờ, không phải ngày nghỉ cả ngày"]);
    send("", "BEGIN:VCALENDAR\r\nrubbish\r\n").await.is(422).see("Không đọc được tệp lịch ở dòng 2");
    send("1999", &file(tet)).await.is(422);
    send("2027", &file(&format!("{tet}{old}"))).await.is(303);
    admin.get(DRAFT).await.is(200).see("Tết Đinh Mùi").see("Lịch nghỉ 2027").not_see("02/09/2026");
    publish_days(&admin).await;
    assert_eq!(kind(&app, "2027-02-10").await, DayKind::Holiday);
    assert_eq!(kind(&app, "2027-02-11").await, DayKind::Working);
}
