//! What the browser sends about issues, read into the types of `actions`. Field names are those of the catalogue.

pub mod answers;
pub mod approval;
pub mod desk;
pub mod fields;
pub mod links;
pub mod moving;

use chrono::NaiveDate;

use crate::issues::actions::assigning::Assigning;
use crate::issues::actions::calls::CallInput;
use crate::issues::actions::hand_in::{HandIn, Note, ROWS, Row};
use crate::issues::actions::notices::NoticeInput;
use crate::issues::actions::triage::{Classification, Decision};
use crate::issues::rules::sheet::{MOST_PEOPLE, MOST_WORDING};
use crate::issues::rules::{Channel, Content, Ground, Identity, IntakeKind};
use crate::kernel::{Refusal, Violations, text};
use crate::web::{Fields, Posted};

/// Longest answer, in characters.
const MOST_ANSWER: usize = 20_000;
/// Longest reason, in characters.
const MOST_REASON: usize = 1_000;

/// The version of the row that a form or button was made from.
///
/// # Errors
/// A missing or malformed version.
pub fn version(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    fields.finish(|| version)
}

/// The button pressed.
#[must_use]
pub fn act(posted: &Posted) -> &str {
    posted.get("act").unwrap_or("")
}

/// The call of a session.
///
/// # Errors
/// Every fault with its field.
pub fn call(posted: &Posted) -> Result<CallInput, Violations> {
    let mut fields = Fields::new(posted);
    let (opens_on, closes_on) = (fields.date("opens_on"), fields.date("closes_on"));
    let guidance = fields.optional_text("guidance", 4_000);
    let addressees = fields.words("addressees");
    fields.finish(|| Some(CallInput { opens_on: opens_on?, closes_on: closes_on?, guidance: guidance?, addressees: addressees? }))
}

/// An issue as an organisation types it. A denunciation is refused before anything of it is kept.
///
/// # Errors
/// Every fault with its field; `issue.denunciation-not-stored`.
pub fn hand_in(posted: &Posted) -> Result<HandIn, Violations> {
    let mut fields = Fields::new(posted);
    let kind = fields.word::<IntakeKind>("issue_kind");
    if kind == Some(IntakeKind::Denunciation) {
        return Err(Refusal::on("issue_kind", "issue.denunciation-not-stored").into());
    }
    let wording = fields.text("issue_wording", MOST_WORDING);
    let people = fields.integer("people", 1..=MOST_PEOPLE);
    let village = fields.optional_line("village", 200);
    let field = fields.optional_line("issue_field", 60);
    let channel = fields.word::<Channel>("channel");
    if channel == Some(Channel::Floor) {
        fields.refuse(Refusal::on("channel", "form.choice"));
    }
    let name = fields.optional_line("petitioner_name", 100);
    let address = fields.optional_line("petitioner_address", 300);
    let contact = fields.optional_line("petitioner_contact", 100);
    let confirmed = fields.ticked("confirmed");
    let submit = act(posted) == "submit";
    fields.finish(|| {
        let content = Content {
            kind: kind?.stored()?,
            channel: channel?,
            people: people?,
            village: village?,
            field: field.filter(|code| !code.is_empty()),
            wording: wording?,
        };
        let identity = Identity { full_name: name?, address: address?, contact: contact? };
        Some(HandIn { content, identity, confirmed, submit })
    })
}

/// All contents that one form brings: they share who raised them, how many and where, and each has its own wording and field.
///
/// # Errors
/// Those of [`hand_in`].
pub fn hand_in_all(posted: &Posted) -> Result<Vec<(Row, HandIn)>, Violations> {
    let first = hand_in(posted);
    let mut fields = Fields::new(posted);
    let mut more = Vec::new();
    for row in &ROWS[1..] {
        if posted.get(row.wording).is_some_and(|typed| !typed.trim().is_empty()) {
            let typed = fields.text(row.wording, MOST_WORDING).zip(fields.optional_line(row.field, 60));
            more.push(typed.map(|typed| (*row, typed)));
        }
    }
    let more = fields.finish(|| more.into_iter().collect::<Option<Vec<_>>>());
    match (first, more) {
        (Ok(first), Ok(more)) => {
            let other = |(row, (wording, field)): (Row, (String, String))| {
                let field = Some(field).filter(|code| !code.is_empty());
                (row, HandIn { content: Content { wording, field, ..first.content.clone() }, ..first.clone() })
            };
            let others: Vec<_> = more.into_iter().map(other).collect();
            Ok(std::iter::once((ROWS[0], first)).chain(others).collect())
        }
        (Err(mut first), more) => {
            first.0.extend(more.err().map(|more| more.0).unwrap_or_default());
            Err(first)
        }
        (_, Err(more)) => Err(more),
    }
}

