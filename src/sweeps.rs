//! The one table of sweeps: what the program does by itself, and how often. The alarm, the page of jobs and the tests read it.

use serde_json::Value;

use crate::error::{AppError, AppResult};
use crate::jobs::{Cadence, Sweep};
use crate::notices::jobs as notices;
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
        name: "delivery",
        cadence: Cadence::Every(15),
        on_commit: true,
        run: |app, ctx| Box::pin(notices::deliver(app, ctx, render)),
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
