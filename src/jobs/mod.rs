//! What the program does by itself: sweeps that ask "what is due by now?", and the runner that lets each of them run once.
//!
//! It knows no feature: the list of sweeps stands in `crate::sweeps` and is handed in. Neighbour: `alarm` only wakes.

pub mod alarm;
pub mod runner;
pub mod store;
pub mod sweep;

pub use runner::{Report, run_due, run_pushed};
pub use store::{JobRow, Outcome};
pub use sweep::{Cadence, Sweep, Sweeping, Tally};
