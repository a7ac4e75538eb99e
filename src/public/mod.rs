//! Pages that anybody may read without signing in: a unit's sessions, the calculator of deadlines, help, accessibility,
//! protection of personal data.
//!
//! It shows only what was announced and no person's name.

pub mod forms;
pub mod pages;
pub mod rules;
