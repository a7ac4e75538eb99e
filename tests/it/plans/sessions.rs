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

    let shown = office.get(&at).await.is(200);
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
