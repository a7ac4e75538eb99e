//! The three grains in which opinions are counted, defined once: lượt, ý kiến, nội dung (turns, opinions, contents). Pure.
//!
//! Somebody comes forward (a turn) with several opinions, an opinion holds several contents, and the same content may come from
//! several. Reports and the synthesis count by these three questions and by no others.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::words::{Channel, StateWord};
use crate::alphabet;

alphabet! {
    /// How an opinion reached the unit, as reports tell it apart.
    pub enum Way {
        /// Through an organisation, by telephone, online: before the session.
        Before = "before",
        /// Raised in the hall.
        Live = "live",
        /// A letter or slip of paper.
        Written = "written",
    }
}

impl Way {
    #[must_use]
    pub const fn of(channel: Channel) -> Self {
        match channel {
            Channel::Floor => Self::Live,
            Channel::Paper => Self::Written,
            Channel::Organisation | Channel::Phone | Channel::Online => Self::Before,
        }
    }
}

/// Whether an issue in this state counts at all: with its organisation, or taken back, it does not.
#[must_use]
pub const fn is_received(state: StateWord) -> bool {
    !matches!(state, StateWord::Draft | StateWord::Returned | StateWord::Withdrawn)
}

/// An opinion (ý kiến): as it came in, with a receipt. A part that the office made of one is none.
#[must_use]
pub const fn is_opinion(is_part: bool) -> bool {
    !is_part
}

/// A content (nội dung): what is left to be answered by itself after splitting and merging. A split opinion counts by its parts,
/// merged ones by the one that they were merged into; what was not taken on is none.
#[must_use]
pub const fn is_content(state: StateWord) -> bool {
    is_received(state) && !matches!(state, StateWord::Split | StateWord::Merged | StateWord::Refused | StateWord::Diverted)
}

/// What the grains need to know of an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grain {
    pub id: Uuid,
    pub session: Uuid,
    /// Who handed it in; none for a question from the floor and for what another unit sent.
    pub submitter: Option<Uuid>,
    pub state: StateWord,
    pub is_part: bool,
}

alphabet! {
    /// The three grains, the coarsest first.
    pub enum GrainKind {
        /// Who came forward, once for each session: an organisation with all that it brings, each question from the floor.
        Turns = "turns",
        Opinions = "opinions",
        Contents = "contents",
    }
}

/// Who came forward with this issue: the same for all that one organisation brings to one session.
const fn turn(grain: &Grain) -> (Uuid, Uuid) {
    let by = match grain.submitter {
        Some(body) => body,
        None => grain.id,
    };
    (grain.session, by)
}

/// The issues that are counted at this grain: of a turn, the first one.
#[must_use]
pub fn behind(grains: &[Grain], kind: GrainKind) -> Vec<&Grain> {
    let mut turns = BTreeSet::new();
    let is_counted = |grain: &&Grain| match kind {
        GrainKind::Contents => is_content(grain.state),
        GrainKind::Opinions => is_received(grain.state) && is_opinion(grain.is_part),
        GrainKind::Turns => is_received(grain.state) && is_opinion(grain.is_part) && turns.insert(turn(grain)),
    };
    grains.iter().filter(is_counted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grain(id: u128, submitter: Option<u128>, state: StateWord, is_part: bool) -> Grain {
        Grain { id: Uuid::from_u128(id), session: Uuid::from_u128(1), submitter: submitter.map(Uuid::from_u128), state, is_part }
    }

    #[test]
    fn turns_opinions_and_contents_of_one_evening() {
        use StateWord::{Accepted, Draft, Merged, Refused, Selected, Split, Submitted, Withdrawn};
        // The women's union (50) brings three: one split in three, one plain, one refused. The farmers (60) bring one that says
        // the same as a part of the first. Two ask in the hall. A draft and an opinion taken back count nowhere.
        let all = [
            grain(10, Some(50), Split, false),
            grain(11, Some(50), Accepted, true),
            grain(12, Some(50), Selected, true),
            grain(13, Some(50), Accepted, true),
            grain(14, Some(50), Submitted, false),
            grain(15, Some(50), Refused, false),
            grain(20, Some(60), Merged, false),
            grain(30, None, Selected, false),
            grain(31, None, Selected, false),
            grain(40, Some(70), Draft, false),
            grain(41, Some(70), Withdrawn, false),
        ];
        // Turns: 50, 60 and two speakers. Opinions: 3 + 1 + 2. Contents: three parts, the plain one, two from the hall.
        assert_eq!(GrainKind::ALL.iter().map(|kind| behind(&all, *kind).len()).collect::<Vec<_>>(), [4, 6, 6]);
    }

    #[test]
    fn an_organisation_comes_forward_once_for_each_session() {
        let one = grain(10, Some(50), StateWord::Accepted, false);
        let other = Grain { id: Uuid::from_u128(11), session: Uuid::from_u128(2), ..one };
        assert_eq!(GrainKind::ALL.iter().map(|kind| behind(&[one, other], *kind).len()).collect::<Vec<_>>(), [2, 2, 2]);
    }
}
