//! Agenda, the room, minutes.
pub mod rules;
