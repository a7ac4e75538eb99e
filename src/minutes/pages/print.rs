//! The minutes as a paper: State form 1.9 (Decree 30/2020/ND-CP, Annex III), always in Vietnamese.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Timelike, Utc};
use serde::Serialize;

use crate::app::App;
use crate::dialogues::find;
use crate::error::AppError;
use crate::i18n::{self, Locale};
use crate::kernel::clock::local;
use crate::kernel::{Action, SessionId};
use crate::minutes::rules::record::{Attendant, RecordedItem, paper_date, paper_number};
use crate::minutes::rules::{ItemKind, Minutes, MinutesState, Outcome, Record, Signer};
use crate::minutes::store::{minutes, record};
use crate::web::{PageResult, Path, View, Visit};

/// Somebody of the attendance list as printed.
#[derive(Debug, Serialize)]
pub struct Person {
    pub name: String,
    pub title: String,
    /// Reason of an absence, or who came instead.
    pub note: String,
}

/// An answer as printed.
#[derive(Debug, Serialize)]
pub struct Answered {
    pub who: String,
    pub text: String,
}

/// A promise as printed.
#[derive(Debug, Serialize)]
pub struct Promised {
    pub wording: String,
    pub body: String,
    pub due_on: Option<NaiveDate>,
}

/// One line of the course as printed.
#[derive(Debug, Serialize)]
pub struct Entry {
    pub number: usize,
    pub name: String,
    pub asked: String,
    pub question: String,
    pub answers: Vec<Answered>,
    pub outcome: Option<String>,
    pub note: String,
    pub promises: Vec<Promised>,
}

/// A signature as printed.
#[derive(Debug, Serialize)]
pub struct Hand {
    pub name: String,
    pub signed_at: Option<DateTime<Utc>>,
}

/// The paper's view.
#[derive(Debug, Serialize)]
pub struct Paper {
    pub id: String,
    pub issuer: Vec<String>,
    pub number: String,
    pub symbol: String,
    pub place_name: String,
    pub day: String,
    pub month: String,
    pub year: i32,
    pub title: String,
    pub began: Moment,
    pub ended: Option<Moment>,
    pub place: String,
    pub counterpart: String,
    pub citizens: i32,
    pub chairs: Vec<Person>,
    pub clerks: Vec<Person>,
    pub present: Vec<Person>,
    pub absent: Vec<Person>,
    pub before: Vec<Entry>,
    pub questions: Vec<Entry>,
    pub after: Vec<Entry>,
    pub general: String,
    pub chair: Hand,
    pub clerk: Hand,
    pub digest: Option<String>,
    pub is_draft: bool,
}

/// An instant in the words of a paper: "8 giờ 05 phút, ngày 28 tháng 8 năm 2025".
#[derive(Debug, Serialize)]
pub struct Moment {
    pub hour: String,
    pub minute: String,
    pub day: String,
    pub month: String,
    pub year: i32,
}

impl Moment {
    fn of(at: DateTime<Utc>) -> Self {
        let wall = local(at);
        let (day, month, year) = paper_date(wall.date());
        Self { hour: wall.hour().to_string(), minute: format!("{:02}", wall.minute()), day, month, year }
    }
}

