//! Invitations as a mail server gets them and as calendar programs understand them.

use chrono::TimeDelta;
use doithoai::dialogues::actions::{attendance, sessions};
use doithoai::kernel::{Role, SessionId};
use doithoai::organisation::actions::accounts::{self, NewAccount};
use doithoai::organisation::{BodyKind, PostKind, posts};
use serde_json::Value;

use super::{UNIT, details};
use crate::notices::sweep;
use crate::support::smtp::{Mail, SmtpSink};
use crate::support::{PASSWORD, Person, TestApp, peers, wall};

/// Secret of the mail server that hands answers in.
pub const SECRET: &str = "mot-bi-mat-du-dai-de-thu";

pub async fn app_with(sink: &SmtpSink, more: &[(&str, &str)]) -> TestApp {
    let url = format!("smtp://127.0.0.1:{}", sink.port);
    let settings = [
        ("smtp_url", &*url),
        ("mail_from", "Đối Thoại <doithoai@chieng-an.invalid>"),
        ("public_url", "https://doithoai.invalid"),
    ];
    TestApp::with(&[&settings, more].concat()).await
}

/// With a mailbox whose answers a mail server hands in.
pub async fn asking(sink: &SmtpSink) -> TestApp {
    app_with(sink, &[("invitation_mailbox", "lich@chieng-an.invalid"), ("mail_in_secret", SECRET)]).await
}

/// Somebody who heads a body of the unit, with an address and an account.
pub async fn head(app: &TestApp, kind: BodyKind, name: &str, address: &str) -> Person {
    let body = app.body(UNIT, kind).await;
    let post = posts(app.read(), &[body.id]).await.unwrap().into_iter().find(|post| post.kind == PostKind::Head).unwrap();
    let new = NewAccount {
        body: body.id,
        post: Some(post.id),
        full_name: name.to_owned(),
        email: Some(address.to_owned()),
        phone: None,
        login: address.to_owned(),
        password: PASSWORD.to_owned(),
        must_change: false,
        roles: vec![Role::Leader],
    };
    accounts::create(&app.app, &app.ctx(), new).await.unwrap();
    app.known(&address.to_lowercase()).await
}

/// Two heads, who chair.
pub async fn heads(app: &TestApp) -> (Person, Person) {
    let an = head(app, BodyKind::PartyCommittee, "Nguyễn Thị \"Mẫu\" An", "An@chieng-an.invalid").await;
    let binh = head(app, BodyKind::PeopleCommittee, "Trần Văn Mẫu Bình", "binh@chieng-an.invalid").await;
    (an, binh)
}

/// A session that both are expected at, announced at the present instant.
pub async fn announced(app: &TestApp) -> SessionId {
    let id = app.planned(UNIT, details("Hội nghị quý II; lần 1", "2025-04-10 08:00")).await;
    attendance::seed(&app.app, &app.ctx(), id).await.unwrap();
    sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    id
}

/// A minute later: what changed is settled and sent.
pub async fn sent(app: &TestApp, sink: &mut SmtpSink) -> Vec<Mail> {
    app.app.clock().set(app.now() + TimeDelta::seconds(60));
    sweep(app, "invitations").await;
    sweep(app, "delivery").await;
    let mut mails = sink.rest().await;
    mails.sort_by_key(|mail| mail.to.concat());
    mails
}

/// The calendar of a mail as text.
pub fn calendar(mail: &Mail) -> String {
    let part = mail.parts.iter().find(|part| part["type"] == "text/calendar");
    part.unwrap_or_else(|| panic!("no calendar in {:?}", mail.parts))["text"]
        .as_str()
        .unwrap()
        .replace("\r\n", "\n")
        .replace('\n', "\r\n")
}

/// The calendar of a mail as python icalendar understands it; two more programs must take it as well.
pub fn understood(mail: &Mail) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("invite.ics");
    let text = calendar(mail);
    assert_eq!(doithoai::calendar::faults(text.as_bytes()), [], "{text}");
    std::fs::write(&file, text).unwrap();
    peers::python("read_ics.py", &[&file]);
    peers::node("read_ics.mjs", &[&file]);
    peers::python("read_invitation.py", &[&file])
}

async fn version(app: &TestApp, id: SessionId) -> i32 {
    doithoai::dialogues::find(app.read(), &app.ctx(), doithoai::kernel::Action::ReadSessions, id).await.unwrap().session.version
}

async fn move_to(app: &TestApp, id: SessionId, to: &str) {
    let times = (wall(to), wall(to) + TimeDelta::hours(3));
    let version = version(app, id).await;
    sessions::move_to(&app.app, &app.ctx(), id, version, times, "Hội trường UBND".into(), "Mưa lũ").await.unwrap();
}

