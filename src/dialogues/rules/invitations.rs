//! Who is asked to a session, what they answered, which answer counts. Pure.
//!
//! An answer is given to a subject: to a session, or to a series, there to one slot or to all of them. What is asked anew
//! because time or place changed has no answer yet, whatever was said before.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::series::Series;
use super::{Session, SessionState};
use crate::alphabet;
use crate::kernel::clock::local;
use crate::kernel::{Event, InvitationId, PersonId, SessionId};

alphabet! {
    /// What somebody says to an invitation.
    pub enum Answer {
        Accepted = "accepted",
        Tentative = "tentative",
        Declined = "declined",
    }
}

alphabet! {
    /// How an answer came.
    pub enum GivenBy {
        Mail = "mail",
        Page = "page",
    }
}

alphabet! {
    /// Whether an invitation stands.
    pub enum Standing {
        Live = "live",
        Withdrawn = "withdrawn",
    }
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub answer: Answer,
    pub by: GivenBy,
    pub at: DateTime<Utc>,
    /// When it was said, by the clock of who said it, never later than when it came (DTSTAMP).
    pub stamped_at: DateTime<Utc>,
    /// Number of the invitation that was answered (SEQUENCE).
    pub sequence: i32,
    pub note: String,
}

/// What is answered: a session or a series, and the slot of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    pub id: Uuid,
    /// Slot key; empty for all of it.
    pub slot: String,
}

impl Subject {
    /// Under which calendar entry the session is told: an occurrence that the rule of its series knows under the series, as in
    /// the calendars to subscribe to; every other session under itself.
    #[must_use]
    pub fn of(session: &Session, series: Option<&Series>) -> Self {
        let slot = session.slot_key.as_deref().filter(|key| series.is_some_and(|series| knows(series, key)));
        match (slot, series) {
            (Some(slot), Some(series)) => Self { id: series.id.0, slot: slot.to_owned() },
            _ => Self { id: session.id.0, slot: String::new() },
        }
    }

    /// All slots of the same series.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { id: self.id, slot: String::new() }
    }
}

/// Whether the rule of the series gives this slot, whatever end it has by now: what was opened stays.
#[must_use]
pub fn knows(series: &Series, key: &str) -> bool {
    let Ok(wall) = chrono::NaiveDateTime::parse_from_str(key, SLOT) else { return false };
    let Some(rule) = series.rhythm.rule() else { return false };
    let slots = rule.clone().until(wall.date()).occurrences(wall.date(), wall.date(), 10);
    slots.is_ok_and(|slots| slots.contains(&wall))
}

/// How slot keys are written.
const SLOT: &str = "%Y-%m-%dT%H:%M";

/// The slot key of an instant.
#[must_use]
pub fn slot_at(at: DateTime<Utc>) -> String {
    local(at).format(SLOT).to_string()
}

/// Somebody who was asked to a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub session: SessionId,
    pub person: PersonId,
    /// Stays as it was first told, so that no calendar shows the session twice.
    pub subject: Subject,
    /// Where the last letter went; empty where none could.
    pub address: String,
    /// Number of the last letter (SEQUENCE); never falls.
    pub sequence: i32,
    /// Answers to letters before this number are out of date.
    pub moved_sequence: i32,
    /// Answers on the page before this instant are.
    pub moved_at: Option<DateTime<Utc>>,
    /// Time and place that were asked for.
    pub asked: String,
    /// All that the last letter said; empty where none left.
    pub told: String,
    pub standing: Standing,
    pub sent_at: Option<DateTime<Utc>>,
    pub version: i32,
}

/// Time and place, in one text to compare.
#[must_use]
pub fn asked(session: &Session) -> String {
    format!("{} {} {}", session.starts_at.to_rfc3339(), session.ends_at.to_rfc3339(), session.place)
}

/// All that a letter says of a session to somebody at this address, in one text to compare.
#[must_use]
pub fn told(session: &Session, address: &str) -> String {
    let all =
        json!([session.title, session.kind, session.form, session.counterpart, session.attend_how, asked(session), address,]);
    data_encoding::HEXLOWER.encode(&Sha256::digest(all.to_string().as_bytes()))
}

/// Whether people are still asked to come: it is announced and not over.
#[must_use]
pub fn is_open(session: &Session, now: DateTime<Utc>) -> bool {
    matches!(session.state, SessionState::Announced { .. }) && session.ends_at > now
}

/// What a letter does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Asks for the first time, or again after it was withdrawn.
    Invite,
    /// Tells what has changed.
    Update,
    /// The session is called off.
    Cancel,
    /// The session takes place without him.
    Withdraw,
}

impl Invitation {
    /// A fresh one to whom nothing was told yet.
    #[must_use]
    pub fn new(session: SessionId, person: PersonId, subject: Subject) -> Self {
        Self {
            id: InvitationId::fresh(),
            session,
            person,
            subject,
            address: String::new(),
            sequence: 0,
            moved_sequence: 0,
            moved_at: None,
            asked: String::new(),
            told: String::new(),
            standing: Standing::Live,
            sent_at: None,
            version: 0,
        }
    }

