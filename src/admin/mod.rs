//! The installation itself, for administrators: jobs and deliveries.
//!
//! It reads the table of jobs and the outbox; what the jobs do stands in their rooms. Units, people and rules have pages of
//! their own in `organisation` and `duties`.

pub mod actions;
pub mod pages;
