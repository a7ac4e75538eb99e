//! What waits inside an organisation for who approves: one pile for each session, one or many approved or given back at once.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::parts::{Line, Names, Tab, excerpt, sample_tabs, tabs};
use crate::app::App;
use crate::error::{AppError, AppResult};
use crate::issues::actions::approval::{self as actions, Chosen, MOST_AT_ONCE};
use crate::issues::forms::{self, approval as form};
use crate::issues::store::approvals::{self, Pile};
use crate::issues::store::{calls, issues, sessions};
use crate::kernel::{Action, IssueId, PageRequest, Refusal};
use crate::organisation::unit;
use crate::web::{FormState, PageResult, Path, Posted, Query, View, Visit, outcome};

/// Which pile is looked at.
#[derive(Debug, Default, Deserialize)]
pub struct PilesQuery {
    #[serde(default)]
    session: String,
    #[serde(default)]
    body: String,
    page: Option<u64>,
}

/// A pile with the days that press.
#[derive(Debug, Serialize)]
pub struct PileCard {
    pub session: String,
    pub body: String,
    pub title: String,
    pub organisation: String,
    pub closes_on: Option<NaiveDate>,
    /// `open`, `late`, `ahead` (opens later) or `over`.
    pub window: &'static str,
    pub tone: &'static str,
    pub count: u64,
    pub current: bool,
}

/// An issue that waits.
#[derive(Debug, Serialize)]
pub struct WaitingLine {
    pub line: Line,
    pub asked_by: String,
    pub asked_at: Option<DateTime<Utc>>,
    pub ticked: bool,
}

/// The piles, and the one looked at.
#[derive(Debug, Serialize)]
pub struct Waiting {
    pub tabs: Vec<Tab>,
    pub piles: Vec<PileCard>,
    pub pile: Option<PileCard>,
    pub lines: Vec<WaitingLine>,
    pub number: u64,
    pub last: u64,
    pub total: u64,
    pub base: String,
    /// One act lets everything go; more than so many go in several acts.
    pub most: u64,
    /// The instant at which this was shown.
    pub seen: String,
    pub form: FormState,
}

impl View for Waiting {
    const TEMPLATE: &'static str = "pages/issues/approvals";

    fn samples() -> Vec<Self> {
        let card = |window: &'static str, current| PileCard {
            session: "0193".into(),
            body: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            organisation: "Hội Phụ nữ".into(),
            closes_on: (window != "over").then(NaiveDate::default),
            window,
            tone: "green",
            count: 2,
            current,
        };
        let line = |ticked| WaitingLine {
            line: Line::sample(ticked),
            asked_by: "Nguyễn Thị Mẫu".into(),
            asked_at: ticked.then(DateTime::default),
            ticked,
        };
        let sample = |windows: &[&'static str], total| Self {
            tabs: sample_tabs(),
            piles: windows.iter().enumerate().map(|(at, window)| card(window, at == 0)).collect(),
            pile: windows.first().map(|window| card(window, true)),
            lines: if windows.is_empty() { Vec::new() } else { vec![line(true), line(false)] },
            number: 1,
            last: 2,
            total,
            base: "/issues/approval?page=".into(),
            most: MOST_AT_ONCE,
            seen: "2025-03-03T01:00:00Z".into(),
            form: FormState::default(),
        };
        vec![sample(&["open", "late"], 60), sample(&["over"], 1), sample(&["ahead"], 600), sample(&[], 0)]
    }
}

async fn card(app: &App, visit: &Visit, pile: &Pile, names: &Names, current: bool) -> AppResult<PileCard> {
    let conn = app.db().read();
    let session = sessions::session_of(conn, &pile.unit_code, pile.session).await?;
    let call = calls::of_session(conn, pile.session).await?;
    let ahead = sessions::is_ahead(&session);
    let window = match call.as_ref().map(|call| call.admits(ahead, visit.ctx.today())) {
        Some(Ok(false)) => "open",
        Some(Ok(true)) => "late",
        Some(Err(_)) if ahead => "ahead",
        _ => "over",
    };
    Ok(PileCard {
        session: pile.session.to_string(),
        body: pile.body.to_string(),
        title: session.title,
        organisation: names.body(Some(pile.body)),
        closes_on: call.map(|call| call.closes_on),
        tone: match window {
            "open" => "green",
            "late" => "orange",
            _ => "grey",
        },
        window,
        count: pile.count,
        current,
    })
}

