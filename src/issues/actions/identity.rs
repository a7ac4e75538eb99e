//! Looking at a petitioner's identity. Every look of the office is written into the audit trail.

use crate::app::App;
use crate::db::WriteTx;
use crate::error::AppResult;
use crate::issues::rules::Identity;
use crate::issues::store::{identities, issues};
use crate::kernel::{Action, Ctx, IssueId};

/// Shows who raised an issue, and records who looked.
///
/// # Errors
/// [`crate::error::AppError::Denied`] for everybody but the unit's office and the organisation that brought it.
pub async fn reveal(app: &App, ctx: &Ctx, id: IssueId) -> AppResult<Option<Identity>> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let found = issues::find(tx.conn(), ctx, Action::ReadIdentity, id).await?;
    let identity = identities::find(tx.conn(), &found.permit, id).await?;
    tx.commit(found.issue.event("identity.read")).await?;
    Ok(identity)
}
