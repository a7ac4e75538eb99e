//! What an administrator's browser sends about reorganisations.

use crate::kernel::{Refusal, Violations};
use crate::reorganisations::actions::drafting::Input;
use crate::reorganisations::actions::handing_over::Chosen;
use crate::reorganisations::rules::{Choice, Key};
use crate::web::{Fields, Posted};

/// The form of an act.
///
/// # Errors
/// Every fault with its field.
pub fn act(posted: &Posted) -> Result<Input, Violations> {
    let mut fields = Fields::new(posted);
    let (kind, olds) = (fields.word("act"), fields.words::<String>("old"));
    let heir = fields.optional_word::<String>("heir");
    let (new_name, new_code) = (fields.optional_line("new_name", 200), fields.optional_line("new_code", 20));
    let new_kind = fields.optional_line("new_kind", 40);
    let effective_on = fields.date("effective_on");
    let (paper, paper_on) = (fields.line("paper", 120), fields.date("paper_on"));
    let note = fields.optional_text("note", 2_000);
    fields.finish(|| {
        Some(Input {
            kind: kind?,
            olds: olds?,
            heir: heir?,
            new_name: new_name?,
            new_code: new_code?,
            new_kind: new_kind?,
            effective_on: effective_on?,
            paper: paper?,
            paper_on: paper_on?,
            note: note?,
        })
    })
}

/// The rows of the handover list: `line` and `to` in the same order. `only` names the one line whose own button was pressed.
///
/// # Errors
/// `form.incomplete` where the rows do not fit together.
pub fn lines(posted: &Posted) -> Result<Vec<Chosen>, Violations> {
    let incomplete = || Violations::from(Refusal::new("form.incomplete"));
    let only: Option<Key> = match posted.get("only").filter(|key| !key.is_empty()) {
        Some(key) => Some(key.parse().map_err(|()| incomplete())?),
        None => None,
    };
    let (keys, to): (Vec<&str>, Vec<&str>) = (posted.all("line").collect(), posted.all("to").collect());
    if keys.len() != to.len() {
        return Err(incomplete());
    }
    let mut violations = Violations::default();
    let mut chosen = Vec::with_capacity(keys.len());
    for (row, (key, word)) in (1..).zip(keys.into_iter().zip(to)) {
        let key: Key = key.parse().map_err(|()| incomplete())?;
        let choice = match word {
            "" => None,
            word => match word.parse::<Choice>() {
                Ok(choice) => Some(choice),
                Err(_) => {
                    violations.push(Refusal::on("to", "handover.choice").in_row(row));
                    None
                }
            },
        };
        chosen.push((key, choice.filter(|_| only.is_none_or(|only| only == key))));
    }
    violations.or(chosen)
}
