//! What a notice and a reminder are, when they are due, and when it is too late for them. Pure.

pub mod delivery;
pub mod ledger;
pub mod reminders;
