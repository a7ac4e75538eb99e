//! Who raised an issue. Kept apart from the issue; never in lists, exports, feeds, logs or the audit trail. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A petitioner as far as he or she wants to be known to the office.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    pub full_name: String,
    pub address: String,
    pub contact: String,
}

impl Identity {
    /// This one with what `said` says in its place; what it leaves empty stays.
    #[must_use]
    pub fn with(&self, said: &Self) -> Self {
        let newer = |said: &String, before: &String| if said.is_empty() { before.clone() } else { said.clone() };
        Self {
            full_name: newer(&said.full_name, &self.full_name),
            address: newer(&said.address, &self.address),
            contact: newer(&said.contact, &self.contact),
        }
    }

    /// Nothing is known: nothing is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.full_name.is_empty() && self.address.is_empty() && self.contact.is_empty()
    }
}

/// Says nothing, so that no log line can.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}
