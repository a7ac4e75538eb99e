//! Use cases of this room.
//!
//! `drafting` writes an act down, `look` sees what hangs on its old ones, `publishing` makes its dates count, `settling` does on its
//! day what cannot be dated, `handing_over` moves what somebody confirmed, line by line.

pub mod drafting;
pub mod handing_over;
pub mod look;
pub mod publishing;
pub mod settling;
