//! The unit's own reports, and beginning one.

use axum::extract::State;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::words::{Choice, period_value, title, title_of, tone};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, Role};
use crate::reports::actions::write as actions;
use crate::reports::exports::first_text;
use crate::reports::forms;
use crate::reports::rules::Report;
use crate::reports::rules::period::period_key;
use crate::reports::store::reports;
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, outcome};

/// A report in a list.
#[derive(Debug, Serialize)]
pub struct Line {
    pub id: String,
    pub title: String,
    pub data_from: NaiveDate,
    pub data_to: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub state: &'static str,
    pub tone: &'static str,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub lines: Vec<Line>,
    pub may_write: bool,
    /// Reviews the reports of units below.
    pub may_review: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/reports/list";

    fn samples() -> Vec<Self> {
        let line = |due| Line {
            id: "0193".into(),
            title: "Báo cáo năm 2025".into(),
            data_from: NaiveDate::default(),
            data_to: NaiveDate::default(),
            due_on: due,
            state: "draft",
            tone: "grey",
        };
        let lines = vec![line(None), line(Some(NaiveDate::default()))];
        vec![Self { lines, may_write: true, may_review: true }, Self { lines: Vec::new(), may_write: false, may_review: false }]
    }
}

/// GET /reports
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let found = reports::list_own(app.db().read(), &visit.ctx).await?;
    let line = |report: &Report| Line {
        id: report.id.to_string(),
        title: title_of(visit.locale, report),
        data_from: report.data_from,
        data_to: report.data_to,
        due_on: report.due_on,
        state: report.state.word().as_str(),
        tone: tone(report.state.word()),
    };
    visit.page(&List {
        lines: found.iter().map(line).collect(),
        may_write: visit.has_role(Role::Office),
        may_review: visit.has_role(Role::Superior),
    })
}

/// The form that begins a report.
#[derive(Debug, Serialize)]
pub struct New {
    pub form: FormState,
    pub periods: Vec<Choice>,
}

impl View for New {
    const TEMPLATE: &'static str = "pages/reports/new";

    fn samples() -> Vec<Self> {
        let choice = Choice { value: "year/2025".into(), label: "Báo cáo năm 2025".into(), selected: true };
        vec![Self { form: FormState::default(), periods: vec![choice] }]
    }
}

/// Which year the link to the form was about.
#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    year: Option<i32>,
}

fn own_unit(visit: &Visit) -> AppResult<String> {
    visit.ctx.scope(Action::WriteReport).units.into_iter().next().ok_or(AppError::NotFound)
}

async fn new_view(app: &App, visit: &Visit, form: FormState, year: Option<i32>) -> AppResult<New> {
    let unit = own_unit(visit)?;
    let existing = reports::of_unit(app.db().read(), &unit).await?;
    let today = visit.ctx.today();
    let this = today.year();
    let mut periods = Vec::new();
    for on in [this, this - 1] {
        for period in actions::periods(app, &unit, on).await?.into_iter().filter(|period| period.data_from <= today) {
            let key = period_key(&period);
            let is_new = !existing.iter().any(|report| report.period == key && report.year == on);
            if is_new {
                let selected = year == Some(on) && key == crate::reports::rules::PeriodKey::YEAR;
                periods.push(Choice { value: period_value(&period), label: title(visit.locale, key, on), selected });
            }
        }
    }
    Ok(New { form, periods })
}

/// GET /reports/new
///
/// # Errors
/// The database's.
pub async fn new(State(app): State<App>, visit: Visit, Query(query): Query<NewQuery>) -> PageResult {
    let view = new_view(&app, &visit, FormState::with(json!({})), query.year).await?;
    visit.page(&view)
}

/// POST /reports
///
/// # Errors
/// [`AppError::Denied`].
pub async fn begin(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let unit = own_unit(&visit)?;
    let result = match forms::begin(&posted) {
        // The report is a paper of a Vietnamese authority, whatever language its clerk's screen has.
        Ok((key, year)) => actions::begin(&app, &visit.ctx, &unit, key, year, first_text(crate::i18n::Locale::Vi)).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(id) => visit.redirect(&format!("/reports/{id}"), "flash-report-begun"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&new_view(&app, &visit, form, None).await?)
        }
    }
}
