//! Searching everything that one may see: issues, sessions, minutes, commitments, conclusion notices, reports. It reads every
//! room through its front door; nobody imports it.
//!
//! Each room says what of its things may be found and by whom, and keeps its words up to date as it saves them; here the
//! question is read, asked and answered. The sweep fills in what was there before the index was.

pub mod jobs;
pub mod pages;
pub mod rules;
pub mod store;
