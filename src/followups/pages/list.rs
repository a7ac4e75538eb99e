//! The list of commitments with filters in its address.

use axum::extract::State as AppState;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::AppResult;
use crate::followups::pages::lines::{self, Line};
use crate::followups::rules::{StateWord, Timing};
use crate::followups::store::lists::{self, Filter, open_states};
use crate::i18n::{self, Locale};
use crate::kernel::{Action, BodyId, Ctx, PageRequest, Role};
use crate::organisation::{bodies_of_unit, children, unit};
use crate::web::{PageResult, Query, View, Visit};

/// The query of the list, which is also its address.
#[derive(Debug, Default, Deserialize)]
pub struct ListQuery {
    /// A state's word, `all`, or nothing for what is open.
    #[serde(default)]
    state: String,
    #[serde(default)]
    agency: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    overdue: String,
    #[serde(default)]
    mine: String,
    #[serde(default)]
    session: String,
    page: Option<u64>,
}

/// A choice of a filter.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// An entry of the sub-navigation.
#[derive(Debug, Clone, Serialize)]
pub struct Tab {
    pub label: String,
    pub href: &'static str,
    pub current: bool,
}

/// The pages of this room that the actor has use for; `here` is the one he is on.
pub(super) fn tabs(ctx: &Ctx, locale: Locale, here: &str) -> Vec<Tab> {
    let has = |role| ctx.actor.has_role(role);
    [
        ("commitments-all", "/commitments", true),
        ("desk-agency", "/commitments/desk", has(Role::Answering)),
        ("desk-front", "/commitments/verification", has(Role::Supervisor)),
        ("desk-office", "/commitments/office", has(Role::Office) || has(Role::Leader)),
    ]
    .into_iter()
    .filter(|(_, _, shown)| *shown)
    .map(|(key, href, _)| Tab { label: i18n::text(locale, key, &[]), href, current: href == here })
    .collect()
}

pub(super) fn sample_tabs() -> Vec<Tab> {
    vec![Tab { label: "Tất cả cam kết".into(), href: "/commitments", current: true }]
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub tabs: Vec<Tab>,
    pub lines: Vec<Line>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    /// Address of this list up to the page number.
    pub base: String,
    pub states: Vec<Choice>,
    /// Empty where the actor sees only his own agency's.
    pub agencies: Vec<Choice>,
    /// Empty where the actor sees one unit only.
    pub units: Vec<Choice>,
    pub year: String,
    pub overdue: bool,
    pub mine: bool,
    /// Whether "mine" means anything to this actor.
    pub has_mine: bool,
    /// The session whose commitments alone are shown.
    pub session: String,
    pub is_filtered: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/followups/list";

    fn samples() -> Vec<Self> {
        let choice = || Choice { value: "reported".into(), label: "Đã báo cáo".into(), selected: true };
        let sample = |lines: Vec<Line>, all: bool| Self {
            tabs: sample_tabs(),
            lines,
            number: 1,
            last: 2,
            total: 60,
            base: "/commitments?page=".into(),
            states: vec![choice()],
            agencies: if all { vec![choice()] } else { Vec::new() },
            units: if all { vec![choice()] } else { Vec::new() },
            year: "2025".into(),
            overdue: all,
            mine: all,
            has_mine: all,
            session: if all { "0193".into() } else { String::new() },
            is_filtered: all,
        };
        let lines = Timing::ALL.iter().zip(StateWord::ALL).map(|(timing, word)| Line::sample(*word, *timing)).collect();
        vec![sample(lines, true), sample(Vec::new(), false), Self { is_filtered: true, ..sample(Vec::new(), false) }]
    }
}

