//! What becomes of reminders: compares those that the dates ask for now with the ledger of those known, and decides.
//!
//! A key carries the date that the reminder speaks of. A date that moves makes another key: the old line is skipped, the new
//! one planned. What was sent stays sent, so nothing is sent twice, whatever happens to the dates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::alphabet;
use crate::notices::rules::reminders::{Kind, Reminder};

alphabet! {
    /// Where a reminder stands.
    pub enum State {
        Planned = "planned",
        Sent = "sent",
        Skipped = "skipped",
    }
}

alphabet! {
    /// Why a reminder is not sent.
    pub enum Why {
        /// What it speaks of was called off.
        Cancelled = "cancelled",
        /// Its date moved; another reminder stands in its place.
        Moved = "moved",
        /// What it asks for is done.
        Settled = "settled",
        /// It could not be sent in time, and now it is of no use.
        Past = "past",
    }
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub key: String,
    pub kind: Kind,
    pub subject: Uuid,
    pub state: State,
    /// Given for skipped ones.
    pub why: Option<Why>,
}

/// What has to be written and sent.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Decision<'a> {
    /// Reminders that the ledger does not have yet, to be planned.
    pub plan: Vec<&'a Reminder>,
    /// Skipped ones that are wanted again.
    pub revive: Vec<&'a Reminder>,
    /// Keys of planned ones that are not sent, and why.
    pub skip: Vec<(&'a str, Why)>,
    /// Those to be sent now; each is also planned, revived or a planned line.
    pub send: Vec<&'a Reminder>,
}

impl Decision<'_> {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plan.is_empty() && self.revive.is_empty() && self.skip.is_empty() && self.send.is_empty()
    }
}

