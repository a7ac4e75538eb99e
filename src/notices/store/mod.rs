//! Rows of this room: inbox lines, the ledger of reminders; and the facts that it reads from others.

pub mod facts;
pub mod inbox;
pub mod reminders;

pub use inbox::unread;
