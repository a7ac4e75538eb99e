//! Reorganisations of units and bodies (sắp xếp): mergers, new names, ends. Drafted, looked at with everything that hangs on the
//! old ones, published by a legal paper, and handed over line by line.
//!
//! It stands above all rooms, because it moves what they keep, each thing by its own room's front door; nothing builds on it.
//! What became of whom stands in `organisation`, where every room may look it up.

pub mod actions;
pub mod forms;
pub mod jobs;
pub mod pages;
pub mod rules;
pub mod store;
