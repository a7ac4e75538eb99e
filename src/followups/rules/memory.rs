//! What became of the promises about one matter. Pure. How often the matter was raised is counted by the room of issues.

use super::Commitment;

/// Promises about a matter, and how many of them were kept. Each is the length of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promises {
    pub promised: usize,
    pub kept: usize,
}

/// Kept is what was done and found done by who watches; an explanation keeps no promise.
#[must_use]
pub fn is_kept(commitment: &Commitment) -> bool {
    commitment.state.resolved_on().is_some()
}

/// Counts these promises.
#[must_use]
pub fn tally(promises: &[Commitment]) -> Promises {
    Promises { promised: promises.len(), kept: promises.iter().filter(|one| is_kept(one)).count() }
}
