//! The agenda of a session, its room while it is held, its minutes until they are signed and locked.
//!
//! Front door for the other rooms: [`agenda_items`], [`minutes_of`], [`locked_promises`], [`tally`], [`tasks()`](tasks), [`VIEWS`]. Neighbours:
//! `dialogues` owns the session and its attendance list; `followups` turns promises of locked minutes into commitments.

pub mod actions;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::tasks::tasks;
pub use pages::VIEWS;
pub use rules::{AgendaItem, ItemKind, Minutes, MinutesState, MinutesWord, Outcome, Promise, Tally};
pub use store::front::{LockedPromise, agenda_items, locked_promises, tally};
pub use store::items::items as lines;
pub use store::minutes::minutes_of;
pub use store::texts::{index as index_texts, reach as text_reach};
