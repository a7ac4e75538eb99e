//! Figures and the lists behind them.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use doithoai::reports::{PeriodKey, first_text};

use super::year::{self, WARD};
use crate::support::TestApp;

#[tokio::test]
async fn b109_every_number_on_the_page_opens_a_list_of_that_size() {
    let app = TestApp::new().await;
    year::lived(&app).await;
    let office = app.person("Hà Thị An", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let text = first_text(doithoai::i18n::Locale::Vi);
    let id = doithoai::reports::begin(&app.app, &app.ctx(), WARD, PeriodKey::YEAR, 2025, text).await.unwrap();
    let page = office.get(&format!("/reports/{id}")).await.is(200);
    let html = page.html();
    let mut seen = 0;
    for row in html.select("main table tr") {
        let (name, links) = (row.select("th").first().map(|th| th.visible()).unwrap_or_default(), row.select("td a"));
        let Some(link) = links.first() else { continue };
        let (shown, href) = (link.visible(), link.text_of("href"));
        let list = office.get(&href).await.is(200);
        assert!(list.h1().contains(&shown), "{name}: {} is not {shown}", list.h1());
        let rows = list.count("main tbody tr");
        let list = list.html();
        let cells = list.select("main tbody td");
        let under = |label: &str| {
            let cells = cells.iter().filter(|cell| cell.text_of("data-label") == label);
            cells.map(|cell| cell.visible()).collect::<Vec<_>>()
        };
        let weights = under("Cộng thêm");
        let sum: usize = weights.iter().map(|weight| weight.parse::<usize>().unwrap()).sum();
        let adds = if weights.is_empty() { rows } else { sum };
        let yes = under("Tính vào tử số").iter().filter(|cell| *cell == "Có").count();
        match shown.strip_suffix('%') {
            Some(share) => {
                let share: f64 = share.replace(',', ".").parse().unwrap();
                assert!((yes as f64 * 100.0 / rows as f64 - share).abs() < 0.06, "{name}: {yes} of {rows} is not {share} %");
            }
            None if shown == "–" => assert_eq!(rows, 0, "{name}"),
            None => assert_eq!(adds.to_string(), shown, "{name}"),
        }
        seen += 1;
    }
    assert!(seen > 40, "{seen} figures");
    let csv = office.get(&format!("/reports/{id}/figures/sessions-planned/csv")).await.is(200);
    assert_eq!(csv.source().lines().count(), 3, "a heading and two sessions");
    office.get(&format!("/reports/{id}/figures/no-such")).await.is(404);
    office.get(&format!("/reports/{id}/figures/field.no-such")).await.is(404);
}

#[tokio::test]
async fn the_paper_has_the_head_of_the_party_and_the_figures() {
    let app = TestApp::new().await;
    year::lived(&app).await;
    let office = app.person("Hà Thị An", WARD, BodyKind::PartyOffice, &[Role::Office]).await;
    let text = first_text(doithoai::i18n::Locale::Vi);
    let id = doithoai::reports::begin(&app.app, &app.ctx(), WARD, PeriodKey::YEAR, 2025, text).await.unwrap();
    let page = office.get(&format!("/reports/{id}/print")).await.is(200);
    page.see("Đảng Cộng sản Việt Nam")
        .see("Đảng ủy phường Chiềng An")
        .see("Tỉnh ủy Sơn La")
        .see("Chiềng An, ngày")
        .see("đối thoại trực tiếp của người đứng đầu với Nhân dân năm 2025")
        .see("đạt 75%: 3 trả lời tại hội nghị");
}
