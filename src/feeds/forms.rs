//! The form of a new subscription.

use crate::feeds::actions::subscriptions::NewSubscription;
use crate::kernel::Violations;
use crate::web::{Fields, Posted};

/// `name`, and `body` where it is not one's own calendar.
///
/// # Errors
/// Every fault with its field.
pub fn new_subscription(posted: &Posted) -> Result<NewSubscription, Violations> {
    let mut fields = Fields::new(posted);
    let (name, body) = (fields.line("name", 80), fields.optional_word("body"));
    fields.finish(|| Some(NewSubscription { name: name?, body: body? }))
}
