//! What the browser sends about sessions, read into the types of `actions`.

pub mod absences;
pub mod attendance;
pub mod busy;
pub mod free_times;
pub mod occasions;
pub mod plans;
pub mod series;
pub mod templates;

use crate::dialogues::actions::clashes::Times;
use crate::dialogues::actions::sessions::Details;
use crate::dialogues::rules::SessionKind;
use crate::kernel::clock::instant;
use crate::kernel::{Refusal, Violations};
use crate::law::parameters::Trigger;
use crate::web::{Fields, Posted};

/// The form of a session: `on`, `starts`, `ends`, and the descriptive fields.
///
/// # Errors
/// Every fault with its field.
pub fn details(posted: &Posted) -> Result<Details, Violations> {
    let mut fields = Fields::new(posted);
    let kind = fields.word::<SessionKind>("kind");
    let form = fields.word("form");
    let title = fields.line("title", 200);
    let counterpart = fields.line("counterpart", 200);
    let (on, starts, ends) = (fields.date("on"), fields.time("starts"), fields.time("ends"));
    let place = fields.optional_line("place", 300);
    let attend_how = fields.optional_text("attend_how", 2_000);
    let reason = fields.optional_text("reason", 2_000);
    let triggers = fields.words::<Trigger>("triggers");
    if kind == Some(SessionKind::AdHoc) {
        if triggers.as_ref().is_some_and(Vec::is_empty) {
            fields.refuse(Refusal::on("triggers", "session.trigger-missing"));
        }
        if reason.as_ref().is_some_and(String::is_empty) {
            fields.refuse(Refusal::on("reason", "form.required"));
        }
    }
    fields.finish(|| {
        Some(Details {
            kind: kind?,
            form: form?,
            triggers: triggers?.iter().map(ToString::to_string).collect(),
            reason: reason?,
            title: title?,
            counterpart: counterpart?,
            place: place?,
            attend_how: attend_how?,
            starts_at: instant(on?.and_time(starts?)),
            ends_at: instant(on?.and_time(ends?)),
        })
    })
}

/// A move: new day, times, place and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub version: i32,
    pub times: (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>),
    pub place: String,
    pub reason: String,
}

/// The form that moves a session.
///
/// # Errors
/// Every fault with its field.
pub fn move_to(posted: &Posted) -> Result<Move, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    let (on, starts, ends) = (fields.date("on"), fields.time("starts"), fields.time("ends"));
    let (place, reason) = (fields.line("place", 300), fields.line("reason", 500));
    fields.finish(|| {
        let times = (instant(on?.and_time(starts?)), instant(on?.and_time(ends?)));
        Some(Move { version: version?, times, place: place?, reason: reason? })
    })
}

/// A day, hours and a place for a session whose other words are known.
///
/// # Errors
/// Every fault with its field.
pub fn times_and_place(posted: &Posted) -> Result<(Times, String), Violations> {
    let mut fields = Fields::new(posted);
    let (on, starts, ends) = (fields.date("on"), fields.time("starts"), fields.time("ends"));
    let place = fields.optional_line("place", 300);
    fields.finish(|| Some(((instant(on?.and_time(starts?)), instant(on?.and_time(ends?))), place?)))
}

/// One line of reason.
///
/// # Errors
/// Every fault with its field.
pub fn only_reason(posted: &Posted) -> Result<String, Violations> {
    let mut fields = Fields::new(posted);
    let reason = fields.line("reason", 500);
    fields.finish(|| reason)
}

/// The version of the session and one line of reason: cancelling.
///
/// # Errors
/// Every fault with its field.
pub fn reason(posted: &Posted) -> Result<(i32, String), Violations> {
    let mut fields = Fields::new(posted);
    let (version, reason) = (fields.version(), fields.line("reason", 500));
    fields.finish(|| Some((version?, reason?)))
}

/// Only the version: acts that need no words.
///
/// # Errors
/// A missing or malformed version.
pub fn version(posted: &Posted) -> Result<i32, Violations> {
    let mut fields = Fields::new(posted);
    let version = fields.version();
    fields.finish(|| version)
}