/// Number and date of a denunciation that was turned away. The number is letters, digits and `/ - .` only, so that no
/// word of the matter can slip in.
///
/// # Errors
/// Every fault with its field; `denunciation.number-form`.
pub fn denunciation(posted: &Posted, today: NaiveDate) -> Result<Note, Violations> {
    let mut fields = Fields::new(posted);
    let number = fields.line("note_number", 20);
    let noted_on = fields.date("noted_on");
    let plain = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, '/' | '-' | '.' | 'Đ');
    if number.as_ref().is_some_and(|number| !number.chars().all(plain) || !number.chars().any(|c| c.is_ascii_digit())) {
        fields.refuse(Refusal::on("note_number", "denunciation.number-form"));
    }
    if noted_on.is_some_and(|on| on > today) {
        fields.refuse(Refusal::on("noted_on", "denunciation.date-ahead"));
    }
    fields.finish(|| Some(Note { number: number?, noted_on: noted_on? }))
}

/// A decision of the office with the words that it needs.
///
/// # Errors
/// Every fault with its field.
pub fn decision(posted: &Posted) -> Result<(i32, Decision), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let decision = decision_of(&mut fields, posted);
    fields.finish(|| Some((version?, decision?)))
}

/// The decision that a button stands for; what it lacks is refused at its field.
fn decision_of(fields: &mut Fields, posted: &Posted) -> Option<Decision> {
    match act(posted) {
        "accept" => Some(Decision::Accept),
        "select" => Some(Decision::Select),
        "written" => Some(Decision::AnswerInWriting),
        "return" => fields.text("reason", MOST_REASON).map(|reason| Decision::SendBack { reason }),
        "refuse" => {
            let (ground, reason) = (fields.word::<Ground>("ground"), fields.text("reason", MOST_REASON));
            ground.zip(reason).map(|(ground, reason)| Decision::Refuse { ground, reason })
        }
        "divert" => fields.optional_text("reason", MOST_REASON).map(|reason| Decision::Divert { reason }),
        _ => None,
    }
}

/// Field, competence, group and public wording.
///
/// # Errors
/// Every fault with its field.
pub fn classification(posted: &Posted) -> Result<(i32, Classification), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let field = fields.optional_line("issue_field", 60);
    let competence = fields.optional_word("competence");
    let group = fields.word("counterpart_group");
    let public_wording = fields.optional_text("public_wording", MOST_WORDING);
    let confirmed = fields.ticked("public_confirmed");
    fields.finish(|| {
        let field = field.filter(|code| !code.is_empty());
        let (competence, group) = (competence?, Some(group?));
        Some((version?, Classification { field, competence, group, public_wording: public_wording?, confirmed }))
    })
}

/// Who answers, and by when.
///
/// # Errors
/// Every fault with its field.
pub fn assigning(posted: &Posted) -> Result<(i32, Assigning), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let lead = fields.word("lead_agency");
    let supports = fields.words("support_agencies");
    let due_on = fields.date("answer_due");
    let note = fields.optional_text("assignment_note", MOST_REASON);
    fields.finish(|| Some((version?, Assigning { lead: lead?, supports: supports?, due_on: due_on?, note: note? })))
}

/// Which notices were sent, when and how.
///
/// # Errors
/// Every fault with its field; `notice.none-chosen`.
pub fn notices(posted: &Posted) -> Result<(Vec<crate::kernel::IssueId>, NoticeInput), Violations> {
    let mut fields = Fields::new(posted);
    let ids: Option<Vec<crate::kernel::IssueId>> = fields.words("notices");
    if ids.as_ref().is_some_and(Vec::is_empty) {
        fields.refuse(Refusal::on("notices", "notice.none-chosen"));
    }
    let (sent_on, way) = (fields.date("sent_on"), fields.word("notice_way"));
    fields.finish(|| Some((ids?, NoticeInput { sent_on: sent_on?, way: way? })))
}

