//! Answers that come back, by the mail server's hand and by IMAP, from honest programs and from others.

use axum::body::Body;
use axum::http::{Request, header};
use chrono::TimeDelta;
use doithoai::dialogues::actions::{attendance, sessions};
use doithoai::kernel::{Role, SessionId};
use doithoai::organisation::BodyKind;

use super::invited::{SECRET, announced, app_with, asking, calendar, heads, sent};
use super::series::{begun, opened};
use super::{UNIT, series};
use crate::notices::sweep;
use crate::support::imap::{self, ImapServer};
use crate::support::smtp::{Mail, SmtpSink};
use crate::support::{Page, Person, TestApp, wall};

/// What a person's program answers to an invitation.
#[derive(Clone)]
struct Reply {
    method: &'static str,
    partstat: &'static str,
    to: String,
    uid: String,
    occurrence: Option<String>,
    sequence: u32,
    stamp: &'static str,
    attendee: String,
    more: &'static str,
}

impl Reply {
    /// Accepts the invitation in the mail, as it was sent.
    fn to(mail: &Mail) -> Self {
        let text = calendar(mail).replace("\r\n ", "");
        let line = |name: &str| text.lines().find(|line| line.starts_with(name)).map(str::to_owned);
        let value = |name: &str| line(name).unwrap().rsplit_once(':').unwrap().1.to_owned();
        Self {
            method: "REPLY",
            partstat: "ACCEPTED",
            to: value("ORGANIZER"),
            uid: value("UID:"),
            occurrence: line("RECURRENCE-ID"),
            sequence: value("SEQUENCE:").parse().unwrap(),
            stamp: "20250303T013000Z",
            attendee: mail.to[0].clone(),
            more: "",
        }
    }

    fn says(&self, partstat: &'static str, stamp: &'static str) -> Self {
        Self { partstat, stamp, ..self.clone() }
    }

    fn on(&self, day: Option<&str>) -> Self {
        let occurrence = day.map(|day| format!("RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:{day}T080000"));
        Self { occurrence, ..self.clone() }
    }

    fn mail(&self) -> Vec<u8> {
        let Self { method, partstat, to, uid, sequence, stamp, attendee, more, .. } = self;
        let occurrence = self.occurrence.as_ref().map(|line| format!("{line}\r\n")).unwrap_or_default();
        let body = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Khac//VI\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n{occurrence}\
             SEQUENCE:{sequence}\r\nDTSTAMP:{stamp}\r\nORGANIZER:mailto:{to}\r\nATTENDEE;PARTSTAT={partstat}:mailto:{attendee}\r\n\
             {more}END:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let body = data_encoding::BASE64.encode(body.as_bytes());
        format!(
            "From: {attendee}\r\nTo: {to}\r\nSubject: Re\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method={method}; \
             charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n"
        )
        .into_bytes()
    }
}

async fn post(app: &TestApp, secret: &str, kind: &str, mail: Vec<u8>) -> Page {
    let request = Request::post("/mail/in").header(header::CONTENT_TYPE, kind);
    let request = if secret.is_empty() { request } else { request.header(header::AUTHORIZATION, format!("Bearer {secret}")) };
    app.visitor().send(request.body(Body::from(mail)).unwrap()).await
}

/// At half past nine at the earliest: nobody answers before he says so.
async fn hand_in(app: &TestApp, reply: &Reply) {
    if app.now() < wall("2025-03-03 09:30") {
        app.at("2025-03-03 09:30");
    }
    post(app, SECRET, "message/rfc822", reply.mail()).await.is(204);
}

/// The attendance list as the office sees it.
async fn list(app: &TestApp, office: &Person, id: SessionId) -> Page {
    app.app.clock().set(app.now() + TimeDelta::seconds(2));
    office.get(&format!("/dialogues/{id}/attendance")).await.is(200)
}

fn count(accepted: u8, declined: u8, tentative: u8, silent: u8) -> String {
    format!("Trả lời giấy mời: {accepted} nhận lời, {declined} từ chối, {tentative} chưa chắc, {silent} chưa trả lời.")
}

async fn office(app: &TestApp) -> Person {
    app.person("Mai", UNIT, BodyKind::PartyOffice, &[Role::Office]).await
}

