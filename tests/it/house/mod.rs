//! What every room needs: signing in, set-up, languages, headers, the audit trail, optimistic locking,
//! long lists, what is kept in memory, the list of units.

mod audit;
mod equipment;
mod known;
mod languages;
mod locking;
mod paged;
mod set_up;
mod shell;
mod sign_in;
mod units;
