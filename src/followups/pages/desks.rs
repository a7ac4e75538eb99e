//! The desks: what an agency owes by last day, what the Front has to look at, what the office has to decide.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State as AppState;
use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::followups::pages::lines::{self, Line};
use crate::followups::pages::list::{Tab, sample_tabs, tabs};
use crate::followups::rules::{Commitment, ProgressKind, StateWord, Timing};
use crate::followups::store::lists::{self, Filter};
use crate::followups::store::progress;
use crate::i18n;
use crate::kernel::{Action, BodyId, CommitmentId, Ctx, PageRequest};
use crate::web::{PageResult, View, Visit};

/// Most commitments that a desk lays out; the list has the rest.
const DESK: PageRequest = PageRequest { number: 1, size: 200 };

/// A commitment on a desk with the last words about it.
#[derive(Debug, Serialize)]
pub struct Card {
    pub line: Line,
    /// What was said last: the report, the reason of a contest, the request for time.
    pub said: String,
    pub said_by: String,
    /// What those say who handed the issue in, if they did since.
    pub judged: Option<&'static str>,
}

/// Cards that wait for the same thing.
#[derive(Debug, Serialize)]
pub struct Group {
    pub title: String,
    pub cards: Vec<Card>,
}

/// A desk.
#[derive(Debug, Serialize)]
pub struct Desk {
    /// `agency`, `front` or `office`: the beginning of its words.
    pub name: &'static str,
    pub tabs: Vec<Tab>,
    pub groups: Vec<Group>,
    pub is_empty: bool,
}

impl View for Desk {
    const TEMPLATE: &'static str = "pages/followups/desk";

    fn samples() -> Vec<Self> {
        let card = |judged, said: &str| Card {
            line: Line::sample(StateWord::Reported, Timing::Overdue),
            said: said.into(),
            said_by: "Trần Văn Mẫu".into(),
            judged,
        };
        let full = Group {
            title: "Chờ kiểm tra".into(),
            cards: vec![card(Some("judged-not-done"), "Đã nạo vét 300 m."), card(Some("judged-done"), ""), card(None, "")],
        };
        let empty = || Group { title: "Chờ kết thúc".into(), cards: Vec::new() };
        let desk = |name, groups: Vec<Group>| Self {
            name,
            tabs: sample_tabs(),
            is_empty: groups.iter().all(|group| group.cards.is_empty()),
            groups,
        };
        vec![desk("front", vec![full, empty()]), desk("agency", vec![empty()]), desk("office", vec![empty()])]
    }
}

/// What the actor may see of these states, optionally of these agencies alone.
async fn in_states(app: &App, ctx: &Ctx, states: &[StateWord], agencies: Option<Vec<BodyId>>) -> AppResult<Vec<Commitment>> {
    let filter = Filter { states: states.to_vec(), agencies, ..Filter::default() };
    let page = lists::list(app.db().read(), ctx, &filter, DESK).await?;
    Ok(Arc::unwrap_or_clone(page).rows)
}

async fn cards(app: &App, ctx: &Ctx, commitments: &[Commitment]) -> AppResult<Vec<Card>> {
    let ids: Vec<CommitmentId> = commitments.iter().map(|commitment| commitment.id).collect();
    let mut steps: HashMap<CommitmentId, Vec<progress::Progress>> = HashMap::new();
    for step in progress::of(app.db().read(), &ids).await? {
        steps.entry(step.commitment).or_default().push(step);
    }
    let lines = lines::lines(app, commitments, ctx.now).await?;
    let card = |(line, id): (Line, &CommitmentId)| {
        let steps = steps.get(id).map(Vec::as_slice).unwrap_or_default();
        let is_judgement =
            |step: &&progress::Progress| matches!(step.kind, ProgressKind::JudgedDone | ProgressKind::JudgedNotDone);
        let said = steps.iter().find(|step| !is_judgement(step) && !step.text.is_empty());
        let judged = steps.iter().take_while(|step| step.kind != ProgressKind::Reported).find(is_judgement);
        Card {
            line,
            said: said.map(|step| step.text.clone()).unwrap_or_default(),
            said_by: said.map(|step| step.by.clone()).unwrap_or_default(),
            judged: judged.map(|step| step.kind.as_str()),
        }
    };
    Ok(lines.into_iter().zip(&ids).map(card).collect())
}

async fn group(app: &App, visit: &Visit, key: &str, commitments: &[Commitment]) -> AppResult<Group> {
    Ok(Group { title: i18n::text(visit.locale, key, &[]), cards: cards(app, &visit.ctx, commitments).await? })
}

fn show(visit: &Visit, name: &'static str, here: &str, groups: Vec<Group>) -> PageResult {
    visit.page(&Desk {
        name,
        tabs: tabs(&visit.ctx, visit.locale, here),
        is_empty: groups.iter().all(|group| group.cards.is_empty()),
        groups,
    })
}

/// GET /commitments/desk: everything that the actor's agencies owe, by last day.
///
/// # Errors
/// The database's.
pub async fn agency(AppState(app): AppState<App>, visit: Visit) -> PageResult {
    let own: Vec<BodyId> = visit.ctx.scope(Action::ReportProgress).assigned.into_iter().map(Into::into).collect();
    let owed = in_states(&app, &visit.ctx, &StateWord::OWED, Some(own.clone())).await?;
    let waiting = in_states(&app, &visit.ctx, &[StateWord::Reported, StateWord::Verified], Some(own)).await?;
    let groups =
        vec![group(&app, &visit, "desk-agency-owed", &owed).await?, group(&app, &visit, "desk-agency-reported", &waiting).await?];
    show(&visit, "agency", "/commitments/desk", groups)
}

/// GET /commitments/verification: what was reported and waits for the Front's eyes.
///
/// # Errors
/// The database's.
pub async fn front(AppState(app): AppState<App>, visit: Visit) -> PageResult {
    let reported = in_states(&app, &visit.ctx, &[StateWord::Reported], None).await?;
    let groups = vec![group(&app, &visit, "desk-front-reported", &reported).await?];
    show(&visit, "front", "/commitments/verification", groups)
}

/// GET /commitments/office: contests and requests to decide, confirmed commitments to end.
///
/// # Errors
/// The database's.
pub async fn office(AppState(app): AppState<App>, visit: Visit) -> PageResult {
    let contested = in_states(&app, &visit.ctx, &[StateWord::Contested], None).await?;
    let asking = lists::asking(app.db().read(), &visit.ctx).await?;
    let verified = in_states(&app, &visit.ctx, &[StateWord::Verified], None).await?;
    let groups = vec![
        group(&app, &visit, "desk-office-contested", &contested).await?,
        group(&app, &visit, "desk-office-asking", &asking).await?,
        group(&app, &visit, "desk-office-verified", &verified).await?,
    ];
    show(&visit, "office", "/commitments/office", groups)
}
