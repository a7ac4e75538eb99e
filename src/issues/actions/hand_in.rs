//! An organisation hands in: draft, change, submit, take back. And what must not be stored is only noted.

use std::collections::{BTreeSet, HashSet};

use serde_json::json;

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::error::{AppError, AppResult};
use crate::issues::actions::approval::{tell_approvers, way};
use crate::issues::actions::files::{self, Kept};
use crate::issues::actions::forwarding;
use crate::issues::rules::wording::sign_of_denunciation;
use crate::issues::rules::{Approval, Content, CounterpartGroup, Identity, Issue, IssueKind, IssueState, Links, Way};
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

/// Where a content stands in a form that takes several: the names of its wording and its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub wording: &'static str,
    pub field: &'static str,
}

const fn row(wording: &'static str, field: &'static str) -> Row {
    Row { wording, field }
}

/// The rows of one form, in their order.
pub const ROWS: [Row; 5] = [
    row("issue_wording", "issue_field"),
    row("issue_wording_2", "issue_field_2"),
    row("issue_wording_3", "issue_field_3"),
    row("issue_wording_4", "issue_field_4"),
    row("issue_wording_5", "issue_field_5"),
];

/// What the wordings alone forbid: every sign is named, for one yes stands for all of them.
fn check_wordings<'a>(inputs: impl Iterator<Item = &'a HandIn>) -> Result<(), Refusal> {
    let open = inputs.filter(|input| !input.confirmed);
    let signs: BTreeSet<&str> = open.filter_map(|input| sign_of_denunciation(&input.content.wording)).collect();
    if signs.is_empty() {
        return Ok(());
    }
    let signs: Vec<&str> = signs.into_iter().collect();
    Err(Refusal::on("confirmed", "issue.maybe-denunciation").arg("sign", signs.join(", ")))
}

/// Adds one issue of `body` to the call of `session`.
///
/// # Errors
/// Those of [`create_all`].
pub async fn create(app: &App, ctx: &Ctx, session: SessionId, body: BodyId, input: HandIn, kept: &[Kept]) -> AppResult<IssueId> {
    let ids = create_all(app, ctx, session, body, vec![(ROWS[0], input)], kept).await?;
    ids.first().copied().ok_or_else(|| AppError::Internal("an issue without an id".to_owned()))
}

/// Adds what somebody brought to the call of `session`: each content is an issue of its own, with a receipt and an answer of its
/// own, and the files belong to each. All or none.
///
/// # Errors
/// `issue.maybe-denunciation`, `issue.duplicate`, `form.choice` on the field, `call.not-open`, `call.session-over`.
pub async fn create_all(
    app: &App,
    ctx: &Ctx,
    session: SessionId,
    body: BodyId,
    inputs: Vec<(Row, HandIn)>,
    kept: &[Kept],
) -> AppResult<Vec<IssueId>> {
    check_wordings(inputs.iter().map(|(_, input)| input))?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let call = calls::of_session(tx.conn(), session).await?.ok_or(AppError::NotFound)?;
    let unit = unit(tx.conn(), &call.unit_code).await?;
    let permit = ctx.permit(Action::SubmitIssue, &unit.target().owned_by([body.0]))?;
    if !call.addressees.contains(&body) || call.opened_at.is_none() {
        return Err(AppError::NotFound);
    }
    let ahead = sessions::is_ahead(&sessions::session_of(tx.conn(), &call.unit_code, session).await?);
    let group = CounterpartGroup::of_body(&organisation::body(tx.conn(), body).await?.name);
    let way = way(tx.conn(), ctx, &unit, body).await?;
    let mut known: HashSet<String> = issues::wordings(tx.conn(), session, body).await?.into_keys().collect();
    let mut events = Vec::new();
    let mut ids = Vec::new();
    for (row, input) in inputs {
        if !known.insert(fold(&input.content.wording)) {
            return Err(Refusal::on(row.wording, "issue.duplicate").into());
        }
        check_field(&tx, &call.unit_code, &input.content, None, row.field).await?;
        let mut issue = draft(ctx, &call.unit_code, session, (body, group), input.content);
        events.push(issue.event("issue.drafted"));
        let late = input.submit && !way.asks() && call.admits(ahead, ctx.today())?;
        if !ahead {
            return Err(Refusal::new("call.session-over").into());
        }
        if input.submit {
            let (left, steps) = issue.leave(ctx.now, way.clone(), late)?;
            events.extend(steps);
            issue = left;
        }
        issues::insert(tx.conn(), &permit, &issue).await?;
        identities::save(tx.conn(), &permit, issue.id, &input.identity).await?;
        files::attach(&tx, ctx, &permit, &issue, kept).await?;
        if ids.is_empty() {
            tell_of(&tx, ctx, &issue).await?;
        }
        ids.push(issue.id);
    }
    tx.commit_all(events).await?;
    Ok(ids)
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
        approval: Approval::None,
        version: 1,
    }
}

async fn check_field(
    tx: &WriteTx,
    unit_code: &str,
    content: &Content,
    before: Option<&str>,
    name: &'static str,
) -> AppResult<()> {
    let takes = fields::tree(tx.conn(), unit_code).await?.takes(content.field.as_deref(), before);
    if takes { Ok(()) } else { Err(Refusal::on(name, "form.choice").into()) }
}

