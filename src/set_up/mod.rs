//! Bringing units into the system: the first set-up, and letting further units take part with the rules that bind them.
//!
//! It wires `organisation` and `duties`, which do not know each other this way round; nothing builds on it.

pub mod actions;
pub mod pages;
