//! The form of a new subscription.

use crate::feeds::actions::subscriptions::{NewSubscription, Whose};
use crate::feeds::rules::{Cancelled, Options, Ring};
use crate::kernel::Violations;
use crate::web::{Fields, Posted};

/// `name`, the options, and `body` where it is not one's own calendar: a body's id, `below-` with a unit's code, or `dav` for
/// all by CalDAV.
///
/// # Errors
/// Every fault with its field.
pub fn new_subscription(posted: &Posted) -> Result<NewSubscription, Violations> {
    let mut fields = Fields::new(posted);
    let (name, whose) = (fields.line("name", 80), fields.optional_word::<Whose>("body"));
    let (cancelled, alarm) = (fields.optional_word::<Cancelled>("cancelled"), fields.optional_word::<Ring>("alarm"));
    let lunar = fields.words::<u8>("lunar").map(|ticked| !ticked.is_empty());
    fields.finish(|| {
        let options = Options { cancelled: cancelled?.unwrap_or(Cancelled::Status), alarm: alarm?, lunar: lunar? };
        Some(NewSubscription { name: name?, whose: whose?.unwrap_or(Whose::Mine), options })
    })
}
