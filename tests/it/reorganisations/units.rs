//! Two communes merged in mid-year: nothing before the day; from it on everything goes on with the heir.

use doithoai::calendar::{faults, read};
use doithoai::dialogues::SessionKind;
use doithoai::dialogues::actions::plans::year_book;
use doithoai::dialogues::actions::sessions::Details;
use doithoai::kernel::Role;
use doithoai::law::DutyKind;
use doithoai::organisation::{BodyKind, bodies_of_unit, unit};

use super::*;

/// UID and SEQUENCE of each entry of a feed, by title.
async fn entries(app: &TestApp, feed: &str) -> Vec<(String, String, i32)> {
    let bytes = app.visitor().get(feed).await.is(200).body;
    assert_eq!(faults(&bytes), []);
    let calendar = read(&bytes).unwrap();
    let entry = |event: &doithoai::calendar::Component| {
        let text = |name: &str| event.text(name).unwrap_or_default();
        (text("SUMMARY"), text("UID"), text("SEQUENCE").parse().unwrap_or(0))
    };
    let mut all: Vec<_> = calendar[0].parts_named("VEVENT").map(entry).collect();
    all.sort();
    all
}

/// Due, held, planned of the year's lines of a kind.
async fn ledger(app: &TestApp, code: &str, kind: DutyKind) -> Vec<(u32, u32, u32)> {
    let book = year_book(&app.app, &app.ctx(), code, 2026).await.unwrap();
    book.ledger.iter().filter(|line| line.duty.kind == kind).map(|line| (line.due, line.held, line.planned)).collect()
}

