//! What lists of issues are filtered by: the query, which is also the address, the choices, and the counters by state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, choices, field_filters};
use crate::app::App;
use crate::error::AppResult;
use crate::i18n;
use crate::issues::rules::{CounterpartGroup, StateWord};
use crate::issues::store::lists::Filter;
use crate::issues::store::sessions::sessions_of;
use crate::kernel::Scope;
use crate::organisation::bodies_of_unit;
use crate::web::{FormState, Visit, in_query};

/// The query of a list of issues.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    pub(super) session: String,
    #[serde(default)]
    pub(super) state: String,
    #[serde(default)]
    pub(super) field: String,
    #[serde(default)]
    pub(super) body: String,
    #[serde(default)]
    pub(super) group: String,
    #[serde(default)]
    pub(super) late: String,
    #[serde(default)]
    pub(super) answers: String,
    #[serde(default)]
    pub(super) q: String,
    pub(super) page: Option<u64>,
    /// The issue that the desk has open.
    #[serde(default)]
    pub(super) at: String,
    /// The act of the desk just done.
    #[serde(default)]
    pub(super) done: String,
}

impl ListQuery {
    pub(super) fn filter(&self) -> Filter {
        Filter {
            session: self.session.parse().ok(),
            state: self.state.parse().ok(),
            field: (!self.field.is_empty()).then(|| self.field.clone()),
            submitter: self.body.parse().ok(),
            group: self.group.parse().ok(),
            late: self.late == "yes",
            answer_waits: self.answers == "waiting",
            words: self.q.clone(),
            to_decide: false,
        }
    }

    /// The address of this list at `path` in another state, without page.
    pub(super) fn address(&self, path: &str, state: &str) -> String {
        let pairs = [
            ("session", self.session.as_str()),
            ("state", state),
            ("field", &self.field),
            ("body", &self.body),
            ("group", &self.group),
            ("late", &self.late),
            ("answers", &self.answers),
            ("q", &self.q),
        ];
        let given: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", in_query(value)))
            .collect();
        format!("{path}?{}", given.join("&"))
    }
}

/// How many issues are in a state, and the list of them.
#[derive(Debug, Serialize)]
pub struct Counter {
    pub label: String,
    pub value: u64,
    pub href: String,
    pub current: bool,
}

impl Counter {
    pub(super) fn sample() -> Self {
        Self { label: "Chờ xử lý".into(), value: 3, href: "/issues?state=submitted".into(), current: true }
    }
}

/// The counters of the states that occur.
pub(super) fn counters(visit: &Visit, counts: &BTreeMap<StateWord, u64>, query: &ListQuery, path: &str) -> Vec<Counter> {
    let here = query.state.parse::<StateWord>().ok();
    let one = |(state, value): (&StateWord, &u64)| Counter {
        label: i18n::text(visit.locale, &format!("state-issue-{state}"), &[]),
        value: *value,
        href: query.address(path, state.as_str()),
        current: here == Some(*state),
    };
    counts.iter().map(one).collect()
}

/// The form of the filters with its choices.
#[derive(Debug, Serialize)]
pub struct Filters {
    pub form: FormState,
    pub sessions: Vec<Choice>,
    pub states: Vec<Choice>,
    pub fields: Vec<Choice>,
    pub bodies: Vec<Choice>,
    pub groups: Vec<Choice>,
    pub flags: Vec<Choice>,
}

impl Filters {
    /// The choices within the units of `reach`, and what `query` chose.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn load(app: &App, visit: &Visit, query: &ListQuery, reach: &Scope) -> AppResult<Self> {
        let conn = app.db().read();
        let mut sessions: Vec<_> = sessions_of(conn, reach.units.iter().cloned()).await?.into_values().collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.starts_at));
        let mut bodies = Vec::new();
        for unit in &reach.units {
            bodies.extend(bodies_of_unit(conn, unit, visit.ctx.today()).await?.into_iter().filter(|body| body.kind.submits()));
        }
        let of_session = query.session.parse().ok().and_then(|id| sessions.iter().find(|session| session.id == id));
        let units: Vec<&str> = match of_session {
            Some(session) => vec![&session.unit_code],
            None => reach.units.iter().map(String::as_str).collect(),
        };
        let states = StateWord::ALL.iter().filter(|state| **state != StateWord::Draft).map(|state| state.as_str());
        Ok(Self {
            form: FormState::with(json!({
                "session": query.session, "state": query.state, "field": query.field, "body": query.body,
                "group": query.group, "late": query.late, "answers": query.answers, "q": query.q,
            })),
            sessions: sessions.iter().map(|session| Choice::new(session.id, &session.title)).collect(),
            states: choices(states, "state-issue", visit.locale),
            fields: field_filters(conn, visit.locale, units).await?,
            bodies: bodies.iter().map(|body| Choice::new(body.id, &body.short_name)).collect(),
            groups: choices(CounterpartGroup::ALL.iter().map(|word| word.as_str()), "issue-group", visit.locale),
            flags: vec![Choice::new("yes", i18n::text(visit.locale, "filter-late", &[]))],
        })
    }

    pub(super) fn sample() -> Self {
        Self {
            form: FormState::default(),
            sessions: Choice::sample(),
            states: Choice::sample(),
            fields: Choice::sample(),
            bodies: Choice::sample(),
            groups: Choice::sample(),
            flags: Choice::sample(),
        }
    }
}
