//! What is written down on one line of the agenda, and what happens when two people write at once. Pure.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::alphabet;
use crate::kernel::{AgendaItemId, BodyId, MinutesItemId};
use crate::law::WorkingCalendar;

alphabet! {
    /// What came of a question in the room.
    pub enum Outcome {
        /// Answered in full, on the spot.
        Answered = "answered",
        /// Somebody promised to do something by a day.
        Promised = "promised",
        /// A written answer will follow.
        WrittenAnswer = "written_answer",
        /// Explained why it is as it is; nothing will be done.
        Explained = "explained",
        /// Not for this level; goes up.
        OutOfCompetence = "out_of_competence",
        /// Heard and taken along.
        Noted = "noted",
    }
}

impl Outcome {
    /// The asker left the room with an answer.
    #[must_use]
    pub const fn answers_in_the_room(self) -> bool {
        matches!(self, Self::Answered | Self::Explained)
    }
}

/// One answer. Several bodies may answer one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub body: Option<BodyId>,
    /// Name and title as said in the room.
    pub by: String,
    pub text: String,
}

/// Something promised in the room; with the minutes signed it becomes a commitment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub wording: String,
    pub body: Option<BodyId>,
    pub due_on: Option<NaiveDate>,
}

/// What still has to be looked at on a promise; nobody is stopped by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    OwnerMissing,
    DueMissing,
    /// The day lies before the session.
    DuePast,
    /// Nobody works on that day; the next working day is given where the calendar knows it.
    DayOff {
        label: Option<String>,
        next: Option<NaiveDate>,
    },
}

impl Promise {
    /// What to look at; `on` is the day of the session.
    #[must_use]
    pub fn warnings(&self, calendar: &WorkingCalendar, on: NaiveDate) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.body.is_none() {
            warnings.push(Warning::OwnerMissing);
        }
        match self.due_on {
            None => warnings.push(Warning::DueMissing),
            Some(due) if due < on => warnings.push(Warning::DuePast),
            Some(due) if !calendar.is_working(due) => warnings.push(Warning::DayOff {
                label: calendar.label(due).map(str::to_owned),
                next: calendar.working_on_or_after(due).ok(),
            }),
            Some(_) => {}
        }
        warnings
    }
}

/// All that is written on one line. On lines without a question, `question` is what was said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Name; kept in the minutes only.
    pub asked_by: String,
    /// Village, residential group or body of the asker; kept in the minutes only.
    pub asked_from: String,
    pub question: String,
    /// How many contents (nội dung) the opinion holds; reports count them apart.
    pub contents: i32,
    pub answers: Vec<Answer>,
    pub outcome: Option<Outcome>,
    pub outcome_note: String,
    pub promises: Vec<Promise>,
}

/// One line of the minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: MinutesItemId,
    pub agenda_item: AgendaItemId,
    pub content: Content,
    /// Counts saved texts; whoever writes says which one he saw.
    pub revision: i32,
    pub updated_by: String,
    pub updated_at: DateTime<Utc>,
}

/// What a save comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// The text stands there already.
    Same,
    Newer(Box<Item>),
    /// Somebody else saved first and the texts differ: the later one is kept beside.
    Clash,
}

impl Item {
    /// Saves `content`, written by somebody who had revision `seen` before him.
    #[must_use]
    pub fn note(self, seen: i32, content: Content, by: &str, now: DateTime<Utc>) -> Saving {
        if content == self.content {
            Saving::Same
        } else if seen == self.revision {
            Saving::Newer(Box::new(Self {
                content,
                revision: self.revision + 1,
                updated_by: by.to_owned(),
                updated_at: now,
                ..self
            }))
        } else {
            Saving::Clash
        }
    }
}

impl Content {
    /// Both texts in one, as a start for whoever decides a clash: what only one says is kept, what both say differently
    /// stands one below the other.
    #[must_use]
    pub fn joined_with(&self, other: &Self) -> Self {
        let text = |mine: &str, theirs: &str| match (mine.is_empty(), theirs.is_empty() || theirs == mine) {
            (_, true) => mine.to_owned(),
            (true, false) => theirs.to_owned(),
            (false, false) => format!("{mine}\n{theirs}"),
        };
        let first = |mine: &str, theirs: &str| if mine.is_empty() { theirs.to_owned() } else { mine.to_owned() };
        Self {
            asked_by: first(&self.asked_by, &other.asked_by),
            asked_from: first(&self.asked_from, &other.asked_from),
            question: text(&self.question, &other.question),
            contents: self.contents.max(other.contents),
            answers: union(&self.answers, &other.answers),
            outcome: self.outcome.or(other.outcome),
            outcome_note: text(&self.outcome_note, &other.outcome_note),
            promises: union(&self.promises, &other.promises),
        }
    }
}

fn union<T: Clone + PartialEq>(mine: &[T], theirs: &[T]) -> Vec<T> {
    mine.iter().chain(theirs.iter().filter(|one| !mine.contains(one))).cloned().collect()
}

/// What a session's minutes add up to, for reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// People who spoke, each once (lượt người phát biểu).
    pub speakers: u32,
    /// Questions and issues heard (ý kiến).
    pub opinions: u32,
    /// What they hold (nội dung).
    pub contents: u32,
    /// Of the opinions, those from the floor.
    pub raised_live: u32,
    pub answered_in_the_room: u32,
    pub promised: u32,
    pub written_answer: u32,
    pub out_of_competence: u32,
    pub promises: u32,
}

impl Tally {
    /// Adds up the lines; `needs` says of each whether it is an opinion and whether it came from the floor.
    #[must_use]
    pub fn of<'a>(lines: impl Iterator<Item = (crate::minutes::rules::ItemKind, &'a Content)>) -> Self {
        use crate::minutes::rules::ItemKind;
        let mut tally = Self::default();
        let mut speakers = std::collections::BTreeSet::new();
        for (kind, content) in lines {
            tally.promises += u32::try_from(content.promises.len()).unwrap_or(0);
            let Some(outcome) = content.outcome.filter(|_| kind.needs_outcome()) else { continue };
            if !content.asked_by.is_empty() {
                speakers.insert((crate::kernel::text::fold(&content.asked_by), crate::kernel::text::fold(&content.asked_from)));
            }
            tally.opinions += 1;
            tally.contents += u32::try_from(content.contents).unwrap_or(0);
            tally.raised_live += u32::from(kind == ItemKind::Floor);
            tally.answered_in_the_room += u32::from(outcome.answers_in_the_room());
            tally.promised += u32::from(outcome == Outcome::Promised);
            tally.written_answer += u32::from(outcome == Outcome::WrittenAnswer);
            tally.out_of_competence += u32::from(outcome == Outcome::OutOfCompetence);
        }
        tally.speakers = u32::try_from(speakers.len()).unwrap_or(u32::MAX);
        tally
    }
}

#[cfg(test)]
#[path = "item_tests.rs"]
mod tests;
