//! Mails to the relay. A mail is taken before it is sent and noted as sent after: a crash in between sends it once more,
//! under the same Message-ID, and never loses it.

use crate::app::App;
use crate::db::delivery::{self, Waiting};
use crate::db::{Envelope, Unaudited, WriteTx};
use crate::error::{AppError, AppResult};
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::notices::jobs::Render;
use crate::notices::jobs::letter::letter;
use crate::notices::rules::delivery::{is_last, wait_after};
use crate::outside::mail::{MailError, Relay};

/// Mails of one run.
const BATCH: u64 = 50;

/// What became of a mail.
enum End {
    Sent,
    Again(String),
    Never(String),
}

/// Sends what is due. When nobody answers at the relay's address, the rest waits for the next run.
///
/// # Errors
/// The database's; a relay address that cannot be read.
pub async fn run(app: &App, ctx: &Ctx, render: Render) -> AppResult<Tally> {
    let config = app.config();
    let Some(relay) = Relay::open(&config.smtp_url, &config.mail_from).map_err(AppError::Internal)? else {
        return Ok(Tally::default());
    };
    let due = delivery::due(app.db().read(), Envelope::KIND, ctx.now, BATCH).await?;
    let mut tally = Tally { more: due.len() as u64 == BATCH, ..Tally::default() };
    for message in due {
        if !take(app, ctx, &message).await? {
            continue;
        }
        let (end, is_reachable) = send(app, ctx, render, &relay, &message).await;
        match &end {
            End::Sent => tally.done += 1,
            End::Again(_) | End::Never(_) => tally.failed += 1,
        }
        note(app, ctx, &message, end).await?;
        if !is_reachable {
            tally.more = false;
            break;
        }
    }
    Ok(tally)
}

async fn take(app: &App, ctx: &Ctx, message: &Waiting) -> AppResult<bool> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    let taken = delivery::take(tx.conn(), message, ctx.now + wait_after(message.attempts + 1)).await?;
    tx.commit_unaudited(Unaudited::Delivery).await?;
    Ok(taken)
}

/// What became of the mail, and whether the relay answered at all.
async fn send(app: &App, ctx: &Ctx, render: Render, relay: &Relay, message: &Waiting) -> (End, bool) {
    let envelope: Result<Envelope, _> = serde_json::from_value(message.payload.clone());
    let made = envelope.map_err(AppError::from).and_then(|envelope| letter(envelope, app, ctx, render, message));
    let letter = match made {
        Ok(letter) => letter,
        Err(error) => return (End::Never(error.to_string()), true),
    };
    match relay.send(&letter).await {
        Ok(()) => (End::Sent, true),
        Err(MailError::Refused(why)) => (End::Never(why), true),
        Err(MailError::Later(why)) => (End::Again(why), true),
        Err(MailError::Unreachable(why)) => (End::Again(why), false),
    }
}

async fn note(app: &App, ctx: &Ctx, message: &Waiting, end: End) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    match end {
        End::Sent => delivery::save_sent(tx.conn(), message.id, app.clock().now()).await?,
        End::Again(why) if !is_last(message.attempts + 1) => delivery::save_failed(tx.conn(), message.id, &why).await?,
        End::Again(why) | End::Never(why) => {
            tracing::warn!(key = message.key, why, "a mail is given up");
            delivery::save_dead(tx.conn(), message.id, app.clock().now(), &why).await?;
        }
    }
    tx.commit_unaudited(Unaudited::Delivery).await
}
