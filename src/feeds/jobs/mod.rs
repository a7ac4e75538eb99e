//! What this room does by itself: letters to those who are asked to a session, and reading what they answer.

pub mod inbox;
pub mod invite;
