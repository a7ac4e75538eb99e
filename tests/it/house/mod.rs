//! What every room needs: signing in, set-up, languages, headers, the audit trail, optimistic locking.

mod audit;
mod equipment;
mod languages;
mod locking;
mod set_up;
mod shell;
mod sign_in;
