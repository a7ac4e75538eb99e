//! What the minutes do with issues, in their own transaction: a question from the floor comes in, an issue is answered.

use crate::db::{Audience, Message, Notify, WriteTx};
use crate::error::AppResult;
use crate::issues::actions::hand_in::RECEIPT_LETTERS;
use crate::issues::actions::triage::next_number;
use crate::issues::rules::{Approval, Channel, Content, Issue, IssueKind, IssueState, Links};
use crate::issues::store::{issues, links};
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

/// Tells every organisation that brought the issue or one merged into it, each with its own receipt: of a part, with that of
/// the opinion that it handed in; of what another unit sent here, the organisation there.
pub(super) async fn tell_answered(tx: &WriteTx, issue: &Issue) -> AppResult<()> {
    let mut brought = links::origins_of(tx.conn(), issue).await?;
    brought.insert(0, issue.clone());
    let ends: Vec<_> = brought.iter().map(|one| one.id).collect();
    brought.extend(links::merged_into_all(tx.conn(), &ends).await?);
    for one in &brought {
        if let Some(message) = answered_message(tx, one).await? {
            tx.queue(&message).await?;
        }
    }
    Ok(())
}

/// For the organisation that handed `one` in: the answer is there, with the receipt that it was given.
pub(super) async fn answered_message(tx: &WriteTx, one: &Issue) -> AppResult<Option<Message>> {
    let Some(body) = one.submitter.filter(|_| one.state != IssueState::Withdrawn) else { return Ok(None) };
    let whole = match one.links.split_from {
        Some(id) => links::whole_of(tx.conn(), id).await?,
        None => None,
    };
    let receipt = whole.map_or_else(|| one.receipt_code.clone(), |whole| whole.receipt_code);
    let notify = Notify {
        code: "issue-answered".to_owned(),
        to: vec![Audience::Role { role: Role::Submitter, bodies: vec![body.0] }],
        args: vec![("receipt".to_owned(), receipt)],
        href: format!("/issues/{}", one.id),
    };
    Ok(Some(Message::notify(format!("issue-answered/{}", one.id), &notify)))
}
