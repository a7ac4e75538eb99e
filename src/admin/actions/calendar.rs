//! Publishing an edition of the working calendar: what it moves in all rooms, shown before and done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::admin::rules::calendar::{Effect, PromiseMove, REACH_DAYS, Standing, effect};
use crate::app::App;
use crate::db::{Audience, Conn, Message, Notify, WriteTx};
use crate::dialogues::{self, Recounted, Session, StateWord};
use crate::duties::{self, Change, Edition, Moved, Paper, Publication, RuleBook, editions};
use crate::error::{AppError, AppResult};
use crate::followups::{self, Commitment};
use crate::issues;
use crate::kernel::clock::{local_date, start_of};
use crate::kernel::{Ctx, Refusal, Role, SessionId};
use crate::law::{DateKind, WorkingCalendar};
use crate::organisation::bodies_of_unit;

/// Codes that a refusal names before it only counts.
const MOST_NAMED: usize = 5;

/// The calendar as it is, as it would be, and what lies between them.
#[derive(Debug)]
pub struct Preview {
    pub edition: Edition,
    pub before: Arc<WorkingCalendar>,
    pub after: WorkingCalendar,
    pub effect: Effect,
    recounts: Vec<Recounted>,
    rolled: Vec<(Commitment, NaiveDate)>,
}

/// What an edition means for one unit.
#[derive(Debug, Default)]
pub struct ForUnit {
    /// Kinds of dates that move.
    pub kinds: BTreeSet<DateKind>,
    /// Dates that move, sessions on days off, sessions that move, commitments that end later.
    pub counts: [usize; 4],
}

impl ForUnit {
    /// How many commitments end later.
    #[must_use]
    pub const fn promises(&self) -> usize {
        self.counts[3]
    }
}

impl Preview {
    /// What somebody has looked at when he publishes: changes as soon as anything of it does.
    #[must_use]
    pub fn seal(&self) -> String {
        let text = format!("{} {} {:?}", self.edition.id, self.edition.version, self.effect);
        data_encoding::BASE64URL_NOPAD.encode(&Sha256::digest(text.as_bytes())[..12])
    }

    /// The units in which something moves or has to be decided.
    #[must_use]
    pub fn units(&self) -> BTreeMap<String, ForUnit> {
        let mut units: BTreeMap<String, ForUnit> = BTreeMap::new();
        let mut count = |unit: &str, at: usize, kind: Option<DateKind>| {
            let one = units.entry(unit.to_owned()).or_default();
            one.counts[at] += 1;
            one.kinds.extend(kind);
        };
        self.effect.moves.iter().for_each(|one| count(&one.session.unit_code, 0, Some(one.kind)));
        self.effect.on_days_off.iter().for_each(|session| count(&session.unit_code, 1, None));
        self.effect.recounted.iter().for_each(|(session, _)| count(&session.unit_code, 2, None));
        self.effect.promises.iter().for_each(|promise| count(&promise.unit_code, 3, None));
        units
    }
}

/// What publishing the draft would do now; none without a draft.
///
/// # Errors
/// [`AppError::Denied`].
pub async fn preview(app: &App, ctx: &Ctx) -> AppResult<Option<Preview>> {
    duties::calendar_permit(ctx)?;
    let conn = app.db().read();
    match editions::draft(conn).await? {
        Some(edition) => look(conn, ctx, edition).await.map(Some),
        None => Ok(None),
    }
}

