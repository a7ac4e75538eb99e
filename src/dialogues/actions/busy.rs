//! Giving, taking away and reading busy calendars. Fetching itself is the job's; here is decided what is kept.

use crate::app::App;
use crate::db::{Unaudited, WriteTx};
use crate::dialogues::rules::busy::{Origin, Problem, Source, SourceKind, Stretch, Validators, check_new};
use crate::dialogues::store::{busy, people};
use crate::error::{AppError, AppResult};
use crate::kernel::{Action, BusySourceId, Ctx, PersonId, Refusal};
use crate::organisation::unit;

/// Where a calendar comes from, with its times where they are known already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub origin: Origin,
    pub times: Vec<Stretch>,
}

/// Gives a calendar of somebody who leads in the unit. A file takes the place of his earlier file.
///
/// # Errors
/// `busy.no-leader`, those of [`check_new`]; [`AppError::Denied`].
pub async fn add(app: &App, ctx: &Ctx, unit_code: &str, person: PersonId, given: Given) -> AppResult<BusySourceId> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let unit = unit(tx.conn(), unit_code).await?;
    let permit = ctx.permit(Action::KeepBusyTimes, &unit.target().about(person))?;
    let leaders = people::leaders(tx.conn(), unit_code, ctx.today()).await?;
    if leaders.iter().all(|leader| leader.person != person) {
        return Err(Refusal::on("person", "busy.no-leader").into());
    }
    let others = busy::of_person(tx.conn(), person).await?;
    check_new(&others, &given.origin)?;
    let source = Source::new(unit_code, person, ctx.now, given.origin);
    if source.kind == SourceKind::File {
        for old in others.iter().filter(|old| old.kind == SourceKind::File) {
            busy::delete(tx.conn(), &permit, old.id).await?;
            tx.say(&old.event("busy.removed")).await?;
        }
    }
    busy::insert(tx.conn(), &permit, &source).await?;
    busy::save_times(tx.conn(), &permit, &source, &given.times).await?;
    tx.commit(source.event("busy.added")).await?;
    Ok(source.id)
}

/// Takes a calendar away with all its times.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Denied`].
pub async fn remove(app: &App, ctx: &Ctx, id: BusySourceId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (source, permit) = busy::find(tx.conn(), ctx, id).await?;
    busy::delete(tx.conn(), &permit, id).await?;
    tx.commit(source.event("busy.removed")).await
}

/// Lets a calendar be fetched at the next tick.
///
/// # Errors
/// `busy.is-file`; [`AppError::NotFound`], [`AppError::Denied`].
pub async fn again(app: &App, ctx: &Ctx, id: BusySourceId) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (source, permit) = busy::find(tx.conn(), ctx, id).await?;
    let event = source.event("busy.asked-again");
    busy::save(tx.conn(), &permit, &source.again(ctx.now)?).await?;
    tx.commit(event).await
}

/// What came of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    Times { times: Vec<Stretch>, unread: u32, validators: Validators },
    Unchanged,
    Nothing(Problem),
}

/// Keeps what came of a fetch of `source`; nothing where somebody changed or removed it meanwhile. Answers whether it was kept.
///
/// # Errors
/// The database's.
pub async fn settle(app: &App, ctx: &Ctx, source: Source, came: Came) -> AppResult<bool> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let (now, id, version) = (ctx.now, source.id, source.version);
    let permit = match busy::find(tx.conn(), ctx, id).await {
        Ok((current, permit)) if current.version == version => permit,
        Ok(_) | Err(AppError::NotFound) => return Ok(false),
        Err(error) => return Err(error),
    };
    let source = match came {
        Came::Times { times, unread, validators } => {
            let source = source.came(now, validators, unread);
            busy::save_times(tx.conn(), &permit, &source, &times).await?;
            source
        }
        Came::Unchanged => source.unchanged(now),
        Came::Nothing(problem) => source.failed(now, problem),
    };
    busy::save(tx.conn(), &permit, &source).await?;
    tx.commit_unaudited(Unaudited::Delivery).await?;
    Ok(true)
}
