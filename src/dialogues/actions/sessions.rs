//! Planning, announcing, moving and cancelling a session; opening and closing its room for the minutes.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use crate::app::App;
use crate::db::{Audience, Message, Notify, WriteTx, counter};
use crate::dialogues::actions::{invitations, templates};
use crate::dialogues::rules::templates::titled;
use crate::dialogues::rules::{Session, SessionForm, SessionKind, SessionState, check_times, title_on};
use crate::dialogues::store::occasions;
use crate::dialogues::store::sessions::{self, Found};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::local_date;
use crate::kernel::permit::Permit;
use crate::kernel::{Action, Ctx, Event, PlanId, Refusal, Role, SeriesId, SessionId};
use crate::organisation::{Unit, bodies_of_unit};

/// What the office says about a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    pub kind: SessionKind,
    pub form: SessionForm,
    pub triggers: Vec<String>,
    pub reason: String,
    pub title: String,
    pub counterpart: String,
    pub place: String,
    pub attend_how: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// Where a session comes from, if it was not entered by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    pub plan: Option<PlanId>,
    pub series: Option<SeriesId>,
    pub slot_key: Option<String>,
    /// The day of the occasion from which its day was counted.
    pub anchor_on: Option<NaiveDate>,
    pub makes_up: Option<SessionId>,
}

/// Plans one session of a unit.
///
/// # Errors
/// Refusals on the times; [`AppError::Denied`] without the right to plan.
pub async fn plan(app: &App, ctx: &Ctx, unit_code: &str, details: Details) -> AppResult<SessionId> {
    templates::plan(app, ctx, unit_code, details, &[]).await
}

/// Adds a planned session inside an open transaction: for the year plan and for series. Its title follows its day where it holds
/// words that a day replaces.
///
/// # Errors
/// Refusals on the times; `session.unit-ended` for a day on which the unit does not exist.
pub async fn new_session(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    details: Details,
    origin: Origin,
) -> AppResult<(SessionId, Event)> {
    check_times(details.starts_at, details.ends_at)?;
    if !unit.exists_on(local_date(details.starts_at)) {
        return Err(Refusal::on("on", "session.unit-ended").into());
    }
    let year = chrono::Datelike::year(&local_date(details.starts_at));
    let at = counter::next(tx.conn(), &format!("session-code/{}/{year}", unit.code)).await?;
    let session = Session {
        id: SessionId::fresh(),
        unit_code: unit.code.clone(),
        plan: origin.plan,
        series: origin.series,
        slot_key: origin.slot_key,
        anchor_on: origin.anchor_on,
        makes_up: origin.makes_up,
        code: format!("{}-{year}-{at:02}", unit.code),
        year,
        number: None,
        kind: details.kind,
        form: details.form,
        triggers: details.triggers,
        reason: details.reason,
        title: titled(&details.title, local_date(details.starts_at)),
        counterpart: details.counterpart,
        place: details.place,
        attend_how: details.attend_how,
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        state: SessionState::Planned,
        sequence: 0,
        changed_at: ctx.now,
        version: 1,
    };
    sessions::insert(tx.conn(), permit, &session).await?;
    let facts = json!({ "after": { "title": session.title, "starts_at": session.starts_at, "kind": session.kind } });
    Ok((session.id, Event::new("session.planned", "session", session.id, &unit.code).facts(facts)))
}

/// Changes what is said about a session that has not begun. Time and place change with the rest as long as nobody was told;
/// those of an announced session move by [`move_to`], which tells everybody.
///
/// # Errors
/// [`AppError::Conflict`] when `version` is not the newest; `session.wrong-state`, `session.in-the-past`, the refusals of
/// [`check_times`]; `session.move-instead` for an announced session.
pub async fn describe(app: &App, ctx: &Ctx, id: SessionId, version: i32, details: Details) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, id, version).await?;
    if !matches!(found.session.state, SessionState::Planned | SessionState::Announced { .. }) {
        return Err(Refusal::new("session.wrong-state").arg("state", found.session.state.word()).into());
    }
    let is_moved = (details.starts_at, details.ends_at) != (found.session.starts_at, found.session.ends_at);
    if found.session.state == SessionState::Planned {
        check_times(details.starts_at, details.ends_at)?;
        if is_moved && details.starts_at <= ctx.now {
            return Err(Refusal::on("on", "session.in-the-past").into());
        }
    } else if is_moved {
        return Err(Refusal::on("on", "session.move-instead").into());
    } else if details.place != found.session.place {
        return Err(Refusal::on("place", "session.move-instead").into());
    }
    let before = said(&found.session);
    let old = found.session.clone();
    let session = Session {
        year: found.session.year_at(details.starts_at),
        kind: details.kind,
        form: details.form,
        triggers: details.triggers,
        reason: details.reason,
        title: titled(&title_on(details.title, found.session.on(), local_date(details.starts_at)), local_date(details.starts_at)),
        counterpart: details.counterpart,
        place: details.place,
        attend_how: details.attend_how,
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        ..found.session
    };
    // Calendars count what they show; grounds that the office keeps for itself are nothing to them.
    let session = if session.looks_like(&old) { session } else { session.touched(ctx.now) };
    sessions::save(tx.conn(), &found.permit, &session).await?;
    invitations::changed(&tx, ctx, &session).await?;
    let event = Event::new("session.described", "session", id, &session.unit_code);
    tx.commit(event.facts(json!({ "before": before, "after": said(&session) }))).await
}

