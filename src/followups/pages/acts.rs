//! The forms by which a commitment moves: one page for all acts, its fields by the act; one address per party and act.

use axum::extract::State as AppState;
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::followups::actions::work::Told;
use crate::followups::actions::{oversight, time, work};
use crate::followups::forms::{self, AgencyInput, Verdict};
use crate::followups::pages::lines::{self, Line};
use crate::followups::rules::{Commitment, Extension, Outcome, State, extension};
use crate::followups::store::commitments::{self, Found};
use crate::i18n::{self, Locale};
use crate::kernel::{Action, CommitmentId, Ctx, ProgressId, Role};
use crate::organisation::{Body, Unit, bodies_of_unit, unit};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

crate::alphabet! {
    /// What can be done to a commitment on a page of its own.
    pub enum Act {
        Progress = "progress",
        Report = "report",
        Answer = "answer",
        Extend = "extend",
        Contest = "contest",
        Confirm = "confirm",
        NotDone = "not-done",
        Reassign = "reassign",
        Uphold = "uphold",
        Grant = "grant",
        Refuse = "refuse",
        Stop = "stop",
        Resume = "resume",
        Close = "close",
        SendBack = "send-back",
        Judge = "judge",
    }
}

crate::alphabet! {
    /// Whose acts they are: a part of the address.
    pub enum Party {
        Agency = "agency",
        Front = "front",
        Office = "office",
        Submitter = "submitter",
    }
}

impl Act {
    const fn party(self) -> Party {
        match self {
            Self::Progress | Self::Report | Self::Answer | Self::Extend | Self::Contest => Party::Agency,
            Self::Confirm | Self::NotDone => Party::Front,
            Self::Reassign
            | Self::Uphold
            | Self::Grant
            | Self::Refuse
            | Self::Stop
            | Self::Resume
            | Self::Close
            | Self::SendBack => Party::Office,
            Self::Judge => Party::Submitter,
        }
    }

    const fn action(self) -> Action {
        match self {
            Self::Progress | Self::Report | Self::Answer | Self::Extend | Self::Contest => Action::ReportProgress,
            Self::Confirm | Self::NotDone => Action::VerifyCommitment,
            Self::Reassign | Self::Uphold | Self::Grant | Self::Refuse | Self::Stop | Self::Resume => Action::IssueConclusion,
            Self::Close | Self::SendBack => Action::CloseCommitment,
            Self::Judge => Action::JudgeCommitment,
        }
    }

    /// Whether the state lets it happen at all.
    fn fits(self, commitment: &Commitment, extensions: &[Extension]) -> bool {
        let (state, stands) = (&commitment.state, commitment.stopped_on.is_some());
        let works = matches!(state, State::Accepted | State::InProgress);
        match self {
            Self::Progress => works,
            Self::Report | Self::Stop => works && !stands,
            Self::Resume => stands,
            Self::Extend => works && !stands && extension::pending(extensions).is_none(),
            Self::Answer => !matches!(state, State::Closed { .. } | State::Contested { .. }),
            Self::Contest => *state == State::Assigned,
            Self::Confirm | Self::NotDone | Self::Judge => matches!(state, State::Reported { .. }),
            Self::Reassign | Self::Uphold => matches!(state, State::Contested { .. }),
            Self::Grant | Self::Refuse => extension::pending(extensions).is_some(),
            Self::Close => matches!(state, State::Verified { .. }),
            Self::SendBack => matches!(state, State::Reported { .. } | State::Verified { .. }),
        }
    }

    pub(super) fn address(self, id: CommitmentId) -> String {
        format!("/commitments/{id}/{}/{self}", self.party())
    }

    pub(super) const fn button(self) -> &'static str {
        match self {
            Self::Report | Self::Confirm | Self::Close | Self::Judge | Self::Reassign | Self::Grant | Self::Resume => "",
            Self::NotDone => "warning",
            _ => "secondary",
        }
    }
}

