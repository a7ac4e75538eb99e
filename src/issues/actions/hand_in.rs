//! An organisation hands in: draft, change, submit, take back. And what must not be stored is only noted.

use serde_json::json;

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::actions::files::{self, Kept};
use crate::issues::actions::forwarding;
use crate::issues::rules::wording::sign_of_denunciation;
use crate::issues::rules::{Content, CounterpartGroup, Identity, Issue, IssueKind, IssueState, Links};
use crate::issues::store::notes;
pub use crate::issues::store::notes::Note;
use crate::issues::store::{calls, fields, identities, issues, sessions};
use crate::kernel::permit::Permit;
use crate::kernel::text::fold;
use crate::kernel::{Action, BodyId, Ctx, Event, IssueId, Refusal, SessionId, ids};
use crate::organisation::{self, unit};

/// Letters of a receipt code before its check letter: 29 to the ninth, and never guessed.
pub(super) const RECEIPT_LETTERS: usize = 9;

/// What an organisation typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandIn {
    pub content: Content,
    pub identity: Identity,
    /// Somebody looked again at words that sound like a denunciation and says that it is none.
    pub confirmed: bool,
    /// Hand it in now; otherwise it stays a draft.
    pub submit: bool,
}

/// What the wording alone forbids.
fn check_wording(input: &HandIn) -> Result<(), Refusal> {
    match sign_of_denunciation(&input.content.wording) {
        Some(sign) if !input.confirmed => Err(Refusal::on("confirmed", "issue.maybe-denunciation").arg("sign", sign)),
        _ => Ok(()),
    }
}

/// Adds an issue of `body` to the call of `session`.
///
/// # Errors
/// `issue.maybe-denunciation`, `issue.duplicate`, `form.choice` on the field, `call.not-open`, `call.session-over`.
pub async fn create(app: &App, ctx: &Ctx, session: SessionId, body: BodyId, input: HandIn, kept: &[Kept]) -> AppResult<IssueId> {
    check_wording(&input)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let call = calls::of_session(tx.conn(), session).await?.ok_or(AppError::NotFound)?;
    let unit = unit(tx.conn(), &call.unit_code).await?;
    let permit = ctx.permit(Action::SubmitIssue, &unit.target().owned_by([body.0]))?;
    if !call.addressees.contains(&body) || call.opened_at.is_none() {
        return Err(AppError::NotFound);
    }
    if issues::wordings(tx.conn(), session, body).await?.contains_key(&fold(&input.content.wording)) {
        return Err(Refusal::on("issue_wording", "issue.duplicate").into());
    }
    check_field(&tx, &call.unit_code, &input.content, None).await?;
    let ahead = sessions::is_ahead(&sessions::session_of(tx.conn(), &call.unit_code, session).await?);
    let group = CounterpartGroup::of_body(&organisation::body(tx.conn(), body).await?.name);
    let issue = draft(ctx, &call.unit_code, session, (body, group), input.content);
    let (mut issue, mut event) = (issue.clone(), issue.event("issue.drafted"));
    if input.submit {
        let late = call.admits(ahead, ctx.today())?;
        tx.say(&event).await?;
        (issue, event) = issue.submit(ctx.now, late)?;
    } else if !ahead {
        return Err(Refusal::new("call.session-over").into());
    }
    issues::insert(tx.conn(), &permit, &issue).await?;
    identities::save(tx.conn(), &permit, issue.id, &input.identity).await?;
    files::attach(&tx, ctx, &permit, &issue, kept).await?;
    tx.commit(event).await?;
    Ok(issue.id)
}

/// A fresh draft of a body, which speaks for a group.
pub(super) fn draft(
    ctx: &Ctx,
    unit_code: &str,
    session: SessionId,
    (body, group): (BodyId, CounterpartGroup),
    content: Content,
) -> Issue {
    Issue {
        id: IssueId::fresh(),
        unit_code: unit_code.to_owned(),
        session,
        submitter: Some(body),
        number: None,
        receipt_code: ids::public_code(RECEIPT_LETTERS),
        content,
        competence: None,
        group,
        public_wording: String::new(),
        state: IssueState::Draft,
        state_at: ctx.now,
        late: false,
        created_by: ctx.actor.account(),
        created_at: ctx.now,
        submitted_at: None,
        accepted_at: None,
        links: Links::default(),
        version: 1,
    }
}

async fn check_field(tx: &WriteTx, unit_code: &str, content: &Content, before: Option<&str>) -> AppResult<()> {
    let takes = fields::tree(tx.conn(), unit_code).await?.takes(content.field.as_deref(), before);
    if takes { Ok(()) } else { Err(Refusal::on("issue_field", "form.choice").into()) }
}

