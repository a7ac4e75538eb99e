//! The office's calls: which sessions need one, and the form of one.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

use super::parts::{Choice, Tab, sample_tabs, tabs};
use crate::app::App;
use crate::dialogues::{self, Session};
use crate::error::AppResult;
use crate::issues::actions::calls as actions;
use crate::issues::forms;
use crate::issues::rules::Call;
use crate::issues::store::{calls, lists, sessions};
use crate::kernel::clock::start_of;
use crate::kernel::{Action, SessionId};
use crate::web::{FormState, PageResult, Path, Posted, View, Visit, outcome};

/// A session with or without its call.
#[derive(Debug, Serialize)]
pub struct CallLine {
    pub session: String,
    pub title: String,
    pub on: NaiveDate,
    pub opens_on: Option<NaiveDate>,
    pub closes_on: Option<NaiveDate>,
    /// `open`, `prepared` or `none`.
    pub state: &'static str,
    pub tone: &'static str,
    pub issues: u64,
}

/// The calls of the unit.
#[derive(Debug, Serialize)]
pub struct Calls {
    pub tabs: Vec<Tab>,
    pub lines: Vec<CallLine>,
}

impl View for Calls {
    const TEMPLATE: &'static str = "pages/issues/calls";

    fn samples() -> Vec<Self> {
        let line = |state: &'static str| CallLine {
            session: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            on: NaiveDate::default(),
            opens_on: (state != "none").then(NaiveDate::default),
            closes_on: (state != "none").then(NaiveDate::default),
            state,
            tone: "green",
            issues: 12,
        };
        vec![
            Self { tabs: sample_tabs(), lines: vec![line("open"), line("prepared"), line("none")] },
            Self { tabs: Vec::new(), lines: Vec::new() },
        ]
    }
}

/// GET /calls
///
/// # Errors
/// The database's.
pub async fn list(State(app): State<App>, visit: Visit) -> PageResult {
    let conn = app.db().read();
    let known = calls::list(conn, &visit.ctx).await?;
    let mut shown = Vec::new();
    for unit in visit.ctx.scope(Action::OpenCall).units {
        for session in dialogues::of_unit(conn, &unit, &dialogues::Filter::default()).await? {
            let call = known.iter().find(|call| call.session == session.id);
            let upcoming = sessions::is_ahead(&session) && session.starts_at >= start_of(visit.ctx.today());
            if call.is_some() || upcoming {
                shown.push((session, call));
            }
        }
    }
    let received = lists::received(conn, shown.iter().map(|(session, _)| session.id)).await?;
    let line = |(session, call): &(Session, Option<&Call>)| line(session, *call, received.get(&session.id).copied().unwrap_or(0));
    let lines = shown.iter().map(line).collect();
    visit.page(&Calls { tabs: tabs(&visit.ctx, visit.locale, "/calls"), lines })
}

fn line(session: &Session, call: Option<&Call>, issues: u64) -> CallLine {
    CallLine {
        session: session.id.to_string(),
        title: session.title.clone(),
        on: session.on(),
        opens_on: call.map(|call| call.opens_on),
        closes_on: call.map(|call| call.closes_on),
        tone: if call.is_some_and(|call| call.opened_at.is_some()) { "green" } else { "grey" },
        state: match call {
            Some(call) if call.opened_at.is_some() => "open",
            Some(_) => "prepared",
            None => "none",
        },
        issues,
    }
}

/// The form of a call.
#[derive(Debug, Serialize)]
pub struct Edit {
    pub session: String,
    pub title: String,
    pub on: NaiveDate,
    pub is_open: bool,
    pub is_ahead: bool,
    pub form: FormState,
    pub bodies: Vec<Choice>,
}

impl View for Edit {
    const TEMPLATE: &'static str = "pages/issues/call";

    fn samples() -> Vec<Self> {
        let sample = |is_open, is_ahead| Self {
            session: "0193".into(),
            title: "Hội nghị đối thoại".into(),
            on: NaiveDate::default(),
            is_open,
            is_ahead,
            form: FormState::with(json!({ "version": 1 })),
            bodies: Choice::sample(),
        };
        vec![sample(false, true), sample(true, true), sample(true, false)]
    }
}

async fn view(app: &App, visit: &Visit, id: SessionId, refused: Option<FormState>) -> AppResult<Edit> {
    let (session, call) = actions::call_or_proposal(app, &visit.ctx, id).await?;
    let bodies = actions::submitting_bodies(app, &visit.ctx, &session.unit_code).await?;
    let stored = FormState::with(json!({
        "version": call.version,
        "opens_on": call.opens_on,
        "closes_on": call.closes_on,
        "guidance": call.guidance,
        "addressees": call.addressees,
    }));
    Ok(Edit {
        session: id.to_string(),
        on: session.on(),
        is_open: call.opened_at.is_some(),
        is_ahead: sessions::is_ahead(&session),
        title: session.title,
        form: refused.unwrap_or(stored),
        bodies: bodies.iter().map(|body| Choice::new(body.id, &body.name)).collect(),
    })
}

/// GET /calls/{id}
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn edit(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>) -> PageResult {
    visit.page(&view(&app, &visit, id, None).await?)
}

/// POST /calls/{id}
///
/// # Errors
/// [`crate::error::AppError::Conflict`], [`crate::error::AppError::Denied`].
pub async fn save(State(app): State<App>, visit: Visit, Path(id): Path<SessionId>, posted: Posted) -> PageResult {
    let open = forms::act(&posted) == "open";
    let result = match (forms::version(&posted), forms::call(&posted)) {
        (Ok(version), Ok(input)) => actions::save(&app, &visit.ctx, id, version, input, open).await,
        (Err(violations), _) | (_, Err(violations)) => Err(violations.into()),
    };
    match outcome(result)? {
        Ok(()) => visit.redirect("/calls", if open { "flash-call-opened" } else { "flash-call-saved" }),
        Err(violations) => {
            let form = FormState::refused(&posted, &violations, visit.locale);
            visit.refused(&view(&app, &visit, id, Some(form)).await?)
        }
    }
}
