//! The office names who answers an issue: one lead, co-operating agencies, and by when.

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::error::AppResult;
use crate::issues::actions::triage::current;
use crate::issues::rules::{Issue, Part};
use crate::issues::store::assignments::{self, Assignment};
use crate::issues::store::issues::{self, Found};
use crate::kernel::{Action, BodyId, Ctx, Event, IssueId, Refusal, Role, Violations};
use crate::organisation::{Body, bodies_of_unit};

/// Who answers, and by when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigning {
    pub lead: BodyId,
    pub supports: Vec<BodyId>,
    pub due_on: NaiveDate,
    pub note: String,
}

/// The bodies of a unit that can answer.
///
/// # Errors
/// The database's.
pub async fn answering_bodies(app: &App, ctx: &Ctx, unit_code: &str) -> AppResult<Vec<Body>> {
    let bodies = bodies_of_unit(app.db().read(), unit_code, ctx.today()).await?;
    Ok(bodies.into_iter().filter(|body| body.kind.answers()).collect())
}

/// Puts these agencies in place of those named before; agencies that are new to it are told.
///
/// # Errors
/// `issue.wrong-state` unless it is being worked on, `assignment.body-unknown`, `assignment.due-past`,
/// [`crate::error::AppError::Conflict`].
pub async fn assign(app: &App, ctx: &Ctx, id: IssueId, version: i32, input: Assigning) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let (event, messages) = assign_in(&tx, ctx, &found, &input).await?;
    for message in &messages {
        tx.queue(message).await?;
    }
    tx.commit(event).await
}

/// Names the agencies of an issue within an open transaction and saves it; event and messages are left to the caller.
pub(super) async fn assign_in(tx: &WriteTx, ctx: &Ctx, found: &Found, input: &Assigning) -> AppResult<(Event, Vec<Message>)> {
    let Found { issue, permit, unit, .. } = found;
    let id = issue.id;
    if !issue.state.word().is_worked_on() {
        return Err(Refusal::new("issue.wrong-state").arg("state", issue.state.word()).into());
    }
    let bodies = bodies_of_unit(tx.conn(), &unit.code, ctx.today()).await?;
    let can_answer = |id: &BodyId| bodies.iter().any(|body| body.id == *id && body.kind.answers());
    let before = assignments::of_issue(tx.conn(), id).await?;
    let mut violations = Violations::default();
    if !can_answer(&input.lead) {
        violations.push(Refusal::on("lead_agency", "assignment.body-unknown"));
    }
    if !input.supports.iter().all(can_answer) {
        violations.push(Refusal::on("support_agencies", "assignment.body-unknown"));
    }
    let unchanged = before.iter().any(|assignment| assignment.due_on == Some(input.due_on));
    if input.due_on < ctx.today() && !unchanged {
        violations.push(Refusal::on("answer_due", "assignment.due-past"));
    }
    violations.or(())?;
    let all = assignments_of(ctx, id, input);
    assignments::replace(tx.conn(), permit, id, &all).await?;
    issues::save(tx.conn(), permit, issue).await?;
    let new = all.iter().filter(|now| !before.iter().any(|then| then.body == now.body));
    let messages = new.map(|assignment| message(issue, assignment)).collect();
    let bodies = |all: &[Assignment]| all.iter().map(|one| json!({ "body": one.body, "part": one.part })).collect::<Vec<_>>();
    let facts = json!({ "before": bodies(&before), "after": bodies(&all), "due_on": input.due_on });
    Ok((issue.event("issue.assigned").facts(facts), messages))
}

fn assignments_of(ctx: &Ctx, issue: IssueId, input: &Assigning) -> Vec<Assignment> {
    let one = |body: BodyId, part: Part| Assignment {
        issue,
        body,
        part,
        due_on: Some(input.due_on),
        note: input.note.clone(),
        assigned_at: ctx.now,
    };
    let mut all = vec![one(input.lead, Part::Lead)];
    for body in &input.supports {
        if all.iter().all(|named| named.body != *body) {
            all.push(one(*body, Part::Support));
        }
    }
    all
}

fn message(issue: &Issue, assignment: &Assignment) -> Message {
    let notify = Notify {
        code: "issue-assigned".to_owned(),
        to: vec![Audience::Role { role: Role::Answering, bodies: vec![assignment.body.0] }],
        args: vec![
            ("number".to_owned(), issue.number.unwrap_or_default().to_string()),
            ("due".to_owned(), assignment.due_on.map(|due| due.format("%d/%m/%Y").to_string()).unwrap_or_default()),
        ],
        href: format!("/issues/{}", issue.id),
    };
    Message::notify(format!("issue-assigned/{}/{}/{}", issue.id, assignment.body, issue.version), &notify)
}
