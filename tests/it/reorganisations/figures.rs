//! Figures on the boundaries of the time and of today: the same events, told by other units.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::*;

/// The cells of a line, without its name.
fn cells(page: &Page, name: &str) -> Vec<String> {
    let rows = page.texts("main table tbody tr");
    let row = rows.iter().find(|row| row.starts_with(name)).unwrap_or_else(|| panic!("no {name} in {rows:?}"));
    row[name.len()..].split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn b109_b111_totals_on_old_and_new_boundaries_are_the_same_events() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let superior = app.person("Nguyễn Thị Tỉnh", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    held(&app, A, "2026-05-20").await;
    app.at("2026-07-01 08:00");
    let draft = merger(&admin).await;
    published(&admin, &draft).await.is(303);
    app.at("2026-08-03 08:00");
    let then = superior.get("/radar?year=2026").await.is(200);
    // Reception: two days in each of six months for A and for B, and of six for the heir, of which July is over. Reports: six
    // months, the first quarter and the half year; the heir six months, nine months and the year.
    let reception_and_reports = |page: &Page, name: &str| {
        let cells = cells(page, name);
        (cells[1].clone(), cells[7].clone())
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(reception_and_reports(&then, "Phường Chiềng An"), pair("0/12", "0/8"));
    assert_eq!(reception_and_reports(&then, "Phường Chiềng Cơi"), pair("0/12", "0/8"));
    assert_eq!(reception_and_reports(&then, NEW_NAME), pair("0/12", "0/8"));
    // The dialogue of the year is owed by who is there on 31 December; A's of May counts where it was held.
    assert_eq!(cells(&then, "Phường Chiềng An")[3], "1/1");
    assert_eq!(cells(&then, "Phường Chiềng Cơi")[3], "–");
    let now = superior.get("/radar?year=2026&boundaries=now").await.is(200);
    assert_eq!(reception_and_reports(&now, NEW_NAME), pair("0/36", "0/24"));
    let names = now.texts("main table tbody tr");
    assert!(!names.iter().any(|row| row.starts_with("Phường Chiềng An") || row.starts_with("Phường Chiềng Cơi")), "{names:?}");
    assert_eq!(cells(&then, "Tổng cộng"), cells(&now, "Tổng cộng"));
    // Each figure opens the list that it counts: eighteen months of reception, of three units.
    let row = now.html().select("main table tbody tr").into_iter().find(|row| row.visible().starts_with(NEW_NAME)).unwrap();
    let cell = row.select("a[href]").into_iter().map(|link| link.text_of("href")).find(|href| href.contains("step=reception"));
    let list = superior.get(&cell.unwrap()).await.is(200).see("Phải làm 36");
    assert_eq!(list.count("main tbody tr"), 18);
    list.see("Phường Chiềng An").see("Phường Chiềng Cơi").see(NEW_NAME);
    // After its last day an old one misses nothing more: of its months and reports only what lies before.
    let of_a = superior.get(&format!("/radar/cell?unit={A}&year=2026&step=reception")).await.is(200);
    assert_eq!(of_a.count("main tbody tr"), 6);
    let august = superior.get("/radar?year=2026&month=8").await.is(200);
    assert!(cells(&august, "Phường Chiềng An").iter().all(|cell| cell == "–"));
    assert!(
        superior.get("/radar?year=2027").await.is(200).texts("main table tbody tr").iter().all(|row| !row.contains("Chiềng An"))
    );
}

#[tokio::test]
async fn b109_reports_of_the_old_ones_count_with_the_heir_on_todays_boundaries() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let superior = app.person("Nguyễn Thị Tỉnh", PROVINCE, BodyKind::PartyOffice, &[Role::Superior]).await;
    app.at("2026-07-01 08:00");
    let draft = merger(&admin).await;
    published(&admin, &draft).await.is(303);
    let table =
        async |query: &str| superior.get(&format!("/reports/below?year=2026&{query}")).await.is(200).texts("main tbody th");
    // The half year ended before the merger: A and B owe its report. The year's is owed by who is there at its end.
    let half = table("period=h1").await;
    assert!(half.contains(&"Phường Chiềng An".to_owned()) && !half.contains(&NEW_NAME.to_owned()), "{half:?}");
    let half = table("period=h1&boundaries=now").await;
    assert!(!half.contains(&"Phường Chiềng An".to_owned()) && half.contains(&NEW_NAME.to_owned()), "{half:?}");
    for boundaries in ["then", "now"] {
        let year = table(&format!("period=year&boundaries={boundaries}")).await;
        assert!(!year.contains(&"Phường Chiềng An".to_owned()) && year.contains(&NEW_NAME.to_owned()), "{year:?}");
    }
    let query = format!("year=2026&period=h1&unit=14&boundaries=now&of={NEW}");
    let parts = superior.get(&format!("/reports/below/figures/sessions-held?{query}")).await.is(200);
    assert_eq!(parts.texts("main tbody th"), ["Phường Chiềng An", "Phường Chiềng Cơi"]);
    superior.get(&format!("/reports/below/figures/sessions-held?{}", query.replace(NEW, "99999"))).await.is(404);
}