/// Decides at `now`. `ledger` holds the planned lines of the same kinds and every line whose key is wanted; `cancelled` the
/// subjects that were called off.
#[must_use]
pub fn decide<'a>(wanted: &'a [Reminder], ledger: &'a [Line], cancelled: &BTreeSet<Uuid>, now: DateTime<Utc>) -> Decision<'a> {
    let known: BTreeMap<&str, &Line> = ledger.iter().map(|line| (line.key.as_str(), line)).collect();
    let mut decision = Decision::default();
    for reminder in wanted {
        let line = known.get(reminder.key.as_str());
        let is_useless = reminder.useless_at <= now;
        match line.map(|line| (line.state, line.why)) {
            Some((State::Sent, _) | (State::Skipped, Some(Why::Past))) => continue,
            Some((State::Planned, _)) if is_useless => {
                decision.skip.push((&reminder.key, Why::Past));
                continue;
            }
            _ if is_useless => continue,
            Some((State::Planned, _)) => {}
            Some((State::Skipped, _)) => decision.revive.push(reminder),
            None => decision.plan.push(reminder),
        }
        if reminder.due_at <= now {
            decision.send.push(reminder);
        }
    }
    let wanted_keys: BTreeSet<&str> = wanted.iter().map(|reminder| reminder.key.as_str()).collect();
    for line in ledger.iter().filter(|line| line.state == State::Planned && !wanted_keys.contains(line.key.as_str())) {
        let moved = wanted.iter().any(|reminder| reminder.kind == line.kind && reminder.subject == line.subject);
        let why = if cancelled.contains(&line.subject) {
            Why::Cancelled
        } else if moved {
            Why::Moved
        } else {
            Why::Settled
        };
        decision.skip.push((&line.key, why));
    }
    decision
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    const SESSION: Uuid = Uuid::from_u128(7);

    /// A reminder due at 01:00 UTC on the day before the session, useless when the session begins.
    fn wanted(day_before: &str, day: &str) -> Reminder {
        Reminder {
            key: format!("session.tomorrow/7/{day}"),
            kind: Kind::SessionTomorrow,
            subject: SESSION,
            due_at: at(&format!("{day_before}T01:00:00Z")),
            useless_at: at(&format!("{day}T01:00:00Z")),
            to: Vec::new(),
            args: Vec::new(),
            href: String::new(),
        }
    }

    fn line(day: &str, state: State, why: Option<Why>) -> Line {
        Line { key: format!("session.tomorrow/7/{day}"), kind: Kind::SessionTomorrow, subject: SESSION, state, why }
    }

    fn keys<'a>(reminders: &[&'a Reminder]) -> Vec<&'a str> {
        reminders.iter().map(|reminder| reminder.key.as_str()).collect()
    }

    #[test]
    fn b063_moving_a_session_moves_its_reminder() {
        let (old, new) = (line("2025-03-10", State::Planned, None), wanted("2025-03-19", "2025-03-20"));
        let (wanted, ledger) = ([new], [old]);
        let decision = decide(&wanted, &ledger, &BTreeSet::new(), at("2025-03-09T02:00:00Z"));
        assert_eq!(keys(&decision.plan), ["session.tomorrow/7/2025-03-20"]);
        assert_eq!(decision.skip, [("session.tomorrow/7/2025-03-10", Why::Moved)]);
        assert!(decision.send.is_empty());
    }

    #[test]
    fn b063_moving_into_the_past_sends_nothing() {
        let wanted = [wanted("2025-03-01", "2025-03-02")];
        let ledger = [line("2025-03-10", State::Planned, None)];
        let decision = decide(&wanted, &ledger, &BTreeSet::new(), at("2025-03-03T02:00:00Z"));
        assert!(decision.plan.is_empty() && decision.send.is_empty());
        assert_eq!(decision.skip, [("session.tomorrow/7/2025-03-10", Why::Moved)]);
    }

    #[test]
    fn b064_a_cancelled_session_sends_nothing_and_an_uncancelled_one_again() {
        let ledger = [line("2025-03-10", State::Planned, None)];
        let decision = decide(&[], &ledger, &BTreeSet::from([SESSION]), at("2025-03-09T02:00:00Z"));
        assert_eq!(decision.skip, [("session.tomorrow/7/2025-03-10", Why::Cancelled)]);
        let wanted = [wanted("2025-03-09", "2025-03-10")];
        let ledger = [line("2025-03-10", State::Skipped, Some(Why::Cancelled))];
        let decision = decide(&wanted, &ledger, &BTreeSet::new(), at("2025-03-09T02:00:00Z"));
        assert_eq!((keys(&decision.revive), keys(&decision.send)), (keys(&[&wanted[0]]), keys(&[&wanted[0]])));
    }

    #[test]
    fn b065_after_an_outage_it_is_sent_late_once_unless_useless() {
        let wanted = [wanted("2025-03-09", "2025-03-10")];
        let planned = [line("2025-03-10", State::Planned, None)];
        // Down from the 8th to the 9th at 23:00 UTC: the session begins two hours later.
        let decision = decide(&wanted, &planned, &BTreeSet::new(), at("2025-03-09T23:00:00Z"));
        assert_eq!(keys(&decision.send).len(), 1);
        let sent = [line("2025-03-10", State::Sent, None)];
        assert!(decide(&wanted, &sent, &BTreeSet::new(), at("2025-03-09T23:00:01Z")).is_empty(), "once");
        // Down until after the session.
        let decision = decide(&wanted, &planned, &BTreeSet::new(), at("2025-03-10T01:00:00Z"));
        assert_eq!(decision.skip, [("session.tomorrow/7/2025-03-10", Why::Past)]);
        assert!(decision.send.is_empty());
        let past = [line("2025-03-10", State::Skipped, Some(Why::Past))];
        assert!(decide(&wanted, &past, &BTreeSet::new(), at("2025-03-10T01:00:00Z")).is_empty(), "never later");
    }

    #[test]
    fn what_is_done_needs_no_reminder() {
        let ledger = [line("2025-03-10", State::Planned, None), line("2025-02-10", State::Sent, None)];
        let decision = decide(&[], &ledger, &BTreeSet::new(), at("2025-03-09T02:00:00Z"));
        assert_eq!(decision.skip, [("session.tomorrow/7/2025-03-10", Why::Settled)]);
    }
}
