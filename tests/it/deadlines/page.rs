//! The public calculator: for anybody, by its address alone, with the calendar that the installation keeps.

use crate::support::{TestApp, publish_days};

const PATH: &str = "/cong-cu/tinh-han";

/// Rows of the receipt: day, number, reason.
fn receipt(page: &crate::support::Page) -> Vec<Vec<String>> {
    let cells = page.texts("main table tbody td");
    cells.chunks(3).map(<[String]>::to_vec).collect()
}

#[tokio::test]
async fn anybody_counts_a_deadline_and_can_send_its_address_on() {
    let app = TestApp::new().await;
    let visitor = app.visitor();
    let page = visitor
        .get(PATH)
        .await
        .is(200)
        .see("Tính thời hạn")
        .see("Bộ luật Dân sự 2015, Điều 147")
        .not_see("Ngày cuối của thời hạn");
    let page = visitor.fill(&page, &[("tu", "20/08/2026"), ("so", "10")]).await.is(200);
    let linked = visitor.get(&format!("{PATH}?tu=2026-08-20&so=10&loai=lam-viec&doi=khong")).await.is(200);
    for page in [&page, &linked] {
        assert_eq!(page.texts("main .dt-card strong"), ["Thứ Hai, 07/09/2026"]);
        let rows = receipt(page);
        // 20 August to 7 September, both included.
        assert_eq!(rows.len(), 19);
        assert_eq!(rows[0], ["Thứ Năm, 20/08/2026", "–", "ngày làm việc; ngày bắt đầu, không tính"]);
        assert_eq!(rows[2], ["Thứ Bảy, 22/08/2026", "2", "Làm bù cho ngày 31/08/2026"]);
        assert_eq!(rows[11][1..], ["–", "Nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026"]);
        assert_eq!(rows[18], ["Thứ Hai, 07/09/2026", "10", "ngày làm việc"]);
    }
    // The form shows what was asked.
    let form = linked.form_with(&["tu", "so"]);
    for field in [("tu", "20/08/2026"), ("so", "10"), ("loai", "lam-viec"), ("doi", "khong")] {
        assert!(form.fields.iter().any(|(name, value)| (name.as_str(), value.as_str()) == field), "{field:?}");
    }
}

#[tokio::test]
async fn a_last_day_off_stays_or_moves_as_asked_and_the_page_says_so() {
    let app = TestApp::new().await;
    let visitor = app.visitor();
    let of = async |rest: &str| visitor.get(&format!("{PATH}?tu=2026-08-20&so=10&loai=lich{rest}")).await.is(200);
    let stays =
        of("").await.see("Nếu quy định áp dụng cho phép chuyển, thời hạn kết thúc vào ngày làm việc tiếp theo: 03/09/2026");
    assert_eq!(stays.texts("main .dt-card strong"), ["Chủ Nhật, 30/08/2026"]);
    let moves = of("&doi=sau").await.see("Ngày tính được là 30/08/2026").see("thời hạn không kết thúc vào ngày nghỉ");
    assert_eq!(moves.texts("main .dt-card strong"), ["Thứ Năm, 03/09/2026"]);
    assert_eq!(of("&doi=truoc").await.texts("main .dt-card strong"), ["Thứ Sáu, 28/08/2026"]);
    let before = visitor.get(&format!("{PATH}?tu=29/10/2025&so=-7&loai=lich")).await.is(200).see("7 ngày trước ngày 29/10/2025");
    assert_eq!(before.texts("main .dt-card strong"), ["Thứ Tư, 22/10/2025"]);
    let hours = visitor.get(&format!("{PATH}?tu=2026-08-20&luc=15:00&so=4&loai=gio")).await.is(200).see("120 phút");
    assert_eq!(hours.texts("main .dt-card strong"), ["09:30, Thứ Sáu, 21/08/2026"]);
    visitor.get(&format!("{PATH}?tu=2027-01-04&so=5")).await.is(200).see("kết quả là dự tính");
}

#[tokio::test]
async fn it_counts_by_the_calendar_of_the_installation() {
    let app = TestApp::new().await;
    let admin = app.admin("Quản Trị").await;
    let last = async || app.visitor().get(&format!("{PATH}?tu=2026-10-06&so=1")).await.texts("main .dt-card strong");
    assert_eq!(last().await, ["Thứ Tư, 07/10/2026"]);
    let day = [("on", "07/10/2026"), ("kind", "local"), ("label", "Lễ hội"), ("source", "CV 12/UBND")];
    admin.post("/admin/days", &day).await.is(303);
    publish_days(&admin).await;
    assert_eq!(last().await, ["Thứ Năm, 08/10/2026"]);
    // A half day is worked, and is a whole day where days are counted.
    let half = [("on", "08/10/2026"), ("kind", "half-day"), ("label", "Nghỉ buổi chiều"), ("source", "CV 13/UBND")];
    admin.post("/admin/days", &half).await.is(303);
    publish_days(&admin).await;
    assert_eq!(last().await, ["Thứ Năm, 08/10/2026"]);
    let hours = app.visitor().get(&format!("{PATH}?tu=2026-10-08&so=5&loai=gio")).await.is(200);
    assert_eq!(hours.texts("main .dt-card strong"), ["08:30, Thứ Sáu, 09/10/2026"]);
}

