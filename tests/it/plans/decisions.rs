//! Days that are only proposed wait for a person; a cancelled session is made up for, both sides linked.

use doithoai::dialogues::actions::{series, sessions as acts};
use doithoai::dialogues::{SessionState, StateWord};
use doithoai::kernel::{Role, SeriesId};
use doithoai::organisation::BodyKind;

use super::{UNIT, commune, sessions};
use crate::support::{Person, TestApp, details};

/// People are received on the 25th from January to April 2026; on a day off it is made up for.
async fn begun(office: &Person) -> (String, SeriesId) {
    let page = office.get("/series/new").await.is(200);
    let typed = [
        ("title", "Tiếp dân ngày 25"),
        ("kind", "reception"),
        ("counterpart", "Nhân dân phường"),
        ("form", "in-person"),
        ("place", "Trụ sở tiếp công dân"),
        ("repeat", "day-of-month"),
        ("day", "25"),
        ("starts_on", "01/01/2026"),
        ("starts", "8h"),
        ("duration", "210"),
        ("shift", "make-up"),
        ("ends", "until"),
        ("until", "30/04/2026"),
    ];
    let path = office.fill(&page, &typed).await.is(303).location().unwrap();
    let id = path.rsplit('/').next().unwrap().parse().unwrap();
    (path, id)
}

async fn days(app: &TestApp) -> Vec<(String, StateWord)> {
    sessions(app).await.iter().map(|one| (one.on().to_string(), one.state.word())).collect()
}

#[tokio::test]
async fn b016_a_proposed_day_waits_for_a_person_who_chooses_one_or_leaves_it_out() {
    let (app, office, leader) = commune().await;
    let (path, id) = begun(&office).await;
    // 25 January is a Sunday, 25 April a Saturday before Giỗ Tổ: nothing is opened for them.
    let opened = [("2026-02-25".to_owned(), StateWord::Planned), ("2026-03-25".to_owned(), StateWord::Planned)];
    assert_eq!(days(&app).await, opened);
    assert_eq!(series::open(&app.app, &office.ctx().await, id).await.unwrap(), 0);
    let page = office.get(&path).await.is(200).see("Cần quyết định").see("đề xuất Thứ Hai, 26/01/2026");
    assert_eq!(page.source().matches(&format!("href=\"{path}/days/")).count(), 2);
    leader.get(&path).await.is(200).not_see("Cần quyết định");
    office.get("/").await.see("Chọn ngày tổ chức bù: Tiếp dân ngày 25, ngày 25/01/2026");

    let day = format!("{path}/days/2026-01-25T08:00");
    let form = office.get(&day).await.is(200).see("Muốn tính").see("01/01/2026 – 31/01/2026");
    assert!(form.source().contains("value=\"26/01/2026\""));
    let found = office.fill(&form, &[("act", "find")]).await.is(200);
    assert!(found.html().select("[name=take]").len() > 1, "free times are offered");
    assert!(office.fill(&form, &[("ends", "7h"), ("act", "save")]).await.is(422).error_at("ends").is_some());
    assert!(office.fill(&form, &[("on", "28/11/2025"), ("act", "save")]).await.is(422).error_at("on").is_some());
    let done = office.fill(&form, &[("on", "27/01/2026"), ("act", "save")]).await.is(303);
    office.follow(done).await.is(200).see("27/01/2026");
    let held = sessions(&app).await.remove(0);
    assert_eq!((held.slot_key.as_deref(), held.on().to_string().as_str()), (Some("2026-01-25T08:00"), "2026-01-27"));
    office.get(&day).await.is(404);

    let other = format!("{path}/days/2026-04-25T08:00");
    let form = office.get(&other).await.is(200);
    let leave = form.forms().into_iter().find(|form| form.action == format!("{other}/leave")).unwrap();
    let refused = office.awake().await.send_form(&leave, &[]).await.is(422);
    assert!(refused.error_at("reason").is_some());
    office.awake().await.send_form(&leave, &[("reason", "Lãnh đạo đi công tác")]).await.is(303);
    office.get(&path).await.is(200).not_see("Cần quyết định");
    assert_eq!(days(&app).await.last().unwrap(), &("2026-04-28".to_owned(), StateWord::Cancelled));
    assert_eq!(series::open(&app.app, &office.ctx().await, id).await.unwrap(), 0, "nothing is offered again");
}

