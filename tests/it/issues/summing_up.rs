//! The synthesis of a session: figures at three grains, each with its list, and as files that other programs read.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{Ward, open_call, session};
use crate::support::{Page, peers};

/// What a session brought: the women's union two opinions, one of them split in two; the farmers one that says the same as a
/// part, one that is refused, one on paper that nobody has looked at yet.
async fn evening() -> Ward {
    let ward = Ward::new().await;
    let plain = ward.accepted("Trường mầm non bản Cá chật").await;
    classify(&ward, &plain, "culture").await;
    let whole = ward.accepted("Cống tắc; đèn hỏng").await;
    let form = ward.office.get(&format!("{whole}/split")).await.is(200);
    let parts = [
        ("part_wording_1", "Nạo vét cống"),
        ("part_field_1", "transport-drainage"),
        ("part_wording_2", "=HYPERLINK(\"http://x\")"),
        ("act", "split"),
    ];
    ward.office.fill(&form, &parts).await.is(303);
    let farmers = ward.submitter("Lường Văn Mẫu", "Hội Nông dân").await;
    let same = ward.hand_in(&farmers, "Cống bản Cá bị tắc").await;
    let all = doithoai::issues::of_session(ward.app.read(), ward.session, &[]).await.unwrap();
    let drain = all.iter().find(|one| one.content.wording == "Nạo vét cống").unwrap().id.to_string();
    ward.office.post(&format!("{same}/merge"), &[("version", "1"), ("merge_target", &drain)]).await.is(303);
    let refused = ward.hand_in(&farmers, "Việc đã giải quyết").await;
    let form = ward.office.get(&format!("{refused}/decide?what=refuse")).await.is(200);
    ward.office.fill(&form, &[("ground", "settled"), ("reason", "Đã trả lời"), ("act", "refuse")]).await.is(303);
    let paper = [("issue_wording", "Đường trơn"), ("channel", "paper"), ("act", "submit")];
    ward.typed(&farmers, &paper).await.is(303);
    ward
}

async fn classify(ward: &Ward, issue: &str, field: &str) {
    let form = ward.office.get(&format!("{issue}/classify")).await.is(200);
    ward.office.fill(&form, &[("issue_field", field), ("competence", "commune")]).await.is(303);
}

/// The figures of every row with the addresses behind them.
pub(super) fn rows(page: &Page) -> Vec<(String, Vec<(usize, String)>)> {
    page.html()
        .select("tbody tr")
        .into_iter()
        .map(|row| {
            let label = row.select("th")[0].visible().trim().to_owned();
            let figures = row
                .select("td a")
                .into_iter()
                .map(|link| (link.visible().trim().parse().unwrap(), link.attribute("href").unwrap().to_owned()));
            (label, figures.collect())
        })
        .collect()
}

pub(super) fn figures(rows: &[(String, Vec<(usize, String)>)], label: &str) -> Vec<usize> {
    let (_, figures) = rows.iter().find(|(name, _)| name == label).unwrap_or_else(|| panic!("{label} is not in {rows:?}"));
    figures.iter().map(|(value, _)| *value).collect()
}

#[tokio::test]
async fn three_grains_are_told_and_each_figure_is_the_length_of_its_list() {
    let ward = evening().await;
    let page = ward.office.get(&format!("/issues/synthesis?session={}", ward.session)).await.is(200);
    let rows = rows(&page);
    // Two organisations; 2 + 3 opinions; contents: school, drain, lamps, road.
    assert_eq!(figures(&rows, "Tất cả"), [2, 5, 4]);
    assert_eq!(figures(&rows, "Gửi trước hội nghị"), [2, 4, 3]);
    assert_eq!(figures(&rows, "Bằng đơn, thư, phiếu"), [1, 1, 1]);
    assert_eq!(figures(&rows, "Nêu tại hội nghị"), [0, 0, 0]);
    assert_eq!(figures(&rows, "Hội Liên hiệp Phụ nữ phường Chiềng An"), [1, 2, 3]);
    assert_eq!(figures(&rows, "Chưa giao"), [2, 5, 4]);
    for (label, figures) in &rows {
        for (value, href) in figures {
            let behind = ward.office.get(href).await.is(200);
            assert_eq!(behind.count("tbody tr"), *value, "{label} {href}");
        }
    }
    // Without a session in the address: the one that has issues.
    ward.office.get("/issues/synthesis").await.is(200).see("Đối thoại quý II");
    ward.office.get("/issues/synthesis/list").await.is(200);
    ward.office.get("/issues/synthesis/list?axis=field&key=khong-co").await.is(404);
    ward.office
        .get("/issues/synthesis/print")
        .await
        .is(200)
        .see("Nạo vét cống")
        .see("Danh sách nội dung")
        .not_see("Việc đã giải quyết");
}

