//! Planning, changing, announcing, moving and cancelling a session.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::session_help::{About, Help, asked, is_asked};
use crate::app::App;
use crate::dialogues::actions::sessions as actions;
use crate::dialogues::forms;
use crate::dialogues::rules::{Session, SessionForm, SessionKind};
use crate::dialogues::store::sessions;
use crate::error::AppError;
use crate::i18n::{self, Locale, format};
use crate::kernel::clock::local;
use crate::kernel::{Action, SessionId};
use crate::law::parameters::Trigger;
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// A choice in words.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: &'static str,
    pub label: String,
    pub selected: bool,
}

/// The words of an alphabet as choices; `prefix` begins their catalogue keys.
fn choices(words: impl Iterator<Item = &'static str>, prefix: &str, locale: Locale) -> Vec<Choice> {
    words.map(|value| Choice { value, label: i18n::text(locale, &format!("{prefix}-{value}"), &[]), selected: false }).collect()
}

/// The form of a session, new or not.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// Of the session that is changed; none for a new one.
    pub id: Option<String>,
    pub form: FormState,
    pub kinds: Vec<Choice>,
    pub forms: Vec<Choice>,
    pub triggers: Vec<Choice>,
    pub help: Help,
}

impl Edit {
    fn new(id: Option<SessionId>, form: FormState, help: Help, locale: Locale) -> Self {
        Self {
            id: id.map(|id| id.to_string()),
            form,
            kinds: choices(SessionKind::ALL.iter().map(|word| word.as_str()), "session-kind", locale),
            forms: choices(SessionForm::ALL.iter().map(|word| word.as_str()), "session-form", locale),
            triggers: choices(Trigger::ALL.iter().map(|word| word.as_str()), "trigger", locale),
            help,
        }
    }
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/dialogues/edit";

    fn samples() -> Vec<Self> {
        let id = "01938f5e-0000-7000-8000-000000000000".parse().ok();
        let with = |help| Self::new(None, FormState::default(), help, Locale::Vi);
        let changed = Self::new(id, FormState::with(json!({ "version": 1 })), Help::default(), Locale::Vi);
        Help::samples().into_iter().map(with).chain([changed]).collect()
    }
}

/// The form that moves a session.
#[derive(Debug, Serialize)]
pub struct Move {
    pub id: String,
    pub title: String,
    pub form: FormState,
    pub help: Help,
}

impl View for Move {
    const TEMPLATE: &'static str = "pages/dialogues/move";

    fn samples() -> Vec<Self> {
        let form = || FormState::with(json!({ "version": 1 }));
        let sample = |help| Self { id: "0193".into(), title: "Đối thoại".into(), form: form(), help };
        Help::samples().into_iter().map(sample).collect()
    }
}

/// The form that cancels a session.
#[derive(Debug, Serialize)]
pub struct Cancel {
    pub id: String,
    pub title: String,
    pub form: FormState,
}

impl View for Cancel {
    const TEMPLATE: &'static str = "pages/dialogues/cancel";

    fn samples() -> Vec<Self> {
        vec![Self { id: "0193".into(), title: "Đối thoại".into(), form: FormState::with(json!({ "version": 1 })) }]
    }
}

/// The stored session as the values of its forms.
fn values(session: &Session, locale: Locale) -> FormState {
    let (starts, ends) = (local(session.starts_at), local(session.ends_at));
    FormState::with(json!({
        "version": session.version,
        "kind": session.kind,
        "form": session.form,
        "title": session.title,
        "counterpart": session.counterpart,
        "on": format::date(locale, starts.date()),
        "starts": format::time(starts.time()),
        "ends": format::time(ends.time()),
        "place": session.place,
        "attend_how": session.attend_how,
        "reason": session.reason,
        "triggers": session.triggers,
    }))
}

/// GET /dialogues/new
///
/// # Errors
/// Only the template's.
pub async fn new(visit: Visit) -> PageResult {
    let form = FormState::with(
        json!({ "kind": SessionKind::Periodic, "form": SessionForm::InPerson, "starts": "08:00", "ends": "11:30" }),
    );
    visit.page(&Edit::new(None, form, Help::default(), visit.locale))
}

