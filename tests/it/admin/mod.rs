//! Administration as people click it: accounts with a first password, posts, bodies in use, the audit trail.

use doithoai::kernel::Role;
use doithoai::organisation::{BodyKind, head_on};

use crate::support::TestApp;

const UNIT: &str = "03667";

#[tokio::test]
async fn a_new_account_gets_a_password_that_is_shown_once_and_changed_at_the_first_sign_in() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let office = app.body(UNIT, BodyKind::PartyOffice).await;
    let form = admin.get("/admin/units/03667/people/new").await.is(200);
    let refused = admin.fill(&form, &[("full_name", "Lò Thị Mai"), ("login", "mai"), ("email", "mai@")]).await.is(422);
    assert_eq!(refused.error_at("email").unwrap(), "Địa chỉ thư điện tử không đúng dạng");
    assert_eq!(refused.error_at("roles").unwrap(), "Hãy chọn ít nhất một vai trò");
    let id = office.id.to_string();
    let fields = [("full_name", "Lò Thị Mai"), ("login", "mai.lo"), ("body", &id), ("roles", "office"), ("email", "")];
    let shown = admin.fill(&form, &fields).await.is(200).see("Lò Thị Mai").see("mai.lo");
    let password = shown.texts("code").remove(0);
    assert_eq!(password.len(), 14, "three groups of four: {password}");
    let person = shown.link("Đã ghi lại");
    admin.get(&person).await.is(200).see("Chưa đổi mật khẩu đầu tiên").not_see(&password);
    let mai = app.visitor();
    mai.sign_in("mai.lo", &password).await.is(303);
    assert_eq!(mai.get("/").await.is(303).location().unwrap(), "/account/password");
    // A second account of the same login is refused; a disabled one cannot sign in; a new password works.
    admin.fill(&form, &fields).await.is(422).see("đã có người dùng");
    admin.post(&format!("{person}/disable"), &[]).await.is(303);
    assert_eq!(mai.get("/").await.location().map(|to| to.starts_with("/sign-in")), Some(true));
    app.visitor().sign_in("mai.lo", &password).await.is(422);
    admin.post(&format!("{person}/enable"), &[]).await.is(303);
    let second = admin.post(&format!("{person}/password"), &[]).await.is(200).texts("code").remove(0);
    assert_ne!(second, password);
    app.visitor().sign_in("mai.lo", &second).await.is(303);
    for code in ["account.created", "account.disabled", "account.enabled", "account.password-reset"] {
        assert!(app.audit_count(Some(code)).await > 0, "{code}");
    }
}

#[tokio::test]
async fn roles_begin_and_end_and_the_last_administrator_stays() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let clerk = app.person("Cà Văn Thư", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    let path = format!("/admin/people/{}", clerk.person);
    let body = clerk.body.id.to_string();
    admin.post(&format!("{path}/roles"), &[("body", &body), ("role", "office")]).await.is(303);
    admin.post(&format!("{path}/roles"), &[("body", &body), ("role", "office")]).await.is(422).see("đã có vai trò này");
    clerk.get("/dialogues/new").await.is(200);
    let page = admin.get(&path).await.is(200);
    let forms = page.forms();
    let end = forms.iter().filter(|form| form.action.starts_with("/admin/roles/")).nth(1).unwrap();
    admin.awake().await.send_form(end, &[("last_on", "02/03/2025")]).await.is(303);
    clerk.get("/dialogues/new").await.is(404);
    let own = admin.get(&format!("/admin/people/{}", admin.person)).await.is(200).not_see("/disable");
    let end = own.forms().into_iter().find(|form| form.action.starts_with("/admin/roles/")).unwrap();
    admin.awake().await.send_form(&end, &[("last_on", "03/03/2025")]).await.is(422).see("quản trị viên cuối cùng");
}

#[tokio::test]
async fn b080_a_body_in_use_says_where_and_an_unused_one_goes() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let women = app.person("Lường Thị Hoa", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    let path = format!("/admin/bodies/{}", women.body.id);
    admin.get(&path).await.is(200).see("Vai trò của tài khoản: 1").not_see("Xóa cơ quan, tổ chức này");
    admin.post(&format!("{path}/remove"), &[]).await.is(422).see("còn 1 hồ sơ liên quan");
    let unit = admin.get("/admin/units/03667").await.is(200);
    let added = admin.fill(&unit, &[("kind", "village"), ("name", "Bản Cá"), ("head", "Trưởng bản")]).await.is(303);
    let unit = admin.follow(added).await.see("Bản Cá");
    let village = unit.link("Bản Cá");
    let page = admin.get(&village).await.is(200).see("Trưởng bản");
    admin.fill(&page, &[("name", "Bản Cá 1"), ("short_name", "Bản Cá 1")]).await.is(303);
    admin.fill(&page, &[("name", "Bản Cá 2"), ("short_name", "Bản Cá 2")]).await.is(409);
    let gone = admin.post(&format!("{village}/remove"), &[]).await.is(303);
    admin.follow(gone).await.not_see("Bản Cá");
    // An ended body is no longer offered, but stays.
    let page = admin.get(&path).await;
    admin.fill(&page, &[("valid_to", "02/03/2025"), ("name", "Hội LHPN"), ("short_name", "Hội Phụ nữ")]).await.is(303);
    admin.get("/admin/units/03667").await.see("đến 02/03/2025");
}

