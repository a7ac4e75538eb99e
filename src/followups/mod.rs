//! Conclusion notices, the commitments that a leader's signature makes of their tasks, and following them to the end.
//!
//! Front door for the other rooms: [`Commitment`] and its states; [`of_unit`], [`of_session`], [`open_before`] (the first item of
//! the next agenda), [`counts`] for reports, [`due_between`] for reminders and feeds, [`tasks()`](tasks) for the home page.

pub mod actions;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::calendar::roll;
pub use actions::successions::hand_over;
pub use actions::tasks::tasks;
pub use rules::{Commitment, ConclusionWord, Outcome, State, StateWord, Timing};
pub use store::figures::{Counts, counts};
pub use store::lists::{Filter, due_between, of_session, of_unit, open_before, open_of_bodies};
pub use store::texts::{
    index_commitments as index_commitment_texts, index_conclusions as index_conclusion_texts, index_file, reach as text_reach,
};
