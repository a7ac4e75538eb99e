//! The office decides about an issue that was handed in, and says where it belongs.

use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx, counter};
use crate::error::{AppError, AppResult};
use crate::issues::actions::forwarding::{for_sender, still_sent};
use crate::issues::rules::redaction::marks;
use crate::issues::rules::{Competence, CounterpartGroup, Ground, Issue, IssueState};
use crate::issues::store::fields;
use crate::issues::store::issues::{self, Found};
use crate::kernel::{Action, Ctx, Event, IssueId, Refusal, Role, SessionId};

/// What the office decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    Accept,
    Select,
    AnswerInWriting,
    SendBack { reason: String },
    Refuse { ground: Ground, reason: String },
    Divert { reason: String },
}

/// The issue for the office, at the version that the page showed.
pub(super) async fn current(tx: &WriteTx, ctx: &Ctx, action: Action, id: IssueId, version: i32) -> AppResult<Found> {
    let found = issues::find(tx.conn(), ctx, action, id).await?;
    if found.issue.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// The next number of a session.
pub(super) async fn next_number(tx: &WriteTx, session: SessionId) -> AppResult<i32> {
    let number = counter::next(tx.conn(), &format!("issue-number/{session}")).await?;
    i32::try_from(number).map_err(|_| AppError::Internal("issue number".into()))
}

/// Takes a decision about one issue.
///
/// # Errors
/// Those of the rule behind the decision; [`AppError::Conflict`].
pub async fn decide(app: &App, ctx: &Ctx, id: IssueId, version: i32, decision: Decision) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let (issue, event) = step(&tx, ctx, issue, decision).await?;
    issues::save(tx.conn(), &permit, &issue).await?;
    if let Some(message) = message(&tx, ctx, &issue).await? {
        tx.queue(&message).await?;
    }
    tx.commit(event).await
}

/// The issue after a decision, not saved yet.
pub(super) async fn step(tx: &WriteTx, ctx: &Ctx, issue: Issue, decision: Decision) -> AppResult<(Issue, Event)> {
    let has_merged = !issues::merged_into(tx.conn(), issue.id).await?.is_empty();
    let step = match decision {
        Decision::Accept => {
            // Asked before a number is taken: at the desk the others of the act go on when this one is refused.
            issue.may_be_accepted()?;
            if matches!(issue.state, IssueState::Refused { .. }) {
                still_sent(tx, &issue).await?;
            }
            let number = match issue.number {
                Some(number) => number,
                None => next_number(tx, issue.session).await?,
            };
            issue.accept(ctx.now, number)
        }
        Decision::Select => issue.select(ctx.now),
        Decision::AnswerInWriting => issue.answer_in_writing(ctx.now),
        Decision::SendBack { reason } => issue.send_back(ctx.now, reason, has_merged),
        Decision::Refuse { ground, reason } => issue.refuse(ctx.now, ground, reason, has_merged),
        Decision::Divert { reason } => issue.divert(ctx.now, reason, has_merged),
    };
    Ok(step?)
}

/// What those who sent an issue are told about its new state, if anything; its words are not in the message.
pub(super) async fn message(tx: &WriteTx, ctx: &Ctx, issue: &Issue) -> AppResult<Option<Message>> {
    let (for_office, reason) = match &issue.state {
        IssueState::Returned { reason } => ("forward-returned", reason),
        IssueState::Refused { reason, .. } => ("forward-refused", reason),
        _ => return Ok(None),
    };
    if let Some(message) = for_sender(tx, ctx, issue, for_office, reason).await? {
        return Ok(Some(message));
    }
    let returned = matches!(issue.state, IssueState::Returned { .. });
    let Some(body) = issue.submitter.filter(|_| returned) else { return Ok(None) };
    let code = "issue-returned";
    let notify = Notify {
        code: code.to_owned(),
        to: vec![Audience::Role { role: Role::Submitter, bodies: vec![body.0] }],
        args: vec![("receipt".to_owned(), issue.receipt_code.clone()), ("reason".to_owned(), reason.clone())],
        href: format!("/issues/{}", issue.id),
    };
    Ok(Some(Message::notify(format!("{code}/{}/{}", issue.id, issue.version), &notify)))
}

/// Where an issue belongs, and how it is worded for agenda and publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    pub field: Option<String>,
    pub competence: Option<Competence>,
    /// Whose matter it is; none leaves it as it stands.
    pub group: Option<CounterpartGroup>,
    /// Empty: others see the original with everything replaced that could lead to a person.
    pub public_wording: String,
    /// Somebody looked again at what could lead to a person and says that it may stand there.
    pub confirmed: bool,
}

/// Classifies an issue; the original wording stays as it was handed in.
///
/// # Errors
/// `issue.wrong-state` for a merged, split or withdrawn one, `form.choice` on the field, `issue.wording-personal`; [`AppError::Conflict`].
pub async fn classify(app: &App, ctx: &Ctx, id: IssueId, version: i32, to: Classification) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let (issue, event) = classified(&tx, issue, to).await?;
    issues::save(tx.conn(), &permit, &issue).await?;
    tx.commit(event).await
}

/// The issue as classified, not saved yet.
pub(super) async fn classified(tx: &WriteTx, issue: Issue, to: Classification) -> AppResult<(Issue, Event)> {
    if matches!(issue.state, IssueState::Merged { .. } | IssueState::Split { .. } | IssueState::Withdrawn) {
        return Err(Refusal::new("issue.wrong-state").arg("state", issue.state.word()).into());
    }
    let tree = fields::tree(tx.conn(), &issue.unit_code).await?;
    if !tree.takes(to.field.as_deref(), issue.content.field.as_deref()) {
        return Err(Refusal::on("issue_field", "form.choice").into());
    }
    let changed = issue.public_wording != to.public_wording;
    if changed && !to.confirmed && !marks(&to.public_wording).is_empty() {
        return Err(Refusal::on("public_confirmed", "issue.wording-personal").into());
    }
    let group = to.group.unwrap_or(issue.group);
    let facts = json!({
        "before": { "field": issue.content.field, "competence": issue.competence, "group": issue.group },
        "after": { "field": to.field, "competence": to.competence, "group": group },
        "public_wording_changed": changed,
        "personal_confirmed": changed && to.confirmed,
    });
    let event = issue.event("issue.classified").facts(facts);
    let mut issue = issue;
    (issue.competence, issue.group) = (to.competence, group);
    (issue.content.field, issue.public_wording) = (to.field, to.public_wording);
    Ok((issue, event))
}
