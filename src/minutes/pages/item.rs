//! Writing down one line of the minutes: made for typing, saves itself, keeps both texts when two people write at once.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::dialogues::{Found, find};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale, format};
use crate::kernel::{Action, MinutesItemId, SessionId};
use crate::law::{Deadline, DeadlineRule, WorkingCalendar};
use crate::minutes::actions::items as actions;
use crate::minutes::actions::room::Saved;
use crate::minutes::forms::{self, ANSWER_BODY, ANSWER_BY, ANSWER_TEXT, MOST_ROWS, PROMISE_BODY, PROMISE_DUE, PROMISE_WORDING};
use crate::minutes::pages::agenda::{json_response, name_of};
use crate::minutes::pages::room::placed;
use crate::minutes::rules::{AgendaItem, Content, Item, Minutes, Outcome, Promise, Warning};
use crate::minutes::store::{clashes, minutes, neighbours};
use crate::organisation::{Body, bodies_of_unit};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A choice in words.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// Names of the fields of an answer's row.
#[derive(Debug, Serialize)]
pub struct AnswerRow {
    pub number: usize,
    pub body: &'static str,
    pub by: &'static str,
    pub text: &'static str,
}

/// Names of the fields of a promise's row, and what to look at.
#[derive(Debug, Serialize)]
pub struct PromiseRow {
    pub number: usize,
    pub wording: &'static str,
    pub body: &'static str,
    pub due: &'static str,
    pub warnings: Vec<String>,
}

/// An answer that an agency prepared.
#[derive(Debug, Serialize)]
pub struct PreparedLine {
    pub body: String,
    pub text: String,
}

/// A day that lies a usual number of working days after the session.
#[derive(Debug, Serialize)]
pub struct UsualDue {
    pub days: i32,
    pub on: NaiveDate,
}

/// A text that waits to be compared.
#[derive(Debug, Serialize)]
pub struct ClashLine {
    pub id: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// The line's view.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub id: String,
    pub item: String,
    pub session: String,
    pub name: String,
    pub number: i32,
    pub late: bool,
    pub kind: &'static str,
    /// Somebody asks and somebody answers; other lines hold one text.
    pub is_question: bool,
    pub answers: Vec<AnswerRow>,
    pub promises: Vec<PromiseRow>,
    pub bodies: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub prepared: Vec<PreparedLine>,
    pub usual: Vec<UsualDue>,
    pub clashes: Vec<ClashLine>,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub may_write: bool,
    pub updated_by: String,
    pub updated_at: DateTime<Utc>,
    pub form: FormState,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/minutes/item";

    fn samples() -> Vec<Self> {
        let content = Content { question: "Đường ngõ 193 hay ngập".into(), contents: 2, ..Content::default() };
        let sample = |is_question: bool, may_write: bool| Self {
            id: "0193".into(),
            item: "0194".into(),
            session: "Hội nghị đối thoại trực tiếp năm 2025".into(),
            name: "Đường ngõ 193 hay ngập".into(),
            number: 4,
            late: !may_write,
            kind: "issue",
            is_question,
            answers: answer_rows(1),
            promises: promise_rows(&[Promise::default()], &WorkingCalendar::builtin(), NaiveDate::default(), Locale::Vi),
            bodies: vec![Choice { value: "0193".into(), label: "Phòng Kinh tế".into(), selected: false }],
            outcomes: outcomes(Locale::Vi),
            prepared: vec![PreparedLine { body: "Phòng Kinh tế".into(), text: "Đã có kế hoạch nạo vét.".into() }],
            usual: vec![UsualDue { days: 10, on: NaiveDate::default() }],
            clashes: vec![ClashLine { id: "0195".into(), by: "Lê Thị Mẫu".into(), at: DateTime::default() }],
            previous: is_question.then(|| "0192".into()),
            next: is_question.then(|| "0196".into()),
            may_write,
            updated_by: "Trần Văn Mẫu".into(),
            updated_at: DateTime::default(),
            form: FormState::with(Value::Object(values(&content, 3))),
        };
        vec![sample(true, true), sample(false, true), sample(true, false)]
    }
}

