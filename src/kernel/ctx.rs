//! One context per request or job run: who acts, at which instant, under which request id.

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::clock::local_date;
use crate::kernel::permit::{Action, Actor, Denied, Permit, Scope, Target, can};

/// Read once at the start of a request or run, so that all rows of one act share one instant.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub actor: Actor,
    pub now: DateTime<Utc>,
    pub request_id: String,
}

impl Ctx {
    /// The program itself at `now`; `name` says which job or command in the audit trail's request column.
    #[must_use]
    pub fn system(now: DateTime<Utc>, name: &str) -> Self {
        Self { actor: Actor::System, now, request_id: name.to_owned() }
    }

    /// Today's date in Vietnam.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_date(self.now)
    }

    /// A permit for `action` on `target`.
    ///
    /// # Errors
    /// [`Denied`] when no grant reaches the target.
    pub fn permit(&self, action: Action, target: &Target) -> Result<Permit, Denied> {
        can(&self.actor, action, target)
    }

    /// What this actor may find for `action`.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        Scope::of(&self.actor, action)
    }

    /// The name for records: a person's, or the program's own.
    #[must_use]
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::Person { name, .. } => name,
            Actor::System => "doithoai",
            Actor::Anonymous => "",
        }
    }
}
