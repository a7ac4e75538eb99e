//! Rows of this room, and what feeds read of the others.

pub mod dues;
pub mod subscriptions;
