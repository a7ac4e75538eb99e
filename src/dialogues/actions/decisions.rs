//! What a person has to decide about sessions of series: days that are only proposed, announced sessions whose occasion moved or
//! was called off; and sessions that make up for a cancelled one.

use chrono::{Datelike, NaiveDate};

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::dialogues::actions::clashes::Times;
use crate::dialogues::actions::plans::year_book;
use crate::dialogues::actions::series::{ahead, details, occurrence, origin};
use crate::dialogues::actions::sessions::{Details, Origin, new_session};
use crate::dialogues::rules::occasions::{Follows, Occasion, follows, occasion_of};
use crate::dialogues::rules::plans::duty_of;
use crate::dialogues::rules::rhythm::{Occurrence, Rhythm};
use crate::dialogues::rules::series::Series;
use crate::dialogues::rules::{Session, SessionKind, SessionState, title_on};
use crate::dialogues::store::contents::with_contents;
use crate::dialogues::store::series::{self, FoundSeries};
use crate::dialogues::store::{occasions, sessions, templates};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{instant, local_date};
use crate::kernel::{Action, Ctx, Refusal, SeriesId, SessionId};
use crate::law::WorkingCalendar;

/// The days within which a make-up session counts for what was to be on `on`: of several duties the shortest period.
///
/// # Errors
/// [`AppError::Denied`] to those who may not read the unit's duties.
pub async fn counts_within(
    app: &App,
    ctx: &Ctx,
    unit_code: &str,
    kind: SessionKind,
    on: NaiveDate,
) -> AppResult<Option<(NaiveDate, NaiveDate)>> {
    let book = year_book(app, ctx, unit_code, on.year()).await?;
    let mine = book.ledger.iter().filter(|line| line.duty.kind == duty_of(kind)).flat_map(|line| &line.periods);
    let around = mine.filter(|period| (period.from..=period.to).contains(&on));
    Ok(around.min_by_key(|period| (period.to - period.from, period.to)).map(|period| (period.from, period.to)))
}

/// A session whose occasion moved or was called off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsettled {
    pub session: Session,
    pub follows: Follows,
}

/// What waits for a decision in a series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    pub days: Vec<Occurrence>,
    pub sessions: Vec<Unsettled>,
}