#[tokio::test]
async fn b111_two_communes_become_one_and_their_commitments_ledgers_and_calendars_go_on() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let office = app.person("Hà Thị Văn", A, BodyKind::PartyOffice, &[Role::Office]).await;
    let economy = app.body(A, ECONOMY).await;
    let session = held(&app, A, "2026-05-20").await;
    let other = held(&app, B, "2026-06-10").await;
    app.at("2026-06-12 08:00");
    let culture = app.body(B, CULTURE).await;
    let first = promised(&app, A, session, economy.id, "AAAAAAA", "2026-09-30").await;
    promised(&app, B, other, culture.id, "BBBBBBB", "2026-10-31").await;
    app.announced(A, details("Đối thoại tháng Tám", "2026-08-20 08:00")).await;
    app.planned(B, Details { kind: SessionKind::Reception, ..details("Tiếp dân tháng Bảy", "2026-07-10 08:00") }).await;
    let feed = crate::feeds::secret_feed(&office, &office.body.id.to_string()).await;
    let before = entries(&app, &feed).await;
    assert_eq!(before.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["Hội nghị đối thoại", "Đối thoại tháng Tám"]);

    // The preview says what hangs on both; publishing it changes nothing before the day.
    app.at("2026-06-20 08:00");
    let draft = merger(&admin).await;
    let page = admin.get(&draft).await.is(200).see("Hà Thị Văn").see("AAAAAAA").see("BBBBBBB").see("03670-2026-02").see(NEW_NAME);
    page.see("Lịch đăng ký giữ nguyên đường dẫn và chuyển sang lịch của nơi kế thừa: 1.");
    published(&admin, &draft).await.is(303);
    assert_eq!(commitments_of(&app, A).await, [("AAAAAAA".into(), "2026-09-30".into(), economy.id)]);
    assert_eq!(entries(&app, &feed).await, before);
    office.get("/dialogues/new").await.is(200);
    app.visitor().get(&format!("/public/{A}")).await.is(200).see("Hoạt động đến hết ngày 30/06/2026");
    let (a, new) = (unit(app.read(), A).await.unwrap(), unit(app.read(), NEW).await.unwrap());
    assert_eq!((a.valid_to.unwrap().to_string(), a.heir.as_deref()), ("2026-06-30".to_owned(), Some(NEW)));
    assert_eq!((new.valid_from.unwrap().to_string(), new.path.as_str()), ("2026-07-01".to_owned(), "00/14/99001/"));
    assert!(bodies_of_unit(app.read(), NEW, "2026-06-30".parse().unwrap()).await.unwrap().is_empty());

    // On the day the sweep settles it; the list waits for who confirms it.
    app.at("2026-07-01 00:30");
    sweep(&app).await;
    sweep(&app).await;
    assert_eq!(app.audit_count(Some("reorganisation.settled")).await, 1);
    app.at("2026-07-01 08:00");
    let list = admin.get(&draft).await.is(200).see("Chờ bàn giao: 4").see("Đã bàn giao: 0");
    admin.fill(&list, &[]).await.is(303);
    admin.get(&draft).await.is(200).see("Không có việc nào cần bàn giao").see("Đã bàn giao: 4");
    admin.get(&format!("{draft}/print")).await.is(200).see("Bên nhận").see("AAAAAAA");

    // Commitments of both go on under the heir, with the days that they had and the names of those who had them.
    let heir_of = async |name: &str| {
        let bodies = bodies_of_unit(app.read(), NEW, "2026-07-01".parse().unwrap()).await.unwrap();
        bodies.into_iter().find(|body| body.short_name == name).unwrap().id
    };
    let expected = [
        ("AAAAAAA".to_owned(), "2026-09-30".to_owned(), heir_of(ECONOMY).await),
        ("BBBBBBB".to_owned(), "2026-10-31".to_owned(), heir_of(CULTURE).await),
    ];
    assert_eq!(commitments_of(&app, NEW).await, expected);
    assert!(commitments_of(&app, A).await.is_empty());
    let page = office.get(&format!("/commitments/{first}")).await.is(200);
    page.see("trước đây: Phòng Kinh tế, Hạ tầng và Đô thị phường Chiềng An (đến 30/06/2026)").see("Bàn giao cho nơi kế thừa");
    let public = app.visitor().get(&format!("/public/{NEW}/commitments")).await.is(200).see("AAAAAAA").see("BBBBBBB");
    public.see("trước đây: Phòng Văn hóa - Xã hội phường Chiềng Cơi (đến 30/06/2026)");

    // By hand: two days of reception a month are owed, the year's dialogue by who is there on 31 December. A held one in May and
    // B in June, in the year that the heir answers for; its own of August is planned.
    assert_eq!(ledger(&app, A, DutyKind::Reception).await, [(12, 0, 0)]);
    assert_eq!(ledger(&app, B, DutyKind::Reception).await, [(12, 0, 0)]);
    assert_eq!(ledger(&app, NEW, DutyKind::Reception).await, [(12, 0, 1)]);
    assert_eq!(ledger(&app, A, DutyKind::Dialogue).await, []);
    assert!(ledger(&app, NEW, DutyKind::Dialogue).await.iter().all(|line| *line == (1, 2, 1)));
    assert!(!ledger(&app, NEW, DutyKind::Dialogue).await.is_empty());

    // The subscribed address lives: the heir's sessions and the old one's recent past, each once, under the UIDs that they had.
    let after = entries(&app, &feed).await;
    let titles: Vec<&str> = after.iter().map(|one| one.0.as_str()).collect();
    assert_eq!(titles, ["Hội nghị đối thoại", "Tiếp dân tháng Bảy", "Đối thoại tháng Tám"]);
    let of = |all: &[(String, String, i32)], title: &str| all.iter().find(|one| one.0 == title).cloned().unwrap();
    let (was, is) = (of(&before, "Đối thoại tháng Tám"), of(&after, "Đối thoại tháng Tám"));
    assert_eq!((was.1, was.2 + 1), (is.1, is.2));
    assert_eq!(of(&before, "Hội nghị đối thoại"), of(&after, "Hội nghị đối thoại"));
    let public = entries(&app, &format!("/feeds/unit/{A}.ics")).await;
    assert_eq!(public.iter().map(|one| one.0.as_str()).collect::<Vec<_>>(), ["Hội nghị đối thoại", "Đối thoại tháng Tám"]);

    // The office goes on: it plans for the heir, not for the old one, and reads what the old one left.
    office.get(&format!("/dialogues/{session}")).await.is(200).see("Hội nghị đối thoại");
    office.get("/dialogues").await.is(200).see("Đối thoại tháng Tám").see("Hội nghị đối thoại");
    let stranger = app.person("Đỗ Thị Xa", "03679", BodyKind::PartyOffice, &[Role::Office]).await;
    stranger.get(&format!("/dialogues/{session}")).await.is(404);
    stranger.get(&format!("/commitments/{first}")).await.is(404);

    // The old address says what became of it and leads on; that of an announced session still finds its notice.
    let old = app.visitor().get(&format!("/public/{A}")).await.is(200).see("Đơn vị đã kết thúc hoạt động");
    assert_eq!(old.link(NEW_NAME), format!("/public/{NEW}"));
    app.visitor().get(&format!("/public/{NEW}")).await.is(200).see("Kế thừa công việc của").see("Phường Chiềng Cơi");
    let notice = app.visitor().get(&format!("/public/{NEW}")).await.is(200);
    let notice = notice.links().into_iter().find(|link| link.href.contains("/notices/")).unwrap().href;
    app.visitor().get(&notice.replace(NEW, A)).await.is(200);
    app.visitor().get(&format!("/public/{A}/commitments")).await.is(200).see(NEW_NAME);
}

