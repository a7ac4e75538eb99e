//! Whose matter an issue is: the organisation's name decides, the office may say otherwise, and lists, synthesis and what comes
//! of an issue know it.

use std::collections::BTreeMap;

use doithoai::db::{Db, WriteTx};
use doithoai::issues::{CounterpartGroup, FromFloor, Issue, find, of_session, raise_live};
use doithoai::kernel::{Action, Event};
use entity::audit_entry;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::Ward;
use super::forwarding::{ABOVE, Neighbour};
use super::splitting::split;
use super::summing_up::{figures, rows};
use crate::support::{Page, Person, peers};

impl Ward {
    async fn front(&self) -> Person {
        self.submitter("Cầm Thị Mẫu", "MTTQ").await
    }

    async fn farmers(&self) -> Person {
        self.submitter("Lường Văn Mẫu", "Hội Nông dân").await
    }

    /// The office says that this issue is of another group.
    async fn regroup(&self, issue: &str, group: &str) -> Page {
        let form = self.office.get(&format!("{issue}/classify")).await.is(200);
        self.office.fill(&form, &[("counterpart_group", group)]).await
    }

    /// A question from the hall.
    async fn raised_in_the_hall(&self, wording: &str) -> Issue {
        let ctx = self.office.ctx().await;
        let any = of_session(self.app.read(), self.session, &[]).await.unwrap()[0].id;
        let permit = find(self.app.read(), &ctx, Action::TakeMinutes, any).await.unwrap().permit;
        let tx = WriteTx::begin(self.app.app.db(), &ctx).await.unwrap();
        let floor = FromFloor { wording: wording.into(), village: String::new(), field: None };
        let raised = raise_live(&tx, &ctx, &permit, "03667", self.session, floor).await.unwrap();
        tx.commit(Event::new("minutes.saved", "session", self.session, "03667")).await.unwrap();
        raised
    }
}

/// The group of each of these issues, by its wording.
fn groups(issues: Vec<Issue>) -> BTreeMap<String, CounterpartGroup> {
    issues.into_iter().map(|issue| (issue.content.wording, issue.group)).collect()
}

#[tokio::test]
async fn the_organisation_gives_the_group_and_the_office_may_say_otherwise() {
    let ward = Ward::new().await;
    let (farmers, front) = (ward.farmers().await, ward.front().await);
    let school = ward.accepted("Trường mầm non chật").await;
    let ditch = ward.hand_in(&farmers, "Mương tưới bị sạt").await;
    let lamps = ward.hand_in(&front, "Đèn đường hỏng").await;
    let of = async |issue: &str| ward.issue(issue).await.group;
    assert_eq!(of(&school).await, CounterpartGroup::Women);
    assert_eq!(of(&ditch).await, CounterpartGroup::Farmers);
    assert_eq!(of(&lamps).await, CounterpartGroup::People);
    let facts = |page: &Page| page.texts(".govuk-summary-list__row");
    assert!(facts(&ward.office.get(&school).await.is(200)).contains(&"Nhóm đối tượng Phụ nữ".to_owned()));
    // The form has what is stored; another group alone is changed, with both in the trail.
    ward.regroup(&school, "workers").await.is(303);
    assert_eq!(of(&school).await, CounterpartGroup::Workers);
    assert!(facts(&ward.office.get(&school).await.is(200)).contains(&"Nhóm đối tượng Công nhân, người lao động".to_owned()));
    let told = audit_entry::Entity::find().filter(audit_entry::Column::Code.eq("issue.classified"));
    let told = told.all(ward.app.read()).await.unwrap();
    let told: serde_json::Value = serde_json::from_str(&told[0].facts).unwrap();
    assert_eq!((&told["before"]["group"], &told["after"]["group"]), (&"women".into(), &"workers".into()));
    let form = ward.office.get(&format!("{ditch}/classify")).await.is(200);
    ward.office.fill(&form, &[("competence", "province")]).await.is(303);
    assert_eq!(of(&ditch).await, CounterpartGroup::Farmers);
    let again = ward.regroup(&ditch, "Nông dân").await.is(422);
    assert!(again.error_at("counterpart_group").is_some());
    // The organisation makes its words better; whose matter it is stays with the office.
    ward.regroup(&ditch, "people").await.is(303);
    let form = farmers.get(&format!("{ditch}/edit")).await.is(200);
    farmers.fill(&form, &[("issue_wording", "Mương tưới bản Cá bị sạt"), ("act", "submit")]).await.is(303);
    assert_eq!(of(&ditch).await, CounterpartGroup::People);
}