/// The issue that another one is merged into.
///
/// # Errors
/// Every fault with its field; `form.required` without a target (b084).
pub fn merging(posted: &Posted) -> Result<(i32, crate::kernel::IssueId), Violations> {
    let mut fields = Fields::new(posted);
    let (version, target) = (fields.version(), fields.word("merge_target"));
    fields.finish(|| Some((version?, target?)))
}

/// An agency's answer: body, version of the answer (0 for a new one), text.
///
/// # Errors
/// Every fault with its field.
pub fn answer(posted: &Posted) -> Result<(crate::kernel::BodyId, i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (body, version) = (fields.word("body"), fields.version());
    let text = fields.optional_text("prepared_text", MOST_ANSWER);
    fields.finish(|| Some((body?, version?, text?)))
}

/// Why an answer goes back.
///
/// # Errors
/// Every fault with its field.
pub fn answer_note(posted: &Posted) -> Result<(i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, note) = (fields.version(), fields.text("answer_note", MOST_REASON));
    fields.finish(|| Some((version?, note?)))
}

/// A receipt code as people type it: small letters, blanks and hyphens do no harm.
#[must_use]
pub fn receipt(typed: &str) -> String {
    text::clean_line(typed).to_uppercase().chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_denunciation_is_read() {
        let posted = Posted::of(&[("issue_kind", "denunciation"), ("issue_wording", "ông A nhận tiền")]);
        let refused = hand_in(&posted).unwrap_err();
        assert_eq!(refused.0.iter().map(|r| r.code).collect::<Vec<_>>(), ["issue.denunciation-not-stored"]);
    }

    #[test]
    fn one_form_brings_several_contents_that_share_who_raised_them() {
        let shared = [
            ("issue_kind", "proposal"),
            ("issue_wording", "Đèn hỏng"),
            ("people", "12"),
            ("village", "Tổ 3"),
            ("channel", "phone"),
            ("petitioner_name", "Lò Văn Mẫu"),
            ("act", "submit"),
        ];
        let read = |more: &[(&str, &str)]| hand_in_all(&Posted::of(&[&shared, more].concat()));
        let inputs =
            read(&[("issue_wording_2", " "), ("issue_wording_4", "Cống tắc"), ("issue_field_4", "environment")]).unwrap();
        let told: Vec<_> =
            inputs.iter().map(|(row, one)| (row.wording, &*one.content.wording, one.content.field.as_deref())).collect();
        let expected = [("issue_wording", "Đèn hỏng", None), ("issue_wording_4", "Cống tắc", Some("environment"))];
        assert_eq!(told, expected);
        for (_, input) in &inputs {
            assert_eq!((input.content.people, &*input.content.village, input.content.channel), (12, "Tổ 3", Channel::Phone));
            assert!(input.submit && input.identity.full_name == "Lò Văn Mẫu");
        }
        let long = "x".repeat(MOST_WORDING + 1);
        let refused = hand_in_all(&Posted::of(&[("issue_kind", "proposal"), ("issue_wording_3", &long)])).unwrap_err();
        let faults: Vec<_> = refused.0.iter().filter_map(|refusal| refusal.field).collect();
        assert_eq!(faults, ["issue_wording", "people", "channel", "issue_wording_3"]);
    }

    #[test]
    fn the_number_of_a_denunciation_cannot_hold_words() {
        let today = NaiveDate::from_ymd_opt(2025, 8, 28).unwrap();
        let read = |number| denunciation(&Posted::of(&[("note_number", number), ("noted_on", "27/8/2025")]), today);
        assert_eq!(read("12/2025-ĐTC").unwrap().number, "12/2025-ĐTC");
        assert_eq!(read("12 ông Tư").unwrap_err().0[0].code, "denunciation.number-form");
        assert_eq!(read("ABC").unwrap_err().0[0].code, "denunciation.number-form");
        let ahead = Posted::of(&[("note_number", "1"), ("noted_on", "29/8/2025")]);
        assert_eq!(denunciation(&ahead, today).unwrap_err().0[0].code, "denunciation.date-ahead");
    }

    #[test]
    fn refusing_needs_a_ground_and_a_reason() {
        let posted = Posted::of(&[("version", "1"), ("act", "refuse")]);
        let fields: Vec<_> = decision(&posted).unwrap_err().0.iter().map(|r| r.field).collect();
        assert_eq!(fields, [Some("ground"), Some("reason")]);
    }

    #[test]
    fn receipts_are_read_as_people_type_them() {
        assert_eq!(receipt(" ab3d-efgh 7k "), "AB3DEFGH7K");
    }
}
