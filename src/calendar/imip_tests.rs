//! Mails as other programs and bad people write them.

use super::*;
use crate::calendar::Method;

const REPLY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:1@doithoai\r\nSEQUENCE:1\r\n\
    DTSTAMP:20250303T010000Z\r\nORGANIZER:mailto:lich+abc@xa.example.vn\r\n\
    ATTENDEE;PARTSTAT=ACCEPTED:mailto:an@xa.example.vn\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn mail(head: &str, body: &str) -> Letter {
    let from = "From: =?utf-8?Q?An_T=C3=AAn?= <An@xa.example.vn>\r\nTo: \"Lich\" <Lich+ABC@xa.example.vn>\r\n";
    letter(format!("{from}{head}\r\n\r\n{body}").as_bytes())
}

fn method(letter: &Letter) -> Option<Method> {
    match &letter.said {
        Said::Message(message) => Some(message.method),
        _ => None,
    }
}

fn mixed(parts: &[(&str, &str)]) -> Letter {
    let parts: String = parts.iter().map(|(kind, body)| format!("--b\r\nContent-Type: {kind}\r\n\r\n{body}\r\n")).collect();
    mail("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b", &format!("{parts}--b--\r\n"))
}

#[test]
fn an_answer_is_found_alone_or_among_parts() {
    let alone = mail("Content-Type: text/calendar; method=REPLY; charset=UTF-8", REPLY);
    assert_eq!(method(&alone), Some(Method::Reply));
    assert_eq!(
        (alone.sender.as_str(), alone.recipients.as_slice()),
        ("an@xa.example.vn", &["lich+abc@xa.example.vn".to_owned()][..])
    );
    let twice = mixed(&[("text/plain", "Tôi nhận lời"), ("text/calendar; method=REPLY", REPLY), ("application/ics", REPLY)]);
    assert_eq!(method(&twice), Some(Method::Reply));
    // Base64 of the same, as most programs send it.
    let packed = data_encoding::BASE64.encode(REPLY.as_bytes());
    let packed = mail("Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: base64", &packed);
    assert_eq!(method(&packed), Some(Method::Reply));
    let marked = mail("Auto-Submitted: auto-generated\r\nContent-Type: text/calendar; method=REPLY", REPLY);
    assert_eq!(method(&marked), Some(Method::Reply));
}

#[test]
fn what_is_no_answer_is_named() {
    assert_eq!(mail("Content-Type: text/plain", "Tôi sẽ đến").said, Said::Words);
    assert_eq!(mail("Auto-Submitted: auto-replied\r\nContent-Type: text/plain", "Tôi đi vắng").said, Said::Automatic);
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b";
    let bounced = format!("--b\r\nContent-Type: text/calendar\r\n\r\n{REPLY}\r\n--b--\r\n");
    assert_eq!(mail(report, &bounced).said, Said::Bounce);
    assert_eq!(mixed(&[("text/calendar", "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n")]).said, Said::Unreadable);
    assert_eq!(
        mixed(&[("text/calendar", REPLY), ("application/ics", &REPLY.replace("ACCEPTED", "DECLINED"))]).said,
        Said::Several
    );
    let inside = format!("Content-Type: text/calendar\r\n\r\n{REPLY}");
    assert_eq!(mixed(&[("message/rfc822", &inside)]).said, Said::Words, "a forwarded mail is not his own word");
}

#[test]
fn hostile_mails_end_in_a_word() {
    assert_eq!(letter(&vec![b'x'; MAX_MAIL + 1]).said, Said::TooLarge);
    assert_eq!(letter(b"").said, Said::Unreadable);
    let mut deep = String::from("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
    for depth in 0..5_000 {
        deep += &format!("--b{depth}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", depth + 1);
    }
    assert_eq!(letter(deep.as_bytes()).said, Said::TooLarge);
    let mut nested = REPLY.to_owned();
    for _ in 0..2_000 {
        nested = format!("Content-Type: message/rfc822\r\n\r\n{nested}");
    }
    assert_eq!(letter(nested.as_bytes()).said, Said::Words);
    let strange = mail("Content-Type: text/calendar; charset=klingon", &REPLY.replace("1@doithoai", "\u{1F4A9}@doithoai"));
    assert_eq!(method(&strange), Some(Method::Reply));
    let injected = letter(b"From: a@b.vn\r\nTo: =?utf-8?Q?x=0D=0ABcc=3A_c?= <lich+a@b.vn>\r\n\r\nx");
    assert_eq!(injected.recipients, ["lich+a@b.vn"]);
}
