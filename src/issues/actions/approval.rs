//! Approval inside an organisation before an issue leaves it: asked for, given for one or many at once, refused, taken back.
//!
//! Neighbour: `hand_in`, which asks here how somebody hands in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::hand_in::admitted;
use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::rules::{Approval, Issue, Mark, Way};
use crate::issues::store::approvals::{self, Remark};
use crate::issues::store::{calls, issues, sessions};
use crate::kernel::permit::Denied;
use crate::kernel::{AccountId, Action, BodyId, Ctx, IssueId, Permit, Refusal, Role, SessionId, Target};
use crate::organisation::{Unit, bodies_by_ids, body, unit};

/// Most issues that one act lets go, so that it stays short.
pub const MOST_AT_ONCE: u64 = 500;

/// The actor's name under a step.
fn mark(ctx: &Ctx) -> Mark {
    Mark { account: ctx.actor.account(), name: ctx.responsible(), at: ctx.now }
}

/// The proof that this actor may approve. The program itself may not: somebody has to have looked.
fn permit_to_approve(ctx: &Ctx, target: &Target) -> Result<Permit, Denied> {
    match ctx.actor.account() {
        Some(_) => ctx.permit(Action::ApproveHandIn, target),
        None => Err(Denied { action: Action::ApproveHandIn }),
    }
}

/// Whether this actor may approve what `target` hands in.
#[must_use]
pub fn may_approve(ctx: &Ctx, target: &Target) -> bool {
    permit_to_approve(ctx, target).is_ok()
}

/// How this actor hands in for `id`, a body of `unit`.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn way(conn: &Conn, ctx: &Ctx, unit: &Unit, id: BodyId) -> AppResult<Way> {
    let approves_first = body(conn, id).await?.approves_first;
    // The name of who is represented is asked for where it counts only.
    let may_approve = approves_first && may_approve(ctx, &unit.target().owned_by([id.0]));
    Ok(Way::of(approves_first, may_approve, mark(ctx)))
}

/// Tells who may approve that something waits; once a day for each session, for the home page counts the rest.
///
/// # Errors
/// The database's.
pub(super) async fn tell_approvers(tx: &WriteTx, ctx: &Ctx, unit_code: &str, session: SessionId, id: BodyId) -> AppResult<()> {
    let call = calls::of_session(tx.conn(), session).await?.ok_or(AppError::NotFound)?;
    let title = sessions::session_of(tx.conn(), unit_code, session).await?.title;
    let notify = Notify {
        code: "approval-asked".to_owned(),
        to: vec![Audience::Role { role: Role::Approver, bodies: vec![id.0] }],
        args: vec![
            ("organisation".to_owned(), body(tx.conn(), id).await?.name),
            ("title".to_owned(), title),
            ("closes".to_owned(), call.closes_on.format("%d/%m/%Y").to_string()),
        ],
        href: format!("/issues/approval?session={session}&body={id}"),
    };
    tx.queue(&Message::notify(format!("approval-asked/{session}/{id}/{}", ctx.today()), &notify)).await
}

/// Tells those who asked what became of it.
async fn tell_askers(tx: &WriteTx, ctx: &Ctx, code: &str, asked: &[(AccountId, IssueId)]) -> AppResult<()> {
    let mut by_asker: BTreeMap<AccountId, Vec<IssueId>> = BTreeMap::new();
    for (account, issue) in asked.iter().filter(|(account, _)| ctx.actor.account() != Some(*account)) {
        by_asker.entry(*account).or_default().push(*issue);
    }
    for (account, issues) in by_asker {
        let notify = Notify {
            code: code.to_owned(),
            to: vec![Audience::Accounts(vec![account.0])],
            args: vec![("name".to_owned(), ctx.responsible()), ("count".to_owned(), issues.len().to_string())],
            href: match issues.as_slice() {
                [one] => format!("/issues/{one}"),
                _ => "/issues/own".to_owned(),
            },
        };
        // An issue goes back or leaves once at an instant.
        let first = issues.first().map(ToString::to_string).unwrap_or_default();
        tx.queue(&Message::notify(format!("{code}/{first}/{}", ctx.now.timestamp_micros()), &notify)).await?;
    }
    Ok(())
}

fn asker(issue: &Issue) -> Option<(AccountId, IssueId)> {
    match &issue.approval {
        Approval::Asked(mark) => mark.account.map(|account| (account, issue.id)),
        _ => None,
    }
}

