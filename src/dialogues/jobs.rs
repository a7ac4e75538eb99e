//! Fetching busy calendars as the clock goes on: an idempotent sweep. The network is never waited for inside a transaction.

use crate::app::App;
use crate::dialogues::actions::busy::{Came, settle};
use crate::dialogues::exports::busy_times;
use crate::dialogues::rules::busy::{Problem, Source, Validators, window};
use crate::dialogues::store::busy;
use crate::error::AppResult;
use crate::jobs::Tally;
use crate::kernel::Ctx;
use crate::outside::fetch::{self, FetchError, Fetched, Known, Limits};

/// Calendars in one run; the others follow in the next.
const AT_ONCE: u64 = 20;

/// Fetches the calendars whose turn it is.
///
/// # Errors
/// The database's; what servers do is kept with their calendars.
pub async fn fetch_calendars(app: App, ctx: Ctx) -> AppResult<Tally> {
    let due = busy::due(app.db().read(), ctx.now, AT_ONCE).await?;
    let mut tally = Tally { more: due.len() as u64 == AT_ONCE, ..Tally::default() };
    for source in due {
        let came = fetched(&app, &ctx, &source).await;
        let failed = matches!(came, Came::Nothing(_));
        match (settle(&app, &ctx, source, came).await?, failed) {
            (false, _) => tally.skipped += 1,
            (true, true) => tally.failed += 1,
            (true, false) => tally.done += 1,
        }
    }
    Ok(tally)
}

async fn fetched(app: &App, ctx: &Ctx, source: &Source) -> Came {
    let known = source.known(ctx.now);
    let known = known.map(|known| Known { etag: known.etag.clone(), last_modified: known.last_modified.clone() });
    let own_hosts = &app.config().own_calendar_hosts;
    match fetch::calendar(source.address.secret(), known.as_ref(), own_hosts, Limits::default()).await {
        Ok(Fetched::Unchanged) => Came::Unchanged,
        Ok(Fetched::Body { bytes, known }) => match busy_times(&bytes, window(ctx.today())) {
            Ok((times, unread)) => {
                let validators = Validators { etag: known.etag, last_modified: known.last_modified };
                Came::Times { times, unread, validators }
            }
            Err(problem) => Came::Nothing(problem),
        },
        Err(error) => Came::Nothing(problem_of(error)),
    }
}

const fn problem_of(error: FetchError) -> Problem {
    match error {
        FetchError::Address => Problem::Address,
        FetchError::Private => Problem::Private,
        FetchError::Unreachable => Problem::Unreachable,
        FetchError::TooSlow => Problem::TooSlow,
        FetchError::Redirects => Problem::Redirects,
        FetchError::Status(401 | 403) => Problem::Closed,
        FetchError::Status(404 | 410) => Problem::Gone,
        FetchError::Status(_) => Problem::Server,
        FetchError::TooLarge => Problem::TooLarge,
        FetchError::WrongKind => Problem::NoCalendar,
    }
}
