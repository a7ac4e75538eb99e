//! The web shell: what every page has in common. It knows no feature.
//!
//! Neighbours: `pages.rs` of each room gives typed views; `i18n` gives the words.

pub mod assets;
pub mod choice;
mod download;
pub mod extract;
pub mod form;
#[cfg(test)]
mod gallery;
mod helpers;
mod history;
pub mod kept;
pub mod problem;
pub mod serve;
mod source;
pub mod view;
pub mod visit;

pub use choice::Choice;
pub use download::{download, download_kept};
pub use extract::{Path, Query, in_query};
pub use form::{Fields, FormState, Posted};
pub use history::HistoryLine;
pub use view::{View, ViewSpec};
pub use visit::{PageResult, Visit, outcome};
