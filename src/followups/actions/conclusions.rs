//! Drafting a conclusion from the minutes, its tasks, and the leader's signature that makes commitments of them.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use serde_json::json;

use crate::app::App;
use crate::db::{WriteTx, counter};
use crate::dialogues::{self, SessionState};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::followups::actions::tell::{self, To};
use crate::followups::rules::{Commitment, Conclusion, ConclusionState, NewCommitment, Signature, Task, USUAL_WARN_DAYS};
use crate::followups::store::{commitments, conclusions, tasks};
use crate::kernel::clock::start_of;
use crate::kernel::ids::public_code;
use crate::kernel::{Action, BodyId, ConclusionId, ConclusionTaskId, Ctx, Event, Refusal, SessionId};
use crate::law::WorkingCalendar;
use crate::minutes::{LockedPromise, locked_promises, minutes_of};
use crate::organisation::{PostKind, bodies_of_unit, post_in};

/// Letters of a commitment's public code before its check letter.
const CODE_LETTERS: usize = 6;

/// An open draft.
struct Draft {
    tx: WriteTx,
    session: dialogues::Found,
    conclusion: Conclusion,
    tasks: Vec<Task>,
}

async fn open(app: &App, ctx: &Ctx, session: SessionId, version: i32, action: Action) -> AppResult<Draft> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let session = dialogues::find(tx.conn(), ctx, action, session).await?;
    let found = conclusions::of_session(tx.conn(), ctx, &session.unit, session.session.id).await?;
    let conclusion = found.ok_or(AppError::NotFound)?;
    if conclusion.version != version {
        return Err(AppError::Conflict);
    }
    conclusion.check_draft()?;
    let tasks = tasks::of(tx.conn(), conclusion.id).await?;
    Ok(Draft { tx, session, conclusion, tasks })
}

fn has_minutes(state: &SessionState) -> bool {
    matches!(state, SessionState::Held { .. } | SessionState::Closed { .. })
}

/// Begins the conclusion of a session that was held, with the promises of its minutes as tasks once those are signed.
///
/// # Errors
/// `conclusion.not-held`; `Conflict` when there is one already; `Denied`.
pub async fn prepare(app: &App, ctx: &Ctx, session: SessionId) -> AppResult<ConclusionId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = dialogues::find(tx.conn(), ctx, Action::IssueConclusion, session).await?;
    if !has_minutes(&found.session.state) {
        return Err(Refusal::new("conclusion.not-held").into());
    }
    let bodies = bodies_of_unit(tx.conn(), &found.unit.code, ctx.today()).await?;
    let body = conclusions::usual_issuer(&bodies).ok_or_else(|| Refusal::new("conclusion.no-issuer"))?;
    let conclusion = Conclusion {
        id: crate::kernel::ConclusionId::fresh(),
        session,
        unit_code: found.unit.code.clone(),
        body,
        number: String::new(),
        general: minutes_of(tx.conn(), session, &found.unit.code).await?.map(|minutes| minutes.general).unwrap_or_default(),
        state: ConclusionState::Draft,
        version: 1,
    };
    conclusions::insert(tx.conn(), &found.permit, &conclusion).await?;
    let promises = locked_promises(tx.conn(), &found.session).await?;
    let drafted = merged(&promises, &[]);
    tasks::insert(tx.conn(), &found.permit, conclusion.id, &drafted).await?;
    let facts = json!({ "after": { "tasks": drafted.len() } });
    tx.commit(Event::new("conclusion.prepared", "conclusion", conclusion.id, &found.unit.code).facts(facts)).await?;
    Ok(conclusion.id)
}

/// The tasks in order: one for each promise (kept as it was worded here, if it was), then those added by hand. Tasks of
/// promises that the minutes no longer have go.
fn merged(promises: &[LockedPromise], known: &[Task]) -> Vec<Task> {
    let of_promise = |promise: &LockedPromise| {
        known.iter().find(|task| task.promise == Some(promise.id)).cloned().unwrap_or_else(|| Task {
            id: ConclusionTaskId::fresh(),
            position: 0,
            promise: Some(promise.id),
            issue: promise.issue,
            wording: promise.promise.wording.clone(),
            lead: promise.promise.body,
            supports: Vec::new(),
            due_on: promise.promise.due_on,
        })
    };
    let by_hand = known.iter().filter(|task| task.promise.is_none()).cloned();
    let all = promises.iter().map(of_promise).chain(by_hand);
    all.zip(1..).map(|(task, position)| Task { position, ..task }).collect()
}

/// Takes over what changed in the minutes since the draft was begun.
///
/// # Errors
/// `conclusion.wrong-state` once signed; `Conflict`; `Denied`.
pub async fn refresh(app: &App, ctx: &Ctx, session: SessionId, version: i32) -> AppResult<()> {
    let draft = open(app, ctx, session, version, Action::IssueConclusion).await?;
    let promises = locked_promises(draft.tx.conn(), &draft.session.session).await?;
    let next = merged(&promises, &draft.tasks);
    let old: Vec<ConclusionTaskId> = draft.tasks.iter().map(|task| task.id).collect();
    let (conn, permit) = (draft.tx.conn(), &draft.session.permit);
    tasks::delete(conn, permit, draft.conclusion.id, &old).await?;
    tasks::insert(conn, permit, draft.conclusion.id, &next).await?;
    conclusions::save(conn, permit, &draft.conclusion).await?;
    let facts = json!({ "before": { "tasks": old.len() }, "after": { "tasks": next.len() } });
    let event = Event::new("conclusion.refreshed", "conclusion", draft.conclusion.id, &draft.conclusion.unit_code);
    draft.tx.commit(event.facts(facts)).await
}

