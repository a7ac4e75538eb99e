//! Mail by SMTP. The only importer of `lettre` beside the check of the settings.
//!
//! It knows addresses, a subject and a text; which letters there are is the business of the notices room. No header can be
//! injected: addresses are parsed, texts are cleaned to one line and encoded (RFC 2047).

use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::address::AddressError;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use sha2::{Digest, Sha256};

use crate::kernel::text::clean_line;

/// Longest wait for the relay's answer to one command.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail to one person, in plain text, with a calendar where it is about a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What makes it this letter and no other; its Message-ID follows from it, so that a second copy can be told as such.
    pub key: String,
    pub to_name: String,
    pub to_address: String,
    pub subject: String,
    pub text: String,
    pub at: DateTime<Utc>,
    pub meeting: Option<Meeting>,
}

/// A message between calendars that goes with the text (RFC 6047).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// `REQUEST`, `CANCEL`: as the calendar itself says.
    pub method: String,
    /// The calendar in CRLF lines.
    pub text: String,
    /// Who calls the meeting: the mail is written in this name, because programs offer an answer only to the writer.
    pub from_name: String,
    pub from_address: String,
}

/// Why a letter did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It never will: the address is none, or the relay said so (5xx).
    #[error("{0}")]
    Refused(String),
    /// The relay asks to come again (4xx).
    #[error("{0}")]
    Later(String),
    /// No relay answered; the next letter would fare the same.
    #[error("{0}")]
    Unreachable(String),
}

/// The relay that takes our mail.
#[derive(Debug, Clone)]
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Relay {
    /// The relay at `smtp_url`, sending as `mail_from`; none where the address is empty.
    ///
    /// # Errors
    /// A sentence, when one of the two settings cannot be read.
    pub fn open(smtp_url: &str, mail_from: &str) -> Result<Option<Self>, String> {
        if smtp_url.is_empty() {
            return Ok(None);
        }
        // A second installation of the provider is refused and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let from = mail_from.parse().map_err(|error: AddressError| format!("mail_from: {error}"))?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(smtp_url).map_err(|error| format!("smtp_url: {error}"))?;
        Ok(Some(Self { transport: builder.timeout(Some(PATIENCE)).build(), from }))
    }

    /// Hands the letter to the relay.
    ///
    /// # Errors
    /// [`MailError`]; only after `Ok` has the relay taken the letter upon itself.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let message = self.message(letter)?;
        self.transport.send(message).await.map(drop).map_err(|error| classify(&error))
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        let refused = |error: String| MailError::Refused(error);
        let address: Address = letter.to_address.parse().map_err(|error: AddressError| refused(error.to_string()))?;
        let head = Message::builder()
            .to(mailbox(&letter.to_name, address))
            .subject(clean_line(&letter.subject))
            .date(letter.at.into())
            .message_id(Some(message_id(&letter.key, self.from.email.domain())));
        let made = match &letter.meeting {
            None => head.from(self.from.clone()).header(ContentType::TEXT_PLAIN).body(letter.text.clone()),
            Some(meeting) => {
                let address: Address = meeting.from_address.parse().map_err(|error: AddressError| refused(error.to_string()))?;
                // RFC 5322, 3.6.2: the relay knows who sends, whoever it is written for.
                let head = head.from(mailbox(&meeting.from_name, address)).sender(self.from.clone());
                head.multipart(with_calendar(&letter.text, meeting).map_err(refused)?)
            }
        };
        let mut message = made.map_err(|error| refused(error.to_string()))?;
        // RFC 3834, 5: no out-of-office answers to a machine.
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        message.headers_mut().insert_raw(automatic);
        Ok(message)
    }
}

fn mailbox(name: &str, address: Address) -> Mailbox {
    let name = clean_line(name);
    Mailbox::new((!name.is_empty()).then_some(name), address)
}

