//! Handing in: the first question (what kind), the form, changing, submitting, taking back.

use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::alike::{self, Alike, alike};
use super::parts::{Choice, choices, field_choices};
use super::show::FileLine;
use crate::app::{App, Incoming};
use crate::error::{AppError, AppResult};
use crate::i18n;
use crate::issues::actions::{approval, files, hand_in as actions};
use crate::issues::forms;
use crate::issues::rules::{Channel, Identity, IntakeKind, Issue, StateWord};
use crate::issues::store::similar::Likely;
use crate::issues::store::{attachments, calls, identities, issues, sessions};
use crate::kernel::{Action, BodyId, IssueId, Refusal, SessionId, Violations};
use crate::organisation::{bodies_by_ids, unit};
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// The first question: for which call, by which organisation, of what kind.
#[derive(Debug, Default, Deserialize)]
pub struct NewQuery {
    #[serde(default)]
    session: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    kind: String,
}

/// The page of the first question.
#[derive(Debug, Serialize)]
pub struct Kind {
    pub session: String,
    pub title: String,
    pub form: FormState,
    pub kinds: Vec<Choice>,
    pub bodies: Vec<Choice>,
    /// A denunciation was chosen: where to go instead, and the note of number and date.
    pub denunciation: bool,
    pub body: String,
}

impl View for Kind {
    const TEMPLATE: &'static str = "pages/issues/kind";

    fn samples() -> Vec<Self> {
        let sample = |denunciation, bodies: Vec<Choice>| Self {
            session: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            form: FormState::default(),
            kinds: Choice::sample(),
            bodies,
            denunciation,
            body: "0193".into(),
        };
        vec![sample(false, Vec::new()), sample(false, Choice::sample()), sample(true, Vec::new())]
    }
}

/// The form of an issue, new or not.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub id: Option<String>,
    pub session: String,
    pub body: String,
    pub title: String,
    pub organisation: String,
    pub closes_on: Option<NaiveDate>,
    pub form: FormState,
    pub is_complaint: bool,
    /// Words that sound like a denunciation were found: the box that says it is none is shown.
    pub asks_to_confirm: bool,
    /// It waits at the office already: saving changes it there.
    pub is_submitted: bool,
    /// Handing in asks for approval inside the organisation first.
    pub asks: bool,
    pub fields: Vec<Choice>,
    pub channels: Vec<Choice>,
    pub files: Vec<FileLine>,
    pub megabytes: u64,
    /// Further contents that a new form takes with the first one.
    pub more: Vec<MoreRow>,
    /// Something stands in one of them.
    pub more_open: bool,
    /// What says the same.
    pub alike: Vec<Alike>,
    /// It was looked for.
    pub compared: bool,
}

/// A further content of the same form.
#[derive(Debug, Serialize)]
pub struct MoreRow {
    pub number: usize,
    pub wording: &'static str,
    pub field: &'static str,
}

impl MoreRow {
    fn all() -> Vec<Self> {
        let rows = actions::ROWS.iter().enumerate().skip(1);
        rows.map(|(at, row)| Self { number: at + 1, wording: row.wording, field: row.field }).collect()
    }
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/issues/edit";

    fn samples() -> Vec<Self> {
        let sample = |id: Option<&str>, all: bool| Self {
            id: id.map(str::to_owned),
            session: "0193".into(),
            body: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            organisation: "Hội Phụ nữ".into(),
            closes_on: all.then(NaiveDate::default),
            form: FormState::with(json!({ "version": 1, "issue_kind": "proposal" })),
            is_complaint: all,
            asks_to_confirm: all,
            is_submitted: all && id.is_none(),
            asks: all,
            fields: Choice::sample(),
            channels: Choice::sample(),
            files: if all { vec![FileLine::sample()] } else { Vec::new() },
            megabytes: 20,
            more: if id.is_none() { MoreRow::all() } else { Vec::new() },
            more_open: all,
            alike: Vec::new(),
            compared: false,
        };
        let found = Self { alike: Alike::sample(), compared: true, ..sample(None, true) };
        vec![sample(None, false), sample(Some("0193"), true), found, Self { compared: true, ..sample(None, false) }]
    }
}

