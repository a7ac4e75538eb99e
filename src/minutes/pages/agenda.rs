//! The agenda of a session: as a list to be put in order while a draft, as a table with fixed numbers afterwards.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::dialogues::{Found, StateWord, find};
use crate::error::AppResult;
use crate::i18n;
use crate::issues;
use crate::kernel::{Action, AgendaItemId, SessionId};
use crate::minutes::actions::agenda as actions;
use crate::minutes::forms;
use crate::minutes::pages::memory::{MemoryLine, memory_of};
use crate::minutes::rules::{Agenda, AgendaItem, AgendaState, ItemKind};
use crate::minutes::store::{agenda as store, neighbours};
use crate::organisation::bodies_by_ids;
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A line of the agenda.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub number: i32,
    pub late: bool,
    pub kind: &'static str,
    pub title: String,
    pub minutes: i32,
    /// Heading above the line, where a new field of life begins.
    pub heading: Option<String>,
    pub fixed: bool,
    /// What is remembered of its issue, for the unit's staff.
    pub memory: Option<MemoryLine>,
}

/// A selected issue that nobody has classified yet.
#[derive(Debug, Serialize)]
pub struct Unfiled {
    pub issue: String,
    pub title: String,
}

/// A promise of earlier sessions that is still open.
#[derive(Debug, Serialize)]
pub struct CarriedLine {
    pub code: String,
    pub wording: String,
    pub lead: String,
    pub due_on: NaiveDate,
    pub overdue: bool,
}

/// What the actor may do with the agenda now.
#[derive(Debug, Default, Serialize)]
pub struct Acts {
    pub build: bool,
    pub refresh: bool,
    pub arrange: bool,
    pub describe: bool,
    pub freeze: bool,
    pub reopen: bool,
    pub publish: bool,
}

/// The agenda's view.
#[derive(Debug, Serialize)]
pub struct Show {
    pub id: String,
    pub title: String,
    pub state: Option<&'static str>,
    pub tone: &'static str,
    /// There may be one, but it is not for this reader yet.
    pub hidden: bool,
    pub before: Vec<Line>,
    pub movable: Vec<Line>,
    pub after: Vec<Line>,
    pub planned: i32,
    /// Length of the session, in minutes.
    pub available: i64,
    /// Minutes planned beyond it.
    pub over: i64,
    pub selected: usize,
    /// Selected issues that stand last because they have no field, for those who may still change the order.
    pub unfiled: Vec<Unfiled>,
    pub carried: Vec<CarriedLine>,
    pub acts: Acts,
    pub version: i32,
    pub form: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/minutes/agenda";

    fn samples() -> Vec<Self> {
        let line = |number, kind, title: &str, heading: Option<&str>, late| Line {
            id: "0193".into(),
            number,
            late,
            kind,
            title: title.into(),
            minutes: 10,
            heading: heading.map(Into::into),
            fixed: false,
            memory: (kind == "issue").then(MemoryLine::sample),
        };
        let carried = |code: &str, overdue| CarriedLine {
            code: code.into(),
            wording: "Nạo vét cống ngõ 193 Văn Cao".into(),
            lead: "Phòng Kinh tế, Hạ tầng và Đô thị".into(),
            due_on: NaiveDate::default(),
            overdue,
        };
        let sample = |state: Option<&'static str>, over, may: bool| Self {
            id: "0193".into(),
            title: "Hội nghị đối thoại trực tiếp năm 2025".into(),
            state,
            tone: "blue",
            hidden: state.is_none() && !may,
            before: state.map(|_| line(1, "opening", "", None, false)).into_iter().collect(),
            movable: vec![
                line(2, "issue", "Đường ngõ 193 hay ngập", Some("Giao thông"), false),
                line(1, "floor", "Rác để lâu ngày", None, true),
            ],
            after: state.map(|_| line(3, "conclusion", "", None, false)).into_iter().collect(),
            planned: 225,
            available: 210,
            over,
            selected: 12,
            unfiled: may.then(|| Unfiled { issue: "0193".into(), title: "Đèn ngõ 12 hỏng".into() }).into_iter().collect(),
            carried: if may { vec![carried("HA-2025-7", true), carried("HA-2025-8", false)] } else { Vec::new() },
            acts: Acts { build: may, refresh: may, arrange: may, describe: may, freeze: may, reopen: may, publish: may },
            version: 1,
            form: FormState::default(),
        };
        vec![sample(Some("draft"), 15, true), sample(Some("published"), 0, false), sample(None, 0, true), sample(None, 0, false)]
    }
}

