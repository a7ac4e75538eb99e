//! Writing the text of a report; figures stand in it by name between square brackets.

use axum::extract::State;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::show::Seen;
use super::words::{FigureLine, GroupLines, Names, groups, ordered, title_of};
use crate::app::App;
use crate::error::AppResult;
use crate::kernel::{Action, ReportId};
use crate::reports::actions::write as actions;
use crate::reports::forms;
use crate::reports::rules::Section;
use crate::reports::rules::narrative::renamed;
use crate::reports::store::reports::{self, Found};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// The form of the text.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub id: String,
    pub title: String,
    pub form: FormState,
    pub sections: Vec<&'static str>,
    /// What can be named between brackets, with its value now.
    pub groups: Vec<GroupLines>,
}

fn section_words() -> Vec<&'static str> {
    Section::ALL.iter().map(|section| section.as_str()).collect()
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/reports/edit";

    fn samples() -> Vec<Self> {
        let group = GroupLines { group: "sessions", lines: vec![FigureLine::sample("sessions-held", false)] };
        let form = FormState::with(json!({ "version": 1, "results": "Đã giải quyết [Đã giải quyết xong]." }));
        vec![Self {
            id: "0193".into(), title: "Báo cáo năm 2025".into(), form, sections: section_words(), groups: vec![group]
        }]
    }
}

async fn view(app: &App, visit: &Visit, found: &Found, names: &Names, form: FormState) -> AppResult<Edit> {
    let seen = Seen::load(app, &visit.ctx, found).await?;
    let id = found.report.id;
    Ok(Edit {
        id: id.to_string(),
        title: title_of(visit.locale, &found.report),
        form,
        sections: section_words(),
        groups: groups(names, &seen.figures, &ordered(&seen.figures), |code| format!("/reports/{id}/figures/{code}")),
    })
}

/// GET /reports/{id}/edit
///
/// # Errors
/// `NotFound`, `Denied`.
pub async fn form(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>) -> PageResult {
    let found = reports::find(app.db().read(), &visit.ctx, Action::WriteReport, id).await?;
    if !found.report.state.is_open() {
        return visit.go(&format!("/reports/{id}"));
    }
    let names = Names::load(&app, visit.locale).await?;
    let mut values = Map::from_iter([("version".to_owned(), json!(found.report.version))]);
    for (section, text) in &found.report.narrative {
        let shown = renamed(text, |code| Some(names.figure(code)));
        values.insert(section.to_string(), Value::from(shown));
    }
    let form = FormState::with(Value::Object(values));
    visit.page(&view(&app, &visit, &found, &names, form).await?)
}

/// POST /reports/{id}/edit
///
/// # Errors
/// `Conflict`, `Denied`.
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<ReportId>, posted: Posted) -> PageResult {
    let found = reports::find(app.db().read(), &visit.ctx, Action::WriteReport, id).await?;
    let names = Names::load(&app, visit.locale).await?;
    let known = ordered(&Seen::load(&app, &visit.ctx, &found).await?.figures);
    let result = match forms::narrative(&posted, |typed| names.code(typed, &known)) {
        Ok((version, narrative)) => actions::write(&app, &visit.ctx, id, version, narrative).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/reports/{id}"), "flash-report-saved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, &found, &names, form).await?)
        }
    }
}
