//! Periodic reports: figures that open the list behind them, text, signature, the way upward, the superior's table.
//!
//! Front door for the other rooms: [`tasks`], [`consolidated`], [`begin`] and [`first_text`] for prepared data. It reads the
//! tables of all rooms before it and changes none of them.

pub mod actions;
pub mod exports;
pub mod forms;
pub mod pages;
pub mod rules;
pub mod store;

pub use actions::review::{accept, consolidated, give_back, remark, reviewed_unit};
pub use actions::tasks::tasks;
pub use actions::write::{begin, present, send, sign, write};
pub use exports::first_text;
pub use rules::{Figure, PeriodKey, Report, ReportState, StateWord};
pub use store::reports::of_unit;
pub use store::texts::{index as index_texts, reach as text_reach};
