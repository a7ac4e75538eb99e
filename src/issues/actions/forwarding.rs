//! Sending an issue to the unit above, below or beside: all receivers or none, each with a twin of its own. What comes back are
//! state and public answer; notes and petitioner stay here.

use chrono::NaiveDate;

use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx};
use crate::dialogues;
use crate::error::AppResult;
use crate::issues::actions::hand_in::RECEIPT_LETTERS;
use crate::issues::actions::triage::current;
use crate::issues::rules::forward::Receiver;
use crate::issues::rules::redaction::marks;
use crate::issues::rules::{Issue, IssueState};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::{fields, links, sessions};
use crate::kernel::permit::Permit;
use crate::kernel::{Action, Ctx, IssueId, Refusal, Role, ids};
use crate::organisation::{Unit, bodies_of_unit, children, unit};

/// What the office says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forwarding {
    /// Codes of the receivers.
    pub to: Vec<String>,
    /// What they read: without persons.
    pub wording: String,
    /// Sent there before, and meant so.
    pub again: bool,
    /// Somebody looked again at what could lead to a person and says that it may leave the house.
    pub confirmed: bool,
}

/// The units that `from` may send to: the one above, then those beside and below, as far as they take part today.
///
/// # Errors
/// The database's.
pub async fn receivers(conn: &Conn, from: &Unit, today: NaiveDate) -> AppResult<Vec<Unit>> {
    let mut all = Vec::new();
    if let Some(above) = &from.parent_code {
        all.push(unit(conn, above).await?);
        all.extend(children(conn, above).await?.into_iter().filter(|beside| beside.code != from.code));
    }
    all.extend(children(conn, &from.code).await?);
    all.retain(|one| one.activated_at.is_some() && one.exists_on(today));
    Ok(all)
}

/// Sends an issue on; every receiver gets it, or none.
///
/// # Errors
/// `issue.wording-personal`, `form.choice` on the receivers, `issue.forward-home`, `issue.forward-no-session`, `issue.forward-twice`; those of
/// [`Issue::forward`]; [`crate::error::AppError::Conflict`].
pub async fn forward(app: &App, ctx: &Ctx, id: IssueId, version: i32, input: Forwarding) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, unit: from, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let (origin, event) = issue.forward(ctx.now, &input.to)?;
    if !input.confirmed && !marks(&input.wording).is_empty() {
        return Err(Refusal::on("public_confirmed", "issue.wording-personal").into());
    }
    let may = receivers(tx.conn(), &from, ctx.today()).await?;
    let behind = links::origins_of(tx.conn(), &origin).await?;
    for code in &input.to {
        let Some(to) = may.iter().find(|unit| unit.code == *code) else {
            return Err(Refusal::on("forward_to", "form.choice").into());
        };
        if behind.iter().any(|issue| issue.unit_code == *code) {
            return Err(Refusal::on("forward_to", "issue.forward-home").arg("unit", to.in_a_sentence()).into());
        }
        let twin = deliver(&tx, ctx, &permit, &origin, to, &input).await?;
        tell_office(&tx, ctx, &twin, "issue-forwarded", &[("unit", from.in_a_sentence())]).await?;
    }
    issues::save(tx.conn(), &permit, &origin).await?;
    tx.commit(event).await
}

/// Puts the twin on the receiver's table, for its next session.
async fn deliver(tx: &WriteTx, ctx: &Ctx, permit: &Permit, origin: &Issue, to: &Unit, input: &Forwarding) -> AppResult<Issue> {
    let ahead = dialogues::Filter { from: Some(ctx.now), ..dialogues::Filter::default() };
    let mut open = dialogues::of_unit(tx.conn(), &to.code, &ahead).await?;
    open.retain(sessions::is_ahead);
    // A dialogue before the next reception: what comes from another unit is seldom one person's matter.
    open.sort_by_key(|session| (session.kind.is_reception(), session.starts_at));
    let Some(session) = open.first().map(|session| session.id) else {
        return Err(Refusal::on("forward_to", "issue.forward-no-session").arg("unit", to.in_a_sentence()).into());
    };
    let receiver = Receiver { unit_code: to.code.clone(), session };
    let receipt = ids::public_code(RECEIPT_LETTERS);
    let (mut twin, born) = origin.twin(ctx.now, &receiver, receipt, ctx.actor.account(), input.wording.clone());
    if let Some(code) = origin.content.field.as_deref() {
        twin.content.field = fields::tree(tx.conn(), &to.code).await?.arriving(code);
    }
    let sent = links::twins_of(tx.conn(), origin.id).await?;
    let known = sent.iter().any(|one| one.unit_code == to.code && one.is_alive());
    if !input.again && (known || !links::same_forwarded(tx.conn(), &twin).await?.is_empty()) {
        return Err(Refusal::on("forward_again", "issue.forward-twice").arg("unit", to.in_a_sentence()).into());
    }
    issues::insert(tx.conn(), permit, &twin).await?;
    tx.say(&born).await?;
    Ok(twin)
}

