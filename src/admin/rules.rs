//! What changed data of the whole installation do to the rooms. Pure.

pub mod calendar;
pub mod rule_sets;
