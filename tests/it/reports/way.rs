//! The way of a report: written by the office, signed by the leader, frozen, sent, returned, accepted, added up.

use doithoai::kernel::Role;
use doithoai::organisation::actions::admin::bodies::hold;
use doithoai::organisation::{BodyKind, PostKind, StatedAbsence, posts, state_absence};

use super::year::{self, OTHER_WARD, PROVINCE, WARD};
use crate::support::{Page, Person, TestApp};

/// The value that the page of a report shows beside a figure's name.
fn value(page: &Page, name: &str) -> String {
    let html = page.html();
    let rows = html.select("main tr");
    let row = rows.into_iter().find(|row| row.select("th").iter().any(|head| head.visible().starts_with(name)));
    let row = row.unwrap_or_else(|| panic!("no figure {name:?} in {}", page.text()));
    row.select("td").first().map(|cell| cell.visible()).unwrap_or_default()
}

/// Sends the form of the page that leads to `action`, as it stands.
async fn press(person: &Person, page: &Page, action: &str) -> Page {
    let form = page.forms().into_iter().find(|form| form.action == action);
    let form = form.unwrap_or_else(|| panic!("no form leads to {action}"));
    person.awake().await.send_form(&form, &[]).await
}

/// Whether what stands above the heading begins with a capital.
fn begins_large(page: &Page) -> bool {
    let captions = page.texts("p.govuk-caption-l");
    !captions.is_empty() && captions.iter().all(|text| text.starts_with(char::is_uppercase))
}

