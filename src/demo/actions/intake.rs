//! Sessions are planned and announced, calls opened, issues handed in, triaged, assigned and answered.

use super::stage::Stage;
use crate::demo::rules::timeline::{announced_for, window};
use crate::demo::rules::{Act, Fate, IssueStory, Reply, Seat, Step};
use crate::dialogues::actions::{attendance, plans, sessions};
use crate::dialogues::rules::plans::{Line, Placed};
use crate::error::{AppError, AppResult};
use crate::issues::actions::assigning::{Assigning, assign};
use crate::issues::actions::calls::{CallInput, call_or_proposal};
use crate::issues::actions::hand_in::{self, HandIn};
use crate::issues::actions::notices::{self, NoticeInput};
use crate::issues::actions::triage::{Classification, Decision, classify, decide};
use crate::issues::actions::{answers, calls, merging};
use crate::issues::rules::{Channel, Competence, Content, Ground, Identity, IssueKind, NoticeWay};
use crate::kernel::clock::{instant, local};
use crate::kernel::{Action, Ctx, IssueId, SessionId, ids};
use crate::{dialogues, issues};

/// The office's acts about the session itself.
pub(super) async fn session(stage: &mut Stage<'_>, step: &Step) -> AppResult<()> {
    let (app, story, office) = (stage.app, stage.story(step)?, stage.ctx(step, Seat::Office)?);
    let first = announced_for(story);
    let hours = chrono::TimeDelta::minutes(210);
    if step.act == Act::Plan {
        let details = sessions::Details {
            kind: story.kind.parse()?,
            form: story.form.parse()?,
            triggers: story.trigger.map(str::to_owned).into_iter().collect(),
            reason: story.reason.clone(),
            title: story.title.clone(),
            counterpart: story.counterpart.clone(),
            place: story.place.clone(),
            attend_how: "Đăng ký tại Văn phòng Đảng ủy hoặc qua tổ trưởng tổ dân phố, trưởng thôn.".to_owned(),
            starts_at: instant(first),
            ends_at: instant(first + hours),
        };
        let id = if story.in_plan {
            in_the_plan(stage, step, &office, details).await?
        } else {
            sessions::plan(app, &office, stage.code(step)?, details).await?
        };
        stage.keep_session(step, id);
        return Ok(());
    }
    let id = stage.session(step)?;
    let version = dialogues::find(app.db().read(), &office, Action::PlanDialogues, id).await?.session.version;
    match step.act {
        Act::Announce => sessions::announce(app, &office, id, version).await,
        Act::Move => {
            let times = (instant(story.starts), instant(story.starts + hours));
            let reason = "Trùng lịch họp của thành phố";
            sessions::move_to(app, &office, id, version, times, story.place.clone(), reason).await
        }
        Act::Cancel => {
            let reason = "Các hộ đã thống nhất phương án với chủ đầu tư".to_owned();
            sessions::cancel(app, &office, id, version, reason).await
        }
        Act::OpenCall => {
            let (_, call) = call_or_proposal(app, &office, id).await?;
            let (opens_on, closes_on) = window(story);
            let guidance = "Tổng hợp ý kiến của hội viên, Nhân dân; mỗi ý kiến một dòng, ghi rõ địa điểm.".to_owned();
            let input = CallInput { opens_on, closes_on, guidance, addressees: call.addressees };
            calls::save(app, &office, id, call.version, input, true).await
        }
        _ => attendance::seed(app, &office, id).await,
    }
}

/// Plans the year with this session: the office drafts and submits, the leader approves, the session is described.
async fn in_the_plan(stage: &Stage<'_>, step: &Step, office: &Ctx, details: sessions::Details) -> AppResult<SessionId> {
    let (app, unit) = (stage.app, stage.code(step)?);
    let (starts, ends) = (local(details.starts_at), local(details.ends_at));
    let year = chrono::Datelike::year(&starts.date());
    let plan = plans::draft(app, office, unit, year).await?;
    let line = Line {
        id: ids::fresh_uuid(),
        on: starts.date(),
        starts: starts.time(),
        ends: ends.time(),
        kind: details.kind,
        title: details.title.clone(),
        counterpart: details.counterpart.clone(),
        place: details.place.clone(),
        basis: "Luật Tổ chức chính quyền địa phương số 72/2025/QH15, Điều 43".to_owned(),
        session: None,
    };
    // A plan is drafted in version 1; each step makes the next one.
    plans::submit(app, office, plan, 1, vec![Placed { row: 1, line }]).await?;
    let number = format!("{:02}-KH/ĐU", 5 + year % 10);
    plans::approve(app, &stage.ctx(step, Seat::Secretary)?, plan, 2, number).await?;
    let all = dialogues::of_unit(app.db().read(), unit, &dialogues::Filter::default()).await?;
    let session = all.into_iter().find(|session| session.plan == Some(plan)).ok_or(AppError::NotFound)?;
    sessions::describe(app, office, session.id, session.version, details).await?;
    Ok(session.id)
}