/// What the trail keeps of a description.
fn said(session: &Session) -> Value {
    json!({
        "title": session.title,
        "counterpart": session.counterpart,
        "kind": session.kind,
        "place": session.place,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
    })
}

async fn current(tx: &WriteTx, ctx: &Ctx, id: SessionId, version: i32) -> AppResult<Found> {
    let found = sessions::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if found.session.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// Publishes a session; it gets its number in the year.
///
/// # Errors
/// Those of [`Session::announce`]; [`AppError::Conflict`].
pub async fn announce(app: &App, ctx: &Ctx, id: SessionId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, id, version).await?;
    let number = match found.session.number {
        Some(number) => i64::from(number),
        None => counter::next(tx.conn(), &format!("session-number/{}/{}", found.unit.code, found.session.year)).await?,
    };
    let number = i32::try_from(number).map_err(|_| AppError::Internal("session number".into()))?;
    let (session, event) = found.session.announce(ctx.now, number)?;
    sessions::save(tx.conn(), &found.permit, &session).await?;
    tell_everybody(&tx, ctx, &session, "session-announced").await?;
    tx.commit(event).await
}

/// Moves a session to another time or place.
///
/// # Errors
/// Those of [`Session::move_to`]; [`AppError::Conflict`].
pub async fn move_to(
    app: &App,
    ctx: &Ctx,
    id: SessionId,
    version: i32,
    (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    place: String,
    reason: &str,
) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, id, version).await?;
    let (mut session, event) = found.session.move_to(ctx.now, starts_at, ends_at, place, reason)?;
    session.anchor_on = occasions::anchor(tx.conn(), &session).await?;
    sessions::save(tx.conn(), &found.permit, &session).await?;
    if session.state.is_public() {
        tell_everybody(&tx, ctx, &session, "session-moved").await?;
    }
    tx.commit(event).await
}

/// Calls a session off.
///
/// # Errors
/// Those of [`Session::cancel`]; [`AppError::Conflict`].
pub async fn cancel(app: &App, ctx: &Ctx, id: SessionId, version: i32, reason: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = current(&tx, ctx, id, version).await?;
    let (session, event) = found.session.cancel(ctx.now, reason)?;
    sessions::save(tx.conn(), &found.permit, &session).await?;
    if session.state.is_public() {
        tell_everybody(&tx, ctx, &session, "session-cancelled").await?;
    }
    tx.commit(event).await
}

/// Saves a step of the room (begin, end, close) that the minutes room decided, in its transaction.
///
/// # Errors
/// [`AppError::Conflict`].
pub async fn save_step(tx: &WriteTx, permit: &Permit, session: &Session) -> AppResult<()> {
    sessions::save(tx.conn(), permit, session).await
}

/// Tells all bodies of the unit that work with sessions, and those on the list by their invitations; once per change, by the
/// session's sequence.
async fn tell_everybody(tx: &WriteTx, ctx: &Ctx, session: &Session, code: &str) -> AppResult<()> {
    let bodies: Vec<_> = bodies_of_unit(tx.conn(), &session.unit_code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let roles = [Role::Leader, Role::Clerk, Role::Submitter, Role::Answering, Role::Supervisor];
    let written_to = invitations::by_letter(tx.conn(), session.id).await?.into_iter().map(Into::into).collect();
    let by_role = roles.into_iter().map(|role| Audience::Role { role, bodies: bodies.clone() });
    let notify = Notify {
        code: code.to_owned(),
        to: by_role.chain([Audience::WrittenTo(written_to)]).collect(),
        args: vec![
            ("title".to_owned(), session.title.clone()),
            ("at".to_owned(), session.starts_at.to_rfc3339()),
            ("place".to_owned(), session.place.clone()),
        ],
        href: format!("/dialogues/{}", session.id),
    };
    tx.queue(&Message::notify(format!("{code}/{}/{}", session.id, session.sequence), &notify)).await?;
    invitations::changed(tx, ctx, session).await
}
