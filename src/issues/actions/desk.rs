//! The office's desk: one act over one or many issues, and taking it back within half a minute.
//!
//! What can be done is done; what cannot is told with its reason, issue by issue. Messages about an act wait until it can no
//! longer be taken back.

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use crate::app::App;
use crate::db::{Message, Unaudited, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::actions::assigning::{Assigning, assign_in};
use crate::issues::actions::forwarding::still_sent;
use crate::issues::actions::merging::{merge_in, unmerge_in};
use crate::issues::actions::triage::{Classification, Decision, classified, current, message, step};
use crate::issues::rules::desk::{Act, ActWord, Before, HOLD, MESSAGE_SECONDS, MOST, Named};
use crate::issues::rules::{Competence, Issue, IssueState, Part, StateWord};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::{assignments, desk, fields, walks};
use crate::kernel::{Action, BodyId, Ctx, Event, IssueId, Refusal, Violations, ids};

/// What to do with the issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    Decide(Decision),
    Field(String),
    Competence(Competence),
    /// An issue that waits is taken on first.
    Assign {
        lead: BodyId,
        due_on: NaiveDate,
    },
    Merge(IssueId),
}

impl Wanted {
    /// A decision: the desk goes on with the next issue. What only says more about an issue leaves it open.
    #[must_use]
    pub const fn leaves_the_list(&self) -> bool {
        matches!(self, Self::Decide(_) | Self::Assign { .. } | Self::Merge(_))
    }

