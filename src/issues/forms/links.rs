//! What the browser sends about parts, twins and earlier issues. Field names are those of the catalogue.

use crate::issues::actions::forwarding::Forwarding;
use crate::issues::rules::sheet::MOST_WORDING;
use crate::issues::rules::split::{MOST_PARTS, Piece};
use crate::kernel::{IssueId, Refusal, Violations};
use crate::web::{Fields, Posted};

// Each row has names of its own: the browser's draft of an unsaved form knows fields by their names.
/// Names of the wording in each row.
pub const PART_WORDING: [&str; MOST_PARTS] = [
    "part_wording_1",
    "part_wording_2",
    "part_wording_3",
    "part_wording_4",
    "part_wording_5",
    "part_wording_6",
    "part_wording_7",
    "part_wording_8",
    "part_wording_9",
    "part_wording_10",
    "part_wording_11",
    "part_wording_12",
    "part_wording_13",
    "part_wording_14",
    "part_wording_15",
    "part_wording_16",
    "part_wording_17",
    "part_wording_18",
    "part_wording_19",
    "part_wording_20",
];
/// Names of the field of life in each row.
pub const PART_FIELD: [&str; MOST_PARTS] = [
    "part_field_1",
    "part_field_2",
    "part_field_3",
    "part_field_4",
    "part_field_5",
    "part_field_6",
    "part_field_7",
    "part_field_8",
    "part_field_9",
    "part_field_10",
    "part_field_11",
    "part_field_12",
    "part_field_13",
    "part_field_14",
    "part_field_15",
    "part_field_16",
    "part_field_17",
    "part_field_18",
    "part_field_19",
    "part_field_20",
];
/// Names of the competence in each row.
pub const PART_COMPETENCE: [&str; MOST_PARTS] = [
    "part_competence_1",
    "part_competence_2",
    "part_competence_3",
    "part_competence_4",
    "part_competence_5",
    "part_competence_6",
    "part_competence_7",
    "part_competence_8",
    "part_competence_9",
    "part_competence_10",
    "part_competence_11",
    "part_competence_12",
    "part_competence_13",
    "part_competence_14",
    "part_competence_15",
    "part_competence_16",
    "part_competence_17",
    "part_competence_18",
    "part_competence_19",
    "part_competence_20",
];

/// Rows of a form that nobody has typed in.
pub const FIRST_ROWS: usize = 3;
/// Rows that the button adds.
const MORE_ROWS: usize = 2;

/// How many rows are shown again: those that were there or typed in, with `more` some more.
#[must_use]
pub fn rows(posted: &Posted, more: bool) -> usize {
    let filled = |name: &str| posted.get(name).is_some_and(|typed| !typed.trim().is_empty());
    let typed = PART_WORDING.iter().rposition(|name| filled(name)).map_or(0, |at| at + 1);
    let shown = posted.get("rows").and_then(|rows| rows.parse::<usize>().ok()).unwrap_or(0).min(MOST_PARTS);
    let rows = typed.max(shown).max(FIRST_ROWS);
    if more { (rows + MORE_ROWS).min(MOST_PARTS) } else { rows }
}

/// The contents that an opinion is taken apart into; rows without a wording are left out unless something else was chosen there.
///
/// # Errors
/// Every fault with its field.
pub fn splitting(posted: &Posted) -> Result<(i32, Vec<Piece>), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let empty = |row: usize| {
        let names = [PART_WORDING[row], PART_FIELD[row], PART_COMPETENCE[row]];
        names.iter().all(|name| posted.get(name).unwrap_or("").trim().is_empty())
    };
    let mut pieces = Vec::new();
    for row in (0..MOST_PARTS).filter(|row| !empty(*row)) {
        let wording = fields.text(PART_WORDING[row], MOST_WORDING);
        let field = fields.optional_line(PART_FIELD[row], 60);
        let competence = fields.optional_word(PART_COMPETENCE[row]);
        pieces.push(wording.zip(field).zip(competence));
    }
    fields.finish(|| {
        let piece = |((wording, field), competence): ((String, String), _)| Piece {
            wording,
            field: Some(field).filter(|code| !code.is_empty()),
            competence,
        };
        Some((version?, pieces.into_iter().map(|one| one.map(piece)).collect::<Option<_>>()?))
    })
}

/// To whom an issue is sent, and what they read.
///
/// # Errors
/// Every fault with its field; `issue.forward-nobody` without a receiver.
pub fn forwarding(posted: &Posted) -> Result<(i32, Forwarding), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let mut to = fields.words::<String>("forward_to");
    if let Some(to) = &mut to {
        to.sort();
        to.dedup();
        if to.is_empty() {
            fields.refuse(Refusal::on("forward_to", "issue.forward-nobody"));
        }
    }
    let wording = fields.text("forward_wording", MOST_WORDING);
    let again = fields.ticked("forward_again");
    let confirmed = fields.ticked("public_confirmed");
    fields.finish(|| Some((version?, Forwarding { to: to?, wording: wording?, again, confirmed })))
}

/// The earlier issue that one repeats; none where the button says that it is new.
///
/// # Errors
/// Every fault with its field.
pub fn repeating(posted: &Posted) -> Result<(i32, Option<IssueId>), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let earlier = if posted.get("act") == Some("clear") { Some(None) } else { fields.word("repeats").map(Some) };
    fields.finish(|| Some((version?, earlier?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_without_a_word_are_left_out_and_a_row_with_a_field_needs_a_wording() {
        let posted =
            [("version", "3"), ("part_wording_1", "Nạo vét"), ("part_wording_4", "Đèn đường"), ("part_field_4", "energy")];
        let (version, pieces) = splitting(&Posted::of(&posted)).unwrap();
        assert_eq!((version, pieces.len()), (3, 2));
        assert_eq!((pieces[0].field.as_deref(), pieces[1].field.as_deref()), (None, Some("energy")));
        let refused = splitting(&Posted::of(&[("version", "3"), ("part_field_2", "energy")])).unwrap_err();
        assert_eq!(
            refused.0.iter().map(|one| (one.field, one.code)).collect::<Vec<_>>(),
            [(Some("part_wording_2"), "form.required")]
        );
    }

    #[test]
    fn rows_grow_by_the_button_up_to_twenty() {
        assert_eq!(rows(&Posted::of(&[]), false), 3);
        assert_eq!(rows(&Posted::of(&[("rows", "3")]), true), 5);
        assert_eq!(rows(&Posted::of(&[("rows", "3"), ("part_wording_7", "x")]), false), 7);
        assert_eq!(rows(&Posted::of(&[("rows", "999999999999999999999"), ("part_wording_20", "x")]), true), 20);
    }

    #[test]
    fn forwarding_needs_a_receiver_and_a_wording() {
        let refused = forwarding(&Posted::of(&[("version", "1")])).unwrap_err();
        let fields: Vec<_> = refused.0.iter().map(|one| one.field).collect();
        assert_eq!(fields, [Some("forward_to"), Some("forward_wording")]);
        let sent = [("version", "1"), ("forward_to", "14"), ("forward_to", "14"), ("forward_wording", "Đường tỉnh")];
        assert_eq!(forwarding(&Posted::of(&sent)).unwrap().1.to, ["14"]);
    }
}
