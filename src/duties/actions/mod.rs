//! Use cases: what a new database starts with, binding units to rules, writing their texts, keeping the calendar, what is to be done.

pub mod bindings;
pub mod days;
pub mod rule_drafts;
pub mod seeds;
pub mod successions;
pub mod tasks;