fn hand_in_of(stage: &Stage<'_>, step: &Step, told: &IssueStory, improved: bool) -> AppResult<HandIn> {
    let complaint = told.fate == Fate::Complaint;
    // What comes back from the office for being unclear was shorter at first.
    let short = matches!(told.fate, Fate::Improved | Fate::Returned) && !improved;
    let wording = if short { told.wording.split(',').next().unwrap_or_default().to_owned() } else { told.wording.clone() };
    let village = stage.body(step, Seat::VillageOne)?.short_name.clone();
    Ok(HandIn {
        content: Content {
            kind: if complaint { IssueKind::Complaint } else { IssueKind::Proposal },
            channel: if told.people == 1 { Channel::Paper } else { Channel::Organisation },
            people: told.people,
            village: if Seat::VILLAGES.contains(&told.by) { stage.body(step, told.by)?.short_name.clone() } else { village },
            field: Some(told.field.clone()),
            wording,
        },
        identity: Identity::default(),
        confirmed: true,
        submit: told.fate != Fate::Draft,
    })
}

/// What the organisation does.
pub(super) async fn submitter(stage: &mut Stage<'_>, step: &Step, at: usize) -> AppResult<()> {
    let (app, told) = (stage.app, stage.issue_story(step, at)?);
    let ctx = stage.ctx(step, told.by)?;
    match step.act {
        Act::HandIn(_) => {
            let input = hand_in_of(stage, step, told, false)?;
            let id = hand_in::create(app, &ctx, stage.session(step)?, stage.body_id(step, told.by)?, input, &[]).await?;
            stage.keep_issue(step, at, id);
            Ok(())
        }
        Act::Withdraw(_) => {
            let (id, version) = newest(stage, step, at, &ctx, Action::SubmitIssue).await?;
            hand_in::withdraw(app, &ctx, id, version).await
        }
        _ => {
            let (id, version) = newest(stage, step, at, &ctx, Action::SubmitIssue).await?;
            let input = hand_in_of(stage, step, told, true)?;
            hand_in::edit(app, &ctx, id, version, input, &[]).await
        }
    }
}

async fn newest(stage: &Stage<'_>, step: &Step, at: usize, ctx: &Ctx, action: Action) -> AppResult<(IssueId, i32)> {
    let id = stage.issue(step, at)?;
    Ok((id, issues::find(stage.app.db().read(), ctx, action, id).await?.issue.version))
}

/// What the office decides about an issue.
pub(super) async fn office(stage: &mut Stage<'_>, step: &Step, at: usize) -> AppResult<()> {
    let (app, told, office) = (stage.app, stage.issue_story(step, at)?, stage.ctx(step, Seat::Office)?);
    let (id, version) = newest(stage, step, at, &office, Action::TriageIssue).await?;
    let decision = match step.act {
        Act::SendBack(_) => {
            Decision::SendBack { reason: "Đề nghị ghi rõ địa điểm và nội dung cần giải quyết.".to_owned() }
        }
        Act::Accept(_) => {
            decide(app, &office, id, version, Decision::Accept).await?;
            let competence = match told.outcome.as_str() {
                "out_of_competence" => Competence::Province,
                _ => Competence::Commune,
            };
            let to = Classification {
                field: Some(told.field.clone()),
                competence: Some(competence),
                group: None,
                public_wording: String::new(),
                confirmed: false,
            };
            classify(app, &office, id, version + 1, to).await?;
            return notices::record(app, &office, &[id], NoticeInput { sent_on: office.today(), way: NoticeWay::Personally })
                .await;
        }
        Act::Assign(_) => {
            let input = Assigning {
                lead: stage.body_id(step, told.lead)?,
                supports: told.support.map(|seat| stage.body_id(step, seat)).transpose()?.into_iter().collect(),
                due_on: stage.story(step)?.on() - chrono::TimeDelta::days(3),
                note: String::new(),
            };
            return assign(app, &office, id, version, input).await;
        }
        _ => match told.fate {
            Fate::Merged => return merging::merge(app, &office, id, version, stage.issue(step, 0)?).await,
            Fate::WrittenOnly => Decision::AnswerInWriting,
            Fate::Refused => Decision::Refuse {
                ground: Ground::OffTopic,
                reason: "Không thuộc nội dung của hội nghị đối thoại; đã hướng dẫn gửi cơ quan quản lý lao động.".to_owned(),
            },
            _ => Decision::Select,
        },
    };
    decide(app, &office, id, version, decision).await
}

/// The agency writes, the office gives back, the leader approves.
pub(super) async fn answer(stage: &mut Stage<'_>, step: &Step, at: usize) -> AppResult<()> {
    let (app, told, id) = (stage.app, stage.issue_story(step, at)?, stage.issue(step, at)?);
    let body = stage.body_id(step, told.lead)?;
    let written = issues::answers_of(app.db().read(), &[id]).await?.into_iter().find(|answer| answer.body == body);
    if matches!(step.act, Act::Answer(_)) {
        let agency = stage.ctx(step, told.lead)?;
        return answers::write(app, &agency, id, body, 0, told.answer.clone(), told.reply != Reply::Draft).await;
    }
    let answer = written.ok_or(AppError::NotFound)?;
    if matches!(step.act, Act::ReturnAnswer(_)) {
        let note = "Đề nghị nêu rõ thời hạn hoàn thành và đơn vị chịu trách nhiệm.".to_owned();
        answers::send_back(app, &stage.ctx(step, Seat::Office)?, answer.id, answer.version, note).await?;
    } else {
        answers::approve(app, &stage.ctx(step, Seat::Chairman)?, answer.id, answer.version).await?;
    }
    Ok(())
}
