//! Use cases of this room.

pub mod serve;
pub mod subscriptions;
