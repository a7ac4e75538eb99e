//! The one table of sweeps: what the program does by itself, and how often. The alarm, the page of jobs and the tests read it.

use serde_json::Value;

use crate::app::App;
use crate::dialogues;
use crate::error::{AppError, AppResult};
use crate::feeds::jobs as feeds;
use crate::issues;
use crate::jobs::{Cadence, Sweep, Tally};
use crate::kernel::Ctx;
use crate::notices::jobs as notices;
use crate::reorganisations::jobs as reorganisations;
use crate::search::jobs as search;
use crate::web::view::render_text;

/// The table, in the order in which sweeps that are due together run: reminders first, so that they are delivered at once.
pub const SWEEPS: &[Sweep] = &[
    Sweep {
        name: "reminders",
        cadence: Cadence::Every(600),
        on_commit: false,
        run: |app, ctx| Box::pin(notices::remind::run(app, ctx)),
    },
    Sweep {
        name: "report-reminders",
        cadence: Cadence::Cron("0 8 * * *"),
        on_commit: false,
        run: |app, ctx| Box::pin(notices::remind::run_reports(app, ctx)),
    },
    Sweep {
        name: "invitations",
        cadence: Cadence::Every(15),
        on_commit: false,
        run: |app, ctx| Box::pin(feeds::invite::run(app, ctx)),
    },
    Sweep {
        name: "mail-replies",
        cadence: Cadence::Every(60),
        on_commit: false,
        run: |app, ctx| Box::pin(feeds::inbox::run(app, ctx)),
    },
    Sweep {
        name: "delivery",
        cadence: Cadence::Every(15),
        on_commit: true,
        run: |app, ctx| Box::pin(notices::deliver(app, ctx, render)),
    },
    Sweep {
        name: "issue-imports",
        cadence: Cadence::Every(15),
        on_commit: true,
        run: |app, ctx| Box::pin(issues::write_imports(app, ctx)),
    },
    Sweep {
        name: "reorganisations",
        cadence: Cadence::Every(600),
        on_commit: false,
        run: |app, ctx| Box::pin(reorganisations::run(app, ctx)),
    },
    Sweep {
        name: "series",
        cadence: Cadence::Cron("40 1 * * *"),
        on_commit: false,
        run: |app, ctx| Box::pin(open_series(app, ctx)),
    },
    Sweep {
        name: "busy-calendars",
        cadence: Cadence::Every(60),
        on_commit: false,
        run: |app, ctx| Box::pin(dialogues::fetch_calendars(app, ctx)),
    },
    Sweep {
        name: "search-index",
        cadence: Cadence::Every(60),
        on_commit: false,
        run: |app, ctx| Box::pin(search::run(app, ctx)),
    },
    Sweep {
        name: "attachment-texts",
        cadence: Cadence::Every(60),
        on_commit: false,
        run: |app, ctx| Box::pin(search::files::run(app, ctx)),
    },
    Sweep {
        name: "tidy",
        cadence: Cadence::Cron("10 2 * * *"),
        on_commit: false,
        run: |app, ctx| Box::pin(notices::tidy::run(app, ctx)),
    },
];

/// Mails are templates like pages; rooms' jobs do not know the shell.
fn render(template: &str, data: &Value) -> AppResult<String> {
    render_text(template, data).map_err(|error| AppError::Internal(format!("{template}: {error}")))
}

/// Opens the sessions of all series as the clock goes on, twelve months ahead.
async fn open_series(app: App, ctx: Ctx) -> AppResult<Tally> {
    dialogues::open_due_series(&app, &ctx).await
}
