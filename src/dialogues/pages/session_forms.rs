//! Planning, changing, announcing, moving and cancelling a session.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::session_copy::copied;
use super::session_help::{About, Help, asked, is_asked};
use super::template_help::{TemplateHelp, asked_for, fill, planned_unit};
use crate::app::App;
use crate::dialogues::actions::public_notice::{CancelTime, cancel_time};
use crate::dialogues::actions::{sessions as actions, templates};
use crate::dialogues::forms;
use crate::dialogues::rules::{Session, SessionForm, SessionKind};
use crate::dialogues::store::sessions;
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale, format};
use crate::kernel::clock::local;
use crate::kernel::{Action, SessionId};
use crate::law::DayUnit;
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
    /// For a new one.
    pub templates: TemplateHelp,
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
            templates: TemplateHelp::default(),
        }
    }
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/dialogues/edit";

    fn samples() -> Vec<Self> {
        let id = "01938f5e-0000-7000-8000-000000000000".parse().ok();
        let with = |help| Self::new(None, FormState::default(), help, Locale::Vi);
        let changed = Self::new(id, FormState::with(json!({ "version": 1 })), Help::default(), Locale::Vi);
        let copied = FormState::with(json!({ "people_of": "0193", "agenda_of": "0193" }));
        let copied = Self { templates: TemplateHelp::sample(), ..Self::new(None, copied, Help::default(), Locale::Vi) };
        Help::samples().into_iter().map(with).chain([changed, copied]).collect()
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
    /// Whether people outside know of it: only then is there a time within which they are told.
    pub is_public: bool,
    pub time: Option<CancelLine>,
    pub form: FormState,
}

/// How much time is left for calling it off, and how much the rules ask for.
#[derive(Debug, Serialize)]
pub struct CancelLine {
    pub unit: &'static str,
    pub left: u32,
    pub least: u32,
    pub last_day: NaiveDate,
    pub is_late: bool,
    pub legal_basis: String,
}

impl Cancel {
    async fn of(app: &App, visit: &Visit, session: Session, form: FormState) -> AppResult<Self> {
        let (today, is_public) = (visit.ctx.today(), session.state.is_public());
        let time = match is_public {
            true => cancel_time(app.db().read(), &session.unit_code, session.on(), today).await?,
            false => None,
        };
        let line = |time: CancelTime| CancelLine {
            unit: time.unit.as_str(),
            left: time.left,
            least: time.least,
            last_day: time.last_day,
            is_late: time.is_late(today),
            legal_basis: time.legal_basis,
        };
        Ok(Self { id: session.id.to_string(), title: session.title, is_public, time: time.map(line), form })
    }
}

impl View for Cancel {
    const TEMPLATE: &'static str = "pages/dialogues/cancel";

    fn samples() -> Vec<Self> {
        let line = |unit: &DayUnit, is_late| CancelLine {
            unit: unit.as_str(),
            left: 2,
            least: 3,
            last_day: NaiveDate::default(),
            is_late,
            legal_basis: "Thông báo hằng tháng".into(),
        };
        let sample = |is_public, time| Self {
            id: "0193".into(),
            title: "Đối thoại".into(),
            is_public,
            time,
            form: FormState::with(json!({ "version": 1 })),
        };
        let late = [true, false].into_iter().flat_map(|late| DayUnit::ALL.iter().map(move |unit| (unit, late)));
        let told = late.map(|(unit, late)| sample(true, Some(line(unit, late))));
        told.chain([sample(true, None), sample(false, None)]).collect()
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

/// GET /dialogues/new, also with `from` and `part`: what it takes over from a former session; or with `template`
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`] for the former session or the template.
pub async fn new(State(app): State<App>, visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> PageResult {
    let asked = Posted::from_query(asked);
    let mut form = FormState::with(
        json!({ "kind": SessionKind::Periodic, "form": SessionForm::InPerson, "starts": "08:00", "ends": "11:30" }),
    );
    if let Some(from) = asked.get("from").filter(|from| !from.is_empty()) {
        let from = from.parse().map_err(|_| AppError::NotFound)?;
        let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, from).await?;
        form = copied(&found.session, &asked.all("part").collect::<Vec<_>>(), &visit);
    }
    if let Some(template) = asked_for(&app, &visit.ctx, &asked).await? {
        let ends = format::time(template.ends());
        fill(&mut form, &template, ("ends", ends.into()));
    }
    visit.page(&new_form(&app, &visit, form, Help::default()).await?)
}

/// The form of a new session with the unit's templates beside it.
async fn new_form(app: &App, visit: &Visit, form: FormState, help: Help) -> AppResult<Edit> {
    let unit = planned_unit(&visit.ctx)?;
    let templates = TemplateHelp::of(app, &unit, &form, visit.locale).await?;
    Ok(Edit { templates, ..Edit::new(None, form, help, visit.locale) })
}

/// POST /dialogues
///
/// # Errors
/// [`AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = planned_unit(&visit.ctx)?;
    if is_asked(&posted) {
        let about = About { unit_code: &unit, session: None };
        let (status, form, help) = asked(&app, &visit, about, &posted).await?;
        return visit.page_with(status, &new_form(&app, &visit, form, help).await?);
    }
    let result = match forms::details(&posted) {
        Ok(details) => templates::plan(&app, &visit.ctx, &unit, details, &forms::templates::taken(&posted)).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(id) => visit.redirect(&format!("/dialogues/{id}"), "flash-session-planned"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&new_form(&app, &visit, form, Help::default()).await?)
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
    visit.page(&Cancel::of(&app, &visit, found.session, form).await?)
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
            visit.refused(&Cancel::of(&app, &visit, found.session, form).await?)
        }
    }
}
