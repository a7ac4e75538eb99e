//! What who approves inside an organisation sends.

use chrono::{DateTime, Utc};

use super::{MOST_REASON, act};
use crate::issues::actions::approval::{Chosen, Which};
use crate::kernel::{IssueId, Refusal, Violations};
use crate::web::{Fields, Posted};

/// Which issues of a pile, and the remark with which they go back; none where they are approved.
///
/// # Errors
/// Every fault with its field; `approval.none-chosen`, `form.choice` without a button.
pub fn many(posted: &Posted) -> Result<(Chosen, Option<String>), Violations> {
    let mut fields = Fields::new(posted);
    let (session, body) = (fields.word("session"), fields.word("body"));
    let seen = posted.get("seen").and_then(|seen| DateTime::parse_from_rfc3339(seen).ok()).map(|seen| seen.with_timezone(&Utc));
    let which = match act(posted) {
        "approve-all" => fields.integer("count", 1..=i32::MAX).and_then(|count| u64::try_from(count).ok()).map(Which::All),
        "approve" | "return" => {
            let ids: Option<Vec<IssueId>> = fields.words("issues");
            if ids.as_ref().is_some_and(Vec::is_empty) {
                fields.refuse(Refusal::on("issues", "approval.none-chosen"));
            }
            ids.map(Which::These)
        }
        _ => {
            fields.refuse(Refusal::new("form.choice"));
            None
        }
    };
    let remark = match act(posted) {
        "return" => fields.text("approval_remark", MOST_REASON).map(Some),
        _ => Some(None),
    };
    if seen.is_none() {
        fields.refuse(Refusal::on("issues", "approval.list-changed"));
    }
    fields.finish(|| Some((Chosen { session: session?, body: body?, which: which?, seen: seen? }, remark?)))
}

/// The remark with which one issue goes back, and its version.
///
/// # Errors
/// Every fault with its field.
pub fn remark(posted: &Posted) -> Result<(i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, remark) = (fields.version(), fields.text("approval_remark", MOST_REASON));
    fields.finish(|| Some((version?, remark?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01890000-0000-7000-8000-000000000000";

    fn read(fields: &[(&str, &str)]) -> Result<(Chosen, Option<String>), Violations> {
        let place = [("session", ID), ("body", ID), ("seen", "2025-03-03T01:00:00+00:00")];
        many(&Posted::of(&[&place, fields].concat()))
    }

    fn codes(fields: &[(&str, &str)]) -> Vec<&'static str> {
        read(fields).unwrap_err().0.iter().map(|refusal| refusal.code).collect()
    }

    #[test]
    fn ticked_ones_or_the_whole_pile_are_approved_and_only_a_remark_gives_back() {
        let (chosen, remark) = read(&[("act", "approve"), ("issues", ID), ("issues", ID)]).unwrap();
        assert_eq!((chosen.which, remark), (Which::These(vec![ID.parse().unwrap()]), None));
        assert_eq!(read(&[("act", "approve-all"), ("count", "12")]).unwrap().0.which, Which::All(12));
        assert_eq!(codes(&[("act", "approve")]), ["approval.none-chosen"]);
        assert_eq!(codes(&[("act", "return"), ("issues", ID)]), ["form.required"]);
        let back = read(&[("act", "return"), ("issues", ID), ("approval_remark", "Thiếu địa điểm")]).unwrap();
        assert_eq!(back.1.as_deref(), Some("Thiếu địa điểm"));
        assert_eq!(codes(&[]), ["form.choice"]);
    }
}
