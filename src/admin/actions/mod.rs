//! Use cases of this room.

pub mod jobs;
pub mod units;
