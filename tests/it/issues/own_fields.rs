//! Lists of fields that units keep: each its own in forms, desk and synthesis, the common upper level in reports upward.

use doithoai::i18n::Locale;
use doithoai::issues::StateWord;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::reports::{PeriodKey, first_text};
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::sheets::as_read;
use super::{Ward, press};
use crate::support::{Page, Person, TestApp, details};

const BESIDE: &str = "03670";
const PROVINCE: &str = "14";

/// `keeper` adds a field; its code.
async fn add(keeper: &Person, unit: &str, name: &str, parent: &str, top: &str) -> String {
    let page = keeper.get(&format!("/issues/fields?unit={unit}")).await.is(200);
    let form = page.form_with(&["field_name_vi", "field_top"]);
    let fields = [("field_name_vi", name), ("field_parent", parent), ("field_top", top)];
    let page = keeper.awake().await.send_form(&form, &fields).await.is(303);
    let page = keeper.follow(page).await.is(200);
    page.link(name).rsplit('/').next().unwrap().to_owned()
}

/// The version that the form with these fields carries.
fn version(page: &Page, names: &[&str]) -> String {
    let form = page.form_with(names);
    form.fields.into_iter().find(|(name, _)| name == "version").unwrap().1
}

/// `keeper` presses a button of the list as a whole.
async fn whole(keeper: &Person, unit: &str, act: &str) -> Page {
    let page = keeper.get(&format!("/issues/fields?unit={unit}")).await.is(200);
    let version = version(&page, &["version"]);
    keeper.post(&format!("/issues/fields/list?unit={unit}"), &[("version", &version), ("act", act)]).await
}

/// `keeper` presses a button beside one field.
async fn act(keeper: &Person, code: &str, act: &str) -> Page {
    let page = keeper.get(&format!("/issues/fields/{code}")).await.is(200);
    let version = version(&page, &["field_name_vi"]);
    keeper.post(&format!("/issues/fields/{code}/act"), &[("version", &version), ("act", act)]).await
}

/// What the select `name` of a page offers.
fn offered(page: &Page, name: &str) -> Vec<String> {
    page.texts(&format!("select[name={name}] option")).into_iter().filter(|text| !text.is_empty()).collect()
}

impl Ward {
    /// The ward's own list, in use: works (counts for transport), below it power (counts for power), and grounds (land).
    async fn with_list(&self) -> [String; 3] {
        let works = add(&self.office, "03667", "Hạ tầng của phường", "", "transport").await;
        let power = add(&self.office, "03667", "Đèn đường, điện", &works, "power").await;
        let grounds = add(&self.office, "03667", "Nhà, đất", "", "land").await;
        whole(&self.office, "03667", "use").await.is(303);
        [works, power, grounds]
    }

    async fn classify(&self, issue: &str, field: &str) -> Page {
        let form = self.office.get(&format!("{issue}/classify")).await.is(200);
        self.office.fill(&form, &[("issue_field", field), ("competence", "commune")]).await
    }

    async fn field_of(&self, issue: &str) -> Option<String> {
        self.issue(issue).await.content.field
    }

    /// Handed in by the women, accepted, classified.
    async fn sorted(&self, wording: &str, field: &str) -> String {
        let issue = self.accepted(wording).await;
        self.classify(&issue, field).await.is(303);
        issue
    }
}

/// How many issues a report counts for a field, by the list behind the figure; 0 where it has no such figure.
async fn counted(app: &TestApp, reader: &Person, unit: &str, field: &str) -> usize {
    let all = doithoai::reports::of_unit(app.read(), unit).await.unwrap();
    let address = format!("/reports/{}/figures/field.{field}", all[0].id);
    let page = reader.get(&address).await;
    if page.status == 404 { 0 } else { page.is(200).count("main tbody tr") }
}

