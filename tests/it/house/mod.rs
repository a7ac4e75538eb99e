//! What every room needs: signing in, set-up, languages, headers, the audit trail, optimistic locking.

mod equipment;
