//! What administrators need above the single rooms: the first set-up, letting units take part with the rules that bind them, the
//! audit trail, jobs and deliveries, and publishing rules and the working calendar, which concern all rooms.
//!
//! It wires `organisation` and `duties`, of which the first must not know the second; nothing builds on it.

pub mod actions;
pub mod pages;
pub mod rules;
