//! Pages that anybody may read without signing in: a unit's sessions, help, accessibility, protection of personal data.
//!
//! It shows only what was announced and no person's name.

pub mod pages;
