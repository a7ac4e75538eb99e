//! Collisions while a time is typed: told with who, what and when as far as the reader may know it, never a refusal.

use doithoai::dialogues::actions::sessions::Details;
use doithoai::dialogues::actions::{attendance, sessions as acts};
use doithoai::dialogues::{Filter, of_unit};
use doithoai::kernel::SessionId;
use doithoai::organisation::BodyKind;

use super::{Commune, UNIT};
use crate::support::{Page, details};

const FORM: &[(&str, &str)] = &[
    ("title", "Đối thoại với nông dân"),
    ("counterpart", "Nông dân"),
    ("on", "10/02/2026"),
    ("starts", "08:00"),
    ("ends", "11:00"),
    ("place", "hoi truong ubnd PHƯỜNG"),
];

/// What stands in the warning, a line each.
fn told(page: &Page) -> Vec<String> {
    page.texts("#clashes li")
}

async fn checked(commune: &Commune, different: &[(&str, &str)]) -> Page {
    let form = commune.office.get("/dialogues/new").await.is(200);
    let fields = FORM.iter().filter(|(name, _)| different.iter().all(|(other, _)| other != name)).copied();
    let fields: Vec<(&str, &str)> = fields.chain(different.iter().copied()).chain([("act", "check")]).collect();
    commune.office.fill(&form, &fields).await.is(200)
}

async fn count(commune: &Commune) -> usize {
    of_unit(commune.app.read(), UNIT, &Filter::default()).await.unwrap().len()
}

#[tokio::test]
async fn the_form_tells_who_what_and_when_and_still_saves() {
    let commune = Commune::new().await;
    let other = commune.app.planned(UNIT, details("Tiếp dân định kỳ", "2026-02-10 10:00")).await;
    commune.is_busy(&[("20260210T073000", "20260210T083000"), ("20260211T080000", "20260211T100000")]).await;
    let page = checked(&commune, &[]).await;
    let expected = [
        "Tiếp dân định kỳ Thứ Ba, 10/02/2026, 10:00 – 13:00 · cùng địa điểm, cùng đơn vị",
        "Lò Văn Trưởng bận Thứ Ba, 10/02/2026, 07:30 – 08:30",
    ];
    assert_eq!(told(&page), expected);
    assert_eq!(page.link("Tiếp dân định kỳ"), format!("/dialogues/{other}"));
    assert!(
        page.not_see("Khám bệnh")
            .see("vẫn lưu được")
            .form_with(&["title"])
            .fields
            .contains(&("counterpart".into(), "Nông dân".into()))
    );
    assert_eq!(count(&commune).await, 1, "a look saves nothing");

    // 10:00 is when the other begins, and 08:30 when the leader is back.
    let free = checked(&commune, &[("starts", "08:30"), ("ends", "10:00")]).await;
    assert_eq!(told(&free), Vec::<String>::new());
    free.see("Không trùng lịch nào đã biết");
    for missing in [("on", ""), ("starts", "sáng"), ("ends", "07:00")] {
        let page = checked(&commune, &[missing]).await;
        assert_eq!((told(&page).len(), page.errors().len()), (0, 0), "nothing is said of a form that is still being typed");
        page.not_see("Không trùng lịch");
    }

    let form = commune.office.get("/dialogues/new").await;
    let saved = commune.office.fill(&form, &[FORM, &[("act", "save")]].concat()).await.is(303);
    let shown = commune.office.follow(saved).await.is(200);
    assert_eq!(told(&shown), expected, "it is told once more where it can be moved");
    commune.leader.get(&shown.asked.replace("GET ", "")).await.is(200).not_see("Trùng lịch");
    assert_eq!(count(&commune).await, 2);
}

#[tokio::test]
async fn an_ad_hoc_session_is_looked_at_as_well_and_the_browser_asks_by_itself() {
    let commune = Commune::new().await;
    commune.is_busy(&[("20260210T000000", "20260213T000000")]).await;
    let page = checked(&commune, &[("kind", "ad-hoc")]).await;
    assert_eq!(told(&page), ["Lò Văn Trưởng bận 00:00, 10/02/2026 – 00:00, 13/02/2026"]);
    for path in ["/dialogues/new", "/series/new"] {
        let page = commune.office.get(path).await;
        assert_eq!(page.count("form[data-live]"), 1, "{path}");
    }
    assert_eq!(commune.office.get("/dialogues/new").await.count("#clashes[role=status]"), 1);
}

