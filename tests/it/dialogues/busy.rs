//! Busy calendars: given by address or file, fetched as the clock goes on, kept secret, without a word of what somebody does.

use doithoai::kernel::Role;
use doithoai::organisation::BodyKind;
use entity::{audit_entry, busy_source, busy_time, outbox};
use sea_orm::EntityTrait;

use super::{Commune, Server, UNIT, ics};
use crate::notices::sweep;
use crate::support::{Page, Person, wall};

const SWEEP: &str = "busy-calendars";
const SECRET: &str = "private-0123";

async fn gives(who: &Person, of: &Person, host: &str) -> Page {
    let page = who.get("/busy").await.is(200);
    let (person, address) = (of.person.to_string(), format!("http://{host}/ical/{SECRET}/basic.ics"));
    who.fill(&page, &[("person", &person), ("way", "address"), ("address", &address)]).await
}

async fn times(commune: &Commune) -> Vec<busy_time::Model> {
    busy_time::Entity::find().all(commune.app.read()).await.unwrap()
}

#[tokio::test]
async fn an_address_is_fetched_and_nothing_is_kept_of_it_but_times() {
    let (_server, host) =
        Server::new(&ics(&[("20260210T080000", "20260210T093000"), ("20260211T130000", "20260211T140000")])).await;
    let commune = Commune::with(&host).await;
    let added = gives(&commune.office, &commune.leader, &host).await.is(303);
    let page = commune.office.follow(added).await.is(200).see("Lò Văn Trưởng").see("Chờ đọc lần đầu").not_see(SECRET);
    page.see(&format!("http://{host}/…"));

    let first = sweep(&commune.app, SWEEP).await;
    assert_eq!((first.done, first.failed), (1, 0));
    assert!(sweep(&commune.app, SWEEP).await.is_zero(), "the same instant again does nothing");
    let page = commune.office.get("/busy").await.is(200).see("Đang cập nhật").see("2 khoảng bận sắp tới, đến hết 04/07/2027");
    page.not_see(SECRET).not_see("Khám bệnh");

    let kept = times(&commune).await;
    assert_eq!((kept[0].starts_at, kept[0].ends_at), (wall("2026-02-10 08:00"), wall("2026-02-10 09:30")));
    assert!(kept.iter().all(|time| time.person_id == commune.leader.person.0));
    let everything = format!(
        "{:?} {:?} {:?}",
        kept,
        audit_entry::Entity::find().all(commune.app.read()).await.unwrap(),
        outbox::Entity::find().all(commune.app.read()).await.unwrap(),
    );
    assert!(!everything.contains("Khám bệnh") && !everything.contains("Bệnh viện") && !everything.contains(SECRET));
    assert_eq!(commune.app.audit_count(Some("busy.added")).await, 1);
}

#[tokio::test]
async fn what_was_read_last_stays_good_while_the_server_fails_and_the_page_says_since_when_and_why() {
    let (server, host) = Server::new(&ics(&[("20260210T080000", "20260210T093000")])).await;
    let commune = Commune::with(&host).await;
    gives(&commune.office, &commune.leader, &host).await.is(303);
    sweep(&commune.app, SWEEP).await;
    server.says(404, "");
    commune.app.at("2026-01-05 10:00");
    assert_eq!(sweep(&commune.app, SWEEP).await.failed, 1);
    let page = commune.office.get("/busy").await.see("Không đọc được").see("máy chủ không còn lịch này");
    // Fifteen minutes after the first failure.
    page.see("Từ 10:00, 05/01/2026").see("thử lại lúc 10:15, 05/01/2026").see("Đọc được lúc 08:00, 05/01/2026");
    assert_eq!(times(&commune).await.len(), 1);
    assert!(sweep(&commune.app, SWEEP).await.is_zero());
    for (now, status, why) in
        [("10:15", 500, "máy chủ lịch báo lỗi"), ("10:45", 403, "đòi đăng nhập"), ("11:45", 200, "không phải là lịch")]
    {
        server.says(status, "<html>");
        commune.app.at(&format!("2026-01-05 {now}"));
        assert_eq!(sweep(&commune.app, SWEEP).await.failed, 1, "{now}");
        commune.office.get("/busy").await.see(why).see("Từ 10:00, 05/01/2026");
    }
    // Two hours after the fourth failure it would come by itself; somebody asks for it now.
    server.says(200, &ics(&[("20260212T080000", "20260212T090000")]));
    let page = commune.office.get("/busy").await;
    let again = page.forms().into_iter().find(|form| form.action.ends_with("/again")).unwrap();
    commune.office.awake().await.send_form(&again, &[]).await.is(303);
    assert_eq!(sweep(&commune.app, SWEEP).await.done, 1);
    commune.office.get("/busy").await.see("Đang cập nhật").not_see("Không đọc được");
    let kept = times(&commune).await;
    assert_eq!(kept.iter().map(|time| time.starts_at).collect::<Vec<_>>(), [wall("2026-02-12 08:00")]);
}

