//! A unit's report for a period and its way: draft, presented, signed, sent, returned or accepted. Pure.
//!
//! Signing freezes: the figures and the facts behind them are kept beside the report, and the seal carries their
//! fingerprint. A returned report is written anew and signed anew.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::figures::Figures;
use super::narrative::Narrative;
use super::{Facts, PeriodKey};
use crate::alphabet;
use crate::kernel::clock::local_date;
use crate::kernel::{Event, Refusal, ReportId, Violations};

alphabet! {
    /// The state's word in lists and addresses.
    pub enum StateWord {
        Draft = "draft",
        Presented = "presented",
        Signed = "signed",
        Sent = "sent",
        Returned = "returned",
        Accepted = "accepted",
    }
}

impl StateWord {
    /// States that the superior knows.
    pub const SENT: [Self; 3] = [Self::Sent, Self::Returned, Self::Accepted];
}

/// Who signed what and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    pub at: DateTime<Utc>,
    pub by: String,
    /// The post of a deputy who signed for the absent head; empty where the head signed.
    pub deputy: String,
    /// SHA-256 of [`canonical`], in hexadecimal.
    pub digest: String,
}

/// Where a report stands, with the facts that exist only there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportState {
    /// The office writes; figures are live.
    Draft,
    /// Before the leader, to be signed.
    Presented,
    Signed {
        seal: Seal,
    },
    Sent {
        seal: Seal,
        sent_at: DateTime<Utc>,
    },
    /// Back from the superior, to be made better; the seal is of what was sent.
    Returned {
        seal: Seal,
        sent_at: DateTime<Utc>,
        at: DateTime<Utc>,
        by: String,
    },
    Accepted {
        seal: Seal,
        sent_at: DateTime<Utc>,
        at: DateTime<Utc>,
        by: String,
    },
}

impl ReportState {
    #[must_use]
    pub const fn word(&self) -> StateWord {
        match self {
            Self::Draft => StateWord::Draft,
            Self::Presented => StateWord::Presented,
            Self::Signed { .. } => StateWord::Signed,
            Self::Sent { .. } => StateWord::Sent,
            Self::Returned { .. } => StateWord::Returned,
            Self::Accepted { .. } => StateWord::Accepted,
        }
    }

    /// The seal of what was signed last, unless it was taken back.
    #[must_use]
    pub const fn seal(&self) -> Option<&Seal> {
        match self {
            Self::Draft | Self::Presented => None,
            Self::Signed { seal } | Self::Sent { seal, .. } | Self::Returned { seal, .. } | Self::Accepted { seal, .. } => {
                Some(seal)
            }
        }
    }

    /// When it went up, if it did; before that nobody outside the unit's office and leaders knows it.
    #[must_use]
    pub const fn sent_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Draft | Self::Presented | Self::Signed { .. } => None,
            Self::Sent { sent_at, .. } | Self::Returned { sent_at, .. } | Self::Accepted { sent_at, .. } => Some(*sent_at),
        }
    }

    /// Whether the unit shows its figures as signed; in drafts and after a return they are live.
    #[must_use]
    pub const fn is_frozen(&self) -> bool {
        matches!(self, Self::Signed { .. } | Self::Sent { .. } | Self::Accepted { .. })
    }

    /// Whether the office may write.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Draft | Self::Returned { .. })
    }
}

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub unit_code: String,
    pub period: PeriodKey,
    pub year: i32,
    pub data_from: NaiveDate,
    /// Included.
    pub data_to: NaiveDate,
    /// By the rules in force when it was begun; none where they are silent.
    pub due_on: Option<NaiveDate>,
    pub narrative: Narrative,
    pub state: ReportState,
    pub version: i32,
}

/// The figures and facts as they were signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    pub figures: Figures,
    pub facts: Arc<Facts>,
}

type Step = Result<(Report, Event), Violations>;

impl Report {
    /// Up to which day facts count: the last day of the period, or today while it runs.
    #[must_use]
    pub fn as_of(&self, today: NaiveDate) -> NaiveDate {
        today.min(self.data_to)
    }

    fn step(mut self, code: &'static str, to: ReportState, mut facts: Value) -> (Self, Event) {
        if let Some(facts) = facts.as_object_mut() {
            facts.insert("before".to_owned(), json!(self.state.word()));
            facts.insert("after".to_owned(), json!(to.word()));
        }
        self.state = to;
        let event = self.event(code).facts(facts);
        (self, event)
    }

    /// The event `code` about this report.
    #[must_use]
    pub fn event(&self, code: &'static str) -> Event {
        Event::new(code, "report", self.id, &self.unit_code)
    }

    fn wrong_state(&self) -> Violations {
        Refusal::new("report.wrong-state").arg("state", self.state.word()).into()
    }

