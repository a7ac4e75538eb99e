//! Promises as reminders see them.

use chrono::{NaiveDate, TimeDelta};

use crate::db::Conn;
use crate::error::AppResult;
use crate::followups;
use crate::notices::rules::reminders::OpenCommitment;

/// Days ahead: rules may warn up to sixty days before.
const AHEAD: TimeDelta = TimeDelta::days(61);
/// Days back in which a reminder of something overdue is still of use.
const BACK: TimeDelta = TimeDelta::days(75);

/// The promises that agencies still have to keep, due around `today`.
///
/// # Errors
/// The database's.
pub async fn open(conn: &Conn, today: NaiveDate) -> AppResult<Vec<OpenCommitment>> {
    let owed = followups::due_between(conn, today - BACK, today + AHEAD).await?;
    let open = |promise: followups::Commitment| OpenCommitment {
        warn_on: promise.warn_from(),
        bodies: [promise.lead].iter().chain(&promise.supports).map(|body| body.0).collect(),
        id: promise.id.0,
        unit_code: promise.unit_code,
        code: promise.code,
        wording: promise.wording,
        due_on: promise.due_on,
    };
    Ok(owed.into_iter().map(open).collect())
}