/// Asking before an issue is taken back.
#[derive(Debug, Serialize)]
pub struct Withdraw {
    pub id: String,
    pub wording: String,
    pub form: FormState,
}

impl View for Withdraw {
    const TEMPLATE: &'static str = "pages/issues/withdraw";

    fn samples() -> Vec<Self> {
        vec![Self { id: "0193".into(), wording: "Đề nghị".into(), form: FormState::with(json!({ "version": 1 })) }]
    }
}

/// The organisations of this actor that the call of `session` asks.
async fn asked(app: &App, visit: &Visit, session: SessionId) -> AppResult<Vec<BodyId>> {
    let mine = visit.ctx.scope(Action::SubmitIssue).owners;
    let call = calls::open_for_me(app.db().read(), &visit.ctx).await?.into_iter().find(|call| call.session == session);
    let call = call.ok_or(AppError::NotFound)?;
    Ok(call.addressees.into_iter().filter(|body| mine.contains(&body.0)).collect())
}

/// GET /issues/new
///
/// # Errors
/// [`AppError::NotFound`] without an open call for one of the actor's organisations.
pub async fn new(State(app): State<App>, visit: Visit, Query(query): Query<NewQuery>) -> PageResult {
    let conn = app.db().read();
    let session: SessionId = match query.session.parse() {
        Ok(session) => session,
        Err(_) => match calls::open_for_me(conn, &visit.ctx).await?.first() {
            Some(call) => call.session,
            None => return visit.redirect("/issues", "flash-no-open-call"),
        },
    };
    let bodies = asked(&app, &visit, session).await?;
    let chosen = query.body.parse().ok().filter(|body| bodies.contains(body));
    let body = chosen.or_else(|| bodies.first().copied()).ok_or(AppError::NotFound)?;
    let kind: Option<IntakeKind> = query.kind.parse().ok();
    match kind {
        Some(kind) if kind != IntakeKind::Denunciation => {
            let form = FormState::with(json!({ "issue_kind": kind, "people": 1, "channel": Channel::Organisation }));
            visit.page(&edit_view(&app, &visit, session, body, None, form).await?)
        }
        None if !query.body.is_empty() => {
            let missing = Refusal::on("kind", "issue.kind-missing").into();
            let form = FormState::refused(&Posted::default(), &missing, visit.locale);
            visit.refused(&kind_view(&app, &visit, session, body, None, form).await?)
        }
        kind => visit.page(&kind_view(&app, &visit, session, body, kind, FormState::default()).await?),
    }
}

/// The first question, or the page that says where a denunciation goes.
pub(super) async fn kind_view(
    app: &App,
    visit: &Visit,
    session: SessionId,
    body: BodyId,
    kind: Option<IntakeKind>,
    form: FormState,
) -> AppResult<Kind> {
    let conn = app.db().read();
    let call = calls::asked(conn, session, body).await?;
    let title = sessions::session_of(conn, &call.unit_code, session).await?.title;
    let kinds = IntakeKind::ALL.iter().map(|word| {
        let text = |prefix: &str| i18n::text(visit.locale, &format!("{prefix}-{word}"), &[]);
        Choice::new(word, text("issue-kind")).hint(text("hint-issue-kind"))
    });
    let mine = bodies_by_ids(conn, asked(app, visit, session).await?).await?;
    let bodies = if mine.len() > 1 { mine.iter().map(|one| Choice::new(one.id, &one.name)).collect() } else { Vec::new() };
    Ok(Kind {
        session: session.to_string(),
        title,
        form,
        kinds: kinds.collect(),
        bodies,
        denunciation: kind == Some(IntakeKind::Denunciation),
        body: body.to_string(),
    })
}

/// Whether this reader's handing in for `body` waits for approval inside it first.
async fn asks(app: &App, visit: &Visit, unit_code: &str, body: BodyId) -> AppResult<bool> {
    let conn = app.db().read();
    Ok(approval::way(conn, &visit.ctx, &unit(conn, unit_code).await?, body).await?.asks())
}

