//! An agency's desk: the issues that it has to answer, the most urgent first.

use axum::extract::State;
use serde::Serialize;

use super::parts::{Line, Names, Tab, answer_tone, sample_tabs, tabs};
use crate::app::App;
use crate::issues::rules::AnswerWord;
use crate::issues::store::{answers, assignments, lists};
use crate::kernel::{Action, BodyId, IssueId};
use crate::web::{PageResult, View, Visit};

/// The agency's list.
#[derive(Debug, Serialize)]
pub struct Assigned {
    pub tabs: Vec<Tab>,
    pub organisation: String,
    /// Waiting for the agency's answer.
    pub open: Vec<Line>,
    /// Handed in or approved.
    pub done: Vec<Line>,
}

impl View for Assigned {
    const TEMPLATE: &'static str = "pages/issues/assigned";

    fn samples() -> Vec<Self> {
        let sample =
            |open: Vec<Line>, done: Vec<Line>| Self { tabs: sample_tabs(), organisation: "Phòng Kinh tế".into(), open, done };
        vec![sample(vec![Line::sample(true), Line::sample(false)], vec![Line::sample(true)]), sample(Vec::new(), Vec::new())]
    }
}

/// GET /issues/assigned
///
/// # Errors
/// The database's.
pub async fn assigned(State(app): State<App>, visit: Visit) -> PageResult {
    let conn = app.db().read();
    let mine: Vec<BodyId> = visit.ctx.scope(Action::PrepareAnswer).assigned.into_iter().map(BodyId::from).collect();
    let issues = lists::assigned_to_me(conn, &visit.ctx).await?;
    let ids: Vec<IssueId> = issues.iter().map(|issue| issue.id).collect();
    let (all, written) = (assignments::of_issues(conn, &ids).await?, answers::of_issues(conn, &ids).await?);
    let submitters = issues.iter().filter_map(|issue| issue.submitter);
    let names = Names::load(&app, visit.locale, submitters.chain(mine.iter().copied())).await?;
    let (mut open, mut done) = (Vec::new(), Vec::new());
    for assignment in all.iter().filter(|assignment| mine.contains(&assignment.body)) {
        let Some(issue) = issues.iter().find(|issue| issue.id == assignment.issue) else { continue };
        let answer = written.iter().find(|answer| answer.issue == issue.id && answer.body == assignment.body);
        let word = answer.map(|answer| answer.state.word());
        let sent = matches!(word, Some(AnswerWord::Submitted | AnswerWord::Approved)) || !issue.state.word().is_worked_on();
        let line = Line {
            due_on: assignment.due_on,
            overdue: !sent && assignment.due_on.is_some_and(|due| due < visit.ctx.today()),
            answer: word.map(AnswerWord::as_str),
            answer_tone: word.map_or("grey", answer_tone),
            part: Some(assignment.part.as_str()),
            ..Line::of(&issue.into(), &names)
        };
        if sent { done.push(line) } else { open.push(line) }
    }
    open.sort_by_key(|line| (line.due_on.is_none(), line.due_on, line.number));
    done.sort_by_key(|line| std::cmp::Reverse((line.due_on, line.number)));
    let mut organisations: Vec<String> = mine.iter().map(|body| names.body(Some(*body))).collect();
    organisations.dedup();
    visit.page(&Assigned {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/assigned"),
        organisation: organisations.join(", "),
        open,
        done,
    })
}
