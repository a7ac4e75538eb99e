//! The table of what was raised for a session: counts at three grains, by way, field, organisation, group, agency and
//! competence. Pure.
//!
//! First the list behind a figure, then its length, so that the two can never differ.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::counterpart::CounterpartGroup;
use super::grains::{Grain, GrainKind, Way, behind};
use super::words::Competence;
use crate::alphabet;

alphabet! {
    /// By what the table is divided.
    pub enum Axis {
        /// Not at all.
        All = "all",
        Way = "way",
        Field = "field",
        Organisation = "organisation",
        Group = "group",
        Agency = "agency",
        Competence = "competence",
    }
}

/// Stands for "nothing said" on every axis.
pub const NONE: &str = "none";
/// On the axis of organisations: raised in the hall.
pub const FLOOR: &str = "floor";
/// On the axis of organisations: sent by another unit.
pub const FORWARDED: &str = "forwarded";

/// An issue as the table sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub grain: Grain,
    pub way: Way,
    /// Code of the field, and of the one above it.
    pub field: Option<String>,
    pub upper: Option<String>,
    /// Id of a body, or [`FLOOR`] or [`FORWARDED`].
    pub organisation: String,
    pub group: CounterpartGroup,
    /// Id of the body that leads the answer.
    pub agency: Option<Uuid>,
    pub competence: Option<Competence>,
}

impl Item {
    /// Whether it stands in the row `key` of `axis`; an upper field has all below it.
    #[must_use]
    pub fn is_in(&self, axis: Axis, key: &str) -> bool {
        match axis {
            Axis::All => true,
            Axis::Way => self.way.as_str() == key,
            Axis::Field => match &self.field {
                Some(field) => field == key || self.upper.as_deref() == Some(key),
                None => key == NONE,
            },
            Axis::Organisation => self.organisation == key,
            Axis::Group => self.group.as_str() == key,
            Axis::Agency => self.agency.map_or_else(|| key == NONE, |body| body.to_string() == key),
            Axis::Competence => self.competence.map_or(NONE, Competence::as_str) == key,
        }
    }
}

/// The issues behind one figure: for turns, the first issue of each.
#[must_use]
pub fn list(items: &[Item], axis: Axis, key: &str, kind: GrainKind) -> Vec<Uuid> {
    let grains: Vec<Grain> = items.iter().filter(|item| item.is_in(axis, key)).map(|item| item.grain).collect();
    behind(&grains, kind).into_iter().map(|grain| grain.id).collect()
}

/// The keys that occur on an axis, sorted.
#[must_use]
pub fn keys(items: &[Item], axis: Axis) -> BTreeSet<String> {
    let none = || NONE.to_owned();
    items
        .iter()
        .flat_map(|item| match axis {
            Axis::All => vec![String::new()],
            Axis::Way => vec![item.way.to_string()],
            Axis::Field => {
                item.field.clone().map_or_else(|| vec![none()], |field| item.upper.clone().into_iter().chain([field]).collect())
            }
            Axis::Organisation => vec![item.organisation.clone()],
            Axis::Group => vec![item.group.to_string()],
            Axis::Agency => vec![item.agency.map_or_else(none, |body| body.to_string())],
            Axis::Competence => vec![item.competence.map_or_else(none, |word| word.to_string())],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::StateWord;
    use super::*;

    fn item(id: u128, state: StateWord, is_part: bool, field: Option<(&str, Option<&str>)>) -> Item {
        Item {
            grain: Grain { id: Uuid::from_u128(id), session: Uuid::nil(), submitter: Some(Uuid::from_u128(50)), state, is_part },
            way: Way::Before,
            field: field.map(|(code, _)| code.to_owned()),
            upper: field.and_then(|(_, upper)| upper).map(str::to_owned),
            organisation: Uuid::from_u128(50).to_string(),
            group: CounterpartGroup::Farmers,
            agency: None,
            competence: None,
        }
    }

    #[test]
    fn an_upper_field_has_what_stands_below_it_and_rows_of_the_first_level_add_up() {
        let drains = Some(("drains", Some("transport")));
        // One split opinion without field, its two parts in drains and culture, one of transport itself.
        let items = [
            item(1, StateWord::Split, false, None),
            item(2, StateWord::Accepted, true, drains),
            item(3, StateWord::Accepted, true, Some(("culture", None))),
            item(4, StateWord::Selected, false, Some(("transport", None))),
        ];
        let count = |key: &str, kind| list(&items, Axis::Field, key, kind).len();
        assert_eq!((count("transport", GrainKind::Contents), count("drains", GrainKind::Contents)), (2, 1));
        assert_eq!((count(NONE, GrainKind::Opinions), count("transport", GrainKind::Opinions)), (1, 1));
        let whole = list(&items, Axis::All, "", GrainKind::Contents).len();
        assert_eq!(["transport", "culture", NONE].map(|key| count(key, GrainKind::Contents)).iter().sum::<usize>(), whole);
        assert_eq!(keys(&items, Axis::Field).into_iter().collect::<Vec<_>>(), ["culture", "drains", NONE, "transport"]);
        assert_eq!(list(&items, Axis::All, "", GrainKind::Turns), [Uuid::from_u128(1)]);
    }
}
