//! What stands behind a figure of the ledger: the days with their sessions, or the periods. As many rows as the figure says. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Session;
use super::plans::{Fact, fact};
use crate::alphabet;
use crate::kernel::SessionId;
use crate::law::{DutyKind, LedBy, LedgerLine, PeriodLine, Tenure};

alphabet! {
    /// A figure of the ledger.
    pub enum What {
        Due = "due",
        Held = "held",
        /// Held and counting before the head's term began.
        Inherited = "inherited",
        Delegated = "delegated",
        Planned = "planned",
        Short = "short",
    }
}

impl What {
    /// Whether periods stand behind it, not sessions.
    #[must_use]
    pub const fn is_of_periods(self) -> bool {
        matches!(self, Self::Due | Self::Short)
    }
}

/// A day with the sessions that count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub on: NaiveDate,
    pub sessions: Vec<SessionId>,
}

/// The sessions behind a figure of `line`, by day: each dialogue by itself, receptions of one day and period together.
#[must_use]
pub fn sessions_behind(
    line: &LedgerLine,
    what: What,
    tenure: Option<&Tenure>,
    sessions: &[Session],
    led: &BTreeMap<SessionId, LedBy>,
    today: NaiveDate,
) -> Vec<Counted> {
    let mut rows: Vec<Counted> = Vec::new();
    let mut sorted: Vec<&Session> = sessions.iter().collect();
    sorted.sort_by_key(|session| (session.starts_at, session.id));
    for session in sorted {
        let Some(fact) = fact(session, led) else { continue };
        let is_behind = |period: &PeriodLine| match (what, fact) {
            (What::Held, Fact::Held(fact)) => line.duty.counts(period, &fact),
            (What::Inherited, Fact::Held(fact)) => {
                line.duty.counts(period, &fact) && tenure.is_some_and(|tenure| fact.on < tenure.from)
            }
            (What::Delegated, Fact::Held(fact)) => line.duty.is_delegated(period, &fact),
            (What::Planned, Fact::Planned(fact)) => line.duty.expects(period, &fact, today),
            _ => false,
        };
        if !line.periods.iter().any(is_behind) {
            continue;
        }
        let on = session.on();
        match rows.last_mut().filter(|row| line.duty.kind == DutyKind::Reception && row.on == on) {
            Some(row) => row.sessions.push(session.id),
            None => rows.push(Counted { on, sessions: vec![session.id] }),
        }
    }
    rows
}

/// The periods behind a figure of `line`.
#[must_use]
pub fn periods_behind(line: &LedgerLine, what: What) -> Vec<&PeriodLine> {
    let is_behind = |period: &&PeriodLine| match what {
        What::Due => true,
        What::Short => period.short > 0,
        _ => false,
    };
    line.periods.iter().filter(is_behind).collect()
}
