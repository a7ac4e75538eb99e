//! Calendar subscriptions: one public feed per unit, secret and revocable ones per person and per body, and the month page;
//! invitations by mail, and the answers that come back.
//!
//! It reads sessions and deadlines of the other rooms and writes only its own subscriptions; what is asked and answered is kept
//! by dialogues. Nothing imports it.

pub mod actions;
pub mod exports;
pub mod forms;
pub mod jobs;
pub mod pages;
pub mod rules;
pub mod store;
