//! What the browser sends about a unit's own fields. Field names are those of the catalogue.

use crate::issues::actions::own_fields::Said;
use crate::issues::rules::fields::Names;
use crate::kernel::{Refusal, Violations};
use crate::web::{Fields, Posted};

/// The longest name of a field: more does not fit into a form's list on a telephone.
const NAME: usize = 100;

/// What happens to the list as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListAct {
    Copy,
    Use,
    Leave,
}

/// What happens to a field beside its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldAct {
    Close,
    Reopen,
    Up,
    Down,
    Remove,
}

fn said(fields: &mut Fields) -> Option<Said> {
    let (vi, en) = (fields.line("field_name_vi", NAME), fields.optional_line("field_name_en", NAME));
    let top = fields.line("field_top", 60);
    let (vi, en) = (vi?, en?);
    let en = if en.is_empty() { vi.clone() } else { en };
    Some(Said { names: Names { vi, en }, top: top? })
}

/// A field that is added: the list's version, the upper field, names and what it counts for.
///
/// # Errors
/// Every fault with its field.
pub fn added(posted: &Posted) -> Result<(i32, Option<String>, Said), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let said = said(&mut fields);
    let parent = fields.optional_line("field_parent", 60);
    fields.finish(|| Some((version?, parent.filter(|code| !code.is_empty()), said?)))
}

/// A field that is named anew.
///
/// # Errors
/// Every fault with its field.
pub fn changed(posted: &Posted) -> Result<(i32, Said), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let said = said(&mut fields);
    fields.finish(|| Some((version?, said?)))
}

fn act<T: Copy>(posted: &Posted, words: &[(&str, T)]) -> Result<(i32, T), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let wanted = posted.get("act").unwrap_or("");
    let act = words.iter().find(|(word, _)| *word == wanted).map(|(_, act)| *act);
    if act.is_none() {
        fields.refuse(Refusal::new("form.incomplete"));
    }
    fields.finish(|| Some((version?, act?)))
}

/// What happens to the list.
///
/// # Errors
/// `form.incomplete`.
pub fn list_act(posted: &Posted) -> Result<(i32, ListAct), Violations> {
    act(posted, &[("copy", ListAct::Copy), ("use", ListAct::Use), ("leave", ListAct::Leave)])
}

/// What happens to a field.
///
/// # Errors
/// `form.incomplete`.
pub fn field_act(posted: &Posted) -> Result<(i32, FieldAct), Violations> {
    let words = [
        ("close", FieldAct::Close),
        ("reopen", FieldAct::Reopen),
        ("up", FieldAct::Up),
        ("down", FieldAct::Down),
        ("remove", FieldAct::Remove),
    ];
    act(posted, &words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_english_name_the_vietnamese_one_stands_for_both() {
        let posted = Posted::of(&[("version", "2"), ("field_name_vi", " Hạ  tầng "), ("field_top", "transport")]);
        let (version, parent, said) = added(&posted).unwrap();
        assert_eq!((version, parent, said.names.vi.as_str(), said.names.en.as_str()), (2, None, "Hạ tầng", "Hạ tầng"));
        let refused = changed(&Posted::of(&[("version", "2")])).unwrap_err();
        let told: Vec<_> = refused.0.iter().map(|one| (one.field, one.code)).collect();
        assert_eq!(told, [(Some("field_name_vi"), "form.required"), (Some("field_top"), "form.required")]);
    }

    #[test]
    fn an_act_that_nobody_offers_is_refused() {
        assert_eq!(field_act(&Posted::of(&[("version", "1"), ("act", "up")])), Ok((1, FieldAct::Up)));
        assert_eq!(list_act(&Posted::of(&[("version", "0"), ("act", "leave")])), Ok((0, ListAct::Leave)));
        assert!(field_act(&Posted::of(&[("version", "1"), ("act", "leave")])).is_err());
        assert!(list_act(&Posted::of(&[("act", "use")])).is_err());
    }
}
