//! The form of a new subscription.

use crate::feeds::actions::subscriptions::{NewSubscription, Whose};
use crate::kernel::Violations;
use crate::web::{Fields, Posted};

/// `name`, and `body` where it is not one's own calendar: a body's id, or `dav` for all by CalDAV.
///
/// # Errors
/// Every fault with its field.
pub fn new_subscription(posted: &Posted) -> Result<NewSubscription, Violations> {
    let mut fields = Fields::new(posted);
    let (name, whose) = (fields.line("name", 80), fields.optional_word::<Whose>("body"));
    fields.finish(|| Some(NewSubscription { name: name?, whose: whose?.unwrap_or(Whose::Mine) }))
}
