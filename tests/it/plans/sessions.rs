//! A session's own form: what it changes, and what it leaves to moving.

use doithoai::kernel::clock::local;

use super::{commune, sessions};

#[tokio::test]
async fn day_and_place_of_a_planned_session_change_with_its_form_of_an_announced_one_only_by_moving() {
    let (app, office, _) = commune().await;
    let form = office.get("/dialogues/new").await.is(200);
    let typed = [("title", "Đối thoại quý I"), ("counterpart", "Nhân dân"), ("on", "12/02/2026"), ("place", "")];
    let at = office.fill(&form, &typed).await.is(303).location().unwrap();
    let edit = format!("{at}/edit");

    let form = office.get(&edit).await.is(200);
    let typed = [("on", "13/02/2026"), ("starts", "09:00"), ("place", "Nhà văn hóa bản Hìn")];
    office.fill(&form, &typed).await.is(303);
    let session = sessions(&app).await.remove(0);
    assert_eq!(local(session.starts_at).to_string(), "2026-02-13 09:00:00");
    assert_eq!(session.place, "Nhà văn hóa bản Hìn");
    let form = office.get(&edit).await.is(200);
    office.fill(&form, &[("on", "30/11/2025")]).await.is(422).see("ngày khác");

    let shown = office.get(&at).await.is(200).see("Các mốc thời gian");
    let announce = shown.forms().into_iter().find(|form| form.action == format!("{at}/announce")).unwrap();
    office.awake().await.send_form(&announce, &[]).await.is(303);
    for (field, value) in [("on", "16/02/2026"), ("starts", "08:00"), ("place", "Hội trường")] {
        let form = office.get(&edit).await.is(200);
        office.fill(&form, &[("title", "Đối thoại đầu năm"), (field, value)]).await.is(422).see("Đổi ngày, địa điểm");
    }
    let form = office.get(&edit).await.is(200);
    office.fill(&form, &[("title", "Đối thoại đầu năm")]).await.is(303);
    let session = sessions(&app).await.remove(0);
    assert_eq!((session.title.as_str(), session.place.as_str()), ("Đối thoại đầu năm", "Nhà văn hóa bản Hìn"));
}

#[tokio::test]
async fn a_moved_reception_names_its_new_day_and_a_worded_title_stays() {
    let (app, office, _) = commune().await;
    let proposed = ("title", "Tiếp dân định kỳ ngày 10/02/2026");
    let rest = [("kind", "reception"), ("counterpart", "Nhân dân"), ("on", "10/02/2026"), ("place", "Trụ sở")];
    let mut at = Vec::new();
    for title in [proposed, ("title", "Tiếp dân ngày 10/02/2026 cùng đoàn của tỉnh")] {
        let form = office.get("/dialogues/new").await.is(200);
        let typed: Vec<_> = std::iter::once(title).chain(rest).collect();
        at.push(office.fill(&form, &typed).await.is(303).location().unwrap());
    }
    for at in &at {
        let form = office.get(&format!("{at}/move")).await.is(200);
        office.fill(&form, &[("on", "12/02/2026"), ("reason", "Bí thư họp Tỉnh ủy")]).await.is(303);
    }
    office.get(&at[0]).await.see("Tiếp dân định kỳ ngày 12/02/2026").not_see("Tiếp dân định kỳ ngày 10/02/2026");
    // Nothing is gathered before a reception day and nothing concluded after it.
    office.get(&at[1]).await.see("Tiếp dân ngày 10/02/2026 cùng đoàn của tỉnh").not_see("Các mốc thời gian");
    // With the form of a planned session the title follows as well, unless it is worded there.
    let edit = format!("{}/edit", at[0]);
    let form = office.get(&edit).await.is(200);
    office.fill(&form, &[("on", "13/02/2026")]).await.is(303);
    office.get(&at[0]).await.see("Tiếp dân định kỳ ngày 13/02/2026");
    let form = office.get(&edit).await.is(200);
    office.fill(&form, &[("on", "16/02/2026"), ("title", "Tiếp dân đầu xuân")]).await.is(303);
    office.get(&at[0]).await.see("Tiếp dân đầu xuân");
    assert_eq!(app.audit_count(Some("session.moved")).await, 2);
}