/// Saves issuing body, number and assessment.
///
/// # Errors
/// `conclusion.wrong-state` once signed; `conclusion.no-issuer` for a body that issues none; `Conflict`; `Denied`.
pub async fn write(
    app: &App,
    ctx: &Ctx,
    session: SessionId,
    version: i32,
    body: BodyId,
    number: String,
    general: String,
) -> AppResult<()> {
    let draft = open(app, ctx, session, version, Action::IssueConclusion).await?;
    let bodies = bodies_of_unit(draft.tx.conn(), &draft.session.unit.code, ctx.today()).await?;
    if !bodies.iter().any(|known| known.id == body && conclusions::may_issue(known.kind)) {
        return Err(Refusal::on("body", "conclusion.no-issuer").into());
    }
    let (conclusion, event) = draft.conclusion.write(body, number, general)?;
    conclusions::save(draft.tx.conn(), &draft.session.permit, &conclusion).await?;
    draft.tx.commit(event).await
}

/// What a task says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskWords {
    pub wording: String,
    pub lead: Option<BodyId>,
    pub supports: Vec<BodyId>,
    pub due_on: Option<NaiveDate>,
    /// Whether a last day that is off moves to the next working day.
    pub roll: bool,
}

/// Adds a task, or changes the one with this id.
///
/// # Errors
/// `conclusion.wrong-state` once signed; `commitment.foreign-body`; `NotFound`; `Conflict`; `Denied`.
pub async fn save_task(
    app: &App,
    ctx: &Ctx,
    session: SessionId,
    version: i32,
    id: Option<ConclusionTaskId>,
    words: TaskWords,
) -> AppResult<()> {
    let draft = open(app, ctx, session, version, Action::IssueConclusion).await?;
    let (conn, permit) = (draft.tx.conn(), &draft.session.permit);
    let bodies: HashSet<BodyId> =
        bodies_of_unit(conn, &draft.session.unit.code, ctx.today()).await?.iter().map(|body| body.id).collect();
    if words.lead.iter().any(|body| !bodies.contains(body)) {
        return Err(Refusal::on("lead", "commitment.foreign-body").into());
    }
    if words.supports.iter().any(|body| !bodies.contains(body)) {
        return Err(Refusal::on("supports", "commitment.foreign-body").into());
    }
    let due_on = match words.due_on {
        Some(day) if words.roll => Some(rolled(&*duties::calendar(conn).await?, day)?),
        other => other,
    };
    let known = id.map(|id| draft.tasks.iter().find(|task| task.id == id).cloned().ok_or(AppError::NotFound)).transpose()?;
    let task = Task {
        id: id.unwrap_or_else(ConclusionTaskId::fresh),
        position: known.as_ref().map_or_else(|| next_position(&draft.tasks), |task| task.position),
        promise: known.as_ref().and_then(|task| task.promise),
        issue: known.as_ref().and_then(|task| task.issue),
        supports: words.supports.into_iter().filter(|body| Some(*body) != words.lead).collect(),
        wording: words.wording,
        lead: words.lead,
        due_on,
    };
    if known.is_some() {
        tasks::save(conn, permit, draft.conclusion.id, &task).await?;
    } else {
        tasks::insert(conn, permit, draft.conclusion.id, std::slice::from_ref(&task)).await?;
    }
    conclusions::save(conn, permit, &draft.conclusion).await?;
    let told = |task: &Task| json!({ "wording": task.wording, "lead": task.lead, "due_on": task.due_on });
    let facts = json!({ "before": known.as_ref().map(told), "after": told(&task) });
    let event = Event::new("conclusion.task-saved", "conclusion", draft.conclusion.id, &draft.conclusion.unit_code);
    draft.tx.commit(event.facts(facts)).await
}

fn rolled(calendar: &WorkingCalendar, day: NaiveDate) -> AppResult<NaiveDate> {
    calendar.working_on_or_after(day).map_err(|error| AppError::Internal(error.to_string()))
}

fn next_position(tasks: &[Task]) -> i32 {
    tasks.iter().map(|task| task.position).max().unwrap_or(0) + 1
}

