//! Inbox, mail and reminders: tells people what happened and what falls due.
//!
//! It reads the other rooms and nobody imports it but the wiring. Rooms tell people something by `Message::notify` in
//! their own transaction; this room turns it into inbox lines and mails, and makes reminders out of dates.

pub mod actions;
pub mod exports;
pub mod jobs;
pub mod pages;
pub mod rules;
pub mod store;

pub use store::unread;