    /// Changes the text.
    ///
    /// # Errors
    /// `report.wrong-state` once it was presented.
    pub fn write(mut self, narrative: Narrative) -> Step {
        if !self.state.is_open() {
            return Err(self.wrong_state());
        }
        let changed: Vec<&str> = super::Section::ALL
            .iter()
            .filter(|section| self.narrative.get(section) != narrative.get(section))
            .map(|section| section.as_str())
            .collect();
        self.narrative = narrative;
        let event = self.event("report.written").facts(json!({ "changed": changed }));
        Ok((self, event))
    }

    /// Lays it before the leader.
    ///
    /// # Errors
    /// `report.wrong-state`; `report.text-missing` without a word of text.
    pub fn present(self) -> Step {
        if !self.state.is_open() {
            return Err(self.wrong_state());
        }
        self.has_text()?;
        Ok(self.step("report.presented", ReportState::Presented, json!({})))
    }

    fn has_text(&self) -> Result<(), Violations> {
        let empty = self.narrative.values().all(|text| text.trim().is_empty());
        if empty { Err(Refusal::new("report.text-missing").into()) } else { Ok(()) }
    }

    /// Whether it can be signed at `now`.
    ///
    /// # Errors
    /// `report.wrong-state`; `report.text-missing`; `report.not-begun` before the period's first day.
    pub fn check_sign(&self, now: DateTime<Utc>) -> Result<(), Violations> {
        if !(self.state.is_open() || self.state == ReportState::Presented) {
            return Err(self.wrong_state());
        }
        if local_date(now) < self.data_from {
            return Err(Refusal::new("report.not-begun").into());
        }
        self.has_text()
    }

    /// The leader signs, or in his absence a deputy, with his own name and post; the caller keeps the frozen figures whose fingerprint is `digest`.
    ///
    /// # Errors
    /// Those of [`Self::check_sign`].
    pub fn sign(self, now: DateTime<Utc>, by: &str, deputy: String, digest: String) -> Step {
        self.check_sign(now)?;
        let facts = json!({ "digest": digest });
        let seal = Seal { at: now, by: by.to_owned(), deputy, digest };
        Ok(self.step("report.signed", ReportState::Signed { seal }, facts))
    }

    /// Takes it back to the desk before it was sent; the signature and its figures are gone.
    ///
    /// # Errors
    /// `report.wrong-state`.
    pub fn reopen(self) -> Step {
        match self.state {
            ReportState::Presented | ReportState::Signed { .. } => {
                Ok(self.step("report.reopened", ReportState::Draft, json!({})))
            }
            _ => Err(self.wrong_state()),
        }
    }

    /// Sends it up.
    ///
    /// # Errors
    /// `report.wrong-state` unless it is signed.
    pub fn send(mut self, now: DateTime<Utc>) -> Step {
        match std::mem::replace(&mut self.state, ReportState::Draft) {
            ReportState::Signed { seal } => {
                self.state = ReportState::Signed { seal: seal.clone() };
                Ok(self.step("report.sent", ReportState::Sent { seal, sent_at: now }, json!({})))
            }
            other => {
                self.state = other;
                Err(self.wrong_state())
            }
        }
    }

    /// The superior sends it back; what is wrong stands in the remarks.
    ///
    /// # Errors
    /// `report.wrong-state`.
    pub fn give_back(self, now: DateTime<Utc>, by: &str) -> Step {
        let ReportState::Sent { seal, sent_at } = self.state.clone() else { return Err(self.wrong_state()) };
        let to = ReportState::Returned { seal, sent_at, at: now, by: by.to_owned() };
        Ok(self.step("report.returned", to, json!({})))
    }

    /// The superior takes it on. It stays as it is for ever; later corrections are shown beside.
    ///
    /// # Errors
    /// `report.wrong-state`.
    pub fn accept(self, now: DateTime<Utc>, by: &str) -> Step {
        let ReportState::Sent { seal, sent_at } = self.state.clone() else { return Err(self.wrong_state()) };
        let facts = json!({ "digest": seal.digest });
        let to = ReportState::Accepted { seal, sent_at, at: now, by: by.to_owned() };
        Ok(self.step("report.accepted", to, facts))
    }
}

/// What the fingerprint is taken of: unit, period, text, figures and facts, in one fixed order.
///
/// # Errors
/// Never in practice; the serialiser's.
pub fn canonical(report: &Report, frozen: &Frozen) -> Result<String, serde_json::Error> {
    let narrative: Vec<(&str, &String)> = report.narrative.iter().map(|(section, text)| (section.as_str(), text)).collect();
    serde_json::to_string(&(
        &report.unit_code,
        report.period.to_string(),
        report.year,
        (report.data_from, report.data_to),
        narrative,
        &frozen.figures,
        &*frozen.facts,
    ))
}
