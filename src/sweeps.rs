//! The one table of sweeps: what the program does by itself, and how often. The alarm, the page of jobs and the tests read it.

use crate::jobs::{Cadence, Sweep};
use crate::notices::jobs as notices;

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
    Sweep { name: "delivery", cadence: Cadence::Every(15), on_commit: true, run: |app, ctx| Box::pin(notices::deliver(app, ctx)) },
    Sweep {
        name: "tidy",
        cadence: Cadence::Cron("10 2 * * *"),
        on_commit: false,
        run: |app, ctx| Box::pin(notices::tidy::run(app, ctx)),
    },
];
