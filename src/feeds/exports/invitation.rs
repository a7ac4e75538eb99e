//! The message to one person about one session (RFC 5546, 3.2.2 and 3.2.5), worded as in the calendars to subscribe to.
//!
//! An occurrence of a series stands under the UID of the series with its RECURRENCE-ID, as in the feed: a program that has both
//! knows them for one. It goes alone, for nobody is asked to a whole series; nothing else of the series is told with it.

use chrono::NaiveDateTime;

use super::session::{Words, entry};
use super::{Content, Entry};
use crate::calendar::{self, Attendee, Method, Organizer, Partstat, Start, Status, uid};
use crate::dialogues::{Answer, Call, DueLetter};
use crate::feeds::rules::Options;
use crate::i18n::Locale;

/// What a message needs beside the letter that is due.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The unit that calls the meeting.
    pub organizer: &'a str,
    /// Where answers arrive, or the sender of all mails.
    pub address: &'a str,
    /// Whether answers that arrive there are read.
    pub is_read: bool,
    /// Address of the installation, without a slash at its end.
    pub base: &'a str,
    pub locale: Locale,
    /// Instant of the letter: DTSTAMP.
    pub now: chrono::DateTime<chrono::Utc>,
}

/// Method and text of the message.
#[must_use]
pub fn calendar_part(due: &DueLetter, asking: &Asking<'_>) -> (&'static str, String) {
    let method = match due.call {
        Call::Invite | Call::Update => Method::Request,
        Call::Cancel | Call::Withdraw => Method::Cancel,
    };
    let bytes = calendar::render_message(method, &event(due, asking));
    (method.as_str(), String::from_utf8_lossy(&bytes).into_owned())
}

fn event(due: &DueLetter, asking: &Asking<'_>) -> Entry {
    let content = Content {
        name: String::new(),
        organizer: asking.organizer.to_owned(),
        base: asking.base,
        page: String::new(),
        locale: asking.locale,
        options: Options::default(),
        sessions: &[],
        series: &[],
        dues: &[],
        units: &std::collections::BTreeMap::new(),
    };
    let is_over = matches!(due.call, Call::Cancel | Call::Withdraw);
    let asks = asking.is_read && !is_over && due.session.ends_at > asking.now;
    let invitation = &due.invitation;
    let mut event = entry(&content, &Words::of(asking.locale), &due.session);
    event.uid = uid(invitation.subject.id);
    event.recurrence_id = NaiveDateTime::parse_from_str(&invitation.subject.slot, "%Y-%m-%dT%H:%M").ok().map(Start::DateTime);
    event.sequence = u32::try_from(invitation.sequence).unwrap_or(0);
    event.changed_at = asking.now;
    event.organizer = Some(Organizer { name: asking.organizer.to_owned(), email: Some(asking.address.to_owned()) });
    event.attendee =
        Some(Attendee { name: due.to.name.clone(), email: invitation.address.clone(), partstat: partstat(due.answer), asks });
    if is_over {
        event.status = Status::Cancelled;
    }
    event
}

const fn partstat(answer: Option<Answer>) -> Partstat {
    match answer {
        Some(Answer::Accepted) => Partstat::Accepted,
        Some(Answer::Tentative) => Partstat::Tentative,
        Some(Answer::Declined) => Partstat::Declined,
        None => Partstat::NeedsAction,
    }
}

/// `lich@xa.example.vn` with a token as `lich+<token>@xa.example.vn` (RFC 5233).
#[must_use]
pub fn plus_address(mailbox: &str, token: &str) -> String {
    mailbox.rsplit_once('@').map_or_else(String::new, |(user, host)| format!("{user}+{token}@{host}"))
}