#[tokio::test]
async fn b110_a_report_goes_up_comes_back_and_stays_as_it_was_signed() {
    let app = TestApp::new().await;
    year::lived(&app).await;
    let office = app.person("Hà Thị An", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let leader = app.person("Lường Văn Bình", WARD, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let province = app.person("Cầm Thị Chi", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;

    // The office begins.
    let page = office.get("/reports/new?year=2025").await.is(200);
    let page = office.fill(&page, &[("period", "year/2025")]).await.is(303);
    let report = page.location().unwrap();
    let page = office.follow(page).await.is(200);
    assert_eq!(page.h1(), "Báo cáo năm 2025 Đang soạn");
    // By hand, from the year told in `year`.
    for (name, expected) in [
        ("Hội nghị theo kế hoạch và đột xuất", "2"),
        ("Hội nghị đã tổ chức", "1"),
        ("Hội nghị bị hủy", "1"),
        ("Tỷ lệ tổ chức hội nghị", "50%"),
        ("Lượt người dân tham dự", "63"),
        ("Lượt người phát biểu", "4"),
        ("Nội dung nêu tại hội nghị", "7"),
        ("Ý kiến tiếp nhận", "5"),
        ("Ý kiến nêu tại hội nghị", "5"),
        ("Thuộc thẩm quyền đơn vị", "4"),
        ("Vượt thẩm quyền, đã chuyển", "1"),
        ("Đã trả lời", "3"),
        ("Tỷ lệ trả lời", "75%"),
        ("Đã giải quyết xong", "1"),
        ("Giải trình, cung cấp thông tin", "2"),
        ("Đang giải quyết", "1"),
        ("Tỷ lệ giải quyết", "25%"),
        ("Cam kết trong kỳ", "1"),
        ("Mặt trận Tổ quốc đã xác nhận", "1"),
    ] {
        assert_eq!(value(&page, name), expected, "{name}");
    }
    page.see("Trong kỳ đã tổ chức 1 hội nghị đối thoại trên 2 hội nghị theo kế hoạch");

    // The text names figures; a name that is none is refused beside its field and the text is kept.
    let page = office.get(&format!("{report}/edit")).await.see("[Hội nghị đã tổ chức]");
    let refused = office.fill(&page, &[("direction", "Đạt [tỷ lệ lạ]")]).await.is(422);
    assert_eq!(refused.error_at("direction").unwrap(), "Phương hướng, nhiệm vụ: không có chỉ tiêu nào tên là “tỷ lệ lạ”");
    let page = office.fill(&refused, &[("direction", "Giải quyết nốt [Đang giải quyết] nội dung.")]).await.is(303);
    let page = office.follow(page).await.see("Giải quyết nốt 1 nội dung.");

    // Nobody outside knows a draft.
    province.get(&report).await.is(404);
    let page = office.follow(press(&office, &page, &format!("{report}/present")).await).await;
    assert_eq!(page.flash().as_deref(), Some("Đã trình lãnh đạo ký."));
    leader.get(&report).await.is(200).see("Đang trình ký");
    let page = leader.get(&format!("{report}/sign")).await.is(200);
    let page = leader.follow(press(&leader, &page, &format!("{report}/sign")).await).await;
    page.see("Lường Văn Bình ký lúc").see("Nội dung và số liệu còn nguyên như khi ký.");

    // A session that had been forgotten is entered: the signed figure stays, the change is shown.
    year::forgotten_session(&app, "2026-01-12 09:00").await;
    let page = office.get(&report).await.is(200);
    assert_eq!(value(&page, "Hội nghị bị hủy"), "1");
    let held: Vec<String> = page.texts("main tr").into_iter().filter(|row| row.starts_with("Hội nghị đã tổ chức")).collect();
    assert_eq!(held, ["Hội nghị đã tổ chức 1 2", "Hội nghị đã tổ chức 1"], "signed 1, now 2; the table keeps 1");
    page.see("Đã thay đổi sau khi ký").see("Nội dung và số liệu còn nguyên như khi ký.");

    // Up, a remark on one figure, back.
    let page = office.get(&format!("{report}/send")).await.is(200);
    office.follow(press(&office, &page, &format!("{report}/send")).await).await.see("Đã gửi, chờ xem xét");
    let page = province.get(&format!("{report}/remarks?figure=resolved-rate")).await.is(200);
    let page = province.fill(&page, &[("remark", "Kiểm tra lại mẫu số.")]).await.is(303);
    province.follow(page).await.see("Kiểm tra lại mẫu số.");
    let page = province.get(&format!("{report}/return")).await.is(200);
    let refused = province.fill(&page, &[("remark", " ")]).await.is(422);
    let page = province.fill(&refused, &[("remark", "Thiếu một hội nghị.")]).await.is(303);
    province.follow(page).await.see("Bị trả lại");

    // The office sees the remarks and live figures again; signed anew, sent, accepted.
    let page = office.get(&report).await.see("Thiếu một hội nghị.").see("Kiểm tra lại mẫu số.");
    assert_eq!(value(&page, "Hội nghị đã tổ chức"), "2");
    let page = leader.get(&format!("{report}/sign")).await.is(200);
    press(&leader, &page, &format!("{report}/sign")).await.is(303);
    let page = office.get(&format!("{report}/send")).await.is(200);
    press(&office, &page, &format!("{report}/send")).await.is(303);
    let page = province.get(&format!("{report}/accept")).await.is(200);
    province.follow(press(&province, &page, &format!("{report}/accept")).await).await.see("Đã tiếp nhận");
    office.post(&format!("{report}/edit"), &[("version", "9"), ("results", "Khác")]).await.is(422);
    assert_eq!(office.get(&format!("{report}/edit")).await.location(), Some(report.clone()), "nothing to write any more");

    // The province: one accepted, one missing; the sum is the accepted one alone.
    let page = province.get("/reports/below?year=2025").await.is(200);
    assert!(begins_large(&page), "{:?}", page.texts("p.govuk-caption-l"));
    assert!(begins_large(&office.get(&report).await), "the report's own page");
    let page = page.see("2 đơn vị: 1 đã tiếp nhận, 0 chờ xem xét, 0 bị trả lại, 1 chưa gửi.");
    let rows = page.texts("main tbody tr");
    assert_eq!(rows.len(), 3, "{rows:?}");
    let other = app.body(OTHER_WARD, BodyKind::PartyOffice).await;
    let missing = rows.iter().find(|row| row.contains("Chưa gửi")).unwrap();
    assert!(other.name.to_lowercase().contains(&missing.split(" Chưa").next().unwrap().to_lowercase()), "{missing}");
    assert!(missing.contains('–') && !missing.contains(" 0 "), "nothing sent is no zero: {missing}");
    assert!(rows[2].starts_with("Tổng cộng 1 báo cáo đã tiếp nhận 2 0 83 5 5 4 3 75%"), "{}", rows[2]);
    province.get("/reports/below/figures/participants?year=2025").await.is(200).see("Lượt người dân tham dự: 83");
    let csv = province.get("/reports/below/csv?year=2025").await.is(200);
    assert!(csv.source().starts_with('\u{FEFF}') && csv.source().contains("\r\n14,Tổng cộng,,2,0,83,"), "{}", csv.source());
    assert_eq!(app.audit_count(Some("report.signed")).await, 2);
}

#[tokio::test]
async fn people_are_told_what_to_do_with_a_report() {
    let app = TestApp::new().await;
    year::lived(&app).await;
    let office = app.person("Hà Thị An", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let leader = app.person("Lường Văn Bình", WARD, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let province = app.person("Cầm Thị Chi", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    let keys = async |person: &Person| {
        let tasks = doithoai::reports::tasks(&app.app, &person.ctx().await).await.unwrap();
        tasks.into_iter().map(|task| task.key).collect::<Vec<_>>()
    };
    assert_eq!(keys(&office).await, ["task-report-begin"]);
    let ways = async || office.get("/reports").await.is(200).count("a[href=/reports/new]");
    assert_eq!(ways().await, 1, "the empty list says once how to begin");
    let ctx = app.ctx();
    let text = doithoai::reports::first_text(doithoai::i18n::Locale::Vi);
    let key = doithoai::reports::PeriodKey::YEAR;
    let id = doithoai::reports::begin(&app.app, &ctx, WARD, key, 2025, text.clone()).await.unwrap();
    assert!(doithoai::reports::begin(&app.app, &ctx, WARD, key, 2025, text.clone()).await.is_err(), "one report for a period");
    assert!(doithoai::reports::begin(&app.app, &ctx, WARD, key, 2027, text).await.is_err(), "not before its period");
    assert_eq!(keys(&office).await, ["task-report-finish"]);
    assert_eq!(ways().await, 1);
    doithoai::reports::present(&app.app, &ctx, id, 1).await.unwrap();
    assert_eq!((keys(&office).await, keys(&leader).await), (vec![], vec!["task-report-sign"]));
    doithoai::reports::sign(&app.app, &ctx, id, 2).await.unwrap();
    assert_eq!((keys(&office).await, keys(&province).await), (vec!["task-report-send"], vec![]));
    doithoai::reports::send(&app.app, &ctx, id, 3).await.unwrap();
    assert_eq!((keys(&office).await, keys(&province).await), (vec![], vec!["task-report-review"]));
    doithoai::reports::give_back(&app.app, &ctx, id, 4, "Thiếu".into()).await.unwrap();
    assert_eq!((keys(&office).await, keys(&province).await), (vec!["task-report-returned"], vec![]));
}

#[tokio::test]
async fn a_deputy_signs_for_the_absent_head_under_his_own_post() {
    let app = TestApp::new().await;
    year::lived(&app).await;
    app.at("2026-01-12 08:00");
    let office = app.person("Hà Thị An", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let leader = app.person("Lường Văn Bình", WARD, BodyKind::PartyCommittee, &[Role::Leader]).await;
    let deputy = app.person("Tòng Thị Dung", WARD, BodyKind::PartyCommittee, &[]).await;
    let body = app.body(WARD, BodyKind::PartyCommittee).await.id;
    for (person, kind) in [(&leader, PostKind::Head), (&deputy, PostKind::Deputy)] {
        let post = posts(app.read(), &[body]).await.unwrap().into_iter().find(|post| post.kind == kind).unwrap();
        hold(&app.app, &app.ctx(), post.id, person.person, app.ctx().today(), "QĐ 1").await.unwrap();
    }
    let today = app.ctx().today();
    let (from_on, to_on, reason) = (today, today, "Học tập trung".to_owned());
    let stated = StatedAbsence { body, deputy: deputy.person, from_on, to_on, reason, document: String::new() };
    state_absence(&app.app, &app.ctx(), stated).await.unwrap();

    let page = office.get("/reports/new?year=2025").await.is(200);
    let report = office.fill(&page, &[("period", "year/2025")]).await.is(303).location().unwrap();
    let page = office.get(&report).await.is(200);
    press(&office, &page, &format!("{report}/present")).await.is(303);
    let page = deputy.get(&format!("{report}/sign")).await.is(200);
    let page = deputy.follow(press(&deputy, &page, &format!("{report}/sign")).await).await;
    page.see("Tòng Thị Dung ký lúc 08:00, 12/01/2026").see("Ký thay người đứng đầu vắng mặt, với chức vụ Phó Bí thư");
    let paper = office.get(&format!("{report}/print")).await.is(200);
    assert_eq!(paper.texts(".paper__sign-role"), ["T/M Đảng ủy", "K/T Bí thư", "Phó Bí thư"]);
    assert_eq!(paper.texts(".paper__sign-name"), ["Tòng Thị Dung"], "his own name alone");
}