/// POST /dialogues
///
/// # Errors
/// [`AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = visit.ctx.scope(Action::PlanDialogues).units.into_iter().next().ok_or(AppError::NotFound)?;
    if is_asked(&posted) {
        let about = About { unit_code: &unit, session: None };
        let (status, form, help) = asked(&app, &visit, about, &posted).await?;
        return visit.page_with(status, &Edit::new(None, form, help, visit.locale));
    }
    let result = match forms::details(&posted) {
        Ok(details) => actions::plan(&app, &visit.ctx, &unit, details).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(id) => visit.redirect(&format!("/dialogues/{id}"), "flash-session-planned"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Edit::new(None, form, Help::default(), visit.locale))
        }
    }
}

/// GET /dialogues/{id}/edit
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    visit.page(&Edit::new(Some(id), values(&found.session, visit.locale), Help::default(), visit.locale))
}

/// POST /dialogues/{id}/edit
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    if is_asked(&posted) {
        let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
        let about = About { unit_code: &found.unit.code, session: Some(&found.session) };
        let (status, form, help) = asked(&app, &visit, about, &posted).await?;
        return visit.page_with(status, &Edit::new(Some(id), form, help, visit.locale));
    }
    let result = match (forms::version(&posted), forms::details(&posted)) {
        (Ok(version), Ok(details)) => actions::describe(&app, &visit.ctx, id, version, details).await,
        (Err(violations), _) | (_, Err(violations)) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}"), "flash-session-saved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Edit::new(Some(id), form, Help::default(), visit.locale))
        }
    }
}

/// POST /dialogues/{id}/announce
///
/// # Errors
/// [`AppError::Refused`] with the rule that forbids it, [`AppError::Conflict`].
pub async fn announce(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    actions::announce(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/dialogues/{id}"), "flash-session-announced")
}

/// What the form begins with.
#[derive(Debug, Deserialize)]
pub struct MoveQuery {
    /// A proposed day (`2026-07-08`).
    #[serde(default)]
    on: String,
}

/// GET /dialogues/{id}/move
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn move_form(
    State(app): State<App>,
    visit: Visit,
    Path(id): Path<SessionId>,
    Query(query): Query<MoveQuery>,
) -> PageResult {
    let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let mut form = values(&found.session, visit.locale);
    form.values.remove("reason");
    if let Ok(on) = query.on.parse::<NaiveDate>() {
        form.values.insert("on".to_owned(), format::date(visit.locale, on).into());
    }
    visit.page(&Move { id: id.to_string(), title: found.session.title, form, help: Help::default() })
}

/// POST /dialogues/{id}/move
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn move_to(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    if is_asked(&posted) {
        let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
        let about = About { unit_code: &found.unit.code, session: Some(&found.session) };
        let (status, form, help) = asked(&app, &visit, about, &posted).await?;
        return visit.page_with(status, &Move { id: id.to_string(), title: found.session.title, form, help });
    }
    let result = match forms::move_to(&posted) {
        Ok(input) => actions::move_to(&app, &visit.ctx, id, input.version, input.times, input.place, &input.reason).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}"), "flash-session-moved"),
        Err(violations) => {
            let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Move { id: id.to_string(), title: found.session.title, form, help: Help::default() })
        }
    }
}

/// GET /dialogues/{id}/cancel
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn cancel_form(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let form = FormState::with(json!({ "version": found.session.version }));
    visit.page(&Cancel { id: id.to_string(), title: found.session.title, form })
}

/// POST /dialogues/{id}/cancel
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn cancel(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::reason(&posted) {
        Ok((version, reason)) => actions::cancel(&app, &visit.ctx, id, version, reason).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}"), "flash-session-cancelled"),
        Err(violations) => {
            let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&Cancel { id: id.to_string(), title: found.session.title, form })
        }
    }
}
