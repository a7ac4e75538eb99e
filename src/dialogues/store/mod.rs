//! Rows of this room: sessions (and, beside them, plans, series, attendance).

pub mod attendance;
pub mod busy;
pub mod contents;
pub mod diary;
pub mod invitations;
pub mod occasions;
pub mod people;
pub mod plans;
pub mod promises;
pub mod series;
pub mod sessions;
pub mod successions;
pub mod templates;
pub mod texts;
