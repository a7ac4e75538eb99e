//! Use cases: signing in and out, units and their bodies, accounts, administration, the first set-up.

pub mod absences;
pub mod accounts;
pub mod admin;
pub mod approval;
pub mod password;
pub mod set_up;
pub mod sign_in;
pub mod units;
