//! Looking for a free time: asked of whom, within which days, why it is offered, and how it comes into the form.

use doithoai::dialogues::{Filter, SessionKind, of_unit};
use doithoai::kernel::clock::local;
use doithoai::organisation::BodyKind;

use super::{Commune, UNIT};
use crate::support::{Page, details};

const FORM: &[(&str, &str)] = &[
    ("title", "Đối thoại với nông dân"),
    ("counterpart", "Nông dân"),
    ("starts", "08:00"),
    ("ends", "11:00"),
    ("place", "Hội trường UBND phường"),
    ("attend_how", "Đăng ký với tổ trưởng"),
];

/// The offers, each with its reasons.
fn offers(page: &Page) -> Vec<String> {
    page.texts("#finder .dt-offers__offer")
}

/// Presses "find" in the form of a new session with these fields.
async fn found(commune: &Commune, fields: &[(&str, &str)]) -> Page {
    let form = commune.office.get("/dialogues/new").await.is(200);
    commune.office.fill(&form, &[FORM, fields, &[("act", "find")]].concat()).await
}

/// Asks again with other fields of the open finder.
async fn again(commune: &Commune, page: &Page, fields: &[(&str, &str)]) -> Page {
    let mut form = page.form_with(&["finder", "earliest"]);
    form.fields.retain(|(name, _)| fields.iter().all(|(other, _)| other != name) || name == "needed");
    if fields.iter().any(|(name, _)| *name == "needed") {
        form.fields.retain(|(name, _)| name != "needed");
    }
    commune.office.awake().await.send_form(&form, &[fields, &[("act", "find")]].concat()).await
}

#[tokio::test]
async fn one_click_opens_it_with_the_heads_and_the_period_and_a_second_takes_a_time_into_the_form() {
    let commune = Commune::new().await;
    let chair = commune.app.person("Cầm Văn Chủ", UNIT, BodyKind::PeopleCommittee, &[]).await;
    commune.heads(&chair, UNIT, BodyKind::PeopleCommittee).await;
    // The leader is away in the mornings of the first two working weeks that can still be announced.
    commune.is_busy(&[("20260113T070000", "20260113T120000"), ("20260114T070000", "20260114T080000")]).await;
    let page = found(&commune, &[]).await.is(200);
    // A dialogue is owed once in 2026 (Law 72/2025, Art. 43); today is Monday 5 January.
    let page = page.see("Kỳ phải tổ chức: từ 06/01/2026 đến hết 31/12/2026");
    assert_eq!(page.count("#finder input[name=needed][checked]"), 2, "both heads are proposed");
    let all = offers(&page);
    // Seven days before (Article 43): 12 January is the first day that can be announced on the fifth. The morning of the 13th
    // is taken, and on the 14th the leader is back at eight.
    assert!(all[0].starts_with("Thứ Hai, 12/01/2026, 08:00 – 11:00"), "{all:?}");
    for reason in [
        "ngày làm việc, trong giờ hành chính",
        "cả 2 người đều rảnh",
        "địa điểm trống",
        "kịp thông báo công khai, chậm nhất 05/01/2026",
    ] {
        assert!(all[0].contains(reason), "{reason}: {}", all[0]);
    }
    assert!(all[1].starts_with("Thứ Tư, 14/01/2026, 08:00 – 11:00"), "{all:?}");
    let page = page.see("Chưa có lịch bận, chỉ biết các hội nghị: Cầm Văn Chủ");

    let form = page.form_with(&["take", "title"]);
    let value = form.buttons.iter().find(|(name, _)| name == "take").unwrap().1.clone();
    let taken =
        commune.office.awake().await.send_form(&form, &[("take", &value)]).await.is(200).see("Không trùng lịch nào đã biết");
    assert_eq!(taken.count("#finder"), 0, "the finder has done its work");
    let filled = taken.form_with(&["title", "on"]);
    let value = |name: &str| filled.fields.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!((value("on"), value("starts"), value("ends")), ("12/01/2026".into(), "08:00".into(), "11:00".into()));
    assert_eq!((value("title"), value("attend_how")), ("Đối thoại với nông dân".into(), "Đăng ký với tổ trưởng".into()));
    commune.office.fill(&taken, &[("act", "save")]).await.is(303);
    let session = of_unit(commune.app.read(), UNIT, &Filter::default()).await.unwrap().remove(0);
    assert_eq!((local(session.starts_at).to_string(), session.kind), ("2026-01-12 08:00:00".into(), SessionKind::Periodic));
}