async fn view(app: &App, visit: &Visit, query: &PilesQuery, refused: Option<(FormState, Vec<String>)>) -> AppResult<Waiting> {
    let conn = app.db().read();
    let piles = approvals::piles(conn, &visit.ctx).await?;
    let names = Names::load(app, visit.locale, piles.iter().map(|pile| pile.body)).await?;
    let is_meant = |pile: &&Pile| pile.session.to_string() == query.session && pile.body.to_string() == query.body;
    let current = piles.iter().find(is_meant).or_else(|| piles.first());
    let (form, ticked) = refused.unwrap_or_default();
    let mut waiting = Waiting {
        tabs: tabs(&visit.ctx, visit.locale, "/issues/approval"),
        piles: Vec::new(),
        pile: None,
        lines: Vec::new(),
        number: 1,
        last: 1,
        total: 0,
        base: String::new(),
        most: MOST_AT_ONCE,
        seen: visit.ctx.now.to_rfc3339(),
        form,
    };
    for pile in &piles {
        waiting.piles.push(card(app, visit, pile, &names, Some(pile) == current).await?);
    }
    let Some(pile) = current else { return Ok(waiting) };
    let target = unit(conn, &pile.unit_code).await?.target().owned_by([pile.body.0]);
    let permit = visit.ctx.permit(Action::ApproveHandIn, &target)?;
    let page = approvals::page(conn, &permit, pile, PageRequest::number(query.page)).await?;
    waiting.pile = Some(card(app, visit, pile, &names, true).await?);
    (waiting.number, waiting.last, waiting.total) = (page.number, page.last(), page.total);
    waiting.base = format!("/issues/approval?session={}&body={}&page=", pile.session, pile.body);
    waiting.lines = page
        .rows
        .iter()
        .map(|issue| {
            let asked = issue.approval.mark();
            WaitingLine {
                line: Line { wording: excerpt(&issue.content.wording), ..Line::of(&issue.into(), &names) },
                asked_by: asked.map(|mark| mark.name.clone()).unwrap_or_default(),
                asked_at: asked.map(|mark| mark.at),
                ticked: ticked.contains(&issue.id.to_string()),
            }
        })
        .collect();
    Ok(waiting)
}

/// GET /issues/approval
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit, Query(query): Query<PilesQuery>) -> PageResult {
    visit.page(&view(&app, &visit, &query, None).await?)
}

/// POST /issues/approval: the ticked ones, or all of the pile, are approved or given back.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn act(State(app): State<App>, visit: Visit, posted: Posted) -> PageResult {
    let result = match form::many(&posted) {
        Ok((chosen, None)) => actions::approve(&app, &visit.ctx, &chosen).await.map(|()| "flash-approval-given"),
        Ok((chosen, Some(remark))) => {
            actions::turn_back(&app, &visit.ctx, &chosen, &remark).await.map(|()| "flash-approval-returned")
        }
        Err(violations) => Err(violations.into()),
    };
    let place = |name: &str| posted.get(name).unwrap_or("").to_owned();
    let query = PilesQuery { session: place("session"), body: place("body"), page: place("page").parse().ok() };
    match outcome(result)? {
        Ok(flash) => visit.redirect("/issues/approval", flash),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            let ticked = posted.all("issues").map(str::to_owned).collect();
            visit.refused(&view(&app, &visit, &query, Some((form, ticked))).await?)
        }
    }
}

/// Giving one issue back with a remark.
#[derive(Debug, Serialize)]
pub struct TurnBack {
    pub id: String,
    pub wording: String,
    pub form: FormState,
}

impl View for TurnBack {
    const TEMPLATE: &'static str = "pages/issues/approval_return";

    fn samples() -> Vec<Self> {
        vec![Self { id: "0193".into(), wording: "Đề nghị".into(), form: FormState::with(json!({ "version": 1 })) }]
    }
}

async fn turn_back_view(app: &App, visit: &Visit, id: IssueId, refused: Option<FormState>) -> AppResult<TurnBack> {
    let found = issues::find(app.db().read(), &visit.ctx, Action::ApproveHandIn, id).await?;
    if !found.issue.is_in_approval() {
        return Err(Refusal::new("issue.not-in-approval").into());
    }
    let form = refused.unwrap_or_else(|| FormState::with(json!({ "version": found.issue.version })));
    Ok(TurnBack { id: id.to_string(), wording: found.issue.content.wording, form })
}

/// GET /issues/{id}/approval: the form that gives it back.
///
/// # Errors
/// `issue.not-in-approval`, [`AppError::NotFound`], [`AppError::Denied`].
pub async fn one(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>) -> PageResult {
    visit.page(&turn_back_view(&app, &visit, id, None).await?)
}

/// POST /issues/{id}/approval: approve it, give it back, or take the question back.
///
/// # Errors
/// The rule's refusal; [`AppError::Conflict`], [`AppError::NotFound`], [`AppError::Denied`].
pub async fn act_on_one(State(app): State<App>, visit: Visit, Path(id): Path<IssueId>, posted: Posted) -> PageResult {
    let conn = app.db().read();
    let here = format!("/issues/{id}");
    // Who has nothing to do with it learns nothing of what he left out.
    let found = issues::find(conn, &visit.ctx, Action::SubmitIssue, id).await?;
    match forms::act(&posted) {
        "take-back" => {
            actions::take_back(&app, &visit.ctx, id, forms::version(&posted)?).await?;
            visit.redirect(&here, "flash-approval-taken-back")
        }
        "approve" => {
            let chosen = Chosen::one(conn, &visit.ctx, id, forms::version(&posted)?).await?;
            actions::approve(&app, &visit.ctx, &chosen).await?;
            visit.redirect(&here, "flash-approval-given")
        }
        "return" => {
            visit.ctx.permit(Action::ApproveHandIn, &found.target)?;
            let result = match form::remark(&posted) {
                Ok((version, remark)) => {
                    let chosen = Chosen::one(conn, &visit.ctx, id, version).await?;
                    actions::turn_back(&app, &visit.ctx, &chosen, &remark).await
                }
                Err(violations) => Err(violations.into()),
            };
            match outcome(result)? {
                Ok(()) => visit.redirect(&here, "flash-approval-returned"),
                Err(violations) => {
                    let form = FormState::refused(&posted, &violations, visit.locale);
                    visit.refused(&turn_back_view(&app, &visit, id, Some(form)).await?)
                }
            }
        }
        _ => Err(AppError::from(Refusal::new("form.choice"))),
    }
}
