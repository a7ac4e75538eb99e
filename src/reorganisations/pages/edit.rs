//! The form of a reorganisation: which ones, who goes on, from which day, by which paper.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::{Action, ReorganisationId};
use crate::organisation::{self, Unit, UnitKind};
use crate::reorganisations::actions::drafting::{self, Field};
use crate::reorganisations::forms;
use crate::reorganisations::rules::{Kind, Level, Old, Reorganisation};
use crate::reorganisations::store::acts;
use crate::web::{Choice, Fields, FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// What is to be reorganised: the bodies of a unit, or the units directly below it.
#[derive(Debug, Default, Deserialize)]
pub struct Where {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    level: String,
}

/// The form.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// Where it is sent.
    pub action: String,
    pub back: String,
    pub unit: String,
    pub level: Level,
    pub kinds: Vec<Choice>,
    pub olds: Vec<Choice>,
    pub heirs: Vec<Choice>,
    pub unit_kinds: Vec<Choice>,
    /// Of the draft that is changed.
    pub version: Option<i32>,
    pub form: FormState,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/reorganisations/edit";

    fn samples() -> Vec<Self> {
        let sample = |level| Self {
            action: "/admin/reorganisations/new?unit=14&level=unit".into(),
            back: "/admin/units/14".into(),
            unit: "Sơn La".into(),
            level,
            kinds: kinds(Locale::Vi),
            olds: vec![Choice::new("03667", "Phường Chiềng An")],
            heirs: vec![Choice::new("03667", "Phường Chiềng An")],
            unit_kinds: unit_kinds(),
            version: (level == Level::Body).then_some(1),
            form: FormState::default(),
        };
        vec![sample(Level::Unit), sample(Level::Body)]
    }
}

fn kinds(locale: Locale) -> Vec<Choice> {
    let kinds = Choice::words(Kind::ALL.iter().map(|kind| kind.as_str()), "reorganisation-kind", locale);
    let hints = Choice::words(Kind::ALL.iter().map(|kind| kind.as_str()), "reorganisation-hint", locale);
    kinds.into_iter().zip(hints).map(|(choice, hint)| choice.hint(hint.label)).collect()
}

/// Kinds as the official list says them: names of the law, the same in every language.
fn unit_kinds() -> Vec<Choice> {
    let kinds = UnitKind::ALL.iter().filter(|kind| **kind != UnitKind::Central);
    kinds.map(|kind| Choice::new(kind.as_str(), kind.as_str())).collect()
}

fn values(act: &Reorganisation) -> FormState {
    FormState::with(json!({
        "act": act.kind,
        "old": act.olds.iter().map(Old::key).collect::<Vec<_>>(),
        "heir": act.heir_unit.clone().or_else(|| act.heir_body.map(|body| body.to_string())),
        "new_name": act.new_name,
        "new_code": act.new_code,
        "new_kind": act.new_kind,
        "effective_on": act.effective_on,
        "paper": act.paper,
        "paper_on": act.paper_on,
        "note": act.note,
    }))
}

async fn view(app: &App, visit: &Visit, unit: Unit, level: Level, action: String, form: FormState) -> AppResult<Edit> {
    let today = visit.ctx.today();
    let field = Field::of(app.db().read(), &unit, level).await?;
    let (olds, heirs): (Vec<Choice>, Vec<Choice>) = match level {
        Level::Unit => {
            let choice = |one: &Unit| Choice::new(one.code.clone(), one.name.clone()).hint(one.code.clone());
            let lasting = || field.units.iter().filter(|one| one.valid_to.is_none());
            (lasting().filter(|one| one.activated_at.is_some()).map(choice).collect(), lasting().map(choice).collect())
        }
        Level::Body => {
            let lasting = field.bodies.iter().filter(|one| one.valid_to.is_none_or(|to| to >= today));
            let all: Vec<Choice> = lasting.map(|one| Choice::new(one.id.to_string(), one.name.clone())).collect();
            (all.clone(), all)
        }
    };
    Ok(Edit {
        action,
        back: format!("/admin/units/{}", unit.code),
        unit: unit.name,
        level,
        kinds: kinds(visit.locale),
        olds,
        heirs,
        unit_kinds: unit_kinds(),
        version: None,
        form,
    })
}

async fn place(app: &App, visit: &Visit, asked: &Where) -> AppResult<(Unit, Level, String)> {
    let unit = organisation::unit(app.db().read(), &asked.unit).await?;
    visit.ctx.permit(Action::ManageOrganisation, &unit.target())?;
    let level: Level = asked.level.parse().map_err(|_| AppError::NotFound)?;
    let action = format!("/admin/reorganisations/new?unit={}&level={level}", unit.code);
    Ok((unit, level, action))
}

/// GET /admin/reorganisations/new; without a unit it leads to where one is chosen.
///
/// # Errors
/// [`AppError::NotFound`] for a unit that is not there, [`AppError::Denied`].
pub async fn new(State(app): State<App>, visit: Visit, Query(asked): Query<Where>) -> PageResult {
    if asked.unit.is_empty() {
        return visit.go("/admin/units");
    }
    let (unit, level, action) = place(&app, &visit, &asked).await?;
    visit.page(&view(&app, &visit, unit, level, action, FormState::default()).await?)
}

/// POST /admin/reorganisations/new
///
/// # Errors
/// As [`new`].
pub async fn create(State(app): State<App>, visit: Visit, Query(asked): Query<Where>, posted: Posted) -> PageResult {
    let (unit, level, action) = place(&app, &visit, &asked).await?;
    let result = match forms::act(&posted) {
        Ok(input) => drafting::create(&app, &visit.ctx, &unit.code, level, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(id) => visit.redirect(&format!("/admin/reorganisations/{id}"), "flash-reorganisation-drafted"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, unit, level, action, form).await?)
        }
    }
}

/// GET /admin/reorganisations/{id}/edit
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`]; `reorganisation.published`.
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>) -> PageResult {
    let found = acts::find(app.db().read(), &visit.ctx, id).await?;
    let action = format!("/admin/reorganisations/{id}/edit");
    let page = view(&app, &visit, found.unit, found.act.level, action, values(&found.act)).await?;
    visit.page(&Edit { version: Some(found.act.version), ..page })
}

/// POST /admin/reorganisations/{id}/edit
///
/// # Errors
/// As [`edit`]; [`AppError::Conflict`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<ReorganisationId>, posted: Posted) -> PageResult {
    let found = acts::find(app.db().read(), &visit.ctx, id).await?;
    let version = Fields::new(&posted).version();
    let result = match (forms::act(&posted), version) {
        (Ok(input), Some(version)) => drafting::save(&app, &visit.ctx, id, version, input).await,
        (Ok(_), None) => Err(crate::kernel::Refusal::new("form.incomplete").into()),
        (Err(violations), _) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect(&format!("/admin/reorganisations/{id}"), "flash-reorganisation-drafted"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            let action = format!("/admin/reorganisations/{id}/edit");
            let page = view(&app, &visit, found.unit, found.act.level, action, form).await?;
            visit.refused(&Edit { version, ..page })
        }
    }
}
