//! Use cases of this room.

pub mod subscriptions;
