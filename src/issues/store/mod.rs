//! Rows of this room. Every find of an issue asks who wants to know.

pub mod answer_texts;
pub mod answers;
pub mod approvals;
pub mod assignments;
pub mod attachments;
pub mod brief;
pub mod calls;
pub mod desk;
pub mod fields;
pub mod file_words;
pub mod identities;
pub mod imports;
pub mod issues;
pub mod learning;
pub mod links;
pub mod lists;
pub mod moving;
pub mod notes;
pub mod notices;
pub mod recount;
pub mod rows;
pub mod sessions;
pub mod similar;
pub mod successions;
pub mod texts;
pub mod walks;
