//! A unit's own fields: the list with what each counts for, and one field with where it is used. For administrators and offices.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, Tab, field_name, sample_tabs, tabs};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::issues::actions::own_fields as actions;
use crate::issues::forms::fields::{self as forms, FieldAct, ListAct};
use crate::issues::rules::fields::tops;
use crate::issues::store::fields::{self, Field, Tree, Uses};
use crate::kernel::{Action, Role};
use crate::organisation::{Unit, unit};
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// Whose list.
#[derive(Debug, Default, Deserialize)]
pub struct FieldsQuery {
    #[serde(default)]
    unit: String,
}

/// A field in the list.
#[derive(Debug, Serialize)]
pub struct Row {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub lower: bool,
    /// The common field that it counts for, by name.
    pub top: String,
    pub closed: bool,
    /// Something stands before or after it that it could change places with.
    pub up: bool,
    pub down: bool,
}

/// The list.
#[derive(Debug, Serialize)]
pub struct List {
    pub tabs: Vec<Tab>,
    pub unit: String,
    pub unit_name: String,
    pub in_use: bool,
    /// The unit above whose list stands in as long as this one is not in use; none for the common list.
    pub above: Option<String>,
    pub version: i32,
    pub rows: Vec<Row>,
    pub parents: Vec<Choice>,
    pub tops: Vec<Choice>,
    pub form: FormState,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/issues/fields";

    fn samples() -> Vec<Self> {
        let row = |lower, closed| Row {
            code: "03667-1".into(),
            name: "Hạ tầng, giao thông, điện".into(),
            name_en: "Infrastructure".into(),
            lower,
            top: "Giao thông, hạ tầng".into(),
            closed,
            up: lower,
            down: !lower,
        };
        let page = |in_use, above: Option<&str>, rows| Self {
            tabs: sample_tabs(),
            unit: "03667".into(),
            unit_name: "Phường Chiềng An".into(),
            in_use,
            above: above.map(Into::into),
            version: 1,
            rows,
            parents: Choice::sample(),
            tops: Choice::sample(),
            form: FormState::default(),
        };
        vec![
            page(true, None, vec![row(false, false), row(true, true)]),
            page(false, Some("Tỉnh Sơn La"), vec![row(false, false)]),
            page(false, None, Vec::new()),
        ]
    }
}

/// One field.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub code: String,
    pub unit: String,
    pub unit_name: String,
    pub name: String,
    pub closed: bool,
    pub is_used: bool,
    pub uses: Uses,
    pub tops: Vec<Choice>,
    pub form: FormState,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/issues/field";

    fn samples() -> Vec<Self> {
        let page = |closed, uses: Uses| Self {
            code: "03667-1".into(),
            unit: "03667".into(),
            unit_name: "Phường Chiềng An".into(),
            name: "Hạ tầng, giao thông, điện".into(),
            closed,
            is_used: uses.count() > 0,
            uses,
            tops: Choice::sample(),
            form: FormState::with(json!({ "version": 1, "field_name_vi": "Hạ tầng" })),
        };
        vec![
            page(false, Uses { issues: 12, agenda: 2, fields: 1 }),
            page(true, Uses { issues: 1, agenda: 0, fields: 0 }),
            page(false, Uses::default()),
        ]
    }
}

fn top_choices(all: &[Field], locale: Locale) -> Vec<Choice> {
    tops(all).map(|field| Choice::new(&field.code, field_name(field, locale))).collect()
}

/// The unit of the address, else where the actor keeps the list.
async fn asked(app: &App, visit: &Visit, code: &str) -> AppResult<Unit> {
    let keeps = |role| role == Role::Office || role == Role::Admin;
    let own = || visit.ctx.actor.grants().iter().find(|grant| keeps(grant.role)).map(|grant| grant.unit_code.clone());
    let code = if code.is_empty() { own().ok_or(AppError::NotFound)? } else { code.to_owned() };
    let unit = unit(app.db().read(), &code).await?;
    visit.ctx.permit(Action::ManageFields, &unit.target())?;
    Ok(unit)
}

async fn view(app: &App, visit: &Visit, code: &str, form: FormState) -> AppResult<List> {
    let conn = app.db().read();
    let unit = asked(app, visit, code).await?;
    let kept = fields::kept(conn, &unit.code).await?;
    let all = fields::fields(conn).await?;
    let own = Tree { owner: Some(unit.code.clone()), all };
    let name = |code: &str| own.find(code).map(|field| field_name(field, visit.locale).to_owned()).unwrap_or_default();
    let siblings = |field: &Field| -> Vec<&Field> { own.fields().filter(|other| other.parent == field.parent).collect() };
    let row = |field: &Field| {
        let siblings = siblings(field);
        Row {
            code: field.code.clone(),
            name: field.name_vi.clone(),
            name_en: field.name_en.clone(),
            lower: field.parent.is_some(),
            top: name(&field.top),
            closed: field.closed_at.is_some(),
            up: siblings.first().is_some_and(|first| first.code != field.code),
            down: siblings.last().is_some_and(|last| last.code != field.code),
        }
    };
    let used = fields::tree(conn, &unit.code).await?.owner.filter(|owner| *owner != unit.code);
    let above = match used {
        Some(owner) => Some(crate::organisation::unit(conn, &owner).await?.in_a_sentence()),
        None => None,
    };
    let upper = own.fields().filter(|field| field.parent.is_none());
    Ok(List {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/fields"),
        unit_name: unit.name,
        in_use: kept.in_use,
        above,
        version: kept.version,
        rows: own.fields().map(row).collect(),
        parents: upper.map(|field| Choice::new(&field.code, field_name(field, visit.locale))).collect(),
        tops: top_choices(&own.all, visit.locale),
        unit: unit.code,
        form,
    })
}

