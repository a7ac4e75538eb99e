//! One context per request or job run: who acts, at which instant, under which request id.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveDate, Utc};

use crate::kernel::clock::local_date;
use crate::kernel::permit::{Action, Actor, Denied, Permit, Scope, Target, can, in_place_of};

/// Read once at the start of a request or run, so that all rows of one act share one instant.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub actor: Actor,
    pub now: DateTime<Utc>,
    pub request_id: String,
    /// The absent head in whose place the actor was permitted something: his name goes into every record of the act.
    in_place_of: Arc<OnceLock<String>>,
}

impl Ctx {
    #[must_use]
    pub fn new(actor: Actor, now: DateTime<Utc>, request_id: String) -> Self {
        Self { actor, now, request_id, in_place_of: Arc::default() }
    }

    /// The program itself at `now`; `name` says which job or command in the audit trail's request column.
    #[must_use]
    pub fn system(now: DateTime<Utc>, name: &str) -> Self {
        Self::new(Actor::System, now, name.to_owned())
    }

    /// The same instant and request with another actor.
    #[must_use]
    pub fn as_actor(&self, actor: Actor) -> Self {
        Self::new(actor, self.now, self.request_id.clone())
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
        let permit = can(&self.actor, action, target)?;
        if let Some(absent) = in_place_of(&self.actor, action, target) {
            self.in_place_of.get_or_init(|| absent.to_owned());
        }
        Ok(permit)
    }

    /// What this actor may find for `action`.
    #[must_use]
    pub fn scope(&self, action: Action) -> Scope {
        Scope::of(&self.actor, action)
    }

    /// The name for records of who did it and for whom: `Hà Thị Mẫu, thay Lò Văn Mẫu` where a deputy acts in a stated absence.
    #[must_use]
    pub fn responsible(&self) -> String {
        match self.in_place_of.get() {
            Some(absent) => format!("{}, thay {absent}", self.actor_name()),
            None => self.actor_name().to_owned(),
        }
    }

    /// Whether something was permitted to the actor in an absent head's place only.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        self.in_place_of.get().is_some()
    }

    /// The actor's own name: a person's, or the program's.
    #[must_use]
    pub fn actor_name(&self) -> &str {
        match &self.actor {
            Actor::Person { name, .. } => name,
            Actor::System => "doithoai",
            Actor::Anonymous => "",
        }
    }
}
