//! The web shell: what every page has in common. It knows no feature.
//!
//! Neighbours: `pages.rs` of each room gives typed views; `i18n` gives the words.

pub mod assets;
#[cfg(test)]
mod gallery;
mod helpers;
pub mod view;