async fn edit_view(
    app: &App,
    visit: &Visit,
    session: SessionId,
    body: BodyId,
    issue: Option<&Issue>,
    form: FormState,
) -> AppResult<Edit> {
    let conn = app.db().read();
    let call = calls::of_session(conn, session).await?.ok_or(AppError::NotFound)?;
    let title = sessions::session_of(conn, &call.unit_code, session).await?.title;
    let organisation = bodies_by_ids(conn, [body]).await?.into_iter().next().map(|body| body.name).unwrap_or_default();
    let attached = match issue {
        Some(issue) => attachments::of_issue(conn, issue.id).await?,
        None => Vec::new(),
    };
    let asks = asks(app, visit, &call.unit_code, body).await?;
    let channels = Channel::ALL.iter().filter(|channel| **channel != Channel::Floor).map(|channel| channel.as_str());
    let typed = |name: &str| form.values.get(name).and_then(serde_json::Value::as_str).unwrap_or("").to_owned();
    let is_complaint = typed("issue_kind") == IntakeKind::Complaint.as_str();
    // A complaint goes its own way, one at a time.
    let more = if issue.is_none() && !is_complaint { MoreRow::all() } else { Vec::new() };
    Ok(Edit {
        id: issue.map(|issue| issue.id.to_string()),
        session: session.to_string(),
        body: body.to_string(),
        title,
        organisation,
        closes_on: Some(call.closes_on),
        is_complaint,
        asks_to_confirm: form.errors.contains_key("confirmed") || !typed("confirmed").is_empty(),
        asks,
        is_submitted: issue.is_some_and(|issue| issue.state.word() == StateWord::Submitted),
        fields: field_choices(app, visit.locale, &call.unit_code, issue.and_then(|issue| issue.content.field.as_deref())).await?,
        channels: choices(channels, "issue-channel", visit.locale),
        files: attached.iter().map(|file| FileLine::of(file, true)).collect(),
        megabytes: app.config().max_upload_bytes / 1024 / 1024,
        more_open: more.iter().any(|row| !typed(row.wording).is_empty() || !typed(row.field).is_empty()),
        more,
        alike: Vec::new(),
        compared: false,
        form,
    })
}

/// The form as it was typed, with the issues that say the same; nothing is saved.
async fn compared(
    app: &App,
    visit: &Visit,
    session: SessionId,
    body: BodyId,
    issue: Option<&Issue>,
    posted: &Posted,
) -> PageResult {
    visit.take_search(app)?;
    let mut form = FormState::refused(posted, &Violations::default(), visit.locale);
    form.values.retain(|name, _| name != "act");
    let likely = Likely { without: issue.map(|issue| issue.id), ..alike::typed(posted) };
    let alike = alike(app, visit, likely).await?;
    visit.page(&Edit { alike, compared: true, ..edit_view(app, visit, session, body, issue, form).await? })
}

/// The uploaded files.
fn uploads(posted: &Posted) -> Vec<Incoming> {
    posted.files("files").cloned().collect()
}

/// POST /issues
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn create(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let place = |name: &str| posted.get(name).unwrap_or("");
    let session: SessionId = place("session").parse().map_err(|_| AppError::NotFound)?;
    let body: BodyId = place("body").parse().map_err(|_| AppError::NotFound)?;
    if alike::is_asked(&posted) {
        if !asked(&app, &visit, session).await?.contains(&body) {
            return Err(AppError::NotFound);
        }
        return Box::pin(compared(&app, &visit, session, body, None, &posted)).await;
    }
    let result = match forms::hand_in_all(&posted) {
        Ok(inputs) => match files::keep(&app, &uploads(&posted)).await {
            Ok(kept) => actions::create_all(&app, &visit.ctx, session, body, inputs, &kept).await,
            Err(error) => Err(error),
        },
        Err(violations) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(ids) => made(&app, &visit, session, &ids, forms::act(&posted) == "submit").await,
        Err(violations) => {
            // Whose form it is has to be asked again: a refusal of the form came before the right was.
            if !asked(&app, &visit, session).await?.contains(&body) {
                return Err(AppError::NotFound);
            }
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&edit_view(&app, &visit, session, body, None, form).await?)
        }
    }
}

