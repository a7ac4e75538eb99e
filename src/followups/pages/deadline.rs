//! The dates after a session that this room has to keep, each with how it was counted. Part: `partials/deadline`.

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::App;
use crate::dialogues::Session;
use crate::duties;
use crate::error::{AppError, AppResult};
use crate::law::{self, DateKind, SessionDate, WorkingCalendar};

/// A date with its explanation.
#[derive(Debug, Clone, Serialize)]
pub struct DateLine {
    pub kind: &'static str,
    pub on: NaiveDate,
    pub days: u32,
    pub unit: &'static str,
    pub is_practice: bool,
    pub legal_basis: String,
    pub receipt: Vec<ReceiptLine>,
}

/// One day of the count.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptLine {
    pub on: NaiveDate,
    pub kind: &'static str,
    pub label: Option<String>,
    pub number: Option<i32>,
}

impl DateLine {
    fn of(date: SessionDate, calendar: &WorkingCalendar) -> Self {
        let receipt = date.deadline.receipt(calendar).into_iter().map(|line| ReceiptLine {
            on: line.date,
            kind: line.kind.as_str(),
            label: line.label,
            number: line.number,
        });
        Self {
            kind: date.kind.as_str(),
            on: date.deadline.last_day(),
            days: date.rule.amount.unsigned_abs(),
            unit: date.rule.unit.as_str(),
            is_practice: date.is_practice(),
            receipt: receipt.collect(),
            legal_basis: date.legal_basis,
        }
    }

    pub(super) fn sample(is_practice: bool) -> Self {
        let day = |number, label: Option<&str>| ReceiptLine {
            on: NaiveDate::default(),
            kind: "working",
            label: label.map(str::to_owned),
            number,
        };
        Self {
            kind: if is_practice { "conclusion-notice" } else { "publication" },
            on: NaiveDate::default(),
            days: 10,
            unit: "calendar",
            is_practice,
            legal_basis: "Luật 72/2025/QH15, Điều 43".into(),
            receipt: vec![day(Some(0), None), day(None, Some("Quốc khánh"))],
        }
    }
}

/// When the conclusion of `session` has to be issued and published, by the rules that bound its unit on the day it was held.
pub(super) async fn dates(app: &App, session: &Session) -> AppResult<Vec<DateLine>> {
    let conn = app.db().read();
    let calendar = duties::calendar(conn).await?;
    let rules = duties::merged_rules(conn, &session.unit_code, session.on()).await?;
    let dates = law::session_dates(&rules, &calendar, session.on()).map_err(|error| AppError::Internal(error.to_string()))?;
    let ours = |date: &SessionDate| matches!(date.kind, DateKind::ConclusionNotice | DateKind::Publication);
    Ok(dates.into_iter().filter(ours).map(|date| DateLine::of(date, &calendar)).collect())
}
