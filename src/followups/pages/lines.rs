//! A commitment as lists show it: one line, with its words for state and time. Shared by list, desks and conclusion.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;

use crate::app::App;
use crate::error::AppResult;
use crate::followups::rules::{Commitment, StateWord, Timing};
use crate::kernel::BodyId;
use crate::kernel::clock::local_date;
use crate::organisation::bodies_by_ids;

/// A commitment in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    pub id: String,
    /// "3/2025": number within unit and year.
    pub label: String,
    pub code: String,
    pub wording: String,
    pub lead: String,
    pub due_on: NaiveDate,
    pub state: &'static str,
    pub tone: &'static str,
    pub timing: &'static str,
    pub timing_tone: &'static str,
    /// Calendar days to the last day, or since.
    pub days: i64,
    /// Whether the reader may open it.
    pub opens: bool,
}

impl Line {
    /// The line of `commitment` seen at `now`, led by the body called `lead`.
    #[must_use]
    pub fn of(commitment: &Commitment, lead: &str, now: DateTime<Utc>) -> Self {
        let (word, timing) = (commitment.state.word(), commitment.timing(now));
        Self {
            id: commitment.id.to_string(),
            label: label(commitment),
            code: commitment.code.clone(),
            wording: commitment.wording.clone(),
            lead: lead.to_owned(),
            due_on: commitment.due_on,
            state: word.as_str(),
            tone: tone(word),
            timing: timing.as_str(),
            timing_tone: timing_tone(timing),
            days: commitment.days_left(local_date(now)).abs(),
            opens: true,
        }
    }

    pub(super) fn sample(word: StateWord, timing: Timing) -> Self {
        Self {
            id: "0193".into(),
            label: "3/2025".into(),
            code: "7GK2MRQ".into(),
            wording: "Nạo vét cống thoát nước đường Lê Hồng Phong".into(),
            lead: "Phòng Kinh tế, Hạ tầng và Đô thị".into(),
            due_on: NaiveDate::default(),
            state: word.as_str(),
            tone: tone(word),
            timing: timing.as_str(),
            timing_tone: timing_tone(timing),
            days: 3,
            opens: true,
        }
    }
}

/// "3/2025".
#[must_use]
pub fn label(commitment: &Commitment) -> String {
    format!("{}/{}", commitment.number, commitment.assigned_on.year())
}

/// The colour that helps a state's word.
#[must_use]
pub const fn tone(word: StateWord) -> &'static str {
    match word {
        StateWord::Assigned => "grey",
        StateWord::Accepted | StateWord::InProgress => "blue",
        StateWord::Contested => "orange",
        StateWord::Reported => "purple",
        StateWord::Verified => "teal",
        StateWord::Closed => "green",
    }
}

/// The colour that helps a timing's word.
#[must_use]
pub const fn timing_tone(timing: Timing) -> &'static str {
    match timing {
        Timing::InTime => "grey",
        Timing::Soon => "orange",
        Timing::Overdue | Timing::VeryLate | Timing::DoneLate => "red",
        Timing::Stopped => "blue",
        Timing::DoneInTime => "green",
    }
}

/// Short names of bodies by id.
pub(super) async fn names(app: &App, ids: impl IntoIterator<Item = BodyId>) -> AppResult<HashMap<BodyId, String>> {
    let mut ids: Vec<BodyId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let bodies = bodies_by_ids(app.db().read(), ids).await?;
    Ok(bodies.into_iter().map(|body| (body.id, body.short_name)).collect())
}

/// The lines of these commitments with the names of their leads.
pub(super) async fn lines(app: &App, commitments: &[Commitment], now: DateTime<Utc>) -> AppResult<Vec<Line>> {
    let names = names(app, commitments.iter().map(|commitment| commitment.lead)).await?;
    let lead = |commitment: &Commitment| names.get(&commitment.lead).map_or("", String::as_str);
    Ok(commitments.iter().map(|commitment| Line::of(commitment, lead(commitment), now)).collect())
}