/// Changes an issue before it was accepted, or after it came back; with `submit` a draft or returned one goes in.
///
/// # Errors
/// Those of [`create`]; `issue.wrong-state`; [`AppError::Conflict`].
pub async fn edit(app: &App, ctx: &Ctx, id: IssueId, version: i32, input: HandIn, kept: &[Kept]) -> AppResult<()> {
    check_wording(&input)?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = issues::find(tx.conn(), ctx, Action::SubmitIssue, id).await?;
    if found.issue.version != version {
        return Err(AppError::Conflict);
    }
    if let Some(body) = found.issue.submitter {
        let same = issues::wordings(tx.conn(), found.issue.session, body).await?;
        if same.get(&fold(&input.content.wording)).is_some_and(|other| *other != id) {
            return Err(Refusal::on("issue_wording", "issue.duplicate").into());
        }
    }
    check_field(&tx, &found.issue.unit_code, &input.content, found.issue.content.field.as_deref()).await?;
    let goes_in = input.submit && matches!(found.issue.state, IssueState::Draft | IssueState::Returned { .. });
    let late = if goes_in { Some(admitted(&tx, ctx, &found.issue).await?) } else { None };
    let (issue, before, event) = changed(tx.conn(), ctx, found.issue, input.content, late).await?;
    tx.say_all(&before).await?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    identities::save(tx.conn(), &found.permit, id, &input.identity).await?;
    files::attach(&tx, ctx, &found.permit, &issue, kept).await?;
    tx.commit(event).await
}

/// What a change of its organisation makes of an issue, with the events before the last one, and that one. With `late` it is
/// handed in as well, unless it waits at the office already.
///
/// # Errors
/// Those of [`Issue::edit`], [`Issue::submit`] and [`Issue::divert`].
pub(super) async fn changed(
    conn: &Conn,
    ctx: &Ctx,
    issue: Issue,
    content: Content,
    late: Option<bool>,
) -> AppResult<(Issue, Vec<Event>, Event)> {
    let (issue, edited) = issue.edit(content)?;
    let (issue, event) = match (&issue.state, late) {
        // What the office has seen and becomes a complaint goes its own way like one that was handed in as such.
        (IssueState::Submitted | IssueState::Returned { .. }, _) if issue.content.kind == IssueKind::Complaint => {
            let has_merged = !issues::merged_into(conn, issue.id).await?.is_empty();
            issue.divert(ctx.now, String::new(), has_merged)?
        }
        (IssueState::Submitted, _) | (_, None) => return Ok((issue, Vec::new(), edited)),
        (_, Some(late)) => issue.submit(ctx.now, late)?,
    };
    Ok((issue, vec![edited], event))
}

/// Whether the call takes the issue now, and if so whether it is late.
async fn admitted(tx: &WriteTx, ctx: &Ctx, issue: &Issue) -> AppResult<bool> {
    let call = calls::of_session(tx.conn(), issue.session).await?.ok_or(AppError::NotFound)?;
    let session = sessions::session_of(tx.conn(), &issue.unit_code, issue.session).await?;
    Ok(call.admits(sessions::is_ahead(&session), ctx.today())?)
}

/// Hands in a draft or a returned issue as it stands.
///
/// # Errors
/// `issue.wrong-state`, `call.not-open`, `call.session-over`, [`AppError::Conflict`].
pub async fn submit(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (found, _) = current(&tx, ctx, id, version).await?;
    let late = admitted(&tx, ctx, &found.issue).await?;
    let (issue, event) = found.issue.submit(ctx.now, late)?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    tx.commit(event).await
}

/// Takes an issue back.
///
/// # Errors
/// Those of [`Issue::withdraw`]; [`AppError::Conflict`].
pub async fn withdraw(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (found, _) = current(&tx, ctx, id, version).await?;
    let has_merged = !issues::merged_into(tx.conn(), id).await?.is_empty();
    let (issue, event) = found.issue.withdraw(ctx.now, has_merged)?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    forwarding::tell_receivers(&tx, ctx, &issue).await?;
    tx.commit(event).await
}

async fn current(tx: &WriteTx, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<(issues::Found, Permit)> {
    let found = issues::find(tx.conn(), ctx, Action::SubmitIssue, id).await?;
    let permit = found.permit;
    if found.issue.version == version { Ok((found, permit)) } else { Err(AppError::Conflict) }
}

/// Notes that a denunciation was turned away: its number and date, not a word more (trust: Law 25/2018/QH14).
///
/// # Errors
/// [`AppError::Denied`] for who neither hands in for `body` nor triages.
pub async fn note_denunciation(
    app: &App,
    ctx: &Ctx,
    unit_code: &str,
    body: Option<BodyId>,
    session: Option<SessionId>,
    note: Note,
) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = match body {
        Some(body) => ctx.permit(Action::SubmitIssue, &unit.target().owned_by([body.0]))?,
        None => ctx.permit(Action::TriageIssue, &unit.target())?,
    };
    let id = notes::insert(tx.conn(), &permit, unit_code, session, &note).await?;
    let facts = json!({ "after": { "noted_on": note.noted_on } });
    tx.commit(Event::new("denunciation.noted", "denunciation_note", id, unit_code).facts(facts)).await
}