/// The text, or the calendar in its place for programs that offer an answer; and the same calendar as a file, for those that
/// only know attachments.
fn with_calendar(text: &str, meeting: &Meeting) -> Result<MultiPart, String> {
    let method: String = meeting.method.chars().filter(char::is_ascii_alphabetic).collect();
    let kind = |kind: String| ContentType::parse(&kind).map_err(|error| error.to_string());
    let inline = kind(format!("text/calendar; charset=UTF-8; method={method}; component=VEVENT"))?;
    let file = kind(format!("application/ics; charset=UTF-8; method={method}"))?;
    let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(text.to_owned());
    let calendar = SinglePart::builder().header(inline).body(meeting.text.clone());
    let alternative = MultiPart::alternative().singlepart(plain).singlepart(calendar);
    let attached = Attachment::new("invite.ics".to_owned()).body(meeting.text.clone().into_bytes(), file);
    Ok(MultiPart::mixed().multipart(alternative).singlepart(attached))
}

/// RFC 5322, 3.6.4: the same letter has the same id, whoever sends it and however often.
fn message_id(key: &str, domain: &str) -> String {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(key.as_bytes()));
    format!("<{}@{domain}>", digest.get(..40).unwrap_or(&digest))
}

fn classify(error: &SmtpError) -> MailError {
    let sentence = clean_line(&sentence(error));
    if error.is_permanent() {
        MailError::Refused(sentence)
    } else if error.is_transient() {
        MailError::Later(sentence)
    } else {
        MailError::Unreachable(sentence)
    }
}

/// The error with its causes.
fn sentence(error: &SmtpError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay() -> Relay {
        Relay::open("smtp://127.0.0.1:1", "Đối Thoại <doithoai@xa.example.vn>").unwrap().unwrap()
    }

    fn letter() -> Letter {
        Letter {
            key: "session-announced/1/0/2".into(),
            to_name: "Nguyễn Thị Mẫu".into(),
            to_address: "mau@xa.example.vn".into(),
            subject: "Công bố".into(),
            text: "Kính gửi".into(),
            at: "2025-03-03T01:00:00Z".parse().unwrap(),
            meeting: None,
        }
    }

    fn headers(letter: &Letter) -> String {
        let formatted = String::from_utf8(relay().message(letter).unwrap().formatted()).unwrap();
        formatted.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ")
    }

    #[test]
    fn no_text_becomes_a_header() {
        let nasty = Letter {
            to_name: "Mẫu\r\nBcc: thief@example.org".into(),
            subject: "Công bố\r\nBcc: thief@example.org\r\n\r\nđọc".into(),
            ..letter()
        };
        let headers = headers(&nasty);
        let names: Vec<&str> = headers.split("\r\n").filter_map(|line| line.split_once(':')).map(|(name, _)| name).collect();
        assert!(!names.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{headers}");
        assert_eq!(names.iter().filter(|name| name.eq_ignore_ascii_case("subject")).count(), 1);
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        for address in ["", "nobody", "a@b.vn\r\nRCPT TO:<c@d.vn>", "a@b.vn, c@d.vn", "<a@b.vn>"] {
            let error = relay().message(&Letter { to_address: address.into(), ..letter() }).unwrap_err();
            assert!(matches!(error, MailError::Refused(_)), "{address:?}");
        }
    }

    #[test]
    fn the_same_letter_has_the_same_id() {
        let id = |key: &str| message_id(key, "xa.example.vn");
        assert_eq!(id("a"), id("a"));
        assert_ne!(id("a"), id("b"));
        // First 40 hexadecimal digits of SHA-256 of "abc" (FIPS 180-2, appendix B.1).
        assert_eq!(id("abc"), "<ba7816bf8f01cfea414140de5dae2223b00361a3@xa.example.vn>");
    }

    #[test]
    fn no_address_means_no_relay() {
        assert!(Relay::open("", "doithoai@localhost").unwrap().is_none());
        assert!(Relay::open("smtp://127.0.0.1:25", "nobody").is_err());
    }
}
