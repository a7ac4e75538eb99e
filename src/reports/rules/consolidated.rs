//! The superior's table over many units: who reported, what each says, and the sum over what was accepted. Pure.
//!
//! The sum is taken over the records, not over the numbers: what two units report of one thing counts once.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::facts::Facts;
use super::figures::{self, Figure, Figures};
use super::report::StateWord;
use crate::kernel::ReportId;
use crate::law::ReportPeriod;

/// The report of one unit, as far as its superior may know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitReport {
    pub id: ReportId,
    pub state: StateWord,
    pub sent_at: Option<DateTime<Utc>>,
    pub figures: Figures,
    pub facts: Arc<Facts>,
}

/// One unit below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    pub code: String,
    pub name: String,
    /// None while nothing was sent.
    pub report: Option<UnitReport>,
    /// On today's boundaries: the units of then whose reports it joins. Empty for a unit that stands for itself.
    pub parts: Vec<Self>,
}

/// All units that owed a report for one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consolidated {
    pub period: ReportPeriod,
    pub units: Vec<UnitLine>,
    /// Over the accepted reports.
    pub total: Figures,
}

/// How far the reporting of a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub owed: usize,
    /// Waiting for a decision.
    pub sent: usize,
    pub returned: usize,
    pub accepted: usize,
    /// Nothing sent yet.
    pub missing: usize,
    /// Accepted reports of units that held at least one dialogue.
    pub held: usize,
}

impl Consolidated {
    #[must_use]
    pub fn new(period: ReportPeriod, units: Vec<UnitLine>) -> Self {
        let accepted = units.iter().flat_map(UnitLine::leaves).filter_map(UnitLine::accepted).map(|report| &*report.facts);
        let total = figures::all(&Facts::joined(accepted));
        Self { period, units, total }
    }

    #[must_use]
    pub fn progress(&self) -> Progress {
        let leaves = || self.units.iter().flat_map(UnitLine::leaves);
        let count = |word: StateWord| leaves().filter(|unit| unit.word() == Some(word)).count();
        let held = |unit: &UnitLine| unit.accepted().and_then(|r| r.figures.get("sessions-held")).is_some_and(|f| f.part > 0);
        Progress {
            owed: leaves().count(),
            sent: count(StateWord::Sent),
            returned: count(StateWord::Returned),
            accepted: count(StateWord::Accepted),
            missing: leaves().filter(|unit| unit.report.is_none()).count(),
            held: leaves().filter(|unit| held(unit)).count(),
        }
    }

    /// What the accepted reports add up to; none where there is nothing to add.
    #[must_use]
    pub fn sum(&self, code: &str) -> Option<Figure> {
        self.total
            .get(code)
            .copied()
            .filter(|_| self.units.iter().flat_map(UnitLine::leaves).any(|unit| unit.accepted().is_some()))
    }
}

impl UnitLine {
    /// A unit of today that goes on with the work of others: what any of `parts` sent is told together, over the records, and
    /// counts as accepted once all of it is.
    #[must_use]
    pub fn joined(code: String, name: String, parts: Vec<Self>) -> Self {
        let sent: Vec<&UnitReport> = parts.iter().filter_map(|part| part.report.as_ref()).collect();
        let report = sent.first().map(|first| {
            let facts = Facts::joined(sent.iter().map(|report| &*report.facts));
            let open = sent.iter().find(|report| report.state != StateWord::Accepted);
            UnitReport {
                id: first.id,
                state: open.map_or(StateWord::Accepted, |report| report.state),
                sent_at: None,
                figures: figures::all(&facts),
                facts: Arc::new(facts),
            }
        });
        let report = report.filter(|_| sent.len() == parts.len());
        Self { code, name, report, parts }
    }

    /// The units of then behind this line: itself, or its parts.
    pub fn leaves(&self) -> impl Iterator<Item = &Self> {
        let own = self.parts.is_empty().then_some(self);
        own.into_iter().chain(&self.parts)
    }

    fn word(&self) -> Option<StateWord> {
        self.report.as_ref().map(|report| report.state)
    }

    /// The report, if it was accepted.
    #[must_use]
    pub fn accepted(&self) -> Option<&UnitReport> {
        self.report.as_ref().filter(|report| report.state == StateWord::Accepted)
    }
}