#[tokio::test]
async fn b035_a_letter_asks_only_whom_it_is_for_and_programs_understand_it() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let id = announced(&app).await;
    sweep(&app, "delivery").await;
    assert!(sink.rest().await.is_empty(), "one letter, not a notice before it");
    let mails = sent(&app, &mut sink).await;
    assert_eq!(mails.len(), 2);
    for (mail, to) in mails.iter().zip(["An@chieng-an.invalid", "binh@chieng-an.invalid"]) {
        assert_eq!(mail.to, [to]);
        assert_eq!(mail.subject, "Giấy mời: Hội nghị quý II; lần 1");
        assert!(mail.text.contains("Thời gian: 08:00, 10/04/2025"), "{}", mail.text);
        assert!(mail.text.contains(&format!("https://doithoai.invalid/dialogues/{id}\n")), "{}", mail.text);
        let kinds: Vec<(&str, &str)> =
            mail.parts.iter().map(|part| (part["type"].as_str().unwrap(), part["method"].as_str().unwrap_or(""))).collect();
        assert_eq!(kinds, [("text/plain", ""), ("text/calendar", "REQUEST"), ("application/ics", "REQUEST")]);
        assert_eq!(mail.parts[2]["name"], "invite.ics");
        assert_eq!(mail.parts[2]["size"].as_u64().unwrap() as usize, calendar(mail).len());
        let event = understood(mail);
        assert_eq!(event["method"], "REQUEST");
        assert_eq!(event["method_in_event"], false);
        assert_eq!(event["uid"], format!("{id}@doithoai"));
        assert_eq!(event["sequence"], 1, "as in the feed: announced once");
        assert_eq!(event["stamp"], "2025-03-03T01:01:00+00:00");
        assert_eq!((&event["start"], &event["end"]), (&"2025-04-10T08:00:00+07:00".into(), &"2025-04-10T11:00:00+07:00".into()));
        assert_eq!(event["location"], "Nhà văn hóa bản Cá; tầng 2, phòng họp");
        let [attendee] = event["attendees"].as_array().unwrap().as_slice() else { panic!("{event}") };
        assert_eq!(attendee["address"], format!("mailto:{to}"));
        assert_eq!((&attendee["params"]["RSVP"], &attendee["params"]["PARTSTAT"]), (&"TRUE".into(), &"NEEDS-ACTION".into()));
        let organizer = event["organizer"]["address"].as_str().unwrap();
        assert!(organizer.starts_with("mailto:lich+") && organizer.ends_with("@chieng-an.invalid"), "{organizer}");
        assert!(mail.header("from").unwrap().contains(&organizer["mailto:".len()..]), "who asks has written it");
        assert!(mail.header("sender").unwrap().contains("doithoai@chieng-an.invalid"));
    }
    let organizers: Vec<Value> = mails.iter().map(|mail| understood(mail)["organizer"]["address"].clone()).collect();
    assert_ne!(organizers[0], organizers[1], "an address for each");
    assert!(sent(&app, &mut sink).await.is_empty());
    let feed = app.visitor().get("/feeds/unit/03667.ics").await.is(200).source();
    assert!(!feed.contains("ATTENDEE") && !feed.contains("lich+"), "a feed asks nobody");
}

#[tokio::test]
async fn b066_a_burst_of_changes_is_one_letter_and_changed_back_is_none() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let id = announced(&app).await;
    move_to(&app, id, "2025-04-11 08:00").await;
    move_to(&app, id, "2025-04-12 08:00").await;
    let mails = sent(&app, &mut sink).await;
    assert_eq!(mails.len(), 2);
    let event = understood(&mails[0]);
    assert_eq!((&event["start"], &event["sequence"]), (&"2025-04-12T08:00:00+07:00".into(), &3.into()));
    assert_eq!(mails[0].subject, "Giấy mời: Hội nghị quý II; lần 1", "the first that he hears of it");
    move_to(&app, id, "2025-04-14 08:00").await;
    move_to(&app, id, "2025-04-12 08:00").await;
    assert!(sent(&app, &mut sink).await.is_empty());
}

#[tokio::test]
async fn b021_a_change_raises_the_number_and_a_cancellation_takes_it_back() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let id = announced(&app).await;
    let first = understood(&sent(&app, &mut sink).await[0]);
    move_to(&app, id, "2025-04-11 14:00").await;
    let mails = sent(&app, &mut sink).await;
    assert_eq!((mails.len(), mails[0].subject.as_str()), (2, "Giấy mời thay đổi: Hội nghị quý II; lần 1"));
    let moved = understood(&mails[0]);
    assert_eq!((&moved["uid"], &moved["organizer"]), (&first["uid"], &first["organizer"]));
    assert_eq!((&moved["method"], &moved["sequence"]), (&"REQUEST".into(), &2.into()));
    assert_eq!(moved["start"], "2025-04-11T14:00:00+07:00");
    let last = version(&app, id).await;
    sessions::cancel(&app.app, &app.ctx(), id, last, "Bão số 3".into()).await.unwrap();
    let mails = sent(&app, &mut sink).await;
    assert_eq!((mails.len(), mails[0].subject.as_str()), (2, "Hủy: Hội nghị quý II; lần 1"));
    assert!(mails[0].text.contains("Lý do: Bão số 3"), "{}", mails[0].text);
    let off = understood(&mails[0]);
    assert_eq!((&off["method"], &off["sequence"], &off["status"]), (&"CANCEL".into(), &3.into(), &"CANCELLED".into()));
    assert_eq!(off["uid"], first["uid"]);
    assert_eq!(off["attendees"][0]["params"]["RSVP"], "FALSE");
    assert!(sent(&app, &mut sink).await.is_empty());
}

