//! A notice becomes one inbox line, and one mail where there is an address, for everybody whom it concerns.

use std::collections::BTreeMap;

use crate::app::App;
use crate::db::delivery::{self, Waiting};
use crate::db::{Audience, Envelope, Message, Notify, Unaudited, WriteTx};
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::{AccountId, Ctx, PersonId};
use crate::notices::rules::delivery::wait_after;
use crate::notices::store::inbox;
use crate::organisation::{Recipient, people_with_role, recipients};

/// Notices of one run.
const BATCH: u64 = 100;
/// Deliverer of [`Message::notify`].
const KIND: &str = "notify";

/// Expands what is due. All lines and mails of a notice are written in one transaction with its being done.
///
/// # Errors
/// The database's.
pub async fn run(app: &App, ctx: &Ctx) -> AppResult<Tally> {
    let due = delivery::due(app.db().read(), KIND, ctx.now, BATCH).await?;
    let mut tally = Tally { more: due.len() as u64 == BATCH, ..Tally::default() };
    for message in due {
        let tx = WriteTx::begin(app.db(), ctx).await?;
        if !delivery::take(tx.conn(), &message, ctx.now + wait_after(message.attempts + 1)).await? {
            continue;
        }
        match serde_json::from_value::<Notify>(message.payload.clone()) {
            Ok(notify) => {
                expand(app, ctx, &tx, &message, &notify).await?;
                delivery::save_sent(tx.conn(), message.id, ctx.now).await?;
                tally.done += 1;
            }
            Err(error) => {
                delivery::save_dead(tx.conn(), message.id, ctx.now, &error.to_string()).await?;
                tally.failed += 1;
            }
        }
        tx.commit_unaudited(Unaudited::Inbox).await?;
    }
    Ok(tally)
}

async fn expand(app: &App, ctx: &Ctx, tx: &WriteTx, message: &Waiting, notify: &Notify) -> AppResult<()> {
    let written_to =
        |person: PersonId| notify.to.iter().any(|to| matches!(to, Audience::WrittenTo(all) if all.contains(&person.0)));
    for (account, person) in audience(ctx, tx, notify).await? {
        let is_new = inbox::insert(tx.conn(), account, &message.key, notify, ctx.now).await?;
        let mailed = !app.config().smtp_url.is_empty() && !written_to(person.person);
        let address = person.email.filter(|address| !address.is_empty() && mailed);
        if let (true, Some(address)) = (is_new, address) {
            let envelope = Envelope { name: person.name, address, locale: person.locale, notify: notify.clone(), calendar: None };
            tx.queue(&Message::mail(format!("mail/{}/{account}", message.key), &envelope)?).await?;
        }
    }
    Ok(())
}

/// Everybody once, whatever roles they have.
async fn audience(ctx: &Ctx, tx: &WriteTx, notify: &Notify) -> AppResult<BTreeMap<AccountId, Recipient>> {
    let mut all = BTreeMap::new();
    for audience in &notify.to {
        let some = match audience {
            Audience::Role { role, bodies } => {
                let bodies: Vec<_> = bodies.iter().map(|id| (*id).into()).collect();
                people_with_role(tx.conn(), *role, &bodies, ctx.today()).await?
            }
            Audience::Accounts(accounts) => {
                let accounts: Vec<_> = accounts.iter().map(|id| (*id).into()).collect();
                recipients(tx.conn(), &accounts).await?
            }
            Audience::WrittenTo(_) => Vec::new(),
        };
        all.extend(some.into_iter().map(|person| (person.account, person)));
    }
    Ok(all)
}