/// GET /commitments
///
/// # Errors
/// The database's.
pub async fn list(AppState(app): AppState<App>, visit: Visit, Query(query): Query<ListQuery>) -> PageResult {
    let ctx = &visit.ctx;
    let own: Vec<BodyId> = ctx.scope(Action::ReportProgress).assigned.into_iter().map(Into::into).collect();
    let states = match query.state.as_str() {
        "" => open_states(),
        "all" => Vec::new(),
        word => word.parse::<StateWord>().map_or_else(|_| open_states(), |word| vec![word]),
    };
    let (overdue, mine) = (!query.overdue.is_empty(), !query.mine.is_empty());
    let filter = Filter {
        unit_code: Some(query.unit.clone()).filter(|code| !code.is_empty()),
        session: query.session.parse().ok(),
        states,
        agency: query.agency.parse().ok(),
        agencies: mine.then(|| own.clone()),
        overdue_on: overdue.then(|| ctx.today()),
        year: query.year.parse().ok(),
        ..Filter::default()
    };
    let page = lists::list(app.db().read(), ctx, &filter, PageRequest::number(query.page)).await?;
    let year = filter.year.map(|year| year.to_string()).unwrap_or_default();
    let session = filter.session.map(|session| session.to_string()).unwrap_or_default();
    let agency = filter.agency.map(|agency| agency.to_string()).unwrap_or_default();
    let unit_code = if query.unit.chars().all(|c| c.is_ascii_alphanumeric()) { query.unit.as_str() } else { "" };
    let state = if query.state == "all" || query.state.parse::<StateWord>().is_ok() { query.state.as_str() } else { "" };
    let flag = |on: bool| if on { "1" } else { "" };
    visit.page(&List {
        tabs: tabs(ctx, visit.locale, "/commitments"),
        number: page.number,
        last: page.last(),
        total: page.total,
        base: format!(
            "/commitments?state={state}&agency={agency}&unit={unit_code}&year={year}&overdue={}&mine={}&session={session}&page=",
            flag(overdue),
            flag(mine)
        ),
        lines: lines::lines(&app, &page.rows, ctx.now).await?,
        states: state_choices(visit.locale, state),
        agencies: agency_choices(&app, ctx, unit_code, &agency).await?,
        units: unit_choices(&app, ctx, unit_code).await?,
        is_filtered: ![state, &agency, unit_code, &year, &session].iter().all(|part| part.is_empty()) || overdue || mine,
        year,
        overdue,
        mine,
        has_mine: !own.is_empty(),
        session,
    })
}

fn state_choices(locale: Locale, chosen: &str) -> Vec<Choice> {
    let choice = |value: &str, key: &str| Choice {
        value: value.to_owned(),
        label: i18n::text(locale, key, &[]),
        selected: value == chosen,
    };
    let words = StateWord::ALL.iter().map(|word| choice(word.as_str(), &format!("state-commitment-{word}")));
    [choice("", "commitments-open"), choice("all", "all")].into_iter().chain(words).collect()
}

/// The agencies of the unit that is shown, where the actor sees it as a whole.
async fn agency_choices(app: &App, ctx: &Ctx, unit_code: &str, chosen: &str) -> AppResult<Vec<Choice>> {
    let scope = ctx.scope(Action::ReadCommitment);
    let whole = if unit_code.is_empty() { scope.units.first().cloned() } else { Some(unit_code.to_owned()) };
    let Some(code) = whole.filter(|_| !scope.units.is_empty() || !scope.subtrees.is_empty()) else { return Ok(Vec::new()) };
    let bodies = bodies_of_unit(app.db().read(), &code, ctx.today()).await?;
    Ok(bodies
        .into_iter()
        .filter(|body| body.kind.answers())
        .map(|body| Choice { selected: body.id.to_string() == chosen, value: body.id.to_string(), label: body.short_name })
        .collect())
}

/// The units below that take part, for whoever reviews them.
async fn unit_choices(app: &App, ctx: &Ctx, chosen: &str) -> AppResult<Vec<Choice>> {
    let mut choices = Vec::new();
    let conn = app.db().read();
    for path in ctx.scope(Action::ReadCommitment).subtrees {
        let Some(code) = path.trim_end_matches('/').rsplit('/').next() else { continue };
        let below = children(conn, code).await?.into_iter().filter(|unit| unit.activated_at.is_some());
        for unit in [unit(conn, code).await?].into_iter().chain(below) {
            choices.push(Choice { selected: unit.code == chosen, value: unit.code, label: unit.name });
        }
    }
    Ok(choices)
}
