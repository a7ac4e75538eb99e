//! Use cases of this room.

pub mod agenda;
pub mod closing;
pub mod items;
pub mod room;
pub mod tasks;
