//! What the browser sends about conclusions and commitments, read into the types of `actions`.

use chrono::NaiveDate;

use crate::followups::actions::conclusions::TaskWords;
use crate::followups::rules::pause::Cause;
use crate::followups::rules::{Outcome, Publication};
use crate::kernel::{BodyId, Violations};
use crate::law::parameters::Channel;
use crate::web::{Fields, Posted};

/// Longest text of a step, in characters.
const WORDS: usize = 4_000;

/// Only the version: acts that need no words.
///
/// # Errors
/// A missing or malformed version.
pub fn version(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    fields.finish(|| version)
}

/// The draft itself: version, issuing body, number, assessment. Number and assessment may wait until the signature.
///
/// # Errors
/// Every fault with its field.
pub fn conclusion(posted: &Posted) -> Result<(i32, BodyId, String, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, body) = (fields.version(), fields.word::<BodyId>("body"));
    let (number, general) = (fields.optional_line("number", 20), fields.optional_text("general", 20_000));
    fields.finish(|| Some((version?, body?, number?, general?)))
}

/// One task of the draft. Agency and last day may wait until the signature.
///
/// # Errors
/// Every fault with its field.
pub fn task(posted: &Posted) -> Result<(i32, TaskWords), Violations> {
    let mut fields = Fields::new(posted);
    let (version, wording) = (fields.version(), fields.text("wording", WORDS));
    let (lead, supports) = (fields.optional_word::<BodyId>("lead"), fields.words::<BodyId>("supports"));
    let (due_on, roll) = (fields.optional_date("due_on"), fields.ticked("roll"));
    fields.finish(|| Some((version?, TaskWords { wording: wording?, lead: lead?, supports: supports?, due_on: due_on?, roll })))
}

/// The proof of a publication in `channel`.
///
/// # Errors
/// Every fault with its field.
pub fn publication(posted: &Posted, channel: Channel) -> Result<(i32, Publication), Violations> {
    let mut fields = Fields::new(posted);
    let (version, done_on, proof) = (fields.version(), fields.date("done_on"), fields.text("proof", 1_000));
    fields.finish(|| Some((version?, Publication { channel, done_on: done_on?, proof: proof? })))
}

/// What the agency says in one of its acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgencyInput {
    Contest { theirs: Option<BodyId>, reason: String },
    Progress { percent: Option<i32>, text: String },
    Report { outcome: Outcome, done_on: NaiveDate, evidence: String },
    Answer { on: NaiveDate, paper: String },
    Extend { to_on: NaiveDate, reason: String },
}

/// The lead names whose it is.
///
/// # Errors
/// Every fault with its field.
pub fn contest(posted: &Posted) -> Result<(i32, AgencyInput), Violations> {
    let mut fields = Fields::new(posted);
    let (version, theirs) = (fields.version(), fields.optional_word::<BodyId>("theirs"));
    let words = fields.text("words", WORDS);
    fields.finish(|| Some((version?, AgencyInput::Contest { theirs: theirs?, reason: words? })))
}

/// How far the work is.
///
/// # Errors
/// Every fault with its field.
pub fn progress(posted: &Posted) -> Result<(i32, AgencyInput), Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let percent = if posted.get("percent").is_none_or(|raw| raw.trim().is_empty()) {
        Some(None)
    } else {
        fields.integer("percent", 0..=100).map(Some)
    };
    let words = fields.text("words", WORDS);
    fields.finish(|| Some((version?, AgencyInput::Progress { percent: percent?, text: words? })))
}

/// The end of the work.
///
/// # Errors
/// Every fault with its field.
pub fn report(posted: &Posted) -> Result<(i32, AgencyInput), Violations> {
    let mut fields = Fields::new(posted);
    let (version, outcome) = (fields.version(), fields.word::<Outcome>("finished_as"));
    let (done_on, words) = (fields.date("done_on"), fields.text("words", WORDS));
    fields.finish(|| Some((version?, AgencyInput::Report { outcome: outcome?, done_on: done_on?, evidence: words? })))
}

/// The paper that answered the people.
///
/// # Errors
/// Every fault with its field.
pub fn answer(posted: &Posted) -> Result<(i32, AgencyInput), Violations> {
    let mut fields = Fields::new(posted);
    let (version, on, paper) = (fields.version(), fields.date("answered_on"), fields.line("answer_paper", 300));
    fields.finish(|| Some((version?, AgencyInput::Answer { on: on?, paper: paper? })))
}

