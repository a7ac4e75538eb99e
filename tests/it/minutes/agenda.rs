//! Building, ordering and publishing an agenda.

use super::Hall;

/// Numbers and names of the agenda's table.
async fn table(hall: &Hall) -> Vec<String> {
    let page = hall.office.get(&hall.at("agenda")).await.is(200);
    let (numbers, names) = (page.texts("main td[data-label=Số]"), page.texts("main tbody th[scope=row]"));
    numbers.iter().zip(names).map(|(number, name)| format!("{number} {name}")).collect()
}

#[tokio::test]
async fn the_office_builds_orders_and_publishes_and_others_see_it_only_then() {
    let hall = Hall::new().await;
    hall.selected("Đường Lê Hồng Phong hay ngập").await;
    hall.selected("Thiếu đèn ở bản Cá").await;
    hall.press(&hall.office, "agenda", "agenda").await.is(303);
    let page = hall.office.get(&hall.at("agenda")).await.is(200);
    // 10 opening, 10 synthesis, 2 × 10, 15 conclusion; three hours are there.
    let page = page.see("Tổng thời gian dự kiến: 55 phút").see("180 phút").not_see("Vượt");
    let movable = page.texts("ol[data-reorder] .dt-order__text");
    assert!(movable[1].starts_with("Đường Lê") && movable[2].starts_with("Thiếu đèn"), "{movable:?}");
    let ids: Vec<String> =
        page.html().select("ol[data-reorder] input[name=order]").into_iter().map(|input| input.text_of("value")).collect();
    hall.office.fill(&page, &[("up", &ids[2])]).await.is(303);
    hall.women.get(&hall.at("agenda")).await.is(200).see("chưa được công bố").not_see("Thiếu đèn");
    hall.press(&hall.office, "agenda", "agenda/freeze").await.is(303);
    assert_eq!(
        table(&hall).await,
        [
            "1 Khai mạc, nêu lý do",
            "2 Báo cáo tổng hợp ý kiến, kiến nghị",
            "3 Thiếu đèn ở bản Cá",
            "4 Đường Lê Hồng Phong hay ngập",
            "5 Kết luận, bế mạc"
        ]
    );
    hall.press(&hall.office, "agenda", "agenda/publish").await.is(303);
    hall.women.get(&hall.at("agenda")).await.is(200).see("Thiếu đèn ở bản Cá");
}

#[tokio::test]
async fn b095_an_issue_selected_late_gets_a_number_of_its_own() {
    let hall = Hall::new().await;
    hall.selected("Một").await;
    hall.press(&hall.office, "agenda", "agenda").await.is(303);
    hall.press(&hall.office, "agenda", "agenda/freeze").await.is(303);
    hall.press(&hall.office, "agenda", "agenda").await.is(422).see("đã đủ");
    hall.selected("Hai").await;
    hall.press(&hall.office, "agenda", "agenda").await.is(303);
    let lines = table(&hall).await;
    assert_eq!(lines[2..], ["3 Một", "BS 1 Hai bổ sung", "4 Kết luận, bế mạc"]);
}

#[tokio::test]
async fn b097_what_has_no_field_is_reported_until_it_is_classified() {
    let hall = Hall::new().await;
    hall.selected("Đường Lê Hồng Phong hay ngập").await;
    hall.selected("Thiếu đèn ở bản Cá").await;
    let page = hall.clerk.get(&hall.at("agenda")).await.is(200).see("Ý kiến chưa có lĩnh vực").see("trước khi lập chương trình");
    let (road, lamps) = (page.link("Đường Lê Hồng Phong hay ngập"), page.link("Thiếu đèn ở bản Cá"));
    hall.press(&hall.clerk, "agenda", "agenda").await.is(303);
    let classify = async |issue: &str, field: &str| {
        let form = hall.office.get(&format!("{issue}/classify")).await.is(200);
        hall.office.fill(&form, &[("issue_field", field)]).await.is(303);
    };
    classify(&lamps, "transport-drainage").await;
    let page = hall.clerk.get(&hall.at("agenda")).await.is(200).see("Ý kiến chưa có lĩnh vực");
    assert!(page.links().iter().any(|link| link.href == road) && page.links().iter().all(|link| link.href != lamps));
    classify(&road, "transport-drainage").await;
    hall.press(&hall.clerk, "agenda", "agenda").await.is(303);
    hall.clerk.get(&hall.at("agenda")).await.is(200).not_see("Ý kiến chưa có lĩnh vực");
    // An organisation is not told what the office has still to do.
    hall.women.get(&hall.at("agenda")).await.is(200).not_see("lĩnh vực");
}

#[tokio::test]
async fn a_line_is_shortened_and_a_long_agenda_is_told_so() {
    let hall = Hall::new().await;
    hall.press(&hall.office, "agenda", "agenda").await.is(303);
    let page = hall.office.get(&hall.at("agenda")).await;
    hall.office.fill(&page, &[("title", ""), ("minutes", "x")]).await.is(422).see("Lỗi:");
    // 10 + 10 + 15 planned by themselves: 150 more are five beyond three hours.
    hall.office.fill(&page, &[("title", "Tọa đàm"), ("minutes", "150")]).await.is(303);
    let page = hall.office.get(&hall.at("agenda")).await.see("Vượt 5 phút");
    let line = hall.office.get(&page.link("Tọa đàm")).await.is(200);
    hall.office.fill(&line, &[("minutes", "145")]).await.is(303);
    hall.office.get(&hall.at("agenda")).await.is(200).not_see("Vượt").see("180 phút; thời lượng");
}
