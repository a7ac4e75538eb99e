//! What an actor must do now in this room: notices to write, sign and publish; commitments to take, keep, look at, decide.

use crate::app::App;
use crate::dialogues::{self, SessionState, StateWord as SessionWord};
use crate::duties;
use crate::error::AppResult;
use crate::followups::rules::{Conclusion, ConclusionWord, StateWord};
use crate::followups::store::conclusions;
use crate::followups::store::lists::{self, Filter};
use crate::kernel::{Action, BodyId, Ctx, PageRequest, Role, Task};
use crate::law::DateKind;

/// Days after a session for which its unfinished conclusion is still called for.
const YEAR: i64 = 366;
/// Most commitments of an agency that stand as tasks of their own.
const OWED: PageRequest = PageRequest { number: 1, size: 30 };

/// The tasks of `ctx` in this room.
///
/// # Errors
/// The database's.
pub async fn tasks(app: &App, ctx: &Ctx) -> AppResult<Vec<Task>> {
    let mut tasks = Vec::new();
    for unit in ctx.scope(Action::IssueConclusion).units {
        conclusions_of(app, ctx, &unit, &mut tasks).await?;
    }
    owed(app, ctx, &mut tasks).await?;
    if ctx.actor.has_role(Role::Supervisor) {
        waiting(app, ctx, StateWord::Reported, "task-commitments-verify", "/commitments/verification", &mut tasks).await?;
    }
    if ctx.actor.has_role(Role::Office) {
        waiting(app, ctx, StateWord::Contested, "task-commitments-contested", "/commitments/office", &mut tasks).await?;
        waiting(app, ctx, StateWord::Verified, "task-commitments-close", "/commitments/office", &mut tasks).await?;
    }
    if ctx.actor.has_role(Role::Office) || ctx.actor.has_role(Role::Leader) {
        let asking = lists::asking(app.db().read(), ctx).await?;
        if let Some(first) = asking.first() {
            let task = Task::new("task-commitments-extensions", "/commitments/office").arg("count", asking.len());
            tasks.push(task.due(Some(first.due_on)));
        }
    }
    tasks.dedup();
    Ok(tasks)
}

/// Conclusions of the unit's recent sessions that are not yet written, signed or published.
async fn conclusions_of(app: &App, ctx: &Ctx, unit: &str, tasks: &mut Vec<Task>) -> AppResult<()> {
    let conn = app.db().read();
    let states = vec![SessionWord::Held, SessionWord::Closed];
    let from = Some(ctx.now - chrono::TimeDelta::days(YEAR));
    let filter = dialogues::Filter { states, from, to: Some(ctx.now), ..dialogues::Filter::default() };
    let recent = dialogues::of_unit(conn, unit, &filter).await?;
    if recent.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = recent.iter().map(|session| session.id).collect();
    let known = conclusions::of_sessions(conn, &ids).await?;
    for session in recent {
        let conclusion = known.iter().find(|conclusion| conclusion.session == session.id);
        let is_closed = matches!(session.state, SessionState::Closed { .. });
        if conclusion.is_none() && session.kind.is_reception() {
            continue;
        }
        let Some((key, kind)) = next_step(ctx, conclusion.map(Conclusion::word), is_closed) else { continue };
        let due = duties::last_day(conn, unit, session.on(), kind).await?;
        tasks.push(Task::new(key, format!("/dialogues/{}/conclusion", session.id)).arg("title", &session.title).due(due));
    }
    Ok(())
}

/// What the actor has to do about a conclusion, and which date it has to keep.
fn next_step(ctx: &Ctx, word: Option<ConclusionWord>, is_closed: bool) -> Option<(&'static str, DateKind)> {
    let (office, leader) = (ctx.actor.has_role(Role::Office), ctx.actor.has_role(Role::Leader));
    match word {
        None if office => Some(("task-conclusion-write", DateKind::ConclusionNotice)),
        Some(ConclusionWord::Draft) if leader && is_closed => Some(("task-conclusion-sign", DateKind::ConclusionNotice)),
        Some(ConclusionWord::Draft) if office => Some(("task-conclusion-finish", DateKind::ConclusionNotice)),
        Some(ConclusionWord::Signed) if office => Some(("task-conclusion-publish", DateKind::Publication)),
        _ => None,
    }
}

/// What the actor's agencies owe, each with its last day.
async fn owed(app: &App, ctx: &Ctx, tasks: &mut Vec<Task>) -> AppResult<()> {
    let own: Vec<BodyId> = ctx.scope(Action::ReportProgress).assigned.into_iter().map(Into::into).collect();
    if own.is_empty() {
        return Ok(());
    }
    let states = vec![StateWord::Assigned, StateWord::Accepted, StateWord::InProgress];
    let filter = Filter { states, agencies: Some(own.clone()), ..Filter::default() };
    for commitment in &lists::list(app.db().read(), ctx, &filter, OWED).await?.rows {
        if !own.contains(&commitment.lead) {
            continue;
        }
        let key = if commitment.state.word() == StateWord::Assigned { "task-commitment-accept" } else { "task-commitment-do" };
        let task = Task::new(key, format!("/commitments/{}", commitment.id)).arg("wording", short(&commitment.wording));
        tasks.push(task.due(Some(commitment.due_on)));
    }
    Ok(())
}

fn short(wording: &str) -> String {
    let mut line: String = wording.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(90) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// One task for all commitments of a state, if there are any.
async fn waiting(app: &App, ctx: &Ctx, state: StateWord, key: &'static str, href: &str, tasks: &mut Vec<Task>) -> AppResult<()> {
    let count = lists::count(app.db().read(), ctx, &Filter { states: vec![state], ..Filter::default() }).await?;
    if count > 0 {
        tasks.push(Task::new(key, href).arg("count", count));
    }
    Ok(())
}