/// A request for more time.
///
/// # Errors
/// Every fault with its field.
pub fn extend(posted: &Posted) -> Result<(i32, AgencyInput), Violations> {
    let mut fields = Fields::new(posted);
    let (version, to_on, words) = (fields.version(), fields.date("more_until"), fields.text("words", WORDS));
    fields.finish(|| Some((version?, AgencyInput::Extend { to_on: to_on?, reason: words? })))
}

/// Words that must be said: what was seen, why it goes back.
///
/// # Errors
/// Every fault with its field.
pub fn words(posted: &Posted) -> Result<(i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, words) = (fields.version(), fields.text("words", WORDS));
    fields.finish(|| Some((version?, words?)))
}

/// Words that may be left out.
///
/// # Errors
/// Every fault with its field.
pub fn optional_words(posted: &Posted) -> Result<(i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, words) = (fields.version(), fields.optional_text("words", WORDS));
    fields.finish(|| Some((version?, words?)))
}

/// More time granted: the paper that allows it, and words that may be left out.
///
/// # Errors
/// Every fault with its field.
pub fn grant(posted: &Posted) -> Result<(i32, String, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, paper) = (fields.version(), fields.line("paper", 300));
    let words = fields.optional_text("words", WORDS);
    fields.finish(|| Some((version?, paper?, words?)))
}

/// Why and for whom the clock is stopped.
///
/// # Errors
/// Every fault with its field.
pub fn stop(posted: &Posted) -> Result<(i32, Cause), Violations> {
    let mut fields = Fields::new(posted);
    let (version, waiting_for) = (fields.version(), fields.word::<BodyId>("waiting_for"));
    let (paper, paper_on) = (fields.line("paper", 300), fields.date("paper_on"));
    let reason = fields.text("words", WORDS);
    fields.finish(|| Some((version?, Cause { waiting_for: waiting_for?, reason: reason?, paper: paper?, paper_on: paper_on? })))
}

/// The new lead of a contested commitment.
///
/// # Errors
/// Every fault with its field.
pub fn reassign(posted: &Posted) -> Result<(i32, BodyId, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, lead) = (fields.version(), fields.word::<BodyId>("lead"));
    let words = fields.optional_text("words", WORDS);
    fields.finish(|| Some((version?, lead?, words?)))
}

crate::alphabet! {
    /// What whoever handed the issue in says.
    pub enum Verdict {
        Done = "done",
        NotDone = "not-done",
    }
}

/// Whether it is done, in the eyes of whoever handed the issue in; who says no says why.
///
/// # Errors
/// Every fault with its field.
pub fn judgement(posted: &Posted) -> Result<(i32, bool, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, verdict) = (fields.version(), fields.word::<Verdict>("verdict"));
    let words =
        if verdict == Some(Verdict::NotDone) { fields.text("words", WORDS) } else { fields.optional_text("words", WORDS) };
    fields.finish(|| Some((version?, verdict? == Verdict::Done, words?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_no_says_why() {
        let no = Posted::of(&[("version", "3"), ("verdict", "not-done"), ("words", " ")]);
        assert_eq!(judgement(&no).unwrap_err().0[0].field, Some("words"));
        let yes = Posted::of(&[("version", "3"), ("verdict", "done")]);
        assert_eq!(judgement(&yes), Ok((3, true, String::new())));
    }

    #[test]
    fn a_draft_task_may_lack_agency_and_day_but_not_its_wording() {
        let typed = [("version", "1"), ("wording", "Lắp đèn đường"), ("lead", ""), ("due_on", ""), ("roll", "1")];
        let (_, words) = task(&Posted::of(&typed)).unwrap();
        assert_eq!((words.lead, words.due_on, words.roll), (None, None, true));
        let empty = task(&Posted::of(&[("version", "1"), ("due_on", "31/2/2025")])).unwrap_err();
        let fields: Vec<_> = empty.0.iter().map(|refusal| (refusal.field, refusal.code)).collect();
        assert_eq!(fields, [(Some("wording"), "form.required"), (Some("due_on"), "form.date")]);
    }

    #[test]
    fn progress_knows_no_hundred_and_first_per_cent() {
        let typed = |percent: &str| progress(&Posted::of(&[("version", "1"), ("percent", percent), ("words", "Đã khảo sát")]));
        assert!(typed("101").is_err());
        assert!(matches!(typed(" ").unwrap().1, AgencyInput::Progress { percent: None, .. }));
        assert!(matches!(typed("100").unwrap().1, AgencyInput::Progress { percent: Some(100), .. }));
    }
}
