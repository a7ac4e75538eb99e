//! Use cases of this room.

pub mod attendance;
pub mod facts;
pub mod ledger;
pub mod plans;
pub mod series;
pub mod sessions;
pub mod tasks;
