//! Calendar subscriptions: one public feed per unit, secret and revocable ones per person and per body, and the month page.
//!
//! It reads sessions and deadlines of the other rooms and writes only its own subscriptions. Nothing imports it.

pub mod actions;
pub mod exports;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;