const fn tone(state: AgendaState) -> &'static str {
    match state {
        AgendaState::Draft => "grey",
        AgendaState::Frozen => "blue",
        AgendaState::Published => "green",
    }
}

fn acts(agenda: Option<&Agenda>, found: &Found, may: bool) -> Acts {
    let word = found.session.state.word();
    let open = may && matches!(word, StateWord::Planned | StateWord::Announced | StateWord::InSession);
    let Some(agenda) = agenda else { return Acts { build: open, ..Acts::default() } };
    let (draft, frozen) = (agenda.state == AgendaState::Draft, agenda.state == AgendaState::Frozen);
    Acts {
        build: false,
        refresh: open,
        arrange: open && draft,
        describe: open && (draft || frozen),
        freeze: open && draft,
        reopen: open && frozen && word != StateWord::InSession,
        publish: open && frozen,
    }
}

/// The view for whoever may read the session; an agenda that is not published is for the inside only.
async fn view(app: &App, visit: &Visit, id: SessionId, form: FormState) -> AppResult<Show> {
    let conn = app.db().read();
    let found = find(conn, &visit.ctx, Action::ReadSessions, id).await?;
    let target = found.unit.target();
    let may = visit.ctx.permit(Action::ManageAgenda, &target).is_ok();
    let inside = may || visit.ctx.permit(Action::ReadMinutes, &target).is_ok();
    let agenda = store::agenda(conn, id, &found.unit.code).await?;
    let agenda = agenda.filter(|agenda| inside || agenda.state == AgendaState::Published);
    let fields = issues::fields(conn).await?;
    let memory = memory_of(app, visit, &found, agenda.iter().flat_map(|agenda| &agenda.items)).await?;
    let mut last_field = None;
    let mut lines = |of: &dyn Fn(&AgendaItem) -> bool| -> Vec<Line> {
        let items = agenda.iter().flat_map(|agenda| &agenda.items).filter(|item| of(item));
        let line = |item: &AgendaItem| {
            let heading = (item.field != last_field).then_some(item.field.as_ref()).flatten();
            let known = |code: &String| fields.iter().find(|field| field.code == *code);
            let heading = heading.map(|code| match (known(code), visit.locale) {
                (None, _) => code.clone(),
                (Some(field), i18n::Locale::Vi) => field.name_vi.clone(),
                (Some(field), i18n::Locale::En) => field.name_en.clone(),
            });
            last_field.clone_from(&item.field);
            Line {
                id: item.id.to_string(),
                number: item.number,
                late: item.late,
                kind: item.kind.as_str(),
                title: item.title.clone(),
                minutes: item.minutes,
                heading,
                fixed: item.kind.is_fixed(),
                memory: item.issue.and_then(|issue| memory.get(&issue)).cloned(),
            }
        };
        items.map(line).collect()
    };
    let before = lines(&|item| item.kind.is_fixed() && item.kind != ItemKind::Conclusion);
    let movable = lines(&|item| !item.kind.is_fixed());
    let after = lines(&|item| item.kind == ItemKind::Conclusion);
    let planned = agenda.as_ref().map_or(0, Agenda::planned_minutes);
    let available = (found.session.ends_at - found.session.starts_at).num_minutes();
    let selected = if may { neighbours::selected(conn, id).await? } else { Vec::new() };
    let acts = acts(agenda.as_ref(), &found, may);
    Ok(Show {
        id: id.to_string(),
        hidden: agenda.is_none() && !may,
        state: agenda.as_ref().map(|agenda| agenda.state.as_str()),
        tone: agenda.as_ref().map_or("grey", |agenda| tone(agenda.state)),
        before,
        movable,
        after,
        planned,
        available,
        over: (i64::from(planned) - available).max(0),
        selected: selected.len(),
        unfiled: if acts.build || acts.arrange { unfiled(selected) } else { Vec::new() },
        acts,
        carried: if inside { carried(app, visit, &found).await? } else { Vec::new() },
        version: agenda.as_ref().map_or(0, |agenda| agenda.version),
        title: found.session.title,
        form,
    })
}

