//! The list of the unit's issues with filters in the address and counters by state. Who works elsewhere is led there.

use axum::extract::State;
use serde::Serialize;

use super::filters::{Counter, Filters, ListQuery, counters};
use super::parts::{Line, Names, Tab, sample_tabs, tabs};
use crate::app::App;
use crate::issues::store::lists::{self, Filter};
use crate::kernel::{Action, PageRequest};
use crate::web::{PageResult, Query, View, Visit};

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
    pub filters: Filters,
    pub is_filtered: bool,
}

impl View for List {
    const TEMPLATE: &'static str = "pages/issues/list";

    fn samples() -> Vec<Self> {
        let sample = |lines: Vec<Line>, is_filtered| Self {
            tabs: sample_tabs(),
            counters: vec![Counter::sample()],
            lines,
            number: 1,
            last: 2,
            total: 60,
            base: "/issues?page=".into(),
            filters: Filters::sample(),
            is_filtered,
        };
        vec![sample(vec![Line::sample(true), Line::sample(false)], false), sample(Vec::new(), true), sample(Vec::new(), false)]
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
    let page = lists::list(conn, &visit.ctx, &filter, PageRequest::number(query.page).within(total), total).await?;
    let names = Names::load(&app, visit.locale, page.rows.iter().filter_map(|issue| issue.submitter)).await?;
    visit.page(&List {
        tabs: tabs(&visit.ctx, visit.locale, "/issues"),
        counters: counters(&visit, &counts, &query, "/issues"),
        number: page.number,
        last: page.last(),
        total: page.total,
        lines: page.rows.iter().map(|issue| Line::of(issue, &names)).collect(),
        base: format!("{}&page=", query.address("/issues", &query.state)),
        filters: Filters::load(&app, &visit, &query, &reach).await?,
        is_filtered: filter != Filter::default(),
    })
}
