//! The list of the unit's issues with filters in the address and counters by state. Who works elsewhere is led there.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, Line, Names, Tab, choices, field_choices, sample_tabs, tabs};
use crate::app::App;
use crate::i18n;
use crate::issues::rules::StateWord;
use crate::issues::store::lists::{self, Filter};
use crate::issues::store::sessions::sessions_of;
use crate::kernel::{Action, PageRequest};
use crate::organisation::bodies_of_unit;
use crate::web::{FormState, PageResult, Query, View, Visit};

/// The query of the list, which is also its address.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    session: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    field: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    late: String,
    #[serde(default)]
    answers: String,
    #[serde(default)]
    q: String,
    page: Option<u64>,
}

/// How many issues are in a state, and the list of them.
#[derive(Debug, Serialize)]
pub struct Counter {
    pub label: String,
    pub value: u64,
    pub href: String,
    pub current: bool,
}

/// The list's view.
#[derive(Debug, Serialize)]
pub struct List {
    pub tabs: Vec<Tab>,
    pub lines: Vec<Line>,
    pub counters: Vec<Counter>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub base: String,
    pub filters: FormState,
    pub sessions: Vec<Choice>,
    pub states: Vec<Choice>,
    pub fields: Vec<Choice>,
    pub bodies: Vec<Choice>,
    pub flags: Vec<Choice>,
    pub is_filtered: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/issues/list";

    fn samples() -> Vec<Self> {
        let sample = |lines: Vec<Line>, is_filtered| Self {
            tabs: sample_tabs(),
            counters: vec![Counter {
                label: "Chờ xử lý".into(),
                value: 3,
                href: "/issues?state=submitted".into(),
                current: true,
            }],
            lines,
            number: 1,
            last: 2,
            total: 60,
            base: "/issues?page=".into(),
            filters: FormState::default(),
            sessions: Choice::sample(),
            states: Choice::sample(),
            fields: Choice::sample(),
            bodies: Choice::sample(),
            flags: Choice::sample(),
            is_filtered,
        };
        vec![sample(vec![Line::sample(true), Line::sample(false)], false), sample(Vec::new(), true), sample(Vec::new(), false)]
    }
}

impl ListQuery {
    fn filter(&self) -> Filter {
        Filter {
            session: self.session.parse().ok(),
            state: self.state.parse().ok(),
            field: (!self.field.is_empty()).then(|| self.field.clone()),
            submitter: self.body.parse().ok(),
            late: self.late == "yes",
            answer_waits: self.answers == "waiting",
            words: self.q.clone(),
        }
    }

    /// The address of this list in another state, without page.
    fn address(&self, state: &str) -> String {
        let pairs = [
            ("session", self.session.as_str()),
            ("state", state),
            ("field", &self.field),
            ("body", &self.body),
            ("late", &self.late),
            ("answers", &self.answers),
            ("q", &self.q),
        ];
        let encode = |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        format!("/issues?{}", given.join("&"))
    }
}

/// GET /issues
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<ListQuery>) -> PageResult {
    let reach = visit.ctx.scope(Action::ReadIssue);
    if reach.units.is_empty() {
        return visit.go(if reach.owners.is_empty() { "/issues/assigned" } else { "/issues/own" });
    }
    let conn = app.db().read();
    let filter = query.filter();
    let counts = lists::count_by_state(conn, &visit.ctx, &filter).await?;
    let total = filter.state.map_or_else(|| counts.values().sum(), |state| counts.get(&state).copied().unwrap_or(0));
    let page = lists::list(conn, &visit.ctx, &filter, PageRequest::number(query.page), total).await?;
    let names = Names::load(&app, visit.locale, page.rows.iter().filter_map(|issue| issue.submitter)).await?;
    let word = |word: StateWord| i18n::text(visit.locale, &format!("state-issue-{word}"), &[]);
    let counters = StateWord::ALL.iter().filter(|state| counts.contains_key(state)).map(|state| Counter {
        label: word(*state),
        value: counts.get(state).copied().unwrap_or(0),
        href: query.address(state.as_str()),
        current: filter.state == Some(*state),
    });
    let mut sessions: Vec<_> = sessions_of(conn, reach.units.iter().cloned()).await?.into_values().collect();
    sessions.sort_by_key(|session| std::cmp::Reverse(session.starts_at));
    let mut bodies = Vec::new();
    for unit in &reach.units {
        bodies.extend(bodies_of_unit(conn, unit, visit.ctx.today()).await?.into_iter().filter(|body| body.kind.submits()));
    }
    let states = StateWord::ALL.iter().filter(|state| **state != StateWord::Draft).map(|state| state.as_str());
    let flag = |key: &str| i18n::text(visit.locale, key, &[]);
    visit.page(&List {
        tabs: tabs(&visit.ctx, visit.locale, "/issues"),
        counters: counters.collect(),
        number: page.number,
        last: page.last(),
        total: page.total,
        lines: page.rows.iter().map(|issue| Line::of(issue, &names)).collect(),
        base: format!("{}&page=", query.address(&query.state)),
        filters: FormState::with(json!({
            "session": query.session, "state": query.state, "field": query.field, "body": query.body,
            "late": query.late, "answers": query.answers, "q": query.q,
        })),
        sessions: sessions.iter().map(|session| Choice::new(session.id, &session.title)).collect(),
        states: choices(states, "state-issue", visit.locale),
        fields: field_choices(&app, visit.locale).await?,
        bodies: bodies.iter().map(|body| Choice::new(body.id, &body.short_name)).collect(),
        flags: vec![Choice::new("yes", flag("filter-late"))],
        is_filtered: filter != Filter::default(),
    })
}