#[tokio::test]
async fn lists_are_filtered_by_group_in_their_address() {
    let ward = Ward::new().await;
    let farmers = ward.farmers().await;
    ward.hand_in(&ward.women, "Trường mầm non chật").await;
    ward.hand_in(&farmers, "Mương tưới bị sạt").await;
    for (path, counters, told) in [("/issues", ".dt-stat", "1Chờ xử lý"), ("/issues/triage", ".dt-chip", "Chờ xử lý 1")]
    {
        let page = ward.office.get(&format!("{path}?group=farmers")).await.is(200);
        let page = page.see("Mương tưới bị sạt").not_see("Trường mầm non chật").see("Bỏ lọc");
        assert_eq!(page.texts("select[name=group] option[selected]"), ["Nông dân"]);
        // The counters go on with the same filter, and count within it.
        assert!(page.links().iter().any(|link| link.href == format!("{path}?state=submitted&group=farmers")), "{path}");
        assert_eq!(page.texts(counters), [told], "{path}");
        ward.office.get(&format!("{path}?group=youth")).await.is(200).not_see("Mương tưới bị sạt").see("Bỏ lọc");
    }
    ward.office.get("/issues?group=khong-co").await.is(200).see("Mương tưới bị sạt").see("Trường mầm non chật");
}

#[tokio::test]
async fn the_synthesis_has_the_group_as_an_axis_that_adds_up() {
    let ward = Ward::new().await;
    let (farmers, front) = (ward.farmers().await, ward.front().await);
    let whole = ward.accepted("Cống tắc; đèn hỏng").await;
    split(&ward.office, &whole, &["Nạo vét cống", "Thay bóng đèn"]).await.is(303);
    let rent = ward.hand_in(&ward.women, "Nhà trọ đắt").await;
    ward.regroup(&rent, "workers").await.is(303);
    ward.hand_in(&farmers, "Mương tưới bị sạt").await;
    ward.hand_in(&farmers, "Thiếu giống lúa").await;
    ward.hand_in(&front, "Trường mầm non chật").await;
    ward.raised_in_the_hall("Vì sao mất nước?").await;
    let page = ward.office.get(&format!("/issues/synthesis?session={}", ward.session)).await.is(200);
    let rows = rows(&page);
    // Turns: the women's union, the farmers, the Front, the hall. Contents: the whole counts by its two.
    assert_eq!(figures(&rows, "Tất cả"), [4, 6, 7]);
    let expected = [
        ("Nông dân", [1, 2, 2]),
        ("Phụ nữ", [1, 1, 2]),
        // One organisation for two groups is a turn in each.
        ("Công nhân, người lao động", [1, 1, 1]),
        ("Nhân dân", [2, 2, 2]),
    ];
    for (group, values) in expected {
        assert_eq!(figures(&rows, group), values, "{group}");
        let (_, links) = rows.iter().find(|(label, _)| label == group).unwrap();
        for (value, href) in links {
            let behind = ward.office.get(href).await.is(200);
            assert_eq!(behind.count("tbody tr"), *value, "{group} {href}");
        }
    }
    assert!(rows.iter().all(|(label, _)| label != "Thanh niên"), "{rows:?}");
    let address = |kind: &str| format!("/issues/synthesis/{kind}?session={}", ward.session);
    let csv = ward.office.get(&address("csv")).await.is(200);
    assert!(csv.source().contains("Theo nhóm đối tượng,Phụ nữ,1,1,2"), "{}", csv.source());
    ward.office.get(&address("print")).await.is(200).see("Theo nhóm đối tượng");
    let xlsx = ward.office.get(&address("xlsx")).await.is(200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("synthesis.xlsx");
    std::fs::write(&file, &xlsx.body).unwrap();
    let sheets = peers::python("read_xlsx.py", &[&file]);
    let list = sheets["Nội dung"].as_array().unwrap();
    let column = list[0].as_array().unwrap().iter().position(|heading| heading == "s:Nhóm đối tượng").unwrap();
    let rent = list.iter().find(|row| row[1] == "s:Nhà trọ đắt").unwrap();
    assert_eq!(rent[column], "s:Công nhân, người lao động");
}

#[tokio::test]
async fn parts_twins_rows_of_sheets_and_questions_from_the_floor_have_their_group() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let road = ward.accepted("Đường tỉnh 106 ngập").await;
    ward.regroup(&road, "farmers").await.is(303);
    ward.forward(&road, &[ABOVE], "Đường tỉnh 106 ngập").await.is(303);
    let twin = province.only(&ward).await;
    assert_eq!(province.received(&ward).await[0].group, CounterpartGroup::Farmers);
    province.office.get(&twin).await.is(200).see("Nông dân").not_see("Phụ nữ");
    let whole = ward.accepted("Cống tắc; đèn hỏng").await;
    split(&ward.office, &whole, &["Nạo vét cống", "Thay bóng đèn"]).await.is(303);
    ward.raised_in_the_hall("Vì sao mất nước?").await;
    let sheet = "Nội dung;Số người\nĐề nghị cấp nước;3\n";
    let look = ward.look(sheet.as_bytes()).await.is(200);
    ward.import(&look, &[("import_mode", "submit")]).await;
    let here = groups(of_session(ward.app.read(), ward.session, &[]).await.unwrap());
    for (wording, group) in [
        ("Nạo vét cống", CounterpartGroup::Women),
        ("Thay bóng đèn", CounterpartGroup::Women),
        ("Vì sao mất nước?", CounterpartGroup::People),
        ("Đề nghị cấp nước", CounterpartGroup::Women),
    ] {
        assert_eq!(here.get(wording), Some(&group), "{wording}");
    }
}

