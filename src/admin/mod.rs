//! What administrators need above the single rooms: the first set-up, letting units take part with the rules that bind them,
//! and reading the audit trail.
//!
//! It wires `organisation` and `duties`, of which the first must not know the second; nothing builds on it.

pub mod actions;
pub mod pages;
