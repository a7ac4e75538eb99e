//! What this room reads of the index of words, and how far it was filled.

pub mod find;
pub mod progress;
