//! On which boundaries figures of several units are told. Pure.

use crate::alphabet;

alphabet! {
    /// What units that have ended count for.
    pub enum Boundaries {
        /// Each unit as it was at the time.
        Then = "then",
        /// What a unit did that has ended counts with the unit that goes on with its work.
        Now = "now",
    }
}

impl Boundaries {
    /// What an address says; anything else is as it was at the time.
    #[must_use]
    pub fn of(word: &str) -> Self {
        word.parse().unwrap_or(Self::Then)
    }

    /// The rest of an address, beginning with its ampersand; empty for what holds anyway.
    #[must_use]
    pub const fn query(self) -> &'static str {
        match self {
            Self::Then => "",
            Self::Now => "&boundaries=now",
        }
    }
}