#[tokio::test]
async fn a_cancelled_session_is_made_up_for_once_and_both_sides_are_linked() {
    let (app, office, leader) = commune().await;
    let session = app.announced(UNIT, details("Đối thoại với nông dân", "2026-03-10 08:00")).await;
    let here = format!("/dialogues/{session}");
    office.get(&here).await.is(200).not_see("Tổ chức bù");
    office.get(&format!("{here}/make-up")).await.is(404);
    let version = sessions(&app).await[0].version;
    acts::cancel(&app.app, &office.ctx().await, session, version, "Bão số 1".into()).await.unwrap();
    office.get(&here).await.is(200).see("Tổ chức bù");
    let form = office.get(&format!("{here}/make-up")).await.is(200).see("Bão số 1");
    // Tuesday 10 March is cancelled: Wednesday 11 is proposed.
    assert!(form.source().contains("value=\"11/03/2026\""));
    let done = office.fill(&form, &[("on", "17/03/2026"), ("act", "save")]).await.is(303);
    let made_up = done.location().unwrap();
    office.follow(done).await.is(200).see("Tổ chức bù cho buổi đã hủy").see("Thứ Ba, 10/03/2026");
    office.get(&here).await.is(200).see("Được tổ chức bù bằng buổi").see("Thứ Ba, 17/03/2026").not_see("Tổ chức bù");
    leader.get(&here).await.is(200).see("Được tổ chức bù bằng buổi");
    office.fill(&form, &[("on", "18/03/2026"), ("act", "save")]).await.is(422).see("đã có buổi tổ chức bù");
    let new = sessions(&app).await.into_iter().find(|one| one.makes_up == Some(session)).unwrap();
    assert_eq!((new.title.as_str(), new.state.clone()), ("Đối thoại với nông dân", SessionState::Planned));
    assert_eq!(made_up, format!("/dialogues/{}", new.id));
    // Whoever may not know planned sessions is told when it is announced.
    let women = app.person("Vì Thị Hoa", UNIT, BodyKind::MassOrganization, &[Role::Submitter]).await;
    women.get(&here).await.is(200).not_see("Được tổ chức bù");
    acts::announce(&app.app, &office.ctx().await, new.id, 1).await.unwrap();
    women.get(&here).await.is(200).see("Được tổ chức bù");
    // Cancelled itself, it makes up for nothing any more.
    acts::cancel(&app.app, &office.ctx().await, new.id, 2, "Bão số 2".into()).await.unwrap();
    office.get(&here).await.is(200).see("Tổ chức bù");
}

#[tokio::test]
async fn the_period_counts_a_make_up_day_that_lies_in_it() {
    let (app, office, _) = commune().await;
    let january = |app: &TestApp| {
        let (app, ctx) = (app.app.clone(), app.ctx());
        async move {
            let book = doithoai::dialogues::actions::plans::year_book(&app, &ctx, UNIT, 2026).await.unwrap();
            let line = book.ledger.into_iter().find(|line| line.duty.kind == doithoai::law::DutyKind::Reception).unwrap();
            let month = line.periods[0].clone();
            (month.planned, month.short)
        }
    };
    // Two days of reception a month (Regulation 11-QĐi/TW, Art. 4(1b)).
    assert_eq!(january(&app).await, (0, 2));
    let (path, _) = begun(&office).await;
    assert_eq!(january(&app).await, (0, 2), "a proposed day is no planned one");
    let form = office.get(&format!("{path}/days/2026-01-25T08:00")).await.is(200);
    office.fill(&form, &[("act", "save")]).await.is(303);
    assert_eq!(january(&app).await, (1, 1));
}

#[tokio::test]
async fn decisions_belong_to_the_office_of_their_unit() {
    let (app, office, leader) = commune().await;
    let (path, _) = begun(&office).await;
    let session = app.announced(UNIT, details("Đối thoại", "2026-03-10 08:00")).await;
    acts::cancel(&app.app, &office.ctx().await, session, 2, "Bão".into()).await.unwrap();
    let other = app.person("Đỗ Thị Xa", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    let addresses = [format!("{path}/days/2026-01-25T08:00"), format!("/dialogues/{session}/make-up")];
    for address in &addresses {
        leader.get(address).await.is(404);
        let denied = app.audit_count(Some("access.denied")).await;
        other.get(address).await.is(404);
        other.post(address, &[("on", "26/01/2026"), ("starts", "8h"), ("ends", "11h")]).await.is(404);
        assert_eq!(app.audit_count(Some("access.denied")).await, denied + 2);
    }
    let denied = app.audit_count(Some("access.denied")).await;
    other.post(&format!("{path}/days/2026-01-25T08:00/leave"), &[("reason", "x")]).await.is(404);
    other.post(&format!("/dialogues/{session}/keep"), &[("version", "3")]).await.is(404);
    assert_eq!(app.audit_count(Some("access.denied")).await, denied + 2);
    assert_eq!(days(&app).await.len(), 3);
}
