//! Loads the demonstration: everything is done through the rooms' own use cases, by the people who would do it, at the
//! instant at which it would have happened.

mod cast;
mod deputy;
mod hall;
mod intake;
mod keeping;
mod receiving;
mod reporting;
mod stage;
mod templates;
mod threads;

use cast::Cast;
use stage::Stage;

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::config::Config;
use crate::demo::rules::{self, Act, Commune, Scale, Seat, Step, UnitStory};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{local, start_of};
use crate::kernel::{Ctx, Refusal, Role};
use crate::organisation::{children, set_up};
use crate::{dialogues, notices};

/// The password of everybody in the demonstration. It guards nothing but invented data.
pub const PASSWORD: &str = "HoaPhuongDo-2026";

/// How often the days of reception are opened ahead, in days: their series reach twelve months.
const OPENED_EVERY_DAYS: i64 = 180;

/// One person that can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    pub role: Role,
    pub login: String,
    pub body: String,
}

/// What was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Code of the unit in which it plays.
    pub unit: String,
    pub logins: Vec<Login>,
}

/// Loads the demonstration into an installation that nobody uses yet.
///
/// # Errors
/// `demo.not-empty` when somebody has an account; `demo.too-early` before the story's own past is over; the database's.
pub async fn load(app: &App, scale: Scale, seed: u64) -> AppResult<Loaded> {
    load_of(app, scale, seed, |_| true).await
}

/// The same, with those communes only whose codes `is_told` accepts.
///
/// # Errors
/// As [`load`].
pub async fn load_of(app: &App, scale: Scale, seed: u64, is_told: impl Fn(&str) -> bool) -> AppResult<Loaded> {
    let now = app.clock().now();
    if set_up::is_done(app).await? {
        return Err(Refusal::new("demo.not-empty").into());
    }
    if now < start_of(rules::earliest()) {
        return Err(Refusal::new("demo.too-early").into());
    }
    let ctx = Ctx::system(now, "demo");
    crate::organisation::actions::units::ensure_official_list(app, &ctx).await?;
    crate::issues::ensure_fields(app, &ctx).await?;
    crate::duties::ensure_rule_sets(app, &ctx).await?;
    crate::duties::ensure_calendar(app, &ctx).await?;
    let country = communes(app, scale).await?;
    let told = rules::tell(scale, seed, now, &country);
    let mut units = told.map_err(|error| AppError::Internal(format!("demonstration: {error}")))?;
    units.retain(|unit| is_told(&unit.code));
    app.db().relax(true).await?;
    // On the heap, here and below: what all rooms' use cases need together is too much for the stack of a thread.
    let result = Box::pin(play(app, scale, seed, now, &units)).await;
    app.db().relax(false).await?;
    result
}

/// The communes of the official list with their provinces, by code of the province and name; none at the smaller scales.
async fn communes(app: &App, scale: Scale) -> AppResult<Vec<Commune>> {
    let mut all = Vec::new();
    if scale == Scale::National {
        for province in children(app.db().read(), set_up::ROOT).await? {
            let below = children(app.db().read(), &province.code).await?;
            all.extend(below.into_iter().map(|unit| Commune { code: unit.code, province: province.code.clone() }));
        }
    }
    Ok(all)
}