/// The values of the line's form.
pub(super) fn values(content: &Content, revision: i32) -> Map<String, Value> {
    let mut values = Map::new();
    let mut put = |name: &str, value: Value| drop(values.insert(name.to_owned(), value));
    put("version", json!(revision));
    put("asked_by", json!(content.asked_by));
    put("asked_from", json!(content.asked_from));
    put("question", json!(content.question));
    put("contents", json!(content.contents));
    put("outcome", json!(content.outcome.map_or("", Outcome::as_str)));
    put("outcome_note", json!(content.outcome_note));
    for (row, answer) in content.answers.iter().take(MOST_ROWS).enumerate() {
        put(ANSWER_BODY[row], json!(answer.body));
        put(ANSWER_BY[row], json!(answer.by));
        put(ANSWER_TEXT[row], json!(answer.text));
    }
    for (row, promise) in content.promises.iter().take(MOST_ROWS).enumerate() {
        put(PROMISE_WORDING[row], json!(promise.wording));
        put(PROMISE_BODY[row], json!(promise.body));
        put(PROMISE_DUE[row], json!(promise.due_on));
    }
    values
}

/// Rows for what is there and one more.
pub(super) fn answer_rows(filled: usize) -> Vec<AnswerRow> {
    let row = |at: usize| AnswerRow { number: at + 1, body: ANSWER_BODY[at], by: ANSWER_BY[at], text: ANSWER_TEXT[at] };
    (0..(filled + 1).min(MOST_ROWS)).map(row).collect()
}

pub(super) fn promise_rows(promises: &[Promise], calendar: &WorkingCalendar, on: NaiveDate, locale: Locale) -> Vec<PromiseRow> {
    let row = |at: usize| PromiseRow {
        number: at + 1,
        wording: PROMISE_WORDING[at],
        body: PROMISE_BODY[at],
        due: PROMISE_DUE[at],
        warnings: promises.get(at).map(|promise| warnings(promise, calendar, on, locale)).unwrap_or_default(),
    };
    (0..(promises.len() + 1).min(MOST_ROWS)).map(row).collect()
}

fn warnings(promise: &Promise, calendar: &WorkingCalendar, on: NaiveDate, locale: Locale) -> Vec<String> {
    let say = |warning: &Warning| match warning {
        Warning::OwnerMissing => i18n::text(locale, "promise-owner-missing", &[]),
        Warning::DueMissing => i18n::text(locale, "promise-due-missing", &[]),
        Warning::DuePast => i18n::text(locale, "promise-due-past", &[]),
        Warning::DayOff { label, next } => {
            let next = next.map(|day| format::date_long(locale, day)).unwrap_or_default();
            let why = label.clone().unwrap_or_else(|| i18n::text(locale, "day-kind-weekend", &[]));
            i18n::text(locale, "promise-day-off", &[("why", why), ("next", next)])
        }
    };
    promise.warnings(calendar, on).iter().map(say).collect()
}

pub(super) fn outcomes(locale: Locale) -> Vec<Choice> {
    let choice = |outcome: &Outcome| Choice {
        value: outcome.to_string(),
        label: i18n::text(locale, &format!("minutes-outcome-{}", outcome.as_str()), &[]),
        selected: false,
    };
    Outcome::ALL.iter().map(choice).collect()
}

/// Usual terms of promises, in working days.
const USUAL_TERMS: [i32; 4] = [5, 10, 15, 30];

fn usual(calendar: &WorkingCalendar, on: NaiveDate) -> Vec<UsualDue> {
    let due = |days: i32| {
        let deadline = Deadline::compute(calendar, on, DeadlineRule::working(days)).ok()?;
        Some(UsualDue { days, on: deadline.last_day() })
    };
    USUAL_TERMS.into_iter().filter_map(due).collect()
}

/// A line with everything around it.
pub(super) struct Opened {
    pub found: Found,
    pub minutes: Minutes,
    pub entry: AgendaItem,
    pub item: Item,
    pub before: Option<MinutesItemId>,
    pub after: Option<MinutesItemId>,
}

/// The line `item` of the session's minutes, for whoever may do `action`.
pub(super) async fn open(app: &App, visit: &Visit, action: Action, id: SessionId, item: MinutesItemId) -> AppResult<Opened> {
    let conn = app.db().read();
    let found = find(conn, &visit.ctx, action, id).await?;
    let minutes = minutes::minutes_of(conn, id, &found.unit.code).await?.ok_or(AppError::NotFound)?;
    let lines = placed(app, &found, &minutes).await?;
    let at = lines.iter().position(|(_, line)| line.id == item).ok_or(AppError::NotFound)?;
    let neighbour = |at: Option<usize>| at.and_then(|at| lines.get(at)).map(|(_, line)| line.id);
    let (before, after) = (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1)));
    let (entry, item) = lines.into_iter().nth(at).ok_or(AppError::NotFound)?;
    Ok(Opened { found, minutes, entry, item, before, after })
}

/// The bodies that may answer and promise, agencies first.
pub(super) fn choices(mut bodies: Vec<Body>) -> Vec<Choice> {
    bodies.sort_by_key(|body| !body.kind.answers());
    bodies.into_iter().map(|body| Choice { value: body.id.to_string(), label: body.name, selected: false }).collect()
}

