//! The dates around a session by the rules that bind its unit: nothing of it is stored, it is counted where it is asked for.

use std::sync::Arc;

use chrono::NaiveDate;

use super::bindings::merged_rules;
use super::days::calendar;
use crate::db::Conn;
use crate::error::{AppError, AppResult};
use crate::law::{self, DateKind, SessionDate};

/// The dates around a session of the unit on `on`, by the rules that bind it then.
///
/// # Errors
/// The database's; a rule that cannot be counted.
pub async fn session_dates(conn: &Conn, unit_code: &str, on: NaiveDate) -> AppResult<Arc<Vec<SessionDate>>> {
    conn.known("session-dates", format!("{unit_code} {on}"), async {
        let calendar = calendar(conn).await?;
        let rules = merged_rules(conn, unit_code, on).await?;
        law::session_dates(&rules, &calendar, on).map_err(|error| AppError::Internal(error.to_string()))
    })
    .await
}

/// The last day of one kind among [`session_dates`].
///
/// # Errors
/// As [`session_dates`].
pub async fn last_day(conn: &Conn, unit_code: &str, on: NaiveDate, kind: DateKind) -> AppResult<Option<NaiveDate>> {
    let dates = session_dates(conn, unit_code, on).await?;
    Ok(dates.iter().find(|date| date.kind == kind).map(|date| date.deadline.last_day()))
}
