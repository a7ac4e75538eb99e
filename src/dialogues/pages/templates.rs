//! Templates of sessions: the list, and the form of one, new, changed or made from a session.

use axum::extract::State;
use chrono::NaiveTime;
use serde::Serialize;
use serde_json::json;

use super::attendance::part_words;
use super::template_help::planned_unit;
use crate::app::App;
use crate::db::audit;
use crate::dialogues::actions::templates::{self as actions, Input};
use crate::dialogues::forms;
use crate::dialogues::forms::templates::{TypedSection, typed_guests, typed_sections};
use crate::dialogues::rules::attendance::Part;
use crate::dialogues::rules::templates::{MOST_SECTIONS, PLACEHOLDERS, Template};
use crate::dialogues::rules::{SessionForm, SessionKind};
use crate::dialogues::store::sessions;
use crate::dialogues::store::templates::{self, FoundTemplate};
use crate::error::{AppError, AppResult};
use crate::i18n::{self, Locale};
use crate::kernel::{Action, SessionId, TemplateId};
use crate::organisation::{Body, bodies_of_unit};
use crate::web::{Choice, FormState, HistoryLine, PageResult, Path, Posted, Query, View, Visit, outcome};

/// Empty rows at the end of the sections.
const BLANK_ROWS: usize = 3;

/// A template in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub title: String,
    pub starts: NaiveTime,
    pub minutes: i32,
    pub guests: usize,
    pub sections: usize,
}

impl From<&Template> for Row {
    fn from(one: &Template) -> Self {
        Self {
            id: one.id.to_string(),
            name: one.name.clone(),
            kind: one.kind.as_str(),
            title: one.title.clone(),
            starts: one.starts,
            minutes: one.duration_minutes,
            guests: one.arrangement.guests.len(),
            sections: one.arrangement.sections.len(),
        }
    }
}

/// The templates of the unit.
#[derive(Debug, Serialize)]
pub struct List {
    pub rows: Vec<Row>,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/session_templates/list";

    fn samples() -> Vec<Self> {
        let row = Row {
            id: "0193".into(),
            name: "Đối thoại quý với Nhân dân".into(),
            kind: "periodic",
            title: "Hội nghị đối thoại quý {quý} năm {năm}".into(),
            starts: NaiveTime::MIN,
            minutes: 210,
            guests: 6,
            sections: 2,
        };
        vec![Self { rows: vec![row] }, Self { rows: Vec::new() }]
    }
}

/// GET /session-templates
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let unit = planned_unit(&visit.ctx)?;
    let rows = templates::of_unit(app.db().read(), &unit).await?;
    visit.page(&List { rows: rows.iter().map(Row::from).collect() })
}

/// A body with the part that it is given; what is wrong beside it.
#[derive(Debug, Serialize)]
pub struct GuestRow {
    pub body: String,
    pub name: String,
    pub parts: Vec<Choice>,
    pub fault: String,
}

/// A section as typed; what is wrong beside each cell.
#[derive(Debug, Serialize)]
pub struct SectionRow {
    pub typed: TypedSection,
    pub places: Vec<Choice>,
    pub title_fault: String,
    pub minutes_fault: String,
    pub place_fault: String,
}

/// The session that a template is made from.
#[derive(Debug, Serialize)]
pub struct Origin {
    pub id: String,
    pub title: String,
}

/// The form of a template.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// Of the template that is changed; none for a new one.
    pub id: Option<String>,
    pub from: Option<Origin>,
    pub form: FormState,
    pub kinds: Vec<Choice>,
    pub forms: Vec<Choice>,
    pub words: String,
    pub guests: Vec<GuestRow>,
    pub sections: Vec<SectionRow>,
    pub history: Vec<HistoryLine>,
}

/// The two tables of the form: body and part, and sections.
struct Tables {
    guests: Vec<(String, String)>,
    sections: Vec<TypedSection>,
}

