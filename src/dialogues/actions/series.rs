//! Use cases of series: beginning one, opening its sessions ahead, changing it from now on, ending it.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use serde_json::json;

use crate::app::App;
use crate::db::WriteTx;
use crate::dialogues::actions::sessions::{Details, Origin, new_session};
use crate::dialogues::rules::series::{Recipe, Series, SeriesWord, slot_key};
use crate::dialogues::rules::{SessionForm, SessionKind, SessionState};
use crate::dialogues::store::series::{self, FoundSeries};
use crate::dialogues::store::sessions::{self, Filter};
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{instant, start_of};
use crate::kernel::{Action, Ctx, Event, Permit, Refusal, SeriesId};
use crate::law::{SeriesRule, ShiftRule, Slot, WorkingCalendar, expand};
use crate::organisation::{Unit, unit};

/// How far ahead sessions of a series exist, in months.
pub const AHEAD_MONTHS: u32 = 12;

/// What the office says about a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    pub title: String,
    pub kind: SessionKind,
    pub form: SessionForm,
    pub counterpart: String,
    pub place: String,
    pub recipe: Recipe,
    pub duration_minutes: i32,
    pub shift: ShiftRule,
}

/// The last day up to which sessions are opened.
#[must_use]
pub fn horizon(ctx: &Ctx) -> NaiveDate {
    ctx.today().checked_add_months(Months::new(AHEAD_MONTHS)).unwrap_or(ctx.today())
}

/// The occurrences that a recipe gives within the horizon, shifts explained; nothing is saved.
///
/// # Errors
/// Those of [`Recipe::rule`]; `series.too-many`.
pub async fn preview(app: &App, ctx: &Ctx, recipe: &Recipe, shift: ShiftRule) -> AppResult<(SeriesRule, Vec<Slot>)> {
    let rule = recipe.rule()?;
    let calendar = duties::calendar(app.db().read()).await?;
    let from = recipe.first.date().max(ctx.today());
    let until = from.checked_add_months(Months::new(AHEAD_MONTHS)).unwrap_or(from);
    let slots = expand(&rule, shift, &calendar, from, until).map_err(|_| Refusal::new("series.too-many"))?;
    Ok((rule, slots))
}

fn new_series(ctx: &Ctx, unit: &Unit, input: Input) -> AppResult<Series> {
    Ok(Series {
        id: SeriesId::fresh(),
        unit_code: unit.code.clone(),
        plan: None,
        title: input.title,
        kind: input.kind,
        form: input.form,
        place: input.place,
        counterpart: input.counterpart,
        rule: input.recipe.rule()?,
        duration_minutes: input.duration_minutes,
        shift: input.shift,
        state: SeriesWord::Active,
        sequence: 0,
        changed_at: ctx.now,
        version: 1,
    })
}

/// Begins a series and opens its sessions within the horizon.
///
/// # Errors
/// Refusals on the recipe; `series.nothing` when it gives no session; [`AppError::Denied`].
pub async fn create(app: &App, ctx: &Ctx, unit_code: &str, input: Input) -> AppResult<SeriesId> {
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::PlanDialogues, &unit.target())?;
    let series = new_series(ctx, &unit, input)?;
    series::insert(tx.conn(), &permit, &series).await?;
    if open_slots(&tx, ctx, &permit, &unit, &series, &calendar).await? == 0 {
        return Err(Refusal::new("series.nothing").into());
    }
    tx.commit(series.created()).await?;
    Ok(series.id)
}

/// Opens what is due of one series in the transaction; answers how many.
async fn open_slots(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    series: &Series,
    calendar: &WorkingCalendar,
) -> AppResult<usize> {
    let until = horizon(ctx);
    let own = sessions::of_series(tx.conn(), series.id).await?;
    let taken: BTreeSet<String> = own.into_iter().filter_map(|session| session.slot_key).collect();
    // A session that was announced, or stands in the plan, on the day of an occurrence takes its place.
    let filter = Filter { from: Some(ctx.now), to: Some(start_of(until)), ..Filter::default() };
    let others = sessions::of_unit(tx.conn(), &unit.code, &filter).await?.into_iter();
    let others = others.filter(|one| one.kind == series.kind && one.series != Some(series.id));
    let busy: BTreeSet<NaiveDate> =
        others.filter(|one| !matches!(one.state, SessionState::Cancelled { .. })).map(|one| one.on()).collect();
    let slots = series.due(calendar, ctx.now, until, &taken, &busy)?;
    for slot in &slots {
        let (starts, ends) = series.times(slot);
        let details = Details {
            kind: series.kind,
            form: series.form,
            triggers: Vec::new(),
            reason: String::new(),
            title: series.title.clone(),
            counterpart: series.counterpart.clone(),
            place: series.place.clone(),
            attend_how: String::new(),
            starts_at: instant(starts),
            ends_at: instant(ends),
        };
        let origin = Origin { plan: series.plan, series: Some(series.id), slot_key: Some(slot_key(slot)) };
        let (_, event) = new_session(tx, ctx, permit, unit, details, origin).await?;
        tx.say(&event).await?;
    }
    Ok(slots.len())
}

