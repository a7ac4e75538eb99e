//! Use cases of this room.

pub mod calendar;
pub mod jobs;
pub mod rule_sets;
pub mod units;
