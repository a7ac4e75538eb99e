//! Series of sessions. Pure.
