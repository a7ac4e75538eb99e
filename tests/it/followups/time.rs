//! More time within what the rules allow, warnings as early as they say, and what goes over to a new head.

use doithoai::duties::actions::bindings::bind;
use doithoai::duties::rule_sets;
use doithoai::followups::Timing;
use doithoai::followups::actions::work;
use doithoai::organisation::BodyKind;

use super::{DRAIN, ECONOMY, LAMPS, UNIT, Ward, now};
use crate::plans::heads::heads;
use crate::support::wall;

/// The province lets a promise be put off once, by at most twenty working days, and warns two weeks before.
async fn bounded(ward: &Ward) {
    let admin = ward.app.admin("Quản Trị").await;
    let typed = [
        ("code", "quy-che-tinh"),
        ("levels", "commune"),
        ("name", "Quy chế 05-QC/TU"),
        ("legal_basis", "Quy chế 05-QC/TU ngày 01/03/2025 của Tỉnh ủy"),
        ("in_force_from", "04/03/2025"),
        ("extensions_most", "1"),
        ("extensions_most_basis", "Điều 7 khoản 1"),
        ("extension_days_most", "20"),
        ("extension_days_most_basis", "Điều 7 khoản 2"),
        ("warn_days", "14"),
    ];
    let page = admin.post("/admin/rules/new", &typed).await.is(303);
    let draft = admin.follow(page).await.is(200);
    let publish = draft.forms().into_iter().find(|form| form.action.ends_with("/publish")).unwrap();
    let published = admin.awake().await.send_form(&publish, &[]).await.is(303);
    admin.follow(published).await.see("Số lần gia hạn tối đa").see("20 ngày làm việc").see("14 ngày").see("Điều 7 khoản 2");
    let sets = rule_sets(ward.app.read()).await.unwrap();
    let (id, set) = sets.into_iter().find(|(_, set)| set.code == "quy-che-tinh").unwrap();
    bind(&ward.app.app, &ward.app.ctx(), UNIT, id, (set.valid_from, None)).await.unwrap();
}

#[tokio::test]
async fn b055_more_time_ends_at_the_bounds_of_the_rule_which_names_itself() {
    let ward = Ward::new().await;
    bounded(&ward).await;
    let (_, commitments) = ward.signed().await;
    let (one, path) = (&commitments[0], format!("/commitments/{}", commitments[0].id));
    work::accept(&ward.app.app, &ward.economy.ctx().await, one.id, 1).await.unwrap();
    ward.app.at("2025-09-20 08:00");
    let form = ward.economy.get(&format!("{path}/agency/extend")).await.is(200);
    // From Tuesday 30 September to Friday 31 October 2025 are 23 working days.
    let refused = ward.economy.fill(&form, &[("more_until", "31/10/2025"), ("words", "Chờ vốn")]).await.is(422);
    let long = "Tổng thời gian gia hạn sẽ là 23 ngày làm việc; Quy chế 05-QC/TU (Điều 7 khoản 2) chỉ cho phép 20 ngày làm việc";
    assert_eq!(refused.error_at("more_until").as_deref(), Some(long));
    // To Tuesday 28 October they are twenty.
    ward.economy.fill(&refused, &[("more_until", "28/10/2025")]).await.is(303);
    let grant = ward.leader.get(&format!("{path}/office/grant")).await.is(200);
    ward.leader.fill(&grant, &[("paper", "21/CV-VP")]).await.is(303);
    assert_eq!(now(&ward, one).await.due_on.to_string(), "2025-10-28");
    ward.app.at("2025-10-20 08:00");
    let form = ward.economy.get(&format!("{path}/agency/extend")).await.is(200);
    let refused = ward.economy.fill(&form, &[("more_until", "29/10/2025"), ("words", "Mưa lũ")]).await.is(422);
    let often = "Đây là lần gia hạn thứ 2; Quy chế 05-QC/TU (Điều 7 khoản 1) chỉ cho phép 1 lần";
    assert_eq!(refused.error_at("more_until").as_deref(), Some(often));
    assert_eq!(refused.errors().len(), 2, "the number of times and the days, each by itself");
    assert_eq!(ward.app.audit_count(Some("commitment.extension-asked")).await, 1);
}

