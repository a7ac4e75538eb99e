//! Two texts for one line side by side: keep one, take the other, or write a third out of both.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::app::App;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, BodyId, ClashId, MinutesItemId, SessionId};
use crate::law::WorkingCalendar;
use crate::minutes::actions::items::{Decision, decide};
use crate::minutes::forms;
use crate::minutes::pages::agenda::name_of;
use crate::minutes::pages::item::{
    AnswerRow, Choice, Opened, PromiseRow, answer_rows, choices, open, outcomes, promise_rows, values,
};
use crate::minutes::rules::{Content, Outcome};
use crate::minutes::store::clashes::{self, Clash};
use crate::organisation::bodies_of_unit;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// One of the two texts.
#[derive(Debug, Serialize)]
pub struct Side {
    pub by: String,
    pub at: DateTime<Utc>,
    pub asked: String,
    pub question: String,
    pub outcome: Option<&'static str>,
    pub note: String,
    pub answers: Vec<SideAnswer>,
    pub promises: Vec<SidePromise>,
}

/// An answer in one of the texts.
#[derive(Debug, Serialize)]
pub struct SideAnswer {
    pub by: String,
    pub text: String,
}

/// A promise in one of the texts.
#[derive(Debug, Serialize)]
pub struct SidePromise {
    pub wording: String,
    pub body: String,
    pub due_on: Option<NaiveDate>,
}

impl Side {
    fn of(content: &Content, by: &str, at: DateTime<Utc>, bodies: &[Choice]) -> Self {
        let name = |id: Option<BodyId>| {
            let id = id.map(|id| id.to_string());
            bodies.iter().find(|body| Some(&body.value) == id.as_ref()).map(|body| body.label.clone()).unwrap_or_default()
        };
        let both =
            |one: &str, other: &str| [one, other].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Self {
            by: by.to_owned(),
            at,
            asked: both(&content.asked_by, &content.asked_from),
            question: content.question.clone(),
            outcome: content.outcome.map(Outcome::as_str),
            note: content.outcome_note.clone(),
            answers: content
                .answers
                .iter()
                .map(|answer| SideAnswer { by: both(&answer.by, &name(answer.body)), text: answer.text.clone() })
                .collect(),
            promises: content
                .promises
                .iter()
                .map(|promise| SidePromise { wording: promise.wording.clone(), body: name(promise.body), due_on: promise.due_on })
                .collect(),
        }
    }
}

/// The view of one clash.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub item: String,
    pub clash: String,
    pub session: String,
    pub name: String,
    pub is_question: bool,
    pub version: i32,
    pub mine: Side,
    pub theirs: Side,
    pub answers: Vec<AnswerRow>,
    pub promises: Vec<PromiseRow>,
    pub bodies: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub form: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/minutes/clash";

    fn samples() -> Vec<Self> {
        let content = Content {
            question: "<b>Ngập</b> ở ngõ 193".into(),
            outcome: Some(crate::minutes::rules::Outcome::Promised),
            answers: vec![Default::default()],
            promises: vec![Default::default()],
            outcome_note: "Trong tháng 9".into(),
            ..Content::default()
        };
        let side = |content: &Content| Side::of(content, "Trần Văn Mẫu", DateTime::default(), &[]);
        let sample = |is_question| Self {
            id: "0193".into(),
            item: "0194".into(),
            clash: "0195".into(),
            session: "Hội nghị đối thoại".into(),
            name: "Đường ngõ 193 hay ngập".into(),
            is_question,
            version: 3,
            mine: side(&content),
            theirs: side(&Content::default()),
            answers: answer_rows(1),
            promises: promise_rows(&[], &WorkingCalendar::builtin(), NaiveDate::default(), Locale::Vi),
            bodies: Vec::new(),
            outcomes: outcomes(Locale::Vi),
            form: FormState::with(Value::Object(values(&content, 3))),
        };
        vec![sample(true), sample(false)]
    }
}

