//! The first set-up, in two steps that work without JavaScript: the province, then the unit, its rules and the administrator.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::admin::actions::units as actions;
use crate::app::App;
use crate::duties::{Seat, concerns, is_default, rule_sets};
use crate::error::AppError;
use crate::i18n::{self, Locale};
use crate::law::Level;
use crate::organisation::{Unit, children, set_up, unit};
use crate::web::{Choice, Fields, FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// `key`: the one-time secret; `province`: what step one chose.
#[derive(Debug, Default, Deserialize)]
pub struct Step {
    #[serde(default)]
    key: String,
    #[serde(default)]
    province: String,
}

/// The set-up page.
#[derive(Debug, Serialize)]
pub struct SetUp {
    pub key: String,
    pub province: Option<String>,
    pub provinces: Vec<Choice>,
    pub units: Vec<Choice>,
    /// Rule sets that may bind a unit of this province.
    pub rules: Vec<Choice>,
    pub form: FormState,
}

impl View for SetUp {
    const TEMPLATE: &'static str = "pages/admin/set_up";

    fn samples() -> Vec<Self> {
        let first = Self {
            key: "K".into(),
            province: None,
            provinces: vec![Choice::new("14", "Sơn La")],
            units: Vec::new(),
            rules: Vec::new(),
            form: FormState::default(),
        };
        let second = Self {
            key: "K".into(),
            province: Some("14".into()),
            provinces: Vec::new(),
            units: vec![Choice::new("14", "Sơn La"), Choice::new("03667", "Phường Chiềng An")],
            rules: vec![Choice::new("law-commune-2025", "Luật Tổ chức chính quyền địa phương").hint("Cấp xã").selected(true)],
            form: FormState::default(),
        };
        vec![first, second]
    }
}

/// GET /set-up
///
/// # Errors
/// [`AppError::NotFound`] without the right secret.
pub async fn form(State(app): State<App>, visit: Visit, Query(step): Query<Step>) -> PageResult {
    set_up::check(&app, &step.key).await?;
    visit.page(&view(&app, &visit, step, FormState::default()).await?)
}

async fn view(app: &App, visit: &Visit, step: Step, form: FormState) -> Result<SetUp, AppError> {
    let conn = app.db().read();
    let choice = |unit: Unit| Choice::new(unit.code, unit.name);
    if step.province.is_empty() {
        let provinces = children(conn, set_up::ROOT).await?.into_iter().map(choice).collect();
        return Ok(SetUp { key: step.key, province: None, provinces, units: Vec::new(), rules: Vec::new(), form });
    }
    let province = unit(conn, &step.province).await?;
    let rules = rules(app, visit, &province).await?;
    let mut list = children(conn, &province.code).await?;
    list.insert(0, province);
    let units = list.into_iter().map(choice).collect();
    Ok(SetUp { key: step.key, province: Some(step.province), provinces: Vec::new(), units, rules, form })
}

/// The rule sets that may bind a unit of this province, those of its level and province ticked. Which level the unit has is not
/// known before it is chosen: both are listed, and only those of its level will bind it.
async fn rules(app: &App, visit: &Visit, province: &Unit) -> Result<Vec<Choice>, AppError> {
    let today = visit.ctx.today();
    let sets = rule_sets(app.db().read()).await?;
    let mut choices = Vec::new();
    for (_, set) in sets.into_iter().filter(|(_, set)| set.valid_to.is_none_or(|to| to >= today)) {
        let seats = Level::ALL.iter().map(|level| Seat { level: *level, province: &province.code });
        let seats: Vec<Seat<'_>> = seats.filter(|seat| concerns(&set, *seat)).collect();
        if seats.is_empty() {
            continue;
        }
        let selected = seats.iter().any(|seat| is_default(&set, *seat, today));
        choices.push(Choice::new(set.code, set.name).hint(levels(visit.locale, &set.levels)).selected(selected));
    }
    Ok(choices)
}

/// "Cấp tỉnh, cấp xã".
fn levels(locale: Locale, levels: &[Level]) -> String {
    levels.iter().map(|level| i18n::text(locale, &format!("level-{level}"), &[])).collect::<Vec<_>>().join(", ")
}

/// POST /set-up
///
/// # Errors
/// [`AppError::NotFound`] without the right secret.
pub async fn submit(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let step =
        Step { key: posted.get("key").unwrap_or("").to_owned(), province: posted.get("province").unwrap_or("").to_owned() };
    set_up::check(&app, &step.key).await?;
    let mut fields = Fields::new(&posted);
    let unit_code: Option<String> = fields.word("unit");
    let rule_sets = fields.words::<String>("rule_sets");
    let (full_name, login) = (fields.line("full_name", 100), fields.line("login", 60));
    let password = posted.get("password").unwrap_or("").to_owned();
    let input = fields.finish(|| {
        let input = set_up::SetUp { unit_code: unit_code?, full_name: full_name?, login: login?, password };
        Some((input, rule_sets?))
    });
    let done = match input {
        Ok((input, rule_sets)) => outcome(actions::run(&app, &step.key, &visit.ctx, input, &rule_sets).await)?,
        Err(violations) => Err(violations),
    };
    match done {
        Ok(_) => visit.redirect("/sign-in", "flash-set-up-done"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, step, form).await?)
        }
    }
}

/// POST /admin/units/{code}/activate
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn activate(State(app): State<App>, visit: Visit, Path(code): Path<String>, _posted: Posted) -> PageResult {
    actions::activate(&app, &visit.ctx, &code).await?;
    visit.redirect(&format!("/admin/units/{code}"), "flash-unit-activated")
}
