//! Rule sets: the list, and one with everything it says and the units it binds.

use std::collections::BTreeSet;

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::words::{self, Line};
use crate::app::App;
use crate::duties::actions::{bindings as actions, rule_drafts as drafts};
use crate::duties::forms;
use crate::duties::rules::rule_draft::RuleDraft;
use crate::duties::rules::versions::Version;
use crate::duties::store::{bindings, rule_drafts, rule_sets, versions};
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, RuleSetId};
use crate::law::{RuleSet, seeds};
use crate::organisation::{active_units, unit};
use crate::web::{Choice, FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A rule set in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub code: String,
    pub name: String,
    pub levels: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    /// `in-force`, `ended` or `to-come` as of today.
    pub standing: &'static str,
    /// How many units it binds or bound.
    pub units: usize,
}

/// A text that somebody writes.
#[derive(Debug, Serialize)]
pub struct DraftRow {
    pub id: String,
    pub code: String,
    pub name: String,
    pub valid_from: NaiveDate,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub rows: Vec<Row>,
    pub drafts: Vec<DraftRow>,
    /// Whether the visitor may write texts.
    pub may_write: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/duties/rule_sets";

    fn samples() -> Vec<Self> {
        let row = |valid_to, standing| Row {
            id: "0193".into(),
            code: "law-commune-2025".into(),
            name: "Luật Tổ chức chính quyền địa phương 2025, Điều 43".into(),
            levels: "Cấp xã".into(),
            valid_from: NaiveDate::default(),
            valid_to,
            standing,
            units: 3,
        };
        let draft = DraftRow {
            id: "0193".into(),
            code: "law-commune-2025".into(),
            name: "Luật 72".into(),
            valid_from: NaiveDate::default(),
        };
        let rows = vec![row(None, "in-force"), row(Some(NaiveDate::default()), "ended"), row(None, "to-come")];
        vec![Self { rows, drafts: vec![draft], may_write: true }, Self { rows: Vec::new(), drafts: Vec::new(), may_write: false }]
    }
}

fn standing(set: &RuleSet, today: NaiveDate) -> &'static str {
    match set.is_valid_on(today) {
        true => "in-force",
        false if today < set.valid_from => "to-come",
        false => "ended",
    }
}

/// GET /admin/rules
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let conn = app.db().read();
    let (bound, today) = (bindings::all(conn).await?, visit.ctx.today());
    let rows = rule_sets::list(conn).await?.into_iter().map(|(id, set)| Row {
        id: id.to_string(),
        levels: words::levels(visit.locale, &set),
        standing: standing(&set, today),
        units: bound.iter().filter(|binding| binding.set == id).count(),
        code: set.code,
        name: set.name,
        valid_from: set.valid_from,
        valid_to: set.valid_to,
    });
    let permit = drafts::permit(&visit.ctx).ok();
    let written = match &permit {
        Some(permit) => rule_drafts::list(conn, permit).await?,
        None => Vec::new(),
    };
    let draft = |draft: RuleDraft| DraftRow {
        id: draft.id.to_string(),
        code: draft.set.code,
        name: draft.set.name,
        valid_from: draft.set.valid_from,
    };
    let drafts = written.into_iter().map(draft).collect();
    visit.page(&List { rows: rows.collect(), drafts, may_write: permit.is_some() })
}

/// A unit that the set binds.
#[derive(Debug, Serialize)]
pub struct Bound {
    pub unit_code: String,
    pub unit: String,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    /// Whether the visitor may end it.
    pub may_end: bool,
}

/// One rule set.
#[derive(Debug, Serialize)]
pub struct Show {
    pub row: Row,
    pub legal_basis: Vec<String>,
    pub notes: Vec<String>,
    pub lines: Vec<Line>,
    pub bound: Vec<Bound>,
    /// Units that can be bound.
    pub units: Vec<Choice>,
    pub may_remove: bool,
    /// Whether the visitor may write another text of it.
    pub may_write: bool,
    /// Whether it has not begun and follows another version: it can be withdrawn.
    pub may_withdraw: bool,
    /// Address of the draft that somebody writes.
    pub draft: Option<String>,
    /// All versions of the instrument, where there are several.
    pub versions: Vec<Row>,
    pub form: FormState,
}

impl View for Show {
    const TEMPLATE: &'static str = "pages/duties/rule_set";

    fn samples() -> Vec<Self> {
        let lines = seeds().unwrap_or_default().first().map(|set| words::parameters(Locale::Vi, set)).unwrap_or_default();
        let bound = |to_on| Bound {
            unit_code: "03667".into(),
            unit: "Phường Chiềng An".into(),
            from_on: NaiveDate::default(),
            to_on,
            may_end: true,
        };
        let show = |bound: Vec<Bound>, may_remove| Self {
            row: List::samples().remove(0).rows.remove(0),
            legal_basis: vec!["Luật số 72/2025/QH15".into()],
            notes: vec!["Luật không nói hạn rơi vào ngày nghỉ có được lùi hay không.".into()],
            lines: lines.clone(),
            bound,
            units: vec![Choice::new("03667", "Phường Chiềng An")],
            may_remove,
            may_write: true,
            may_withdraw: may_remove,
            draft: may_remove.then(|| "/admin/rule-drafts/0193".to_owned()),
            versions: if may_remove { List::samples().remove(0).rows } else { Vec::new() },
            form: FormState::with(json!({ "from_on": "2025-07-01" })),
        };
        vec![show(vec![bound(None), bound(Some(NaiveDate::default()))], false), show(Vec::new(), true)]
    }
}

