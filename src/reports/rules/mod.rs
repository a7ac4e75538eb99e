//! What a report counts and by which named formula, its periods, its text with live figures, its way upward. Pure.
//!
//! Neighbours: `store` fills [`Facts`] from the rows of all rooms, `pages` show what stands here, nothing here reads a row.

pub mod boundaries;
pub mod consolidated;
pub mod facts;
pub mod figures;
pub mod formulas;
pub mod narrative;
pub mod period;
pub mod radar;
pub mod report;

#[cfg(test)]
mod figures_tests;
#[cfg(test)]
mod report_tests;

pub use boundaries::Boundaries;
pub use facts::Facts;
pub use figures::{Figure, Figures, Record, Row};
pub use narrative::{Narrative, Section};
pub use period::PeriodKey;
pub use report::{Report, ReportState, StateWord};
