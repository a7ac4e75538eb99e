//! The answers that wait for approval, to be read one after the other and approved one by one or many at once.

use std::collections::HashMap;

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::answer_many::{Typed, tell};
use super::parts::{Names, Tab, excerpt, sample_tabs, tabs};
use crate::app::App;
use crate::error::AppResult;
use crate::issues::actions::answer_many::{self as actions, Outcome};
use crate::issues::forms;
use crate::issues::rules::Answer;
use crate::issues::rules::desk::MOST;
use crate::issues::store::{answers, assignments, lists};
use crate::kernel::{IssueId, Violations};
use crate::web::{FormState, PageResult, Posted, View, Visit, outcome};

/// An answer that waits.
#[derive(Debug, Serialize)]
pub struct WaitingLine {
    pub pick: String,
    pub answer: String,
    pub issue: String,
    pub number: Option<i32>,
    pub wording: String,
    pub body: String,
    pub text: String,
    /// How many of the others on this page say the same.
    pub same: usize,
    pub due_on: Option<NaiveDate>,
    pub overdue: bool,
    pub ticked: bool,
}

/// The answers that wait for approval.
#[derive(Debug, Serialize)]
pub struct Waiting {
    pub tabs: Vec<Tab>,
    pub lines: Vec<WaitingLine>,
    pub done: Option<String>,
    pub form: FormState,
}

impl View for Waiting {
    const TEMPLATE: &'static str = "pages/issues/answers_waiting";

    fn samples() -> Vec<Self> {
        let line = |full: bool| WaitingLine {
            pick: "0193.2".into(),
            answer: "0193".into(),
            issue: "0193".into(),
            number: full.then_some(4),
            wording: "Đề nghị nạo vét cống".into(),
            body: "Phòng Kinh tế".into(),
            text: "Nạo vét xong trước 30/6/2025".into(),
            same: usize::from(full),
            due_on: full.then(NaiveDate::default),
            overdue: full,
            ticked: full,
        };
        let sample = |lines, done: bool| Self {
            tabs: sample_tabs(),
            lines,
            done: done.then(|| "Đã duyệt 3 câu trả lời.".into()),
            form: FormState::default(),
        };
        vec![sample(vec![line(true), line(false)], true), sample(Vec::new(), false)]
    }
}

async fn waiting_view(app: &App, visit: &Visit, typed: Option<Typed>) -> AppResult<Waiting> {
    let conn = app.db().read();
    let waiting = answers::waiting(conn, &visit.ctx, MOST as u64).await?;
    let ids: Vec<IssueId> = waiting.iter().map(|answer| answer.issue).collect();
    let issues = lists::by_ids(conn, &ids).await?;
    let named = assignments::of_issues(conn, &ids).await?;
    let names = Names::load(app, visit.locale, waiting.iter().map(|answer| answer.body)).await?;
    let mut texts: HashMap<&str, usize> = HashMap::new();
    for answer in &waiting {
        *texts.entry(&answer.text).or_default() += 1;
    }
    let line = |answer: &Answer| {
        let issue = issues.get(&answer.issue)?;
        let due_on = named.iter().find(|one| one.issue == answer.issue && one.body == answer.body).and_then(|one| one.due_on);
        let id = answer.id.to_string();
        let ticked = typed.as_ref().is_some_and(|typed| typed.ticked.iter().any(|pick| pick.starts_with(&id)));
        Some(WaitingLine {
            pick: format!("{id}.{}", answer.version),
            answer: id,
            issue: issue.id.to_string(),
            number: issue.number,
            wording: excerpt(&issue.shown_wording()),
            body: names.body(Some(answer.body)),
            text: answer.text.clone(),
            same: texts.get(answer.text.as_str()).map_or(0, |count| count - 1),
            due_on,
            overdue: due_on.is_some_and(|due| due < visit.ctx.today()),
            ticked,
        })
    };
    let lines = waiting.iter().filter_map(line).collect();
    let (mut form, mut done) = (FormState::default(), None);
    if let Some(mut typed) = typed {
        done = tell(app, visit, &typed.outcome, &mut typed.form, "answers-approved").await?;
        form = typed.form;
    }
    Ok(Waiting { tabs: tabs(&visit.ctx, visit.locale, "/answers/waiting"), lines, done, form })
}

/// GET /answers/waiting
///
/// # Errors
/// The database's.
pub async fn waiting(State(app): State<App>, visit: Visit) -> PageResult {
    visit.page(&waiting_view(&app, &visit, None).await?)
}

/// POST /answers/waiting
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn approve(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let result = match forms::answers::approved(&posted) {
        Ok(chosen) => actions::approve(&app, &visit.ctx, &chosen).await,
        Err(violations) => Err(violations.into()),
    };
    let (violations, outcome) = match outcome(result)? {
        Ok(outcome) if outcome.refused.is_empty() => return visit.redirect("/answers/waiting", "flash-answers-approved"),
        Ok(outcome) => (Violations::default(), outcome),
        Err(violations) => (violations, Outcome::default()),
    };
    let ticked = posted.all("pick").map(str::to_owned).collect();
    let typed = Typed { form: FormState::refused(&posted, &violations, visit.locale), ticked, outcome };
    visit.refused(&waiting_view(&app, &visit, Some(typed)).await?)
}
