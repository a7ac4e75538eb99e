//! The demonstration: invented people in real units with the real topics of dialogues, played through the rooms' own use cases.
//!
//! Nobody imports it but the command line and the table of routes. It writes nothing by itself: what it shows is what the
//! rooms made of it.

pub mod actions;
pub mod pages;
pub mod rules;

pub use actions::{Loaded, Login, PASSWORD, load, load_of};
pub use rules::Scale;
