//! Settling the invitations of sessions that changed: one letter for each person and each burst of changes.
//!
//! What is due follows from the rows, so a second run sends nothing. Neighbour: the notices room sends the mails.

use chrono::TimeDelta;
use serde::Deserialize;

use crate::app::App;
use crate::db::delivery::{self, Waiting};
use crate::db::{CalendarPart, Envelope, Message, Notify, Unaudited, WriteTx};
use crate::dialogues::{Call, DueLetter, INVITE, SessionState, settle_invitations};
use crate::error::{AppError, AppResult};
use crate::feeds::exports::{Asking, calendar_part, plus_address};
use crate::feeds::rules::window;
use crate::jobs::Tally;
use crate::kernel::{Ctx, SessionId};
use crate::organisation::unit;

/// Sessions of one run.
const BATCH: u64 = 50;
/// How long a session waits that could not be settled, and how often that is tried.
const AGAIN: TimeDelta = TimeDelta::minutes(10);
const MOST_ATTEMPTS: i32 = 50;

#[derive(Deserialize)]
struct Changed {
    session: SessionId,
}

/// Settles what is due. All letters of a session are queued in one transaction with its being settled.
///
/// # Errors
/// The database's.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let due = delivery::due(app.db().read(), INVITE, ctx.now, BATCH).await?;
    let mut tally = Tally { more: due.len() as u64 == BATCH, ..Tally::default() };
    for message in due {
        match settle(&app, &ctx, &message).await {
            Ok(true) => tally.done += 1,
            Ok(false) => {}
            // Somebody else settled the same session; what is left is done in a later run.
            Err(AppError::Conflict) => tally.failed += 1,
            Err(AppError::Unavailable(error)) => return Err(AppError::Unavailable(error)),
            Err(error) => {
                tracing::error!(%error, key = message.key, "invitations could not be settled");
                put_off(&app, &ctx, &message, &error).await?;
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

async fn settle(app: &App, ctx: &Ctx, message: &Waiting) -> AppResult<bool> {
    let changed: Changed = serde_json::from_value(message.payload.clone())?;
    let tx = WriteTx::begin(app.db(), ctx).await?;
    if !delivery::take(tx.conn(), message, ctx.now + AGAIN).await? {
        return Ok(false);
    }
    let sends = !app.config().smtp_url.is_empty();
    for due in settle_invitations(&tx, ctx, changed.session, sends, window(ctx.today()).0).await? {
        queue(app, ctx, &tx, &due).await?;
    }
    delivery::save_sent(tx.conn(), message.id, ctx.now).await?;
    tx.commit_unaudited(Unaudited::Delivery).await?;
    Ok(true)
}

/// Lets the other sessions have their turn.
async fn put_off(app: &App, ctx: &Ctx, message: &Waiting, error: &AppError) -> AppResult<()> {
    let tx = WriteTx::begin(app.db(), ctx).await?;
    if delivery::take(tx.conn(), message, ctx.now + AGAIN).await? {
        match message.attempts < MOST_ATTEMPTS {
            true => delivery::save_failed(tx.conn(), message.id, &error.to_string()).await?,
            false => delivery::save_dead(tx.conn(), message.id, ctx.now, &error.to_string()).await?,
        }
    }
    tx.commit_unaudited(Unaudited::Delivery).await
}

async fn queue(app: &App, ctx: &Ctx, tx: &WriteTx, due: &DueLetter) -> AppResult<()> {
    let config = app.config();
    let organizer = unit(tx.conn(), &due.session.unit_code).await?.name;
    let answers_at = config.answers_at().map(|mailbox| plus_address(mailbox, &due.token));
    let is_read = answers_at.is_some();
    let address = answers_at.unwrap_or_else(|| bare(&config.mail_from));
    let asking = Asking {
        organizer: &organizer,
        address: &address,
        is_read,
        base: &config.public_url,
        locale: due.to.locale.parse().unwrap_or_default(),
        now: ctx.now,
    };
    let (method, text) = calendar_part(due, &asking);
    let calendar = CalendarPart { method: method.to_owned(), text, organizer_name: organizer, organizer_address: address };
    let invitation = &due.invitation;
    let envelope = Envelope {
        name: due.to.name.clone(),
        address: invitation.address.clone(),
        locale: due.to.locale.clone(),
        notify: notify(due, is_read),
        calendar: Some(calendar),
    };
    tx.queue(&Message::mail(format!("invitation/{}/{}", invitation.id, invitation.version + 1), &envelope)?).await
}

/// The words of the letter.
fn notify(due: &DueLetter, is_read: bool) -> Notify {
    let code = match (due.call, is_read) {
        (Call::Invite, true) => "invitation-asked",
        (Call::Invite, false) => "invitation-told",
        (Call::Update, true) => "invitation-changed",
        (Call::Update, false) => "invitation-changed-told",
        (Call::Cancel, _) => "invitation-cancelled",
        (Call::Withdraw, _) => "invitation-withdrawn",
    };
    let reason = match &due.session.state {
        SessionState::Cancelled { reason, .. } => reason.clone(),
        _ => String::new(),
    };
    let session = &due.session;
    Notify {
        code: code.to_owned(),
        to: Vec::new(),
        args: vec![
            ("title".to_owned(), session.title.clone()),
            ("at".to_owned(), session.starts_at.to_rfc3339()),
            ("place".to_owned(), session.place.clone()),
            ("reason".to_owned(), reason),
        ],
        href: format!("/dialogues/{}", session.id),
    }
}

/// `Đối Thoại <doithoai@example.vn>` as `doithoai@example.vn`.
fn bare(mailbox: &str) -> String {
    mailbox.rsplit_once('<').map_or(mailbox, |(_, address)| address).trim().trim_end_matches('>').to_owned()
}
