//! An issue goes to another session of its unit: because its session was cancelled, or because the office wants it so. Pure.
//!
//! The session that it was handed in for stays its preferred one, whichever it is moved to; one that fell away leaves none.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::issue::Step;
use super::{Issue, StateWord};
use crate::kernel::SessionId;

/// The states in which an issue still waits for something at its session. Merged ones go with the issue at the end of their chain.
pub const MOVABLE: [StateWord; 6] = [
    StateWord::Draft,
    StateWord::Submitted,
    StateWord::Returned,
    StateWord::Accepted,
    StateWord::Selected,
    StateWord::WrittenOnly,
];

/// The session that an issue was handed in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferred {
    pub starts_at: DateTime<Utc>,
    /// Its call was closed when the issue came.
    pub was_closed: bool,
}

/// Whether an issue is late at a session that begins at `starts_at`: at the preferred one if that was closed when it came, and so at
/// every later one; at an earlier one never, for it was not meant for that. Without a preferred session it is late nowhere.
#[must_use]
pub fn is_late(preferred: Option<Preferred>, starts_at: DateTime<Utc>) -> bool {
    preferred.is_some_and(|preferred| preferred.was_closed && starts_at >= preferred.starts_at)
}

impl Issue {
    /// Goes to another session with a number of that session, if it had one here; the receipt's code stays.
    ///
    /// # Errors
    /// `issue.wrong-state` for one that waits for nothing any more, unless it follows another (`follows`).
    pub fn move_to(mut self, to: SessionId, number: Option<i32>, late: bool, follows: bool) -> Step {
        if !follows {
            self.only_in(&MOVABLE)?;
        }
        let event = self.event("issue.moved").facts(json!({
            "before": { "session": self.session, "number": self.number, "late": self.late },
            "after": { "session": to, "number": number, "late": late },
        }));
        (self.session, self.number, self.late) = (to, number, late);
        Ok((self, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn b092_late_at_the_closed_preferred_session_and_later_ones_never_at_earlier_ones() {
        let april = at("2025-04-25T01:00:00Z");
        let (march, may) = (at("2025-03-25T01:00:00Z"), at("2025-05-25T01:00:00Z"));
        let closed = Some(Preferred { starts_at: april, was_closed: true });
        assert_eq!([march, april, may].map(|session| is_late(closed, session)), [false, true, true]);
        let open = Some(Preferred { starts_at: april, was_closed: false });
        assert_eq!([march, april, may].map(|session| is_late(open, session)), [false, false, false]);
        assert_eq!([march, april, may].map(|session| is_late(None, session)), [false, false, false], "any session will do");
    }
}