#[tokio::test]
async fn b034_an_answer_stands_on_the_list_and_an_older_one_does_not_take_its_place() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    list(&app, &mai, id).await.see(&count(0, 0, 0, 2));
    let an = Reply::to(&mails[0]);
    hand_in(&app, &an).await;
    list(&app, &mai, id).await.see(&count(1, 0, 0, 1)).see("Nhận lời").see("qua thư, ");
    hand_in(&app, &an.says("DECLINED", "20250303T012959Z")).await;
    list(&app, &mai, id).await.see(&count(1, 0, 0, 1)).see("An trả lời lần mời cũ nên không tính.");
    hand_in(&app, &Reply { more: "COMMENT:Tôi đi công tác\\, xin lỗi\r\n", ..an.says("DECLINED", "20250303T013001Z") }).await;
    list(&app, &mai, id).await.see(&count(0, 1, 0, 1)).see("Tôi đi công tác, xin lỗi");
    hand_in(&app, &Reply::to(&mails[1]).says("TENTATIVE", "20250303T013000Z")).await;
    list(&app, &mai, id).await.see(&count(0, 1, 1, 0));
    assert_eq!(app.audit_count(Some("invitation.answered")).await, 3);
    // The same mail once more is no mail.
    let before = app.audit_count(None).await;
    hand_in(&app, &an).await;
    assert_eq!(app.audit_count(None).await, before);
}

#[tokio::test]
async fn b034_strangers_and_wrong_addresses_change_nothing_and_are_told() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    let (an, binh) = (Reply::to(&mails[0]), Reply::to(&mails[1]));
    hand_in(&app, &Reply { attendee: "khac@chieng-an.invalid".into(), ..an.clone() }).await;
    hand_in(&app, &Reply { attendee: binh.attendee.clone(), ..an.clone() }).await;
    hand_in(&app, &Reply { to: format!("lich+{}@chieng-an.invalid", "a".repeat(32)), ..an.clone() }).await;
    hand_in(&app, &Reply { to: "lich@chieng-an.invalid".into(), ..an.clone() }).await;
    hand_in(&app, &Reply { uid: format!("{}@doithoai", uuid::Uuid::nil()), ..an.clone() }).await;
    hand_in(&app, &an.on(Some("20250411"))).await;
    hand_in(&app, &Reply { method: "REQUEST", ..an.clone() }).await;
    hand_in(&app, &an.says("DELEGATED", "20250303T013000Z")).await;
    let page = list(&app, &mai, id).await.see(&count(0, 0, 0, 2));
    for sentence in [
        "Thư của khac@chieng-an.invalid trả lời thay một người khác nên không tính.",
        "Thư của binh@chieng-an.invalid trả lời thay một người khác nên không tính.",
        "không gửi đúng địa chỉ trả lời của giấy mời nên không tính.",
        "nói về một lịch khác nên không tính.",
        "trả lời một ngày không có trong lịch định kỳ nên không tính.",
        "không có câu trả lời nhận lời hay từ chối.",
        "muốn cử người khác dự.",
    ] {
        assert!(page.text().contains(sentence), "{sentence} is missing in {}", page.text());
    }
    assert_eq!(app.audit_count(Some("invitation.answered")).await, 0);
    assert_eq!(app.audit_count(Some("invitation.mail-noted")).await, 8);
    // Who only watches sees no mails.
    let giam = app.person("Giám", UNIT, BodyKind::FatherlandFront, &[Role::Supervisor]).await;
    list(&app, &giam, id).await.see(&count(0, 0, 0, 2)).not_see("khac@chieng-an.invalid");
}

