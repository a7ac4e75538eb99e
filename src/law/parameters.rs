//! What a rule set may say: every number and list of it, typed, each with the article that says so.
//!
//! A value that the source does not give stays empty; nothing is guessed here. Neighbours: `rule_set` dates and names
//! the sets, `effective` merges several, `obligations` and `session_dates` apply them.

use serde::{Deserialize, Serialize};

use super::deadline::{DayUnit, DeadlineRule, Roll};
use super::periods::PeriodRule;
use super::recurrence::ShiftRule;

crate::alphabet! {
    /// The kinds of dialogue that rules name.
    pub enum DialogueKind {
        Periodic = "periodic",
        AdHoc = "ad-hoc",
        Thematic = "thematic",
        HigherLevelAtGrassroots = "higher-level-at-grassroots",
        Consultative = "consultative",
        AffectedParty = "affected-party",
        Cluster = "cluster",
    }
}

crate::alphabet! {
    /// What makes a session due beside the plan.
    pub enum Trigger {
        VoterShare = "voter-share",
        ManyPeople = "many-people",
        ProlongedMatter = "prolonged-matter",
        SeveralAgencies = "several-agencies",
        SeriousConsequences = "serious-consequences",
        Need = "need",
    }
}

crate::alphabet! {
    /// Ways to make something public, each of which needs its own proof.
    pub enum Channel {
        MassMedia = "mass-media",
        Headquarters = "headquarters-board",
        VillageHeads = "village-heads",
        Loudspeaker = "loudspeaker",
        Website = "website",
        SocialNetwork = "social-network",
    }
}

crate::alphabet! {
    /// Seats at a dialogue that rules name; posts of people are matched to them by the organisation room.
    pub enum SeatRole {
        PartyHead = "party-head",
        GovernmentHead = "government-head",
        Government = "government",
        CouncilStanding = "council-standing",
        Front = "front",
        PartyCommittee = "party-committee",
        MassOrganisation = "mass-organisation",
        Agency = "agency",
    }
}

crate::alphabet! {
    /// Whose duty it is to hold what a rule set asks for.
    pub enum DutyHolder {
        PartyHead = "party-head",
        GovernmentHead = "government-head",
        Government = "government",
    }
}

crate::alphabet! {
    /// Who receives the reports.
    pub enum Addressee {
        Politburo = "politburo",
        CentralSecretariat = "central-secretariat",
        CentralInternalAffairs = "central-internal-affairs-board",
        CentralPropaganda = "central-propaganda-mobilization-board",
        ProvincialSecretary = "provincial-secretary",
        ProvincialInternalAffairs = "provincial-internal-affairs-board",
        ProvincialPropaganda = "provincial-propaganda-mobilization-board",
        HigherLevel = "higher-level",
    }
}

crate::alphabet! {
    /// Which level can decide an issue.
    pub enum Competence {
        Own = "own",
        Province = "province",
        Centre = "centre",
    }
}

crate::alphabet! {
    /// The dated steps around a session that a rule can fix.
    pub enum TermKind {
        Notice = "notice",
        IntakeOpens = "intake-opens",
        IntakeCloses = "intake-closes",
        Registration = "citizen-registration",
        Synthesis = "synthesis",
        Answers = "answers-prepared",
        Invitation = "invitation",
        CancelNotice = "cancel-notice",
        ConclusionNotice = "conclusion-notice",
        Publication = "publication",
        SessionReport = "session-report",
        Acknowledgement = "acknowledgement",
        AgencyReply = "agency-reply",
    }
}

/// A value with the article that states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated<T> {
    pub value: T,
    pub basis: String,
}

/// When a step is due, seen from its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// So many days from the event (the session, or the intake for answers to a petitioner).
    Offset(DeadlineRule),
    /// Before this day of the month of the event: "trước ngày mùng 5" ends on the 4th.
    BeforeDay { before_day_of_month: u32 },
}

impl When {
    /// The rule as an offset for an event on `event`.
    #[must_use]
    pub fn offset(self, event: chrono::NaiveDate) -> DeadlineRule {
        use chrono::Datelike;
        match self {
            Self::Offset(rule) => rule,
            Self::BeforeDay { before_day_of_month } => {
                let days = i64::from(before_day_of_month) - 1 - i64::from(event.day());
                DeadlineRule::new(i32::try_from(days).unwrap_or(0), DayUnit::Calendar, Roll::None)
            }
        }
    }
}

/// A dated step with the article that states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    #[serde(flatten)]
    pub when: When,
    pub basis: String,
}

