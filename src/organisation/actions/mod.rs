//! Use cases: signing in and out, units and their bodies, accounts, the first set-up.

pub mod accounts;
pub mod password;
pub mod set_up;
pub mod sign_in;
pub mod units;
