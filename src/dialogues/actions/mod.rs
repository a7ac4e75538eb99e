//! Use cases of this room.

pub mod attendance;
pub mod sessions;
