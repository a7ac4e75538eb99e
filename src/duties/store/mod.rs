//! Rows of this room: rule sets, which units they bind, days of the working calendar.

pub mod bindings;
pub mod days;
pub mod editions;
pub mod rule_drafts;
pub mod rule_sets;
pub mod session_dates;
pub mod versions;
