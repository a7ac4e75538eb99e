//! Subscriptions and what a feed shows. Pure.

pub mod health;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::alphabet;
use crate::kernel::clock::start_of;
use crate::kernel::{BodyId, FeedId, PersonId, Refusal, Scope};

alphabet! {
    /// Whose calendar a secret address shows.
    pub enum FeedKind {
        Person = "person",
        Body = "body",
        /// No address but a password: all calendars of a person by CalDAV.
        Dav = "dav",
        /// A unit and all below it that take part.
        Below = "below",
    }
}

/// Whose it is, with the id that the kind needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Owner {
    Person(PersonId),
    Body(BodyId),
    Dav(PersonId),
    /// Code of the unit on top.
    Below(String),
}

/// A subscription by a secret address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub id: FeedId,
    pub owner: Owner,
    /// What its owner calls it: "điện thoại của tôi".
    pub name: String,
    pub created_by: Option<Uuid>,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub last_fetched_at: Option<DateTime<Utc>>,
    pub last_client: String,
}

alphabet! {
    /// How a cancelled session is told: by its status, or in the title alone for programs that hide the status (Google).
    pub enum Cancelled {
        Status = "status",
        Title = "title",
    }
}

alphabet! {
    /// How long before a session the program rings, in minutes.
    pub enum Ring {
        HalfAnHour = "30",
        TwoHours = "120",
        OneDay = "1440",
    }
}

impl Ring {
    #[must_use]
    pub const fn minutes(self) -> i32 {
        match self {
            Self::HalfAnHour => 30,
            Self::TwoHours => 120,
            Self::OneDay => 1440,
        }
    }
}

/// What a subscriber chose; it stands in the address of the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub cancelled: Cancelled,
    pub alarm: Option<Ring>,
    /// Whether the day by the moon stands in the description.
    pub lunar: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { cancelled: Cancelled::Status, alarm: None, lunar: false }
    }
}

impl Options {
    /// The query of the address, with its question mark; empty where nothing was chosen.
    #[must_use]
    pub fn query(self) -> String {
        let cancelled = (self.cancelled != Cancelled::Status).then(|| format!("cancelled={}", self.cancelled));
        let alarm = self.alarm.map(|alarm| format!("alarm={alarm}"));
        let lunar = self.lunar.then(|| "lunar=1".to_owned());
        let chosen: Vec<String> = [cancelled, alarm, lunar].into_iter().flatten().collect();
        if chosen.is_empty() { String::new() } else { format!("?{}", chosen.join("&")) }
    }
}

/// Days of the past and months of the future that a feed shows.
const PAST_DAYS: u64 = 60;
const FUTURE_MONTHS: u32 = 18;
/// Sessions of one feed; the ones nearest to now are kept.
pub const MOST_SESSIONS: usize = 1_000;
/// The same for a unit and all below it.
pub const MOST_SESSIONS_BELOW: usize = 3_000;
/// Live subscriptions that one account may have made.
const MOST_SUBSCRIPTIONS: usize = 20;
/// Minutes between two notes of "last fetched".
pub const NOTE_EVERY_MINUTES: i64 = 10;

/// First and last instant of what is shown on `today`.
#[must_use]
pub fn window(today: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let from = today.checked_sub_days(Days::new(PAST_DAYS)).unwrap_or(today);
    let to = today.checked_add_months(Months::new(FUTURE_MONTHS)).unwrap_or(today);
    (start_of(from), start_of(to))
}

/// Whether everything below the unit at `unit_path` lies in `scope`.
#[must_use]
pub fn reaches_below(scope: &Scope, unit_path: &str) -> bool {
    scope.everything || scope.subtrees.iter().any(|path| unit_path.starts_with(path))
}

/// Whether one more subscription may be made.
///
/// # Errors
/// `feed.too-many`.
pub fn check_count(live: usize) -> Result<(), Refusal> {
    if live < MOST_SUBSCRIPTIONS { Ok(()) } else { Err(Refusal::new("feed.too-many").arg("most", MOST_SUBSCRIPTIONS)) }
}

/// A last day on which somebody owes something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub id: Uuid,
    pub kind: DueKind,
    pub on: NaiveDate,
    pub changed_at: DateTime<Utc>,
    /// Number or code by which the matter is known; no wording, no names.
    pub what: String,
    /// Where it is dealt with, an address of ours.
    pub href: String,
}

alphabet! {
    /// What falls due.
    pub enum DueKind {
        Intake = "intake",
        Answer = "answer",
        Commitment = "commitment",
    }
}

/// The `most` items nearest to `now`, past and future alike.
pub fn nearest<T>(mut items: Vec<T>, most: usize, now: DateTime<Utc>, at: impl Fn(&T) -> DateTime<Utc>) -> Vec<T> {
    if items.len() > most {
        items.sort_by_key(|item| (at(item) - now).abs());
        items.truncate(most);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn b036_a_full_feed_keeps_what_is_nearest_to_now() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let days = [-400, -2, -1, 1, 3, 500];
        let kept = nearest(days.to_vec(), 4, now, |day| now + TimeDelta::days(*day));
        assert_eq!(kept, [-1, 1, -2, 3]);
    }

    #[test]
    fn b072_only_a_right_to_the_sub_tree_reaches_below() {
        let province = Scope { subtrees: vec!["00/14/".into()], ..Scope::default() };
        assert!(reaches_below(&province, "00/14/") && reaches_below(&province, "00/14/03667/"));
        assert!(!reaches_below(&province, "00/") && !reaches_below(&province, "00/31/"));
        assert!(!reaches_below(&Scope { units: vec!["14".into()], ..Scope::default() }, "00/14/"));
    }

    #[test]
    fn the_window_is_sixty_days_and_eighteen_months() {
        let (from, to) = window(NaiveDate::from_ymd_opt(2025, 8, 28).unwrap());
        assert_eq!(from.to_rfc3339(), "2025-06-28T17:00:00+00:00");
        assert_eq!(to.to_rfc3339(), "2027-02-27T17:00:00+00:00");
    }
}
