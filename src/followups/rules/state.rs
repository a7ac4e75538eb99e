//! Where a commitment stands, with the facts that exist only there, and the words of its steps. Pure.

use chrono::{DateTime, NaiveDate, Utc};

use crate::alphabet;
use crate::kernel::BodyId;

alphabet! {
    /// The state's word in lists and addresses.
    pub enum StateWord {
        Assigned = "assigned",
        Accepted = "accepted",
        Contested = "contested",
        InProgress = "in-progress",
        Reported = "reported",
        Verified = "verified",
        Closed = "closed",
    }
}

impl StateWord {
    /// States in which the lead agency still owes its work: what can be overdue.
    pub const OWED: [Self; 4] = [Self::Assigned, Self::Accepted, Self::Contested, Self::InProgress];

    #[must_use]
    pub fn is_owed(self) -> bool {
        Self::OWED.contains(&self)
    }
}

alphabet! {
    /// What an agency says became of its task. Only the first is "resolved"; the others answer, and are counted apart.
    pub enum Outcome {
        /// Đã giải quyết xong.
        Done = "done",
        /// Giải trình, cung cấp thông tin: nothing to do.
        Explained = "explained",
        /// Không thực hiện được, with its cause.
        Impossible = "impossible",
    }
}

alphabet! {
    /// The steps in the life of a commitment, as the timeline shows them.
    pub enum ProgressKind {
        Accepted = "accepted",
        Contested = "contested",
        Reassigned = "reassigned",
        Upheld = "upheld",
        Progress = "progress",
        Reported = "reported",
        Confirmed = "confirmed",
        NotDone = "not-done",
        SentBack = "sent-back",
        Closed = "closed",
        Answered = "answered",
        ExtensionAsked = "extension-asked",
        ExtensionGranted = "extension-granted",
        ExtensionRefused = "extension-refused",
        Stopped = "stopped",
        Resumed = "resumed",
        /// The calendar made its last day a day off.
        DueRolled = "due-rolled",
        JudgedDone = "judged-done",
        JudgedNotDone = "judged-not-done",
        /// To the heir of a body that ended.
        HandedOver = "handed-over",
    }
}

impl ProgressKind {
    /// Steps that stay between office and agency; who handed the issue in does not read them.
    #[must_use]
    pub const fn is_internal(self) -> bool {
        matches!(
            self,
            Self::Contested
                | Self::Reassigned
                | Self::Upheld
                | Self::SentBack
                | Self::ExtensionAsked
                | Self::ExtensionGranted
                | Self::ExtensionRefused
                | Self::Stopped
                | Self::Resumed
        )
    }
}

/// What the lead agency reported at the end of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// When it was reported: this instant is in time or late.
    pub at: DateTime<Utc>,
    pub outcome: Outcome,
    /// The day on which the work was finished, as the agency says.
    pub done_on: NaiveDate,
}

/// That the Front looked and found what was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    pub at: DateTime<Utc>,
    pub by: String,
}

/// Where a commitment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Given to the lead agency, which has not answered yet.
    Assigned,
    /// The agency took it.
    Accepted,
    /// "Not ours": whose it is, and why; the office decides.
    Contested {
        theirs: Option<BodyId>,
        reason: String,
    },
    /// Work was begun, or goes on after it was found not done.
    InProgress,
    Reported {
        report: Report,
    },
    Verified {
        report: Report,
        check: Check,
    },
    /// Followed up no longer.
    Closed {
        report: Report,
        check: Check,
        at: DateTime<Utc>,
    },
}

impl State {
    #[must_use]
    pub const fn word(&self) -> StateWord {
        match self {
            Self::Assigned => StateWord::Assigned,
            Self::Accepted => StateWord::Accepted,
            Self::Contested { .. } => StateWord::Contested,
            Self::InProgress => StateWord::InProgress,
            Self::Reported { .. } => StateWord::Reported,
            Self::Verified { .. } => StateWord::Verified,
            Self::Closed { .. } => StateWord::Closed,
        }
    }

    /// What was reported last, unless it was sent back.
    #[must_use]
    pub const fn report(&self) -> Option<&Report> {
        match self {
            Self::Reported { report } | Self::Verified { report, .. } | Self::Closed { report, .. } => Some(report),
            Self::Assigned | Self::Accepted | Self::Contested { .. } | Self::InProgress => None,
        }
    }

    /// The Front's confirmation, where there is one.
    #[must_use]
    pub const fn check(&self) -> Option<&Check> {
        match self {
            Self::Verified { check, .. } | Self::Closed { check, .. } => Some(check),
            _ => None,
        }
    }

    /// The day on which the matter was resolved: reported done, and confirmed by the Front. An explanation resolves nothing.
    #[must_use]
    pub fn resolved_on(&self) -> Option<NaiveDate> {
        self.check().and(self.report()).filter(|report| report.outcome == Outcome::Done).map(|report| report.done_on)
    }
}
