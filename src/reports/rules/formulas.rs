//! The named formulas: every figure has a stable code, what it counts and, for a rate, out of what. Pure.
//!
//! The words stand in the catalogue under `figure-<code>` and `formula-<code>`. A code is linked to and frozen in reports: rename
//! the words freely, never the code. Rates of answering and of resolving are kept apart, and what is beyond the unit's
//! competence leaves both denominators.

use super::facts::{
    Answered, Chair, CommitmentFact, Intake, IssueFact, Level, Outcome, SessionFact, SessionSort, Standing, Taking, Way,
};
use crate::alphabet;

alphabet! {
    /// The parts of the table of figures, in the order of the report.
    pub enum Group {
        Sessions = "sessions",
        Participation = "participation",
        Intake = "intake",
        Competence = "competence",
        Fields = "fields",
        Answers = "answers",
        Results = "results",
        Commitments = "commitments",
    }
}

/// What a formula counts.
#[derive(Debug, Clone, Copy)]
pub enum Measure {
    Sessions(fn(&SessionFact) -> bool),
    SessionRate {
        of: fn(&SessionFact) -> bool,
        part: fn(&SessionFact) -> bool,
    },
    /// Visits of people, over the sessions that were held.
    Visits,
    /// Officials, each once.
    People,
    /// Speakers, each once in a session.
    Speakers,
    /// Contents of all opinions heard.
    Contents,
    Issues(fn(&IssueFact) -> bool),
    IssueRate {
        of: fn(&IssueFact) -> bool,
        part: fn(&IssueFact) -> bool,
    },
    Commitments(fn(&CommitmentFact) -> bool),
    CommitmentRate {
        of: fn(&CommitmentFact) -> bool,
        part: fn(&CommitmentFact) -> bool,
    },
}

/// One named formula.
#[derive(Debug, Clone, Copy)]
pub struct Formula {
    pub code: &'static str,
    pub group: Group,
    pub measure: Measure,
}

const fn formula(code: &'static str, group: Group, measure: Measure) -> Formula {
    Formula { code, group, measure }
}

const fn is_dialogue(session: &SessionFact) -> bool {
    !matches!(session.sort, SessionSort::Reception)
}

const fn is_held(session: &SessionFact) -> bool {
    matches!(session.taking, Taking::Held)
}

const fn is_counted(issue: &IssueFact) -> bool {
    matches!(issue.intake, Intake::Counted)
}

/// As it came in: a content that the office split off was received with its opinion.
const fn is_opinion(issue: &IssueFact) -> bool {
    !issue.part
}

/// The denominator of both rates: counted, and for the unit itself to decide.
const fn is_own(issue: &IssueFact) -> bool {
    is_counted(issue) && !issue.beyond
}

fn at_level(issue: &IssueFact, level: Level) -> bool {
    is_counted(issue) && issue.level == Some(level)
}

fn is_own_with(issue: &IssueFact, outcome: Outcome) -> bool {
    is_own(issue) && issue.outcome == outcome
}

fn stands(commitment: &CommitmentFact, standing: Standing) -> bool {
    commitment.standing == standing
}

use Group::{Answers, Commitments, Competence, Participation, Results};
use Measure as M;