#[tokio::test]
async fn b034_the_answer_to_a_date_beats_that_to_the_series_and_one_to_come_waits_for_its_session() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let mai = office(&app).await;
    begun(&app).await;
    let (april, may) = (opened(&app, "2025-04-25T08:00").await, opened(&app, "2025-05-25T08:00").await);
    for id in [april, may] {
        attendance::seed(&app.app, &app.ctx(), id).await.unwrap();
        sessions::announce(&app.app, &app.ctx(), id, 1).await.unwrap();
    }
    let mails = sent(&app, &mut sink).await;
    let an =
        Reply::to(mails.iter().find(|mail| calendar(mail).contains("RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20250425")).unwrap());
    // To the whole series.
    hand_in(&app, &an.on(None)).await;
    list(&app, &mai, april).await.see(&count(1, 0, 0, 1));
    list(&app, &mai, may).await.see(&count(1, 0, 0, 1));
    // To May alone, by the address of April.
    hand_in(&app, &an.says("DECLINED", "20250303T013100Z").on(Some("20250525"))).await;
    list(&app, &mai, april).await.see(&count(1, 0, 0, 1));
    list(&app, &mai, may).await.see(&count(0, 1, 0, 1));
    // The series again, later: the date keeps its own.
    hand_in(&app, &an.says("TENTATIVE", "20250303T013200Z").on(None)).await;
    list(&app, &mai, april).await.see(&count(0, 0, 1, 1));
    list(&app, &mai, may).await.see(&count(0, 1, 0, 1));
    // A day that the rule does not give.
    hand_in(&app, &an.says("DECLINED", "20250303T013300Z").on(Some("20250526"))).await;
    list(&app, &mai, april).await.see("trả lời một ngày không có trong lịch định kỳ nên không tính.");
    // August is there, but nobody was told of it; the answer waits.
    hand_in(&app, &an.says("DECLINED", "20250303T013400Z").on(Some("20250825"))).await;
    let august = opened(&app, "2025-08-25T08:00").await;
    app.at("2025-07-01 08:00");
    attendance::seed(&app.app, &app.ctx(), august).await.unwrap();
    sessions::announce(&app.app, &app.ctx(), august, 1).await.unwrap();
    sent(&app, &mut sink).await;
    list(&app, &mai, august).await.see(&count(0, 1, 0, 1));
}

#[tokio::test]
async fn b034_an_answer_to_a_date_that_is_not_opened_yet_counts_once_it_is() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let mai = office(&app).await;
    series::endless(&app).await;
    let march = opened(&app, "2025-03-25T08:00").await;
    attendance::seed(&app.app, &app.ctx(), march).await.unwrap();
    sessions::announce(&app.app, &app.ctx(), march, 1).await.unwrap();
    let mails = sent(&app, &mut sink).await;
    // Sessions are opened twelve months ahead: June 2026 is not.
    hand_in(&app, &Reply::to(&mails[0]).says("DECLINED", "20250303T013000Z").on(Some("20260625"))).await;
    app.at("2026-06-01 08:00");
    doithoai::dialogues::open_due_series(&app.app, &app.ctx()).await.unwrap();
    let june = opened(&app, "2026-06-25T08:00").await;
    attendance::seed(&app.app, &app.ctx(), june).await.unwrap();
    sessions::announce(&app.app, &app.ctx(), june, 1).await.unwrap();
    let mails = sent(&app, &mut sink).await;
    assert!(calendar(&mails[0]).replace("\r\n ", "").contains("PARTSTAT=DECLINED"), "he is told what he said");
    list(&app, &mai, june).await.see(&count(0, 1, 0, 1));
}

#[tokio::test]
async fn b034_a_move_asks_anew_and_an_answer_to_the_old_time_is_out_of_date() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    let (_, binh) = heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    let first = sent(&app, &mut sink).await;
    hand_in(&app, &Reply::to(&first[0])).await;
    let page = binh.get(&format!("/dialogues/{id}")).await.is(200).see("Giấy mời của Ông/Bà");
    binh.fill(&page, &[("answer", "accepted")]).await.is(303);
    list(&app, &mai, id).await.see(&count(2, 0, 0, 0));
    let times = (wall("2025-04-11 08:00"), wall("2025-04-11 11:00"));
    sessions::move_to(&app.app, &app.ctx(), id, 2, times, "Hội trường".into(), "Mưa lũ").await.unwrap();
    let second = sent(&app, &mut sink).await;
    assert!(calendar(&second[0]).replace("\r\n ", "").contains("PARTSTAT=NEEDS-ACTION;RSVP=TRUE"));
    list(&app, &mai, id).await.see(&count(0, 0, 0, 2));
    hand_in(&app, &Reply::to(&first[0]).says("ACCEPTED", "20250303T020000Z")).await;
    list(&app, &mai, id).await.see(&count(0, 0, 0, 2)).see("trả lời lần mời cũ nên không tính.");
    hand_in(&app, &Reply::to(&second[0]).says("ACCEPTED", "20250303T020000Z")).await;
    list(&app, &mai, id).await.see(&count(1, 0, 0, 1));
    app.at("2025-04-11 11:00");
    hand_in(&app, &Reply::to(&second[0]).says("DECLINED", "20250411T020000Z")).await;
    list(&app, &mai, id).await.see(&count(1, 0, 0, 1)).see("không còn nhận trả lời nên không tính.");
    assert_eq!(binh.get(&format!("/dialogues/{id}")).await.is(200).count("form[action$='/answer']"), 0);
    binh.post(&format!("/dialogues/{id}/answer"), &[("answer", "declined")]).await.is(422).see("không còn nhận trả lời");
}