/// Removes a task that was added by hand. What was promised in the room cannot be dropped.
///
/// # Errors
/// `conclusion.task-promised`; `conclusion.wrong-state` once signed; `NotFound`; `Conflict`; `Denied`.
pub async fn remove_task(app: &App, ctx: &Ctx, session: SessionId, version: i32, id: ConclusionTaskId) -> AppResult<()> {
    let draft = open(app, ctx, session, version, Action::IssueConclusion).await?;
    let task = draft.tasks.iter().find(|task| task.id == id).ok_or(AppError::NotFound)?;
    if task.promise.is_some() {
        return Err(Refusal::new("conclusion.task-promised").into());
    }
    let (conn, permit) = (draft.tx.conn(), &draft.session.permit);
    tasks::delete(conn, permit, draft.conclusion.id, &[id]).await?;
    conclusions::save(conn, permit, &draft.conclusion).await?;
    let facts = json!({ "before": { "wording": task.wording } });
    let event = Event::new("conclusion.task-removed", "conclusion", draft.conclusion.id, &draft.conclusion.unit_code);
    draft.tx.commit(event.facts(facts)).await
}

/// Which promises of the minutes no task carries.
fn lost(promises: &[LockedPromise], tasks: &[Task]) -> usize {
    promises.iter().filter(|promise| !tasks.iter().any(|task| task.promise == Some(promise.id))).count()
}

/// The leader signs: every task becomes a commitment, and its agencies are told.
///
/// # Errors
/// Those of [`Conclusion::sign`]; `conclusion.number-taken`; `Conflict`; `Denied`.
pub async fn sign(app: &App, ctx: &Ctx, session: SessionId, version: i32) -> AppResult<()> {
    let draft = open(app, ctx, session, version, Action::SignConclusion).await?;
    let conn = draft.tx.conn();
    let post = match ctx.actor.person() {
        Some(person) => post_in(conn, person, draft.conclusion.body, ctx.today()).await?,
        None => None,
    };
    let is_head = post.as_ref().is_none_or(|(_, kind)| *kind == PostKind::Head);
    let title = post.map(|(title, _)| title).unwrap_or_default();
    let signature = Signature { at: ctx.now, by: ctx.actor_name().to_owned(), title, is_head };
    let promises = locked_promises(conn, &draft.session.session).await?;
    let minutes_signed = matches!(draft.session.session.state, SessionState::Closed { .. });
    let lost = lost(&promises, &draft.tasks);
    let (conclusion, event) = draft.conclusion.sign(signature, &draft.tasks, minutes_signed, lost)?;
    let year = ctx.today().year();
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(start_of).unwrap_or_default();
    if conclusions::is_number_taken(conn, &conclusion, (first(year), first(year + 1))).await? {
        return Err(Refusal::new("conclusion.number-taken").arg("number", conclusion.number).into());
    }
    conclusions::save(conn, &draft.session.permit, &conclusion).await?;
    let rules = duties::merged_rules(conn, &conclusion.unit_code, ctx.today()).await?;
    let warn_days = rules.warn_days.as_ref().map_or(USUAL_WARN_DAYS, |stated| stated.value);
    for task in &draft.tasks {
        let (Some(lead), Some(due_on)) = (task.lead, task.due_on) else { continue };
        let number = counter::next(conn, &format!("commitment-number/{}/{year}", conclusion.unit_code)).await?;
        let new = NewCommitment {
            unit_code: conclusion.unit_code.clone(),
            session,
            issue: task.issue,
            promise: task.promise,
            code: public_code(CODE_LETTERS),
            number: i32::try_from(number).map_err(|_| AppError::Internal("commitment number".into()))?,
            wording: task.wording.clone(),
            lead,
            supports: task.supports.clone(),
            due_on,
            warn_days,
        };
        let (commitment, assigned) = Commitment::assign(ctx.now, new);
        commitments::insert(conn, &draft.session.permit, &commitment).await?;
        tell::about(&draft.tx, ctx, &commitment, &[], "commitment-assigned", &[To::Agencies]).await?;
        draft.tx.say(&assigned).await?;
    }
    tell::conclusion_signed(&draft.tx, ctx, &conclusion, &draft.session.session.title).await?;
    draft.tx.commit(event).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn promise(id: u128, wording: &str) -> LockedPromise {
        let promise = crate::minutes::Promise { wording: wording.into(), body: None, due_on: None };
        LockedPromise { id: Uuid::from_u128(id), item: crate::kernel::MinutesItemId::fresh(), issue: None, promise }
    }

    #[test]
    fn a_draft_follows_the_minutes_and_keeps_what_was_worded_here() {
        let mut known = merged(&[promise(1, "Sửa cống"), promise(2, "Lắp đèn")], &[]);
        known[0].wording = "Nạo vét và sửa cống".into();
        known.push(Task { promise: None, wording: "Báo cáo chung".into(), id: ConclusionTaskId::fresh(), ..known[1].clone() });
        // The minutes lost the second promise and got a third before the first.
        let promises = [promise(3, "Đổ rác"), promise(1, "Sửa cống")];
        assert_eq!(lost(&promises, &known), 1);
        let next = merged(&promises, &known);
        let told: Vec<_> = next.iter().map(|task| (task.position, task.wording.as_str())).collect();
        assert_eq!(told, [(1, "Đổ rác"), (2, "Nạo vét và sửa cống"), (3, "Báo cáo chung")]);
        assert_eq!(lost(&promises, &next), 0);
        assert_eq!(next[1].id, known[0].id);
    }
}