async fn look(conn: &Conn, ctx: &Ctx, edition: Edition) -> AppResult<Preview> {
    let entries = duties::calendar_entries(conn).await?;
    let before = Arc::new(WorkingCalendar::with_entries(entries.clone()));
    let after = WorkingCalendar::with_entries(edition.over(entries));
    let differs = |on: &NaiveDate| before.kind(*on) != after.kind(*on);
    // A dated Tết replaces the rule's days of its whole year, so the days that differ may lie outside of the changes.
    let years: BTreeSet<i32> = edition.changes.iter().map(|change| chrono::Datelike::year(&change.on())).collect();
    let days = years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, 1, 1)).flat_map(|first| first.iter_days().take(366));
    let days: BTreeSet<NaiveDate> = days.filter(differs).collect();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
        let (effect, recounts, rolled) = (Effect::default(), Vec::new(), Vec::new());
        return Ok(Preview { edition, before, after, effect, recounts, rolled });
    };
    let from = first.checked_sub_days(Days::new(REACH_DAYS)).unwrap_or(first).max(ctx.today() - Days::new(REACH_DAYS));
    let to = last.checked_add_days(Days::new(REACH_DAYS)).unwrap_or(last);
    let book = RuleBook::read(conn).await?;
    let sessions = dialogues::open_between(conn, start_of(from), start_of(to)).await?;
    let recounts = dialogues::recounts_of_occasions(conn, ctx, (&before, &after)).await?;
    // What goes to another day by itself is counted there by everybody who looks, and waits for no decision.
    let moving: BTreeSet<SessionId> = recounts.iter().map(|one| one.session.id).collect();
    let sessions = sessions.into_iter().filter(|session| !moving.contains(&session.id));
    let sessions = sessions.map(|session| standing(session, &book)).collect();
    let merged = |rules: &[crate::kernel::RuleSetId], on| book.merged(rules, on);
    let effect = effect(sessions, merged, &before, &after, ctx.today());
    let mut effect = effect.map_err(|error| AppError::Internal(error.to_string()))?;
    let day = |one: &Recounted| (standing(one.session.clone(), &book), local_date(one.starts_at));
    effect.recounted = recounts.iter().map(day).collect();
    let rolled = rolled(conn, ctx, &days, (&before, &after)).await?;
    effect.promises = rolled.iter().map(|(promise, to)| promise_move(promise, *to)).collect();
    Ok(Preview { edition, before, after, effect, recounts, rolled })
}

/// Commitments that are still owed and end on a day that was worked and is off now, with the next working day.
async fn rolled(
    conn: &Conn,
    ctx: &Ctx,
    days: &BTreeSet<NaiveDate>,
    (before, after): (&WorkingCalendar, &WorkingCalendar),
) -> AppResult<Vec<(Commitment, NaiveDate)>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
    let mut rolled = Vec::new();
    for promise in followups::due_between(conn, (*first).max(ctx.today()), *last).await? {
        if before.is_working(promise.due_on) && !after.is_working(promise.due_on) {
            let to = after.next_working(promise.due_on).map_err(|error| AppError::Internal(error.to_string()))?;
            rolled.push((promise, to));
        }
    }
    Ok(rolled)
}

fn promise_move(promise: &Commitment, to: NaiveDate) -> PromiseMove {
    PromiseMove {
        id: promise.id,
        unit_code: promise.unit_code.clone(),
        code: promise.code.clone(),
        wording: promise.wording.clone(),
        from: promise.due_on,
        to,
    }
}

fn standing(session: Session, book: &RuleBook) -> Standing {
    let on = session.on();
    let slot_on = session.slot_key.as_deref().and_then(|key| key.get(..10)?.parse().ok()).filter(|slot| *slot != on);
    Standing {
        rules: book.on(&session.unit_code, on),
        has_dates: !session.kind.is_reception(),
        is_ahead: matches!(session.state.word(), StateWord::Planned | StateWord::Announced),
        id: session.id,
        unit_code: session.unit_code,
        code: session.code,
        title: session.title,
        on,
        slot_on,
    }
}