/// All that waits in a series; the caller has found it.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &Conn, ctx: &Ctx, series: &Series) -> AppResult<Waiting> {
    let calendar = duties::calendar(conn).await?;
    // What cannot be read or counted is told by whoever watches over the series.
    let days = match ahead(conn, ctx, series, &calendar).await {
        Ok(ahead) => ahead.into_iter().filter(Occurrence::is_to_be_decided).collect(),
        Err(AppError::Refused(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let mut waiting = Waiting { days, sessions: Vec::new() };
    if matches!(series.rhythm, Rhythm::Before(_)) {
        let occasions = occasions::of_unit(conn, &series.unit_code).await?;
        let own = sessions::of_series(conn, series.id).await?;
        let in_use = with_contents(conn, &own.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
        let seen = own.into_iter().map(|session| {
            let used = in_use.contains(&session.id);
            (seen_from(series, (&session, used), &occasions, &calendar, ctx), session)
        });
        let asked = seen.filter(|(follows, _)| follows.is_asked());
        waiting.sessions = asked.map(|(follows, session)| Unsettled { session, follows }).collect();
    }
    Ok(waiting)
}

fn seen_from(
    series: &Series,
    (session, is_in_use): (&Session, bool),
    occasions: &[Occasion],
    calendar: &WorkingCalendar,
    ctx: &Ctx,
) -> Follows {
    let id = session.slot_key.as_deref().and_then(occasion_of);
    follows(series, (session, is_in_use), occasions.iter().find(|occasion| Some(occasion.id) == id), calendar, ctx.now)
}

/// What is asked about one session; [`Follows::Stays`] where nothing is. The caller has found it.
///
/// # Errors
/// The database's.
pub async fn asked_about(conn: &Conn, ctx: &Ctx, session: &Session) -> AppResult<Follows> {
    let (Some(id), Some(_)) = (session.series, session.anchor_on) else { return Ok(Follows::Stays) };
    let FoundSeries { series, .. } = series::find(conn, ctx, Action::PlanDialogues, id).await?;
    let (calendar, occasions) = (duties::calendar(conn).await?, occasions::of_unit(conn, &session.unit_code).await?);
    let is_in_use = !with_contents(conn, &[session.id]).await?.is_empty();
    Ok(seen_from(&series, (session, is_in_use), &occasions, &calendar, ctx))
}

/// An occurrence that waits, by its key, with its series.
///
/// # Errors
/// [`AppError::NotFound`] where nothing waits under this key, [`AppError::Denied`].
pub async fn waiting_day(conn: &Conn, ctx: &Ctx, id: SeriesId, key: &str) -> AppResult<(FoundSeries, Occurrence)> {
    let found = series::find(conn, ctx, Action::PlanDialogues, id).await?;
    let mut days = waiting(conn, ctx, &found.series).await?.days.into_iter();
    let one = days.find(|one| one.key == key).ok_or(AppError::NotFound)?;
    Ok((found, one))
}

/// Holds a waiting occurrence at these times.
///
/// # Errors
/// Refusals on the times, `session.in-the-past`; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn hold(app: &App, ctx: &Ctx, id: SeriesId, key: &str, times: Times, place: String) -> AppResult<SessionId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    series::lock(tx.conn(), id).await?;
    let (FoundSeries { series, unit, permit }, one) = waiting_day(tx.conn(), ctx, id, key).await?;
    is_ahead(ctx, times)?;
    let details = details(&series, times, place);
    let arrangement = templates::of_series(tx.conn(), id).await?;
    let (session, event) = occurrence(&tx, ctx, &permit, &unit, (&series, &one), details, &arrangement).await?;
    tx.commit(event).await?;
    Ok(session)
}

/// Leaves a waiting occurrence out, with the reason: it stays in the series as cancelled and is not offered again.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn leave_out(app: &App, ctx: &Ctx, id: SeriesId, key: &str, reason: String) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    series::lock(tx.conn(), id).await?;
    let (FoundSeries { series, unit, permit }, one) = waiting_day(tx.conn(), ctx, id, key).await?;
    let (starts, ends) = series.times(&one.slot);
    let times = (instant(starts), instant(ends));
    let details = details(&series, times, series.place.clone());
    let (session, event) = new_session(&tx, ctx, &permit, &unit, details, origin(&series, &one)).await?;
    tx.say(&event).await?;
    let found = sessions::find(tx.conn(), ctx, Action::PlanDialogues, session).await?;
    let (session, event) = found.session.cancel(ctx.now, reason)?;
    sessions::save(tx.conn(), &permit, &session).await?;
    tx.commit(event).await
}

/// Settles that a session stays on its day, whatever became of its occasion.
///
/// # Errors
/// Those of [`Session::keep`]; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn keep(app: &App, ctx: &Ctx, id: SessionId, version: i32) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = sessions::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if found.session.version != version {
        return Err(AppError::Conflict);
    }
    let anchor = occasions::anchor(tx.conn(), &found.session).await?;
    let (session, event) = found.session.keep(anchor)?;
    sessions::save(tx.conn(), &found.permit, &session).await?;
    tx.commit(event).await
}

/// Plans a session that makes up for a cancelled one.
///
/// # Errors
/// `session.not-cancelled`, `session.made-up` where another does already; refusals on the times; [`AppError::Denied`].
pub async fn make_up(app: &App, ctx: &Ctx, id: SessionId, times: Times, place: String) -> AppResult<SessionId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = sessions::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if !matches!(found.session.state, SessionState::Cancelled { .. }) {
        return Err(Refusal::new("session.not-cancelled").into());
    }
    if sessions::make_up(tx.conn(), id).await?.is_some() {
        return Err(Refusal::new("session.made-up").into());
    }
    is_ahead(ctx, times)?;
    let old = found.session;
    let details = Details {
        kind: old.kind,
        form: old.form,
        title: title_on(old.title.clone(), old.on(), local_date(times.0)),
        triggers: old.triggers,
        reason: old.reason,
        counterpart: old.counterpart,
        place,
        attend_how: old.attend_how,
        starts_at: times.0,
        ends_at: times.1,
    };
    let origin = Origin { makes_up: Some(id), ..Origin::default() };
    let (session, event) = new_session(&tx, ctx, &found.permit, &found.unit, details, origin).await?;
    tx.commit(event).await?;
    Ok(session)
}

fn is_ahead(ctx: &Ctx, (starts_at, _): Times) -> Result<(), Refusal> {
    if starts_at > ctx.now { Ok(()) } else { Err(Refusal::on("on", "session.in-the-past")) }
}
