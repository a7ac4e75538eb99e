//! The database: connections, the one way to write, the audit chain, the outbox.
//!
//! SQLite has one writer and several readers, PostgreSQL one pool for both. Nothing here knows a feature.

pub mod audit;
pub mod audit_search;
pub mod conn;
pub mod connect;
pub mod counter;
pub mod delivery;
mod known;
pub mod outbox;
mod paged;
pub mod scope;
pub mod tx;

pub use conn::Conn;
pub use connect::{Db, DbKind};
pub use outbox::{Audience, CalendarPart, Envelope, Message, Notify};
pub use paged::paged;
pub use tx::{Unaudited, WriteTx, saved};
