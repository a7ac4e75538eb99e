//! One opinion that holds several contents is taken apart: the original keeps its number, receipt, files and people, each part
//! gets a number and a wording of its own. Pure.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::issue::{Issue, IssueState, Links, Step};
use super::words::{Competence, StateWord};
use crate::kernel::{AccountId, Event, IssueId, Refusal, Violations};

/// Fewest contents that make a split.
pub const FEWEST_PARTS: usize = 2;
/// Most contents of one opinion.
pub const MOST_PARTS: usize = 20;

/// One content of an opinion, as the office words it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub wording: String,
    /// Code of the field of life.
    pub field: Option<String>,
    pub competence: Option<Competence>,
}

/// What hangs on an issue already, so that it cannot be taken apart without losing something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Burden {
    /// Others are merged into it.
    pub merged: bool,
    /// An agency has written an answer to it.
    pub answers: bool,
}

impl Issue {
    /// Takes it apart into `parts` contents. It keeps a number that it has, and gets `number` otherwise.
    ///
    /// # Errors
    /// `issue.wrong-state`; `issue.is-part` for what is a part already; `issue.has-merged`, `issue.has-answers`;
    /// `issue.split-few`, `issue.split-many`.
    pub fn split(mut self, now: DateTime<Utc>, number: i32, parts: usize, burden: Burden) -> Step {
        self.only_in(&[StateWord::Submitted, StateWord::Accepted, StateWord::WrittenOnly])?;
        if self.links.split_from.is_some() {
            return Err(Refusal::new("issue.is-part").into());
        }
        if burden.merged {
            return Err(Refusal::new("issue.has-merged").into());
        }
        if burden.answers {
            return Err(Refusal::new("issue.has-answers").into());
        }
        if parts < FEWEST_PARTS {
            return Err(Refusal::on("part_wording_1", "issue.split-few").into());
        }
        if parts > MOST_PARTS {
            return Err(Refusal::new("issue.split-many").arg("most", MOST_PARTS).into());
        }
        self.number = Some(self.number.unwrap_or(number));
        self.accepted_at = Some(self.accepted_at.unwrap_or(now));
        let before = self.state.word();
        let (issue, event) = self.step(now, "issue.split", IssueState::Split { before });
        let facts = json!({ "before": { "state": before }, "after": { "state": StateWord::Split, "parts": parts } });
        Ok((issue, event.facts(facts)))
    }

    /// The issue that one content of this opinion becomes: taken on at once, with who raised it and when.
    #[must_use]
    pub fn part(&self, now: DateTime<Utc>, number: i32, receipt: String, by: Option<AccountId>, piece: Piece) -> (Self, Event) {
        let mut part = Self {
            id: IssueId::fresh(),
            number: Some(number),
            receipt_code: receipt,
            competence: piece.competence,
            public_wording: String::new(),
            state: IssueState::Accepted,
            state_at: now,
            created_by: by,
            created_at: now,
            accepted_at: Some(now),
            links: Links { split_from: Some(self.id), repeats: self.links.repeats, ..Links::default() },
            version: 1,
            ..self.clone()
        };
        (part.content.wording, part.content.field) = (piece.wording, piece.field);
        let event = part.event("issue.split-off").facts(json!({ "after": { "number": number, "from": self.id } }));
        (part, event)
    }

    /// Whether work on a part has begun, so that its opinion cannot be put together again.
    #[must_use]
    pub const fn went_further(&self, burden: Burden) -> bool {
        !matches!(self.state, IssueState::Accepted) || burden.merged || burden.answers
    }

    /// Puts the opinion together again, as it was. `further` is the number of a part on which work has begun.
    ///
    /// # Errors
    /// `issue.wrong-state`; `issue.part-went-on`.
    pub fn unsplit(self, now: DateTime<Utc>, further: Option<i32>) -> Step {
        let IssueState::Split { before } = self.state else {
            return Err(Refusal::new("issue.wrong-state").arg("state", self.state.word()).into());
        };
        if let Some(number) = further {
            return Err(Refusal::new("issue.part-went-on").arg("number", number).into());
        }
        let Some(state) = IssueState::from_before(before) else {
            return Err(Refusal::new("issue.wrong-state").arg("state", before).into());
        };
        Ok(self.step(now, "issue.unsplit", state))
    }