#[tokio::test]
async fn an_unchanged_calendar_is_not_sent_again_until_a_week_has_passed() {
    let (server, host) = Server::new(&ics(&[("20260210T080000", "20260210T093000")])).await;
    let commune = Commune::with(&host).await;
    gives(&commune.office, &commune.leader, &host).await.is(303);
    sweep(&commune.app, SWEEP).await;
    server.says(304, "");
    commune.app.at("2026-01-05 09:59");
    assert!(sweep(&commune.app, SWEEP).await.is_zero(), "not before two hours");
    commune.app.at("2026-01-05 10:00");
    assert_eq!(sweep(&commune.app, SWEEP).await.done, 1);
    server.says(200, &ics(&[("20260210T080000", "20260210T093000")]));
    commune.app.at("2026-01-13 08:00");
    assert_eq!(sweep(&commune.app, SWEEP).await.done, 1);
    let asked = server.heads();
    let tags: Vec<Option<&str>> = asked.iter().map(|head| head.get("if-none-match").and_then(|tag| tag.to_str().ok())).collect();
    assert_eq!(tags, [None, Some("\"eins\""), None], "after a week the content itself is wanted: its window has moved");
    assert_eq!(times(&commune).await.len(), 1);
    commune.office.get("/busy").await.see("đến hết 12/07/2027");
}

#[tokio::test]
async fn a_private_address_is_never_asked() {
    let (server, host) = Server::new("").await;
    let commune = Commune::new().await;
    let refused = gives(&commune.office, &commune.leader, &host).await.is(422);
    assert!(refused.error_at("address").unwrap().contains("https://"), "{:?}", refused.errors());
    let page = commune.office.get("/busy").await;
    let (person, address) = (commune.leader.person.to_string(), format!("https://{host}/x.ics"));
    commune.office.fill(&page, &[("person", &person), ("way", "address"), ("address", &address)]).await.is(303);
    assert_eq!(sweep(&commune.app, SWEEP).await.failed, 1);
    commune.office.get("/busy").await.see("mạng nội bộ, không được phép");
    assert!(server.heads().is_empty());
}

#[tokio::test]
async fn a_file_is_read_at_once_and_a_new_one_takes_its_place() {
    let commune = Commune::new().await;
    commune.is_busy(&[("20260210T080000", "20260210T093000"), ("20260210T090000", "20260210T100000")]).await;
    let page = commune.office.get("/busy").await.see("Đã đọc tệp").see("1 khoảng bận sắp tới");
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/again")), "a file cannot be read again");
    commune.is_busy(&[("20260212T080000", "20260212T090000")]).await;
    assert_eq!(busy_source::Entity::find().all(commune.app.read()).await.unwrap().len(), 1);
    assert_eq!(times(&commune).await[0].starts_at, wall("2026-02-12 08:00"));
    assert!(sweep(&commune.app, SWEEP).await.is_zero());

    let person = commune.leader.person.to_string();
    let fields = [("person", &*person), ("way", "file")];
    for (file, why) in [(&b"%PDF-1.7"[..], "không phải là lịch"), (&vec![b' '; 3 << 20], "lớn hơn 2 MB")] {
        let refused = commune.office.upload("/busy", &fields, &[("ics", "lich.ics", file)]).await.is(422);
        assert!(refused.error_at("ics").unwrap().contains(why), "{:?}", refused.errors());
        assert_eq!(refused.count("#f-way-1[checked]"), 1, "the choice stays");
    }
    let none = commune.office.upload("/busy", &fields, &[]).await.is(422);
    assert!(none.error_at("ics").is_some());
    // An event with a rule that nobody can read counts once and is told.
    let odd = ics(&[("20260210T080000", "20260210T093000")]).replace("END:VEVENT", "RRULE:FREQ=HOURLY\r\nEND:VEVENT");
    commune.office.upload("/busy", &fields, &[("ics", "lich.ics", odd.as_bytes())]).await.is(303);
    commune.office.get("/busy").await.see("1 sự kiện có giờ hoặc cách lặp không đọc được");
}