/// Takes an issue back that no receiver works on.
///
/// # Errors
/// Those of [`Issue::take_back`]; [`crate::error::AppError::Conflict`].
pub async fn take_back(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let Found { issue, permit, .. } = current(&tx, ctx, Action::TriageIssue, id, version).await?;
    let twins = links::twins_of(tx.conn(), id).await?;
    let under_way = twins.iter().any(|twin| twin.state.word().is_taken_up());
    let (issue, event) = issue.take_back(ctx.now, under_way)?;
    issues::save(tx.conn(), &permit, &issue).await?;
    for twin in twins {
        if twin.state == IssueState::Submitted {
            let (twin, gone) = twin.recall(ctx.now)?;
            issues::save(tx.conn(), &permit, &twin).await?;
            tx.say(&gone).await?;
        } else if matches!(twin.state, IssueState::Refused { .. } | IssueState::Returned { .. }) {
            // Saved as it is: a receiver who takes it up again at this very moment finds it changed.
            issues::save(tx.conn(), &permit, &twin).await?;
        }
    }
    tx.commit(event).await
}

/// That a twin may be on its way again; what no other unit sent always may.
///
/// # Errors
/// Those of [`Issue::may_go_on`].
pub(super) async fn still_sent(tx: &WriteTx, twin: &Issue) -> AppResult<()> {
    let Some(origin) = twin.links.forwarded_from else { return Ok(()) };
    match links::whole_of(tx.conn(), origin).await? {
        Some(origin) => Ok(twin.may_go_on(&origin)?),
        None => Ok(()),
    }
}

/// For the office of the issue's unit, at the issue; `about` is what happened to.
async fn for_office(
    tx: &WriteTx,
    ctx: &Ctx,
    issue: &Issue,
    about: IssueId,
    code: &str,
    args: &[(&str, String)],
) -> AppResult<Message> {
    let bodies = bodies_of_unit(tx.conn(), &issue.unit_code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let notify = Notify {
        code: code.to_owned(),
        to: vec![Audience::Role { role: Role::Office, bodies }],
        args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        href: format!("/issues/{}", issue.id),
    };
    // One act may turn several contents of the same issue away: each is told.
    Ok(Message::notify(format!("{code}/{}/{about}/{}", issue.id, ctx.now.timestamp_micros()), &notify))
}

async fn tell_office(tx: &WriteTx, ctx: &Ctx, issue: &Issue, code: &str, args: &[(&str, String)]) -> AppResult<()> {
    tx.queue(&for_office(tx, ctx, issue, issue.id, code, args).await?).await
}

/// The receiver gives a twin back or does not take it, or a content of it: why, for the office that sent it. None for what no
/// other unit sent.
pub(super) async fn for_sender(tx: &WriteTx, ctx: &Ctx, twin: &Issue, code: &str, reason: &str) -> AppResult<Option<Message>> {
    let whole = match twin.links.split_from {
        Some(whole) => links::whole_of(tx.conn(), whole).await?,
        None => None,
    };
    let origins = links::origins_of(tx.conn(), whole.as_ref().unwrap_or(twin)).await?;
    let Some(origin) = origins.first() else { return Ok(None) };
    let receiver = unit(tx.conn(), &twin.unit_code).await?.in_a_sentence();
    let args = [("number", origin.number.unwrap_or_default().to_string()), ("unit", receiver), ("reason", reason.to_owned())];
    Ok(Some(for_office(tx, ctx, origin, twin.id, code, &args).await?))
}

/// The organisation took its issue back: those who have a twin of it decide themselves what becomes of it.
pub(super) async fn tell_receivers(tx: &WriteTx, ctx: &Ctx, origin: &Issue) -> AppResult<()> {
    let from = unit(tx.conn(), &origin.unit_code).await?.in_a_sentence();
    for twin in links::twins_of(tx.conn(), origin.id).await?.iter().filter(|twin| twin.is_alive()) {
        tell_office(tx, ctx, twin, "forward-withdrawn", &[("unit", from.clone())]).await?;
    }
    Ok(())
}