async fn view(app: &App, visit: &Visit, id: RuleSetId, form: FormState) -> AppResult<Show> {
    let conn = app.db().read();
    let set = rule_sets::rule_set(conn, id).await?;
    let mut bound = Vec::new();
    for binding in bindings::of_set(conn, id).await? {
        let unit = unit(conn, &binding.unit_code).await?;
        let may_end = visit.ctx.permit(Action::ManageRules, &unit.target()).is_ok();
        let (from_on, to_on) = (binding.from_on, binding.to_on);
        bound.push(Bound { unit_code: unit.code, unit: unit.name, from_on, to_on, may_end });
    }
    let mut units = Vec::new();
    for path in visit.ctx.scope(Action::ManageRules).subtrees {
        let fitting = active_units(conn, &path).await?.into_iter();
        let fitting = fitting.filter(|unit| actions::level_of(unit).is_some_and(|level| set.levels.contains(&level)));
        units.extend(fitting.map(|unit| Choice::new(unit.code, unit.name)));
    }
    let permit = drafts::permit(&visit.ctx).ok();
    let draft = match &permit {
        Some(permit) => rule_drafts::of_code(conn, permit, &set.code).await?,
        None => None,
    };
    let all = versions::of_code(conn, &set.code).await?;
    let row = |version: &Version| {
        let units: BTreeSet<&str> =
            all.bindings.iter().filter(|one| one.set == version.id).map(|one| one.unit_code.as_str()).collect();
        Row {
            id: version.id.to_string(),
            levels: words::levels(visit.locale, &version.set),
            standing: standing(&version.set, visit.ctx.today()),
            units: units.len(),
            code: version.set.code.clone(),
            name: version.set.name.clone(),
            valid_from: version.set.valid_from,
            valid_to: version.set.valid_to,
        }
    };
    let is_later = set.valid_from > visit.ctx.today() && all.before(set.valid_from).is_some();
    Ok(Show {
        may_remove: bound.is_empty() && permit.is_some(),
        may_write: permit.is_some(),
        may_withdraw: permit.is_some() && draft.is_none() && is_later,
        draft: draft.map(|draft| format!("/admin/rule-drafts/{}", draft.id)),
        versions: if all.list.len() > 1 { all.list.iter().map(row).collect() } else { Vec::new() },
        lines: words::parameters(visit.locale, &set),
        row: row(all.find(id).ok_or(AppError::NotFound)?),
        legal_basis: set.legal_basis,
        notes: set.parameters.notes,
        bound,
        units,
        form,
    })
}

/// GET /admin/rules/{id}
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn show(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>) -> PageResult {
    let form = FormState::with(json!({ "from_on": visit.ctx.today() }));
    visit.page(&view(&app, &visit, id, form).await?)
}

/// Back to the rule set, or the page again with what was refused.
async fn answer(
    app: &App,
    visit: &Visit,
    id: RuleSetId,
    posted: &Posted,
    result: Result<(), AppError>,
    flash: &str,
) -> PageResult {
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/rules/{id}"), flash),
        Err(violations) => {
            let form = FormState::refused(posted, &violations, visit.locale);
            visit.refused(&view(app, visit, id, form).await?)
        }
    }
}

/// POST /admin/rules/{id}/bind
///
/// # Errors
/// [`AppError::Denied`].
pub async fn bind(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>, posted: Posted) -> PageResult {
    let result = match forms::bind(&posted) {
        Ok(input) => actions::bind(&app, &visit.ctx, &input.unit_code, id, (input.from_on, input.to_on)).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-rules-bound").await
}

/// POST /admin/rules/{id}/unbind
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn unbind(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>, posted: Posted) -> PageResult {
    let result = match forms::unbind(&posted) {
        Ok((unit, from_on, last)) => actions::unbind(&app, &visit.ctx, &unit, id, from_on, last).await,
        Err(violations) => Err(violations.into()),
    };
    answer(&app, &visit, id, &posted, result, "flash-rules-unbound").await
}

/// POST /admin/rules/{id}/remove
///
/// # Errors
/// [`AppError::Denied`].
pub async fn remove(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>, posted: Posted) -> PageResult {
    match outcome(actions::remove(&app, &visit.ctx, id).await)? {
        Ok(()) => visit.redirect("/admin/rules", "flash-rules-removed"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, form).await?)
        }
    }
}

/// POST /admin/rules/{id}/withdraw
///
/// # Errors
/// [`AppError::Denied`].
pub async fn withdraw(State(app): State<App>, visit: Visit, Path(id): Path<RuleSetId>, posted: Posted) -> PageResult {
    match outcome(drafts::withdraw(&app, &visit.ctx, id).await)? {
        Ok(()) => visit.redirect("/admin/rules", "flash-rules-withdrawn"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, form).await?)
        }
    }
}
