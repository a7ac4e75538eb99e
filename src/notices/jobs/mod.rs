//! What this room does by itself: expands notices to inbox lines and mails, sends the mails, makes reminders, tidies up.
//!
//! Each sweep reads what is due from the rows and can be run twice at any moment. Neighbour: `crate::sweeps` lists them.

pub mod expand;
mod letter;
pub mod mail;
pub mod remind;
pub mod tidy;

use crate::app::App;
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;

/// Notices to inboxes and mails, then mails to the relay.
///
/// # Errors
/// The database's; what concerns one message is noted at that message.
pub async fn deliver(app: App, ctx: Ctx) -> AppResult<Tally> {
    let mut tally = expand::run(&app, &ctx).await?;
    tally += mail::run(&app, &ctx).await?;
    Ok(tally)
}
