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
pub mod text_search;
pub mod texts;
pub mod tx;

use crate::error::AppResult;

pub use conn::Conn;
pub use connect::{Db, DbKind};
pub use outbox::{Audience, CalendarPart, Envelope, Message, Notify};
pub use paged::paged;
pub use text_search::{Reach, Term};
pub use texts::{Seen, Text, TextKind};
pub use tx::{Unaudited, WriteTx, saved};

/// Two reads at once, each on a connection of its own.
///
/// # Errors
/// The first of their errors.
pub async fn together<A, B>(
    one: impl Future<Output = AppResult<A>>,
    other: impl Future<Output = AppResult<B>>,
) -> AppResult<(A, B)> {
    // Boxed: futures of whole reads are large, and they nest.
    tokio::try_join!(Box::pin(one), Box::pin(other))
}
