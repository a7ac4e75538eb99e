//! The public notice made of the data, and the time that is left for calling a session off.

use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::sessions::{self as acts, Details};
use doithoai::duties::bind_chosen;
use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;

use super::{UNIT, commune, sessions};
use crate::support::{TestApp, details, wall};

#[tokio::test]
async fn the_notice_follows_the_session_from_draft_to_change_and_cancellation() {
    let (app, office, _) = commune().await;
    let asked = Details {
        attend_how: "Đăng ký tại tổ dân phố".into(), ..details("Hội nghị đối thoại", "2026-03-10 08:00")
    };
    let session = app.planned(UNIT, asked).await;
    let (here, board) = (format!("/dialogues/{session}/notice"), "/public/03667/notices/03667-2026-01");
    office.get(&format!("/dialogues/{session}")).await.is(200).see("Thông báo công khai");
    office.get(&here).await.is(200).see("dự thảo").see("từ 08 giờ 00 đến 11 giờ 00, thứ Ba, ngày 10 tháng 3 năm 2026");
    app.visitor().get(board).await.is(404);
    acts::announce(&app.app, &office.ctx().await, session, 1).await.unwrap();
    let page = app.visitor().get(board).await.is(200).see("Tổ chức Hội nghị đối thoại").see("Đăng ký tại tổ dân phố");
    let copied = page.html().select("textarea[readonly]")[0].raw_text();
    assert!(copied.trim_start().starts_with("THÔNG BÁO\nTổ chức Hội nghị đối thoại\n\n"), "{copied}");
    app.visitor().get("/public/03667").await.is(200).see("Xem thông báo");
    office.get(&here).await.is(200).not_see("dự thảo");

    let times = (wall("2026-03-12 14:00"), wall("2026-03-12 17:00"));
    acts::move_to(&app.app, &office.ctx().await, session, 2, times, "Nhà văn hóa".into(), "Bí thư họp tỉnh").await.unwrap();
    let moved = app.visitor().get(board).await.is(200).see("Thay đổi thời gian, địa điểm").see("Bí thư họp tỉnh");
    moved
        .see("lúc 08 giờ 00, thứ Ba, ngày 10 tháng 3 năm 2026")
        .see("từ 14 giờ 00 đến 17 giờ 00, thứ Năm, ngày 12 tháng 3 năm 2026");

    acts::cancel(&app.app, &office.ctx().await, session, 3, "Bão số 1".into()).await.unwrap();
    app.visitor().get(board).await.is(200).see("Hủy Hội nghị đối thoại").see("Lý do: Bão số 1").not_see("tổ chức bù");
    let form = office.get(&format!("/dialogues/{session}/make-up")).await.is(200);
    office.fill(&form, &[("on", "17/03/2026"), ("act", "save")]).await.is(303);
    app.visitor().get(board).await.is(200).not_see("tổ chức bù");
    let new = sessions(&app).await.into_iter().find(|one| one.makes_up == Some(session)).unwrap();
    acts::announce(&app.app, &office.ctx().await, new.id, 1).await.unwrap();
    app.visitor().get(board).await.is(200).see("Buổi tổ chức bù: lúc 14 giờ 00, thứ Ba, ngày 17 tháng 3 năm 2026");
    // Another unit's address shows nothing of it.
    app.activate("11413").await;
    app.visitor().get("/public/11413/notices/03667-2026-01").await.is(404);
}

#[tokio::test]
async fn the_time_left_for_calling_off_is_shown_before_the_act() {
    let app = TestApp::new().await;
    app.at("2025-03-03 08:00");
    let office = app.person("Hà Thị Văn", "14", BodyKind::PartyOffice, &[Role::Office]).await;
    let reception = Details { kind: SessionKind::Reception, ..details("Tiếp dân", "2025-03-10 08:00") };
    let session = app.planned("14", reception).await;
    let cancel = format!("/dialogues/{session}/cancel");
    office.get(&cancel).await.is(200).not_see("báo hủy");
    acts::announce(&app.app, &office.ctx().await, session, 1).await.unwrap();
    office.get(&cancel).await.is(200).see("không nêu thời hạn báo hủy");
    bind_chosen(&app.app, &app.ctx(), "14", &["vinhphuc".to_owned()]).await.unwrap();
    // Monday 10 March: two working days before is Thursday 6. On Monday 3 five working days are left.
    let page = office.get(&cancel).await.is(200).see("Còn 5 ngày làm việc; quy định báo hủy trước ít nhất 2 ngày làm việc");
    page.see("Hạn báo hủy: Thứ Năm, 06/03/2025").see("niêm yết việc hoãn trước 02 ngày làm việc");
    app.at("2025-03-07 08:00");
    let form = office.get(&cancel).await.is(200).see("Còn 1 ngày làm việc").see("Đã quá hạn báo hủy (Thứ Năm, 06/03/2025)");
    let refused = office.fill(&form, &[("reason", "")]).await.is(422).see("Đã quá hạn báo hủy");
    assert!(refused.error_at("reason").is_some());
    office.fill(&form, &[("reason", "Bão")]).await.is(303);
}
