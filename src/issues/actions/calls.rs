//! Preparing, changing and opening the call for issues of a session.

use chrono::NaiveDate;
use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx};
use crate::dialogues::{self, Session};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::issues::rules::Call;
use crate::issues::store::{calls, sessions};
use crate::kernel::{Action, BodyId, CallId, Ctx, Event, Refusal, Role, SessionId};
use crate::law::DateKind;
use crate::organisation::{Body, bodies_of_unit};

/// What the office says about a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallInput {
    pub opens_on: NaiveDate,
    pub closes_on: NaiveDate,
    pub guidance: String,
    pub addressees: Vec<BodyId>,
}

/// The last day of one kind around `session`, by the rules that bind its unit or by habit.
///
/// # Errors
/// The database's; a rule that cannot be counted.
pub async fn date_of(app: &App, session: &Session, kind: DateKind) -> AppResult<Option<NaiveDate>> {
    duties::last_day(app.db().read(), &session.unit_code, session.on(), kind).await
}

/// The bodies of a unit that collect issues among the people.
///
/// # Errors
/// The database's.
pub async fn submitting_bodies(app: &App, ctx: &Ctx, unit_code: &str) -> AppResult<Vec<Body>> {
    let bodies = bodies_of_unit(app.db().read(), unit_code, ctx.today()).await?;
    Ok(bodies.into_iter().filter(|body| body.kind.submits()).collect())
}

/// The session's call, or the one that rules and habit propose: their window, all collecting bodies.
///
/// # Errors
/// [`AppError::Denied`] without the right to open calls.
pub async fn call_or_proposal(app: &App, ctx: &Ctx, id: SessionId) -> AppResult<(Session, Call)> {
    let conn = app.db().read();
    let found = dialogues::find(conn, ctx, Action::OpenCall, id).await?;
    if let Some(call) = calls::of_session(conn, id).await? {
        return Ok((found.session, call));
    }
    let opens_on = date_of(app, &found.session, DateKind::IntakeOpens).await?;
    let closes_on = date_of(app, &found.session, DateKind::IntakeCloses).await?;
    let bodies = submitting_bodies(app, ctx, &found.unit.code).await?;
    let call = Call {
        id: CallId::fresh(),
        session: id,
        unit_code: found.unit.code,
        opens_on: opens_on.unwrap_or_else(|| ctx.today()),
        closes_on: closes_on.unwrap_or_else(|| found.session.on()),
        guidance: String::new(),
        opened_at: None,
        addressees: bodies.iter().map(|body| body.id).collect(),
        version: 0,
    };
    Ok((found.session, call))
}

/// Saves the call as the office wants it; `open` tells the addressees, once.
///
/// # Errors
/// Those of [`Call::check`] and [`Call::open`]; `call.body-unknown`; [`AppError::Conflict`].
pub async fn save(app: &App, ctx: &Ctx, id: SessionId, version: i32, input: CallInput, open: bool) -> AppResult<()> {
    let (session, before) = call_or_proposal(app, ctx, id).await?;
    let bodies = submitting_bodies(app, ctx, &session.unit_code).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = dialogues::find(tx.conn(), ctx, Action::OpenCall, id).await?;
    if before.version != version {
        return Err(AppError::Conflict);
    }
    if !sessions::is_ahead(&found.session) {
        return Err(Refusal::new("call.session-over").into());
    }
    if input.addressees.iter().any(|wanted| !bodies.iter().any(|body| body.id == *wanted)) {
        return Err(Refusal::on("addressees", "call.body-unknown").into());
    }
    let was_open = before.opened_at.is_some();
    let told = if was_open { before.addressees.clone() } else { Vec::new() };
    let call = Call {
        opens_on: input.opens_on,
        closes_on: input.closes_on,
        guidance: input.guidance,
        addressees: input.addressees,
        ..before
    };
    let (call, event) = if open && !was_open {
        call.open(ctx.now, true, found.session.on())?
    } else {
        call.check(found.session.on())?;
        let facts =
            json!({ "after": { "opens_on": call.opens_on, "closes_on": call.closes_on, "bodies": call.addressees.len() } });
        let event = Event::new("call.changed", "session", id, &call.unit_code).facts(facts);
        (call, event)
    };
    calls::save(tx.conn(), &found.permit, &call).await?;
    if call.opened_at.is_some() {
        let new: Vec<BodyId> = call.addressees.iter().filter(|body| !told.contains(body)).copied().collect();
        tell(&tx, &call, &found.session, &new).await?;
    }
    tx.commit(event).await
}

/// Tells organisations that they are asked for issues, each once per call.
async fn tell(tx: &WriteTx, call: &Call, session: &Session, bodies: &[BodyId]) -> AppResult<()> {
    for body in bodies {
        let notify = Notify {
            code: "call-opened".to_owned(),
            to: vec![Audience::Role { role: Role::Submitter, bodies: vec![body.0] }],
            args: vec![
                ("title".to_owned(), session.title.clone()),
                ("closes".to_owned(), call.closes_on.format("%d/%m/%Y").to_string()),
            ],
            href: format!("/issues/own?session={}", call.session),
        };
        tx.queue(&Message::notify(format!("call-opened/{}/{body}", call.id), &notify)).await?;
    }
    Ok(())
}
