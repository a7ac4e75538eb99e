//! The plain facts behind a report: what happened, when, and how it stands at the end of the last day counted. Pure.
//!
//! A report is frozen by keeping these facts, so that the list behind a figure stays what it was when it was signed.
//! No name and no wording of a petitioner is among them. Neighbours: `formulas` choose among them, `store` fills them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::alphabet;

alphabet! {
    /// Why a session is held, as far as figures tell it apart.
    pub enum SessionSort {
        Periodic = "periodic",
        AdHoc = "ad-hoc",
        Reception = "reception",
    }
}

alphabet! {
    /// Whether it took place.
    pub enum Taking {
        /// Planned or announced, or going on.
        Ahead = "ahead",
        Held = "held",
        Cancelled = "cancelled",
    }
}

alphabet! {
    /// Who sat in the chair of a session that was held.
    pub enum Chair {
        /// The person whose duty it is.
        InPerson = "in-person",
        /// Somebody in his place.
        Delegated = "delegated",
        /// The attendance does not say.
        Unknown = "unknown",
    }
}

/// One session of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionFact {
    pub id: Uuid,
    pub on: NaiveDate,
    pub sort: SessionSort,
    pub taking: Taking,
    pub chair: Chair,
    /// People who came, in visits (lượt người).
    pub citizens: u32,
}

/// One opinion that was heard in the room: a line of the minutes with its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnFact {
    pub id: Uuid,
    pub session: Uuid,
    /// The first line of its speaker in this session: speakers are counted once (lượt người phát biểu).
    pub first: bool,
    /// How many contents (nội dung) the opinion held; at least one.
    pub contents: u32,
}

/// One official who was present at a session of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFact {
    /// Of the person where he is known, so that he counts once everywhere; else of the line of attendance.
    pub id: Uuid,
}

alphabet! {
    /// How an issue reached the unit.
    pub enum Way {
        /// Through an organisation, by telephone, online: before the session.
        Before = "before",
        /// Letter or slip of paper.
        Written = "written",
        /// Raised in the hall.
        Live = "live",
    }
}

alphabet! {
    /// What intake made of it.
    pub enum Intake {
        /// Counts as an issue of its own.
        Counted = "counted",
        /// The same as another one.
        Merged = "merged",
        Refused = "refused",
        /// Led to the procedure of complaints.
        Diverted = "diverted",
        /// Its parts count in its place.
        Split = "split",
    }
}

alphabet! {
    /// Who can decide it.
    pub enum Level {
        Commune = "commune",
        Province = "province",
        Central = "central",
        Other = "other",
    }
}

alphabet! {
    /// Where it was answered.
    pub enum Answered {
        InTheRoom = "room",
        InWriting = "writing",
    }
}

alphabet! {
    /// What became of the matter; each issue of own competence stands in exactly one of them.
    pub enum Outcome {
        /// Everything promised was done, and the Front confirmed it.
        Resolved = "resolved",
        /// Answered by an explanation; there is nothing to do.
        Explained = "explained",
        /// Cannot be done, with its cause.
        Impossible = "impossible",
        /// Not answered yet, or something promised is still open.
        InProgress = "in-progress",
    }
}

/// One issue of a session of the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueFact {
    pub id: Uuid,
    pub session: Uuid,
    pub way: Way,
    pub intake: Intake,
    /// A content that the office split off from an opinion: not received a second time.
    #[serde(default)]
    pub part: bool,
    /// The issue that was handed in first, where another unit sent this one here: one matter, wherever it is reported.
    #[serde(default)]
    pub origin: Option<Uuid>,
    pub field: Option<String>,
    pub level: Option<Level>,
    /// Another level or body has to decide: tracked on, but no part of the unit's own rates.
    pub beyond: bool,
    pub answered: Option<Answered>,
    pub outcome: Outcome,
}

alphabet! {
    /// How a commitment stands.
    pub enum Standing {
        /// Owed, its last day not passed.
        InProgress = "in-progress",
        /// Owed, its last day passed.
        Overdue = "overdue",
        /// The agency says it is finished; the Front has not looked yet.
        Reported = "reported",
        Resolved = "resolved",
        Explained = "explained",
        Impossible = "impossible",
    }
}

