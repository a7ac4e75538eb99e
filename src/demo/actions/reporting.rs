//! Reports are begun, signed, sent up, sent back and accepted.

use super::stage::Stage;
use crate::demo::rules::{ReportDeed, Seat, Step};
use crate::error::{AppError, AppResult};
use crate::i18n::Locale;
use crate::kernel::ReportId;
use crate::law::PeriodKind;
use crate::reports::{self, PeriodKey};

/// One step of a report, by whoever takes it.
pub(super) async fn perform(stage: &mut Stage<'_>, step: &Step, at: usize, deed: ReportDeed) -> AppResult<()> {
    let (app, unit, told) = (stage.app, stage.code(step)?, stage.report_story(step, at)?);
    let (office, leader) = (stage.ctx(step, Seat::Office)?, stage.ctx(step, Seat::Secretary)?);
    if deed == ReportDeed::Begin {
        let key = told.month.map_or(PeriodKey::YEAR, |month| PeriodKey { kind: PeriodKind::Month, month: Some(month) });
        let id = reports::begin(app, &office, unit, key, told.year, reports::first_text(Locale::Vi)).await?;
        stage.reports.insert((step.unit, at), id);
        return Ok(());
    }
    let id = stage.reports.get(&(step.unit, at)).copied().ok_or(AppError::NotFound)?;
    let version = version(stage, unit, id).await?;
    let reviewer = stage.reviewer(step)?;
    match deed {
        ReportDeed::Begin => Ok(()),
        ReportDeed::Present => reports::present(app, &office, id, version).await,
        ReportDeed::Sign => reports::sign(app, &leader, id, version).await,
        ReportDeed::Send => reports::send(app, &office, id, version).await,
        ReportDeed::Remark => {
            let text = "Đề nghị nêu rõ nguyên nhân của các cam kết quá hạn.".to_owned();
            reports::remark(app, &reviewer, id, version, None, text).await
        }
        ReportDeed::GiveBack => {
            let reason = "Bổ sung phần đánh giá, giải pháp rồi gửi lại.".to_owned();
            reports::give_back(app, &reviewer, id, version, reason).await
        }
        ReportDeed::Accept => reports::accept(app, &reviewer, id, version).await,
    }
}

async fn version(stage: &Stage<'_>, unit: &str, id: ReportId) -> AppResult<i32> {
    let all = reports::of_unit(stage.app.db().read(), unit).await?;
    all.iter().find(|report| report.id == id).map(|report| report.version).ok_or(AppError::NotFound)
}