#[tokio::test]
async fn who_is_merged_into_an_issue_is_not_told_by_its_group_who_else_came() {
    let ward = Ward::new().await;
    let farmers = ward.farmers().await;
    let main = ward.accepted("Nạo vét cống bản Cá").await;
    let same = ward.hand_in(&farmers, "Cống bản Cá tắc").await;
    ward.merge(&same, &main).await.is(303);
    farmers.get(&main).await.is(200).not_see("Nhóm đối tượng").not_see("Phụ nữ");
    farmers.get(&same).await.is(200).see("Nhóm đối tượng").see("Nông dân");
}

#[tokio::test]
async fn an_older_database_gets_the_groups_of_what_is_there() {
    let ward = Ward::new().await;
    let province = Neighbour::new(&ward, ABOVE, "2025-05-20").await;
    let (farmers, front) = (ward.farmers().await, ward.front().await);
    let youth = ward.submitter("Hoàng Văn Trẻ", "Đoàn Thanh niên").await;
    let union = ward.submitter("Vì Thị Thợ", "Công đoàn").await;
    let veterans = ward.submitter("Quàng Văn Cao", "Hội Cựu chiến binh").await;
    ward.hand_in(&farmers, "Mương tưới bị sạt").await;
    ward.hand_in(&front, "Trường mầm non chật").await;
    ward.hand_in(&youth, "Thiếu sân bóng").await;
    ward.hand_in(&union, "Nhà trọ đắt").await;
    ward.hand_in(&veterans, "Nghĩa trang xuống cấp").await;
    let road = ward.accepted("Đường ngập, cầu yếu").await;
    ward.raised_in_the_hall("Vì sao mất nước?").await;
    // Sent to the province and taken apart there: nobody handed these in there.
    ward.forward(&road, &[ABOVE], "Đường ngập, cầu yếu").await.is(303);
    let twin = province.only(&ward).await;
    province.office.fill(&province.office.get(&twin).await, &[("act", "accept")]).await.is(303);
    split(&province.office, &twin, &["Khơi thông rãnh", "Gia cố cầu"]).await.is(303);
    let here = async || groups(of_session(ward.app.read(), ward.session, &[]).await.unwrap());
    let there = async || groups(province.received(&ward).await);
    let before = (here().await, there().await);
    // The database as it was before the step.
    let other = Db::open(ward.app.database_url()).await.unwrap();
    let raw = sea_orm::Database::connect(ward.app.database_url()).await.unwrap();
    raw.execute_unprepared("ALTER TABLE issue DROP COLUMN counterpart_group").await.unwrap();
    let step = "DELETE FROM seaql_migrations WHERE version = 'm2026_11_25_05_counterpart_group'";
    assert_eq!(raw.execute_unprepared(step).await.unwrap().rows_affected(), 1);
    other.migrate().await.unwrap();
    let after = (here().await, there().await);
    for (wording, group) in [
        ("Mương tưới bị sạt", CounterpartGroup::Farmers),
        ("Trường mầm non chật", CounterpartGroup::People),
        ("Thiếu sân bóng", CounterpartGroup::Youth),
        ("Nhà trọ đắt", CounterpartGroup::Workers),
        ("Nghĩa trang xuống cấp", CounterpartGroup::Veterans),
        ("Đường ngập, cầu yếu", CounterpartGroup::Women),
        ("Vì sao mất nước?", CounterpartGroup::People),
    ] {
        assert_eq!(after.0.get(wording), Some(&group), "{wording}");
    }
    for wording in ["Đường ngập, cầu yếu", "Khơi thông rãnh", "Gia cố cầu"] {
        assert_eq!(after.1.get(wording), Some(&CounterpartGroup::Women), "{wording}");
    }
    // The step and the program say the same of every name.
    assert_eq!(after, before);
}