/// Everything that a rule set can fix. An absent value means: this instrument does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    pub duty_holder: Option<DutyHolder>,
    pub dialogue_kinds: Vec<DialogueKind>,
    /// Dialogues that must be held in a calendar year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_per_year: Option<Stated<u32>>,
    /// Reception days in a calendar month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_days_per_month: Option<Stated<u32>>,
    /// Reception days in a week from Monday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_days_per_week: Option<Stated<u32>>,
    /// Whether an ad-hoc session also fulfils the periodic duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ad_hoc_counts: Option<Stated<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed_day_of_month: Option<Stated<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months_of_year: Option<Stated<Vec<u32>>>,
    /// The regular event that the dialogue must precede, in people's words ("kỳ họp HĐND").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_event: Option<Stated<String>>,
    /// Per cent of the unit's voters whose request makes a dialogue due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_voter_percent: Option<Stated<u32>>,
    pub ad_hoc_triggers: Vec<Trigger>,
    /// Last month and day for issuing the year plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_due: Option<Stated<MonthDay>>,
    pub terms: Terms,
    pub notice_channels: Vec<Channel>,
    pub publish_channels: Vec<Channel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shift_rule: Option<Stated<ShiftRule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegation_allowed: Option<Stated<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub co_chair_required: Option<Stated<bool>>,
    pub chair_roles: Vec<SeatRole>,
    pub must_attend_roles: Vec<SeatRole>,
    /// How often the last day of a promise may be put off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extensions_most: Option<Stated<u32>>,
    /// Working days that all extensions of a promise together may add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension_days_most: Option<Stated<u32>>,
    /// Calendar days before the last day of a promise from which its agency is warned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warn_days: Option<Stated<u32>>,
    /// How long resolving may take, by who is competent.
    pub resolve_within: Vec<ResolveTerm>,
    pub report_periods: Vec<PeriodRule>,
    pub report_addressees: Vec<Addressee>,
    /// What was seen of its practice and what is not known, in Vietnamese, for the reader of the page.
    pub notes: Vec<String>,
}

/// A day of every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDay {
    pub month: u32,
    pub day: u32,
}

/// The term for resolving issues of one competence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolveTerm {
    pub competence: Competence,
    #[serde(flatten)]
    pub term: Term,
}

/// The dated steps, one optional term for each [`TermKind`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_before: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake_opens: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intake_closes: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citizen_registration_before: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synthesis_due: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers_prepared_due: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_before: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel_notice_before: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conclusion_notice_within: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publish_within: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_report_within: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ack_within: Option<Term>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_reply_within: Option<Term>,
}

impl Terms {
    /// The place of the term of one kind.
    pub const fn get_mut(&mut self, kind: TermKind) -> &mut Option<Term> {
        match kind {
            TermKind::Notice => &mut self.notice_before,
            TermKind::IntakeOpens => &mut self.intake_opens,
            TermKind::IntakeCloses => &mut self.intake_closes,
            TermKind::Registration => &mut self.citizen_registration_before,
            TermKind::Synthesis => &mut self.synthesis_due,
            TermKind::Answers => &mut self.answers_prepared_due,
            TermKind::Invitation => &mut self.invitation_before,
            TermKind::CancelNotice => &mut self.cancel_notice_before,
            TermKind::ConclusionNotice => &mut self.conclusion_notice_within,
            TermKind::Publication => &mut self.publish_within,
            TermKind::SessionReport => &mut self.session_report_within,
            TermKind::Acknowledgement => &mut self.ack_within,
            TermKind::AgencyReply => &mut self.agency_reply_within,
        }
    }

    /// The term of one kind, if the instrument fixes it.
    #[must_use]
    pub const fn get(&self, kind: TermKind) -> Option<&Term> {
        match kind {
            TermKind::Notice => &self.notice_before,
            TermKind::IntakeOpens => &self.intake_opens,
            TermKind::IntakeCloses => &self.intake_closes,
            TermKind::Registration => &self.citizen_registration_before,
            TermKind::Synthesis => &self.synthesis_due,
            TermKind::Answers => &self.answers_prepared_due,
            TermKind::Invitation => &self.invitation_before,
            TermKind::CancelNotice => &self.cancel_notice_before,
            TermKind::ConclusionNotice => &self.conclusion_notice_within,
            TermKind::Publication => &self.publish_within,
            TermKind::SessionReport => &self.session_report_within,
            TermKind::Acknowledgement => &self.ack_within,
            TermKind::AgencyReply => &self.agency_reply_within,
        }
        .as_ref()
    }
}
