//! Reading the mailbox of answers, mail by mail: each is taken in its own transaction and only then marked as read.
//!
//! A mail that cannot be read never stops the next: it is noted with its reason and marked as well.

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::dialogues::{Content, Letter, Verdict, Way, take_reply};
use crate::error::AppResult;
use crate::feeds::exports;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::outside::imap::{Account, Fetched, ImapError, Inbox};

/// Mails of one run.
const BATCH: usize = 50;

/// Takes the mails that nobody has read yet.
///
/// # Errors
/// The database's; a server that does not answer is tried again at the next run.
pub async fn run(app: App, ctx: Ctx) -> AppResult<Tally> {
    let config = app.config();
    let Some(mailbox) = config.answers_at().filter(|_| !config.imap_url.is_empty()) else { return Ok(Tally::default()) };
    let account = Account {
        url: &config.imap_url,
        user: &config.imap_user,
        password: &config.imap_password,
        ca: &config.imap_ca,
        read_folder: &config.imap_read_folder,
    };
    let mut tally = Tally::default();
    match read(&app, &ctx, mailbox, &account, &mut tally).await {
        Ok(()) => {}
        Err(Stopped::Server(error)) => {
            tracing::warn!(%error, "the mailbox of answers could not be read");
            tally.failed += 1;
        }
        Err(Stopped::Database(error)) => return Err(error),
    }
    Ok(tally)
}

enum Stopped {
    Server(ImapError),
    Database(crate::error::AppError),
}

async fn read(app: &App, ctx: &Ctx, mailbox: &str, account: &Account<'_>, tally: &mut Tally) -> Result<(), Stopped> {
    let mut inbox = Inbox::open(account).await.map_err(Stopped::Server)?;
    let waiting = inbox.unseen().await.map_err(Stopped::Server)?;
    tally.more = waiting.len() > BATCH;
    for uid in waiting.into_iter().take(BATCH) {
        let letter = match inbox.fetch(uid).await {
            Ok(Fetched::Mail(bytes)) => exports::letter(&bytes, hash(&bytes), mailbox),
            Ok(Fetched::Gone) => continue,
            Ok(Fetched::TooLarge) => unread(&inbox, uid, Verdict::TooLarge),
            Err(error) => {
                // What broke the conversation is left behind with a new one, so that the next mail has its turn.
                tracing::warn!(%error, uid, "a mail could not be fetched");
                inbox = Inbox::open(account).await.map_err(Stopped::Server)?;
                unread(&inbox, uid, Verdict::Unreadable)
            }
        };
        let verdicts = take_reply(app, ctx, Way::Imap, letter).await.map_err(Stopped::Database)?;
        inbox.done(uid).await.map_err(Stopped::Server)?;
        if verdicts.contains(&Verdict::Counted) { tally.done += 1 } else { tally.skipped += 1 }
    }
    inbox.close().await;
    Ok(())
}

/// A mail that nobody could read: known by where it lies.
fn unread(inbox: &Inbox, uid: u32, verdict: Verdict) -> Letter {
    let digest = hash(format!("{} {uid}", inbox.name()).as_bytes());
    Letter { digest, sender: String::new(), tokens: Vec::new(), content: Content::Other(verdict) }
}

fn hash(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}
