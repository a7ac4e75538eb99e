//! Use cases of series: beginning one, opening its sessions ahead, changing it from now on, ending it.

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate};
use serde_json::json;

use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, Unaudited, WriteTx};
use crate::dialogues::actions::clashes::Times;
use crate::dialogues::actions::occasions::follow;
use crate::dialogues::actions::sessions::{Details, Origin, new_session};
use crate::dialogues::actions::templates::{Taken, arrange, arrangement};
use crate::dialogues::rules::occasions::{Occasion, occasion_of};
use crate::dialogues::rules::rhythm::{Occurrence, Rhythm};
use crate::dialogues::rules::series::{Recipe, Seen, Series, SeriesWord, Trouble};
use crate::dialogues::rules::templates::Arrangement;
use crate::dialogues::rules::{Session, SessionForm, SessionKind, SessionState};
use crate::dialogues::store::contents::with_contents;
use crate::dialogues::store::occasions;
use crate::dialogues::store::series::{self, FoundSeries};
use crate::dialogues::store::sessions::{self, Filter};
use crate::dialogues::store::templates;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::jobs::Tally;
use crate::kernel::clock::{instant, local_date, start_of};
use crate::kernel::{Action, Ctx, Event, Permit, Refusal, Role, SeriesId, SessionId};
use crate::law::{ShiftRule, WorkingCalendar};
use crate::organisation::{Unit, bodies_of_unit, unit};

/// How far ahead sessions of a series exist, in months.
pub const AHEAD_MONTHS: u32 = 12;
/// Codes that a refusal names before it only counts.
const MOST_NAMED: usize = 5;
/// How long the newest occurrences within the horizon may wait for the nightly run.
const GRACE: Days = Days::new(7);

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

/// The occurrences that a recipe gives a unit within the horizon, shifts explained; nothing is saved.
///
/// # Errors
/// Those of [`Recipe::rhythm`]; `series.too-many`.
pub async fn preview(
    app: &App,
    ctx: &Ctx,
    unit_code: &str,
    recipe: &Recipe,
    shift: ShiftRule,
) -> AppResult<(Rhythm, Vec<Occurrence>)> {
    let rhythm = recipe.rhythm()?;
    let conn = app.db().read();
    let calendar = duties::calendar(conn).await?;
    let occasions = occasions::of_unit(conn, unit_code).await?;
    let from = recipe.first.date().max(ctx.today());
    let until = from.checked_add_months(Months::new(AHEAD_MONTHS)).unwrap_or(from);
    let all = rhythm.occurrences(shift, &calendar, &occasions, (from, until));
    let all = all.map_err(|_| Refusal::new("series.too-many"))?;
    Ok((rhythm, all))
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
        rhythm: input.recipe.rhythm()?,
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
    create_with(app, ctx, unit_code, input, &[]).await
}

/// Begins a series each of whose sessions takes something over from a template, as it is now.
///
/// # Errors
/// Those of [`create`]; `template.gone`.
pub async fn create_with(app: &App, ctx: &Ctx, unit_code: &str, input: Input, taken: &[Taken]) -> AppResult<SeriesId> {
    let calendar = duties::calendar(app.db().read()).await?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::PlanDialogues, &unit.target())?;
    let series = new_series(ctx, &unit, input)?;
    let arrangement = arrangement(tx.conn(), ctx, &unit, taken).await?;
    series::insert(tx.conn(), &permit, &series).await?;
    templates::save_for_series(tx.conn(), &permit, series.id, &arrangement).await?;
    begin(&tx, ctx, &permit, &unit, &series, &calendar).await?;
    tx.commit(series.created()).await?;
    Ok(series.id)
}

/// Opens what a new series gives.
///
/// # Errors
/// `series.nothing` for one that gives nothing at all; one that waits for occasions may be empty.
async fn begin(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    series: &Series,
    calendar: &WorkingCalendar,
) -> AppResult<()> {
    let ahead = ahead(tx.conn(), ctx, series, calendar).await?;
    if ahead.is_empty() && !matches!(series.rhythm, Rhythm::Before(_)) {
        return Err(Refusal::new("series.nothing").into());
    }
    open_all(tx, ctx, permit, unit, series, ahead).await?;
    Ok(())
}

/// The occurrences of a series within the horizon of which no session exists yet.
///
/// # Errors
/// `series.too-many`.
pub(super) async fn ahead(conn: &Conn, ctx: &Ctx, series: &Series, calendar: &WorkingCalendar) -> AppResult<Vec<Occurrence>> {
    let surroundings = Surroundings::of(conn, ctx, series).await?;
    let unit = unit(conn, &series.unit_code).await?;
    // Nothing is opened for the time after its unit: whoever goes on with the series opens it.
    let until = unit.valid_to.map_or(horizon(ctx), |last| horizon(ctx).min(last));
    Ok(series.ahead(&surroundings.seen(ctx, calendar), until)?)
}

