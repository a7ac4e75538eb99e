//! What administrators do: bodies and posts, people with their accounts and roles.

pub mod bodies;
pub mod people;