async fn view(app: &App, visit: &Visit, opened: Opened, form: Option<FormState>, rows: Option<&Content>) -> AppResult<Edit> {
    let conn = app.db().read();
    let Opened { found, minutes, entry, item, before, after } = opened;
    let on = found.session.on();
    let calendar = duties::calendar(conn).await?;
    let bodies = bodies_of_unit(conn, &found.unit.code, on).await?;
    let prepared = match entry.issue {
        Some(issue) => neighbours::prepared(conn, issue).await?,
        None => Vec::new(),
    };
    let name = |id| bodies.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default();
    let prepared = prepared.into_iter().map(|one| PreparedLine { body: name(one.body), text: one.text }).collect();
    let clashes = clashes::open_clashes(conn, &[item.id]).await?;
    let shown = rows.unwrap_or(&item.content);
    let may_write = minutes.may_write().is_ok() && visit.ctx.permit(Action::TakeMinutes, &found.unit.target()).is_ok();
    Ok(Edit {
        id: found.session.id.to_string(),
        item: item.id.to_string(),
        name: name_of(&entry, visit.locale),
        number: entry.number,
        late: entry.late,
        kind: entry.kind.as_str(),
        is_question: entry.kind.needs_outcome(),
        answers: answer_rows(shown.answers.len()),
        promises: promise_rows(&shown.promises, &calendar, on, visit.locale),
        bodies: choices(bodies),
        outcomes: outcomes(visit.locale),
        prepared,
        usual: usual(&calendar, on),
        clashes: clashes
            .into_iter()
            .map(|clash| ClashLine { id: clash.id.to_string(), by: clash.saved_by, at: clash.saved_at })
            .collect(),
        previous: before.map(|id| id.to_string()),
        next: after.map(|id| id.to_string()),
        may_write,
        form: form.unwrap_or_else(|| FormState::with(Value::Object(values(&item.content, item.revision)))),
        updated_by: item.updated_by,
        updated_at: item.updated_at,
        session: found.session.title,
    })
}

/// GET /dialogues/{id}/minutes/items/{item}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path((id, item)): Path<(SessionId, MinutesItemId)>) -> PageResult {
    let opened = open(&app, &visit, Action::ReadMinutes, id, item).await?;
    visit.page(&view(&app, &visit, opened, None, None).await?)
}

/// POST /dialogues/{id}/minutes/items/{item}: by the button, or by itself while somebody types.
///
/// # Errors
/// [`AppError::Conflict`] for the page's own script when another text was there first: this one is then kept beside.
pub async fn save(
    State(app): State<App>,
    visit: Visit,
    Path((id, item)): Path<(SessionId, MinutesItemId)>,
    posted: Posted,
) -> PageResult {
    let result = match forms::item(&posted) {
        Ok((seen, content)) => actions::note(&app, &visit.ctx, id, item, seen, content).await,
        Err(violations) => Err(violations.into()),
    };
    let here = format!("/dialogues/{id}/minutes/items/{item}");
    if visit.wants_json {
        return match result? {
            Saved::Version(version) => Ok(json_response(json!({ "version": version }))),
            Saved::Clash => Err(AppError::Conflict),
        };
    }
    match outcome(result)? {
        Ok(Saved::Clash) => visit.redirect(&here, "flash-minutes-clash"),
        Ok(Saved::Version(_)) => {
            let opened = open(&app, &visit, Action::TakeMinutes, id, item).await?;
            match (posted.get("then"), opened.after) {
                (Some("next"), Some(next)) => visit.go(&format!("/dialogues/{id}/minutes/items/{next}")),
                (Some("next"), None) => visit.go(&format!("/dialogues/{id}/minutes")),
                _ => visit.redirect(&here, "flash-minutes-saved"),
            }
        }
        Err(violations) => {
            let opened = open(&app, &visit, Action::TakeMinutes, id, item).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            // As many rows as were typed in, whatever they hold.
            let typed = |names: [&str; MOST_ROWS]| names.iter().rposition(|name| posted.get(name).is_some_and(|v| !v.is_empty()));
            let filled = |names: &[[&str; MOST_ROWS]]| names.iter().filter_map(|one| typed(*one)).max().map_or(0, |at| at + 1);
            let rows = Content {
                answers: vec![Default::default(); filled(&[ANSWER_BODY, ANSWER_BY, ANSWER_TEXT])],
                promises: vec![Default::default(); filled(&[PROMISE_WORDING, PROMISE_BODY, PROMISE_DUE])],
                ..Content::default()
            };
            visit.refused(&view(&app, &visit, opened, Some(form), Some(&rows)).await?)
        }
    }
}