impl Tables {
    fn of(input: &Input) -> Self {
        let guests = input.arrangement.guests.iter().map(|guest| (guest.body.to_string(), guest.part.to_string()));
        let sections = input.arrangement.sections.iter().map(|section| TypedSection {
            title: section.title.clone(),
            minutes: section.minutes.to_string(),
            place: if section.after_issues { "after" } else { "before" }.to_owned(),
        });
        Self { guests: guests.collect(), sections: sections.collect() }
    }

    fn typed(posted: &Posted) -> Self {
        let mut sections = typed_sections(posted);
        while sections.last().is_some_and(|last| last.title.is_empty() && last.minutes.is_empty()) {
            sections.pop();
        }
        Self { guests: typed_guests(posted), sections }
    }
}

impl Edit {
    fn new(id: Option<TemplateId>, form: FormState, tables: Tables, bodies: &[Body], locale: Locale) -> Self {
        let part = |body: &str| tables.guests.iter().find(|(known, _)| known == body).map_or("", |(_, part)| part.as_str());
        let words: Vec<Choice> = part_words(locale).into_iter().filter(|word| word.value != Part::Citizen.as_str()).collect();
        let guest = |(at, body): (usize, &Body)| {
            let body_id = body.id.to_string();
            let given = part(&body_id);
            let none = Choice::new("", i18n::text(locale, "template-not-asked", &[]));
            let parts = std::iter::once(none).chain(words.iter().cloned());
            GuestRow {
                parts: parts.map(|word| Choice { selected: word.value == given, ..word }).collect(),
                name: body.name.clone(),
                fault: form.error(&format!("part-{}", at + 1)).to_owned(),
                body: body_id,
            }
        };
        let guests = bodies.iter().enumerate().map(guest).collect();
        let mut sections = tables.sections;
        let rows = (sections.len() + BLANK_ROWS).min(MOST_SECTIONS);
        sections.resize_with(rows, TypedSection::default);
        let section = |(at, typed): (usize, TypedSection)| SectionRow {
            places: Choice::words(["before", "after"], "section-place", locale)
                .into_iter()
                .map(|place| Choice { selected: place.value == typed.place, ..place })
                .collect(),
            title_fault: form.error(&format!("section-{}", at + 1)).to_owned(),
            minutes_fault: form.error(&format!("minutes-{}", at + 1)).to_owned(),
            place_fault: form.error(&format!("section_place-{}", at + 1)).to_owned(),
            typed,
        };
        Self {
            id: id.map(|id| id.to_string()),
            from: None,
            kinds: Choice::words(SessionKind::ALL.iter().map(|word| word.as_str()), "session-kind", locale),
            forms: Choice::words(SessionForm::ALL.iter().map(|word| word.as_str()), "session-form", locale),
            words: PLACEHOLDERS.join(" "),
            guests,
            sections: sections.into_iter().enumerate().map(section).collect(),
            history: Vec::new(),
            form,
        }
    }
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/session_templates/edit";

    fn samples() -> Vec<Self> {
        let mut wrong = FormState::with(json!({ "version": 1 }));
        let cells = ["part-1", "section-1", "minutes-1", "section_place-1", "guests", "sections"];
        wrong.errors.extend(cells.map(|cell| (cell.to_owned(), "Dòng 1: chưa ghi".into())));
        let guest = |fault: &str| GuestRow {
            body: "0193".into(),
            name: "Đảng ủy phường Hải An".into(),
            parts: part_words(Locale::Vi),
            fault: fault.into(),
        };
        let tables = || Tables {
            guests: Vec::new(),
            sections: vec![TypedSection { title: "Báo cáo".into(), minutes: "15".into(), place: "before".into() }],
        };
        let sample = |id, form, fault| Self {
            guests: vec![guest(fault)],
            history: vec![HistoryLine::sample("Thêm mẫu")],
            ..Self::new(id, form, tables(), &[], Locale::Vi)
        };
        let new = Self {
            from: Some(Origin { id: "0193".into(), title: "Đối thoại".into() }),
            history: Vec::new(),
            ..sample(None, FormState::default(), "")
        };
        vec![sample(Some(TemplateId(uuid::Uuid::nil())), wrong, "Dòng 1: không đúng"), new]
    }
}