#[tokio::test]
async fn a_postponed_session_does_not_stand_in_its_own_way() {
    let commune = Commune::new().await;
    let own = commune.app.planned(UNIT, details("Đối thoại quý I", "2026-02-10 08:00")).await;
    let other = commune.app.planned(UNIT, details("Tiếp dân", "2026-02-11 13:00")).await;
    let gone = commune.app.planned(UNIT, details("Đối thoại bị hủy", "2026-02-11 13:00")).await;
    acts::cancel(&commune.app.app, &commune.app.ctx(), gone, 1, "Bão".into()).await.unwrap();
    let moved = async |id: SessionId, on: &str, starts: &str, ends: &str| {
        let form = commune.office.get(&format!("/dialogues/{id}/move")).await.is(200);
        let fields = [("on", on), ("starts", starts), ("ends", ends), ("act", "check")];
        commune.office.fill(&form, &fields).await.is(200)
    };
    assert_eq!(told(&moved(own, "10/02/2026", "09:00", "12:00").await), Vec::<String>::new());
    let expected = ["Tiếp dân Thứ Tư, 11/02/2026, 13:00 – 16:00 · cùng địa điểm, cùng đơn vị"];
    assert_eq!(told(&moved(own, "11/02/2026", "14:00", "17:00").await), expected);
    let form = commune.office.get(&format!("/dialogues/{other}/edit")).await.is(200);
    let page = commune
        .office
        .fill(&form, &[("on", "10/02/2026"), ("starts", "10:00"), ("place", "Nhà văn hóa"), ("act", "check")])
        .await;
    assert_eq!(told(&page.is(200)), ["Đối thoại quý I Thứ Ba, 10/02/2026, 08:00 – 11:00 · cùng đơn vị"]);
    assert_eq!(commune.app.audit_count(Some("session.moved")).await, 0);
}

#[tokio::test]
async fn of_a_session_that_one_may_not_read_only_busy_is_told() {
    let commune = Commune::new().await;
    // The same man heads the committee of another ward as well, which plans a session of its own.
    let hidden =
        Details { place: "Hội trường phường Hải An".into(), ..details("Đối thoại kín", "2026-02-10 09:00") };
    let elsewhere = commune.app.planned("11413", hidden).await;
    commune.heads(&commune.leader, "11413", BodyKind::PartyCommittee).await;
    assert_eq!(told(&checked(&commune, &[]).await), Vec::<String>::new(), "nobody is expected there yet");
    attendance::seed(&commune.app.app, &commune.app.ctx(), elsewhere).await.unwrap();
    let page = checked(&commune, &[]).await;
    assert_eq!(told(&page), ["Lò Văn Trưởng bận Thứ Ba, 10/02/2026, 09:00 – 12:00"]);
    page.not_see("Đối thoại kín").not_see("Hải An").not_see(&elsewhere.to_string());

    // Taken off the list there he is free.
    let line = doithoai::dialogues::attendance(commune.app.read(), elsewhere).await.unwrap().remove(0);
    attendance::remove(&commune.app.app, &commune.app.ctx(), elsewhere, line.id).await.unwrap();
    assert_eq!(told(&checked(&commune, &[]).await), Vec::<String>::new());
}

#[tokio::test]
async fn the_preview_of_a_series_tells_it_for_each_occurrence() {
    let commune = Commune::new().await;
    commune.app.planned(UNIT, details("Đối thoại quý I", "2026-02-25 09:00")).await;
    commune.is_busy(&[("20260325T073000", "20260325T083000")]).await;
    let fields = [
        ("title", "Tiếp dân ngày 25"),
        ("counterpart", "Nhân dân"),
        ("place", "Trụ sở tiếp công dân"),
        ("repeat", "day-of-month"),
        ("day", "25"),
        ("starts_on", "06/01/2026"),
        ("starts", "8h"),
        ("duration", "210"),
        ("ends", "until"),
        ("until", "30/04/2026"),
    ];
    let page = commune.office.get("/series/new").await.is(200);
    let shown = commune.office.fill(&page, &[&fields[..], &[("act", "preview")]].concat()).await.is(200).see("2 buổi trùng lịch");
    let rows = shown.texts("#preview ol li");
    assert_eq!(rows.len(), 4, "{rows:?}");
    assert!(!rows[0].contains("trùng") && !rows[0].contains("bận"), "{rows:?}");
    assert!(rows[1].contains("Đối thoại quý I · cùng đơn vị · Thứ Tư, 25/02/2026, 09:00 – 12:00"), "{rows:?}");
    assert!(rows[2].contains("Lò Văn Trưởng bận · Thứ Tư, 25/03/2026, 07:30 – 08:30"), "{rows:?}");

    // While it is typed nothing is refused that is only missing.
    let looked =
        commune.office.fill(&page, &[&fields[1..9], &[("title", ""), ("until", ""), ("act", "look")]].concat()).await.is(200);
    assert_eq!((looked.errors().len(), looked.count("#preview li")), (0, 0));
    let looked = commune.office.fill(&page, &[&fields[..], &[("act", "look")]].concat()).await.is(200);
    assert_eq!(looked.count("#preview ol li"), 4);

    // Once it is begun, its own planned sessions do not stand in the way of its change.
    let done = commune.office.fill(&page, &[&fields[..], &[("act", "save")]].concat()).await.is(303);
    let change = format!("{}/change", done.location().unwrap());
    let form = commune.office.get(&change).await.is(200);
    let again = commune.office.fill(&form, &[("from_on", "06/01/2026"), ("act", "preview")]).await.is(200);
    again.see("2 buổi trùng lịch");
}