/// The acts that `ctx` may do to the commitment now, in the order of their buttons.
pub(super) fn allowed(ctx: &Ctx, found: &Found, extensions: &[Extension]) -> Vec<Act> {
    let target = found.target();
    let lead = found.commitment.lead.0;
    let leads = ctx.actor.grants().iter().any(|grant| grant.role == Role::Answering && grant.body == lead);
    let may = |act: &Act| {
        act.fits(&found.commitment, extensions)
            && ctx.permit(act.action(), &target).is_ok()
            && (act.party() != Party::Agency || leads || *act == Act::Progress)
    };
    Act::ALL.iter().copied().filter(may).collect()
}

/// A choice in words.
#[derive(Debug, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub selected: bool,
}

/// The page of one act.
#[derive(Debug, Serialize)]
pub struct Form {
    pub line: Line,
    pub act: &'static str,
    pub action: String,
    pub button: &'static str,
    pub form: FormState,
    /// Agencies to choose from, for contest and reassignment.
    pub bodies: Vec<Choice>,
    /// Outcomes or verdicts.
    pub choices: Vec<Choice>,
    pub words_required: bool,
    /// Whether files can be sent along, and how large one may be.
    pub takes_files: bool,
    pub megabytes: u64,
}

impl View for Form {
    const TEMPLATE: &'static str = "pages/followups/act";

    fn samples() -> Vec<Self> {
        let sample = |act: &Act| Self {
            line: Line::sample(crate::followups::rules::StateWord::Accepted, crate::followups::rules::Timing::Soon),
            act: act.as_str(),
            action: format!("/commitments/0193/{}/{act}", act.party()),
            button: act.button(),
            form: FormState::with(json!({ "version": 1 })),
            bodies: vec![Choice { value: "1".into(), label: "Công an".into(), hint: String::new(), selected: false }],
            choices: choices(*act, Locale::Vi),
            words_required: needs_words(*act),
            takes_files: takes_files(*act),
            megabytes: 20,
        };
        Act::ALL.iter().map(sample).collect()
    }
}

const fn needs_words(act: Act) -> bool {
    !matches!(act, Act::Reassign | Act::Grant | Act::Resume | Act::Close | Act::Judge)
}

const fn takes_files(act: Act) -> bool {
    matches!(act, Act::Progress | Act::Report)
}

fn choices(act: Act, locale: Locale) -> Vec<Choice> {
    let choice = |prefix: &str, word: &'static str| Choice {
        value: word.to_owned(),
        label: i18n::text(locale, &format!("{prefix}-{word}"), &[]),
        hint: i18n::text(locale, &format!("{prefix}-{word}-hint"), &[]),
        selected: false,
    };
    match act {
        Act::Report => Outcome::ALL.iter().map(|word| choice("finished", word.as_str())).collect(),
        Act::Judge => Verdict::ALL.iter().map(|word| choice("verdict", word.as_str())).collect(),
        _ => Vec::new(),
    }
}

async fn view(app: &App, visit: &Visit, act: Act, found: &Found, form: FormState) -> AppResult<Form> {
    let commitment = &found.commitment;
    let line = lines::lines(app, std::slice::from_ref(commitment), visit.ctx.now).await?.pop().ok_or(AppError::NotFound)?;
    let bodies = match act {
        Act::Contest | Act::Reassign => bodies_of_unit(app.db().read(), &found.unit.code, visit.ctx.today()).await?,
        Act::Stop => bodies_upwards(app, visit, &found.unit).await?,
        _ => Vec::new(),
    };
    let theirs = if let State::Contested { theirs, .. } = &commitment.state { *theirs } else { None };
    Ok(Form {
        line,
        act: act.as_str(),
        action: act.address(commitment.id),
        button: act.button(),
        form,
        bodies: bodies
            .into_iter()
            .filter(|body| (act == Act::Stop || body.kind.answers()) && body.id != commitment.lead)
            .map(|body| Choice {
                selected: Some(body.id) == theirs,
                value: body.id.to_string(),
                label: body.name,
                hint: String::new(),
            })
            .collect(),
        choices: choices(act, visit.locale),
        words_required: needs_words(act),
        takes_files: takes_files(act),
        megabytes: app.config().max_upload_bytes / 1024 / 1024,
    })
}

