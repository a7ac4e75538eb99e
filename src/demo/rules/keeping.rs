//! How a promise is kept, or not: the steps of a commitment with their days. Pure.

use chrono::{NaiveDate, TimeDelta};

use crate::alphabet;

alphabet! {
    /// What becomes of a promise, if time suffices.
    pub enum Life {
        /// Nothing is promised.
        Nothing = "",
        Untouched = "untouched",
        Accepted = "accepted",
        Progress = "progress",
        /// Contested; the office has not decided.
        Contested = "contested",
        /// Contested, given to another agency, done in time.
        Reassigned = "reassigned",
        /// Contested, left where it is, being worked on.
        Upheld = "upheld",
        OnTime = "on-time",
        Late = "late",
        /// The Front found it not done; done at the second attempt.
        SecondAttempt = "second-attempt",
        /// The Front found it not done.
        NotDone = "not-done",
        /// The office was not content with it.
        SentBack = "sent-back",
        ExtensionWaiting = "extension-waiting",
        ExtensionRefused = "extension-refused",
        Extended = "extended",
        Reported = "reported",
        Verified = "verified",
        Explained = "explained",
        Impossible = "impossible",
    }
}

/// One step in the life of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Accept,
    Contest,
    Reassign,
    Uphold,
    Progress(i32),
    AskTime(NaiveDate),
    GrantTime,
    RefuseTime,
    Answer,
    /// With the stable word of its outcome.
    Report(&'static str),
    Judge(bool),
    Confirm,
    NotDone,
    SendBack,
    Close,
}

/// The deeds of a promise that was assigned on `from` and is due on `due`, in their order.
#[must_use]
pub fn deeds(life: Life, from: NaiveDate, due: NaiveDate) -> Vec<(NaiveDate, Deed)> {
    use Deed::{Accept, Answer, AskTime, Close, Confirm, Contest, GrantTime, Judge, Progress, Reassign, RefuseTime, Report};
    let start = |days| from + TimeDelta::days(days);
    let end = |days| (due + TimeDelta::days(days)).max(from + TimeDelta::days(4));
    let half = from + (due - from) / 2;
    let begun = [(start(3), Accept), (half.max(start(4)), Progress(50))];
    let done = |outcome, late| {
        vec![
            (end(late - 3), Answer),
            (end(late - 3), Report(outcome)),
            (end(late - 2), Judge(true)),
            (end(late), Confirm),
            (end(late + 2), Close),
        ]
    };
    let more = match life {
        Life::Nothing | Life::Untouched => return Vec::new(),
        Life::Accepted => return vec![(start(3), Accept)],
        Life::Contested => return vec![(start(1), Contest)],
        Life::Reassigned => {
            let first = vec![(start(1), Contest), (start(2), Reassign), (start(4), Accept)];
            return [first, done("done", 0)].concat();
        }
        Life::Upheld => return vec![(start(1), Contest), (start(2), Deed::Uphold), (half.max(start(4)), Progress(20))],
        Life::Progress => vec![(end(-3), Progress(70))],
        Life::OnTime => done("done", 0),
        Life::Late => done("done", 15),
        Life::SecondAttempt => {
            let first = vec![(end(-9), Report("done")), (end(-8), Judge(false)), (end(-7), Deed::NotDone)];
            [first, done("done", 6)].concat()
        }
        Life::NotDone => vec![(end(-9), Report("done")), (end(-8), Judge(false)), (end(-7), Deed::NotDone)],
        Life::SentBack => vec![(end(-9), Report("done")), (end(-7), Confirm), (end(-6), Deed::SendBack)],
        Life::ExtensionWaiting => vec![(end(-5), AskTime(due + TimeDelta::days(30)))],
        Life::ExtensionRefused => vec![(end(-9), AskTime(due + TimeDelta::days(30))), (end(-8), RefuseTime)],
        Life::Extended => {
            let first = vec![(end(-9), AskTime(due + TimeDelta::days(30))), (end(-8), GrantTime)];
            [first, done("done", 25)].concat()
        }
        Life::Reported => vec![(end(-4), Answer), (end(-4), Report("done"))],
        Life::Verified => vec![(end(-4), Answer), (end(-4), Report("done")), (end(-2), Confirm)],
        Life::Explained => done("explained", 0),
        Life::Impossible => done("impossible", -1),
    };
    [begun.to_vec(), more].concat()
}