/// Changes an issue before it was accepted, or after it came back; with `submit` a draft or returned one goes in.
///
/// # Errors
/// Those of [`create`]; `issue.wrong-state`; [`AppError::Conflict`].
pub async fn edit(app: &App, ctx: &Ctx, id: IssueId, version: i32, input: HandIn, kept: &[Kept]) -> AppResult<()> {
    check_wordings(std::iter::once(&input))?;
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
    check_field(&tx, &found.issue.unit_code, &input.content, found.issue.content.field.as_deref(), "issue_field").await?;
    let way = own_way(tx.conn(), ctx, &found).await?;
    found.issue.check_editable(&way)?;
    let goes = input.submit && !matches!(found.issue.state, IssueState::Submitted);
    let late = if goes { Some(window(&tx, ctx, &found.issue, &way).await?) } else { None };
    let (issue, events) = changed(tx.conn(), ctx, found.issue, input.content, &way, late).await?;
    tell_of(&tx, ctx, &issue).await?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    identities::save(tx.conn(), &found.permit, id, &input.identity).await?;
    files::attach(&tx, ctx, &found.permit, &issue, kept).await?;
    tx.commit_all(events).await
}

/// How this actor hands in for the organisation of an issue.
///
/// # Errors
/// [`AppError::NotFound`] for one that no organisation brought.
pub async fn own_way(conn: &Conn, ctx: &Ctx, found: &issues::Found) -> AppResult<Way> {
    let body = found.issue.submitter.ok_or(AppError::NotFound)?;
    way(conn, ctx, &found.unit, body).await
}

/// Whether an issue that leaves this way now is late. The call's window counts for what leaves; asking is possible until the
/// session begins.
async fn window(tx: &WriteTx, ctx: &Ctx, issue: &Issue, way: &Way) -> AppResult<bool> {
    if !way.asks() {
        return admitted(tx, ctx, issue).await;
    }
    let session = sessions::session_of(tx.conn(), &issue.unit_code, issue.session).await?;
    if sessions::is_ahead(&session) { Ok(false) } else { Err(Refusal::new("call.session-over").into()) }
}

/// Tells who approves, if this act asked for it.
async fn tell_of(tx: &WriteTx, ctx: &Ctx, issue: &Issue) -> AppResult<()> {
    match issue.submitter {
        Some(body) if issue.is_in_approval() => tell_approvers(tx, ctx, &issue.unit_code, issue.session, body).await,
        _ => Ok(()),
    }
}

/// What a change of its organisation makes of an issue, with the events in their order. With `late` it leaves as well, the way of
/// who changed it, unless it waits at the office already.
///
/// # Errors
/// Those of [`Issue::edit`], [`Issue::leave`] and [`Issue::divert`]; `issue.approved-text` for what would go its own way without
/// the approval that its organisation asks for.
pub(super) async fn changed(
    conn: &Conn,
    ctx: &Ctx,
    issue: Issue,
    content: Content,
    way: &Way,
    late: Option<bool>,
) -> AppResult<(Issue, Vec<Event>)> {
    let (issue, edited) = issue.edit(content)?;
    let (issue, steps) = match (&issue.state, late) {
        // What the office has seen and becomes a complaint goes its own way like one that was handed in as such.
        (IssueState::Submitted | IssueState::Returned { .. }, _) if issue.content.kind == IssueKind::Complaint => {
            if way.asks() {
                return Err(Refusal::new("issue.approved-text").into());
            }
            let has_merged = !issues::merged_into(conn, issue.id).await?.is_empty();
            let (issue, event) = issue.divert(ctx.now, String::new(), has_merged)?;
            (issue, vec![event])
        }
        (IssueState::Submitted, _) | (_, None) => return Ok((issue, vec![edited])),
        (_, Some(late)) => issue.leave(ctx.now, way.clone(), late)?,
    };
    Ok((issue, std::iter::once(edited).chain(steps).collect()))
}

/// Whether the call takes the issue now, and if so whether it is late.
pub(super) async fn admitted(tx: &WriteTx, ctx: &Ctx, issue: &Issue) -> AppResult<bool> {
    let call = calls::of_session(tx.conn(), issue.session).await?.ok_or(AppError::NotFound)?;
    let session = sessions::session_of(tx.conn(), &issue.unit_code, issue.session).await?;
    Ok(call.admits(sessions::is_ahead(&session), ctx.today())?)
}

/// Hands in a draft or a returned issue as it stands, or asks for approval inside the organisation.
///
/// # Errors
/// `issue.wrong-state`, `issue.in-approval`, `call.not-open`, `call.session-over`, [`AppError::Conflict`].
pub async fn submit(app: &App, ctx: &Ctx, id: IssueId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (found, _) = current(&tx, ctx, id, version).await?;
    let way = own_way(tx.conn(), ctx, &found).await?;
    let late = window(&tx, ctx, &found.issue, &way).await?;
    let (issue, events) = found.issue.leave(ctx.now, way, late)?;
    tell_of(&tx, ctx, &issue).await?;
    issues::save(tx.conn(), &found.permit, &issue).await?;
    tx.commit_all(events).await
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