/// The bodies of the unit and of the units above it, nearest first: for whom a clock may stand still.
async fn bodies_upwards(app: &App, visit: &Visit, from: &Unit) -> AppResult<Vec<Body>> {
    let (conn, today) = (app.db().read(), visit.ctx.today());
    let mut all = bodies_of_unit(conn, &from.code, today).await?;
    let mut above = from.parent_code.clone();
    while let Some(code) = above {
        all.extend(bodies_of_unit(conn, &code, today).await?);
        above = unit(conn, &code).await?.parent_code;
    }
    Ok(all)
}

/// The act of this address, if it is one of the party's.
fn act_of(party: &str, act: &str) -> AppResult<Act> {
    let act: Act = act.parse().map_err(|_| AppError::NotFound)?;
    if act.party().as_str() == party { Ok(act) } else { Err(AppError::NotFound) }
}

async fn form(app: App, visit: Visit, id: CommitmentId, party: Party, act: &str) -> PageResult {
    let act = act_of(party.as_str(), act)?;
    let found = commitments::find(app.db().read(), &visit.ctx, act.action(), id).await?;
    let today = crate::i18n::format::date(Locale::Vi, visit.ctx.today());
    let form = FormState::with(
        json!({ "version": found.commitment.version, "done_on": today, "answered_on": today, "paper_on": today }),
    );
    visit.page(&view(&app, &visit, act, &found, form).await?)
}

async fn submit(app: App, visit: Visit, id: CommitmentId, party: Party, act: &str, posted: Posted) -> PageResult {
    let act = act_of(party.as_str(), act)?;
    match outcome(run(&app, &visit.ctx, id, act, &posted).await)? {
        Ok(_) => visit.redirect(&format!("/commitments/{id}"), flash(act)),
        Err(violations) => {
            let found = commitments::find(app.db().read(), &visit.ctx, act.action(), id).await?;
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, act, &found, form).await?)
        }
    }
}

const fn flash(act: Act) -> &'static str {
    match act {
        Act::Progress => "flash-commitment-progressed",
        Act::Report => "flash-commitment-reported",
        Act::Answer => "flash-commitment-answered",
        Act::Extend => "flash-commitment-extension-asked",
        Act::Contest => "flash-commitment-contested",
        Act::Confirm => "flash-commitment-confirmed",
        Act::NotDone | Act::SendBack => "flash-commitment-sent-back",
        Act::Reassign => "flash-commitment-reassigned",
        Act::Uphold => "flash-commitment-upheld",
        Act::Grant => "flash-commitment-extension-granted",
        Act::Refuse => "flash-commitment-extension-refused",
        Act::Stop => "flash-commitment-stopped",
        Act::Resume => "flash-commitment-resumed",
        Act::Close => "flash-commitment-closed",
        Act::Judge => "flash-commitment-judged",
    }
}