/// On to the one issue that was made, or to the list where several stand with their receipts.
async fn made(app: &App, visit: &Visit, session: SessionId, ids: &[IssueId], submitted: bool) -> PageResult {
    let flash = match ids.first() {
        Some(id) if submitted => flash_of(app, visit, *id).await?,
        _ => "flash-issue-drafted",
    };
    match (ids, flash) {
        ([id], _) => visit.redirect(&format!("/issues/{id}"), flash),
        (_, "flash-issue-submitted") => visit.redirect(&format!("/issues/own?session={session}"), "flash-issues-submitted"),
        _ => visit.redirect(&format!("/issues/own?session={session}"), flash),
    }
}

/// What is said after somebody pressed the button that hands in.
async fn flash_of(app: &App, visit: &Visit, id: IssueId) -> AppResult<&'static str> {
    let issue = issues::find(app.db().read(), &visit.ctx, Action::ReadIssue, id).await?.issue;
    Ok(if issue.is_in_approval() { "flash-approval-asked" } else { "flash-issue-submitted" })
}

fn stored(issue: &Issue, identity: Identity) -> FormState {
    FormState::with(json!({
        "version": issue.version,
        "issue_kind": issue.content.kind,
        "issue_wording": issue.content.wording,
        "people": issue.content.people,
        "village": issue.content.village,
        "issue_field": issue.content.field,
        "channel": issue.content.channel,
        "petitioner_name": identity.full_name,
        "petitioner_address": identity.address,
        "petitioner_contact": identity.contact,
    }))
}

/// The issue for its own organisation, as long as it can be changed.
async fn own(app: &App, visit: &Visit, id: IssueId) -> AppResult<(Issue, BodyId)> {
    let found = issues::find(app.db().read(), &visit.ctx, Action::SubmitIssue, id).await?;
    let body = found.issue.submitter.ok_or(AppError::NotFound)?;
    found.issue.check_editable(&actions::own_way(app.db().read(), &visit.ctx, &found).await?)?;
    Ok((found.issue, body))
}

/// GET /issues/{id}/edit
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`], `issue.wrong-state`.
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    let conn = app.db().read();
    let (issue, body) = own(&app, &visit, id).await?;
    let found = issues::find(conn, &visit.ctx, Action::ReadIdentity, id).await?;
    let identity = identities::find(conn, &found.permit, id).await?.unwrap_or_default();
    visit.page(&edit_view(&app, &visit, issue.session, body, Some(&issue), stored(&issue, identity)).await?)
}

/// POST /issues/{id}/edit
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let (issue, body) = own(&app, &visit, id).await?;
    if alike::is_asked(&posted) {
        return Box::pin(compared(&app, &visit, issue.session, body, Some(&issue), &posted)).await;
    }
    let result = match (forms::version(&posted), forms::hand_in(&posted)) {
        (Ok(version), Ok(input)) => match files::keep(&app, &uploads(&posted)).await {
            Ok(kept) => actions::edit(&app, &visit.ctx, id, version, input, &kept).await,
            Err(error) => Err(error),
        },
        (Err(violations), _) | (_, Err(violations)) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => {
            let submitted = forms::act(&posted) == "submit" && issue.state.word() != StateWord::Submitted;
            let flash = if submitted { flash_of(&app, &visit, id).await? } else { "flash-issue-saved" };
            visit.redirect(&format!("/issues/{id}"), flash)
        }
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&edit_view(&app, &visit, issue.session, body, Some(&issue), form).await?)
        }
    }
}

/// POST /issues/{id}/submit
///
/// # Errors
/// The rule's refusal, [`AppError::Conflict`], [`AppError::Denied`].
pub async fn submit(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    actions::submit(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/issues/{id}"), flash_of(&app, &visit, id).await?)
}

/// GET /issues/{id}/withdraw
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn withdraw_form(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    let found = issues::find(app.db().read(), &visit.ctx, Action::SubmitIssue, id).await?;
    let form = FormState::with(json!({ "version": found.issue.version }));
    visit.page(&Withdraw { id: id.to_string(), wording: found.issue.content.wording, form })
}

/// POST /issues/{id}/withdraw
///
/// # Errors
/// The rule's refusal, [`AppError::Conflict`], [`AppError::Denied`].
pub async fn withdraw(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    actions::withdraw(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/issues/{id}"), "flash-issue-withdrawn")
}
