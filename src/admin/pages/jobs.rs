//! The page of jobs: what ran, when next, what failed, which deliveries were given up.

use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::admin::actions::jobs as actions;
use crate::app::App;
use crate::db::delivery::{self, Dead};
use crate::jobs::store::list;
use crate::jobs::{JobRow, Outcome};
use crate::web::{PageResult, Path, Posted, View, Visit};

/// Deliveries shown that were given up.
const DEAD_SHOWN: u64 = 50;
/// How late a job may be before the page calls it late: a tick and a long neighbour are normal.
const LATE_AFTER: TimeDelta = TimeDelta::minutes(10);

/// A job as the page shows it.
#[derive(Debug, Serialize)]
pub struct JobLine {
    pub name: String,
    /// Word of the catalogue: `job-state-<state>`.
    pub state: &'static str,
    pub tone: &'static str,
    pub last_at: Option<DateTime<Utc>>,
    pub next_at: DateTime<Utc>,
    pub done: Option<u64>,
    pub skipped: u64,
    pub failed: u64,
    pub error: Option<String>,
}

impl JobLine {
    fn of(row: JobRow, now: DateTime<Utc>) -> Self {
        let failed = matches!(row.outcome, Some(Outcome::Failed(_)));
        let (state, tone) = if row.is_running(now) {
            ("running", "blue")
        } else if failed {
            ("failed", "red")
        } else if row.next_due + LATE_AFTER < now {
            ("late", "orange")
        } else if row.last_finished_at.is_none() {
            ("new", "grey")
        } else {
            ("fine", "green")
        };
        let (tally, error) = match row.outcome {
            Some(Outcome::Done(tally)) => (Some(tally), None),
            Some(Outcome::Failed(error)) => (None, Some(error)),
            None => (None, None),
        };
        Self {
            name: row.name,
            state,
            tone,
            last_at: row.last_finished_at,
            next_at: row.next_due,
            done: tally.map(|tally| tally.done),
            skipped: tally.map_or(0, |tally| tally.skipped),
            failed: tally.map_or(0, |tally| tally.failed),
            error,
        }
    }
}

/// A delivery that was given up.
#[derive(Debug, Serialize)]
pub struct DeadLine {
    pub id: String,
    /// The address, where it was a mail.
    pub to: String,
    pub at: DateTime<Utc>,
    pub attempts: i32,
    pub error: String,
}

impl DeadLine {
    fn of(dead: Dead) -> Self {
        let to = dead.payload.get("address").and_then(serde_json::Value::as_str).unwrap_or(&dead.kind).to_owned();
        Self { id: dead.id.to_string(), to, at: dead.dead_at, attempts: dead.attempts, error: dead.last_error }
    }
}

/// The page's view.
#[derive(Debug, Serialize)]
pub struct Jobs {
    pub jobs: Vec<JobLine>,
    pub waiting: u64,
    pub dead: Vec<DeadLine>,
    /// Whether a mail relay is set.
    pub has_mail: bool,
}

impl View for Jobs {
    const TEMPLATE: &'static str = "pages/admin/jobs";

    fn samples() -> Vec<Self> {
        let line = |name: &str, state, tone, error: Option<&str>| JobLine {
            name: name.into(),
            state,
            tone,
            last_at: (state != "new").then(DateTime::default),
            next_at: DateTime::default(),
            done: (error.is_none() && state != "new").then_some(12),
            skipped: 1,
            failed: 2,
            error: error.map(str::to_owned),
        };
        let jobs = vec![
            line("delivery", "fine", "green", None),
            line("reminders", "running", "blue", None),
            line("report-reminders", "failed", "red", Some("database unavailable")),
            line("tidy", "new", "grey", None),
            line("tidy", "late", "orange", None),
        ];
        let dead = DeadLine {
            id: "0193".into(),
            to: "mau@xa.example.vn".into(),
            at: DateTime::default(),
            attempts: 11,
            error: "permanent error (550): no such user".into(),
        };
        vec![
            Self { jobs, waiting: 3, dead: vec![dead], has_mail: true },
            Self { jobs: Vec::new(), waiting: 0, dead: Vec::new(), has_mail: false },
        ]
    }
}

/// GET /admin/jobs
///
/// # Errors
/// [`crate::error::AppError::Denied`] for who does not administer the installation.
pub async fn show(State(app): State<App>, visit: Visit) -> PageResult {
    actions::check(&app, &visit.ctx).await?;
    let conn = app.db().read();
    let now = visit.ctx.now;
    visit.page(&Jobs {
        jobs: list(conn).await?.into_iter().map(|row| JobLine::of(row, now)).collect(),
        waiting: delivery::count_waiting(conn).await?,
        dead: delivery::list_dead(conn, DEAD_SHOWN).await?.into_iter().map(DeadLine::of).collect(),
        has_mail: !app.config().smtp_url.is_empty(),
    })
}

/// POST /admin/jobs/{name}/run
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn run_now(State(app): State<App>, visit: Visit, Path(name): Path<String>, _posted: Posted) -> PageResult {
    actions::run_now(&app, &visit.ctx, &name).await?;
    visit.redirect("/admin/jobs", "flash-job-requested")
}

/// POST /admin/deliveries/{id}/retry
///
/// # Errors
/// [`crate::error::AppError::NotFound`], [`crate::error::AppError::Denied`].
pub async fn retry(State(app): State<App>, visit: Visit, Path(id): Path<Uuid>, _posted: Posted) -> PageResult {
    actions::retry(&app, &visit.ctx, id).await?;
    visit.redirect("/admin/jobs", "flash-delivery-retried")
}
