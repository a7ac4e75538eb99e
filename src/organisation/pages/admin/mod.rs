//! Pages for administrators: units, bodies with their posts, people with their accounts.

pub mod bodies;
pub mod people;
pub mod people_forms;
pub mod units;