#[tokio::test]
async fn a_post_is_handed_over_without_gap_or_overlap() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let old = app.person("Lò Văn Cũ", UNIT, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let new = app.person("Quàng Thị Mới", UNIT, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let path = format!("/admin/bodies/{}", old.body.id);
    let page = admin.get(&path).await.is(200).see("Bí thư Đảng ủy").see("Chưa có người");
    let hold = |person: &crate::support::Person, from: &str| {
        vec![("person".to_owned(), person.person.to_string()), ("from_on".to_owned(), from.to_owned())]
    };
    for (person, from, status) in [(&old, "01/07/2024", 303), (&new, "15/02/2025", 303), (&old, "01/01/2025", 422)] {
        let fields = hold(person, from);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        admin.fill(&page, &fields).await.is(status);
    }
    let head = async |on: &str| head_on(app.read(), old.body.id, on.parse().unwrap()).await.unwrap().map(|head| head.name);
    assert_eq!(head("2024-06-30").await, None);
    assert_eq!(head("2025-02-14").await.as_deref(), Some("Lò Văn Cũ"));
    assert_eq!(head("2025-02-15").await.as_deref(), Some("Quàng Thị Mới"));
}

#[tokio::test]
async fn b072_b073_an_administrator_reaches_what_lies_below_and_nothing_beside() {
    let app = TestApp::new().await;
    let local = app.person("Quản Trị Sơn La", "14", BodyKind::PartyOffice, &[Role::Admin]).await;
    let here = app.person("Lường Thị Hoa", UNIT, "Hội Phụ nữ", &[Role::Submitter]).await;
    let there = app.person("Đỗ Thị Xa", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    local.get(&format!("/admin/people/{}", here.person)).await.is(200);
    local.get("/admin/units?q=hai+an").await.is(200).not_see("Phường Hải An");
    let denied = app.audit_count(Some("access.denied")).await;
    let addresses = [
        format!("/admin/people/{}", there.person),
        format!("/admin/bodies/{}", there.body.id),
        "/admin/units/11413".to_owned(),
        "/admin/units/11413/people".to_owned(),
    ];
    for address in &addresses {
        local.get(address).await.is(404);
    }
    local.post(&format!("/admin/people/{}/password", there.person), &[]).await.is(404);
    let body = there.body.id.to_string();
    local.post(&format!("/admin/people/{}/roles", here.person), &[("body", &body), ("role", "admin")]).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 6);
    here.get("/admin/units").await.is(404);
}

#[tokio::test]
async fn the_trail_is_filtered_and_verified_on_the_page() {
    let mut app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let local = app.person("Kiểm Toán Sơn La", "14", BodyKind::PartyOffice, &[Role::Auditor]).await;
    app.activate("11413").await;
    let all = admin.get("/audit").await.is(200).see("Đơn vị tham gia hệ thống").see("Phường Hải An");
    let filtered = admin.fill(&all, &[("code", "unit.activated"), ("unit", "14")]).await.is(200);
    assert_eq!(filtered.count("tbody tr"), 1);
    assert_eq!(admin.get("/audit?day=04/03/2025").await.is(200).count("tbody tr"), 0);
    assert!(admin.get("/audit?actor=doithoai&day=3/3/2025").await.is(200).count("tbody tr") > 0);
    let verified = admin.post("/audit/verify", &[]).await.is(200);
    verified.see("Nhật ký nguyên vẹn");
    local.get("/audit").await.is(200).see("Đơn vị tham gia hệ thống").not_see("Phường Hải An");
    local.post("/audit/verify", &[]).await.is(404);
    app.expect_damage();
    let db = sea_orm::Database::connect(app.database_url()).await.unwrap();
    use sea_orm::ConnectionTrait;
    let drop_trigger = if app.database_url().starts_with("sqlite") {
        "DROP TRIGGER audit_entry_no_update"
    } else {
        "DROP TRIGGER audit_entry_append_only ON audit_entry"
    };
    db.execute_unprepared(drop_trigger).await.unwrap();
    db.execute_unprepared("UPDATE audit_entry SET actor = 'Ai đó' WHERE seq = 2").await.unwrap();
    admin.post("/audit/verify", &[]).await.is(200).see("từ dòng 2");
}
