//! What a room says about its calendar: a feed and its entries, in local Vietnamese time. Neighbour: `write` turns them
//! into components. No rights and no secrets are decided here: the caller puts in only what the reader may see.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::Rule;
use crate::alphabet;

alphabet! {
    /// The colour of a calendar: CSS names, as RFC 7986 (5.9) asks; all dark enough for white letters.
    pub enum Color {
        Teal = "teal",
        Navy = "navy",
        Firebrick = "firebrick",
        DarkGreen = "darkgreen",
        Indigo = "indigo",
        SaddleBrown = "saddlebrown",
        DarkSlateGray = "darkslategray",
    }
}

impl Color {
    /// The same colour as `#RRGGBB` (CSS Color 4), for Apple's and Nextcloud's own property.
    #[must_use]
    pub const fn hex(self) -> &'static str {
        match self {
            Self::Teal => "#008080",
            Self::Navy => "#000080",
            Self::Firebrick => "#B22222",
            Self::DarkGreen => "#006400",
            Self::Indigo => "#4B0082",
            Self::SaddleBrown => "#8B4513",
            Self::DarkSlateGray => "#2F4F4F",
        }
    }
}

alphabet! {
    /// STATUS of an entry (RFC 5545, 3.8.1.11). The caller puts its word for a cancellation before the summary as well,
    /// since not every program shows the status.
    pub enum Status {
        Tentative = "TENTATIVE",
        Confirmed = "CONFIRMED",
        Cancelled = "CANCELLED",
    }
}

/// A whole calendar to subscribe to.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    pub name: String,
    pub description: Option<String>,
    /// A page that shows the same for people; never the feed's own secret address.
    pub url: Option<String>,
    pub color: Option<Color>,
    /// Hours between two fetches that we suggest to the subscriber; at least 1 is written.
    pub refresh_hours: u32,
    /// In any order: the writer sorts them, so that equal data give equal bytes.
    pub entries: Vec<Entry>,
}

impl Feed {
    /// An empty feed that suggests a fetch every hour.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), description: None, url: None, color: None, refresh_hours: 1, entries: Vec::new() }
    }
}

/// A moment of an entry, on Vietnamese walls: its first slot, a skipped slot, the slot that an override replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Start {
    DateTime(NaiveDateTime),
    Date(NaiveDate),
}

/// How long an entry lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On the wall clock in Vietnam; an end that is not after the start is not written.
    Timed { start: NaiveDateTime, end: Option<NaiveDateTime> },
    /// Whole days, both included; the exclusive end that the format wants is the writer's business.
    AllDay { first: NaiveDate, last: NaiveDate },
}

impl When {
    #[must_use]
    pub const fn start(self) -> Start {
        match self {
            Self::Timed { start, .. } => Start::DateTime(start),
            Self::AllDay { first, .. } => Start::Date(first),
        }
    }

    #[must_use]
    pub const fn is_all_day(self) -> bool {
        matches!(self, Self::AllDay { .. })
    }
}

/// Who calls the meeting. Without an address the name stands beside an address that no program can write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organizer {
    pub name: String,
    /// An office's public address; never a person's.
    pub email: Option<String>,
}

alphabet! {
    /// What is known of somebody's coming: PARTSTAT (RFC 5545, 3.2.12).
    pub enum Partstat {
        NeedsAction = "NEEDS-ACTION",
        Accepted = "ACCEPTED",
        Declined = "DECLINED",
        Tentative = "TENTATIVE",
    }
}

/// The one person whom an invitation is for. Feeds name nobody (RFC 5546, 3.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    pub name: String,
    pub email: String,
    pub partstat: Partstat,
    /// Whether an answer is asked for.
    pub asks: bool,
}

/// A reminder that the subscriber's program shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// Minutes before the start; negative means after it, as for the morning of an all-day entry.
    pub minutes_before: i32,
    pub text: String,
}

/// One event: a session, a deadline, or one changed occurrence of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// From [`uid`]; never changes for the same thing.
    pub uid: String,
    /// Grows with each change of time, place or state.
    pub sequence: u32,
    /// When the row last changed: DTSTAMP and LAST-MODIFIED. Never the present, or equal data give other bytes.
    pub changed_at: DateTime<Utc>,
    pub created_at: Option<DateTime<Utc>>,
    pub when: When,
    pub summary: String,
    pub description: Option<String>,
    pub location: Option<String>,
    pub url: Option<String>,
    pub status: Status,
    /// Whether it blocks the time of the person who subscribes. A cancelled entry never does.
    pub is_busy: bool,
    pub organizer: Option<Organizer>,
    pub attendee: Option<Attendee>,
    pub categories: Vec<String>,
    /// On the master of a series only.
    pub rrule: Option<Rule>,
    /// Slots of the series that fall out; of the same kind as the start.
    pub exdates: Vec<Start>,
    /// On an override only: the slot as the series first had it, never the new time.
    pub recurrence_id: Option<Start>,
    pub alarms: Vec<Alarm>,
}

impl Entry {
    /// A confirmed, busy, single entry; set the other fields as needed.
    #[must_use]
    pub fn new(uid: String, changed_at: DateTime<Utc>, when: When, summary: &str) -> Self {
        Self {
            uid,
            sequence: 0,
            changed_at,
            created_at: None,
            when,
            summary: summary.to_owned(),
            description: None,
            location: None,
            url: None,
            status: Status::Confirmed,
            is_busy: true,
            organizer: None,
            attendee: None,
            categories: Vec::new(),
            rrule: None,
            exdates: Vec::new(),
            recurrence_id: None,
            alarms: Vec::new(),
        }
    }
}

/// The UID of the thing with this id: the same after a restore and on another host (RFC 7986, 5.3).
#[must_use]
pub fn uid(id: impl fmt::Display) -> String {
    format!("{id}@doithoai")
}

/// The id behind a UID of ours; none for a foreign one.
#[must_use]
pub fn uid_of(uid: &str) -> Option<&str> {
    uid.trim().strip_suffix("@doithoai")
}
