//! Each night: removes what nobody needs any longer.

use chrono::TimeDelta;

use crate::app::App;
use crate::db::{Unaudited, WriteTx, delivery};
use crate::dialogues::delete_strange_mails;
use crate::error::AppResult;
use crate::issues::delete_old_acts;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::notices::store::inbox;
use crate::organisation;

/// Failed sign-ins count for a day at most.
const FAILURES: TimeDelta = TimeDelta::days(2);
/// How long the address of a mail that was sent is kept as proof.
const SENT: TimeDelta = TimeDelta::days(180);
/// How long a line that was read stays in the inbox.
const READ: TimeDelta = TimeDelta::days(400);

/// Removes signed-in browsers whose time is over, acts of the desk that nobody can undo any more, old failed sign-ins, proofs of old mails, strange mails, inbox lines read long ago.
///
/// # Errors
/// The database's.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let tx = WriteTx::begin(app.db(), &ctx).await?;
    let mut done = organisation::delete_old_sign_ins(tx.conn(), ctx.now, ctx.now - FAILURES).await?;
    done += delivery::delete_sent(tx.conn(), ctx.now - SENT).await?;
    done += delete_strange_mails(tx.conn(), ctx.now - SENT).await?;
    done += delete_old_acts(tx.conn(), ctx.now - FAILURES).await?;
    done += inbox::delete_read(tx.conn(), ctx.now - READ).await?;
    tx.commit_unaudited(Unaudited::Delivery).await?;
    Ok(Tally { done, ..Tally::default() })
}
