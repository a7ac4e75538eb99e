//! Texts of rule sets: a new version through the form, its effect looked at, published, withdrawn; what began before stays.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::duties;
use doithoai::kernel::Role;
use doithoai::law::{DateKind, RuleSet};
use doithoai::organisation::BodyKind;
use entity::outbox;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{UNIT, rule};
use crate::support::page::Form;
use crate::support::{Page, Person, TestApp, details};

/// The form of `page` with other values in some fields, and in the row of a term.
fn filled(form: &Form, fields: &[(&str, &str)], term: Option<(&str, &str, &str)>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = form.fields.clone();
    for (name, value) in fields {
        all.retain(|(known, _)| known != name);
        all.push(((*name).to_owned(), (*value).to_owned()));
    }
    if let Some((key, amount, basis)) = term {
        let row = all.iter().filter(|(name, _)| name == "term").position(|(_, value)| value == key).unwrap();
        for (name, value) in [("term_amount", amount), ("term_basis", basis)] {
            let cell = all.iter_mut().filter(|(known, _)| known == name).nth(row).unwrap();
            cell.1 = value.to_owned();
        }
    }
    all
}

async fn sent(person: &Person, form: &Form, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let without: Vec<(&str, &str)> = fields.into_iter().filter(|(name, _)| *name != "_csrf").collect();
    person.post(&form.action, &without).await
}

async fn texts(app: &TestApp, code: &str) -> Vec<RuleSet> {
    let all = duties::rule_sets(app.read()).await.unwrap();
    all.into_iter().map(|(_, set)| set).filter(|set| set.code == code).collect()
}

async fn last_day(app: &TestApp, on: &str) -> String {
    let day = duties::last_day(app.read(), UNIT, on.parse().unwrap(), DateKind::PublicNotice).await.unwrap();
    day.unwrap().to_string()
}

/// How many notices of this kind wait for delivery.
async fn told(app: &TestApp, code: &str) -> u64 {
    outbox::Entity::find().filter(outbox::Column::Key.starts_with(code)).count(app.read()).await.unwrap()
}