#[tokio::test]
async fn b022_who_is_taken_off_the_list_or_added_hears_it_alone_under_a_higher_number() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    let (an, _) = heads(&app).await;
    let id = announced(&app).await;
    sent(&app, &mut sink).await;
    let list = doithoai::dialogues::attendance(app.read(), id).await.unwrap();
    let line = list.iter().find(|line| line.person == Some(an.person)).unwrap().id;
    attendance::remove(&app.app, &app.ctx(), id, line).await.unwrap();
    let mails = sent(&app, &mut sink).await;
    assert_eq!(mails.iter().map(|mail| mail.to.concat()).collect::<Vec<_>>(), ["An@chieng-an.invalid"]);
    assert_eq!(mails[0].subject, "Rút giấy mời: Hội nghị quý II; lần 1");
    let out = understood(&mails[0]);
    assert_eq!((&out["method"], &out["sequence"]), (&"CANCEL".into(), &2.into()));
    attendance::seed(&app.app, &app.ctx(), id).await.unwrap();
    let mails = sent(&app, &mut sink).await;
    assert_eq!(mails.iter().map(|mail| mail.to.concat()).collect::<Vec<_>>(), ["An@chieng-an.invalid"]);
    let back = understood(&mails[0]);
    assert_eq!((&back["method"], &back["sequence"]), (&"REQUEST".into(), &3.into()));
    assert_eq!(back["organizer"], out["organizer"]);
}

#[tokio::test]
async fn b069_a_planned_session_asks_nobody() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let id = app.planned(UNIT, details("Hội nghị", "2025-04-10 08:00")).await;
    attendance::seed(&app.app, &app.ctx(), id).await.unwrap();
    assert!(sent(&app, &mut sink).await.is_empty());
}

#[tokio::test]
async fn who_wants_no_calendar_entries_gets_the_plain_notice() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    let (an, _) = heads(&app).await;
    let page = an.get("/account").await.is(200).see("Gửi kèm lịch mời");
    an.browser.send_form(&page.form_with(&["wants"]), &[]).await.is(303);
    let page = an.get("/account").await;
    assert_eq!(page.count("#f-wants[checked]"), 1, "as it was: nothing was changed in the form");
    an.post("/account/calendar-mail", &[]).await.is(303);
    assert_eq!(an.get("/account").await.count("#f-wants[checked]"), 0);
    announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["Hội nghị đối thoại được công bố: Hội nghị quý II; lần 1", "Giấy mời: Hội nghị quý II; lần 1"]);
    assert_eq!(mails[0].parts.len(), 1);
}

#[tokio::test]
async fn b035_without_a_mailbox_that_is_read_no_answer_is_asked_by_mail() {
    let mut sink = SmtpSink::start();
    let app = app_with(&sink, &[("invitation_mailbox", "lich@chieng-an.invalid")]).await;
    heads(&app).await;
    announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    let event = understood(&mails[0]);
    assert_eq!(event["attendees"][0]["params"]["RSVP"], "FALSE");
    assert_eq!(event["organizer"]["address"], "mailto:doithoai@chieng-an.invalid");
    assert!(mails[0].text.contains("xin trả lời tại trang của hội nghị"), "{}", mails[0].text);
}

#[tokio::test]
async fn an_occurrence_stands_under_the_uid_and_the_number_of_its_series_as_in_the_feed() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let series = super::series::begun(&app).await;
    let id = super::series::opened(&app, "2025-05-25T08:00").await;
    attendance::seed(&app.app, &app.ctx(), id).await.unwrap();
    sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    let mails = sent(&app, &mut sink).await;
    assert_eq!(mails.len(), 2);
    let event = understood(&mails[0]);
    assert_eq!(event["uid"], format!("{series}@doithoai"));
    // Sunday the 25th at 08:00 in Hà Nội, held on Monday the 26th.
    assert_eq!(event["recurrence_id"], "2025-05-25T01:00:00+00:00");
    assert_eq!(event["start"], "2025-05-26T08:00:00+07:00");
    let feed = app.visitor().get("/feeds/unit/03667.ics").await.is(200).source();
    assert!(feed.contains(&format!("UID:{series}@doithoai\r\n")));
    assert!(feed.contains(&format!("SEQUENCE:{}\r\n", event["sequence"])), "{} is not in {feed}", event["sequence"]);
}
