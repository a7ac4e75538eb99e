//! What a conclusion notice and a commitment are, and what may happen to them when. Pure.
//!
//! `conclusion` ends where a leader signs; `commitment` begins there; `timing` says what today means for one, `clock` whose
//! time it is and was.

pub mod clock;
pub mod commitment;
pub mod conclusion;
pub mod extension;
pub mod memory;
pub mod pause;
pub mod state;
pub mod timing;

pub use commitment::{Commitment, NewCommitment};
pub use conclusion::{Conclusion, ConclusionState, ConclusionWord, Publication, Signature, Task};
pub use extension::{Bound, Bounds, Decision, Extension};
pub use pause::Pause;
pub use state::{Check, Outcome, ProgressKind, Report, State, StateWord};
pub use timing::{Timing, USUAL_WARN_DAYS, is_late_by_extension};
