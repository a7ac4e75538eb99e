//! The office records that it told people of the reception of what they raised.

use chrono::NaiveDate;

use crate::app::App;
use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::issues::rules::{NoticeWay, notice};
use crate::issues::store::issues::{self, Found};
use crate::issues::store::notices::{self, Sent};
use crate::kernel::{Action, Ctx, IssueId, Refusal};

/// When and how notices went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeInput {
    pub sent_on: NaiveDate,
    pub way: NoticeWay,
}

/// Records the notices about all of `ids`, or about none.
///
/// # Errors
/// Those of [`notice::sent`]; `notice.none-chosen`; [`AppError::Denied`] for others than the unit's office.
pub async fn record(app: &App, ctx: &Ctx, ids: &[IssueId], input: NoticeInput) -> AppResult<()> {
    let Some((last, others)) = ids.split_last() else { return Err(Refusal::on("notices", "notice.none-chosen").into()) };
    let tx = WriteTx::begin(app.db(), ctx).await?;
    for id in others {
        let event = one(&tx, ctx, *id, input).await?;
        tx.say(&event).await?;
    }
    let event = one(&tx, ctx, *last, input).await?;
    tx.commit(event).await
}

async fn one(tx: &WriteTx, ctx: &Ctx, id: IssueId, input: NoticeInput) -> AppResult<crate::kernel::Event> {
    // Of a complaint the office needs no word for this.
    let Found { issue, unit, .. } = issues::find(tx.conn(), ctx, Action::ReadIssue, id).await?;
    let permit = ctx.permit(Action::TriageIssue, &unit.target())?;
    if issue.is_private() {
        return Err(AppError::NotFound);
    }
    let event = notice::sent(&issue, input.sent_on, input.way, ctx.now)?;
    notices::save(tx.conn(), &permit, ctx, &issue, &Sent { sent_on: input.sent_on, way: input.way }).await?;
    Ok(event)
}
