//! Handing over what lies ahead of a unit that ends, inside the transaction of whoever reorganises it: its sessions and series go
//! to the heir or are called off. What was held stays where it was held.

use chrono::NaiveDate;
use serde_json::json;

use crate::db::{WriteTx, counter};
use crate::dialogues::actions::invitations;
use crate::dialogues::rules::rhythm::Rhythm;
use crate::dialogues::rules::series::Series;
use crate::dialogues::rules::{Session, SessionState};
use crate::dialogues::store::{series, sessions, successions};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::start_of;
use crate::kernel::{Ctx, Event, Permit, SeriesId, SessionId};
use crate::organisation::Unit;

/// Gives a session ahead to the heir of its unit: id, code and slot stay, so that calendars know it again. An announced one gets
/// a number among the heir's.
///
/// # Errors
/// `session.wrong-state`.
pub async fn hand_over_session(tx: &WriteTx, ctx: &Ctx, permit: &Permit, id: SessionId, heir: &Unit) -> AppResult<()> {
    let session = successions::session(tx.conn(), id).await?;
    let number = match session.state {
        SessionState::Announced { .. } => {
            let next = counter::next(tx.conn(), &format!("session-number/{}/{}", heir.code, session.year)).await?;
            Some(i32::try_from(next).map_err(|_| AppError::Internal("session number".into()))?)
        }
        _ => None,
    };
    let (session, event) = session.hand_over(ctx.now, &heir.code, number)?;
    save(tx, ctx, permit, &session).await?;
    tx.say(&event).await
}

/// Calls a session ahead off.
///
/// # Errors
/// `session.wrong-state`.
pub async fn call_off_session(tx: &WriteTx, ctx: &Ctx, permit: &Permit, id: SessionId, reason: &str) -> AppResult<()> {
    let (session, event) = successions::session(tx.conn(), id).await?.cancel(ctx.now, reason.to_owned())?;
    save(tx, ctx, permit, &session).await?;
    tx.say(&event).await
}

async fn save(tx: &WriteTx, ctx: &Ctx, permit: &Permit, session: &Session) -> AppResult<()> {
    sessions::save(tx.conn(), permit, session).await?;
    invitations::changed(tx, ctx, session).await
}

/// Gives a series with its sessions from `day` on to the heir. Answers the sessions.
///
/// # Errors
/// Those of [`hand_over_session`].
pub async fn hand_over_series(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    id: SeriesId,
    heir: &Unit,
    day: NaiveDate,
) -> AppResult<Vec<SessionId>> {
    let old = successions::series(tx.conn(), id).await?;
    if let Rhythm::Before(_) = old.rhythm {
        successions::move_occasions(tx.conn(), permit, &old.unit_code, &heir.code, day).await?;
    }
    let ahead = ahead_of(tx, &old, day).await?;
    let facts = json!({ "before": { "unit": old.unit_code }, "after": { "unit": heir.code }, "sessions": ahead.len() });
    let moved = Series { unit_code: heir.code.clone(), sequence: old.sequence + 1, changed_at: ctx.now, ..old };
    series::save(tx.conn(), permit, &moved).await?;
    tx.say(&Event::new("series.handed-over", "series", id, &heir.code).facts(facts)).await?;
    for session in &ahead {
        hand_over_session(tx, ctx, permit, *session, heir).await?;
    }
    Ok(ahead)
}

/// Ends a series with the day before `day` and calls its sessions from there on off.
///
/// # Errors
/// Those of [`Series::end`].
pub async fn call_off_series(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    id: SeriesId,
    day: NaiveDate,
    reason: &str,
) -> AppResult<()> {
    let old = successions::series(tx.conn(), id).await?;
    let ahead = ahead_of(tx, &old, day).await?;
    let (ended, _, event) = old.end(ctx.now, day.max(ctx.today()))?;
    series::save(tx.conn(), permit, &ended).await?;
    tx.say(&event).await?;
    for session in ahead {
        call_off_session(tx, ctx, permit, session, reason).await?;
    }
    Ok(())
}

/// Its sessions from `day` on that are planned or announced.
async fn ahead_of(tx: &WriteTx, series: &Series, day: NaiveDate) -> AppResult<Vec<SessionId>> {
    let units = [series.unit_code.clone()];
    let ahead = successions::sessions_ahead(tx.conn(), &units, start_of(day)).await?;
    Ok(ahead.into_iter().filter(|session| session.series == Some(series.id)).map(|session| session.id).collect())
}
