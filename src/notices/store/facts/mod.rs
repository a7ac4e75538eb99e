//! The dates of other rooms, read from their tables: nothing is written here.

pub mod commitments;
pub mod reports;
pub mod sessions;