#[tokio::test]
async fn another_time_is_a_line_for_the_office_and_changes_nothing() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    let more = "DTSTART:20250411T070000Z\r\nDTEND:20250411T100000Z\r\nCOMMENT:Chiều tôi mới về\r\n";
    hand_in(&app, &Reply { method: "COUNTER", more, ..Reply::to(&mails[0]) }).await;
    sweep(&app, "delivery").await;
    list(&app, &mai, id)
        .await
        .see(&count(0, 0, 0, 2))
        .see("An xin họp vào lúc khác: 14:00, 11/04/2025. Lịch chưa thay đổi; văn phòng quyết định.")
        .see("Chiều tôi mới về");
    mai.get("/inbox").await.see("xin họp vào lúc khác: Hội nghị quý II; lần 1").see("14:00, 11/04/2025");
    mai.get(&format!("/dialogues/{id}")).await.see("08:00").not_see("14:00 –");
}

#[tokio::test]
async fn people_answer_on_the_page_as_well_but_only_for_themselves() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    let (an, _) = heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    // Before the letter has left, too.
    let page = an.get(&format!("/dialogues/{id}")).await.is(200);
    let done = an.fill(&page, &[("answer", "tentative")]).await.is(303);
    an.follow(done).await.see("Đã ghi câu trả lời của Ông/Bà.").see("Chưa chắc").see("trên trang hội nghị, ");
    let mails = sent(&app, &mut sink).await;
    assert!(calendar(&mails[0]).replace("\r\n ", "").contains("PARTSTAT=TENTATIVE"));
    list(&app, &mai, id).await.see(&count(0, 0, 1, 1));
    assert_eq!(mai.get(&format!("/dialogues/{id}")).await.count("#own-answer"), 0);
    mai.post(&format!("/dialogues/{id}/answer"), &[("answer", "accepted")]).await.is(404);
    an.post(&format!("/dialogues/{id}/answer"), &[("answer", "maybe")]).await.is(422);
    an.post(&format!("/dialogues/{id}/answer"), &[]).await.is(422);
    // A mail that was written before the page was used does not undo it.
    hand_in(&app, &Reply::to(&mails[0]).says("DECLINED", "20250303T005900Z")).await;
    list(&app, &mai, id).await.see(&count(0, 0, 1, 1));
}

#[tokio::test]
async fn the_door_for_mails_opens_with_the_secret_only() {
    let mut sink = SmtpSink::start();
    let app = asking(&sink).await;
    heads(&app).await;
    let id = announced(&app).await;
    let mail = Reply::to(&sent(&app, &mut sink).await[0]).mail();
    let before = app.audit_count(None).await;
    for secret in ["", "sai", &SECRET[1..], &format!("{SECRET}x")] {
        let page = post(&app, secret, "message/rfc822", mail.clone()).await.is(401);
        assert_eq!(page.header("www-authenticate"), Some("Bearer"));
    }
    post(&app, SECRET, "text/plain", mail.clone()).await.is(415);
    post(&app, SECRET, "application/json", b"{}".to_vec()).await.is(415);
    post(&app, SECRET, "message/rfc822", vec![b'x'; (1 << 20) + 1]).await.is(413);
    app.visitor().get("/mail/in").await.is(405);
    assert_eq!(app.audit_count(None).await, before);
    for junk in [&b""[..], b"\xFF\xFE\x00", b"From: a\r\nTo: b\r\n\r\nx", b"Content-Type: multipart/mixed; boundary=\r\n\r\n----"]
    {
        post(&app, SECRET, "message/rfc822", junk.to_vec()).await.is(204);
    }
    let injected =
        String::from_utf8(mail.clone()).unwrap().replace("Subject: Re", "Subject: Re\r\nX-A: \u{1b}[2J<script>alert(1)</script>");
    post(&app, SECRET, "message/rfc822", injected.into_bytes()).await.is(204);
    let mai = office(&app).await;
    list(&app, &mai, id).await.see(&count(1, 0, 0, 1));
    let closed = app_with(&sink, &[("invitation_mailbox", "lich@chieng-an.invalid")]).await;
    post(&closed, SECRET, "message/rfc822", mail).await.is(404);
}