/// Takes an issue back from approval, so that it can be changed.
///
/// # Errors
/// `issue.not-in-approval`, [`AppError::Conflict`], [`AppError::Denied`].
pub async fn take_back(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = issues::find(tx.conn(), ctx, Action::SubmitIssue, id).await?;
    if found.issue.version != version {
        return Err(AppError::Conflict);
    }
    let (issue, event) = found.issue.take_from_approval()?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    tx.commit(event).await
}

/// Which of the issues that an organisation has waiting for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    These(Vec<IssueId>),
    /// All, where so many were shown.
    All(u64),
}

/// What is decided about: an organisation's issues for a session, as they were shown at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub session: SessionId,
    pub body: BodyId,
    pub which: Which,
    pub seen: DateTime<Utc>,
}

impl Chosen {
    /// This issue alone, as it stands at `version`.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for one that no organisation brought, [`AppError::Denied`], [`AppError::Conflict`].
    pub async fn one(conn: &Conn, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<Self> {
        let found = issues::find(conn, ctx, Action::ApproveHandIn, id).await?;
        if found.issue.version != version {
            return Err(AppError::Conflict);
        }
        found.issue.is_in_approval().then_some(()).ok_or_else(|| Refusal::new("issue.not-in-approval"))?;
        let body = found.issue.submitter.ok_or(AppError::NotFound)?;
        Ok(Self { session: found.issue.session, body, which: Which::These(vec![id]), seen: ctx.now })
    }

    /// The issues, if they are still those that were shown: what was asked for later has not been read.
    async fn load(&self, tx: &WriteTx, permit: &Permit) -> AppResult<Vec<Issue>> {
        let conn = tx.conn();
        let (issues, whole) = match &self.which {
            Which::These(ids) => {
                let issues = approvals::waiting(conn, permit, self.session, self.body, ids).await?;
                let whole = issues.len() == ids.len();
                (issues, whole)
            }
            Which::All(shown) => {
                let whole = approvals::count(conn, permit, self.session, self.body).await? == *shown;
                (approvals::first(conn, permit, self.session, self.body, MOST_AT_ONCE).await?, whole)
            }
        };
        let read = |issue: &Issue| issue.approval.mark().is_some_and(|mark| mark.at <= self.seen);
        if whole && !issues.is_empty() && issues.iter().all(read) {
            Ok(issues)
        } else {
            Err(Refusal::on("issues", "approval.list-changed").into())
        }
    }
}

async fn permit(tx: &WriteTx, ctx: &Ctx, chosen: &Chosen) -> AppResult<Permit> {
    let id = chosen.body;
    let own = bodies_by_ids(tx.conn(), [id]).await?.into_iter().next().ok_or(AppError::NotFound)?;
    Ok(permit_to_approve(ctx, &unit(tx.conn(), &own.unit_code).await?.target().owned_by([id.0]))?)
}

/// Approves issues, which hands them in at this instant.
///
/// # Errors
/// `approval.list-changed`, `call.not-open`, `call.session-over`; [`AppError::Denied`].
pub async fn approve(app: &App, ctx: &Ctx, chosen: &Chosen) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(&tx, ctx, chosen).await?;
    let waiting = chosen.load(&tx, &permit).await?;
    let first = waiting.first().ok_or(AppError::NotFound)?;
    let late = admitted(&tx, ctx, first).await?;
    let askers: Vec<_> = waiting.iter().filter_map(asker).collect();
    let mut events = Vec::new();
    for issue in waiting {
        let (issue, two) = issue.approve(mark(ctx), late)?;
        issues::save(tx.conn(), &permit, &issue).await?;
        events.extend(two);
    }
    tell_askers(&tx, ctx, "approval-given", &askers).await?;
    tx.commit_all(events).await
}

/// Gives issues back to their writers with a remark.
///
/// # Errors
/// `approval.list-changed`; [`AppError::Denied`].
pub async fn turn_back(app: &App, ctx: &Ctx, chosen: &Chosen, text: &str) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = permit(&tx, ctx, chosen).await?;
    let waiting = chosen.load(&tx, &permit).await?;
    let askers: Vec<_> = waiting.iter().filter_map(asker).collect();
    let remark = Remark { made_by: ctx.responsible(), made_at: ctx.now, text: text.to_owned() };
    let mut events = Vec::new();
    for issue in waiting {
        let (issue, event) = issue.turn_back(mark(ctx))?;
        issues::save(tx.conn(), &permit, &issue).await?;
        approvals::add_remark(tx.conn(), &permit, issue.id, &remark).await?;
        events.push(event);
    }
    tell_askers(&tx, ctx, "approval-returned", &askers).await?;
    tx.commit_all(events).await
}
