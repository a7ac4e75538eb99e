//! Use cases of occasions: entering, moving and calling off one; the sessions before it follow at once.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::App;
use crate::db::{Conn, WriteTx};
use crate::dialogues::actions::series::refresh;
use crate::dialogues::rules::Session;
use crate::dialogues::rules::occasions::{Follows, Occasion, follows, occasion_of, recounted};
use crate::dialogues::rules::series::Series;
use crate::dialogues::store::contents::with_contents;
use crate::dialogues::store::occasions::{self, FoundOccasion};
use crate::dialogues::store::{series as all_series, sessions};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::instant;
use crate::kernel::{Action, Ctx, OccasionId, Permit, SeriesId};
use crate::law::{OccasionKind, WorkingCalendar};
use crate::organisation::{Unit, unit};

/// Why a session moves with its occasion, as it stands in the trail and in notices.
const MOVED: &str = "Theo ngày mới của kỳ họp, sự kiện";
/// Why it is withdrawn.
const GONE: &str = "Kỳ họp, sự kiện không còn tổ chức";

/// Why a session moves with the working calendar.
const RECOUNTED: &str = "Theo lịch làm việc mới";

/// A session before an occasion that a new calendar counts to another day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recounted {
    pub session: Session,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

/// The sessions before occasions that nobody was told of and that go to another day where `after` takes the place of `before`: of
/// all units, for who publishes a calendar and asks his own rights.
///
/// # Errors
/// The database's.
pub async fn recounts(
    conn: &Conn,
    ctx: &Ctx,
    (before, after): (&WorkingCalendar, &WorkingCalendar),
) -> AppResult<Vec<Recounted>> {
    let series = all_series::all_before_occasions(conn).await?;
    let by_id: BTreeMap<SeriesId, &Series> = series.iter().map(|one| (one.id, one)).collect();
    let planned = sessions::planned_of_series(conn, &by_id.keys().copied().collect::<Vec<_>>()).await?;
    let goes = |session: Session| {
        let series = by_id.get(&session.series?)?;
        let (starts, ends) = series.times(&recounted(series, &session, (before, after), ctx.now)?);
        Some(Recounted { session, starts_at: instant(starts), ends_at: instant(ends) })
    };
    Ok(planned.into_iter().filter_map(goes).collect())
}

/// Moves them, in the transaction of the edition.
///
/// # Errors
/// [`AppError::Conflict`] when one was changed meanwhile.
pub async fn recount(tx: &WriteTx, ctx: &Ctx, permit: &Permit, recounts: Vec<Recounted>) -> AppResult<()> {
    for Recounted { session, starts_at, ends_at } in recounts {
        let place = session.place.clone();
        let (session, event) = session.move_to(ctx.now, starts_at, ends_at, place, RECOUNTED)?;
        sessions::save(tx.conn(), permit, &session).await?;
        tx.say(&event).await?;
    }
    Ok(())
}

/// What the office says about an occasion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub kind: OccasionKind,
    pub name: String,
    pub held_on: NaiveDate,
}

/// Enters an occasion of a unit; series that follow its kind open their sessions before it.
///
/// # Errors
/// Those of [`Occasion::check`]; [`AppError::Denied`].
pub async fn add(app: &App, ctx: &Ctx, unit_code: &str, input: Input) -> AppResult<OccasionId> {
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::PlanDialogues, &unit.target())?;
    let Input { kind, name, held_on } = input;
    let occasion = Occasion { id: OccasionId::fresh(), unit_code: unit.code.clone(), kind, name, held_on, version: 1 };
    occasion.check(&occasions::of_unit(tx.conn(), &unit.code).await?, ctx.today())?;
    occasions::insert(tx.conn(), &permit, &occasion).await?;
    refresh_all(&tx, ctx, &permit, &unit, &calendar).await?;
    tx.commit(occasion.event("occasion.added")).await?;
    Ok(occasion.id)
}

/// Renames or moves an occasion.
///
/// # Errors
/// Those of [`Occasion::check`] where the day changes; [`AppError::Conflict`], [`AppError::Denied`].
pub async fn change(app: &App, ctx: &Ctx, id: OccasionId, version: i32, name: String, held_on: NaiveDate) -> AppResult<()> {
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundOccasion { occasion: old, unit, permit } = current(&tx, ctx, id, version).await?;
    let is_moved = old.held_on != held_on;
    let occasion = Occasion { name, held_on, ..old };
    if is_moved {
        occasion.check(&occasions::of_unit(tx.conn(), &unit.code).await?, ctx.today())?;
    }
    occasions::save(tx.conn(), &permit, &occasion).await?;
    refresh_all(&tx, ctx, &permit, &unit, &calendar).await?;
    tx.commit(occasion.event("occasion.changed")).await
}

/// Calls an occasion off: planned sessions before it are withdrawn, announced ones wait for a decision.
///
/// # Errors
/// [`AppError::Conflict`], [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, id: OccasionId, version: i32) -> AppResult<()> {
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundOccasion { occasion, unit, permit } = current(&tx, ctx, id, version).await?;
    occasions::remove(tx.conn(), &permit, id, version).await?;
    refresh_all(&tx, ctx, &permit, &unit, &calendar).await?;
    tx.commit(occasion.event("occasion.removed")).await
}

async fn current(tx: &WriteTx, ctx: &Ctx, id: OccasionId, version: i32) -> AppResult<FoundOccasion> {
    let found = occasions::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if found.occasion.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

async fn refresh_all(tx: &WriteTx, ctx: &Ctx, permit: &Permit, unit: &Unit, calendar: &WorkingCalendar) -> AppResult<()> {
    for series in all_series::before_occasions(tx.conn(), &unit.code).await? {
        all_series::lock(tx.conn(), series.id).await?;
        refresh(tx, ctx, permit, unit, &series, calendar).await?;
    }
    Ok(())
}

/// Lets the sessions of a series follow their occasions; answers how many changed.
///
/// # Errors
/// The database's.
pub(super) async fn follow(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    series: &Series,
    calendar: &WorkingCalendar,
) -> AppResult<usize> {
    let occasions = occasions::of_unit(tx.conn(), &series.unit_code).await?;
    let mut changed = 0;
    let own = sessions::of_series(tx.conn(), series.id).await?;
    let in_use = with_contents(tx.conn(), &own.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    for session in own {
        let id = session.slot_key.as_deref().and_then(occasion_of);
        let occasion = occasions.iter().find(|occasion| Some(occasion.id) == id);
        let (session, event) = match follows(series, (&session, in_use.contains(&session.id)), occasion, calendar, ctx.now) {
            Follows::Moves { slot, anchor_on } => {
                let (starts, ends) = series.times(&slot);
                let place = session.place.clone();
                let (mut session, event) = session.move_to(ctx.now, instant(starts), instant(ends), place, MOVED)?;
                session.anchor_on = Some(anchor_on);
                (session, event)
            }
            Follows::Withdraws => session.cancel(ctx.now, GONE.to_owned())?,
            Follows::Stays | Follows::AskMoved { .. } | Follows::AskGone => continue,
        };
        sessions::save(tx.conn(), permit, &session).await?;
        tx.say(&event).await?;
        changed += 1;
    }
    Ok(changed)
}