#[tokio::test]
async fn a_leader_keeps_his_own_and_others_see_nothing_of_it() {
    let commune = Commune::new().await;
    let chair = commune.app.person("Cầm Văn Chủ", UNIT, BodyKind::PeopleCommittee, &[Role::Leader]).await;
    let clerk = commune.app.person("Quàng Thị Ký", UNIT, BodyKind::PartyOffice, &[Role::Clerk]).await;
    let other = commune.app.person("Đỗ Thị Xa", "11413", BodyKind::PartyOffice, &[Role::Office]).await;
    commune.is_busy(&[("20260210T080000", "20260210T093000")]).await;
    let page = commune.leader.get("/busy").await.is(200).see("Lò Văn Trưởng").see("1 khoảng bận").not_see("Cầm Văn Chủ");
    let remove = page.forms().into_iter().find(|form| form.action.ends_with("/remove")).unwrap();

    chair.get("/busy").await.is(200).not_see("Lò Văn Trưởng").see("Cầm Văn Chủ");
    clerk.get("/busy").await.is(404);
    other.get("/busy").await.is(200).not_see("Lò Văn Trưởng");
    let denied = commune.app.audit_count(Some("access.denied")).await;
    for stranger in [&chair, &other] {
        stranger.post(&remove.action, &[]).await.is(404);
        stranger.post(&remove.action.replace("remove", "again"), &[]).await.is(404);
        let person = commune.leader.person.to_string();
        let fields = [("person", &*person), ("way", "address"), ("address", "https://a.vn/x.ics")];
        let refused = stranger.post("/busy", &fields).await.is(422);
        assert!(refused.error_at("person").is_some() || refused.errors().len() == 1);
    }
    assert_eq!(commune.app.audit_count(Some("access.denied")).await, denied + 4);

    commune.leader.awake().await.send_form(&remove, &[]).await.is(303);
    assert!(times(&commune).await.is_empty());
    assert_eq!(commune.app.audit_count(Some("busy.removed")).await, 1);
    commune.leader.post(&remove.action, &[]).await.is(404);
}

#[tokio::test]
async fn wrong_addresses_are_refused_in_words_and_stay_in_their_field() {
    let commune = Commune::new().await;
    let person = commune.leader.person.to_string();
    let given = async |address: &str| {
        let page = commune.office.get("/busy").await;
        commune.office.fill(&page, &[("person", &person), ("way", "address"), ("address", address)]).await
    };
    for (address, why) in [
        ("lịch của tôi", "không phải là địa chỉ lịch"),
        ("http://a.vn/x.ics", "https://"),
        ("https://an:geheim@a.vn/x.ics", "tên đăng nhập, mật khẩu"),
        ("", "Địa chỉ lịch"),
    ] {
        let refused = given(address).await.is(422);
        assert!(refused.error_at("address").unwrap().contains(why), "{address}: {:?}", refused.errors());
        assert_eq!(refused.form_with(&["address"]).fields.iter().find(|(name, _)| name == "address").unwrap().1, address);
    }
    given("webcal://a.vn/1.ics").await.is(303);
    assert!(given("https://a.vn/1.ics").await.is(422).error_at("address").unwrap().contains("đã có lịch"));
    for at in 2..=5 {
        given(&format!("https://a.vn/{at}.ics")).await.is(303);
    }
    assert!(given("https://a.vn/6.ics").await.is(422).error_at("person").unwrap().contains("tối đa 5"));
}