async fn run(app: &App, ctx: &Ctx, id: CommitmentId, act: Act, posted: &Posted) -> AppResult<ProgressId> {
    match act {
        Act::Progress => by_agency(app, ctx, id, forms::progress(posted)?, posted).await,
        Act::Report => by_agency(app, ctx, id, forms::report(posted)?, posted).await,
        Act::Answer => by_agency(app, ctx, id, forms::answer(posted)?, posted).await,
        Act::Extend => by_agency(app, ctx, id, forms::extend(posted)?, posted).await,
        Act::Contest => by_agency(app, ctx, id, forms::contest(posted)?, posted).await,
        Act::Confirm | Act::NotDone | Act::Uphold | Act::Refuse | Act::SendBack => {
            let (version, words) = forms::words(posted)?;
            match act {
                Act::Confirm => oversight::confirm(app, ctx, id, version, words).await,
                Act::NotDone => oversight::not_done(app, ctx, id, version, words).await,
                Act::Uphold => oversight::uphold(app, ctx, id, version, words).await,
                Act::Refuse => time::decide(app, ctx, id, version, None, words).await,
                _ => oversight::send_back(app, ctx, id, version, words).await,
            }
        }
        Act::Reassign => {
            let (version, lead, words) = forms::reassign(posted)?;
            oversight::reassign(app, ctx, id, version, lead, words).await
        }
        Act::Grant => {
            let (version, paper, words) = forms::grant(posted)?;
            time::decide(app, ctx, id, version, Some(paper), words).await
        }
        Act::Stop => {
            let (version, cause) = forms::stop(posted)?;
            time::stop(app, ctx, id, version, cause).await
        }
        Act::Resume => {
            let (version, words) = forms::optional_words(posted)?;
            time::resume(app, ctx, id, version, words).await
        }
        Act::Close => {
            let (version, words) = forms::optional_words(posted)?;
            oversight::close(app, ctx, id, version, words).await
        }
        Act::Judge => {
            let (version, done, words) = forms::judgement(posted)?;
            oversight::judge(app, ctx, id, version, done, words).await
        }
    }
}

async fn by_agency(
    app: &App,
    ctx: &Ctx,
    id: CommitmentId,
    (version, input): (i32, AgencyInput),
    posted: &Posted,
) -> AppResult<ProgressId> {
    let files: Vec<_> = posted.files("files").cloned().collect();
    match input {
        AgencyInput::Contest { theirs, reason } => work::contest(app, ctx, id, version, theirs, reason).await,
        AgencyInput::Progress { percent, text } => {
            work::progress_with(app, ctx, id, version, percent, Told { text, files }).await
        }
        AgencyInput::Report { outcome, done_on, evidence } => {
            work::report_with(app, ctx, id, version, (outcome, done_on), Told { text: evidence, files }).await
        }
        AgencyInput::Answer { on, paper } => work::answer(app, ctx, id, version, on, paper).await,
        AgencyInput::Extend { to_on, reason } => time::ask(app, ctx, id, version, to_on, reason).await,
    }
}

/// POST /commitments/{id}/accept: the one act without words.
///
/// # Errors
/// `Refused`, `Conflict`, `Denied`.
pub async fn accept(AppState(app): AppState<App>, visit: Visit, Path(id): Path<CommitmentId>, posted: Posted) -> PageResult {
    work::accept(&app, &visit.ctx, id, forms::version(&posted)?).await?;
    visit.redirect(&format!("/commitments/{id}"), "flash-commitment-accepted")
}

macro_rules! party_pages {
    ($($(#[$meta:meta])* $form:ident, $submit:ident: $party:expr;)+) => {$(
        $(#[$meta])*
        ///
        /// # Errors
        /// `NotFound`, `Denied`.
        pub async fn $form(
            AppState(app): AppState<App>,
            visit: Visit,
            Path((id, act)): Path<(CommitmentId, String)>,
        ) -> PageResult {
            form(app, visit, id, $party, &act).await
        }

        /// The same by POST.
        ///
        /// # Errors
        /// `Conflict`, `Denied`; a refusal shows the form again.
        pub async fn $submit(
            AppState(app): AppState<App>,
            visit: Visit,
            Path((id, act)): Path<(CommitmentId, String)>,
            posted: Posted,
        ) -> PageResult {
            submit(app, visit, id, $party, &act, posted).await
        }
    )+};
}

party_pages! {
    /// GET /commitments/{id}/agency/{act}
    agency_form, agency: Party::Agency;
    /// GET /commitments/{id}/front/{act}
    front_form, front: Party::Front;
    /// GET /commitments/{id}/office/{act}
    office_form, office: Party::Office;
    /// GET /commitments/{id}/submitter/{act}
    submitter_form, submitter: Party::Submitter;
}
