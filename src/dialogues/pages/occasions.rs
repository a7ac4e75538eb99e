//! The unit's dated occasions, such as meetings of the people's council, and the sessions before each of them.

use axum::extract::State;
use chrono::{Days, NaiveDate};
use serde::Serialize;
use serde_json::json;

use super::plans::own_unit;
use super::series::SessionRow;
use crate::app::App;
use crate::db::{Conn, audit};
use crate::dialogues::actions::occasions as actions;
use crate::dialogues::forms;
use crate::dialogues::rules::occasions::{Occasion, occasion_key};
use crate::dialogues::store::occasions::{self, FoundOccasion};
use crate::dialogues::store::sessions;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, OccasionId};
use crate::law::OccasionKind;
use crate::web::{Choice, FormState, HistoryLine, PageResult, Path, Posted, View, Visit, outcome};

/// How far back occasions are listed, in days.
const BACK_DAYS: Days = Days::new(366);

/// One occasion.
#[derive(Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub kind: &'static str,
    pub name: String,
    pub held_on: NaiveDate,
    pub is_past: bool,
    pub sessions: Vec<SessionRow>,
}

impl Row {
    async fn of(conn: &Conn, occasion: &Occasion, today: NaiveDate) -> AppResult<Self> {
        let before = sessions::of_key(conn, &occasion.unit_code, &occasion_key(occasion.id)).await?;
        Ok(Self {
            id: occasion.id.to_string(),
            kind: occasion.kind.as_str(),
            name: occasion.name.clone(),
            held_on: occasion.held_on,
            is_past: occasion.held_on < today,
            sessions: before.iter().map(SessionRow::from).collect(),
        })
    }

    fn sample(is_past: bool, sessions: Vec<SessionRow>) -> Self {
        let (id, name) = ("0193".into(), "Kỳ họp thứ ba HĐND phường".into());
        Self { id, kind: "council-meeting", name, held_on: NaiveDate::default(), is_past, sessions }
    }
}

/// The list with the form of a new one.
#[derive(Debug, Serialize)]
pub struct List {
    pub rows: Vec<Row>,
    pub kinds: Vec<Choice>,
    pub unit: String,
    pub may_plan: bool,
    pub form: FormState,
}

fn kinds(locale: Locale) -> Vec<Choice> {
    Choice::words(OccasionKind::ALL.iter().map(|word| word.as_str()), "occasion-kind", locale)
}

impl View for List {
    const TEMPLATE: &'static str = "pages/series/occasions";

    fn samples() -> Vec<Self> {
        let sample =
            |rows, may_plan| Self { rows, kinds: kinds(Locale::Vi), unit: "03667".into(), may_plan, form: FormState::default() };
        let rows = vec![Row::sample(false, vec![SessionRow::sample(None)]), Row::sample(true, Vec::new())];
        vec![sample(rows, true), sample(Vec::new(), true), sample(Vec::new(), false)]
    }
}

async fn list_view(app: &App, visit: &Visit, form: FormState) -> AppResult<List> {
    let (conn, today) = (app.db().read(), visit.ctx.today());
    let from = today.checked_sub_days(BACK_DAYS).unwrap_or(today);
    let mut rows = Vec::new();
    for occasion in occasions::list(conn, &visit.ctx, Action::ReadPlannedSessions, from).await? {
        rows.push(Row::of(conn, &occasion, today).await?);
    }
    // What is ahead comes first, by its day.
    rows.sort_by_key(|row| row.is_past);
    let may_plan = !visit.ctx.scope(Action::PlanDialogues).is_empty();
    Ok(List { rows, kinds: kinds(visit.locale), unit: own_unit(&visit.ctx, "")?, may_plan, form })
}

/// GET /occasions
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let form = FormState::with(json!({ "occasion": OccasionKind::CouncilMeeting }));
    visit.page(&list_view(&app, &visit, form).await?)
}

/// POST /occasions
///
/// # Errors
/// [`AppError::Denied`].
pub async fn add(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = own_unit(&visit.ctx, posted.get("unit").unwrap_or_default())?;
    let result = match forms::occasions::input(&posted) {
        Ok(input) => actions::add(&app, &visit.ctx, &unit, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect("/occasions", "flash-occasion-added"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&list_view(&app, &visit, form).await?)
        }
    }
}

/// One occasion with what hangs on it.
#[derive(Debug, Serialize)]
pub struct Show {
    pub row: Row,
    pub form: FormState,
    pub history: Vec<HistoryLine>,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/series/occasion";

    fn samples() -> Vec<Self> {
        let sample = |sessions| Self {
            row: Row::sample(false, sessions),
            form: FormState::with(json!({ "version": 1, "name": "Kỳ họp thứ ba", "held_on": "2026-07-15" })),
            history: vec![HistoryLine::sample("Thêm kỳ họp, sự kiện")],
        };
        vec![sample(vec![SessionRow::sample(None)]), sample(Vec::new())]
    }
}

async fn show_view(app: &App, visit: &Visit, found: &FoundOccasion, form: FormState) -> AppResult<Show> {
    let conn = app.db().read();
    let row = Row::of(conn, &found.occasion, visit.ctx.today()).await?;
    let history = audit::history(conn, "occasion", found.occasion.id).await?.into_iter();
    let history = history.map(|step| HistoryLine::of(visit.locale, step.at, step.actor, &step.code)).collect();
    Ok(Show { row, form, history })
}

/// GET /occasions/{id}
///
/// # Errors
/// Not found, or denied.
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<OccasionId>) -> PageResult {
    let found = occasions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let Occasion { version, name, held_on, .. } = &found.occasion;
    let form = FormState::with(json!({ "version": version, "name": name, "held_on": held_on }));
    visit.page(&show_view(&app, &visit, &found, form).await?)
}

/// POST /occasions/{id}
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn change(State(app): State<App>, visit: Visit, Path(id): Path<OccasionId>, posted: Posted) -> PageResult {
    let found = occasions::find(app.db().read(), &visit.ctx, Action::PlanDialogues, id).await?;
    let result = match forms::occasions::change(&posted) {
        Ok((version, name, held_on)) => actions::change(&app, &visit.ctx, id, version, name, held_on).await,
        Err(violations) => Err(AppError::from(violations)),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect("/occasions", "flash-occasion-changed"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&show_view(&app, &visit, &found, form).await?)
        }
    }
}

/// POST /occasions/{id}/remove
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<OccasionId>, posted: Posted) -> PageResult {
    actions::remove(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect("/occasions", "flash-occasion-removed")
}
