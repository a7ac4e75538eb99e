//! The rows of a year plan's table: as they are stored, or as they were typed and refused, with what is wrong beside its cell.
//! Neighbour: `plans` is the page around them.

use chrono::NaiveDate;
use serde::Serialize;

use crate::dialogues::forms::plans::TypedLine;
use crate::dialogues::rules::plans::{Line, Plan};
use crate::dialogues::rules::{Session, SessionKind, StateWord};
use crate::i18n::{self, Locale, format};
use crate::law::WorkingCalendar;
use crate::web::{Choice, FormState};

/// What is wrong in the cells of a row, in the reader's words; empty where nothing is.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Faults {
    pub on: String,
    pub starts: String,
    pub ends: String,
    pub kind: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
}

impl Faults {
    /// Those of the form's `row`, from 1.
    fn of(form: &FormState, row: usize) -> Self {
        let of = |field| form.error(&format!("{field}-{row}")).to_owned();
        Self {
            on: of("on"),
            starts: of("starts"),
            ends: of("ends"),
            kind: of("kind"),
            title: of("title"),
            counterpart: of("counterpart"),
            place: of("place"),
        }
    }
}

/// A line of the plan, with the session that came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub faults: Faults,
    pub typed: TypedLine,
    pub kinds: Vec<Choice>,
    pub on: Option<NaiveDate>,
    pub basis: String,
    /// Why the day is a day off; empty for a working day.
    pub day_off: String,
    pub session: Option<String>,
    pub state: Option<&'static str>,
    pub tone: &'static str,
    /// Where the session stands now, if that is another day.
    pub moved_to: Option<NaiveDate>,
}

impl Row {
    /// For the samples of pages with rows: one that became a session has a state.
    pub(super) fn sample(state: Option<&'static str>, moved_to: Option<NaiveDate>) -> Self {
        Self {
            faults: Faults::default(),
            typed: TypedLine {
                id: "0193".into(),
                title: "Tiếp dân".into(),
                on: "10/03/2026".into(),
                kind: "reception".into(),
                ..TypedLine::default()
            },
            kinds: kinds(Locale::Vi, "reception"),
            on: Some(NaiveDate::default()),
            basis: "Quy định 11-QĐi/TW".into(),
            day_off: if state.is_none() { "Quốc khánh".into() } else { String::new() },
            session: state.map(|_| "0193".to_owned()),
            state,
            tone: "blue",
            moved_to,
        }
    }

    /// The same with something wrong in every cell of row 1.
    pub(super) fn faulty_sample() -> Self {
        let wrong = ["on", "starts", "ends", "kind", "title", "counterpart", "place"];
        let mut form = FormState::default();
        form.errors.extend(wrong.map(|field| (format!("{field}-1"), "Dòng 1: ngày đã qua".into())));
        Self { faults: Faults::of(&form, 1), ..Self::sample(None, None) }
    }
}

/// Puts what is wrong with the form beside the cells that it concerns.
pub(super) fn mark(rows: &mut [Row], form: &FormState) {
    if form.errors.is_empty() {
        return;
    }
    for (at, row) in rows.iter_mut().enumerate() {
        row.faults = Faults::of(form, at + 1);
    }
}

/// The kinds of sessions as choices, one of them chosen.
fn kinds(locale: Locale, chosen: &str) -> Vec<Choice> {
    let all = Choice::words(SessionKind::ALL.iter().map(|kind| kind.as_str()), "session-kind", locale);
    all.into_iter()
        .map(|choice| {
            let selected = choice.value == chosen;
            choice.selected(selected)
        })
        .collect()
}

fn day_off(calendar: &WorkingCalendar, on: Option<NaiveDate>, locale: Locale) -> String {
    let Some(on) = on.filter(|on| !calendar.is_working(*on)) else { return String::new() };
    calendar.label(on).map_or_else(|| i18n::text(locale, &format!("day-kind-{}", calendar.kind(on)), &[]), str::to_owned)
}

/// A row as it is stored, with the session that it became.
pub(super) fn stored_row(line: &Line, sessions: &[Session], calendar: &WorkingCalendar, locale: Locale) -> Row {
    let session = sessions.iter().find(|session| Some(session.id) == line.session);
    let word = session.map(|session| session.state.word());
    Row {
        faults: Faults::default(),
        typed: TypedLine {
            id: line.id.to_string(),
            on: format::date(Locale::Vi, line.on),
            starts: format::time(line.starts),
            ends: format::time(line.ends),
            kind: line.kind.to_string(),
            title: line.title.clone(),
            counterpart: line.counterpart.clone(),
            place: line.place.clone(),
            dropped: false,
        },
        kinds: kinds(locale, line.kind.as_str()),
        on: Some(line.on),
        basis: line.basis.clone(),
        day_off: day_off(calendar, Some(line.on), locale),
        session: line.session.map(|id| id.to_string()),
        state: word.map(StateWord::as_str),
        tone: word.map_or("grey", super::sessions::tone),
        moved_to: session.map(Session::on).filter(|on| *on != line.on),
    }
}

/// A row as it was typed and refused.
pub(super) fn typed_row(typed: TypedLine, plan: &Plan, calendar: &WorkingCalendar, locale: Locale) -> Row {
    let on = crate::web::form::parse_date(typed.on.trim());
    let known = plan.lines.iter().find(|line| line.id.to_string() == typed.id);
    Row {
        faults: Faults::default(),
        kinds: kinds(locale, &typed.kind),
        on,
        basis: known.map(|line| line.basis.clone()).unwrap_or_default(),
        day_off: day_off(calendar, on, locale),
        session: None,
        state: None,
        tone: "grey",
        moved_to: None,
        typed,
    }
}
