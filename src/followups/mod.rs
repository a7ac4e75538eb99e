//! Conclusion notices, commitments, their progress, verification and publication.
//!
//! Front door for the other rooms: [`Commitment`] and its states.

pub mod actions;
pub mod rules;
pub mod store;

pub use rules::{Commitment, Outcome, State, StateWord, Timing};
