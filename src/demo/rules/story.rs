//! The parts of a story: a session, its issues, and how far it goes. Pure.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Deserialize;

use super::keeping::Life;
use super::people::Seat;
use crate::alphabet;

alphabet! {
    /// What becomes of an issue.
    pub enum Fate {
        Draft = "draft",
        Submitted = "submitted",
        /// Sent back to its organisation and not handed in again.
        Returned = "returned",
        /// Sent back, made better, taken on.
        Improved = "improved",
        Withdrawn = "withdrawn",
        Accepted = "accepted",
        Selected = "selected",
        WrittenOnly = "written-only",
        Refused = "refused",
        /// A complaint, led to its own procedure.
        Complaint = "complaint",
        /// Says the same as the first issue of its session.
        Merged = "merged",
        /// Raised in the hall.
        Floor = "floor",
    }
}

impl Fate {
    /// Somebody is asked to answer it.
    #[must_use]
    pub const fn is_worked_on(self) -> bool {
        matches!(self, Self::Accepted | Self::Selected | Self::Improved | Self::WrittenOnly)
    }

    /// It comes up in the hall.
    #[must_use]
    pub const fn is_in_the_hall(self) -> bool {
        matches!(self, Self::Selected | Self::Improved | Self::Floor)
    }
}

alphabet! {
    /// How far the prepared answer comes.
    pub enum Reply {
        /// Nobody wrote one yet.
        None = "none",
        Draft = "draft",
        Waiting = "waiting",
        Returned = "returned",
        Approved = "approved",
    }
}

alphabet! {
    /// How far a session goes, beyond what lies in the future anyway.
    pub enum Until {
        /// Known to the office only.
        Planned = "planned",
        /// Announced, its agenda in the making.
        AgendaDraft = "agenda-draft",
        /// Order and numbers of the agenda stand.
        AgendaFrozen = "agenda-frozen",
        /// The room is open; the first questions have been asked.
        Room = "room",
        /// The room has closed; nobody has signed.
        Held = "held",
        /// The chair has signed, the clerk has not.
        HalfSigned = "half-signed",
        /// Minutes locked, no conclusion yet.
        Closed = "closed",
        /// The conclusion waits for its signature.
        Drafted = "drafted",
        /// Signed, not yet shown everywhere.
        Signed = "signed",
        End = "end",
        /// Announced and called off.
        Cancelled = "cancelled",
    }
}

/// One issue and everything that is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IssueStory {
    /// Session of the embedded text to which it belongs.
    #[serde(default)]
    pub session: String,
    pub by: Seat,
    pub people: i32,
    /// Code of the field of life.
    pub field: String,
    pub wording: String,
    pub fate: Fate,
    pub lead: Seat,
    pub support: Option<Seat>,
    /// What the lead agency answers.
    pub answer: String,
    pub reply: Reply,
    /// Outcome in the hall, by its stable word.
    pub outcome: String,
    /// What is promised; empty where nothing is.
    pub promise: String,
    /// Days from the session to the last day of the promise.
    pub days: Option<i64>,
    pub life: Life,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionStory {
    pub kind: &'static str,
    pub form: &'static str,
    pub trigger: Option<&'static str>,
    pub reason: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    /// Wall time in Vietnam.
    pub starts: NaiveDateTime,
    pub citizens: i32,
    /// General assessment in minutes and conclusion.
    pub general: String,
    pub until: Until,
    /// Stands in the plan of its year; otherwise it was entered by itself.
    pub in_plan: bool,
    /// Was held a week later than first announced.
    pub moved: bool,
    pub issues: Vec<IssueStory>,
}

impl SessionStory {
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.starts.date()
    }
}

/// Reads rows `a|b|c` with a heading.
///
/// # Errors
/// The row that cannot be read.
pub(super) fn rows<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, String> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'|').quoting(false).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| error.to_string())
}
