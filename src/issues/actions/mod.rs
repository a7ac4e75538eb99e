//! Use cases of this room.

pub mod answers;
pub mod assigning;
pub mod calls;
pub mod fields;
pub mod files;
pub mod floor;
pub mod hand_in;
pub mod identity;
pub mod import_write;
pub mod imports;
pub mod merging;
pub mod tasks;
pub mod triage;
