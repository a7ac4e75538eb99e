//! Rows of this room and back: units, bodies, people, accounts, signed-in browsers.

pub mod absences;
pub mod accounts;
pub mod bodies;
pub mod heads;
pub mod holdings;
pub mod memberships;
pub mod people;
pub mod settings;
pub mod sign_ins;
pub mod successions;
pub mod units;
pub mod uses;
