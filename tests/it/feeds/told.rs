//! What a feed tells, as python icalendar, vobject and npm ical.js understand it.

use doithoai::calendar::faults;
use doithoai::dialogues::actions::sessions;
use serde_json::Value;

use super::{announced, planned};
use crate::support::{TestApp, peers, wall};

const FEED: &str = "/feeds/unit/03667.ics";

/// The events of the unit's feed, which our own check passes, by each foreign parser.
async fn read(app: &TestApp) -> Vec<(String, Vec<Value>)> {
    read_at(app, FEED).await
}

async fn read_at(app: &TestApp, address: &str) -> Vec<(String, Vec<Value>)> {
    let page = app.visitor().get(address).await.is(200);
    let bytes = page.source();
    assert_eq!(faults(bytes.as_bytes()), []);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.ics");
    std::fs::write(&file, &bytes).unwrap();
    let python = peers::python("read_ics.py", &[&file]);
    let node = peers::node("read_ics.mjs", &[&file]);
    let readers = [("icalendar", &python["icalendar"]), ("vobject", &python["vobject"]), ("ical.js", &node["ical.js"])];
    readers.map(|(name, read)| (name.to_owned(), read["events"].as_array().unwrap().clone())).to_vec()
}

#[tokio::test]
async fn b028_b029_b039_vietnamese_titles_commas_and_line_breaks_arrive_whole_everywhere() {
    let app = TestApp::new().await;
    let title = "Hội nghị đối thoại trực tiếp giữa người đứng đầu cấp ủy, chính quyền; với Nhân dân \\ lần 1";
    let id = announced(&app, title, "2025-04-10 08:00").await;
    for (reader, events) in read(&app).await {
        assert_eq!(events.len(), 1, "{reader}");
        let event = &events[0];
        assert_eq!(event["uid"], format!("{id}@doithoai"), "{reader}");
        assert_eq!(event["summary"], title, "{reader}");
        assert_eq!(event["location"], "Nhà văn hóa bản Cá; tầng 2, phòng họp", "{reader}");
        assert_eq!(event["start"], "2025-04-10T08:00:00+07:00", "{reader}");
        assert_eq!(event["end"], "2025-04-10T11:00:00+07:00", "{reader}");
        assert_eq!(event["status"], "CONFIRMED", "{reader}");
        let description = event["description"].as_str().unwrap();
        assert!(description.contains("Đăng ký với tổ trưởng,\ntrước ngày 5/4"), "{reader}: {description}");
    }
}

#[tokio::test]
async fn who_chose_it_hears_a_bell_and_reads_the_day_by_the_moon() {
    let app = TestApp::new().await;
    announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    // Giỗ Tổ, the tenth of the third month, was 7 April 2025.
    for (reader, events) in read_at(&app, &format!("{FEED}?alarm=120&lunar=1")).await {
        let description = events[0]["description"].as_str().unwrap();
        assert!(description.ends_with("Âm lịch: ngày 13 tháng 3"), "{reader}: {description}");
    }
    let rings = app.visitor().get(&format!("{FEED}?alarm=120")).await.source();
    assert!(rings.contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT120M\r\n"), "{rings}");
    // Programs add words of their own to an address.
    let plain = app.visitor().get(FEED).await.source();
    assert!(!plain.contains("VALARM") && !plain.contains("lịch:"), "{plain}");
    assert_eq!(app.visitor().get(&format!("{FEED}?alarm=7&lunar=yes&cancelled=%3Cx&utm=1")).await.source(), plain);
}

#[tokio::test]
async fn b021_b022_a_move_keeps_the_uid_and_raises_the_sequence() {
    let app = TestApp::new().await;
    let id = announced(&app, "Đối thoại", "2025-04-10 08:00").await;
    let before = read(&app).await;
    app.at("2025-03-20 09:00");
    let times = (wall("2025-04-15 14:00"), wall("2025-04-15 17:00"));
    sessions::move_to(&app.app, &app.ctx(), id, 2, times, "Hội trường UBND".into(), "Mưa lũ").await.unwrap();
    for ((reader, before), (_, after)) in before.iter().zip(read(&app).await) {
        assert_eq!(before[0]["uid"], after[0]["uid"], "{reader}");
        assert!(after[0]["sequence"].as_i64() > before[0]["sequence"].as_i64(), "{reader}");
        assert_eq!(after[0]["start"], "2025-04-15T14:00:00+07:00", "{reader}");
        assert_eq!(after[0]["location"], "Hội trường UBND", "{reader}");
        assert_ne!(before[0]["last_modified"], after[0]["last_modified"], "{reader}");
    }
}

#[tokio::test]
async fn b023_a_cancelled_session_stays_and_says_so() {
    let app = TestApp::new().await;
    let id = announced(&app, "Đối thoại với nông dân", "2025-04-10 08:00").await;
    sessions::cancel(&app.app, &app.ctx(), id, 2, "Bão số 3".into()).await.unwrap();
    for (reader, events) in read(&app).await {
        assert_eq!(events[0]["status"], "CANCELLED", "{reader}");
        assert_eq!(events[0]["summary"], "[HỦY] Đối thoại với nông dân", "{reader}");
        assert!(events[0]["description"].as_str().unwrap().contains("Bão số 3"), "{reader}");
    }
    let titled = app.visitor().get(&format!("{FEED}?cancelled=title")).await.is(200).source();
    assert!(titled.contains("STATUS:CONFIRMED") && titled.contains("TRANSP:TRANSPARENT") && titled.contains("[HỦY]"));
}

#[tokio::test]
async fn b030_an_empty_feed_is_a_valid_calendar() {
    let app = TestApp::new().await;
    app.activate("03667").await;
    for (reader, events) in read(&app).await {
        assert_eq!(events.len(), 0, "{reader}");
    }
}

#[tokio::test]
async fn b031_what_is_only_planned_never_leaks_into_the_public_feed() {
    let app = TestApp::new().await;
    let id = planned(&app, "Chưa công bố", "2025-04-10 08:00").await;
    app.visitor().get(FEED).await.is(200).not_see("Chưa công bố");
    sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    assert!(app.visitor().get(FEED).await.source().contains("Chưa công bố"), "a change is there at the very next fetch");
}
