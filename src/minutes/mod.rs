//! Agenda, the room, minutes.
pub mod rules;
pub mod store;