async fn view(app: &App, visit: &Visit, opened: Opened, clash: Clash, form: Option<FormState>) -> AppResult<Show> {
    let conn = app.db().read();
    let Opened { found, entry, item, .. } = opened;
    let on = found.session.on();
    let bodies = choices(bodies_of_unit(conn, &found.unit.code, on).await?);
    let joined = item.content.joined_with(&clash.content);
    let calendar = duties::calendar(conn).await?;
    Ok(Show {
        id: found.session.id.to_string(),
        item: item.id.to_string(),
        clash: clash.id.to_string(),
        name: name_of(&entry, visit.locale),
        is_question: entry.kind.needs_outcome(),
        version: item.revision,
        mine: Side::of(&item.content, &item.updated_by, item.updated_at, &bodies),
        theirs: Side::of(&clash.content, &clash.saved_by, clash.saved_at, &bodies),
        answers: answer_rows(joined.answers.len()),
        promises: promise_rows(&joined.promises, &calendar, on, visit.locale),
        bodies,
        outcomes: outcomes(visit.locale),
        form: form.unwrap_or_else(|| FormState::with(Value::Object(values(&joined, item.revision)))),
        session: found.session.title,
    })
}

async fn waiting(app: &App, item: MinutesItemId, id: ClashId) -> AppResult<Clash> {
    let open = clashes::open_clashes(app.db().read(), &[item]).await?;
    open.into_iter().find(|clash| clash.id == id).ok_or(AppError::NotFound)
}

/// GET /dialogues/{id}/minutes/items/{item}/clashes/{clash}
///
/// # Errors
/// [`AppError::NotFound`], also once decided; [`AppError::Denied`].
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path((id, item, clash)): Path<(SessionId, MinutesItemId, ClashId)>,
) -> PageResult {
    let opened = open(&app, &visit, Action::TakeMinutes, id, item).await?;
    let clash = waiting(&app, item, clash).await?;
    visit.page(&view(&app, &visit, opened, clash, None).await?)
}

/// POST /dialogues/{id}/minutes/items/{item}/clashes/{clash}: `decision` is keep, take or write.
///
/// # Errors
/// [`AppError::Conflict`] when the line was changed meanwhile; [`AppError::Denied`].
pub async fn answer(
    State(app): State<App>,
    visit: Visit,
    Path((id, item, clash)): Path<(SessionId, MinutesItemId, ClashId)>,
    posted: Posted,
) -> PageResult {
    let said = match posted.get("decision") {
        Some("keep") => forms::version(&posted).map(|seen| (seen, Decision::Keep)),
        Some("take") => forms::version(&posted).map(|seen| (seen, Decision::Take)),
        Some("write") => forms::item(&posted).map(|(seen, content)| (seen, Decision::Write(content))),
        _ => Err(crate::kernel::Refusal::new("form.incomplete").into()),
    };
    let result = match said {
        Ok((seen, decision)) => decide(&app, &visit.ctx, id, item, clash, seen, decision).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/minutes/items/{item}"), "flash-minutes-decided"),
        Err(violations) => {
            let opened = open(&app, &visit, Action::TakeMinutes, id, item).await?;
            let clash = waiting(&app, item, clash).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, opened, clash, Some(form)).await?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::{Shell, render};

    #[test]
    fn b106_script_in_either_text_is_shown_as_text() {
        let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
        let content = Content {
            asked_by: evil.into(),
            question: evil.into(),
            outcome_note: evil.into(),
            answers: vec![crate::minutes::rules::Answer { body: None, by: evil.into(), text: evil.into() }],
            promises: vec![crate::minutes::rules::Promise { wording: evil.into(), ..Default::default() }],
            ..Content::default()
        };
        let [mut page, _] = Show::samples().try_into().unwrap_or_else(|_| panic!("two samples"));
        page.mine = Side::of(&content, evil, DateTime::default(), &[]);
        page.theirs = Side::of(&content, evil, DateTime::default(), &[]);
        page.name = evil.into();
        page.form = FormState::with(Value::Object(values(&content, 1)));
        let html = render(&Shell::sample(Locale::Vi), &page).unwrap();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
}
