//! The first page after signing in: what I must do now. It reads every room's tasks; nothing imports it.

pub mod pages;