fn address(unit: &str) -> String {
    format!("/issues/fields?unit={unit}")
}

/// GET /issues/fields
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<FieldsQuery>) -> PageResult {
    visit.page(&view(&app, &visit, &query.unit, FormState::default()).await?)
}

/// POST /issues/fields: one more.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::NotFound`], [`AppError::Denied`].
pub async fn add(State(app): State<App>, visit: Visit, Query(query): Query<FieldsQuery>, posted: Posted) -> PageResult {
    let unit = asked(&app, &visit, &query.unit).await?.code;
    let result = match forms::added(&posted) {
        Ok((version, parent, said)) => actions::add(&app, &visit.ctx, &unit, version, parent, said).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(_) => visit.redirect(&address(&unit), "flash-field-added"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, &unit, form).await?)
        }
    }
}

/// POST /issues/fields/list: the list as a whole.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::NotFound`], [`AppError::Denied`].
pub async fn whole(State(app): State<App>, visit: Visit, Query(query): Query<FieldsQuery>, posted: Posted) -> PageResult {
    let unit = asked(&app, &visit, &query.unit).await?.code;
    let result = match forms::list_act(&posted) {
        Ok((version, ListAct::Copy)) => {
            actions::copy_common(&app, &visit.ctx, &unit, version).await.map(|()| "flash-fields-copied")
        }
        Ok((version, ListAct::Use)) => {
            actions::put_in_use(&app, &visit.ctx, &unit, version, true).await.map(|()| "flash-fields-used")
        }
        Ok((version, ListAct::Leave)) => {
            actions::put_in_use(&app, &visit.ctx, &unit, version, false).await.map(|()| "flash-fields-left")
        }
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(flash) => visit.redirect(&address(&unit), flash),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, &unit, form).await?)
        }
    }
}

/// The field of a unit's own that the actor keeps, with its unit.
async fn found(app: &App, visit: &Visit, code: &str) -> AppResult<(Field, Unit)> {
    let all = fields::fields(app.db().read()).await?;
    let field = all.iter().find(|field| field.code == code).cloned().ok_or(AppError::NotFound)?;
    let owner = field.unit.clone().ok_or(AppError::NotFound)?;
    let unit = unit(app.db().read(), &owner).await?;
    visit.ctx.permit(Action::ManageFields, &unit.target())?;
    Ok((field, unit))
}

async fn edit_view(app: &App, visit: &Visit, code: &str, form: Option<FormState>) -> AppResult<Edit> {
    let conn = app.db().read();
    let (field, unit) = found(app, visit, code).await?;
    let uses = fields::uses(conn, code).await?;
    let kept = fields::kept(conn, &unit.code).await?;
    let stored = || {
        FormState::with(json!({
            "version": kept.version,
            "field_name_vi": field.name_vi,
            "field_name_en": field.name_en,
            "field_top": field.top,
        }))
    };
    Ok(Edit {
        form: form.unwrap_or_else(stored),
        name: field_name(&field, visit.locale).to_owned(),
        code: field.code,
        unit: unit.code,
        unit_name: unit.name,
        closed: field.closed_at.is_some(),
        is_used: uses.count() > 0,
        uses,
        tops: top_choices(&fields::fields(conn).await?, visit.locale),
    })
}

/// GET /issues/fields/{field}
///
/// # Errors
/// [`AppError::NotFound`], also for one of the common list; [`AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> PageResult {
    visit.page(&edit_view(&app, &visit, &code, None).await?)
}

/// POST /issues/fields/{field}
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::NotFound`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(code): Path<String>, posted: Posted) -> PageResult {
    let (_, unit) = found(&app, &visit, &code).await?;
    let result = match forms::changed(&posted) {
        Ok((version, said)) => actions::change(&app, &visit.ctx, &unit.code, version, &code, said).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&address(&unit.code), "flash-field-saved"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&edit_view(&app, &visit, &code, Some(form)).await?)
        }
    }
}

/// POST /issues/fields/{field}/act: its place, closing, removing.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::NotFound`], [`AppError::Denied`].
pub async fn act(State(app): State<App>, visit: Visit, Path(code): Path<String>, posted: Posted) -> PageResult {
    let (field, unit) = found(&app, &visit, &code).await?;
    let owner = &unit.code;
    let result = match forms::field_act(&posted) {
        Ok((version, act)) => match act {
            FieldAct::Close => actions::close(&app, &visit.ctx, owner, version, &code, true).await.map(|()| "flash-field-closed"),
            FieldAct::Reopen => {
                actions::close(&app, &visit.ctx, owner, version, &code, false).await.map(|()| "flash-field-saved")
            }
            FieldAct::Up => actions::shift(&app, &visit.ctx, owner, version, &code, true).await.map(|()| "flash-field-saved"),
            FieldAct::Down => actions::shift(&app, &visit.ctx, owner, version, &code, false).await.map(|()| "flash-field-saved"),
            FieldAct::Remove => actions::remove(&app, &visit.ctx, owner, version, &code).await.map(|()| "flash-field-removed"),
        },
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(flash) => visit.redirect(&address(owner), flash),
        Err(violations) => {
            let mut view = edit_view(&app, &visit, &field.code, None).await?;
            view.form.summary = FormState::refused(&posted, &violations, visit.locale).summary;
            visit.refused(&view)
        }
    }
}