    /// A part leaves the table when its opinion is put together again; its number is not given to another issue.
    ///
    /// # Errors
    /// `issue.wrong-state`.
    pub fn rejoin(self, now: DateTime<Utc>) -> Result<(Self, Event), Violations> {
        self.only_in(&[StateWord::Accepted])?;
        Ok(self.step(now, "issue.rejoined", IssueState::Withdrawn))
    }
}

#[cfg(test)]
mod tests {
    use super::super::issue::fixture;
    use super::*;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn code(step: Step) -> &'static str {
        step.unwrap_err().0[0].code
    }

    #[test]
    fn the_original_keeps_what_it_has_and_gets_a_number_only_where_it_has_none() {
        let fresh = fixture(IssueState::Submitted);
        let (split, event) = fresh.clone().split(NOW, 4, 2, Burden::default()).unwrap();
        assert_eq!((split.number, split.state.clone()), (Some(4), IssueState::Split { before: StateWord::Submitted }));
        assert_eq!((split.receipt_code, split.content), (fresh.receipt_code, fresh.content));
        assert_eq!(event.code, "issue.split");
        let numbered = Issue { number: Some(2), ..fixture(IssueState::Accepted) };
        assert_eq!(numbered.split(NOW, 9, 3, Burden::default()).unwrap().0.number, Some(2));
    }

    #[test]
    fn one_content_is_no_split_twenty_one_are_too_many_and_what_others_hang_on_stays_whole() {
        let split = |parts, burden| code(fixture(IssueState::Accepted).split(NOW, 1, parts, burden));
        assert_eq!(split(1, Burden::default()), "issue.split-few");
        assert_eq!(split(21, Burden::default()), "issue.split-many");
        assert!(fixture(IssueState::Accepted).split(NOW, 1, 20, Burden::default()).is_ok());
        assert_eq!(split(2, Burden { merged: true, answers: false }), "issue.has-merged");
        assert_eq!(split(2, Burden { merged: false, answers: true }), "issue.has-answers");
        for state in [IssueState::Draft, IssueState::Selected, IssueState::Withdrawn] {
            assert_eq!(code(fixture(state).split(NOW, 1, 2, Burden::default())), "issue.wrong-state");
        }
    }

    #[test]
    fn a_part_has_its_own_number_wording_and_place_and_is_neither_split_nor_taken_back() {
        let whole = Issue { late: true, ..fixture(IssueState::Accepted) };
        let piece = Piece { wording: "Nạo vét mương".into(), field: Some("agriculture".into()), competence: None };
        let (part, _) = whole.part(NOW, 5, "KLMNPQRS".into(), None, piece);
        assert_eq!((part.number, part.links.split_from, part.submitter), (Some(5), Some(whole.id), whole.submitter));
        assert_eq!((part.content.people, part.late, part.version), (12, true, 1));
        assert_eq!(part.content.wording, "Nạo vét mương");
        assert_eq!(code(part.clone().split(NOW, 6, 2, Burden::default())), "issue.is-part");
        assert_eq!(code(part.withdraw(NOW, false)), "issue.is-part");
    }

    #[test]
    fn it_is_put_together_as_it_was_while_no_part_went_on() {
        let split = |before| fixture(IssueState::Split { before });
        assert_eq!(split(StateWord::WrittenOnly).unsplit(NOW, None).unwrap().0.state, IssueState::WrittenOnly);
        assert_eq!(code(split(StateWord::Accepted).unsplit(NOW, Some(5))), "issue.part-went-on");
        assert_eq!(code(fixture(IssueState::Accepted).unsplit(NOW, None)), "issue.wrong-state");
        assert!(fixture(IssueState::Selected).went_further(Burden::default()));
        assert!(!fixture(IssueState::Accepted).went_further(Burden::default()));
        assert_eq!(fixture(IssueState::Accepted).rejoin(NOW).unwrap().0.state, IssueState::Withdrawn);
    }
}
