//! Who raised an issue. Kept apart from the issue; never in lists, exports, feeds, logs or the audit trail. Pure.

use std::fmt;

/// A petitioner as far as he or she wants to be known to the office.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    pub full_name: String,
    pub address: String,
    pub contact: String,
}

impl Identity {
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
