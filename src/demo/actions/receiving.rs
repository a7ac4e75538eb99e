//! Days of reception: the two series are begun, each day is announced, moved or called off, people are received.

use super::stage::Stage;
use crate::demo::rules::receptions::{DAYS, MINUTES, SHIFT, begins, fixed_until};
use crate::demo::rules::{ReceptionDeed, ReceptionStory, Seat, Step};
use crate::dialogues::actions::series::Input;
use crate::dialogues::actions::{attendance, series, sessions};
use crate::dialogues::rules::attendance::{Mark, Part, Presence};
use crate::dialogues::rules::series::{Before, Recipe, Repeat};
use crate::dialogues::{self, Filter, SessionForm, SessionKind};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::{instant, start_of};
use crate::kernel::{Ctx, SessionId};
use crate::law::{DayUnit, End, IfMissing, OccasionKind};
use crate::minutes::actions::{agenda, closing, room};
use crate::minutes::rules::Signer;

/// The version of a session that a series has opened; each step makes the next one.
const OPENED: i32 = 1;
/// The version of the minutes when the room opens.
const FRESH: i32 = 1;

/// The office begins one series for each fixed day of the month.
pub(super) async fn begin(stage: &mut Stage<'_>, step: &Step) -> AppResult<()> {
    let (office, since) = (stage.ctx(step, Seat::Office)?, stage.receives_since(step)?);
    for day in DAYS {
        let recipe = Recipe {
            repeat: Repeat::DayOfMonth,
            nth: 1,
            weekday: 1,
            day: *day,
            if_missing: IfMissing::LastDay,
            interval: 1,
            months: Vec::new(),
            before: Before { kind: OccasionKind::Other, days: 1, unit: DayUnit::Calendar },
            first: begins(since, *day),
            end: End::Until { on: fixed_until(stage.app.clock().now()) },
        };
        let input = Input {
            title: format!("Tiếp dân định kỳ ngày {day:02} hằng tháng"),
            kind: SessionKind::Reception,
            form: SessionForm::InPerson,
            counterpart: "Nhân dân trên địa bàn".to_owned(),
            place: "Phòng tiếp công dân, trụ sở UBND".to_owned(),
            recipe,
            duration_minutes: MINUTES,
            shift: SHIFT,
        };
        let id = series::create(stage.app, &office, stage.code(step)?, input).await?;
        stage.keep_series(step, id);
    }
    Ok(())
}

/// One step of the reception at `at`.
pub(super) async fn perform(stage: &mut Stage<'_>, step: &Step, at: usize, deed: ReceptionDeed) -> AppResult<()> {
    let (app, told) = (stage.app, stage.reception_story(step, at)?);
    let (office, clerk) = (stage.ctx(step, Seat::Office)?, stage.ctx(step, Seat::Clerk)?);
    if deed == ReceptionDeed::Announce {
        let id = opened(stage, step, told).await?;
        stage.receptions.insert((step.unit, at), id);
        return sessions::announce(app, &office, id, OPENED).await;
    }
    let id = stage.receptions.get(&(step.unit, at)).copied().ok_or(AppError::NotFound)?;
    match deed {
        ReceptionDeed::Announce => Ok(()),
        ReceptionDeed::Move => {
            let ends = told.starts + chrono::TimeDelta::minutes(MINUTES.into());
            let (place, reason) = ("Phòng tiếp công dân, trụ sở UBND".to_owned(), "Bí thư dự họp đột xuất của thành phố");
            sessions::move_to(app, &office, id, OPENED + 1, (instant(told.starts), instant(ends)), place, reason).await
        }
        ReceptionDeed::Cancel => {
            let reason = "Lãnh đạo kiểm tra công tác phòng, chống bão; dân được hẹn sang buổi sau".to_owned();
            sessions::cancel(app, &office, id, OPENED + 1, reason).await
        }
        ReceptionDeed::Begin => {
            agenda::build(app, &office, id).await?;
            room::begin(app, &clerk, id, String::new()).await
        }
        ReceptionDeed::End => {
            let secretary = stage.ctx(step, Seat::Secretary)?;
            chair(stage, &clerk, &secretary, id).await?;
            let general = format!("Tiếp {} lượt công dân; ý kiến được ghi vào sổ, chuyển cơ quan có thẩm quyền.", told.citizens);
            room::describe(app, &clerk, id, FRESH, told.citizens, general).await?;
            closing::end(app, &clerk, id).await?;
            closing::sign(app, &secretary, id, Signer::Chair).await?;
            closing::sign(app, &clerk, id, Signer::Clerk).await
        }
    }
}

/// The session that the series has opened for this day.
async fn opened(stage: &Stage<'_>, step: &Step, told: &ReceptionStory) -> AppResult<SessionId> {
    let (from, to) = (start_of(told.first.date()), instant(told.first) + chrono::TimeDelta::hours(12));
    let filter = Filter { from: Some(from), to: Some(to), ..Filter::default() };
    let series = stage.series(step, told.series);
    let key = told.key.format("%Y-%m-%dT%H:%M").to_string();
    let here = dialogues::of_unit(stage.app.db().read(), stage.code(step)?, &filter).await?.into_iter();
    let mut here = here.filter(|one| one.series == series && one.slot_key.as_ref() == Some(&key));
    here.next().map(|session| session.id).ok_or(AppError::NotFound)
}

/// The head receives in person and stands on the list as the one who does.
async fn chair(stage: &Stage<'_>, clerk: &Ctx, secretary: &Ctx, id: SessionId) -> AppResult<()> {
    let (name, title) = (secretary.actor_name().to_owned(), "Bí thư Đảng ủy".to_owned());
    let details = attendance::Details { name, title, part: Part::Chair, body: None };
    attendance::add(stage.app, clerk, id, details).await?;
    let present = |line: dialogues::Attendee| attendance::Tick {
        line: line.id,
        version: line.version,
        mark: Mark { presence: Presence::Present, note: String::new(), replaced_by: String::new() },
    };
    let ticks = dialogues::attendance(stage.app.db().read(), id).await?.into_iter().map(present).collect();
    attendance::tick(stage.app, clerk, id, ticks).await
}
