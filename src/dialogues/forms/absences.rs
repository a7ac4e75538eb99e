//! What the browser sends about the absence of a head.

use crate::kernel::{BodyId, PersonId, Refusal, Violations};
use crate::organisation::StatedAbsence;
use crate::web::{Fields, Posted};

/// A new absence: `acting` (the body and its deputy with a dot between), `from_on`, `to_on`, `reason`, `document`.
///
/// # Errors
/// Every fault with its field.
pub fn input(posted: &Posted) -> Result<StatedAbsence, Violations> {
    let mut fields = Fields::new(posted);
    let acting = fields.line("acting", 80);
    let both = acting.as_deref().and_then(|acting| acting.split_once('.')).and_then(|(body, deputy)| {
        let (body, deputy): (BodyId, PersonId) = (body.parse().ok()?, deputy.parse().ok()?);
        Some((body, deputy))
    });
    if acting.is_some() && both.is_none() {
        fields.refuse(Refusal::on("acting", "form.choice"));
    }
    let (from_on, to_on) = (fields.date("from_on"), fields.date("to_on"));
    let (reason, document) = (fields.line("reason", 300), fields.optional_line("document", 200));
    fields.finish(|| {
        let (body, deputy) = both?;
        Some(StatedAbsence { body, deputy, from_on: from_on?, to_on: to_on?, reason: reason?, document: document? })
    })
}
