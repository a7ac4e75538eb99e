//! The conclusion with its signature and publication, and the life of every commitment.

use super::stage::Stage;
use crate::demo::rules::{Act, Deed, Fate, Seat, Step};
use crate::error::{AppError, AppResult};
use crate::followups::actions::{conclusions, oversight, publication, time, work};
use crate::followups::rules::Publication;
use crate::followups::{self, Commitment};
use crate::kernel::clock::local_date;
use crate::law::parameters::Channel;

/// Drafts, numbers and signs it. A conclusion is drafted in version 1; each step makes the next one.
pub(super) async fn conclusion(stage: &mut Stage<'_>, step: &Step) -> AppResult<()> {
    let (app, id) = (stage.app, stage.session(step)?);
    let office = stage.ctx(step, Seat::Office)?;
    match step.act {
        Act::DraftConclusion => conclusions::prepare(app, &office, id).await.map(drop),
        Act::WriteConclusion => {
            let number = stage.next_number(step, local_date(step.at));
            let general = stage.story(step)?.general.clone();
            conclusions::write(app, &office, id, 1, stage.body_id(step, Seat::Secretary)?, number, general).await
        }
        _ => conclusions::sign(app, &stage.ctx(step, Seat::Secretary)?, id, 2).await,
    }
}

/// Publishes it in the `at`-th of the channels that Law 72/2025/QH15, Art. 43 names.
pub(super) async fn publish(stage: &mut Stage<'_>, step: &Step, at: usize) -> AppResult<()> {
    let (channel, proof) = match at {
        0 => (Channel::MassMedia, "Đài truyền thanh, phát 3 buổi"),
        1 => (Channel::Headquarters, "Biên bản niêm yết tại trụ sở"),
        _ => (Channel::VillageHeads, "Sổ giao nhận của các trưởng khu dân cư"),
    };
    let version = 3 + i32::try_from(at).unwrap_or(0);
    let new = Publication { channel, done_on: local_date(step.at), proof: proof.to_owned() };
    publication::publish(stage.app, &stage.ctx(step, Seat::Office)?, stage.session(step)?, version, new).await
}

/// The commitment that came of the issue at `at`.
async fn commitment(stage: &Stage<'_>, step: &Step, at: usize) -> AppResult<Commitment> {
    let told = stage.issue_story(step, at)?;
    let all = followups::of_session(stage.app.db().read(), stage.session(step)?).await?;
    all.into_iter().find(|one| one.wording == told.promise).ok_or(AppError::NotFound)
}

/// One step of a commitment, by whoever does it.
pub(super) async fn keep(stage: &mut Stage<'_>, step: &Step, at: usize, deed: Deed) -> AppResult<()> {
    let (app, told) = (stage.app, stage.issue_story(step, at)?);
    let one = commitment(stage, step, at).await?;
    // A commitment that went to another agency is worked on there.
    let seat = if stage.body_id(step, told.lead)? == one.lead { told.lead } else { other(told.lead) };
    let (id, version, today) = (one.id, one.version, local_date(step.at));
    let (agency, office) = (stage.ctx(step, seat)?, stage.ctx(step, Seat::Office)?);
    let (front, submitter) = (stage.ctx(step, Seat::Front)?, stage.ctx(step, told.by)?);
    let text = str::to_owned;
    let done = match deed {
        Deed::Accept => work::accept(app, &agency, id, version).await,
        Deed::Contest => {
            let theirs = Some(stage.body_id(step, other(seat))?);
            work::contest(app, &agency, id, version, theirs, text("Việc này thuộc chức năng của cơ quan khác.")).await
        }
        Deed::Reassign => {
            let lead = stage.body_id(step, other(seat))?;
            oversight::reassign(app, &office, id, version, lead, text("Giao lại cho đúng chức năng.")).await
        }
        Deed::Uphold => oversight::uphold(app, &office, id, version, text("Theo phân công trong kết luận.")).await,
        Deed::Progress(percent) => {
            work::progress(app, &agency, id, version, Some(percent), text("Đang thực hiện theo kế hoạch.")).await
        }
        Deed::AskTime(to_on) => time::ask(app, &agency, id, version, to_on, text("Mưa kéo dài, phải chờ vật tư.")).await,
        Deed::GrantTime => {
            time::decide(app, &office, id, version, Some(text("Công văn số 21/CV-VP")), text("Đồng ý một lần.")).await
        }
        Deed::RefuseTime => time::decide(app, &office, id, version, None, text("Lý do chưa đủ; giữ thời hạn cũ.")).await,
        Deed::Answer => {
            let paper = format!("Công văn số {:02}/CV ngày {}", one.number, today.format("%d/%m/%Y"));
            work::answer(app, &agency, id, version, today, paper).await
        }
        Deed::Report(outcome) => {
            let evidence = match outcome {
                "done" => "Đã hoàn thành; có biên bản nghiệm thu, ảnh hiện trường.",
                "explained" => "Đã giải trình với Nhân dân tại cuộc họp khu dân cư, có biên bản.",
                _ => "Không thực hiện được trong năm vì chưa được bố trí vốn; đã báo cáo cấp trên.",
            };
            work::report(app, &agency, id, version, (outcome.parse()?, today), text(evidence)).await
        }
        // A question from the floor has nobody who handed it in.
        Deed::Judge(_) if told.fate == Fate::Floor || one.issue.is_none() => return Ok(()),
        Deed::Judge(well) => {
            let said = if well { "Bà con xác nhận đã làm xong." } else { "Mới làm được một phần." };
            oversight::judge(app, &submitter, id, version, well, text(said)).await
        }
        Deed::Confirm => {
            oversight::confirm(app, &front, id, version, text("Ban công tác Mặt trận đã kiểm tra thực tế, đúng như báo cáo."))
                .await
        }
        Deed::NotDone => {
            oversight::not_done(app, &front, id, version, text("Kiểm tra thực tế: chưa hoàn thành như báo cáo.")).await
        }
        Deed::SendBack => oversight::send_back(app, &office, id, version, text("Cần bổ sung hồ sơ nghiệm thu.")).await,
        Deed::Close => oversight::close(app, &office, id, version, text("Kết thúc theo dõi.")).await,
    };
    done.map(drop)
}

/// The agency that a contested task goes to.
const fn other(lead: Seat) -> Seat {
    match lead {
        Seat::Government => Seat::Economy,
        _ => Seat::Government,
    }
}