#[tokio::test]
async fn a_new_name_keeps_everything_and_remembers_the_old_one() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let session = held(&app, A, "2026-05-20").await;
    let economy = app.body(A, ECONOMY).await;
    let commitment = promised(&app, A, session, economy.id, "AAAAAAA", "2026-09-30").await;
    let office = app.person("Hà Thị Văn", A, BodyKind::PartyOffice, &[Role::Office]).await;
    app.at("2026-06-20 08:00");
    let fields = [
        ("act", "rename"),
        ("old", A),
        ("new_name", "Phường Tân An"),
        ("effective_on", "01/07/2026"),
        ("paper", "12/NQ-HĐND"),
        ("paper_on", "15/06/2026"),
    ];
    let draft = drafted(&admin, "unit", PROVINCE, &fields).await;
    published(&admin, &draft).await.is(303);
    assert_eq!(unit(app.read(), A).await.unwrap().name, "Phường Chiềng An");
    app.at("2026-07-01 00:30");
    sweep(&app).await;
    app.at("2026-07-01 08:00");
    assert_eq!(unit(app.read(), A).await.unwrap().name, "Phường Tân An");
    assert_eq!(app.body(A, BodyKind::PartyCommittee).await.name, "Đảng ủy phường Tân An");
    let page = office.get(&format!("/commitments/{commitment}")).await.is(200);
    page.see("trước đây: Phòng Kinh tế, Hạ tầng và Đô thị phường Chiềng An (đến 30/06/2026)");
    app.visitor().get(&format!("/public/{A}")).await.is(200).see("trước đây: Phường Chiềng An (đến 30/06/2026)");
    admin.get(&draft).await.is(200).see("Tên mới: Phường Tân An");
}

#[tokio::test]
async fn b014_a_commune_goes_into_one_that_is_there_and_lines_confirmed_before_move_on_the_day() {
    let app = TestApp::new().await;
    app.at("2026-01-05 08:00");
    communes(&app).await;
    let admin = app.admin("Quản Trị").await;
    let village = {
        let page = admin.get(&format!("/admin/units/{A}")).await.is(200);
        admin.fill(&page, &[("kind", "village"), ("name", "Bản Cá"), ("head", "Trưởng bản")]).await.is(303);
        app.body(A, "Bản Cá").await
    };
    let front = app.person("Quàng Thị Mẫu", A, village.id, &[Role::Submitter]).await;
    let session = app.planned(A, details("Đối thoại tháng Tám", "2026-08-20 08:00")).await;
    let gone = app.planned(A, details("Đối thoại tháng Chín", "2026-09-20 08:00")).await;
    app.at("2026-06-20 08:00");
    let fields = [
        ("act", "merge"),
        ("old", A),
        ("heir", B),
        ("effective_on", "01/07/2026"),
        ("paper", "12/NQ-HĐND"),
        ("paper_on", "15/06/2026"),
    ];
    let draft = drafted(&admin, "unit", PROVINCE, &fields).await;
    published(&admin, &draft).await.is(303);
    let list = admin.get(&draft).await.is(200).see("Chờ bàn giao: 2").see("việc được chuyển vào ngày 01/07/2026");
    let page = admin.fill(&list, &[("to", "heir"), ("to", "call-off")]).await.is(303);
    admin.follow(page).await.see("Quản Trị đã xác nhận").see("Đã bàn giao: 0");
    let unit_of = async |id| {
        let found = doithoai::dialogues::find(app.read(), &app.ctx(), Action::PlanDialogues, id).await.unwrap();
        (found.session.unit_code, found.session.state.word().as_str())
    };
    assert_eq!(unit_of(session).await, (A.to_owned(), "planned"));
    app.at("2026-07-01 00:30");
    sweep(&app).await;
    assert_eq!(unit_of(session).await, (B.to_owned(), "planned"));
    assert_eq!(unit_of(gone).await, (A.to_owned(), "cancelled"));
    // A village goes on itself under the heir, with who speaks for it.
    let bodies = bodies_of_unit(app.read(), B, "2026-07-01".parse().unwrap()).await.unwrap();
    let carried = bodies.iter().find(|body| body.name == "Bản Cá").unwrap();
    assert_ne!(carried.id, village.id);
    let grants: Vec<_> = front.ctx().await.actor.grants().iter().map(|grant| (grant.body, grant.unit_code.clone())).collect();
    assert_eq!(grants, [(carried.id.0, B.to_owned()), (village.id.0, A.to_owned())]);
    // Nothing new can be planned for what has ended.
    let refused =
        doithoai::dialogues::actions::sessions::plan(&app.app, &app.ctx(), A, details("Muộn", "2026-08-01 08:00")).await;
    assert!(format!("{:?}", refused.unwrap_err()).contains("session.unit-ended"));
}
