//! What the browser sends about the attendance list.

use crate::dialogues::actions::attendance::{Details, Tick};
use crate::dialogues::rules::attendance::{Attendee, Mark};
use crate::kernel::Violations;
use crate::kernel::text::clean_line;
use crate::web::{Fields, Posted};

/// A new or changed line: `name`, `title`, `part`, `body`.
///
/// # Errors
/// Every fault with its field.
pub fn details(posted: &Posted) -> Result<Details, Violations> {
    let mut fields = Fields::new(posted);
    let (name, title) = (fields.line("name", 120), fields.optional_line("title", 200));
    let (part, body) = (fields.word("part"), fields.optional_word("body"));
    fields.finish(|| Some(Details { name: name?, title: title?, part: part?, body: body? }))
}

/// Longest reason or name of a replacement, in characters.
const LONGEST: usize = 200;

/// The ticked sheet: for each of `lines` that it speaks of `status_<id>`, `note_<id>` and `version_<id>`. The one field `note`
/// is the reason of an absence and the name of a replacement. What the sheet does not say stays as it is.
#[must_use]
pub fn ticks(posted: &Posted, lines: &[Attendee]) -> Vec<Tick> {
    let tick = |line: &Attendee| {
        let said = |what: &str| posted.get(&format!("{what}_{}", line.id));
        let presence = said("status")?.parse().ok()?;
        let version = said("version")?.parse().ok()?;
        let text: String = clean_line(said("note").unwrap_or("")).chars().take(LONGEST).collect();
        let replaced = presence == crate::dialogues::Presence::Replaced;
        let (note, replaced_by) = if replaced { (String::new(), text) } else { (text, String::new()) };
        Some(Tick { line: line.id, version, mark: Mark { presence, note, replaced_by } })
    };
    lines.iter().filter_map(tick).collect()
}
