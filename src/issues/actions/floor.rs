//! What the minutes do with issues, in their own transaction: a question from the floor comes in, an issue is answered.

use crate::db::{Audience, Message, Notify, WriteTx};
use crate::error::AppResult;
use crate::issues::actions::hand_in::RECEIPT_LETTERS;
use crate::issues::actions::triage::next_number;
use crate::issues::rules::{Approval, Channel, Content, CounterpartGroup, Issue, IssueKind, IssueState, Links};
use crate::issues::store::issues;
use crate::issues::store::walks::{Waiting, waiting_for};
use crate::kernel::permit::Permit;
use crate::kernel::{Ctx, IssueId, Role, SessionId, ids};

/// A question as it was raised in the hall; the speaker stands in the minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromFloor {
    pub wording: String,
    pub village: String,
    pub field: Option<String>,
}

/// Adds a question from the floor to the session's issues, with its number, ready to be answered in the hall.
///
/// The event stands in the trail when the caller commits.
///
/// # Errors
/// The database's.
pub async fn raise_live(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit_code: &str,
    session: SessionId,
    floor: FromFloor,
) -> AppResult<Issue> {
    let number = next_number(tx, session).await?;
    let issue = Issue {
        id: IssueId::fresh(),
        unit_code: unit_code.to_owned(),
        session,
        submitter: None,
        number: Some(number),
        receipt_code: ids::public_code(RECEIPT_LETTERS),
        content: Content {
            kind: IssueKind::Proposal,
            channel: Channel::Floor,
            people: 1,
            village: floor.village,
            field: floor.field,
            wording: floor.wording,
        },
        competence: None,
        group: CounterpartGroup::People,
        public_wording: String::new(),
        state: IssueState::Selected,
        state_at: ctx.now,
        late: false,
        created_by: ctx.actor.account(),
        created_at: ctx.now,
        submitted_at: Some(ctx.now),
        accepted_at: Some(ctx.now),
        links: Links::default(),
        approval: Approval::None,
        version: 1,
    };
    issues::insert(tx.conn(), permit, &issue).await?;
    tx.say(&issue.event("issue.raised-live").facts(serde_json::json!({ "after": { "number": number } }))).await?;
    Ok(issue)
}

/// Marks an issue as answered; one that already is stays as it is. The event stands in the trail when the caller commits.
///
/// # Errors
/// `issue.wrong-state` where it was not being worked on.
pub async fn mark_answered(tx: &WriteTx, ctx: &Ctx, permit: &Permit, id: IssueId) -> AppResult<()> {
    let issue = issues::load(tx.conn(), permit, id).await?;
    if matches!(issue.state, IssueState::Answered { .. }) {
        return Ok(());
    }
    let (issue, event) = issue.answer(ctx.now)?;
    issues::save(tx.conn(), permit, &issue).await?;
    tell_answered(tx, &issue).await?;
    tx.say(&event).await
}

/// Tells every organisation whose issue gets its answer with this one, each with its own receipt: of a part, with that of the
/// opinion that it handed in; of what another unit sent here, the organisation there, whatever was made of it here.
pub(super) async fn tell_answered(tx: &WriteTx, issue: &Issue) -> AppResult<()> {
    for message in answered_messages(tx, std::slice::from_ref(issue), issue).await? {
        tx.queue(&message).await?;
    }
    Ok(())
}

/// For the organisations that wait with the issues `from`: the answer of `answered` is there. None while there is none.
pub(super) async fn answered_messages(tx: &WriteTx, from: &[Issue], answered: &Issue) -> AppResult<Vec<Message>> {
    let IssueState::Answered { answered_at } = answered.state else { return Ok(Vec::new()) };
    let mut messages = Vec::new();
    for Waiting { issue, receipt } in waiting_for(tx.conn(), from).await? {
        let Some(body) = issue.submitter.filter(|_| issue.state != IssueState::Withdrawn) else { continue };
        let notify = Notify {
            code: "issue-answered".to_owned(),
            to: vec![Audience::Role { role: Role::Submitter, bodies: vec![body.0] }],
            args: vec![("receipt".to_owned(), receipt)],
            href: format!("/issues/{}", issue.id),
        };
        // Each answer is told once: two units may answer the same issue, and one that came apart gets its own later.
        let key = format!("issue-answered/{}/{}/{}", issue.id, answered.id, answered_at.timestamp_micros());
        messages.push(Message::notify(key, &notify));
    }
    Ok(messages)
}
