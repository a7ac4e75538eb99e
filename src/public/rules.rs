//! The words of the calculator's address: plain Vietnamese, so that a link can be read and typed. Pure.

use crate::alphabet;
use crate::law::{DayUnit, Roll};

alphabet! {
    /// What is counted, in an address.
    pub enum UnitWord {
        Working = "lam-viec",
        Calendar = "lich",
        Hours = "gio",
    }
}

impl UnitWord {
    #[must_use]
    pub const fn unit(self) -> DayUnit {
        match self {
            Self::Working => DayUnit::Working,
            Self::Calendar => DayUnit::Calendar,
            Self::Hours => DayUnit::Hours,
        }
    }
}

alphabet! {
    /// Where a last day goes that is a day off, in an address.
    pub enum RollWord {
        None = "khong",
        Next = "sau",
        Previous = "truoc",
    }
}

impl RollWord {
    #[must_use]
    pub const fn roll(self) -> Roll {
        match self {
            Self::None => Roll::None,
            Self::Next => Roll::Next,
            Self::Previous => Roll::Previous,
        }
    }
}