#[tokio::test]
async fn it_can_be_asked_about_other_days_another_length_and_fewer_people() {
    let commune = Commune::new().await;
    commune.is_busy(&[("20260301T000000", "20260401T000000")]).await;
    commune.app.planned(UNIT, details("Tiếp dân", "2026-03-10 13:00")).await;
    let page = found(&commune, &[]).await.is(200);
    // The leader is away the whole of March.
    let march = [("earliest", "09/03/2026"), ("latest", "11/03/2026")];
    let none = again(&commune, &page, &march).await.is(200).see("Không có giờ trống trong những ngày này");
    assert!(offers(&none).is_empty());
    let mut form = none.form_with(&["finder", "earliest"]);
    form.fields.retain(|(name, _)| name != "needed");
    let without = commune.office.awake().await.send_form(&form, &[("lasts", "240"), ("act", "find")]).await.is(200);
    let all = offers(&without);
    // Four hours are a whole morning or afternoon; Tuesday has a session, so its morning comes last and its afternoon not at all.
    let begins = without.texts("#finder strong");
    let expected = [
        "Thứ Hai, 09/03/2026, 07:30 – 11:30",
        "Thứ Tư, 11/03/2026, 07:30 – 11:30",
        "Thứ Hai, 09/03/2026, 13:00 – 17:00",
        "Thứ Tư, 11/03/2026, 13:00 – 17:00",
        "Thứ Ba, 10/03/2026, 07:30 – 11:30",
    ];
    assert_eq!(begins, expected);
    assert!(all[4].contains("trong ngày đơn vị còn buổi khác") && !all[0].contains("người đều rảnh"), "{all:?}");
}

#[tokio::test]
async fn too_short_notice_is_told_and_comes_last() {
    let commune = Commune::new().await;
    let page = found(&commune, &[]).await.is(200);
    // On Monday the fifth: the ninth is too soon for seven days, the twelfth just in time.
    let soon = again(&commune, &page, &[("earliest", "09/01/2026"), ("latest", "12/01/2026")]).await.is(200);
    let all = offers(&soon);
    // Saturday 10 January is worked for the second.
    assert!(all[0].starts_with("Thứ Hai, 12/01/2026, 08:00"), "{all:?}");
    assert!(all[2].starts_with("Thứ Sáu, 09/01/2026, 08:00"), "{all:?}");
    assert!(all[2].contains("không còn kịp thông báo công khai, chậm nhất 02/01/2026"), "{all:?}");
}

#[tokio::test]
async fn a_day_of_reception_is_looked_for_in_its_month_and_needs_no_notice() {
    let commune = Commune::new().await;
    let page = found(&commune, &[("kind", "reception")]).await.is(200);
    // Two days a month are owed (Regulation 11): the first month that lacks them is January.
    let page = page.see("từ 06/01/2026 đến hết 31/01/2026").see("kịp tiến độ");
    assert!(!page.text().contains("thông báo công khai"));
    assert!(offers(&page)[0].starts_with("Thứ Ba, 06/01/2026, 08:00 – 11:00"));
}

#[tokio::test]
async fn a_postponed_session_is_looked_for_beside_its_own_old_time_and_keeps_what_was_typed() {
    let commune = Commune::new().await;
    let own = commune.app.planned(UNIT, details("Đối thoại quý I", "2026-02-10 08:00")).await;
    let path = format!("/dialogues/{own}/move");
    let form = commune.office.get(&path).await.is(200);
    let page = commune.office.fill(&form, &[("reason", "Bí thư họp Tỉnh ủy"), ("act", "find")]).await.is(200);
    let day = again(&commune, &page, &[("earliest", "10/02/2026"), ("latest", "10/02/2026")]).await.is(200);
    assert!(offers(&day)[0].starts_with("Thứ Ba, 10/02/2026, 08:00 – 11:00"), "{:?}", offers(&day));
    let form = day.form_with(&["take", "reason"]);
    let afternoon = form.buttons.iter().find(|(name, value)| name == "take" && value.contains("T13:00")).unwrap().1.clone();
    let taken = commune.office.awake().await.send_form(&form, &[("take", &afternoon)]).await.is(200);
    let moved = commune.office.fill(&taken, &[("act", "save")]).await.is(303);
    commune.office.follow(moved).await.see("13:00 – 16:00");
    assert_eq!(commune.app.audit_count(Some("session.moved")).await, 1);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_beside_its_field_and_nothing_typed_is_lost() {
    let commune = Commune::new().await;
    let page = found(&commune, &[]).await.is(200);
    for (field, value, why) in [
        ("earliest", "31/02/2026", "28/08"),
        ("latest", "01/01/2026", "phải sau ngày đầu"),
        ("latest", "01/01/2028", "366 ngày"),
        ("lasts", "5", "15"),
        ("lasts", "lâu", "số"),
    ] {
        let refused = again(&commune, &page, &[(field, value)]).await.is(422);
        assert!(refused.error_at(field).unwrap().contains(why), "{field}: {:?}", refused.errors());
        let form = refused.form_with(&["finder", "title"]);
        for (name, wanted) in [(field, value), ("title", "Đối thoại với nông dân"), ("attend_how", "Đăng ký với tổ trưởng")]
        {
            assert_eq!(form.fields.iter().find(|(known, _)| known == name).unwrap().1, wanted);
        }
    }
    let strange = again(&commune, &page, &[("needed", "01890000-0000-7000-8000-000000000000")]).await.is(200);
    assert!(!offers(&strange).is_empty(), "a stranger is not asked about");
    again(&commune, &page, &[("needed", "x")]).await.is(422);
    let form = page.form_with(&["finder", "title"]);
    commune.office.awake().await.send_form(&form, &[("take", "morgen/übermorgen")]).await.is(200);
    assert!(of_unit(commune.app.read(), UNIT, &Filter::default()).await.unwrap().is_empty());
}
