//! Rows of this room, and the facts that it reads from the tables of the rooms before it.

pub mod comments;
pub mod facts;
pub mod labels;
pub mod radar;
pub mod reports;
pub mod texts;