impl Paper {
    pub(super) fn of(id: SessionId, record: &Record, minutes: &Minutes) -> Self {
        let dated = record.ended_at.unwrap_or(record.began_at);
        let (day, month, year) = paper_date(local(dated).date());
        let present = |one: &&Attendant| matches!(one.status.as_str(), "present" | "replaced");
        let away = |one: &&Attendant| matches!(one.status.as_str(), "absent" | "excused");
        let others = || record.attendance.iter().filter(|one| !matches!(one.part.as_str(), "chair" | "co_chair" | "clerk"));
        let of_parts = |parts: &[&str]| {
            record.attendance.iter().filter(|one| parts.contains(&one.part.as_str()) && !away(one)).map(person).collect()
        };
        let entries = |of: &dyn Fn(ItemKind) -> bool| -> Vec<Entry> {
            record.items.iter().filter(|item| of(item.kind)).enumerate().map(|(at, item)| entry(at + 1, item)).collect()
        };
        let hand = |signer: Signer, part: &str| {
            let signature = minutes.state.signature(signer);
            let listed = record.of_part(part).next().map(|one| one.name.clone()).unwrap_or_default();
            Hand { name: signature.map_or(listed, |one| one.by.clone()), signed_at: signature.map(|one| one.at) }
        };
        Self {
            id: id.to_string(),
            issuer: record.issuer.clone(),
            number: record.number.map(paper_number).unwrap_or_default(),
            symbol: record.symbol.clone(),
            place_name: record.place_name.clone(),
            day,
            month,
            year,
            title: record.title.clone(),
            began: Moment::of(record.began_at),
            ended: record.ended_at.map(Moment::of),
            place: record.place.clone(),
            counterpart: record.counterpart.clone(),
            citizens: record.citizens,
            chairs: of_parts(&["chair", "co_chair"]),
            clerks: of_parts(&["clerk"]),
            present: others().filter(present).map(person).collect(),
            absent: record.attendance.iter().filter(away).map(person).collect(),
            before: entries(&|kind| !kind.needs_outcome() && kind != ItemKind::Conclusion),
            questions: entries(&|kind| kind.needs_outcome()),
            after: entries(&|kind| kind == ItemKind::Conclusion),
            general: record.general.clone(),
            chair: hand(Signer::Chair, "chair"),
            clerk: hand(Signer::Clerk, "clerk"),
            digest: match &minutes.state {
                MinutesState::Locked { digest, .. } => Some(digest.clone()),
                _ => None,
            },
            is_draft: !matches!(minutes.state, MinutesState::Locked { .. }),
        }
    }
}

fn person(one: &Attendant) -> Person {
    let note = if one.status == "replaced" {
        i18n::text(Locale::Vi, "minutes-paper-replaced-by", &[("name", one.replaced_by.clone())])
    } else {
        one.note.clone()
    };
    Person { name: one.name.clone(), title: one.title.clone(), note }
}

fn entry(number: usize, item: &RecordedItem) -> Entry {
    let both = |one: &str, other: &str| [one, other].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let kind = || i18n::text(Locale::Vi, &format!("agenda-kind-{}", item.kind), &[]);
    let asked = both(&item.asked_by, &item.asked_from);
    // A heading that only repeats the question gives its place to whoever asked.
    let repeats = item.kind.needs_outcome() && item.question.starts_with(item.title.trim_end_matches('…'));
    let (name, asked) = match (repeats, asked.is_empty(), item.title.is_empty()) {
        (true, false, _) => (asked, String::new()),
        (true, true, _) | (false, _, true) => (kind(), asked),
        (false, _, false) => (item.title.clone(), asked),
    };
    let outcome = item.outcome.map(Outcome::as_str);
    Entry {
        number,
        name,
        asked,
        question: item.question.clone(),
        answers: item
            .answers
            .iter()
            .map(|answer| Answered { who: both(&answer.by, &answer.body), text: answer.text.clone() })
            .collect(),
        outcome: outcome.map(|word| i18n::text(Locale::Vi, &format!("minutes-outcome-{word}"), &[])),
        note: item.outcome_note.clone(),
        promises: item
            .promises
            .iter()
            .map(|promise| Promised { wording: promise.wording.clone(), body: promise.body.clone(), due_on: promise.due_on })
            .collect(),
    }
}

impl View for Paper {
    const TEMPLATE: &'static str = "pages/minutes/print";

    fn samples() -> Vec<Self> {
        crate::minutes::pages::print_sample::papers()
    }
}

/// GET /dialogues/{id}/minutes/print
///
/// # Errors
/// [`AppError::NotFound`] before the room was opened; [`AppError::Denied`].
pub async fn print(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let conn = app.db().read();
    let found = find(conn, &visit.ctx, Action::ReadMinutes, id).await?;
    let minutes = minutes::minutes_of(conn, id, &found.unit.code).await?.ok_or(AppError::NotFound)?;
    let record = record::record(conn, &found, &minutes).await?;
    // A paper of the State is written in Vietnamese, whatever language its reader uses.
    let visit = Visit { locale: Locale::Vi, ..visit };
    visit.page(&Paper::of(id, &record, &minutes))
}
