//! The agenda, the room and the minutes until both signatures.

use super::stage::Stage;
use crate::demo::rules::timeline::promised_for;
use crate::demo::rules::{Act, Fate, IssueStory, Seat, Step};
use crate::dialogues::actions::{attendance as guests, invitations};
use crate::dialogues::rules::attendance::Mark;
use crate::dialogues::{self, Answer as Said, Presence, attendance};
use crate::error::{AppError, AppResult};
use crate::kernel::clock::instant;
use crate::kernel::{Ctx, IssueId, SessionId};
use crate::minutes::actions::room::Question;
use crate::minutes::actions::{agenda, closing, items, room};
use crate::minutes::rules::item::{Answer, Content};
use crate::minutes::rules::{Item, Promise, Signer};
use crate::minutes::{agenda_items, lines, minutes_of};
use crate::{followups, organisation};

/// Agenda, beginning, end and signatures.
pub(super) async fn room(stage: &mut Stage<'_>, step: &Step) -> AppResult<()> {
    let (app, story, id) = (stage.app, stage.story(step)?, stage.session(step)?);
    let (office, clerk) = (stage.ctx(step, Seat::Office)?, stage.ctx(step, Seat::Clerk)?);
    match step.act {
        Act::BuildAgenda => agenda::build(app, &office, id).await,
        // The agenda is built in version 1; each step makes the next one.
        Act::FreezeAgenda => agenda::freeze(app, &office, id, 1).await,
        Act::PublishAgenda => agenda::publish(app, &office, id, 2).await,
        Act::Begin => {
            let previous = carried_over(stage, step).await?;
            room::begin(app, &clerk, id, previous).await
        }
        Act::Tick => tick(stage, &clerk, id).await,
        Act::End => {
            let minutes = minutes_of(app.db().read(), id, stage.code(step)?).await?.ok_or(AppError::NotFound)?;
            room::describe(app, &clerk, id, minutes.version, story.citizens, story.general.clone()).await?;
            closing::end(app, &clerk, id).await
        }
        Act::SignAsChair => closing::sign(app, &stage.ctx(step, Seat::Secretary)?, id, Signer::Chair).await,
        _ => closing::sign(app, &clerk, id, Signer::Clerk).await,
    }
}

/// What earlier sessions promised and nobody has closed, as the clerk reads it out.
async fn carried_over(stage: &Stage<'_>, step: &Step) -> AppResult<String> {
    let conn = stage.app.db().read();
    let open = followups::open_before(conn, stage.code(step)?, instant(stage.story(step)?.starts)).await?;
    if open.is_empty() {
        return Ok("Không có cam kết nào của các kỳ trước còn tồn đọng.".to_owned());
    }
    let mut text = format!("Còn {} cam kết của các kỳ trước chưa kết thúc:", open.len());
    for commitment in open {
        let lead = organisation::body(conn, commitment.lead).await?.short_name;
        let due = commitment.due_on.format("%d/%m/%Y");
        text.push_str(&format!("\n- {} ({lead}, thời hạn {due})", commitment.wording));
    }
    Ok(text)
}

/// Who is expected says whether he comes: the last on the list does not, some are not sure or say nothing.
pub(super) async fn replies(stage: &Stage<'_>, step: &Step) -> AppResult<()> {
    let id = stage.session(step)?;
    let list = attendance(stage.app.db().read(), id).await?;
    let last = list.iter().rfind(|line| !line.part.signs()).map(|line| line.id);
    for seat in stage.seats(step)? {
        let ctx = stage.ctx(step, *seat)?;
        let Some(place) = list.iter().position(|line| line.person.is_some() && line.person == ctx.actor.person()) else {
            continue;
        };
        let answer = match place % 6 {
            _ if Some(list[place].id) == last => Said::Declined,
            3 => Said::Tentative,
            5 => continue,
            _ => Said::Accepted,
        };
        invitations::answer(stage.app, &ctx, id, answer).await?;
    }
    Ok(())
}

/// All come, but the last on the list, who says why not.
async fn tick(stage: &Stage<'_>, clerk: &Ctx, id: SessionId) -> AppResult<()> {
    let list = attendance(stage.app.db().read(), id).await?;
    let last = list.iter().rfind(|line| !line.part.signs()).map(|line| line.id);
    let ticks = list.into_iter().map(|line| {
        let away = Some(line.id) == last;
        let (presence, note) =
            if away { (Presence::Excused, "Dự họp thành phố".to_owned()) } else { (Presence::Present, String::new()) };
        guests::Tick { line: line.id, version: line.version, mark: Mark { presence, note, replaced_by: String::new() } }
    });
    guests::tick(stage.app, clerk, id, ticks.collect()).await
}

/// One question with its answer, outcome and promise.
pub(super) async fn note(stage: &mut Stage<'_>, step: &Step, at: usize) -> AppResult<()> {
    let (app, told, id) = (stage.app, stage.issue_story(step, at)?, stage.session(step)?);
    let clerk = stage.ctx(step, Seat::Clerk)?;
    let from = stage.body(step, told.by)?.short_name.clone();
    if told.fate == Fate::Floor {
        let question = told.wording.trim_start_matches("Hỏi từ hội trường: ").to_owned();
        let asked = Question { asked_by: "Một đại biểu".to_owned(), asked_from: from, question };
        let item = room::ask(app, &clerk, id, asked).await?;
        let line = all_lines(stage, step, id).await?.into_iter().find(|line| line.id == item).ok_or(AppError::NotFound)?;
        return write(stage, step, at, told, &clerk, line).await;
    }
    let Some(line) = line_of(stage, step, id, stage.issue(step, at)?).await? else { return Err(AppError::NotFound) };
    write(stage, step, at, told, &clerk, line).await
}

async fn all_lines(stage: &Stage<'_>, step: &Step, id: SessionId) -> AppResult<Vec<Item>> {
    let conn = stage.app.db().read();
    let minutes = minutes_of(conn, id, stage.code(step)?).await?.ok_or(AppError::NotFound)?;
    lines(conn, minutes.id).await
}

async fn line_of(stage: &Stage<'_>, step: &Step, id: SessionId, issue: IssueId) -> AppResult<Option<Item>> {
    let plan = agenda_items(stage.app.db().read(), id).await?;
    let Some(entry) = plan.iter().find(|entry| entry.issue == Some(issue)) else { return Ok(None) };
    Ok(all_lines(stage, step, id).await?.into_iter().find(|line| line.agenda_item == entry.id))
}

async fn write(stage: &Stage<'_>, step: &Step, at: usize, told: &IssueStory, clerk: &Ctx, line: Item) -> AppResult<()> {
    let (id, lead) = (stage.session(step)?, stage.body(step, told.lead)?);
    let text = if told.answer.is_empty() {
        "Cơ quan đã ghi nhận và giải thích tại hội nghị.".to_owned()
    } else {
        told.answer.clone()
    };
    let by = dialogues::attendance(stage.app.db().read(), id).await?;
    let by = by
        .iter()
        .find(|line| line.body == Some(lead.id))
        .map_or_else(String::new, |line| format!("{}, {}", line.name, line.title));
    let promises = if told.promise.is_empty() {
        Vec::new()
    } else {
        let due_on = Some(promised_for(stage.story(step)?, at));
        vec![Promise { wording: told.promise.clone(), body: Some(lead.id), due_on }]
    };
    let content = Content {
        answers: vec![Answer { body: Some(lead.id), by, text }],
        outcome: Some(told.outcome.parse()?),
        promises,
        ..line.content
    };
    items::note(stage.app, clerk, id, line.id, line.revision, content).await.map(drop)
}
