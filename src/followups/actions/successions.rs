//! A commitment goes from a body that ends to its heir, inside the transaction of whoever reorganises them.

use serde_json::json;

use crate::db::WriteTx;
use crate::error::{AppError, AppResult};
use crate::followups::actions::tell::{self, To};
use crate::followups::rules::ProgressKind;
use crate::followups::store::commitments;
use crate::followups::store::lists::by_id;
use crate::followups::store::progress::{self, Progress};
use crate::followups::store::sources;
use crate::kernel::{BodyId, CommitmentId, Ctx, Permit, ProgressId};
use crate::organisation::Body;

/// Puts `to` in the place of `from`, as lead or beside the lead. Wording, last day and clock go on; the timeline keeps the name.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Conflict`].
pub async fn hand_over(
    tx: &WriteTx,
    ctx: &Ctx,
    permit: &Permit,
    id: CommitmentId,
    from: BodyId,
    to: &Body,
    paper: &str,
) -> AppResult<()> {
    let before = by_id(tx.conn(), id).await?.ok_or(AppError::NotFound)?;
    let (commitment, event) = before.hand_over(&to.unit_code, from, to.id);
    commitments::save(tx.conn(), permit, &commitment).await?;
    let step = Progress {
        id: ProgressId::fresh(),
        commitment: id,
        kind: ProgressKind::HandedOver,
        text: paper.to_owned(),
        percent: None,
        body: Some(from),
        by: ctx.actor_name().to_owned(),
        at: ctx.now,
    };
    progress::insert(tx.conn(), permit, &step).await?;
    let owners = match commitment.issue {
        Some(issue) => sources::submitters(tx.conn(), issue).await?,
        None => Vec::new(),
    };
    tell::about(tx, ctx, &commitment, &owners, "commitment-handed-over", &[To::Agencies]).await?;
    tx.say(&event.facts(json!({ "before": { "body": from }, "after": { "body": to.id, "unit": to.unit_code }, "paper": paper })))
        .await
}
