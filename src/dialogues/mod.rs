//! Year plans, series and dialogue sessions with their dates and the people expected.
//!
//! Front door for the other rooms: [`Session`] and its states, [`find`], [`list`], [`of_unit`], [`previous`]; `begin`, `end` and
//! `close` for the minutes.

pub mod actions;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use rules::{Session, SessionForm, SessionKind, SessionState, StateWord};
pub use store::sessions::{Filter, Found, find, list, of_unit, previous};
