//! The first set-up, in two steps that work without JavaScript: the province, then the unit and the administrator.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::organisation::actions::set_up;
use crate::organisation::store::units;
use crate::web::{Fields, FormState, PageResult, Posted, Query, View, Visit, outcome};

/// `key`: the one-time secret; `province`: what step one chose.
#[derive(Debug, Default, Deserialize)]
pub struct Step {
    #[serde(default)]
    key: String,
    #[serde(default)]
    province: String,
}

/// A choice in a list.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// The set-up page.
#[derive(Debug, Serialize)]
pub struct SetUp {
    pub key: String,
    pub province: Option<String>,
    pub provinces: Vec<Choice>,
    pub units: Vec<Choice>,
    pub form: FormState,
}

impl View for SetUp {
    const TEMPLATE: &'static str = "pages/organisation/set_up";

    fn samples() -> Vec<Self> {
        let choice = |value: &str, label: &str| Choice { value: value.into(), label: label.into(), selected: false };
        let first = Self {
            key: "K".into(),
            province: None,
            provinces: vec![choice("14", "Sơn La")],
            units: Vec::new(),
            form: FormState::default(),
        };
        let second = Self {
            key: "K".into(),
            province: Some("14".into()),
            provinces: Vec::new(),
            units: vec![choice("14", "Sơn La"), choice("03667", "Phường Chiềng An")],
            form: FormState::default(),
        };
        vec![first, second]
    }
}

/// GET /set-up
///
/// # Errors
/// [`crate::error::AppError::NotFound`] without the right secret.
pub async fn form(State(app): State<App>, visit: Visit, Query(step): Query<Step>) -> PageResult {
    set_up::check(&app, &step.key).await?;
    visit.page(&view(&app, step, FormState::default()).await?)
}

async fn view(app: &App, step: Step, form: FormState) -> Result<SetUp, crate::error::AppError> {
    let conn = app.db().read();
    let choice = |unit: units::Unit| Choice { value: unit.code, label: unit.name, selected: false };
    if step.province.is_empty() {
        let provinces = units::children(conn, set_up::ROOT).await?.into_iter().map(choice).collect();
        return Ok(SetUp { key: step.key, province: None, provinces, units: Vec::new(), form });
    }
    let province = units::unit(conn, &step.province).await?;
    let mut list = units::children(conn, &province.code).await?;
    list.insert(0, province);
    Ok(SetUp {
        key: step.key,
        province: Some(step.province),
        provinces: Vec::new(),
        units: list.into_iter().map(choice).collect(),
        form,
    })
}

/// POST /set-up
///
/// # Errors
/// [`crate::error::AppError::NotFound`] without the right secret.
pub async fn submit(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let step =
        Step { key: posted.get("key").unwrap_or("").to_owned(), province: posted.get("province").unwrap_or("").to_owned() };
    set_up::check(&app, &step.key).await?;
    let mut fields = Fields::new(&posted);
    let unit_code: Option<String> = fields.word("unit");
    let (full_name, login) = (fields.line("full_name", 100), fields.line("login", 60));
    let password = posted.get("password").unwrap_or("").to_owned();
    let input = fields.finish(|| Some(set_up::SetUp { unit_code: unit_code?, full_name: full_name?, login: login?, password }));
    let done = match input {
        Ok(input) => outcome(set_up::run(&app, &step.key, &visit.ctx, input).await)?,
        Err(violations) => Err(violations),
    };
    match done {
        Ok(_) => visit.redirect("/sign-in", "flash-set-up-done"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, step, form).await?)
        }
    }
}
