//! Identifiers, secret tokens and the codes that people read aloud. The only place that asks for randomness.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id; later ids sort after earlier ones (UUIDv7, RFC 9562).
            #[must_use]
            pub fn fresh() -> Self {
                Self(fresh_uuid())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids!(
    AbsenceId,
    AccountId,
    PersonId,
    BodyId,
    PostId,
    RuleSetId,
    RuleDraftId,
    EditionId,
    PlanId,
    SeriesId,
    SessionId,
    CallId,
    IssueId,
    ImportId,
    AnswerId,
    AttachmentId,
    AgendaItemId,
    MinutesId,
    MinutesItemId,
    ConclusionId,
    ConclusionTaskId,
    ClashId,
    AttendeeId,
    CommitmentId,
    ExtensionId,
    PauseId,
    ProgressId,
    ReportId,
    FeedId,
    NoticeId,
    ReorganisationId,
    BusySourceId,
    OccasionId,
    TemplateId,
    InvitationId
);

/// A fresh UUIDv7.
#[must_use]
pub fn fresh_uuid() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    Uuid::now_v7()
}

/// Letters of secret tokens and public codes: no 0/O, 1/I/L, 5/S, U/V; what a person copies by hand stays unambiguous.
/// Their number is a prime, which the check letter needs.
const LETTERS: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRTVWXYZ";

fn random_letters(count: usize) -> String {
    (0..count).map(|_| char::from(LETTERS[rand::random_range(0..LETTERS.len())])).collect()
}

/// A secret of 34 letters (more than 160 bits), for sessions, feeds and one-time links. Only its hash is stored.
#[must_use]
pub fn secret() -> String {
    random_letters(34)
}

/// A public code of `count` letters plus one check letter, such as a receipt that a citizen types in.
#[must_use]
pub fn public_code(count: usize) -> String {
    let body = random_letters(count);
    let check = check_letter(&body);
    format!("{body}{check}")
}

/// Whether the last letter of `code` fits the others: catches every single wrong letter and every swap of neighbours.
#[must_use]
pub fn is_public_code(code: &str) -> bool {
    code.char_indices().next_back().is_some_and(|(at, last)| at > 0 && check_letter(&code[..at]) == last)
}

/// Weighted sum modulo 29; the weights 1, 2, 3 … differ between neighbours and are never 0.
fn check_letter(body: &str) -> char {
    let sum: usize = body
        .bytes()
        .enumerate()
        .map(|(at, letter)| (at % 28 + 1) * LETTERS.iter().position(|&l| l == letter).unwrap_or(LETTERS.len()))
        .sum();
    char::from(LETTERS[sum % LETTERS.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_letter_or_a_swap_is_noticed() {
        assert!(is_public_code(&public_code(8)));
        assert!(!is_public_code(""));
        let mut swapped: Vec<char> = "23456789".chars().collect();
        let good: String = swapped.iter().chain([&check_letter("23456789")]).collect();
        assert!(is_public_code(&good));
        swapped.swap(2, 3);
        let bad: String = swapped.iter().chain([&check_letter("23456789")]).collect();
        assert!(!is_public_code(&bad));
    }
}
