//! Rows of this room, and what it reads of the issues.

pub mod commitments;
pub mod conclusions;
pub mod evidence;
pub mod extensions;
pub mod figures;
pub mod lists;
pub mod pauses;
pub mod progress;
pub mod sources;
pub mod tasks;
pub mod texts;
