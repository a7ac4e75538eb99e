//! Rule sets and the working calendar as administrators keep them.

mod versions;

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::{self, Details};
use doithoai::duties;
use doithoai::kernel::Role;
use doithoai::law::DayKind;
use doithoai::organisation::BodyKind;

use crate::support::{TestApp, details};

pub const UNIT: &str = "03667";

pub async fn rule(app: &TestApp, code: &str) -> String {
    let sets = duties::rule_sets(app.read()).await.unwrap();
    let (id, _) = sets.iter().find(|(_, set)| set.code == code).unwrap();
    format!("/admin/rules/{id}")
}

#[tokio::test]
async fn a_unit_that_takes_part_is_bound_by_its_level_and_province() {
    let app = TestApp::new().await;
    app.at("2026-03-02 08:00");
    let admin = app.admin("Quản Trị").await;
    let page = admin.get("/admin/units?q=chieng+an").await.is(200).see("Phường Chiềng An").see("Chưa tham gia");
    let unit = admin.get(&page.link("Phường Chiềng An")).await.is(200);
    let form = unit.forms().into_iter().find(|form| form.action.ends_with("/activate")).unwrap();
    let done = admin.awake().await.send_form(&form, &[]).await.is(303);
    admin.follow(done).await.see("Đảng ủy phường Chiềng An");
    let bound = duties::rules_of(app.read(), UNIT, "2026-03-02".parse().unwrap()).await.unwrap();
    let codes: Vec<&str> = bound.iter().map(|set| set.code.as_str()).collect();
    assert_eq!(codes, ["law-commune-2025", "qd11-commune", "sonla-2019"]);
    let law = rule(&app, "law-commune-2025").await;
    admin.get(&law).await.is(200).see("1 lần mỗi năm").see("chậm nhất 7 ngày trước").see("Phường Chiềng An");
}

#[tokio::test]
async fn b052_bindings_are_dated_and_do_not_overlap_and_rules_in_use_stay() {
    let app = TestApp::new().await;
    app.at("2026-03-02 08:00");
    let admin = app.admin("Quản Trị").await;
    app.activate(UNIT).await;
    let path = rule(&app, "reception-commune-2026").await;
    let page = admin.get(&path).await.is(200).see("2 ngày mỗi tháng");
    let early = admin.fill(&page, &[("unit", UNIT), ("from_on", "30/06/2026")]).await.is(422);
    assert_eq!(early.error_at("from_on").unwrap(), "Quy định không có hiệu lực vào ngày bắt đầu này");
    admin.fill(&page, &[("unit", UNIT), ("from_on", "01/07/2026")]).await.is(303);
    let twice = admin.fill(&page, &[("unit", UNIT), ("from_on", "01/08/2026")]).await.is(422);
    assert_eq!(twice.error_at("from_on").unwrap(), "Đơn vị đã áp dụng quy định này trong thời gian đó");
    let of = async |day: &str| duties::rules_of(app.read(), UNIT, day.parse().unwrap()).await.unwrap().len();
    assert_eq!((of("2026-06-30").await, of("2026-07-01").await), (0, 1));
    admin.post(&format!("{path}/remove"), &[]).await.is(422).see("đang hoặc đã áp dụng cho 1 đơn vị (03667)");
    let end = [("unit", UNIT), ("began_on", "2026-07-01"), ("last_on", "30/09/2026")];
    admin.post(&format!("{path}/unbind"), &end).await.is(303);
    assert_eq!((of("2026-09-30").await, of("2026-10-01").await), (1, 0));
    // Ended, it can be bound again from a later day.
    admin.fill(&page, &[("unit", UNIT), ("from_on", "01/01/2027")]).await.is(303);
    assert_eq!(of("2027-01-01").await, 1);
}

#[tokio::test]
async fn an_administrator_of_one_province_binds_only_its_units_and_keeps_no_calendar() {
    let app = TestApp::new().await;
    app.at("2026-03-02 08:00");
    let local = app.person("Quản Trị Tỉnh", "14", BodyKind::PartyOffice, &[Role::Admin]).await;
    for code in [UNIT, "11413"] {
        app.activate(code).await;
    }
    let path = rule(&app, "law-commune-2025").await;
    local.get(&path).await.is(200).see("Phường Chiềng An").not_see("Phường Hải An");
    local.post(&format!("{path}/bind"), &[("unit", UNIT), ("from_on", "01/07/2025")]).await.is(303);
    let denied = app.audit_count(Some("access.denied")).await;
    local.post(&format!("{path}/bind"), &[("unit", "11413"), ("from_on", "01/07/2025")]).await.is(404);
    local.get("/admin/days/2026-09-02").await.is(404);
    let day = [("on", "24/11/2027"), ("kind", "holiday"), ("label", "x"), ("source", "y")];
    local.post("/admin/days", &day).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 3);
    assert!(duties::rules_of(app.read(), "11413", "2026-03-02".parse().unwrap()).await.unwrap().is_empty());
}

