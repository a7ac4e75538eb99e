//! Rule sets and the working calendar as administrators keep them.

mod editions;
mod versions;

use doithoai::duties;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use crate::support::TestApp;

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
