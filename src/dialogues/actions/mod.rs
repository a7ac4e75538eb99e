//! Use cases of this room.

pub mod attendance;
pub mod plans;
pub mod series;
pub mod sessions;
pub mod tasks;