#[tokio::test]
async fn b053_a_day_off_under_shifted_sessions_stays_and_others_can_be_changed() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let unit = app.activate(UNIT).await;
    let on = |text: &str| text.parse().unwrap();
    let kind = async |day: &str| duties::calendar(app.read()).await.unwrap().kind(on(day));
    // A local day off, by hand.
    let fields = [("on", "26/08/2025"), ("kind", "local"), ("label", "Ngày hội địa phương"), ("source", "CV 12/UBND")];
    let page = admin.get("/admin/days?year=2025").await.is(200).see("Quốc khánh");
    admin.fill(&page, &fields).await.is(303);
    assert_eq!(kind("2025-08-26").await, DayKind::Local);
    admin.fill(&page, &fields).await.is(422).see("Ngày này đã có trong lịch");
    admin.fill(&page, &[&fields[1..], &[("on", "27/08/2025"), ("kind", "working-saturday")]].concat()[1..]).await.is(422);

    // A session of a series that was shifted off that day holds its entry fast.
    let details = Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2025-08-27 08:00") };
    let ctx = app.ctx();
    let tx = doithoai::db::WriteTx::begin(app.app.db(), &ctx).await.unwrap();
    let permit = ctx.permit(doithoai::kernel::Action::PlanDialogues, &unit.target()).unwrap();
    let origin = sessions::Origin { slot_key: Some("2025-08-26T08:00".into()), ..sessions::Origin::default() };
    let (_, event) = sessions::new_session(&tx, &ctx, &permit, &unit, details, origin).await.unwrap();
    tx.commit(event).await.unwrap();
    let entry = admin.get("/admin/days/2025-08-26").await.is(200).see("đã chuyển sang 27/08/2025");
    let refused = admin.post("/admin/days/2025-08-26/remove", &[("version", "1")]).await.is(422);
    assert_eq!(refused.errors(), ["Không xóa được: 1 hội nghị đã chuyển ngày vì ngày nghỉ này (03667-2025-01)"]);
    admin.fill(&entry, &[("label", "Lễ hội")]).await.is(303);
    admin
        .post(
            "/admin/days/2025-08-26",
            &[("version", "1"), ("on", "2025-08-26"), ("kind", "local"), ("label", "x"), ("source", "y")],
        )
        .await
        .is(409);
    // One that nothing hangs on goes.
    admin.post("/admin/days", &[&[("on", "28/08/2025")], &fields[1..]].concat()).await.is(303);
    admin.post("/admin/days/2025-08-28/remove", &[("version", "1")]).await.is(303);
    assert_eq!(kind("2025-08-28").await, DayKind::Working);
    for code in ["day.added", "day.changed", "day.removed"] {
        assert!(app.audit_count(Some(code)).await > 0, "{code}");
    }
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
    assert_eq!(days().await.covers_until(), "2026-12-31".parse().ok(), "nothing of a refused notice is kept");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(head.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    send(&utf16).await.is(422).see("UTF-16");
    send(&[head.as_bytes(), &[b'2', 0xE8, 0xD2]].concat()).await.is(422).see("Windows-1258");
    send(b"").await.is(422);
    let good = format!("\u{FEFF}{head}2027-02-08,holiday,Tết Nguyên đán,TB 1,P\n2027-09-02,holiday,Quốc khánh,TB 2,P\n");
    send(good.as_bytes()).await.is(303);
    assert_eq!(days().await.covers_until(), "2027-12-31".parse().ok());
    admin.get("/admin/days?year=2027").await.is(200).see("Tết Nguyên đán").see("TB 2");
}

#[tokio::test]
async fn b054_only_those_who_can_mend_it_are_warned_that_the_calendar_runs_out() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    duties::bind_defaults(&app.app, &app.ctx(), UNIT).await.unwrap();
    duties::bind_defaults(&app.app, &app.ctx(), "14").await.unwrap();
    let count = async |person: &crate::support::Person| {
        duties::tasks(&app.app, &person.ctx().await).await.unwrap().into_iter().filter(|t| t.key.contains("calendar")).count()
    };
    // Known until 31 December 2026: sixty days before are 1 November, when it is not yet "fewer than 60".
    app.at("2026-11-01 08:00");
    assert_eq!(count(&admin).await, 0);
    app.at("2026-11-02 08:00");
    assert_eq!((count(&admin).await, count(&office).await), (1, 0));
    admin.get("/admin/days").await.is(200).see("Lịch sắp hết");
    admin.get("/").await.is(200).see("lịch làm việc sắp hết");
}
