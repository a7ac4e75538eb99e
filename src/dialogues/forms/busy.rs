//! What the browser sends about a busy calendar. A file is read by the page, with the times in it.

use crate::dialogues::rules::busy::{Address, SourceKind};
use crate::kernel::{PersonId, Refusal, Violations};
use crate::web::{Fields, Posted};

/// Whose calendar it is, and how it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub person: PersonId,
    /// None where a file was sent.
    pub address: Option<Address>,
}

/// A new calendar: `person`, `way` and what that way needs.
///
/// # Errors
/// Every fault with its field.
pub fn input(posted: &Posted, own_hosts: &str) -> Result<Input, Violations> {
    let mut fields = Fields::new(posted);
    let person = fields.word("person");
    let kind = fields.word::<SourceKind>("way");
    let mut address = None;
    match kind {
        Some(SourceKind::Address) => {
            let typed = fields.line("address", 2_000);
            match typed.map(|typed| Address::read(&typed, own_hosts)) {
                Some(Ok(read)) => address = Some(read),
                Some(Err(refusal)) => fields.refuse(refusal),
                None => {}
            }
        }
        Some(SourceKind::File) if posted.files("ics").next().is_none() => {
            fields.refuse(Refusal::on("ics", "form.required"));
        }
        Some(SourceKind::File) | None => {}
    }
    fields.finish(|| Some(Input { person: person?, address }))
}
