//! What this room does by itself: expands notices to inbox lines and mails, sends the mails, makes reminders, tidies up.
//!
//! Each sweep reads what is due from the rows and can be run twice at any moment. Neighbour: `crate::sweeps` lists them.

pub mod expand;
mod letter;
pub mod mail;
pub mod remind;
pub mod tidy;

use serde_json::Value;

use crate::app::App;
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;

/// Fills the text template of this name (`mail/notice`) with data; the shell's templates are wired in from outside.
pub type Render = fn(&str, &Value) -> AppResult<String>;

/// Notices to inboxes and mails, then mails to the relay.
///
/// # Errors
/// The database's; what concerns one message is noted at that message.
pub async fn deliver(app: App, ctx: Ctx, render: Render) -> AppResult<Tally> {
    let mut tally = expand::run(&app, &ctx).await?;
    tally += mail::run(&app, &ctx, render).await?;
    Ok(tally)
}
