//! Đối Thoại: direct dialogues between leaders and the people, from duty to kept promise.

pub mod kernel;
pub mod law;
