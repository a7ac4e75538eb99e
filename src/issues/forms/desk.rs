//! What the browser sends from the office's desk: which issues, and what to do with them.

use uuid::Uuid;

use crate::issues::actions::desk::Wanted;
use crate::kernel::{IssueId, Refusal, Violations};
use crate::web::{Fields, Posted};

/// An issue with the version that the page showed: `0193….4`.
pub(super) fn pick(text: &str) -> Option<(IssueId, i32)> {
    let (id, version) = text.split_once('.')?;
    Some((id.parse().ok()?, version.parse().ok()?))
}

/// The open issue.
#[must_use]
pub fn open(posted: &Posted) -> Option<(IssueId, i32)> {
    posted.get("open").and_then(pick)
}

/// Enter in a field sends the form's first button, and that one must do nothing.
#[must_use]
pub fn is_only_looking(posted: &Posted) -> bool {
    super::act(posted) == "look"
}

/// The chosen issues (the ticked ones, else the open one) and the act.
///
/// # Errors
/// Every fault with its field; `form.choice` for what is no act, `triage.none-chosen` for what is no issue.
pub fn act(posted: &Posted) -> Result<(Vec<(IssueId, i32)>, Wanted), Violations> {
    let ticked: Vec<&str> = posted.all("pick").collect();
    let chosen: Option<Vec<_>> =
        if ticked.is_empty() { open(posted).map(|one| vec![one]) } else { ticked.into_iter().map(pick).collect() };
    let Some(chosen) = chosen else { return Err(Refusal::new("triage.none-chosen").into()) };
    let mut fields = Fields::new(posted);
    let wanted = match super::act(posted) {
        "field" => fields.line("issue_field", 60).map(Wanted::Field),
        "propose-field" => fields.line("proposed_field", 60).map(Wanted::Field),
        "competence" => fields.word("competence").map(Wanted::Competence),
        "assign" => {
            fields.word("lead_agency").zip(fields.date("answer_due")).map(|(lead, due_on)| Wanted::Assign { lead, due_on })
        }
        "propose-agency" => {
            let agency = fields.word("proposed_agency");
            agency.zip(fields.date("answer_due")).map(|(lead, due_on)| Wanted::Assign { lead, due_on })
        }
        "merge" => fields.word("merge_target").map(Wanted::Merge),
        _ => super::decision_of(&mut fields, posted).map(Wanted::Decide),
    };
    fields.finish(|| wanted).map(|wanted| (chosen, wanted))
}

/// The act to undo.
///
/// # Errors
/// `form.choice`.
pub fn undo(posted: &Posted) -> Result<Uuid, Violations> {
    let mut fields = Fields::new(posted);
    let undo = fields.word("undo");
    fields.finish(|| undo)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issues::actions::triage::Decision;

    const A: &str = "01938f5e-0000-7000-8000-00000000000a";
    const B: &str = "01938f5e-0000-7000-8000-00000000000b";

    #[test]
    fn ticks_go_before_the_open_issue() {
        let (a, b) = (format!("{A}.3"), format!("{B}.1"));
        let chosen = |fields: &[(&str, &str)]| act(&Posted::of(fields)).unwrap().0;
        assert_eq!(chosen(&[("open", &a), ("act", "accept")]), [(A.parse().unwrap(), 3)]);
        assert_eq!(chosen(&[("open", &a), ("pick", &b), ("act", "accept")]), [(B.parse().unwrap(), 1)]);
        for bad in ["", "x", "x.1", A, &format!("{A}.")] {
            let refused = act(&Posted::of(&[("open", bad), ("act", "accept")])).unwrap_err();
            assert_eq!(refused.0[0].code, "triage.none-chosen", "{bad}");
        }
    }

    #[test]
    fn each_act_asks_for_what_it_needs() {
        let a = format!("{A}.3");
        let code = |fields: &[(&str, &str)]| {
            let fields: Vec<_> = fields.iter().copied().chain([("open", a.as_str())]).collect();
            act(&Posted::of(&fields)).map(|(_, wanted)| wanted).map_err(|refused| refused.0[0].field)
        };
        assert_eq!(code(&[("act", "accept")]), Ok(Wanted::Decide(Decision::Accept)));
        assert_eq!(code(&[("act", "return")]), Err(Some("reason")));
        assert_eq!(code(&[("act", "field"), ("issue_field", "land")]), Ok(Wanted::Field("land".into())));
        assert_eq!(code(&[("act", "field"), ("issue_field", "")]), Err(Some("issue_field")));
        assert_eq!(code(&[("act", "merge")]), Err(Some("merge_target")));
        assert_eq!(code(&[("act", "assign"), ("lead_agency", B)]), Err(Some("answer_due")));
        assert!(code(&[("act", "burn")]).is_err());
    }
}