    /// What follows from how the session stands. `address` is where a letter can go, if it can; `sequence` what calendars
    /// count; `on_list` whether he is expected. Gives the invitation as it stands then, and the letter that is due.
    #[must_use]
    pub fn settle(
        mut self,
        session: &Session,
        sequence: i32,
        on_list: bool,
        address: Option<&str>,
        now: DateTime<Utc>,
    ) -> (Self, Option<Call>) {
        let was_told = !self.told.is_empty();
        if !is_open(session, now) || !on_list {
            let is_off = matches!(session.state, SessionState::Cancelled { .. });
            let ends = session.ends_at > now && (is_off || (is_open(session, now) && !on_list));
            if !ends || self.standing == Standing::Withdrawn {
                return (self, None);
            }
            self.standing = Standing::Withdrawn;
            if !was_told || address.is_none() {
                return (self, None);
            }
            self.sequence = sequence.max(self.sequence.saturating_add(1));
            self.told = String::new();
            self.sent_at = Some(now);
            return (self, Some(if is_off { Call::Cancel } else { Call::Withdraw }));
        }
        let asked = asked(session);
        let is_moved = !self.asked.is_empty() && self.asked != asked;
        let is_back = self.standing == Standing::Withdrawn;
        let told = address.map(|address| told(session, address));
        let is_new = told.as_ref().is_some_and(|told| *told != self.told);
        self.standing = Standing::Live;
        if is_new || is_moved {
            let least = if was_told || is_moved || is_back { self.sequence.saturating_add(1) } else { self.sequence };
            self.sequence = sequence.max(least);
        }
        if is_moved {
            (self.moved_sequence, self.moved_at) = (self.sequence, Some(session.changed_at));
        }
        self.asked = asked;
        let Some((told, address)) = told.zip(address).filter(|_| is_new) else { return (self, None) };
        (self.told, self.sent_at) = (told, Some(now));
        address.clone_into(&mut self.address);
        (self, Some(if was_told && !is_back { Call::Update } else { Call::Invite }))
    }

    /// Whether the answer is one to what is asked now.
    #[must_use]
    pub fn is_answered_by(&self, given: &Given) -> bool {
        match given.by {
            GivenBy::Mail => given.sequence >= self.moved_sequence,
            GivenBy::Page => self.moved_at.is_none_or(|moved_at| given.at >= moved_at),
        }
    }
}

/// The answer that counts for a session: the one to this date before the one to the whole series, each only as far as it
/// speaks of the time that is asked now.
#[must_use]
pub fn counting<'a>(invitation: Option<&Invitation>, single: Option<&'a Given>, whole: Option<&'a Given>) -> Option<&'a Given> {
    let counts = |given: &&Given| invitation.is_none_or(|invitation| invitation.is_answered_by(given));
    match single {
        Some(single) => Some(single).filter(counts),
        None => whole.filter(counts),
    }
}

/// How many said what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    pub accepted: usize,
    pub declined: usize,
    pub tentative: usize,
    pub silent: usize,
}

impl Count {
    /// Counts answers, none for who has not answered.
    #[must_use]
    pub fn of(answers: impl Iterator<Item = Option<Answer>>) -> Self {
        let mut count = Self::default();
        for answer in answers {
            match answer {
                Some(Answer::Accepted) => count.accepted += 1,
                Some(Answer::Declined) => count.declined += 1,
                Some(Answer::Tentative) => count.tentative += 1,
                None => count.silent += 1,
            }
        }
        count
    }
}

alphabet! {
    /// What became of a mail.
    pub enum Verdict {
        /// It stands on the list.
        Counted = "counted",
        /// He would like another time; a person decides.
        Counter = "counter",
        /// Somebody else shall come; a person decides.
        Delegated = "delegated",
        /// An answer to an earlier time, or older than the one that is kept.
        Stale = "stale",
        /// No such address of ours.
        WrongToken = "wrong-token",
        /// Not the one who was asked.
        NotInvited = "not-invited",
        /// Of another session than the address.
        WrongSubject = "wrong-subject",
        /// A date that the series does not have.
        NotInRule = "not-in-rule",
        /// Too late, or nobody is asked any longer.
        Over = "over",
        /// A calendar message that is no answer.
        NoAnswer = "no-answer",
        Words = "words",
        Automatic = "automatic",
        Bounce = "bounce",
        Unreadable = "unreadable",
        Several = "several",
        TooLarge = "too-large",
    }
}

impl Verdict {
    /// Whether the office should look at it. The others only explain why somebody who says he answered did not.
    #[must_use]
    pub const fn asks_office(self) -> bool {
        matches!(self, Self::Counter | Self::Delegated | Self::Words | Self::Bounce)
    }
}

