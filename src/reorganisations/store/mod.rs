//! Rows of this room, and what it only counts of others.

pub mod acts;
pub mod counts;
pub mod decisions;