/// What is wrong with a series, if anything is: its sessions should stand in the calendar but for those that the next run opens.
///
/// # Errors
/// The database's.
pub async fn trouble(conn: &Conn, ctx: &Ctx, series: &Series) -> AppResult<Option<Trouble>> {
    let calendar = duties::calendar(conn).await?;
    let surroundings = Surroundings::of(conn, ctx, series).await?;
    let until = horizon(ctx).checked_sub_days(GRACE).unwrap_or(ctx.today());
    let until = unit(conn, &series.unit_code).await?.valid_to.map_or(until, |last| until.min(last));
    Ok(series.trouble(&surroundings.seen(ctx, &calendar), until))
}

/// What a series is looked at with.
struct Surroundings {
    taken: BTreeSet<String>,
    busy: BTreeSet<NaiveDate>,
    occasions: Vec<Occasion>,
}

impl Surroundings {
    async fn of(conn: &Conn, ctx: &Ctx, series: &Series) -> AppResult<Self> {
        let own = sessions::of_series(conn, series.id).await?;
        let mut taken: BTreeSet<String> = own.into_iter().filter_map(|session| session.slot_key).collect();
        // A session that was announced, or stands in the plan, on the day of an occurrence takes its place.
        let filter = Filter { from: Some(ctx.now), to: Some(start_of(horizon(ctx))), ..Filter::default() };
        let mut others = sessions::of_unit(conn, &series.unit_code, &filter).await?;
        others.retain(|one| one.kind == series.kind && one.series != Some(series.id));
        // What people were told of keeps its slot of an earlier rule, wherever it stands now. Several series may stand before
        // one occasion.
        let told = others.iter().filter(|one| one.state.is_public()).filter_map(|one| one.slot_key.clone());
        taken.extend(told.filter(|key| occasion_of(key).is_none()));
        let stands = |one: &&Session| !matches!(one.state, SessionState::Cancelled { .. });
        let busy = others.iter().filter(stands).map(Session::on).collect();
        let occasions = match series.rhythm {
            Rhythm::Before(_) => occasions::of_unit(conn, &series.unit_code).await?,
            _ => Vec::new(),
        };
        Ok(Self { taken, busy, occasions })
    }

    const fn seen<'a>(&'a self, ctx: &Ctx, calendar: &'a WorkingCalendar) -> Seen<'a> {
        Seen { calendar, occasions: self.occasions.as_slice(), now: ctx.now, taken: &self.taken, busy: &self.busy }
    }
}

/// Opens those that need no decision; answers how many.
async fn open_all(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    series: &Series,
    ahead: Vec<Occurrence>,
) -> AppResult<usize> {
    let mut opened = 0;
    if !ahead.iter().any(Occurrence::is_opened) {
        return Ok(opened);
    }
    let arrangement = templates::of_series(tx.conn(), series.id).await?;
    for one in ahead.iter().filter(|one| one.is_opened()) {
        let (starts, ends) = series.times(&one.slot);
        let details = details(series, (instant(starts), instant(ends)), series.place.clone());
        let event = occurrence(tx, ctx, permit, unit, (series, one), details, &arrangement).await?.1;
        tx.say(&event).await?;
        opened += 1;
    }
    Ok(opened)
}

/// Adds the session of one occurrence, with what each session of its series takes over.
///
/// # Errors
/// Refusals on the times.
pub(super) async fn occurrence(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    (series, one): (&Series, &Occurrence),
    details: Details,
    arrangement: &Arrangement,
) -> AppResult<(SessionId, Event)> {
    let on = local_date(details.starts_at);
    let (session, event) = new_session(tx, ctx, permit, unit, details, origin(series, one)).await?;
    arrange(tx, ctx, permit, unit, (session, on), arrangement).await?;
    Ok((session, event))
}

/// What is said of a session of a series.
pub(super) fn details(series: &Series, (starts_at, ends_at): Times, place: String) -> Details {
    Details {
        kind: series.kind,
        form: series.form,
        triggers: Vec::new(),
        reason: String::new(),
        title: series.title.clone(),
        counterpart: series.counterpart.clone(),
        place,
        attend_how: String::new(),
        starts_at,
        ends_at,
    }
}

/// Which occurrence of the series a session is.
pub(super) fn origin(series: &Series, one: &Occurrence) -> Origin {
    Origin {
        plan: series.plan,
        series: Some(series.id),
        slot_key: Some(one.key.clone()),
        anchor_on: one.before.as_ref().map(|occasion| occasion.held_on),
        makes_up: None,
    }
}

