//! A session's own form: what it changes, and what it leaves to moving.

use doithoai::dialogues::actions::sessions::{self as acts, Details};
use doithoai::kernel::SessionId;
use doithoai::kernel::clock::local;

use super::{UNIT, commune, sessions};
use crate::support::{details, wall};

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
async fn b019_a_session_made_from_a_former_one_takes_over_what_is_chosen_and_begins_today_or_tomorrow() {
    let (app, office, _) = commune().await;
    let asked = Details {
        attend_how: "Đăng ký tại tổ dân phố".into(), ..details("Đối thoại với nông dân", "2025-12-02 08:00")
    };
    let former = app.announced(UNIT, asked).await;
    let deputy = [("name", "Hà Thị Phó"), ("title", "Phó Bí thư"), ("part", "chair")];
    office.post(&format!("/dialogues/{former}/attendance/add"), &deputy).await.is(303);
    app.at("2026-03-10 09:00");
    office.get(&format!("/dialogues/{former}")).await.is(200).see("Tạo hội nghị từ hội nghị này");
    office.get(&format!("/dialogues/{former}/copy")).await.is(200).see("Địa điểm").see("Danh sách dự họp");
    let bare = office.get(&format!("/dialogues/new?from={former}&part=place")).await.is(200);
    assert!(
        bare.source().contains("value=\"11/03/2026\"") && !bare.source().contains("Đối thoại với"),
        "eight o'clock has passed today"
    );
    let form = office.get(&format!("/dialogues/new?from={former}&part=text&part=people")).await.is(200);
    assert!(!form.source().contains("Hội trường UBND phường"));
    let wrong = office.fill(&form, &[("on", "mai"), ("act", "save")]).await.is(422).see("được chép sang");
    let at =
        office.fill(&wrong, &[("on", "12/03/2026"), ("place", "Nhà văn hóa"), ("act", "save")]).await.is(303).location().unwrap();
    office.get(&at).await.is(200).see("Đối thoại với nông dân").see("Đăng ký tại tổ dân phố").see("Nhà văn hóa");
    office.get(&format!("{at}/attendance")).await.is(200).see("Hà Thị Phó");
    let new = sessions(&app).await.pop().unwrap();
    assert_eq!((new.number, new.code.as_str()), (None, "03667-2026-01"), "number and code are its own");
    // A session of another unit is nobody's model here.
    let elsewhere = app.planned("11413", details("Đối thoại ở nơi khác", "2026-05-05 08:00")).await;
    office.get(&format!("/dialogues/new?from={elsewhere}")).await.is(404);
    office.get("/dialogues/new?from=x").await.is(404);
    let elsewhere = elsewhere.to_string();
    let typed = [
        ("kind", "periodic"),
        ("form", "in-person"),
        ("title", "Đối thoại"),
        ("counterpart", "Nhân dân"),
        ("on", "13/03/2026"),
        ("starts", "8h"),
        ("ends", "11h"),
        ("people_of", &*elsewhere),
    ];
    office.post("/dialogues", &typed).await.is(404);
    assert_eq!(sessions(&app).await.len(), 2, "nothing is half done");
}

#[tokio::test]
async fn b020_postponing_over_the_years_end_keeps_a_given_number_and_a_later_one_is_of_its_year() {
    let (app, office, _) = commune().await;
    let announced = async |id: SessionId| {
        let one = sessions(&app).await.into_iter().find(|one| one.id == id).unwrap();
        acts::announce(&app.app, &office.ctx().await, id, one.version).await.unwrap();
        let one = sessions(&app).await.into_iter().find(|one| one.id == id).unwrap();
        (one.year, one.number)
    };
    let postponed = async |id: SessionId, to: &str| {
        let one = sessions(&app).await.into_iter().find(|one| one.id == id).unwrap();
        let times = (wall(to), wall(to) + chrono::TimeDelta::hours(3));
        acts::move_to(&app.app, &office.ctx().await, id, one.version, times, one.place, "Bí thư họp").await.unwrap();
        let one = sessions(&app).await.into_iter().find(|one| one.id == id).unwrap();
        (one.year, one.number)
    };
    let numbered = app.planned(UNIT, details("Đối thoại cuối năm", "2025-12-29 08:00")).await;
    assert_eq!(announced(numbered).await, (2025, Some(1)));
    assert_eq!(postponed(numbered, "2026-01-08 08:00").await, (2025, Some(1)), "the given number stays");
    // Without a number yet it belongs to the year in which it will be held, and its number is the first of that year.
    let waiting = app.planned(UNIT, details("Đối thoại với thanh niên", "2025-12-30 08:00")).await;
    assert_eq!(postponed(waiting, "2026-01-09 08:00").await, (2026, None));
    assert_eq!(announced(waiting).await, (2026, Some(1)));
    let last = app.planned(UNIT, details("Đối thoại đột xuất", "2025-12-31 08:00")).await;
    assert_eq!(announced(last).await, (2025, Some(2)), "the year that was left counts on without a gap");
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
    let (_app, office, _leader) = commune().await;
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
