//! A mail as bytes to the calendar message in it (RFC 6047), and to whom it came. The only importer of `mail-parser`.
//!
//! Mails come from anybody: whatever they hold, this answers in a word and never panics. Forwarded mails inside a mail are
//! not looked into; a bounce holds our own invitation, which is no answer.

use mail_parser::{Address, Message as Mail, MessageParser, MimeHeaders, PartType};

use super::itip::{self, Message};
use super::read::read;
use crate::kernel::text::clean_line;

/// Largest mail that is read, in bytes: an answer has a few thousand.
pub const MAX_MAIL: usize = 1 << 20;
/// Most parts of a mail that is read.
const MOST_PARTS: usize = 200;
/// Most addresses that are looked at, and the longest of them.
const MOST_ADDRESSES: usize = 50;
const LONGEST: usize = 254;

/// A mail that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Who says to have written it; proves nothing.
    pub sender: String,
    /// To whom it came, in small letters.
    pub recipients: Vec<String>,
    pub said: Said,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Message(Message),
    /// Written by a person, without a calendar.
    Words,
    /// An out-of-office note or the like (RFC 3834).
    Automatic,
    /// A mail of ours that could not be delivered (RFC 3464).
    Bounce,
    /// A calendar that cannot be read or is no message.
    Unreadable,
    /// Calendars that say different things.
    Several,
    TooLarge,
}

/// What the mail in `bytes` says.
#[must_use]
pub fn letter(bytes: &[u8]) -> Letter {
    let unread = |said| Letter { sender: String::new(), recipients: Vec::new(), said };
    if bytes.len() > MAX_MAIL {
        return unread(Said::TooLarge);
    }
    let Some(mail) = MessageParser::default().parse(bytes) else { return unread(Said::Unreadable) };
    let sender = mail.from().map(addresses).unwrap_or_default().into_iter().next().unwrap_or_default();
    Letter { sender, recipients: recipients(&mail), said: said(&mail) }
}

fn said(mail: &Mail<'_>) -> Said {
    if mail.parts.len() > MOST_PARTS {
        return Said::TooLarge;
    }
    if mail.content_type().is_some_and(|kind| kind.ctype() == "multipart" && kind.subtype() == Some("report")) {
        return Said::Bounce;
    }
    let mut messages: Vec<Option<Message>> = Vec::new();
    for bytes in calendars(mail) {
        let trees = read(bytes).unwrap_or_default();
        let message = trees.iter().find(|tree| tree.name == "VCALENDAR").and_then(itip::message);
        if !messages.contains(&message) {
            messages.push(message);
        }
    }
    match messages.pop() {
        Some(_) if !messages.is_empty() => Said::Several,
        // Nextcloud marks the answers of its people as automatic: an answer counts by what it says.
        Some(Some(message)) => Said::Message(message),
        Some(None) => Said::Unreadable,
        None if is_automatic(mail) => Said::Automatic,
        None => Said::Words,
    }
}

/// The calendars of the mail itself; most programs send the same one twice, as a part and as a file.
fn calendars<'a>(mail: &'a Mail<'_>) -> impl Iterator<Item = &'a [u8]> {
    mail.parts.iter().filter_map(|part| {
        let kind = part.content_type()?;
        let is_calendar = match (kind.ctype(), kind.subtype()) {
            (top, Some(sub)) => {
                (top.eq_ignore_ascii_case("text") && sub.eq_ignore_ascii_case("calendar"))
                    || (top.eq_ignore_ascii_case("application") && sub.eq_ignore_ascii_case("ics"))
            }
            _ => false,
        };
        match &part.body {
            PartType::Text(text) if is_calendar => Some(text.as_bytes()),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) if is_calendar => Some(bytes.as_ref()),
            _ => None,
        }
    })
}

fn is_automatic(mail: &Mail<'_>) -> bool {
    raw(mail, &["auto-submitted"]).any(|value| !value.eq_ignore_ascii_case("no"))
        || raw(mail, &["x-autoreply", "x-auto-response-suppress"]).next().is_some()
        || raw(mail, &["precedence"])
            .any(|value| ["auto_reply", "bulk", "junk"].iter().any(|word| value.eq_ignore_ascii_case(word)))
}

/// The values of these headers (in small letters) as they were written.
fn raw<'a>(mail: &'a Mail<'_>, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let named = mail.headers_raw().filter(|(name, _)| names.iter().any(|known| name.eq_ignore_ascii_case(known)));
    named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// Addresses of the headers in which mail servers and people write to whom a mail goes.
fn recipients(mail: &Mail<'_>) -> Vec<String> {
    let mut all: Vec<String> = [mail.to(), mail.cc()].into_iter().flatten().flat_map(addresses).collect();
    all.extend(raw(mail, &["delivered-to", "x-original-to", "envelope-to", "x-envelope-to"]).filter_map(address));
    all.truncate(MOST_ADDRESSES);
    all
}

fn addresses(list: &Address<'_>) -> Vec<String> {
    list.iter().take(MOST_ADDRESSES).filter_map(|one| address(one.address()?)).collect()
}

fn address(text: &str) -> Option<String> {
    let bare = text.trim().trim_start_matches('<').trim_end_matches('>');
    let line = clean_line(bare).to_lowercase();
    (line.contains('@') && line.len() <= LONGEST).then_some(line)
}

#[cfg(test)]
#[path = "imip_tests.rs"]
mod tests;
