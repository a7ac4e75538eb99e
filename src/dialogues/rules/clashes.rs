//! Who or what is asked for twice at the same time: sessions and busy times that share a person, a place or a unit. Pure.
//!
//! A clash is told and never refuses anything: people may know better. Neighbour: `free_times` looks for what has none.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::kernel::PersonId;
use crate::kernel::text::fold;

/// A stretch of time with all that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// None for a busy time, which concerns a person only.
    pub unit: Option<String>,
    /// Folded, see [`place_key`]; empty where it is not known.
    pub place: String,
    pub people: BTreeSet<PersonId>,
}

/// What two stretches both need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shared {
    Person(PersonId),
    Place,
    Unit,
}

/// Two stretches that overlap and both need something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// Places in the two lists.
    pub wanted: usize,
    pub taken: usize,
    pub shared: Vec<Shared>,
}

/// A place as it is compared: without diacritics, capitals and signs. "Hội trường UBND phường" and "hoi truong, UBND Phường" are one.
#[must_use]
pub fn place_key(place: &str) -> String {
    let plain: String = fold(place).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What both need; nothing where they do not get in each other's way. Places are compared within a unit: every commune has its hall.
#[must_use]
pub fn shared(one: &Need, other: &Need) -> Vec<Shared> {
    let same_unit = one.unit.is_some() && one.unit == other.unit;
    let same_place = same_unit && !one.place.is_empty() && one.place == other.place;
    let (few, many) =
        if one.people.len() <= other.people.len() { (&one.people, &other.people) } else { (&other.people, &one.people) };
    let people = few.iter().filter(|person| many.contains(*person)).map(|person| Shared::Person(*person));
    people.chain(same_place.then_some(Shared::Place)).chain(same_unit.then_some(Shared::Unit)).collect()
}

/// All clashes between what is wanted and what is taken, in the order of `wanted`, then of `taken`.
///
/// A sweep over the beginnings: at each one only those are looked at that have not ended, so that the work grows with the
/// stretches that overlap in time and not with the product of both lists. What begins when another ends does not overlap it.
#[must_use]
pub fn clashes(wanted: &[Need], taken: &[Need]) -> Vec<Clash> {
    let begins = |is_wanted: bool, needs: &[Need]| -> Vec<(DateTime<Utc>, bool, usize)> {
        needs.iter().enumerate().filter(|(_, need)| need.from < need.to).map(|(at, need)| (need.from, is_wanted, at)).collect()
    };
    let mut begins = [begins(true, wanted), begins(false, taken)].concat();
    begins.sort_unstable();
    let (mut open_wanted, mut open_taken): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    let mut meet = |one: usize, other: usize| {
        let shared = shared(&wanted[one], &taken[other]);
        if !shared.is_empty() {
            found.push(Clash { wanted: one, taken: other, shared });
        }
    };
    for (from, is_wanted, at) in begins {
        if is_wanted {
            open_taken.retain(|&other| taken[other].to > from);
            open_taken.iter().for_each(|&other| meet(at, other));
            open_wanted.push(at);
        } else {
            open_wanted.retain(|&one| wanted[one].to > from);
            open_wanted.iter().for_each(|&one| meet(one, at));
            open_taken.push(at);
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn person(at: u128) -> PersonId {
        PersonId(uuid::Uuid::from_u128(at))
    }

    /// Hours of one day.
    fn need(hours: (u32, u32), unit: Option<&str>, place: &str, people: &[u128]) -> Need {
        let at = |hour: u32| format!("2026-02-10T{hour:02}:00:00Z").parse().unwrap();
        let (from, to) = (at(hours.0), at(hours.1));
        Need {
            from,
            to,
            unit: unit.map(str::to_owned),
            place: place_key(place),
            people: people.iter().map(|&at| person(at)).collect(),
        }
    }

    fn of(one: &Need, other: &Need) -> Vec<Shared> {
        clashes(std::slice::from_ref(one), std::slice::from_ref(other)).into_iter().flat_map(|clash| clash.shared).collect()
    }

    #[test]
    fn the_same_person_place_or_unit_at_the_same_time_is_a_clash() {
        let ward = need((8, 11), Some("03667"), "Hội trường UBND phường", &[1, 2]);
        let same_place = need((10, 12), Some("03667"), "hoi truong, UBND Phường", &[]);
        assert_eq!(of(&ward, &same_place), [Shared::Place, Shared::Unit]);
        let elsewhere = need((10, 12), Some("03667"), "Nhà văn hóa", &[2]);
        assert_eq!(of(&ward, &elsewhere), [Shared::Person(person(2)), Shared::Unit]);
        let busy = need((9, 10), None, "", &[1]);
        assert_eq!(of(&ward, &busy), [Shared::Person(person(1))]);
        let other_ward = need((8, 11), Some("11413"), "Hội trường UBND phường", &[3]);
        assert_eq!(of(&ward, &other_ward), [], "every ward has its hall");
        assert_eq!(of(&busy, &need((9, 10), None, "", &[2])), [], "two without a unit do not share one");
        assert_eq!(
            of(&need((8, 9), Some("1"), "", &[]), &need((8, 9), Some("1"), "", &[])),
            [Shared::Unit],
            "no place is no place"
        );
    }

    #[test]
    fn what_begins_when_another_ends_does_not_overlap_it() {
        let early = need((8, 10), Some("03667"), "", &[1]);
        assert_eq!(of(&early, &need((10, 11), Some("03667"), "", &[1])), []);
        assert_eq!(of(&need((10, 11), None, "", &[1]), &early), []);
        assert_eq!(of(&early, &need((9, 9), Some("03667"), "", &[1])), [], "nothing lasts no time");
        assert!(!of(&early, &need((8, 10), Some("03667"), "", &[])).is_empty());
        assert!(!of(&early, &need((0, 23), None, "", &[1])).is_empty());
    }

    fn any_need() -> impl Strategy<Value = Need> {
        let people = prop::collection::btree_set(0_u128..5, 0..3);
        (0_u32..23, 0_u32..6, prop::option::of(0_u8..3), 0_u8..3, people).prop_map(|(from, hours, unit, place, people)| {
            let unit = unit.map(|unit| unit.to_string());
            let place = if place == 0 { String::new() } else { format!("nhà {place}") };
            let people: Vec<u128> = people.into_iter().collect();
            need((from, (from + hours).min(23)), unit.as_deref(), &place, &people)
        })
    }

    proptest! {
        #[test]
        fn the_sweep_finds_what_looking_at_all_pairs_finds(
            wanted in prop::collection::vec(any_need(), 0..20), taken in prop::collection::vec(any_need(), 0..40),
        ) {
            let mut pairs = Vec::new();
            for (one, want) in wanted.iter().enumerate() {
                for (other, take) in taken.iter().enumerate() {
                    let overlap = want.from < take.to && take.from < want.to && want.from < want.to && take.from < take.to;
                    let mut both: Vec<Shared> = want.people.iter().filter(|one| take.people.contains(one)).map(|one| Shared::Person(*one)).collect();
                    if want.unit.is_some() && want.unit == take.unit {
                        both.extend((!want.place.is_empty() && want.place == take.place).then_some(Shared::Place));
                        both.push(Shared::Unit);
                    }
                    if overlap && !both.is_empty() {
                        pairs.push(Clash { wanted: one, taken: other, shared: both });
                    }
                }
            }
            prop_assert_eq!(clashes(&wanted, &taken), pairs);
        }
    }
}