/// One commitment made in the period or brought forward into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentFact {
    pub id: Uuid,
    pub session: Uuid,
    pub issue: Option<Uuid>,
    /// Made at an earlier session and still open when the period began.
    pub carried: bool,
    pub due_on: NaiveDate,
    pub standing: Standing,
    /// The Front saw it and found it as reported.
    pub confirmed: bool,
}

/// Everything that a report counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub sessions: Vec<SessionFact>,
    pub turns: Vec<TurnFact>,
    pub people: Vec<PersonFact>,
    pub issues: Vec<IssueFact>,
    pub commitments: Vec<CommitmentFact>,
}

/// What is known of a commitment on the last day counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CommitmentDates {
    /// When the agency reported the end of its work and did not have to go on.
    pub reported_on: Option<NaiveDate>,
    /// What it reported; none where it has not reported.
    pub end: Option<Standing>,
    /// When the Front confirmed.
    pub confirmed_on: Option<NaiveDate>,
}

/// How a commitment stands at the end of `as_of`. Only what the Front confirmed is finished.
#[must_use]
pub fn standing(due_on: NaiveDate, dates: CommitmentDates, as_of: NaiveDate) -> Standing {
    let by_then = |on: Option<NaiveDate>| on.is_some_and(|on| on <= as_of);
    if by_then(dates.confirmed_on) {
        return dates.end.unwrap_or(Standing::Reported);
    }
    if by_then(dates.reported_on) {
        return Standing::Reported;
    }
    if due_on < as_of { Standing::Overdue } else { Standing::InProgress }
}

/// What became of an issue, from whether it was answered and how its commitments stand.
///
/// An answer resolves nothing: without a commitment, an answered issue was explained.
#[must_use]
pub fn outcome(answered: bool, commitments: &[Standing]) -> Outcome {
    let is_open = |standing: &Standing| matches!(standing, Standing::InProgress | Standing::Overdue | Standing::Reported);
    match commitments {
        [] if answered => Outcome::Explained,
        [] => Outcome::InProgress,
        all if all.iter().any(is_open) => Outcome::InProgress,
        all if all.contains(&Standing::Impossible) => Outcome::Impossible,
        all if all.contains(&Standing::Resolved) => Outcome::Resolved,
        _ => Outcome::Explained,
    }
}

impl IssueFact {
    /// How much it says of its matter, where several units report the same one: less is more. Who answered it by itself stands
    /// before who has it by itself, before who sent it on or watches it, before who put it away.
    const fn rank(&self) -> u8 {
        match (self.intake, self.beyond, self.answered) {
            (Intake::Merged | Intake::Refused | Intake::Diverted, ..) => 3,
            (Intake::Counted | Intake::Split, true, _) => 2,
            (Intake::Counted | Intake::Split, false, None) => 1,
            (Intake::Counted | Intake::Split, false, Some(_)) => 0,
        }
    }

    /// Whether it stands for the matter in place of `other`, whichever was read first: of equal ones the one handed in first.
    fn stands_before(&self, other: &Self) -> bool {
        let order = |fact: &Self| (fact.rank(), fact.origin.is_some(), fact.id);
        order(self) < order(other)
    }
}

impl Facts {
    /// The facts of several units as one, each record once: what two units report of one joint session, one issue or one
    /// official counts once; so does an issue that one of them sent to the other. Of several reports of one issue the one stands that says most of it.
    #[must_use]
    pub fn joined<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let (mut sessions, mut turns, mut people) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut issues, mut commitments) = (BTreeMap::<Uuid, IssueFact>::new(), BTreeMap::new());
        for facts in all {
            sessions.extend(facts.sessions.iter().map(|fact| (fact.id, fact.clone())));
            turns.extend(facts.turns.iter().map(|fact| (fact.id, fact.clone())));
            people.extend(facts.people.iter().map(|fact| (fact.id, fact.clone())));
            commitments.extend(facts.commitments.iter().map(|fact| (fact.id, fact.clone())));
            for fact in &facts.issues {
                let matter = fact.origin.unwrap_or(fact.id);
                if issues.get(&matter).is_none_or(|known| fact.stands_before(known)) {
                    issues.insert(matter, fact.clone());
                }
            }
        }
        Self {
            sessions: sessions.into_values().collect(),
            turns: turns.into_values().collect(),
            people: people.into_values().collect(),
            issues: issues.into_values().collect(),
            commitments: commitments.into_values().collect(),
        }
    }
}
