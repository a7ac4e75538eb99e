//! What the browser sends when one wording answers several issues, and when several answers are approved.

use super::desk::pick;
use super::{MOST_ANSWER, act};
use crate::issues::actions::answer_many::Shared;
use crate::kernel::{AnswerId, BodyId, IssueId, Refusal, Violations};
use crate::web::{Fields, Posted};

/// For which body, to which issues (each with the version of its answer that the page showed, 0 without one), with which words.
///
/// # Errors
/// Every fault with its field; `triage.none-chosen` for what is no issue.
pub fn shared(posted: &Posted) -> Result<(Shared, Vec<(IssueId, i32)>), Violations> {
    let mut fields = Fields::new(posted);
    let (body, text) = (fields.word::<BodyId>("body"), fields.text("prepared_text", MOST_ANSWER));
    let submit = act(posted) == "submit";
    let shared = fields.finish(|| Some(Shared { body: body?, text: text?, submit }))?;
    Ok((shared, picked(posted, pick)?))
}

/// The ticked answers, each at the version that the page showed.
///
/// # Errors
/// `triage.none-chosen`.
pub fn approved(posted: &Posted) -> Result<Vec<(AnswerId, i32)>, Violations> {
    picked(posted, |text| {
        let (id, version) = text.split_once('.')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    })
}

/// What is ticked, each once.
fn picked<T>(posted: &Posted, read: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, Violations> {
    let mut texts: Vec<&str> = posted.all("pick").collect();
    texts.sort_unstable();
    texts.dedup();
    let all: Option<Vec<T>> = texts.into_iter().map(read).collect();
    all.filter(|all| !all.is_empty()).ok_or_else(|| Refusal::new("triage.none-chosen").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "01938f5e-0000-7000-8000-00000000000a";

    #[test]
    fn ticks_words_and_whether_it_is_handed_in() {
        let tick = format!("{A}.0");
        let fields = [("body", A), ("prepared_text", "Đã có kế hoạch"), ("pick", &tick), ("act", "submit")];
        let (shared, chosen) = super::shared(&Posted::of(&fields)).unwrap();
        assert!(shared.submit);
        assert_eq!(chosen, [(A.parse().unwrap(), 0)]);
        let code = |fields: &[(&str, &str)]| super::shared(&Posted::of(fields)).unwrap_err().0[0].code;
        assert_eq!(code(&[("body", A), ("prepared_text", "x")]), "triage.none-chosen");
        assert_eq!(code(&[("body", A), ("prepared_text", "x"), ("pick", "x.y")]), "triage.none-chosen");
        assert_eq!(approved(&Posted::of(&[("pick", &tick), ("pick", &tick)])).unwrap().len(), 1);
        assert_eq!(code(&[("body", A), ("prepared_text", " "), ("pick", &tick)]), "form.required");
    }
}