/// The table, in the order of the report. Figures by field are made from the fields that occur: [`FIELD`].
pub const FORMULAS: &[Formula] = &[
    formula("sessions-planned", Group::Sessions, M::Sessions(is_dialogue)),
    formula("sessions-held", Group::Sessions, M::Sessions(|s| is_dialogue(s) && is_held(s))),
    formula("sessions-periodic", Group::Sessions, M::Sessions(|s| s.sort == SessionSort::Periodic && is_held(s))),
    formula("sessions-ad-hoc", Group::Sessions, M::Sessions(|s| s.sort == SessionSort::AdHoc && is_held(s))),
    formula("sessions-cancelled", Group::Sessions, M::Sessions(|s| is_dialogue(s) && s.taking == Taking::Cancelled)),
    formula("sessions-held-rate", Group::Sessions, M::SessionRate { of: is_dialogue, part: is_held }),
    formula("receptions-planned", Group::Sessions, M::Sessions(|s| !is_dialogue(s))),
    formula("receptions-held", Group::Sessions, M::Sessions(|s| !is_dialogue(s) && is_held(s))),
    formula("chaired-in-person", Group::Sessions, M::Sessions(|s| is_held(s) && s.chair == Chair::InPerson)),
    formula("chaired-by-delegate", Group::Sessions, M::Sessions(|s| is_held(s) && s.chair == Chair::Delegated)),
    formula("participants", Participation, M::Visits),
    formula("officials", Participation, M::People),
    formula("speakers", Participation, M::Speakers),
    formula("contents", Participation, M::Contents),
    formula("issues-received", Group::Intake, M::Issues(is_opinion)),
    formula("issues-before", Group::Intake, M::Issues(|i| is_opinion(i) && i.way == Way::Before)),
    formula("issues-written", Group::Intake, M::Issues(|i| is_opinion(i) && i.way == Way::Written)),
    formula("issues-live", Group::Intake, M::Issues(|i| is_opinion(i) && i.way == Way::Live)),
    formula("issues-split", Group::Intake, M::Issues(|i| i.intake == Intake::Split)),
    formula("issues-parts", Group::Intake, M::Issues(|i| i.part)),
    formula("issues-merged", Group::Intake, M::Issues(|i| i.intake == Intake::Merged)),
    formula("issues-refused", Group::Intake, M::Issues(|i| i.intake == Intake::Refused)),
    formula("issues-diverted", Group::Intake, M::Issues(|i| i.intake == Intake::Diverted)),
    formula("issues-counted", Group::Intake, M::Issues(is_counted)),
    formula("competence-own", Competence, M::Issues(is_own)),
    formula("competence-forwarded", Competence, M::Issues(|i| is_counted(i) && i.beyond)),
    formula("competence-commune", Competence, M::Issues(|i| at_level(i, Level::Commune))),
    formula("competence-province", Competence, M::Issues(|i| at_level(i, Level::Province))),
    formula("competence-central", Competence, M::Issues(|i| at_level(i, Level::Central))),
    formula("competence-other", Competence, M::Issues(|i| at_level(i, Level::Other))),
    formula("competence-unknown", Competence, M::Issues(|i| is_counted(i) && i.level.is_none())),
    formula("answered", Answers, M::Issues(|i| is_own(i) && i.answered.is_some())),
    formula("answered-in-room", Answers, M::Issues(|i| is_own(i) && i.answered == Some(Answered::InTheRoom))),
    formula("answered-in-writing", Answers, M::Issues(|i| is_own(i) && i.answered == Some(Answered::InWriting))),
    formula("unanswered", Answers, M::Issues(|i| is_own(i) && i.answered.is_none())),
    formula("answered-rate", Answers, M::IssueRate { of: is_own, part: |i| i.answered.is_some() }),
    formula("resolved", Results, M::Issues(|i| is_own_with(i, Outcome::Resolved))),
    formula("explained", Results, M::Issues(|i| is_own_with(i, Outcome::Explained))),
    formula("in-progress", Results, M::Issues(|i| is_own_with(i, Outcome::InProgress))),
    formula("impossible", Results, M::Issues(|i| is_own_with(i, Outcome::Impossible))),
    formula("resolved-rate", Results, M::IssueRate { of: is_own, part: |i| i.outcome == Outcome::Resolved }),
    formula("commitments-carried", Commitments, M::Commitments(|c| c.carried)),
    formula("commitments-made", Commitments, M::Commitments(|c| !c.carried)),
    formula("commitments-resolved", Commitments, M::Commitments(|c| stands(c, Standing::Resolved))),
    formula("commitments-explained", Commitments, M::Commitments(|c| stands(c, Standing::Explained))),
    formula("commitments-impossible", Commitments, M::Commitments(|c| stands(c, Standing::Impossible))),
    formula("commitments-reported", Commitments, M::Commitments(|c| stands(c, Standing::Reported))),
    formula("commitments-in-progress", Commitments, M::Commitments(|c| stands(c, Standing::InProgress))),
    formula("commitments-overdue", Commitments, M::Commitments(|c| stands(c, Standing::Overdue))),
    formula("commitments-confirmed", Commitments, M::Commitments(|c| c.confirmed)),
    formula(
        "commitments-resolved-rate",
        Commitments,
        M::CommitmentRate { of: |_| true, part: |c| stands(c, Standing::Resolved) },
    ),
];

/// Begins the code of a figure by field of life: `field.<code of the field>`.
pub const FIELD: &str = "field.";
/// Stands for "no field given" after [`FIELD`].
pub const NO_FIELD: &str = "none";

/// The field of a counted issue, as figures name it.
#[must_use]
pub fn field_of(issue: &IssueFact) -> &str {
    issue.field.as_deref().unwrap_or(NO_FIELD)
}

/// Whether the figure by field counts this issue.
#[must_use]
pub fn is_of_field(issue: &IssueFact, field: &str) -> bool {
    is_counted(issue) && field_of(issue) == field
}

/// Figures that stand side by side when units are compared.
pub const MAIN: &[&str] = &[
    "sessions-held",
    "receptions-held",
    "participants",
    "issues-received",
    "issues-counted",
    "competence-own",
    "answered",
    "answered-rate",
    "resolved",
    "resolved-rate",
    "commitments-made",
    "commitments-overdue",
];
