//! The handover list: each line is one thing that goes from an old owner to a new one, or is called off.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::alphabet;
use crate::kernel::BodyId;

alphabet! {
    /// What a line hands over.
    pub enum LineKind {
        /// A series with its sessions ahead.
        Series = "series",
        /// A session ahead that stands alone.
        Session = "session",
        /// An issue that has to be answered.
        Assignment = "assignment",
        /// A commitment that is not closed.
        Commitment = "commitment",
    }
}

impl LineKind {
    /// Whether it goes to a unit or is called off; the others go to a body.
    #[must_use]
    pub const fn is_of_the_unit(self) -> bool {
        matches!(self, Self::Series | Self::Session)
    }
}

/// Where a thing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// To the heir of its unit.
    Heir,
    /// To this body.
    Body(BodyId),
    CallOff,
}

impl FromStr for Choice {
    type Err = uuid::Error;

    fn from_str(word: &str) -> Result<Self, uuid::Error> {
        match word {
            "heir" => Ok(Self::Heir),
            "call-off" => Ok(Self::CallOff),
            id => id.parse().map(Self::Body),
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heir => f.write_str("heir"),
            Self::CallOff => f.write_str("call-off"),
            Self::Body(id) => id.fmt(f),
        }
    }
}

/// Which line: the thing, and the body that holds it where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub kind: LineKind,
    pub subject: Uuid,
    pub from: Option<BodyId>,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.subject)?;
        self.from.map_or(Ok(()), |from| write!(f, "/{from}"))
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '/');
        let mut next = || parts.next().ok_or(());
        let kind = next()?.parse().map_err(|_| ())?;
        let subject = next()?.parse().map_err(|_| ())?;
        let from = parts.next().map(|part| part.parse().map_err(|_| ())).transpose()?;
        Ok(Self { kind, subject, from })
    }
}

/// What somebody decided about a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub id: Uuid,
    pub key: Key,
    pub what: String,
    pub from_name: String,
    pub choice: Choice,
    pub to_name: String,
    pub at: DateTime<Utc>,
    pub by: String,
    /// None while its day has not come.
    pub moved_at: Option<DateTime<Utc>>,
}

/// A thing that still hangs on an old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub key: Key,
    /// Code or number by which people know it.
    pub what: String,
    pub due_on: Option<NaiveDate>,
    pub from_unit: String,
    pub from_name: String,
    /// Where it goes unless somebody chooses otherwise; none without an heir.
    pub proposed: Option<Choice>,
    /// Name of the one that goes on with it, also before it is made; empty without an heir.
    pub proposed_name: String,
    /// What was decided for the day to come.
    pub decided: Option<Decision>,
}

impl Line {
    /// What is chosen now: the decision, or the proposal.
    #[must_use]
    pub fn chosen(&self) -> Option<Choice> {
        self.decided.as_ref().map(|decision| decision.choice).or(self.proposed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_choices_are_read_as_they_are_written() {
        let keys = [
            Key { kind: LineKind::Series, subject: Uuid::from_u128(7), from: None },
            Key { kind: LineKind::Commitment, subject: Uuid::from_u128(8), from: Some(BodyId::fresh()) },
        ];
        for key in keys {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for choice in [Choice::Heir, Choice::CallOff, Choice::Body(BodyId::fresh())] {
            assert_eq!(choice.to_string().parse(), Ok(choice));
        }
        assert!("session".parse::<Key>().is_err() && "session/x".parse::<Key>().is_err() && "x".parse::<Choice>().is_err());
    }
}
