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

#[tokio::test]
async fn the_dates_are_printed_with_every_day_that_was_counted_and_a_reception_has_none() {
    let (_, office, _) = commune().await;
    let form = office.get("/dialogues/new").await.is(200);
    let typed = [("title", "Đối thoại quý I"), ("counterpart", "Nhân dân"), ("on", "12/03/2026"), ("place", "")];
    let at = office.fill(&form, &typed).await.is(303).location().unwrap();
    let paper = office.get(&at).await.is(200).link("In bảng tính thời hạn");
    let paper = office.get(&paper).await.is(200);
    // Law 72/2025/QH15, Art. 43: seven days, whatever days they are, before Thursday, 12 March 2026.
    let notice = paper.texts("article h2").into_iter().find(|line| line.contains("Thông báo công khai")).unwrap();
    assert!(notice.ends_with("Thứ Năm, 05/03/2026"), "{notice}");
    let days = paper.texts("article table tbody tr");
    assert!(
        days.iter().any(|day| day.starts_with("Thứ Tư, 11/03/2026 -1 ")),
        "the day before the session is the first: {days:?}"
    );
    assert!(days.iter().any(|day| day.starts_with("Thứ Năm, 05/03/2026 -7 ")), "{days:?}");
    let form = office.get("/dialogues/new").await.is(200);
    let typed =
        [("title", "Tiếp dân"), ("kind", "reception"), ("counterpart", "Nhân dân"), ("on", "10/03/2026"), ("place", "Trụ sở")];
    let reception = office.fill(&form, &typed).await.is(303).location().unwrap();
    office.get(&format!("{reception}/dates/print")).await.is(404);
}