/// Brings a series up to date in the transaction: its sessions follow their occasions, and what is due is opened. Answers how
/// many sessions changed. Again, it changes nothing.
///
/// # Errors
/// `series.too-many`.
pub(super) async fn refresh(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    unit: &Unit,
    series: &Series,
    calendar: &WorkingCalendar,
) -> AppResult<usize> {
    let followed = match series.rhythm {
        Rhythm::Before(_) => follow(tx, ctx, permit, series, calendar).await?,
        _ => 0,
    };
    let ahead = ahead(tx.conn(), ctx, series, calendar).await?;
    Ok(followed + open_all(tx, ctx, permit, unit, series, ahead).await?)
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
    let opened = refresh(&tx, ctx, &permit, &unit, &series, &calendar).await?;
    if opened > 0 {
        let event = Event::new("series.opened", "series", id, &unit.code).facts(json!({ "sessions": opened }));
        tx.commit(event).await?;
    }
    Ok(opened)
}

/// Opens what is due of all series, as the clock goes on: idempotent, for a sweep. A series that cannot be opened stops no other;
/// its office is told once.
///
/// # Errors
/// The database's.
pub async fn open_due(app: &App, ctx: &Ctx) -> AppResult<Tally> {
    let mut tally = Tally::default();
    for id in series::active(app.db().read(), ctx).await? {
        match open(app, ctx, id).await {
            Ok(opened) => tally.done += opened as u64,
            Err(AppError::Refused(violations)) => {
                tracing::warn!(series = %id, %violations, "a series cannot be opened");
                tell_office(app, ctx, id).await?;
                tally.failed += 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(tally)
}

/// Tells those who can mend a series; again only after it was changed.
async fn tell_office(app: &App, ctx: &Ctx, id: SeriesId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let FoundSeries { series, unit, .. } = series::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    let bodies = bodies_of_unit(tx.conn(), &unit.code, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let notify = Notify {
        code: "series-broken".to_owned(),
        to: vec![Audience::Role { role: Role::Office, bodies }],
        args: vec![("title".to_owned(), series.title.clone())],
        href: format!("/series/{id}"),
    };
    tx.queue(&Message::notify(format!("series-broken/{id}/{}", series.version), &notify)).await?;
    tx.commit_unaudited(Unaudited::Delivery).await
}

async fn current(tx: &WriteTx, ctx: &Ctx, id: SeriesId, version: i32) -> AppResult<FoundSeries> {
    series::lock(tx.conn(), id).await?;
    let found = series::find(tx.conn(), ctx, Action::PlanDialogues, id).await?;
    if found.series.version == version { Ok(found) } else { Err(AppError::Conflict) }
}

/// Calls off the sessions from a day on that nobody was told of yet. Announced ones stay; they are moved or cancelled one by one.
///
/// # Errors
/// `series.in-use` names those for which there are issues or an agenda already: nothing of them is thrown away unseen.
async fn drop_planned(tx: &WriteTx, ctx: &Ctx, permit: &Permit, id: SeriesId, from: NaiveDate, reason: &str) -> AppResult<()> {
    let own = sessions::of_series(tx.conn(), id).await?.into_iter();
    let planned: Vec<Session> = own.filter(|one| one.state == SessionState::Planned && one.on() >= from).collect();
    let ids: Vec<SessionId> = planned.iter().map(|one| one.id).collect();
    let in_use = with_contents(tx.conn(), &ids).await?;
    let named: Vec<&str> = planned.iter().filter(|one| in_use.contains(&one.id)).map(|one| one.code.as_str()).collect();
    if !named.is_empty() {
        let refusal = Refusal::on("from_on", "series.in-use").arg("count", named.len());
        return Err(refusal.arg("where", named[..named.len().min(MOST_NAMED)].join(", ")).into());
    }
    for session in planned {
        let (session, event) = session.cancel(ctx.now, reason.to_owned())?;
        sessions::save(tx.conn(), permit, &session).await?;
        tx.say(&event).await?;
    }
    Ok(())
}

/// Ends a series with the day before `from`; its planned sessions from there on are called off.
///
/// # Errors
/// Those of [`Series::end`]; `series.in-use` where issues or an agenda would be lost; [`AppError::Conflict`].
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
    let arrangement = templates::of_series(tx.conn(), id).await?;
    templates::save_for_series(tx.conn(), &permit, new.id, &arrangement).await?;
    begin(&tx, ctx, &permit, &unit, &new, &calendar).await?;
    tx.commit(new.created()).await?;
    Ok(new.id)
}