#[tokio::test]
async fn the_files_are_read_by_another_program_and_run_no_formula() {
    let ward = evening().await;
    let address = |kind: &str| format!("/issues/synthesis/{kind}?session={}", ward.session);
    let csv = ward.office.get(&address("csv")).await.is(200);
    let text = csv.source();
    assert!(text.contains("Tổng số,Tất cả,2,5,4"), "{text}");
    let xlsx = ward.office.get(&address("xlsx")).await.is(200);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("synthesis.xlsx");
    std::fs::write(&file, &xlsx.body).unwrap();
    let sheets = peers::python("read_xlsx.py", &[&file]);
    assert_eq!(sheets["Tổng hợp"][1], serde_json::json!(["s:Tổng số", "s:Tất cả", "n:2", "n:5", "n:4"]));
    let list = sheets["Nội dung"].as_array().unwrap();
    // Heading and four contents; the wording that looks like a formula is a text.
    assert_eq!(list.len(), 5);
    assert!(list.iter().any(|row| row[1] == "s:=HYPERLINK(\"http://x\")"), "{list:?}");
}

#[tokio::test]
async fn other_units_and_organisations_have_no_look() {
    let ward = Ward::new().await;
    let stranger = ward.app.person("Ai Đó", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    stranger.get(&format!("/issues/synthesis?session={}", ward.session)).await.is(404);
    ward.women.get("/issues/synthesis").await.is(404);
    // Nothing to sum up yet is said so.
    stranger.get("/issues/synthesis").await.is(200).see("Chưa có hội nghị nào");
}

#[tokio::test]
async fn without_a_session_in_the_address_the_nearest_ahead_with_issues_is_opened() {
    let ward = Ward::new().await;
    ward.hand_in(&ward.women, "Nạo vét cống").await;
    let other = async |title: &str, day: &str, wording: &str| {
        let id = session(&ward.app, title, day).await;
        open_call(&ward.app, id, "2025-03-01", "2025-03-09").await;
        let form = ward.women.get(&format!("/issues/new?session={id}&kind=proposal")).await.is(200);
        ward.women.fill(&form, &[("issue_wording", wording), ("act", "submit")]).await.is(303);
    };
    other("Đối thoại tháng 3", "2025-03-10 08:00", "Đường trơn").await;
    other("Đối thoại quý III", "2025-07-25 08:00", "Đèn hỏng").await;
    // Empty ones do not count.
    session(&ward.app, "Đối thoại tháng 5", "2025-05-05 08:00").await;
    let chosen = async || ward.office.get("/issues/synthesis").await.is(200).texts("option[selected]");
    assert_eq!(chosen().await, ["Đối thoại tháng 3"]);
    ward.app.at("2025-03-11 08:00");
    assert_eq!(chosen().await, ["Đối thoại quý II"]);
    ward.app.at("2025-04-26 08:00");
    assert_eq!(chosen().await, ["Đối thoại quý III"]);
    ward.app.at("2025-07-26 08:00");
    assert_eq!(chosen().await, ["Đối thoại quý III"]);
}

#[tokio::test]
async fn of_a_complaint_that_went_its_own_way_the_list_tells_only_that_it_came() {
    let ward = Ward::new().await;
    let issue = ward.accepted("Việc của ông Bịa ở bản Cá").await;
    classify(&ward, &issue, "culture").await;
    let form = ward.office.get(&format!("{issue}/decide?what=divert")).await.is(200);
    ward.office.fill(&form, &[("reason", "Là tố cáo"), ("act", "divert")]).await.is(303);
    let leader = ward.app.person("Bí Thư Mẫu", "03667", BodyKind::PartyCommittee, &[Role::Leader]).await;
    let list = format!("/issues/synthesis/list?session={}&axis=all&grain=opinions", ward.session);
    let seen = leader.get(&list).await.is(200).see("Nội dung được giữ kín").not_see("Phụ nữ").not_see("bản Cá");
    assert!(seen.links().iter().all(|link| link.href != issue), "{:?}", seen.links());
    assert_eq!(seen.count("tbody tr"), 1);
    let seen = ward.office.get(&list).await.is(200).see("Nội dung được giữ kín").see("Phụ nữ").not_see("bản Cá");
    assert!(seen.links().iter().any(|link| link.href == issue));
    // No figure tells its field.
    let table = leader.get(&format!("/issues/synthesis?session={}", ward.session)).await.is(200);
    assert!(rows(&table).iter().all(|(label, _)| !label.contains("Văn hóa")));
}

#[tokio::test]
async fn calls_count_opinions_as_they_came_in() {
    let ward = evening().await;
    // Two of the women's union, one of them split in two; three of the farmers.
    let page = ward.office.get("/calls").await.is(200);
    assert!(page.texts("tbody tr")[0].split_whitespace().any(|word| word == "5"), "{:?}", page.texts("tbody tr"));
    // On the organisation's own desk stands what it handed in, each with its receipt.
    let desk = ward.women.get("/issues/own").await.is(200).see("Cống tắc; đèn hỏng").not_see("Nạo vét cống");
    assert_eq!(desk.count("tbody tr"), 2);
}