#[tokio::test]
async fn two_units_sort_by_lists_of_their_own_and_reports_by_the_common_level() {
    let ward = Ward::new().await;
    let [works, power, grounds] = ward.with_list().await;
    ward.app.activate(BESIDE).await;
    let beside = ward.app.person("Lò Thị Bên", BESIDE, BodyKind::PartyOffice, &[Role::Office]).await;
    let farmers = ward.app.person("Cà Thị Bên", BESIDE, "Hội Nông dân", &[Role::Submitter]).await;
    let streets = add(&beside, BESIDE, "Đường phố", "", "transport").await;
    add(&beside, BESIDE, "Việc khác của phường", "", "other").await;
    whole(&beside, BESIDE, "use").await.is(303);
    let there = ward.app.announced(BESIDE, details("Đối thoại bên cạnh", "2025-05-20 08:00")).await;
    let bodies = doithoai::issues::actions::calls::submitting_bodies(&ward.app.app, &ward.app.ctx(), BESIDE).await.unwrap();
    let input = doithoai::issues::actions::calls::CallInput {
        opens_on: "2025-03-01".parse().unwrap(),
        closes_on: "2025-05-05".parse().unwrap(),
        guidance: String::new(),
        addressees: bodies.iter().map(|body| body.id).collect(),
    };
    doithoai::issues::actions::calls::save(&ward.app.app, &ward.app.ctx(), there, 0, input, true).await.unwrap();

    // Each form offers the list of its unit.
    let form = ward.women.get(&format!("/issues/new?session={}&kind=proposal", ward.session)).await.is(200);
    assert_eq!(offered(&form, "issue_field")[1..], ["Hạ tầng của phường", "– Đèn đường, điện", "Nhà, đất"]);
    ward.women.fill(&form, &[("issue_wording", "Sai"), ("issue_field", &streets), ("act", "submit")]).await.is(422);
    ward.women.fill(&form, &[("issue_wording", "Sai"), ("issue_field", "land"), ("act", "submit")]).await.is(422);
    let form = farmers.get(&format!("/issues/new?session={there}&kind=proposal")).await.is(200);
    assert_eq!(offered(&form, "issue_field")[1..], ["Đường phố", "Việc khác của phường"]);
    let typed = [("issue_wording", "Đường phố ngập"), ("issue_field", streets.as_str()), ("act", "submit")];
    let theirs = farmers.fill(&form, &typed).await.is(303).location().unwrap();
    beside.fill(&beside.get(&theirs).await, &[("act", "accept")]).await.is(303);
    ward.sorted("Đường vào bản hỏng", &works).await;
    ward.sorted("Đèn đường tắt", &power).await;
    let lit = ward.sorted("Đèn đường tắt lần hai", &power).await;
    ward.sorted("Đất chưa có sổ", &grounds).await;

    // The synthesis of each names its own fields; the upper row has those below it.
    let own = ward.office.get(&format!("/issues/synthesis?session={}", ward.session)).await.is(200);
    let rows = own.texts("tbody tr");
    for row in ["Hạ tầng của phường 1 3 3", "– Đèn đường, điện 1 2 2", "Nhà, đất 1 1 1"] {
        assert!(rows.iter().any(|one| one == row), "{row} is not in {rows:?}");
    }
    own.not_see("Đường phố").not_see("Giao thông, hạ tầng");
    let other = beside.get(&format!("/issues/synthesis?session={there}")).await.is(200);
    other.see("Đường phố").not_see("Hạ tầng của phường");

    // Lists are narrowed by the own field and by the common one; the list says which is which.
    let list = ward.office.get(&format!("/issues?field={works}")).await.is(200);
    assert_eq!(list.count("main tbody tr"), 3);
    let list = ward.office.get("/issues?field=power").await.is(200).see("Nhóm báo cáo chung: Đất đai");
    assert_eq!(list.count("main tbody tr"), 2);
    let found = ward.office.get("/search?q=duong&field=power").await.is(200);
    found.see("lần hai").not_see("vào bản hỏng");

    // Reports go upward: by the common level, and each figure opens its list.
    ward.app.at("2026-01-05 09:00");
    let text = || first_text(Locale::Vi);
    for unit in ["03667", BESIDE] {
        doithoai::reports::begin(&ward.app.app, &ward.app.ctx(), unit, PeriodKey::YEAR, 2025, text()).await.unwrap();
    }
    let app = &ward.app;
    let mine = [
        counted(app, &ward.office, "03667", "transport").await,
        counted(app, &ward.office, "03667", "power").await,
        counted(app, &ward.office, "03667", "land").await,
    ];
    assert_eq!(mine, [1, 2, 1], "what stands below counts for what it says itself");
    assert_eq!(counted(app, &ward.office, "03667", &works).await, 0, "no field of its own goes upward");
    assert_eq!(counted(app, &beside, BESIDE, "transport").await, 1);

    // The unit above adds both up by the common level once they were sent.
    let superior = app.person("Cầm Thị Chi", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    for (unit, office) in [("03667", &ward.office), (BESIDE, &beside)] {
        let name = format!("Lường Văn Ký {unit}");
        let leader = app.person(&name, unit, BodyKind::PartyCommittee, &[Role::Leader]).await;
        let reports = doithoai::reports::of_unit(app.read(), unit).await.unwrap();
        let report = format!("/reports/{}", reports[0].id);
        press(office, &office.get(&report).await, &format!("{report}/present")).await.is(303);
        press(&leader, &leader.get(&format!("{report}/sign")).await, &format!("{report}/sign")).await.is(303);
        press(office, &office.get(&format!("{report}/send")).await, &format!("{report}/send")).await.is(303);
        press(&superior, &superior.get(&format!("{report}/accept")).await, &format!("{report}/accept")).await.is(303);
    }
    let sum = superior.get("/reports/below/figures/field.transport?year=2025").await.is(200);
    assert!(sum.h1().ends_with(": 2"), "{}", sum.h1());

    // A later mapping changes nothing of what was signed.
    let page = ward.office.get(&format!("/issues/fields/{power}")).await.is(200);
    ward.office.fill(&page, &[("field_top", "security")]).await.is(303);
    assert_eq!(ward.field_of(&lit).await.as_deref(), Some(power.as_str()));
    let sum = superior.get("/reports/below/figures/field.power?year=2025").await.is(200);
    assert!(sum.h1().ends_with(": 2"), "{}", sum.h1());
}

#[tokio::test]
async fn a_closed_field_stays_readable_and_is_not_offered() {
    let ward = Ward::new().await;
    let [works, power, grounds] = ward.with_list().await;
    let issue = ward.sorted("Đèn đường tắt", &power).await;
    let other = ward.accepted("Đường vào bản hỏng").await;
    act(&ward.office, &power, "close").await.is(303);
    ward.office.get(&issue).await.is(200).see("Đèn đường, điện");
    ward.office.get(&format!("/issues/synthesis?session={}", ward.session)).await.see("Đèn đường, điện");
    // It may stay where it is and come nowhere else.
    let form = ward.office.get(&format!("{issue}/classify")).await.is(200);
    assert_eq!(offered(&form, "issue_field").last().unwrap(), "– Đèn đường, điện (không dùng nữa)");
    ward.office.fill(&form, &[("competence", "province")]).await.is(303);
    assert_eq!(ward.field_of(&issue).await, Some(power.clone()));
    let form = ward.office.get(&format!("{other}/classify")).await.is(200);
    assert!(!offered(&form, "issue_field").iter().any(|name| name.contains("Đèn")));
    ward.classify(&other, &power).await.is(422).error_at("issue_field").unwrap();
    let pick = format!("{}.{}", other.trim_start_matches("/issues/"), ward.issue(&other).await.version);
    let fields = [("pick", pick.as_str()), ("act", "field"), ("issue_field", power.as_str())];
    ward.office.post("/issues/triage?state=all", &fields).await.is(422);
    assert_eq!(ward.field_of(&other).await, None);
    // It is still looked for.
    let list = ward.office.get(&format!("/issues?field={power}")).await.is(200);
    assert_eq!(list.count("main tbody tr"), 1);
    // With its upper field all below is closed; the last one cannot go while the list is in use.
    act(&ward.office, &works, "close").await.is(303);
    act(&ward.office, &power, "reopen").await.is(303);
    let form = ward.women.get(&format!("/issues/new?session={}&kind=proposal", ward.session)).await.is(200);
    assert_eq!(offered(&form, "issue_field")[1..], ["Nhà, đất"]);
    act(&ward.office, &grounds, "close").await.is(422).see("ít nhất một lĩnh vực cấp một");
    act(&ward.office, &works, "reopen").await.is(303);
    let form = ward.women.get(&format!("/issues/new?session={}&kind=proposal", ward.session)).await.is(200);
    assert_eq!(offered(&form, "issue_field").len(), 4);
}

#[tokio::test]
async fn what_is_used_is_not_removed_and_the_refusal_says_where() {
    let ward = Ward::new().await;
    let [works, power, grounds] = ward.with_list().await;
    let issue = ward.sorted("Đèn đường tắt", &power).await;
    ward.decide(&issue, "select").await.is(303);
    doithoai::minutes::actions::agenda::build(&ward.app.app, &ward.app.ctx(), ward.session).await.unwrap();
    let page = ward.office.get(&format!("/issues/fields/{power}")).await.is(200);
    let page = page.see("1 ý kiến").see("1 mục trong chương trình đối thoại");
    assert!(!page.source().contains("value=\"remove\""), "the button is not offered");
    let refused = act(&ward.office, &power, "remove").await.is(422);
    assert_eq!(
        refused.errors(),
        [
            "Không xóa được vì lĩnh vực đang được dùng: 1 ý kiến, 1 mục chương trình, 0 lĩnh vực cấp hai. Có thể thôi dùng lĩnh vực này"
        ]
    );
    let refused = act(&ward.office, &works, "remove").await.is(422);
    assert!(refused.errors()[0].contains("0 ý kiến, 0 mục chương trình, 1 lĩnh vực cấp hai"), "{:?}", refused.errors());
    act(&ward.office, &grounds, "remove").await.is(303);
    ward.office.get(&format!("/issues/fields/{grounds}")).await.is(404);
    assert_eq!(ward.app.audit_count(Some("field.removed")).await, 1);
    // A number that was given is not given again: an old record means the old field.
    let anew = add(&ward.office, "03667", "Nhà, đất", "", "land").await;
    assert_ne!(anew, grounds);
    ward.office.get("/issues/fields/land").await.is(404);
}

#[tokio::test]
async fn another_mapping_moves_the_figures_of_a_report_that_is_being_written_and_stands_in_the_trail() {
    let ward = Ward::new().await;
    let [_, power, _] = ward.with_list().await;
    ward.sorted("Đèn đường tắt", &power).await;
    ward.app.at("2026-01-05 09:00");
    let text = first_text(Locale::Vi);
    doithoai::reports::begin(&ward.app.app, &ward.app.ctx(), "03667", PeriodKey::YEAR, 2025, text).await.unwrap();
    let both = async || {
        let of = async |field| counted(&ward.app, &ward.office, "03667", field).await;
        (of("power").await, of("security").await)
    };
    assert_eq!(both().await, (1, 0));
    let page = ward.office.get(&format!("/issues/fields/{power}")).await.is(200);
    let stale = page.form_with(&["field_top"]);
    ward.office.fill(&page, &[("field_name_vi", "Đèn và trật tự"), ("field_top", "security")]).await.is(303);
    assert_eq!(both().await, (0, 1));
    let entries = audit_entry::Entity::find().filter(audit_entry::Column::Code.eq("field.changed")).all(ward.app.read()).await;
    let facts: serde_json::Value = serde_json::from_str(&entries.unwrap()[0].facts).unwrap();
    assert_eq!((facts["before"]["common"].as_str(), facts["after"]["common"].as_str()), (Some("power"), Some("security")));
    let names = (facts["before"]["name"].as_str(), facts["after"]["name"].as_str());
    assert_eq!(names, (Some("Đèn đường, điện"), Some("Đèn và trật tự")));
    // Somebody who looked at the old list changes nothing.
    ward.office.awake().await.send_form(&stale, &[("field_top", "land")]).await.is(409);
    let page = ward.office.get(&format!("/issues/fields/{power}")).await.is(200);
    ward.office.fill(&page, &[("field_name_vi", "nha, dat")]).await.is(422).see("Danh mục đã có lĩnh vực tên Nhà, đất");
    ward.office.fill(&page, &[("field_top", "land-dispute")]).await.is(422);
}

#[tokio::test]
async fn a_twin_arrives_under_the_receivers_name_for_it() {
    let ward = Ward::new().await;
    let [works, power, grounds] = ward.with_list().await;
    let mut offices = Vec::new();
    for (unit, name) in [(PROVINCE, "Văn Phòng Trên"), (BESIDE, "Văn Phòng Bên")] {
        ward.app.activate(unit).await;
        let office = ward.app.person(name, unit, BodyKind::PartyOffice, &[Role::Office]).await;
        ward.app.announced(unit, details("Đối thoại nơi nhận", "2025-05-20 08:00")).await;
        offices.push(office);
    }
    let streets = add(&offices[1], BESIDE, "Đường và đèn", "", "power").await;
    for name in ["Đất ở", "Đất ruộng"] {
        add(&offices[1], BESIDE, name, "", "land").await;
    }
    whole(&offices[1], BESIDE, "use").await.is(303);
    let send = async |issue: &str| {
        let found = ward.issue(issue).await;
        let (version, wording) = (found.version.to_string(), found.content.wording);
        let fields = [
            ("version", version.as_str()),
            ("forward_wording", wording.as_str()),
            ("forward_to", PROVINCE),
            ("forward_to", BESIDE),
        ];
        ward.office.post(&format!("{issue}/forward"), &fields).await.is(303);
        let id = ward.issue(issue).await.id.0;
        let twins = entity::issue::Entity::find().filter(entity::issue::Column::ForwardedFrom.eq(id)).all(ward.app.read()).await;
        let mut fields: Vec<_> = twins.unwrap().into_iter().map(|twin| (twin.unit_code, twin.field_code)).collect();
        fields.sort();
        fields.into_iter().map(|(_, field)| field.unwrap_or_default()).collect::<Vec<_>>()
    };
    let lamp = ward.sorted("Đèn đường tắt", &power).await;
    assert_eq!(send(&lamp).await, [streets.as_str(), "power"], "beside by its own name, above by the common one");
    let ground = ward.sorted("Đất chưa có sổ", &grounds).await;
    assert_eq!(send(&ground).await, ["land", "land"], "two fields of the receiver's could be meant");
    let road = ward.sorted("Đường hỏng", &works).await;
    assert_eq!(send(&road).await, ["transport", "transport"]);
    assert_eq!(ward.field_of(&road).await, Some(works), "the origin keeps its own");
}

#[tokio::test]
async fn a_list_goes_for_the_units_below_until_they_have_their_own() {
    let ward = Ward::new().await;
    ward.app.activate(PROVINCE).await;
    let above = ward.app.person("Văn Phòng Tỉnh", PROVINCE, BodyKind::PartyOffice, &[Role::Office]).await;
    let old = ward.sorted("Đất chưa có sổ", "land-certificate").await;
    whole(&above, PROVINCE, "use").await.is(422).see("chưa có lĩnh vực nào");
    add(&above, PROVINCE, "Nhóm của tỉnh", "", "land").await;
    let form = async || ward.women.get(&format!("/issues/new?session={}&kind=proposal", ward.session)).await.is(200);
    assert!(offered(&form().await, "issue_field").len() > 50, "not in use yet");
    whole(&above, PROVINCE, "use").await.is(303);
    assert_eq!(offered(&form().await, "issue_field")[1..], ["Nhóm của tỉnh"]);
    ward.office.get("/issues/fields").await.is(200).see("đang dùng danh mục của tỉnh Sơn La");
    // What was sorted before keeps its field and is told beside the new ones.
    ward.office.get(&old).await.see("Cấp giấy chứng nhận quyền sử dụng đất");
    ward.office.get(&format!("/issues/synthesis?session={}", ward.session)).await.see("Đất đai");
    // The ward begins with a copy of the common list: 19 upper fields and those below, each for its own.
    whole(&ward.office, "03667", "copy").await.is(303);
    let page = ward.office.get("/issues/fields").await.is(200);
    assert_eq!(page.count("main tbody tr"), 53);
    whole(&ward.office, "03667", "copy").await.is(422).see("Danh mục đã có lĩnh vực");
    whole(&ward.office, "03667", "use").await.is(303);
    let names = offered(&form().await, "issue_field");
    assert_eq!((names.len(), names[1].as_str(), names[2].as_str()), (54, "Đất đai", "– Cấp giấy chứng nhận quyền sử dụng đất"));
    // The second changes places with the first, without JavaScript.
    let second = page.texts("main tbody td a")[3].clone();
    assert_eq!(second, "Bồi thường, tái định cư");
    let code = page.link(&second).rsplit('/').next().unwrap().to_owned();
    act(&ward.office, &code, "up").await.is(303);
    assert_eq!(offered(&form().await, "issue_field")[1], "Bồi thường, tái định cư");
    act(&ward.office, &code, "up").await.is(303);
    assert_eq!(ward.app.audit_count(Some("field.moved")).await, 1, "it stands first already");
    whole(&ward.office, "03667", "leave").await.is(303);
    assert_eq!(offered(&form().await, "issue_field")[1..], ["Nhóm của tỉnh"]);
}

#[tokio::test]
async fn sheets_and_proposals_speak_the_units_own_list() {
    let ward = Ward::new().await;
    for wording in ["Đèn đường tổ 3 tắt", "Đèn đường tổ 4 tắt nhiều đêm", "Đèn đường tổ 5 bị tắt"]
    {
        ward.sorted(wording, "power-supply").await;
    }
    let [_, power, _] = ward.with_list().await;
    let book = ward.women.get("/issues/import/template").await.is(200);
    let sheets = as_read(&book.body);
    let fields: Vec<&str> = sheets[2]["rows"].as_array().unwrap().iter().skip(1).filter_map(|row| row[1].as_str()).collect();
    assert_eq!(fields, ["Hạ tầng của phường", "Đèn đường, điện", "Nhà, đất"]);
    let looked = async |field: &str| ward.look(format!("Nội dung;Lĩnh vực\r\nĐèn ngõ 7 tắt;\"{field}\"\r\n").as_bytes()).await;
    looked("Den duong, dien").await.is(200).see("1 dòng nhập được");
    looked("Cấp điện, an toàn điện").await.is(200).see("0 dòng nhập được");
    // What was closed after the look is given back, not written.
    let page = looked("Đèn đường, điện").await.is(200);
    act(&ward.office, &power, "close").await.is(303);
    ward.import(&page, &[("import_mode", "submit")]).await.see("Đèn ngõ 7 tắt");
    let all = doithoai::issues::of_session(ward.app.read(), ward.session, &[StateWord::Submitted]).await.unwrap();
    assert!(all.is_empty(), "{all:?}");
    // Three decisions by the common list speak for the only own upper field that counts for the same: none does for power.
    let new = ward.hand_in(&ward.women, "Đèn đường tổ 9 tắt").await;
    let id = new.trim_start_matches("/issues/").to_owned();
    let desk = async || ward.office.get(&format!("/issues/triage?at={id}")).await.is(200);
    assert!(!desk().await.source().contains("propose-field"));
    let lamps = add(&ward.office, "03667", "Chiếu sáng", "", "power").await;
    assert!(desk().await.see("Chiếu sáng").source().contains("propose-field"));
    let pick = format!("{id}.{}", ward.issue(&new).await.version);
    let fields = [("pick", pick.as_str()), ("act", "propose-field"), ("proposed_field", lamps.as_str())];
    ward.office.post("/issues/triage", &fields).await.is(303);
    assert_eq!(ward.field_of(&new).await, Some(lamps));
}

#[tokio::test]
async fn a_list_is_kept_by_its_office_and_the_administrator_alone() {
    let ward = Ward::new().await;
    let [works, ..] = ward.with_list().await;
    ward.app.activate(BESIDE).await;
    let beside = ward.app.person("Lò Thị Bên", BESIDE, BodyKind::PartyOffice, &[Role::Office]).await;
    let admin = ward.app.admin("Quản Trị").await;
    for stranger in [&beside, &ward.women] {
        stranger.get("/issues/fields?unit=03667").await.is(404);
        stranger.get(&format!("/issues/fields/{works}")).await.is(404);
        stranger.post(&format!("/issues/fields/{works}/act"), &[("version", "4"), ("act", "close")]).await.is(404);
    }
    admin.get("/admin/units/03667").await.is(200).see("Danh mục lĩnh vực");
    admin.get("/issues/fields").await.is(200);
    add(&admin, "03667", "Thêm", "", "other").await;
    // Somebody else's upper field is none of this list.
    let theirs = add(&beside, BESIDE, "Của họ", "", "land").await;
    let page = ward.office.get("/issues/fields").await.is(200).not_see("Của họ");
    let form = page.form_with(&["field_name_vi", "field_top"]);
    let fields = [("field_name_vi", "Sai"), ("field_parent", theirs.as_str()), ("field_top", "land")];
    ward.office.awake().await.send_form(&form, &fields).await.is(422);
    ward.office.awake().await.send_form(&form, &[("field_name_vi", ""), ("field_top", "")]).await.is(422);
}