async fn play(app: &App, scale: Scale, seed: u64, now: DateTime<Utc>, units: &[UnitStory]) -> AppResult<Loaded> {
    // What is told of the past reaches inboxes only: its mails would come years late.
    let quiet = App::new(app.db().clone(), app.clock().clone(), Config { smtp_url: String::new(), ..app.config().clone() });
    let app = &quiet;
    let cast = Box::pin(Cast::gather(app, scale, seed, units)).await?;
    let mut logins = cast.logins();
    let mut stage = Stage::new(app, units, cast);
    let mut month = local(start_of(rules::beginning())).date();
    let (mut opened, mut turned) = (month, start_of(month));
    for step in rules::timeline::steps(units, now) {
        let today = local(step.at).date();
        if (chrono::Datelike::year(&today), chrono::Datelike::month(&today))
            != (chrono::Datelike::year(&month), chrono::Datelike::month(&month))
        {
            deliver(app, step.at).await?;
            month = today;
            if today - opened >= TimeDelta::days(OPENED_EVERY_DAYS) {
                dialogues::open_due_series(app, &Ctx::system(step.at, "demo")).await?;
                opened = today;
            }
            tracing::info!(month = %month.format("%Y-%m"), "told");
            turned = step.at;
        }
        Box::pin(perform(&mut stage, &step)).await.map_err(|error| told(&step, error))?;
    }
    dialogues::open_due_series(app, &Ctx::system(now, "demo")).await?;
    for unit in units {
        templates::keep(app, &stage, unit, now).await?;
    }
    if let Some(unit) = units.first() {
        // Half the list of names away from the others.
        let at = rules::Chance::new(seed).below(rules::people::NAMES) + rules::people::NAMES / 2;
        logins.push(Box::pin(deputy::act(app, &stage, unit, at, now)).await?);
        logins.extend(Box::pin(threads::tell(app, &stage, unit, at + 1, now)).await?);
    }
    read_inboxes(app, &stage, turned).await?;
    deliver(app, now).await?;
    set_up::close(app, &Ctx::system(now, "demo")).await?;
    let unit = match scale {
        Scale::Commune => units.first().map_or("", |unit| unit.code.as_str()),
        Scale::Province => rules::PROVINCE,
        Scale::National => set_up::ROOT,
    };
    Ok(Loaded { unit: unit.to_owned(), logins })
}

/// Who looks into the inbox has read everything up to the last turn of a month, which is `at`; some never look.
async fn read_inboxes(app: &App, stage: &Stage<'_>, at: DateTime<Utc>) -> AppResult<()> {
    for (seat, ctx) in stage.everybody(at) {
        if !matches!(seat, Seat::Veterans | Seat::VillageThree | Seat::Services) {
            notices::actions::read_all(app, &ctx).await?;
        }
    }
    Ok(())
}

/// Notices reach the inboxes in the months in which they were sent.
async fn deliver(app: &App, at: DateTime<Utc>) -> AppResult<()> {
    for sweep in crate::sweeps::SWEEPS.iter().filter(|sweep| matches!(sweep.name, "invitations" | "delivery")) {
        while (sweep.run)(app.clone(), Ctx::system(at, "demo")).await?.more {}
    }
    Ok(())
}

/// An act that is refused is a fault of the story: its place is named.
fn told(step: &Step, error: AppError) -> AppError {
    AppError::Internal(format!("demonstration: {step:?}: {error}"))
}

async fn perform(stage: &mut Stage<'_>, step: &Step) -> AppResult<()> {
    match step.act {
        Act::Plan | Act::Announce | Act::Move | Act::Cancel | Act::OpenCall | Act::Invite => intake::session(stage, step).await,
        Act::Reply => hall::replies(stage, step).await,
        Act::HandIn(at) | Act::Withdraw(at) | Act::Improve(at) => intake::submitter(stage, step, at).await,
        Act::SendBack(at) | Act::Accept(at) | Act::Decide(at) | Act::Assign(at) => intake::office(stage, step, at).await,
        Act::Answer(at) | Act::ReturnAnswer(at) | Act::ApproveAnswer(at) => intake::answer(stage, step, at).await,
        Act::BuildAgenda
        | Act::FreezeAgenda
        | Act::PublishAgenda
        | Act::Begin
        | Act::Tick
        | Act::End
        | Act::SignAsChair
        | Act::SignAsClerk => hall::room(stage, step).await,
        Act::Note(at) => hall::note(stage, step, at).await,
        Act::DraftConclusion | Act::WriteConclusion | Act::SignConclusion => keeping::conclusion(stage, step).await,
        Act::Publish(at) => keeping::publish(stage, step, at).await,
        Act::Keep(at, deed) => keeping::keep(stage, step, at, deed).await,
        Act::Report(at, deed) => reporting::perform(stage, step, at, deed).await,
        Act::BeginReceptions => receiving::begin(stage, step).await,
        Act::Receive(at, deed) => receiving::perform(stage, step, at, deed).await,
    }
}
