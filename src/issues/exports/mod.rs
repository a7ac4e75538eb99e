//! What leaves this room as a file. Pure.

pub mod sheets;
pub mod synthesis;
