//! What a reorganisation is, when it may be published, who goes on with whose work. Pure.

pub mod act;
pub mod lines;
pub mod seats;

pub use act::{Around, Kind, Level, Old, Place, Reorganisation, Stage};
pub use lines::{Choice, Decision, Key, Line, LineKind};
pub use seats::{Seat, name_under, seat_of};