/// Opens what is due of one series now. Again, or twice at once, opens nothing more.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn open(app: &App, ctx: &Ctx, id: SeriesId) -> AppResult<usize> {
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    series::lock(tx.conn(), id).await?;
    let FoundSeries { series, unit, permit } = series::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    let opened = open_slots(&tx, ctx, &permit, &unit, &series, &calendar).await?;
    if opened > 0 {
        let event = Event::new("series.opened", "series", id, &unit.code).facts(json!({ "sessions": opened }));
        tx.commit(event).await?;
    }
    Ok(opened)
}

/// Opens what is due of all series, as the clock goes on: idempotent, for a sweep. Answers how many sessions were opened.
///
/// # Errors
/// The database's.
pub async fn open_due(app: &App, ctx: &Ctx) -> AppResult<usize> {
    let mut opened = 0;
    for id in series::active(app.db().read(), ctx).await? {
        opened += open(app, ctx, id).await?;
    }
    Ok(opened)
}

async fn current(tx: &WriteTx, ctx: &Ctx, id: SeriesId, version: i32) -> AppResult<FoundSeries> {
    series::lock(tx.conn(), id).await?;
    let found = series::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if found.series.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// Calls off the sessions from a day on that nobody was told of yet. Announced ones stay; they are moved or cancelled one by one.
async fn drop_planned(tx: &WriteTx, ctx: &Ctx, permit: &Permit, id: SeriesId, from: NaiveDate, reason: &str) -> AppResult<()> {
    let own = sessions::of_series(tx.conn(), id).await?;
    for session in own.into_iter().filter(|one| one.state == SessionState::Planned && one.on() >= from) {
        let (session, event) = session.cancel(ctx.now, reason.to_owned())?;
        sessions::save(tx.conn(), permit, &session).await?;
        tx.say(&event).await?;
    }
    Ok(())
}

/// Ends a series with the day before `from`; its planned sessions from there on are called off.
///
/// # Errors
/// Those of [`Series::end`]; [`AppError::Conflict`].
pub async fn end(app: &App, ctx: &Ctx, id: SeriesId, version: i32, from: NaiveDate, reason: &str) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundSeries { series, permit, .. } = current(&tx, ctx, id, version).await?;
    let (series, _, event) = series.end(ctx.now, from)?;
    series::save(tx.conn(), &permit, &series).await?;
    drop_planned(&tx, ctx, &permit, id, from, reason).await?;
    tx.commit(event).await
}

/// From `from` on another way: the old series ends the day before, a new one begins. The past never moves.
///
/// # Errors
/// Those of [`Series::end`] and of [`create`]; `series.begins-before-change`; [`AppError::Conflict`].
pub async fn change(app: &App, ctx: &Ctx, id: SeriesId, version: i32, from: NaiveDate, input: Input) -> AppResult<SeriesId> {
    if input.recipe.first.date() < from {
        return Err(Refusal::on("starts_on", "series.begins-before-change").into());
    }
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundSeries { series: old, unit, permit } = current(&tx, ctx, id, version).await?;
    let (old, _, ended) = old.end(ctx.now, from)?;
    series::save(tx.conn(), &permit, &old).await?;
    drop_planned(&tx, ctx, &permit, id, from, "Thay bằng lịch định kỳ mới").await?;
    tx.say(&ended).await?;
    let new = Series { plan: old.plan, ..new_series(ctx, &unit, input)? };
    series::insert(tx.conn(), &permit, &new).await?;
    if open_slots(&tx, ctx, &permit, &unit, &new, &calendar).await? == 0 {
        return Err(Refusal::new("series.nothing").into());
    }
    tx.commit(new.created()).await?;
    Ok(new.id)
}
