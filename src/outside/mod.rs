//! What lies outside the house: other servers. Side effects happen here and nowhere else.

pub mod blobs;
pub mod fetch;
pub mod imap;
pub mod incoming;
pub mod mail;
pub mod scan;
