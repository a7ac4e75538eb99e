//! What the browser sends about the attendance list.

use crate::dialogues::actions::attendance::{Details, Tick};
use crate::dialogues::rules::attendance::{Attendee, Mark};
use crate::kernel::text::clean_line;
use crate::kernel::{Refusal, Violations};
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
///
/// # Errors
/// `attendance.note-long`, `attendance.no-status` with the name of the line; `form.incomplete`.
pub fn ticks(posted: &Posted, lines: &[Attendee]) -> Result<Vec<Tick>, Violations> {
    let (mut ticks, mut violations) = (Vec::new(), Violations::default());
    for line in lines {
        let said = |what: &str| posted.get(&format!("{what}_{}", line.id));
        let (Some(status), Some(version)) = (said("status"), said("version")) else { continue };
        let text = clean_line(said("note").unwrap_or(""));
        let length = text.chars().count();
        if length > LONGEST {
            let refusal = Refusal::new("attendance.note-long").arg("name", &line.name);
            violations.push(refusal.arg("most", LONGEST).arg("length", length));
        }
        match (status.parse(), version.parse()) {
            (Ok(presence), Ok(version)) => {
                let replaced = presence == crate::dialogues::Presence::Replaced;
                let (note, replaced_by) = if replaced { (String::new(), text) } else { (text, String::new()) };
                ticks.push(Tick { line: line.id, version, mark: Mark { presence, note, replaced_by } });
            }
            (Err(_), _) => violations.push(Refusal::new("attendance.no-status").arg("name", &line.name)),
            (_, Err(_)) => violations.push(Refusal::new("form.incomplete")),
        }
    }
    violations.or(ticks)
}
