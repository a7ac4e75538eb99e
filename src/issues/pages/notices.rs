//! Notices of reception that the office owes, the most urgent first, and recording many of them at once.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Choice, Names, Tab, choices, sample_tabs, tabs, tone};
use crate::app::App;
use crate::error::AppResult;
use crate::issues::actions::notices as actions;
use crate::issues::forms;
use crate::issues::rules::NoticeWay;
use crate::issues::store::notices;
use crate::kernel::PageRequest;
use crate::kernel::clock::local_date;
use crate::web::{FormState, PageResult, Posted, Query, View, Visit, outcome};

/// The page wanted.
#[derive(Debug, Default, Deserialize)]
pub struct NoticesQuery {
    page: Option<u64>,
}

/// An issue whose notice is owed.
#[derive(Debug, Serialize)]
pub struct OwedLine {
    pub id: String,
    pub receipt: String,
    pub submitter: String,
    pub kind: &'static str,
    pub state: &'static str,
    pub tone: &'static str,
    pub received_on: Option<NaiveDate>,
    pub due_on: NaiveDate,
    pub overdue: bool,
    /// Ticked in the form that was refused.
    pub ticked: bool,
}

/// The list with its form.
#[derive(Debug, Serialize)]
pub struct Owed {
    pub tabs: Vec<Tab>,
    pub lines: Vec<OwedLine>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub form: FormState,
    pub ways: Vec<Choice>,
}

impl View for Owed {
    const TEMPLATE: &'static str = "pages/issues/notices";

    fn samples() -> Vec<Self> {
        let line = |overdue: bool| OwedLine {
            id: "0193".into(),
            receipt: "AB3DEFGH7K".into(),
            submitter: "Hội Phụ nữ".into(),
            kind: "proposal",
            state: "submitted",
            tone: "yellow",
            received_on: Some(NaiveDate::default()),
            due_on: NaiveDate::default(),
            overdue,
            ticked: overdue,
        };
        let sample = |lines: Vec<OwedLine>| Self {
            tabs: if lines.is_empty() { Vec::new() } else { sample_tabs() },
            total: 2,
            number: 1,
            last: 2,
            lines,
            form: FormState::with(json!({ "sent_on": "2025-03-03" })),
            ways: Choice::sample(),
        };
        vec![sample(vec![line(true), line(false)]), sample(Vec::new())]
    }
}

async fn view(app: &App, visit: &Visit, page: Option<u64>, refused: Option<(FormState, Vec<String>)>) -> AppResult<Owed> {
    let conn = app.db().read();
    let owed = notices::list_owed(conn, &visit.ctx, PageRequest::number(page)).await?;
    let names = Names::load(app, visit.locale, owed.rows.iter().filter_map(|issue| issue.submitter)).await?;
    let fresh = || (FormState::with(json!({ "sent_on": visit.ctx.today(), "notice_way": NoticeWay::Organisation })), Vec::new());
    let (form, ticked) = refused.unwrap_or_else(fresh);
    let mut lines = Vec::with_capacity(owed.rows.len());
    for issue in &owed.rows {
        let due_on = notices::due_on(conn, issue).await?;
        lines.push(OwedLine {
            ticked: ticked.contains(&issue.id.to_string()),
            id: issue.id.to_string(),
            receipt: issue.receipt_code.clone(),
            submitter: names.body(issue.submitter),
            kind: issue.content.kind.as_str(),
            state: issue.state.word().as_str(),
            tone: tone(issue.state.word()),
            received_on: issue.submitted_at.map(local_date),
            due_on,
            overdue: due_on < visit.ctx.today(),
        });
    }
    Ok(Owed {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/notices"),
        lines,
        number: owed.number,
        last: owed.last(),
        total: owed.total,
        form,
        ways: choices(NoticeWay::ALL.iter().map(|way| way.as_str()), "reception-way", visit.locale),
    })
}

/// GET /issues/notices
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<NoticesQuery>) -> PageResult {
    visit.page(&view(&app, &visit, query.page, None).await?)
}

/// POST /issues/notices: the ticked ones were sent.
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn record(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let result = match forms::notices(&posted) {
        Ok((ids, input)) => actions::record(&app, &visit.ctx, &ids, input).await,
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect("/issues/notices", "flash-notices-sent"),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            let ticked = posted.all("notices").map(str::to_owned).collect();
            visit.refused(&view(&app, &visit, posted.get("page").and_then(|page| page.parse().ok()), Some((form, ticked))).await?)
        }
    }
}
