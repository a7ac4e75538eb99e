//! Last days that a new edition of the working calendar makes days off: they go to the next working day.
//!
//! The edition is published above the rooms, which shows these moves before and asks its own rights.

use chrono::NaiveDate;

use crate::db::WriteTx;
use crate::error::AppResult;
use crate::followups::actions::tell::{self, To};
use crate::followups::rules::{Commitment, ProgressKind};
use crate::followups::store::commitments;
use crate::followups::store::progress::{self, Progress};
use crate::kernel::{Ctx, Permit, ProgressId, Role};

/// Lets each of these end on its new day, with a line in its timeline; its agencies and its office are told.
///
/// # Errors
/// A conflict when one was changed meanwhile.
pub async fn roll(tx: &WriteTx, ctx: &Ctx, permit: &Permit, moves: Vec<(Commitment, NaiveDate)>, why: &str) -> AppResult<()> {
    for (commitment, to_on) in moves {
        let (commitment, event) = commitment.roll_to(to_on);
        commitments::save(tx.conn(), permit, &commitment).await?;
        let step = Progress {
            id: ProgressId::fresh(),
            commitment: commitment.id,
            kind: ProgressKind::DueRolled,
            text: why.to_owned(),
            percent: None,
            body: None,
            by: ctx.actor_name().to_owned(),
            at: ctx.now,
        };
        progress::insert(tx.conn(), permit, &step).await?;
        tell::about(tx, ctx, &commitment, &[], "commitment-due-rolled", &[To::Agencies, To::Unit(Role::Office)]).await?;
        tx.say(&event).await?;
    }
    Ok(())
}
