//! Figures of a unit's commitments for its reports, each the size of a list that a [`Filter`] can show.

use chrono::{DateTime, Utc};

use crate::db::Conn;
use crate::error::AppResult;
use crate::followups::rules::{Outcome, StateWord, Timing, is_late_by_extension};
use crate::followups::store::extensions;
use crate::followups::store::lists::{Filter, of_unit};

/// How the commitments stand that a unit gave in one calendar year, seen at one instant. Answered and resolved are apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub total: u64,
    /// Not closed.
    pub open: u64,
    /// The people were told in writing.
    pub answered: u64,
    /// Done, and confirmed by the Front.
    pub resolved: u64,
    /// Confirmed as explained: answered, not resolved.
    pub explained: u64,
    /// Confirmed as impossible, with its cause.
    pub impossible: u64,
    /// Confirmed by the Front, whatever the outcome.
    pub verified: u64,
    pub closed: u64,
    /// Still owed after the last day.
    pub overdue: u64,
    /// Reported after the last day, or saved from it by an extension asked for too late.
    pub late: u64,
    /// With at least one granted extension.
    pub extended: u64,
}

/// The figures of the commitments that `unit_code` gave in `year`.
///
/// # Errors
/// The database's.
pub async fn counts(conn: &Conn, unit_code: &str, year: i32, now: DateTime<Utc>) -> AppResult<Counts> {
    let list = of_unit(conn, unit_code, &Filter { year: Some(year), ..Filter::default() }).await?;
    let ids: Vec<_> = list.iter().map(|commitment| commitment.id).collect();
    let extensions = extensions::of(conn, &ids).await?;
    let mut counts = Counts::default();
    for commitment in &list {
        let own: Vec<_> = extensions.iter().filter(|extension| extension.commitment == commitment.id).cloned().collect();
        let (word, timing) = (commitment.state.word(), commitment.timing(now));
        let outcome = commitment.state.check().and(commitment.state.report()).map(|report| report.outcome);
        let add = |figure: &mut u64, is: bool| *figure += u64::from(is);
        add(&mut counts.total, true);
        add(&mut counts.open, word != StateWord::Closed);
        add(&mut counts.answered, commitment.answered_on.is_some());
        add(&mut counts.resolved, commitment.resolved_on().is_some());
        add(&mut counts.explained, outcome == Some(Outcome::Explained));
        add(&mut counts.impossible, outcome == Some(Outcome::Impossible));
        add(&mut counts.verified, outcome.is_some());
        add(&mut counts.closed, word == StateWord::Closed);
        add(&mut counts.overdue, timing.is_overdue());
        add(&mut counts.late, timing == Timing::DoneLate || is_late_by_extension(&own));
        add(&mut counts.extended, own.iter().any(crate::followups::rules::Extension::is_granted));
    }
    Ok(counts)
}