#[tokio::test]
async fn b046_the_hours_that_a_compensatory_saturday_borrows_are_shown_where_they_count_and_with_its_day() {
    let app = TestApp::new().await;
    // Friday 21 August 2026 at four: one hour, then three of Saturday 22, which makes up for Monday 31.
    let counted = app.visitor().get(&format!("{PATH}?tu=2026-08-21&so=4&loai=gio&luc=16:00")).await.is(200);
    assert_eq!(counted.texts("main .dt-card strong"), ["10:30, Thứ Bảy, 22/08/2026"]);
    let rows = counted.texts("main .dt-card tbody tr");
    assert!(rows[1].starts_with("Thứ Bảy, 22/08/2026 180 phút"), "{rows:?}");
    assert!(rows[1].ends_with("theo giờ của ngày làm việc thường: 07:30 – 11:30, 13:00 – 17:00"), "{rows:?}");
    assert!(!rows[0].contains("theo giờ"), "{rows:?}");
    let admin = app.admin("Quản Trị").await;
    admin.get("/admin/days/2026-08-22").await.is(200).see("07:30 – 11:30, 13:00 – 17:00").see("mượn giờ của ngày làm việc");
    admin.get("/admin/days/2026-08-31").await.is(200).see("Ngày nghỉ: không tính giờ làm việc").not_see("07:30");
}

#[tokio::test]
async fn hostile_values_get_a_clear_message_beside_their_field_and_stay_as_typed() {
    let app = TestApp::new().await;
    let visitor = app.visitor();
    let long = "9".repeat(4000);
    for (query, field, message) in [
        ("tu=&so=10", "tu", "Chưa nhập nội dung: Từ ngày"),
        ("tu=31%2F02%2F2026&so=10", "tu", "Từ ngày: ngày không đúng, hãy nhập dạng ngày/tháng/năm, ví dụ 28/08/2026"),
        ("tu=%3Cscript%3E&so=10", "tu", "Từ ngày: ngày không đúng, hãy nhập dạng ngày/tháng/năm, ví dụ 28/08/2026"),
        ("tu=2018-12-31&so=10", "tu", "Từ ngày: chỉ tính được trong các năm 2019 đến 2100"),
        ("tu=2100-12-31&so=10", "tu", "Từ ngày: chỉ tính được trong các năm 2019 đến 2100"),
        ("tu=2026-08-20", "so", "Chưa nhập nội dung: Số ngày hoặc số giờ"),
        ("tu=2026-08-20&so=1e3", "so", "Số ngày hoặc số giờ: hãy nhập một số"),
        ("tu=2026-08-20&so=-9999", "so", "Số ngày hoặc số giờ: hãy nhập số từ -366 đến 366"),
        (&format!("tu=2026-08-20&so={long}"), "so", "Số ngày hoặc số giờ: hãy nhập một số"),
        ("tu=2026-08-20&so=1&loai=nam", "loai", "Tính theo: hãy chọn một mục trong danh sách"),
        ("tu=2026-08-20&so=1&doi=%27", "doi", "Khi ngày cuối là ngày nghỉ: hãy chọn một mục trong danh sách"),
        ("tu=2026-08-20&so=1&loai=gio&luc=25:00", "luc", "Từ lúc: giờ không đúng, hãy nhập dạng 08:30"),
        ("tu=2026-08-20&so=1&luc=09:00", "luc", "Từ lúc: chỉ nhập khi tính theo giờ làm việc"),
    ] {
        let page = visitor.get(&format!("{PATH}?{query}")).await.is(422);
        assert_eq!(page.error_at(field).as_deref(), Some(message), "{query}");
        assert!(page.errors().contains(&message.to_owned()), "{query}");
    }
    visitor.get(&format!("{PATH}?tu=%FF%00&so=10")).await.is(400);
    let typed = visitor.get(&format!("{PATH}?tu=%3Cb%3Emai&so=10&tu=2026-08-20&la=1")).await.is(422);
    assert!(typed.source().contains("&lt;b&gt;mai") && !typed.source().contains("<b>mai"));
}

#[tokio::test]
async fn public_pages_lead_to_it() {
    let app = TestApp::new().await;
    app.activate("03667").await;
    let visitor = app.visitor();
    let page = visitor.get("/public/03667").await.is(200);
    assert_eq!(page.link("Tính thời hạn theo ngày làm việc"), PATH);
    assert_eq!(visitor.get("/sign-in").await.is(200).link("Tính thời hạn"), PATH);
    assert!(visitor.get("/robots.txt").await.is(200).source().contains("Allow: /cong-cu/"));
}