#[tokio::test]
async fn b056_a_promise_is_warned_of_as_early_as_the_rule_of_its_first_day_says() {
    let ward = Ward::new().await;
    bounded(&ward).await;
    let (_, commitments) = ward.signed().await;
    let one = &commitments[0];
    // Two weeks before Tuesday 30 September.
    assert_eq!((one.warn_days, one.warn_from().to_string()), (14, "2025-09-16".to_owned()));
    assert_eq!(one.timing(wall("2025-09-15 23:59")), Timing::InTime);
    assert_eq!(one.timing(wall("2025-09-16 00:00")), Timing::Soon);
    for (at, waits) in [("2025-09-15 08:00", false), ("2025-09-16 08:00", true)] {
        ward.app.at(at);
        crate::notices::sweep(&ward.app, "reminders").await;
        crate::notices::sweep(&ward.app, "delivery").await;
        let inbox = ward.economy.get("/inbox").await.is(200);
        assert_eq!(inbox.text().contains("Sắp đến hạn thực hiện cam kết"), waits, "{at}: {}", inbox.text());
    }
}

#[tokio::test]
async fn what_a_head_leaves_open_stands_on_the_page_of_his_hand_over() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let terms = [("An", "2025-07-01", Some("2025-09-30")), ("Bình", "2025-10-01", None)];
    heads(&ward.app, BodyKind::PeopleCommittee, &terms).await;
    ward.app.at("2025-10-05 08:00");
    let page = ward.office.get("/plans?year=2025").await.is(200).see("Ngày 01/10/2025: An bàn giao cho Bình");
    let rows: Vec<String> = page.texts(".dt-card table tbody tr");
    assert_eq!(rows.len(), 2, "{rows:?}");
    let economy = ward.app.body(UNIT, ECONOMY).await.short_name;
    assert_eq!(rows[0], format!("1/2025 {DRAIN} {economy} 30/09/2025 quá hạn"));
    assert_eq!(rows[1], format!("2/2025 {LAMPS} {economy} 31/10/2025"));
    assert_eq!(page.link(DRAIN), format!("/commitments/{}", commitments[0].id));
}

#[tokio::test]
async fn b053_a_last_day_that_becomes_a_day_off_goes_to_the_next_working_day_and_both_are_kept() {
    let ward = Ward::new().await;
    let (_, commitments) = ward.signed().await;
    let (one, other) = (&commitments[0], &commitments[1]);
    ward.app.at("2025-09-15 08:00");
    let admin = ward.app.admin("Quản Trị").await;
    let year = admin.get("/admin/days?year=2025").await.is(200);
    // Tuesday 30 September becomes a day off, and so does the Wednesday after it.
    for on in ["30/09/2025", "01/10/2025"] {
        let day = [("on", on), ("kind", "local"), ("label", "Ngày hội"), ("source", "CV 12/UBND")];
        admin.fill(&year, &day).await.is(303);
    }
    let draft = admin.get("/admin/days/draft").await.is(200).see("Cam kết chuyển hạn");
    let draft = draft.see("Phường Chiềng An: Văn phòng, Thư ký, Người trả lời");
    let rows = draft.texts("#promise-moves tbody tr");
    // The administrator of the installation reads no wordings: unit and code stand for it.
    let expected = format!("Phường Chiềng An {} Thứ Ba, 30/09/2025 Thứ Năm, 02/10/2025", one.code);
    assert_eq!(rows, [expected]);
    assert_eq!(now(&ward, one).await.due_on.to_string(), "2025-09-30", "only shown");
    admin.fill(&draft, &[("title", "Ngày hội"), ("source", "CV 12/UBND")]).await.is(303);
    let moved = now(&ward, one).await;
    assert_eq!((moved.due_on.to_string(), moved.first_due_on), ("2025-10-02".to_owned(), one.first_due_on));
    assert_eq!(now(&ward, other).await.due_on, other.due_on);
    assert_eq!(moved.timing(wall("2025-10-02 23:59")), Timing::Soon);
    ward.economy
        .get(&format!("/commitments/{}", one.id))
        .await
        .is(200)
        .see("chuyển sang ngày làm việc tiếp theo")
        .see("Ngày hội");
    assert_eq!(ward.app.audit_count(Some("commitment.due-rolled")).await, 1);
    crate::notices::sweep(&ward.app, "delivery").await;
    ward.economy.get("/inbox").await.see("chuyển hạn sang");
    ward.office.get("/inbox").await.see("1 cam kết chuyển hạn");
}