/// Publishes the draft that was looked at with `seal`: its days count, dates that were counted move, the units concerned are told.
///
/// # Errors
/// `edition.changed-since` when the effect is no longer the one that was shown; `day.in-use`; those of [`Edition::publish`];
/// [`AppError::Conflict`].
pub async fn publish(app: &App, ctx: &Ctx, version: i32, seal: &str, paper: Paper) -> AppResult<i32> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let permit = duties::calendar_permit(ctx)?;
    let edition = duties::drafted(&tx, version).await?;
    let preview = look(tx.conn(), ctx, edition).await?;
    if preview.seal() != seal {
        return Err(Refusal::new("edition.changed-since").into());
    }
    let shifted: Vec<&str> = preview.effect.shifted.iter().map(|session| session.code.as_str()).collect();
    if !shifted.is_empty() {
        let named = shifted[..shifted.len().min(MOST_NAMED)].join(", ");
        return Err(Refusal::new("day.in-use").arg("count", shifted.len()).arg("where", named).into());
    }
    let units = preview.units();
    let number = editions::count(tx.conn()).await? + 1;
    let publication = Publication { number, at: ctx.now, by: ctx.actor_name().to_owned() };
    let (mut edition, event) = preview.edition.clone().publish(publication, paper)?;
    for change in &mut edition.changes {
        if let Change::Enter(day) = change
            && day.source.is_empty()
        {
            day.source.clone_from(&edition.paper.source);
        }
    }
    let moved: Vec<Moved> = preview
        .effect
        .moves
        .iter()
        .map(|one| Moved {
            session: one.session.id,
            unit_code: one.session.unit_code.clone(),
            kind: one.kind,
            from: one.from,
            to: one.to,
        })
        .collect();
    editions::save(tx.conn(), &permit, &edition).await?;
    editions::apply(tx.conn(), &permit, &edition).await?;
    editions::keep_moves(tx.conn(), &permit, &edition, &moved).await?;
    let along = issues::recount(tx.conn(), &permit, ctx.today(), &moved).await?;
    let (recounted, promises) = (preview.recounts.len(), preview.rolled.len());
    dialogues::recount_occasions(&tx, ctx, &permit, preview.recounts).await?;
    followups::roll(&tx, ctx, &permit, preview.rolled, &edition.paper.title).await?;
    for (unit, concerned) in &units {
        tell(&tx, ctx, &edition, number, unit, concerned).await?;
    }
    let days: Vec<NaiveDate> = edition.changes.iter().map(Change::on).collect();
    let facts = json!({
        "after": { "number": number, "title": edition.paper.title, "source": edition.paper.source, "days": days },
        "moved": moved.len(), "moved_along": along, "on_days_off": preview.effect.on_days_off.len(), "units": units.len(),
        "recounted": recounted, "promises": promises,
    });
    tx.commit(event.facts(facts)).await?;
    Ok(number)
}

/// Tells the office of a unit, and those whose own last days moved.
async fn tell(
    tx: &WriteTx,
    ctx: &Ctx,
    edition: &Edition,
    number: i32,
    unit: &str,
    ForUnit { kinds, counts }: &ForUnit,
) -> AppResult<()> {
    let names = ["count", "meets", "recounted", "promises"];
    let counts = names.into_iter().zip(counts).map(|(name, count)| (name.to_owned(), count.to_string()));
    let bodies: Vec<_> = bodies_of_unit(tx.conn(), unit, ctx.today()).await?.iter().map(|body| body.id.0).collect();
    let notify = Notify {
        code: "calendar-published".to_owned(),
        to: told(kinds).into_iter().map(|role| Audience::Role { role, bodies: bodies.clone() }).collect(),
        args: std::iter::once(("edition".to_owned(), edition.paper.title.clone())).chain(counts).collect(),
        href: format!("/working-days/{number}"),
    };
    tx.queue(&Message::notify(format!("calendar-published/{number}/{unit}"), &notify)).await
}

/// Whose roles a moved date concerns: the office always, the others by what moved.
#[must_use]
pub fn told(kinds: &BTreeSet<DateKind>) -> Vec<Role> {
    let mut roles = vec![Role::Office, Role::Clerk];
    if kinds.contains(&DateKind::IntakeOpens) || kinds.contains(&DateKind::IntakeCloses) {
        roles.push(Role::Submitter);
    }
    if kinds.contains(&DateKind::Answers) {
        roles.push(Role::Answering);
    }
    roles
}