    const fn word(&self) -> ActWord {
        match self {
            Self::Decide(Decision::Accept) => ActWord::Accept,
            Self::Decide(Decision::Select) => ActWord::Select,
            Self::Decide(Decision::AnswerInWriting) => ActWord::Written,
            Self::Decide(Decision::SendBack { .. }) => ActWord::Return,
            Self::Decide(Decision::Refuse { .. }) => ActWord::Refuse,
            Self::Decide(Decision::Divert { .. }) => ActWord::Divert,
            Self::Field(_) => ActWord::Field,
            Self::Competence(_) => ActWord::Competence,
            Self::Assign { .. } => ActWord::Assign,
            Self::Merge(_) => ActWord::Merge,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The act that can be undone; none where nothing was done.
    pub act: Option<Uuid>,
    /// Which issues were left as they were, and why.
    pub refused: Vec<(IssueId, Violations)>,
}

/// Does `wanted` to these issues, each at the version that the page showed, in one transaction.
///
/// # Errors
/// `triage.none-chosen`, `triage.too-many`; what concerns the form and not one issue (`assignment.body-unknown`,
/// `assignment.due-past`, `form.choice`). An issue of somebody else's is [`AppError::NotFound`] or [`AppError::Denied`] for all.
pub async fn act(app: &App, ctx: &Ctx, chosen: &[(IssueId, i32)], wanted: &Wanted) -> AppResult<Outcome> {
    if chosen.is_empty() {
        return Err(Refusal::new("triage.none-chosen").into());
    }
    if chosen.len() > MOST {
        return Err(Refusal::new("triage.too-many").arg("most", MOST).into());
    }
    let account = ctx.actor.account().ok_or(AppError::NotFound)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (mut outcome, mut before, mut last) = (Outcome::default(), Vec::new(), None::<Event>);
    // What others are merged into stays where it is, even if it was ticked with them.
    let target = if let Wanted::Merge(target) = wanted { Some(*target) } else { None };
    if chosen.iter().all(|(id, _)| Some(*id) == target) {
        return Err(Refusal::on("merge_target", "issue.merge-cycle").into());
    }
    for (id, version) in chosen.iter().filter(|(id, _)| Some(*id) != target) {
        let done = match current(&tx, ctx, Action::TriageIssue, *id, *version).await {
            Ok(found) => one(&tx, ctx, found, wanted).await,
            Err(AppError::Conflict) => Err(Refusal::new("triage.changed-since").into()),
            Err(error) => Err(error),
        };
        match done {
            Ok((stood, event)) => {
                before.push(stood);
                if let Some(event) = last.replace(event) {
                    tx.say(&event).await?;
                }
            }
            Err(AppError::Refused(violations)) if violations.0.iter().all(|one| !is_of_the_form(one)) => {
                outcome.refused.push((*id, violations));
            }
            Err(error) => return Err(error),
        }
    }
    let Some(event) = last else { return Ok(outcome) };
    let act = Act { id: ids::fresh_uuid(), by: account, word: wanted.word(), at: ctx.now, before, undone_at: None };
    desk::insert(tx.conn(), &act).await?;
    tx.commit(event).await?;
    outcome.act = Some(act.id);
    Ok(outcome)
}

/// A fault of what was typed is the same for every issue.
fn is_of_the_form(refusal: &Refusal) -> bool {
    matches!(refusal.field, Some("lead_agency" | "answer_due" | "issue_field"))
}

/// Does it to one issue. Every rule speaks before the first row is written, so a refusal leaves nothing behind.
async fn one(tx: &WriteTx, ctx: &Ctx, found: Found, wanted: &Wanted) -> AppResult<(Before, Event)> {
    let mut before = Before::of(&found.issue, 1)?;
    let mut messages: Vec<Message> = Vec::new();
    let event = match wanted {
        Wanted::Decide(decision) => {
            let (issue, event) = step(tx, ctx, found.issue, decision.clone()).await?;
            messages.extend(message(tx, ctx, &issue).await?);
            issues::save(tx.conn(), &found.permit, &issue).await?;
            event
        }
        Wanted::Field(code) => classify(tx, found, Some(code), None).await?,
        Wanted::Competence(word) => classify(tx, found, None, Some(*word)).await?,
        Wanted::Assign { lead, due_on } => {
            let stood = named(tx, found.issue.id).await?;
            let supports = stood.iter().filter(|one| one.part == Part::Support && one.body != *lead).map(|one| one.body);
            let note = stood.first().map(|one| one.note.clone()).unwrap_or_default();
            let input = Assigning { lead: *lead, supports: supports.collect(), due_on: *due_on, note };
            let (found, saves) = taken_on(tx, ctx, found).await?;
            let (event, told) = assign_in(tx, ctx, &found, &input).await?;
            (before.named, before.version) = (Some(stood), before.version + saves);
            messages = told;
            event
        }
        Wanted::Merge(target) => {
            let (event, told) = merge_in(tx, ctx, found, *target).await?;
            messages = told;
            event
        }
    };
    let from = ctx.now + TimeDelta::seconds(MESSAGE_SECONDS);
    for message in &messages {
        tx.queue_for(message, from).await?;
    }
    before.messages = messages.into_iter().map(|message| message.key).collect();
    Ok((before, event))
}

async fn classify(tx: &WriteTx, found: Found, field: Option<&String>, competence: Option<Competence>) -> AppResult<Event> {
    let to = Classification {
        field: field.or(found.issue.content.field.as_ref()).cloned(),
        competence: competence.or(found.issue.competence),
        group: None,
        public_wording: found.issue.public_wording.clone(),
        // It is not touched, so nothing about it is to be asked.
        confirmed: true,
    };
    let (issue, event) = classified(tx, found.issue, to).await?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    Ok(event)
}

async fn named(tx: &WriteTx, id: IssueId) -> AppResult<Vec<Named>> {
    let all = assignments::of_issues(tx.conn(), &[id]).await?.into_iter();
    let kept = |one: assignments::Assignment| Named {
        body: one.body,
        part: one.part,
        due_on: one.due_on,
        note: one.note,
        assigned_at: one.assigned_at,
    };
    Ok(all.map(kept).collect())
}

/// The issue taken on, if it waited: naming who answers says that it will be answered. Answers how often it was saved for that.
async fn taken_on(tx: &WriteTx, ctx: &Ctx, found: Found) -> AppResult<(Found, i32)> {
    if found.issue.state.word() != StateWord::Submitted {
        return Ok((found, 0));
    }
    let (issue, event) = step(tx, ctx, found.issue.clone(), Decision::Accept).await?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    tx.say(&event).await?;
    let issue = Issue { version: issue.version + 1, ..issue };
    Ok((Found { issue, ..found }, 1))
}

/// Takes an act of one's own back: every issue stands as before, and nobody is told of it. Answers the first of them.
///
/// # Errors
/// `triage.undone`, `triage.too-late`, `triage.changed-since` when one of them was worked on since, or answered with the one that
/// it was merged into; `issue.forward-recalled` when its sender took it back: nothing is undone then.
/// [`AppError::NotFound`] for somebody else's act.
pub async fn undo(app: &App, ctx: &Ctx, id: Uuid) -> AppResult<IssueId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let act = desk::find(tx.conn(), ctx.actor.account(), id).await?;
    act.check_undo(ctx.now)?;
    let mut last = None::<Event>;
    // Backwards, so that issues merged into one another come apart as they came together.
    for before in act.before.iter().rev() {
        // A complaint keeps its words only for who may read them; here nobody does.
        let action = if act.word == ActWord::Divert { Action::ReadShielded } else { Action::TriageIssue };
        let found = issues::find(tx.conn(), ctx, action, before.issue).await?;
        let event = restore(&tx, ctx, &act, found, before).await?;
        tx.take_back(&before.messages).await?;
        if let Some(event) = last.replace(event) {
            tx.say(&event).await?;
        }
    }
    desk::save_undone(tx.conn(), act.id, ctx.now).await?;
    let (Some(event), Some(first)) = (last, act.before.first()) else {
        return Err(AppError::Internal(format!("act {id} has no issue")));
    };
    tx.commit(event).await?;
    Ok(first.issue)
}

async fn restore(tx: &WriteTx, ctx: &Ctx, act: &Act, found: Found, before: &Before) -> AppResult<Event> {
    still_sent(tx, &found.issue).await?;
    if act.word == ActWord::Merge {
        if found.issue.version != before.version {
            return Err(Refusal::new("triage.changed-since").into());
        }
        check_untold(tx, act, &found.issue, before).await?;
        return unmerge_in(tx, ctx, found, Some(before)).await;
    }
    let (issue, event) = found.issue.restore(before)?;
    if let Some(code) = &issue.content.field
        && fields::tree(tx.conn(), &issue.unit_code).await?.find(code).is_none()
    {
        return Err(Refusal::new("triage.changed-since").into());
    }
    if let Some(named) = &before.named {
        let all: Vec<_> = named.iter().map(|one| assignment(issue.id, one)).collect();
        assignments::replace(tx.conn(), &found.permit, issue.id, &all).await?;
    }
    issues::save(tx.conn(), &found.permit, &issue).await?;
    Ok(event)
}

/// Whether nobody was told since the act that a merged issue is answered: that cannot be taken back, other than the messages of
/// the act itself, which wait.
async fn check_untold(tx: &WriteTx, act: &Act, merged: &Issue, before: &Before) -> AppResult<()> {
    let main = issues::main_of(tx.conn(), merged).await?;
    for end in walks::ends_of(tx.conn(), &[main]).await?.iter().flatten() {
        let own = before.messages.iter().any(|key| key.contains(&end.id.to_string()));
        if !own && matches!(end.state, IssueState::Answered { answered_at } if answered_at >= act.at) {
            return Err(Refusal::new("triage.changed-since").into());
        }
    }
    Ok(())
}

fn assignment(issue: IssueId, one: &Named) -> assignments::Assignment {
    assignments::Assignment {
        issue,
        body: one.body,
        part: one.part,
        due_on: one.due_on,
        note: one.note.clone(),
        assigned_at: one.assigned_at,
    }
}

/// Notes that the actor has an issue open; `until` is what is known of his own hold. Half a hold is long enough to say nothing.
///
/// # Errors
/// The database's.
pub async fn look_at(app: &App, ctx: &Ctx, id: IssueId, until: Option<chrono::DateTime<chrono::Utc>>) -> AppResult<()> {
    let Some(account) = ctx.actor.account() else { return Ok(()) };
    if until.is_some_and(|until| until - ctx.now > HOLD / 2) {
        return Ok(());
    }
    let tx = WriteTx::begin(app.db(), ctx).await?;
    desk::hold(tx.conn(), id, account, ctx.actor_name(), ctx.now + HOLD).await?;
    tx.commit_unaudited(Unaudited::Presence).await
}
