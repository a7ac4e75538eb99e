//! What the browser sends about an occasion.

use chrono::NaiveDate;

use crate::dialogues::actions::occasions::Input;
use crate::kernel::Violations;
use crate::web::{Fields, Posted};

/// A new occasion: `occasion`, `name`, `held_on`.
///
/// # Errors
/// Every fault with its field.
pub fn input(posted: &Posted) -> Result<Input, Violations> {
    let mut fields = Fields::new(posted);
    let (kind, name, held_on) = (fields.word("occasion"), fields.line("name", 200), fields.date("held_on"));
    fields.finish(|| Some(Input { kind: kind?, name: name?, held_on: held_on? }))
}

/// A change: version, `name`, `held_on`.
///
/// # Errors
/// Every fault with its field.
pub fn change(posted: &Posted) -> Result<(i32, String, NaiveDate), Violations> {
    let mut fields = Fields::new(posted);
    let (version, name, held_on) = (fields.version(), fields.line("name", 200), fields.date("held_on"));
    fields.finish(|| Some((version?, name?, held_on?)))
}
