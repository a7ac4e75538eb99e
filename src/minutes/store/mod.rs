//! Rows of this room: agenda, minutes, what is written on their lines, texts that clashed.

pub mod agenda;
pub mod clashes;
pub mod front;
pub mod items;
pub mod memory;
pub mod minutes;
pub mod neighbours;
pub mod record;
pub mod texts;