/// What is said in a template as the values of its form.
fn values(input: &Input, version: i32) -> FormState {
    FormState::with(json!({
        "version": version,
        "name": input.name,
        "kind": input.kind,
        "form": input.form,
        "title": input.title,
        "counterpart": input.counterpart,
        "place": input.place,
        "attend_how": input.attend_how,
        "starts": input.starts.format("%H:%M").to_string(),
        "duration": input.duration_minutes,
    }))
}

async fn bodies(app: &App, visit: &Visit, unit: &str) -> AppResult<Vec<Body>> {
    bodies_of_unit(app.db().read(), unit, visit.ctx.today()).await
}

/// GET /session-templates/new, also with `from`: what a session would give
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`] for the session.
pub async fn new(State(app): State<App>, visit: Visit, Query(asked): Query<Vec<(String, String)>>) -> PageResult {
    let asked = Posted::from_query(asked);
    let Some(from) = asked.get("from").filter(|from| !from.is_empty()) else {
        let unit = planned_unit(&visit.ctx)?;
        let form = FormState::with(json!({
            "kind": SessionKind::Periodic, "form": SessionForm::InPerson, "starts": "08:00", "duration": 210,
        }));
        let tables = Tables { guests: Vec::new(), sections: Vec::new() };
        return visit.page(&Edit::new(None, form, tables, &bodies(&app, &visit, &unit).await?, visit.locale));
    };
    let from: SessionId = from.parse().map_err(|_| AppError::NotFound)?;
    let found = sessions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, from).await?;
    let input = actions::of_session(app.db().read(), &found.session).await?;
    let bodies = bodies(&app, &visit, &found.unit.code).await?;
    let edit = Edit::new(None, values(&input, 1), Tables::of(&input), &bodies, visit.locale);
    visit.page(&Edit { from: Some(Origin { id: from.to_string(), title: found.session.title }), ..edit })
}

/// POST /session-templates
///
/// # Errors
/// [`AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = planned_unit(&visit.ctx)?;
    let result = match forms::templates::input(&posted) {
        Ok(input) => actions::add(&app, &visit.ctx, &unit, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect("/session-templates", "flash-template-added"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            let bodies = bodies(&app, &visit, &unit).await?;
            visit.refused(&Edit::new(None, form, Tables::typed(&posted), &bodies, visit.locale))
        }
    }
}

async fn view(app: &App, visit: &Visit, found: &FoundTemplate, form: FormState, tables: Tables) -> AppResult<Edit> {
    let history = audit::history(app.db().read(), "session-template", found.template.id).await?.into_iter();
    let bodies = bodies(app, visit, &found.unit.code).await?;
    Ok(Edit {
        history: history.map(|step| HistoryLine::of(visit.locale, step.at, step.actor, &step.code)).collect(),
        ..Edit::new(Some(found.template.id), form, tables, &bodies, visit.locale)
    })
}

/// GET /session-templates/{id}
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<TemplateId>) -> PageResult {
    let found = templates::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let input = Input::from(found.template.clone());
    let form = values(&input, found.template.version);
    visit.page(&view(&app, &visit, &found, form, Tables::of(&input)).await?)
}

/// POST /session-templates/{id}
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<TemplateId>, posted: Posted) -> PageResult {
    let found = templates::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let result = match (forms::version(&posted), forms::templates::input(&posted)) {
        (Ok(version), Ok(input)) => actions::change(&app, &visit.ctx, id, version, input).await,
        (Err(violations), _) | (_, Err(violations)) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect("/session-templates", "flash-template-changed"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, &found, form, Tables::typed(&posted)).await?)
        }
    }
}

/// POST /session-templates/{id}/remove
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<TemplateId>, posted: Posted) -> PageResult {
    actions::remove(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect("/session-templates", "flash-template-removed")
}