alphabet! {
    /// By which way a mail came in.
    pub enum Way {
        Imap = "imap",
        Post = "post",
    }
}

/// What is said about one event of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The id behind the UID; none where that is not ours.
    pub subject: Option<Uuid>,
    pub occurrence: Option<DateTime<Utc>>,
    pub sequence: i32,
    pub stamped_at: Option<DateTime<Utc>>,
    /// Addresses of attendees with what they say; none where it is no word that counts.
    pub attendees: Vec<(String, Said)>,
    pub comment: String,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

/// What an attendee says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Said {
    Answer(Answer),
    Delegated,
    Nothing,
}

/// A mail that came, with all addresses that may hold a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Hash of the whole mail: the same one counts once.
    pub digest: String,
    pub sender: String,
    pub tokens: Vec<String>,
    pub content: Content,
}

/// What a mail holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Replies(Vec<Reply>),
    Counter(Vec<Reply>),
    /// Nothing that counts, with the reason.
    Other(Verdict),
}

/// What is known about the one whom a token names when a reply comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known<'a> {
    pub invitation: &'a Invitation,
    pub session: &'a Session,
    pub series: Option<&'a Series>,
}

/// To which subject a reply is given, or why it does not count. Order matters: who must not know learns nothing of the rest.
///
/// # Errors
/// The verdict on a reply that does not count.
pub fn addressed(known: &Known<'_>, reply: &Reply, now: DateTime<Utc>) -> Result<(Subject, Said), Verdict> {
    let Known { invitation, session, series } = *known;
    if reply.subject != Some(invitation.subject.id) {
        return Err(Verdict::WrongSubject);
    }
    let own = invitation.address.to_lowercase();
    let said = reply.attendees.iter().find(|(address, _)| *address == own && !own.is_empty());
    let Some((_, said)) = said.filter(|_| reply.attendees.len() == 1) else { return Err(Verdict::NotInvited) };
    let is_series = !invitation.subject.slot.is_empty();
    let subject = match (reply.occurrence, series.filter(|_| is_series)) {
        (None, _) => invitation.subject.whole(),
        (Some(at), Some(series)) if knows(series, &slot_at(at)) => Subject { id: invitation.subject.id, slot: slot_at(at) },
        (Some(_), _) => return Err(Verdict::NotInRule),
    };
    // A date of its own is over with its own session; the rest of the series may still be open.
    let concerns_session = !is_series || subject == invitation.subject;
    let is_asked = invitation.standing == Standing::Live && is_open(session, now);
    let is_past = reply.occurrence.is_some_and(|at| at <= now) && !concerns_session;
    if (concerns_session && !is_asked) || is_past {
        return Err(Verdict::Over);
    }
    if subject == invitation.subject && reply.sequence < invitation.moved_sequence {
        return Err(Verdict::Stale);
    }
    Ok((subject, *said))
}

/// The answer to be kept in place of `kept`.
///
/// # Errors
/// [`Verdict::Stale`] where the kept one is newer (RFC 5546, 2.1.5).
pub fn newer(kept: Option<&Given>, reply: &Reply, answer: Answer, now: DateTime<Utc>) -> Result<Given, Verdict> {
    // A clock that runs ahead must not shut the door on later answers.
    let stamped_at = reply.stamped_at.unwrap_or(now).min(now);
    let is_older = |kept: &Given| match kept.by {
        GivenBy::Mail => (reply.sequence, stamped_at) < (kept.sequence, kept.stamped_at),
        // The page knows no numbers: who used it saw what holds.
        GivenBy::Page => stamped_at < kept.stamped_at,
    };
    if kept.is_some_and(is_older) {
        return Err(Verdict::Stale);
    }
    let (sequence, note) = (reply.sequence, reply.comment.clone());
    Ok(Given { answer, by: GivenBy::Mail, at: now, stamped_at, sequence, note })
}

/// A mail as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub id: Uuid,
    pub digest: String,
    /// Which event of the mail, from 0.
    pub part: i32,
    pub at: DateTime<Utc>,
    pub way: Way,
    pub session: Option<SessionId>,
    pub person: Option<PersonId>,
    pub sender: String,
    pub verdict: Verdict,
    /// The answer's word, or the beginning that is asked for.
    pub said: String,
    pub note: String,
}

impl Received {
    /// The event for the trail; addresses and words stay in the record.
    #[must_use]
    pub fn event(&self, unit_code: &str) -> Event {
        let code = if self.verdict == Verdict::Counted { "invitation.answered" } else { "invitation.mail-noted" };
        let subject = self.session.map_or_else(|| self.id.to_string(), |session| session.to_string());
        let kind = if self.session.is_some() { "session" } else { "mail" };
        let facts = json!({ "verdict": self.verdict, "said": self.said, "way": self.way });
        Event::new(code, kind, subject, unit_code).facts(facts)
    }
}

#[cfg(test)]
#[path = "invitations_tests.rs"]
mod tests;