/// The settings under which the mailbox of the server is read.
fn read_by(server: &ImapServer, folder: &'static str) -> Vec<(&'static str, String)> {
    vec![
        ("invitation_mailbox", "lich@chieng-an.invalid".to_owned()),
        ("imap_url", format!("imaps://127.0.0.1:{}", server.port)),
        ("imap_user", imap::USER.to_owned()),
        ("imap_password", imap::PASSWORD.to_owned()),
        ("imap_ca", server.ca.clone()),
        ("imap_read_folder", folder.to_owned()),
    ]
}

async fn app_reading(sink: &SmtpSink, settings: &[(&'static str, String)]) -> TestApp {
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app_with(sink, &settings).await
}

#[tokio::test]
async fn a_mailbox_is_read_mail_by_mail_and_nothing_in_it_stops_the_next() {
    let (mut sink, mut server) = (SmtpSink::start(), ImapServer::start());
    let app = app_reading(&sink, &read_by(&server, "")).await;
    heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    assert!(sweep(&app, "mail-replies").await.is_zero());
    let to = Reply::to(&mails[0]).to;
    server.append(b"no mail at all");
    server.append(&[b"From: a@b.invalid\r\n\r\n".as_slice(), &vec![b'x'; 1_100_000]].concat());
    server.append(format!("From: an@chieng-an.invalid\r\nTo: {to}\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCAL").as_bytes());
    server.append(
        format!("From: an@chieng-an.invalid\r\nTo: {to}\r\nAuto-Submitted: auto-replied\r\n\r\nT\u{f4}i \u{111}i v\u{1eaf}ng")
            .as_bytes(),
    );
    server.append(
        format!(
            "From: mailer-daemon@chieng-an.invalid\r\nDelivered-To: {to}\r\nContent-Type: multipart/report; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nunknown user\r\n--b--\r\n"
        )
        .as_bytes(),
    );
    server.append(&Reply::to(&mails[0]).mail());
    server.append(&Reply::to(&mails[1]).says("DECLINED", "20250303T013000Z").mail());
    let tally = sweep(&app, "mail-replies").await;
    assert_eq!((tally.done, tally.skipped, tally.failed), (2, 5, 0));
    list(&app, &mai, id)
        .await
        .see(&count(1, 1, 0, 0))
        .see("không đọc được.")
        .see("Thư trả lời tự động của")
        .see("không đến nơi; hãy kiểm tra địa chỉ thư.");
    assert_eq!(server.state(), (7, 7, 0), "all seen, none deleted");
    assert!(sweep(&app, "mail-replies").await.is_zero());
}

#[tokio::test]
async fn mails_that_were_read_go_to_their_folder_and_a_closed_door_is_tried_again() {
    let (mut sink, mut server) = (SmtpSink::start(), ImapServer::start());
    let app = app_reading(&sink, &read_by(&server, imap::FOLDER)).await;
    heads(&app).await;
    let mai = office(&app).await;
    let id = announced(&app).await;
    let mails = sent(&app, &mut sink).await;
    server.append(&Reply::to(&mails[0]).mail());
    assert_eq!(sweep(&app, "mail-replies").await.done, 1);
    assert_eq!(server.state(), (0, 0, 1));
    list(&app, &mai, id).await.see(&count(1, 0, 0, 1));
    for (name, value) in [("imap_password", "sai"), ("imap_ca", ""), ("imap_url", "imaps://127.0.0.1:9")] {
        let mut settings = read_by(&server, "");
        settings.retain(|(known, _)| *known != name);
        settings.push((name, value.to_owned()));
        let other = app_reading(&sink, &settings).await;
        assert_eq!(sweep(&other, "mail-replies").await.failed, 1, "{name}");
    }
}
