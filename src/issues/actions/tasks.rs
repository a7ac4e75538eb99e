//! What this actor must do now about issues.

use chrono::TimeDelta;

use crate::app::App;
use crate::dialogues;
use crate::error::AppResult;
use crate::issues::actions::calls::date_of;
use crate::issues::actions::moving::count_left_behind;
use crate::issues::rules::{AnswerWord, StateWord};
use crate::issues::store::{answers, approvals, assignments, calls, lists, notices, sessions};
use crate::kernel::clock::start_of;
use crate::kernel::{Action, Ctx, IssueId, Task};
use crate::law::DateKind;

/// Days before the intake opens at which the office is told to open the call.
const CALL_AHEAD_DAYS: i64 = 7;

/// Calls to open and to answer, issues to triage, to make better, to answer, answers to approve.
///
/// # Errors
/// The database's.
pub async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let mut tasks = Vec::new();
    for_office(app, ctx, &mut tasks).await?;
    for_submitter(app, ctx, &mut tasks).await?;
    for_agency(app, ctx, &mut tasks).await?;
    Ok(tasks)
}

async fn for_office(app: &App, ctx: &Ctx, tasks: &mut Vec<Task>) -> AppResult<()> {
    let conn = app.db().read();
    if !ctx.scope(Action::TriageIssue).is_empty() {
        let waiting = lists::count_waiting(conn, ctx, Action::TriageIssue, StateWord::Submitted).await?;
        if waiting > 0 {
            tasks.push(Task::new("task-issues-triage", "/issues/triage").arg("count", waiting));
        }
    }
    let behind = count_left_behind(conn, ctx).await?;
    if behind > 0 {
        tasks.push(Task::new("task-issues-left-behind", "/issues/move").arg("count", behind));
    }
    if let Some(near) = notices::near(conn, ctx).await? {
        tasks.push(Task::new("task-notices-owed", "/issues/notices").arg("count", near.count).due(Some(near.first)));
    }
    if !ctx.scope(Action::ApproveAnswer).is_empty() {
        let waiting = lists::count_answers_waiting(conn, ctx).await?;
        if waiting > 0 {
            tasks.push(Task::new("task-answers-approve", "/answers/waiting").arg("count", waiting));
        }
    }
    let open = calls::list(conn, ctx).await?;
    for unit in ctx.scope(Action::OpenCall).units {
        let ahead = dialogues::Filter { from: Some(start_of(ctx.today())), ..dialogues::Filter::default() };
        for session in dialogues::of_unit(conn, &unit, &ahead).await? {
            let opened = open.iter().any(|call| call.session == session.id && call.opened_at.is_some());
            if opened || session.kind.is_reception() || !sessions::is_ahead(&session) {
                continue;
            }
            let opens_on = date_of(app, &session, DateKind::IntakeOpens).await?;
            if opens_on.is_some_and(|on| on - TimeDelta::days(CALL_AHEAD_DAYS) <= ctx.today()) {
                let task = Task::new("task-call-open", format!("/calls/{}", session.id)).arg("title", &session.title);
                tasks.push(task.due(opens_on));
            }
        }
    }
    Ok(())
}

async fn for_submitter(app: &App, ctx: &Ctx, tasks: &mut Vec<Task>) -> AppResult<()> {
    let conn = app.db().read();
    let calls = calls::open_for_me(conn, ctx).await?;
    let sessions = sessions::sessions_of(conn, calls.iter().map(|call| call.unit_code.clone())).await?;
    for call in calls.iter().filter(|call| call.opens_on <= ctx.today() && ctx.today() <= call.closes_on) {
        if let Some(session) = sessions.get(&call.session).filter(|session| sessions::is_ahead(session)) {
            let task = Task::new("task-issues-hand-in", format!("/issues/own?session={}", call.session));
            tasks.push(task.arg("title", &session.title).due(Some(call.closes_on)));
        }
    }
    if !ctx.scope(Action::SubmitIssue).is_empty() {
        let back = lists::count_waiting(conn, ctx, Action::SubmitIssue, StateWord::Returned).await?;
        if back > 0 {
            tasks.push(Task::new("task-issues-returned", "/issues/own?state=returned").arg("count", back));
        }
        let turned_back = approvals::count_returned(conn, ctx).await?;
        if turned_back > 0 {
            tasks.push(Task::new("task-approval-returned", "/issues/own?approval=returned").arg("count", turned_back));
        }
    }
    for pile in approvals::piles(conn, ctx).await? {
        // The last day of the call counts for what leaves, not for what is asked.
        let closes_on = calls::of_session(conn, pile.session).await?.map(|call| call.closes_on);
        let title = sessions::session_of(conn, &pile.unit_code, pile.session).await?.title;
        let task = Task::new("task-approval", format!("/issues/approval?session={}&body={}", pile.session, pile.body));
        tasks.push(task.arg("count", pile.count).arg("title", title).due(closes_on));
    }
    Ok(())
}

async fn for_agency(app: &App, ctx: &Ctx, tasks: &mut Vec<Task>) -> AppResult<()> {
    let conn = app.db().read();
    let mine = ctx.scope(Action::PrepareAnswer).assigned;
    let issues = lists::assigned_to_me(conn, ctx).await?;
    let ids: Vec<IssueId> = issues.iter().filter(|issue| issue.state.word().is_worked_on()).map(|issue| issue.id).collect();
    let written = answers::of_issues(conn, &ids).await?;
    let mut due = Vec::new();
    for assignment in assignments::of_issues(conn, &ids).await? {
        let done = written.iter().any(|answer| {
            let sent = matches!(answer.state.word(), AnswerWord::Submitted | AnswerWord::Approved);
            answer.issue == assignment.issue && answer.body == assignment.body && sent
        });
        if mine.contains(&assignment.body.0) && !done {
            due.push(assignment.due_on);
        }
    }
    if !due.is_empty() {
        let first = due.iter().flatten().min().copied();
        tasks.push(Task::new("task-answers-prepare", "/issues/assigned").arg("count", due.len()).due(first));
    }
    Ok(())
}