/// A commune with its rules, an office, and dialogues planned on 10 December 2026 and 10 March 2027.
async fn commune() -> (TestApp, Person, Person) {
    let app = TestApp::new().await;
    app.at("2026-11-02 08:00");
    let admin = app.admin("Quản Trị").await;
    let office = app.person("Hà Thị Văn", UNIT, BodyKind::PartyOffice, &[Role::Office]).await;
    duties::bind_defaults(&app.app, &app.ctx(), UNIT).await.unwrap();
    for (title, starts) in [("Đối thoại cuối năm", "2026-12-10 08:00"), ("Đối thoại quý I", "2027-03-10 08:00")] {
        app.planned(UNIT, details(title, starts)).await;
    }
    app.planned(UNIT, Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2027-02-24 08:00") }).await;
    (app, admin, office)
}

#[tokio::test]
async fn b052_a_new_version_is_written_looked_at_published_and_counts_from_its_first_day() {
    let (app, admin, office) = commune().await;
    let law = rule(&app, "law-commune-2025").await;
    let shown = admin.get(&law).await.is(200);
    let form = admin.get(&shown.link("Soạn phiên bản mới")).await.is(200).form_with(&["term", "in_force_from"]);
    // Two dialogues a year, notice ten days before, from 2027 on.
    let more = [("in_force_from", "01/01/2027"), ("min_per_year", "2"), ("min_per_year_basis", "")];
    let fields = filled(&form, &more, Some(("term-notice", "10", "Điều 43 mới")));
    let preview = sent(&admin, &form, &fields).await.is(303);
    let address = preview.location().unwrap();
    let page = admin.follow(preview).await.is(200);
    let page = page.see("2 lần mỗi năm").see("chậm nhất 10 ngày trước").see("phiên bản trước kết thúc ngày 31/12/2026");
    // The commune owes two instead of one in 2027 and has planned one; its notice moves from 3 March to 28 February.
    let rows = page.texts("#duty-changes tbody tr");
    assert_eq!(rows, ["2027 phường Đối thoại trong năm 1 1 → 2 0 → 1"]);
    let page = page.see("Phường Chiềng An");
    let moved = page.texts("#date-moves tbody tr");
    assert_eq!(
        moved,
        ["Phường Chiềng An Thứ Tư, 10/03/2027 03667-2027-01 Thông báo công khai Thứ Tư, 03/03/2027 Chủ Nhật, 28/02/2027"]
    );
    // Nothing counts yet.
    assert_eq!((texts(&app, "law-commune-2025").await.len(), last_day(&app, "2027-03-10").await.as_str()), (1, "2027-03-03"));

    let publish = page.forms().into_iter().find(|form| form.action.ends_with("/publish")).unwrap();
    let done = sent(&admin, &publish, &publish.fields).await.is(303);
    admin.follow(done).await.see("Đã công bố").see("2 lần mỗi năm").see("từ 01/01/2027");
    let versions = texts(&app, "law-commune-2025").await;
    assert_eq!(versions[0].valid_to, "2026-12-31".parse().ok());
    assert_eq!((versions[1].valid_from.to_string(), versions[1].valid_to), ("2027-01-01".to_owned(), None));
    // What stands in 2026 keeps its dates, what stands in 2027 has the new ones.
    assert_eq!(last_day(&app, "2026-12-10").await, "2026-12-03");
    assert_eq!(last_day(&app, "2027-03-10").await, "2027-02-28");
    let bound = duties::rules_in_year(app.read(), UNIT, 2027).await.unwrap();
    assert!(bound.iter().any(|set| set.code == "law-commune-2025" && set.parameters.min_per_year.as_ref().unwrap().value == 2));
    office.get("/plans?year=2027").await.is(200).see("Đối thoại: ít nhất 2 lần trong năm");
    office.get("/plans?year=2026").await.is(200).see("Đối thoại: ít nhất 1 lần trong năm");
    assert_eq!(app.audit_count(Some("rules.published")).await, 1);
    // The office is told once.
    assert_eq!(told(&app, "rules-published").await, 1);
    admin.get(&address).await.is(404);
}

/// Writes a version of the law that begins on `from` with two dialogues a year; its preview.
async fn drafted(admin: &Person, law: &str, from: &str) -> Page {
    let form = admin.get(&format!("{law}/version")).await.is(200).form_with(&["term", "in_force_from"]);
    let done = sent(admin, &form, &filled(&form, &[("in_force_from", from), ("min_per_year", "2")], None)).await.is(303);
    admin.follow(done).await.is(200)
}

async fn pressed(admin: &Person, page: &Page, act: &str) -> Page {
    let form = page.forms().into_iter().find(|form| form.action.ends_with(act)).unwrap();
    sent(admin, &form, &form.fields).await
}

#[tokio::test]
async fn b052_a_version_that_has_not_begun_is_dated_anew_or_withdrawn_and_one_that_has_stays() {
    let (app, admin, _) = commune().await;
    let law = rule(&app, "law-commune-2025").await;
    let page = drafted(&admin, &law, "01/01/2027").await;
    let next = pressed(&admin, &page, "/publish").await.is(303).location().unwrap();
    // The version in force is written anew by another version, the coming one is changed in its place.
    let form = admin.get(&format!("{next}/version")).await.is(200).see("Sửa phiên bản chưa có hiệu lực");
    let form = form.form_with(&["term", "in_force_from"]);
    let done = sent(&admin, &form, &filled(&form, &[("in_force_from", "01/04/2027")], None)).await.is(303);
    let page = admin.follow(done).await.is(200);
    // While a text is written, nothing else happens to the instrument.
    let refused = admin.post(&format!("{next}/withdraw"), &[]).await.is(422);
    assert_eq!(refused.errors(), ["Quy định này có một bản đang soạn. Hãy công bố hoặc bỏ bản đó trước"]);
    let moved = pressed(&admin, &page, "/publish").await.is(303).location().unwrap();
    let days = |sets: &[RuleSet]| sets.iter().map(|set| (set.valid_from.to_string(), set.valid_to)).collect::<Vec<_>>();
    let sets = texts(&app, "law-commune-2025").await;
    let until = "2027-03-31".parse().ok();
    assert_eq!(days(&sets), [("2025-06-16".to_owned(), until), ("2027-04-01".to_owned(), None)]);
    admin.get(&next).await.is(404);

    admin.post(&format!("{moved}/withdraw"), &[]).await.is(303);
    assert_eq!(days(&texts(&app, "law-commune-2025").await), [("2025-06-16".to_owned(), None)]);
    let bound = duties::rules_in_year(app.read(), UNIT, 2028).await.unwrap();
    assert_eq!(bound.iter().filter(|set| set.code == "law-commune-2025").count(), 1);
    assert_eq!(told(&app, "rules-withdrawn").await, 1);
    let refused = admin.post(&format!("{law}/withdraw"), &[]).await.is(422);
    assert_eq!(refused.errors(), ["Phiên bản này đã có hiệu lực, không sửa hay rút được nữa. Hãy soạn phiên bản mới"]);
    for code in ["rules.drafted", "rules.published"] {
        assert_eq!(app.audit_count(Some(code)).await, 2, "{code}");
    }
    assert_eq!(app.audit_count(Some("rules.withdrawn")).await, 1);
}

#[tokio::test]
async fn only_what_was_looked_at_is_published() {
    let (app, admin, _) = commune().await;
    let law = rule(&app, "law-commune-2025").await;
    let page = drafted(&admin, &law, "01/01/2027").await;
    // Meanwhile the commune plans its second dialogue of 2027.
    app.planned(UNIT, details("Đối thoại quý III", "2027-09-08 08:00")).await;
    let refused = pressed(&admin, &page, "/publish").await.is(422);
    assert_eq!(refused.errors(), ["Ảnh hưởng đã khác so với lúc bạn xem. Hãy xem lại rồi công bố"]);
    let edit = page.link("Sửa bản soạn");
    let form = admin.get(&edit).await.is(200).form_with(&["term", "in_force_from"]);
    sent(&admin, &form, &form.fields).await.is(303);
    sent(&admin, &form, &form.fields).await.is(409);
    pressed(&admin, &page, "/publish").await.is(409);
    // On the day itself it is too late to begin on it.
    app.at("2027-01-01 08:00");
    let late = admin.get(edit.trim_end_matches("/edit")).await.is(200);
    let late = late.see("Chưa công bố được").see("Phiên bản mới bắt đầu sớm nhất từ ngày mai");
    pressed(&admin, &late, "/discard").await.is(303);
    assert_eq!(app.audit_count(Some("rules.published")).await, 0);
    assert_eq!(app.audit_count(Some("rules.discarded")).await, 1);
}

#[tokio::test]
async fn what_is_wrong_in_the_form_is_said_at_its_field_and_nothing_is_lost() {
    let (app, admin, _) = commune().await;
    let law = rule(&app, "law-commune-2025").await;
    let form = admin.get(&format!("{law}/version")).await.is(200).form_with(&["term", "in_force_from"]);
    let wrong = [("in_force_from", "02/11/2026"), ("min_per_year", "2")];
    let early = sent(&admin, &form, &filled(&form, &wrong, None)).await.is(422);
    let words = "Phiên bản mới bắt đầu sớm nhất từ ngày mai, để không đụng đến việc đã bắt đầu";
    assert_eq!(early.error_at("in_force_from").as_deref(), Some(words));
    let more = [("min_per_year", "không"), ("trigger_voter_percent", ""), ("name", " ")];
    let page = sent(&admin, &form, &filled(&form, &more, Some(("term-notice", "bảy", "Điều 43")))).await.is(422);
    assert_eq!(
        page.errors(),
        [
            "Chưa nhập nội dung: Tên",
            "Số lần đối thoại tối thiểu: hãy nhập một số",
            "Tỷ lệ cử tri yêu cầu đối thoại (%): có căn cứ mà chưa có nội dung. Hãy nhập nội dung hoặc xóa căn cứ",
            "Dòng 1: hãy nhập số từ 1 đến 3660",
        ]
    );
    assert_eq!(page.count("#f-term_amount-1[aria-invalid=true]"), 1);
    let kept = page.form_with(&["term", "in_force_from"]).fields;
    assert!(kept.contains(&("term_amount".into(), "bảy".into())) && kept.contains(&("min_per_year".into(), "không".into())));
    assert_eq!(texts(&app, "law-commune-2025").await.len(), 1);
}

#[tokio::test]
async fn a_wholly_new_set_has_code_and_levels_and_binds_whom_it_is_given_to() {
    let (app, admin, _) = commune().await;
    let form = admin.get("/admin/rules/new").await.is(200).form_with(&["code", "term"]);
    let text = [
        ("code", "chieng-an-2026"),
        ("levels", "commune"),
        ("name", "Quy chế đối thoại của phường"),
        ("legal_basis", "Quy chế số 01-QC/ĐU"),
        ("in_force_from", "01/01/2026"),
        ("min_per_year", "4"),
    ];
    let done = sent(&admin, &form, &filled(&form, &text, Some(("term-invitation", "5", "")))).await.is(303);
    let page = admin.follow(done).await.is(200).see("Quy định mới chưa áp dụng cho đơn vị nào").see("4 lần mỗi năm");
    let set = pressed(&admin, &page, "/publish").await.is(303).location().unwrap();
    let shown = admin.get(&set).await.is(200).see("chậm nhất 5 ngày trước").see("Quy chế số 01-QC/ĐU");
    admin.fill(&shown, &[("unit", UNIT), ("from_on", "01/01/2026")]).await.is(303);
    let again = sent(&admin, &form, &filled(&form, &text, None)).await.is(422);
    assert_eq!(again.error_at("code").as_deref(), Some("Mã này đã có. Hãy mở quy định đó và soạn phiên bản mới"));
    // Started again, the program brings no other text of a code that is known.
    let count = duties::rule_sets(app.read()).await.unwrap().len();
    duties::ensure_rule_sets(&app.app, &app.ctx()).await.unwrap();
    assert_eq!(duties::rule_sets(app.read()).await.unwrap().len(), count);
}

#[tokio::test]
async fn texts_are_written_by_the_administrator_of_the_whole_installation_alone() {
    let (app, admin, _) = commune().await;
    let local = app.person("Quản Trị Tỉnh", "14", BodyKind::PartyOffice, &[Role::Admin]).await;
    let law = rule(&app, "law-commune-2025").await;
    let draft = drafted(&admin, &law, "01/01/2027").await.asked.replace("GET ", "");
    local.get(&law).await.is(200).not_see("Soạn phiên bản mới");
    local.get("/admin/rules").await.is(200).not_see("Đang soạn");
    let denied = app.audit_count(Some("access.denied")).await;
    for path in ["/admin/rules/new".to_owned(), format!("{law}/version"), draft.clone(), format!("{draft}/edit")] {
        local.get(&path).await.is(404);
    }
    for path in [format!("{draft}/publish"), format!("{draft}/discard"), format!("{law}/withdraw"), format!("{law}/version")] {
        local.post(&path, &[("version", "1")]).await.is(404);
    }
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 8);
    admin.get("/admin/rules").await.is(200).see("Đang soạn");
}

