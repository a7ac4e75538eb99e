//! The notice to who raised something that it was received and what becomes of it. Pure.
//!
//! Regulation 11-QĐi/TW of 2019 wants it in writing within ten working days of the reception.

use chrono::{DateTime, NaiveDate, Utc};

use super::issue::Issue;
use super::words::{Channel, StateWord};
use crate::alphabet;
use crate::kernel::clock::local_date;
use crate::kernel::{Event, Refusal, Violations};
use crate::law::DeadlineRule;

/// The term where no rule set of the unit states one.
pub const HABIT: DeadlineRule = DeadlineRule::working(10);

alphabet! {
    /// How a notice went.
    pub enum NoticeWay {
        Post = "post",
        Personally = "personally",
        /// Through the organisation that handed it in.
        Organisation = "organisation",
        Mail = "mail",
    }
}

/// States in which a notice is owed: what was answered was told with the answer, what was returned is not taken up yet.
pub const OWING: [StateWord; 9] = [
    StateWord::Submitted,
    StateWord::Accepted,
    StateWord::Selected,
    StateWord::WrittenOnly,
    StateWord::Refused,
    StateWord::Diverted,
    StateWord::Merged,
    StateWord::Split,
    StateWord::Forwarded,
];

/// Whether who raised it has to be told. Questions from the floor are answered before all, and who raised a split opinion is told of
/// the whole of it once.
#[must_use]
pub fn is_owed(issue: &Issue) -> bool {
    let is_part = issue.links.split_from.is_some();
    let handed_in = issue.submitter.is_some() && issue.content.channel != Channel::Floor && !issue.is_private() && !is_part;
    handed_in && OWING.contains(&issue.state.word())
}

/// Records that the notice went on `sent_on`.
///
/// # Errors
/// `notice.not-owed`; on `sent_on`: `notice.ahead`, `notice.before-reception`.
pub fn sent(issue: &Issue, sent_on: NaiveDate, way: NoticeWay, now: DateTime<Utc>) -> Result<Event, Violations> {
    if !is_owed(issue) {
        return Err(Refusal::new("notice.not-owed").into());
    }
    if sent_on > local_date(now) {
        return Err(Refusal::on("sent_on", "notice.ahead").into());
    }
    if issue.submitted_at.is_some_and(|received| sent_on < local_date(received)) {
        return Err(Refusal::on("sent_on", "notice.before-reception").arg("receipt", &issue.receipt_code).into());
    }
    Ok(issue.event("issue.notice-sent").facts(serde_json::json!({ "after": { "sent_on": sent_on, "way": way } })))
}