fn unfiled(selected: Vec<neighbours::Selected>) -> Vec<Unfiled> {
    let unfiled = selected.into_iter().map(|one| one.topic).filter(|topic| topic.field.is_none());
    unfiled.map(|topic| Unfiled { issue: topic.issue.to_string(), title: topic.title }).collect()
}

/// Open promises of earlier sessions, in words.
pub(super) async fn carried(app: &App, visit: &Visit, found: &Found) -> AppResult<Vec<CarriedLine>> {
    let conn = app.db().read();
    let rows = neighbours::carried_over(conn, &found.unit.code, found.session.starts_at, visit.ctx.today()).await?;
    let bodies = bodies_by_ids(conn, rows.iter().map(|row| row.lead)).await?;
    let name = |id| bodies.iter().find(|body| body.id == id).map(|body| body.short_name.clone()).unwrap_or_default();
    let line = |row: neighbours::Carried| CarriedLine {
        lead: name(row.lead),
        code: row.code,
        wording: row.wording,
        due_on: row.due_on,
        overdue: row.overdue,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// GET /dialogues/{id}/agenda
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    visit.page(&view(&app, &visit, id, FormState::default()).await?)
}

/// Back to the agenda with `flash`, or the agenda again with what stood against the act.
pub(super) async fn answer(
    app: &App,
    visit: &Visit,
    id: SessionId,
    posted: &Posted,
    result: AppResult<()>,
    flash: &str,
) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/dialogues/{id}/agenda"), flash),
        Err(violations) => visit.refused(&view(app, visit, id, FormState::refused(posted, &violations, visit.locale)).await?),
    }
}

/// POST /dialogues/{id}/agenda
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn build(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::build(&app, &visit.ctx, id).await;
    answer(&app, &visit, id, &posted, result, "flash-agenda-built").await
}

/// POST /dialogues/{id}/agenda/order
///
/// # Errors
/// [`crate::error::AppError::Denied`]; refusals go to the list's own script as problem+json.
pub async fn order(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::order(&posted) {
        Ok(ids) => actions::arrange(&app, &visit.ctx, id, ids).await,
        Err(violations) => Err(violations.into()),
    };
    if visit.wants_json {
        result?;
        return Ok(json_response(json!({})));
    }
    answer(&app, &visit, id, &posted, result, "flash-agenda-saved").await
}

/// A small answer for one of our own modules.
pub(super) fn json_response(body: serde_json::Value) -> Response {
    axum::Json(body).into_response()
}

/// POST /dialogues/{id}/agenda/add
///
/// # Errors
/// [`crate::error::AppError::Denied`].
pub async fn add(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = match forms::line(&posted, true) {
        Ok((title, minutes)) => actions::add(&app, &visit.ctx, id, title, minutes).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-agenda-saved").await
}

/// POST /dialogues/{id}/agenda/freeze
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn freeze(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::freeze(&app, &visit.ctx, id, forms::version(&posted)?).await;
    answer(&app, &visit, id, &posted, result, "flash-agenda-frozen").await
}

/// POST /dialogues/{id}/agenda/reopen
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn reopen(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::reopen(&app, &visit.ctx, id, forms::version(&posted)?).await;
    answer(&app, &visit, id, &posted, result, "flash-agenda-reopened").await
}

/// POST /dialogues/{id}/agenda/publish
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn publish(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let result = actions::publish(&app, &visit.ctx, id, forms::version(&posted)?).await;
    answer(&app, &visit, id, &posted, result, "flash-agenda-published").await
}

/// The name of a line: its own title or what its kind is called.
pub(super) fn name_of(item: &AgendaItem, locale: i18n::Locale) -> String {
    if item.title.is_empty() { i18n::text(locale, &format!("agenda-kind-{}", item.kind), &[]) } else { item.title.clone() }
}

/// The line `item` of the agenda, if there is one.
pub(super) async fn line(app: &App, found: &Found, item: AgendaItemId) -> AppResult<(Agenda, AgendaItem)> {
    let agenda = store::agenda(app.db().read(), found.session.id, &found.unit.code).await?;
    let agenda = agenda.ok_or(crate::error::AppError::NotFound)?;
    let item = agenda.item(item).cloned().ok_or(crate::error::AppError::NotFound)?;
    Ok((agenda, item))
}
