//! Inbox, mail and reminders: tells people what happened and what falls due.

pub mod store;