/// Bound on 1 July and released on 30 September 2026: three whole months of reception, no dialogue of the year.
#[tokio::test]
async fn b052_the_dates_of_a_binding_narrow_every_kind_of_duty() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    let admin = app.admin("Quản Trị").await;
    app.activate(UNIT).await;
    let owed = async |year| {
        let sets = duties::rules_in_year(app.read(), UNIT, year).await.unwrap();
        let sets: Vec<&RuleSet> = sets.iter().collect();
        let duties = doithoai::law::duties(&sets, doithoai::law::Level::Commune, year);
        let calendar = doithoai::law::WorkingCalendar::builtin();
        let book = doithoai::law::ledger(&duties, year, &[], &[], app.ctx().today(), &calendar);
        book.iter().map(|line| (line.duty.rule_set.clone(), line.periods.len(), line.due)).collect::<Vec<_>>()
    };
    for code in ["law-commune-2025", "qd11-commune", "reception-commune-2013"] {
        let path = rule(&app, code).await;
        let page = admin.get(&path).await.is(200);
        admin.fill(&page, &[("unit", UNIT), ("from_on", "15/04/2026"), ("to_on", "30/09/2026")]).await.is(303);
    }
    // Months: May to September. Weeks: from Monday 20 April to the week that ends on Sunday 28 June, ten, when the law ends.
    assert_eq!(owed(2026).await, [("qd11-commune".to_owned(), 5, 10), ("reception-commune-2013".to_owned(), 10, 10)]);
    // Bound again from October on: the year ends with a text, so its dialogue is owed; the month of October is whole.
    let path = rule(&app, "law-commune-2025").await;
    admin.post(&format!("{path}/bind"), &[("unit", UNIT), ("from_on", "01/10/2026")]).await.is(303);
    let path = rule(&app, "qd11-commune").await;
    admin.post(&format!("{path}/bind"), &[("unit", UNIT), ("from_on", "20/10/2026")]).await.is(303);
    let now = owed(2026).await;
    assert_eq!(now[0], ("law-commune-2025".to_owned(), 1, 1));
    // October is not whole under the second binding: May to September, then November and December.
    assert_eq!(now[1..3], [("qd11-commune".to_owned(), 5, 10), ("qd11-commune".to_owned(), 2, 4)]);
}
